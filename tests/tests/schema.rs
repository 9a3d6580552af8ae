//! `schema.graphql` is printed by the code; clients read the file, so the two are held equal.

use std::fs;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../schema.graphql");

/// Whether the file is to be written and not compared: `just bless`.
#[expect(clippy::disallowed_methods, reason = "a test's switch, not a setting of the program")]
fn is_blessing() -> bool {
    std::env::var("BLESS").is_ok_and(|value| value == "1")
}

/// The first line in which two texts differ, counted from one.
fn first_difference(one: &str, other: &str) -> Option<usize> {
    let lines = one.lines().count().max(other.lines().count());
    (0..lines).find(|n| one.lines().nth(*n) != other.lines().nth(*n)).map(|n| n + 1)
}

#[test]
fn the_schema_file_says_what_the_code_does() {
    let told = hobnob_graphql::sdl();
    if is_blessing() {
        fs::write(FILE, &told).expect("schema.graphql can be written");
    }
    let written = fs::read_to_string(FILE).unwrap_or_default();
    let line = first_difference(&written, &told);
    assert_eq!(line, None, "schema.graphql differs from the code from this line on; write it anew with `just bless`");
    assert_eq!(written, told, "schema.graphql differs from the code in its line ends; write it anew with `just bless`");
}

#[test]
fn a_difference_is_found_where_it_begins() {
    assert_eq!(first_difference("a\nb\n", "a\nc\n"), Some(2));
    assert_eq!(first_difference("a\nb", "a\nb\nc"), Some(3));
    assert_eq!(first_difference("a\n", "a\n"), None);
}
