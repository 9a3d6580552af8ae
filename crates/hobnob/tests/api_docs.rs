//! What docs/graphql.md and docs/clients say, tried on the demo.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a story fails by panicking")]

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use serde_json::{Value, json};

const DOCS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs");

/// The running demo; it ends with the test.
struct Demo {
    child: Child,
    host: String,
    _folder: tempfile::TempDir,
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Demo {
    /// Starts it on a free port and waits until it answers with events.
    fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut child = Command::new(env!("CARGO_BIN_EXE_hobnob"))
            .args(["demo", "--listen", "127.0.0.1:0"])
            .env_remove("HOBNOB_PUBLIC_URL")
            .env_remove("HOBNOB_TRUSTED_DOCUMENTS")
            .current_dir(folder.path())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the demo starts");
        let mut lines = BufReader::new(child.stderr.take().expect("standard error")).lines();
        let page = lines
            .find_map(|line| line.expect("text").trim().strip_prefix("page ").map(|url| url.trim().to_owned()))
            .expect("the demo prints its page's address");
        std::thread::spawn(move || lines.for_each(drop));
        let host = page.trim_start_matches("http://").trim_end_matches('/').to_owned();
        let demo = Self { child, host, _folder: folder };
        for _ in 0..200 {
            if demo.asked("{ events { totalCount } }", &Value::Null)["data"]["events"]["totalCount"] != json!(0) {
                return demo;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        panic!("the demo never showed an event");
    }

    fn url(&self) -> String {
        format!("http://{}/graphql", self.host)
    }

    fn asked(&self, query: &str, variables: &Value) -> Value {
        let body = json!({ "query": query, "variables": variables }).to_string();
        let mut stream = TcpStream::connect(&self.host).expect("the demo listens");
        let request = format!(
            "POST /graphql HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: application/json\r\n\
             Accept: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.host,
            body.len()
        );
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut text = String::new();
        stream.read_to_string(&mut text).expect("it answers");
        let (_, body) = text.split_once("\r\n\r\n").expect("a head and a body");
        serde_json::from_str(body).unwrap_or_else(|_| panic!("no JSON: {body}"))
    }
}

/// The queries of the documentation, each with its variables.
fn documented() -> Vec<(String, Value)> {
    let text = std::fs::read_to_string(Path::new(DOCS).join("graphql.md")).expect("the documentation");
    let mut queries = Vec::new();
    for part in text.split("```graphql\n").skip(1) {
        let (query, rest) = part.split_once("```").expect("an end");
        let variables = rest.strip_prefix("\n```json\n").and_then(|rest| rest.split("```").next());
        let variables = variables.map_or(Value::Null, |text| serde_json::from_str(text).expect("variables"));
        queries.push((query.to_owned(), variables));
    }
    queries
}

/// Whether a slice or a list somewhere in an answer has something in it.
fn has_something(value: &Value) -> bool {
    match value {
        Value::Object(fields) => fields.values().any(has_something),
        Value::Array(rows) => !rows.is_empty(),
        _ => false,
    }
}

#[test]
fn every_query_of_the_documentation_works_as_it_stands_there() {
    let demo = Demo::start();
    let queries = documented();
    assert_eq!(queries.len(), 10);
    let some = "{ events(first: 100) { nodes { id isRecurring claims { id } } } }";
    let listed = demo.asked(some, &Value::Null)["data"]["events"]["nodes"].take();
    let nodes = listed.as_array().cloned().unwrap_or_default();
    // An event that has what the two queries about one event show: a series, or one that several sources list.
    let of = |is_one: &dyn Fn(&&Value) -> bool| nodes.iter().find(is_one).expect("such an event")["id"].clone();
    let series = of(&|node| node["isRecurring"] == json!(true));
    let shared = of(&|node| node["claims"].as_array().is_some_and(|claims| claims.len() > 1));
    for (query, mut variables) in queries {
        if let Some(id) = variables.get_mut("id") {
            *id = if query.contains("matches") { shared.clone() } else { series.clone() };
        }
        let answer = demo.asked(&query, &variables);
        assert_eq!(answer.get("errors"), None, "{query}\n{answer}");
        assert!(has_something(&answer["data"]), "{query}\n{answer}");
    }
}

/// A program of the machine, unless there is none. With `HOBNOB_REQUIRE_STORIES` set, its absence is a failure.
fn program(name: &str) -> Option<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "CI says so by it")]
    let (path, required) = (std::env::var("PATH").unwrap_or_default(), std::env::var("HOBNOB_REQUIRE_STORIES").is_ok());
    let found = std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file());
    assert!(found.is_some() || !required, "HOBNOB_REQUIRE_STORIES is set and there is no {name}");
    if found.is_none() {
        eprintln!("skipped: no {name}");
    }
    found
}

