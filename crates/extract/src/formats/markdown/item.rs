//! Entries of lists: `- [Zig Days](…) – Graz, Austria – May 12–14`, `* 1-2: [Zig Days](…) - Graz` below `### May`,
//! `- **Zig Days** (May 12, Graz): a day about Zig`, and with what they say in entries of their own. Lists of releases have links and dates too: entries are events only
//! where a heading says so and most of them have a day.

use super::context::Context;
use super::dates::Dates;
use super::inline::{Inline, LINK};
use super::table::Column;
use super::{labels, note, table, unmarked};
use crate::prose_date::words::is_date;
use crate::rows;
use hobnob_domain::text::folded;
use serde_json::{Map, Value};

/// The longest text that is a place, in characters.
const PLACE_CHARS_MAX: usize = 80;

/// The longest text that is a day and a time of it, in bytes.
const DAY_BYTES_MAX: usize = 80;

/// The entries of the list that is being read.
#[derive(Default)]
pub(super) struct Items {
    rows: Vec<Map<String, Value>>,
    /// How many entries with a link or bold words had no day.
    undated: usize,
    /// How deep the last dated entry stands, while entries within it say more.
    open: Option<usize>,
    /// The last of those without a day, while one within it may say it.
    waiting: Option<Named>,
    /// What has been told of that one by name.
    told: Map<String, Value>,
    /// How many days were called so.
    labelled: usize,
    /// Whether the last event is named by the heading.
    is_section: bool,
    /// Whether a card is open, and the day in it that no heading has had yet.
    is_card: bool,
    day: Option<Day>,
}

/// From when, until when, and the zone that is named.
type Day = (String, Option<String>, Option<String>);

/// An entry that names something.
struct Named {
    depth: usize,
    name: String,
    url: String,
    /// Whether it is the heading of a section.
    is_heading: bool,
}

impl Items {
    /// Takes an entry, and how deep it stands.
    pub(super) fn entry(&mut self, depth: usize, inline: &Inline, context: &Context, dates: &Dates) {
        let is_within = self.open.is_some_and(|open| depth > open)
            || self.waiting.as_ref().is_some_and(|above| depth > above.depth || above.is_heading);
        if let Some((column, said)) = labels::told(inline).filter(|_| is_within) {
            return self.labelled(column, &said, inline, context, dates);
        }
        let named = named(inline, depth, dates);
        if let Some(row) = named.as_ref().and_then(|named| row(inline, named, context, dates)) {
            self.rows.push(row);
            (self.open, self.waiting) = (Some(depth), None);
        } else if self.open.is_some_and(|open| depth > open) {
            self.within(inline, dates);
        } else if let Some(above) = self.waiting.as_ref().filter(|above| depth > above.depth && !above.is_heading) {
            let dated = if inline.links.is_empty() { row(inline, above, context, dates) } else { None };
            if let Some(row) = dated {
                self.rows.push(row);
                self.undated = self.undated.saturating_sub(1);
                (self.open, self.waiting) = (Some(above.depth), None);
            }
        } else {
            self.undated += usize::from(named.is_some() && !self.is_section);
            // An entry that names nothing leaves the heading its labels.
            if named.is_some() || self.waiting.as_ref().is_none_or(|above| !above.is_heading) {
                (self.open, self.waiting) = (None, named);
                self.told.clear();
            }
        }
    }

    /// Takes a line of prose, which may tell by name of the event that the heading names.
    pub(super) fn line(&mut self, inline: &Inline, context: &Context, dates: &Dates) {
        let is_below_heading = self.is_section || self.waiting.as_ref().is_some_and(|above| above.is_heading);
        if let Some((column, said)) = labels::told(inline).filter(|_| is_below_heading) {
            self.labelled(column, &said, inline, context, dates);
        } else if self.is_card || (is_below_heading && !dates.is_strict()) {
            self.day_below(inline, context, dates);
        }
    }

