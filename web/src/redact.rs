//! How do documents lose their names and keep their meaning?
//!
//! Every name that somebody gave (of users, groups, namespaces, objects, resource groups, clusters, and
//! every GUID of a tenant) is replaced by a pseudonym, the same one wherever it stands: in documents, in
//! questions, and in sentences about them. What access does not depend on is not kept at all: comments,
//! annotations, labels, descriptions, and the data of objects that play no part. What the systems themselves
//! name stays: kinds, verbs, resources and their groups, paths, `system:` names, built-in roles.
//!
//! A document is not edited but written anew from what the engine reads of it, so nothing stays that nobody
//! thought of. A line or a text that asks is kept where every word of it is known or has a pseudonym, and
//! otherwise its request is left out.
//!
//! *Invariants.* Two names are the same afterwards exactly if they were before, and the same but for letter
//! case exactly if they were before. So every decision stays, and every reason is the old one with the names
//! replaced: a property test runs all scenarios both ways.

mod field;
mod guid;
mod keep;
mod left;
mod names;
mod rename;
mod tree;
mod write;

use aksess::{Policy, Source};

use field::Sort;
use keep::Keep;
use left::Taking;
use names::Names;
use rename::Dictionary;
use tree::Left;
#[cfg(target_arch = "wasm32")]
pub(crate) use write::quoted;

/// Which name becomes which.
#[derive(Debug)]
pub struct Redaction {
    taking: Taking,
    dictionary: Dictionary,
    keep: Keep,
}

impl Redaction {
    /// The pseudonyms of everything these documents and these questions, which are scenarios, name.
    pub fn new(sources: &[Source], asked: &[&str]) -> Self {
        let asked = asked.iter().map(|text| Source::new("", *text));
        let all: Vec<Source> = sources.iter().cloned().chain(asked).collect();
        let taking = Taking::of(all.iter().map(|of| of.text.as_str()));
        let left = all.iter().flat_map(|of| taking.documents(&of.text));
        let left: Vec<Left> = left.collect();
        let names = Names::of(&Policy::parse(&all), &all, &left);
        Self {
            taking,
            dictionary: Dictionary::new(&names),
            keep: names.keep,
        }
    }

    /// A text with its names replaced.
    pub fn text(&self, text: &str) -> String {
        self.dictionary.rename(text).0
    }

    /// The names that are replaced, in lower case.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.dictionary.names()
    }

    /// The documents without names.
    pub fn sources(&self, sources: &[Source]) -> Vec<Source> {
        sources
            .iter()
            .map(|of| Source {
                name: self.text(&of.name),
                text: self.documents(&of.text),
            })
            .collect()
    }

    /// A question without names; `None` if it was written in words that cannot be replaced safely.
    pub fn question(&self, scenario: &str) -> Option<String> {
        let text = self.documents(scenario);
        (!text.is_empty()).then_some(text)
    }

    /// Whether a line or a text that asks stays, because nothing unknown is in it.
    pub fn keeps(&self, line: &str) -> bool {
        self.renamed(Sort::Line, line).is_some()
    }

    fn documents(&self, text: &str) -> String {
        let left = self.taking.documents(text);
        let renamed = left
            .iter()
            .filter_map(|of| of.renamed(&|sort, text| self.renamed(sort, text)));
        let renamed: Vec<Left> = renamed.filter(|of| !of.is_idle()).collect();
        write::write(&renamed)
    }

    fn renamed(&self, sort: Sort, text: &str) -> Option<String> {
        if sort == Sort::Title {
            return Some("redacted".to_owned());
        }
        let (renamed, rest) = self.dictionary.rename(text);
        let is_free = matches!(sort, Sort::Sentence | Sort::Line);
        (!is_free || self.keep.knows(&rest)).then_some(renamed)
    }
}

#[cfg(test)]
mod tests {
    use super::Redaction;
    use aksess::Source;

