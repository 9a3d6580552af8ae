//! Lines to calendars, whatever is missing, doubled or unknown: a component is closed by its END, by the next event, or
//! by the end of what it stands in.

use super::lines::{self, Line, Property};
use super::names::{Kind, Name};
use super::series::Series;
use super::zones::Zone;
use crate::reading::LISTINGS_MAX;
use memchr::memchr_iter;
use std::collections::BTreeMap;

/// How deep components may be nested.
pub(super) const DEPTH_MAX: usize = 64;

/// So many properties of one event are kept.
const PROPERTIES_MAX: usize = 2_000;

/// What a property that is read, and an event, take of most calendars, in bytes: so room is made once.
const PROPERTY_BYTES: usize = 40;
const EVENT_BYTES: usize = 400;

/// So many time zones of one calendar are kept.
const ZONES_MAX: usize = 1_000;

/// The properties of one VEVENT, in their order.
#[derive(Clone, Copy)]
pub(super) struct Event<'c, 'a> {
    properties: &'c [Property<'a>],
}

impl<'c, 'a> Event<'c, 'a> {
    /// All properties of that name.
    pub(super) fn all(&self, name: Name) -> impl Iterator<Item = &'c Property<'a>> + use<'c, 'a> {
        self.properties.iter().filter(move |property| property.name == name)
    }

    /// The first property of that name that says something.
    pub(super) fn first(&self, name: Name) -> Option<&'c Property<'a>> {
        self.all(name).find(|property| !trimmed(property.value).is_empty())
    }

    /// Its value.
    pub(super) fn value(&self, name: Name) -> Option<&'a str> {
        self.all(name).map(|property| trimmed(property.value)).find(|value| !value.is_empty())
    }
}

/// One VCALENDAR.
#[derive(Default)]
pub(super) struct Calendar<'a> {
    /// What it calls itself.
    pub(super) name: Option<String>,
    /// What wrote it.
    pub(super) prodid: Option<String>,
    /// What it is for: `PUBLISH`, `CANCEL`.
    pub(super) method: Option<String>,
    /// How often it wants to be asked for: REFRESH-INTERVAL (RFC 7986 §5.7), or X-PUBLISHED-TTL before it.
    pub(super) refresh: Option<String>,
    /// The zone of times that name none, as written.
    pub(super) zone: Option<String>,
    /// Its time zones, by their TZID.
    pub(super) zones: BTreeMap<String, Zone>,
    /// The rules of its series.
    pub(super) series: Series,
    /// The properties of its events, one event behind the other.
    properties: Vec<Property<'a>>,
    /// How many of them belong to an event and those before it.
    ends: Vec<usize>,
}

impl<'a> Calendar<'a> {
    /// Its events.
    pub(super) fn events(&self) -> impl Iterator<Item = Event<'_, 'a>> {
        self.ends.iter().scan(0, |begin, end| {
            let properties = self.properties.get(*begin..*end).unwrap_or_default();
            *begin = *end;
            Some(Event { properties })
        })
    }

    /// How many events it has.
    pub(super) fn events_total(&self) -> usize {
        self.ends.len()
    }

    /// Makes room for the properties of events of so many bytes.
    fn reserve(&mut self, bytes: usize) {
        self.properties.reserve(bytes / PROPERTY_BYTES);
        self.ends.reserve(bytes / EVENT_BYTES);
    }

    /// Takes the properties of an event over.
    fn take(&mut self, event: &mut Vec<Property<'a>>) {
        self.properties.append(event);
        self.ends.push(self.properties.len());
    }
}

/// Lines that are no content lines.
#[derive(Default)]
pub(super) struct BadLines {
    /// How many.
    pub(super) total: usize,
    /// The first.
    pub(super) first: String,
}

/// All calendars of a text, and what was odd.
#[derive(Default)]
pub(super) struct Stream<'a> {
    /// In their order.
    pub(super) calendars: Vec<Calendar<'a>>,
    /// The component that was not closed at the end; an event among them is not kept.
    pub(super) open_at_end: Option<String>,
    /// Whether something stands outside of any calendar.
    pub(super) has_no_calendar: bool,
    /// Lines that can't be read.
    pub(super) bad_lines: BadLines,
    /// Components beyond [`DEPTH_MAX`].
    pub(super) nested_too_deep: usize,
    /// Events beyond the limit of a page.
    pub(super) events_left_out: usize,
}

