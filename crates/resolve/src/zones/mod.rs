//! Time zones by any of the names that listings use.

mod abbreviations;
mod display;
mod localized;
mod rails;
mod scripts;
mod windows;

pub(crate) use scripts::zone_of as zone_of_script;

use std::{collections::HashMap, sync::LazyLock};

use chrono::{FixedOffset, TimeZone, Utc};
use chrono_tz::{OffsetName, TZ_VARIANTS, Tz};
use hobnob_domain::text::folded;

/// What a zone's name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// A place's rules.
    Named(Tz),
    /// So far from UTC, summer and winter.
    Fixed(FixedOffset),
}

impl Zone {
    /// The zone with rules; none for a fixed offset.
    pub const fn rules(self) -> Option<Tz> {
        match self {
            Self::Named(tz) => Some(tz),
            Self::Fixed(_) => None,
        }
    }

    /// The zone with rules; for a fixed offset of whole hours the `Etc` zone that has it.
    pub fn tz(self) -> Option<Tz> {
        match self {
            Self::Named(tz) => Some(tz),
            Self::Fixed(offset) => etc(offset),
        }
    }
}

/// Zones by name in lower case, and by the last part of their name ("berlin"), the canonical continents before the
/// backward links.
struct Names {
    whole: HashMap<String, Tz>,
    last: HashMap<String, Tz>,
    /// In other languages, folded; and those that count only behind an offset.
    localized: HashMap<String, Tz>,
    parts: HashMap<String, Tz>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let mut names =
        Names { whole: HashMap::new(), last: HashMap::new(), localized: HashMap::new(), parts: HashMap::new() };
    for tz in TZ_VARIANTS {
        let name = tz.name().to_lowercase();
        if let Some((area, city)) = name.rsplit_once('/')
            && !matches!(area, "etc" | "us" | "canada" | "brazil" | "mexico" | "chile" | "systemv")
        {
            names.last.entry(city.to_owned()).or_insert(tz);
        }
        names.whole.insert(name, tz);
    }
    for (name, target) in windows::ZONES.iter().chain(rails::ZONES) {
        if let Some(tz) = names.whole.get(&target.to_lowercase()).copied() {
            names.whole.entry(name.to_lowercase()).or_insert(tz);
        }
    }
    let by_folded = |table: &[(&str, &str)]| {
        let known = |(name, target): &(&str, &str)| Some((folded(name), *names.whole.get(&target.to_lowercase())?));
        table.iter().filter_map(known).collect::<HashMap<String, Tz>>()
    };
    let mut localized = by_folded(localized::ZONES);
    localized.extend(by_folded(localized::CITIES));
    let parts = by_folded(localized::PARTS);
    Names { localized, parts, ..names }
});

/// The longest name looked at, in bytes.
const NAME_BYTES_MAX: usize = 200;

/// Reads a zone's name: IANA in any case and behind any prefix (`/mozilla.org/20050126_1/Europe/Berlin`), Windows
/// (`W. Europe Standard Time`), Rails (`Eastern Time (US & Canada)`), Outlook (`(UTC+01:00) Amsterdam, Berlin, Bern`), as
/// these are called in other languages (`Mitteleuropäische Zeit`), a fixed offset (`GMT+0200`, `UTC-5`) or an abbreviation.
///
/// Abbreviations mean different places in different parts of the world: one that `place`'s own clocks show, in winter or
/// in summer, is `place`; any other is the place it stands for most often.
pub fn named(text: &str, place: Option<Tz>) -> Option<Zone> {
    let text = text.trim().trim_matches(['"', '\'', '/']).trim();
    if text.is_empty() || text.len() > NAME_BYTES_MAX {
        return None;
    }
    if let Some(tz) = place.filter(|tz| shows(*tz, text)) {
        return Some(Zone::Named(tz));
    }
    fixed(text)
        .map(Zone::Fixed)
        .or_else(|| abbreviations::meaning(text).and_then(whole).map(Zone::Named))
        .or_else(|| whole(text).map(Zone::Named))
        .or_else(|| behind_prefix(text).map(Zone::Named))
        .or_else(|| display::outlook(text, place))
        .or_else(|| by_city(text).map(Zone::Named))
        .or_else(|| display::localized(text).map(Zone::Named))
        .or_else(|| otherwise_parted(text).map(Zone::Named))
        .or_else(|| display::cities(text).map(Zone::Named))
}

/// Whether a zone is known by nothing but the offset that stands before its name: `(UTC-03:00) Nowhere`. Such an offset is
/// that of winter, and whether there is a summer nobody knows.
pub(crate) fn is_by_offset_alone(text: &str, zone: Zone) -> bool {
    matches!(zone, Zone::Fixed(_)) && text.trim().trim_matches(['"', '\'', '/']).trim().starts_with('(')
}

