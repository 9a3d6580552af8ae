//! The real program, called as people call it.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a story fails by panicking")]

#[path = "command_line/settings.rs"]
mod settings;

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use serde_json::Value;

fn hobnob(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hobnob"));
    command.current_dir(folder);
    for name in
        ["HOBNOB_DATABASE_URL", "HOBNOB_CATALOGUE", "HOBNOB_NICHES", "HOBNOB_LOG", "HOBNOB_LISTEN", "HOBNOB_PUBLIC_URL"]
    {
        command.env_remove(name);
    }
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    hobnob(folder).args(arguments).stdin(Stdio::null()).output().expect("the program runs")
}

fn fed(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = hobnob(folder)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("it reads");
    child.wait_with_output().expect("it ends")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn json(output: &Output) -> Value {
    assert!(output.status.success(), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

const EVENING: &str = "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1@x\nDTSTART;TZID=Europe/Berlin:20260512T183000\n\
    SUMMARY:Rust Meetup\nLOCATION:Berlin\\, Germany\nEND:VEVENT\nEND:VCALENDAR\n";

#[test]
fn pairs_are_listed_and_what_names_none_is_refused_with_the_cure() {
    let folder = folder();
    assert!(run(folder.path(), &["migrate"]).status.success());
    assert_eq!(json(&run(folder.path(), &["pairs", "list", "--json"])), Value::Array(Vec::new()));
    let refused = |arguments: &[&str]| {
        let output = run(folder.path(), arguments);
        (output.status.code(), text(&output.stderr).trim().to_owned())
    };
    let none = "error: there is no listing 1; `hobnob pairs list` shows those there are".to_owned();
    assert_eq!(refused(&["pairs", "join", "1", "2"]), (Some(1), none));
    let no_id = "error: `x!` is not the id of a listing, as `hobnob pairs list` shows it".to_owned();
    assert_eq!(refused(&["pairs", "split", "x!", "2"]), (Some(2), no_id));
    assert_eq!(refused(&["pairs", "show", "2", "2"]), (Some(2), "error: 2 is one listing; name two".to_owned()));
}

#[test]
fn an_address_that_is_not_fetched_is_no_missing_file() {
    let folder = folder();
    for command in ["read", "lint"] {
        let output = run(folder.path(), &[command, "ftp://example.org/events.ics"]);
        let says = "error: `ftp://example.org/events.ics`: only http and https are fetched, not ftp\n";
        assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(2), says), "{command}");
    }
}

#[test]
fn coordinates_are_a_place_as_they_are_for_a_search() {
    let folder = folder();
    let told = fed(folder.path(), &["place", "--json"], "52.52,13.405\n-33.87, 151.21\n0,-150\n");
    let told: Vec<Value> = text(&told.stdout).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let zones: Vec<&Value> = told.iter().map(|value| &value["time_zone"]).collect();
    assert_eq!(zones, [&Value::from("Europe/Berlin"), &Value::from("Australia/Sydney"), &Value::Null]);
    assert_eq!(
        (&told[0]["place"]["name"], &told[0]["place"]["latitude"]),
        (&Value::from("Berlin"), &Value::from(52.52))
    );
    assert_eq!(told[2]["place"], Value::Null);
}

#[test]
fn a_broken_object_among_texts_is_named_by_its_line() {
    let folder = folder();
    let output = fed(folder.path(), &["niches", "--json"], "Rust Evening\n{\"name\":}\n");
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(1), String::new()));
    let says = text(&output.stderr);
    assert!(says.starts_with("error: line 2 begins like an object and is none; mend its JSON: "), "{says}");
}

#[test]
fn an_unknown_command_or_flag_exits_with_two() {
    let folder = folder();
    assert_eq!(run(folder.path(), &["dance"]).status.code(), Some(2));
    assert_eq!(run(folder.path(), &["events", "--colour", "red"]).status.code(), Some(2));
}

