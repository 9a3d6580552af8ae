//! What vCalendar 1.0 writes another way than iCalendar, written anew: text in QUOTED-PRINTABLE, lists parted by
//! semicolons, and rules in a grammar of their own (`W2 TU TH #10`). Some calendars that call themselves 2.0 have them too.

use encoding_rs::{Encoding, UTF_8};
use memchr::memmem;
use std::borrow::Cow;

/// So often does a rule repeat that does not say how often, as vCalendar has it.
const TIMES_UNSAID: &str = ";COUNT=2";

/// Properties that are lists.
const LISTS: [&[u8]; 3] = [b"CATEGORIES", b"EXDATE", b"RDATE"];

const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// The same as iCalendar writes it; lines that have nothing of the old stay as they are.
pub(super) fn modernized(bytes: &[u8]) -> Cow<'_, [u8]> {
    let is_old = memmem::find(bytes, b"VERSION:1.0").is_some();
    if !is_old && memmem::find(bytes, b"QUOTED-PRINTABLE").is_none() {
        return Cow::Borrowed(bytes);
    }
    let mut out = Vec::with_capacity(bytes.len());
    let mut lines = bytes.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line)).peekable();
    while let Some(line) = lines.next() {
        let (head, value) = parted(line);
        let name = head.split(|byte| *byte == b';').next().unwrap_or_default();
        if head.len() > name.len() && memmem::find(&head.to_ascii_uppercase(), b"QUOTED-PRINTABLE").is_some() {
            let mut value = value.to_vec();
            // A soft break, or the fold of iCalendar.
            while let Some(next) = lines.next_if(|next| value.ends_with(b"=") || next.starts_with(b" ")) {
                let is_soft = value.pop_if(|last| *last == b'=').is_some();
                value.extend_from_slice(if is_soft { next } else { next.trim_ascii_start() });
            }
            out.extend_from_slice(name);
            out.push(b':');
            out.extend_from_slice(text(&unquoted(&value), head).as_bytes());
        } else if is_old && LISTS.iter().any(|list| name.eq_ignore_ascii_case(list)) {
            out.extend_from_slice(head);
            out.push(b':');
            out.extend(value.iter().map(|byte| if *byte == b';' { b',' } else { *byte }));
        } else if let Some(rule) = std::str::from_utf8(value).ok().filter(|_| name.eq_ignore_ascii_case(b"RRULE")) {
            out.extend_from_slice(head);
            out.push(b':');
            out.extend_from_slice(self::rule(rule).as_deref().unwrap_or(rule).as_bytes());
        } else {
            out.extend_from_slice(line);
        }
        out.push(b'\n');
    }
    Cow::Owned(out)
}

/// What stands before the first colon, and what behind it.
fn parted(line: &[u8]) -> (&[u8], &[u8]) {
    let at = line.iter().position(|byte| *byte == b':').unwrap_or(line.len());
    (line.get(..at).unwrap_or_default(), line.get(at + 1..).unwrap_or_default())
}

/// QUOTED-PRINTABLE undone. What is none of it stays.
fn unquoted(value: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(value.len());
    let mut rest = value;
    while let Some((byte, after)) = rest.split_first() {
        let quoted = after.get(..2).filter(|_| *byte == b'=').and_then(|digits| std::str::from_utf8(digits).ok());
        match quoted.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                out.push(*byte);
                rest = after;
            }
        }
    }
    out
}

/// The text in the charset that the parameters name, on one line.
fn text(bytes: &[u8], head: &[u8]) -> String {
    let head = String::from_utf8_lossy(head).to_ascii_uppercase();
    let charset = head.split(';').find_map(|param| param.strip_prefix("CHARSET="));
    let encoding = charset.and_then(|label| Encoding::for_label(label.trim_matches('"').as_bytes()));
    let text = match encoding.filter(|encoding| *encoding != UTF_8) {
        Some(encoding) => encoding.decode_without_bom_handling(bytes).0,
        None => crate::decode::text(bytes),
    };
    text.replace("\r\n", "\\n").replace(['\r', '\n'], "\\n")
}

/// A rule of vCalendar as one of iCalendar; none if it is neither or has times of day, which no rule of one start has.
fn rule(written: &str) -> Option<String> {
    let mut words: Vec<&str> = written.split_whitespace().collect();
    let end = match words.pop_if(|word| word.starts_with('#') || is_time(word)) {
        None => TIMES_UNSAID.to_owned(),
        Some("#0") => String::new(),
        Some(word) => match word.strip_prefix('#') {
            Some(times) => format!(";COUNT={}", times.parse::<u32>().ok()?),
            None => format!(";UNTIL={word}"),
        },
    };
    let (first, parts) = words.split_first()?;
    let (kind, interval) = first.split_at_checked(first.find(|c: char| c.is_ascii_digit())?)?;
    let interval = match interval.parse::<u16>().ok().filter(|interval| *interval > 0)? {
        1 => String::new(),
        interval => format!(";INTERVAL={interval}"),
    };
    let (every, by, parts) = match kind {
        "D" if parts.is_empty() => ("DAILY", "", Vec::new()),
        "W" => ("WEEKLY", "BYDAY", weekdays(parts)?),
        "MP" => ("MONTHLY", "BYDAY", placed_days(parts)?),
        "MD" => ("MONTHLY", "BYMONTHDAY", numbers(parts, 31)?),
        "YM" => ("YEARLY", "BYMONTH", numbers(parts, 12)?),
        "YD" => ("YEARLY", "BYYEARDAY", numbers(parts, 366)?),
        _ => return None,
    };
    let by = if parts.is_empty() { String::new() } else { format!(";{by}={}", parts.join(",")) };
    Some(format!("FREQ={every}{interval}{by}{end}"))
}

