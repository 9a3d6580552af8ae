//! When a row's event takes place: one field, a date and a time of day beside it, an object with a zone, Unix time.

use super::days::Told;
use super::{Row, dotnet, first, joint, midnight, phrase, repeats, sittings};
use crate::prose_date::{self, Hints, Moment, Span};
use crate::{day_order, text};
use chrono::NaiveDate;
use hobnob_domain::TimeWords;
use serde_json::{Map, Value};

/// The longest text that is times of day, in bytes.
const CLOCKS_BYTES_MAX: usize = 40;

/// The longest word before a time of day, in bytes.
const LABEL_BYTES_MAX: usize = 20;

/// Fields that are called a start.
const STARTS: [&str; 30] = [
    "startdatetime",
    "datetimestart",
    "startdatetimelocal",
    "dtstart",
    "start",
    "startdate",
    "startsat",
    "startat",
    "starts",
    "startson",
    "starton",
    "beginson",
    "begins",
    "begin",
    "begindate",
    "datestart",
    "dateeventstart",
    "eventstart",
    "eventstartdate",
    "eventstartdatetime",
    "eventstartunix",
    "starttimestamp",
    "startdatelocal",
    "localstartdate",
    "datefrom",
    "fromdate",
    "from",
    "startrecur",
    "starttime",
    "startedat",
];

/// Fields that are called a date: an article has one too.
const DATES: [&str; 16] = [
    "eventdate",
    "meetingdate",
    "whendate",
    "conferencedate",
    "datetime",
    "dateiso",
    "isodate",
    "date",
    "dates",
    "daterange",
    "datedisplay",
    "displaydate",
    "day",
    "when",
    "time",
    "submissionperioddates",
];

const ENDS: [&str; 28] = [
    "enddatetime",
    "datetimeend",
    "enddatetimelocal",
    "dtend",
    "end",
    "enddate",
    "endsat",
    "endat",
    "ends",
    "endson",
    "endon",
    "finish",
    "finishdate",
    "dateend",
    "dateeventend",
    "eventend",
    "eventenddate",
    "eventenddatetime",
    "eventendunix",
    "endtimestamp",
    "enddatelocal",
    "localenddate",
    "dateto",
    "todate",
    "to",
    "until",
    "endtime",
    "endedat",
];

const START_CLOCKS: [&str; 11] = [
    "starttime",
    "starthour",
    "timestart",
    "eventstarttime",
    "meetingtime",
    "whentime",
    "time",
    "localtime",
    "hour",
    "displaytime",
    "showtime",
];
const END_CLOCKS: [&str; 4] = ["endtime", "endhour", "timeend", "eventendtime"];
/// Times of day that are UTC's by their name.
const UTC_CLOCKS: [&str; 2] = ["utchhmm", "utctime"];
const ZONES: [&str; 8] =
    ["timezone", "tz", "timezoneid", "tzid", "eventtimezone", "timezonename", "timezoneiana", "zone"];

/// Whether a field of that name is read here.
pub(super) fn knows(name: &str) -> bool {
    [&STARTS[..], &DATES, &ENDS, &START_CLOCKS, &END_CLOCKS, &ZONES].iter().any(|names| names.contains(&name))
}

/// What the field is called that dates the event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Called {
    /// A start.
    Start,
    /// Just a date.
    Date,
}

/// When an event takes place.
#[derive(Default)]
pub(super) struct Times {
    pub(super) start: Option<TimeWords>,
    pub(super) end: Option<TimeWords>,
    pub(super) end_is_exclusive: bool,
}

/// What the first field is called that dates the event.
pub(super) fn start_field(row: &Row<'_>) -> Option<Called> {
    let is_period = || row.object(&DATES).is_some_and(|period| start_field(&period).is_some());
    if told(row, &STARTS).is_some() || is_period() || sittings::are_told(row) || repeats::read(row).start.is_some() {
        Some(Called::Start)
    } else {
        told(row, &DATES).or_else(|| told_with_place(row)).map(|_| Called::Date)
    }
}

/// Whether an end or a time of day is given.
pub(super) fn has_end(row: &Row<'_>) -> bool {
    let is_period = |name: &&str| {
        let period = row.0.get(*name).and_then(|value| first(value).as_object());
        period.is_some_and(|period| Row::of(period).moment(&["endvalue"]).is_some())
    };
    // `May 5-7, 2027`
    let is_range = || told(row, &DATES).is_some_and(|told| told.end.is_some());
    told(row, &ENDS).is_some()
        || DATES.iter().any(is_period)
        || is_range()
        || [&START_CLOCKS[..], &END_CLOCKS].iter().any(|names| clocks(row, names).is_some())
}

