//! How a row's event repeats: rules as RFC 5545 writes them (Google's calendars, FullCalendar), a rule taken apart into an
//! object (rrule.js, JSCalendar's RFC 8984 §4.3), a pattern within a range (Microsoft Graph's `patternedRecurrence`), an
//! interval (yaml2ics), or the days of a week between two dates (FullCalendar's simple recurrence).

use super::time::{self, Times};
use super::{Row, first, phrase, written};
use crate::text;
use chrono::{Datelike as _, Days, NaiveDate, Weekday};
use hobnob_domain::{TimeWords, date_words, text::folded, weekday_of_code};
use serde_json::{Map, Value};

/// What a field is called that tells how an event repeats.
const FIELDS: [&str; 8] =
    ["rrule", "rrules", "recurrencerules", "recurrencerule", "recurrence", "recurrences", "repeat", "repeats"];

/// What is called when an event is not, though its rule says so.
const EXCLUSIONS: [&str; 5] = ["exdate", "exdates", "exceptdates", "exceptiondates", "excepton"];

/// So many rules, and dates each, are kept, and rules no longer than so, in bytes.
const RULES_MAX: usize = 16;
const RULE_BYTES_MAX: usize = 1024;
const DATES_MAX: usize = 500;

/// The codes of the days of a week, from Monday on.
const CODES: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// How an event repeats.
#[derive(Default)]
pub(super) struct Repeats {
    /// When it is first, where a rule says so itself.
    pub(super) start: Option<TimeWords>,
    pub(super) rules: Vec<String>,
    pub(super) dates: Vec<TimeWords>,
    pub(super) exclusions: Vec<TimeWords>,
}

/// Reads how the event of a row repeats.
pub(super) fn read(row: &Row<'_>) -> Repeats {
    let mut repeats = Repeats::default();
    for value in FIELDS.iter().filter_map(|name| row.0.get(*name)) {
        if repeats.rules.is_empty() {
            repeats.take(value);
        }
    }
    if repeats.rules.is_empty() {
        repeats.rules.extend(weekly(row));
    }
    if !repeats.rules.is_empty() {
        for value in EXCLUSIONS.iter().filter_map(|name| row.0.get(*name)) {
            repeats.exclude(value);
        }
        // RFC 8984 §4.3.5: what is otherwise about one instance, by its start.
        let overrides = row.0.get("recurrenceoverrides").and_then(|value| value.as_object());
        let is_excluded = |patch: &Value| patch.get("excluded").and_then(Value::as_bool) == Some(true);
        let excluded = overrides.into_iter().flatten().filter(|(_, patch)| is_excluded(patch));
        let starts = excluded.filter_map(|(start, _)| text::line(start, text::WORD_BYTES_MAX));
        repeats.exclusions.extend(starts.take(DATES_MAX).map(|text| TimeWords { text, zone: None }));
    }
    repeats.rules.truncate(RULES_MAX);
    repeats.dates.truncate(DATES_MAX);
    repeats.exclusions.truncate(DATES_MAX);
    repeats
}

/// Whether a row has a field that tells how its event repeats.
pub(super) fn are_told(row: &Row<'_>) -> bool {
    FIELDS.iter().any(|name| row.0.contains_key(*name))
}

/// Which instance of a series a row is about, as Google's calendars tell it.
pub(super) fn instance(row: &Row<'_>) -> Option<TimeWords> {
    row.phrase(&["recurringeventid"])?;
    row.moment(&["originalstarttime"])
}

/// Moves the first of days of a week to the first that is one of them.
pub(super) fn aligned(row: &Row<'_>, times: Times) -> Times {
    let Some((days, first)) = simple(row) else { return times };
    let is_one =
        |ahead: &u64| first.checked_add_days(Days::new(*ahead)).is_some_and(|day| days.contains(&day.weekday()));
    let Some(ahead) = (0..7).find(is_one) else { return times };
    let moved = |time: Option<TimeWords>| {
        let mut time = time?;
        let day = time.text.get(..10).and_then(|day| day.parse::<NaiveDate>().ok())?;
        time.text.replace_range(..10, &day.checked_add_days(Days::new(ahead))?.to_string());
        Some(time)
    };
    Times { start: moved(times.start), end: moved(times.end), ..times }
}

