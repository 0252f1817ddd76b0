//! Does the command table ask what kubectl was seen to ask?
//!
//! Each recording is a line with the requests that reached a server. The line is read, and its requests
//! must be the recorded ones, in order: verb, group, resource, subresource, namespace and name, or path;
//! discovery and impersonation headers too. What may vary is written down here and nowhere else:
//!
//! - names that only the cluster knows: one object found, or each of them, step by step or object by
//!   object;
//! - requests of one state of the cluster, which the recorded status codes must bear out;
//! - what is tried again: a refused request at once, anything while a line waits, an applied patch;
//! - the end: a refused required request, an absent object, or the recorder may cut a line short.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail, and it prints what it counted"
)]

mod recordings;

use aksess::command::{self, Asked, Condition, Found, Need, Question};
use aksess_tests::recordings::{Recorded, Recording, recordings};
use recordings::context;
use recordings::matching::Matching;

/// Recordings that are not compared, and why.
const SET_ASIDE: [(usize, &str); 0] = [];

#[test]
fn every_recorded_line() {
    let Some(recordings) = recordings() else {
        println!("recordings: none beside the project, nothing compared");
        return;
    };
    let mut wrong = Vec::new();
    for (id, recording) in (1..).zip(&recordings) {
        if SET_ASIDE.iter().any(|(aside, _)| *aside == id) {
            continue;
        }
        if let Err(why) = compare(recording) {
            wrong.push(format!("{id} {}: {why}", recording.line));
        }
    }
    let aside = SET_ASIDE.len();
    println!(
        "recordings {}/{} lines agree, {aside} set aside",
        recordings.len() - wrong.len() - aside,
        recordings.len(),
    );
    for (id, why) in SET_ASIDE {
        println!("  {id} because {why}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn compare(recording: &Recording) -> Result<(), String> {
    let pasted = command::parse(&recording.line, &context(recording));
    if !pasted.problems.is_empty() {
        return Err(format!("{:?}", pasted.problems));
    }
    let headers = recordings::headers(pasted.impersonate.as_ref());
    let same_harness = recording.line.contains("--as") || recording.headers.is_empty();
    if same_harness && headers != recording.headers {
        return Err(format!(
            "impersonates {headers:?}, recorded {:?}",
            recording.headers
        ));
    }
    let (discovery, asked): (Vec<Asked>, Vec<Asked>) =
        pasted.requests.into_iter().partition(is_discovery);
    let paths: Vec<&str> = discovery.iter().map(path).collect();
    let Some(recorded) = discover(recording, &paths)? else {
        return Ok(());
    };
    let asked = after_an_absent_name(recording, asked);
    let mut matching = Matching::new(recording, recorded, &asked);
    if matching.agrees(0, 0) {
        matching.exits_as_needed()
    } else {
        let asked: Vec<String> = asked.iter().map(show).collect();
        let recorded: Vec<String> = recorded.iter().map(Recorded::show).collect();
        Err(format!(
            "\n  asked    {}\n  recorded {}",
            asked.join("; "),
            recorded.join("; ")
        ))
    }
}

fn show(asked: &Asked) -> String {
    format!(
        "{asked} {:?}{:?}{:?}",
        asked.need, asked.found, asked.only_if
    )
}

fn is_discovery(asked: &Asked) -> bool {
    asked.need == Need::Assumed && matches!(asked.question, Question::NonResource { .. })
}

fn path(asked: &Asked) -> &str {
    match &asked.question {
        Question::NonResource { path, .. } => path,
        Question::Resource { .. } => "",
    }
}

/// Compares discovery; gives the requests after it, or nothing when the line ends there.
fn discover<'r>(
    recording: &'r Recording,
    paths: &[&str],
) -> Result<Option<&'r [Recorded]>, String> {
    let requests = recording.requests.as_slice();
    let cached = recording.notes.contains("discovery cached");
    if requests
        .first()
        .is_some_and(|of| of.path() == "/api" && of.code == 403)
    {
        return match paths.first() {
            Some(&"/api") => Ok(None),
            _ => Err("ends at discovery".to_owned()),
        };
    }
    if recording.discovery.is_empty() {
        let gets = requests.iter().take_while(|of| of.verb == "get");
        let leading = gets.map(Recorded::path);
        if !paths.is_empty() && leading.take(paths.len()).eq(paths.iter().copied()) {
            return Ok(requests.get(paths.len()..));
        }
        return if paths.is_empty() || cached {
            Ok(Some(requests))
        } else {
            Err(format!("asks {paths:?} first, recorded nothing"))
        };
    }
    // Documents are asked for once it is known that they are needed.
    let needed_later = ["diff", "drain"]
        .iter()
        .any(|verb| recording.line.contains(verb));
    let recorded: Vec<&str> = recording.discovery.iter().map(String::as_str).collect();
    if recorded == paths || (needed_later && paths.starts_with(&recorded)) {
        Ok(Some(requests))
    } else {
        Err(format!("asks {paths:?} first, recorded {recorded:?}"))
    }
}

/// The comparison itself must not be lenient: any change to what was recorded is noticed.
#[test]
fn a_changed_recording_disagrees() {
    for recording in recordings().unwrap_or_default() {
        if recording
            .requests
            .first()
            .is_none_or(|of| of.path() == "/api" && of.code == 403)
        {
            continue;
        }
        for at in 0..=recording.requests.len() {
            let mut changed = recording.clone();
            match changed.requests.get_mut(at) {
                Some(request) => request.verb = "stray".to_owned(),
                None => changed
                    .requests
                    .extend(recording.requests.last().map(|last| Recorded {
                        verb: "stray".to_owned(),
                        ..last.clone()
                    })),
            }
            let (line, verdict) = (&recording.line, compare(&changed));
            assert!(verdict.is_err(), "{line} agrees with request {at} changed");
        }
    }
}

/// Nor may it overlook a request that is missing, where the line leaves no choice.
#[test]
fn a_shortened_recording_disagrees() {
    for recording in recordings().unwrap_or_default() {
        let asked = command::parse(&recording.line, &context(&recording)).requests;
        let fixed = |of: &Asked| {
            of.found.is_none() && of.only_if.is_none_or(|state| state == Condition::Absent)
        };
        // A name that is absent stands for those that begin like it, and any number of them fits.
        let waits = ["wait", "--server-side", "describe pod p "]
            .iter()
            .any(|flag| recording.line.contains(flag));
        if recording.exit != Some(0) || waits || !asked.iter().all(fixed) {
            continue;
        }
        for at in 0..recording.requests.len() {
            let mut shorter = recording.clone();
            let dropped = shorter.requests.remove(at);
            let (line, verdict) = (&recording.line, compare(&shorter));
            assert!(verdict.is_err(), "{line} agrees without {}", dropped.show());
        }
    }
}

/// A description goes on with the names that begin like an absent one.
fn after_an_absent_name(recording: &Recording, mut asked: Vec<Asked>) -> Vec<Asked> {
    let absent = recording.requests.first().is_some_and(|of| of.code == 404);
    if !recording.line.starts_with("kubectl describe") || !absent {
        return asked;
    }
    let list = asked
        .iter()
        .position(|of| of.to_string().starts_with("list"));
    for asked in asked.iter_mut().skip(list.unwrap() + 1) {
        asked.found = Some(Found::Each);
        if let Question::Resource { name, .. } = &mut asked.question {
            name.clear();
        }
    }
    if recording.client() >= 36 {
        // It finds several pods, and 1.36 then leaves events out.
        asked.retain(|of| !of.to_string().starts_with("list events"));
    }
    asked
}
