//! Does the plugin as it is shipped answer as the core compiled for this machine does?
//!
//! The file that `make plugin` writes runs in an interpreter in the place of a proxy. Every vector goes
//! through it.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail, and it prints what it counted"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use aksess::{Authorizer, Source, snapshot};
use aksess_tests::gateway::conformance::{
    Refusal, Specified, asked, disagreement, enforce, handed_on, webhook, webhook_in_order,
};
use aksess_tests::gateway::wasm::{Wasm, file};
use aksess_tests::gateway::{Plugin, Request};
use aksess_tests::vectors::{Case, cases};
use aksess_tests::{lines, root, shared};
use serde_json::{Value, json};

/// A webhook over a world.
fn of_world(documents: &str) -> Wasm {
    let mut plugin = Wasm::load();
    assert!(plugin.configure(webhook(documents).to_string().as_bytes()));
    plugin
}

/// Asks every case in its world; all must be answered as expected.
fn agree(name: &str, worlds: &Path, cases: &[Case]) {
    let mut by_world: BTreeMap<&str, Vec<&Case>> = BTreeMap::new();
    for case in cases {
        by_world.entry(&case.world).or_default().push(case);
    }
    let mut wrong = Vec::new();
    for line in lines(worlds) {
        let world: Value = serde_json::from_str(&line).unwrap();
        let cases = by_world.remove(world["world"].as_str().unwrap());
        let cases = cases.unwrap_or_default();
        if !cases.is_empty() {
            let mut plugin = of_world(&world["list"].to_string());
            wrong.extend(
                cases
                    .iter()
                    .filter_map(|case| disagreement(&mut plugin, case)),
            );
        }
    }
    told(name, cases.len(), &wrong);
    assert!(by_world.is_empty(), "cases without a world");
}

fn told(name: &str, asked: usize, wrong: &[String]) {
    println!("{name} {}/{asked}", asked - wrong.len());
    let first: Vec<&str> = wrong.iter().take(3).map(String::as_str).collect();
    assert!(wrong.is_empty(), "{}", first.join("\n"));
}

#[test]
fn every_vector_of_kubernetes() {
    let kept = root().join("tests/vectors");
    agree(
        "kept sample",
        &kept.join("random-worlds.jsonl"),
        &cases(&kept.join("random-cases.jsonl")),
    );
    let Some(folder) = shared("vectors/kubernetes") else {
        println!("no vectors beside the project: only the kept sample is asked");
        return;
    };
    let mut plugin = of_world(&fs::read_to_string(folder.join("bootstrap-world.json")).unwrap());
    let bootstrap = cases(&folder.join("bootstrap-cases.jsonl"));
    let wrong = bootstrap
        .iter()
        .filter_map(|case| disagreement(&mut plugin, case));
    told("bootstrap", bootstrap.len(), &wrong.collect::<Vec<_>>());
    agree(
        "random",
        &folder.join("random-worlds.jsonl"),
        &cases(&folder.join("random-cases.jsonl")),
    );
}

/// Nanoseconds from 1970 to the first day of 2027, when every assignment of the vectors is in force: they were made
/// without an instant, for which a window counts as open.
const IN_FORCE: u64 = 1_798_761_600_000_000_000;

/// Asks every case of a file in its world and order; a case has a spec and an answer.
fn agree_in_order(name: &str, worlds: &Path, cases: &Path) {
    let mut by_world: BTreeMap<(String, String), Vec<Specified>> = BTreeMap::new();
    let lines_of_cases = lines(cases);
    for line in &lines_of_cases {
        let case: Specified = serde_json::from_str(line).unwrap();
        let key = (case.world.clone(), case.order.clone());
        by_world.entry(key).or_default().push(case);
    }
    let worlds = lines(worlds).into_iter().map(|line| {
        let world: Value = serde_json::from_str(&line).unwrap();
        (world["world"].as_str().unwrap().to_owned(), world)
    });
    let worlds: BTreeMap<String, Value> = worlds.collect();
    let mut wrong = Vec::new();
    for ((world, order), cases) in &by_world {
        let mut plugin = Wasm::load();
        plugin.proxy().now = IN_FORCE;
        let configuration = webhook_in_order(&worlds[world]["sources"], order).to_string();
        if !plugin.configure(configuration.as_bytes()) {
            wrong.push(format!("{world} {order}: {:?}", plugin.proxy().log));
            continue;
        }
        for case in cases {
            let answer = asked(&mut plugin, &case.spec);
            if answer
                .as_ref()
                .is_ok_and(|(allowed, _)| *allowed != (case.expected == "Allow"))
                || answer.is_err()
            {
                wrong.push(format!("{}: {answer:?}", case.id));
            }
        }
    }
    told(name, lines_of_cases.len(), &wrong);
}

