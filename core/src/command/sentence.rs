//! Who was refused what?
//!
//! The API server's sentence says it all: `pods "web" is forbidden: User "alice" cannot get resource
//! "pods/log" in API group "" in the namespace "dev": REASON`. It reaches people behind the words of
//! kubectl, in log lines with its quotes escaped, in the JSON of a Status, from old servers without the
//! API group. Two more refusals have sentences of their own: granting permissions one does not hold, and
//! approving for a signer. Azure Resource Manager has its own as well.
//!
//! *Source:* `staging/src/k8s.io/apiserver/pkg/endpoints/handlers/responsewriters/errors.go`;
//! `pkg/registry/rbac/validation/policy_compact.go` and `escalation_check.go`; `pkg/registry/certificates`.
//!
//! *Invariants.* One pass over the text for each kind of sentence. The server escapes `&`, `<` and `>` in
//! what it echoes, and what is read here is what it echoed.

mod escalation;
mod scan;

use super::reason::spoke;
use super::{
    Asked, Context, ControlPlane, MAX_REQUESTS, Pasted, PastedKind, Question, Reported, UserInfo,
};
use scan::{Scanner, plain};

/// Reads every refusal in a text; `None` when there is none.
pub(super) fn read(text: &str, context: &Context) -> Option<Pasted> {
    let text = plain(text);
    let mut pasted = Pasted::of(PastedKind::Forbidden);
    let mut rest = text.as_str();
    while let Some(at) = rest.find("ser \"")
        && pasted.requests.len() <= MAX_REQUESTS
    {
        let (head, tail) = rest.split_at_checked(at)?;
        let mut scanner = Scanner::new(tail);
        scanner.eat("ser ");
        let found = match head.as_bytes().last() {
            Some(b'U') => refused(head, &mut scanner).map(|asked| vec![asked]),
            Some(b'u') => escalation::read(head, &mut scanner, context),
            _ => None,
        };
        for asked in found.into_iter().flatten() {
            add(&mut pasted, asked);
        }
        rest = scanner.rest();
    }
    signer(&text, &mut pasted);
    azure(&text, &mut pasted);
    (!pasted.requests.is_empty() || pasted.control_plane.is_some()).then_some(pasted)
}

/// Adds a refusal unless the same one is there; logs repeat themselves.
fn add(pasted: &mut Pasted, mut asked: Asked) {
    if pasted.caller.is_none() {
        pasted.caller.clone_from(&asked.caller);
    }
    if pasted.reported.is_none() {
        pasted.reported.clone_from(&asked.reported);
    }
    if asked.caller == pasted.caller {
        asked.caller = None;
    }
    let mut earlier = pasted.requests.iter();
    if earlier.any(|of| of.question == asked.question && of.caller == asked.caller) {
        return;
    }
    if matches!(&asked.question, Question::Resource { verb, .. } if verb.starts_with("impersonate"))
    {
        pasted.note(
            "this is the check of impersonation, made of the caller before the request itself",
        );
    }
    pasted.requests.push(asked);
}

/// `User "alice" cannot …`; what is forbidden stands before it.
fn refused(head: &str, scanner: &mut Scanner<'_>) -> Option<Asked> {
    let user = scanner.quoted()?;
    scanner.eat(" cannot ").then_some(())?;
    let verb = unescaped(scanner.until(' '));
    scanner.eat(" ");
    let (resource, name) = subject(head);
    let question = if scanner.eat("path ") {
        Question::NonResource {
            verb,
            path: unescaped(&scanner.quoted()?),
        }
    } else {
        let (of, group) = if scanner.eat("resource ") {
            let of = unescaped(&scanner.quoted()?);
            scanner.eat(" in API group ");
            (of, unescaped(&scanner.quoted()?))
        } else {
            // Servers before 1.12 quote no resource and name no group; the words before may.
            let of = scanner.until(' ').trim_end_matches('.');
            let dotted = of.split_once('.').or_else(|| resource.split_once('.'));
            let of = of.split_once('.').map_or(of, |(of, _)| of);
            (
                of.to_owned(),
                dotted.map_or("", |(_, group)| group).to_owned(),
            )
        };
        let namespace = if scanner.eat(" in the namespace ") {
            unescaped(&scanner.quoted()?)
        } else {
            scanner.eat(" at the cluster scope");
            String::new()
        };
        let (resource, subresource) = of.split_once('/').unwrap_or((&of, ""));
        Question::Resource {
            verb,
            api_group: group,
            resource: resource.to_owned(),
            subresource: subresource.to_owned(),
            namespace,
            name,
        }
    };
    let reason = reason(scanner);
    let reported = Reported {
        allowed: false,
        spoke: spoke(&reason),
        reason,
    };
    Some(Asked {
        caller: Some(UserInfo {
            user: unescaped(&user),
            ..UserInfo::default()
        }),
        reported: Some(reported),
        ..Asked::required(question, "what was refused")
    })
}