#[test]
fn an_unknown_filter_value_exits_with_two_and_lists_what_is_allowed() {
    let folder = folder();
    let output = run(folder.path(), &["events", "--mode", "hybrid"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(text(&output.stderr), "error: `mode`: `hybrid` is not one of: offline, online, mixed\n");
}

#[test]
fn a_place_that_nobody_knows_exits_with_two_and_says_so() {
    let folder = folder();
    let output = run(folder.path(), &["events", "--near", "Qwxyzzt"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("no place called `Qwxyzzt` is known"), "{}", text(&output.stderr));
}

#[test]
fn a_place_that_is_several_exits_with_two_and_names_them() {
    let folder = folder();
    let output = run(folder.path(), &["events", "--near", "Springfield"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("several places; say which: Springfield, "), "{}", text(&output.stderr));
}

#[test]
fn a_personal_calendar_keeps_every_option_that_it_is_made_with() {
    let folder = folder();
    assert!(run(folder.path(), &["migrate"]).status.success());
    let arguments = ["calendars", "create", "--name", "Mine", "--cancelled", "drop", "--grace", "3d", "--json"];
    let output = run(folder.path(), &arguments);
    let made: Value = serde_json::from_str(&text(&output.stdout)).expect("JSON");
    assert_eq!(made["options"], serde_json::json!({ "cancelled": "drop", "grace": "3d" }));
}

#[test]
fn a_missing_database_is_one_clear_sentence_and_nothing_is_made() {
    let folder = folder();
    let url = format!("sqlite://{}/absent/hobnob.db?mode=rwc", folder.path().display());
    let output = run(folder.path(), &["events", "--database-url", &url]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(&output.stderr).lines().count(), 1, "{}", text(&output.stderr));
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);
}

#[test]
fn who_only_looks_leaves_no_empty_database_behind() {
    let folder = folder();
    for arguments in [
        ["events"].as_slice(),
        &["calendar"],
        &["export"],
        &["doctor"],
        &["pairs", "list"],
        &["sources", "list"],
        &["digest", "preview"],
        &["calendars", "list"],
        &["backup", "copy.db"],
    ] {
        let output = run(folder.path(), arguments);
        let says = text(&output.stderr) + &text(&output.stdout);
        let cure = "there is no hobnob.db here: start with `hobnob run`, or name a database with --database-url";
        let says = says.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!((output.status.code(), says.contains(cure)), (Some(1), true), "{arguments:?}: {says}");
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0, "{arguments:?}");
    }
}

#[test]
fn a_database_that_was_never_migrated_names_the_command() {
    let folder = folder();
    std::fs::write(folder.path().join("hobnob.db"), "").expect("written");
    let output = run(folder.path(), &["sources", "list"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("hobnob migrate"), "{}", text(&output.stderr));
}

#[test]
fn an_export_that_fails_leaves_the_one_of_yesterday_as_it_was() {
    let folder = folder();
    assert!(run(folder.path(), &["migrate"]).status.success());
    std::fs::write(folder.path().join("all.ndjson"), "yesterday\n").expect("written");
    std::fs::create_dir(folder.path().join("all.ndjson.part")).expect("a folder in the way");
    let output = run(folder.path(), &["export", "-o", "all.ndjson"]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("all.ndjson can't be written"), "{}", text(&output.stderr));
    let kept = std::fs::read_to_string(folder.path().join("all.ndjson")).expect("a file");
    assert_eq!(kept, "yesterday\n");
    std::fs::remove_dir(folder.path().join("all.ndjson.part")).expect("away with it");
    assert!(run(folder.path(), &["export", "-o", "all.ndjson"]).status.success());
    let written = std::fs::read_to_string(folder.path().join("all.ndjson")).expect("a file");
    assert!(written != "yesterday\n" && !folder.path().join("all.ndjson.part").exists(), "{written}");
}

#[test]
fn people_are_told_of_every_problem_that_json_tells() {
    let folder = folder();
    let odd = EVENING.replace("LOCATION", "RRULE:FREQ=MINUTELY\nLOCATION");
    let told = text(&fed(folder.path(), &["read", "-", "--url", "https://ex.org/a.ics"], &odd).stdout);
    let read = json(&fed(folder.path(), &["read", "-", "--url", "https://ex.org/a.ics", "--json"], &odd));
    let problems = read["problems"].as_array().expect("a list");
    let message = problems[0]["message"].as_str().expect("a sentence");
    assert_eq!(problems.len(), 1);
    assert!(told.contains(" 1 problem\n") && told.contains(&format!("problem (draft): {message}\n")), "{told}");
}

#[test]
fn a_calendar_is_read_from_standard_input() {
    let folder = folder();
    let arguments = ["read", "-", "--url", "https://groups.example/a.ics", "--json", "--from", "2026-05-01"];
    let reading = json(&fed(folder.path(), &arguments, EVENING));
    assert_eq!(reading["format"], "ical");
    let draft = &reading["drafts"][0];
    assert_eq!(draft["name"], "Rust Meetup");
    assert_eq!(draft["starts_at"], "2026-05-12T18:30:00+02:00");
    assert_eq!(draft["venue"]["locality"], "Berlin");
    assert_eq!(draft["niches"], serde_json::json!(["rust"]));
    assert_eq!(draft["occurrences"][0]["starts_at"], "2026-05-12T18:30:00+02:00");
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0, "nothing is stored");
}

#[test]
fn places_and_niches_are_told_line_by_line() {
    let folder = folder();
    for command in ["place", "niches"] {
        let none = fed(folder.path(), &[command, "--json"], "");
        assert_eq!((none.status.code(), text(&none.stdout)), (Some(0), String::new()), "{command}");
    }
    let places = fed(folder.path(), &["place", "--json"], "Berlin, Germany\nOnline\n");
    let places: Vec<Value> =
        text(&places.stdout).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!((places.len(), &places[0]["place"]["time_zone"]), (2, &Value::from("Europe/Berlin")));
    assert_eq!((&places[1]["place"], &places[1]["mode"]), (&Value::Null, &Value::from("online")));
    let object = "{\"name\":\"Monthly evening\",\"organizer\":\"Rust Berlin\"}";
    let niches = fed(folder.path(), &["niches", "--json"], &format!("Go-to-Market Strategy\n{object}\n"));
    let niches: Vec<Value> =
        text(&niches.stdout).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert!(!niches[0]["niches"].as_array().expect("a list").contains(&Value::from("go")));
    assert_eq!(niches[1]["niches"], serde_json::json!(["rust"]));
}

#[test]
fn a_text_with_several_places_or_one_that_may_be_several_says_so() {
    let folder = folder();
    let told = fed(folder.path(), &["place", "--json"], "Oslo, Norway; Stockholm, Sweden\nSpringfield\n");
    let told: Vec<Value> = text(&told.stdout).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let names = |value: &Value| -> Vec<String> {
        value.as_array().expect("a list").iter().map(|place| place["name"].to_string()).collect()
    };
    assert_eq!((names(&told[0]["also"]).len(), names(&told[0]["or"]).len()), (1, 0));
    assert!(names(&told[1]["or"]).len() > 1 && names(&told[1]["also"]).is_empty());
}

#[test]
fn an_operators_file_changes_the_niches() {
    let folder = folder();
    let niches =
        "[[niche]]\nslug = \"beekeeping\"\nlabel = \"Beekeeping\"\nfield = \"science\"\nkeywords = [\"apiary\"]\n";
    std::fs::write(folder.path().join("niches.toml"), niches).expect("written");
    std::fs::write(folder.path().join("hobnob.toml"), "niches = \"niches.toml\"\n").expect("written");
    let told = json(&run(folder.path(), &["niches", "--json", "Evening at the apiary"]));
    assert_eq!(told["niches"], serde_json::json!(["beekeeping"]));
    assert_eq!(told["reasons"][0], "beekeeping: the name says `apiary`");
    std::fs::write(folder.path().join("niches.toml"), "[[niche]]\nslug = \"x\"\n").expect("written");
    let refused = run(folder.path(), &["niches", "Evening"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("setting `niches`: niches.toml: the taxonomy's entry `x` has no `field`"));
}

#[test]
fn a_broken_catalogue_entry_is_named_and_the_others_are_stored() {
    let folder = folder();
    let catalogue = "[[source]]\nname = \"A\"\nurl = \"https://a.example/a.ics\"\n\n[[source]]\nname = \"B\"\nurl = \"gopher://b\"\n";
    std::fs::write(folder.path().join("c.toml"), catalogue).expect("written");
    let output = run(folder.path(), &["sources", "import", "c.toml"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("c.toml:7: `gopher://b`: only http and https"), "{}", text(&output.stderr));
    let sources = json(&run(folder.path(), &["sources", "list", "--json"]));
    assert_eq!(sources.as_array().map(Vec::len), Some(1));
    let exported = run(folder.path(), &["sources", "export"]);
    assert_eq!(text(&exported.stdout).matches("[[source]]").count(), 1);
    assert_eq!(run(folder.path(), &["sources", "remove", "A"]).status.code(), Some(0));
    assert_eq!(json(&run(folder.path(), &["sources", "list", "--json"])), serde_json::json!([]));
}

#[test]
fn the_schema_and_completions_need_no_database() {
    let folder = folder();
    assert!(text(&run(folder.path(), &["schema"]).stdout).contains("type Query"));
    assert!(text(&run(folder.path(), &["completions", "bash"]).stdout).contains("hobnob"));
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);
}

#[test]
fn a_reader_that_closes_the_pipe_is_no_failure() {
    let folder = folder();
    let mut child = hobnob(folder.path()).arg("schema").stdout(Stdio::piped()).spawn().expect("it runs");
    drop(child.stdout.take());
    assert!(child.wait().expect("it ends").success());
}

/// The corpus' folder, where it is there.
fn corpus() -> Option<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "stories find the corpus by it")]
    let (named, required) = (std::env::var("HOBNOB_CORPUS").ok(), std::env::var("HOBNOB_REQUIRE_STORIES").is_ok());
    let beside = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpus"));
    let folder = named.map_or_else(beside, PathBuf::from);
    if !folder.is_dir() {
        assert!(!required, "HOBNOB_REQUIRE_STORIES is set and there is no corpus at {}", folder.display());
        eprintln!("skipped: no corpus at {}", folder.display());
        return None;
    }
    Some(folder)
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if path.is_dir() { found.extend(files_below(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

#[test]
fn every_real_page_and_feed_is_read_without_a_crash_and_feeds_are_counted_right() {
    let Some(corpus) = corpus() else { return };
    let counts: Value =
        serde_json::from_slice(&std::fs::read(corpus.join("COUNTS.json")).expect("counts")).expect("JSON");
    let folder = folder();
    let (mut feeds, mut wrong) = (0, Vec::new());
    for part in ["ics/feeds", "html/extruct", "html/platforms"] {
        for file in files_below(&corpus.join(part)) {
            let path = file.strip_prefix(&corpus).expect("below").display().to_string();
            let reading = json(&run(folder.path(), &["read", file.to_str().expect("a path"), "--json"]));
            if part == "ics/feeds" {
                feeds += 1;
                let (found, expected) =
                    (reading["listings"].as_array().map(Vec::len), counts[&path]["events"].as_u64());
                if found.and_then(|found| u64::try_from(found).ok()) != expected {
                    wrong.push(format!("{path}: {found:?}, expected {expected:?}"));
                }
            }
        }
    }
    assert!(wrong.len() * 50 <= feeds, "{} of {feeds} feeds: {wrong:#?}", wrong.len());
}

#[test]
fn lint_names_each_defect_with_its_line_and_cure_and_ends_with_one() {
    let folder = folder();
    let output = fed(folder.path(), &["lint", "-", "--json"], EVENING);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    let found: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let findings = found["findings"].as_array().expect("findings");
    let of =
        |id: &str| findings.iter().find(|finding| finding["rule"] == id).unwrap_or_else(|| panic!("{id}: {found}"));
    let told = of("zone-not-told");
    assert_eq!((told["severity"].as_str(), told["lines"][0].as_u64()), (Some("error"), Some(5)));
    assert_eq!(told["section"], "RFC 5545 §3.2.19");
    assert!(told["cure"].as_str().is_some_and(|cure| cure.starts_with("Write a VTIMEZONE")), "{told}");
    assert_eq!(of("bare-line-end")["times"], 9);
    for id in ["no-prodid", "no-dtstamp", "no-end", "no-sequence"] {
        of(id);
    }
    let printed = fed(folder.path(), &["lint", "-"], EVENING);
    assert!(
        text(&printed.stdout).contains("error zone-not-told (RFC 5545 §3.2.19) at line 5\n"),
        "{}",
        text(&printed.stdout)
    );
    assert!(text(&printed.stderr).starts_with("error: not clean: "), "{}", text(&printed.stderr));
    assert_eq!(run(folder.path(), &["lint", "no-such-file.ics"]).status.code(), Some(1));
    assert_eq!(run(folder.path(), &["lint"]).status.code(), Some(2));
}

#[test]
fn of_a_page_with_too_many_sittings_each_event_shows_one_and_it_is_said() {
    let folder = folder();
    let event = |number: u32| {
        format!(
            "BEGIN:VEVENT\r\nUID:{number}@groups.example\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:20260501T{number:04}00Z\r\n\
             RRULE:FREQ=DAILY\r\nSUMMARY:Evening {number}\r\nEND:VEVENT\r\n"
        )
    };
    let events = (0..58).map(event).collect::<String>();
    let page = format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{events}END:VCALENDAR\r\n");
    let arguments = ["read", "-", "--url", "https://groups.example/a.ics", "--json", "--from", "2026-05-02"];
    let reading = json(&fed(folder.path(), &arguments, &page));
    let sittings = |draft: &Value| draft["occurrences"].as_array().map_or(0, Vec::len);
    let told: Vec<usize> = reading["drafts"].as_array().expect("drafts").iter().map(sittings).collect();
    assert_eq!((told.len(), told[0], told[57]), (58, 366, 1));
    let problem = "more than 20000 sittings: of the events behind them one each is shown";
    assert_eq!(reading["problems"][0]["message"], problem);
}

#[test]
fn who_reads_no_more_of_an_export_is_no_failure() {
    let folder = folder();
    let catalogue = "[[source]]\nname = \"A\"\nurl = \"https://a.example/a.ics\"\n";
    assert!(fed(folder.path(), &["sources", "import", "-"], catalogue).status.success());
    let mut child = hobnob(folder.path())
        .arg("export")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()));
}
