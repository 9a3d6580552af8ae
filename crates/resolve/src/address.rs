//! Web addresses: what is shown, and what is compared.

use url::Url;

/// The longest address taken, in bytes.
const BYTES_MAX: usize = 2_000;

/// Query parameters that say where a click came from and nothing about the page.
const TRACKING: &[&str] = &[
    "_branch_match_id",
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
    "_xtd",
    "aff",
    "dclid",
    "epik",
    "eventorigin",
    "fbclid",
    "gbraid",
    "gclid",
    "gclsrc",
    "hsctatracking",
    "igsh",
    "igshid",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "msclkid",
    "oly_anon_id",
    "oly_enc_id",
    "recid",
    "recsource",
    "ref_src",
    "ref_url",
    "rb_clickid",
    "s_cid",
    "searchid",
    "srsltid",
    "ttclid",
    "twclid",
    "vero_id",
    "wbraid",
    "wickedid",
    "yclid",
];

fn is_tracking(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with("utm_") || name.starts_with("pk_") || name.starts_with("mtm_") || TRACKING.contains(&name.as_str())
}

/// Reads an address as written; one that begins with `/` is looked up beside `base`, one that begins with `www.` is
/// taken for `https`. Only `http` and `https` without credentials pass.
fn read(text: &str, base: Option<&Url>) -> Option<Url> {
    let text = text.trim();
    if text.is_empty() || text.len() > BYTES_MAX {
        return None;
    }
    let url = match Url::parse(text) {
        Ok(url) => url,
        Err(_) if text.starts_with('/') => base?.join(text).ok()?,
        Err(_) if text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www.")) => {
            Url::parse(&format!("https://{text}")).ok()?
        }
        Err(_) => return None,
    };
    let is_web = matches!(url.scheme(), "http" | "https") && url.host_str().is_some_and(|host| !host.is_empty());
    (is_web && url.username().is_empty() && url.password().is_none()).then_some(url)
}

/// Takes tracking parameters out.
fn stripped(mut url: Url) -> Url {
    if url.query().is_some() {
        let kept: Vec<(String, String)> = url
            .query_pairs()
            .filter(|(name, _)| !is_tracking(name))
            .map(|(n, v)| (n.into_owned(), v.into_owned()))
            .collect();
        if kept.len() != url.query_pairs().count() {
            url.set_query(None);
            if !kept.is_empty() {
                url.query_pairs_mut().extend_pairs(kept);
            }
        }
    }
    url
}

/// The address as it is shown: `http` or `https`, host in lower case, nothing that tracks.
pub(crate) fn shown(text: &str, base: Option<&Url>) -> Option<String> {
    read(text, base).map(|url| stripped(url).into())
}

/// Where people read about the events of a source that is data: the site it lies on, or the calendar as Google shows it. A
/// source that is a page is that page.
pub(crate) fn page_of(source: &Url) -> String {
    const DATA: &[&str] = &["atom", "csv", "ical", "ics", "json", "rss", "xml", "yaml", "yml"];
    let path = source.path();
    if source.host_str() == Some("calendar.google.com")
        && let Some((id, _)) = path.strip_prefix("/calendar/ical/").and_then(|path| path.split_once('/'))
    {
        return format!("https://calendar.google.com/calendar/embed?src={id}");
    }
    let extension = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending);
    let is_data = extension.is_some_and(|ending| DATA.contains(&ending.to_ascii_lowercase().as_str()));
    let site = if is_data { source.join("/").ok() } else { None };
    site.map_or_else(|| source.to_string(), String::from)
}

/// The address as it is compared: as shown, with no fragment, no trailing slash and its parameters in order. A copy that
/// the Internet Archive keeps is the page it was made of.
pub(crate) fn canonical(text: &str) -> Option<String> {
    Some(canonical_of(read_original(text)?))
}

/// Reads an address as written; of an archived copy the address of the page itself.
fn read_original(text: &str) -> Option<Url> {
    let url = read(text, None)?;
    Some(archived(&url).unwrap_or(url))
}