#[test]
fn the_python_client_walks_the_demo_and_knows_its_errors() {
    let Some(python) = program("python3") else { return };
    let demo = Demo::start();
    let count = demo.asked("{ events(filter: {niches: [\"rust\"]}) { totalCount } }", &Value::Null);
    let count = count["data"]["events"]["totalCount"].as_u64().expect("a number");
    assert!(count > 2, "{count} events are more than one slice of the client");
    let told = Command::new(python)
        .arg("-B")
        .arg(Path::new(DOCS).join("clients/python/hobnob_client.py"))
        .arg(demo.url())
        .output()
        .expect("it runs");
    let text = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    assert!(text.contains("  Rust Evening"), "{text}");
    assert!(text.contains(&format!("\n{count} events\n")), "{text}");
    assert!(text.contains("\nBAD_USER_INPUT: filter.niches: `rusty` is no niche; did you mean `rust`?"), "{text}");
}

/// A Node that reads TypeScript as it is, unless there is none.
fn node_with_types() -> Option<PathBuf> {
    let node = program("node")?;
    let version = Command::new(&node).arg("--version").output().expect("it runs");
    let version = String::from_utf8_lossy(&version.stdout).trim().trim_start_matches('v').to_owned();
    let mut numbers = version.split('.').filter_map(|number| number.parse::<u32>().ok());
    let (major, minor) = (numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default());
    if (major, minor) < (22, 6) {
        eprintln!("skipped: Node {version} can't read TypeScript; CI compiles the client first");
        return None;
    }
    Some(node)
}

#[test]
fn the_typescript_client_walks_the_demo_and_knows_its_errors() {
    let Some(node) = node_with_types() else { return };
    let demo = Demo::start();
    let told = Command::new(node)
        .arg("--experimental-strip-types")
        .arg("--no-warnings")
        .arg(Path::new(DOCS).join("clients/typescript/example.mts"))
        .arg(demo.url())
        .output()
        .expect("it runs");
    let text = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    assert!(text.contains("  Rust Evening") && text.contains("BAD_USER_INPUT"), "{text}");
}

/// A server that gives one answer to whoever asks, and none that is JSON; gives its address.
fn no_api() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    let answer = "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/html\r\nRetry-After: 7\r\nContent-Length: 12\r\n\
                  Connection: close\r\n\r\n<p>Busy</p>\n";
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut lines = BufReader::new(stream.try_clone().expect("a stream")).lines();
            while lines.next().is_some_and(|line| line.is_ok_and(|line| !line.is_empty())) {}
            stream.write_all(answer.as_bytes()).expect("it reads");
        }
    });
    format!("http://{address}/graphql")
}

const NO_JSON: &str = "the server answers 503 Service Unavailable and no JSON: <p>Busy</p>|INTERNAL|7\n";

#[test]
fn the_python_client_tells_of_an_answer_that_is_no_json() {
    let Some(python) = program("python3") else { return };
    let asks = "import sys; sys.path.insert(0, sys.argv[1])\n\
                from hobnob_client import Hobnob, HobnobError\n\
                try: Hobnob(sys.argv[2]).query('{ goals }')\n\
                except HobnobError as error: print(error, error.code, error.retry_after_s, sep='|')\n";
    let told = Command::new(python)
        .args(["-B", "-c", asks])
        .arg(Path::new(DOCS).join("clients/python"))
        .arg(no_api())
        .output()
        .expect("it runs");
    assert_eq!(String::from_utf8_lossy(&told.stdout), NO_JSON, "{}", String::from_utf8_lossy(&told.stderr));
}

#[test]
fn the_typescript_client_tells_of_an_answer_that_is_no_json() {
    let Some(node) = node_with_types() else { return };
    let asks = "const { Hobnob } = await import(process.argv[1]);\n\
                await new Hobnob(process.argv[2]).query('{ goals }').catch((error) =>\n\
                console.log(`${error.message}|${error.code}|${error.retryAfterSeconds}`));\n";
    let told = Command::new(node)
        .args(["--experimental-strip-types", "--no-warnings", "--input-type=module", "-e", asks])
        .arg(Path::new(DOCS).join("clients/typescript/hobnob.mts"))
        .arg(no_api())
        .output()
        .expect("it runs");
    assert_eq!(String::from_utf8_lossy(&told.stdout), NO_JSON, "{}", String::from_utf8_lossy(&told.stderr));
}
