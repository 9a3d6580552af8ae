//! Entries whose own words say when their event is: lines such as `When: Thu, 12 March 2027, 18:30` and `Where: …`, a text
//! that begins with day and time, a title that begins or ends with its day. What lies before the entry was published is
//! no announcement, and when it was published is never when its event is.

use crate::prose_date::{self, Hints, Span, YearRule, words};
use crate::text;
use chrono::{DateTime, NaiveDate, TimeDelta};
use hobnob_domain::text::folded;
use hobnob_domain::{PlaceWords, TimeWords, Words};

/// How far into a text it is looked, in bytes.
const TEXT_BYTES_MAX: usize = 4096;

/// So many lines are looked at.
const LINES_MAX: usize = 40;

/// Events are announced at most so long before, in days.
const AHEAD_DAYS_MAX: i64 = 500;

/// What stands before when an event is, folded; a date alone may be anything's.
const WHEN: [&str; 14] = [
    "when",
    "wann",
    "quand",
    "cuando",
    "quando",
    "wanneer",
    "kiedy",
    "date and time",
    "date time",
    "event date",
    "starts",
    "start",
    "日時",
    "beginn",
];
const DATE: [&str; 10] = ["date", "datum", "fecha", "data", "termin", "day", "dates", "tag", "日付", "dia"];
const TIME: [&str; 8] = ["time", "uhrzeit", "heure", "hora", "ora", "tijd", "godzina", "時間"];
const WHERE: [&str; 18] = [
    "where", "location", "venue", "place", "wo", "ort", "ou", "lieu", "donde", "lugar", "onde", "local", "dove",
    "luogo", "waar", "locatie", "gdzie", "会場",
];

/// What an entry says of its event; none if it does not clearly say when that is, or was published later.
pub(super) fn told(name: Option<&str>, content: Option<&str>, published: Option<&str>) -> Option<Words> {
    let published = day(published?)?;
    let reader = Reader { published };
    let lines = content.map(lines).unwrap_or_default();
    if let Some(words) = reader.labelled(&lines) {
        return Some(words);
    }
    let by_text = lines.first().and_then(|first| reader.begun(first));
    let (span, name) = by_text.map(|span| (span, None)).or_else(|| reader.titled(name?))?;
    Some(Words { name, ..words(&span) })
}

/// The day that something was published on.
fn day(written: &str) -> Option<NaiveDate> {
    let written = written.trim();
    let moment = DateTime::parse_from_rfc2822(written).or_else(|_| DateTime::parse_from_rfc3339(written));
    moment.map(|moment| moment.date_naive()).ok().or_else(|| written.get(..10)?.parse().ok())
}

struct Reader {
    published: NaiveDate,
}

impl Reader {
    /// The date of a text that is no earlier than the day of publication, and not years away.
    fn read(&self, text: &str) -> Option<Span> {
        let hints = Hints { year: YearRule::Next, ..Hints::on(self.published) };
        let span = prose_date::read(text, &hints)?;
        let ahead = span.start.day.signed_duration_since(self.published);
        // What is on the day it was published on may be over.
        (ahead > TimeDelta::zero() && ahead.num_days() <= AHEAD_DAYS_MAX).then_some(span)
    }

    /// By lines that say what they say.
    fn labelled(&self, lines: &[String]) -> Option<Words> {
        let (mut when, mut date, mut time, mut place) = (None, None, None, None);
        for (label, value) in lines.iter().filter_map(|line| labelled(line)) {
            let is = |labels: &[&str]| labels.contains(&label.as_str());
            let slot = match () {
                () if is(&WHEN) => &mut when,
                () if is(&DATE) => &mut date,
                () if is(&TIME) => &mut time,
                () if is(&WHERE) => &mut place,
                () => continue,
            };
            slot.get_or_insert(value);
        }
        let is_event = when.is_some() || time.is_some() || place.is_some();
        let day = when.or(date.filter(|_| is_event))?;
        let whole = time.map(|time| format!("{day}, {time}"));
        let span = whole.and_then(|whole| self.read(&whole)).or_else(|| self.read(day))?;
        let place = place.and_then(text::phrase).map(|place| PlaceWords { text: Some(place), ..PlaceWords::default() });
        Some(Words { places: place.into_iter().collect(), ..words(&span) })
    }

    /// By a text that begins with day and time.
    fn begun(&self, line: &str) -> Option<Span> {
        let (date, _) = words::beginning(line);
        self.read(date).filter(|span| span.start.time.is_some())
    }

    /// By a title that begins or ends with a day and its year, and what is left of it.
    fn titled(&self, title: &str) -> Option<(Span, Option<String>)> {
        let parts = [words::beginning(title), words::ending(title)];
        parts.into_iter().find_map(|(date, rest)| {
            let has_year = date.split(|c: char| !c.is_ascii_digit()).any(|number| number.len() == 4);
            let rest =
                text::phrase(rest.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '!' | '?' | '.' | '"')))?;
            // A sentence that mentions a day goes on to it without a break.
            let is_apart = !title.contains(&format!("{rest} {}", date.trim())) || words::beginning(title).0 == date;
            let span = self.read(date).filter(|_| has_year && is_apart)?;
            Some((span, Some(rest)))
        })
    }
}

