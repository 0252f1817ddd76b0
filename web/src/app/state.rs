//! What does the page know, and how does it change?
//!
//! One value holds everything that is shown; every event is an [`Action`] on it. No browser is
//! needed to follow what happens: this file touches no document and no clock.
//!
//! *Invariants.* The answer is to what is asked of the texts as last compiled. Large texts are read
//! elsewhere, and until then the state says that it is behind.

mod history;
mod reading;
mod texts;

use std::rc::Rc;

use aksess::{Location, Source};
use yew::Reducible;

pub(crate) use super::action::{Action, Files, Origin};
use super::answer::Answer;
use super::asked::Asked;
use super::examples;
use super::paste::Paste;
use super::question::Part;
use super::selection;
use super::view::View;
use super::workspace::{UNNAMED, Workspace};
use crate::journey::model::Gate;
use history::Before;
use reading::Then;

/// Everything that is shown.
#[derive(Clone)]
pub(crate) struct State {
    pub(crate) workspace: Workspace,
    /// The position of the source in the editor.
    pub(crate) shown: usize,
    pub(crate) asked: Asked,
    /// The line that is pasted.
    pub(crate) paste: Paste,
    pub(crate) answer: Rc<Answer>,
    /// Counts the questions that were put.
    pub(crate) verdicts: u32,
    /// The gate that is looked at.
    pub(crate) gate: Gate,
    pub(crate) view: View,
    /// What is marked everywhere.
    pub(crate) selection: Option<Location>,
    /// Counts the selections the editor should bring into view.
    pub(crate) reveals: u32,
    /// Whether the selection was chosen by its place, and not made by a new verdict.
    pub(crate) is_chosen: bool,
    /// Counts the texts the editor was given by something other than typing.
    pub(crate) loads: u32,
    /// Whether the texts have changed since the trace was made.
    pub(crate) is_behind: bool,
    /// The number of the reading that is waited for.
    pub(crate) wanted: Option<u32>,
    /// How many readings were waited for.
    readings: u32,
    /// What follows when the texts have been read.
    then: Then,
    /// Whether something is being typed that is told when it pauses.
    pub(crate) is_typing: bool,
    /// The path of the example, as long as its text is as it came.
    pub(crate) example: Option<String>,
    /// What could not be done, in words; empty otherwise.
    pub(crate) complaint: String,
    /// What was there before the last changes that typing did not make, the latest last.
    before: Vec<Before>,
    /// The line of the cursor.
    line: u32,
    /// Counts the changes of what is kept and sent.
    pub(crate) changes: u32,
    /// After how many of them what there was became what the link in the address holds.
    linked: Option<u32>,
}

/// Two states are the same if nothing happened between them.
impl PartialEq for State {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = (*self).clone();
        if action.is_change() {
            next.changes += 1;
            if !matches!(action, Action::View(_)) {
                next.complaint.clear();
            }
        }
        match action {
            Action::Ask(part, value) => {
                let compiled = Rc::clone(&next.workspace.compiled);
                let group_of = |resource: &str| compiled.group_of(resource);
                let question = self.asked.question.with(part, &value, group_of);
                let is_only_beside = matches!(part, Part::Order | Part::At);
                let question = match part {
                    Part::User if question.user != self.asked.question.user => {
                        // the groups that go with the caller before can be brought back
                        if self.asked.question.has_own_groups() {
                            next.remember();
                        }
                        compiled.known_caller(question)
                    }
                    Part::Login => question.known_to(&compiled.names),
                    _ => question,
                };
                // in which order and when is asked of the line as well
                next.ask(if is_only_beside {
                    Asked {
                        question,
                        ..self.asked.clone()
                    }
                } else {
                    question.into()
                });
            }
            Action::AskAll(asked) => next.ask(asked),
            Action::AskPlainly => next.ask(self.asked.question.clone().into()),
            Action::Type(text) => next.paste.type_in(text),
            Action::Paste(text) => next.paste(text),
            Action::Pick(at) => next.pick(at),
            Action::About(about) => {
                let cluster = next.workspace.compiled.names.cluster.clone();
                next.ask(self.asked.question.about(about).on(&cluster).into());
            }
            Action::RemoveGroup(group) => {
                next.ask(self.asked.question.without_group(&group).into());
            }
            Action::Edit(text, line) => next.edit(text, line),
            Action::Typing if self.is_typing => return self,
            Action::Typing => next.is_typing = true,
            Action::Cursor(line) if line == self.line => return self,
            Action::Cursor(line) => next.follow(line),
            Action::Select(place) => {
                next.select(Some(place));
                next.is_chosen = true;
            }
            Action::Show(at) => next.show(at),
            Action::Add(files) => next.add(files),
            Action::New => next.add(Files {
                sources: vec![Source::new(UNNAMED, "")],
                ..Files::default()
            }),
            Action::Remove(at) => next.remove(at),
            Action::Example(example) => {
                next.remember();
                next.open(example.path.clone(), example.source());
                next.view = View::Journey;
            }
            Action::Restore(kept, origin) => next.restore(&kept, origin),
            Action::Linked(changes) => next.linked = Some(changes),
            Action::Complain(why) => why.clone_into(&mut next.complaint),
            Action::Redact => next.redact(),
            Action::Fresh => {
                next.remember();
                let (path, source) = examples::first();
                next.workspace.defaults = false;
                next.open(path, source);
                next.view = View::Journey;
            }
            Action::Undo => next.undo(),
            Action::Next(forward) => next.step(forward),
            Action::Defaults(is_on) => next.defaults(is_on),
            Action::Gate(gate) => next.gate = gate,
            Action::View(view) => next.view = view,
            Action::Read(number, _) | Action::Unread(number) if self.wanted != Some(number) => {
                return self;
            }
            Action::Read(_, readings) => next.receive(&readings),
            Action::Unread(_) => next.read_here(),
            Action::Stop => next.wanted = None,
            Action::Resume => next.read(Then::Answer),
        }
        Rc::new(next)
    }
}

