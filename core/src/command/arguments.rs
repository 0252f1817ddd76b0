//! Which of kubectl's words are flags, which are their values, and which are arguments?
//!
//! Flags may stand anywhere before `--`. `--flag=value` and `--flag value` mean the same unless the flag
//! takes no value; some (`--dry-run`, `--validate`) take one only after `=`. Short flags may be joined
//! (`-it`, `-ndev`). A few short flags mean another thing for another verb.
//!
//! *Source:* the flags of kubectl 1.32 and 1.36, parsed as `spf13/pflag` parses them.
//!
//! *Invariants.* Each word is looked at once. A flag that is not known takes no value and is noted by
//! its name alone. Values are read by their flag's name only, so those of credentials stay unread.

use super::Pasted;
use super::words::Word;

/// Flags without a value, or with one only after `=`.
const SWITCHES: &str = " all all-containers all-namespaces all-pods allow-missing-template-keys append-hash \
    arguments-only attach cached cascade client command containers create-annotation current delete-emptydir-data \
    delete-local-data disable-compression disable-eviction dry-run expose flatten follow force \
    force-conflicts help ignore-daemonsets ignore-errors ignore-not-found insecure-skip-tls-verify \
    insecure-skip-tls-verify-backend interactive keep-annotations keep-init-containers keep-labels \
    keep-liveness keep-readiness keep-startup leave-stdin-open list local match-server-version merge \
    minify namespaced no-headers now overwrite prefix previous prune quiet record recursive \
    remove-extra-permissions remove-extra-subjects replace reset resolve rm same-node save-config \
    server-print server-side share-processes short show-capacity show-events show-kind show-labels \
    show-managed-fields show-swap stdin sum timestamps tty undelegated use-openapi-print-columns \
    use-protocol-buffers validate wait warnings-as-errors watch watch-only windows-line-endings ";

/// Flags with a value.
const VALUED: &str = " address aggregation-rule annotations api-group api-prefix api-version as as-group \
    as-uid as-user-extra audience bound-object-kind bound-object-name bound-object-uid cache-dir \
    categories certificate-authority chunk-size class client-certificate client-key cluster cluster-ip \
    clusterrole concurrency condition container context copy-to cpu cpu-percent \
    current-replicas custom default-backend default-container description docker-email docker-password \
    docker-server docker-username duration embed-certs env exec-arg exec-command external-ip external-name \
    field-manager field-selector filename for format from from-env-file from-file from-literal \
    generator grace-period group hard hostport image image-pull-policy insecure-policy keepalive \
    keys kubeconfig kuberc kustomize label-columns labels limit-bytes limits load-balancer-ip \
    log-flush-frequency max max-log-requests max-unavailable memory min min-available name namespace \
    namespaces node-port output output-directory output-version output-watch-events overrides \
    override-type password patch patch-file pod-running-timeout pod-selector port preemption-policy \
    profile profile-output protocol prune-allowlist prune-whitelist raw reject-methods reject-paths \
    replicas requests request-timeout resource resource-name resource-version restart retries revision \
    role rule scopes schedule selector server serviceaccount session-affinity set-image since \
    since-time skip-wait-for-delete-timeout sort-by subresource tail target target-port tcp template \
    timeout tls-server-name to-revision token type types unix-socket user username v value verb \
    verbs version-output vmodule www www-prefix accept-hosts accept-paths cert key disable-filter attach-timeout ";

/// Short flags that mean the same everywhere but for [`OTHERWISE`].
const SHORT: [(char, &str); 18] = [
    ('A', "all-namespaces"),
    ('L', "label-columns"),
    ('R', "recursive"),
    ('c', "container"),
    ('e', "env"),
    ('f', "filename"),
    ('h', "help"),
    ('i', "stdin"),
    ('k', "kustomize"),
    ('l', "selector"),
    ('n', "namespace"),
    ('o', "output"),
    ('p', "patch"),
    ('q', "quiet"),
    ('s', "server"),
    ('t', "tty"),
    ('v', "v"),
    ('w', "watch"),
];

/// Short flags of one verb.
const OTHERWISE: [(&str, char, &str); 6] = [
    ("delete", 'i', "interactive"),
    ("logs", 'f', "follow"),
    ("logs", 'p', "previous"),
    ("proxy", 'p', "port"),
    ("proxy", 'w', "www"),
    ("set", 'c', "containers"),
];

/// A line cut into its parts.
#[derive(Debug, Clone, Default)]
pub(super) struct Arguments {
    /// The verb and what follows it, flags taken out.
    pub(super) words: Vec<Word>,
    /// In the order written; a line has few.
    flags: Vec<(String, Option<Word>)>,
    /// Whether `--` was there.
    pub(super) dashes: bool,
}

/// Whether and how a line only tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DryRun {
    None,
    Client,
    Server,
}

