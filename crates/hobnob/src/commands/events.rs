//! `hobnob events`.

use crate::{cli::EventsArgs, json, outcome::Outcome, settings::Settings, table, wiring};
use chrono::TimeDelta;
use hobnob_domain::{Slice, occurrences};

/// The sittings of a series that are told: those of the year from its next one on.
const SITTINGS_WITHIN: TimeDelta = TimeDelta::days(366);

pub(crate) async fn events(args: &EventsArgs, settings: &Settings) -> Outcome {
    let filter = wiring::filter(args.filter.pairs())?;
    let store = wiring::store(settings).await?;
    let snapshot = wiring::index(settings, &store).await?.snapshot();
    let now = wiring::now();
    let limit = usize::try_from(args.first).unwrap_or(usize::MAX);
    let answer = snapshot.query(&filter, &Slice::first(limit), now);
    let found = hobnob_graphql::shown(&store, &snapshot, answer.rows).await?;
    if args.json {
        let lines: Vec<String> = found
            .iter()
            .map(|row| {
                let start = row.occurrence.starts_at;
                let sittings = occurrences(&row.event, start, start + SITTINGS_WITHIN);
                json::event(&row.event, &row.occurrence, &sittings).to_string()
            })
            .collect();
        return super::say_lines(&lines);
    }
    if found.is_empty() {
        return super::say(
            "No events match. Widen --radius-km, drop a flag, look back with --from, or see `hobnob sources list`.",
        );
    }
    let mut rows = table::table(&["When", "What", "Where", "Niches"]);
    for row in &found {
        rows.add_row([
            table::when(&row.event, &row.occurrence),
            table::name(&row.event, &row.occurrence),
            table::place(&row.event),
            row.event.facts.niches.iter().map(|niche| niche.slug()).collect::<Vec<_>>().join(", "),
        ]);
    }
    let total = snapshot.count(&filter, now);
    super::say(&format!("{rows}\n{} of {total} events", found.len()))
}
