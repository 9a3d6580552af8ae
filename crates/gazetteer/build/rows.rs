//! The files of `data/`, line by line.

use crate::Outcome;
use std::{fs, io::Read, path::Path};

/// The four files, unpacked.
pub(crate) struct Files {
    cities: String,
    countries: String,
    admin1: String,
    aliases: String,
}

/// One place as it stands in the file.
pub(crate) struct City<'a> {
    pub(crate) id: u32,
    pub(crate) name: &'a str,
    pub(crate) ascii: &'a str,
    pub(crate) alternates: &'a str,
    pub(crate) country: &'a str,
    pub(crate) admin1: &'a str,
    pub(crate) latitude: i32,
    pub(crate) longitude: i32,
    pub(crate) population: u32,
    pub(crate) zone: &'a str,
    pub(crate) feature: &'a str,
}

/// One name we gave a place or a part of the world.
pub(crate) struct Alias<'a> {
    pub(crate) name: &'a str,
    pub(crate) place: Option<u32>,
}

impl Files {
    pub(crate) fn read(folder: &Path) -> Outcome<Self> {
        let text = |name: &str| fs::read_to_string(folder.join(name)).map_err(|fault| format!("{name}: {fault}"));
        let mut cities = String::new();
        flate2::read::GzDecoder::new(fs::File::open(folder.join("cities.tsv.gz"))?).read_to_string(&mut cities)?;
        Ok(Self {
            cities,
            countries: text("countries.tsv")?,
            admin1: text("admin1.tsv")?,
            aliases: text("aliases.tsv")?,
        })
    }

    pub(crate) fn cities(&self) -> impl Iterator<Item = Outcome<City<'_>>> {
        rows(&self.cities).map(|row| {
            let [id, name, ascii, alternates, country, admin1, _, latitude, longitude, population, zone, feature] =
                row?;
            Ok(City {
                id: id.parse()?,
                name,
                ascii,
                alternates,
                country,
                admin1,
                latitude: units(latitude)?,
                longitude: units(longitude)?,
                population: population.parse()?,
                zone,
                feature,
            })
        })
    }

    /// Code, code of three letters, name, other names.
    pub(crate) fn countries(&self) -> impl Iterator<Item = Outcome<[&str; 4]>> {
        rows(&self.countries).map(|row| {
            let [code, long_code, name, others, ..]: [&str; 9] = row?;
            Ok([code, long_code, name, others])
        })
    }

    /// Country, code, name, other names.
    pub(crate) fn admin1(&self) -> impl Iterator<Item = Outcome<[&str; 4]>> {
        rows(&self.admin1)
    }

    pub(crate) fn aliases(&self) -> impl Iterator<Item = Outcome<Alias<'_>>> {
        rows(&self.aliases).map(|row| {
            let [name, kind, target, _] = row?;
            Ok(Alias { name, place: if kind == "city" { Some(target.parse()?) } else { None } })
        })
    }
}

/// The lines below the heading, cut at the tabs.
fn rows<const N: usize>(text: &str) -> impl Iterator<Item = Outcome<[&str; N]>> {
    text.lines().skip(1).map(|line| {
        let columns: Vec<&str> = line.split('\t').collect();
        columns.try_into().map_err(|_| format!("not {N} columns: {line}").into())
    })
}

/// "-8.52" → -85200: degrees as whole units.
fn units(degrees: &str) -> Outcome<i32> {
    let (whole, part) = degrees.split_once('.').unwrap_or((degrees, ""));
    format!("{whole}{part:0<4}").parse().map_err(|_| format!("not degrees with four decimals: {degrees}").into())
}

/// The names in a column that holds several.
pub(crate) fn several(column: &str) -> impl Iterator<Item = &str> {
    column.split('|').filter(|name| !name.is_empty())
}
