//! What does a line of `az` ask of Azure?
//!
//! Before anything reaches the cluster, Azure Resource Manager decides on the cluster's own resource: who
//! may fetch a kubeconfig, run a command through Azure, stop the cluster. `az aks command invoke` then
//! runs a line inside the cluster, which is handed on to be read like any other.
//!
//! *Source:* `acs/custom.py` of the Azure command line; the permissions of `Microsoft.ContainerService`,
//! `Microsoft.HybridContainerService` and `Microsoft.Kubernetes`.

use super::words::Word;
use super::{ControlPlane, Pasted, PastedKind};

/// Words of a command, a flag that must be there, the actions.
#[rustfmt::skip]
const ACTIONS: [(&[&str], &str, &[&str]); 16] = [
    (&["aks", "get-credentials"], "admin", &["Microsoft.ContainerService/managedClusters/listClusterAdminCredential/action"]),
    (&["aks", "get-credentials"], "", &["Microsoft.ContainerService/managedClusters/listClusterUserCredential/action"]),
    (&["aks", "namespace", "get-credentials"], "", &["Microsoft.ContainerService/managedClusters/managedNamespaces/listCredential/action"]),
    (&["aks", "command", "invoke"], "", &[
        "Microsoft.ContainerService/managedClusters/runcommand/action",
        "Microsoft.ContainerService/managedClusters/commandResults/read",
    ]),
    (&["aksarc", "get-credentials"], "admin", &["Microsoft.HybridContainerService/provisionedClusterInstances/listAdminKubeconfig/action"]),
    (&["aksarc", "get-credentials"], "", &["Microsoft.HybridContainerService/provisionedClusterInstances/listUserKubeconfig/action"]),
    (&["connectedk8s", "proxy"], "", &["Microsoft.Kubernetes/connectedClusters/listClusterUserCredential/action"]),
    (&["fleet", "get-credentials"], "", &["Microsoft.ContainerService/fleets/listCredentials/action"]),
    (&["role", "assignment", "create"], "", &["Microsoft.Authorization/roleAssignments/write"]),
    (&["aks", "show"], "", &["Microsoft.ContainerService/managedClusters/read"]),
    (&["aks", "scale"], "", &["Microsoft.ContainerService/managedClusters/write"]),
    (&["aks", "upgrade"], "", &["Microsoft.ContainerService/managedClusters/write"]),
    (&["aks", "update"], "", &["Microsoft.ContainerService/managedClusters/write"]),
    (&["aks", "delete"], "", &["Microsoft.ContainerService/managedClusters/delete"]),
    (&["aks", "stop"], "", &["Microsoft.ContainerService/managedClusters/stop/action"]),
    (&["aks", "start"], "", &["Microsoft.ContainerService/managedClusters/start/action"]),
];

/// Flags with a value that is read, by their short names too.
const FLAGS: [(&str, &str); 6] = [
    ("-g", "--resource-group"),
    ("-n", "--name"),
    ("-c", "--command"),
    ("-a", "--admin"),
    ("--scopes", "--scope"),
    ("-s", "--subscription"),
];

/// Reads the words after `az`. Beside what they ask stands the line that runs in the cluster, if there is one.
pub(super) fn read(words: &[Word]) -> (Pasted, Option<Word>) {
    let mut pasted = Pasted::of(PastedKind::Az);
    let flag = words.iter().position(|word| word.text.starts_with('-'));
    let (command, flags) = words
        .split_at_checked(flag.unwrap_or(words.len()))
        .unwrap_or_default();
    let flags = Flags { words: flags };
    let said = |names: &[&str]| {
        let mut pairs = command.iter().zip(names);
        command.len() >= names.len() && pairs.all(|(word, name)| word.text == *name)
    };
    let row = ACTIONS
        .iter()
        .find(|(names, flag, _)| said(names) && (flag.is_empty() || flags.has(flag)));
    let Some((names, _, actions)) = row else {
        let at = command.first().zip(command.last());
        let at = at.map_or(0..0, |(first, last)| first.start..last.end);
        pasted.problem(
            at,
            "what this command of `az` asks of Azure is not known here",
        );
        return (pasted, None);
    };
    let name = flags.value("--name").map(|of| of.text);
    let is_namespace = names.contains(&"namespace");
    let (name, namespace) = if is_namespace {
        (flags.value("--cluster-name").map(|of| of.text), name)
    } else {
        (name, None)
    };
    pasted.control_plane = Some(ControlPlane {
        actions: actions.iter().map(|&action| action.to_owned()).collect(),
        scope: flags.value("--scope").map(|of| of.text.clone()),
        subscription: flags.value("--subscription").map(|of| of.text.clone()),
        resource_group: flags.value("--resource-group").map(|of| of.text.clone()),
        name,
        namespace,
        object_id: None,
    });
    pasted.note("this line asks Azure Resource Manager, before anything is asked of the cluster");
    let runs = names.contains(&"invoke");
    let inside = runs.then(|| flags.value("--command")).flatten();
    (pasted, inside)
}

struct Flags<'w> {
    words: &'w [Word],
}

impl Flags<'_> {
    fn has(&self, long: &str) -> bool {
        self.words.iter().any(|word| {
            let name = word.text.split('=').next().unwrap_or_default();
            full(name).strip_prefix("--") == Some(long)
        })
    }

    fn value(&self, long: &str) -> Option<Word> {
        let mut words = self.words.iter();
        while let Some(word) = words.next() {
            let (name, joined) = match word.text.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (word.text.as_str(), None),
            };
            if full(name) == long {
                let joined = joined.map(|value| Word {
                    text: value.to_owned(),
                    ..word.clone()
                });
                return joined.or_else(|| words.next().cloned());
            }
        }
        None
    }
}

fn full(name: &str) -> &str {
    let known = FLAGS.iter().find(|(short, _)| *short == name);
    known.map_or(name, |(_, long)| long)
}