/// When an event takes place again, beside its first sitting.
pub(super) fn again(row: &Row<'_>) -> Vec<TimeWords> {
    if told(row, &STARTS).is_some() {
        Vec::new()
    } else {
        sittings::read(row).map(|(_, again)| again).unwrap_or_default()
    }
}

/// The zone that is named for all times, by the row or by its place.
pub(super) fn zone(row: &Row<'_>) -> Option<String> {
    let holders = ["location", "venue", "place", "dates"];
    let of_place = || holders.iter().find_map(|name| row.object(&[name])?.phrase(&ZONES));
    let named = row.phrase(&ZONES).or_else(of_place).filter(|zone| zone.len() <= text::WORD_BYTES_MAX);
    // joind.in names it in two parts.
    named.or_else(|| Some([row.phrase(&["tzcontinent"])?, row.phrase(&["tzplace"])?].join("/")))
}

/// Reads start and end.
pub(super) fn read(row: &Row<'_>) -> Times {
    if let Some(period) = row.object(&DATES).filter(|period| start_field(period).is_some()) {
        return read(&period);
    }
    if told(row, &STARTS).is_none()
        && let Some((times, _)) = sittings::read(row)
    {
        return times;
    }
    let told_start = told(row, &STARTS).or_else(|| told(row, &DATES)).or_else(|| told_with_place(row));
    let (start, last) = told_start.map_or((None, None), |Told { start, end }| (Some(start), end));
    let end = told(row, &ENDS).map(|told| told.end.unwrap_or(told.start)).or(last);
    // Beside its first day, all its days may be written for people.
    let days = || told(row, &STARTS).and(told(row, &DATES)).filter(|days| Some(&days.start) == start.as_ref())?.end;
    let end = end.or_else(days);
    let is_day = |value: Option<&Value>| {
        let is_day = |time: &Map<String, Value>| time.contains_key("date") && !time.contains_key("time");
        value.and_then(Value::as_object).is_some_and(|time| is_day(time) && time.len() <= 2)
    };
    // Google's calendars give whole days as objects, and the end as the day after.
    let end_is_exclusive = is_day(row.value(&["start"])) && is_day(row.value(&["end"]));
    let clock_of_moment = || {
        let start = midnight::clock(row, &START_CLOCKS, start.as_ref()?)?;
        Some(Clocks { start, end: None, zone: None })
    };
    let clocks = clocks(row, &START_CLOCKS).or_else(clock_of_moment);
    let start = start.map(|start| if clocks.is_some() { midnight::bare(start) } else { start });
    let day = start.as_ref().filter(|start| is_bare_day(start)).cloned();
    let end_clock = self::clocks(row, &END_CLOCKS).map(Clocks::first).or_else(|| clocks.clone()?.last());
    let start = start.map(|start| joined(start, clocks.map(Clocks::first)));
    let end = match end {
        Some(end) if end_clock.is_some() => Some(joined(midnight::bare(end), end_clock)),
        Some(end) => Some(end),
        None => day.filter(|_| end_clock.is_some()).map(|day| joined(day, end_clock)),
    };
    if row.truth(&["allday", "isallday", "alldayevent", "isfullday", "wholeday"]) == Some(true) {
        return without_clocks(start, end);
    }
    let (start, end) = whole_days(start, end);
    let start = start.map(|start| with_offset(start, row, "starttimezoneoffset"));
    let end = end.map(|end| with_offset(end, row, "endtimezoneoffset"));
    Times { start, end, end_is_exclusive }
}

/// A local time with the offset that Trumba keeps in a field of its own: `-0800`.
fn with_offset(mut time: TimeWords, row: &Row<'_>, name: &str) -> TimeWords {
    let is_local = matches!(time.text.len(), 16 | 19) && time.text.contains('T');
    let is_offset = |offset: &String| offset.starts_with(['+', '-']) && matches!(offset.len(), 5 | 6);
    if let Some(offset) = row.phrase(&[name]).filter(|offset| is_local && is_offset(offset)) {
        time.text.push_str(&offset);
    }
    time
}

/// The first of these fields that is a moment or a range, or is one together with a year that stands beside.
fn told(row: &Row<'_>, names: &[&str]) -> Option<Told> {
    names.iter().find_map(|name| {
        let value = row.0.get(*name).copied()?;
        moment(value).map(|start| Told::of(start).until(value)).or_else(|| Told::in_year(value.as_str()?, year(row)?))
    })
}

