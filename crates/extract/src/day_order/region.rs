//! The order in which a language and a region write day and month. The United States and the Philippines put the month
//! first; what is written both ways, as in Canada, or with the year first tells nothing.

use super::DayOrder;
use crate::markup::tag::{attribute, tag_end};
use hobnob_domain::{Page, SourceHints, text::folded};
use url::Url;

/// How far into a page its language is looked for, in bytes.
const LOOK_BYTES: usize = 8192;

/// Regions that put the month first, and those where it is not clear.
const MONTH_FIRST: [&str; 10] = ["us", "ph", "pr", "gu", "vi", "as", "mp", "fm", "mh", "pw"];
const UNCLEAR: [&str; 11] = ["ca", "jp", "cn", "kr", "kp", "tw", "hk", "mo", "mn", "hu", "lt"];

/// Languages that put the day first wherever they are spoken; English, and those that put the year first, are none.
const DAY_FIRST_LANGUAGES: [&str; 40] = [
    "de", "fr", "es", "pt", "it", "nl", "pl", "ca", "gl", "eu", "cs", "sk", "sl", "hr", "bs", "sr", "mk", "bg", "ro",
    "el", "tr", "ru", "uk", "be", "da", "nb", "no", "nn", "fi", "et", "lv", "is", "ga", "cy", "id", "vi", "th", "ar",
    "he", "hi",
];

/// Top-level domains of regions that put the day first and are used by few others.
const DAY_FIRST_DOMAINS: [&str; 56] = [
    "uk", "ie", "au", "nz", "in", "za", "ng", "ke", "gh", "pk", "bd", "lk", "sg", "my", "de", "at", "ch", "fr", "be",
    "nl", "lu", "es", "pt", "it", "gr", "cy", "mt", "pl", "cz", "sk", "si", "hr", "rs", "ba", "mk", "bg", "ro", "tr",
    "ru", "ua", "dk", "no", "se", "fi", "ee", "lv", "mx", "br", "ar", "cl", "pe", "uy", "th", "vn", "id", "il",
];
const MONTH_FIRST_DOMAINS: [&str; 4] = ["us", "gov", "mil", "ph"];

/// Zones that put the month first, by how their names begin, and cities of Canada, which tells nothing.
const MONTH_FIRST_ZONES: [&str; 24] = [
    "US/",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Phoenix",
    "America/Anchorage",
    "America/Detroit",
    "America/Boise",
    "America/Indiana/",
    "America/Kentucky/",
    "America/North_Dakota/",
    "America/Menominee",
    "America/Juneau",
    "America/Sitka",
    "America/Nome",
    "America/Adak",
    "America/Metlakatla",
    "America/Yakutat",
    "America/Puerto_Rico",
    "America/St_Thomas",
    "Pacific/Honolulu",
    "Pacific/Guam",
    "Asia/Manila",
];
const DAY_FIRST_ZONES: [&str; 24] = [
    "Europe/",
    "Africa/",
    "Australia/",
    "Atlantic/",
    "Indian/",
    "Pacific/Auckland",
    "Asia/Kolkata",
    "Asia/Calcutta",
    "Asia/Dubai",
    "Asia/Singapore",
    "Asia/Kuala_Lumpur",
    "Asia/Bangkok",
    "Asia/Jakarta",
    "Asia/Ho_Chi_Minh",
    "Asia/Jerusalem",
    "Asia/Dhaka",
    "Asia/Karachi",
    "America/Sao_Paulo",
    "America/Mexico_City",
    "America/Argentina/",
    "America/Buenos_Aires",
    "America/Bogota",
    "America/Lima",
    "America/Santiago",
];

/// Countries by their names, as the last part of a place.
const MONTH_FIRST_COUNTRIES: [&str; 6] =
    ["usa", "us", "u s a", "united states", "united states of america", "philippines"];
