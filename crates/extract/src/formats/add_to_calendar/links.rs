//! Addresses that open a calendar at a new event. None of the three is specified; the parameters are those that their pages
//! take: `text`, `dates`, `ctz`, `recur` (Google), `subject`, `startdt`, `enddt`, `allday` (Outlook), `title`, `st`, `et`, `dur`,
//! `in_loc` (Yahoo).

use crate::formats::ical;
use crate::formats::same::start::Start;
use crate::{links, text};
use hobnob_domain::{TimeWords, Words};
use std::collections::BTreeMap;
use url::Url;

/// The longest address that is read, in bytes: descriptions stand in it.
const BYTES_MAX: usize = 32 * 1024;

/// So many rules of an event are kept.
const RULES_MAX: usize = 16;

/// What an event is offered by, the one that says most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// An iCalendar file within the address.
    File,
    Google,
    /// A button that a script makes.
    Button,
    Outlook,
    Yahoo,
}

/// Which calendar an address opens at a new event; none where it is another address.
pub(super) fn kind(url: &Url) -> Option<Kind> {
    let (host, path) = (url.host_str()?, url.path());
    let has = |name: &str, value: &str| url.query_pairs().any(|(n, v)| n == name && v.eq_ignore_ascii_case(value));
    match host {
        "www.google.com" | "google.com" | "calendar.google.com" => {
            let opens = has("action", "TEMPLATE") || path.contains("/eventedit");
            (path.starts_with("/calendar") && opens).then_some(Kind::Google)
        }
        "outlook.live.com" | "outlook.office.com" | "outlook.office365.com" => {
            let opens = path.contains("compose") || has("path", "/calendar/action/compose");
            opens.then_some(Kind::Outlook)
        }
        "calendar.yahoo.com" => has("v", "60").then_some(Kind::Yahoo),
        _ => None,
    }
}

/// The event that an address offers, with its page where that is told; none where it has no name or no day.
pub(super) fn read(written: &str, base: &Url) -> Option<(Kind, Option<String>, Words)> {
    let url = base.join(written).ok().filter(|_| written.len() <= BYTES_MAX)?;
    let kind = kind(&url)?;
    let said = Said::of(&url);
    let names = match kind {
        Kind::Outlook => ["subject", "location", "body"],
        Kind::Yahoo => ["title", "in_loc", "desc"],
        Kind::Google | Kind::File | Kind::Button => ["text", "location", "details"],
    };
    let [name, place, details] = names.map(|name| said.word(name));
    let times = match kind {
        Kind::Outlook => said.outlook(),
        Kind::Yahoo => said.yahoo(),
        Kind::Google | Kind::File | Kind::Button => said.google(),
    };
    let Times { start, end, duration } = times?;
    let whereabouts = place.map(ical::whereabouts).unwrap_or_default();
    // Some have nothing to say but where the event's page is.
    let page = details.and_then(links::sole);
    let rules =
        said.word("recur").into_iter().flat_map(str::lines).filter_map(|line| line.trim().strip_prefix("RRULE:"));
    let words = Words {
        name: Some(text::phrase(name?)?),
        description: details.filter(|_| page.is_none()).and_then(text::prose),
        end_is_exclusive: end.as_ref().is_some_and(|end| !end.text.contains(['T', 't'])),
        start: Some(start),
        end,
        duration,
        zone: said.word("ctz").and_then(|zone| text::line(zone, text::WORD_BYTES_MAX)),
        rules: rules.filter_map(|rule| text::line(rule, text::LINE_BYTES_MAX)).take(RULES_MAX).collect(),
        places: whereabouts.places,
        join_url: whereabouts.join_url,
        ..Words::default()
    };
    Some((kind, page.map(String::from).or(whereabouts.page_url), words))
}

/// What an address says, the first of each name.
struct Said(BTreeMap<String, String>);

/// From when until when.
struct Times {
    start: TimeWords,
    end: Option<TimeWords>,
    duration: Option<String>,
}

impl Said {
    fn of(url: &Url) -> Self {
        let mut said = BTreeMap::new();
        for (name, value) in url.query_pairs() {
            said.entry(name.into_owned()).or_insert_with(|| value.into_owned());
        }
        Self(said)
    }

    fn word(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|value| value.trim()).filter(|value| !value.is_empty())
    }

    /// `dates=20270301T180000Z/20270301T200000Z`, days without a `T`.
    fn google(&self) -> Option<Times> {
        let dates = self.word("dates")?;
        let (start, end) = dates.split_once('/').unwrap_or((dates, ""));
        Times::of(start, Some(end))
    }

    /// `startdt=2027-03-01T18:00:00Z&enddt=…`, with `allday=true` for days.
    fn outlook(&self) -> Option<Times> {
        let is_whole = self.word("allday").is_some_and(|said| said.eq_ignore_ascii_case("true"));
        let day = |time: &'_ str| {
            if is_whole { time.split('T').next().unwrap_or_default().to_owned() } else { time.to_owned() }
        };
        Times::of(&day(self.word("startdt")?), self.word("enddt").map(day).as_deref())
    }

    /// `st=20270301T180000Z` with `et`, or with `dur=0200`, or `dur=allday`.
    fn yahoo(&self) -> Option<Times> {
        let (start, length) = (self.word("st")?, self.word("dur"));
        if length.is_some_and(|length| length.eq_ignore_ascii_case("allday")) {
            return Times::of(start.split('T').next()?, None);
        }
        let times = Times::of(start, self.word("et"))?;
        let hours = length.filter(|length| length.len() == 4 && times.end.is_none());
        let hours =
            hours.and_then(|length| Some((length.get(..2)?.parse::<u8>().ok()?, length.get(2..)?.parse::<u8>().ok()?)));
        Some(Times { duration: hours.map(|(hours, minutes)| format!("PT{hours}H{minutes}M")), ..times })
    }
}