/// Takes the words after `kubectl` apart.
pub(super) fn arguments(words: &[Word], pasted: &mut Pasted) -> Arguments {
    let mut found = Arguments::default();
    let mut words = words.iter();
    let mut verb = "";
    while let Some(word) = words.next() {
        if word.text == "--" {
            found.dashes = true;
            break;
        }
        if let Some(flag) = word.text.strip_prefix("--") {
            let (name, value) = match flag.split_once('=') {
                Some((name, value)) => (name, Some(part(word, value))),
                None if takes_value(verb, flag) => (flag, words.next().cloned()),
                None => (flag, None),
            };
            if !is_in(VALUED, name) && !is_in(SWITCHES, name) {
                pasted.note(format!(
                    "the flag `--{name}` is not known here and skipped; a value is read only after `=`"
                ));
            }
            found.set(name, value);
        } else if let Some(letters) = word.text.strip_prefix('-').filter(|rest| !rest.is_empty()) {
            short(verb, word, letters, &mut words, &mut found, pasted);
        } else {
            if word.text.starts_with(['–', '—']) {
                pasted.problem(word.span(), "this begins with a dash that is not `-`");
            }
            if verb.is_empty() {
                verb = &word.text;
            }
            found.words.push(word.clone());
        }
    }
    found
}

/// `-it`, `-ndev`, `-n=dev`, `-n dev`.
fn short<'w>(
    verb: &str,
    word: &Word,
    letters: &str,
    words: &mut impl Iterator<Item = &'w Word>,
    found: &mut Arguments,
    pasted: &mut Pasted,
) {
    let mut rest = letters.chars();
    while let Some(letter) = rest.next() {
        let other = OTHERWISE
            .iter()
            .find(|(of, short, _)| *of == verb && *short == letter)
            .map(|(_, _, name)| *name);
        let known = || {
            SHORT
                .iter()
                .find(|(short, _)| *short == letter)
                .map(|(_, name)| *name)
        };
        let Some(name) = other.or_else(known) else {
            pasted.note(format!(
                "the flag `-{letter}` is not known here and skipped"
            ));
            return;
        };
        if !takes_value(verb, name) {
            found.set(name, None);
            continue;
        }
        let joined = rest.as_str();
        let value = match joined.strip_prefix('=').unwrap_or(joined) {
            "" => words.next().cloned(),
            joined => Some(part(word, joined)),
        };
        found.set(name, value);
        return;
    }
}

/// The end of a word as a word of its own.
fn part(word: &Word, end: &str) -> Word {
    Word {
        text: end.to_owned(),
        ..word.clone()
    }
}

/// Whether the word after the flag belongs to it. Two flags differ from verb to verb.
fn takes_value(verb: &str, flag: &str) -> bool {
    match flag {
        "raw" => verb != "config",
        "containers" => verb == "set",
        _ => is_in(VALUED, flag),
    }
}

fn is_in(names: &str, name: &str) -> bool {
    !name.is_empty() && names.split(' ').any(|known| known == name)
}

impl Arguments {
    fn set(&mut self, name: &str, value: Option<Word>) {
        self.flags.push((name.to_owned(), value));
    }

    fn given(&self, name: &str) -> impl DoubleEndedIterator<Item = &Option<Word>> {
        let named = self.flags.iter().filter(move |(of, _)| of == name);
        named.map(|(_, value)| value)
    }

    /// The value of a flag, as last given.
    pub(super) fn value(&self, name: &str) -> Option<&Word> {
        self.given(name).rev().flatten().next()
    }

    /// The values of a flag, in order.
    pub(super) fn values(&self, name: &str) -> impl Iterator<Item = &Word> {
        self.given(name).flatten()
    }

    /// The values of a flag that may be a list, commas split.
    pub(super) fn items(&self, name: &str) -> Vec<&str> {
        self.values(name)
            .flat_map(|value| value.text.split(','))
            .collect()
    }

    /// Whether a flag is set and not to `false`.
    pub(super) fn is_set(&self, name: &str) -> bool {
        let no = |value: &Word| matches!(value.text.as_str(), "false" | "0" | "f");
        let last = self.given(name).next_back();
        last.is_some_and(|value| !value.as_ref().is_some_and(no))
    }

    /// Whether a flag is given at all.
    pub(super) fn is_given(&self, name: &str) -> bool {
        self.given(name).next().is_some()
    }

    /// What `--dry-run` says. Without a value it means the client.
    pub(super) fn dry_run(&self) -> DryRun {
        match self.value("dry-run").map(|value| value.text.as_str()) {
            Some("server") => DryRun::Server,
            Some("none" | "false") => DryRun::None,
            None if !self.is_given("dry-run") => DryRun::None,
            _ => DryRun::Client,
        }
    }
}
