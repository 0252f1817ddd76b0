//! Which examples does the page bring?
//!
//! Every scenario file of the workspace: what is tested is what can be tried. `examples.json` lists them with
//! their texts and with what the gallery shows of each, so that the page need not read them all first.

use std::fs;
use std::path::{Path, PathBuf};

use aksess::{Policy, Source};
use serde::Serialize;

use super::{Error, about, root};

/// An example as the page reads it.
#[derive(Serialize)]
struct Example {
    path: String,
    title: String,
    /// Its first request in one line.
    request: String,
    /// How that should be answered; empty where the file does not say.
    expect: &'static str,
    text: String,
}

/// Writes the list into a folder, unless it is there as it would be written.
pub(super) fn build(into: &Path) -> Result<(), Error> {
    let folder = root().join("tests/scenarios");
    let mut files = Vec::new();
    collect(&folder, &mut files)?;
    files.sort_by_key(|path| order(&folder, path));
    let mut examples = Vec::new();
    for path in files {
        let text = fs::read_to_string(&path).map_err(about(&path))?;
        let name = path.strip_prefix(&folder).unwrap_or(&path);
        examples.push(example(&name.to_string_lossy().replace('\\', "/"), text));
    }
    let list = serde_json::to_string(&examples).map_err(|error| Error(error.to_string()))?;
    let file = into.join("examples.json");
    if fs::read_to_string(&file).is_ok_and(|there| there == list) {
        return Ok(());
    }
    fs::write(&file, list).map_err(about(&file))
}

/// The walkthrough first, then what people ask, then by folder and name.
fn order(folder: &Path, path: &Path) -> (usize, PathBuf) {
    const FIRST: [&str; 6] = [
        "questions",
        "kubernetes",
        "azure",
        "chain",
        "entra",
        "kubectl",
    ];
    let name = path.strip_prefix(folder).unwrap_or(path);
    let group = name.iter().next().unwrap_or_default().to_string_lossy();
    let is_seed = name.to_string_lossy().contains("seed-004");
    let place = FIRST.iter().position(|of| **of == group);
    let place = place.map_or(FIRST.len() + 1, |at| at + 1);
    (if is_seed { 0 } else { place }, name.to_path_buf())
}

fn example(path: &str, text: String) -> Example {
    let policy = Policy::parse(&[Source::new(path, text.as_str())]);
    let scenario = policy.scenarios().first();
    let request = scenario.and_then(|of| of.requests.first());
    let title = scenario.map_or("", |of| of.title.as_str());
    let file = path.rsplit('/').next().unwrap_or(path);
    Example {
        title: if title.is_empty() { file } else { title }.to_owned(),
        request: request.map_or_else(String::new, |of| {
            let user = of.asked.credential.identity().user;
            format!("{user}: {}", of.asked.ask.line())
        }),
        expect: match request.and_then(|of| of.expected.allowed) {
            Some(true) => "Allow",
            Some(false) => "Deny",
            None => "",
        },
        path: path.to_owned(),
        text,
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Error> {
    for entry in fs::read_dir(folder).map_err(about(folder))? {
        let path = entry.map_err(about(folder))?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|of| of == "yaml") {
            files.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_walkthrough_comes_first_and_every_example_has_a_title() {
        let folder = root().join("tests/scenarios");
        let mut files = Vec::new();
        collect(&folder, &mut files).expect("the scenarios are there");
        assert!(files.len() >= 40, "{} examples", files.len());
        files.sort_by_key(|path| order(&folder, path));
        assert!(files[0].to_string_lossy().contains("seed-004"));
        for path in files {
            let text = fs::read_to_string(&path).expect("a text");
            let example = example(&path.to_string_lossy(), text);
            assert!(
                !example.title.is_empty() && !example.request.is_empty(),
                "{}",
                example.path
            );
        }
    }
}