#[test]
fn every_vector_of_azure() {
    let kept = root().join("tests/vectors/azure");
    agree_in_order(
        "azure, kept sample",
        &kept.join("worlds.jsonl"),
        &kept.join("cases.jsonl"),
    );
    let Some(folder) = shared("vectors/azure") else {
        println!("no vectors beside the project: only the kept sample is asked");
        return;
    };
    agree_in_order(
        "azure",
        &folder.join("worlds.jsonl"),
        &folder.join("cases.jsonl"),
    );
}

#[test]
fn every_refusal() {
    let kept = root().join("tests/vectors");
    let mut sets = vec![(
        "kept refusals",
        kept.join("forbidden-world.json"),
        kept.join("forbidden.jsonl"),
    )];
    sets.extend(shared("vectors/kubernetes").map(|folder| {
        let world = folder.join("bootstrap-world.json");
        ("refusals", world, folder.join("forbidden.jsonl"))
    }));
    for (name, world, file) in sets {
        let mut plugin = Wasm::load();
        let world = fs::read_to_string(world).unwrap();
        assert!(plugin.configure(enforce(&world).to_string().as_bytes()));
        let lines = lines(&file);
        let refusals = lines
            .iter()
            .map(|line| serde_json::from_str::<Refusal>(line).unwrap());
        let wrong = refusals.filter_map(|refusal| refusal.disagreement(&mut plugin));
        told(name, lines.len(), &wrong.collect::<Vec<_>>());
    }
}

#[test]
fn the_plugin_imports_the_functions_of_a_proxy_and_exports_what_has_something_to_do() {
    let (imports, exports) = Wasm::names();
    assert!(imports.len() <= 13, "{imports:?}");
    for (module, name) in &imports {
        assert!(
            module == "env" && name.starts_with("proxy_"),
            "{module}.{name}"
        );
    }
    let callbacks: Vec<&String> = exports
        .iter()
        .filter(|of| of.starts_with("proxy_on_"))
        .collect();
    assert_eq!(
        callbacks,
        [
            "proxy_on_configure",
            "proxy_on_context_create",
            "proxy_on_delete",
            "proxy_on_request_body",
            "proxy_on_request_headers",
            "proxy_on_request_trailers",
            "proxy_on_vm_start",
        ]
    );
}

/// Bytes of the plugin as it is loaded. A budget is a little above what stands today: growth is a decision.
const MOST_BYTES: u64 = 600_000;

#[test]
fn the_plugin_stays_within_its_budget() {
    let size = fs::metadata(file()).unwrap().len();
    println!("{size} of {MOST_BYTES} bytes");
    assert!(size <= MOST_BYTES, "{size} bytes");
}

/// So many bindings, each of a user of its own to one role, and one of the user who asks.
fn bindings(count: usize) -> String {
    let mut items = vec![json!({
        "kind": "ClusterRole", "apiVersion": "rbac.authorization.k8s.io/v1", "metadata": {"name": "r"},
        "rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["list"]}],
    })];
    for number in 0..count {
        let user = if number == count / 2 {
            "alice".to_owned()
        } else {
            format!("u{number}")
        };
        items.push(json!({
            "kind": "ClusterRoleBinding", "apiVersion": "rbac.authorization.k8s.io/v1",
            "metadata": {"name": format!("b{number}")}, "roleRef": {"kind": "ClusterRole", "name": "r"},
            "subjects": [{"kind": "User", "name": user}],
        }));
    }
    json!({"kind": "List", "items": items}).to_string()
}

/// Instructions of one request, once the plugin is warm.
fn instructions(plugin: &mut Wasm, request: &Request, allowed: bool) -> u64 {
    let code = if allowed { 200 } else { 403 };
    assert_eq!(plugin.ask(request).code(), code);
    let before = plugin.instructions();
    plugin.ask(request);
    plugin.instructions() - before
}

