//! The law bites: each rule is shown a made-up workspace that breaks it and nothing else.

use super::*;

/// A workspace that keeps the law: every crate, naming nothing.
fn sound() -> Workspace {
    let members = LAW.crates.iter().map(|known| Member { name: known.name.to_owned(), ..Member::default() });
    Workspace { members: members.collect() }
}

/// The breaches when `name` also names `package`.
fn breaches_if(name: &str, package: &str) -> Vec<String> {
    let mut workspace = sound();
    for member in workspace.members.iter_mut().filter(|member| member.name == name) {
        member.names.push(package.to_owned());
    }
    LAW.breaches(&workspace)
}

const NONE: &[&str] = &[];

#[test]
fn a_sound_workspace_breaks_nothing() {
    assert_eq!(LAW.breaches(&sound()), NONE);
}

#[test]
fn an_arrow_down_that_is_allowed_is_none() {
    assert_eq!(breaches_if("hobnob-resolve", "hobnob-gazetteer"), NONE);
}

#[test]
fn an_arrow_between_siblings_is_a_breach() {
    assert_eq!(
        breaches_if("hobnob-extract", "hobnob-fetch"),
        ["hobnob-extract may not name hobnob-fetch: reading a page needs no other step of the way"]
    );
}

#[test]
fn an_arrow_up_is_a_breach() {
    assert_eq!(
        breaches_if("hobnob-domain", "hobnob-store"),
        ["hobnob-domain may not name hobnob-store: the nouns know nobody"]
    );
}

#[test]
fn the_read_side_never_names_the_write_side() {
    assert_eq!(
        breaches_if("hobnob-web", "hobnob-fetch"),
        ["hobnob-web may not name hobnob-fetch: the read side: it meets the write side only in the database"]
    );
}

#[test]
fn the_program_may_not_name_the_stories_about_it() {
    assert_eq!(
        breaches_if("hobnob", "hobnob-tests"),
        ["hobnob may not name hobnob-tests: wires the parts and holds no rule of its own"]
    );
}

#[test]
fn a_heavyweight_outside_its_owner_is_a_breach() {
    assert_eq!(
        breaches_if("hobnob-worker", "reqwest"),
        [
            "hobnob-worker may not name reqwest, which belongs to [\"hobnob-fetch\"]: every request passes the guard, the limits and the manners"
        ]
    );
}

#[test]
fn a_heavyweight_at_its_owner_is_none() {
    assert_eq!(breaches_if("hobnob-fetch", "reqwest"), NONE);
}

#[test]
fn stories_may_hold_any_tool() {
    assert_eq!(breaches_if("hobnob-tests", "reqwest"), NONE);
}

#[test]
fn a_format_in_the_domain_is_a_breach() {
    assert_eq!(
        breaches_if("hobnob-domain", "serde"),
        [
            "hobnob-domain must do without serde: domain types know no format: a new field is then listed by the compiler"
        ]
    );
}

#[test]
fn a_crate_without_a_layer_is_a_breach() {
    let mut workspace = sound();
    workspace.members.push(Member { name: "hobnob-extra".to_owned(), ..Member::default() });
    let breaches = LAW.homeless(&workspace);
    assert_eq!(breaches, ["hobnob-extra has no layer: give it one in law.rs"]);
}

#[test]
fn members_out_of_reading_order_are_a_breach() {
    let mut workspace = sound();
    workspace.members.swap(1, 2);
    assert_eq!(LAW.breaches(&workspace).len(), 1);
}

#[test]
fn a_module_name_that_says_nothing_is_a_breach() {
    let mut workspace = sound();
    for member in workspace.members.iter_mut().filter(|member| member.name == "hobnob-web") {
        member.modules = ["src/lib.rs", "src/routes/utils.rs"].map(PathBuf::from).to_vec();
    }
    assert_eq!(LAW.breaches(&workspace), ["hobnob-web: src/routes/utils.rs says nothing: name the idea"]);
}

#[test]
fn a_law_whose_arrow_points_up_contradicts_itself() {
    const UPSIDE_DOWN: &[Crate] = &[
        Crate { name: "low", layer: 0, may_name: MayName::Only(&["high"]), because: "" },
        Crate { name: "high", layer: 1, may_name: MayName::Only(&[]), because: "" },
    ];
    let law = Law { crates: UPSIDE_DOWN, ..LAW };
    assert_eq!(law.contradictions(), ["low -> high does not point down to a crate read before"]);
}
