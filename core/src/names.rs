//! What may the name of an object look like?
//!
//! A label of DNS where it becomes part of a host name, as those of namespaces do; a subdomain, which is labels and
//! dots, for most others. Where a user name says `system:serviceaccount:NAMESPACE:NAME`, it is that of a service
//! account only if both could be names of objects.
//!
//! *Source:* `staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go` (`IsDNS1123Label`,
//! `IsDNS1123Subdomain`), `.../api/validation/generic.go`.

/// The most bytes of a label.
const LABEL: usize = 63;
/// The most bytes of a subdomain.
const SUBDOMAIN: usize = 253;

/// Whether a namespace could have this name.
pub(crate) fn is_dns_label(name: &str) -> bool {
    name.len() <= LABEL && is_label_of_any_length(name)
}

/// Whether a service account or a node could have this name; also the prefix of a label's key.
pub(crate) fn is_dns_subdomain(name: &str) -> bool {
    name.len() <= SUBDOMAIN && name.split('.').all(is_label_of_any_length)
}

fn is_label_of_any_length(label: &str) -> bool {
    let within = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !label.is_empty()
        && label.bytes().all(within)
        && !label.starts_with('-')
        && !label.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_namespaces_are_labels() {
        let longest = "a".repeat(63);
        for name in ["dev", "a", "0", "team-1", &longest] {
            assert!(is_dns_label(name), "{name}");
        }
        for name in [
            "",
            "Dev",
            "-a",
            "a-",
            "a.b",
            "a/b",
            "a b",
            "ä",
            &format!("{longest}a"),
        ] {
            assert!(!is_dns_label(name), "{name}");
        }
    }

    #[test]
    fn other_names_are_subdomains() {
        let longest = format!("{}.b", "a".repeat(251));
        for name in ["web", "a.b-c.d", "aks-pool-1.internal", &longest] {
            assert!(is_dns_subdomain(name), "{name}");
        }
        for name in [
            "",
            ".",
            "a.",
            "a..b",
            "a.-b",
            "Web",
            "web/x",
            "a:b",
            &format!("{longest}b"),
        ] {
            assert!(!is_dns_subdomain(name), "{name}");
        }
    }
}
