//! What does asking Azure cost?
//!
//! On the made world of [`aksess_tests::azure_world`]: 10,000 bindings beside 1,000 assignments, of which 20
//! name the caller. Granted are questions that the last of those grants; refused are questions that nothing
//! grants, so that the cluster is asked too.

use std::hint::black_box;

use aksess::{Attributes, Authorizer, Policy, Resource, Target};
use aksess_tests::azure_world::{self, Caller};

use crate::clock::median;

/// Bindings of the cluster beside the documents of Azure.
const BINDINGS: usize = 10_000;

/// The world and its caller.
pub(crate) struct World {
    pub(crate) authorizer: Authorizer,
    caller: Caller,
    oid: [String; 1],
}

impl World {
    pub(crate) fn new() -> Self {
        let caller = azure_world::caller();
        Self {
            authorizer: Authorizer::new(&Policy::parse(&azure_world::sources(BINDINGS))),
            oid: [caller.oid.clone()],
            caller,
        }
    }

    /// Questions that are granted, and as many that are refused.
    pub(crate) fn questions(&self) -> [Vec<Attributes<'_>>; 2] {
        let granted = ["", "ns-2", "ns-7", "ns-40"].map(|of| self.question("get", "nodes", of));
        let refused =
            ["", "ns-2", "ns-7", "ns-40"].map(|of| self.question("impersonate", "users", of));
        [granted.to_vec(), refused.to_vec()]
    }

    fn question<'a>(
        &'a self,
        verb: &'a str,
        resource: &'a str,
        namespace: &'a str,
    ) -> Attributes<'a> {
        Attributes {
            user: &self.caller.user,
            groups: self.caller.groups.iter().map(String::as_str).collect(),
            extra: vec![("oid", &self.oid[..])],
            verb,
            target: Target::Resource(Resource {
                resource,
                namespace,
                ..Resource::default()
            }),
        }
    }
}

/// Prints the table.
pub(crate) fn print() {
    let world = World::new();
    let asked = world.questions();
    for (asked, granted) in asked.iter().zip([true, false]) {
        for question in asked {
            let allowed = world.authorizer.authorize(question).is_allowed();
            assert_eq!(allowed, granted, "{question:?}");
        }
    }
    let authorize = asked.each_ref().map(|asked| {
        median(asked, |of| {
            black_box(world.authorizer.authorize(black_box(of)));
        })
    });
    let explain = asked.each_ref().map(|asked| {
        median(asked, |of| {
            black_box(world.authorizer.explain(black_box(of)));
        }) / 1e3
    });
    println!(
        "\nAzure RBAC beside {BINDINGS} bindings: ns of one decision, explain in µs, granted / refused\n"
    );
    println!("| authorize | explain |");
    println!("|---|---|");
    println!(
        "| {:.0} / {:.0} | {:.1} / {:.1} |",
        authorize[0], authorize[1], explain[0], explain[1]
    );
}
