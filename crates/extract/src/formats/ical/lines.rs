//! Content lines (RFC 5545 §3.1), which borrow the text. Most have no parameter, or one that is plain; others are taken
//! apart by `ical`'s tokeniser, one line at a time so that a bad one is alone.
//!
//! What the tokeniser is kept from: empty lines, on which it stops; parameter sections that are long enough to make it
//! slow; values of megabytes. What is repaired behind it: it drops colons at the beginning of a value, and loses its
//! place after ten values of a parameter. Parameter values are decoded as RFC 6868 says.

use super::names::{Kind, Name};
use crate::text;
use ical::PropertyParser;
use std::borrow::Cow;

/// The longest value kept, in bytes; a description is cut once more when it has been unescaped.
const VALUE_BYTES_MAX: usize = 256 * 1024;

/// The longest name with parameters, in bytes; longer ones lose their parameters (`ALTREP` with a page in it).
const HEAD_BYTES_MAX: usize = 4096;

/// So many parameters a line may have.
const PARAMS_MAX: usize = 64;

/// So many values of a parameter the tokeniser can hold.
const PARAM_VALUES_MAX: usize = 10;

/// Stands for the commas that would be too many; a control character, which no parameter may hold.
const COMMA: char = '\u{1f}';

/// What a line is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line<'a> {
    /// A property that is read.
    Property(Property<'a>),
    /// A property that is passed over.
    Passed,
    /// No content line.
    Bad,
}

/// A property with its parameters.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Property<'a> {
    /// Which.
    pub(super) name: Name,
    /// Its value as it was written, escapes included.
    pub(super) value: &'a str,
    params: Params<'a>,
}

/// The parameters of a property.
#[derive(Debug, PartialEq, Eq)]
enum Params<'a> {
    None,
    /// One, with one value that needs no decoding, as it was written.
    Plain(&'a str),
    /// As the tokeniser gives them. Boxed, for most lines have none and a calendar has many lines.
    Tokens(Box<[(String, Vec<String>)]>),
}

impl Property<'_> {
    /// The value of a parameter: its quotes gone, RFC 6868 decoded, commas as written. None when it is empty.
    pub(super) fn param(&self, name: &str) -> Option<Cow<'_, str>> {
        match &self.params {
            Params::None => None,
            Params::Plain(section) => {
                let (known, value) = plain_param(section)?;
                known.eq_ignore_ascii_case(name).then_some(Cow::Borrowed(value))
            }
            Params::Tokens(params) => {
                let (_, values) = params.iter().find(|(known, _)| known == name)?;
                let written = values.join(",").replace(COMMA, ",");
                let written = written.trim();
                (!written.is_empty()).then(|| Cow::Owned(caret_decoded(written)))
            }
        }
    }
}

/// Reads one logical line, without blanks at its ends, inside of a component of that kind.
pub(super) fn read(line: &str, kind: Kind) -> Line<'_> {
    let Some(name_end) = line.bytes().position(|byte| matches!(byte, b':' | b';')) else { return Line::Bad };
    let (written, rest) = line.split_at(name_end);
    match Name::read(written.trim_end()) {
        Some(name) if name.is_read_in(kind) => property(name, line, name_end).map_or(Line::Bad, Line::Property),
        Some(_) => Line::Passed,
        None if written.is_empty() || !rest.contains(':') => Line::Bad,
        None => Line::Passed,
    }
}

fn property(name: Name, line: &str, name_end: usize) -> Option<Property<'_>> {
    let colon = value_colon(line, name_end)?;
    let value = text::cut(line.get(colon + 1..)?, VALUE_BYTES_MAX).trim_end();
    let params = if colon == name_end {
        Params::None
    } else if let Some(section) = line.get(name_end + 1..colon).filter(|section| plain_param(section).is_some()) {
        Params::Plain(section)
    } else {
        Params::Tokens(params(&fed(line, name_end, colon, value)?)?.into())
    };
    Some(Property { name, value, params })
}

/// The parameter of a section that is nothing but `NAME=value`, the value in quotes or made of what stands in the names of
/// zones, types and languages.
fn plain_param(section: &str) -> Option<(&str, &str)> {
    let (name, written) = section.split_once('=')?;
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let quoted = written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).map(str::trim);
    let is_plain = match quoted {
        Some(value) => !value.bytes().any(|byte| matches!(byte, b'"' | b'^' | 0..=31 | 127)),
        None => written.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/_-+.".contains(&byte)),
    };
    let value = quoted.unwrap_or(written);
    (is_name && is_plain && !value.is_empty() && written.len() <= HEAD_BYTES_MAX).then_some((name, value))
}

/// The parameters of a line.
fn params(line: &str) -> Option<Vec<(String, Vec<String>)>> {
    let tokens = PropertyParser::from_reader(line.as_bytes()).next()?.ok()?;
    Some(tokens.params.unwrap_or_default())
}

/// Where the value begins: the first colon that is not in quotes; the first of all when a quote is never closed.
fn value_colon(line: &str, name_end: usize) -> Option<usize> {
    let rest = line.get(name_end..)?;
    if rest.starts_with(':') {
        return Some(name_end);
    }
    let mut is_quoted = false;
    let colon = rest.bytes().position(|byte| {
        is_quoted ^= byte == b'"';
        byte == b':' && !is_quoted
    });
    colon.or_else(|| rest.find(':')).map(|at| name_end + at)
}