    const ROLE: &str = r#"# Bob1 wrote this
kind: Role
apiVersion: rbac.authorization.k8s.io/v1
metadata:
  name: "pod-reader" # owner Bob2
  namespace: dev
  annotations: {description: Bob3}
  labels: {owner: bob4, bob5.example/part-of: billing}
rules:
- apiGroups: [""] # for Bob6
  resources: [pods]
  verbs: [get]
---
type: Microsoft.Authorization/roleDefinitions
name: 11111111-2222-4333-8444-555555555555
properties:
  roleName: Custom Bob7
  type: CustomRole
  description: |
    Bob8 asked for this
  createdBy: 'Bob9 asked
    Bob10'
  permissions: []
  assignableScopes: [/subscriptions/bob11/resourceGroups/x/providers/Microsoft.KeyVault/vaults/bob12]
---
{"principalId": "aaaaaaaa-0000-4000-8000-000000000001", "scope": "/", "roleDefinitionName": "Bob13 Role",
 "roleDefinitionId": "x/aaaaaaaa-0000-4000-8000-000000000002", "description": "Bob14"}
---
kind: Secret
apiVersion: v1
metadata: {name: bob15, namespace: dev}
data: {password: bob16}
---
kind: Billing
apiVersion: bob17.example/v1
metadata: {name: bob18}
---
kind: Scenario
title: Bob19
source: Bob20
requests:
- as: {user: bob21, groups: [bob22], extra: {oid: [bob23], bob33.example/team: [bob34]}}
  verb: get
  resource: pods
  name: bob24
  namespace: bob25
  message: bob26 cannot
- as: {user: alice}
  kubectl: get pods -n dev -l owner=bob27
- as: {user: system:node:bob28}
  kubectl: get pods bob29 -n bob30 -o json
  expect: Deny
---
bob31: [
"#;

    #[test]
    fn what_access_does_not_depend_on_is_not_kept() {
        let sources = [Source::new("bob32.yaml", ROLE)];
        let redacted = Redaction::new(&sources, &[]).sources(&sources);
        let all = format!("{} {}", redacted[0].name, redacted[0].text);
        assert!(!all.to_lowercase().contains("bob"), "{all}");
        for kept in [
            "kind: Secret",
            "resources: [pods]",
            "kubectl: \"get pods",
            "system:node:thing-",
        ] {
            assert!(all.contains(kept), "{kept} in {all}");
        }
        assert!(!all.contains("\ndata:") && !all.contains("alice"), "{all}");
    }

    #[test]
    fn labels_stay_that_a_role_selects_by() {
        let text = "kind: ClusterRole\napiVersion: rbac.authorization.k8s.io/v1\nmetadata: {name: a}\naggregationRule: {clusterRoleSelectors: [{matchLabels: {bob: bill}}]}\n---\nkind: ClusterRole\napiVersion: rbac.authorization.k8s.io/v1\nmetadata: {name: b, labels: {bob: bill, other: c}}\n";
        let sources = [Source::new("a.yaml", text)];
        let text = &Redaction::new(&sources, &[]).sources(&sources)[0].text;
        assert!(!text.contains("bob") && !text.contains("other"), "{text}");
        let lines: Vec<&str> = text.lines().filter(|of| of.contains(": thing-")).collect();
        assert_eq!(lines.len(), 2, "{text}");
        assert_eq!(
            lines[0].trim_start_matches("- ").trim(),
            lines[1].trim(),
            "{text}"
        );
    }

    #[test]
    fn a_question_has_the_names_of_the_documents_or_new_ones() {
        let sources = [Source::new(
            "a.yaml",
            "kind: RoleBinding\napiVersion: rbac.authorization.k8s.io/v1\nmetadata: {name: b, namespace: dev}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}\nsubjects: [{kind: User, name: bob}]\n",
        )];
        let question = "kind: Scenario\ntitle: x\nrequests:\n- as: {user: bob, groups: [payroll, system:authenticated]}\n  verb: get\n  resource: pods\n  namespace: salaries\n";
        let redaction = Redaction::new(&sources, &[question]);
        let asked = redaction.question(question).unwrap();
        assert!(
            asked.contains(&format!("user: {}", redaction.text("bob"))),
            "{asked}"
        );
        for gone in ["bob", "payroll", "salaries"] {
            assert!(!asked.contains(gone), "{asked}");
        }
        assert!(asked.contains("\"system:authenticated\""), "{asked}");
        let pasted = "kind: Scenario\ntitle: x\nrequests:\n- as: {user: bob}\n  pasted: 'kubectl get pods --context salaries'\n";
        assert_eq!(Redaction::new(&sources, &[pasted]).question(pasted), None);
    }
}
