//! Are the requests of a line the recorded ones?
//!
//! A search over two sequences: every request must be taken by the next recorded one, unless it belongs
//! to a state of the cluster that the recorded codes and notes do not show.

use std::collections::BTreeSet;

use aksess::command::{Asked, Asker, Condition, Found, Need, Question};

use aksess_tests::recordings::{Recorded, Recording};

/// What notes say where nothing was to be changed, and the one line where they do not.
const UNCHANGED: [&str; 5] = [
    "unchanged",
    "nothing changed",
    "already",
    "no change",
    "rollout undo deploy/web --to-revision=1",
];

/// One way to lay the requests of a line over the recorded ones.
pub(crate) struct Matching<'r> {
    recording: &'r Recording,
    recorded: &'r [Recorded],
    asked: &'r [Asked],
    /// Which request each recorded one was matched with, on the way that agrees.
    way: Vec<(usize, usize)>,
}

impl<'r> Matching<'r> {
    pub(crate) fn new(
        recording: &'r Recording,
        recorded: &'r [Recorded],
        asked: &'r [Asked],
    ) -> Self {
        let way = Vec::new();
        Self {
            recording,
            recorded,
            asked,
            way,
        }
    }

    /// Whether the requests from `i` on are the recorded ones from `j` on.
    pub(crate) fn agrees(&mut self, i: usize, j: usize) -> bool {
        let (recorded, all) = (self.recorded, self.asked);
        if let Some(next) = recorded.get(j)
            && self.is_again(next, j)
            && self.agrees(i, j + 1)
        {
            return true;
        }
        let Some(asked) = all.get(i) else {
            return j == recorded.len();
        };
        if j == recorded.len() && self.may_end(j) {
            return true;
        }
        if asked.found == Some(Found::Each) {
            let end = all
                .iter()
                .skip(i)
                .position(|of| of.found != Some(Found::Each));
            return self.each(i, end.map_or(all.len(), |length| i + length), j);
        }
        if self.may_skip(asked, j) && self.agrees(i + 1, j) {
            return true;
        }
        self.may_take(asked, j) && self.take(i, j) && self.agrees(i + 1, j + 1) || {
            self.way.retain(|(_, at)| *at < j);
            false
        }
    }

    /// Requests made for each object found: all of them object by object, or each for all objects.
    fn each(&mut self, i: usize, end: usize, j: usize) -> bool {
        if let Some(at) = self.object_by_object(i, end, j)
            && self.agrees(end, at)
        {
            return true;
        }
        self.way.retain(|(_, of)| *of < j);
        self.request_by_request(i, end, j)
            .is_some_and(|at| self.agrees(end, at))
    }

    /// Every round takes each of the requests, all of one name.
    fn object_by_object(&mut self, i: usize, end: usize, j: usize) -> Option<usize> {
        let mut at = j;
        loop {
            let round = at;
            let mut missing = false;
            let mut name = None;
            for item in i..end {
                let asked = &self.asked[item];
                let next = self.recorded.get(at).filter(|next| {
                    let fits_round =
                        name.is_none_or(|name| next.name.is_empty() || name == &next.name);
                    fits_round && Self::fits(asked, next)
                });
                if let Some(next) = next {
                    name = name.or((!next.name.is_empty()).then_some(&next.name));
                    self.way.push((item, at));
                    at += 1;
                } else {
                    missing |= asked.only_if.is_none();
                }
            }
            if at == round {
                return Some(at);
            }
            if missing {
                return (at == self.recorded.len() && self.may_end(at)).then_some(at);
            }
        }
    }

    /// Each request is made for all objects before the next; it is of the same objects each time.
    fn request_by_request(&mut self, i: usize, end: usize, j: usize) -> Option<usize> {
        let mut at = j;
        let mut objects: Option<BTreeSet<&str>> = None;
        for item in i..end {
            let asked = &self.asked[item];
            let mut names = BTreeSet::new();
            while let Some(next) = self.recorded.get(at).filter(|next| Self::fits(asked, next)) {
                names.insert(next.name.as_str());
                self.way.push((item, at));
                at += 1;
            }
            if asked.only_if.is_none() {
                if objects.as_ref().is_some_and(|objects| *objects != names) && !self.may_end(at) {
                    return None;
                }
                objects = Some(names);
            }
        }
        Some(at)
    }

    fn take(&mut self, i: usize, j: usize) -> bool {
        let fits = self
            .recorded
            .get(j)
            .is_some_and(|next| Self::fits(&self.asked[i], next));
        if fits {
            self.way.push((i, j));
        }
        fits
    }

