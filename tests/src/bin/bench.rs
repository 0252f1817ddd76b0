//! How long does a decision take, and does it grow with the number of bindings?
//!
//! Asks the benchmark worlds that lie beside the project: 2,000 questions each, half allowed, half not,
//! with the answers of the genuine authorizer. Prints nanoseconds per decision as the median of windows of
//! 100, and the ratio to a naive scan in the same run, because machines are noisy and a ratio is less so.
//!
//! Run it with `make bench`. It asserts answers, never times.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    reason = "a program that measures: it prints, it needs its material, and it reads the clock"
)]

use std::fs::File;
use std::hint::black_box;
use std::io::Read;
use std::time::Instant;

use aksess::{Authorizer, Policy, Source};
use aksess_tests::naive::{self, Asked, Binding, Role, Rule, World};
use aksess_tests::shared;
use aksess_tests::vectors::{Case, cases_of};
use flate2::read::GzDecoder;

const SIZES: [&str; 4] = ["100", "1000", "10000", "100000"];
const WINDOW: usize = 100;

fn main() {
    let Some(folder) = shared("data/kubernetes/bench") else {
        println!("the benchmark worlds are not beside the project");
        return;
    };
    println!(
        "| bindings | load MB/s | allow ns | deny ns | naive allow ns | naive deny ns | ratio allow | ratio deny | explain deny µs |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    for size in SIZES {
        let text = unzip(&folder.join(format!("world-{size}.json.gz")));
        let cases = cases_of(&unzip(&folder.join(format!("requests-{size}.jsonl.gz"))));
        let bytes = text.len();
        let source = [Source::new("world", text)];
        let start = Instant::now();
        let policy = Policy::parse(&source);
        let authorizer = Authorizer::new(&policy);
        let load = start.elapsed();
        let world = world(&policy);
        let (allow, deny): (Vec<&Case>, Vec<&Case>) = cases.iter().partition(|case| case.allowed());
        for case in &cases {
            let answer = authorizer.authorize(&case.attributes()).is_allowed();
            assert_eq!(answer, case.allowed(), "{}", case.id);
        }
        let decide = |cases: &[&Case]| {
            let asked: Vec<_> = cases.iter().map(|case| case.attributes()).collect();
            median(asked.len(), |at| {
                black_box(authorizer.authorize(black_box(asked.get(at).unwrap())));
            })
        };
        let scan = |cases: &[&Case]| {
            // Fewer questions where a scan is slow: the median does not need them all.
            let asked: Vec<Asked> = cases.iter().take(200).map(|case| plain(case)).collect();
            median(asked.len(), |at| {
                black_box(naive::allowed(&world, black_box(asked.get(at).unwrap())));
            })
        };
        let explain = {
            let asked: Vec<_> = deny
                .iter()
                .take(200)
                .map(|case| case.attributes())
                .collect();
            median(asked.len(), |at| {
                black_box(authorizer.explain(asked.get(at).unwrap()));
            })
        };
        let (a, d, na, nd) = (decide(&allow), decide(&deny), scan(&allow), scan(&deny));
        let megabytes = bytes as f64 / 1e6 / load.as_secs_f64();
        println!(
            "| {size} | {megabytes:.0} | {a:.0} | {d:.0} | {na:.0} | {nd:.0} | {:.0} | {:.0} | {:.1} |",
            na / a,
            nd / d,
            explain / 1e3
        );
    }
}

/// Nanoseconds of one call, as the median over windows.
fn median(count: usize, mut call: impl FnMut(usize)) -> f64 {
    let mut windows = Vec::new();
    let started = Instant::now();
    let mut at = 0;
    while windows.len() < 400 && (windows.len() < 9 || started.elapsed().as_secs() < 2) {
        let calls = WINDOW.min(count);
        let start = Instant::now();
        for _ in 0..calls {
            call(at % count);
            at += 1;
        }
        windows.push(start.elapsed().as_nanos() as f64 / calls as f64);
    }
    windows.sort_by(f64::total_cmp);
    windows.get(windows.len() / 2).copied().unwrap_or_default()
}

fn unzip(path: &std::path::Path) -> String {
    let mut text = String::new();
    match File::open(path).and_then(|file| GzDecoder::new(file).read_to_string(&mut text)) {
        Ok(_) => text,
        Err(error) => panic!("{}: {error}", path.display()),
    }
}

fn plain(case: &Case) -> Asked {
    Asked {
        user: case.user.clone(),
        groups: case.groups.clone(),
        verb: case.verb.clone(),
        path: case.non_resource_url.clone(),
        on: [
            case.api_group.clone(),
            case.resource.clone(),
            case.subresource.clone(),
            case.namespace.clone(),
            case.name.clone(),
        ],
    }
}

/// The world as the naive scan reads it.
fn world(policy: &Policy) -> World {
    let texts = |names: &[aksess::Spanned<String>]| {
        let texts = names.iter().map(|name| name.value.clone());
        texts.collect::<Vec<String>>()
    };
    let namespace = |of: &Option<aksess::Spanned<String>>| of.as_ref().map(|of| of.value.clone());
    World {
        roles: policy
            .roles()
            .iter()
            .map(|role| Role {
                namespace: namespace(&role.namespace),
                name: role.name.value.clone(),
                rules: role
                    .rules
                    .iter()
                    .map(|rule| Rule {
                        verbs: texts(&rule.verbs),
                        api_groups: texts(&rule.api_groups),
                        resources: texts(&rule.resources),
                        resource_names: texts(&rule.resource_names),
                        urls: texts(&rule.non_resource_urls),
                    })
                    .collect(),
            })
            .collect(),
        bindings: policy
            .bindings()
            .iter()
            .map(|of| Binding {
                namespace: namespace(&of.namespace),
                name: of.name.value.clone(),
                role: (of.role_ref.kind.clone(), of.role_ref.name.clone()),
                subjects: of
                    .subjects
                    .iter()
                    .map(|of| (of.kind.clone(), of.namespace.clone(), of.name.clone()))
                    .collect(),
            })
            .collect(),
    }
}
