//! Which API resource does a word such as `deploy` or `pods.v1.` mean?
//!
//! kubectl asks the server for its resources and matches what was typed against plurals, singulars,
//! short names and kinds, in lower case; `resource.group` and `resource.version.group` narrow the
//! search, and the beginning of a group is enough. We have no server: the kinds of Kubernetes 1.36 are
//! bundled, others come from the documents, and `resource.group` is believed as written.
//!
//! *Source:* the served resources of Kubernetes 1.36 (`api/discovery`); the order of the search is that
//! of `staging/src/k8s.io/apimachinery/pkg/api/meta` (`DefaultRESTMapper`) over the group priorities of
//! the aggregator.
//!
//! *Invariants.* Earlier rows win, so `events` is the core group's. A singular is the kind in lower case unless
//! a definition says another.

use super::Kind;

/// A resource as requests name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Resolved {
    pub(super) resource: String,
    pub(super) group: String,
    /// Empty when nobody said.
    pub(super) version: String,
    /// `None` when nobody said.
    pub(super) namespaced: Option<bool>,
}

impl Resolved {
    /// A resource this crate itself names: `pods`, `replicasets.apps`.
    pub(super) fn known(dotted: &str) -> Self {
        let (resource, group) = dotted.split_once('.').unwrap_or((dotted, ""));
        let row = rows().find(|row| row.resource == resource && row.group == group);
        row.map_or_else(
            || Self {
                resource: resource.to_owned(),
                group: group.to_owned(),
                version: String::new(),
                namespaced: None,
            },
            Row::resolved,
        )
    }

    /// Whether requests for it carry a namespace; what nobody said is taken as namespaced.
    pub(super) fn is_namespaced(&self) -> bool {
        self.namespaced.unwrap_or(true)
    }

    /// Whether it is this resource of the core group or, with a dot, of another.
    pub(super) fn is(&self, dotted: &str) -> bool {
        let (resource, group) = dotted.split_once('.').unwrap_or((dotted, ""));
        self.resource == resource && self.group == group
    }
}

/// Kinds of every cluster that the word `all` stands for, in the order kubectl asks for them.
const ALL: [&str; 10] = [
    "pods",
    "replicationcontrollers",
    "services",
    "daemonsets.apps",
    "deployments.apps",
    "replicasets.apps",
    "statefulsets.apps",
    "horizontalpodautoscalers.autoscaling",
    "cronjobs.batch",
    "jobs.batch",
];

/// The kinds that a word stands for together: `all`, and the categories of definitions. Built-in kinds come first.
pub(super) fn category(word: &str, extra: &[Kind]) -> Vec<Resolved> {
    let built_in = ALL.iter().map(|kind| Resolved::known(kind));
    let built_in = built_in.filter(|_| word == "all");
    let added = extra
        .iter()
        .filter(|of| of.categories.iter().any(|category| category == word));
    built_in.chain(added.map(Kind::resolved)).collect()
}

/// What a typed word means; `None` when it has no group and no kind is known by that name.
pub(super) fn resolve(word: &str, extra: &[Kind]) -> Option<Resolved> {
    let word = word.to_ascii_lowercase();
    let Some((name, rest)) = word.split_once('.') else {
        return search(&word, extra, |_| true);
    };
    if let Some((version, group)) = rest.split_once('.')
        && is_version(version)
    {
        let found = search(name, extra, |of| of == group);
        return Some(Resolved {
            version: version.to_owned(),
            ..found.unwrap_or_else(|| as_written(name, group))
        });
    }
    let found = search(name, extra, |of| of == rest)
        .or_else(|| search(name, extra, |of| !rest.is_empty() && of.starts_with(rest)));
    Some(found.unwrap_or_else(|| as_written(name, rest)))
}

/// How a resource of an API group is typed, with its subresource if it has one: by its name, and by its group too
/// where the name alone means another. What is no name, such as a path, stays as it is.
pub(crate) fn typed(resource: &str, group: &str, extra: &[Kind]) -> String {
    let (name, subresource) = match resource.find('/') {
        Some(at) => resource.split_at(at),
        None => (resource, ""),
    };
    if name.is_empty() {
        return resource.to_owned();
    }
    let dotted = match group {
        "" => format!("{name}.v1."),
        group => format!("{name}.{group}"),
    };
    let is_meant = resolve(name, extra).is_some_and(|of| of.resource == name && of.group == group);
    let typed = if is_meant { name } else { &dotted };
    format!("{typed}{subresource}")
}

