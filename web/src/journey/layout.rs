//! Where does every part of a journey stand?
//!
//! Two layouts of one journey. *Wide*: the thread runs from left to right, gates are posts, what did not
//! decide hangs below from one trunk. *Tall*: the thread runs down the left side, gates are bars.
//!
//! *Invariants.* Edges never cross: what hangs at a gate hangs from one trunk, a row each. Nodes never
//! overlap. Everything lies inside the drawing.

mod tall;
mod wide;

pub use tall::tall;
pub use wide::wide;

use super::measure::{cut, fixed, width};
use super::model::{Gate, Node, Part, Shape};
use super::place::{Drawing, Placed};

/// The size of a name, of what is said about it, and of a rule.
const NAME: f64 = 12.5;
const ABOUT: f64 = 11.5;
/// The height of a node.
const HEIGHT: f64 = 40.0;
/// Between two lines of a reason.
const LINE: f64 = 15.0;

/// A node as its texts come out, without a place.
struct Box {
    name: String,
    about: String,
    width: f64,
}

/// How wide a node is when a text of it has at most so many characters.
fn measured(node: &Node, most: usize) -> Box {
    let name = cut(&node.name, most);
    let about = cut(&node.about, most + 2);
    let wide = match node.shape {
        Shape::Rule => fixed(&name, ABOUT),
        // what decided is set in bold
        _ if node.part == Part::Decided => width(&name, NAME) * 1.07,
        _ => width(&name, NAME),
    };
    let sides = match node.shape {
        Shape::Identity | Shape::Group => 34.0,
        Shape::Assignment | Shape::Binding => 32.0,
        Shape::Deny => 38.0,
        Shape::Role => 30.0,
        Shape::Rule => 24.0,
    };
    Box {
        width: (wide.max(width(&about, ABOUT)) + sides).max(84.0).round(),
        name,
        about,
    }
}

fn placed(node: &Node, gate: Gate, of: Box, x: f64, y: f64) -> Placed {
    Placed {
        node: node.clone(),
        gate,
        x,
        y,
        width: of.width,
        height: HEIGHT,
        name: of.name,
        about: of.about,
        step: None,
        why: String::new(),
    }
}

/// Numbers the nodes that decided, in the order of the thread.
fn number(drawing: &mut Drawing) {
    let mut step = 0;
    for node in &mut drawing.nodes {
        if node.step.is_some() {
            step += 1;
            node.step = Some(step);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::model::{Hanging, Journey, Lane, Post, Tone};
    use super::*;

    fn node(shape: Shape, part: Part, name: &str) -> Node {
        Node {
            shape,
            part,
            name: name.to_owned(),
            about: "RoleBinding in a-namespace".to_owned(),
            at: None,
        }
    }

    /// A journey whose names are this long and which ends at that gate.
    fn journey(length: usize, end: usize, hanging: usize) -> Journey {
        let name = "n".repeat(length);
        let lane = |(at, gate): (usize, Gate)| {
            let mut lane = Lane::empty(gate, "No opinion: no grant", Tone::Quiet, Post::Thin);
            if at == 1 {
                lane.thread = vec![node(Shape::Identity, Part::Decided, &name)];
                lane.detour = Some(node(Shape::Group, Part::Decided, &name));
            }
            if at == end {
                let shapes = [Shape::Binding, Shape::Role, Shape::Rule];
                lane.thread
                    .extend(shapes.map(|of| node(of, Part::Decided, &name)));
            }
            lane.hanging = (0..hanging)
                .map(|_| Hanging {
                    node: node(Shape::Binding, Part::Near, &name),
                    why: "It is a RoleBinding in another namespace, so it never covers this one."
                        .to_owned(),
                })
                .collect();
            lane.rest = "52 more bindings do not come nearer.".to_owned();
            lane
        };
        Journey {
            lanes: Gate::ALL.into_iter().enumerate().map(lane).collect(),
            is_allowed: true,
            end,
        }
    }

    fn check(drawing: &Drawing) {
        for (at, one) in drawing.nodes.iter().enumerate() {
            assert!(one.x >= 0.0 && one.y >= 0.0, "{one:?}");
            assert!(
                one.x + one.width <= drawing.width,
                "{one:?} of {}",
                drawing.width
            );
            assert!(one.y + one.height <= drawing.height, "{one:?}");
            for other in drawing.nodes.iter().skip(at + 1) {
                let beside = one.x + one.width <= other.x || other.x + other.width <= one.x;
                let above = one.y + one.height <= other.y || other.y + other.height <= one.y;
                assert!(beside || above, "{one:?} and {other:?} overlap");
            }
        }
        for text in &drawing.texts {
            assert!(text.x >= 0.0 && text.x < drawing.width, "{text:?}");
            assert!(text.y > 0.0 && text.y <= drawing.height, "{text:?}");
        }
    }

    #[test]
    fn nothing_overlaps_and_nothing_leaves_the_drawing() {
        for length in [1, 8, 26, 300] {
            for end in 1..4 {
                for hanging in 0..=3 {
                    check(&wide(&journey(length, end, hanging)));
                    check(&tall(&journey(length, end, hanging)));
                }
            }
        }
    }

    #[test]
    fn steps_are_numbered_along_the_thread() {
        for drawing in [wide(&journey(8, 3, 1)), tall(&journey(8, 3, 1))] {
            let steps: Vec<usize> = drawing.nodes.iter().filter_map(|of| of.step).collect();
            assert_eq!(steps, [1, 2, 3, 4, 5]);
        }
    }
}
