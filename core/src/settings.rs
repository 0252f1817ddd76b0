//! What decides access but is printed by no command?
//!
//! `kind: ClusterSettings` is our own document for it. At most one counts; every field is optional.
//! Settings of the Azure side are read here when that side is decided.

use crate::diagnostic::Diagnostics;
use crate::document::fields::Fields;
use crate::document::{Node, Value};

/// The settings of a cluster.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct ClusterSettings {
    /// Whether the default policy of Kubernetes is there; `None` where nothing says so.
    pub(crate) kubernetes_defaults: Option<bool>,
}

/// Reads a settings document over those known so far.
pub(crate) fn read(node: &Node<'_>, settings: &mut ClusterSettings, found: &mut Diagnostics) {
    let Ok(mut fields) = Fields::of(node, "ClusterSettings", found) else {
        return;
    };
    fields.only(&["apiVersion", "kind", "metadata", "kubernetesDefaults"]);
    let Some(defaults) = fields.node("kubernetesDefaults") else {
        return;
    };
    match defaults.value {
        Value::Boolean(wanted) => {
            if settings
                .kubernetes_defaults
                .is_some_and(|known| known != wanted)
            {
                let told = "another ClusterSettings says otherwise; this last one counts";
                fields.found().warning(defaults.span, told);
            }
            settings.kubernetes_defaults = Some(wanted);
        }
        _ => fields.found().error(
            defaults.span,
            format!(
                "`kubernetesDefaults` is `true` or `false`, not {}",
                defaults.describe()
            ),
        ),
    }
}
