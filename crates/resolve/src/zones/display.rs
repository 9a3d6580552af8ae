//! Zones as Outlook shows them to people: an offset and some cities, or a name in the language of who wrote the calendar.

use chrono::{FixedOffset, Offset as _, TimeZone, Utc};
use chrono_tz::Tz;
use hobnob_domain::text::folded;

use super::{NAMES, Zone, by_city, fixed, whole};

/// What parts the cities of a name.
const BETWEEN: [char; 5] = [',', ';', '/', '、', '，'];

/// `(UTC+01:00) Amsterdam, Berlin, Bern, Rom`, `(GMT+01.00) Sarajevo/Warsaw/Zagreb`: the first city that is known, in whatever
/// language; else the place whose clocks have that offset in winter, and as a last resort the offset alone.
pub(super) fn outlook(text: &str, place: Option<Tz>) -> Option<Zone> {
    let (offset, cities) = text.strip_prefix('(')?.split_once(')')?;
    let part = |name: &str| NAMES.parts.get(&folded(name)).copied();
    // `Est` is the east of America here, and elsewhere an abbreviation.
    let known = |name: &str| part(name).or_else(|| part(without_brackets(name)?)).or_else(|| city(name));
    let city = part(cities.trim())
        .or_else(|| whole(cities.trim()))
        .or_else(|| cities.split(BETWEEN).map(str::trim).find_map(known));
    if let Some(city) = city {
        return Some(Zone::Named(city));
    }
    let offset = fixed(&offset.replace('.', ":"))?;
    let has_it = |tz: &Tz| in_winter(*tz) == Some(offset);
    Some(place.filter(has_it).map_or(Zone::Fixed(offset), Zone::Named))
}

/// `Amsterdam, Berlin, Bern, Rom, Stockholm, Wien`, `Sarajevo/Warsaw/Zagreb`: cities alone.
pub(super) fn cities(text: &str) -> Option<Tz> {
    text.contains(BETWEEN).then(|| text.split(BETWEEN).map(str::trim).find_map(city)).flatten()
}

fn city(name: &str) -> Option<Tz> {
    let known = |name: &str| whole(name).or_else(|| by_city(name)).or_else(|| localized(name));
    known(name).or_else(|| known(without_brackets(name)?))
}

/// `Bratislava` of `Bratislava (Pressburg)`.
fn without_brackets(name: &str) -> Option<&str> {
    name.split_once(" (").map(|(bare, _)| bare.trim())
}

/// A name of another language, or of a city with accents that its zone has not.
pub(super) fn localized(text: &str) -> Option<Tz> {
    if !text.starts_with(char::is_alphanumeric) {
        return None;
    }
    let plain = folded(text);
    NAMES.localized.get(&plain).or_else(|| NAMES.last.get(&plain.replace(' ', "_"))).copied()
}

/// How far from UTC the clocks of a zone are when it is not summer there.
fn in_winter(tz: Tz) -> Option<FixedOffset> {
    let at = |month| Utc.with_ymd_and_hms(2026, month, 15, 12, 0, 0).earliest();
    let offsets = [at(1), at(7)].into_iter().flatten().map(|at| at.with_timezone(&tz).offset().fix());
    offsets.min_by_key(|offset| offset.local_minus_utc())
}

#[cfg(test)]
mod tests {
    use super::super::{is_by_offset_alone, localized, named};
    use super::*;
    use chrono_tz::{America, Asia, Australia, Europe};

    fn tz(text: &str) -> Option<Tz> {
        named(text, None).and_then(Zone::tz)
    }

    #[test]
    fn every_name_of_the_tables_leads_to_its_zone() {
        for (name, target) in localized::ZONES.iter().chain(localized::CITIES) {
            assert!(whole(target).is_some(), "{name} → {target}");
            assert_eq!(tz(name), whole(target), "{name}");
        }
        for (name, target) in localized::PARTS {
            assert!(whole(target).is_some(), "{name} → {target}");
            assert_eq!(tz(&format!("(UTC-01:00) {name}")), whole(target), "{name}");
        }
    }

    #[test]
    fn names_are_read_in_other_languages() {
        for (text, zone) in [
            ("(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien", Europe::Amsterdam),
            ("(UTC+01:00) Ámsterdam, Berlín, Berna, Roma, Estocolmo, Viena", Europe::Amsterdam),
            ("(UTC+02:00) Athen, Bukarest", Europe::Athens),
            ("(UTC+01:00) Sarajewo, Skopie, Warszawa, Zagrzeb", Europe::Sarajevo),
            ("(GMT+01.00) Sarajevo/Warsaw/Zagreb", Europe::Sarajevo),
            ("(UTC-05:00) Eastern Time (USA & Kanada)", America::New_York),
            ("(UTC-08:00) Pacifique (É.-U. et Canada)", America::Los_Angeles),
            ("(UTC-05:00) Hora del este (EE. UU. y Canadá)", America::New_York),
            ("(UTC+09:00) 大阪、札幌、東京", Asia::Tokyo),
            ("Mitteleuropäische Zeit", Europe::Berlin),
            ("Romance Standard Time", Europe::Paris),
            ("Hora estándar romance", Europe::Paris),
            ("Västeuropa, normaltid", Europe::Stockholm),
            ("Amsterdam, Berlin, Bern, Rom, Stockholm, Wien", Europe::Amsterdam),
            ("Paris, Madrid", Europe::Paris),
            ("Sarajevo/Warsaw/Zagreb", Europe::Sarajevo),
            ("Wien", Europe::Vienna),
        ] {
            assert_eq!(tz(text), Some(zone), "{text}");
        }
        // These say where, but only behind an offset.
        assert_eq!([tz("Est (Nord)"), tz("Centre"), tz("Pacifique")], [None; 3]);
    }

    #[test]
    fn an_offset_before_a_name_is_the_last_resort() {
        let nowhere = "(UTC+01:00) Nirgendheim";
        assert_eq!(named(nowhere, Some(Europe::Vienna)), Some(Zone::Named(Europe::Vienna)));
        let alone = named(nowhere, Some(Europe::Athens)).unwrap();
        assert_eq!(alone, Zone::Fixed(FixedOffset::east_opt(3_600).unwrap()));
        assert!(is_by_offset_alone(nowhere, alone) && !is_by_offset_alone("UTC+01:00", alone));
        assert_eq!(in_winter(Australia::Sydney), FixedOffset::east_opt(36_000));
        assert_eq!(in_winter(Europe::Dublin), FixedOffset::east_opt(0));
    }
}
