//! Which objects is a line about?
//!
//! kubectl takes objects as `TYPE[,TYPE] [NAME…]`, as `TYPE/NAME…`, or from files; some verbs take pods
//! or nodes by their bare names. Without a name the cluster selects: by label, by field, or all. The
//! objects of a file are known when the file is among the documents, or stands below the line.
//!
//! *Source:* `staging/src/k8s.io/cli-runtime/pkg/resource/builder.go`.
//!
//! *Invariants.* What a word means that cannot be resolved is a problem at that word, never a guess.

use super::arguments::Arguments;
use super::kinds::{self, Resolved};
use super::step::Found;
use super::words::{Stdin, Word};
use super::{Context, MAX_REQUESTS, Pasted};

/// An object, or the objects of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) kind: Resolved,
    pub(super) name: Name,
    pub(super) namespace: String,
    /// Whether the cluster selects, so that the line begins with a list.
    pub(super) selected: bool,
    /// The role that a binding refers to.
    pub(super) role_ref: Option<(String, String)>,
}

/// What is known of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Name {
    Given(String),
    /// Only the cluster knows.
    Listed(Found),
}

impl Name {
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Given(name) => name,
            Self::Listed(_) => "",
        }
    }
}

impl Target {
    pub(super) fn named(kind: Resolved, namespace: &str, name: &str) -> Self {
        Self {
            kind,
            name: Name::Given(name.to_owned()),
            namespace: namespace.to_owned(),
            selected: false,
            role_ref: None,
        }
    }

    /// Which objects of the cluster it stands for, if that is for the cluster to say.
    pub(super) fn found(&self) -> Option<Found> {
        match self.name {
            Name::Given(_) => None,
            Name::Listed(found) => Some(found),
        }
    }

    /// The same for a request that is made once for each of them.
    pub(super) fn each(&self) -> Option<Found> {
        self.found().filter(|found| *found == Found::Each)
    }
}

/// How a verb takes its objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    /// Types with or without names.
    Kinds,
    /// The same, and then `KEY=VALUE` or `KEY-`.
    Pairs,
    /// The same, and then one more word.
    KindsAndOne,
    /// One object by `TYPE/NAME`, or a pod by its name.
    Pod,
    /// Objects of this kind by their names.
    Names(&'static str),
    /// The same, and all of them when none is named.
    Any(&'static str),
    /// The name of a pod that does not exist yet.
    NewPod,
    /// `[NAMESPACE/]POD:PATH`, once.
    Remote,
    /// Files alone.
    Files,
    /// The namespaces of `--namespaces`.
    Namespaces,
    /// None.
    Nothing,
}

/// What targets are made of, and where remarks go.
pub(super) struct Reader<'l> {
    pub(super) arguments: &'l Arguments,
    pub(super) context: &'l Context,
    pub(super) stdin: Stdin<'l>,
    pub(super) namespace: &'l str,
    pub(super) pasted: &'l mut Pasted,
}

