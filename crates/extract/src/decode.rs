//! Bytes to text. A byte order mark decides, else the charset of the header, else that of an XML declaration or a
//! `<meta>`, else it is UTF-8, and what is no UTF-8 at all is windows-1252. Servers lie: a page that is valid UTF-8 beyond ASCII is UTF-8 whatever
//! they say.

use crate::script::{self, Literals};
use crate::text::cut;
use crate::{json, yaml};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use hobnob_domain::Page;
use serde_json::Value;
use std::borrow::Cow;
use std::cell::OnceCell;

/// Where a `<meta charset>` is looked for, in bytes; browsers look at 1024.
const META_BYTES_MAX: usize = 4096;

/// How much of a body detection looks at, in bytes.
const START_BYTES_MAX: usize = 16 * 1024;

/// The longest XML declaration that is looked at, in bytes.
const DECLARATION_BYTES_MAX: usize = 256;

/// The longest name of a function around JSON, in bytes.
const PADDING_BYTES_MAX: usize = 100;

/// JSON without the call around it (JSONP): `callback({…});`, also behind a comment: `/*O_o*/ callback({…});`.
fn without_padding(bytes: &[u8]) -> &[u8] {
    let trimmed = without_comment(bytes.trim_ascii());
    let is_of_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'.');
    let name = trimmed.iter().take(PADDING_BYTES_MAX).take_while(|byte| is_of_name(**byte)).count();
    let call = trimmed.get(name..).and_then(|rest| rest.strip_prefix(b"(")).map(<[u8]>::trim_ascii);
    let Some(inner) = call.filter(|inner| inner.starts_with(b"{") || inner.starts_with(b"[")) else { return bytes };
    let inner = inner.strip_suffix(b";").unwrap_or(inner).trim_ascii_end();
    inner.strip_suffix(b")").map_or(bytes, <[u8]>::trim_ascii_end)
}

/// What follows a short comment.
fn without_comment(bytes: &[u8]) -> &[u8] {
    let Some(rest) = bytes.strip_prefix(b"/*") else { return bytes };
    let end = rest.windows(2).take(PADDING_BYTES_MAX).position(|pair| pair == b"*/");
    end.and_then(|end| rest.get(end + 2..)).map_or(bytes, <[u8]>::trim_ascii_start)
}

/// A page's body, decoded as far as each reader needs it.
pub(crate) struct Content<'a> {
    /// The page.
    pub(crate) page: &'a Page,
    bytes: Cow<'a, [u8]>,
    text: OnceCell<Cow<'a, str>>,
    start: OnceCell<String>,
    json: OnceCell<Result<Vec<Value>, String>>,
    yaml: OnceCell<Result<Vec<Value>, String>>,
    script: OnceCell<Literals>,
    /// Whether the source is known to be of the format it is read as.
    pub(crate) is_wanted: bool,
}

impl<'a> Content<'a> {
    /// Takes a page; decodes it if it says that it is not UTF-8.
    pub(crate) fn new(page: &'a Page) -> Self {
        let (text, start, script) = (OnceCell::new(), OnceCell::new(), OnceCell::new());
        let (json, yaml) = (OnceCell::new(), OnceCell::new());
        let bytes = match utf8(page) {
            Cow::Borrowed(bytes) if !page.url.path().ends_with(".js") => Cow::Borrowed(without_padding(bytes)),
            bytes => bytes,
        };
        Self { page, bytes, text, start, json, yaml, script, is_wanted: false }
    }

    /// The body as UTF-8 that may be broken: iCalendar folds lines inside of characters.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The body as text.
    pub(crate) fn text(&self) -> &str {
        self.text.get_or_init(|| match &self.bytes {
            Cow::Borrowed(bytes) => text(bytes),
            Cow::Owned(bytes) => Cow::Owned(text(bytes).into_owned()),
        })
    }

    /// The body as JSON: the values that stand in it, usually one, or why it can't be read.
    pub(crate) fn json(&self) -> Result<&[Value], &str> {
        let json = self.json.get_or_init(|| json::values(self.text()));
        json.as_deref().map_err(String::as_str)
    }

    /// The body as YAML: its documents, usually one, or why they can't be read.
    pub(crate) fn yamls(&self) -> Result<&[Value], &str> {
        self.yaml.get_or_init(|| yaml::values(self.text())).as_deref().map_err(String::as_str)
    }