/// `deployments.apps "web" is forbidden: U`: the resource with its group, and the name.
fn subject(head: &str) -> (&str, String) {
    let head = head.strip_suffix('U').unwrap_or(head);
    let Some(head) = head.trim_end().strip_suffix(" is forbidden:") else {
        return ("", String::new());
    };
    let (head, name) = quoted_at_end(head).unwrap_or((head, String::new()));
    let resource = head
        .rsplit([' ', '\n', '\t', ':', '"'])
        .next()
        .unwrap_or(head);
    (resource, name)
}

/// What stands before a quoted string at the end of a text, and the string.
fn quoted_at_end(text: &str) -> Option<(&str, String)> {
    let body = text.strip_suffix('"')?;
    let mut quotes = body.rmatch_indices('"');
    let (at, _) = quotes.find(|(at, _)| {
        let before = body.get(..*at).unwrap_or_default();
        let escapes = before.len() - before.trim_end_matches('\\').len();
        escapes % 2 == 0
    })?;
    let (head, quoted) = text.split_at_checked(at)?;
    Some((head.trim_end(), Scanner::new(quoted).quoted()?))
}

/// What follows the sentence: the reasons of the authorizers, one on each line.
fn reason(scanner: &mut Scanner<'_>) -> String {
    scanner.eat(".");
    if !scanner.eat(": ") {
        return String::new();
    }
    let mut reason = scanner.line().trim_end().to_owned();
    while scanner.begins("RBAC: ") || scanner.begins("Azure does not have opinion") {
        reason.push('\n');
        reason.push_str(scanner.line().trim_end());
    }
    reason
}

/// `user not permitted to approve requests with signerName "S"`.
fn signer(text: &str, pasted: &mut Pasted) {
    for verb in ["approve", "sign", "attest"] {
        let words = format!("user not permitted to {verb} requests with signerName ");
        let Some((_, after)) = text.split_once(words.as_str()) else {
            continue;
        };
        let Some(name) = Scanner::new(after).quoted() else {
            continue;
        };
        let question = Question::Resource {
            verb: verb.to_owned(),
            api_group: "certificates.k8s.io".to_owned(),
            resource: "signers".to_owned(),
            subresource: String::new(),
            namespace: String::new(),
            name,
        };
        pasted
            .requests
            .push(Asked::required(question, "to speak for the signer"));
    }
}

/// `(AuthorizationFailed) The client 'P' with object id 'O' does not have authorization to perform action
/// 'A' over scope 'S'`.
fn azure(text: &str, pasted: &mut Pasted) {
    let Some((before, after)) = text.split_once("does not have authorization to perform action")
    else {
        return;
    };
    let quoted = |text: &str, word: &str| {
        let (_, after) = text.split_once(word)?;
        let value = after.trim_start().strip_prefix('\'')?;
        value.split_once('\'').map(|(value, _)| value.to_owned())
    };
    let Some(action) = quoted(&format!("action{after}"), "action") else {
        return;
    };
    if pasted.requests.is_empty() {
        pasted.what = PastedKind::Az;
    }
    pasted.control_plane = Some(ControlPlane {
        actions: vec![action],
        scope: quoted(after, "over scope"),
        object_id: quoted(before, "with object id"),
        ..ControlPlane::default()
    });
    if let Some(user) = quoted(before, "The client") {
        pasted.caller.get_or_insert_with(|| UserInfo {
            user,
            ..UserInfo::default()
        });
    }
}

/// The server guards against markup in what it echoes.
fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}
