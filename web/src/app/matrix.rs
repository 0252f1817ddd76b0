//! What does a cell of the matrix say?
//!
//! Eight decisions, asked of the engine all at once where that is cheap, and else when the cell comes into view.

use aksess::query::matrix::Matrix;
use aksess::{Attributes, Identity, Order, Resource, Target};

use super::axes::{Axes, Column, Row};
use super::question::Question;
use super::tabbed::tabbed;
use super::workspace::Compiled;

/// The verbs of a cell, in their fixed order.
pub(crate) const VERBS: [&str; 8] = [
    "get",
    "list",
    "watch",
    "create",
    "update",
    "patch",
    "delete",
    "deletecollection",
];

/// The cells that are known beforehand, for whatever part of the rows and columns is shown.
pub(crate) struct Cells(Option<Matrix>);

impl Cells {
    /// All cells of all rows and columns at once, which is cheap where the cluster alone decides. Azure is asked cell
    /// by cell, as they come into view.
    pub(crate) fn new(compiled: &Compiled, axes: &Axes, namespace: &str) -> Self {
        if compiled.names.asks_azure {
            return Self(None);
        }
        let subjects: Vec<Identity> = axes.rows.iter().map(|of| of.identity()).collect();
        let resources = axes.columns.iter().map(|of| of.in_namespace(namespace));
        let resources: Vec<Resource<'_>> = resources.collect();
        Self(Some(
            compiled.authorizer.matrix(&subjects, &resources, &VERBS),
        ))
    }

    /// The answers of a cell, the first verb in the lowest bit.
    pub(crate) fn mask(
        &self,
        compiled: &Compiled,
        axes: &Axes,
        (row, column): (usize, usize),
        now: &Question,
    ) -> u8 {
        let (Some(row), Some(column)) = (axes.rows.get(row), axes.columns.get(column)) else {
            return 0;
        };
        let Some(all) = &self.0 else {
            return cell(compiled, row, column, &now.namespace, now.order);
        };
        let verbs = (0..VERBS.len()).filter(|verb| all.allows(row.at, column.at, *verb));
        verbs.fold(0, |mask, verb| mask | 1 << verb)
    }

    /// All cells as text: a line a subject, the verbs of each resource between tabs.
    pub(crate) fn table(&self, compiled: &Compiled, axes: &Axes, now: &Question) -> String {
        let head = axes.columns.iter().map(|of| of.name.as_str());
        let mut lines = vec![tabbed(std::iter::once("").chain(head))];
        for (at, row) in axes.rows.iter().enumerate() {
            let cells = (0..axes.columns.len())
                .map(|column| verbs(self.mask(compiled, axes, (at, column), now)).join(" "));
            let cells: Vec<String> = cells.collect();
            let cells = cells.iter().map(String::as_str);
            lines.push(tabbed(std::iter::once(row.name.as_str()).chain(cells)));
        }
        lines.join("\n")
    }
}

/// The verbs of a cell that are allowed.
pub(crate) fn verbs(mask: u8) -> Vec<&'static str> {
    let all = VERBS.iter().enumerate();
    all.filter(|(at, _)| mask & (1 << at) != 0)
        .map(|of| *of.1)
        .collect()
}

/// The eight answers of a cell, the first verb in the lowest bit.
fn cell(compiled: &Compiled, row: &Row, column: &Column, namespace: &str, order: Order) -> u8 {
    let authorizer = compiled.authorizer.in_order(order);
    let mut attributes = Attributes {
        user: &row.user,
        groups: row.groups.iter().map(String::as_str).collect(),
        extra: row
            .extra
            .iter()
            .map(|(key, values)| (key.as_str(), values.as_slice()))
            .collect(),
        verb: "",
        target: Target::Resource(column.in_namespace(namespace)),
    };
    let mut mask = 0;
    for (at, verb) in VERBS.iter().enumerate() {
        attributes.verb = verb;
        if authorizer.authorize(&attributes).is_allowed() {
            mask |= 1 << at;
        }
    }
    mask
}

/// A cell in a word.
pub(crate) fn word(mask: u8) -> String {
    match mask {
        0 => "–".to_owned(),
        0b111 => "read".to_owned(),
        255 => "all".to_owned(),
        mask => format!("{} of 8", mask.count_ones()),
    }
}
