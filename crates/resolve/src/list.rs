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

/// Sites where people of the trade announce what they hold, and hardly anybody else.
const TECHNICAL_SITES: &[&str] =
    &["community.cncf.io", "connpass.com", "devpost.com", "gdg.community.dev", "hackclub.com", "mlh.io", "techplay.jp"];

/// Whether a listing that leads to this host is of the trade, as far as its site tells.
pub(crate) fn is_technical_site(host: &str) -> bool {
    is_of_any(host, TECHNICAL_SITES)
}

/// Whether a host is one of these sites or a part of it, as groups have their own: `group.connpass.com`.
pub(crate) fn is_of_any(host: &str, sites: &[&str]) -> bool {
    let is_of = |site: &str| host.strip_suffix(site).is_some_and(|own| own.is_empty() || own.ends_with('.'));
    sites.iter().any(|site| is_of(site))
}

#[cfg(test)]
mod tests {
    use super::*;
    use url::Url;

    #[test]
    fn a_site_is_known_by_its_name_and_by_its_groups() {
        assert!(is_technical_site("connpass.com") && is_technical_site("linz.connpass.com"));
        assert!(!is_technical_site("myconnpass.com") && !is_technical_site("meetup.com") && !is_technical_site(""));
    }

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
