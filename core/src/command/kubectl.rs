//! What does a line of kubectl ask?
//!
//! The verb gives a row of [`super::verbs`]; flags and arguments give the objects; the row's steps give
//! the requests. Before them stands what every line shares: discovery, and for whom the line acts.
//!
//! *Invariants.* A line that cannot be understood gives a problem at the word, and the requests of what
//! could be.

use super::arguments::{Arguments, DryRun, arguments};
use super::auth::{self, assume, group_path};
use super::plan::Plan;
use super::step::{Condition, Phase};
use super::target::{Reader, Takes, Target};
use super::verbs::{Discovery, Row, row};
use super::words::{Stdin, Word};
use super::{Asked, Context, Pasted, PastedKind, UserInfo, create, http, kinds, question};

/// Verbs that refuse to act on all objects unless told to.
const CHOOSY: [&str; 9] = [
    "annotate",
    "autoscale",
    "delete",
    "expose",
    "label",
    "patch",
    "scale",
    "taint",
    "wait",
];

/// Reads the words after `kubectl`.
pub(super) fn read(words: &[Word], stdin: Stdin<'_>, context: &Context) -> Pasted {
    let mut pasted = Pasted::of(PastedKind::Kubectl);
    let arguments = arguments(words, &mut pasted);
    pasted.impersonate = impersonate(&arguments);
    for flag in ["context", "kubeconfig", "cluster"] {
        if arguments.is_given(flag) {
            pasted.note(format!(
                "`--{flag}` may bring another cluster, user and namespace than those known here"
            ));
        }
    }
    let mut line = Line {
        namespace: namespace(&arguments, context),
        arguments: &arguments,
        stdin,
        context,
    };
    line.read(&mut pasted);
    remarks(&arguments, &mut pasted);
    pasted
}

struct Line<'l> {
    arguments: &'l Arguments,
    stdin: Stdin<'l>,
    context: &'l Context,
    namespace: String,
}

impl Line<'_> {
    fn read(&mut self, pasted: &mut Pasted) {
        let words = &self.arguments.words;
        let text = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
        let Some(verb) = words.first() else {
            pasted.problem(0..0, "this line names no verb");
            return;
        };
        let Some((row, taken)) = row(&verb.text, text(1)) else {
            let message = if is_group(&verb.text) {
                format!("`{} {}` is not known here", verb.text, text(1))
            } else {
                format!(
                    "`{}` is no verb of kubectl; what a plugin of that name asks is not known",
                    verb.text
                )
            };
            pasted.problem(verb.span(), message);
            return;
        };
        if self.arguments.is_set("help") {
            pasted.note("this line prints help and asks nothing of the server");
            return;
        }
        let rest = words.get(taken..).unwrap_or_default();
        match row.verb {
            "get" if self.arguments.is_given("raw") => self.raw("GET", pasted),
            "delete" if self.arguments.is_given("raw") => self.raw("DELETE", pasted),
            "create" if self.arguments.is_given("raw") => self.raw("POST", pasted),
            "replace" if self.arguments.is_given("raw") => self.raw("PUT", pasted),
            "auth can-i" => {
                let (arguments, context) = (self.arguments, self.context);
                auth::can_i(rest, arguments, context, &self.namespace, pasted);
            }
            "explain" => self.explain(rest, pasted),
            "create" if !rest.is_empty() => self.create(rest, pasted),
            "cp" if text(2)
                .split(':')
                .next()
                .is_some_and(|pod| pod != text(2) && pod.len() > 1) =>
            {
                self.ordinary("cp to", rest, pasted);
            }
            "replace" if self.arguments.is_set("force") => {
                self.ordinary("replace --force", rest, pasted);
            }
            verb => self.ordinary(verb, rest, pasted),
        }
    }

    fn ordinary(&self, verb: &str, words: &[Word], pasted: &mut Pasted) {
        let (first, second) = verb.split_once(' ').unwrap_or((verb, ""));
        let Some((row, _)) = row(first, second) else {
            return;
        };
        let mut reader = Reader {
            arguments: self.arguments,
            context: self.context,
            stdin: self.stdin,
            namespace: &self.namespace,
            pasted,
        };
        let targets = reader.read(row.takes, words);
        let selects = reader.selects();
        self.missing(row, &targets, selects, words, pasted);
        if self.arguments.is_set("local") {
            pasted.note("with `--local` this line asks nothing of the server");
            return;
        }
        if !row.note.is_empty() {
            pasted.note(row.note);
        }
        self.requests(row.discovery, row.phases, targets, pasted);
    }

    /// Says which words a line lacks.
    fn missing(
        &self,
        row: &Row,
        targets: &[Target],
        selects: bool,
        words: &[Word],
        pasted: &mut Pasted,
    ) {
        let verb = self.arguments.words.first();
        let at = verb.map_or(0..0, Word::span);
        let named = targets.iter().any(|target| !target.selected);
        if CHOOSY.contains(&row.verb) && !targets.is_empty() && !named && !selects {
            let message = format!("`{}` wants a name, `-l` or `--all`", row.verb);
            pasted.problem(at, message);
        } else if targets.is_empty() && row.takes != Takes::Nothing && pasted.problems.is_empty() {
            let message = match row.takes {
                Takes::Files => format!("`{}` wants `-f` and a file", row.verb),
                _ if words.is_empty() => format!("`{}` wants to know which object", row.verb),
                _ => format!(
                    "no object of this `{}` is named in a way that can be read",
                    row.verb
                ),
            };
            pasted.problem(at, message);
        }
    }

    fn requests(
        &self,
        discovery: Discovery,
        phases: &[Phase],
        targets: Vec<Target>,
        pasted: &mut Pasted,
    ) {
        for path in self.discovery(discovery, &targets) {
            assume(pasted, &path);
        }
        let mut plan = Plan {
            arguments: self.arguments,
            context: self.context,
            namespace: &self.namespace,
            pasted,
        };
        plan.run(phases, targets);
    }

    /// The paths asked before anything else.
    fn discovery(&self, discovery: Discovery, targets: &[Target]) -> Vec<String> {
        let arguments = self.arguments;
        let groups = ["/api", "/apis"].map(str::to_owned);
        let validate = arguments.value("validate").map(|of| of.text.as_str());
        let mut documents = Vec::new();
        for target in targets.iter().filter(|of| !of.kind.version.is_empty()) {
            let path = group_path("/openapi/v3", &target.kind);
            if !documents.contains(&path) && documents.len() < 16 {
                documents.push(path);
            }
        }
        let index = || ["/openapi/v3".to_owned()];
        match discovery {
            Discovery::None => Vec::new(),
            Discovery::With(flag) if !arguments.is_given(flag) => Vec::new(),
            Discovery::Validated if !matches!(validate, Some("false" | "ignore")) => {
                [&index()[..], &groups, &documents].concat()
            }
            Discovery::Documented => [&groups[..], &index(), &documents].concat(),
            Discovery::Evictions
                if !arguments.is_set("disable-eviction")
                    && arguments.dry_run() != DryRun::Client =>
            {
                [&groups[..], &["/api/v1".to_owned()]].concat()
            }
            _ => groups.to_vec(),
        }
    }

    fn create(&self, words: &[Word], pasted: &mut Pasted) {
        if let Some(of) = create::read(words, self.arguments, &self.namespace) {
            self.requests(of.discovery, of.phases, of.targets, pasted);
        } else if let Some(word) = words.first() {
            let message = format!("`create {}` is not known here", word.text);
            pasted.problem(word.span(), message);
        }
    }

    fn raw(&self, method: &str, pasted: &mut Pasted) {
        let Some(target) = self.arguments.value("raw") else {
            return;
        };
        http::request(method, &target.text, target.span(), pasted);
    }

    fn explain(&self, words: &[Word], pasted: &mut Pasted) {
        let mut paths = ["/api", "/apis", "/openapi/v3"].map(str::to_owned).to_vec();
        if let Some(word) = words.first() {
            let kind = word.text.split('.').next().unwrap_or_default();
            if let Some(kind) = kinds::resolve(kind, &self.context.kinds) {
                paths.push(group_path("/openapi/v3", &kind));
            } else {
                let message = format!("`{kind}` is no kind that is known here");
                pasted.problem(word.span(), message);
            }
        }
        let asked = |path: String| Asked::required(question::path(&path), "the documentation");
        pasted.requests.extend(paths.into_iter().map(asked));
    }
}

