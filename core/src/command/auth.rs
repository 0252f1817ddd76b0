//! What does `auth can-i` ask?
//!
//! The line sends a review of oneself, which everyone authenticated may create. What matters is the
//! question inside the review, which the server puts to the authorizers on the caller's behalf. A
//! resource that is not known is asked for as it is written, for rules may name what is not served
//! (`users`, `signers`); `*` is a resource of that name, matched by wildcards alone.
//!
//! *Source:* `staging/src/k8s.io/kubectl/pkg/cmd/auth/cani.go`; kubectl 1.32.4, recorded.

use super::arguments::Arguments;
use super::kinds::{Resolved, resolve};
use super::step::{Asker, Need};
use super::words::Word;
use super::{Asked, Context, Pasted, Question, question};

/// What people write after a slash and mean as a subresource.
const SUBRESOURCES: [&str; 12] = [
    "approval",
    "attach",
    "binding",
    "ephemeralcontainers",
    "eviction",
    "exec",
    "log",
    "portforward",
    "proxy",
    "scale",
    "status",
    "token",
];

/// The verbs kubectl knows for resources; any other is asked for with a warning.
const VERBS: [&str; 16] = [
    "get",
    "list",
    "watch",
    "create",
    "update",
    "patch",
    "delete",
    "deletecollection",
    "use",
    "bind",
    "impersonate",
    "*",
    "approve",
    "sign",
    "escalate",
    "attest",
];

/// The same for paths.
const PATH_VERBS: [&str; 8] = [
    "get", "put", "post", "head", "options", "delete", "patch", "*",
];

/// Reads the words after `auth can-i`.
pub(super) fn can_i(
    words: &[Word],
    arguments: &Arguments,
    context: &Context,
    namespace: &str,
    pasted: &mut Pasted,
) {
    if arguments.is_set("list") {
        let review = create("selfsubjectrulesreviews.authorization.k8s.io");
        let asked = Asked::required(review, "the rules of the caller");
        pasted.requests.push(asked);
        return;
    }
    let [verb, resource] = words else {
        let at = words.first().zip(words.last());
        let at = at.map_or(0..0, |(first, last)| first.start..last.end);
        pasted.problem(
            at,
            "`auth can-i` takes a verb and a resource, `RESOURCE/NAME` or a path",
        );
        return;
    };
    let is_path = resource.text.starts_with('/');
    let known: &[&str] = if is_path { &PATH_VERBS } else { &VERBS };
    if !known.contains(&verb.text.as_str()) {
        pasted.note(format!("`{}` is not a known verb", verb.text));
    }
    let question = if is_path {
        Question::NonResource {
            verb: verb.text.clone(),
            path: resource.text.clone(),
        }
    } else {
        let (word, name) = resource
            .text
            .split_once('/')
            .unwrap_or((&resource.text, ""));
        let kind = resource_of(word, context, pasted);
        if kind.namespaced == Some(false) && arguments.is_given("namespace") {
            pasted.note(format!(
                "{} are in no namespace, so the one that is given plays no part",
                kind.resource
            ));
        }
        if SUBRESOURCES.contains(&name) {
            pasted.note(format!(
                "`{name}` is read as the name of an object; a subresource is asked for with `--subresource={name}`"
            ));
        }
        if resource.text != "*" {
            assume(pasted, "/api");
            assume(pasted, "/apis");
            if !namespace.is_empty() && !kind.version.is_empty() {
                assume(pasted, &group_path("", &kind));
            }
        }
        let subresource = arguments.value("subresource");
        let subresource = subresource.map_or("", |of| of.text.as_str());
        question::on(&kind, &verb.text, subresource, namespace, name)
    };
    pasted.requests.push(Asked {
        need: Need::Assumed,
        ..Asked::required(
            create("selfsubjectaccessreviews.authorization.k8s.io"),
            "the review",
        )
    });
    pasted.requests.push(Asked {
        asker: Asker::Server,
        ..Asked::required(question, "the question of the review")
    });
}

/// Discovery, shown and not counted.
pub(super) fn assume(pasted: &mut Pasted, path: &str) {
    pasted.requests.push(Asked {
        need: Need::Assumed,
        ..Asked::required(question::path(path), "discovery")
    });
}

/// `/api/v1` or `/apis/apps/v1`, below a prefix.
pub(super) fn group_path(prefix: &str, kind: &Resolved) -> String {
    match kind.group.as_str() {
        "" => format!("{prefix}/api/{}", kind.version),
        group => format!("{prefix}/apis/{group}/{}", kind.version),
    }
}

fn resource_of(word: &str, context: &Context, pasted: &mut Pasted) -> Resolved {
    if let Some(known) = resolve(word, &context.kinds) {
        return known;
    }
    if word != "*" {
        pasted.note(format!(
            "`{word}` is no kind that is known here; it is asked for as written, in the core API group"
        ));
    }
    Resolved {
        resource: word.to_owned(),
        group: String::new(),
        version: String::new(),
        namespaced: None,
    }
}

fn create(review: &str) -> Question {
    question::on(&Resolved::known(review), "create", "", "", "")
}
