//! The table: one row for each verb of kubectl.
//!
//! *Source:* kubectl 1.32.4 and 1.36.2, recorded against a server of 1.36.2.

use crate::command::step::Condition::{
    Absent, AttachFails, DaemonSetPod, Differs, MetricsServed, Remains,
};
use crate::command::step::Phase::{Each, Once};
use crate::command::step::Test::{
    Attaching, Before, Is, IsNot, Kind, Named, NotKind, Selected, Several, Since, Wet, With,
    Without,
};
use crate::command::step::{Found, Op, Phase, Place, Step, Test, act, beside, find};
use crate::command::target::Takes;

use super::Discovery::{self, Documented, Evictions, Groups, Validated};
use super::Row;

const fn row_of(
    verb: &'static str,
    discovery: Discovery,
    takes: Takes,
    phases: &'static [Phase],
) -> Row {
    Row {
        verb,
        discovery,
        takes,
        phases,
        note: "",
    }
}

/// A verb that asks nothing of the server.
const fn idle(verb: &'static str, note: &'static str) -> Row {
    Row {
        note,
        ..row_of(verb, Discovery::None, Takes::Nothing, &[])
    }
}

const fn op(op: Op, why: &'static str) -> Step {
    Step::of(op, why)
}

const fn wrote(resource: &'static str, place: Place, why: &'static str) -> Step {
    Step::of(Op::Beside("create", resource, place), why)
}

const fn related(resource: &'static str, kinds: &'static [Test]) -> Step {
    beside("list", resource, Place::Same).soft().when(kinds)
}

const CHANGED: &[Phase] = &[Each(&[find(), act("patch", "", "to change it")])];
const MARKED: &[Phase] = &[
    Each(&[find()]),
    Each(&[act("patch", "", "to mark it").only(Differs)]),
];
const HISTORY: [Step; 4] = [
    find(),
    act("get", "", "the object again"),
    beside("list", "replicasets.apps", Place::Same).when(&[Kind(&["deployments.apps"])]),
    beside("list", "controllerrevisions.apps", Place::Same).when(&[NotKind(&["deployments.apps"])]),
];
const OWNERS: &[&str] = &[
    "replicasets.apps",
    "daemonsets.apps",
    "statefulsets.apps",
    "replicationcontrollers",
];
/// Kinds whose description has no events.
const EVENTLESS: &[&str] = &[
    "roles.rbac.authorization.k8s.io",
    "clusterroles.rbac.authorization.k8s.io",
    "rolebindings.rbac.authorization.k8s.io",
    "clusterrolebindings.rbac.authorization.k8s.io",
    "namespaces",
    "secrets",
    "resourcequotas",
    "limitranges",
    "networkpolicies.networking.k8s.io",
];
const ATTACH: Step = op(Op::Stream("attach"), "to attach").when(&[Attaching]);
const LOG_INSTEAD: Step = act("get", "log", "the log instead")
    .soft()
    .only(AttachFails)
    .when(&[Attaching]);
