//! Dates and times, also in parts (microformats.org/wiki/value-class-pattern#Date_and_time_parsing).

use super::value;
use crate::markup::Element;
use crate::text;

/// What a `dt-` property says. A time without a date is on the given day.
pub(super) fn read(element: Element<'_, '_>, day: Option<&str>) -> String {
    let parts = value::parts(element);
    if parts.is_empty() {
        let written = of_part(element);
        return match (Parts::of([written.as_str()].into_iter()), day) {
            (Parts { date: None, time: Some(time), offset }, Some(day)) => joined(day, &time, offset.as_deref()),
            _ => written,
        };
    }
    let written: Vec<String> = parts.into_iter().map(of_part).collect();
    match Parts::of(written.iter().map(String::as_str)) {
        Parts { date, time: Some(time), offset } => match date.as_deref().or(day) {
            Some(date) => joined(date, &time, offset.as_deref()),
            None => time,
        },
        Parts { date: Some(date), .. } => date,
        // It is written in words; the reader of times may make sense of it.
        Parts { .. } => written.join(" "),
    }
}

fn of_part(element: Element<'_, '_>) -> String {
    let time = element.word("datetime").map(|time| time.trim().to_owned());
    let written = time.unwrap_or_else(|| {
        let is_part = element.classes().any(|class| class == "value-title");
        if is_part || element.is_one_of(&["abbr", "data", "input", "meta"]) {
            value::of_part(element)
        } else {
            element.text()
        }
    });
    text::line(&written, text::WORD_BYTES_MAX).unwrap_or_default()
}

fn joined(date: &str, time: &str, offset: Option<&str>) -> String {
    format!("{date} {time}{}", offset.unwrap_or_default())
}

/// The day that a moment is on, as written.
pub(super) fn day(moment: &str) -> Option<&str> {
    let date = moment.split(['T', 't', ' ']).next()?;
    is_date(date).then_some(date)
}

fn is_date(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    (7..=8).contains(&digits)
        && text.bytes().all(|b| b.is_ascii_digit() || b == b'-')
        && text.bytes().take(4).all(|b| b.is_ascii_digit())
}

/// What the parts of a moment say.
#[derive(Debug, Default, PartialEq, Eq)]
struct Parts {
    date: Option<String>,
    time: Option<String>,
    offset: Option<String>,
}

impl Parts {
    fn of<'a>(parts: impl Iterator<Item = &'a str>) -> Self {
        let mut moment = Self::default();
        for part in parts {
            let (date, rest) = match part.split_once(['T', 't', ' ']).filter(|(date, _)| is_date(date)) {
                Some((date, rest)) => (Some(date), rest),
                None if is_date(part) => (Some(part), ""),
                None => (None, part),
            };
            moment.date = moment.date.take().or_else(|| date.map(str::to_owned));
            moment.take_time(rest.trim());
        }
        moment
    }

    fn take_time(&mut self, text: &str) {
        let offset_at = text.find(['+', '-', '−', 'Z', 'z']).unwrap_or(text.len());
        let (time, written) = text.split_at_checked(offset_at).unwrap_or((text, ""));
        if self.time.is_none() && !time.trim().is_empty() {
            self.time = clock(time);
        }
        if self.offset.is_none() {
            self.offset = offset(written);
        }
    }
}

/// An offset without its colon.
fn offset(text: &str) -> Option<String> {
    let text = text.trim().replace('−', "-");
    if text.eq_ignore_ascii_case("z") {
        return Some("Z".to_owned());
    }
    let digits: String = text.get(1..)?.chars().filter(|c| *c != ':').collect();
    let is_offset = text.starts_with(['+', '-']) && digits.bytes().all(|b| b.is_ascii_digit());
    let sign = text.get(..1)?;
    match digits.len() {
        1 if is_offset => Some(format!("{sign}0{digits}00")),
        2 if is_offset => Some(format!("{sign}{digits}00")),
        4 if is_offset => Some(format!("{sign}{digits}")),
        _ => None,
    }
}

/// A time of day by the clock of 24 hours: `7pm`, `07:00 p.m.`, `19:00:30`.
fn clock(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase().replace(['.', ' ', '\u{a0}', '\u{202f}'], "");
    let (digits, half) = match lower.strip_suffix("pm") {
        Some(digits) => (digits, Some(12)),
        None => lower.strip_suffix("am").map_or((lower.as_str(), None), |digits| (digits, Some(0))),
    };
    let mut parts = digits.split(':');
    let hour: u32 = parts.next().filter(|hour| matches!(hour.len(), 1 | 2))?.parse().ok()?;
    let rest: Vec<&str> = parts.collect();
    let is_two = |part: &&str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
    if rest.len() > 2 || !rest.iter().all(is_two) || hour > 24 || (half.is_none() && rest.is_empty()) {
        return None;
    }
    let hour = half.map_or(hour, |half| if hour > 12 { hour } else { hour % 12 + half });
    let minutes = rest.first().copied().unwrap_or("00");
    let seconds = rest.get(1).map(|seconds| format!(":{seconds}")).unwrap_or_default();
    Some(format!("{hour:02}:{minutes}{seconds}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(parts: &[&str]) -> (Option<String>, Option<String>, Option<String>) {
        let Parts { date, time, offset } = Parts::of(parts.iter().copied());
        (date, time, offset)
    }

    fn some(date: &str, time: &str, offset: &str) -> (Option<String>, Option<String>, Option<String>) {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        (some(date), some(time), some(offset))
    }

    #[test]
    fn a_moment_is_put_together() {
        assert_eq!(parts(&["2026-06-26", "7pm"]), some("2026-06-26", "19:00", ""));
        assert_eq!(parts(&["19:00-06:00", "2026-06-26"]), some("2026-06-26", "19:00", "-0600"));
        assert_eq!(parts(&["2026-06-26", "12:05 a.m.", "+2"]), some("2026-06-26", "00:05", "+0200"));
        assert_eq!(parts(&["2026-06-26T19:00:30Z"]), some("2026-06-26", "19:00:30", "Z"));
        assert_eq!(parts(&["2026-177", "12:00 pm"]), some("2026-177", "12:00", ""));
        assert_eq!(parts(&["26 June", "at seven"]), some("", "", ""));
    }

    #[test]
    fn a_day_is_what_stands_before_the_time() {
        assert_eq!(day("2026-06-26T19:00"), Some("2026-06-26"));
        assert_eq!(day("20260626"), Some("20260626"));
        assert_eq!(day("June 26"), None);
    }

    proptest::proptest! {
        #[test]
        fn any_parts_can_be_tried(one in "[0-9TZ:apm .+−-]{0,20}", two in ".{0,10}") {
            let _ = (parts(&[&one, &two]), day(&one));
        }
    }
}
