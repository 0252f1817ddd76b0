//! Does a decision allocate?
//!
//! A program of its own, because it counts every allocation made in it.

use aksess::{Attributes, Authorizer, Policy, Resource, Source, Target};
use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};

static ALLOCATIONS: AtomicUsize = AtomicUsize::new(0);

struct Counting;

#[expect(
    unsafe_code,
    reason = "an allocator that counts is the only way to see allocations"
)]
// SAFETY: every call is passed on to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
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
    let before = ALLOCATIONS.load(Ordering::Relaxed);
    let mut allowed = 0;
    for _ in 0..1_000 {
        for (question, _) in &questions {
            allowed +=
                usize::from(black_box(authorizer.authorize(black_box(question))).is_allowed());
        }
    }
    let made = ALLOCATIONS.load(Ordering::Relaxed) - before;
    assert_eq!(
        allowed,
        1_000 * questions.iter().filter(|(_, allow)| *allow).count()
    );
    assert_eq!(made, 0, "{made} allocations in 5,000 decisions");
    // The counter counts: explaining does allocate.
    let _ = black_box(authorizer.explain(&questions[0].0));
    assert!(ALLOCATIONS.load(Ordering::Relaxed) > before);
}
