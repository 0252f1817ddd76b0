//! How are reviews written in protobuf?
//!
//! kubectl and other Go clients send them so. A message of Kubernetes begins with four bytes of magic; after
//! them comes an envelope that tells kind and version and holds the object.
//!
//! *Source:* `staging/src/k8s.io/apimachinery/pkg/runtime/generated.proto` (`Unknown`, `TypeMeta`),
//! `staging/src/k8s.io/api/authorization/v1/generated.proto`; the wire format of protobuf.
//!
//! *Invariants.* Fields that are not known are passed over, as protobuf has it; of one that is there twice the
//! last counts. What is cut off is no message.

use aksess::{NonResourceAttributes, ResourceAttributes, SubjectAccessReviewSpec};

/// The media type.
pub(crate) const MEDIA_TYPE: &[u8] = b"application/vnd.kubernetes.protobuf";

const MAGIC: &[u8] = b"k8s\0";

/// The object in an envelope of this kind and version.
pub(crate) fn open<'b>(body: &'b [u8], kind: &str, version: &str) -> Option<&'b [u8]> {
    let envelope = body.strip_prefix(MAGIC)?;
    let meta = message(envelope, 1)?;
    let told = (text(meta, 1)?, text(meta, 2)?);
    (told == (version.to_owned(), kind.to_owned())).then(|| message(envelope, 2))?
}

/// The spec of a SelfSubjectAccessReview.
pub(crate) fn access_spec(object: &[u8]) -> Option<SubjectAccessReviewSpec> {
    let spec = message(object, 2)?;
    Some(SubjectAccessReviewSpec {
        resource_attributes: match present(spec, 1)? {
            None => None,
            Some(on) => Some(ResourceAttributes {
                namespace: text(on, 1)?,
                verb: text(on, 2)?,
                group: text(on, 3)?,
                version: text(on, 4)?,
                resource: text(on, 5)?,
                subresource: text(on, 6)?,
                name: text(on, 7)?,
            }),
        },
        non_resource_attributes: match present(spec, 2)? {
            None => None,
            Some(at) => Some(NonResourceAttributes {
                path: text(at, 1)?,
                verb: text(at, 2)?,
            }),
        },
        ..SubjectAccessReviewSpec::default()
    })
}

/// The namespace of a SelfSubjectRulesReview.
pub(crate) fn rules_namespace(object: &[u8]) -> Option<String> {
    text(message(object, 2)?, 1)
}

/// A message in a message, or the bytes of a string; empty where it is absent.
fn message(bytes: &[u8], number: u64) -> Option<&[u8]> {
    Some(present(bytes, number)?.unwrap_or_default())
}

/// A string in a message; empty where it is absent.
fn text(bytes: &[u8], number: u64) -> Option<String> {
    String::from_utf8(message(bytes, number)?.to_vec()).ok()
}

/// The last field of this number that has a length, if the message is one.
#[expect(
    clippy::option_option,
    reason = "what is no message and what has no such field are two things"
)]
fn present(mut bytes: &[u8], number: u64) -> Option<Option<&[u8]>> {
    let mut found = None;
    while !bytes.is_empty() {
        let (tag, rest) = varint(bytes)?;
        bytes = match tag & 7 {
            0 => varint(rest)?.1,
            1 => rest.get(8..)?,
            2 => {
                let (size, rest) = varint(rest)?;
                let (value, rest) = rest.split_at_checked(usize::try_from(size).ok()?)?;
                if tag >> 3 == number {
                    found = Some(value);
                }
                rest
            }
            5 => rest.get(4..)?,
            _ => return None,
        };
    }
    Some(found)
}

fn varint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut value = 0;
    for (at, byte) in bytes.iter().take(10).enumerate() {
        value |= u64::from(byte & 0x7F).checked_shl(u32::try_from(7 * at).ok()?)?;
        if byte & 0x80 == 0 {
            return Some((value, bytes.get(at + 1..)?));
        }
    }
    None
}
