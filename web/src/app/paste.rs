//! What does a pasted line or text ask?
//!
//! People come with a line they typed or the error it gave. The engine reads it; here it becomes what
//! is asked, by the caller it names or else by the one who asks now. What is not understood is told
//! with the word it is about, and changes nothing.
//!
//! *Invariants.* A caller is given no group the text does not give, beside those of everyone of that
//! kind and those already known for that name.

use std::rc::Rc;

use aksess::Identity;
use aksess::access_request::{AccessRequest, Ask};
use aksess::command::{self, Context, Need, Pasted, PastedKind, UserInfo};

use super::asked::{Asked, of_azure};
use super::question::{Question, implicit_groups};

/// How much of a text is repeated to say what was not understood.
const WORD: usize = 40;

/// The line in the field, and what became of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Paste {
    pub(crate) text: String,
    /// The text that was read last.
    read: String,
    pub(crate) unread: Option<Unread>,
}

/// What was not understood, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unread {
    /// Whether it was understood and there is only nothing to decide.
    pub(crate) is_idle: bool,
    /// The word, where the reason does not name it.
    pub(crate) word: String,
    pub(crate) why: String,
}

impl Paste {
    /// The field when that is asked.
    pub(crate) fn of(asked: &Asked) -> Self {
        let text = asked.text().unwrap_or_default();
        Self {
            read: text.clone(),
            text,
            unread: None,
        }
    }

    /// The field with a text that was not understood.
    pub(crate) fn unread(text: String, unread: Unread) -> Self {
        Self {
            read: text.clone(),
            text,
            unread: Some(unread),
        }
    }

    /// Whether that text was read already.
    pub(crate) fn is_read(&self, text: &str) -> bool {
        self.read == text
    }

    /// Whether the text has changed since it was read.
    pub(crate) fn is_waiting(&self) -> bool {
        !self.is_read(&self.text)
    }

    /// Something was typed; it is not read yet.
    pub(crate) fn type_in(&mut self, text: String) {
        if text.trim().is_empty() {
            self.unread = None;
        }
        self.text = text;
    }
}

impl Asked {
    /// What a text asks. `now` is the question so far.
    pub(crate) fn pasted(text: &str, now: &Question, context: &Context) -> Result<Self, Unread> {
        if text.trim().is_empty() {
            return Ok(now.clone().into());
        }
        let pasted = command::parse(text, context);
        let needed = pasted.requests.iter().find(|of| of.need == Need::Required);
        let is_whole = pasted.problems.is_empty() && pasted.notes.is_empty();
        let first = needed.or_else(|| pasted.requests.first().filter(|_| is_whole));
        let named = |of: &&UserInfo| !of.user.is_empty();
        let caller = pasted.caller.as_ref().filter(named);
        let caller = caller.or_else(|| first?.caller.as_ref().filter(named));
        let identity = identity(caller, now);
        // who asks the same as before signs in as before
        let now = if identity.user == now.user {
            now.clone()
        } else {
            now.clone().by(identity)
        };
        let question = match (first, &pasted.control_plane) {
            (Some(first), _) => now.asking(first.question.clone()),
            (None, Some(line)) => of_azure(now, line),
            (None, None) if pasted.what == PastedKind::Whoami && caller.is_some() => {
                return Ok(now.into());
            }
            (None, None) => return Err(unread(text, &pasted)),
        };
        let written = AccessRequest {
            credential: question.credential(),
            impersonate: None,
            ask: Ask::Pasted(text.to_owned()),
            order: Some(question.order),
            at: question.at,
            object: None,
        };
        let told = first.and_then(|of| of.reported.as_ref());
        let told = told.or(pasted.reported.as_ref());
        Ok(Self {
            question,
            written: Some(Rc::new(written)),
            reported: told.map(|of| of.allowed),
        })
    }
}

fn identity(caller: Option<&UserInfo>, now: &Question) -> Identity {
    let (user, groups) = match caller {
        Some(caller) if !caller.groups.is_empty() => (&caller.user, caller.groups.clone()),
        Some(caller) if caller.user != now.user => (&caller.user, implicit_groups(&caller.user)),
        _ => (&now.user, now.groups.clone()),
    };
    let extra = match caller {
        Some(caller) if caller.user != now.user || !caller.extra.is_empty() => caller.extra.clone(),
        _ => now.extra.clone(),
    };
    Identity {
        user: user.clone(),
        groups,
        extra,
    }
}

fn unread(text: &str, pasted: &Pasted) -> Unread {
    let Some(problem) = pasted.problems.first() else {
        let why = pasted.notes.first().map_or("", String::as_str);
        return Unread {
            is_idle: true,
            word: String::new(),
            why: match why {
                "" => "this asks nothing of the server".to_owned(),
                why => why.to_owned(),
            },
        };
    };
    let word = text.get(problem.start..problem.end).unwrap_or_default();
    let word = word.trim().lines().next().unwrap_or_default();
    let is_named = problem.message.contains(&format!("`{word}`"));
    Unread {
        is_idle: !pasted.requests.is_empty(),
        word: if is_named { String::new() } else { cut(word) },
        why: problem.message.clone(),
    }
}

fn cut(word: &str) -> String {
    if word.chars().count() <= WORD {
        return word.to_owned();
    }
    let begins: String = word.chars().take(WORD).collect();
    format!("{}…", begins.trim_end())
}
