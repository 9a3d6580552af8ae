//! One VEVENT to one listing, in its own words.

use super::lines::Property;
use super::names::Name;
use super::offers;
use super::parts::Wholes;
use super::place;
use super::quirks::{self, Habits};
use super::tree::{Calendar, Event};
use super::value::{list, unescaped};
use super::zones;
use crate::{links, text};
use hobnob_domain::{Listing, OrganizerWords, Prose, TimeWords, Words};
use std::borrow::Cow;
use std::cell::Cell;
use url::Url;

/// So many RDATEs and EXDATEs each are kept.
const DATES_MAX: usize = 2_000;

/// So many are kept of all events of a page.
pub(super) const DATES_OF_ALL_MAX: usize = 50_000;

/// So many rules are kept.
const RULES_MAX: usize = 16;

/// So many categories are kept.
const KEYWORDS_MAX: usize = 64;

/// The longest rule kept, in bytes.
const RULE_BYTES_MAX: usize = 1024;

/// Whether an event is not for everybody (CLASS).
pub(super) fn is_private(event: &Event) -> bool {
    event
        .value(Name::Class)
        .is_some_and(|class| class.eq_ignore_ascii_case("PRIVATE") || class.eq_ignore_ascii_case("CONFIDENTIAL"))
}

/// The listing of an event, of whose page so many RDATEs and EXDATEs are still kept.
pub(super) fn listing(
    event: &Event,
    calendar: &Calendar,
    habits: &Habits,
    wholes: &Wholes,
    base: &Url,
    dates_left: &Cell<usize>,
) -> Listing {
    let times = Times { calendar, repeats: event.first(Name::RRule).is_some(), dates_left };
    let whereabouts = place::read(event);
    let description = description(event);
    let url = event.value(Name::Url).and_then(|url| links::absolute(base, &unescaped(url)));
    let url = url.or_else(|| url_in_words(description.as_ref())).or(whereabouts.page_url);
    let (start, end) = quirks::whole_days(event, times.one(event, Name::DtStart), times.one(event, Name::DtEnd));
    let start = start.map(|start| in_zone_of(start, end.as_ref()));
    let words = Words {
        uid: event.value(Name::Uid).and_then(|uid| text::line(&unescaped(uid), text::LINE_BYTES_MAX)),
        name: event.value(Name::Summary).and_then(|name| text::phrase(&unescaped(name))),
        description: description.and_then(without_its_page),
        start,
        end_is_exclusive: end.as_ref().is_some_and(|end| !end.text.contains(['T', 't'])),
        end,
        duration: word(event, Name::Duration),
        zone: word(event, Name::EventZone).or_else(|| zones::of_calendar(calendar)),
        rules: rules(event, calendar),
        dates: times.all(event, Name::RDate),
        exclusions: times.all(event, Name::ExDate),
        recurrence_id: times.one(event, Name::RecurrenceId),
        status: habits.status(word(event, Name::Status)).or_else(|| cancelled_as_a_whole(calendar)),
        mode: None,
        kind: None,
        places: whereabouts.places,
        join_url: whereabouts.join_url,
        organizer: organizer(event, calendar),
        offers: offers::read(event, base),
        is_free: None,
        image_url: image(event, base),
        keywords: keywords(event),
        topics: Vec::new(),
        language: language(event),
        call_for_papers: None,
        super_event: wholes.page_of(event, base),
        revised: times.one(event, Name::LastModified).filter(|_| !habits.has_idle_revisions),
    };
    Listing { key: key(&words, habits), url, words }
}

/// A start that names no zone, in the zone that its end names.
fn in_zone_of(start: TimeWords, end: Option<&TimeWords>) -> TimeWords {
    let is_floating = start.zone.is_none() && start.text.contains(['T', 't']) && !start.text.ends_with(['Z', 'z']);
    if is_floating { TimeWords { zone: end.and_then(|end| end.zone.clone()), ..start } } else { start }
}

/// The UID, or what of it stays, with the RECURRENCE-ID behind a slash for an instance; without a UID, what will
/// probably stay.
fn key(words: &Words, habits: &Habits) -> String {
    let start = words.start.as_ref().map_or("", |start| start.text.as_str());
    let base = match &words.uid {
        // A UID that all editions have tells none of them from the others, and so does one of a day in many towns.
        Some(uid) if words.recurrence_id.is_none() && habits.is_scattered(uid) => {
            let place = words.places.first().and_then(|place| place.text.as_deref()).unwrap_or_default();
            format!("{uid} {start} {place}")
        }
        Some(uid) if words.recurrence_id.is_none() && habits.is_shared(uid) => format!("{uid} {start}"),
        Some(uid) => habits.lasting(uid),
        None => format!("no-uid {start} {}", words.name.as_deref().unwrap_or_default()),
    };
    match &words.recurrence_id {
        Some(instance) => format!("{base}/{}", instance.text),
        None => base,
    }
}