/// The resource of an object by its `apiVersion` and `kind`.
pub(super) fn of_object(api_version: &str, kind: &str, extra: &[Kind]) -> Option<Resolved> {
    let (group, version) = api_version.rsplit_once('/').unwrap_or(("", api_version));
    let built_in = rows().find(|row| row.kind == kind && row.group == group);
    let added = || extra.iter().find(|of| of.kind == kind && of.group == group);
    let found = built_in
        .map(Row::resolved)
        .or_else(|| added().map(Kind::resolved))?;
    Some(Resolved {
        version: version.to_owned(),
        ..found
    })
}

fn search(word: &str, extra: &[Kind], group: impl Fn(&str) -> bool) -> Option<Resolved> {
    if word.is_empty() {
        return None;
    }
    let built_in = rows().find(|row| group(row.group) && row.is_called(word));
    let added = || {
        let mut kinds = extra.iter();
        kinds.find(|kind| group(&kind.group) && kind.is_called(word))
    };
    built_in
        .map(Row::resolved)
        .or_else(|| added().map(Kind::resolved))
}

fn as_written(resource: &str, group: &str) -> Resolved {
    Resolved {
        resource: resource.to_owned(),
        group: group.to_owned(),
        version: String::new(),
        namespaced: None,
    }
}

/// `v1`, `v2beta1`.
fn is_version(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.strip_prefix('v').is_some_and(|rest| {
        let level = ["alpha", "beta"]
            .iter()
            .find_map(|level| rest.split_once(level));
        level.map_or_else(
            || digits(rest),
            |(major, minor)| digits(major) && digits(minor),
        )
    })
}

impl Kind {
    fn is_called(&self, word: &str) -> bool {
        self.resource == word
            || self.singular == word
            || self.kind.eq_ignore_ascii_case(word)
            || (self.kind.is_empty() && plural(word) == self.resource)
            || self.short_names.iter().any(|name| name == word)
    }

    fn resolved(&self) -> Resolved {
        Resolved {
            resource: self.resource.clone(),
            group: self.group.clone(),
            version: self.version.clone(),
            namespaced: self.namespaced,
        }
    }
}

/// The plural of a kind of which only the plural is known, as `meta.UnsafeGuessKindToResource` guesses it.
fn plural(singular: &str) -> String {
    match singular.chars().next_back() {
        Some('s') => format!("{singular}es"),
        Some('y') => format!("{}ies", singular.trim_end_matches('y')),
        _ => format!("{singular}s"),
    }
}

#[derive(Debug, Clone, Copy)]
struct Row {
    resource: &'static str,
    short: &'static str,
    kind: &'static str,
    group: &'static str,
    version: &'static str,
    namespaced: bool,
}

impl Row {
    fn is_called(&self, word: &str) -> bool {
        self.resource == word
            || self.kind.eq_ignore_ascii_case(word)
            || self.short.split(' ').any(|short| short == word)
    }

    fn resolved(self) -> Resolved {
        Resolved {
            resource: self.resource.to_owned(),
            group: self.group.to_owned(),
            version: self.version.to_owned(),
            namespaced: Some(self.namespaced),
        }
    }
}

/// A kind every cluster serves, for those who suggest one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BuiltIn {
    /// The plural.
    pub resource: &'static str,
    /// The API group; empty for the core group.
    pub group: &'static str,
    /// Whether its objects live in namespaces.
    pub is_namespaced: bool,
}

/// The kinds of Kubernetes 1.36, the core group first.
pub fn built_in() -> impl Iterator<Item = BuiltIn> {
    rows().map(|row| BuiltIn {
        resource: row.resource,
        group: row.group,
        is_namespaced: row.namespaced,
    })
}

fn rows() -> impl Iterator<Item = Row> {
    BUILT_IN.iter().flat_map(|(group, version, kinds)| {
        kinds.iter().map(|&(resource, short, kind, scope)| Row {
            resource,
            short,
            kind,
            group,
            version,
            namespaced: scope == N,
        })
    })
}

