//! Which file of a crate takes something of which?
//!
//! Arrows run to the file that defines a name, also where another hands it on with `pub use`. What a file takes
//! of those it stands in is passed over: they open it, and keep what their parts share.
//!
//! *Invariants.* What is read are `use` and paths with `::`, as `rustfmt` lays them out; what a macro makes is
//! not seen. A path that leads out of the crate is no arrow.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::files;

/// A path of names. That of a file is where it stands below the sources.
type Names = Vec<String>;

/// What a file takes: by which name, from which path, and whether it only hands it on.
type Taken = (String, Names, bool);

/// Files, with what they take and the rest of their code.
type Read = BTreeMap<Names, (Vec<Taken>, String)>;

/// The files below a folder by where they stand in it, each with those it takes something of.
pub fn arrows(sources: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let mut all = Read::new();
    for path in files(sources, &["rs"]) {
        let inside = path.strip_prefix(sources).unwrap_or(&path);
        let inside = inside.with_extension("");
        let mut file = names(&inside.to_string_lossy().replace('/', "::"));
        file.pop_if(|last| matches!(last.as_str(), "lib" | "main" | "mod"));
        if !file.iter().any(|name| name == "tests") {
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            let read = read(&file, &text);
            all.insert(file, read);
        }
    }
    let arrows = all.iter().map(|(file, (taken, code))| {
        let words = code.split(|of: char| !of.is_alphanumeric() && of != '_' && of != ':');
        let inline = words.filter(|word| word.contains("::"));
        let inline = inline.map(|path| absolute(file, &names(path), taken));
        let used = taken.iter().filter(|(.., is_handed_on)| !is_handed_on);
        let used = used.map(|(_, path, _)| path.clone());
        let to = used.chain(inline).filter_map(|path| defines(&path, &all));
        let to = to.filter(|to| !file.starts_with(to));
        (file.join("/"), to.map(|to| to.join("/")).collect())
    });
    arrows.collect()
}

/// What a file takes, and the rest of its code.
fn read(file: &[String], text: &str) -> (Vec<Taken>, String) {
    let tests = "#[cfg(test)]\nmod tests {";
    let lines = text.split(tests).take(1).flat_map(str::lines);
    let lines = lines.map(|line| line.split("//").next().unwrap_or_default());
    let code = lines.collect::<Vec<_>>().join("\n");
    let mut rest = code.clone();
    let mut taken = Vec::new();
    for (at, word) in code.match_indices("use ") {
        let (before, after) = code.split_at_checked(at).unwrap_or_default();
        let before = before.rsplit('\n').next().unwrap_or_default().trim();
        if before.is_empty() || before.starts_with("pub") && !before.contains(' ') {
            let tree = after.trim_start_matches(word).split(';').next();
            let tree = tree.unwrap_or_default();
            rest = rest.replace(tree, "");
            let mut leaves = Vec::new();
            branch(tree, &[], &mut leaves);
            let leaves = leaves.into_iter();
            taken.extend(
                leaves.map(|(name, path)| (name, absolute(file, &path, &[]), !before.is_empty())),
            );
        }
    }
    (taken, rest)
}

fn names(path: &str) -> Names {
    let names = path.split("::").map(str::trim).map(str::to_owned);
    names.filter(|name| !name.is_empty()).collect()
}

/// The paths in a tree of imports, each with the name it is taken by.
fn branch(tree: &str, before: &[String], found: &mut Vec<(String, Names)>) {
    let (head, branches) = tree.split_once('{').unwrap_or((tree, ""));
    let (head, alias) = head.split_once(" as ").unwrap_or((head, ""));
    let mut path = [before, &names(head)].concat();
    if branches.is_empty() {
        path.pop_if(|last| last == "self");
        let name = names(alias).pop().or_else(|| path.last().cloned());
        return found.extend(name.map(|name| (name, path)));
    }
    let branches = branches.trim_end();
    let branches = branches.strip_suffix('}').unwrap_or(branches);
    let mut depth = 0;
    let branches = branches.split(|of| {
        depth += i32::from(of == '{') - i32::from(of == '}');
        of == ',' && depth == 0
    });
    for tree in branches.filter(|tree| !tree.trim().is_empty()) {
        branch(tree, &path, found);
    }
}

/// The whole of a path that a file names.
fn absolute(file: &[String], path: &[String], taken: &[Taken]) -> Names {
    let ups = path.iter().take_while(|name| *name == "super").count();
    let begins = path.first().cloned().unwrap_or_default();
    let known = taken.iter().find(|(name, ..)| *name == begins);
    let (from, rest) = match (begins.as_str(), known) {
        ("crate", _) => (&[][..], path.get(1..)),
        (_, Some((_, from, _))) => (from.as_slice(), path.get(1..)),
        _ => (
            file.get(..file.len().saturating_sub(ups))
                .unwrap_or_default(),
            path.get(ups..),
        ),
    };
    [from, rest.unwrap_or_default()].concat()
}

/// The file that defines what a path names: what is handed on stands where it was taken from.
fn defines(path: &[String], all: &Read) -> Option<Names> {
    let mut ends = (0..=path.len())
        .rev()
        .map(|end| path.split_at_checked(end).unwrap_or_default());
    let (file, rest) = ends.find(|(file, _)| all.contains_key(*file))?;
    let (name, rest) = rest.split_first()?;
    let (taken, _) = all.get(file)?;
    match taken
        .iter()
        .find(|(of, _, is_handed_on)| of == name && *is_handed_on)
    {
        Some((_, from, _)) if *from != *path => defines(&[from, rest].concat(), all),
        _ => Some(file.to_vec()),
    }
}
