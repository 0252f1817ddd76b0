//! Which verb on which resource is a path?
//!
//! Below `/api/VERSION` and `/apis/GROUP/VERSION` a path names resources; every other path, and these
//! prefixes alone, are non-resource requests with the lower-case method as verb. A first segment
//! `proxy` or `watch` is the verb whatever the method says. `namespaces/N` in front of a resource
//! places it in N, and in front of nothing, `status` or `finalize` is the resource itself.
//!
//! A GET without a name becomes list or watch, a DELETE without one deletecollection. A list or watch
//! takes its name from a field selector on `metadata.name`; deletecollection does not.
//!
//! *Source:* `staging/src/k8s.io/apiserver/pkg/endpoints/request/requestinfo.go` (`NewRequestInfo`),
//! `pkg/api/validate/content/path.go` (`IsPathSegmentName`).
//!
//! *Invariants.* The decoded path is split, so `%2F` separates segments. It is trimmed of slashes at
//! both ends, but empty segments within it count; the version, too, may be empty.

use super::query::Query;
use super::url::Url;
use super::{RequestError, RequestInfo};

/// What a request to this URL asks.
pub(super) fn resolve(method: &str, url: &Url<'_>) -> RequestInfo {
    let mut info = RequestInfo {
        path: url.path.clone(),
        verb: method.to_ascii_lowercase(),
        ..RequestInfo::default()
    };
    let segments: Vec<&str> = url.path.trim_matches('/').split('/').collect();
    let (prefix, group, version, rest) = match segments.as_slice() {
        ["api", version, rest @ ..] if !rest.is_empty() => ("api", "", *version, rest),
        ["apis", group, version, rest @ ..] => ("apis", *group, *version, rest),
        _ => return info,
    };
    prefix.clone_into(&mut info.api_prefix);
    let Some((&first, after)) = rest.split_first() else {
        return info;
    };
    info.is_resource_request = true;
    group.clone_into(&mut info.api_group);
    version.clone_into(&mut info.api_version);
    let verb_in_path = matches!(first, "proxy" | "watch");
    let (verb, rest) = if verb_in_path {
        (first, after)
    } else {
        (verb(method), rest)
    };
    if rest.is_empty() {
        info.error = Some(names_no_resource(url));
        return info;
    }
    verb.clone_into(&mut info.verb);
    let (namespace, parts) = namespaced(rest);
    namespace.clone_into(&mut info.namespace);
    info.parts = parts.iter().map(|&part| part.to_owned()).collect();
    name_resource(&mut info, parts);
    refine(&mut info, url.query, verb_in_path);
    info.opens_stream = method == "GET" && opens_stream(&info);
    info
}

fn names_no_resource(url: &Url<'_>) -> RequestError {
    let url = url.to_text();
    RequestError {
        code: 500,
        message: format!("unable to determine kind and namespace from url, {url}"),
    }
}

/// The verb of a method, which is case-sensitive.
fn verb(method: &str) -> &'static str {
    match method {
        "POST" => "create",
        "GET" | "HEAD" => "get",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => "delete",
        _ => "",
    }
}

/// The namespace, and the segments from the resource on.
fn namespaced<'s, 't>(rest: &'s [&'t str]) -> (&'t str, &'s [&'t str]) {
    match rest {
        ["namespaces", namespace] | ["namespaces", namespace, "status" | "finalize", ..] => {
            (namespace, rest)
        }
        ["namespaces", namespace, parts @ ..] => (namespace, parts),
        _ => ("", rest),
    }
}

fn name_resource(info: &mut RequestInfo, parts: &[&str]) {
    let part = |at: usize| parts.get(at).copied().unwrap_or_default().to_owned();
    info.resource = part(0);
    info.name = part(1);
    if info.verb != "proxy" {
        info.subresource = part(2);
    }
}

/// What the query makes of a request without a name.
fn refine(info: &mut RequestInfo, query: &str, verb_in_path: bool) {
    if verb_in_path || !info.name.is_empty() || !matches!(info.verb.as_str(), "get" | "delete") {
        return;
    }
    let query = Query::parse(query);
    if info.verb == "get" {
        let options = query.list_options();
        let verb = if options.watch { "watch" } else { "list" };
        verb.clone_into(&mut info.verb);
        info.name = options
            .name
            .filter(|name| is_segment(name))
            .unwrap_or_default();
    } else {
        "deletecollection".clone_into(&mut info.verb);
    }
    let selector = |option: &str| query.first(option).unwrap_or_default().to_owned();
    info.field_selector = selector("fieldSelector");
    info.label_selector = selector("labelSelector");
}

/// Whether a name could stand in a path.
fn is_segment(name: &str) -> bool {
    !matches!(name, "." | "..") && !name.contains(['/', '%'])
}

/// Whether a pod's exec, attach or portforward is served here.
fn opens_stream(info: &RequestInfo) -> bool {
    let streams = matches!(info.subresource.as_str(), "exec" | "attach" | "portforward");
    streams
        && info.verb == "get"
        && (info.api_prefix.as_str(), info.api_version.as_str()) == ("api", "v1")
        && !info.namespace.is_empty()
        && info.resource == "pods"
        && info.parts.len() == 3
}
