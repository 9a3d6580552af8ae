//! Korean dates as Japanese ones, which are read already: `3월 5일(목) 오후 7시` as `3月5日(木) 午後7時`, `03. 05(목)` as `03月05日(木)`.

use std::borrow::Cow;

const WEEKDAYS: [(char, char); 7] =
    [('월', '月'), ('화', '火'), ('수', '水'), ('목', '木'), ('금', '金'), ('토', '土'), ('일', '日')];

/// Words and marks, the longer first.
const WORDS: [(&str, &str); 8] = [
    ("오전", "午前"),
    ("오후", "午後"),
    ("요일", "曜日"),
    ("년", "年"),
    ("월", "月"),
    ("일", "日"),
    ("시", "時"),
    ("분", "分"),
];

/// The text with its Korean dates written so.
pub(super) fn as_japanese(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| ('가'..='힣').contains(&c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_behind_number = out.ends_with(|c: char| c.is_ascii_digit());
        let word = WORDS.iter().find_map(|(korean, other)| Some((*other, rest.strip_prefix(korean)?)));
        let is_number = first.is_ascii_digit() && !out.ends_with(|c: char| c.is_ascii_digit() || c == '.');
        if let Some((date, behind)) = dotted(rest).filter(|_| is_number) {
            out.push_str(&date);
            rest = behind;
        } else if let Some((weekday, behind)) = weekday(rest) {
            out.push_str(&weekday);
            rest = behind;
        } else if let Some((other, behind)) = word.filter(|(other, _)| is_behind_number || other.starts_with('午')) {
            out.push_str(other);
            // `3月 5日` is one date, `午後 7時` one time.
            let goes_on = matches!(other, "年" | "月" | "時") || other.starts_with('午');
            rest = if goes_on { behind.trim_start() } else { behind };
        } else {
            out.push(first);
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        }
    }
    Cow::Owned(out)
}

/// `2026. 03. 05(` or `03. 05(` where a weekday follows.
fn dotted(text: &str) -> Option<(String, &str)> {
    let (first, behind) = number(text)?;
    let (second, behind) = number(behind.strip_prefix('.')?.trim_start())?;
    let (year, month, day, behind) = if first.len() == 4 {
        let (third, behind) = number(behind.strip_prefix('.')?.trim_start())?;
        (Some(first), second, third, behind)
    } else {
        (None, first, second, behind)
    };
    let behind = behind.strip_prefix('.').unwrap_or(behind).trim_start();
    weekday(behind)?;
    let is_short = |number: &str| number.len() <= 2;
    (is_short(month) && is_short(day)).then(|| {
        let year = year.map(|year| format!("{year}年")).unwrap_or_default();
        (format!("{year}{month}月{day}日"), behind)
    })
}

/// `(목)`, `(목요일)`.
fn weekday(text: &str) -> Option<(String, &str)> {
    let inner = text.strip_prefix('(')?;
    let mark = inner.chars().next()?;
    let (_, other) = WEEKDAYS.iter().find(|(korean, _)| *korean == mark)?;
    let behind = inner.get(mark.len_utf8()..)?;
    let behind = behind.strip_prefix("요일").unwrap_or(behind).strip_prefix(')')?;
    Some((format!("({other})"), behind))
}

fn number(text: &str) -> Option<(&str, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    text.split_at_checked(digits).filter(|(number, _)| !number.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn korean_dates_are_written_as_japanese_ones() {
        for (korean, japanese) in [
            ("2027년 3월 5일(목) 오후 7시 30분", "2027年3月5日(木) 午後7時30分"),
            ("03. 05(목) 19:00 ~ 21:00", "03月05日(木) 19:00 ~ 21:00"),
            ("2027. 03. 05.(금요일)", "2027年03月05日(金)"),
            ("일시: 3월 5일", "일시: 3月5日"),
            ("1.2 버전", "1.2 버전"),
        ] {
            assert_eq!(as_japanese(korean), japanese, "{korean}");
        }
        assert!(matches!(as_japanese("5 March"), Cow::Borrowed(_)));
    }

    proptest::proptest! {
        #[test]
        fn any_text_can_be_written_so(text in "[0-9. (월일목)오후시~]{0,24}") {
            let _ = as_japanese(&text);
        }
    }
}
