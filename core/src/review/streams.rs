//! Who may open a stream into a pod, on which version?
//!
//! exec, attach and port-forward are asked for by a POST, which is `create`, or over a WebSocket by a GET, which
//! is `get`. From Kubernetes 1.35 a GET is asked about twice, the second time as `create`; before, whoever may
//! `get` needs nothing else. kubectl tries the WebSocket first, where the server knows its protocol: from 1.30,
//! for port-forward from 1.31.
//!
//! *Source:* Kubernetes, feature gates `AuthorizePodWebsocketUpgradeCreatePermission` (1.35),
//! `TranslateStreamCloseWebsocketRequests` (1.30), `PortForwardWebsockets` (1.31); spec section 1.4.

use super::ask::Part;
use crate::command::Need;
use crate::question::Question;
use crate::version::minor;

/// What a version of the API server makes of the parts; one that is not known counts as a recent one.
pub(super) fn on_version(parts: &mut Vec<Part>, version: &str) {
    let Some(version) = minor(version).filter(|of| *of < 35) else {
        return;
    };
    parts.retain(|part| !part.second);
    // A line of kubectl that opens a stream lists the GET as one that may be refused.
    let by_get: Vec<Question> = parts
        .iter()
        .filter(|part| part.need == Need::Soft)
        .map(|part| part.question.clone())
        .collect();
    for part in parts {
        let get = as_get(&part.question, version).filter(|of| by_get.contains(of));
        part.alternatives.extend(get);
    }
}

/// The GET that opens the same stream, where kubectl and a server of this version agree on it.
fn as_get(asked: &Question, version: u32) -> Option<Question> {
    let Question::Resource {
        verb,
        api_group,
        resource,
        subresource,
        ..
    } = asked
    else {
        return None;
    };
    let since = match subresource.as_str() {
        "exec" | "attach" => 30,
        "portforward" => 31,
        _ => return None,
    };
    let opens = verb == "create" && api_group.is_empty() && resource == "pods";
    let mut get = asked.clone();
    if let Question::Resource { verb, .. } = &mut get {
        "get".clone_into(verb);
    }
    (opens && version >= since).then_some(get)
}
