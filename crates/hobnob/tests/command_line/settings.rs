//! Settings that are wrong, and what a server does not start with.

use super::*;

#[test]
fn an_unknown_setting_in_the_file_is_named() {
    let folder = folder();
    std::fs::write(folder.path().join("hobnob.toml"), "lisen = \"127.0.0.1:1\"\n").expect("written");
    let output = run(folder.path(), &["doctor"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text(&output.stderr).contains("unknown key `lisen`; allowed: database_url, listen"),
        "{}",
        text(&output.stderr)
    );
}

#[test]
fn a_variable_that_is_no_setting_is_told_by_every_command() {
    let folder = folder();
    assert!(run(folder.path(), &["migrate"]).status.success());
    let said = |arguments: &[&str]| {
        let mut command = hobnob(folder.path());
        let output = command.args(arguments).env("HOBNOB_LISTN", "127.0.0.1:1").output().expect("it ends");
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    };
    let (code, told, _) = said(&["doctor", "--json"]);
    let told: Value = serde_json::from_str(&told).expect("JSON");
    let checks = told["checks"].as_array().expect("checks");
    let environment = checks.iter().find(|check| check["subject"] == "environment").expect("a check");
    assert_eq!(code, Some(0));
    assert!(environment["ok"] == true && environment["is_odd"] == true, "{environment}");
    let (_, table, _) = said(&["doctor"]);
    let row = table.lines().find(|line| line.contains("HOBNOB_LISTN")).expect("a row");
    assert!(row.contains(" look "), "{row}");
    let (code, told, logged) = said(&["sources", "list", "--json"]);
    assert_eq!((code, told.as_str()), (Some(0), "[]\n"));
    let warning = "warning: HOBNOB_LISTN is set and is no setting; is it misspelt? `hobnob doctor` shows the settings there \
                   are\n";
    assert_eq!(logged, warning);
    // It ends by another fault.
    std::fs::write(folder.path().join("hobnob.toml"), "trusted_documents = \"nowhere.json\"\n").expect("written");
    let (code, _, logged) = said(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(code, Some(1), "{logged}");
    assert!(logged.contains("HOBNOB_LISTN") && logged.contains("is it misspelt"), "{logged}");
}

#[test]
fn a_server_does_not_start_with_a_token_that_could_be_guessed_or_without_the_documents_it_should_trust() {
    let folder = folder();
    assert!(run(folder.path(), &["migrate"]).status.success());
    let serve = |name: &str, value: &str| {
        let mut command = hobnob(folder.path());
        let output = command.args(["serve", "--listen", "127.0.0.1:0"]).env(name, value).output().expect("it ends");
        (output.status.code(), text(&output.stderr))
    };
    let (code, said) = serve("HOBNOB_ADMIN_TOKEN", "hunter2");
    assert_eq!(code, Some(2), "{said}");
    assert!(
        said.contains("setting `admin_token`: it is shorter than 16 characters") && !said.contains("hunter2"),
        "{said}"
    );
    let (code, said) = serve("HOBNOB_TRUSTED_DOCUMENTS", "nowhere.json");
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("setting `trusted_documents`: nowhere.json"), "{said}");
    std::fs::create_dir(folder.path().join("documents")).expect("a folder");
    let (code, said) = serve("HOBNOB_TRUSTED_DOCUMENTS", "documents");
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("there is no document in it"), "{said}");
}

#[test]
fn documents_that_can_not_be_read_end_a_server_before_it_prints_an_address() {
    let folder = folder();
    for command in ["run", "demo", "serve"] {
        let output = hobnob(folder.path())
            .args([command, "--listen", "127.0.0.1:0"])
            .env("HOBNOB_TRUSTED_DOCUMENTS", "typo.json")
            .stdin(Stdio::null())
            .output()
            .expect("the program ends");
        let says = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{command}: {says}");
        assert!(says.starts_with("error: setting `trusted_documents`: typo.json: "), "{command}: {says}");
    }
    let output = hobnob(folder.path())
        .args(["doctor", "--json"])
        .env("HOBNOB_TRUSTED_DOCUMENTS", "typo.json")
        .output()
        .expect("the program ends");
    let told: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let checks = told["checks"].as_array().expect("checks");
    let found = checks.iter().find(|check| check["subject"] == "trusted documents").expect("the check");
    assert_eq!(found["ok"], Value::Bool(false), "{found}");
}
