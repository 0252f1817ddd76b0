//! What does asking cost?

use std::hint::black_box;
use std::sync::Arc;

use aksess::{Attributes, Authorizer, Policy, Source};
use aksess_tests::naive;
use aksess_tests::worlds::attributes;

use crate::azure;
use crate::clock::median;
use crate::instructions::{self, identity};
use crate::load;
use crate::material::{self, Material};

/// So many near misses are listed in full.
const CLOSE: usize = 50;

/// Prints all tables for genuine and made worlds of these sizes.
pub(crate) fn print(genuine: &[&str], made: &[usize]) {
    let mut worlds = Vec::new();
    for size in genuine {
        match material::genuine(size) {
            Some(material) => worlds.push((format!("genuine {size}"), material)),
            None => println!("the world of {size} with genuine answers is not beside the project"),
        }
    }
    for size in made {
        worlds.push((format!("made {size}"), material::made(*size)));
    }
    println!(
        "ns of one decision (times the naive scan of the same run), granted / refused; explain in µs\n"
    );
    println!(
        "| world | strings | prepared caller | prepared question | naive | times | explain | of refusals with at most 50 near misses (how many) | with near misses in words | how many came near |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|");
    for (name, material) in &worlds {
        println!("{}", row(name, material));
    }
    if instructions::is_there() {
        counts(&worlds);
    } else {
        println!("\ninstructions are not counted: there is no valgrind here");
    }
    azure::print();
    load::print(&worlds);
}

/// Instructions, for worlds that valgrind reads in bearable time.
fn counts(worlds: &[(String, Material)]) {
    println!("\ninstructions of one decision, granted / refused\n");
    println!("| world | strings | prepared caller | prepared question |");
    println!("|---|---|---|---|");
    for (name, _) in worlds
        .iter()
        .filter(|(_, of)| of.world.bindings.len() <= 100_000)
    {
        let Some((kind, size)) = name.split_once(' ') else {
            continue;
        };
        let cell = |way: &str| {
            let (granted, refused) = instructions::count(kind, size, way);
            format!("{granted} / {refused}")
        };
        println!(
            "| {name} | {} | {} | {} |",
            cell("strings"),
            cell("prepared"),
            cell("question")
        );
    }
}

fn row(name: &str, material: &Material) -> String {
    let source = [Source::new("world", material.json.clone())];
    let authorizer = Authorizer::new(&Policy::parse(&source));
    let both = [&material.granted, &material.refused];
    let asked = both.map(|asked| asked.iter().map(attributes).collect::<Vec<_>>());
    for (asked, granted) in asked.iter().zip([true, false]) {
        for question in asked {
            let allowed = authorizer.authorize(question).is_allowed();
            assert_eq!(allowed, granted, "{name}: {question:?}");
        }
    }
    let strings = asked.each_ref().map(|asked| {
        median(asked, |of| {
            black_box(authorizer.authorize(black_box(of)));
        })
    });
    let prepared = asked.each_ref().map(|asked| {
        let caller = |of| (authorizer.prepare(&identity(of)), of);
        let callers: Vec<(_, &Attributes<'_>)> = asked.iter().map(caller).collect();
        median(&callers, |(caller, of)| {
            black_box(caller.authorize(black_box(of.verb), black_box(of.target)));
        })
    });
    let questions = asked.each_ref().map(|asked| {
        let question = |of: &Attributes<'_>| {
            Arc::new(authorizer.prepare(&identity(of))).question(of.verb, of.target)
        };
        let questions: Vec<_> = asked.iter().map(question).collect();
        median(&questions, |of| {
            black_box(black_box(of).authorize());
        })
    });
    let naive = both.map(|asked| {
        let few = if material.world.bindings.len() > 100_000 {
            10
        } else {
            100
        };
        median(asked.get(..few).unwrap_or(asked), |of| {
            black_box(naive::allowed(&material.world, black_box(of)));
        })
    });
    let few = asked
        .each_ref()
        .map(|asked| asked.get(..200).unwrap_or(asked));
    let count = |of: &Attributes<'_>| authorizer.explain(of).counts.near;
    let mut near: Vec<usize> = few[1].iter().map(count).collect();
    near.sort_unstable();
    // what the goal for explanations is about
    let close: Vec<_> = few[1].iter().filter(|of| count(of) <= CLOSE).collect();
    let closely = median(&close, |of| {
        black_box(authorizer.explain(of));
    }) / 1e3;
    let explain = few.map(|asked| {
        median(asked, |of| {
            black_box(authorizer.explain(of));
        }) / 1e3
    });
    // near misses are put into words when they are read
    let words = median(few[1], |of| {
        black_box(authorizer.explain(of).near_misses.len());
    }) / 1e3;
    let pair = |[granted, refused]: [f64; 2]| format!("{granted:.0} / {refused:.0}");
    let times = [naive[0] / strings[0], naive[1] / strings[1]];
    format!(
        "| {name} | {} | {} | {} | {} | {} | {:.1} / {:.1} | {closely:.1} ({}) | {words:.1} | {} |",
        pair(strings),
        pair(prepared),
        pair(questions),
        pair(naive),
        pair(times),
        explain[0],
        explain[1],
        close.len(),
        near.get(near.len() / 2).copied().unwrap_or_default(),
    )
}
