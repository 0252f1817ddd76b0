//! What does a request target name?
//!
//! A target is a path with a query (`/api/v1/pods?watch=1`), an absolute URL, `*`, or, for CONNECT,
//! a host alone. It is read without looking at what it means: the path is decoded, the query is left
//! as it stands. There is no fragment in a request, so `#` is an ordinary character.
//!
//! *Source:* Go's `net/url` (`ParseRequestURI`, `getScheme`, `setPath`, `URL.String`) and `net/http`
//! (`readRequest`).

use std::borrow::Cow;

use super::authority;
use super::percent::{Part, decode, decoded, encode, may_stand};
use crate::quote::quote;

/// A target, taken apart.
#[derive(Debug)]
pub(super) struct Url<'t> {
    /// Scheme and authority, as they are written back.
    origin: String,
    raw_path: &'t str,
    /// The decoded path. Empty for a host alone.
    pub(super) path: Cow<'t, str>,
    /// What follows the first `?`, undecoded.
    pub(super) query: &'t str,
    /// Whether there is a `?`.
    asks: bool,
}

/// Reads the target of a request line.
pub(super) fn parse<'t>(method: &str, target: &'t str) -> Result<Url<'t>, String> {
    match usual(target) {
        Some(url) => Ok(url),
        None => unusual(method, target),
    }
}

/// A path that stands for itself, and maybe a query: nearly every target. Nothing can be wrong with it.
fn usual(target: &str) -> Option<Url<'_>> {
    let mut rest = target.as_bytes();
    if !matches!(rest, [b'/', ..]) {
        return None;
    }
    while let [byte, after @ ..] = rest {
        match byte {
            0..=b' ' | b'%' | 0x7f => return None,
            b'?' => break,
            _ => rest = after,
        }
    }
    let (raw_path, query) = target.split_at_checked(target.len() - rest.len())?;
    if query.bytes().any(|byte| matches!(byte, 0..=b' ' | 0x7f)) {
        return None;
    }
    Some(Url {
        origin: String::new(),
        raw_path,
        path: Cow::Borrowed(raw_path),
        query: query.strip_prefix('?').unwrap_or_default(),
        asks: !query.is_empty(),
    })
}

#[cold]
#[inline(never)]
fn unusual<'t>(method: &str, target: &'t str) -> Result<Url<'t>, String> {
    if target.contains(' ') {
        let rest = target.split_once(' ').map_or("", |(_, rest)| rest);
        let version = quote(&format!("{rest} HTTP/1.1"));
        return Err(format!("malformed HTTP version {version}"));
    }
    let names_host = method == "CONNECT" && !target.starts_with('/');
    let url = if names_host {
        host_alone(target)
    } else {
        any(target)
    };
    let scheme = if names_host { "http://" } else { "" };
    url.map_err(|wrong| format!("parse {}: {wrong}", quote(&format!("{scheme}{target}"))))
}

/// CONNECT names a host as if `http://` stood before it.
fn host_alone(target: &str) -> Result<Url<'_>, String> {
    plain(target)?;
    let (rest, query) = cut_query(target);
    hosted("", rest, query)
}

fn any(target: &str) -> Result<Url<'_>, String> {
    plain(target)?;
    match target {
        "" => return Err("empty url".to_owned()),
        "*" => return at_path(String::new(), target, None),
        _ => {}
    }
    let (scheme, rest) = cut_scheme(target)?;
    let (rest, query) = cut_query(rest);
    match (scheme, rest.strip_prefix("//")) {
        ("", _) if rest.starts_with('/') => at_path(String::new(), rest, query),
        ("", _) => Err("invalid URI for request".to_owned()),
        (scheme, Some(rest)) => hosted(&format!("{}:", scheme.to_ascii_lowercase()), rest, query),
        (scheme, None) if rest.starts_with('/') => {
            at_path(format!("{}:", scheme.to_ascii_lowercase()), rest, query)
        }
        // `mailto:someone` has no path.
        (scheme, None) => at_path(format!("{scheme}:{rest}"), "", query),
    }
}

/// An authority, and the path after it.
fn hosted<'t>(scheme: &str, rest: &'t str, query: Option<&'t str>) -> Result<Url<'t>, String> {
    let at = rest.find('/').unwrap_or(rest.len());
    let (authority, path) = rest.split_at_checked(at).unwrap_or((rest, ""));
    let authority = authority::read(authority)?;
    at_path(format!("{scheme}//{authority}"), path, query)
}

fn at_path<'t>(
    origin: String,
    raw_path: &'t str,
    query: Option<&'t str>,
) -> Result<Url<'t>, String> {
    Ok(Url {
        origin,
        raw_path,
        path: decoded(raw_path, Part::Path)?,
        query: query.unwrap_or_default(),
        asks: query.is_some(),
    })
}

fn plain(target: &str) -> Result<(), String> {
    if target.bytes().any(|byte| byte.is_ascii_control()) {
        return Err("net/url: invalid control character in URL".to_owned());
    }
    Ok(())
}

fn cut_query(target: &str) -> (&str, Option<&str>) {
    match target.split_once('?') {
        Some((before, query)) => (before, Some(query)),
        None => (target, None),
    }
}

/// The scheme before the first colon, if what stands before it looks like one.
fn cut_scheme(target: &str) -> Result<(&str, &str), String> {
    let belongs = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    match target.split_once(':') {
        Some(("", _)) => Err("missing protocol scheme".to_owned()),
        Some((scheme, rest))
            if scheme.bytes().all(belongs)
                && scheme.starts_with(|first: char| first.is_ascii_alphabetic()) =>
        {
            Ok((scheme, rest))
        }
        _ => Ok(("", target)),
    }
}

impl Url<'_> {
    /// The target as Go writes it back: the path as it came where that was well formed.
    pub(super) fn to_text(&self) -> String {
        let as_it_came = |byte: u8| may_stand(byte, Part::Path) || b"!'()*[]%".contains(&byte);
        let path = if self.raw_path.bytes().all(as_it_came) {
            self.raw_path.to_owned()
        } else {
            encode(
                &decode(self.raw_path, Part::Path).unwrap_or_default(),
                Part::Path,
            )
        };
        let mark = if self.asks { "?" } else { "" };
        format!("{}{path}{mark}{}", self.origin, self.query)
    }
}
