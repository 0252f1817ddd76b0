//! Does a decision allocate?
//!
//! A program of its own, because it counts every allocation made in it.

use aksess::azure::{Attribute, AttributeSource, AttributeValue, Condition, Facts};
use aksess::{Attributes, Authorizer, Identity, Policy, Resource, Source, Target};
use aksess_tests::azure_world;
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::hint::black_box;
use std::sync::Arc;

thread_local! {
    // Tests run at the same time, each on a thread of its own.
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

fn allocations() -> usize {
    ALLOCATIONS.get()
}

struct Counting;

#[expect(
    unsafe_code,
    reason = "an allocator that counts is the only way to see allocations"
)]
// SAFETY: every call is passed on to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const WORLD: &str = "
kind: ClusterSettings
kubernetesDefaults: true
---
kind: RoleBinding
metadata: {name: viewers, namespace: dev}
roleRef: {kind: ClusterRole, name: view}
subjects: [{kind: User, name: alice}, {kind: ServiceAccount, name: web}]
";

fn asked<'a>(user: &'a str, verb: &'a str, target: Target<'a>) -> Attributes<'a> {
    Attributes {
        user,
        groups: vec!["devs", "system:authenticated"],
        extra: vec![],
        verb,
        target,
    }
}

#[test]
fn authorize_allocates_nothing() {
    let authorizer = Authorizer::new(&Policy::parse(&[Source::new("w", WORLD)]));
    let log = Target::Resource(Resource {
        resource: "pods",
        subresource: "log",
        namespace: "dev",
        name: "web",
        ..Resource::default()
    });
    let questions = [
        (asked("alice", "get", log), true),
        (asked("bob", "get", log), false),
        (asked("system:serviceaccount:dev:web", "get", log), true),
        (
            asked("alice", "get", Target::NonResource { path: "/healthz" }),
            true,
        ),
        (
            asked("alice", "post", Target::NonResource { path: "/healthz" }),
            false,
        ),
    ];
    let before = allocations();
    let mut allowed = 0;
    for _ in 0..1_000 {
        for (question, _) in &questions {
            allowed +=
                usize::from(black_box(authorizer.authorize(black_box(question))).is_allowed());
        }
    }
    let made = allocations() - before;
    assert_eq!(
        allowed,
        1_000 * questions.iter().filter(|(_, allow)| *allow).count()
    );
    assert_eq!(made, 0, "{made} allocations in 5,000 decisions");
    // The counter counts: explaining does allocate.
    let _ = black_box(authorizer.explain(&questions[0].0));
    assert!(allocations() > before);
}

#[test]
fn prepared_callers_and_questions_allocate_nothing() {
    let authorizer = Authorizer::new(&Policy::parse(&[Source::new("w", WORLD)]));
    let identity = Identity {
        user: "alice".to_owned(),
        groups: vec!["devs".to_owned(), "system:authenticated".to_owned()],
        ..Identity::default()
    };
    let pods = Target::Resource(Resource {
        resource: "pods",
        namespace: "dev",
        ..Resource::default()
    });
    let path = Target::NonResource { path: "/healthz" };
    let asked = [
        ("get", pods),
        ("delete", pods),
        ("get", path),
        ("post", path),
    ];
    let caller = Arc::new(authorizer.prepare(&identity));
    let questions = asked.map(|(verb, target)| Arc::clone(&caller).question(verb, target));
    let before = allocations();
    let mut allowed = 0;
    for _ in 0..1_000 {
        for ((verb, target), question) in asked.iter().zip(&questions) {
            let decisions = [
                caller.authorize(black_box(verb), black_box(*target)),
                black_box(question).authorize(),
                authorizer.answer(black_box(question)),
            ];
            allowed += decisions.iter().filter(|of| of.is_allowed()).count();
        }
    }
    let made = allocations() - before;
    assert_eq!(allowed, 6_000);
    assert_eq!(made, 0, "{made} allocations in 12,000 decisions");
}

#[test]
fn azure_allocates_nothing() {
    let authorizer = Authorizer::new(&Policy::parse(&azure_world::sources(100)));
    let caller = azure_world::caller();
    let oid = [caller.oid.clone()];
    let question = |verb, resource, namespace| Attributes {
        user: &caller.user,
        groups: caller.groups.iter().map(String::as_str).collect(),
        extra: vec![("oid", &oid[..])],
        verb,
        target: Target::Resource(Resource {
            resource,
            namespace,
            ..Resource::default()
        }),
    };
    let questions = [
        (question("get", "nodes", ""), true),
        (question("get", "nodes", "ns-2"), true),
        (question("impersonate", "users", "ns-2"), false),
    ];
    let before = allocations();
    let mut allowed = 0;
    for _ in 0..1_000 {
        for (question, _) in &questions {
            allowed +=
                usize::from(black_box(authorizer.authorize(black_box(question))).is_allowed());
        }
    }
    let made = allocations() - before;
    assert_eq!(allowed, 2_000);
    assert_eq!(made, 0, "{made} allocations in 3,000 decisions");
}

#[test]
fn conditions_allocate_nothing() {
    let condition = Condition::parse(
        "((!(ActionMatches{'*/customresources/*'})) OR (@Resource[p:group] StringLikeIgnoreCase '*.X-K8S.io'
          AND @Resource[p:kind] ForAnyOfAnyValues:StringEquals {'a', 'b', 'c'}))
         AND @Request[id] ForAllOfAnyValues:GuidEquals {7f6c6a51-bcf8-42ba-9220-52d62157d7db}
         AND @Request[at] DateTimeLessThan '2026-01-01T00:00:00Z' AND @Request[n] NumericEquals @Request[n]",
    )
    .unwrap();
    let given = [
        (AttributeSource::Resource, "P:Group", "secrets.x-k8s.io"),
        (AttributeSource::Resource, "p:kind", "c"),
        (
            AttributeSource::Request,
            "id",
            "7f6c6a51bcf842ba922052d62157d7db",
        ),
        (
            AttributeSource::Request,
            "at",
            "2025-01-01T00:00:00.5+01:00",
        ),
        (AttributeSource::Request, "n", "7"),
    ];
    let attributes = given.map(|(source, name, value)| Attribute {
        source,
        name,
        value: AttributeValue::Text(value),
    });
    let facts = Facts {
        action: "p/customresources/read",
        sub_operation: None,
        attributes: &attributes,
    };
    let before = allocations();
    for _ in 0..1_000 {
        assert!(black_box(&condition).holds(black_box(&facts)));
    }
    let made = allocations() - before;
    assert_eq!(made, 0, "{made} allocations in 1,000 evaluations");
    assert!(condition.explain(&facts).holds && allocations() > before);
}