impl Times {
    /// Start and end as they are written. An end that is the start is none: who fills it in does not know it.
    fn of(start: &str, end: Option<&str>) -> Option<Self> {
        let time = |written: &str| {
            let text = text::line(written, text::WORD_BYTES_MAX)?;
            Start::of(&text).has_day().then_some(TimeWords { text, zone: None })
        };
        let start = time(start)?;
        let end = end.and_then(time).filter(|end| end.text != start.text);
        Some(Self { start, end, duration: None })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offered(address: &str) -> Option<(Kind, Words)> {
        let base = Url::parse("https://events.example/list").unwrap();
        read(address, &base).map(|(kind, _, words)| (kind, words))
    }

    fn times(words: &Words) -> (&str, Option<&str>, Option<&str>) {
        let start = words.start.as_ref().map_or("", |start| start.text.as_str());
        (start, words.end.as_ref().map(|end| end.text.as_str()), words.duration.as_deref())
    }

    #[test]
    fn google_is_told_from_when_until_when_where_and_how_often() {
        let (kind, words) = offered(
            "//www.google.com/calendar/event?action=TEMPLATE&text=Rust+%26+Tea&dates=20270301T180000%2F20270301T200000\
             &ctz=Europe%2FBerlin&location=c-base%2C+Berlin&details=Talks&recur=RRULE:FREQ=MONTHLY;BYDAY=1MO",
        )
        .unwrap();
        assert_eq!((kind, words.name.as_deref()), (Kind::Google, Some("Rust & Tea")));
        assert_eq!(times(&words), ("20270301T180000", Some("20270301T200000"), None));
        assert_eq!(
            (words.zone.as_deref(), words.rules),
            (Some("Europe/Berlin"), vec!["FREQ=MONTHLY;BYDAY=1MO".to_owned()])
        );
        assert_eq!(words.places[0].text.as_deref(), Some("c-base, Berlin"));
        let (_, words) =
            offered("https://calendar.google.com/calendar/u/0/r/eventedit?text=Camp&dates=20270301/20270304").unwrap();
        assert_eq!((times(&words), words.end_is_exclusive), (("20270301", Some("20270304"), None), true));
    }

    #[test]
    fn outlook_and_yahoo_are_told_in_words_of_their_own() {
        let (kind, words) = offered(
            "https://outlook.live.com/calendar/0/deeplink/compose?path=/calendar/action/compose&rru=addevent&subject=Camp\
             &startdt=2027-03-01T09:00:00%2B01:00&enddt=2027-03-01T17:00:00%2B01:00&location=https://zoom.us/j/1",
        )
        .unwrap();
        assert_eq!((kind, words.join_url.as_deref()), (Kind::Outlook, Some("https://zoom.us/j/1")));
        assert_eq!(times(&words), ("2027-03-01T09:00:00+01:00", Some("2027-03-01T17:00:00+01:00"), None));
        let (_, words) = offered(
            "https://outlook.office.com/calendar/0/deeplink/compose?subject=Camp&startdt=2027-03-01T00:00:00&allday=true\
             &enddt=2027-03-03T00:00:00",
        )
        .unwrap();
        assert_eq!(times(&words), ("2027-03-01", Some("2027-03-03"), None));
        let yahoo = |more: &str| offered(&format!("https://calendar.yahoo.com/?v=60&title=Camp&{more}")).unwrap().1;
        assert_eq!(times(&yahoo("st=20270301T180000Z&dur=0130")), ("20270301T180000Z", None, Some("PT1H30M")));
        assert_eq!(times(&yahoo("st=20270301T180000Z&dur=allday")), ("20270301", None, None));
    }

    #[test]
    fn what_offers_no_event_is_none() {
        for address in [
            "https://www.google.com/calendar/event?eid=abc",
            "https://www.google.com/calendar/embed?src=a%40group.calendar.google.com",
            "https://calendar.google.com/calendar/render?cid=webcal://events.example/a.ics",
            "https://calendar.google.com/calendar/render?action=TEMPLATE&dates=20270301T180000Z/20270301T190000Z",
            "https://calendar.google.com/calendar/render?action=TEMPLATE&text=Tea&dates=soon",
            "https://calendar.google.com.evil.example/calendar/render?action=TEMPLATE&text=Tea&dates=20270301",
            "https://outlook.live.com/mail/0/inbox",
            "/calendar/render?action=TEMPLATE&text=Tea&dates=20270301",
        ] {
            assert_eq!(offered(address), None, "{address}");
        }
    }

    #[test]
    fn an_end_that_is_the_start_is_none() {
        let address =
            "https://www.google.com/calendar/render?action=TEMPLATE&text=Tea&dates=20270301T180000/20270301T180000";
        assert_eq!(times(&offered(address).unwrap().1), ("20270301T180000", None, None));
    }

    proptest::proptest! {
        #[test]
        fn any_address_can_be_read(query in "[a-z]{0,6}(&?(text|dates|dur|st|recur|ctz|location|details)=[%0-9A-Za-zé/:+;]{0,20}){0,6}") {
            for site in ["www.google.com/calendar/render?action=TEMPLATE&", "calendar.yahoo.com/?v=60&", "outlook.live.com/compose?"] {
                let _ = offered(&format!("https://{site}{query}"));
            }
        }
    }

    #[test]
    fn a_place_may_be_none() {
        assert_eq!(ical::whereabouts("").places, Vec::new());
    }
}
