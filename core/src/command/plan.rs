//! Which requests do the steps of a line come to?
//!
//! For every object the line is about, each step whose tests hold is turned into its requests. What the
//! client keeps between steps is kept here too: that the object is now a pod, that its name is known to
//! the cluster alone. Three rules hold for every line. Where an object that was looked up is absent, the
//! client asks for its namespace, only to word the error. A dry run of the client writes nothing. And the
//! server has questions of its own, see [`checks`].
//!
//! *Source:* kubectl 1.32.4 and 1.36.2, recorded.
//!
//! *Invariants.* Output is bounded by [`MAX_REQUESTS`]. Nothing is decided.

mod checks;

use super::arguments::{Arguments, DryRun};
use super::kinds::Resolved;
use super::step::{Asker, Condition, FOUND, Found, Op, Phase, Place, Step, Test};
use super::target::{Name, Target};
use super::{Asked, Context, MAX_REQUESTS, Pasted, Question, question};

/// The client whose requests are the most.
const CLIENT: u32 = 32;
/// The first client that lets a watch begin with the list.
const WATCH_LIST: u32 = 36;

/// What `apply --prune` looks through, in its order, and the same at the cluster scope.
#[rustfmt::skip]
const PRUNED: [&str; 14] = [
    "configmaps", "endpoints", "persistentvolumeclaims", "pods", "replicationcontrollers", "secrets",
    "services", "jobs.batch", "cronjobs.batch", "ingresses.networking.k8s.io", "daemonsets.apps",
    "deployments.apps", "replicasets.apps", "statefulsets.apps",
];
const PRUNED_CLUSTER: [&str; 2] = ["namespaces", "persistentvolumes"];

/// A line while its requests are written down.
pub(super) struct Plan<'l> {
    pub(super) arguments: &'l Arguments,
    pub(super) context: &'l Context,
    /// The namespace of the line; empty for all.
    pub(super) namespace: &'l str,
    pub(super) pasted: &'l mut Pasted,
}

