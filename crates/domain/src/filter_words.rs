//! What a filter finds, in words for people: the same on pages, in calendars and in letters.

use std::borrow::Cow;

use crate::{AttendanceMode, CountryCode, EventFilter, EventKind, Goal, Near, NicheId};

/// A career goal as part of a title: "Events …".
const fn towards(goal: Goal) -> &'static str {
    match goal {
        Goal::Skills => "to broaden skills",
        Goal::Architecture => "on architecture and design",
        Goal::OpenSource => "on open source",
        Goal::Mentoring => "for mentoring",
        Goal::Specialization => "to specialise",
        Goal::Communication => "on speaking and writing",
        Goal::Networking => "to meet people",
    }
}

/// What people call several of a sort.
const fn kinds(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Meetup => "meetups",
        EventKind::Conference => "conferences",
        EventKind::Unconference => "unconferences",
        EventKind::Workshop => "workshops",
        EventKind::Course => "courses",
        EventKind::Hackathon => "hackathons",
        EventKind::Sprint => "sprints",
        EventKind::Talk => "talks",
        EventKind::Webinar => "webinars",
        EventKind::Mentoring => "mentoring sessions",
        EventKind::StudyGroup => "study groups",
        EventKind::CareerFair => "career fairs",
        EventKind::Social => "socials",
        EventKind::Other => "events",
    }
}

/// Names of the languages that events are mostly held in, by ISO 639-1 code.
const LANGUAGES: &[(&str, &str)] = &[
    ("ar", "Arabic"),
    ("bg", "Bulgarian"),
    ("bn", "Bengali"),
    ("ca", "Catalan"),
    ("cs", "Czech"),
    ("da", "Danish"),
    ("de", "German"),
    ("el", "Greek"),
    ("en", "English"),
    ("es", "Spanish"),
    ("et", "Estonian"),
    ("eu", "Basque"),
    ("fa", "Persian"),
    ("fi", "Finnish"),
    ("fr", "French"),
    ("he", "Hebrew"),
    ("hi", "Hindi"),
    ("hr", "Croatian"),
    ("hu", "Hungarian"),
    ("id", "Indonesian"),
    ("it", "Italian"),
    ("ja", "Japanese"),
    ("ko", "Korean"),
    ("lt", "Lithuanian"),
    ("lv", "Latvian"),
    ("nb", "Norwegian"),
    ("nl", "Dutch"),
    ("no", "Norwegian"),
    ("pl", "Polish"),
    ("pt", "Portuguese"),
    ("ro", "Romanian"),
    ("ru", "Russian"),
    ("sk", "Slovak"),
    ("sl", "Slovenian"),
    ("sr", "Serbian"),
    ("sv", "Swedish"),
    ("ta", "Tamil"),
    ("th", "Thai"),
    ("tr", "Turkish"),
    ("uk", "Ukrainian"),
    ("ur", "Urdu"),
    ("vi", "Vietnamese"),
    ("zh", "Chinese"),
];

/// What people call a language; none for one that is rare among events.
pub fn language(code: &str) -> Option<&'static str> {
    LANGUAGES.iter().find(|(known, _)| *known == code).map(|(_, name)| *name)
}

/// What a niche is called where it stands alone: what a branch of the taxonomy is called beside its narrower niches says
/// nothing more.
pub fn niche_label(niche: NicheId) -> &'static str {
    niche.niche().label.trim_end_matches(" (general)")
}

/// What a filter finds, in one line: "Rust and Go meetups within 50 km of Berlin, in person". Countries are called as
/// somebody knows who knows places, and by their codes otherwise.
pub fn title(filter: &EventFilter, country_name: impl Fn(CountryCode) -> Option<&'static str>) -> String {
    let mut words: Vec<String> = Vec::new();
    if filter.is_free == Some(true) {
        words.push("Free".to_owned());
    }
    words.extend(niches(&filter.niches));
    words.push(nouns(&filter.kinds));
    words.extend(filter.near.as_ref().map(near));
    if !filter.countries.is_empty() {
        let name = |code: &CountryCode| match country_name(*code) {
            Some(name) => in_a_sentence(name),
            None => Cow::Owned(code.to_string()),
        };
        let names: Vec<Cow<'_, str>> = filter.countries.iter().map(name).collect();
        let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
        words.push(format!("in {}", listed(&names)));
    }
    let mut text = words.join(" ");
    for part in parts(filter) {
        text = format!("{text}, {part}");
    }
    upper_first(&text)
}

