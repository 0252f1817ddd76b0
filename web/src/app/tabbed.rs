//! How is a row of a table copied, so that a spreadsheet takes it as it is?
//!
//! With tabs between its cells. Names are of anybody's making, so that a cell may hold what ends a cell or a row,
//! or what a spreadsheet would compute.

/// The cells of a row, for a table of a spreadsheet. None of them can end the cell or the row, and none that
/// begins like a formula is one.
pub(crate) fn tabbed<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let cells = cells.into_iter().map(|cell| {
        let cell = cell.replace(
            [
                '\t', '\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}',
            ],
            " ",
        );
        if cell.starts_with(['=', '+', '-', '@']) {
            format!("'{cell}")
        } else {
            cell
        }
    });
    cells.collect::<Vec<_>>().join("\t")
}