/// Namespaced and cluster-scoped.
const N: char = 'n';
const C: char = 'c';

/// Plural, short names, kind, scope.
type Columns = (&'static str, &'static str, &'static str, char);

/// Group, preferred version, its kinds.
#[rustfmt::skip]
const BUILT_IN: &[(&str, &str, &[Columns])] = &[
    ("", "v1", &[
        ("bindings", "", "Binding", N), ("componentstatuses", "cs", "ComponentStatus", C),
        ("configmaps", "cm", "ConfigMap", N), ("endpoints", "ep", "Endpoints", N),
        ("events", "ev", "Event", N), ("limitranges", "limits", "LimitRange", N),
        ("namespaces", "ns", "Namespace", C), ("nodes", "no", "Node", C),
        ("persistentvolumeclaims", "pvc", "PersistentVolumeClaim", N),
        ("persistentvolumes", "pv", "PersistentVolume", C), ("pods", "po", "Pod", N),
        ("podtemplates", "", "PodTemplate", N),
        ("replicationcontrollers", "rc", "ReplicationController", N),
        ("resourcequotas", "quota", "ResourceQuota", N), ("secrets", "", "Secret", N),
        ("serviceaccounts", "sa", "ServiceAccount", N), ("services", "svc", "Service", N),
    ]),
    ("apiregistration.k8s.io", "v1", &[("apiservices", "", "APIService", C)]),
    ("apps", "v1", &[
        ("controllerrevisions", "", "ControllerRevision", N), ("daemonsets", "ds", "DaemonSet", N),
        ("deployments", "deploy", "Deployment", N), ("replicasets", "rs", "ReplicaSet", N),
        ("statefulsets", "sts", "StatefulSet", N),
    ]),
    ("events.k8s.io", "v1", &[("events", "ev", "Event", N)]),
    ("authentication.k8s.io", "v1", &[
        ("selfsubjectreviews", "", "SelfSubjectReview", C), ("tokenreviews", "", "TokenReview", C),
    ]),
    ("authorization.k8s.io", "v1", &[
        ("localsubjectaccessreviews", "", "LocalSubjectAccessReview", N),
        ("selfsubjectaccessreviews", "", "SelfSubjectAccessReview", C),
        ("selfsubjectrulesreviews", "", "SelfSubjectRulesReview", C),
        ("subjectaccessreviews", "", "SubjectAccessReview", C),
    ]),
    ("autoscaling", "v2", &[("horizontalpodautoscalers", "hpa", "HorizontalPodAutoscaler", N)]),
    ("batch", "v1", &[("cronjobs", "cj", "CronJob", N), ("jobs", "", "Job", N)]),
    ("certificates.k8s.io", "v1", &[
        ("certificatesigningrequests", "csr", "CertificateSigningRequest", C),
        ("clustertrustbundles", "", "ClusterTrustBundle", C),
        ("podcertificaterequests", "", "PodCertificateRequest", N),
    ]),
    ("networking.k8s.io", "v1", &[
        ("ingressclasses", "", "IngressClass", C), ("ingresses", "ing", "Ingress", N),
        ("ipaddresses", "ip", "IPAddress", C), ("networkpolicies", "netpol", "NetworkPolicy", N),
        ("servicecidrs", "", "ServiceCIDR", C),
    ]),
    ("policy", "v1", &[("poddisruptionbudgets", "pdb", "PodDisruptionBudget", N)]),
    ("rbac.authorization.k8s.io", "v1", &[
        ("clusterrolebindings", "", "ClusterRoleBinding", C), ("clusterroles", "", "ClusterRole", C),
        ("rolebindings", "", "RoleBinding", N), ("roles", "", "Role", N),
    ]),
    ("storage.k8s.io", "v1", &[
        ("csidrivers", "", "CSIDriver", C), ("csinodes", "", "CSINode", C),
        ("csistoragecapacities", "", "CSIStorageCapacity", N), ("storageclasses", "sc", "StorageClass", C),
        ("volumeattachments", "", "VolumeAttachment", C),
        ("volumeattributesclasses", "vac", "VolumeAttributesClass", C),
    ]),
    ("admissionregistration.k8s.io", "v1", &[
        ("mutatingadmissionpolicies", "", "MutatingAdmissionPolicy", C),
        ("mutatingadmissionpolicybindings", "", "MutatingAdmissionPolicyBinding", C),
        ("mutatingwebhookconfigurations", "", "MutatingWebhookConfiguration", C),
        ("validatingadmissionpolicies", "", "ValidatingAdmissionPolicy", C),
        ("validatingadmissionpolicybindings", "", "ValidatingAdmissionPolicyBinding", C),
        ("validatingwebhookconfigurations", "", "ValidatingWebhookConfiguration", C),
    ]),
    ("apiextensions.k8s.io", "v1", &[("customresourcedefinitions", "crd crds", "CustomResourceDefinition", C)]),
    ("scheduling.k8s.io", "v1", &[("priorityclasses", "pc", "PriorityClass", C)]),
    ("coordination.k8s.io", "v1", &[("leases", "", "Lease", N), ("leasecandidates", "", "LeaseCandidate", N)]),
    ("node.k8s.io", "v1", &[("runtimeclasses", "", "RuntimeClass", C)]),
    ("discovery.k8s.io", "v1", &[("endpointslices", "", "EndpointSlice", N)]),
    ("flowcontrol.apiserver.k8s.io", "v1", &[
        ("flowschemas", "", "FlowSchema", C),
        ("prioritylevelconfigurations", "", "PriorityLevelConfiguration", C),
    ]),
    ("resource.k8s.io", "v1", &[
        ("deviceclasses", "", "DeviceClass", C), ("resourceclaims", "", "ResourceClaim", N),
        ("resourceclaimtemplates", "", "ResourceClaimTemplate", N), ("resourceslices", "", "ResourceSlice", C),
    ]),
    ("storagemigration.k8s.io", "v1beta1", &[("storageversionmigrations", "", "StorageVersionMigration", C)]),
    ("metrics.k8s.io", "v1beta1", &[("nodes", "", "NodeMetrics", C), ("pods", "", "PodMetrics", N)]),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn gadgets() -> Vec<Kind> {
        vec![Kind {
            resource: "gadgets".to_owned(),
            group: "example.com".to_owned(),
            version: "v1".to_owned(),
            kind: "Gadget".to_owned(),
            short_names: vec!["gd".to_owned()],
            namespaced: Some(false),
            ..Kind::default()
        }]
    }

    #[test]
    fn words_are_resolved_as_kubectl_resolves_them() {
        for (word, expected) in [
            ("po", "pods"),
            ("Deployment", "deployments.apps"),
            ("ev", "events"),
            ("events.events.k8s.io", "events.events.k8s.io"),
            ("deploy.v1.apps", "deployments.apps"),
            ("pods.v1.", "pods"),
            ("pods.metrics", "pods.metrics.k8s.io"),
            ("gd", "gadgets.example.com"),
            ("gadget.example.com", "gadgets.example.com"),
            ("things.acme.io", "things.acme.io"),
        ] {
            assert!(
                resolve(word, &gadgets()).is_some_and(|found| found.is(expected)),
                "{word}"
            );
        }
        assert_eq!(resolve("things", &gadgets()), None);
        assert_eq!(resolve("", &gadgets()), None);
        let named_by_a_rule = Kind {
            kind: String::new(),
            ..gadgets().remove(0)
        };
        assert!(resolve("Gadget", &[named_by_a_rule]).is_some());
        assert_eq!(plural("proxy"), "proxies");
    }

    #[test]
    fn scope_is_known_or_admitted_unknown() {
        let namespaced = |word| resolve(word, &gadgets()).and_then(|of| of.namespaced);
        assert_eq!(namespaced("nodes"), Some(false));
        assert_eq!(namespaced("pods"), Some(true));
        assert_eq!(namespaced("gadgets"), Some(false));
        assert_eq!(namespaced("things.acme.io"), None);
        let object = of_object("apps/v1", "Deployment", &[]);
        assert!(object.is_some_and(|of| of.is("deployments.apps") && of.version == "v1"));
    }
}
