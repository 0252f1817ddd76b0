//! Is a snapshot that is not what it should be refused?
//!
//! A damaged one is found by its digest. One whose digest fits but whose content cannot be right must be
//! refused too, or answer like any policy: it must never bring a host down.

#![expect(
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail"
)]

use aksess::snapshot::{self, Refusal};
use aksess::{Attributes, Authorizer, Policy, Resource, Source, Target};
use sha2::{Digest, Sha256};

const POLICY: &str = "
kind: ClusterRole
metadata: {name: reader}
rules:
- {apiGroups: ['', apps], resources: [pods, '*/log', deployments/scale], verbs: [get, list]}
- {apiGroups: ['*'], resources: ['*'], verbs: [watch], resourceNames: [web]}
- {nonResourceURLs: [/healthz, '/logs/*'], verbs: [get]}
---
kind: Role
metadata: {name: writer, namespace: dev}
rules: [{apiGroups: [''], resources: ['*'], verbs: ['*']}]
---
kind: ClusterRoleBinding
metadata: {name: readers}
roleRef: {kind: ClusterRole, name: reader}
subjects: [{kind: Group, name: devs}, {kind: Robot, name: r2}, {kind: ServiceAccount, name: web, namespace: ops}]
---
kind: RoleBinding
metadata: {name: writers, namespace: dev}
roleRef: {kind: Role, name: writer}
subjects: [{kind: User, name: élodie}]
---
kind: RoleBinding
metadata: {name: lost, namespace: dev}
roleRef: {kind: ClusterRole, name: missing}
subjects: [{kind: User, name: élodie}]
";

fn bytes() -> Vec<u8> {
    snapshot::write(&Policy::parse(&[Source::new("policy", POLICY)]))
}

/// The same bytes with a digest that fits.
fn signed(mut bytes: Vec<u8>) -> Vec<u8> {
    let body = bytes.len() - 32;
    let digest = Sha256::digest(&bytes[..body]);
    bytes[body..].copy_from_slice(&digest);
    bytes
}

/// Asks everything that can be asked.
fn ask(authorizer: &Authorizer) -> usize {
    let on = |resource, subresource, namespace| {
        Target::Resource(Resource {
            resource,
            subresource,
            namespace,
            name: "web",
            ..Resource::default()
        })
    };
    let targets = [
        on("pods", "", "dev"),
        on("pods", "log", "ops"),
        on("nodes", "", ""),
        Target::NonResource { path: "/logs/a" },
    ];
    let mut allowed = 0;
    for target in targets {
        for user in ["élodie", "system:serviceaccount:ops:web"] {
            let asked = Attributes {
                user,
                groups: vec!["devs"],
                extra: Vec::new(),
                verb: "get",
                target,
            };
            let decision = authorizer.authorize(&asked);
            assert_eq!(decision, authorizer.explain(&asked).decision);
            authorizer.who_can(&asked);
            authorizer.what_can(user, &["devs"], "dev");
            allowed += usize::from(decision.is_allowed());
        }
    }
    allowed
}

#[test]
fn every_changed_byte_is_found() {
    let whole = bytes();
    assert_eq!(ask(&snapshot::read(&whole).unwrap()), 6);
    assert_eq!(snapshot::digest(&whole).unwrap(), whole[whole.len() - 32..]);
    for at in 0..whole.len() {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        let expected = if at < 8 {
            Refusal::NoSnapshot
        } else {
            Refusal::Damaged
        };
        assert_eq!(snapshot::read(&changed).unwrap_err(), expected, "byte {at}");
        let expected = if at < 40 {
            Refusal::NoSnapshot
        } else {
            Refusal::Damaged
        };
        assert_eq!(
            snapshot::read(&whole[..at]).unwrap_err(),
            expected,
            "cut at {at}"
        );
    }
}

#[test]
fn content_that_cannot_be_right_is_refused_and_never_brings_a_host_down() {
    let whole = bytes();
    let (mut refused, mut read) = (0, 0);
    for at in 8..whole.len() - 32 {
        for change in [1u8, 2, 4, 16, 64, 128, 255] {
            let mut changed = whole.clone();
            changed[at] ^= change;
            let changed = signed(changed);
            match snapshot::read(&changed) {
                Ok(authorizer) => {
                    ask(&authorizer);
                    // there is one way to write what it says
                    assert_eq!(snapshot::write_of(&authorizer), changed, "byte {at}");
                    read += 1;
                }
                Err(Refusal::NoSnapshot | Refusal::Damaged) => panic!("byte {at} was not read"),
                Err(_) => refused += 1,
            }
        }
        let mut longer = whole.clone();
        longer.insert(at, 0);
        if let Ok(authorizer) = snapshot::read(&signed(longer)) {
            ask(&authorizer);
        }
    }
    // a changed letter of a name is another name; most other changes cannot be right
    assert!(
        refused > 2_000 && read > 500,
        "{refused} refused, {read} read"
    );
}

#[test]
fn the_version_and_every_part_must_be_known() {
    let whole = bytes();
    let version = whole
        .windows(5)
        .position(|of| of == aksess::VERSION.as_bytes())
        .unwrap();
    let mut other = whole.clone();
    other[version] = b'9';
    let refusal = snapshot::read(&signed(other)).unwrap_err();
    assert!(matches!(&refusal, Refusal::Engine { version } if version.starts_with('9')));
    assert!(refusal.to_string().contains("make it again"));
    // a section of a later version: a tag, and no content
    let mut more = whole[..whole.len() - 32].to_vec();
    more.extend_from_slice(&77u32.to_le_bytes());
    more.extend_from_slice(&[0; 8 + 32]);
    assert_eq!(
        snapshot::read(&signed(more)).unwrap_err(),
        Refusal::UnknownSection { tag: 77 }
    );
    assert_eq!(snapshot::read(b"").unwrap_err(), Refusal::NoSnapshot);
}
