//! How is a journey laid out from top to bottom?

use std::fmt::Write as _;

use super::{ABOUT, HEIGHT, LINE, measured, number, placed};
use crate::journey::measure::wrap;
use crate::journey::model::{Journey, Lane, Node, Part, Post, Tone};
use crate::journey::place::{Drawing, Stroke};

const WIDTH: f64 = 350.0;
/// The thread.
const THREAD: f64 = 14.0;
/// The left of what hangs.
const HANGS: f64 = 52.0;
/// The most characters of a name.
const MOST: usize = 28;

/// The tall layout.
pub fn tall(journey: &Journey) -> Drawing {
    let mut drawing = Drawing {
        width: WIDTH,
        ..Drawing::default()
    };
    let mut thread = format!("M{THREAD} 14");
    let mut y = 0.0;
    for (at, lane) in journey.lanes.iter().enumerate() {
        let bar = lane_down(lane, at <= journey.end, y, &mut drawing);
        post(lane.post, bar, &mut drawing);
        y = bar + 8.0;
        if at == journey.end {
            let stop = if journey.is_allowed {
                bar + 10.0
            } else {
                bar - 7.0
            };
            write!(thread, "V{stop}").ok();
            drawing.end = Some((THREAD, bar + 21.0, journey.is_allowed));
            y = bar + 36.0;
        }
    }
    drawing.height = y + 4.0;
    drawing.strokes.insert(
        0,
        Stroke {
            class: "thread",
            path: thread,
        },
    );
    number(&mut drawing);
    drawing
}

/// Draws a lane from that height and gives the height of its bar.
fn lane_down(lane: &Lane, is_reached: bool, y: f64, to: &mut Drawing) -> f64 {
    to.text("th num", 34.0, y + 24.0, lane.gate.number().to_string());
    to.text("th", 48.0, y + 24.0, lane.gate.name());
    let tone = match lane.tone {
        Tone::Allows => "t2 ok b",
        Tone::Refuses => "t2 no b",
        Tone::Quiet => "t2",
    };
    to.text(
        tone,
        34.0,
        y + 42.0,
        wrap(&lane.opinion, ABOUT, WIDTH - 40.0, 1).join(" "),
    );
    let mut top = y + 56.0;
    for node in lane.thread.iter().chain(&lane.detour) {
        let mut put = placed(node, lane.gate, fitted(node, WIDTH - 8.0), 6.0, top);
        put.step = (is_reached && node.part == Part::Decided).then_some(0);
        to.nodes.push(put);
        top += HEIGHT + 14.0;
    }
    let mut lowest = None;
    for of in &lane.hanging {
        let middle = top + HEIGHT / 2.0;
        let is_near = of.node.part == Part::Near;
        let class = if is_near { "hang da" } else { "hang" };
        to.stroke(class, format!("M26 {middle}H{HANGS}"));
        if is_near {
            let (base, above) = (middle + 5.0, middle - 5.0);
            to.stroke("brk", format!("M34 {base}L38 {above}M39 {base}L43 {above}"));
        }
        let mut put = placed(
            &of.node,
            lane.gate,
            fitted(&of.node, WIDTH - HANGS - 4.0),
            HANGS,
            top,
        );
        put.why.clone_from(&of.why);
        to.nodes.push(put);
        lowest = Some(middle);
        top += HEIGHT;
        for words in wrap(&of.why, ABOUT, WIDTH - HANGS - 8.0, 4) {
            top += LINE;
            to.text("t2", HANGS + 2.0, top, words);
        }
        top += 16.0;
    }
    if let Some(lowest) = lowest {
        to.stroke("hang", format!("M26 {}V{lowest}", y + 56.0));
    }
    for words in [&lane.note, &lane.rest] {
        for line in wrap(words, ABOUT, WIDTH - 42.0, 5) {
            to.text("t2", 34.0, top + 6.0, line);
            top += LINE;
        }
    }
    top + 14.0
}

/// A node that is no wider than its room.
fn fitted(node: &Node, room: f64) -> super::Box {
    let sizes = [MOST, 24, 20, 16];
    let fitting = sizes.into_iter().map(|most| measured(node, most));
    let mut all = fitting.collect::<Vec<_>>();
    let first = all.iter().position(|of| of.width <= room);
    all.swap_remove(first.unwrap_or(all.len() - 1))
}

fn post(kind: Post, y: f64, to: &mut Drawing) {
    let (class, is_whole) = match kind {
        Post::Open => ("post", false),
        Post::Shut => ("post shut", true),
        Post::Thin => ("post thin", false),
        Post::Unasked => ("post thin", true),
        Post::Off => ("post off", true),
    };
    let path = if is_whole {
        format!("M2 {y}H{}", WIDTH - 2.0)
    } else {
        format!(
            "M2 {y}H{}M{} {y}H{}",
            THREAD - 11.0,
            THREAD + 11.0,
            WIDTH - 2.0
        )
    };
    to.stroke(class, path);
}