impl Reader<'_> {
    /// The objects that the words after the verb name.
    pub(super) fn read(&mut self, takes: Takes, words: &[Word]) -> Vec<Target> {
        let mut targets = match takes {
            Takes::Nothing | Takes::Files => Vec::new(),
            Takes::Kinds => self.kinds(words),
            Takes::Pairs => {
                let pair = |word: &Word| {
                    word.text.contains('=') || word.text.ends_with('-') || word.text == "*"
                };
                let objects = words.iter().take_while(|word| !pair(word));
                self.kinds(&objects.cloned().collect::<Vec<_>>())
            }
            Takes::KindsAndOne => {
                let (_, objects) = words.split_last().unzip();
                self.kinds(objects.unwrap_or_default())
            }
            Takes::Pod => self.names("pods", words.get(..1).unwrap_or_default()),
            Takes::Any(kind) if words.is_empty() => vec![self.selected(&Resolved::known(kind))],
            Takes::Names(kind) | Takes::Any(kind) => self.names(kind, words),
            Takes::NewPod => {
                let pods = Resolved::known("pods");
                let name = words.first().map(|name| name.text.as_str());
                name.map(|name| Target::named(pods, self.namespace, name))
                    .into_iter()
                    .collect()
            }
            Takes::Remote => words.iter().filter_map(|word| self.remote(word)).collect(),
            Takes::Namespaces => self.namespaces(),
        };
        targets.extend(self.files());
        targets.truncate(MAX_REQUESTS + 1);
        targets
    }

    fn kinds(&mut self, words: &[Word]) -> Vec<Target> {
        let Some((first, names)) = words.split_first() else {
            return Vec::new();
        };
        if first.text.contains('/') {
            return words.iter().filter_map(|word| self.slashed(word)).collect();
        }
        let mut targets = Vec::new();
        for part in first.text.split(',').filter(|part| !part.is_empty()) {
            let category = kinds::category(part, &self.context.kinds);
            if !category.is_empty() {
                targets.extend(category.iter().map(|kind| self.selected(kind)));
            } else if let Some(kind) = self.kind(part, first) {
                if names.is_empty() {
                    targets.push(self.selected(&kind));
                }
                for name in names {
                    if targets.len() > MAX_REQUESTS {
                        return targets;
                    }
                    targets.push(self.named(kind.clone(), name));
                }
            }
        }
        targets
    }

    fn names(&mut self, kind: &str, words: &[Word]) -> Vec<Target> {
        let kind = Resolved::known(kind);
        if words.is_empty() && self.selects() {
            return vec![self.selected(&kind)];
        }
        let mut targets = Vec::new();
        for word in words {
            if word.text.contains('/') {
                targets.extend(self.slashed(word));
            } else {
                targets.push(self.named(kind.clone(), word));
            }
        }
        targets
    }

    fn slashed(&mut self, word: &Word) -> Option<Target> {
        let Some((kind, name)) = word.text.split_once('/') else {
            self.pasted.problem(
                word.span(),
                format!(
                    "`{}` is not `TYPE/NAME` as the words before it are",
                    word.text
                ),
            );
            return None;
        };
        let kind = self.kind(kind, word)?;
        let name = Word {
            text: name.to_owned(),
            ..word.clone()
        };
        Some(self.named(kind, &name))
    }

    fn remote(&self, word: &Word) -> Option<Target> {
        let (pod, _) = word.text.split_once(':').filter(|(pod, _)| pod.len() > 1)?;
        let (namespace, pod) = pod.split_once('/').unwrap_or((self.namespace, pod));
        Some(Target::named(Resolved::known("pods"), namespace, pod))
    }

    fn namespaces(&self) -> Vec<Target> {
        let kind = Resolved::known("namespaces");
        if self.arguments.is_set("all-namespaces") {
            return vec![self.selected(&kind)];
        }
        let mut names = self.arguments.items("namespaces");
        if names.is_empty() {
            names = vec!["kube-system", self.namespace];
        }
        names
            .into_iter()
            .map(|name| Target::named(kind.clone(), name, name))
            .collect()
    }

    fn kind(&mut self, text: &str, word: &Word) -> Option<Resolved> {
        let Some(kind) = kinds::resolve(text, &self.context.kinds) else {
            self.pasted.problem(
                word.span(),
                format!(
                    "`{text}` is no kind that is known here; write it as `resource.group`, or add its \
                     CustomResourceDefinition to the documents"
                ),
            );
            return None;
        };
        if kind.namespaced.is_none() {
            self.pasted.note(format!(
                "`{}` is taken as a kind whose objects live in namespaces; its CustomResourceDefinition \
                 would tell",
                kind.resource
            ));
        }
        Some(kind)
    }

    fn named(&mut self, kind: Resolved, name: &Word) -> Target {
        if self.arguments.is_set("all-namespaces") && kind.is_namespaced() {
            self.pasted.problem(
                name.span(),
                format!(
                    "`{}` is named, so it cannot be asked for in all namespaces",
                    name.text
                ),
            );
        }
        if name.text.contains('/') {
            let message = format!("`{}` gives a type that was given before", name.text);
            self.pasted.problem(name.span(), message);
        }
        Target::named(kind, self.namespace, &name.text)
    }

    fn selected(&self, kind: &Resolved) -> Target {
        let name = self.arguments.value("field-selector").and_then(|selector| {
            let mut terms = selector.text.split(',');
            terms.find_map(|term| {
                let name = term.strip_prefix("metadata.name=")?;
                Some(name.trim_start_matches('=').to_owned())
            })
        });
        Target {
            name: name.map_or(Name::Listed(Found::Each), Name::Given),
            selected: true,
            ..Target::named(kind.clone(), self.namespace, "")
        }
    }

    /// Whether the line leaves it to the cluster which objects are meant.
    pub(super) fn selects(&self) -> bool {
        ["selector", "field-selector", "all"]
            .iter()
            .any(|flag| self.arguments.is_set(flag))
    }
}