/// Whether the verb only introduces another.
fn is_group(verb: &str) -> bool {
    matches!(verb, "auth" | "certificate" | "rollout" | "set" | "top")
}

fn namespace(arguments: &Arguments, context: &Context) -> String {
    if arguments.is_set("all-namespaces") {
        return String::new();
    }
    let given = arguments.value("namespace").map(|word| word.text.as_str());
    let current = given.or(context.namespace.as_deref());
    let named = current.filter(|namespace| !namespace.is_empty());
    named.unwrap_or("default").to_owned()
}

fn impersonate(arguments: &Arguments) -> Option<UserInfo> {
    let flags = ["as", "as-group", "as-uid", "as-user-extra"];
    if !flags.iter().any(|flag| arguments.is_given(flag)) {
        return None;
    }
    let text = |flag| arguments.value(flag).map(|word| word.text.clone());
    let mut who = UserInfo {
        user: text("as").unwrap_or_default(),
        groups: arguments
            .values("as-group")
            .map(|word| word.text.clone())
            .collect(),
        uid: text("as-uid").unwrap_or_default(),
        ..UserInfo::default()
    };
    for extra in arguments.values("as-user-extra") {
        if let Some((key, value)) = extra.text.split_once('=') {
            who.extra.push(key.to_ascii_lowercase(), value.to_owned());
        }
    }
    Some(who)
}

/// Says what the requests cannot say themselves.
fn remarks(arguments: &Arguments, pasted: &mut Pasted) {
    let has = |condition| {
        let mut requests = pasted.requests.iter();
        requests.any(|asked| asked.only_if == Some(condition))
    };
    if has(Condition::Absent) && has(Condition::Differs) {
        pasted.note(
            "whether the object is there already is not known, so both creating and changing it are asked",
        );
    } else if has(Condition::MetricsServed) {
        pasted.note("without a metrics server this line ends after discovery");
    }
    if pasted
        .impersonate
        .as_ref()
        .is_some_and(|who| who.user.is_empty())
    {
        pasted.note("impersonating groups, a uid or extras without a user is answered with 400");
    }
    let nothing = pasted.requests.is_empty() && pasted.problems.is_empty();
    if arguments.dry_run() == DryRun::Client && pasted.problems.is_empty() {
        pasted.note("a dry run of the client writes nothing");
    } else if nothing && pasted.notes.is_empty() {
        pasted.note("this line asks nothing of the server");
    }
}
