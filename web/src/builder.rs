//! How do the page and the npm package become files?
//!
//! This is all the tooling there is: `build` writes the page to `dist/`, `serve` also serves it on
//! this machine, `package` writes the npm package to `pkg/`, `plugin` the gateway plugin to `target/plugin/`, and
//! `opening` page and package so that they note which of their functions run. Cargo compiles, the library behind
//! `wasm-bindgen` makes JavaScript and WebAssembly of it, the rest is copied. The version of that library is in the
//! lock file like any other, so no tool has to be installed and none can differ.
//!
//! *Invariants.* What is up to date is not made again. Nothing is fetched except, once, the
//! compiler's own target for WebAssembly and the packages of the lock files of the editor and the plugin.

mod editor;
mod examples;
mod node;
mod opening;
mod package;
mod page;
mod parts;
mod plugin;
mod serve;
mod shorten;
mod split;
mod wasm;
mod words;

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo run -p aksess-web -- COMMAND

  serve [--port N]  build the page and serve it on 127.0.0.1 (port 8080; 0 takes a free one)
  build             build the page into dist/
  package           build the npm package into pkg/
  plugin            build the gateway plugin into target/plugin/
  opening           build page and package into target/opening/ so that they note which functions run";

const PORT: u16 = 8080;

/// Does what the command line asks.
pub fn main(arguments: impl Iterator<Item = String>) -> ExitCode {
    let arguments: Vec<String> = arguments.collect();
    let done = Command::parse(&arguments).and_then(Command::run);
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error);
            ExitCode::from(2)
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Command {
    Help,
    Build,
    Serve { port: u16 },
    Package,
    Plugin,
    Opening,
}

impl Command {
    fn parse(arguments: &[String]) -> Result<Self, Error> {
        let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
        match words.as_slice() {
            [] | ["help" | "--help" | "-h"] => Ok(Self::Help),
            ["build"] => Ok(Self::Build),
            ["package"] => Ok(Self::Package),
            ["plugin"] => Ok(Self::Plugin),
            ["opening"] => Ok(Self::Opening),
            ["serve"] => Ok(Self::Serve { port: PORT }),
            ["serve", "--port", port] => match port.parse() {
                Ok(port) => Ok(Self::Serve { port }),
                Err(_) => Err(Error(format!("`{port}` is not a port"))),
            },
            _ => Err(Error(format!(
                "`{}` is not known\n{USAGE}",
                words.join(" ")
            ))),
        }
    }

    fn run(self) -> Result<(), Error> {
        match self {
            Self::Help => say(USAGE),
            Self::Build => say(&page::build()?.summary()),
            Self::Package => say(&package::build()?.summary()),
            Self::Plugin => say(&plugin::build()?.summary()),
            Self::Opening => {
                say(&page::build_noting()?.summary());
                say(&package::build_noting()?.summary());
            }
            Self::Serve { port } => {
                let built = page::build()?;
                say(&built.summary());
                serve::forever(built.directory(), port, say)?;
            }
        }
        Ok(())
    }
}

/// What went wrong, worded for whoever typed the command.
#[derive(Debug)]
pub struct Error(String);

impl fmt::Display for Error {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.0)
    }
}

/// A folder that was written.
#[derive(Debug)]
struct Built {
    directory: PathBuf,
    /// The WebAssembly in it.
    wasm: PathBuf,
}

impl Built {
    fn directory(&self) -> &Path {
        &self.directory
    }

    /// `dist/: 385 kB of WebAssembly`.
    fn summary(&self) -> String {
        let name = self.directory.file_name().unwrap_or_default();
        let bytes = fs::metadata(&self.wasm).map_or(0, |file| file.len());
        format!("{}/: {} kB of WebAssembly", name.display(), bytes / 1000)
    }
}

/// The folder of the workspace.
fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).to_path_buf()
}

/// Copies a file and says which one when that fails.
fn copy(from: &Path, to: &Path) -> Result<(), Error> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(about(folder))?;
    }
    fs::copy(from, to).map(drop).map_err(about(from))
}

/// Turns an error of the system into one that names the file.
fn about(path: &Path) -> impl FnOnce(std::io::Error) -> Error + use<'_> {
    move |error| Error(format!("{}: {error}", path.display()))
}

#[expect(clippy::print_stdout, reason = "this is a command line tool's answer")]
fn say(line: &str) {
    println!("{line}");
}

#[expect(
    clippy::print_stderr,
    reason = "this is a command line tool's complaint"
)]
fn complain(error: &Error) {
    eprintln!("error: {error}");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Command, String> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Command::parse(&words).map_err(|error| error.to_string())
    }

    #[test]
    fn command_lines() {
        assert_eq!(parse(""), Ok(Command::Help));
        assert_eq!(parse("serve"), Ok(Command::Serve { port: 8080 }));
        assert_eq!(parse("serve --port 0"), Ok(Command::Serve { port: 0 }));
        assert_eq!(parse("serve --port x"), Err("`x` is not a port".to_owned()));
        assert!(parse("serv").is_err_and(|told| told.starts_with("`serv` is not known\nusage:")));
    }
}
