//! Countries, their first-level divisions, and parts of the world.

use crate::{
    Out, Outcome,
    keys::Keys,
    layout::{NO_ADMIN1, NO_PLACE},
    names::fold,
    places::Places,
    rows::{Files, several},
    texts::Texts,
};
use std::collections::{BTreeMap, BTreeSet};

/// Countries that are one town, and its GeoNames id.
const TOWNS: [(&str, u32); 7] = [
    ("GI", 2_411_585),
    ("HK", 1_819_729),
    ("LU", 2_960_316),
    ("MC", 2_993_458),
    ("MO", 1_821_274),
    ("SG", 1_880_252),
    ("VA", 3_164_670),
];

/// Countries whose codes of divisions at GeoNames are the letters people write.
const LETTERED: [&str; 2] = ["CH", "US"];

/// Numbers of countries and divisions.
pub(crate) struct Divisions<'a> {
    countries: BTreeMap<&'a str, u8>,
    admin1: BTreeMap<(&'a str, &'a str), u16>,
}

impl<'a> Divisions<'a> {
    pub(crate) fn read(files: &'a Files) -> Outcome<Self> {
        let mut codes = BTreeSet::new();
        for country in files.countries() {
            let [code, ..] = country?;
            codes.insert(code);
        }
        let countries = codes.into_iter().zip(0..).collect();
        let mut admin1 = BTreeMap::new();
        for (number, division) in (0..).zip(files.admin1()) {
            let [country, code, ..] = division?;
            admin1.insert((country, code), number);
        }
        Ok(Self { countries, admin1 })
    }

    pub(crate) fn country(&self, code: &str) -> Option<u8> {
        self.countries.get(code).copied()
    }

    pub(crate) fn admin1(&self, country: &str, code: &str) -> u16 {
        self.admin1.get(&(country, code)).copied().unwrap_or(NO_ADMIN1)
    }

    pub(crate) fn write(&self, out: &Out, texts: &mut Texts, places: &Places<'_>, files: &Files) -> Outcome<()> {
        self.write_countries(out, texts, places, files)?;
        self.write_admin1(out, texts, files)?;
        let mut regions = Keys::default();
        for alias in files.aliases() {
            let alias = alias?;
            if alias.place.is_none() {
                regions.add(fold(alias.name), texts.offset(alias.name)?);
            }
        }
        regions.write(out, "regions", |a, b| a == b)
    }

    fn write_countries(&self, out: &Out, texts: &mut Texts, places: &Places<'_>, files: &Files) -> Outcome<()> {
        let mut records = BTreeMap::new();
        let mut keys = BTreeMap::new();
        for country in files.countries() {
            let [code, long_code, name, _] = country?;
            let town = TOWNS.iter().find(|(town, _)| *town == code).map_or(NO_PLACE, |(_, id)| places.number(*id));
            let mut record = [code.as_bytes(), long_code.as_bytes()].concat();
            record.extend(texts.offset(name)?.to_le_bytes());
            record.extend(town.to_le_bytes());
            records.insert(code, record);
            keys.entry(fold(name)).or_insert(code);
        }
        for country in files.countries() {
            let [code, _, _, others] = country?;
            for name in several(others) {
                keys.entry(fold(name)).or_insert(code);
            }
        }
        let mut table = Keys::default();
        for (key, code) in keys {
            table.add(key, self.country(code).ok_or("every country is numbered")?.into());
        }
        out.write("countries.bin", &records.into_values().collect::<Vec<_>>().concat())?;
        table.write(out, "countries", |a, b| a == b)
    }

    fn write_admin1(&self, out: &Out, texts: &mut Texts, files: &Files) -> Outcome<()> {
        let (mut records, mut keys) = (Vec::new(), Keys::default());
        for (number, division) in (0..).zip(files.admin1()) {
            let [country, code, name, others] = division?;
            records.push(self.country(country).ok_or_else(|| format!("no country {country}"))?);
            records.extend(texts.offset(name)?.to_le_bytes());
            records.extend(texts.offset(code)?.to_le_bytes());
            let lettered = LETTERED.contains(&country) && code.len() == 2;
            for name in several(others).chain([name]).chain(lettered.then_some(code)) {
                keys.add(fold(name), number);
            }
        }
        out.write("admin1.bin", &records)?;
        keys.write(out, "admin1", |a, b| a == b)
    }
}
