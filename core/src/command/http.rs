//! What does a line of curl, a raw path or a request line ask?
//!
//! Method and path are read as the API server reads them, by [`RequestInfo`]. Of a line of curl only the
//! method, the path with its query and the `Impersonate-` headers are looked at. Everything else
//! (`Authorization`, `-u`, `--cert`, cookies, the host and what stands before its `@`) may be a
//! credential and is skipped unread.
//!
//! *Invariants.* No message repeats a word of a line of curl.

use std::ops::Range;

use super::words::Word;
use super::{Asked, Asker, Pasted, PastedKind, Question, UserInfo};
use crate::request_info::RequestInfo;

/// Flags of curl that matter here.
const METHOD: [&str; 2] = ["-X", "--request"];
const HEADER: [&str; 2] = ["-H", "--header"];
/// Flags without a value; any other long flag that is no switch takes the next word.
const SWITCHES: [&str; 24] = [
    "--insecure",
    "--silent",
    "--show-error",
    "--verbose",
    "--fail",
    "--fail-with-body",
    "--location",
    "--include",
    "--head",
    "--get",
    "--compressed",
    "--http1.1",
    "--http2",
    "--no-buffer",
    "--globoff",
    "--progress-bar",
    "--ipv4",
    "--ipv6",
    "--tlsv1.2",
    "--tlsv1.3",
    "--remote-name",
    "--no-progress-meter",
    "--path-as-is",
    "--negotiate",
];
const DATA: [&str; 7] = [
    "-d",
    "--data",
    "--data-raw",
    "--data-binary",
    "--data-urlencode",
    "--json",
    "-F",
];
const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// Adds what a method and a request target ask.
pub(super) fn request(method: &str, target: &str, at: Range<usize>, pasted: &mut Pasted) {
    let info = RequestInfo::parse(method, target);
    let nobody: [&str; 0] = [];
    match info.checks("", &nobody) {
        Ok(checks) => {
            for (index, check) in checks.iter().enumerate() {
                let asked = Asked::required(Question::from(check), "the request");
                let asker = if index == 0 {
                    Asker::Client
                } else {
                    Asker::Server
                };
                pasted.requests.push(Asked { asker, ..asked });
            }
        }
        Err(error) if error.code == 500 => {
            pasted.problem(
                at,
                "the server answers 500 to this path before it asks whether it is allowed",
            );
        }
        Err(_) => pasted.problem(at, "this is not a path the server can read"),
    }
}

/// `GET /api/v1/pods`, with or without `HTTP/1.1`.
pub(super) fn request_line(text: &str) -> Option<Pasted> {
    let line = text.trim_start().lines().next()?.trim();
    let mut words = line.split_whitespace();
    let (method, target) = (words.next()?, words.next()?);
    let ends = words
        .next()
        .is_none_or(|version| version.starts_with("HTTP/"));
    if !METHODS.contains(&method) || !target.starts_with('/') || !ends {
        return None;
    }
    let mut pasted = Pasted::of(PastedKind::Curl);
    let at = text.find(target).unwrap_or_default();
    request(method, target, at..at + target.len(), &mut pasted);
    Some(pasted)
}

/// Reads the words after `curl`.
pub(super) fn curl(words: &[Word]) -> Pasted {
    let mut pasted = Pasted::of(PastedKind::Curl);
    let mut line = Curl::default();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        if word.text.len() > 1 && word.text.starts_with('-') {
            line.flag(&word.text, &mut words);
        } else if line.target.is_none() {
            line.target(word);
        }
    }
    pasted.impersonate = line.impersonate();
    let method = line
        .method
        .as_deref()
        .unwrap_or(match (line.head, line.get, line.data) {
            (true, ..) => "HEAD",
            (_, false, true) => "POST",
            _ => "GET",
        });
    match &line.target {
        Some((path, at)) => request(method, path, at.clone(), &mut pasted),
        None => pasted.problem(0..0, "this line of curl names no URL with a path"),
    }
    pasted
}

#[derive(Default)]
struct Curl {
    method: Option<String>,
    target: Option<(String, Range<usize>)>,
    who: UserInfo,
    head: bool,
    get: bool,
    data: bool,
}

impl Curl {
    fn flag<'w>(&mut self, flag: &str, words: &mut impl Iterator<Item = &'w Word>) {
        let is_long = flag.starts_with("--");
        // Short flags may be joined: `-sk`, `-skH 'name: value'`, `-XPOST`.
        let (flag, joined) = if is_long {
            (flag.to_owned(), "")
        } else {
            let valued = |letter: char| "XHduEbcAeFoTmwxUrKCYyzDtPQ".contains(letter);
            let at = flag
                .char_indices()
                .skip(1)
                .find(|(_, letter)| valued(*letter));
            let at = at.map_or(flag.len(), |(at, letter)| at + letter.len_utf8());
            let (switches, joined) = flag.split_at_checked(at).unwrap_or((flag, ""));
            self.head |= switches.contains('I');
            self.get |= switches.contains('G');
            let last = switches.chars().next_back().unwrap_or_default();
            if !valued(last) {
                return;
            }
            (format!("-{last}"), joined)
        };
        self.head |= flag == "--head";
        self.get |= flag == "--get";
        if SWITCHES.contains(&flag.as_str()) {
            return;
        }
        let next = if joined.is_empty() {
            words.next()
        } else {
            None
        };
        let value = next.map_or(joined, |word| word.text.as_str());
        if METHOD.contains(&flag.as_str()) {
            self.method = Some(value.to_owned());
        } else if HEADER.contains(&flag.as_str()) {
            self.header(value);
        } else if let Some(word) = next.filter(|_| flag == "--url") {
            self.target(word);
        } else if matches!(flag.as_str(), "-T" | "--upload-file") {
            self.method.get_or_insert_with(|| "PUT".to_owned());
        } else {
            self.data |= DATA.contains(&flag.as_str());
        }
    }

    /// Takes a word that can be nothing but a URL: a stray one may be half of an unquoted header.
    fn target(&mut self, word: &Word) {
        self.target = path(&word.text).map(|path| (path, word.span()));
    }

    /// Only the headers of impersonation are read.
    fn header(&mut self, header: &str) {
        let Some((name, value)) = header.split_once(':') else {
            return;
        };
        let (name, value) = (name.trim().to_ascii_lowercase(), value.trim().to_owned());
        match name.strip_prefix("impersonate-") {
            Some("user") => self.who.user = value,
            Some("group") => self.who.groups.push(value),
            Some("uid") => self.who.uid = value,
            Some(rest) => {
                if let Some(key) = rest.strip_prefix("extra-") {
                    self.who.extra.push(key.to_owned(), value);
                }
            }
            None => {}
        }
    }

    fn impersonate(&mut self) -> Option<UserInfo> {
        let who = std::mem::take(&mut self.who);
        (who != UserInfo::default()).then_some(who)
    }
}

/// The path of a URL with its query, from the first `/` after the host.
fn path(word: &str) -> Option<String> {
    let (scheme, rest) = word.split_once("://").unwrap_or(("", word));
    let url = rest.split('#').next().unwrap_or(rest);
    let end = url.find(['/', '?']).unwrap_or(url.len());
    let (host, path) = url.split_at_checked(end)?;
    let port = |host: &str| {
        let port = host.rsplit_once(':').map_or("", |(_, port)| port);
        !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_url = matches!(scheme, "http" | "https")
        || (scheme.is_empty() && (host == "localhost" || host.starts_with('$') || port(host)));
    let slash = if path.starts_with('/') { "" } else { "/" };
    is_url.then(|| format!("{slash}{path}"))
}
