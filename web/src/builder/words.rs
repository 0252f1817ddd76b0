//! Which words does the page explain?
//!
//! Those of the glossary. `words.json` lists them with what they mean and where that is said; the page reads
//! it when it is first asked for one.

use std::fs;
use std::path::Path;

use super::{Error, about};
use crate::glossary::TERMS;

/// Writes the list into a folder, unless it is there as it would be written.
pub(super) fn build(into: &Path) -> Result<(), Error> {
    let list = serde_json::to_string(TERMS.as_slice()).map_err(|error| Error(error.to_string()))?;
    let file = into.join("words.json");
    if fs::read_to_string(&file).is_ok_and(|there| there == list) {
        return Ok(());
    }
    fs::write(&file, list).map_err(about(&file))
}