    fn fits(asked: &Asked, recorded: &Recorded) -> bool {
        match &asked.question {
            Question::NonResource { verb, path } => {
                recorded.resource.is_empty() && recorded.verb == *verb && recorded.path() == path
            }
            Question::Resource {
                verb,
                api_group,
                resource,
                subresource,
                namespace,
                name,
            } => {
                let found = asked.found.is_some();
                recorded.verb == *verb
                    && recorded.group == *api_group
                    && recorded.resource == *resource
                    && recorded.subresource == *subresource
                    && (recorded.namespace == *namespace || (found && namespace.is_empty()))
                    && (recorded.name == *name || (found && name.is_empty()))
            }
        }
    }

    /// Whether the object last asked for was not there, the question after its namespace aside.
    fn is_absent(&self, j: usize) -> bool {
        let mut before = self.recorded.iter().take(j).rev();
        let last = before
            .find(|of| !(of.resource == "namespaces" && of.namespace == of.name && of.code != 404));
        let listed = |of: &&Recorded| of.verb == "list";
        let last = if last.as_ref().is_some_and(listed) {
            before.find(|of| of.verb == "get")
        } else {
            last
        };
        last.is_some_and(|of| of.code == 404)
    }

    fn may_skip(&self, asked: &Asked, j: usize) -> bool {
        if is_stream(asked) {
            let websocket = !self
                .recording
                .notes
                .contains("WebSocket client switched off");
            let last = self.recorded.iter().take(j).next_back();
            return match asked.asker {
                Asker::Client => !websocket,
                // The server asks it while it serves the GET, unless that was refused before.
                Asker::Server => websocket && last.is_some_and(|of| of.code == 101),
            };
        }
        match asked.only_if {
            _ if asked.asker == Asker::Server => true,
            Some(Condition::Absent) => !self.is_absent(j),
            Some(Condition::Differs) => {
                let last = self.recorded.iter().take(j).next_back();
                let created = last.is_some_and(|of| of.verb == "create");
                created
                    || self.is_absent(j)
                    || UNCHANGED.iter().any(|why| self.recording.tells(why))
            }
            Some(_) => true,
            None => false,
        }
    }

    fn may_take(&self, asked: &Asked, j: usize) -> bool {
        if is_stream(asked) && asked.asker == Asker::Server {
            let last = self.recorded.iter().take(j).next_back();
            let tunnel_failed = self.recording.line.contains("port-forward");
            return tunnel_failed || last.is_none_or(|of| of.code != 101);
        }
        match asked.only_if {
            _ if asked.asker == Asker::Server => false,
            Some(Condition::Absent) => self.is_absent(j),
            Some(Condition::Differs | Condition::Remains) => !self.is_absent(j),
            _ => true,
        }
    }

    /// Whether a recorded request repeats an earlier one.
    fn is_again(&self, next: &Recorded, j: usize) -> bool {
        let waits = ["wait", "drain"]
            .iter()
            .any(|verb| self.recording.line.contains(verb));
        let applies = self.recording.line.contains("--server-side") && next.verb == "patch";
        let mut before = self.recorded.iter().take(j);
        if waits || applies {
            return before.any(|of| of.same(next));
        }
        before
            .next_back()
            .is_some_and(|of| of.same(next) && of.code == 403)
    }

    /// Whether a line may have come to its end before all was asked.
    fn may_end(&self, j: usize) -> bool {
        let before = || self.way.iter().filter(|(_, at)| *at < j);
        let refused = before().any(|(item, at)| {
            self.recorded[*at].code == 403 && self.asked[*item].need == Need::Required
        });
        let absent = self.recorded.iter().take(j).any(|of| of.code == 404);
        match self.recording.exit {
            None => true,
            Some(0) => false,
            Some(_) => refused || absent || self.recording.notes.contains("stops:"),
        }
    }

    /// A refused required request fails the line; refused soft ones alone do not.
    pub(crate) fn exits_as_needed(&self) -> Result<(), String> {
        let refused = |need: Need| {
            self.way.iter().find(|(item, at)| {
                self.recorded[*at].code == 403
                    && self.asked[*item].need == need
                    && self.asked[*item].asker == Asker::Client
            })
        };
        let fails = self.recording.exit.is_none_or(|code| code != 0);
        let kubelet = self
            .recording
            .notes
            .contains("the stream itself then fails");
        match (refused(Need::Required), refused(Need::Soft)) {
            (Some((item, _)), _) if !fails => {
                Err(format!("succeeds without {}", self.asked[*item]))
            }
            (None, Some((item, _)))
                if self.recording.exit.is_some_and(|code| code != 0)
                    && !kubelet
                    && !is_stream(&self.asked[*item]) =>
            {
                Err(format!("fails for want of {}", self.asked[*item]))
            }
            _ => Ok(()),
        }
    }
}

/// Whether it opens a stream into a pod.
pub(crate) fn is_stream(asked: &Asked) -> bool {
    matches!(
        &asked.question,
        Question::Resource { subresource, .. }
            if matches!(subresource.as_str(), "exec" | "attach" | "portforward")
    )
}