const DAY_FIRST_COUNTRIES: [&str; 30] = [
    "uk",
    "united kingdom",
    "england",
    "scotland",
    "wales",
    "ireland",
    "australia",
    "new zealand",
    "india",
    "south africa",
    "nigeria",
    "kenya",
    "singapore",
    "malaysia",
    "germany",
    "austria",
    "switzerland",
    "france",
    "belgium",
    "netherlands",
    "spain",
    "portugal",
    "italy",
    "poland",
    "denmark",
    "norway",
    "sweden",
    "finland",
    "brazil",
    "mexico",
];

/// What a tag of BCP 47 tells: `en-GB`, `de`. English without a region tells nothing.
fn of_language(tag: &str) -> Option<DayOrder> {
    let lower = tag.trim().to_ascii_lowercase();
    let mut parts = lower.split(['-', '_', '.']);
    let language = parts.next().unwrap_or_default();
    match parts.find(|part| part.len() == 2) {
        Some(region) if UNCLEAR.contains(&region) => None,
        Some(region) if MONTH_FIRST.contains(&region) => Some(DayOrder::MonthFirst),
        Some(_) if language.len() == 2 && !["ja", "zh", "ko"].contains(&language) => Some(DayOrder::DayFirst),
        _ => DAY_FIRST_LANGUAGES.contains(&language).then_some(DayOrder::DayFirst),
    }
}

/// What a page tells by the language it names for itself, else by the top-level domain it stands under.
pub(crate) fn of_page(page: &Page) -> Option<DayOrder> {
    let start = page.body.get(..LOOK_BYTES).unwrap_or(&page.body);
    let start = String::from_utf8_lossy(start);
    languages(&start).into_iter().flatten().find_map(|tag| of_language(&tag)).or_else(|| of_domain(&page.url))
}

/// The languages that a page names: of its document, of Open Graph, of a feed.
fn languages(start: &str) -> [Option<String>; 3] {
    let behind = |mark: &str| {
        let rest = start.get(start.find(mark)? + mark.len()..)?;
        Some((rest, tag_end(rest)?))
    };
    let of_document = || {
        let (rest, end) = behind("<html").or_else(|| behind("<HTML"))?;
        let tag = rest.get(..end)?;
        Some(attribute(tag, "lang").or_else(|| attribute(tag, "xml:lang"))?.into_owned())
    };
    let of_open_graph = || {
        let (rest, end) = behind("og:locale\"")?;
        Some(attribute(rest.get(..end)?, "content")?.into_owned())
    };
    let of_feed = || {
        let (rest, end) = behind("<language")?;
        Some(rest.get(end + 1..)?.split('<').next()?.to_owned())
    };
    [of_document(), of_open_graph(), of_feed()]
}

fn of_domain(url: &Url) -> Option<DayOrder> {
    let last = url.host_str()?.rsplit('.').next()?;
    if DAY_FIRST_DOMAINS.contains(&last) {
        return Some(DayOrder::DayFirst);
    }
    MONTH_FIRST_DOMAINS.contains(&last).then_some(DayOrder::MonthFirst)
}

/// What is known of a source tells: its language, its zone, the country of its place.
pub(crate) fn of_source(hints: &SourceHints) -> Option<DayOrder> {
    let SourceHints { place, time_zone, language } = hints;
    let of_zone = |zone: &str| {
        let is_of = |names: &[&str]| names.iter().any(|name| zone.starts_with(name));
        if is_of(&MONTH_FIRST_ZONES) {
            return Some(DayOrder::MonthFirst);
        }
        is_of(&DAY_FIRST_ZONES).then_some(DayOrder::DayFirst)
    };
    let of_place = |place: &str| {
        let country = folded(place.rsplit(',').next()?);
        let country = country.trim();
        if MONTH_FIRST_COUNTRIES.contains(&country) {
            return Some(DayOrder::MonthFirst);
        }
        DAY_FIRST_COUNTRIES.contains(&country).then_some(DayOrder::DayFirst)
    };
    let by_language = language.as_deref().and_then(of_language);
    by_language.or_else(|| time_zone.as_deref().and_then(of_zone)).or_else(|| place.as_deref().and_then(of_place))
}
