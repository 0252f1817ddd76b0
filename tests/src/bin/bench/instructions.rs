//! How many instructions does a decision take?
//!
//! The program runs itself under valgrind's callgrind, which counts inside one function only. The count
//! is the same each time on the same code, however busy the machine is, so it can be a budget.

use std::env::{current_exe, temp_dir};
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, id};
use std::sync::Arc;

use aksess::{Attributes, Authorizer, Identity, Policy, Source};
use aksess_tests::worlds::attributes;

use crate::azure::World;
use crate::material;

/// A kind of world, a way to ask, and the most instructions a granted and a refused question may take on
/// average. Made worlds are harder: wider roles, five hundred namespaces.
const BUDGETS: [(&str, &str, u64, u64); 8] = [
    ("genuine", "strings", 1_200, 2_000),
    ("genuine", "prepared", 900, 1_400),
    ("genuine", "question", 400, 850),
    ("genuine", "explain", 50_000, 230_000),
    ("made", "strings", 1_300, 2_000),
    ("made", "prepared", 950, 1_250),
    ("made", "question", 450, 700),
    ("made", "explain", 90_000, 600_000),
];
/// The most instructions a question to Azure may take, granted or refused.
const AZURE: u64 = 12_000;
/// The most that a question in strings, granted or refused, may grow from the smallest world to the largest, in percent.
const GROWTH: u64 = 15;
const SIZES: [&str; 2] = ["100", "10000"];
/// Questions in strings are asked here as well: nothing may grow.
const LARGEST: &str = "100000";

/// Counts in worlds of two sizes and fails above the budgets.
pub(crate) fn guard() {
    assert!(is_there(), "valgrind is missing, and nothing else counts");
    let mut over = Vec::new();
    println!("| world | way | granted | refused | budget |");
    println!("|---|---|---|---|---|");
    for (kind, way, most_granted, most_refused) in BUDGETS {
        if kind == "genuine" && !material::has_genuine() {
            continue;
        }
        let mut smallest = None;
        let largest = (way == "strings").then_some(LARGEST);
        for size in SIZES.into_iter().chain(largest) {
            let (granted, refused) = count(kind, size, way);
            let budget = format!("{most_granted} / {most_refused}");
            println!("| {kind} {size} | {way} | {granted} | {refused} | {budget} |");
            if granted > most_granted || refused > most_refused {
                over.push(format!(
                    "{kind} {size}, {way}: {granted} / {refused}, budget {budget}"
                ));
            }
            let first = *smallest.get_or_insert((granted, refused));
            let has_grown = |now: u64, first: u64| now * 100 > first * (100 + GROWTH);
            if way == "strings" && (has_grown(granted, first.0) || has_grown(refused, first.1)) {
                over.push(format!(
                    "{kind} {size}, {way}: grown by more than {GROWTH} %"
                ));
            }
        }
    }
    let (granted, refused) = count("made", "azure", "azure");
    println!("| azure | strings | {granted} | {refused} | {AZURE} |");
    if granted.max(refused) > AZURE {
        over.push(format!("azure: {granted} and {refused}, budget {AZURE}"));
    }
    assert!(over.is_empty(), "instructions: {}", over.join("; "));
}

/// Whether valgrind can be run.
pub(crate) fn is_there() -> bool {
    let version = Command::new("valgrind").arg("--version").output();
    version.is_ok_and(|output| output.status.success())
}

/// Instructions of a granted and of a refused question, from one run: what was counted is written after
/// the granted ones, and again at the end.
pub(crate) fn count(kind: &str, size: &str, way: &str) -> (u64, u64) {
    let folder = temp_dir().join(format!("aksess-callgrind-{}", id()));
    fs::create_dir_all(&folder).unwrap();
    let run = Command::new("valgrind")
        .args(["--tool=callgrind", "--collect-atstart=no", "--quiet"])
        .args([
            "--toggle-collect=*counted_*",
            "--dump-after=*counted_granted*",
        ])
        .arg(format!("--callgrind-out-file={}/out", folder.display()))
        .arg(current_exe().unwrap())
        .args(["run", kind, size, way])
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&run.stdout).into_owned();
    let errors = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{text}{errors}");
    let questions: u64 = text.trim().parse().unwrap();
    let mut files: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .flatten()
        .map(|of| of.path())
        .collect();
    files.sort();
    let totals: Vec<u64> = files.iter().filter_map(|file| total(file)).collect();
    let _ = fs::remove_dir_all(&folder);
    match totals
        .iter()
        .filter(|total| **total > 0)
        .collect::<Vec<_>>()
        .as_slice()
    {
        // the file of the end has no number and sorts first
        [refused, granted] => (*granted / questions, *refused / questions),
        found => panic!("callgrind wrote {found:?}"),
    }
}