/// The page of which `web.archive.org/web/20190614013403/https://example.org/` is a copy.
fn archived(copy: &Url) -> Option<Url> {
    let is_archive = matches!(copy.host_str(), Some("web.archive.org" | "archive.org"));
    let (taken, _) = copy.path().strip_prefix("/web/").filter(|_| is_archive)?.split_once('/')?;
    // "20190614013403", with letters behind it for the page without the archive's frame, or "*" for any day.
    let is_day = taken == "*" || taken.starts_with(|c: char| c.is_ascii_digit());
    let (_, original) = copy.as_str().split_once(taken).filter(|_| is_day)?;
    let original = original.trim_start_matches('/');
    // Paths lose one of two slashes in some hands.
    let original = match original.split_once(":/") {
        Some((scheme @ ("http" | "https"), rest)) => format!("{scheme}://{}", rest.trim_start_matches('/')),
        _ => format!("http://{original}"),
    };
    read(&original, None).filter(|url| url.host_str().is_some_and(|host| host.contains('.')))
}

fn canonical_of(url: Url) -> String {
    let mut url = stripped(url);
    // `#/events/12` and `#!…` are how some sites write a path; any other fragment is a place within the page, and so is
    // a path without a step.
    let is_path =
        |fragment: &str| fragment.starts_with(['/', '!']) && fragment.contains(|c: char| !matches!(c, '/' | '!'));
    if !url.fragment().is_some_and(is_path) {
        url.set_fragment(None);
    }
    if url.query().is_some() {
        let mut pairs: Vec<(String, String)> =
            url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
        pairs.sort();
        url.set_query(None);
        if !pairs.is_empty() {
            url.query_pairs_mut().extend_pairs(pairs);
        }
    }
    let path = url.path().trim_end_matches('/').to_owned();
    url.set_path(&path);
    let is_bare = url.query().is_none() && url.fragment().is_none();
    let text = String::from(url);
    if is_bare { text.trim_end_matches('/').to_owned() } else { text }
}

/// The canonical address without scheme and `www.`: pages that differ in these alone are the same page.
pub(crate) fn compared(text: &str) -> Option<String> {
    bare(&canonical(text)?)
}

/// An address as it is compared, and its host.
pub(crate) fn compared_with_host(text: &str) -> (Option<String>, Option<String>) {
    let Some(url) = read_original(text) else { return (None, None) };
    let host = bare_host(&url);
    (bare(&canonical_of(url)), host)
}

fn bare(canonical: &str) -> Option<String> {
    let bare = canonical.strip_prefix("https://").or_else(|| canonical.strip_prefix("http://"))?;
    Some(bare.strip_prefix("www.").unwrap_or(bare).to_owned())
}

/// The host of an address, without `www.`; of an archived copy that of the page itself.
pub(crate) fn host(text: &str) -> Option<String> {
    bare_host(&read_original(text)?)
}

fn bare_host(url: &Url) -> Option<String> {
    let host = url.host_str()?;
    Some(host.strip_prefix("www.").unwrap_or(host).to_owned())
}

/// Whether a text is an address and nothing else.
pub(crate) fn is_address(text: &str) -> bool {
    let text = text.trim();
    !text.contains(char::is_whitespace)
        && (text.starts_with("http://") || text.starts_with("https://"))
        && read(text, None).is_some()
}