/// The line as the tokeniser can take it.
fn fed<'a>(line: &'a str, name_end: usize, colon: usize, value: &str) -> Option<Cow<'a, str>> {
    let name = line.get(..name_end)?;
    let params = line.get(name_end..colon)?;
    let is_whole = colon + 1 + value.len() == line.len();
    if params.len() > HEAD_BYTES_MAX || params.bytes().filter(|byte| *byte == b';').count() > PARAMS_MAX {
        return Some(Cow::Owned(format!("{name}:{value}")));
    }
    if params.bytes().filter(|byte| *byte == b',').count() < PARAM_VALUES_MAX {
        let is_fine = is_whole && !params.contains(COMMA);
        return Some(if is_fine { Cow::Borrowed(line) } else { Cow::Owned(format!("{name}{params}:{value}")) });
    }
    Some(Cow::Owned(format!("{name}{}:{value}", commas_hidden(params))))
}

/// Parameters with the commas outside of quotes replaced. A list of quoted values stays as it is: its rest is lost, but
/// only members and delegates are written so.
fn commas_hidden(params: &str) -> String {
    let mut is_quoted = false;
    let mut previous = ' ';
    params
        .chars()
        .map(|c| {
            is_quoted ^= c == '"';
            let is_hidden = c == ',' && !is_quoted && previous != '"';
            previous = c;
            if is_hidden { COMMA } else { c }
        })
        .collect()
}

/// RFC 6868: `^n` is a line break, `^'` a quote, `^^` a caret.
fn caret_decoded(text: &str) -> String {
    if !text.contains('^') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let decoded = match (c, chars.as_str().chars().next()) {
            ('^', Some('n')) => '\n',
            ('^', Some('\'')) => '"',
            ('^', Some('^')) => '^',
            _ => {
                out.push(c);
                continue;
            }
        };
        chars.next();
        out.push(decoded);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(line: &str) -> Property<'_> {
        match read(line, Kind::Event) {
            Line::Property(property) => property,
            other => panic!("{line} is {other:?}"),
        }
    }

    #[test]
    fn names_have_no_case_and_values_keep_theirs() {
        let property = event("summary : Rust & co ");
        assert_eq!((property.name, property.value), (Name::Summary, " Rust & co"));
    }

    #[test]
    fn colons_at_the_beginning_of_a_value_stay() {
        assert_eq!(event("SUMMARY:::std::mem").value, "::std::mem");
        assert_eq!(event("SUMMARY;LANGUAGE=en:::").value, "::");
    }

    #[test]
    fn parameters_may_be_quoted_and_escaped_by_carets() {
        let property = event("ORGANIZER;CN=\"Doe: Jane; ^'JD^'^nBerlin ^^\";X=1:mailto:jd@example.org");
        assert_eq!(property.param("CN").as_deref(), Some("Doe: Jane; \"JD\"\nBerlin ^"));
        assert_eq!(property.value, "mailto:jd@example.org");
    }

    #[test]
    fn more_than_ten_values_of_a_parameter_lose_nothing() {
        let property = event("LOCATION;X-ADDRESS=a,b,c,d,e,f,g,h,i,j,k,l;X-TITLE=House:Main St, 1");
        assert_eq!(property.param("X-ADDRESS").as_deref(), Some("a,b,c,d,e,f,g,h,i,j,k,l"));
        assert_eq!(property.param("X-TITLE").as_deref(), Some("House"));
        assert_eq!(property.value, "Main St, 1");
    }

    #[test]
    fn a_page_in_a_parameter_costs_the_parameters_only() {
        let line = format!("DESCRIPTION;ALTREP=\"data:text/html,{}\":Talks: two", "x".repeat(5000));
        let property = event(&line);
        assert_eq!((property.value, property.param("ALTREP").as_deref()), ("Talks: two", None));
    }

    #[test]
    fn what_is_no_content_line_is_bad_and_what_is_not_ours_is_passed() {
        assert_eq!(read("just text", Kind::Event), Line::Bad);
        assert_eq!(read(":value", Kind::Event), Line::Bad);
        assert_eq!(read("DTSTART;TZID:20260101", Kind::Event), Line::Bad);
        assert_eq!(read("ATTENDEE;CN=Jane:mailto:jd@example.org", Kind::Event), Line::Passed);
        assert_eq!(read("SUMMARY:Alarm", Kind::Other), Line::Passed);
    }

    proptest::proptest! {
        #[test]
        fn any_line_can_be_read(line in "(DTSTART|SUMMARY|x-y)?[;:,=\"^A-Za-z0-9 é\u{1f}]{0,60}") {
            let _ = read(&line, Kind::Event);
        }

        #[test]
        fn a_plain_parameter_is_what_the_tokeniser_says(
            value in "[A-Za-z0-9/_+.-]{1,20}|\"[A-Za-zé0-9,;:=& '\\\\]{0,12}[a-zé0-9][,;:= '\\\\]{0,3}\"",
        ) {
            let line = format!("DTSTART;tzid={value}:20260101");
            let tokens = Params::Tokens(params(&line).unwrap().into());
            let by_tokens = Property { name: Name::DtStart, value: "20260101", params: tokens };
            let property = event(&line);
            proptest::prop_assert!(matches!(property.params, Params::Plain(..)));
            proptest::prop_assert_eq!(property.param("TZID"), by_tokens.param("TZID"));
        }

        #[test]
        fn the_value_is_all_that_follows_the_name(value in "[:;,=\"^A-Za-z0-9é]{0,40}") {
            let line = format!("SUMMARY:{value}");
            proptest::prop_assert_eq!(event(&line).value, value);
        }
    }
}