    /// The body as YAML: its first document, or why it can't be read.
    pub(crate) fn yaml(&self) -> Result<&Value, &str> {
        self.yamls()?.first().ok_or("it is empty")
    }

    /// The body as a script: the data in it.
    pub(crate) fn script(&self) -> &Literals {
        self.script.get_or_init(|| script::literals(self.text()))
    }

    /// Whether the body begins as YAML does, and not as HTML, XML or JSON.
    pub(crate) fn may_be_yaml(&self) -> bool {
        self.first().is_some_and(|first| first.is_ascii_alphabetic() || matches!(first, b'-' | b'#' | b'%'))
    }

    /// The body as JSON, if it is an object or an array: its first value.
    pub(crate) fn document(&self) -> Option<&Value> {
        let is_json = matches!(self.first(), Some(b'{' | b'['));
        is_json.then(|| self.json().ok()?.first()).flatten()
    }

    /// The first byte that is no white space.
    pub(crate) fn first(&self) -> Option<u8> {
        self.bytes.trim_ascii_start().first().copied()
    }

    /// The beginning of the body, in lower case, without white space before it: what detection looks at, at most
    /// 16 KB of it.
    pub(crate) fn start(&self, bytes_max: usize) -> &str {
        let start = self.start.get_or_init(|| {
            let bytes = self.bytes.trim_ascii_start();
            String::from_utf8_lossy(bytes.get(..START_BYTES_MAX).unwrap_or(bytes)).to_ascii_lowercase()
        });
        cut(start, bytes_max)
    }
}

fn utf8(page: &Page) -> Cow<'_, [u8]> {
    let bytes = page.body.as_slice();
    if let Some((encoding, mark_bytes)) = Encoding::for_bom(bytes) {
        let rest = bytes.get(mark_bytes..).unwrap_or_default();
        return if encoding == UTF_8 { Cow::Borrowed(rest) } else { decoded(encoding, rest) };
    }
    let named = utf16(bytes).or_else(|| in_header(page)).or_else(|| in_declaration(bytes)).or_else(|| in_meta(bytes));
    let Some(encoding) = named.filter(|encoding| *encoding != UTF_8) else { return Cow::Borrowed(bytes) };
    let is_utf8 = encoding != ISO_2022_JP && !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok();
    if is_utf8 && encoding != UTF_16LE && encoding != UTF_16BE {
        Cow::Borrowed(bytes)
    } else {
        decoded(encoding, bytes)
    }
}

fn decoded<'a>(encoding: &'static Encoding, bytes: &[u8]) -> Cow<'a, [u8]> {
    Cow::Owned(encoding.decode_without_bom_handling(bytes).0.into_owned().into_bytes())
}

/// UTF-16 without a mark: every other byte of the first four is null.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    match *bytes.first_chunk::<4>()? {
        [a, 0, b, 0] if a != 0 && b != 0 => Some(UTF_16LE),
        [0, a, 0, b] if a != 0 && b != 0 => Some(UTF_16BE),
        _ => None,
    }
}

fn in_header(page: &Page) -> Option<&'static Encoding> {
    charset(page.media_type.as_deref()?)
}

/// The encoding that an XML declaration names.
fn in_declaration(bytes: &[u8]) -> Option<&'static Encoding> {
    let rest = bytes.trim_ascii_start().strip_prefix(b"<?xml")?;
    let declaration = String::from_utf8_lossy(rest.get(..DECLARATION_BYTES_MAX).unwrap_or(rest)).to_ascii_lowercase();
    let (_, value) = declaration.split("?>").next()?.split_once("encoding")?;
    let label = value.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let label = label.split(['"', '\'']).next()?;
    // What can say so in ASCII is not UTF-16.
    Encoding::for_label(label.as_bytes()).filter(|encoding| *encoding != UTF_16LE && *encoding != UTF_16BE)
}

/// The charset that the beginning of an HTML page names for itself.
fn in_meta(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..META_BYTES_MAX).unwrap_or(bytes);
    if bytes.trim_ascii_start().first() != Some(&b'<') {
        return None;
    }
    let start = String::from_utf8_lossy(start).to_ascii_lowercase();
    let encoding = start.split("<meta").skip(1).find_map(|tag| charset(tag.split('>').next()?))?;
    // What can say so in ASCII is not UTF-16.
    Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding })
}