const UNTIL_RUNNING: Step = op(Op::ListWatch, "until it runs").when(&[Attaching]);

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    row_of("get", Groups, Takes::Kinds, &[Each(&[
        find(),
        op(Op::Watch, "to watch it").when(&[With("watch")]),
        op(Op::Watch, "to watch it").when(&[With("watch-only"), Without("watch")]),
    ])]),
    row_of("describe", Groups, Takes::Kinds, &[
        Each(&[find(), op(Op::List, "names that begin like it").only(Absent).when(&[Named])]),
        Each(&[
            act("get", "", "the object again"),
            beside("list", "resourcequotas", Place::Same).when(&[Kind(&["namespaces"])]),
            beside("list", "limitranges", Place::Same).when(&[Kind(&["namespaces"])]),
            related("pods", &[Kind(OWNERS)]),
            related("endpointslices.discovery.k8s.io", &[Kind(&["services"])]),
            related("secrets", &[Kind(&["serviceaccounts"]), Before(36)]),
            related("pods", &[Kind(&["nodes"])]),
            related("events", &[IsNot("show-events", "false"), NotKind(EVENTLESS)])
                .unless(&[Since(36), Kind(&["pods"]), Several]),
            related("events", &[IsNot("show-events", "false"), Kind(&["nodes"])]),
            related("replicasets.apps", &[Kind(&["deployments.apps"])]),
            related("resourceslices.resource.k8s.io", &[Kind(&["nodes"]), Since(36)]),
            beside("get", "leases.coordination.k8s.io", Place::NamedIn("kube-node-lease"))
                .soft().when(&[Kind(&["nodes"])]),
        ]),
    ]),
    row_of("events", Discovery::With("for"), Takes::Nothing, &[Once(&[
        beside("list", "events", Place::Current),
        beside("watch", "events", Place::Current).when(&[With("watch")]),
    ])]),
    row_of("logs", Groups, Takes::Pod, &[Each(&[
        op(Op::Pod, "the object"),
        op(Op::Become("pods", Found::Each, Place::Same), "").when(&[With("all-pods")]),
        op(Op::List, "its pods").when(&[With("all-pods")]),
        act("get", "log", "the log"),
    ])]),
    row_of("exec", Groups, Takes::Pod, &[Each(&[op(Op::Pod, "the object"), op(Op::Stream("exec"), "to run the command")])]),
    row_of("attach", Groups, Takes::Pod, &[Each(&[op(Op::Pod, "the object"), op(Op::Stream("attach"), "to attach")])]),
    row_of("port-forward", Groups, Takes::Pod, &[Each(&[
        op(Op::Pod, "the object"),
        act("get", "", "whether the pod runs"),
        op(Op::Stream("portforward"), "to forward the port"),
    ])]),
    row_of("cp", Discovery::None, Takes::Remote, &[Each(&[
        act("get", "", "the pod"), op(Op::Stream("exec"), "to copy with tar"),
    ])]),
    row_of("cp to", Discovery::None, Takes::Remote, &[Each(&[
        act("get", "", "the pod"), op(Op::Stream("exec"), "to test for the folder"),
        act("get", "", "the pod again"), op(Op::Stream("exec"), "to copy with tar"),
    ])]),
    row_of("debug", Groups, Takes::Pod, &[Each(&[
        find(),
        act("patch", "ephemeralcontainers", "to add the container").when(&[Kind(&["pods"]), Without("copy-to")]),
        wrote("pods", Place::Same, "the copy").when(&[Kind(&["pods"]), With("copy-to")]),
        wrote("pods", Place::Current, "the pod on the node").when(&[Kind(&["nodes"])]),
        op(Op::Become("pods", Found::One, Place::Current), "").when(&[Kind(&["nodes"])]),
        op(Op::Rename("copy-to"), "").when(&[With("copy-to")]),
        UNTIL_RUNNING, ATTACH, LOG_INSTEAD,
    ])]),
    row_of("run", Groups, Takes::NewPod, &[Each(&[
        act("create", "", "the pod"),
        wrote("services", Place::Same, "the service").when(&[With("expose")]),
        UNTIL_RUNNING,
        act("get", "log", "the log so far").soft().when(&[Attaching, Since(36)]),
        ATTACH, LOG_INSTEAD,
        op(Op::ListWatch, "until it has ended").when(&[With("rm")]),
        act("get", "", "how it ended").when(&[With("rm")]),
        act("delete", "", "to remove it").when(&[With("rm")]),
    ])]),
    row_of("create", Validated, Takes::Files, &[Each(&[act("create", "", "to create it")])]),
    row_of("apply", Validated, Takes::Files, &[
        Each(&[
            find().when(&[Without("server-side")]),
            act("create", "", "to create it").only(Absent).when(&[Without("server-side")]),
            act("patch", "", "to change it").only(Differs).when(&[Without("server-side")]),
            act("patch", "", "to apply it").when(&[With("server-side")]),
            act("create", "", "to create it").only(Absent).by_server().when(&[With("server-side")]),
        ]),
        Once(&[op(Op::Prune, "to prune").when(&[With("prune")])]),
    ]),
    row_of("apply view-last-applied", Groups, Takes::Kinds, &[Each(&[find()])]),
    row_of("apply edit-last-applied", Groups, Takes::Kinds, CHANGED),
    row_of("apply set-last-applied", Groups, Takes::Files, CHANGED),
    row_of("diff", Documented, Takes::Files, &[Each(&[
        find(),
        act("create", "", "to try it").only(Absent).when(&[Without("server-side")]),
        act("patch", "", "to try it").only(Differs).when(&[Without("server-side")]),
        act("patch", "", "to try it").when(&[With("server-side")]),
        act("create", "", "to try it").only(Absent).by_server().when(&[With("server-side")]),
    ])]),
    row_of("edit", Documented, Takes::Kinds, &[Each(&[find(), act("patch", "", "to change it").only(Differs)])]),
    row_of("patch", Groups, Takes::Kinds, CHANGED),
    row_of("label", Groups, Takes::Pairs, &[Each(&[
        find(),
        act("patch", "", "to change it").when(&[Without("list"), Before(36)]),
        act("patch", "", "to change it").only(Differs).when(&[Without("list"), Since(36)]),
    ])]),
    row_of("annotate", Groups, Takes::Pairs, &[Each(&[find(), act("patch", "", "to change it").when(&[Without("list")])])]),
    row_of("set image", Groups, Takes::Pairs, CHANGED),
    row_of("set env", Groups, Takes::Pairs, &[Each(&[find(), act("patch", "", "to change it").when(&[Without("list")])])]),
    row_of("set resources", Groups, Takes::Kinds, CHANGED),
    row_of("set selector", Groups, Takes::Pairs, CHANGED),
    row_of("set serviceaccount", Groups, Takes::KindsAndOne, CHANGED),
    row_of("set subject", Groups, Takes::Kinds, CHANGED),
    row_of("rollout restart", Groups, Takes::Kinds, CHANGED),
    row_of("rollout pause", Groups, Takes::Kinds, CHANGED),
    row_of("rollout resume", Groups, Takes::Kinds, CHANGED),
    row_of("rollout status", Groups, Takes::Kinds, &[Each(&[find(), op(Op::ListWatch, "until it is rolled out")])]),
    row_of("rollout history", Groups, Takes::Kinds, &[Each(&HISTORY)]),
    row_of("rollout undo", Groups, Takes::Kinds, &[
        Each(&HISTORY),
        Each(&[act("patch", "", "to roll it back").only(Differs)]),
    ]),
    row_of("replace", Validated, Takes::Files, &[Each(&[
        act("get", "", "the object").soft(), act("update", "", "to replace it"),
    ])]),
    row_of("replace --force", Documented, Takes::Files, &[Each(&[
        act("delete", "", "to replace it"), find(), act("create", "", "to create it again"),
    ])]),
    row_of("delete", Groups, Takes::Kinds, &[
        Each(&[find().when(&[Selected]), act("delete", "", "to delete it")]),
        Each(&[
            act("get", "", "whether it is gone").soft().when(&[IsNot("wait", "false"), Wet]),
            op(Op::ListWatch, "until it is gone").soft().only(Remains).when(&[IsNot("wait", "false"), Wet]),
        ]),
    ]),
    row_of("scale", Groups, Takes::Kinds, &[
        Each(&[find()]),
        Each(&[
            act("patch", "scale", "to scale it").when(&[Without("current-replicas")]),
            act("get", "scale", "how many there are").when(&[With("current-replicas")]),
            act("update", "scale", "to scale it").when(&[With("current-replicas")]),
            act("get", "scale", "until it is scaled").when(&[With("timeout")]),
        ]),
    ]),
    row_of("autoscale", Groups, Takes::Kinds, &[Each(&[
        find(), wrote("horizontalpodautoscalers.autoscaling", Place::Same, "the autoscaler"),
    ])]),
    row_of("expose", Groups, Takes::Kinds, &[Each(&[find(), wrote("services", Place::Same, "the service")])]),
    row_of("wait", Groups, Takes::Kinds, &[Each(&[
        find(),
        act("get", "", "whether it is there").when(&[Is("for", "create"), Named]),
        act("get", "", "whether it is gone").only(Remains).when(&[Is("for", "delete"), Named]),
        op(Op::ListWatch, "until it is gone").only(Remains).when(&[Is("for", "delete")]),
        op(Op::ListWatch, "until it is so").when(&[IsNot("for", "delete"), IsNot("for", "create")]),
    ])]),
    row_of("cordon", Groups, Takes::Names("nodes"), MARKED),
    row_of("uncordon", Groups, Takes::Names("nodes"), MARKED),
    row_of("drain", Evictions, Takes::Names("nodes"), &[
        Each(&[find()]),
        Each(&[act("patch", "", "to mark it").only(Differs)]),
        Each(&[
            beside("list", "pods", Place::Cluster),
            op(Op::Become("daemonsets.apps", Found::Each, Place::Cluster), ""),
            act("get", "", "whose pods they are").only(DaemonSetPod),
            op(Op::Become("pods", Found::Each, Place::Cluster), ""),
            act("create", "eviction", "to evict it").when(&[Without("disable-eviction")]),
            act("delete", "", "to delete it").when(&[With("disable-eviction")]),
            act("get", "", "whether it is gone").when(&[Wet]),
        ]),
    ]),
    row_of("taint", Groups, Takes::Pairs, CHANGED),
    row_of("top pods", Groups, Takes::Any("pods.metrics.k8s.io"), &[Each(&[op(Op::FindPlainly, "the metrics").only(MetricsServed)])]),
    row_of("top nodes", Groups, Takes::Any("nodes.metrics.k8s.io"), &[
        Each(&[op(Op::FindPlainly, "the metrics").only(MetricsServed)]),
        Each(&[op(Op::Turn("nodes"), ""), op(Op::FindPlainly, "the nodes").only(MetricsServed)]),
    ]),
    row_of("certificate approve", Groups, Takes::Names("certificatesigningrequests.certificates.k8s.io"), SIGNED),
    row_of("certificate deny", Groups, Takes::Names("certificatesigningrequests.certificates.k8s.io"), SIGNED),
    row_of("auth whoami", Discovery::None, Takes::Nothing, &[Once(&[wrote("selfsubjectreviews.authentication.k8s.io", Place::Cluster, "the review")])]),
    row_of("auth reconcile", Discovery::None, Takes::Files, &[Each(&[
        act("get", "", "the object"), op(Op::Namespace, ""),
        act("create", "", "to create it").only(Absent), act("update", "", "to change it").only(Differs),
    ])]),
    row_of("auth can-i", Discovery::None, Takes::Nothing, &[]),
    row_of("explain", Discovery::None, Takes::Nothing, &[]),
    row_of("api-resources", Discovery::None, Takes::Nothing, API_GROUPS),
    row_of("api-versions", Discovery::None, Takes::Nothing, API_GROUPS),
    row_of("version", Discovery::None, Takes::Nothing, &[Once(&[op(Op::Path("/version"), "the version").when(&[Without("client")])])]),
    row_of("cluster-info", Groups, Takes::Nothing, &[Once(&[beside("list", "services", Place::In("kube-system"))])]),
    row_of("cluster-info dump", Discovery::None, Takes::Namespaces, &[
        Once(&[beside("list", "nodes", Place::Cluster), op(Op::List, "the namespaces").when(&[Selected])]),
        Each(&[
            beside("list", "events", Place::Same), beside("list", "replicationcontrollers", Place::Same),
            beside("list", "services", Place::Same), beside("list", "daemonsets.apps", Place::Same),
            beside("list", "deployments.apps", Place::Same), beside("list", "replicasets.apps", Place::Same),
            beside("list", "pods", Place::Same),
            op(Op::Become("pods", Found::Each, Place::Same), ""),
            act("get", "log", "the log").soft(),
        ]),
    ]),
    idle("proxy", "a proxy asks nothing of the server by itself; each request through it is asked as the caller"),
    idle("config", "this line reads and writes the kubeconfig and asks nothing of the server"),
    idle("completion", "this line prints a script and asks nothing of the server"),
    idle("kustomize", "this line builds documents and asks nothing of the server"),
    idle("plugin", "this line looks for plugins and asks nothing of the server"),
    idle("options", "this line prints help and asks nothing of the server"),
    idle("help", "this line prints help and asks nothing of the server"),
];

const API_GROUPS: &[Phase] = &[Once(&[
    op(Op::Path("/api"), "the groups"),
    op(Op::Path("/apis"), "the groups"),
])];
const SIGNED: &[Phase] = &[Each(&[
    find(),
    act("get", "", "the request again"),
    act("update", "approval", "to decide it"),
    op(
        Op::Check("approve", "signers.certificates.k8s.io"),
        "to speak for its signer",
    )
    .by_server(),
])];
