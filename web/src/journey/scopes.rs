//! Where in Azure's tree of scopes does every assignment stand that was looked at?
//!
//! One shelf a scope, from management groups down to namespaces, with the assignments that were made
//! there. Only what the trace names is a shelf, and what holds it.
//!
//! *Invariants.* A shelf stands below the one that holds it. Scopes are one if they differ in letter case
//! alone.

mod draw;

pub use draw::draw;

use aksess::azure::letter_case::folded;
use aksess::azure::trace::{AzureTrace, RoleDefinitionRef};

use super::model::{Node, Part, Shape};
use super::plan::role_name;

/// A scope and what stands on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shelf {
    /// Its name.
    pub name: String,
    /// What kind of scope it is.
    pub kind: &'static str,
    /// How deep it lies below the outermost.
    pub depth: usize,
    /// Whether the request is put here.
    pub is_asked: bool,
    /// What was assigned here.
    pub pins: Vec<Pin>,
    /// In lower case, to find it.
    folded: String,
}

/// An assignment on its shelf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    /// The assignment.
    pub node: Node,
    /// What it does, or why it does not.
    pub why: String,
    /// Whether it reaches the scope of the request: grants or denies there.
    pub reaches: bool,
}

/// The shelves of a trace, each below the one that holds it.
pub fn shelves(azure: &AzureTrace) -> Vec<Shelf> {
    let mut tree = Vec::new();
    let mut asked: Option<usize> = None;
    for attempt in &azure.attempts {
        asked = Some(find(&mut tree, &attempt.scope));
    }
    if let Some(shelf) = asked.and_then(|at| tree.get_mut(at)) {
        shelf.is_asked = true;
    }
    for denial in &azure.denials {
        let node = Node {
            shape: Shape::Deny,
            part: Part::Decided,
            name: denial.assignment.name.clone(),
            about: denial.principal.clone(),
            at: denial.assignment.location.clone(),
        };
        pin(
            &mut tree,
            &denial.assignment.scope,
            node,
            format!("Denies: {}", denial.permission.pattern),
            true,
        );
    }
    let is_denied = !azure.denials.is_empty();
    for (at, ground) in azure.grounds.iter().enumerate() {
        let part = if at == 0 && !is_denied {
            Part::Decided
        } else {
            Part::Enough
        };
        let whom = ground
            .principal
            .name
            .as_ref()
            .unwrap_or(&ground.principal.id);
        let node = assignment(
            &ground.role,
            part,
            whom,
            ground.assignment.location.as_ref(),
        );
        let why = match part {
            Part::Decided => format!("Decides: {}", ground.permission.pattern),
            _ => format!("Would be enough: {}", ground.permission.pattern),
        };
        pin(&mut tree, &ground.assignment.scope, node, why, true);
    }
    for near in &azure.near_misses {
        let whom = near.principal.name.as_ref().unwrap_or(&near.principal.id);
        let at = near.differences.iter().find_map(|of| of.location.as_ref());
        let at = at.or(near.assignment.location.as_ref());
        let node = assignment(&near.role, Part::Near, whom, at);
        let words: Vec<&str> = near
            .differences
            .iter()
            .map(|of| of.words.as_str())
            .collect();
        pin(
            &mut tree,
            &near.assignment.scope,
            node,
            words.join(" "),
            false,
        );
    }
    tree
}

fn assignment(
    role: &RoleDefinitionRef,
    part: Part,
    whom: &str,
    at: Option<&aksess::Location>,
) -> Node {
    Node {
        shape: Shape::Assignment,
        part,
        name: role_name(&role.name, &role.id).to_owned(),
        about: whom.to_owned(),
        at: at.cloned(),
    }
}

fn pin(tree: &mut Vec<Shelf>, scope: &str, node: Node, why: String, reaches: bool) {
    let at = find(tree, scope);
    if let Some(shelf) = tree.get_mut(at) {
        shelf.pins.push(Pin { node, why, reaches });
    }
}

/// The position of the shelf of a scope, put there where it is missing.
fn find(tree: &mut Vec<Shelf>, scope: &str) -> usize {
    let mut holder: Option<usize> = None;
    let mut last = 0;
    for (folded, name, kind) in chain(scope) {
        if let Some(at) = tree.iter().position(|of| of.folded == folded) {
            holder = Some(at);
            last = at;
            continue;
        }
        let depth = match holder {
            Some(at) => tree.get(at).map_or(0, |of| of.depth + 1),
            // a subscription lies in the management groups that are known, whichever they are
            None if kind == SUBSCRIPTION => tree
                .iter()
                .filter(|of| of.kind == MANAGEMENT_GROUP || of.kind == ROOT)
                .map(|of| of.depth + 1)
                .max()
                .unwrap_or(0),
            None => 0,
        };
        let shelf = Shelf {
            name,
            kind,
            depth,
            is_asked: false,
            pins: Vec::new(),
            folded,
        };
        last = place(tree, holder, shelf);
        holder = Some(last);
    }
    last
}