/// Reads logical lines.
pub(super) fn read(text: &str) -> Stream<'_> {
    let mut builder = Builder { bytes: text.len(), ..Builder::default() };
    let mut from = 0;
    for end in memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
        let line = trimmed(text.get(from..end).unwrap_or_default());
        from = end + 1;
        if !line.is_empty() {
            builder.line(line);
        }
    }
    builder.finished()
}

/// The text without blanks at its ends; most has none.
fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim(),
    }
}

/// A component that has not been closed.
struct Open {
    name: String,
    kind: Kind,
}

/// The stream so far, and what is open.
#[derive(Default)]
struct Builder<'a> {
    stream: Stream<'a>,
    open: Vec<Open>,
    /// How many components are open beyond the limit.
    buried: usize,
    /// The properties of the open event.
    event: Vec<Property<'a>>,
    zone: Zone,
    events_total: usize,
    /// How long the text is.
    bytes: usize,
}

impl<'a> Builder<'a> {
    fn kind(&self) -> Kind {
        if self.buried > 0 { Kind::Other } else { self.open.last().map_or(Kind::Other, |open| open.kind) }
    }

    fn line(&mut self, line: &'a str) {
        match lines::read(line, self.kind()) {
            Line::Passed => {}
            Line::Bad => {
                if self.stream.bad_lines.total == 0 {
                    self.stream.bad_lines.first = line.to_owned();
                }
                self.stream.bad_lines.total += 1;
            }
            Line::Property(property) => match property.name {
                Name::Begin => self.begin(property.value.trim()),
                Name::End => self.end(property.value.trim()),
                _ => self.property(property),
            },
        }
    }

    fn begin(&mut self, name: &str) {
        let kind = Kind::of(name);
        match kind {
            Kind::Calendar => self.close_to(0),
            // Nothing that stands beside events stands inside of one: its END is missing.
            Kind::Event | Kind::Zone => self.close_all(&[Kind::Event, Kind::Zone]),
            Kind::Observance => self.close_all(&[Kind::Observance]),
            Kind::Other => {}
        }
        if self.open.len() >= DEPTH_MAX {
            self.buried += 1;
            self.stream.nested_too_deep += 1;
            return;
        }
        match kind {
            Kind::Calendar => self.stream.calendars.push(Calendar::default()),
            Kind::Event => self.event.clear(),
            Kind::Zone => self.zone = Zone::default(),
            Kind::Observance => self.zone.begin_observance(),
            Kind::Other => {}
        }
        self.open.push(Open { name: name.to_ascii_uppercase(), kind });
    }

    fn end(&mut self, name: &str) {
        if self.buried > 0 {
            self.buried -= 1;
        } else if let Some(at) = self.open.iter().rposition(|open| open.name.eq_ignore_ascii_case(name)) {
            self.close_to(at);
        }
    }

    /// Closes the outermost open component of these kinds, with all it holds.
    fn close_all(&mut self, kinds: &[Kind]) {
        if let Some(at) = self.open.iter().position(|open| kinds.contains(&open.kind)) {
            self.close_to(at);
        }
    }

    /// Closes components until so many are open.
    fn close_to(&mut self, depth: usize) {
        self.buried = 0;
        while self.open.len() > depth {
            if let Some(open) = self.open.pop() {
                self.close(open.kind);
            }
        }
    }

    fn close(&mut self, kind: Kind) {
        match kind {
            Kind::Event => {
                let mut event = std::mem::take(&mut self.event);
                self.stream.has_no_calendar |= !self.open.iter().any(|open| open.kind == Kind::Calendar);
                if self.events_total < LISTINGS_MAX {
                    if self.events_total == 0 {
                        let bytes = self.bytes;
                        self.calendar().reserve(bytes);
                    }
                    self.events_total += 1;
                    self.calendar().take(&mut event);
                    self.event = event;
                } else {
                    self.stream.events_left_out += 1;
                }
            }
            Kind::Zone => {
                let zone = std::mem::take(&mut self.zone);
                let zones = &mut self.calendar().zones;
                if zones.len() < ZONES_MAX {
                    for id in zone.ids() {
                        zones.entry(id.clone()).or_insert_with(|| zone.clone());
                    }
                }
            }
            Kind::Calendar | Kind::Observance | Kind::Other => {}
        }
    }

