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

use super::line::RequestLine;
use super::url::Url;
use super::{RequestError, RequestInfo};

/// Few paths have more segments.
const USUAL: usize = 8;

impl RequestLine<'_> {
    /// What [`RequestInfo::parse`] says of the line.
    #[inline]
    pub fn info(&self) -> RequestInfo<&str> {
        match &self.url {
            Ok(url) => resolve(self, url),
            Err(message) => RequestInfo {
                error: Some(RequestError {
                    code: 400,
                    message: message.clone(),
                }),
                ..RequestInfo::default()
            },
        }
    }
}

/// What a request to this URL asks.
#[inline]
fn resolve<'u>(line: &'u RequestLine<'_>, url: &'u Url<'_>) -> RequestInfo<&'u str> {
    let mut info = RequestInfo {
        path: url.path.as_ref(),
        verb: line.lower_case.as_ref(),
        ..RequestInfo::default()
    };
    let mut segments = segments(&url.path);
    let (prefix, group, version, rest) = match segments.as_slice() {
        ["api", version, rest @ ..] if !rest.is_empty() => ("api", "", *version, rest),
        ["apis", group, version, rest @ ..] => ("apis", *group, *version, rest),
        _ => return info,
    };
    info.api_prefix = prefix;
    let Some((&first, after)) = rest.split_first() else {
        return info;
    };
    info.is_resource_request = true;
    info.api_group = group;
    info.api_version = version;
    let verb_in_path = matches!(first, "proxy" | "watch");
    let (verb, rest) = if verb_in_path {
        (first, after)
    } else {
        (verb(line.method), rest)
    };
    if rest.is_empty() {
        info.error = Some(names_no_resource(url));
        return info;
    }
    info.verb = verb;
    let (namespace, parts) = namespaced(rest);
    info.namespace = namespace;
    name_resource(&mut info, parts);
    let before = segments.len() - parts.len();
    segments.drain(..before);
    info.parts = segments;
    if !verb_in_path && info.name.is_empty() {
        refine(&mut info, line);
    }
    info.opens_stream = opens_stream(&info);
    info
}

/// What stands between the slashes, those at both ends left out.
#[inline]
fn segments(path: &str) -> Vec<&str> {
    let mut rest = path.as_bytes();
    while let [b'/', after @ ..] = rest {
        rest = after;
    }
    let mut start = path.len() - rest.len();
    while let [before @ .., b'/'] = rest {
        rest = before;
    }
    let end = start + rest.len();
    let mut segments = Vec::with_capacity(USUAL);
    while let [byte, after @ ..] = rest {
        if *byte == b'/' {
            let at = end - rest.len();
            segments.extend(path.get(start..at));
            start = at + 1;
        }
        rest = after;
    }
    segments.extend(path.get(start..end));
    segments
}

#[cold]
fn names_no_resource(url: &Url<'_>) -> RequestError {
    let url = url.to_text();
    RequestError {
        code: 500,
        message: format!("unable to determine kind and namespace from url, {url}"),
    }
}

/// The verb of a method, which is case-sensitive.
#[inline]
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
#[inline]
fn namespaced<'s, 't>(rest: &'s [&'t str]) -> (&'t str, &'s [&'t str]) {
    match rest {
        ["namespaces", namespace] | ["namespaces", namespace, "status" | "finalize", ..] => {
            (namespace, rest)
        }
        ["namespaces", namespace, parts @ ..] => (namespace, parts),
        _ => ("", rest),
    }
}

#[inline]
fn name_resource<'u>(info: &mut RequestInfo<&'u str>, parts: &[&'u str]) {
    let part = |at: usize| parts.get(at).copied().unwrap_or_default();
    info.resource = part(0);
    info.name = part(1);
    if info.verb != "proxy" {
        info.subresource = part(2);
    }
}

/// What the query makes of a request without a name.
#[inline]
fn refine<'u>(info: &mut RequestInfo<&'u str>, line: &'u RequestLine<'_>) {
    match info.verb {
        "get" => {
            let options = &line.options;
            info.verb = if options.watch { "watch" } else { "list" };
            let name = options.name.as_deref();
            info.name = name.filter(|name| is_segment(name)).unwrap_or_default();
        }
        "delete" => info.verb = "deletecollection",
        _ => return,
    }
    let selector = |option: &str| line.query.first(option).unwrap_or_default();
    info.field_selector = selector("fieldSelector");
    info.label_selector = selector("labelSelector");
}

/// Whether a name could stand in a path.
fn is_segment(name: &str) -> bool {
    !matches!(name, "." | "..") && !name.contains(['/', '%'])
}

/// Whether a pod's exec, attach or portforward is served here. HEAD is none that an API server serves here, but its verb
/// is that of GET, and what stands between must not let it through more easily.
#[inline]
fn opens_stream(info: &RequestInfo<&str>) -> bool {
    let streams = matches!(info.subresource, "exec" | "attach" | "portforward");
    streams
        && info.verb == "get"
        && (info.api_prefix, info.api_version) == ("api", "v1")
        && !info.namespace.is_empty()
        && info.resource == "pods"
        && info.parts.len() == 3
}
