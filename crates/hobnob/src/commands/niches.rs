//! `hobnob niches`.

use crate::{cli::TextArgs, outcome::Outcome, table, wiring};
use anyhow::Context as _;
use hobnob_resolve::{Classification, Resolver, Text};
use serde_json::{Map, Value, json};

/// A line of input as the parts of a listing that speak.
#[derive(Default)]
struct Line {
    name: String,
    organizer: Option<String>,
    description: Option<String>,
    keywords: Vec<String>,
}

pub(crate) fn niches(args: &TextArgs) -> Outcome {
    let resolver = Resolver::new(wiring::gazetteer());
    let unit = if args.texts.is_empty() { "line" } else { "text" };
    let mut classified: Vec<(String, Classification)> = Vec::new();
    for (position, text) in super::place::texts(args)?.iter().enumerate() {
        let broken = || format!("{unit} {} begins like an object and is none; mend its JSON", position + 1);
        let Line { name, organizer, description, keywords } = read(text).with_context(broken)?;
        let found = resolver.classify(&Text {
            name: &name,
            organizer: organizer.as_deref(),
            description: description.as_deref(),
            keywords: &keywords,
        });
        classified.push((name, found));
    }
    if args.json {
        let lines: Vec<String> = classified.iter().map(|(text, found)| shape(text, found).to_string()).collect();
        return super::say_lines(&lines);
    }
    let mut rows = table::table(&["Text", "Niches", "Goals", "Kind", "Why"]);
    for (text, found) in &classified {
        rows.add_row([
            text.clone(),
            found.niches.iter().map(|(niche, _)| niche.slug()).collect::<Vec<_>>().join(", "),
            found.goals.iter().map(|goal| goal.as_str()).collect::<Vec<_>>().join(", "),
            found.kind.to_string(),
            found.reasons.join("; "),
        ]);
    }
    super::say(&rows.to_string())
}

/// A line that begins with `{` is an object; any other is a name.
fn read(line: &str) -> Result<Line, serde_json::Error> {
    if !line.trim_start().starts_with('{') {
        return Ok(Line { name: line.to_owned(), ..Line::default() });
    }
    let object: Value = serde_json::from_str(line)?;
    let text = |key: &str| object.get(key).and_then(Value::as_str).map(str::to_owned);
    let keywords = object.get("keywords").and_then(Value::as_array).into_iter().flatten();
    Ok(Line {
        name: text("name").unwrap_or_default(),
        organizer: text("organizer"),
        description: text("description"),
        keywords: keywords.filter_map(Value::as_str).map(str::to_owned).collect(),
    })
}

fn shape(text: &str, found: &Classification) -> Value {
    json!({
        "text": text,
        "niches": found.niches.iter().map(|(niche, _)| niche.slug()).collect::<Vec<_>>(),
        "scores": found.niches.iter().map(|(niche, score)| (niche.slug().to_owned(), json!(score))).collect::<Map<_, _>>(),
        "goals": found.goals.iter().map(|goal| goal.as_str()).collect::<Vec<_>>(),
        "kind": found.kind.as_str(),
        "reasons": found.reasons,
    })
}
