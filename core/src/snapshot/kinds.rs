//! Which bytes are the kinds that CustomResourceDefinitions define?
//!
//! They decide nothing, but a word such as `crontabs` means what it meant beside the documents.

use super::Refusal;
use super::bytes::{Reader, Writer};
use crate::kind::Kind;

pub(super) fn write(kinds: &[Kind], out: &mut Writer) {
    out.length(kinds.len());
    for of in kinds {
        for text in [&of.resource, &of.group, &of.version, &of.kind, &of.singular] {
            out.text(text);
        }
        out.number(match of.namespaced {
            None => 0,
            Some(false) => 1,
            Some(true) => 2,
        });
        for texts in [&of.short_names, &of.categories, &of.subresources] {
            out.length(texts.len());
            for text in texts {
                out.text(text);
            }
        }
    }
}

/// Kinds; a list of none is refused, since none is written.
pub(super) fn read(from: &mut Reader<'_>) -> Result<Vec<Kind>, Refusal> {
    let what = "kinds";
    let count = from.number()?;
    let mut kinds = Vec::new();
    for _ in 0..count {
        let mut text = || from.text().map(str::to_owned);
        let mut kind = Kind {
            resource: text()?,
            group: text()?,
            version: text()?,
            kind: text()?,
            singular: text()?,
            ..Kind::default()
        };
        kind.namespaced = match from.number()? {
            0 => None,
            1 => Some(false),
            2 => Some(true),
            _ => return Err(Refusal::Invalid { what }),
        };
        for texts in [
            &mut kind.short_names,
            &mut kind.categories,
            &mut kind.subresources,
        ] {
            for _ in 0..from.number()? {
                texts.push(from.text()?.to_owned());
            }
        }
        kinds.push(kind);
    }
    if kinds.is_empty() {
        return Err(Refusal::Invalid { what });
    }
    Ok(kinds)
}
