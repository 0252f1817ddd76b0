//! Which permissions did somebody try to grant without holding them?
//!
//! `user "u" (groups=["a" "b"]) is attempting to grant RBAC permissions not currently held:` and a line for
//! each permission. Whoever holds them all may write the role or binding, and so may who holds
//! `escalate` on the role, or `bind` on it. The sentence does not say in which namespace the permissions
//! are missing; the current one is asked.
//!
//! *Source:* `pkg/registry/rbac/validation/policy_compact.go`; `pkg/registry/rbac/escalation_check.go`.
//!
//! *Invariants.* The product of a rule's lists is cut at the bound on requests.

use super::scan::Scanner;
use crate::command::reason::spoke;
use crate::command::{Asked, Context, MAX_REQUESTS, Need, Question, Reported, UserInfo};

const GROUP: &str = "rbac.authorization.k8s.io";

/// Reads on after `u`; what was to be written stands before it.
pub(super) fn read(head: &str, scanner: &mut Scanner<'_>, context: &Context) -> Option<Vec<Asked>> {
    let user = scanner.quoted()?;
    scanner.eat(" (groups=");
    let groups = list(scanner);
    scanner.eat(")");
    let words = " is attempting to grant RBAC permissions not currently held:";
    scanner.eat(words).then_some(())?;
    scanner.line();
    let caller = UserInfo {
        user,
        groups,
        ..UserInfo::default()
    };
    let (resource, name) = super::subject(head.strip_suffix('u').unwrap_or(head));
    let resource = resource.split_once('.').map_or(resource, |(of, _)| of);
    let namespace = match resource {
        "clusterroles" | "clusterrolebindings" => "",
        _ => context.namespace.as_deref().unwrap_or("default"),
    };
    let reason = words.trim().trim_end_matches(':').to_owned();
    let reported = Reported {
        allowed: false,
        spoke: spoke(&reason),
        reason,
    };
    let asked = |question, why, need| Asked {
        need,
        caller: Some(caller.clone()),
        reported: Some(reported.clone()),
        ..Asked::required(question, why)
    };
    let mut found = Vec::new();
    if matches!(resource, "roles" | "clusterroles") {
        let question = on("escalate", GROUP, resource, namespace, &name);
        found.push(asked(
            question,
            "or hold every permission of the role",
            Need::Escalation,
        ));
    }
    while scanner.begins("{") {
        let permission = Permission::read(scanner.line());
        for question in permission.questions(namespace) {
            if found.len() > MAX_REQUESTS {
                return Some(found);
            }
            found.push(asked(question, "a permission not held", Need::Required));
        }
    }
    Some(found)
}

fn on(verb: &str, group: &str, resource: &str, namespace: &str, name: &str) -> Question {
    let (resource, subresource) = resource.split_once('/').unwrap_or((resource, ""));
    Question::Resource {
        verb: verb.to_owned(),
        api_group: group.to_owned(),
        resource: resource.to_owned(),
        subresource: subresource.to_owned(),
        namespace: namespace.to_owned(),
        name: name.to_owned(),
    }
}

/// One rule as the server prints it.
#[derive(Default)]
struct Permission {
    groups: Vec<String>,
    resources: Vec<String>,
    names: Vec<String>,
    paths: Vec<String>,
    verbs: Vec<String>,
}

impl Permission {
    /// `{APIGroups:[""], Resources:["pods"], Verbs:["get" "list"]}`.
    fn read(line: &str) -> Self {
        let mut rule = Self::default();
        let mut scanner = Scanner::new(line);
        scanner.eat("{");
        loop {
            let key = scanner.until(':');
            if !scanner.eat(":") {
                return rule;
            }
            let list = list(&mut scanner);
            match key {
                "APIGroups" => rule.groups = list,
                "Resources" => rule.resources = list,
                "ResourceNames" => rule.names = list,
                "NonResourceURLs" => rule.paths = list,
                "Verbs" => rule.verbs = list,
                _ => {}
            }
            scanner.eat(", ");
        }
    }

    fn questions<'p>(&'p self, namespace: &'p str) -> impl Iterator<Item = Question> + 'p {
        let any = std::slice::from_ref(const { &String::new() });
        let names = if self.names.is_empty() {
            any
        } else {
            &self.names
        };
        let resources = self.groups.iter().flat_map(move |group| {
            let of = move |resource: &'p String| {
                let each = move |verb: &'p String| {
                    names
                        .iter()
                        .map(move |name| on(verb, group, resource, namespace, name))
                };
                self.verbs.iter().flat_map(each)
            };
            self.resources.iter().flat_map(of)
        });
        let paths = self.paths.iter().flat_map(|path| {
            self.verbs.iter().map(|verb| Question::NonResource {
                verb: verb.clone(),
                path: path.clone(),
            })
        });
        resources.chain(paths)
    }
}

/// `["a" "b"]`.
fn list(scanner: &mut Scanner<'_>) -> Vec<String> {
    let mut items = Vec::new();
    scanner.eat("[");
    while let Some(item) = scanner.quoted() {
        items.push(item);
        scanner.eat(" ");
    }
    scanner.eat("]");
    items
}
