use super::*;
use hobnob_domain::TimeWords;

fn claim(name: &str, start: &str, url: &str, house: &str) -> Claim {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let places = some(house).map(|name| PlaceWords { name: Some(name), ..PlaceWords::default() });
    Claim {
        syntax: Format::JsonLd,
        id: None,
        url: some(url),
        words: Words {
            name: some(name),
            start: some(start).map(|text| TimeWords { text, zone: None }),
            places: places.into_iter().collect(),
            ..Words::default()
        },
    }
}

fn starts(claims: Vec<Claim>) -> Vec<String> {
    merged(claims).into_iter().map(|claim| claim.words.start.map(|start| start.text).unwrap_or_default()).collect()
}

#[test]
fn the_same_instant_in_two_spellings_is_one_event() {
    let twice = vec![
        claim("Rust  Berlin", "2026-05-01T18:00:00-07:00", "https://x.org/1", ""),
        claim("RUST Berlin", "2026-05-02T01:00:00.000Z", "https://x.org/1", "c-base"),
    ];
    assert_eq!(merged(twice).first().map(|claim| claim.words.places.len()), Some(1));
}

#[test]
fn a_day_is_completed_by_the_time() {
    let twice =
        vec![claim("Rust", "2026-05-01", "https://x.org/1", ""), claim("Rust", "2026-05-01T18:00:00+02:00", "", "")];
    assert_eq!(starts(twice), ["2026-05-01T18:00:00+02:00"]);
    let twice = vec![claim("Rust", "2026-05-01T18:00", "", ""), claim("Rust", "2026-05-01", "", "")];
    assert_eq!(starts(twice), ["2026-05-01T18:00"]);
}

#[test]
fn different_pages_houses_and_days_are_different_events() {
    let claims = vec![
        claim("Rust", "2026-05-01", "https://x.org/1", ""),
        claim("Rust", "2026-05-01", "https://x.org/2", ""),
        claim("Rust", "2026-05-08", "https://x.org/1", ""),
        claim("Code Retreat", "2026-05-01", "", "c-base"),
        claim("Code Retreat", "2026-05-01", "", "Betahaus"),
    ];
    assert_eq!(starts(claims).len(), 5);
}

#[test]
fn an_address_is_a_key_only_if_it_is_alone() {
    let claims = [
        claim("Rust", "2026-05-01", "https://x.org/1", ""),
        claim("Rust", "2026-05-08", "https://x.org/series", ""),
        claim("Rust", "2026-05-15", "https://x.org/series", ""),
        claim("Go", "2026-05-15", "", ""),
    ];
    let expected = [
        "https://x.org/1",
        "https://x.org/series 2026-05-08 Rust",
        "https://x.org/series 2026-05-15 Rust",
        "2026-05-15 Go",
    ];
    assert_eq!(keys(&claims), expected);
}

fn in_syntax(syntax: Format, claim: Claim) -> Claim {
    Claim { syntax, ..claim }
}

#[test]
fn what_two_syntaxes_say_is_one_event_whatever_they_call_the_house() {
    let twice = vec![
        claim("Rust", "2026-05-01T18:00:00+02:00", "https://x.org/1", "c-base e.V."),
        claim("Rust", "2026-05-01T18:00:00+02:00", "https://x.org/2", "Betahaus"),
        in_syntax(Format::Microdata, claim("Rust", "2026-05-01T18:00", "", "c-base")),
        in_syntax(Format::Microdata, claim("Rust", "2026-05-01T18:00", "", "Beta")),
        in_syntax(Format::Microformats, claim("Rust meetup", "2026-05-01", "https://x.org/2", "")),
    ];
    assert_eq!(starts(twice), ["2026-05-01T18:00:00+02:00"; 2]);
}

#[test]
fn a_start_that_nobody_can_read_gives_way_to_one_that_can_be() {
    let twice = vec![
        claim("Rust", "2026-9-18T10-10-00-00", "https://x.org/1", ""),
        in_syntax(Format::Microdata, claim("Rust", "2026-9-18T10:00", "", "")),
    ];
    assert_eq!(starts(twice), ["2026-9-18T10:00"]);
}

#[test]
fn the_one_event_of_each_syntax_is_the_same_if_it_starts_at_the_same_time() {
    let twice = vec![
        claim("Rust", "2026-05-01T18:00:00+02:00", "https://x.org/1", ""),
        in_syntax(Format::Microdata, claim("Rust Berlin: May", "2026-05-01T16:00:00Z", "", "")),
    ];
    assert_eq!(starts(twice).len(), 1);
    let two = vec![
        claim("Rust", "2026-05-01T18:00:00+02:00", "https://x.org/1", ""),
        in_syntax(Format::Microdata, claim("Rust Berlin: May", "2026-05-01T18:00:00Z", "", "")),
    ];
    assert_eq!(starts(two).len(), 2);
}

#[test]
fn each_h_event_is_an_event_of_its_own() {
    let h_event = || in_syntax(Format::Microformats, claim("Rust", "2026-05-01", "", ""));
    assert_eq!(starts(vec![h_event(), h_event()]).len(), 2);
    assert_eq!(starts(vec![claim("Rust", "2026-05-01", "", ""), claim("Rust", "2026-05-01", "", "")]).len(), 1);
}

#[test]
fn the_richer_words_win() {
    let told = |text: &str| Some(hobnob_domain::Prose::Plain(text.to_owned()));
    let mut short = claim("Rust", "2026-05-01T18:00", "", "c-base");
    short.words.description = told("Two talks and piz…");
    let mut long = in_syntax(Format::Microdata, claim("Rust", "2026-05-01T18:00", "", "c-base"));
    long.words.description = told("Two talks and pizza, until late.");
    long.words.places.iter_mut().for_each(|place| place.locality = Some("Berlin".to_owned()));
    let claims = merged(vec![short, long]);
    let words: Vec<_> = claims.into_iter().map(|claim| (claim.words.description, claim.words.places)).collect();
    let place =
        PlaceWords { name: Some("c-base".to_owned()), locality: Some("Berlin".to_owned()), ..PlaceWords::default() };
    assert_eq!(words, [(told("Two talks and pizza, until late."), vec![place])]);
}

#[test]
fn a_room_is_where_one_joins_and_no_page() {
    let told = merged(vec![claim("Rust", "2026-05-01T18:00", "https://meet.example.org/rust", "")]);
    let room = told.first().map(|claim| (claim.url.clone(), claim.words.join_url.clone()));
    assert_eq!(room, Some((None, Some("https://meet.example.org/rust".to_owned()))));
}
