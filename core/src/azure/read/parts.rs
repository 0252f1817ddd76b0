//! How are the parts read that several documents of Azure share?
//!
//! Patterns, blocks of permissions, conditions, scopes and principals. Each function says what it gives for what it
//! could not read; the callers decide what that means for access.

use super::fields::Fields;
use crate::azure::condition::Condition;
use crate::azure::guid::Guid;
use crate::azure::model::{Permission, Principal, Restriction};
use crate::azure::pattern::Pattern;
use crate::azure::scope::Scope;
use crate::document::{Node, Value};
use crate::source::{Span, Spanned};

/// What comes of a condition that cannot be read, where it narrows a grant.
pub(super) const NOT_MET: &str = "it counts as not met";
/// The same where it narrows a denial.
pub(super) const MET: &str = "it counts as met";

/// Patterns, and whether all of the list could be read.
pub(super) struct Patterns {
    pub(super) read: Vec<Pattern>,
    pub(super) is_whole: bool,
}

pub(super) fn patterns(fields: &mut Fields<'_, '_, '_>, key: &str) -> Patterns {
    let mut patterns = Patterns {
        read: Vec::new(),
        is_whole: true,
    };
    for item in fields.items(&[key]) {
        match item.text() {
            Some(text) if text.len() < Pattern::LONGEST => {
                patterns.read.push(Pattern::new(Spanned {
                    value: text.to_owned(),
                    span: item.span,
                }));
            }
            Some(_) => {
                patterns.is_whole = false;
                let message = format!("this entry of `{key}` is longer than any action");
                fields.error(item.span, message);
            }
            None => {
                patterns.is_whole = false;
                let message = format!("`{key}` holds strings, not {}", item.describe());
                fields.error(item.span, message);
            }
        }
    }
    patterns
}

/// One block of permissions, and whether all of what it names and of what it takes away could be read; one
/// that has neither of the lists that name something names what nobody knows.
pub(super) struct Block {
    pub(super) permission: Permission,
    pub(super) grants_are_whole: bool,
    pub(super) exceptions_are_whole: bool,
}

/// The blocks of an object: those of `permissions`, or the object itself where the shape has one block.
pub(super) fn blocks(fields: &mut Fields<'_, '_, '_>, unread: &'static str) -> Vec<Block> {
    if fields.node(&["permissions"]).is_none() {
        return vec![block(fields, unread)];
    }
    let mut blocks = Vec::new();
    for item in fields.items(&["permissions"]) {
        blocks.push(block(&mut fields.inside(item), unread));
    }
    blocks
}

fn block(fields: &mut Fields<'_, '_, '_>, unread: &'static str) -> Block {
    let actions = patterns(fields, "actions");
    let not_actions = patterns(fields, "notActions");
    let data_actions = patterns(fields, "dataActions");
    let not_data_actions = patterns(fields, "notDataActions");
    let names = fields.has("actions") || fields.has("dataActions");
    if !names {
        let head = fields.head();
        fields.error(
            head,
            "neither `actions` nor `dataActions` is here, so what this is about is not known",
        );
    }
    Block {
        grants_are_whole: names && actions.is_whole && data_actions.is_whole,
        exceptions_are_whole: not_actions.is_whole && not_data_actions.is_whole,
        permission: Permission {
            actions: actions.read,
            not_actions: not_actions.read,
            data_actions: data_actions.read,
            not_data_actions: not_data_actions.read,
            condition: restriction(fields, unread),
        },
    }
}