fn whole(text: &str) -> Option<Tz> {
    let lower = text.to_lowercase();
    NAMES.whole.get(&lower).or_else(|| NAMES.whole.get(&lower.replace(' ', "_"))).copied()
}

/// `US-Eastern`, `Europe_Berlin`: names that had to do without a slash.
fn otherwise_parted(text: &str) -> Option<Tz> {
    let (area, rest) = text.split_once(['-', '_']).filter(|_| !text.contains('/'))?;
    whole(&format!("{area}/{rest}"))
}

fn by_city(text: &str) -> Option<Tz> {
    let plain: String = text.to_lowercase().chars().map(|c| if c == ' ' { '_' } else { c }).collect();
    NAMES.last.get(&plain).copied()
}

/// `/mozilla.org/20050126_1/Europe/Berlin`, `/freeassociation.sourceforge.net/America/New_York`: the longest end that
/// is a name.
fn behind_prefix(text: &str) -> Option<Tz> {
    text.match_indices('/').take(8).find_map(|(slash, _)| whole(text.get(slash + 1..)?))
}

/// Whether the clocks of a zone show this abbreviation in January or in July.
fn shows(tz: Tz, abbreviation: &str) -> bool {
    let shown = |month| {
        let time = Utc.with_ymd_and_hms(2026, month, 15, 12, 0, 0).earliest()?.with_timezone(&tz);
        time.offset().abbreviation().map(|shown| shown.eq_ignore_ascii_case(abbreviation))
    };
    abbreviation.bytes().all(|b| b.is_ascii_alphabetic()) && [1, 7].into_iter().any(|month| shown(month) == Some(true))
}

/// Reads `Z`, `GMT+0200`, `UTC+01:00`, `UTC-5`, `+0530`. `UTC` and `GMT` alone are zones of their own.
pub(crate) fn fixed(text: &str) -> Option<FixedOffset> {
    let text = text.trim();
    if matches!(text, "Z" | "z") {
        return FixedOffset::east_opt(0);
    }
    let bare =
        ["UTC", "GMT", "utc", "gmt"].iter().find_map(|name| text.strip_prefix(name)).unwrap_or(text).trim_start();
    let (sign, digits) = match bare.chars().next()? {
        '+' => (1, bare.get(1..)?),
        '-' => (-1, bare.get(1..)?),
        '−' => (-1, bare.get('−'.len_utf8()..)?),
        _ => return None,
    };
    let seconds = sign * offset_seconds(digits)?;
    FixedOffset::east_opt(seconds)
}

/// Seconds of `1`, `01`, `0100`, `01:00`, `1:00`, `01:00:00`; at most 15 hours.
fn offset_seconds(digits: &str) -> Option<i32> {
    let parts: Vec<&str> = digits.split(':').collect();
    let (hours, minutes) = match parts.as_slice() {
        [one] if one.len() <= 2 => (*one, "0"),
        [one] if one.len() <= 4 => one.split_at_checked(one.len() - 2)?,
        [hours, minutes] | [hours, minutes, "00"] if minutes.len() == 2 => (*hours, *minutes),
        _ => return None,
    };
    let is_number = |text: &str| !text.is_empty() && text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit());
    if !is_number(hours) || !is_number(minutes) {
        return None;
    }
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 15 && minutes < 60).then_some(hours * 3600 + minutes * 60)
}

/// The `Etc` zone of an offset; for one that is no whole hour the zone where clocks stay at it, if there is one.
pub(crate) fn etc(offset: FixedOffset) -> Option<Tz> {
    let seconds = offset.local_minus_utc();
    match seconds {
        0 => Some(Tz::UTC),
        _ if seconds % 3600 == 0 => {
            let sign = if seconds < 0 { '+' } else { '-' };
            whole(&format!("Etc/GMT{sign}{}", seconds.abs() / 3600))
        }
        12_600 => Some(Tz::Asia__Tehran),
        16_200 => Some(Tz::Asia__Kabul),
        19_800 => Some(Tz::Asia__Kolkata),
        20_700 => Some(Tz::Asia__Kathmandu),
        23_400 => Some(Tz::Asia__Yangon),
        31_500 => Some(Tz::Australia__Eucla),
        34_200 => Some(Tz::Australia__Darwin),
        -34_200 => Some(Tz::Pacific__Marquesas),
        _ => None,
    }
}

/// Whether a zone may be that of people who meet: not UTC, and not twelve hours behind it, which is Anywhere on Earth, the
/// zone of deadlines.
pub(crate) fn is_of_people(tz: Tz) -> bool {
    !is_utc(tz) && tz.name() != "Etc/GMT+12"
}

