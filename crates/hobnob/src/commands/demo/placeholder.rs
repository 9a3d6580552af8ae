//! Dates relative to today, written into a page: the grammar stands in `demo/README.md`.

use std::str::FromStr;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, SecondsFormat, TimeZone, Utc, Weekday};
use chrono_tz::Tz;
use hobnob_domain::schedule::instant;

/// Replaces every `{{…}}` of a page. `base` is the server's origin. A mistake is named.
pub(super) fn filled(page: &str, base: &str, today: NaiveDate) -> Result<String, String> {
    let mut filled = String::with_capacity(page.len());
    let mut rest = page;
    while let Some((before, after)) = rest.split_once("{{") {
        let (inner, behind) = after.split_once("}}").ok_or_else(|| format!("`{{{{{after:.40}` is not closed"))?;
        filled.push_str(before);
        filled.push_str(&value(inner, base, today).ok_or_else(|| format!("`{{{{{inner}}}}}` is no placeholder"))?);
        rest = behind;
    }
    filled.push_str(rest);
    Ok(filled)
}

fn value(inner: &str, base: &str, today: NaiveDate) -> Option<String> {
    if inner == "base" {
        return Some(base.to_owned());
    }
    let (moment, format) = inner.split_once('|')?;
    let mut words = moment.split_whitespace();
    let day = day(words.next()?, today)?;
    let (mut time, mut zone) = (NaiveTime::MIN, Tz::UTC);
    for word in words {
        match NaiveTime::parse_from_str(word, "%H:%M") {
            Ok(given) => time = given,
            Err(_) => zone = Tz::from_str(word).ok()?,
        }
    }
    written(day, zone.from_utc_datetime(&instant(zone, day.and_time(time)).naive_utc()), format)
}

fn written(day: NaiveDate, at: DateTime<Tz>, format: &str) -> Option<String> {
    let utc = at.with_timezone(&Utc);
    Some(match format {
        "date" => day.to_string(),
        "basicdate" => day.format("%Y%m%d").to_string(),
        "day" => day.format("%A %-d %B %Y").to_string(),
        "year" => day.year().to_string(),
        "iso" => at.to_rfc3339_opts(SecondsFormat::Secs, false),
        "local" => at.format("%Y-%m-%dT%H:%M:%S").to_string(),
        "utc" => utc.to_rfc3339_opts(SecondsFormat::Secs, true),
        "basic" => at.format("%Y%m%dT%H%M%S").to_string(),
        "utcbasic" => utc.format("%Y%m%dT%H%M%SZ").to_string(),
        _ => return None,
    })
}

/// `+3d`, `-2w:tue`, `+8w:wed+2d`.
fn day(word: &str, today: NaiveDate) -> Option<NaiveDate> {
    match word.split_once("w:") {
        None => shifted(today, word.strip_suffix('d')?, 1),
        Some((weeks, rest)) => {
            let (weekday, shift) = (rest.get(..3)?, rest.get(3..)?);
            let weekday = Weekday::from_str(weekday).ok()?;
            let from = shifted(today, weeks, 7)?;
            let ahead = weekday.days_since(from.weekday());
            let found = from.checked_add_days(Days::new(u64::from(ahead)))?;
            if shift.is_empty() { Some(found) } else { shifted(found, shift.strip_suffix('d')?, 1) }
        }
    }
}

/// A signed number of units of `days` after a day.
fn shifted(day: NaiveDate, number: &str, days: i64) -> Option<NaiveDate> {
    let is_signed = number.starts_with(['+', '-']) && (2..=4).contains(&number.len());
    let number: i64 = number.parse().ok().filter(|_| is_signed)?;
    day.checked_add_signed(chrono::TimeDelta::try_days(number * days)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(inner: &str) -> Option<String> {
        value(inner, "http://127.0.0.1:1", NaiveDate::from_ymd_opt(2026, 4, 28).unwrap())
    }

    #[test]
    fn each_format_is_written_as_the_grammar_says() {
        let moment = |format: &str| on(&format!("+3d 18:30 Europe/Berlin|{format}"));
        assert_eq!(moment("iso").as_deref(), Some("2026-05-01T18:30:00+02:00"));
        assert_eq!(moment("utcbasic").as_deref(), Some("20260501T163000Z"));
        assert_eq!(moment("basic").as_deref(), Some("20260501T183000"));
        assert_eq!(moment("day").as_deref(), Some("Friday 1 May 2026"));
    }

    #[test]
    fn a_weekday_is_the_first_on_or_after() {
        assert_eq!(on("+0w:tue|date").as_deref(), Some("2026-04-28"));
        assert_eq!(on("+1w:mon|date").as_deref(), Some("2026-05-11"));
        assert_eq!(on("+1w:mon+2d|date").as_deref(), Some("2026-05-13"));
        assert_eq!(on("-3w:thu|date").as_deref(), Some("2026-04-09"));
    }

    #[test]
    fn a_mistake_is_named() {
        assert_eq!(on("3d|date"), None);
        assert_eq!(on("+3d|weekday"), None);
        let page = filled("x {{+3 d|date}} y", "", NaiveDate::MIN);
        assert_eq!(page, Err("`{{+3 d|date}}` is no placeholder".to_owned()));
    }
}