/// A country's name as it stands in a sentence: "the United States".
fn in_a_sentence(name: &'static str) -> Cow<'static, str> {
    const WITH_ARTICLE: [&str; 7] =
        ["Bahamas", "Comoros", "Gambia", "Isle of Man", "Maldives", "Philippines", "Seychelles"];
    match name.strip_prefix("The ") {
        Some(rest) => Cow::Owned(format!("the {rest}")),
        None if name.starts_with("United ")
            || WITH_ARTICLE.contains(&name)
            || name.contains("Republic of")
            || [" Islands", " Republic", " Territories", " Territory"].iter().any(|end| name.ends_with(end)) =>
        {
            Cow::Owned(format!("the {name}"))
        }
        None => Cow::Borrowed(name),
    }
}

fn niches(niches: &[NicheId]) -> Option<String> {
    let labels: Vec<&str> = niches.iter().map(|niche| niche_label(*niche)).collect();
    match labels.len() {
        0 => None,
        1..=3 => Some(listed(&labels)),
        many => Some(format!("{many} niches’")),
    }
}

fn nouns(wanted: &[EventKind]) -> String {
    let nouns: Vec<&str> = wanted.iter().map(|kind| kinds(*kind)).collect();
    if (1..=3).contains(&nouns.len()) { listed(&nouns) } else { "events".to_owned() }
}

fn near(near: &Near) -> String {
    let Near { text, point: _, radius_km } = near;
    format!("within {} km of {text}", grouped(*radius_km))
}

/// A number with its thousands parted: 1500 → "1,500".
fn grouped(number: f64) -> String {
    let written = number.to_string();
    let whole = written.split('.').next().unwrap_or_default().len();
    match whole.checked_sub(3).filter(|at| *at > 0).and_then(|at| written.split_at_checked(at)) {
        Some((thousands, rest)) => format!("{thousands},{rest}"),
        None => written,
    }
}

fn parts(filter: &EventFilter) -> Vec<String> {
    let mut parts = Vec::new();
    parts.extend(modes(&filter.modes).map(str::to_owned));
    parts.extend(filter.goals.iter().map(|goal| towards(*goal).to_owned()));
    parts.extend(filter.query.as_ref().map(|query| format!("“{query}”")));
    if !filter.languages.is_empty() {
        let names: Vec<&str> = filter.languages.iter().map(|code| language(code).unwrap_or(code)).collect();
        parts.push(format!("in {}", listed(&names)));
    }
    match filter.call_for_papers_open {
        Some(true) => parts.push("call for papers open".to_owned()),
        Some(false) => parts.push("no open call for papers".to_owned()),
        None => {}
    }
    parts
}

/// Several ways to take part, in as few words as say it.
fn modes(wanted: &[AttendanceMode]) -> Option<&'static str> {
    let has = |mode| wanted.contains(&mode);
    match (has(AttendanceMode::Offline), has(AttendanceMode::Mixed), has(AttendanceMode::Online)) {
        (true, true, true) | (false, false, false) => None,
        (true, true, false) => Some("with a place to go to"),
        (false, true, true) => Some("that can be joined online"),
        (true, false, true) => Some("in person or online only"),
        (true, false, false) => Some("in person"),
        (false, true, false) => Some("in person or online"),
        (false, false, true) => Some("online"),
    }
}

/// "a", "a and b", "a, b and c".
fn listed(items: &[&str]) -> String {
    match items {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FoundPlace, Point, query_string::read_filter};

    fn titled(pairs: &[(&str, &str)]) -> String {
        let found = |text: &str| {
            let point = Point::new(52.52, 13.405).unwrap();
            Ok(FoundPlace { name: text.to_owned(), point, zone: chrono_tz::Tz::Europe__Berlin })
        };
        let name = |code: CountryCode| match code.as_str() {
            "DE" => Some("Germany"),
            "US" => Some("United States"),
            "NL" => Some("The Netherlands"),
            _ => None,
        };
        title(&read_filter(pairs.iter().copied(), &found).unwrap(), name)
    }

    #[test]
    fn a_filter_is_called_what_it_finds() {
        assert_eq!(titled(&[]), "Events");
        assert_eq!(
            titled(&[("niche", "rust,go"), ("kind", "meetup"), ("near", "Berlin"), ("mode", "offline")]),
            "Rust and Go meetups within 50 km of Berlin, in person"
        );
        assert_eq!(
            titled(&[("free", "true"), ("country", "de,at"), ("q", "async")]),
            "Free events in Germany and AT, “async”"
        );
        assert_eq!(titled(&[("country", "us,nl")]), "Events in the United States and the Netherlands");
        assert_eq!(titled(&[("kind", "conference"), ("cfp", "open")]), "Conferences, call for papers open");
        assert_eq!(
            titled(&[("niche", "data"), ("near", "Berlin"), ("radius_km", "1500"), ("lang", "es")]),
            "Data events within 1,500 km of Berlin, in Spanish"
        );
    }
}