/// Whether an address is a pin on somebody's map: it tells where a house is, not where a call is.
pub(crate) fn is_map(text: &str) -> bool {
    let Some(url) = read(text, None) else { return false };
    let host = url.host_str().unwrap_or_default();
    host.starts_with("maps.")
        || host == "goo.gl" && url.path().starts_with("/maps")
        || host.contains("google.") && url.path().starts_with("/maps")
        || host.ends_with("openstreetmap.org")
        || host.ends_with("osm.org")
        || host.ends_with("what3words.com")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_that_is_data_has_its_site_for_a_page() {
        let page = |text: &str| page_of(&Url::parse(text).unwrap());
        assert_eq!(page("https://example.org/group/events.ICS?x=1"), "https://example.org/");
        assert_eq!(page("https://example.org/group/"), "https://example.org/group/");
        assert_eq!(page("https://example.org/v1.0/meetings"), "https://example.org/v1.0/meetings");
        assert_eq!(
            page("https://calendar.google.com/calendar/ical/a%40group.calendar.google.com/public/basic.ics"),
            "https://calendar.google.com/calendar/embed?src=a%40group.calendar.google.com"
        );
    }

    #[test]
    fn what_tracks_is_taken_out() {
        let text = "https://Example.ORG:443/a?utm_source=x&id=7&fbclid=y";
        assert_eq!(shown(text, None).as_deref(), Some("https://example.org/a?id=7"));
    }

    #[test]
    fn an_address_without_tracking_stays_as_it_was_written() {
        let text = "https://example.org/a?q=a+b%2Fc&empty=#part";
        assert_eq!(shown(text, None).as_deref(), Some(text));
    }

    #[test]
    fn the_same_page_is_compared_equal() {
        let one = canonical("https://example.org/Talks/?b=2&a=1#agenda");
        assert_eq!(one.as_deref(), Some("https://example.org/Talks?a=1&b=2"));
        assert_eq!(one, canonical("HTTPS://EXAMPLE.org:443/Talks?a=1&b=2&utm_medium=mail"));
        assert_eq!(canonical("https://example.org/").as_deref(), Some("https://example.org"));
        assert_eq!(compared("http://www.example.org/"), compared("https://example.org"));
    }

    #[test]
    fn a_path_behind_the_hash_is_kept() {
        assert_eq!(canonical("https://a.org/#/e/1").as_deref(), Some("https://a.org/#/e/1"));
    }

    #[test]
    fn a_hash_without_a_path_is_the_page_itself() {
        assert_eq!(canonical("https://a.org/#/"), canonical("https://a.org"));
        assert_eq!(canonical("https://a.org/#!"), canonical("https://a.org"));
    }

    #[test]
    fn a_copy_in_the_archive_is_compared_as_the_page_itself() {
        for copy in [
            "https://web.archive.org/web/20190614013403/https://www.example.org/2019/",
            "http://web.archive.org/web/20190614013403if_/http://example.org/2019",
            "https://web.archive.org/web/2019/example.org/2019",
            "https://web.archive.org/web/*/https:/example.org/2019",
        ] {
            assert_eq!(compared(copy).as_deref(), Some("example.org/2019"), "{copy}");
            assert_eq!(host(copy).as_deref(), Some("example.org"), "{copy}");
            assert_eq!(shown(copy, None).as_deref(), Some(copy));
        }
        let query = compared("https://web.archive.org/web/2020/https://example.org/?page=2");
        assert_eq!(query.as_deref(), Some("example.org/?page=2"));
        assert_eq!(host("https://web.archive.org/details/talks").as_deref(), Some("web.archive.org"));
        assert_eq!(host("https://web.archive.org/web/2019/").as_deref(), Some("web.archive.org"));
    }

    #[test]
    fn only_the_web_passes() {
        for text in ["javascript:alert(1)", "ftp://a.org/", "https://me:secret@a.org/", "mailto:a@b.org", "TBA", ""] {
            assert_eq!(shown(text, None), None, "{text}");
        }
    }

    #[test]
    fn an_address_without_host_is_looked_up_beside_the_source() {
        let base = Url::parse("https://example.org/calendar/feed.ics").ok();
        assert_eq!(shown("/e/1", base.as_ref()).as_deref(), Some("https://example.org/e/1"));
        assert_eq!(shown("www.example.org/x", None).as_deref(), Some("https://www.example.org/x"));
    }

    #[test]
    fn a_map_is_no_place_to_take_part() {
        assert!(is_map("https://www.google.com/maps/place/x"));
        assert!(!is_map("https://meet.google.com/abc"));
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_an_address(text in ".{0,80}") {
            let _ = (shown(&text, None), canonical(&text), compared(&text), is_map(&text));
        }

        #[test]
        fn a_canonical_address_is_its_own(path in "[a-z/#?&=%]{0,30}") {
            let once = canonical(&format!("https://a.org/{path}"));
            proptest::prop_assert_eq!(once.as_deref().and_then(canonical), once.clone());
        }
    }
}
