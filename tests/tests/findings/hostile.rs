//! Input that is large, circular or made to break what shows it.

use super::{ANN, GROUP, assignment, binding, cluster, cluster_role, find, prod, subject};
use aksess::findings::Findings;
use aksess::query::{AzureAction, PreflightRequest, Purpose};
use aksess::{Authorizer, Policy, Source, azure::Plane, report};
use aksess_tests::{files, lines, root, shared};
use serde_json::{Value, json};
use std::fs;

const NAME: &str = "x`</code><script>alert(1)</script>|[a](https://evil.example)\n# head\u{202e}\u{0} @ann www.evil.example ![i](//evil)";

/// Every name that a paste can hold is hostile.
fn hostile() -> Vec<Value> {
    let mut member = subject("Group", NAME);
    member["namespace"] = json!(NAME);
    let mut given = assignment(ANN, "User", "dd000000-0000-4000-8000-000000000001", &prod());
    given["name"] = json!(NAME);
    vec![
        super::cluster_with(&[("servicePrincipalProfile", json!({"clientId": NAME}))]),
        cluster_role(
            NAME,
            &[json!({"apiGroups": ["*"], "resources": ["*"], "verbs": ["get", "bind"]})],
        ),
        binding(
            NAME,
            Some(NAME),
            ("ClusterRole", NAME),
            &[subject("User", NAME), member],
        ),
        binding(
            "all",
            None,
            ("ClusterRole", NAME),
            &[subject("Group", "system:authenticated")],
        ),
        json!({"id": ANN, "displayName": NAME, "userPrincipalName": NAME}),
        json!({"name": "dd000000-0000-4000-8000-000000000001", "roleName": NAME, "assignableScopes": [NAME],
            "permissions": [{"actions": ["*"], "dataActions": ["Microsoft.ContainerService/managedClusters/*/read"]}]}),
        given,
    ]
}

/// A line of Markdown without its code and without what is escaped.
fn outside_of_code(line: &str) -> String {
    let mut plain = String::new();
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                characters.next();
            }
            '`' => {
                characters.by_ref().find(|of| *of == '`');
            }
            _ => plain.push(character),
        }
    }
    plain
}

#[test]
fn hostile_names_stay_names() {
    let documents = hostile();
    let text = Value::from(documents).to_string();
    let source = Source::new("a b\n<i>:\\`x`", text);
    let authorizer = Authorizer::new(&Policy::parse(&[source]));
    let findings = authorizer.findings();
    assert!(findings.listed.len() > 6, "{}", findings.listed.len());
    let preflight = authorizer
        .preflight(&PreflightRequest {
            purpose: Purpose::Features,
            principal: Some(ANN.to_owned()),
            groups: vec![NAME.to_owned()],
            scope: Some(format!("{}/{}", prod(), NAME.replace("//", "/_"))),
        })
        .unwrap();
    let access = authorizer
        .who_can_act(&AzureAction {
            action: "Microsoft.Authorization/roleAssignments/write".to_owned(),
            plane: Plane::Actions,
            scope: prod(),
        })
        .unwrap();
    assert_eq!(access.principals.len(), 1);
    let texts = [
        report::render_findings(&findings),
        report::render_preflight(&preflight),
        report::render_azure_access(&access),
    ];
    for text in texts {
        assert!(!text.contains(['\u{202e}', '\0']), "{text}");
        assert!(text.lines().all(|line| !line.starts_with('#')), "{text}");
    }
    let pages = [
        report::findings_markdown(&findings),
        report::preflight_markdown(&preflight),
        report::azure_access_markdown(&access),
    ];
    for page in pages {
        for line in page.lines() {
            let shown = outside_of_code(line).replace("<br>", "");
            for bad in ["<", "](", "![", "@ann", "://", "www.evil", "**c"] {
                assert!(!shown.contains(bad), "{bad}: {line}");
            }
            assert!(!line.starts_with("# head"), "{page}");
        }
        assert!(!page.contains(['\u{202e}', '\0']));
    }
    let sarif = serde_json::to_value(report::findings_sarif(&findings)).unwrap();
    let place = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(
        place["artifactLocation"]["uri"],
        "a%20b%0A%3Ci%3E%3A/%60x%60"
    );
}

#[test]
fn many_findings_are_counted_and_the_gravest_listed() {
    let one = |number: usize| {
        binding(
            &format!("b{number}"),
            None,
            ("ClusterRole", "view"),
            &[subject("User", &format!("u{number}@contoso.com"))],
        )
    };
    let mut documents: Vec<Value> = (0..3_000).map(one).collect();
    documents.push(binding(
        "all",
        None,
        ("ClusterRole", "view"),
        &[subject("Group", "system:authenticated")],
    ));
    documents.push(cluster());
    let found = find(&documents);
    assert_eq!(found.listed.len(), Findings::MOST);
    assert_eq!(found.unlisted, 3_001 - Findings::MOST);
    assert_eq!(found.listed[0].rule.word(), "everyone-bound");
}

#[test]
fn wide_rules_and_circles_end() {
    let names: Vec<String> = (0..1_000).map(|at| format!("n{at}")).collect();
    let wide = cluster_role(
        "wide",
        &[json!({"apiGroups": names, "resources": names, "resourceNames": names, "verbs": names})],
    );
    let bound = binding(
        "wide",
        None,
        ("ClusterRole", "wide"),
        &[subject("Group", "system:authenticated")],
    );
    let circle = |from: &str, to: &str| json!({"group": {"id": from}, "members": [{"id": to}]});
    let other = "99000000-0000-4000-8000-0000000000ff";
    let found = find(&[
        cluster(),
        wide,
        bound,
        circle(GROUP, other),
        circle(other, GROUP),
        assignment(GROUP, "Group", super::OWNER, super::SUBSCRIPTION),
    ]);
    let words: Vec<&str> = found.listed.iter().map(|of| of.rule.word()).collect();
    assert_eq!(
        words,
        [
            "everyone-bound",
            "changes-the-cluster",
            "grants-itself-roles"
        ]
    );
}

/// Every policy of the tests gives the same findings each time, and each finding stands on something.
#[test]
fn every_known_world_is_told_alike() {
    let mut texts: Vec<Vec<Source>> = files(&root().join("tests/scenarios"), &["yaml"])
        .into_iter()
        .map(|path| vec![Source::new("scenario", fs::read_to_string(path).unwrap())])
        .collect();
    let worlds = shared("vectors/azure/worlds.jsonl").map(|path| lines(&path));
    for line in worlds.unwrap_or_default().iter().step_by(8) {
        let world: Value = serde_json::from_str(line).unwrap();
        texts.push(serde_json::from_value(world["sources"].clone()).unwrap());
    }
    for sources in texts {
        let policy = Policy::parse(&sources);
        let found = Authorizer::new(&policy).findings();
        assert_eq!(found, Authorizer::new(&policy).findings());
        for finding in &found.listed {
            assert!(
                !finding.looked_at.is_empty() && !finding.remedy.is_empty(),
                "{finding:?}"
            );
        }
        let asked = PreflightRequest {
            purpose: Purpose::ClusterIdentity,
            principal: Some(ANN.to_owned()),
            groups: Vec::new(),
            scope: Some(prod()),
        };
        Authorizer::new(&policy).preflight(&asked).unwrap();
    }
}
