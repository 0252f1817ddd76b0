//! Who serves the page on this machine?
//!
//! A server for one folder and one developer: it listens on the loopback address only, answers GET
//! and HEAD, lists nothing and gives nothing outside its folder. Answers are to be checked again each
//! time (`no-cache`), so that reloading shows what was just built. It is not meant for a network.

use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use super::Error;

/// More than any browser sends as a request's head.
const HEAD_BYTES: u64 = 64 * 1024;
/// A connection that is opened ahead of time and never used ends after this.
const PATIENCE: Duration = Duration::from_secs(30);

/// Serves a folder until the program is stopped, and says where.
pub(super) fn forever(folder: &Path, port: u16, say: impl Fn(&str)) -> Result<(), Error> {
    let refused = |error: io::Error| match error.kind() {
        io::ErrorKind::AddrInUse => Error(format!(
            "port {port} is taken; choose another one with `--port N`"
        )),
        _ => Error(format!("cannot listen on 127.0.0.1:{port}: {error}")),
    };
    let listener = TcpListener::bind(("127.0.0.1", port)).map_err(refused)?;
    let address = listener.local_addr().map_err(refused)?;
    say(&format!("http://{address}/"));
    for connection in listener.incoming().flatten() {
        let folder = folder.to_path_buf();
        // a connection that breaks is the browser's business
        thread::spawn(move || answer(&connection, &folder).ok());
    }
    Ok(())
}

fn answer(mut connection: &TcpStream, folder: &Path) -> io::Result<()> {
    connection.set_read_timeout(Some(PATIENCE))?;
    let mut head = BufReader::new(connection.take(HEAD_BYTES));
    let mut line = String::new();
    head.read_line(&mut line)?;
    let mut header = String::new();
    while head.read_line(&mut header)? > 2 {
        header.clear();
    }
    connection.write_all(&respond(&line, folder))
}

/// The whole answer to a request line.
fn respond(line: &str, folder: &Path) -> Vec<u8> {
    let mut words = line.split_ascii_whitespace();
    let (method, target) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    if !matches!(method, "GET" | "HEAD") {
        return response(
            "405 Method Not Allowed",
            "Allow: GET, HEAD\r\n",
            "text/plain",
            b"",
            "",
        );
    }
    let found = file(target).and_then(|name| {
        let path = folder.join(&name);
        let body = if path.is_file() {
            fs::read(path).ok()
        } else {
            None
        };
        body.map(|body| (content_type(&name), body))
            .ok_or("404 Not Found")
    });
    match found {
        Ok((kind, body)) => response("200 OK", "", kind, &body, method),
        Err(status) => response(status, "", "text/plain", status.as_bytes(), method),
    }
}

/// The file a request target names, below the folder.
fn file(target: &str) -> Result<PathBuf, &'static str> {
    let path = target.split(['?', '#']).next().unwrap_or("");
    let Some(path) = path.strip_prefix('/') else {
        return Err("400 Bad Request");
    };
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    let mut file = PathBuf::new();
    for segment in path.split('/') {
        // names of what is built begin with a letter: `..`, hidden files and escapes stay outside
        if segment.starts_with('.') {
            return Err("403 Forbidden");
        }
        if !segment.bytes().all(plain) {
            return Err("404 Not Found");
        }
        file.push(segment);
    }
    Ok(if path.is_empty() {
        PathBuf::from("index.html")
    } else {
        file
    })
}

fn content_type(file: &Path) -> &'static str {
    match file
        .extension()
        .and_then(|name| name.to_str())
        .unwrap_or("")
    {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "txt" | "yaml" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn response(status: &str, header: &str, kind: &str, body: &[u8], method: &str) -> Vec<u8> {
    let length = body.len();
    let mut bytes = format!(
        "HTTP/1.1 {status}\r\n{header}Content-Type: {kind}\r\nContent-Length: {length}\r\n\
         Cache-Control: no-cache\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n"
    )
    .into_bytes();
    if method != "HEAD" {
        bytes.extend_from_slice(body);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_name_files_below_the_folder() {
        assert_eq!(file("/"), Ok(PathBuf::from("index.html")));
        assert_eq!(file("/?example=1"), Ok(PathBuf::from("index.html")));
        assert_eq!(file("/aksess_bg.wasm"), Ok(PathBuf::from("aksess_bg.wasm")));
        assert_eq!(file("/a/b.js?v=1"), Ok(PathBuf::from("a/b.js")));
    }

    #[test]
    fn targets_outside_the_folder_are_refused() {
        for target in [
            "/..",
            "/../Cargo.toml",
            "/a/../../x",
            "/.git/config",
            "/a/..",
            "/./x",
        ] {
            assert_eq!(file(target), Err("403 Forbidden"), "{target}");
        }
        for target in [
            "/%2e%2e/x",
            "/a%2f..",
            "/a\\..\\x",
            "/c:x",
            "/a b",
            "/\u{2025}",
        ] {
            assert_eq!(file(target), Err("404 Not Found"), "{target}");
        }
        for target in ["", "x", "http://elsewhere/", "*"] {
            assert_eq!(file(target), Err("400 Bad Request"), "{target}");
        }
        assert!(file("//etc/passwd").is_ok_and(|path| path.is_relative()));
    }

    #[test]
    fn answers_are_whole() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let answer = |line: &str| String::from_utf8(respond(line, &folder)).expect("text");
        let get = answer("GET /main.rs HTTP/1.1\r\n");
        assert!(get.starts_with("HTTP/1.1 200 OK\r\n") && get.contains("fn main()"));
        assert!(get.contains("\r\nCache-Control: no-cache\r\n"));
        let head = answer("HEAD /main.rs HTTP/1.1\r\n");
        assert!(head.contains("Content-Length: ") && head.ends_with("\r\n\r\n"));
        assert!(answer("GET /nothing HTTP/1.1\r\n").starts_with("HTTP/1.1 404"));
        assert!(answer("GET /builder HTTP/1.1\r\n").starts_with("HTTP/1.1 404"));
        assert!(answer("GET /../Cargo.toml HTTP/1.1\r\n").starts_with("HTTP/1.1 403"));
        assert!(answer("POST / HTTP/1.1\r\n").starts_with("HTTP/1.1 405"));
        assert!(answer("\r\n").starts_with("HTTP/1.1 405"));
    }
}
