//! `hobnob sources`.

mod add;
mod check;

use std::{collections::BTreeMap, path::Path};

use crate::{
    catalogue,
    cli::{SourceArgs, SourcesCommand},
    json,
    outcome::{Outcome, usage},
    progress,
    settings::Settings,
    table::{self, counted},
    wiring,
};
use anyhow::{Context as _, anyhow};
use hobnob_domain::{Format, Rejection, Source, SourceId, SourceSpec, SourceState};
use hobnob_store::Store;
use serde_json::{Value, json};

/// How many runs of a source `show` tells of.
const RUNS_SHOWN: u64 = 10;

/// The most oddities of a source that are counted.
const ODD_COUNTED: u64 = 200;

pub(crate) async fn sources(command: SourcesCommand, settings: &Settings) -> Outcome {
    match command {
        SourcesCommand::Add(args) => add::add(args, settings).await,
        SourcesCommand::List(args) => list(args.json, settings).await,
        SourcesCommand::Show(args) => show(&args, settings).await,
        SourcesCommand::Check(args) => check::check(&args, settings).await,
        SourcesCommand::Remove(args) => remove(&args, settings).await,
        SourcesCommand::Pause(args) => set(&args, SourceState::Paused, settings).await,
        SourcesCommand::Resume(args) => set(&args, SourceState::Active, settings).await,
        SourcesCommand::Import { file } => import(&file, settings).await,
        SourcesCommand::Export => export(settings).await,
    }
}

fn licence(spec: &SourceSpec) -> Option<&'static str> {
    spec.format.and_then(Format::licence)
}

async fn list(as_json: bool, settings: &Settings) -> Outcome {
    let store = wiring::store(settings).await?;
    let sources = store.sources().await?;
    if as_json {
        return super::say_json(&sources.iter().map(json::source).collect::<Value>());
    }
    if sources.is_empty() {
        return super::say("Nothing is watched yet. Add a source: hobnob sources add URL");
    }
    let ids: Vec<SourceId> = sources.iter().map(|source| source.id).collect();
    let odd = store.problems_of(&ids, ODD_COUNTED).await?;
    super::say(&table::sources(&sources, &odd, wiring::now()).to_string())
}

/// The source a person means by address, id or name.
async fn named(store: &Store, text: &str) -> Outcome<Source> {
    let sources = store.sources().await?;
    let id = text.parse::<SourceId>().ok();
    let is_meant = |source: &&Source| {
        source.spec.url.as_str().trim_end_matches('/') == text.trim_end_matches('/') || Some(source.id) == id
    };
    if let Some(source) = sources.iter().find(is_meant) {
        return Ok(source.clone());
    }
    let by_name: Vec<&Source> =
        sources.iter().filter(|source| source.spec.name.to_lowercase() == text.to_lowercase()).collect();
    match by_name.as_slice() {
        [source] => Ok((*source).clone()),
        [] => Err(usage(format!("no source has the address, id or name `{text}`; see `hobnob sources list`"))),
        several => {
            let addresses: Vec<&str> = several.iter().map(|source| source.spec.url.as_str()).collect();
            Err(usage(format!("`{text}` names several sources; say which: {}", addresses.join(", "))))
        }
    }
}

async fn show(args: &SourceArgs, settings: &Settings) -> Outcome {
    let store = wiring::store(settings).await?;
    let source = named(&store, &args.source).await?;
    let problems = store.problems(source.id, 50).await?;
    let rejections = store.rejections_of(source.id, 50).await?;
    let runs = store.source_runs(&[source.id], RUNS_SHOWN).await?.remove(&source.id).unwrap_or_default();
    if args.json {
        let mut value = json::source(&source);
        if let Value::Object(map) = &mut value {
            map.insert("runs".into(), runs.iter().map(json::source_run).collect());
            let problems =
                problems.iter().map(|problem| json!({ "phase": problem.phase.as_str(), "message": problem.message }));
            map.insert("problems".into(), problems.collect());
            map.insert("rejections".into(), rejections.iter().map(json::rejection).collect());
        }
        return super::say_json(&value);
    }
    super::say(&table::sources(std::slice::from_ref(&source), &BTreeMap::new(), wiring::now()).to_string())?;
    super::say(&format!("{}\nid {}", source.spec.url, source.id))?;
    if let Some(licence) = licence(&source.spec) {
        super::say(&format!("terms of use: {licence}"))?;
    }
    if !runs.is_empty() {
        super::say(&table::source_runs(&runs, wiring::now()).to_string())?;
    }
    for problem in problems {
        super::say(&format!("problem ({}): {}", problem.phase, problem.message))?;
    }
    for Rejection { key, reason } in rejections {
        super::say(&format!("rejected {key}: {reason}"))?;
    }
    Ok(())
}

async fn remove(args: &SourceArgs, settings: &Settings) -> Outcome {
    let store = wiring::store(settings).await?;
    let source = named(&store, &args.source).await?;
    store.source_remove(source.id).await?;
    let worker = wiring::worker(settings, &store, progress::in_log(), std::sync::Arc::default(), None)?;
    worker.resolve_all().await?;
    if args.json {
        return super::say_json(&json::source(&source));
    }
    super::say(&format!("Removed {} and its {}.", source.spec.name, counted(source.listings, "listing")))
}

async fn set(args: &SourceArgs, state: SourceState, settings: &Settings) -> Outcome {
    let store = wiring::store(settings).await?;
    let source = named(&store, &args.source).await?;
    store.source_state_set(source.id, state).await?;
    if args.json {
        let now = store.source(source.id).await?.unwrap_or(Source { state, ..source });
        return super::say_json(&json::source(&now));
    }
    super::say(&format!("{} is {state}.", source.spec.name))
}

async fn import(file: &Path, settings: &Settings) -> Outcome {
    let name = file.display().to_string();
    let text = if file == Path::new("-") {
        std::io::read_to_string(std::io::stdin()).context("standard input can't be read")?
    } else {
        std::fs::read_to_string(file).with_context(|| format!("{name} can't be read"))?
    };
    let catalogue = catalogue::read(&name, &text);
    let store = wiring::store_migrated(settings).await?;
    let new = store.sources_save_all(&catalogue.sources, wiring::now()).await?;
    super::say(&told_of(catalogue.sources.len(), new))?;
    if catalogue.faults.is_empty() {
        return Ok(());
    }
    let left_out = match catalogue.faults.len() {
        1 => "1 entry was left out".to_owned(),
        count => format!("{count} entries were left out"),
    };
    Err(anyhow!("{left_out}:\n  {}", catalogue.faults.join("\n  ")).into())
}

/// What a catalogue brought.
fn told_of(read: usize, new: usize) -> String {
    match (read, new) {
        (1, 0) => "1 source read; it was known.".to_owned(),
        (1, _) => "1 source read; it is new.".to_owned(),
        _ => format!("{read} sources read, {new} of them new."),
    }
}

async fn export(settings: &Settings) -> Outcome {
    let store = wiring::store(settings).await?;
    super::say(&catalogue::write(&store.sources().await?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_catalogue_brought_is_told_in_numbers_that_fit() {
        assert_eq!(told_of(1, 1), "1 source read; it is new.");
        assert_eq!(told_of(1, 0), "1 source read; it was known.");
        assert_eq!(told_of(0, 0), "0 sources read, 0 of them new.");
        assert_eq!(told_of(3, 2), "3 sources read, 2 of them new.");
    }
}