/// The length of a sitting as FullCalendar writes it, as ISO 8601 does: `02:30`, `{"hours": 2}`.
pub(super) fn length(value: &Value) -> Option<String> {
    match value {
        Value::Object(parts) => {
            let part = |name: &str| parts.get(name).and_then(number).unwrap_or_default();
            let minutes = part("minutes") + part("minute");
            let hours = part("hours") + part("hour");
            let days = part("days") + part("day");
            (minutes + hours + days > 0).then(|| format!("P{days}DT{hours}H{minutes}M"))
        }
        Value::String(clock) => {
            let (hours, minutes) = clock.trim().split_once(':')?;
            let minutes = minutes.strip_suffix(":00").unwrap_or(minutes);
            let (hours, minutes) = (hours.parse::<u16>().ok()?, minutes.parse::<u16>().ok()?);
            (hours < 100 && minutes < 60).then(|| format!("PT{hours}H{minutes}M"))
        }
        _ => None,
    }
}

impl Repeats {
    fn take(&mut self, value: &Value) {
        match value {
            Value::String(text) => self.lines(text),
            Value::Array(list) => list.iter().take(RULES_MAX).for_each(|value| match value {
                Value::String(text) => self.lines(text),
                Value::Object(object) => self.object(object),
                _ => {}
            }),
            Value::Object(object) => self.object(object),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// Content lines of a calendar, or the value of a rule alone.
    fn lines(&mut self, text: &str) {
        for line in text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).take(DATES_MAX) {
            let upper = line.to_ascii_uppercase();
            let (name, value) = match line.split_once(':') {
                Some((name, value)) => (name, value.trim()),
                None if upper.starts_with("FREQ=") => ("RRULE", line),
                None => continue,
            };
            let zone = name.split(';').find_map(|part| part.strip_prefix("TZID=")).map(str::to_owned);
            let times = value.split(',').filter(|text| (8..=text::WORD_BYTES_MAX).contains(&text.len()));
            let mut times = times.map(|text| TimeWords { text: text.to_owned(), zone: zone.clone() });
            match name.split(';').next().unwrap_or_default().to_ascii_uppercase().as_str() {
                "RRULE" if value.len() <= RULE_BYTES_MAX && value.to_ascii_uppercase().contains("FREQ=") => {
                    self.rules.push(value.to_owned());
                }
                "EXDATE" => self.exclusions.extend(times),
                "RDATE" => self.dates.extend(times),
                "DTSTART" => self.start = times.next_back(),
                _ => {}
            }
        }
    }

    /// A rule taken apart.
    fn object(&mut self, object: &Map<String, Value>) {
        let rule = Row::of(object);
        let parts = match (rule.object(&["pattern"]), rule.object(&["range"]), rule.object(&["interval"])) {
            (Some(pattern), range, _) => pattern_parts(&pattern, range.as_ref()),
            (None, _, Some(interval)) => interval_parts(&rule, &interval),
            (None, _, None) => rule_parts(&rule),
        };
        self.rules.extend(parts.map(|parts| parts.join(";")));
        self.start = self.start.take().or_else(|| rule.moment(&["dtstart"]));
        for value in EXCLUSIONS.iter().filter_map(|name| rule.0.get(*name)) {
            self.exclude(value);
        }
    }

    fn exclude(&mut self, value: &Value) {
        let values = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        self.exclusions.extend(values.iter().take(DATES_MAX).filter_map(time::moment));
    }
}

/// The parts of a rule that stand as fields of an object, called as in RFC 5545 §3.3.10 or RFC 8984 §4.3.3.
fn rule_parts(rule: &Row<'_>) -> Option<Vec<String>> {
    const YEARLY_FIRST: [&str; 5] = ["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY"];
    let frequency = match *rule.0.get("freq").or_else(|| rule.0.get("frequency"))? {
        // rrule.js counts them from the longest.
        Value::Number(number) => YEARLY_FIRST.get(usize::try_from(number.as_u64()?).ok()?)?.to_string(),
        Value::String(word) => word.trim().to_ascii_uppercase(),
        _ => return None,
    };
    if !YEARLY_FIRST.contains(&frequency.as_str()) {
        return None;
    }
    let mut parts = vec![format!("FREQ={frequency}")];
    parts.extend(interval(rule));
    let days = rule.value(&["byweekday", "byday", "daysofweek", "weekdays"]).map(|days| listed(days, weekday));
    parts.extend(days.filter(|days| !days.is_empty()).map(|days| format!("BYDAY={days}")));
    let numbered = [
        ("BYMONTHDAY", ["bymonthday", "bymonthdays"]),
        ("BYMONTH", ["bymonth", "bymonths"]),
        ("BYYEARDAY", ["byyearday", "byyeardays"]),
        ("BYWEEKNO", ["byweekno", "byweeknumber"]),
        ("BYSETPOS", ["bysetpos", "bysetposition"]),
    ];
    for (name, fields) in numbered {
        let numbers = rule.value(&fields).map(|numbers| listed(numbers, |value| Some(number_text(value)?.to_string())));
        parts.extend(numbers.filter(|numbers| !numbers.is_empty()).map(|numbers| format!("{name}={numbers}")));
    }
    let week_start = rule.value(&["wkst", "firstdayofweek"]).and_then(weekday);
    parts.extend(week_start.map(|day| format!("WKST={day}")));
    parts.extend(end(rule));
    Some(parts)
}

/// Microsoft Graph's `recurrencePattern` and `recurrenceRange`.
fn pattern_parts(pattern: &Row<'_>, range: Option<&Row<'_>>) -> Option<Vec<String>> {
    let kind = pattern.phrase(&["type"])?.to_ascii_lowercase();
    let frequency = match kind.as_str() {
        "daily" => "DAILY",
        "weekly" => "WEEKLY",
        "absolutemonthly" | "relativemonthly" => "MONTHLY",
        "absoluteyearly" | "relativeyearly" => "YEARLY",
        _ => return None,
    };
    let mut parts = vec![format!("FREQ={frequency}")];
    parts.extend(interval(pattern));
    let month = pattern.value(&["month"]).and_then(number).filter(|month| *month > 0 && frequency == "YEARLY");
    parts.extend(month.map(|month| format!("BYMONTH={month}")));
    if kind.starts_with("absolute") {
        parts.extend(pattern.value(&["dayofmonth"]).and_then(number).map(|day| format!("BYMONTHDAY={day}")));
    } else if let Some(days) = pattern.value(&["daysofweek"]) {
        parts.push(format!("BYDAY={}", listed(days, weekday)));
    }
    if kind.starts_with("relative") {
        // One of those days: "the first weekday of the month".
        let place = match pattern.phrase(&["index"]).as_deref() {
            Some("second") => 2,
            Some("third") => 3,
            Some("fourth") => 4,
            Some("last") => -1,
            _ => 1,
        };
        parts.push(format!("BYSETPOS={place}"));
    }
    let Some(range) = range else { return Some(parts) };
    match range.phrase(&["type"]).map(|kind| kind.to_ascii_lowercase()).as_deref() {
        Some("enddate") => parts.extend(range.phrase(&["enddate"]).and_then(|day| until(&day))),
        Some("numbered") => {
            parts.extend(range.value(&["numberofoccurrences"]).and_then(number).map(|count| format!("COUNT={count}")));
        }
        _ => {}
    }
    Some(parts)
}

/// An interval in one unit: `{"weeks": 2}`.
fn interval_parts(rule: &Row<'_>, interval: &Row<'_>) -> Option<Vec<String>> {
    let units =
        [("years", "YEARLY"), ("months", "MONTHLY"), ("weeks", "WEEKLY"), ("days", "DAILY"), ("hours", "HOURLY")];
    let (frequency, number) =
        units.iter().find_map(|(unit, frequency)| Some((frequency, number(interval.0.get(*unit)?)?)))?;
    let mut parts = vec![format!("FREQ={frequency}"), format!("INTERVAL={}", number.max(1))];
    parts.extend(end(rule));
    Some(parts)
}

/// The days of a week that an event is on, and the day from which on.
fn simple(row: &Row<'_>) -> Option<(Vec<Weekday>, NaiveDate)> {
    let days = *row.0.get("daysofweek")?;
    let days = days.as_array().map_or(std::slice::from_ref(days), Vec::as_slice);
    let codes = days.iter().take(7).filter_map(|day| from_sunday(day));
    let days: Vec<Weekday> = codes.filter_map(weekday_of_code).collect();
    let first = phrase(row.0.get("startrecur")?)?.get(..10)?.parse().ok()?;
    (!days.is_empty()).then_some((days, first))
}

/// The rule of days of a week between two dates, the latter of which is the day after the last.
fn weekly(row: &Row<'_>) -> Option<String> {
    let (days, _) = simple(row)?;
    let codes = days.iter().filter_map(|day| CODES.get(usize::try_from(day.num_days_from_monday()).ok()?).copied());
    let end = row.phrase(&["endrecur"]).and_then(|end| end.get(..10)?.parse::<NaiveDate>().ok()?.pred_opt());
    let until = end.map(|last| format!(";UNTIL={}", last.format("%Y%m%d"))).unwrap_or_default();
    Some(format!("FREQ=WEEKLY;BYDAY={}{until}", codes.collect::<Vec<_>>().join(",")))
}

fn interval(rule: &Row<'_>) -> Option<String> {
    let interval = rule.value(&["interval"]).and_then(number).filter(|interval| *interval > 1)?;
    Some(format!("INTERVAL={interval}"))
}

/// After how many, or when, it ends.
fn end(rule: &Row<'_>) -> Option<String> {
    let count =
        rule.value(&["count"]).and_then(number).filter(|count| *count > 0).map(|count| format!("COUNT={count}"));
    count.or_else(|| until(&written(rule.value(&["until", "enddate"])?)?))
}

/// `2027-06-30T00:00:00.000Z` as a rule has it.
fn until(time: &str) -> Option<String> {
    let time = time.trim();
    let is_utc = time.ends_with(['Z', 'z']);
    let (time, _) = time.split_once('.').unwrap_or((time, ""));
    let mut digits: String = time.chars().filter(|c| c.is_ascii_digit() || c.eq_ignore_ascii_case(&'t')).collect();
    digits.make_ascii_uppercase();
    match (digits.len(), digits.as_bytes().get(8)) {
        (8, None) => {}
        (15, Some(b'T')) if is_utc => digits.push('Z'),
        (15, Some(b'T')) => {}
        _ => return None,
    }
    Some(format!("UNTIL={digits}"))
}

/// What is listed, parted by commas.
fn listed(value: &Value, one: impl Fn(&Value) -> Option<String>) -> String {
    let parted: Vec<Value>;
    let values = match value {
        Value::Array(list) => list.as_slice(),
        Value::String(text) => {
            parted = text.split(',').map(|text| Value::from(text.trim())).collect();
            parted.as_slice()
        }
        one => std::slice::from_ref(one),
    };
    values.iter().take(64).filter_map(one).collect::<Vec<_>>().join(",")
}

/// `"2TU"`, `"tuesday"`, rrule.js's 1 and `{"weekday": 1, "n": 2}`, JSCalendar's `{"day": "tu", "nthOfPeriod": 2}`.
fn weekday(value: &Value) -> Option<String> {
    match first(value) {
        Value::Number(number) => CODES.get(usize::try_from(number.as_u64()?).ok()?).map(|code| (*code).to_owned()),
        Value::Object(object) => {
            let day = object.get("day").or_else(|| object.get("weekday")).and_then(weekday)?;
            let nth = object.get("nthOfPeriod").or_else(|| object.get("n")).and_then(number_text).unwrap_or_default();
            Some(if nth == 0 { day } else { format!("{nth}{day}") })
        }
        Value::String(text) => {
            let text = text.trim();
            let code = text.to_ascii_uppercase();
            let at = code.find(|c: char| c.is_ascii_alphabetic())?;
            if code.get(at..).and_then(weekday_of_code).is_some() {
                return Some(code);
            }
            let day = date_words::weekday(&folded(text))?;
            CODES.get(usize::try_from(day).ok()?).map(|code| (*code).to_owned())
        }
        Value::Null | Value::Bool(_) | Value::Array(_) => None,
    }
}

/// The code of a day that is counted from Sunday.
fn from_sunday(day: &Value) -> Option<&'static str> {
    let number = number(day).filter(|number| *number < 7)?;
    CODES.get(usize::try_from((number + 6) % 7).ok()?).copied()
}

fn number(value: &Value) -> Option<u32> {
    u32::try_from(number_text(value)?).ok()
}

/// A small whole number, also written as text.
fn number_text(value: &Value) -> Option<i32> {
    match value {
        Value::Number(number) => i32::try_from(number.as_i64()?).ok(),
        Value::String(text) => text.trim().trim_start_matches('+').parse().ok(),
        _ => None,
    }
    .filter(|number| number.abs() < 10_000)
}
