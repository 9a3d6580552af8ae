//! What a source is a list of, by its format, its address and its name.

use hobnob_domain::{Format, SourceSpec, text::folded};

/// Words for conferences in names of files and lists.
const CONFERENCES: &[&str] =
    &["conference", "conferences", "conferencias", "conferenze", "conferenties", "confs", "konferenzen", "konferencje"];

/// Words for what else such a list holds: then nothing follows for a row.
const OTHERS: &[&str] = &[
    "agenda",
    "event",
    "events",
    "lectures",
    "meetings",
    "meetup",
    "meetups",
    "seminars",
    "talks",
    "webinars",
    "workshops",
];

/// Whether a source lists conferences and nothing else: confs.tech, `data/conferences.yml`, "Security conferences 2027".
pub(crate) fn is_of_conferences(source: &SourceSpec) -> bool {
    use Format::{CallingAllPapers, CcfDeadlines, ConfsTech, PythonDeadlines};
    if matches!(source.format, Some(CallingAllPapers | CcfDeadlines | ConfsTech | PythonDeadlines)) {
        return true;
    }
    if !matches!(source.format, None | Some(Format::EventsList | Format::Ical)) {
        return false;
    }
    let path = folded(source.url.path());
    let name = folded(&source.name);
    let says = |text: &str, words: &[&str]| text.split(' ').any(|word| words.contains(&word));
    // The last parts of an address: who keeps a repository called `conferences` may keep anything in it.
    let parts: Vec<&str> = source.url.path().rsplit('/').filter(|part| !part.is_empty()).take(2).collect();
    let is_file = parts.iter().any(|part| says(&folded(part), CONFERENCES)) && !says(&path, OTHERS);
    (is_file || says(&name, CONFERENCES)) && !says(&name, OTHERS)
}

/// Whether all that a source of this format lists is of the trade.
pub(crate) const fn is_technical(format: Format) -> bool {
    use Format::{
        CcfDeadlines, ConfsTech, Ctftime, DevelopersEvents, HackClub, PythonDeadlines, RubyConferences, RubyEvents,
        ThisWeekInRust,
    };
    matches!(
        format,
        CcfDeadlines
            | ConfsTech
            | Ctftime
            | DevelopersEvents
            | HackClub
            | PythonDeadlines
            | RubyConferences
            | RubyEvents
            | ThisWeekInRust
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use url::Url;

    fn listed(name: &str, url: &str, format: Option<Format>) -> bool {
        is_of_conferences(&SourceSpec { format, ..SourceSpec::new(name, Url::parse(url).unwrap()) })
    }

    #[test]
    fn a_list_of_conferences_says_so_in_its_format_its_address_or_its_name() {
        let list = Some(Format::EventsList);
        assert!(listed("X", "https://x.example/2027/rust.json", Some(Format::ConfsTech)));
        assert!(listed("X", "https://x.example/data/conferences.yml", list));
        assert!(listed("X", "https://x.example/conferences/2027.json", list));
        assert!(listed("X", "https://x.example/_data/security_conferences.csv", None));
        assert!(listed("Security conferences 2027", "https://x.example/list.json", list));
        assert!(listed("IT-Konferenzen", "https://x.example/feed.ics", Some(Format::Ical)));
    }

    #[test]
    fn a_list_of_more_than_conferences_says_nothing_of_a_row() {
        let list = Some(Format::EventsList);
        assert!(!listed("X", "https://x.example/events.json", list));
        assert!(!listed("Conferences and meetups", "https://x.example/conferences.json", list));
        assert!(!listed("X", "https://x.example/conferences/a/b/meetups.yml", list));
        assert!(!listed("X", "https://x.example/agenda/conferences", None), "lectures, in French");
        assert!(!listed("Conferences", "https://x.example/page", Some(Format::JsonLd)));
    }
}