/// `20271031T000000`, `20271031`.
fn is_time(word: &str) -> bool {
    word.len() >= 8 && word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'T' | b'Z'))
}

fn weekdays(parts: &[&str]) -> Option<Vec<String>> {
    parts.iter().map(|part| DAYS.contains(part).then(|| (*part).to_owned())).collect()
}

/// `1+ 3+ TU` are the first and the third Tuesday, `1- FR` is the last Friday.
fn placed_days(parts: &[&str]) -> Option<Vec<String>> {
    let (mut places, mut days) = (Vec::new(), Vec::new());
    let mut is_day_before = false;
    for part in parts {
        if DAYS.contains(part) {
            days.extend(places.iter().map(|place| format!("{place}{part}")));
            is_day_before = true;
            continue;
        }
        if std::mem::take(&mut is_day_before) {
            places.clear();
        }
        places.push(number(part, 5).filter(|_| part.ends_with(['+', '-']))?);
    }
    (!days.is_empty()).then_some(days)
}

fn numbers(parts: &[&str], most: i32) -> Option<Vec<String>> {
    parts.iter().map(|part| number(part, most).map(|number| number.to_string())).collect()
}

/// `3`, `3+`, `3-` from the end, `LD` for the last day.
fn number(part: &str, most: i32) -> Option<i32> {
    let number = match part.strip_suffix('-') {
        _ if part == "LD" => -1,
        Some(digits) => -digits.parse::<i32>().ok()?,
        None => part.strip_suffix('+').unwrap_or(part).parse().ok()?,
    };
    (1..=most).contains(&number.abs()).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::{modernized, rule};

    #[test]
    fn rules_are_written_anew() {
        for (old, new) in [
            ("D1 #0", "FREQ=DAILY"),
            ("D10 20271231T000000Z", "FREQ=DAILY;INTERVAL=10;UNTIL=20271231T000000Z"),
            ("W1 MO #10", "FREQ=WEEKLY;BYDAY=MO;COUNT=10"),
            ("W2 TU TH", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=2"),
            ("MP1 1+ 3+ TU #0", "FREQ=MONTHLY;BYDAY=1TU,3TU"),
            ("MP2 1- FR 2+ MO #3", "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR,2MO;COUNT=3"),
            ("MD1 10 LD #0", "FREQ=MONTHLY;BYMONTHDAY=10,-1"),
            ("YM1 6 7 #8", "FREQ=YEARLY;BYMONTH=6,7;COUNT=8"),
            ("YD1 #0", "FREQ=YEARLY"),
        ] {
            assert_eq!(rule(old).as_deref(), Some(new), "{old}");
        }
        let others =
            ["FREQ=WEEKLY", "W1 TU 1200 TH 1130 #10", "D0 #3", "M1 #3", "MP1 TU #0", "MD1 40 #0", "W1 XX", "D1 #x", ""];
        assert_eq!(others.map(rule), [const { None }; 9]);
    }

    #[test]
    fn quoted_text_is_read_in_its_charset_over_soft_breaks() {
        let old = "BEGIN:VEVENT\r\nSUMMARY;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Caf=E9 =\r\nund Tee\r\n\
                   DESCRIPTION;QUOTED-PRINTABLE:a=0D=0A=\r\nb =3D 100%\r\nEND:VEVENT\r\n";
        let new = "BEGIN:VEVENT\nSUMMARY:Café und Tee\nDESCRIPTION:a\\nb = 100%\nEND:VEVENT\n\n";
        assert_eq!(modernized(old.as_bytes()), new.as_bytes());
    }

    #[test]
    fn lists_are_parted_by_commas_and_what_is_new_stays() {
        let old = "VERSION:1.0\nCATEGORIES:Talks;Pizza\nEXDATE:20270503T160000Z;20270510T160000Z\nRRULE:FREQ=DAILY\n";
        let new = "VERSION:1.0\nCATEGORIES:Talks,Pizza\nEXDATE:20270503T160000Z,20270510T160000Z\nRRULE:FREQ=DAILY\n\n";
        assert_eq!(modernized(old.as_bytes()), new.as_bytes());
        assert!(matches!(modernized(b"VERSION:2.0\nRRULE:W1 #3\n"), std::borrow::Cow::Borrowed(_)));
    }

    proptest::proptest! {
        #[test]
        fn any_line_can_be_tried(text in "(RRULE:|SUMMARY;ENCODING=QUOTED-PRINTABLE:)?[=0-9A-FWMDYPTUL#+ \r\n:;-]{0,60}") {
            let _ = modernized(format!("VERSION:1.0\n{text}").as_bytes());
        }
    }
}
