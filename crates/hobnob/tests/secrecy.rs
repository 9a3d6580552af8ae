//! A secret address stands in nothing that a running hobnob writes: no log at any level, no metric, no list of its
//! operator's.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a story fails by panicking")]

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
};

/// A running `hobnob serve`, and all that it has written.
struct Server {
    child: Child,
    host: String,
    written: Arc<Mutex<String>>,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn hobnob(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hobnob"));
    command.current_dir(folder).env_remove("HOBNOB_PUBLIC_URL").env_remove("HOBNOB_DATABASE_URL");
    command
}

/// What a command prints.
fn said(folder: &Path, args: &[&str]) -> String {
    let output = hobnob(folder).args(args).output().expect("hobnob runs");
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

impl Server {
    fn start(folder: &Path) -> Self {
        let mut child = hobnob(folder)
            .args(["serve", "--listen", "127.0.0.1:0", "--log", "trace,sqlx=trace,hyper=trace,sea_orm=trace"])
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut lines = BufReader::new(child.stderr.take().expect("standard error")).lines();
        let written = Arc::new(Mutex::new(String::new()));
        let page =
            lines.find_map(|line| line.expect("text").trim().strip_prefix("page ").map(|url| url.trim().to_owned()));
        let host = page.expect("an address").trim_start_matches("http://").trim_end_matches('/').to_owned();
        let keep = Arc::clone(&written);
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                keep.lock().expect("no reader panicked").push_str(&line);
            }
        });
        Self { child, host, written }
    }

    fn send(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(&self.host).expect("it listens");
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("it answers");
        String::from_utf8_lossy(&bytes).into_owned()
    }

    fn get(&self, path: &str) -> String {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.host))
    }

    fn post(&self, path: &str, media_type: &str, body: &str) -> String {
        self.send(&format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: {media_type}\r\nContent-Length: {}\r\n\r\n{body}",
            self.host,
            body.len()
        ))
    }

    /// All that was written, once it has written that a request for this path came.
    fn written_after(&self, path: &str) -> String {
        for _ in 0..200 {
            let written = self.written.lock().expect("no writer panicked").clone();
            if written.contains(path) {
                return written;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        panic!("it never wrote of {path}: {}", self.written.lock().expect("no writer panicked"));
    }
}

#[test]
fn a_secret_address_is_written_nowhere() {
    let folder = tempfile::tempdir().expect("a folder");
    said(folder.path(), &["migrate"]);
    let made = said(folder.path(), &["calendars", "create", "--name", "Mine", "--niche", "rust", "--json"]);
    let made: serde_json::Value = serde_json::from_str(&made).expect("JSON");
    let (token, id) = (made["token"].as_str().expect("a token"), made["id"].as_str().expect("an id"));

    let server = Server::start(folder.path());
    let feed = server.get(&format!("/calendars/{token}.ics"));
    assert!(feed.starts_with("HTTP/1.1 200"), "{feed}");
    assert!(server.get(&format!("/calendars/{token}")).starts_with("HTTP/1.1 200"));
    assert!(server.get(&format!("/calendars/{token}/more")).starts_with("HTTP/1.1 404"));
    let form = "application/x-www-form-urlencoded";
    let chosen = server.post(&format!("/calendars/{token}"), form, "do=hidden&id=event_1");
    assert!(chosen.starts_with("HTTP/1.1 400"), "{chosen}");
    let query = format!("{{\"query\":\"{{ calendar(token: \\\"{token}\\\") {{ name nonsense }} }}\"}}");
    let refused = server.post("/graphql", "application/json", &query);
    assert!(refused.contains("GRAPHQL_VALIDATION_FAILED"), "{refused}");
    let metrics = server.get("/metrics");
    let rotated = said(folder.path(), &["calendars", "rotate", id, "--json"]);
    assert!(server.get(&format!("/calendars/{token}.ics")).starts_with("HTTP/1.1 410"));

    let written = server.written_after("/metrics");
    assert!(written.contains("/calendars/{token}"), "the route is told: {written}");
    let list = said(folder.path(), &["calendars", "list", "--json"]);
    let shown = said(folder.path(), &["calendars", "show", id]);
    let exported = said(folder.path(), &["export"]);
    for (where_, text) in [
        ("log", &written),
        ("metrics", &metrics),
        ("list", &list),
        ("show", &shown),
        ("export", &exported),
        ("rotate", &rotated),
    ] {
        assert!(!text.contains(token), "the token stands in {where_}: {text}");
    }
    assert!(list.contains(id), "{list}");
    let stored = std::fs::read(folder.path().join("hobnob.db")).expect("the database");
    assert!(!stored.windows(token.len()).any(|bytes| bytes == token.as_bytes()), "the database keeps hashes only");
}
