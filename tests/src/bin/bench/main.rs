//! How long does a decision take, and does it grow with the number of bindings?
//!
//! Prints one table per question: what a decision costs, what an explanation, what loading, what memory.
//! Times are medians over windows, beside the ratio to a naive scan in the same run, because machines are
//! noisy and a ratio is less so. Instructions are counted by valgrind's callgrind where there is one.
//!
//! Two kinds of worlds: those with the answers of the genuine authorizer, which lie beside the project,
//! and made ones ([`aksess_tests::worlds`]) that anyone has. It asserts answers, never times.
//!
//! `make bench` prints it all. `bench instructions` counts instructions on made worlds and fails above the
//! budgets; it is part of the tests. `bench worlds FOLDER` writes the worlds for other hosts to measure.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    reason = "a program that measures: it prints, it needs its material, and it reads the clock"
)]

mod azure;
mod clock;
mod instructions;
mod load;
mod material;
mod tables;

use std::env::args;

fn main() {
    let given: Vec<String> = args().skip(1).collect();
    let given: Vec<&str> = given.iter().map(String::as_str).collect();
    match given.as_slice() {
        [] => tables::print(
            &["100", "1000", "10000", "100000"],
            &[100, 1_000, 10_000, 100_000, 1_000_000],
        ),
        ["quick"] => tables::print(&["100", "1000", "10000"], &[100, 10_000]),
        ["load", kind, size] => load::print(&[(
            format!("{kind} {size}"),
            match *kind {
                "genuine" => material::genuine(size).unwrap(),
                _ => material::made(size.parse().unwrap()),
            },
        )]),
        ["instructions"] => instructions::guard(),
        ["run", kind, size, way] => instructions::run(kind, size, way),
        ["worlds", folder] => material::write(folder),
        _ => panic!("usage: bench [quick | instructions | worlds FOLDER]"),
    }
}
