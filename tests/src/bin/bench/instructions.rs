//! How many instructions does a decision take?
//!
//! The program runs itself under valgrind's callgrind, which counts inside one function only. The count
//! is the same each time on the same code, however busy the machine is, so it can be a budget.

use std::env::{current_exe, temp_dir};
use std::fs;
use std::hint::black_box;
use std::process::{Command, id};
use std::sync::Arc;

use aksess::{Attributes, Authorizer, Identity, Policy, Source};

use crate::azure::World;
use crate::material::{self, attributes};

/// A way to ask, and the most instructions a granted and a refused question may take on average.
const BUDGETS: [(&str, u64, u64); 2] = [("strings", 1_500, 2_000), ("prepared", 600, 900)];
/// The most instructions a question to Azure may take, granted or refused.
const AZURE: u64 = 12_000;
/// The most that the count may grow from the smallest world to the largest, in percent.
const GROWTH: u64 = 15;
const SIZES: [&str; 3] = ["100", "1000", "10000"];

/// Counts on made worlds and fails above the budgets.
pub(crate) fn guard() {
    if !is_there() {
        println!("instructions are not counted: there is no valgrind here");
        return;
    }
    let mut over = Vec::new();
    println!("| way | bindings | granted | refused |");
    println!("|---|---|---|---|");
    for (way, most_granted, most_refused) in BUDGETS {
        let mut smallest = None;
        for size in SIZES {
            let (granted, refused) = count("made", size, way);
            println!("| {way} | {size} | {granted} | {refused} |");
            let (low_granted, low_refused) = *smallest.get_or_insert((granted, refused));
            let grown = |now: u64, then: u64| now * 100 > then * (100 + GROWTH);
            if granted > most_granted || refused > most_refused {
                over.push(format!("{way} at {size}: {granted} and {refused}, budget {most_granted} and {most_refused}"));
            }
            if grown(granted, low_granted) || grown(refused, low_refused) {
                over.push(format!(
                    "{way} at {size} is more than {GROWTH} % above {}",
                    SIZES[0]
                ));
            }
        }
    }
    let (granted, refused) = count("made", "azure", "azure");
    println!("| azure | 10000 | {granted} | {refused} |");
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

/// Instructions of a granted and of a refused question.
pub(crate) fn count(kind: &str, size: &str, way: &str) -> (u64, u64) {
    let counted = |what: &str| {
        let file = temp_dir().join(format!("aksess-callgrind-{}", id()));
        let run = Command::new("valgrind")
            .args(["--tool=callgrind", "--collect-atstart=no", "--quiet"])
            .arg(format!("--toggle-collect=*counted_{what}*"))
            .arg(format!("--callgrind-out-file={}", file.display()))
            .arg(current_exe().unwrap())
            .args(["run", kind, size, way])
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&run.stdout).into_owned();
        assert!(
            run.status.success(),
            "{text}{}",
            String::from_utf8_lossy(&run.stderr)
        );
        let questions: u64 = text.trim().parse().unwrap();
        let found = fs::read_to_string(&file).unwrap();
        let _ = fs::remove_file(&file);
        let total = found
            .lines()
            .find_map(|line| line.strip_prefix("summary: "));
        let total = total.or_else(|| found.lines().find_map(|line| line.strip_prefix("totals: ")));
        total.unwrap().trim().parse::<u64>().unwrap() / questions
    };
    (counted("granted"), counted("refused"))
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
    let authorizer = Authorizer::new(&Policy::parse(&source));
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