/// The day of a field that tells the place too.
fn told_with_place(row: &Row<'_>) -> Option<Told> {
    let (text, _) = joint::told(row)?;
    if is_dated(&text) { Some(Told::of(TimeWords { text, zone: None })) } else { Told::in_year(&text, year(row)?) }
}

/// The year that a row names in a field of its own.
fn year(row: &Row<'_>) -> Option<i32> {
    row.phrase(&["year"])?.parse().ok().filter(|year| (1970..2200).contains(year))
}

/// A moment as it was written: with a year, or Unix time.
pub(super) fn moment(value: &Value) -> Option<TimeWords> {
    match value {
        Value::Object(time) => {
            let time = Row::of(time);
            let names =
                ["datetime", "iso", "local", "date", "localdate", "value", "utc", "unix", "timestamp", "yyyymmdd"];
            let moment = names.iter().find_map(|name| moment(time.0.get(*name)?))?;
            let is_day = is_bare_day(&moment);
            if let Some(clock) = clocks(&time, &UTC_CLOCKS).filter(|_| is_day) {
                return Some(TimeWords {
                    text: joined(moment, Some((clock.start, None))).text,
                    zone: Some("UTC".to_owned()),
                });
            }
            let text = joined(moment, clocks(&time, &START_CLOCKS).map(Clocks::first)).text;
            Some(TimeWords { text, zone: time.phrase(&ZONES).filter(|zone| zone.contains(char::is_alphabetic)) })
        }
        Value::Array(list) => list.first().filter(|value| !value.is_array()).and_then(moment),
        Value::String(written) => {
            let text = text::line(written, text::WORD_BYTES_MAX)?;
            // The year of an address is no date.
            let is_date = is_dated(&text) && !text.contains("://") && !dotnet::is_nothing(&text);
            dotnet::moment(&text).or_else(|| is_date.then_some(TimeWords { text, zone: None }))
        }
        Value::Number(number) => {
            let digits = number.as_u64().or_else(|| number.as_f64().and_then(whole))?.to_string();
            matches!(digits.len(), 8 | 10 | 13).then_some(TimeWords { text: digits, zone: None })
        }
        Value::Null | Value::Bool(_) => None,
    }
}

/// Seconds with a fraction, without it.
fn whole(number: f64) -> Option<u64> {
    format!("{:.0}", number.trunc()).parse().ok()
}

/// Whether text has a year of four digits, is Unix time, or is `9/11/27`.
fn is_dated(text: &str) -> bool {
    if day_order::is_numeric(text) {
        return true;
    }
    let mut runs = text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty());
    runs.any(|run| match run.len() {
        4 => run.starts_with("19") || run.starts_with("20"),
        8 | 14 => run.starts_with("19") || run.starts_with("20"),
        10 | 13 => text.len() == run.len(),
        _ => false,
    })
}

/// Whether a time is a day and no time of it.
fn is_bare_day(time: &TimeWords) -> bool {
    let is_unix = time.text.len() >= 10 && time.text.bytes().all(|byte| byte.is_ascii_digit());
    // A Thursday has no `T` between numbers.
    let is_joint = |bytes: &[u8]| matches!(bytes, [a, b'T', b] if a.is_ascii_digit() && b.is_ascii_digit());
    !is_unix && !time.text.contains(':') && !time.text.as_bytes().windows(3).any(is_joint)
}

/// A time of day, or from one to another, as it is written.
#[derive(Clone)]
struct Clocks {
    start: String,
    end: Option<String>,
    zone: Option<String>,
}

impl Clocks {
    fn first(self) -> (String, Option<String>) {
        (self.start, self.zone)
    }

    fn last(self) -> Option<(String, Option<String>)> {
        Some((self.end?, self.zone))
    }
}

/// The first of these fields that is a time of day, or two, and nothing else: `19:00`, `7pm`, `19:30-21:00`, `6–8 pm CET`.
fn clocks(row: &Row<'_>, names: &[&str]) -> Option<Clocks> {
    names.iter().find_map(|name| {
        let text = unlabelled(phrase(row.0.get(*name)?)?)?;
        if text.len() > CLOCKS_BYTES_MAX || !text.starts_with(|c: char| c.is_ascii_digit()) || is_dated(&text) {
            return None;
        }
        let lower = text.to_ascii_lowercase();
        let is_one = lower.bytes().all(|byte| b"0123456789: apmh.".contains(&byte))
            && (text.contains(':') || ["am", "pm", "h"].iter().any(|end| lower.ends_with(end)));
        if is_one { Some(Clocks { start: text, end: None, zone: None }) } else { prose_clocks(&text) }
    })
}

