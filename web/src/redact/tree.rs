//! What is left of a document, as a tree?
//!
//! Every text in it says what it is, so that names can be found and others put in their place. Places in files and the
//! way it was written are gone.

use aksess::azure::letter_case::folded;

use super::field::Sort;

/// A value with what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Left {
    Null,
    Flag(bool),
    Number(String),
    Text(Sort, String),
    List(Vec<Left>),
    Map(Vec<Field>),
}

/// A field; its key may be a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) sort: Sort,
    pub(super) key: String,
    pub(super) value: Left,
}

impl Left {
    /// Every text with what it is, keys included where they are names.
    pub(super) fn texts(&self, see: &mut dyn FnMut(Sort, &str)) {
        match self {
            Self::Null | Self::Flag(_) | Self::Number(_) => {}
            Self::Text(sort, text) => see(*sort, text),
            Self::List(items) => {
                for item in items {
                    item.texts(see);
                }
            }
            Self::Map(fields) => {
                for field in fields {
                    if field.sort != Sort::Word {
                        see(field.sort, &field.key);
                    }
                    field.value.texts(see);
                }
            }
        }
    }

    /// The same with other texts; `None` where a line that asks has none.
    pub(super) fn renamed(&self, of: &dyn Fn(Sort, &str) -> Option<String>) -> Option<Self> {
        Some(match self {
            Self::Text(sort, text) => Self::Text(*sort, of(*sort, text)?),
            Self::List(items) => {
                Self::List(items.iter().filter_map(|item| item.renamed(of)).collect())
            }
            Self::Map(fields) => {
                let mut renamed = Vec::new();
                for field in fields {
                    let key = match field.sort {
                        Sort::Word => field.key.clone(),
                        sort => of(sort, &field.key)?,
                    };
                    match field.value.renamed(of) {
                        Some(value) => renamed.push(Field {
                            sort: field.sort,
                            key,
                            value,
                        }),
                        None if matches!(field.value, Self::Text(Sort::Line, _)) => return None,
                        None => {}
                    }
                }
                Self::Map(renamed)
            }
            plain => plain.clone(),
        })
    }

    /// Whether this is a scenario that asks nothing.
    pub(super) fn is_idle(&self) -> bool {
        let Self::Map(fields) = self else {
            return false;
        };
        let empty =
            |of: &Field| folded(&of.key) == "requests" && of.value == Self::List(Vec::new());
        fields.iter().any(empty)
    }
}
