//! Who does `kubectl auth whoami` say somebody is?
//!
//! Its table has a row for the name, the uid, the groups in brackets, and one for each extra key. As
//! YAML or JSON it is an object, which [`super::objects`] reads.
//!
//! *Source:* `staging/src/k8s.io/kubectl/pkg/cmd/auth/whoami.go`.

use super::{Pasted, PastedKind, UserInfo};

/// Reads the table.
pub(super) fn read(text: &str) -> Option<Pasted> {
    let mut who = UserInfo::default();
    for line in text.lines() {
        let line = line.trim();
        let Some((key, value)) = line.split_once("  ").or_else(|| line.split_once('\t')) else {
            continue;
        };
        let value = value.trim();
        match key {
            "Username" => value.clone_into(&mut who.user),
            "UID" => value.clone_into(&mut who.uid),
            "Groups" => who.groups = list(value),
            _ => {
                if let Some(key) = key.strip_prefix("Extra: ") {
                    who.extra.insert(key.to_owned(), list(value));
                }
            }
        }
    }
    (!who.user.is_empty()).then(|| Pasted {
        caller: Some(who),
        ..Pasted::of(PastedKind::Whoami)
    })
}

/// `[devs system:authenticated]`.
fn list(value: &str) -> Vec<String> {
    let value = value.strip_prefix('[').unwrap_or(value);
    let value = value.strip_suffix(']').unwrap_or(value);
    value.split_whitespace().map(str::to_owned).collect()
}