    /// A line that is nothing but a day says when the event takes place whose page the heading of its card, or above it
    /// in a text, leads to.
    fn day_below(&mut self, inline: &Inline, context: &Context, dates: &Dates) {
        let whole = inline.whole();
        let is_bare = whole.len() <= DAY_BYTES_MAX && inline.links.is_empty() && is_date(&whole);
        if let Some(day) = Some(whole).filter(|_| is_bare).and_then(|whole| dates.read(&whole, context)) {
            match self.waiting.take_if(|above| above.is_heading && !above.url.is_empty()) {
                Some(above) => self.event_of_card(&above.name, &above.url, day),
                None if self.is_card && !self.is_section => self.day = self.day.take().or(Some(day)),
                None => {}
            }
        }
    }

    fn event_of_card(&mut self, name: &str, url: &str, day: Day) {
        self.rows.push(dated_row(name, url, day));
        (self.open, self.is_section) = (Some(0), true);
    }

    /// A card begins or ends: what is said in it is said of nothing outside.
    pub(super) fn card(&mut self, begins: bool) {
        (self.is_card, self.day, self.open, self.waiting, self.is_section) = (begins, None, None, None, false);
        self.told.clear();
    }

    /// Whether a card is open.
    pub(super) fn is_card(&self) -> bool {
        self.is_card
    }

    /// Takes a heading, which may be the name of the event that is told of below.
    pub(super) fn heading(&mut self, name: &str, address: Option<&str>) {
        let url = address.unwrap_or_default().to_owned();
        self.told.clear();
        if let Some(day) = self.day.take_if(|_| self.is_card && !url.is_empty()) {
            self.waiting = None;
            return self.event_of_card(name, &url, day);
        }
        let named = Named { depth: 0, name: name.to_owned(), url, is_heading: true };
        (self.open, self.waiting, self.is_section) = (None, Some(named), false);
    }

    /// What is told by name of the event above.
    fn labelled(&mut self, column: Column, said: &str, inline: &Inline, context: &Context, dates: &Dates) {
        let mut told = Map::new();
        let address = inline.first_link().map(|(_, address)| address.as_str()).unwrap_or_default();
        match column {
            Column::Date => {
                let Some((start, end, zone)) = dates.read(said, context) else { return };
                note(&mut told, "start", &start);
                note(&mut told, "end", &end.unwrap_or_default());
                note(&mut told, "timezone", &zone.unwrap_or_default());
            }
            Column::End => {
                let end = dates.read(said, context).map(|(start, ..)| start);
                note(&mut told, "end", &end.unwrap_or_default());
            }
            Column::Time => note(&mut told, "starttime", said),
            Column::Place => note(&mut told, "location", &table::with_codes(said)),
            Column::City => note(&mut told, "city", said),
            Column::Country => note(&mut told, "country", &table::with_codes(said)),
            Column::Deadline => call(&mut told, said, Some(address), dates),
            Column::DeadlinePage => note(&mut told, "cfplink", address),
            Column::Page => note(&mut told, "url", address),
            Column::Topics => {
                note(&mut told, "topics", said);
                // `오프라인(서울 강남구), 무료`
                let whereabouts = said.split(',').filter_map(|topic| topic.trim().split_once('('));
                for (mode, place) in whereabouts.filter(|(mode, _)| rows::is_mode(mode)) {
                    note(&mut told, "format", mode.trim());
                    note(&mut told, "location", place.trim_end_matches(')'));
                }
            }
            Column::Mode => note(&mut told, "format", said),
            Column::Price => note(&mut told, "price", said),
            Column::Organizer => note(&mut told, "organizer", said),
            Column::Description => note(&mut told, "description", said),
            Column::Name | Column::Session | Column::Other => {}
        }
        let Some(above) = &self.waiting else {
            if let Some(row) = self.rows.last_mut() {
                for (name, value) in told {
                    row.entry(name).or_insert(value);
                }
            }
            return;
        };
        self.told.extend(told);
        if self.told.contains_key("start") {
            let mut row = std::mem::take(&mut self.told);
            row.insert("name".to_owned(), Value::String(above.name.clone()));
            note(&mut row, "url", &above.url);
            self.undated = self.undated.saturating_sub(usize::from(!above.is_heading));
            self.open = Some(if above.is_heading { 0 } else { above.depth });
            self.is_section = above.is_heading;
            self.rows.push(row);
            self.labelled += 1;
            self.waiting = None;
        }
    }

