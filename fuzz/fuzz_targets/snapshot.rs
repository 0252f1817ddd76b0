//! Are bytes that are no snapshot refused, and does what is read answer like any policy?
#![no_main]

use aksess::{Attributes, Policy, Resource, Source, Target, snapshot};
use libfuzzer_sys::fuzz_target;
use sha2::{Digest, Sha256};

fn ask(bytes: &[u8]) {
    let Ok(authorizer) = snapshot::read(bytes) else {
        assert!(snapshot::read_kubernetes(bytes).is_err());
        return;
    };
    let on = Resource { resource: "pods", subresource: "log", namespace: "dev", ..Resource::default() };
    for target in [Target::Resource(on), Target::NonResource { path: "/healthz" }] {
        let asked = Attributes { user: "alice", groups: vec!["devs"], extra: vec![], verb: "get", target };
        let trace = authorizer.explain(&asked);
        assert_eq!(authorizer.authorize(&asked), trace.decision);
        assert!(trace.near_misses.iter().all(|of| !of.differences.is_empty()));
        authorizer.who_can(&asked);
    }
}

// As they come; with a beginning and a digest that fit; and as a text whose snapshot is written and read.
fuzz_target!(|bytes: &[u8]| {
    ask(bytes);
    let mut whole = snapshot::write(&Policy::parse(&[]));
    // the mark, and the section that names the engine
    whole.truncate(8 + 12 + aksess::VERSION.len());
    whole.extend_from_slice(&2u32.to_le_bytes());
    whole.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
    whole.extend_from_slice(bytes);
    let digest = Sha256::digest(&whole);
    whole.extend_from_slice(&digest);
    ask(&whole);
    if let Ok(read) = snapshot::read(&whole) {
        assert_eq!(snapshot::write_of(&read), whole, "there is one way to write it");
    }
    let written = snapshot::write(&Policy::parse(&[Source::decode("fuzz", bytes)]));
    assert_eq!(snapshot::write_of(&snapshot::read(&written).unwrap()), written);
});
