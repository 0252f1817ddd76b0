//! What can stand here?
//!
//! Suggestions for what is being typed: the key before it says which names fit. What is suggested comes from
//! the documents first, then from what every cluster has.

use super::api_resources;
use super::workspace::Compiled;
use aksess::azure::letter_case::folded;

/// One suggestion.
pub(crate) struct Suggestion {
    pub(crate) label: String,
    pub(crate) detail: String,
}

/// What fits, and how much of it has been typed.
#[derive(Default)]
pub(crate) struct Found {
    /// UTF-16 units before the cursor that a suggestion replaces.
    pub(crate) typed: u32,
    pub(crate) options: Vec<Suggestion>,
}

const KINDS: [&str; 8] = [
    "Role",
    "ClusterRole",
    "RoleBinding",
    "ClusterRoleBinding",
    "ClusterSettings",
    "Scenario",
    "List",
    "ServiceAccount",
];
const VERBS: [&str; 12] = [
    "get",
    "list",
    "watch",
    "create",
    "update",
    "patch",
    "delete",
    "deletecollection",
    "impersonate",
    "bind",
    "escalate",
    "*",
];

/// What fits behind this text; nothing before a letter is typed, unless it `is_wanted`.
pub(crate) fn complete(before: &str, compiled: &Compiled, is_wanted: bool) -> Found {
    let is_part = |of: char| of.is_alphanumeric() || "./*:@_-".contains(of);
    let rest = before.trim_end_matches(is_part);
    let typed = before.strip_prefix(rest).unwrap_or_default();
    if typed.is_empty() && !is_wanted {
        return Found::default();
    }
    let mut options = options(key(rest).as_str(), rest, compiled);
    let wanted = folded(typed);
    options.retain(|of| folded(&of.label).contains(&wanted) && of.label != typed);
    options.truncate(200);
    Found {
        typed: u32::try_from(typed.encode_utf16().count()).unwrap_or(0),
        options,
    }
}

fn plain<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<Suggestion> {
    noted(names, "")
}

fn noted<'a>(names: impl IntoIterator<Item = &'a str>, detail: &str) -> Vec<Suggestion> {
    let suggestion = |name: &str| Suggestion {
        label: name.to_owned(),
        detail: detail.to_owned(),
    };
    names.into_iter().map(suggestion).collect()
}

fn options(key: &str, rest: &str, compiled: &Compiled) -> Vec<Suggestion> {
    let names = &compiled.names;
    let known = &names.vocabulary;
    let strings = |of: &[String]| plain(of.iter().map(String::as_str));
    match key.to_ascii_lowercase().as_str() {
        "kind" => plain(KINDS.into_iter().chain(["User", "Group"])),
        "apiversion" | "apigroup" => plain([
            "rbac.authorization.k8s.io/v1",
            "rbac.authorization.k8s.io",
            "v1",
        ]),
        "verbs" | "verb" => plain(VERBS),
        "resources" | "resource" => {
            let named = known.resources.iter().map(|of| Suggestion {
                label: of.clone(),
                detail: "named here".to_owned(),
            });
            let all = api_resources::all().map(|(name, group)| Suggestion {
                label: name.to_owned(),
                detail: group.to_owned(),
            });
            named
                .chain(all.filter(|of| !known.resources.contains(&of.label)))
                .collect()
        }
        "apigroups" => plain(api_resources::groups()),
        "namespace" => strings(&known.namespaces),
        "user" => strings(&known.users),
        "groups" => strings(&known.groups),
        "name" if is_below(rest, "roleRef") => {
            let roles = compiled.policy().roles().iter();
            roles
                .map(|of| Suggestion {
                    label: of.name.value.clone(),
                    detail: of.kind().to_owned(),
                })
                .collect()
        }
        "name" if is_below(rest, "subjects") => {
            let mut all = strings(&known.users);
            all.extend(strings(&known.groups));
            all
        }
        "dataactions" | "notdataactions" => data_actions(),
        "expect" => plain(["Allow", "Deny"]),
        "order" => plain(aksess::Order::ALL.map(aksess::Order::word)),
        "by" => plain(aksess::By::words()),
        "scope" => strings(&names.scopes),
        "" if is_wanted_key(rest) => plain([
            "apiVersion",
            "kind",
            "metadata",
            "rules",
            "roleRef",
            "subjects",
        ]),
        _ => Vec::new(),
    }
}

/// What the webhook of AKS asks for about the resources every cluster has.
fn data_actions() -> Vec<Suggestion> {
    let provider = "Microsoft.ContainerService/managedClusters";
    let all = api_resources::all().flat_map(|(name, group)| {
        let path = if group.is_empty() {
            name.to_owned()
        } else {
            format!("{group}/{name}")
        };
        ["read", "write", "delete"].map(|action| Suggestion {
            label: format!("{provider}/{path}/{action}"),
            detail: String::new(),
        })
    });
    let wild = Suggestion {
        label: format!("{provider}/*"),
        detail: "everything".to_owned(),
    };
    std::iter::once(wild).chain(all).collect()
}

/// The key the end of a text stands behind: on its line, else the nearest line with less indent.
fn key(rest: &str) -> String {
    let mut lines = rest.rsplit('\n');
    let last = lines.next().unwrap_or_default();
    if let Some(key) = key_of(last) {
        return key;
    }
    let is_item = |line: &str| {
        let line = line.trim_start();
        line.is_empty() || line.starts_with(['-', '"', '['])
    };
    if !is_item(last) || last.trim().is_empty() && indent(last) == 0 {
        return String::new();
    }
    let depth = indent(last);
    for line in lines.take(400).filter(|line| !line.trim().is_empty()) {
        let is_list_of_same = indent(line) == depth && !line.trim_start().starts_with('-');
        if indent(line) < depth || is_list_of_same {
            return key_of(line).unwrap_or_default();
        }
    }
    String::new()
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The last key on a line: `verbs` of `- verbs: [get, `.
fn key_of(line: &str) -> Option<String> {
    let (before, _) = line.rsplit_once(':')?;
    let name = before.trim_end().trim_end_matches(['"', '\'']);
    let start = name
        .rfind(|of: char| !of.is_alphanumeric())
        .map_or(0, |at| at + 1);
    let key = name.get(start..).unwrap_or_default();
    (!key.is_empty()).then(|| key.to_owned())
}

/// Whether the end of a text stands below this key, by indent.
fn is_below(rest: &str, key: &str) -> bool {
    let mut lines = rest.rsplit('\n');
    let mut depth = lines.next().map_or(0, indent);
    for line in lines.take(400).filter(|line| !line.trim().is_empty()) {
        let own = indent(line);
        if own < depth || (own == depth && !line.trim_start().starts_with('-')) {
            if line
                .trim_start()
                .trim_start_matches(['-', ' ', '"'])
                .starts_with(key)
            {
                return true;
            }
            if own < depth {
                depth = own;
            }
        }
        if own == 0 && !line.starts_with('-') {
            return line.starts_with(key);
        }
    }
    false
}

fn is_wanted_key(rest: &str) -> bool {
    rest.is_empty() || rest.ends_with('\n')
}
