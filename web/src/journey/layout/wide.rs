//! How is a journey laid out from left to right?

use std::fmt::Write as _;

use aksess::sorted;

use super::{ABOUT, HEIGHT, LINE, measured, number, placed};
use crate::journey::measure::{times, width, wrap};
use crate::journey::model::{Hanging, Journey, Lane, Part, Post, Tone};
use crate::journey::place::{Drawing, Stroke};

const WIDTH: f64 = 1080.0;
/// The room beside the gate at which the thread ends, for the sign.
const END: f64 = 34.0;
/// The thread.
const THREAD: f64 = 104.0;
/// The middle of the first row below it.
const BELOW: f64 = 166.0;
/// Between the side of a lane and its first node.
const SIDE: f64 = 18.0;
/// Between two nodes on the thread.
const GAP: f64 = 14.0;
/// From the trunk to what hangs.
const STUB: f64 = 26.0;
/// The room of a reason beside a node.
const BESIDE: f64 = 186.0;
/// The most that fits below a reason that stands under its node.
const LINES: usize = 3;

/// The wide layout.
pub fn wide(journey: &Journey) -> Drawing {
    let room = WIDTH - END;
    let fits = |most: &usize| -> bool {
        let all: f64 = journey.lanes.iter().map(|lane| least(lane, *most)).sum();
        all <= room
    };
    let most = [26, 22, 19, 16, 13, 11, 9, 7]
        .into_iter()
        .find(fits)
        .unwrap_or(5);
    let widths = widths(journey, most, room);
    let mut drawing = Drawing {
        width: WIDTH,
        ..Drawing::default()
    };
    let mut x = 0.0;
    let mut height: f64 = 220.0;
    let mut thread = format!("M18 {THREAD}");
    let mut posts = Vec::new();
    for (at, (lane, width)) in journey.lanes.iter().zip(&widths).enumerate() {
        let is_reached = at <= journey.end;
        let bottom = Place {
            x,
            width: *width,
            most,
        }
        .lane(lane, is_reached, &mut thread, &mut drawing);
        height = height.max(bottom + 20.0);
        let post = x + width - 8.0;
        posts.push((post, lane.post));
        x += width;
        if at == journey.end {
            let stop = if journey.is_allowed {
                post + 10.0
            } else {
                post - 7.0
            };
            write!(thread, "H{stop}").ok();
            drawing.end = Some((post + 21.0, THREAD, journey.is_allowed));
            x += END;
        }
    }
    drawing.height = height;
    drawing.strokes.insert(
        0,
        Stroke {
            class: "thread",
            path: thread,
        },
    );
    for (post, kind) in posts {
        let (top, bottom) = (62.0, height - 12.0);
        let (class, is_whole) = match kind {
            Post::Open => ("post", false),
            Post::Shut => ("post shut", true),
            Post::Thin => ("post thin", false),
            Post::Unasked => ("post thin", true),
            Post::Off => ("post off", true),
        };
        let path = if is_whole {
            format!("M{post} {top}V{bottom}")
        } else {
            format!(
                "M{post} {top}V{}M{post} {}V{bottom}",
                THREAD - 12.0,
                THREAD + 12.0
            )
        };
        drawing.stroke(class, path);
    }
    number(&mut drawing);
    drawing
}

/// The least a lane needs.
fn least(lane: &Lane, most: usize) -> f64 {
    let nodes = lane.thread.iter().map(|node| measured(node, most).width);
    let gaps = GAP * times(lane.thread.len().saturating_sub(1));
    let thread: f64 = nodes.sum::<f64>() + gaps + SIDE + 26.0;
    let detour = lane
        .detour
        .as_ref()
        .map_or(0.0, |node| measured(node, most).width + SIDE + 48.0);
    let hanging = lane
        .hanging
        .iter()
        .map(|of| measured(&of.node, hanging_most(most)).width + SIDE + STUB + 16.0)
        .fold(0.0, f64::max);
    let head = width(&lane.opinion, ABOUT).min(150.0) + 24.0;
    let name = width(lane.gate.name(), 13.0) + 40.0;
    [thread, detour, hanging, head, name, 118.0]
        .into_iter()
        .fold(0.0, f64::max)
        .round()
}

/// What hangs is of less weight than what decided.
fn hanging_most(most: usize) -> usize {
    most.min(22)
}

/// Gives what is left first to reasons beside their nodes, then to the gate where the thread ends.
fn widths(journey: &Journey, most: usize, room: f64) -> Vec<f64> {
    let mut widths: Vec<f64> = journey.lanes.iter().map(|lane| least(lane, most)).collect();
    let mut left = room - widths.iter().sum::<f64>();
    let mut order: Vec<usize> = (0..widths.len()).collect();
    // the last gates are the ones people look at
    sorted::sort_by_key(&mut order, |at| (*at != journey.end, usize::MAX - *at));
    for at in order {
        let (Some(lane), Some(width)) = (journey.lanes.get(at), widths.get_mut(at)) else {
            continue;
        };
        let hanging = lane
            .hanging
            .iter()
            .filter(|of| !of.why.is_empty())
            .map(|of| measured(&of.node, hanging_most(most)).width)
            .fold(0.0, f64::max);
        let wanted = if hanging > 0.0 {
            SIDE + STUB + hanging + 14.0 + BESIDE + 16.0 - *width
        } else {
            0.0
        };
        if wanted > 0.0 && wanted <= left {
            *width += wanted;
            left -= wanted;
        }
    }
    let share = left.max(0.0) / (times(widths.len()) + 2.0);
    for (at, width) in widths.iter_mut().enumerate() {
        *width += if at == journey.end {
            3.0 * share
        } else {
            share
        };
    }
    widths
}

