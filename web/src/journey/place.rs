//! What is a drawing made of, once everything has its place?

use super::model::{Gate, Node};

/// A drawing: what to draw, in the order to draw it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Drawing {
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// Lines and areas.
    pub strokes: Vec<Stroke>,
    /// Words.
    pub texts: Vec<Text>,
    /// The things that can be chosen, in the order the keys go through them.
    pub nodes: Vec<Placed>,
    /// Where the thread ends, and whether well.
    pub end: Option<(f64, f64, bool)>,
}

/// A line or an area.
#[derive(Debug, Clone, PartialEq)]
pub struct Stroke {
    /// How it is drawn: a class of the style sheet.
    pub class: &'static str,
    /// Its path.
    pub path: String,
}

/// Words at a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// The left end of its base line.
    pub x: f64,
    /// Its base line.
    pub y: f64,
    /// How it is set: classes of the style sheet.
    pub class: &'static str,
    /// What it says.
    pub words: String,
}

/// A node with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// The node.
    pub node: Node,
    /// At which gate it stands.
    pub gate: Gate,
    /// Left.
    pub x: f64,
    /// Top.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// Its name, as long as it has room.
    pub name: String,
    /// What is said about it, as long as it has room.
    pub about: String,
    /// Its number, where it decided.
    pub step: Option<usize>,
    /// Why it did not decide; empty otherwise.
    pub why: String,
}

impl Drawing {
    /// Adds a line or an area.
    pub(crate) fn stroke(&mut self, class: &'static str, path: String) {
        self.strokes.push(Stroke { class, path });
    }

    /// Adds words.
    pub(crate) fn text(&mut self, class: &'static str, x: f64, y: f64, words: impl Into<String>) {
        let words = words.into();
        if !words.is_empty() {
            self.texts.push(Text { x, y, class, words });
        }
    }
}
