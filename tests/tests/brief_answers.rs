//! Do the answers a gateway asks for say what the full explanation says?

use aksess::{Attributes, Authorizer, By, Decision, Policy, Resource, Source, Target};
use aksess_tests::root;
use aksess_tests::vectors::{cases, worlds};

#[test]
fn who_decided_and_why_are_those_of_the_explanation() {
    let folder = root().join("tests/vectors");
    let worlds = worlds(&folder.join("random-worlds.jsonl"));
    let mut refused = 0;
    for case in cases(&folder.join("random-cases.jsonl")) {
        let authorizer = Authorizer::new(&worlds[&case.world]);
        let asked = case.attributes();
        let full = authorizer.explain(&asked);
        let short = authorizer.verdict(&asked);
        assert_eq!(
            authorizer.authorize_by(&asked),
            (full.decision, full.by),
            "{}",
            case.id
        );
        assert_eq!(
            (short.decision, short.by, short.reason),
            (full.decision, full.by, full.reason)
        );
        refused += usize::from(!full.decision.is_allowed());
    }
    assert!(refused > 100);
}

#[test]
fn a_member_of_the_privileged_group_is_let_through_by_that() {
    let authorizer = Authorizer::new(&Policy::parse(&[Source::new("empty", "")]));
    let asked = Attributes {
        user: "root",
        groups: vec!["system:masters"],
        extra: Vec::new(),
        verb: "get",
        target: Target::Resource(Resource::default()),
    };
    assert_eq!(
        authorizer.authorize_by(&asked),
        (Decision::Allow, By::Superuser)
    );
}