/// Puts a shelf behind the last one that its holder holds, and outermost groups in front.
fn place(tree: &mut Vec<Shelf>, holder: Option<usize>, shelf: Shelf) -> usize {
    if shelf.kind == MANAGEMENT_GROUP || shelf.kind == ROOT {
        let groups = tree
            .iter()
            .take_while(|of| of.kind == MANAGEMENT_GROUP || of.kind == ROOT);
        let at = groups.count();
        if at == 0 {
            for other in tree.iter_mut() {
                other.depth += 1;
            }
        }
        tree.insert(at, shelf);
        return at;
    }
    let Some(holder) = holder else {
        tree.push(shelf);
        return tree.len() - 1;
    };
    let depth = tree.get(holder).map_or(0, |of| of.depth);
    let below = tree
        .iter()
        .skip(holder + 1)
        .take_while(|of| of.depth > depth)
        .count();
    let at = holder + 1 + below;
    tree.insert(at, shelf);
    at
}

const ROOT: &str = "Root of the tenant";
const MANAGEMENT_GROUP: &str = "Management group";
const SUBSCRIPTION: &str = "Subscription";

/// A scope and everything that holds it, outermost first: in lower case, by name, and what it is.
fn chain(scope: &str) -> Vec<(String, String, &'static str)> {
    let segments: Vec<&str> = scope.split('/').filter(|of| !of.is_empty()).collect();
    let mut chain = Vec::new();
    let mut path = String::new();
    let mut rest = segments.as_slice();
    if rest.is_empty() {
        return vec![(String::new(), "/".to_owned(), ROOT)];
    }
    while let Some((taken, kind)) = next(rest) {
        let Some((link, after)) = rest.split_at_checked(taken) else {
            break;
        };
        for segment in link {
            path.push('/');
            path.push_str(&folded(segment));
        }
        let name = link.last().map_or_else(String::new, |of| (*of).to_owned());
        chain.push((path.clone(), name, kind));
        rest = after;
    }
    chain
}

/// How many segments the next link takes, and what it is.
fn next(rest: &[&str]) -> Option<(usize, &'static str)> {
    let is = |of: &str, word: &str| of.eq_ignore_ascii_case(word);
    match rest {
        [] => None,
        ["providers", provider, kind, _, ..]
            if is(provider, "Microsoft.Management") && is(kind, "managementGroups") =>
        {
            Some((4, MANAGEMENT_GROUP))
        }
        [word, _, ..] if is(word, "subscriptions") => Some((2, SUBSCRIPTION)),
        [word, _, ..] if is(word, "resourceGroups") => Some((2, "Resource group")),
        [word, _, kind, _, ..] if is(word, "providers") => Some((4, resource(kind))),
        [word, _, ..] if is(word, "namespaces") => Some((2, "Namespace")),
        [word, _, ..] if is(word, "managedNamespaces") => Some((2, "Managed namespace")),
        [_, _, ..] => Some((2, "Resource")),
        [_] => Some((1, "Scope")),
    }
}

fn resource(kind: &str) -> &'static str {
    match kind.to_ascii_lowercase().as_str() {
        "managedclusters" | "connectedclusters" => "Cluster",
        "fleets" => "Fleet",
        "namespaces" => "Namespace",
        _ => "Resource",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLUSTER: &str =
        "/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/c";

    #[test]
    fn shelves_stand_below_what_holds_them() {
        let mut tree = Vec::new();
        find(&mut tree, &format!("{CLUSTER}/namespaces/sre"));
        find(&mut tree, "/SUBSCRIPTIONS/s/resourcegroups/RG");
        find(&mut tree, &format!("{CLUSTER}/namespaces/dev"));
        find(
            &mut tree,
            "/providers/Microsoft.Management/managementGroups/all",
        );
        find(&mut tree, "/subscriptions/s/resourceGroups/other");
        let told: Vec<String> = tree
            .iter()
            .map(|of| format!("{}{} {}", " ".repeat(of.depth), of.kind, of.name))
            .collect();
        assert_eq!(
            told,
            [
                "Management group all",
                " Subscription s",
                "  Resource group rg",
                "   Cluster c",
                "    Namespace sre",
                "    Namespace dev",
                "  Resource group other",
            ]
        );
    }

    #[test]
    fn odd_scopes_end() {
        for scope in ["", "/", "//", "/subscriptions", "/providers/x", "x/y/z"] {
            let mut tree = Vec::new();
            find(&mut tree, scope);
            assert!(tree.len() <= 3, "{scope}");
        }
    }
}
