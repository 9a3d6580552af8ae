//! `hobnob place`.

use std::io::BufRead;

use crate::{
    cli::TextArgs,
    outcome::{Outcome, usage},
    table, wiring,
};
use hobnob_gazetteer::{Hints, Located};
use serde_json::{Value, json};

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
            let located = gazetteer.locate(&text, &Hints::default());
            (text, located)
        })
        .collect();
    if args.json {
        let lines: Vec<String> = located.iter().map(|(text, located)| shape(text, located).to_string()).collect();
        return super::say(&lines.join("\n"));
    }
    let mut rows = table::table(&["Text", "Place", "Zone", "Mode", "Confidence"]);
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
            place.map(|place| place.zone.name().to_owned()).unwrap_or_default(),
            located.mode.as_str().to_owned(),
            format!("{:.2}", located.confidence),
        ]);
    }
    super::say(&rows.to_string())
}

fn shape(text: &str, located: &Located) -> Value {
    let place = located.place.as_ref().map(|place| {
        json!({
            "geoname_id": place.geoname_id,
            "name": place.name,
            "country": place.country.to_string(),
            "admin1": place.admin1,
            "latitude": place.point.latitude(),
            "longitude": place.point.longitude(),
            "time_zone": place.zone.name(),
            "confidence": located.confidence,
        })
    });
    json!({
        "text": text,
        "place": place,
        "mode": located.mode.as_str(),
        "country": located.country.map(|code| code.to_string()),
        "region": located.region,
    })
}
