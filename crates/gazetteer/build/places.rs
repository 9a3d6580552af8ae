//! The places and the names they go by.

use crate::{
    Out, Outcome,
    divisions::Divisions,
    keys::Keys,
    layout::{
        FEATURE_CAPITAL, FEATURE_QUARTER, FEATURE_SEAT, KIND_ALTERNATE, KIND_BITS, KIND_CODE, KIND_NAME, KIND_SPELLING,
        NO_PLACE, PLACE_BYTES, ROWS_A_DEGREE, row_of,
    },
    names::fold,
    rows::{City, Files, several},
    texts::Texts,
};
use std::collections::{BTreeSet, HashMap};

/// The places in the order of their numbers.
pub(crate) struct Places<'a> {
    cities: Vec<(City<'a>, u8, u16)>,
    numbers: HashMap<u32, u32>,
}

impl<'a> Places<'a> {
    pub(crate) fn read(files: &'a Files, divisions: &Divisions<'a>) -> Outcome<Self> {
        let mut cities = Vec::new();
        for city in files.cities() {
            let city = city?;
            let country = divisions.country(city.country).ok_or_else(|| format!("no country {}", city.country))?;
            let admin1 = divisions.admin1(city.country, city.admin1);
            cities.push((city, country, admin1));
        }
        cities.sort_unstable_by_key(|(city, ..)| (row_of(city.latitude), city.longitude, city.latitude, city.id));
        let numbers = (0..).zip(&cities).map(|(number, (city, ..))| (city.id, number)).collect();
        Ok(Self { cities, numbers })
    }

    /// The number of a place by its GeoNames id.
    pub(crate) fn number(&self, id: u32) -> u32 {
        self.numbers.get(&id).copied().unwrap_or(NO_PLACE)
    }

    pub(crate) fn write(&self, out: &Out, texts: &mut Texts, files: &Files) -> Outcome<()> {
        let zones: BTreeSet<&str> = self.cities.iter().map(|(city, ..)| city.zone).collect();
        let mut list = Vec::new();
        for zone in &zones {
            list.push(u8::try_from(zone.len())?);
            list.extend_from_slice(zone.as_bytes());
        }
        let mut records = Vec::with_capacity(self.cities.len() * PLACE_BYTES);
        let zones: HashMap<&str, u16> = zones.into_iter().zip(0..).collect();
        for (city, country, admin1) in &self.cities {
            let zone = zones.get(city.zone).ok_or("every zone is listed")?;
            records.extend(city.id.to_le_bytes());
            records.extend(city.latitude.to_le_bytes());
            records.extend(city.longitude.to_le_bytes());
            records.extend(city.population.to_le_bytes());
            records.extend(texts.offset(city.name)?.to_le_bytes());
            records.extend(zone.to_le_bytes());
            records.extend(admin1.to_le_bytes());
            let names = u8::try_from(several(city.alternates).count()).unwrap_or(u8::MAX);
            records.extend([*country, feature(city.feature), names]);
        }
        out.write("zones.bin", &list)?;
        out.write("places.bin", &records)?;
        out.write("rows.bin", &self.rows()?)?;
        self.keys(files)?.write(out, "places", |a, b| a >> KIND_BITS == b >> KIND_BITS)
    }

    /// For each row of latitude, and once more, the number of its first place.
    fn rows(&self) -> Outcome<Vec<u8>> {
        let mut starts = Vec::new();
        for row in 0..=usize::try_from(180 * ROWS_A_DEGREE)? + 1 {
            let start = self.cities.partition_point(|(city, ..)| row_of(city.latitude) < row);
            starts.extend(u32::try_from(start)?.to_le_bytes());
        }
        Ok(starts)
    }

    fn keys(&self, files: &Files) -> Outcome<Keys> {
        let mut keys = Keys::default();
        let mut add = |name: &str, number: u32, kind: u32| {
            let key = fold(name);
            for other in spellings(&key) {
                keys.add(other, number << KIND_BITS | kind.max(KIND_SPELLING));
            }
            keys.add(key, number << KIND_BITS | kind);
        };
        for (number, (city, ..)) in (0..).zip(&self.cities) {
            add(city.name, number, KIND_NAME);
            add(city.ascii, number, KIND_NAME);
            for name in several(city.alternates).filter(|name| !NO_TOWNS.contains(name)) {
                add(name, number, if is_code(name, 2..=6) { KIND_CODE } else { KIND_ALTERNATE });
            }
        }
        for alias in files.aliases() {
            let alias = alias?;
            match alias.place.map(|id| self.number(id)) {
                Some(NO_PLACE) => return Err(format!("alias `{}` names a place that is not there", alias.name).into()),
                Some(number) if is_code(alias.name, 1..=7) && alias.name.replace('.', "").len() <= 4 => {
                    add(alias.name, number, KIND_CODE);
                }
                Some(number) => add(alias.name, number, KIND_NAME),
                None => {}
            }
        }
        Ok(keys)
    }
}

/// What towns were called for a day: it means something else in any address.
const NO_TOWNS: &[&str] = &["Google"];

fn feature(code: &str) -> u8 {
    match code {
        "PPLX" => FEATURE_QUARTER,
        "PPLC" => FEATURE_CAPITAL,
        code if code.starts_with("PPLA") => FEATURE_SEAT,
        _ => 0,
    }
}

/// Capitals and full stops only, so many of them.
fn is_code(name: &str, length: std::ops::RangeInclusive<usize>) -> bool {
    length.contains(&name.len()) && name.bytes().all(|b| b.is_ascii_uppercase() || b == b'.')
}

/// How else the same name is written.
fn spellings(key: &str) -> Vec<String> {
    const SHORT: [(&str, &str); 5] =
        [("saint ", "st "), ("st ", "saint "), ("sankt ", "st "), ("fort ", "ft "), ("mount ", "mt ")];
    let mut all = Vec::new();
    for (long, short) in SHORT {
        all.extend(key.strip_prefix(long).map(|rest| format!("{short}{rest}")));
    }
    if key.contains(" and ") {
        all.push(key.replace(" and ", " "));
    }
    // "원주시" is called "원주", "川崎市" "川崎".
    let short = ['시', '군', '市'].iter().find_map(|town| key.strip_suffix(*town));
    all.extend(short.filter(|rest| rest.chars().count() > 1 && !rest.is_ascii()).map(str::to_owned));
    all
}