/// What a file of callgrind counts.
fn total(file: &Path) -> Option<u64> {
    let text = fs::read_to_string(file).unwrap();
    let mut lines = text.lines();
    let total = lines.find_map(|line| line.strip_prefix("totals: "))?;
    total.trim().parse().ok()
}

/// What is run under valgrind: every question once, after each was asked once before.
pub(crate) fn run(kind: &str, size: &str, way: &str) {
    if way == "azure" {
        let world = World::new();
        let [granted, refused] = world.questions();
        counted_granted(&granted, |of| world.authorizer.authorize(of).is_allowed());
        counted_refused(&refused, |of| world.authorizer.authorize(of).is_allowed());
        return println!("{}", granted.len());
    }
    let material = match kind {
        "genuine" => material::genuine(size).unwrap(),
        _ => material::made(size.parse().unwrap()),
    };
    let source = [Source::new("world", material.json)];
    if way == "snapshot" {
        let bytes = aksess::snapshot::write(&Policy::parse(&source));
        counted_granted(&[()], |()| aksess::snapshot::read(&bytes).is_ok());
        return println!("1");
    }
    let (authorizer, _) = Authorizer::load(&source);
    let granted: Vec<_> = material.granted.iter().map(attributes).collect();
    let refused: Vec<_> = material.refused.iter().map(attributes).collect();
    match way {
        "strings" => {
            counted_granted(&granted, |asked| authorizer.authorize(asked).is_allowed());
            counted_refused(&refused, |asked| authorizer.authorize(asked).is_allowed());
        }
        "explain" => {
            counted_granted(&granted, |of| authorizer.explain(of).decision.is_allowed());
            counted_refused(&refused, |of| authorizer.explain(of).decision.is_allowed());
        }
        "words" => {
            let words = |of: &Attributes<'_>| {
                let trace = authorizer.explain(of);
                black_box(trace.near_misses.len());
                trace.decision.is_allowed()
            };
            counted_granted(&granted, words);
            counted_refused(&refused, words);
        }
        "prepared" => {
            let callers = |asked: &[Attributes<'_>]| -> Vec<_> {
                let caller = |of: &Attributes<'_>| authorizer.prepare(&identity(of));
                asked.iter().map(caller).collect()
            };
            let (granted_of, refused_of) = (callers(&granted), callers(&refused));
            let pairs: Vec<_> = granted_of.iter().zip(&granted).collect();
            counted_granted(&pairs, |(caller, of)| {
                caller.authorize(of.verb, of.target).is_allowed()
            });
            let pairs: Vec<_> = refused_of.iter().zip(&refused).collect();
            counted_refused(&pairs, |(caller, of)| {
                caller.authorize(of.verb, of.target).is_allowed()
            });
        }
        _ => {
            let questions = |asked: &[Attributes<'_>]| -> Vec<_> {
                let question = |of: &Attributes<'_>| {
                    Arc::new(authorizer.prepare(&identity(of))).question(of.verb, of.target)
                };
                asked.iter().map(question).collect()
            };
            counted_granted(&questions(&granted), |of| of.authorize().is_allowed());
            counted_refused(&questions(&refused), |of| of.authorize().is_allowed());
        }
    }
    println!("{}", granted.len());
}

/// The identity of who asks.
pub(crate) fn identity(of: &Attributes<'_>) -> Identity {
    Identity {
        user: of.user.to_owned(),
        groups: of.groups.iter().map(|&group| group.to_owned()).collect(),
        ..Identity::default()
    }
}

#[inline(never)]
fn counted_granted<T>(questions: &[T], ask: impl Fn(&T) -> bool) {
    for question in questions {
        assert!(
            black_box(ask(black_box(question))),
            "refused what is granted"
        );
    }
}

#[inline(never)]
fn counted_refused<T>(questions: &[T], ask: impl Fn(&T) -> bool) {
    for question in questions {
        assert!(
            !black_box(ask(black_box(question))),
            "granted what is refused"
        );
    }
}
