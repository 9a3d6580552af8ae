//! Lists of events in whatever else a page keeps for its scripts: JSON in scripts and attributes (`data-page`, `:events`),
//! lists assigned to a name or passed on (`events: [{title: …, start: …}]`, as calendars in pages take them), the stream of
//! Next.js' App Router and the payload of Nuxt. What a row must say to be an event is what it must in any list.

use super::payload;
use crate::formats::events_list;
use crate::formats::html::{Found, Html};
use crate::formats::same::Claim;
use crate::reading::Reading;
use crate::{entities, json, script};
use hobnob_domain::Format;
use memchr::memmem;
use serde_json::Value;

/// So many scripts and attributes are looked into.
const PIECES_MAX: usize = 500;

/// So much of a page's scripts is read, in bytes.
const SCRIPTS_BYTES_MAX: usize = 4 * 1024 * 1024;

/// The longest name of a field that is a day.
const NAME_BYTES_MAX: usize = 24;

/// How an attribute begins that holds objects.
const ATTRIBUTES: [&str; 4] = ["=\"{&quot;", "=\"[{&quot;", "='{\"", "='[{\""];

/// Whether a field that may be a start stands in it: `start:`, `"startDate":`, `&quot;date_start&quot;:`.
pub(super) fn may_be_in(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_field = |at: usize| {
        let rest = bytes.get(at..).unwrap_or_default();
        let name = rest.iter().take(NAME_BYTES_MAX).take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_');
        let rest = rest.get(name.count()..).unwrap_or_default();
        let marks: [&[u8]; 5] = [b"&quot;", b"\\\"", b"\"", b"'", b""];
        marks
            .iter()
            .find_map(|mark| rest.strip_prefix(*mark))
            .is_some_and(|rest| rest.trim_ascii_start().starts_with(b":"))
    };
    [&b"tart"[..], &b"ate"[..]].iter().any(|word| memmem::find_iter(bytes, word).any(is_field))
}

/// Finds the events of all lists. Where there is more than is read, the reading of what was found is not complete.
pub(super) fn find(html: &Html<'_>, reading: &mut Reading) -> Found {
    let (values, has_more) = values(html.text);
    let rows = events_list::rows(&values, &html.base);
    let claim = |listing: hobnob_domain::Listing| {
        let id = listing.url.is_none().then_some(listing.key);
        Claim { syntax: Format::NextData, id, url: listing.url, words: listing.words }
    };
    let claims: Vec<Claim> = rows.into_iter().map(claim).collect();
    if has_more && !claims.is_empty() {
        reading.incomplete("the page has more data in its scripts than is read");
    }
    Found { is_list: claims.len() > 1, claims, ..Found::default() }
}

/// The data that a page holds, and whether there is more.
fn values(page: &str) -> (Vec<Value>, bool) {
    let (mut values, mut stream, mut bytes, mut has_more) = (Vec::new(), String::new(), 0, false);
    for (number, (tag, content)) in scripts(page).enumerate() {
        bytes += content.len();
        if number >= PIECES_MAX || bytes > SCRIPTS_BYTES_MAX {
            has_more = true;
            break;
        }
        let is_json = tag.contains("json");
        match () {
            () if tag.contains("ld+json") => {}
            () if tag.contains(payload::NUXT) => values.extend(payload::nuxt(content)),
            () if is_json && may_be_in(content) => values.extend(json::values(content).unwrap_or_default()),
            () if payload::flight(content, &mut stream) => {}
            () if !is_json && may_be_in(content) => {
                let found = script::literals(content);
                values.extend(found.values);
                has_more |= found.has_more;
            }
            () => {}
        }
    }
    values.extend(payload::rows(&stream));
    values.extend(
        attributes(page).take(PIECES_MAX).filter_map(|text| serde_json::from_str(&entities::decoded(text)).ok()),
    );
    (values, has_more)
}

/// The scripts of a page: what stands in their tags, and between them.
fn scripts(page: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = page;
    // The first that does not end is the last: what is behind it stands in it.
    std::iter::from_fn(move || {
        let at = memmem::find(rest.as_bytes(), b"<script")?;
        let (tag, behind) = rest.get(at + b"<script".len()..)?.split_once('>')?;
        let end = memmem::find(behind.as_bytes(), b"</script")?;
        rest = behind.get(end..)?;
        Some((tag, behind.get(..end)?))
    })
}

/// The attributes that hold objects, as they are written.
fn attributes(page: &str) -> impl Iterator<Item = &str> {
    ATTRIBUTES.iter().flat_map(move |begin| {
        memmem::find_iter(page.as_bytes(), *begin).filter_map(move |at| {
            let mark = if begin.contains('\'') { '\'' } else { '"' };
            let text = page.get(at + 2..)?;
            text.get(..text.find(mark)?).filter(|text| may_be_in(text))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_beyond_the_bound_is_not_passed_over_in_silence() {
        let night = r#"<script>nights = [{title: "Night", start: "2027-05-01", end: "2027-05-02"}]</script>"#;
        let (values, has_more) = values(night);
        assert_eq!((values.len(), has_more), (1, false));
        let page = format!("{night}<script>{}</script>{night}", " ".repeat(SCRIPTS_BYTES_MAX));
        let html = Html::new(&page, "https://example.org/".parse().unwrap());
        let mut reading = Reading::default();
        assert_eq!(find(&html, &mut reading).claims.len(), 1);
        assert!(!reading.is_complete());
    }
}
