//! How is every name in a text replaced?
//!
//! The text is read from the left. Where a name begins, and neither side of it is a letter or a digit, the
//! longest name there is replaced. Names are found in any letter case; a spelling that differs in case gets
//! the same pseudonym in another case.

use std::collections::BTreeMap;

use aksess::azure::letter_case::folded;
use aksess::sorted;

use super::field::Kind;
use super::keep::{PHRASES, PREFIXES};
use super::names::Names;

/// Endings of file names that tell nothing.
const ENDINGS: [&str; 4] = ["yaml", "yml", "json", "txt"];

/// Names and their pseudonyms.
#[derive(Debug, Clone)]
pub(super) struct Dictionary {
    /// By name in lower case: the pseudonym of every spelling.
    entries: BTreeMap<String, Vec<(String, String)>>,
    /// The lengths of names in bytes that begin with a byte, longest first.
    lengths: BTreeMap<u8, Vec<usize>>,
}

impl Dictionary {
    pub(super) fn new(names: &Names) -> Self {
        let mut counts: BTreeMap<Kind, usize> = BTreeMap::new();
        let mut domains: BTreeMap<String, usize> = BTreeMap::new();
        let mut entries = BTreeMap::new();
        for (folded, (kind, spellings)) in &names.found {
            let count = counts.entry(*kind).or_default();
            *count += 1;
            let plain = pseudonym(*kind, *count, folded, &mut domains);
            let spelled = spellings
                .iter()
                .enumerate()
                .map(|(at, of)| (of.clone(), in_case(&plain, at, of)));
            entries.insert(folded.clone(), spelled.collect());
        }
        let mut lengths: BTreeMap<u8, Vec<usize>> = BTreeMap::new();
        for name in entries.keys() {
            if let Some(first) = name.as_bytes().first() {
                let all = lengths.entry(*first).or_default();
                if !all.contains(&name.len()) {
                    all.push(name.len());
                }
            }
        }
        for all in lengths.values_mut() {
            sorted::sort_by(all, |one, other| other.cmp(one));
        }
        Self { entries, lengths }
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// A text with its names replaced, and what of it was neither a name nor known by its form.
    pub(super) fn rename(&self, text: &str) -> (String, String) {
        let mut out = String::with_capacity(text.len());
        let mut untouched = String::new();
        let mut rest = text;
        let mut before = ' ';
        while let Some(letter) = rest.chars().next() {
            let is_begin = !before.is_alphanumeric();
            let taken = if is_begin {
                self.taken(rest, before, &mut out)
            } else {
                0
            };
            let taken = if taken == 0 {
                out.push(letter);
                untouched.push(letter);
                letter.len_utf8()
            } else {
                untouched.push(' ');
                taken
            };
            let (done, next) = rest.split_at_checked(taken).unwrap_or((rest, ""));
            before = done.chars().next_back().unwrap_or(' ');
            rest = next;
        }
        (out, untouched)
    }

    /// Writes what stands at the beginning of the rest, if it is a name or never one, and says how long it was.
    fn taken(&self, rest: &str, before: char, out: &mut String) -> usize {
        // `kube-system:agent` begins no name of the system
        let is_system = before != '-' && rest.starts_with("system:");
        for prefix in PREFIXES {
            if is_system && rest.starts_with(prefix) {
                out.push_str(prefix);
                return prefix.len();
            }
        }
        if is_system {
            let end = rest.find(|of: char| !(of.is_alphanumeric() || ":-_.".contains(of)));
            let name = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
            let name = name.trim_end_matches([':', '.']);
            out.push_str(name);
            return name.len();
        }
        let phrase = PHRASES.into_iter().find(|of| {
            let same = rest
                .get(..of.len())
                .is_some_and(|found| found.eq_ignore_ascii_case(of));
            same && !follows(rest, of.len())
        });
        let first = rest
            .chars()
            .next()
            .map(|of| folded(of.encode_utf8(&mut [0; 4])));
        let first = first.and_then(|of| of.as_bytes().first().copied());
        let lengths = first.and_then(|of| self.lengths.get(&of));
        for length in lengths
            .into_iter()
            .flatten()
            .filter(|of| **of > phrase.map_or(0, str::len))
        {
            let Some(found) = rest.get(..*length).filter(|_| !follows(rest, *length)) else {
                continue;
            };
            if let Some(spelled) = self.entries.get(&folded(found)) {
                let same = spelled.iter().find(|(of, _)| of == found);
                let Some((_, pseudonym)) = same.or(spelled.first()) else {
                    continue;
                };
                out.push_str(pseudonym);
                return *length;
            }
        }
        if let Some(found) = phrase.and_then(|of| rest.get(..of.len())) {
            out.push_str(found);
            return found.len();
        }
        0
    }
}

/// Whether a letter or a digit follows at that place.
fn follows(text: &str, at: usize) -> bool {
    let after = text.get(at..).and_then(|of| of.chars().next());
    after.is_some_and(char::is_alphanumeric)
}

fn pseudonym(
    kind: Kind,
    count: usize,
    name: &str,
    domains: &mut BTreeMap<String, usize>,
) -> String {
    let mut domain = |of: &str| {
        let next = domains.len() + 1;
        let number = domains.entry(of.to_owned()).or_insert(next);
        format!("org-{number}.example")
    };
    match kind {
        Kind::User => match name.rsplit_once('@') {
            // how Entra names guests tells where they are from
            Some((local, of)) if local.contains("#ext#") => {
                format!("guest-{count}_{}#ext#@{}", domain("elsewhere"), domain(of))
            }
            Some((_, of)) => format!("person-{count}@{}", domain(of)),
            None => format!("person-{count}"),
        },
        Kind::Domain => domain(name),
        Kind::Group => format!("team-{count}"),
        Kind::Namespace => format!("space-{count}"),
        Kind::Object => format!("thing-{count}"),
        Kind::Role => format!("duty-{count}"),
        Kind::Binding => format!("link-{count}"),
        Kind::Cluster => format!("fleetlet-{count}"),
        Kind::ResourceGroup => format!("rgroup-{count}"),
        Kind::Scope => format!("place-{count}"),
        Kind::File => {
            let ending = name.rsplit_once('.').map_or("", |of| of.1);
            let ending = if ENDINGS.contains(&ending) {
                ending
            } else {
                "txt"
            };
            format!("paper-{count}.{ending}")
        }
        Kind::Guid => format!("abcdefab-cdef-4abc-8def-{count:012}"),
    }
}

/// A pseudonym in another letter case for every spelling: the first one is plain.
fn in_case(plain: &str, at: usize, spelling: &str) -> String {
    // a spelling without capitals stays so, whichever came first
    if !spelling.contains(char::is_uppercase) {
        return plain.to_owned();
    }
    let mut bits = at + 1;
    plain
        .chars()
        .map(|of| {
            if !of.is_ascii_alphabetic() {
                return of;
            }
            let is_upper = bits & 1 == 1;
            bits >>= 1;
            if is_upper {
                of.to_ascii_uppercase()
            } else {
                of
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::Redaction;
    use aksess::Source;

    const TEXT: &str = "\
kind: RoleBinding
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: dev-user-access, namespace: dev}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects:
- {kind: User, name: Alice@contoso.com}
- {kind: User, name: alice@contoso.com}
- {kind: ServiceAccount, name: builder, namespace: dev}
- {kind: Group, name: 99999999-0000-4000-8000-0000000000DE}
- {kind: Group, name: 'system:masters'}
";

    #[test]
    fn names_go_and_what_the_system_names_stays() {
        let sources = [Source::new("dev.yaml", TEXT)];
        let redaction = Redaction::new(&sources, &[]);
        let text = &redaction.sources(&sources)[0].text;
        for name in ["alice", "contoso", "builder", "dev", "99999999"] {
            assert!(!text.to_lowercase().contains(name), "{name} in {text}");
        }
        for kept in [
            "RoleBinding",
            "name: view",
            "system:masters",
            "rbac.authorization.k8s.io/v1",
        ] {
            assert!(text.contains(kept), "{kept} in {text}");
        }
        let upper = redaction.text("Alice@contoso.com");
        let lower = redaction.text("alice@contoso.com");
        assert_ne!(upper, lower);
        assert_eq!(upper.to_lowercase(), lower.to_lowercase());
        let agent = redaction.text("system:serviceaccount:kube-system:builder");
        assert!(agent.starts_with("system:serviceaccount:kube-system:"));
        assert!(!agent.contains("builder"));
        let account = redaction.text("system:serviceaccount:dev:builder");
        assert!(account.starts_with("system:serviceaccount:") && !account.contains("builder"));
        assert_eq!(
            redaction.text("develop aksess.dev/v1"),
            "develop aksess.dev/v1"
        );
    }
}