/// The place of a lane.
struct Place {
    x: f64,
    width: f64,
    most: usize,
}

impl Place {
    /// Draws a lane and gives its bottom.
    fn lane(&self, lane: &Lane, is_reached: bool, thread: &mut String, to: &mut Drawing) -> f64 {
        let left = self.x + SIDE - if self.x == 0.0 { 0.0 } else { 6.0 };
        to.text("th num", left - 6.0, 24.0, lane.gate.number().to_string());
        to.text("th", left + 8.0, 24.0, lane.gate.name());
        let tone = match lane.tone {
            Tone::Allows => "t2 ok b",
            Tone::Refuses => "t2 no b",
            Tone::Quiet => "t2",
        };
        let opinion = wrap(&lane.opinion, ABOUT, self.width - 26.0, 1);
        to.text(tone, left - 6.0, 43.0, opinion.join(" "));
        let start = if self.x == 0.0 { 30.0 } else { left };
        let mut x = start;
        let mut last = start;
        for node in &lane.thread {
            let size = measured(node, self.most);
            last = x + size.width;
            let mut put = placed(node, lane.gate, size, x, THREAD - HEIGHT / 2.0);
            put.step = (is_reached && node.part == Part::Decided).then_some(0);
            to.nodes.push(put);
            x = last + GAP;
        }
        let mut y = BELOW;
        if let Some(node) = &lane.detour {
            let size = measured(node, self.most);
            let centre = start + 30.0;
            let turn = last.max(start + 12.0 + size.width) + 14.0;
            write!(thread, "H{centre}V{y}H{turn}V{THREAD}").ok();
            let mut put = placed(node, lane.gate, size, start + 12.0, y - HEIGHT / 2.0);
            put.step = Some(0);
            to.nodes.push(put);
            y += HEIGHT + 16.0;
        }
        let first = y;
        let trunk = start - if self.x == 0.0 { 8.0 } else { 2.0 };
        let mut lowest = THREAD;
        for of in &lane.hanging {
            lowest = y;
            y = self.hanging(of, lane, trunk, y, to);
        }
        if !lane.hanging.is_empty() {
            to.stroke("hang", format!("M{trunk} {}V{lowest}", THREAD + 2.0));
        }
        let notes = [(&lane.note, "t2"), (&lane.rest, "t2")];
        let mut line = if lane.hanging.is_empty() {
            first - 10.0
        } else {
            y - 12.0
        };
        for (words, class) in notes {
            let from = if lane.hanging.is_empty() {
                left
            } else {
                trunk + STUB
            };
            let room = self.x + self.width - 16.0 - from;
            for words in wrap(words, ABOUT, room, 6) {
                to.text(class, from, line, words);
                line += LINE;
            }
        }
        line.max(y - 20.0)
    }

    /// Draws what hangs and gives the middle of the next row.
    fn hanging(&self, of: &Hanging, lane: &Lane, trunk: f64, y: f64, to: &mut Drawing) -> f64 {
        let size = measured(&of.node, hanging_most(self.most));
        let x = trunk + STUB;
        let right = x + size.width;
        if of.node.part == Part::Near {
            to.stroke("hang da", format!("M{trunk} {y}H{x}"));
            let (from, base, top) = (trunk + 8.0, y + 5.0, y - 5.0);
            to.stroke(
                "brk",
                format!(
                    "M{from} {base}L{} {top}M{} {base}L{} {top}",
                    from + 4.0,
                    from + 5.0,
                    from + 9.0
                ),
            );
        } else {
            to.stroke("hang", format!("M{trunk} {y}H{x}"));
        }
        let mut put = placed(&of.node, lane.gate, size, x, y - HEIGHT / 2.0);
        put.why.clone_from(&of.why);
        to.nodes.push(put);
        let room = self.x + self.width - 18.0 - right - 14.0;
        if room >= BESIDE - 30.0 {
            let lines = wrap(&of.why, ABOUT, room, 4);
            let top = y + 4.0 - times(lines.len().saturating_sub(1)) * LINE / 2.0;
            for (at, words) in lines.iter().enumerate() {
                to.text("t2", right + 14.0, top + times(at) * LINE, words.as_str());
            }
            return y + (times(lines.len()) * LINE + 14.0).max(HEIGHT + 16.0);
        }
        let room = self.x + self.width - 18.0 - x;
        let lines = wrap(&of.why, ABOUT, room, LINES);
        for (at, words) in lines.iter().enumerate() {
            to.text(
                "t2",
                x + 2.0,
                y + HEIGHT / 2.0 + 15.0 + times(at) * LINE,
                words.as_str(),
            );
        }
        y + HEIGHT + 16.0 + times(lines.len()) * LINE + if lines.is_empty() { 0.0 } else { 6.0 }
    }
}
