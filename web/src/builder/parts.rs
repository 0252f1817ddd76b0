//! How does a program become several files?
//!
//! `aksess_bg.wasm` has what is needed at once, `aksess_rest.wasm` what is seldom needed, and there may be others between
//! them. Which functions are needed when, lists say that were noted while the program did what most people have it do:
//! see `opening`.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::split::{self, Addresses};
use super::wasm::{self, NAME};
use super::{Error, about, opening, root};

/// The last part.
const REST: &str = "rest";

/// Parts of a program, and the list of what is in each: the rest has none.
#[derive(Debug)]
pub(super) struct Parts {
    /// The list of the first part.
    pub(super) first: &'static str,
    /// Parts between the first and the rest, each with a name and a list.
    pub(super) later: &'static [(&'static str, &'static str)],
}

impl Parts {
    /// The names of the files after the first.
    pub(super) fn files(&self) -> Vec<String> {
        let names = self.later.iter().map(|(name, _)| *name).chain([REST]);
        names.map(|name| format!("{NAME}_{name}.wasm")).collect()
    }

    /// Writes all files into a folder, unless they are up to date, and gives the first. `linked` is the program as the
    /// linker made it, `whole` what became of it.
    pub(super) fn write(
        &self,
        linked: &Path,
        whole: &Path,
        directory: &Path,
    ) -> Result<PathBuf, Error> {
        let lists = [self.first]
            .into_iter()
            .chain(self.later.iter().map(|(_, list)| *list));
        let lists: Vec<PathBuf> = lists.map(|list| root().join(list)).collect();
        let files = self.files().into_iter().map(|file| directory.join(file));
        let files: Vec<PathBuf> = [first(directory)].into_iter().chain(files).collect();
        let is_newer = |from: &Path| files.iter().all(|file| wasm::is_newer(file, from));
        if !(is_newer(whole) && lists.iter().all(|list| is_newer(list))) {
            let lists = lists.iter().map(|list| opening::names(list));
            let lists: Vec<HashSet<String>> = lists.collect::<Result<_, _>>()?;
            let part = |name: &str| {
                let name = opening::plain(name);
                let part = lists.iter().position(|list| list.contains(&name));
                part.unwrap_or(lists.len())
            };
            let addresses = Addresses::of(&read(linked)?)?;
            let parts = split::split(&read(whole)?, &addresses, files.len(), &part)?;
            for (file, part) in files.iter().zip(parts) {
                fs::write(file, part).map_err(about(file))?;
            }
        }
        Ok(first(directory))
    }

    /// Writes the program so that it notes which functions run, and other parts with nothing in them; and beside them the
    /// names of all functions.
    pub(super) fn write_noting(&self, whole: &Path, directory: &Path) -> Result<PathBuf, Error> {
        let first = first(directory);
        opening::noting(&read(whole)?, &first, &directory.join("functions.txt"))?;
        for file in self.files() {
            let file = directory.join(file);
            fs::write(&file, b"\0asm\x01\0\0\0").map_err(about(&file))?;
        }
        Ok(first)
    }
}

fn first(directory: &Path) -> PathBuf {
    directory.join(format!("{NAME}_bg.wasm"))
}

fn read(file: &Path) -> Result<Vec<u8>, Error> {
    fs::read(file).map_err(about(file))
}
