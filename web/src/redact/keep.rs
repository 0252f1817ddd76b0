//! Which words are never names?
//!
//! Whoever calls a namespace `get` has called it by a word of the language; such a name stays, because the
//! same word stands where it means something else.

use aksess::azure::letter_case::folded;
use aksess::command::built_in;
use aksess::sorted;
use aksess::{Policy, Source, Span};

/// Words of documents, of lines and of the sentences about them, in lower case.
const WORDS: &str = "\
a able about access account accounts action actions activated add admin all allow allowed allows also an and \
any api apiversion apply approve arc are as asked assignment at attach auth authentication authorization autoscale \
azure because before below bind binding bindings but by can cannot certificate change claims cluster clusterrole \
clusterrolebinding clusters code command comes commonname condition config conditions contains cordon could create \
credential custom data dataactions debug decides default delete denied denies deny deployment describe different \
discovery does doesn't drain edit else enabled entra error escalate every everyone everything exec expect explain \
expose extra false fleet for forbidden format from get given grant grants group groups has have he held id if image \
impersonate in is it its kind kube-node-lease kube-public kube-system kubeconfig kubectl kubernetes label less like \
line list live local logs may member members message metadata missing more most must n name named names namespace \
namespaces need needs no nobody node none not nothing null object off oid on one only opinion option or order other \
patch path permission permissions pod pods policy port principal properties proxy put raw rbac read reader reason \
refuse refused replicas request requests resource resourcegroup resourcename resources restart review role \
rolebinding roles rollout root rule rules run same scale scenario scope secret see server service serviceaccount set \
show signed so some source status stop subject subjects system tests than that the their them then there these they \
this title to token top true type unknown until up update uid upn url use user username users v1 verb verbs version \
view wait was watch what when where which while who whoami with without write y yes you";

/// Further words of lines and of messages, in lower case; no name is kept because it is one of them.
const OF_LINES: &str = "\
accept aks api api-resources apis authorizationfailed auth az can-i client clusteradmin cm command configmap continue \
credentials curl current daemonset debug deploy deployments does ds ep error events exec explicitly failed false \
fieldselector finalize found get-credentials have having head header http https ing ingress internal invalid invoke \
its job jobs json jsonpath limit listclusteradmincredential listclusterusercredential log managedclusters \
microsoft.containerservice none not notfound ns object options output over parameter perform po policies port-forward \
proxy pv pvc query quota refresh resourceversion sa sc self services settings spec status sts svc table tail token top \
true unauthorized update valid value values warning webhook wide with yaml";

/// What begins names of Kubernetes behind which names of others stand; none begins another before it.
pub(super) const PREFIXES: [&str; 5] = [
    "system:serviceaccounts:",
    "system:serviceaccount:",
    "system:node:",
    "system:bootstrappers:",
    "system:bootstrap:",
];

/// Parts of texts that hold a word of their own and are one name of a system.
pub(super) const PHRASES: [&str; 12] = [
    "aksess.dev",
    "kubernetes.io",
    "k8s.io",
    "Microsoft.ContainerService",
    "Microsoft.Kubernetes",
    "Microsoft.KubernetesConfiguration",
    "Microsoft.HybridContainerService",
    "Microsoft.Authorization",
    "Microsoft.Management",
    "sts.windows.net",
    "login.microsoftonline.com",
    "learn.microsoft.com",
];

/// Names every cluster has.
#[derive(Debug, Clone)]
pub(super) struct Keep {
    /// In order.
    words: Vec<String>,
}

impl Keep {
    pub(super) fn of(policy: &Policy) -> Self {
        let defaults =
            "kind: ClusterSettings\napiVersion: aksess.dev/v1\nkubernetesDefaults: true\n";
        let defaults = Policy::parse(&[Source::new("defaults", defaults)]);
        let bundled = |span: Span| span == Span::BUNDLED;
        let roles = defaults.roles().iter().chain(policy.roles());
        let roles = roles
            .filter(|of| bundled(of.span))
            .map(|of| of.name.value.clone());
        let bindings = defaults.bindings().iter().chain(policy.bindings());
        let bindings: Vec<_> = bindings.filter(|of| bundled(of.span)).collect();
        let subjects = bindings.iter().flat_map(|of| &of.subjects);
        let subjects = subjects.map(|of| of.name.clone());
        let bindings = bindings.iter().map(|of| of.name.value.clone());
        let kinds = built_in().flat_map(|of| [of.resource, of.group]);
        let kinds = kinds.map(str::to_owned);
        // what a definition is called is made of its words, and a line may use any of them
        let defined = policy.context().kinds.into_iter().flat_map(|of| {
            let whole = format!("{}.{}", of.resource, of.group);
            let words = [whole, of.kind, of.singular].into_iter();
            words.chain(of.short_names).chain(of.categories)
        });
        let vocabulary = policy.vocabulary();
        let named = vocabulary
            .verbs
            .into_iter()
            .chain(vocabulary.api_groups)
            .chain(vocabulary.resources);
        let mut words: Vec<String> = WORDS.split_whitespace().map(str::to_owned).collect();
        for word in roles
            .chain(bindings)
            .chain(subjects)
            .chain(kinds)
            .chain(named)
            .chain(defined)
        {
            for part in word.split('/') {
                words.push(folded(part));
            }
            words.push(folded(&word));
        }
        Self {
            words: sorted::set(words),
        }
    }

    /// Whether every word of a text is one of a language, a flag, a letter or a small number.
    pub(super) fn knows(&self, text: &str) -> bool {
        let apart = |of: char| !(of.is_alphanumeric() || "-_.".contains(of));
        text.split(apart).all(|written| {
            let word = folded(written.trim_matches(|of| "-_.".contains(of)));
            let is_flag = written
                .strip_prefix("--")
                .is_some_and(|of| of.bytes().all(|of| of.is_ascii_lowercase() || of == b'-'));
            let is_number = word.len() < 6 && word.bytes().all(|of| of.is_ascii_digit());
            word.chars().count() < 2
                || is_flag
                || is_number
                || self.is_word(&word)
                || word.split('.').all(|of| self.is_word(of))
        })
    }

    fn is_word(&self, word: &str) -> bool {
        self.words
            .binary_search_by(|of| of.as_str().cmp(word))
            .is_ok()
            || OF_LINES.split_whitespace().any(|of| of == word)
    }

    /// Whether this is no name that somebody gave.
    pub(super) fn holds(&self, name: &str) -> bool {
        let is_number = name.bytes().all(|of| of.is_ascii_digit() || of == b'.');
        let has_letter = name.chars().any(char::is_alphanumeric);
        is_number
            || !has_letter
            || name.starts_with("system:")
            || name.starts_with("kubernetes.io/")
            || self.words.binary_search(&folded(name)).is_ok()
    }
}
