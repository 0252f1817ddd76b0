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
use super::{Asked, Pasted, PastedKind, Question, UserInfo};
use crate::attributes::{Attributes, Target};
use crate::request_info::RequestInfo;

/// Flags of curl that matter here.
const METHOD: [&str; 2] = ["-X", "--request"];
const HEADER: [&str; 2] = ["-H", "--header"];
/// Flags without a value; any other long flag that is no switch takes the next word.
const SWITCHES: [&str; 24] = [
    "--insecure", "--silent", "--show-error", "--verbose", "--fail", "--fail-with-body", "--location",
    "--include", "--head", "--get", "--compressed", "--http1.1", "--http2", "--no-buffer", "--globoff",
    "--progress-bar", "--ipv4", "--ipv6", "--tlsv1.2", "--tlsv1.3", "--remote-name", "--no-progress-meter",
    "--path-as-is", "--negotiate",
];
const DATA: [&str; 7] = [
    "-d", "--data", "--data-raw", "--data-binary", "--data-urlencode", "--json", "-F",
];
const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// Adds what a method and a request target ask.
pub(super) fn request(method: &str, target: &str, at: Range<usize>, pasted: &mut Pasted) {
    let info = RequestInfo::parse(method, target);
    let nobody: [&str; 0] = [];
    match info.checks("", &nobody) {
        Ok(checks) => {
            let asked = checks.iter().map(|check| Asked::required(question(check), "the request"));
            pasted.requests.extend(asked);
        }
        Err(error) if error.code == 500 => {
            pasted.problem(at, "the server answers 500 to this path before it asks whether it is allowed");
        }
        Err(_) => pasted.problem(at, "this is not a path the server can read"),
    }
}

/// `GET /api/v1/pods`, with or without `HTTP/1.1`.
pub(super) fn request_line(text: &str) -> Option<Pasted> {
    let line = text.trim_start().lines().next()?.trim();
    let mut words = line.split_whitespace();
    let (method, target) = (words.next()?, words.next()?);
    let ends = words.next().is_none_or(|version| version.starts_with("HTTP/"));
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
            line.target = path(&word.text).map(|path| (path, word.span()));
        }
    }
    pasted.impersonate = line.impersonate();
    let method = line.method.as_deref().unwrap_or(match (line.head, line.get, line.data) {
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
            let at = flag.char_indices().skip(1).find(|(_, letter)| valued(*letter));
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
        let value = match joined {
            "" => words.next().map(|word| word.text.as_str()),
            joined => Some(joined),
        };
        let Some(value) = value else { return };
        if METHOD.contains(&flag.as_str()) {
            self.method = Some(value.to_owned());
        } else if HEADER.contains(&flag.as_str()) {
            self.header(value);
        } else if flag == "--url" {
            self.target = path(value).map(|path| (path, 0..0));
        } else if matches!(flag.as_str(), "-T" | "--upload-file") {
            self.method.get_or_insert_with(|| "PUT".to_owned());
        } else {
            self.data |= DATA.contains(&flag.as_str());
        }
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
                    self.who.extra.entry(key.to_owned()).or_default().push(value);
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
fn path(url: &str) -> Option<String> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let url = rest.split('#').next().unwrap_or(rest);
    let query = url.find('?').unwrap_or(url.len());
    let at = url.find('/').filter(|at| *at < query);
    match at {
        Some(at) => url.get(at..).map(str::to_owned),
        None if url.is_empty() => None,
        None => Some(format!("/{}", url.get(query..).unwrap_or_default())),
    }
}

fn question(asked: &Attributes<'_>) -> Question {
    let verb = asked.verb.to_owned();
    match asked.target {
        Target::NonResource { path } => Question::NonResource {
            verb,
            path: path.to_owned(),
        },
        Target::Resource(on) => Question::Resource {
            verb,
            api_group: on.api_group.to_owned(),
            resource: on.resource.to_owned(),
            subresource: on.subresource.to_owned(),
            namespace: on.namespace.to_owned(),
            name: on.name.to_owned(),
        },
    }
}