fn word(event: &Event, name: Name) -> Option<String> {
    event.value(name).and_then(|word| text::line(word, text::WORD_BYTES_MAX))
}

/// Times of one event.
struct Times<'a> {
    calendar: &'a Calendar<'a>,
    repeats: bool,
    dates_left: &'a Cell<usize>,
}

impl Times<'_> {
    fn one(&self, event: &Event, name: Name) -> Option<TimeWords> {
        let property = event.first(name)?;
        let (value, tzid) = timed(property);
        self.words(value, tzid.as_deref())
    }

    /// All values of all properties of that name. A period keeps its end or its length behind the slash.
    fn all(&self, event: &Event, name: Name) -> Vec<TimeWords> {
        let values = event.all(name).flat_map(|property| {
            let (value, tzid) = timed(property);
            value.split(',').filter(|value| is_dated(value)).map_while(move |value| {
                self.dates_left.set(self.dates_left.get().checked_sub(1)?);
                Some(self.period(value, tzid.as_deref()))
            })
        });
        values.flatten().take(DATES_MAX).collect()
    }

    fn period(&self, value: &str, tzid: Option<&str>) -> Option<TimeWords> {
        let Some((start, end)) = value.split_once('/') else { return self.words(value, tzid) };
        let start = self.words(start, tzid)?;
        let text = text::line(&format!("{}/{}", start.text, end.trim()), text::WORD_BYTES_MAX)?;
        Some(TimeWords { text, ..start })
    }

    fn words(&self, value: &str, tzid: Option<&str>) -> Option<TimeWords> {
        let text = text::line(value, text::WORD_BYTES_MAX)?;
        let zone = tzid.and_then(|tzid| zones::words(self.calendar, tzid, &text, self.repeats));
        Some(TimeWords { text, zone })
    }
}

/// Whether a value begins with a day.
fn is_dated(value: &str) -> bool {
    value.trim_start().bytes().filter(|byte| *byte != b'-').take_while(u8::is_ascii_digit).take(8).count() == 8
}

/// The value of a time, and the zone that it names. One that ends with `Z` is UTC's whatever zone stands beside, as RFC
/// 5545 §3.2.19 has it and libical and ical.js read it. A zone's name with a colon in it should stand in quotes, and where it
/// does not the value seems to begin within: `TZID=(UTC+01:00) Berlin:20270601T090000`.
fn timed<'p>(property: &'p Property<'_>) -> (&'p str, Option<Cow<'p, str>>) {
    let tzid = property.param("TZID");
    match (property.value.rsplit_once(':'), tzid) {
        (Some((rest, value)), Some(start)) if value.starts_with(|c: char| c.is_ascii_digit()) => {
            (value, Some(Cow::Owned(format!("{start}:{rest}"))))
        }
        (_, tzid) => (property.value, tzid),
    }
}

/// The rules of an event. What changes a sitting has them only if it changes all later ones too (RANGE=THISANDFUTURE), and
/// then those of its series: some programs repeat them in every changed sitting.
fn rules(event: &Event, calendar: &Calendar) -> Vec<String> {
    let Some(instance) = event.first(Name::RecurrenceId) else { return rules_of(event) };
    if !instance.param("RANGE").is_some_and(|range| range.eq_ignore_ascii_case("THISANDFUTURE")) {
        return Vec::new();
    }
    calendar.series.rules(calendar, event.value(Name::Uid))
}

/// The rules that an event has itself.
pub(super) fn rules_of(event: &Event) -> Vec<String> {
    let rules = event.all(Name::RRule).filter_map(|property| text::line(property.value, RULE_BYTES_MAX));
    rules.take(RULES_MAX).collect()
}

/// DESCRIPTION; only without one X-ALT-DESC, which says the same in HTML.
fn description(event: &Event) -> Option<Prose> {
    let plain = event.value(Name::Description).and_then(|value| text::prose(&unescaped(value)));
    plain.or_else(|| event.value(Name::HtmlDescription).and_then(|value| text::prose(&unescaped(value))))
}