/// A time of day without the word before it: `Show: 8:00 PM`. When doors open is not when it begins.
fn unlabelled(text: String) -> Option<String> {
    const DOORS: [&str; 4] = ["door", "einlass", "apertura", "ouverture"];
    let Some((label, clock)) = text.split_once(':') else { return Some(text) };
    let is_label = label.len() <= LABEL_BYTES_MAX && label.chars().all(|c| c.is_alphabetic() || c == ' ');
    if !is_label {
        return Some(text);
    }
    let label = label.to_lowercase();
    (!DOORS.iter().any(|door| label.contains(door))).then(|| clock.trim().to_owned())
}

/// Times of day that are written for people.
fn prose_clocks(text: &str) -> Option<Clocks> {
    // Any day will do: only the times on it are taken.
    let day = NaiveDate::from_ymd_opt(2000, 1, 3)?;
    let Span { start, end, zone } = prose_date::read(text, &Hints { day: Some(day), ..Hints::on(day) })?;
    let clock = |moment: Moment| Some(moment.time?.format("%H:%M").to_string());
    if start.day != day || start.offset.is_some() {
        return None;
    }
    Some(Clocks { start: clock(start)?, end: end.and_then(clock), zone })
}

fn joined(mut day: TimeWords, clock: Option<(String, Option<String>)>) -> TimeWords {
    if let Some((clock, zone)) = clock.filter(|_| is_bare_day(&day)) {
        day.text = format!("{} {clock}", day.text);
        day.zone = day.zone.or(zone);
    }
    day
}

/// Whole days that are written as midnights: an end at midnight is the day after the last, unless it is the first.
fn without_clocks(start: Option<TimeWords>, end: Option<TimeWords>) -> Times {
    let day = |time: Option<TimeWords>| {
        let mut time = time?;
        let is_midnight =
            time.text.get(10..).is_some_and(|clock| clock.get(1..).is_some_and(|c| c.starts_with("00:00")));
        if is_midnight {
            time.text.truncate(10);
            // Of a day UTC says nothing but that its midnight was written.
            time.zone.take_if(|zone| zone.as_str() == "UTC");
        }
        Some((time, is_midnight))
    };
    let (start, end) = (day(start), day(end));
    let end_is_exclusive = end.as_ref().is_some_and(|(end, is_midnight)| {
        *is_midnight && start.as_ref().is_some_and(|(start, _)| start.text != end.text)
    });
    Times { start: start.map(|(time, _)| time), end: end.map(|(time, _)| time), end_is_exclusive }
}

/// The day of a midnight in UTC: `2027-05-12T00:00:00.000Z`.
fn day_of_utc_midnight(time: Option<&TimeWords>) -> Option<TimeWords> {
    let (day, rest) = time?.text.split_at_checked(10)?;
    let rest = rest.strip_prefix(['T', ' '])?.strip_prefix("00:00:00")?;
    let rest = rest.strip_prefix('.').map_or(rest, |fraction| fraction.trim_start_matches('0'));
    ["Z", "+00:00", "+0000"].contains(&rest).then(|| TimeWords { text: day.to_owned(), zone: None })
}

/// From midnight to a second, a minute or nothing before midnight is whole days. So are two midnights in UTC: programs
/// write a bare day so, and the last one is meant too.
fn whole_days(start: Option<TimeWords>, end: Option<TimeWords>) -> (Option<TimeWords>, Option<TimeWords>) {
    let at = |time: &Option<TimeWords>, clocks: &[&str]| {
        let time = time.as_ref()?.text.clone();
        let (day, rest) = time.split_at_checked(10)?;
        let clock = rest.strip_prefix(['T', ' '])?.get(..8)?;
        clocks.contains(&clock).then(|| TimeWords { text: day.to_owned(), zone: None })
    };
    if let (Some(first), Some(last)) = (day_of_utc_midnight(start.as_ref()), day_of_utc_midnight(end.as_ref())) {
        return (Some(first), Some(last));
    }
    let is_alone = end.is_none() && start.as_ref().is_some_and(|start| start.text.len() == 19 && start.zone.is_none());
    match (at(&start, &["00:00:00"]), at(&end, &["23:59:59", "23:59:00"])) {
        (Some(first), Some(last)) => (Some(first), Some(last)),
        // Nothing begins at midnight and does not end: so sites write a bare day.
        (Some(first), None) if is_alone => (Some(first), None),
        _ => (start, end),
    }
}

/// Whether something is said in a field for a start or a date.
pub(super) fn is_said(row: &Row<'_>) -> bool {
    let is_said = |value: &Value| !value.is_null() && value.as_str() != Some("");
    row.value(&STARTS).is_some_and(is_said) || row.value(&DATES).is_some_and(is_said)
}
