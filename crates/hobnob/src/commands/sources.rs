//! `hobnob sources`.

use std::path::Path;

use crate::{
    catalogue,
    cli::{SourceAddArgs, SourceArgs, SourcesCommand},
    json,
    outcome::{Outcome, usage},
    preview, progress,
    settings::Settings,
    table, wiring,
};
use anyhow::{Context as _, anyhow};
use hobnob_domain::{Source, SourceId, SourceSpec, SourceState, query_string};
use hobnob_store::Store;
use serde_json::{Value, json};

/// How many runs of a source `show` tells of.
const RUNS_SHOWN: u64 = 10;

pub(crate) async fn sources(command: SourcesCommand, settings: &Settings) -> Outcome {
    match command {
        SourcesCommand::Add(args) => add(args, settings).await,
        SourcesCommand::List(args) => list(args.json, settings).await,
        SourcesCommand::Show(args) => show(&args, settings).await,
        SourcesCommand::Check(args) => check(&args, settings).await,
        SourcesCommand::Remove(args) => remove(&args, settings).await,
        SourcesCommand::Pause(args) => set(&args, SourceState::Paused, settings).await,
        SourcesCommand::Resume(args) => set(&args, SourceState::Active, settings).await,
        SourcesCommand::Import { file } => import(&file, settings).await,
        SourcesCommand::Export => export(settings).await,
    }
}

fn spec(args: &SourceAddArgs) -> Outcome<SourceSpec> {
    let url = catalogue::web_url(args.url.as_str()).map_err(usage)?;
    let niches = args.niche.iter().map(|niche| niche.parse()).collect::<Result<_, _>>().map_err(usage)?;
    let format = args.format.as_deref().map(str::parse).transpose().map_err(usage)?;
    let every = args.every.as_deref().map(|every| {
        query_string::duration(every)
            .filter(|every| every.num_minutes() >= 1)
            .ok_or_else(|| usage(format!("--every: `{every}` is not a duration such as 6h")))
    });
    let name = args.name.clone().unwrap_or_else(|| catalogue::name_of(&url));
    Ok(SourceSpec { format, niches, every: every.transpose()?, ..SourceSpec::new(name, url) })
}

async fn add(args: SourceAddArgs, settings: &Settings) -> Outcome {
    let spec = spec(&args)?;
    let client = wiring::client(settings)?;
    let now = wiring::now();
    let reading = match preview::fetch(&client, &spec, now).await {
        Ok(page) => {
            let reading = preview::read(page, &spec, preview::Window::new(None, None, now), now);
            let is_read = reading.extraction.is_complete || !reading.extraction.listings.is_empty();
            if !args.json {
                super::say(&preview::summary(&reading, 5))?;
            }
            if !is_read && !args.anyway {
                return Err(anyhow!(
                    "{}: no events could be read there, so it was not stored; try the site's calendar (.ics) address, or --anyway",
                    spec.url
                )
                .into());
            }
            Some(reading)
        }
        Err(fault) if args.anyway => {
            eprintln!("warning: {fault:#}");
            None
        }
        Err(fault) => return Err(fault.context("not stored (--anyway stores it all the same)").into()),
    };
    let store = wiring::store_migrated(settings).await?;
    let (id, is_new) = store.source_save(&spec, now).await?;
    if args.json {
        let reading = reading.as_ref().map(json::reading);
        return super::say_json(&json!({ "id": format!("source_{id}"), "is_new": is_new, "reading": reading }));
    }
    super::say(&format!("{} {} ({id}).", if is_new { "Added" } else { "Updated" }, spec.name))
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
    super::say(&table::sources(&sources, wiring::now()).to_string())
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
    let runs = store.source_runs(&[source.id], RUNS_SHOWN).await?.remove(&source.id).unwrap_or_default();
    if args.json {
        let mut value = json::source(&source);
        if let Value::Object(map) = &mut value {
            map.insert("runs".into(), runs.iter().map(json::source_run).collect());
            let problems =
                problems.iter().map(|problem| json!({ "phase": problem.phase.as_str(), "message": problem.message }));
            map.insert("problems".into(), problems.collect());
        }
        return super::say_json(&value);
    }
    super::say(&table::sources(std::slice::from_ref(&source), wiring::now()).to_string())?;
    super::say(&format!("{}\nid {}", source.spec.url, source.id))?;
    if !runs.is_empty() {
        super::say(&table::source_runs(&runs, wiring::now()).to_string())?;
    }
    for problem in problems {
        super::say(&format!("problem ({}): {}", problem.phase, problem.message))?;
    }
    Ok(())
}

async fn check(args: &SourceArgs, settings: &Settings) -> Outcome {
    let store = wiring::store(settings).await?;
    let source = named(&store, &args.source).await?;
    let client = wiring::client(settings)?;
    let now = wiring::now();
    let page = preview::fetch(&client, &source.spec, now).await?;
    let reading = preview::read(page, &source.spec, preview::Window::new(None, None, now), now);
    if args.json { super::say_json(&json::reading(&reading)) } else { super::say(&preview::summary(&reading, 10)) }
}

async fn remove(args: &SourceArgs, settings: &Settings) -> Outcome {
    let store = wiring::store(settings).await?;
    let source = named(&store, &args.source).await?;
    store.source_remove(source.id).await?;
    let worker = wiring::worker(settings, &store, progress::in_log(), std::sync::Arc::default())?;
    worker.resolve_all().await?;
    super::say(&format!("Removed {} and its {} listings.", source.spec.name, source.listings))
}

async fn set(args: &SourceArgs, state: SourceState, settings: &Settings) -> Outcome {
    let store = wiring::store(settings).await?;
    let source = named(&store, &args.source).await?;
    store.source_state_set(source.id, state).await?;
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
    let mut new = 0;
    for spec in &catalogue.sources {
        let (_, is_new) = store.source_save(spec, wiring::now()).await?;
        new += usize::from(is_new);
    }
    super::say(&format!("{} sources read, {new} of them new.", catalogue.sources.len()))?;
    if catalogue.faults.is_empty() {
        return Ok(());
    }
    Err(anyhow!("{} entries were left out:\n  {}", catalogue.faults.len(), catalogue.faults.join("\n  ")).into())
}

async fn export(settings: &Settings) -> Outcome {
    let store = wiring::store(settings).await?;
    super::say(&catalogue::write(&store.sources().await?))
}