/// `METHOD:CANCEL` takes all events of its calendar back (RFC 5546 §3.2.5).
fn cancelled_as_a_whole(calendar: &Calendar) -> Option<String> {
    calendar.method.as_deref().filter(|method| method.eq_ignore_ascii_case("CANCEL")).map(|_| "CANCELLED".to_owned())
}

/// ORGANIZER's name, never its mail address. Meetup names the group as the calendar's name only.
fn organizer(event: &Event, calendar: &Calendar) -> Option<OrganizerWords> {
    let property = event.first(Name::Organizer);
    let name = property
        .and_then(|property| text::phrase(&unescaped(&percent_decoded(property.param("CN")?))))
        .filter(|name| !name.contains('@') || name.contains(' '));
    let url = property.and_then(|property| links::sole(property.value)).map(String::from);
    let is_meetup = calendar.prodid.as_deref().is_some_and(|prodid| prodid.contains("//Meetup//"));
    let group = || calendar.name.as_deref().filter(|_| is_meetup).and_then(|name| text::phrase(&unescaped(name)));
    let name = name.or_else(group);
    (name.is_some() || url.is_some()).then_some(OrganizerWords { name, url })
}

/// A name written as in an address, `Jane%20Doe`: The Events Calendar does so.
fn percent_decoded(name: Cow<'_, str>) -> Cow<'_, str> {
    if !name.contains('%') || name.contains(char::is_whitespace) {
        return name;
    }
    let encoded = name.replace('+', "%2B");
    let decoded = url::form_urlencoded::parse(encoded.as_bytes()).next().map(|(decoded, _)| decoded.into_owned());
    decoded.filter(|decoded| !decoded.contains('\u{fffd}')).map_or(name, Cow::Owned)
}

/// IMAGE, else an attached picture.
fn image(event: &Event, base: &Url) -> Option<String> {
    let is_picture = |format: Option<Cow<'_, str>>| format.is_some_and(|format| format.starts_with("image/"));
    let attached = event.all(Name::Attach).filter(|property| is_picture(property.param("FMTTYPE")));
    let is_inline = |value: Option<Cow<'_, str>>| value.is_some_and(|value| value.eq_ignore_ascii_case("BINARY"));
    let pictures = event.all(Name::Image).chain(attached).filter(|property| !is_inline(property.param("VALUE")));
    pictures.into_iter().find_map(|property| links::absolute(base, property.value))
}

fn language(event: &Event) -> Option<String> {
    text::line(&event.first(Name::Summary)?.param("LANGUAGE")?, text::WORD_BYTES_MAX)
}

fn keywords(event: &Event) -> Vec<String> {
    let mut keywords: Vec<String> = Vec::new();
    let categories = event.all(Name::Categories).flat_map(|property| list(property.value));
    // LiveWhale parts its tags by bars.
    let tags = event.all(Name::Tags).flat_map(|property| property.value.split('|').flat_map(list));
    for keyword in
        categories.chain(tags).filter_map(|word| text::line(&text::phrase(&unescaped(word))?, text::WORD_BYTES_MAX))
    {
        if keywords.len() < KEYWORDS_MAX && !keywords.contains(&keyword) {
            keywords.push(keyword);
        }
    }
    keywords
}

/// Luma writes the event's page into the description and nowhere else, and others who use its calendars do as well.
fn url_in_words(description: Option<&Prose>) -> Option<String> {
    let (Prose::Plain(text) | Prose::Html(text)) = description?;
    let (_, after) = text.split_once("up-to-date information at: ")?;
    links::sole(after.split_whitespace().next()?).map(String::from)
}

/// What Luma writes before an event's own words: its page, which is the listing's address, and that no place is told.
fn without_its_page(description: Prose) -> Option<Prose> {
    let Prose::Plain(text) = &description else { return Some(description) };
    let says_page = |paragraph: &str| {
        paragraph.strip_prefix("Get up-to-date information at: ").is_some_and(|page| links::sole(page).is_some())
    };
    let says_nothing =
        |paragraph: &str| says_page(paragraph) || paragraph == "Address:\nCheck event page for more details.";
    let mut paragraphs = text.split("\n\n").map(str::trim).peekable();
    if !paragraphs.peek().is_some_and(|first| says_page(first)) {
        return Some(description);
    }
    let own: Vec<&str> = paragraphs.skip_while(|paragraph| says_nothing(paragraph)).collect();
    (!own.is_empty()).then(|| Prose::Plain(own.join("\n\n")))
}
