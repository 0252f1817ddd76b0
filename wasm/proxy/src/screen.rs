//! Which requests are refused before anybody is asked?
//!
//! Those whose meaning could differ between the gateway, the core and what stands behind: CONNECT, upgrades
//! other than the two that Kubernetes streams use, and paths whose segments change when they are decoded: `%2F`
//! makes two of one, `%2e%2e` climbs, `%2541` decodes twice. And `Connection` that names other headers: whoever
//! passes an upgrade on by the letter would drop these, and with them what the gateway says of the caller. A
//! method that is no token is refused where the request line is read.
//!
//! *Source:* RFC 9110 sections 7.6.1 and 9.1; RFC 3986 section 6.2.2; the classes of path confusion that
//! `path_with_escaped_slashes_action` and `normalize_path` of Envoy's connection manager are about.
//!
//! *Invariants.* What passes has a path whose decoded segments are one to one those that came.

use crate::received::Received;

/// Why a request is not decided; `None` lets it on.
pub(crate) fn refuse(received: &Received<'_>) -> Option<&'static str> {
    if received.method == "CONNECT" {
        return Some("the method CONNECT is not let through");
    }
    if !received.upgrades.iter().all(|of| is_stream(of)) {
        return Some("an upgrade other than to websocket or SPDY/3.1 is not let through");
    }
    if !received
        .connections
        .iter()
        .all(|of| is_plain_connection(of))
    {
        return Some("a connection option that names another header is not let through");
    }
    path(received)
}

/// Whether these options are about the connection alone.
fn is_plain_connection(options: &[u8]) -> bool {
    let mut options = options.split(|byte| *byte == b',').map(<[u8]>::trim_ascii);
    options.all(|option| {
        let known: [&[u8]; 4] = [b"", b"close", b"keep-alive", b"upgrade"];
        known.iter().any(|of| option.eq_ignore_ascii_case(of))
    })
}

/// The two protocols of exec, attach and port-forward.
fn is_stream(upgrade: &[u8]) -> bool {
    let upgrade = upgrade.trim_ascii();
    upgrade.eq_ignore_ascii_case(b"websocket") || upgrade.eq_ignore_ascii_case(b"SPDY/3.1")
}

fn path(received: &Received<'_>) -> Option<&'static str> {
    let target = received.target.as_bytes();
    if !matches!(target, [b'/', ..]) {
        return Some("the target is not a path");
    }
    if is_plain(target) {
        return None;
    }
    segments(received.path())
}

/// What is wrong with the first segment that is wrong.
#[cold]
fn segments(path: &str) -> Option<&'static str> {
    path.split('/').find_map(segment)
}

/// Whether no segment before the query can be wrong: none begins with a dot, and nothing in them is encoded or
/// reserved.
fn is_plain(target: &[u8]) -> bool {
    let mut rest = target;
    while let [byte, after @ ..] = rest {
        match byte {
            b'%' | b';' | b'\\' | b'#' => return false,
            b'/' if matches!(after, [b'.', ..]) => return false,
            b'?' => return true,
            _ => rest = after,
        }
    }
    true
}

/// What is wrong with one segment as it came.
fn segment(raw: &str) -> Option<&'static str> {
    // Some servers cut a segment at `;` before they look for dots.
    if matches!(raw.split(';').next(), Some("." | "..")) {
        return Some("a path with `.` or `..` as a segment is not let through");
    }
    if raw.contains(['\\', '#']) {
        return Some("a path with a backslash or `#` is not let through");
    }
    if !raw.contains('%') {
        return None;
    }
    let decoded = match decode(raw) {
        Some(decoded) if !decoded.iter().any(u8::is_ascii_control) => decoded,
        _ => return Some("a path with an encoding that is no text is not let through"),
    };
    if decoded.contains(&b'/') || decoded.contains(&b'\\') {
        return Some("a path with an encoded slash is not let through");
    }
    if decoded.contains(&b'%') {
        return Some("a path that is encoded twice is not let through");
    }
    let bare: &[u8] = decoded.split(|byte| *byte == b';').next().unwrap_or(&[]);
    (bare == b"." || bare == b"..")
        .then_some("a path with an encoded dot segment is not let through")
}

/// The bytes of a segment; `None` where a `%` is not followed by two digits or they make no UTF-8.
fn decode(raw: &str) -> Option<Vec<u8>> {
    let mut bytes = raw.bytes();
    let mut decoded = Vec::with_capacity(raw.len());
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'%' => {
                let digit = |byte: u8| char::from(byte).to_digit(16);
                let value = digit(bytes.next()?)? * 16 + digit(bytes.next()?)?;
                u8::try_from(value).ok()?
            }
            plain => plain,
        });
    }
    std::str::from_utf8(&decoded).is_ok().then_some(decoded)
}
