//! How is the tree of scopes drawn?
//!
//! A shelf a scope, indented as deep as it lies. Pins stand on the shelf where the assignment was made; a
//! line drops from every one that reaches the shelf of the question. A deny ends all of them in a bar.

use super::Shelf;
use crate::journey::measure::{cut, times, wrap};
use crate::journey::model::{Gate, Shape};
use crate::journey::place::{Drawing, Placed};

const WIDTH: f64 = 1080.0;
const PINS: f64 = 430.0;
const ROW: f64 = 54.0;
/// The most assignments that are drawn on a shelf; the list below has all.
const PINNED: usize = 6;

/// The drawing of the shelves.
pub fn draw(shelves: &[Shelf]) -> Drawing {
    let mut drawing = Drawing {
        width: WIDTH,
        ..Drawing::default()
    };
    let mut tops = Vec::new();
    let mut y = 26.0;
    for shelf in shelves {
        tops.push(y);
        let rows = times(shelf.pins.len().clamp(1, PINNED));
        y += rows * ROW + if shelf.pins.len() > PINNED { 20.0 } else { 0.0 };
    }
    drawing.height = y + 12.0;
    let asked = shelves.iter().position(|of| of.is_asked);
    let floor = asked.and_then(|at| tops.get(at)).copied();
    let mut rails = Rails {
        floor,
        next: PINS - 18.0,
        drawn: Vec::new(),
        is_denied: false,
    };
    for (at, (shelf, top)) in shelves.iter().zip(&tops).enumerate() {
        label(shelf, *top, &mut drawing);
        let holder = shelves
            .get(..at)
            .and_then(|before| before.iter().rposition(|of| of.depth < shelf.depth));
        if let Some(from) = holder.and_then(|at| tops.get(at)) {
            let x = indent(shelf.depth - 1);
            drawing.stroke(
                "spine",
                format!("M{x} {}V{top}H{}", from + 7.0, indent(shelf.depth) - 7.0),
            );
        }
        let mut middle = *top;
        for pin in shelf.pins.iter().take(PINNED) {
            pinned(pin, middle, &mut rails, &mut drawing);
            middle += ROW;
        }
        if shelf.pins.len() > PINNED {
            let more = format!(
                "{} more stand here; the list below has all.",
                shelf.pins.len() - PINNED
            );
            drawing.text("t2", PINS, middle - 10.0, more);
        }
    }
    rails.end(&mut drawing);
    drawing
}

fn indent(depth: usize) -> f64 {
    14.0 + 26.0 * times(depth.min(8))
}

fn label(shelf: &Shelf, y: f64, to: &mut Drawing) {
    let x = indent(shelf.depth);
    to.stroke("shelf", format!("M{} {y}H{WIDTH}", x + 8.0));
    let square = format!("M{} {}h14v14h-14z", x - 7.0, y - 7.0);
    to.stroke(
        if shelf.is_asked {
            "place here"
        } else {
            "place"
        },
        square,
    );
    to.text("th", x + 16.0, y - 6.0, cut(&shelf.name, 34));
    let kind = if shelf.is_asked {
        format!("{}, asked here", shelf.kind)
    } else {
        shelf.kind.to_owned()
    };
    to.text("t2", x + 16.0, y + 15.0, kind);
}

fn pinned(pin: &super::Pin, y: f64, rails: &mut Rails, to: &mut Drawing) {
    let name = cut(&pin.node.name, 28);
    let about = cut(&pin.node.about, 30);
    let width = 236.0;
    if pin.reaches {
        rails.drop(y, pin.node.shape == Shape::Deny, to);
    }
    to.nodes.push(Placed {
        node: pin.node.clone(),
        gate: Gate::Azure,
        x: PINS,
        y: y - 20.0,
        width,
        height: 40.0,
        name,
        about,
        step: None,
        why: pin.why.clone(),
    });
    let room = WIDTH - PINS - width - 26.0;
    let lines = wrap(&pin.why, 11.5, room, 3);
    let top = y + 4.0 - times(lines.len().saturating_sub(1)) * 7.5;
    for (at, words) in lines.iter().enumerate() {
        to.text(
            "t2 over",
            PINS + width + 16.0,
            top + times(at) * 15.0,
            words.as_str(),
        );
    }
}

/// The lines that drop to the shelf of the question.
struct Rails {
    floor: Option<f64>,
    next: f64,
    /// Where the lines are, and whether each denies.
    drawn: Vec<f64>,
    is_denied: bool,
}

impl Rails {
    fn drop(&mut self, from: f64, denies: bool, to: &mut Drawing) {
        let Some(floor) = self.floor else { return };
        // beyond that many lines none can be told from the next
        if self.drawn.len() >= 8 {
            return;
        }
        let x = self.next;
        self.next -= 13.0;
        self.drawn.push(x);
        self.is_denied |= denies;
        let class = if denies { "rail no" } else { "rail" };
        let stop = if from < floor { floor - 10.0 } else { floor };
        to.stroke(class, format!("M{PINS} {from}H{x}V{stop}"));
    }

    fn end(self, to: &mut Drawing) {
        let (Some(floor), Some(first), Some(last)) =
            (self.floor, self.drawn.first(), self.drawn.last())
        else {
            return;
        };
        if self.is_denied {
            to.stroke(
                "bar",
                format!("M{} {}H{}", last - 9.0, floor - 9.0, first + 9.0),
            );
        } else {
            for x in &self.drawn {
                to.stroke("tip", format!("M{} {}l4 6l4-6", x - 4.0, floor - 14.0));
            }
        }
    }
}