impl Plan<'_> {
    /// Takes the phases one after the other.
    pub(super) fn run(&mut self, phases: &[Phase], mut targets: Vec<Target>) {
        let several = targets.len() > 1 || targets.iter().any(|target| target.selected);
        for phase in phases {
            match phase {
                Phase::Each(steps) => {
                    for target in &mut targets {
                        self.steps(steps, target, several);
                    }
                }
                Phase::Once(steps) => {
                    let nothing = Target::named(Resolved::known("pods"), self.namespace, "");
                    let mut target = targets.first().cloned().unwrap_or(nothing);
                    self.steps(steps, &mut target, several);
                }
            }
        }
    }

    fn steps(&mut self, steps: &[Step], target: &mut Target, several: bool) {
        for step in steps {
            let holds = |test: &Test| self.holds(*test, target, several);
            let excluded = !step.unless.is_empty() && step.unless.iter().all(holds);
            let full = self.pasted.requests.len() > MAX_REQUESTS;
            if step.when.iter().all(holds) && !excluded && !full {
                self.step(step, target);
            }
        }
    }

    fn holds(&self, test: Test, target: &Target, several: bool) -> bool {
        let value = |flag| self.arguments.value(flag).map(|of| of.text.as_str());
        let client = self.context.client.unwrap_or(CLIENT);
        match test {
            Test::With(flag) => self.arguments.is_set(flag),
            Test::Without(flag) => !self.arguments.is_set(flag),
            Test::Is(flag, expected) => value(flag) == Some(expected),
            Test::IsNot(flag, expected) => value(flag) != Some(expected),
            Test::Named => !target.selected,
            Test::Selected => target.selected,
            Test::Kind(kinds) => kinds.iter().any(|kind| target.kind.is(kind)),
            Test::NotKind(kinds) => !kinds.iter().any(|kind| target.kind.is(kind)),
            Test::Attaching if self.arguments.is_given("attach") => self.arguments.is_set("attach"),
            Test::Attaching => self.arguments.is_set("stdin"),
            Test::Since(minor) => client >= minor,
            Test::Before(minor) => client < minor,
            Test::Several => several,
            Test::Wet => self.arguments.dry_run() == DryRun::None,
        }
    }

    fn step(&mut self, step: &Step, target: &mut Target) {
        match step.op {
            Op::Find => self.find(step, target, true),
            Op::FindPlainly => self.find(step, target, false),
            Op::List => {
                let question = question::on(&target.kind, "list", "", &target.namespace, "");
                self.push(step, question, None);
            }
            Op::Watch => self.narrowed("watch", step, target),
            Op::ListWatch => self.list_watch(step, target),
            Op::Act(verb, subresource) => self.act(step, target, verb, subresource),
            Op::Namespace => self.namespace_of(target),
            Op::Beside(verb, resource, place) => self.beside(step, target, verb, resource, place),
            Op::Pod => self.pod(step, target),
            Op::Become(kind, found, place) => {
                target.namespace = self.place(target, place);
                target.kind = Resolved::known(kind);
                target.name = Name::Listed(found);
            }
            Op::Turn(kind) => target.kind = Resolved::known(kind),
            Op::Rename(flag) => {
                if let Some(name) = self.arguments.value(flag) {
                    target.name = Name::Given(name.text.clone());
                }
            }
            Op::Prune => self.prune(step, target),
            Op::Stream(subresource) => self.stream(step, target, subresource),
            Op::Check(verb, resource) => {
                let kind = Resolved::known(resource);
                let question = Question::Resource {
                    verb: verb.to_owned(),
                    api_group: kind.group,
                    resource: kind.resource,
                    subresource: String::new(),
                    namespace: String::new(),
                    name: String::new(),
                };
                self.push(step, question, Some(Found::One));
            }
            Op::Path(path) => self.push(step, question::path(path), None),
        }
    }

    /// Gets a named object, or lists the kind and goes on with what is listed.
    fn find(&mut self, step: &Step, target: &mut Target, asks_namespace: bool) {
        if target.selected {
            let why = if step.why == FOUND {
                "the objects"
            } else {
                step.why
            };
            self.narrowed("list", &Step { why, ..*step }, target);
            return;
        }
        let subresource = self.subresource();
        self.act(step, target, "get", &subresource);
        if asks_namespace {
            self.namespace_of(target);
        }
    }

    fn namespace_of(&mut self, target: &Target) {
        let namespace = target.namespace.clone();
        if !target.kind.is_namespaced() || matches!(namespace.as_str(), "" | "default") {
            return;
        }
        let kind = Resolved::known("namespaces");
        let step = Step::of(Op::Namespace, "to word the error")
            .soft()
            .only(Condition::Absent);
        let question = question::on(&kind, "get", "", "", &namespace);
        self.push(&step, question, target.each());
    }

    /// A list or watch, which carries a name if there is one to carry.
    fn narrowed(&mut self, verb: &str, step: &Step, target: &Target) {
        let name = target.name.text();
        let question = question::on(&target.kind, verb, "", &target.namespace, name);
        let found = if target.selected {
            None
        } else {
            target.found()
        };
        self.push(step, question, found);
    }

    fn list_watch(&mut self, step: &Step, target: &Target) {
        if self.arguments.dry_run() == DryRun::Client {
            return;
        }
        let question = |verb| {
            question::on(
                &target.kind,
                verb,
                "",
                &target.namespace,
                target.name.text(),
            )
        };
        let found = target.found();
        if self.context.client.unwrap_or(CLIENT) >= WATCH_LIST {
            let again = step.only(step.only_if.unwrap_or(Condition::NoWatchList));
            self.push(step, question("watch"), found);
            self.push(&again, question("list"), found);
            self.push(&again, question("watch"), found);
        } else {
            self.push(step, question("list"), found);
            self.push(step, question("watch"), found);
        }
    }

    fn act(&mut self, step: &Step, target: &Target, verb: &str, subresource: &str) {
        let writes = matches!(verb, "create" | "update" | "patch" | "delete");
        if writes && self.arguments.dry_run() == DryRun::Client {
            return;
        }
        let given = self.subresource();
        let subresource = if subresource.is_empty() {
            &given
        } else {
            subresource
        };
        // The name of what is created is in the body; the server's own check still has it.
        let nameless = verb == "create" && subresource.is_empty() && step.asker == Asker::Client;
        let name = if nameless { "" } else { target.name.text() };
        let question = question::on(&target.kind, verb, subresource, &target.namespace, name);
        self.push(
            step,
            question,
            if nameless {
                target.each()
            } else {
                target.found()
            },
        );
        if writes && verb != "delete" && subresource.is_empty() {
            self.escalation(step, target);
        }
    }

    fn beside(&mut self, step: &Step, target: &Target, verb: &str, resource: &str, place: Place) {
        if verb == "create" && self.arguments.dry_run() == DryRun::Client {
            return;
        }
        let name = match place {
            Place::NamedIn(_) => target.name.text(),
            _ => "",
        };
        let namespace = self.place(target, place);
        let question = question::on(&Resolved::known(resource), verb, "", &namespace, name);
        let of_each = matches!(place, Place::Same | Place::NamedIn(_));
        self.push(step, question, target.each().filter(|_| of_each));
    }

    fn place(&self, target: &Target, place: Place) -> String {
        match place {
            Place::Same if target.kind.is("namespaces") => target.name.text().to_owned(),
            Place::Same if target.kind.is_namespaced() => target.namespace.clone(),
            Place::Same | Place::Cluster => String::new(),
            Place::Current => self.namespace.to_owned(),
            Place::NamedIn(namespace) | Place::In(namespace) => namespace.to_owned(),
        }
    }

    /// The pod itself, or one of those that the object selects.
    fn pod(&mut self, step: &Step, target: &mut Target) {
        self.find(step, target, true);
        if target.kind.is("pods") {
            return;
        }
        target.kind = Resolved::known("pods");
        target.name = Name::Listed(Found::One);
        target.selected = false;
        let of = |why| Step::of(Op::Pod, why);
        let pods = |verb| question::on(&target.kind, verb, "", &target.namespace, "");
        self.push(&of("its pods"), pods("list"), None);
        self.push(
            &of("to wait for a pod").only(Condition::NoPod),
            pods("watch"),
            None,
        );
    }

    fn prune(&mut self, step: &Step, target: &Target) {
        let kinds = PRUNED.iter().chain(&PRUNED_CLUSTER);
        for kind in kinds.map(|kind| Resolved::known(kind)) {
            let on = |verb| question::on(&kind, verb, "", &target.namespace, "");
            self.push(step, on("list"), None);
            if self.arguments.dry_run() != DryRun::Client {
                let delete = step.only(Condition::Pruned);
                self.push(&delete, on("delete"), Some(Found::Each));
            }
        }
    }

    fn subresource(&self) -> String {
        let given = self.arguments.value("subresource");
        given.map(|word| word.text.clone()).unwrap_or_default()
    }

    fn push(&mut self, step: &Step, question: Question, found: Option<Found>) {
        self.pasted.requests.push(Asked {
            need: step.need,
            asker: step.asker,
            only_if: step.only_if,
            found,
            ..Asked::required(question, step.why)
        });
    }
}
