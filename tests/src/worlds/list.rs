//! How is a made world written?

use std::fmt::Write as _;

use crate::naive::World;

/// The world as kubectl would print it: one List, as JSON without blanks.
pub fn json(world: &World) -> String {
    let mut text = String::from(r#"{"apiVersion":"v1","kind":"List","items":["#);
    let rbac = "rbac.authorization.k8s.io";
    let mut comma = "";
    let place = |namespace: &Option<String>| {
        namespace
            .as_ref()
            .map_or(String::new(), |of| format!(r#","namespace":"{of}""#))
    };
    for role in &world.roles {
        let kind = if role.namespace.is_some() {
            "Role"
        } else {
            "ClusterRole"
        };
        let rules = serde_json::to_string(&role.rules).unwrap_or_default();
        let (name, place) = (&role.name, place(&role.namespace));
        let _ = write!(
            text,
            r#"{comma}{{"apiVersion":"{rbac}/v1","kind":"{kind}","metadata":{{"name":"{name}"{place}}},"rules":{rules}}}"#
        );
        comma = ",";
    }
    for binding in &world.bindings {
        let kind = if binding.namespace.is_some() {
            "RoleBinding"
        } else {
            "ClusterRoleBinding"
        };
        let (name, place) = (&binding.name, place(&binding.namespace));
        let (role_kind, role) = &binding.role;
        let _ = write!(
            text,
            r#"{comma}{{"apiVersion":"{rbac}/v1","kind":"{kind}","metadata":{{"name":"{name}"{place}}},"roleRef":{{"apiGroup":"{rbac}","kind":"{role_kind}","name":"{role}"}},"subjects":["#
        );
        comma = "";
        for (kind, namespace, name) in &binding.subjects {
            let group = if kind == "ServiceAccount" {
                String::new()
            } else {
                format!(r#""apiGroup":"{rbac}","#)
            };
            let place = namespace
                .as_ref()
                .map_or(String::new(), |of| format!(r#","namespace":"{of}""#));
            let _ = write!(
                text,
                r#"{comma}{{{group}"kind":"{kind}","name":"{name}"{place}}}"#
            );
            comma = ",";
        }
        text.push_str("]}");
        comma = ",";
    }
    text.push_str("]}\n");
    text
}