    /// The calendar that is being read; a component that stands in none is given one.
    fn calendar(&mut self) -> &mut Calendar<'a> {
        if self.stream.calendars.is_empty() {
            self.stream.calendars.push(Calendar::default());
        }
        let last = self.stream.calendars.len() - 1;
        #[expect(clippy::indexing_slicing, reason = "the list has just been seen to hold one")]
        &mut self.stream.calendars[last]
    }

    fn property(&mut self, property: Property<'a>) {
        match self.kind() {
            Kind::Event if self.event.len() < PROPERTIES_MAX => self.event.push(property),
            Kind::Zone | Kind::Observance => self.zone.property(&property),
            Kind::Calendar => {
                let calendar = self.calendar();
                let field = match property.name {
                    Name::TitleOfAll => &mut calendar.name,
                    Name::Prodid => &mut calendar.prodid,
                    Name::Method => &mut calendar.method,
                    Name::Refresh => &mut calendar.refresh,
                    // X-WR-TIMEZONE; some write TZID in its place.
                    Name::ZoneOfAll | Name::Tzid => &mut calendar.zone,
                    _ => return,
                };
                if field.is_none() && !property.value.trim().is_empty() {
                    *field = Some(property.value.trim().to_owned());
                }
            }
            Kind::Event | Kind::Other => {}
        }
    }

    fn finished(mut self) -> Stream<'a> {
        // The innermost component says best where the text was cut.
        self.stream.open_at_end = self.open.last().map(|open| open.name.chars().take(40).collect());
        self.stream
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summaries(text: &str) -> Vec<Vec<String>> {
        let summary = |event: Event| event.value(Name::Summary).unwrap_or_default().to_owned();
        read(text).calendars.iter().map(|calendar| calendar.events().map(summary).collect()).collect()
    }

    #[test]
    fn an_event_is_closed_by_the_next_one_and_by_the_end_of_its_calendar() {
        let text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:a\nBEGIN:VEVENT\nSUMMARY:b\nBEGIN:VALARM\nSUMMARY:x\nEND:VCALENDAR\n";
        assert_eq!(summaries(text), [["a", "b"]]);
        assert_eq!(read(text).open_at_end, None);
    }

    #[test]
    fn two_calendars_are_two_calendars_and_events_may_stand_alone() {
        let text = "begin:vcalendar\nbegin:vevent\nsummary:a\nend:vevent\nBEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:b\nEND:VEVENT\nEND:VCALENDAR\n";
        assert_eq!(summaries(text), [["a"], ["b"]]);
        assert_eq!(summaries("BEGIN:VEVENT\nSUMMARY:c\nEND:VEVENT\n"), [["c"]]);
    }

    #[test]
    fn what_an_event_holds_is_not_the_event() {
        let text = "BEGIN:VEVENT\nSUMMARY:a\nBEGIN:PARTICIPANT\nSUMMARY:x\nBEGIN:VLOCATION\nNAME:y\nEND:VLOCATION\nEND:PARTICIPANT\nUID:1\nEND:VEVENT\n";
        let stream = read(text);
        assert_eq!(stream.calendars.first().and_then(|c| c.events().next()?.value(Name::Uid)), Some("1"));
        assert_eq!(summaries(text), [["a"]]);
    }

    #[test]
    fn an_event_that_was_cut_off_is_no_claim() {
        let stream = read("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:a\nEND:VEVENT\nBEGIN:VEVENT\nSUMM");
        assert_eq!(stream.calendars.first().map(Calendar::events_total), Some(1));
        assert_eq!(stream.open_at_end.as_deref(), Some("VEVENT"));
    }

    #[test]
    fn nesting_is_bounded_and_left_again() {
        let deep = format!("{}{}", "BEGIN:X\n".repeat(100), "END:X\n".repeat(100));
        let text = format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\n{deep}SUMMARY:a\nEND:VEVENT\nEND:VCALENDAR\n");
        assert_eq!(summaries(&text), [["a"]]);
        assert_eq!(read(&text).nested_too_deep, 38);
    }
}