    /// An entry within a dated one: a link in bold is the event, whose group was named above; a call for papers is its.
    fn within(&mut self, inline: &Inline, dates: &Dates) {
        let (Some(row), Some((name, address))) = (self.rows.last_mut(), inline.first_link()) else { return };
        let is_alone = inline.around.trim().chars().all(|c| c == LINK) && inline.links.len() == 1;
        if inline.has_strong_link && is_alone && !name.is_empty() {
            if !row.contains_key("organizer") {
                let group: Map<String, Value> =
                    ["name", "url"].iter().filter_map(|key| Some(((*key).to_owned(), row.remove(*key)?))).collect();
                row.insert("organizer".to_owned(), Value::Object(group));
                note(row, "name", name);
                note(row, "url", address);
            }
        } else if is_call(&inline.whole()) {
            call(row, &inline.whole(), Some(address), dates);
        }
    }

    /// The events of the list so far, if it is one of events; what comes next is another list.
    pub(super) fn taken(&mut self, context: &Context, dates: &Dates) -> Vec<Map<String, Value>> {
        let Self { rows, undated, labelled, is_card, day, .. } = std::mem::take(self);
        (self.is_card, self.day) = (is_card, day);
        if dates.is_strict() {
            let is_list = rows.len() > undated && context.is_about_events() && !context.is_about_others();
            return if is_list { rows } else { Vec::new() };
        }
        // Below the name of a month, entries with a place are an agenda whatever it is called.
        let is_agenda = || {
            let placed = rows.iter().filter(|row| row.contains_key("location")).count();
            context.month().is_some() && placed * 5 >= rows.len() * 4
        };
        // Days that are called so are no accident, even among entries without.
        let is_labelled = labelled * 2 > rows.len();
        // Below a month some may not know their day yet.
        let is_of_month = context.month().is_some() && !rows.is_empty() && rows.len() >= undated;
        let is_dated = rows.len() > undated || is_of_month || (is_labelled && rows.len() > 1);
        let is_of_events = context.is_about_events() || is_agenda() || (is_labelled && context.month().is_some());
        if is_dated && is_of_events { rows } else { Vec::new() }
    }
}

/// What an entry names, by its first link or in bold.
fn named(inline: &Inline, depth: usize, dates: &Dates) -> Option<Named> {
    let link = if dates.is_strict() { unmarked::page(inline) } else { inline.first_link() };
    let name = link
        .map(|(name, _)| name.clone())
        .filter(|name| !name.is_empty() && !is_date(name))
        .or_else(|| inline.strong.clone().filter(|_| !dates.is_strict()))
        .filter(|name| !labels::is_on_the_way(name))?;
    let url = link.map(|(_, address)| address.clone()).unwrap_or_default();
    let name = if dates.is_strict() { unmarked::without_day(&name).to_owned() } else { name };
    Some(Named { depth, name, url, is_heading: false })
}

/// An event that has a name, a page and a day.
fn dated_row(name: &str, url: &str, (start, end, zone): Day) -> Map<String, Value> {
    let mut row = Map::new();
    note(&mut row, "name", name);
    note(&mut row, "url", url);
    note(&mut row, "start", &start);
    note(&mut row, "end", &end.unwrap_or_default());
    note(&mut row, "timezone", &zone.unwrap_or_default());
    row
}

/// The event of an entry that has a day.
fn row(inline: &Inline, named: &Named, context: &Context, dates: &Dates) -> Option<Map<String, Value>> {
    let parts = parts(&inline.around);
    let (calls, parts): (Vec<&String>, Vec<&String>) = parts.iter().partition(|part| is_call(part));
    let dates = &dates.of(&named.name);
    // A sentence may have any day in it.
    let is_short = |part: &&&String| !dates.is_strict() || part.len() <= DAY_BYTES_MAX;
    let dated = parts.iter().filter(is_short).find_map(|part| dates.read(part, context));
    let joined = || Some(parts.iter().map(|part| part.as_str()).collect::<Vec<_>>().join(", "));
    let joined = || joined().filter(|whole| !dates.is_strict() || whole.len() <= DAY_BYTES_MAX * 2);
    let day = dated.or_else(|| dates.read(&joined()?, context))?;
    let Named { name, url, .. } = named;
    let mut row = dated_row(name, url, day);
    let names = [Some(name.as_str()), inline.strong.as_deref()];
    let mut places = parts.iter().filter_map(|part| place(part, &names));
    // Which of several would be a guess, and so would be a line of its own.
    let is_guess = |more: bool| dates.is_strict() && (more || inline.around.contains('|'));
    let place = places.next().filter(|_| !is_guess(places.next().is_some()));
    note(&mut row, "location", &place.unwrap_or_default());
    note(&mut row, "mode", parts.iter().find(|part| rows::is_mode(part)).map_or("", |part| part.as_str()));
    if let Some(written) = calls.first() {
        call(&mut row, written, inline.links.get(1).map(|(_, address)| address.as_str()), dates);
    }
    Some(row)
}

