//! How long does a policy take to load, and how much does it take then?

use aksess::{Authorizer, Policy, Source, snapshot};

use crate::clock::seconds;
use crate::material::{self, Material};

/// Prints the table.
pub(crate) fn print(worlds: &[(String, Material)]) {
    println!(
        "\n| world | bindings | MB of JSON | with places ms | MB/s | without ms | MB/s | bytes per binding | and names | rows |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|---|");
    for (name, material) in worlds {
        let megabytes = material.json.len() as f64 / 1e6;
        let source = [Source::new("world", material.json.clone())];
        let (time, authorizer) = seconds(|| Authorizer::new(&Policy::parse(&source)));
        let (plain, (loaded, _)) = seconds(|| Authorizer::load(&source));
        assert_eq!(loaded.memory().names, authorizer.memory().names, "{name}");
        let bytes = snapshot::write(&Policy::parse(&source));
        let (read, _) = seconds(|| snapshot::read(&bytes).unwrap());
        let memory = authorizer.memory();
        let count = material.world.bindings.len();
        let each = |bytes: usize| bytes as f64 / count as f64;
        println!(
            "| {name} | {count} | {megabytes:.1} | {:.0} | {:.0} | {:.0} | {:.0} | {:.0} | {:.0} | {} | {:.1} | {:.1} |",
            time * 1e3,
            megabytes / time,
            plain * 1e3,
            megabytes / plain,
            each(memory.deciding),
            each(memory.deciding + memory.names),
            if memory.has_rows { "yes" } else { "no" },
            bytes.len() as f64 / 1e6,
            read * 1e3,
        );
    }
    if let Some(yaml) = material::genuine_yaml() {
        let megabytes = yaml.len() as f64 / 1e6;
        let source = [Source::new("world", yaml)];
        let (time, _) = seconds(|| Authorizer::new(&Policy::parse(&source)));
        println!(
            "\nYAML, {megabytes:.1} MB: {:.0} ms, {:.1} MB/s",
            time * 1e3,
            megabytes / time
        );
    }
}