/// A gateway that believes a front proxy, by a snapshot of so many bindings.
fn of_snapshot(count: usize) -> Wasm {
    let source = Source::new("bindings", bindings(count));
    let (authorizer, _) = Authorizer::load(&[source]);
    let bytes = snapshot::write_of(&authorizer);
    let digest = snapshot::digest(&bytes).unwrap();
    let hex = digest
        .iter()
        .fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
    let mut configuration = enforce("");
    configuration["policy"] =
        json!({"snapshot": {"base64": base64(&bytes), "digest": format!("sha256:{hex}")}});
    let mut plugin = Wasm::load();
    assert!(plugin.configure(configuration.to_string().as_bytes()));
    plugin
}

fn base64(bytes: &[u8]) -> String {
    let digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let word = (byte(0) << 16) | (byte(1) << 8) | byte(2);
        for place in 0..=three.len() {
            let digit = (word >> (18 - 6 * place)) & 63;
            text.push(char::from(digits[digit as usize]));
        }
    }
    while !text.len().is_multiple_of(4) {
        text.push('=');
    }
    text
}

/// Units of the interpreter for a request that a front hands on: allowed, and refused in words.
const MOST_UNITS: (u64, u64) = (34_600, 115_200);

/// Bytes of memory a machine may have with 10,000 bindings.
const MOST_MEMORY: usize = 24_000_000;

#[test]
fn a_request_costs_the_same_however_many_bindings_there_are() {
    let pods = "/api/v1/namespaces/dev/pods";
    let allowed = handed_on("GET", pods, "alice", &["devs"]);
    let refused = handed_on("GET", pods, "bob", &["devs"]);
    let mut costs = Vec::new();
    for count in [100, 10_000, 100_000] {
        let mut plugin = of_snapshot(count);
        let cost = (
            instructions(&mut plugin, &allowed, true),
            instructions(&mut plugin, &refused, false),
        );
        let memory = plugin.memory();
        println!(
            "{count} bindings: {cost:?} units of the interpreter, {} kB",
            memory / 1000
        );
        assert!(count > 10_000 || memory <= MOST_MEMORY, "{memory} bytes");
        costs.push(cost);
    }
    let (few, many) = (costs[0], costs[2]);
    assert!(
        few.0 <= MOST_UNITS.0 && few.1 <= MOST_UNITS.1,
        "{few:?} of {MOST_UNITS:?}"
    );
    let grows = |few: u64, many: u64| many * 100 > few * 110;
    assert!(
        !grows(few.0, many.0) && !grows(few.1, many.1),
        "{few:?} {many:?}"
    );
}

/// Units of the interpreter for a request in which nothing but the policy has to be asked.
const LEAST_UNITS: u64 = 18_100;

#[test]
fn a_request_that_goes_on_crosses_into_the_proxy_as_little_as_can_be() {
    let policy = json!([
        {"kind": "ClusterRole", "apiVersion": "rbac.authorization.k8s.io/v1", "metadata": {"name": "r"},
         "rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["list"]}]},
        {"kind": "ClusterRoleBinding", "apiVersion": "rbac.authorization.k8s.io/v1", "metadata": {"name": "b"},
         "roleRef": {"kind": "ClusterRole", "name": "r"},
         "subjects": [{"kind": "User", "name": "system:anonymous"}]},
    ]);
    let policy = json!({"kind": "List", "items": policy}).to_string();
    let request = Request::new("GET", "/api/v1/namespaces/default/pods")
        .with(":scheme", "http")
        .with("user-agent", "bench/1.0")
        .with("accept", "application/json")
        .with("x-user", "nobody")
        .with("x-forwarded-proto", "http");
    let asked = |metrics: bool| {
        let mut plugin = Wasm::load();
        let configuration = json!({
            "policy": {"documents": [{"name": "policy", "text": policy}]},
            "metrics": metrics,
            "mode": {"enforce": {
                "service": "kubernetes", "identity": [{"anonymous": {}}], "upstream": "credential",
            }},
        });
        assert!(plugin.configure(configuration.to_string().as_bytes()));
        let units = instructions(&mut plugin, &request, true);
        (units, plugin.proxy().calls.clone())
    };
    let (units, calls) = asked(false);
    println!("{units} of {LEAST_UNITS} units, {calls:?}");
    assert!(units <= LEAST_UNITS, "{units}");
    let (headers, state) = ("proxy_get_header_map_pairs", "proxy_set_property");
    assert_eq!(calls, [headers, state]);
    let (_, calls) = asked(true);
    let time = "proxy_get_current_time_nanoseconds";
    let (count, record) = ("proxy_increment_metric", "proxy_record_metric");
    assert_eq!(calls, [time, headers, state, count, time, record]);
}