fn words(span: &Span) -> Words {
    let time = |moment: &prose_date::Moment| TimeWords { text: moment.to_string(), zone: span.zone.clone() };
    Words { start: Some(time(&span.start)), end: span.end.as_ref().map(time), ..Words::default() }
}

/// `When: Thursday` as `when` and `Thursday`.
fn labelled(line: &str) -> Option<(String, &str)> {
    let at = line.find([':', '：'])?;
    let (label, value) = line.split_at_checked(at)?;
    let value = value.trim_start_matches([':', '：']).trim();
    let label = folded(label);
    let label =
        label.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    (label.len() <= 24 && !value.is_empty()).then_some((label, value))
}

/// The lines of a text as a reader sees them, HTML or not.
fn lines(content: &str) -> Vec<String> {
    let content = crate::entities::decoded(text::cut(content, TEXT_BYTES_MAX)).into_owned();
    let mut shown = String::with_capacity(content.len());
    let mut rest = content.as_str();
    if text::is_html(&content) {
        while let Some((before, behind)) = rest.split_once('<') {
            shown.push_str(before);
            let (tag, after) = behind.split_once('>').unwrap_or((behind, ""));
            let name =
                tag.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
            let is_inline = ["a", "b", "i", "em", "strong", "span", "u", "font", "time", "abbr", "small", "code"]
                .iter()
                .any(|inline| inline.eq_ignore_ascii_case(name));
            shown.push(if is_inline { ' ' } else { '\n' });
            rest = after;
        }
    }
    shown.push_str(rest);
    let lines = shown.lines().filter_map(|line| text::line(&crate::entities::decoded(line), text::LINE_BYTES_MAX));
    lines.take(LINES_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(name: &str, content: &str) -> Option<String> {
        let words = told(Some(name), Some(content), Some("Mon, 01 Feb 2027 10:00:00 +0000"))?;
        Some(words.start?.text)
    }

    #[test]
    fn lines_say_when_and_where() {
        let content =
            "<p>Join us!</p><p><b>When:</b> Thursday, March 11 at 6:30 pm</p><p><b>Where:</b> Library, Graz</p>";
        let words = told(Some("Lakes"), Some(content), Some("2027-02-01T10:00:00Z")).unwrap();
        assert_eq!(words.start.unwrap().text, "2027-03-11T18:30");
        assert_eq!(words.places[0].text.as_deref(), Some("Library, Graz"));
        assert_eq!(start("Seen", "Datum: 11.3.2027\nUhrzeit: 19 Uhr").as_deref(), Some("2027-03-11T19:00"));
        assert_eq!(start("Minutes", "Date: 11 March 2027"), None, "a date of what?");
    }

    #[test]
    fn a_text_that_begins_with_day_and_time_says_when() {
        assert_eq!(
            start("Lakes", "Thu, 11 Mar 2027, 18:30 – an evening of talks").as_deref(),
            Some("2027-03-11T18:30")
        );
        assert_eq!(start("Lakes", "11 Mar 2027 was a sunny day"), None);
        assert_eq!(start("Lakes", "We met on Thu, 11 Mar 2027, 18:30"), None);
    }

    #[test]
    fn a_title_with_its_day_apart_says_when() {
        assert_eq!(start("Night of lakes – 11 March 2027", "").as_deref(), Some("2027-03-11"));
        assert_eq!(start("2027-03-11: Night of lakes", "").as_deref(), Some("2027-03-11"));
        assert_eq!(start("Night of lakes (March 11, 2027, 6:30 pm)", "").as_deref(), Some("2027-03-11T18:30"));
        assert_eq!(start("Version 2 ends on 11 March 2027", ""), None);
        let words = told(Some("11.3.2027 – Seenacht"), None, Some("2027-02-01")).unwrap();
        assert_eq!(words.name.as_deref(), Some("Seenacht"));
    }

    #[test]
    fn what_was_before_it_was_published_or_is_far_away_is_none() {
        assert_eq!(start("Night of lakes – 11 January 2027", "When: 11 January 2027, 18:30"), None);
        assert_eq!(start("Night of lakes – 1 February 2027", ""), None);
        assert_eq!(start("Night of lakes – 11 March 2031", ""), None);
        assert_eq!(told(Some("Night of lakes – 11 March 2027"), None, None), None);
    }

    proptest::proptest! {
        #[test]
        fn any_entry_can_be_read(text in "(When|: |<p>|<|>|11 March 2027|é|, 18:30|\n|&amp;|Date){0,12}") {
            let _ = told(Some(&text), Some(&text), Some("2027-02-01"));
        }
    }
}
