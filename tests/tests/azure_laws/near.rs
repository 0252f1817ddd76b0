//! Is a near miss with one difference granted once that is repaired?

use super::for_all::for_all;
use super::worlds::{PLAIN, asked, compiled, with, world};
use aksess::azure::trace::{AzureAnswer, AzureFacet};
use aksess_tests::naive_azure::world::{Block, Role, Standing, World};
use proptest::prelude::*;
use std::sync::LazyLock;

/// A role that lacks nothing.
static EVERYTHING: LazyLock<Role> = LazyLock::new(|| Role {
    number: 200,
    blocks: vec![Block {
        lists: [vec![], vec![], vec!["*".to_owned()], vec![]],
        condition: None,
    }],
});

/// The world in which what kept an assignment from granting is no longer so, and nothing else differs.
fn repaired(world: &World, at: usize, facet: AzureFacet, oid: &str) -> Option<World> {
    let mut world = world.clone();
    let assignment = world.assignments.get_mut(at)?;
    match facet {
        AzureFacet::Principal => oid.clone_into(&mut assignment.principal),
        AzureFacet::Standing => assignment.standing = Standing::Permanent,
        AzureFacet::Scope => "/".clone_into(&mut assignment.scope),
        AzureFacet::Condition => {
            assignment.condition = None;
            let number = assignment.role;
            let role = world.roles.iter_mut().find(|of| of.number == number)?;
            for block in &mut role.blocks {
                block.condition = None;
            }
        }
        AzureFacet::NotActions => {
            let number = assignment.role;
            let role = world.roles.iter_mut().find(|of| of.number == number)?;
            for block in &mut role.blocks {
                block.lists[3].clear();
            }
        }
        AzureFacet::Role | AzureFacet::Platform | AzureFacet::OtherPlane | AzureFacet::Action => {
            assignment.role = EVERYTHING.number;
            world.roles.push(EVERYTHING.clone());
        }
        AzureFacet::Off => return None,
    }
    Some(world)
}

#[test]
fn one_difference_repaired_is_a_grant() {
    let counted = std::cell::Cell::new(0);
    for_all(300, &(world(), asked()), |(mut world, mut asked)| {
        world.denies.clear();
        world.bound = false;
        if asked.verb == "*" {
            "get".clone_into(&mut asked.verb);
        }
        let trace = with(&asked, |asked| compiled(&world, PLAIN).explain(asked));
        let azure = trace.azure.unwrap();
        for near in &azure.near_misses {
            let [difference] = near.differences.as_slice() else {
                prop_assert!(near.differences.len() > 1);
                continue;
            };
            let digits = near.assignment.name.rsplit('-').next().unwrap();
            let at = usize::from_str_radix(digits, 16).unwrap();
            let oid = asked.oid.clone().unwrap_or_default();
            let Some(repaired) = repaired(&world, at, difference.facet, &oid) else {
                continue;
            };
            let trace = with(&asked, |asked| compiled(&repaired, PLAIN).explain(asked));
            let after = trace.azure.unwrap();
            prop_assert_eq!(after.answer, AzureAnswer::Allowed, "{:?}", difference);
            counted.set(counted.get() + 1);
        }
        Ok(())
    });
    assert!(counted.get() > 60, "{}", counted.get());
}
