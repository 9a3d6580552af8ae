//! `hobnob place`.

use std::io::BufRead;

use crate::{
    cli::TextArgs,
    outcome::{Outcome, usage},
    table, wiring,
};
use hobnob_domain::query_string::coordinates;
use hobnob_gazetteer::{Gazetteer, Hints, Located, LocatedMode, Place};
use serde_json::{Map, Value, json};

/// The arguments, or the lines of standard input.
pub(crate) fn texts(args: &TextArgs) -> Outcome<Vec<String>> {
    if !args.texts.is_empty() {
        return Ok(args.texts.clone());
    }
    let lines = std::io::stdin().lock().lines().collect::<Result<Vec<_>, _>>();
    lines.map_err(|error| usage(format!("standard input is not text: {error}")))
}

pub(crate) fn place(args: &TextArgs) -> Outcome {
    let gazetteer = wiring::gazetteer();
    let located: Vec<(String, Located)> = texts(args)?
        .into_iter()
        .map(|text| {
            let located = locate(gazetteer, &text);
            (text, located)
        })
        .collect();
    if args.json {
        let lines: Vec<String> = located.iter().map(|(text, located)| shape(text, located).to_string()).collect();
        return super::say_lines(&lines);
    }
    let mut rows = table::table(&["Text", "Place", "Zone", "Mode", "Confidence", "Also"]);
    for (text, located) in &located {
        let place = located.place.as_ref();
        let name = place.map(|place| {
            let parts = [
                Some(place.name.to_string()),
                place.admin1.as_ref().map(ToString::to_string),
                Some(place.country.to_string()),
            ];
            parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
        });
        let country = located.country.map(|code| code.to_string());
        rows.add_row([
            text.clone(),
            name.or(country).unwrap_or_else(|| "–".to_owned()),
            located.zone.map(|zone| zone.name().to_owned()).unwrap_or_default(),
            located.mode.as_str().to_owned(),
            format!("{:.2}", located.confidence),
            others(located),
        ]);
    }
    super::say(&rows.to_string())
}

/// What a text says about its place. Coordinates are understood as `near` takes them: the point is the one that is written,
/// its name and zone are those of the town around it.
fn locate(gazetteer: &Gazetteer, text: &str) -> Located {
    let Some(point) = coordinates(text) else { return gazetteer.locate(text, &Hints::default()) };
    let town = gazetteer.town_at(point);
    Located {
        mode: LocatedMode::Offline,
        place: town.map(|town| Place { point, ..town }),
        country: town.map(|town| town.country),
        region: town.and_then(|town| town.admin1).map(str::to_owned),
        zone: gazetteer.zone_at(point),
        confidence: if town.is_some() { 1.0 } else { 0.0 },
        ..Located::default()
    }
}

/// Further places of the text, and those that may be meant instead.
fn others(located: &Located) -> String {
    let names = |places: &[Place]| places.iter().map(Place::full_name).collect::<Vec<_>>().join("; ");
    match (located.more.as_slice(), located.rivals.as_slice()) {
        ([], []) => String::new(),
        (more, []) => format!("and {}", names(more)),
        ([], rivals) => format!("or {}", names(rivals)),
        (more, rivals) => format!("and {}; or {}", names(more), names(rivals)),
    }
}

fn place_shape(place: &Place) -> Map<String, Value> {
    let mut shape = Map::new();
    shape.insert("geoname_id".to_owned(), place.geoname_id.into());
    shape.insert("name".to_owned(), place.name.into());
    shape.insert("country".to_owned(), place.country.to_string().into());
    shape.insert("admin1".to_owned(), place.admin1.into());
    shape.insert("latitude".to_owned(), place.point.latitude().into());
    shape.insert("longitude".to_owned(), place.point.longitude().into());
    shape.insert("time_zone".to_owned(), place.zone.name().into());
    shape
}

fn shape(text: &str, located: &Located) -> Value {
    let place = located.place.as_ref().map(|place| {
        let mut shape = place_shape(place);
        shape.insert("confidence".to_owned(), located.confidence.into());
        shape
    });
    let shapes = |places: &[Place]| places.iter().map(place_shape).collect::<Vec<_>>();
    json!({
        "text": text,
        "place": place,
        "mode": located.mode.as_str(),
        "country": located.country.map(|code| code.to_string()),
        "region": located.region,
        "time_zone": located.zone.map(|zone| zone.name()),
        "also": shapes(&located.more),
        "or": shapes(&located.rivals),
    })
}
