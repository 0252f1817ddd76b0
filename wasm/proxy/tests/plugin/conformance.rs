//! Does the plugin refuse and answer as a running API server and the genuine code do?

use std::fs;
use std::path::Path;

use aksess_tests::gateway::Plugin;
use aksess_tests::gateway::conformance::{Refusal, disagreement, enforce, webhook};
use aksess_tests::vectors::cases;
use aksess_tests::{lines, root, shared};
use serde_json::Value;

use crate::native::Native;

fn refusals(name: &str, world: &Path, file: &Path) {
    let mut plugin = Native::start();
    let world = fs::read_to_string(world).unwrap();
    assert!(plugin.configure(enforce(&world).to_string().as_bytes()));
    let lines = lines(file);
    let wrong: Vec<String> = lines
        .iter()
        .filter_map(|line| {
            let refusal: Refusal = serde_json::from_str(line).unwrap();
            refusal.disagreement(&mut plugin)
        })
        .collect();
    println!("{name} {}/{}", lines.len() - wrong.len(), lines.len());
    assert!(
        wrong.is_empty(),
        "{}",
        wrong[..wrong.len().min(3)].join("\n")
    );
}

#[test]
fn every_refusal_beside_the_project() {
    match shared("vectors/kubernetes") {
        Some(folder) => refusals(
            "refusals",
            &folder.join("bootstrap-world.json"),
            &folder.join("forbidden.jsonl"),
        ),
        None => println!("no vectors beside the project: only the kept sample is refused"),
    }
}

#[test]
fn the_refusals_kept_in_the_project() {
    let folder = root().join("tests/vectors");
    refusals(
        "kept refusals",
        &folder.join("forbidden-world.json"),
        &folder.join("forbidden.jsonl"),
    );
}

#[test]
fn the_reviews_kept_in_the_project() {
    let folder = root().join("tests/vectors");
    let cases = cases(&folder.join("random-cases.jsonl"));
    let mut asked = 0;
    for line in lines(&folder.join("random-worlds.jsonl")) {
        let world: Value = serde_json::from_str(&line).unwrap();
        let of_world: Vec<_> = cases
            .iter()
            .filter(|case| case.world == world["world"])
            .cloned()
            .collect();
        asked += of_world.len();
        let wrong = std::thread::spawn(move || {
            let mut plugin = Native::start();
            let configuration = webhook(&world["list"].to_string()).to_string();
            assert!(plugin.configure(configuration.as_bytes()));
            let of_world = of_world.iter();
            of_world
                .filter_map(|case| disagreement(&mut plugin, case))
                .collect::<Vec<_>>()
        });
        let wrong = wrong.join().unwrap();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
    println!("kept reviews {asked}/{}", cases.len());
    assert_eq!(asked, cases.len());
}