/// Notes until when a call for papers is open.
fn call(row: &mut Map<String, Value>, written: &str, address: Option<&str>, dates: &Dates) {
    let day = dates.deadline(written, row.get("start").and_then(Value::as_str));
    note(row, "cfpdeadline", &day.unwrap_or_default());
    note(row, "cfplink", address.unwrap_or_default());
}

fn is_call(text: &str) -> bool {
    let text = folded(text);
    ["cfp", "call for", "deadline"].iter().any(|word| text.contains(word))
}

/// The parts of an entry, between dashes, bars, brackets and semicolons.
fn parts(around: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let letters: Vec<char> = around.chars().collect();
    for (at, c) in letters.iter().enumerate() {
        let is_blank =
            |at: Option<usize>| at.and_then(|at| letters.get(at)).is_none_or(|c| c.is_whitespace() || *c == LINK);
        let parts_all = matches!(c, '|' | '(' | ')' | '[' | ']' | ';' | '@' | '•' | '·' | '→' | '\u{fffc}');
        let is_beside = |at: Option<usize>| is_blank(at) || at.and_then(|at| letters.get(at)) == Some(&'-');
        let is_dash = matches!(c, '-' | '–' | '—') && is_beside(at.checked_sub(1)) && is_beside(at.checked_add(1));
        let is_colon = *c == ':' && is_blank(at.checked_add(1));
        // `12 – 14 May` is one part.
        let is_between_numbers = is_dash
            && letters.get(..at).is_some_and(ends_with_day)
            && starts_with_day(letters.get(at + 1..).unwrap_or_default());
        if parts_all || is_colon || (is_dash && !is_between_numbers) {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(*c);
        }
    }
    let trimmed = parts.iter().map(|part| part.trim_matches([' ', ',', '.', ':', '-', '\t']).to_owned());
    trimmed.filter(|part| !part.is_empty()).collect()
}

fn ends_with_day(letters: &[char]) -> bool {
    let word: Vec<&char> =
        letters.iter().rev().skip_while(|c| c.is_whitespace()).take_while(|c| !c.is_whitespace()).collect();
    let word: String = word.into_iter().rev().collect();
    is_date(&word)
}

fn starts_with_day(letters: &[char]) -> bool {
    let word: String = letters.iter().skip_while(|c| c.is_whitespace()).take_while(|c| !c.is_whitespace()).collect();
    is_date(&word)
}

/// The place in a part of an entry: what is left of it without the day, in capitals and short.
fn place(part: &str, names: &[Option<&str>]) -> Option<String> {
    let part = ["in ", "at "].iter().find_map(|word| part.strip_prefix(word)).unwrap_or(part);
    let left: Vec<&str> = part.split(',').map(str::trim).filter(|piece| !piece.is_empty() && !is_date(piece)).collect();
    let place = table::with_codes(&left.join(", "));
    let is_name = names.iter().flatten().any(|name| *name == place);
    let is_short = place.chars().count() <= PLACE_CHARS_MAX && place.split_whitespace().count() <= 7;
    let has_capital = place.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_ascii() && c.is_alphabetic())
        || ["online", "virtual", "hybrid", "remote"].contains(&place.as_str());
    let is_sentence = place.ends_with(['!', '?']) || place.contains(". ");
    (!place.is_empty() && !is_name && is_short && has_capital && !is_sentence && !is_date(&place)).then_some(place)
}