/// The condition of an object. Only version 2.0 is defined; another is kept as one that cannot be read, and
/// so is a condition that is no text. `unread` says what comes of that.
pub(super) fn restriction(
    fields: &mut Fields<'_, '_, '_>,
    unread: &'static str,
) -> Option<Restriction> {
    let node = fields.node(&["condition"])?;
    let Some(text) = node.text() else {
        let message = format!(
            "`condition` must be a string, not {}; {unread}",
            node.describe()
        );
        fields.error(node.span, message);
        return Some(Restriction {
            written: Spanned {
                value: String::new(),
                span: node.span,
            },
            condition: None,
        });
    };
    if text.trim().is_empty() {
        return None;
    }
    let written = Spanned {
        value: text.to_owned(),
        span: node.span,
    };
    let version = fields.node(&["conditionVersion"]);
    // A version without quotes is a number to YAML, and 2.0 all the same.
    if let Some(version) = version.filter(|of| !is_supported(of)) {
        let message = format!(
            "condition version {} is not supported, only 2.0; {unread}",
            match &version.value {
                Value::String(text) | Value::Number(text) => format!("`{text}`"),
                _ => version.describe().to_owned(),
            }
        );
        fields.error(version.span, message);
        return Some(Restriction {
            written,
            condition: None,
        });
    }
    let condition = match Condition::parse(&written.value) {
        Ok(condition) => {
            for remark in condition.warnings() {
                let span = within(&written, remark.range.start, remark.range.end);
                fields.warning(span, remark.message.clone());
            }
            Some(condition)
        }
        Err(problem) => {
            let span = within(&written, problem.range.start, problem.range.end);
            let message = format!(
                "this condition cannot be read at character {}: {}; {unread}",
                characters(&written.value, problem.range.start),
                problem.message
            );
            fields.error(span, message);
            None
        }
    };
    Some(Restriction { written, condition })
}

/// Whether a version is that of the one language there is; an empty one says nothing.
fn is_supported(version: &Node<'_>) -> bool {
    match &version.value {
        Value::String(text) => matches!(text.trim(), "" | "2.0"),
        Value::Number(text) => &**text == "2.0",
        _ => false,
    }
}

/// A place inside a text, where the text stands in its source as it is. One with escapes or folded over
/// lines is marked as a whole.
fn within(written: &Spanned<String>, start: usize, end: usize) -> Span {
    let whole = written.span;
    let length = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let quotes = match whole
        .end
        .saturating_sub(whole.start)
        .checked_sub(length(written.value.len()))
    {
        Some(0) => 0,
        Some(2) => 1,
        _ => return whole,
    };
    let begin = whole.start.saturating_add(quotes);
    Span {
        start: begin.saturating_add(length(start)).min(whole.end),
        end: begin.saturating_add(length(end.max(start))).min(whole.end),
        ..whole
    }
}

/// The number of the character at a byte, from 1.
fn characters(text: &str, at: usize) -> usize {
    text.get(..at).map_or(at, |before| before.chars().count()) + 1
}

/// The scope of an assignment. `None` for one that is missing or cannot be read; `unread` says what comes of
/// that.
pub(super) fn scope(
    fields: &mut Fields<'_, '_, '_>,
    unread: &'static str,
) -> Option<Spanned<Scope>> {
    let Some(written) = fields.text(&["scope"]) else {
        let head = fields.head();
        fields.error(head, format!("`scope` is missing; {unread}"));
        return None;
    };
    match Scope::parse(&written.value) {
        Ok(value) => Some(Spanned {
            value,
            span: written.span,
        }),
        Err(why) => {
            let message = format!("`{}` is no scope: {why}; {unread}", written.value);
            fields.error(written.span, message);
            None
        }
    }
}

/// A principal of an object. `None` where its id is none, which is told.
pub(super) fn principal(fields: &mut Fields<'_, '_, '_>, ids: &[&str]) -> Option<Principal> {
    let Some(id) = fields.text(ids) else {
        let head = fields.head();
        let key = ids.first().copied().unwrap_or_default();
        fields.error(head, format!("`{key}` is missing: nobody is named"));
        return None;
    };
    let name = fields.text(&["principalName", "signInName", "displayName"]);
    let kind = fields.text(&["principalType", "objectType", "type"]);
    let Some(guid) = Guid::parse(&id.value) else {
        let message = format!(
            "`{}` is no object id; principals are named by their GUID in Entra",
            id.value
        );
        fields.error(id.span, message);
        return None;
    };
    Some(Principal {
        id: guid,
        name: name.map(|of| of.value),
        kind: kind.map(|of| of.value).unwrap_or_default(),
        span: id.span,
    })
}