/// The encoding named by `charset=…`.
fn charset(text: &str) -> Option<&'static Encoding> {
    let lower = text.to_ascii_lowercase();
    let (_, label) = lower.split_once("charset")?;
    let label = label.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let end = label.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | ',' | '/' | '>'));
    Encoding::for_label(label.get(..end.unwrap_or(label.len()))?.as_bytes())
}

/// Text of bytes that should be UTF-8. Where they are not: if nothing beyond ASCII is valid they are windows-1252, else
/// each broken place is one U+FFFD.
pub(crate) fn text(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) if bytes.utf8_chunks().all(|chunk| chunk.valid().is_ascii()) => {
            WINDOWS_1252.decode_without_bom_handling(bytes).0
        }
        Err(_) => String::from_utf8_lossy(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use url::Url;

    fn read(media_type: Option<&str>, body: &[u8]) -> String {
        let page = Page {
            url: Url::parse("https://example.org/").unwrap(),
            media_type: media_type.map(str::to_owned),
            body: body.to_vec(),
            fetched_at: DateTime::UNIX_EPOCH,
        };
        Content::new(&page).text().to_owned()
    }

    fn utf16le(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn a_call_around_json_is_taken_off_and_nothing_else() {
        let read = |text: &str| String::from_utf8(without_padding(text.as_bytes()).to_vec()).unwrap();
        for (written, meant) in [
            ("loadMore({\"a\": 1});", "{\"a\": 1}"),
            (" ([1]) ", "[1]"),
            ("jQuery1_2.cb( {} )\n", "{}"),
            ("/*O_o*/\nQuery.setResponse({});", "{}"),
            ("/* one */ two()", "/* one */ two()"),
            ("({\"a\": 1}", "({\"a\": 1}"),
            ("[link](/page)", "[link](/page)"),
            ("On (and off)", "On (and off)"),
            ("", ""),
        ] {
            assert_eq!(read(written), meant);
        }
    }

    #[test]
    fn a_mark_outranks_the_header() {
        assert_eq!(read(Some("text/html; charset=iso-8859-1"), b"\xEF\xBB\xBFcaf\xC3\xA9"), "café");
        assert_eq!(
            read(Some("text/calendar; charset=utf-8"), &utf16le("\u{feff}BEGIN:VCALENDAR é")),
            "BEGIN:VCALENDAR é"
        );
    }

    #[test]
    fn utf_16_needs_no_mark() {
        assert_eq!(read(None, &utf16le("BEGIN:VCALENDAR é")), "BEGIN:VCALENDAR é");
    }

    #[test]
    fn the_header_outranks_the_meta() {
        let page = b"<meta charset=\"utf-8\"><p>\xE9\xE0";
        assert_eq!(read(Some("text/html;charset=\"ISO-8859-1\""), page), "<meta charset=\"utf-8\"><p>éà");
    }

    #[test]
    fn a_meta_is_believed_when_the_header_is_silent() {
        let page = b"<html><META http-equiv=Content-Type content='text/html; charset=iso-8859-2'>\xB3";
        assert!(read(Some("text/html"), page).ends_with('ł'));
    }

    #[test]
    fn an_xml_declaration_is_believed_when_the_header_is_silent() {
        let page = b"<?xml version='1.0' encoding='ISO-8859-2' standalone='yes'?><rss>\xB3</rss>";
        assert!(read(Some("application/rss+xml"), page).ends_with("<rss>\u{142}</rss>"));
        assert!(read(Some("text/xml; charset=windows-1252"), page).ends_with("<rss>\u{b3}</rss>"));
    }

    #[test]
    fn valid_utf_8_is_utf_8_whatever_the_header_says() {
        assert_eq!(read(Some("text/calendar; charset=iso-8859-1"), "Zürich".as_bytes()), "Zürich");
    }

    #[test]
    fn what_is_no_utf_8_at_all_is_windows_1252() {
        assert_eq!(read(None, b"caf\xE9 \x96 \x80"), "café – €");
    }

    #[test]
    fn one_broken_byte_costs_one_character() {
        assert_eq!(read(None, b"Z\xC3\xBCrich caf\xE9!"), "Zürich caf\u{fffd}!");
    }
}