impl State {
    /// The page as it opens.
    pub(crate) fn first() -> Self {
        let workspace = Workspace::new(Vec::new());
        let asked = Asked::default();
        let answer = answer(&workspace, &asked);
        let mut state = Self {
            workspace,
            shown: 0,
            asked,
            paste: Paste::default(),
            answer,
            verdicts: 0,
            gate: Gate::Kubernetes,
            view: View::Journey,
            selection: None,
            reveals: 0,
            is_chosen: false,
            loads: 0,
            is_behind: false,
            wanted: None,
            readings: 0,
            then: Then::Answer,
            is_typing: false,
            example: None,
            complaint: String::new(),
            before: Vec::new(),
            line: 1,
            changes: 0,
            linked: None,
        };
        let (path, source) = examples::first();
        state.open(path, source);
        state
    }

    /// The source in the editor.
    pub(crate) fn source(&self) -> Option<Rc<Source>> {
        self.workspace.sources.get(self.shown).cloned()
    }

    /// Whether the marked place is the one the verdict points at.
    pub(crate) fn is_at_verdict(&self) -> bool {
        self.selection.is_some() && self.selection == self.deciding()
    }

    /// Whether the link in the address holds what is there.
    pub(crate) fn is_linked(&self) -> bool {
        self.linked == Some(self.changes)
    }

    fn ask(&mut self, asked: Asked) {
        self.paste = Paste::of(&asked);
        self.asked = asked;
        self.answer();
        self.verdicts += 1;
        self.gate = self.answer.gate();
        self.select(self.deciding());
    }

    fn paste(&mut self, text: String) {
        if self.paste.is_read(&text) {
            return;
        }
        let now = &self.asked.question;
        match Asked::pasted(&text, now, &self.workspace.compiled.context) {
            Ok(asked) => self.ask(asked),
            Err(unread) => self.paste = Paste::unread(text, unread),
        }
    }

    fn defaults(&mut self, is_on: bool) {
        self.workspace.defaults = is_on;
        self.read(Then::Show);
    }

    fn open(&mut self, path: String, source: Source) {
        self.workspace.replace(vec![source]);
        self.workspace.compile();
        self.is_read();
        self.example = Some(path);
        self.complaint.clear();
        self.show(0);
        let asked = examples::first_asked(self.workspace.compiled.policy());
        self.ask(asked.unwrap_or_default());
    }

    /// Goes to the next or the previous place of the way.
    fn step(&mut self, forward: bool) {
        let journey = self.answer.journey();
        let nodes = journey.lanes.iter().flat_map(|lane| {
            let hanging = lane.hanging.iter().map(|of| &of.node);
            let nodes = lane.thread.iter().chain(&lane.detour).chain(hanging);
            nodes.filter_map(|node| Some((lane.gate, node.at.clone()?)))
        });
        let places: Vec<(Gate, Location)> = nodes.collect();
        let now = places
            .iter()
            .position(|(_, at)| Some(at) == self.selection.as_ref());
        let count = places.len();
        let next = match (now, forward) {
            (None, true) => Some(0),
            (None, false) => count.checked_sub(1),
            (Some(at), true) => Some((at + 1) % count),
            (Some(at), false) => Some((at + count - 1) % count),
        };
        if let Some((gate, at)) = next.and_then(|at| places.get(at)) {
            self.gate = *gate;
            self.select(Some(at.clone()));
            self.is_chosen = true;
        }
    }

    fn follow(&mut self, line: u32) {
        self.line = line;
        let plain = || Some(selection::line(&self.source()?.name, line));
        self.selection = self.around(line).or_else(plain);
    }

    fn around(&self, line: u32) -> Option<Location> {
        self.answer.around(&self.source()?.name, line)
    }

    fn select(&mut self, place: Option<Location>) {
        let source = place.as_ref().map(|place| place.source.as_str());
        if let Some(at) = source.and_then(|name| self.workspace.position(name))
            && at != self.shown
        {
            self.show(at);
        }
        self.line = place.as_ref().map_or(self.line, |place| place.line);
        self.selection = place;
        self.is_chosen = false;
        self.reveals += 1;
    }

    fn show(&mut self, at: usize) {
        self.shown = at;
        self.loads += 1;
        self.line = 0;
    }

    fn answer(&mut self) {
        self.answer = answer(&self.workspace, &self.asked);
    }

    fn pick(&mut self, at: usize) {
        let mut answer = (*self.answer).clone();
        answer.picked = Some(at);
        self.answer = Rc::new(answer);
        self.gate = self.answer.gate();
        self.select(self.deciding());
    }

    fn deciding(&self) -> Option<Location> {
        self.answer.deciding()
    }
}

/// The answer to what is asked of these texts.
pub(crate) fn answer(workspace: &Workspace, asked: &Asked) -> Rc<Answer> {
    let compiled = &workspace.compiled;
    let review = compiled
        .authorizer
        .review(&asked.request(), &compiled.context);
    Rc::new(review.into())
}