/// Whether a zone is UTC under any of its names: feeds write it for want of a better one.
pub(crate) fn is_utc(tz: Tz) -> bool {
    matches!(
        tz.name(),
        "UTC"
            | "Etc/UTC"
            | "Etc/GMT"
            | "Etc/UCT"
            | "UCT"
            | "Zulu"
            | "Etc/Zulu"
            | "GMT"
            | "GMT0"
            | "GMT+0"
            | "GMT-0"
            | "Etc/GMT0"
            | "Etc/GMT+0"
            | "Etc/GMT-0"
            | "Greenwich"
            | "Etc/Greenwich"
            | "Universal"
            | "Etc/Universal"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::{America, Asia, Europe};

    fn tz(text: &str) -> Option<Tz> {
        named(text, None).and_then(Zone::tz)
    }

    fn hours(text: &str) -> Option<f64> {
        fixed(text).map(|offset| f64::from(offset.local_minus_utc()) / 3600.0)
    }

    #[test]
    fn iana_names_are_read_in_any_case_and_behind_any_prefix() {
        for text in [
            "Europe/Berlin",
            "europe/berlin",
            "EUROPE/BERLIN",
            "\"Europe/Berlin\"",
            "/mozilla.org/20050126_1/Europe/Berlin",
            "/freeassociation.sourceforge.net/Europe/Berlin",
            "/softwarestudio.org/Olson_20011030_5/Europe/Berlin",
        ] {
            assert_eq!(tz(text), Some(Europe::Berlin), "{text}");
        }
        assert_eq!(tz("America/New York"), Some(America::New_York));
        assert_eq!(
            tz("/citadel.org/20250101_1/America/Argentina/Buenos_Aires"),
            Some(America::Argentina::Buenos_Aires)
        );
    }

    #[test]
    fn windows_and_rails_and_outlook_names_are_read() {
        assert_eq!(tz("W. Europe Standard Time"), Some(Europe::Berlin));
        assert_eq!(tz("pacific standard time"), Some(America::Los_Angeles));
        assert_eq!(tz("Eastern Time (US & Canada)"), Some(America::New_York));
        assert_eq!(tz("Kyiv"), tz("Europe/Kyiv"));
        assert_eq!(tz("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna"), Some(Europe::Amsterdam));
        assert_eq!(tz("(UTC-03:00) Nowhere"), tz("Etc/GMT+3"));
    }

    #[test]
    fn a_name_may_do_without_its_slash() {
        assert_eq!(tz("US-Eastern"), tz("US/Eastern"));
        assert_eq!(tz("Europe_Berlin"), Some(Europe::Berlin));
        assert_eq!(tz("America_New_York"), Some(America::New_York));
        assert_eq!([tz("Europe-Nowhere"), tz("-"), tz("Europe/-Berlin")], [None; 3]);
    }

    #[test]
    fn every_name_of_the_tables_leads_to_a_zone() {
        for (name, target) in windows::ZONES.iter().chain(rails::ZONES) {
            assert!(whole(target).is_some(), "{name} → {target}");
            assert!(tz(name).is_some(), "{name}");
        }
    }

    #[test]
    fn fixed_offsets_are_read_in_every_spelling() {
        assert_eq!(hours("GMT+0200"), Some(2.0));
        assert_eq!(hours("UTC+01:00"), Some(1.0));
        assert_eq!(hours("UTC-5"), Some(-5.0));
        assert_eq!(hours("+0530"), Some(5.5));
        assert_eq!(hours("−03:00"), Some(-3.0));
        for text in ["+99:00", "+1:5", "+", "UTC", "+01:60", "+ab", "5", "+012345"] {
            assert_eq!(hours(text), None, "{text}");
        }
        assert_eq!(tz("GMT+0200"), tz("Etc/GMT-2"));
        assert_eq!(tz("+05:30"), tz("Asia/Kolkata"));
        assert_eq!(tz("+02:30"), None);
    }

    #[test]
    fn an_abbreviation_is_first_the_places_own() {
        let read = |text, place| named(text, place).and_then(Zone::tz);
        assert_eq!(read("IST", Some(Asia::Jerusalem)), Some(Asia::Jerusalem));
        assert_eq!(read("IST", None), Some(Asia::Kolkata));
        assert_eq!(read("IDT", Some(Asia::Jerusalem)), Some(Asia::Jerusalem));
        assert_eq!(read("IST", Some(Europe::Dublin)), Some(Europe::Dublin));
        assert_eq!(read("CST", Some(Asia::Shanghai)), Some(Asia::Shanghai));
        assert_eq!(read("CST", None), Some(America::Chicago));
        assert_eq!(read("CEST", Some(Europe::Vienna)), Some(Europe::Vienna));
        assert_eq!(read("PDT", None), Some(America::Los_Angeles));
        assert_eq!(read("AoE", None), tz("Etc/GMT+12"));
    }

    #[test]
    fn nonsense_is_no_zone() {
        for text in ["", "Mars/Olympus", "Customized Time Zone", "Local", "////", "tomorrow"] {
            assert_eq!(tz(text), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_a_zone(text in ".{0,60}") {
            let _ = named(&text, Some(Europe::Berlin));
        }
    }
}
