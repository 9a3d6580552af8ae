//! `hobnob sources`.

use std::{collections::BTreeMap, path::Path};

use crate::{
    catalogue,
    cli::{SourceAddArgs, SourceArgs, SourceCheckArgs, SourcesCommand},
    detect::{self, Found},
    json,
    outcome::{Outcome, usage},
    preview, progress,
    settings::Settings,
    table::{self, counted},
    wiring,
};
use anyhow::{Context as _, anyhow};
use hobnob_domain::{Format, Rejection, Source, SourceId, SourceSpec, SourceState, query_string};
use hobnob_extract::RulesReport;
use hobnob_store::Store;
use serde_json::{Value, json};

/// How many runs of a source `show` tells of.
const RUNS_SHOWN: u64 = 10;

/// The most oddities of a source that are counted.
const ODD_COUNTED: u64 = 200;

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
    let url = catalogue::web_url(args.url.trim()).map_err(usage)?;
    let niches = args.niche.iter().map(|niche| niche.parse()).collect::<Result<_, _>>().map_err(usage)?;
    let format = args.format.as_deref().map(str::parse).transpose().map_err(usage)?;
    let every = args.every.as_deref().map(|every| {
        query_string::duration(every)
            .filter(|every| every.num_minutes() >= 1)
            .ok_or_else(|| usage(format!("--every: `{every}` is not a duration such as 6h")))
    });
    let name = args.name.clone().unwrap_or_else(|| catalogue::name_of(&url));
    let rules = args.rules.as_deref().map(super::rules).transpose()?;
    Ok(SourceSpec { format, niches, rules, every: every.transpose()?, ..SourceSpec::new(name, url) })
}

async fn add(args: SourceAddArgs, settings: &Settings) -> Outcome {
    let asked = spec(&args)?;
    let client = wiring::client(settings)?;
    let now = wiring::now();
    let is_as_it_is = args.no_detect || asked.format.is_some() || asked.rules.is_some();
    let found = if is_as_it_is {
        let page = preview::fetch(&client, &asked, now).await;
        let reading = page.map(|page| preview::read(page, &asked, preview::Window::new(None, None, now), now));
        Found { url: asked.url.clone(), format: asked.format, reading, said: Vec::new() }
    } else {
        detect::detect(&client, &asked, now).await
    };
    let mut spec = SourceSpec { url: found.url, format: found.format, ..asked };
    if !args.json {
        found.said.iter().try_for_each(|sentence| super::say(sentence))?;
    }
    let reading = match found.reading {
        Ok(reading) => {
            let is_read = reading.extraction.is_complete || !reading.extraction.listings.is_empty();
            if !args.json {
                super::say(&format!("{}{}", preview::summary(&reading, 5), preview::rules_told(&reading)))?;
            }
            if !is_read && !args.anyway {
                return Err(anyhow!(
                    "{}: no events could be read there, so it was not stored; try the site's calendar (.ics) address, \
                     rules (--rules FILE), or --anyway",
                    spec.url
                )
                .into());
            }
            // Terms of use go by the format, so it is written down.
            let told = reading.extraction.format.filter(|format| format.licence().is_some());
            spec.format = spec.format.or(told);
            Some(reading)
        }
        Err(fault) if args.anyway => {
            eprintln!("warning: {fault:#}");
            None
        }
        Err(fault) => return Err(fault.context("not stored (--anyway stores it all the same)").into()),
    };
    let store = wiring::store_migrated(settings).await?;
    if let Some(known) = store.source_by_url(&spec.url).await? {
        spec = changed(known.spec, spec, &args);
    }
    let (id, is_new) = store.source_save(&spec, now).await?;
    if args.json {
        let reading = reading.as_ref().map(json::reading);
        let said = found.said;
        return super::say_json(&json!({
            "id": format!("source_{id}"), "is_new": is_new, "url": spec.url.as_str(),
            "licence": licence(&spec), "tried": said, "reading": reading,
        }));
    }
    if let Some(licence) = licence(&spec) {
        super::say(&format!("Its terms of use: {licence}."))?;
    }
    super::say(&match is_new {
        true => format!("Added {} ({id}).", spec.name),
        false => format!("Updated {} ({id}); what was not said anew stays.", spec.name),
    })
}

/// A source that is there already, with what the command line says of it; the rest stays as it was.
fn changed(known: SourceSpec, asked: SourceSpec, args: &SourceAddArgs) -> SourceSpec {
    let says_how = args.format.is_some() || args.rules.is_some();
    let (format, rules) = if says_how { (asked.format, asked.rules) } else { (known.format, known.rules) };
    SourceSpec {
        name: if args.name.is_some() { asked.name } else { known.name },
        niches: if args.niche.is_empty() { known.niches } else { asked.niches },
        every: asked.every.or(known.every),
        format: format.or(asked.format),
        rules,
        ..known
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

async fn check(args: &SourceCheckArgs, settings: &Settings) -> Outcome {
    let client = wiring::client(settings)?;
    let now = wiring::now();
    let (spec, page, before) = match &args.rules {
        Some(file) => {
            let rules = Some(super::rules(file)?);
            let page = preview::page(&client, &args.source, None, None, now).await?;
            (SourceSpec { rules, ..SourceSpec::new(catalogue::name_of(&page.url), page.url.clone()) }, page, None)
        }
        None => {
            let store = wiring::store(settings).await?;
            let source = named(&store, &args.source).await?;
            let page = preview::fetch(&client, &source.spec, now).await?;
            let before = source.succeeded_at.map(|_| source.listings);
            (source.spec, page, before)
        }
    };
    let window = preview::Window::new(None, None, now);
    let reading = preview::read(page, &spec, window, now);
    let behind = match behind_a_link(&reading) {
        Some(url) => Some(preview::read(
            preview::fetch(&client, &SourceSpec { url, ..spec.clone() }, now).await?,
            &spec,
            window,
            now,
        )),
        None => None,
    };
    let warning = before.and_then(|before| yield_warning(before, &reading));
    if let Some(warning) = &warning {
        eprintln!("warning: {warning}");
    }
    if args.json {
        let mut value = json::reading(&reading);
        if let Value::Object(map) = &mut value {
            let now = reading.extraction.listings.len();
            map.insert("yield".into(), json!({ "before": before, "now": now, "warning": warning }));
            map.insert("detail".into(), behind.as_ref().map_or(Value::Null, json::reading));
        }
        return super::say_json(&value);
    }
    super::say(&format!("{}{}", preview::summary(&reading, 10), preview::rules_told(&reading)))?;
    match &behind {
        Some(behind) => {
            super::say(&format!("behind the first link: {}\n{}", behind.page.url, preview::rules_told(behind)))
        }
        None => Ok(()),
    }
}

/// The page behind the first listing's link, where rules read such pages.
fn behind_a_link(reading: &json::Reading) -> Option<url::Url> {
    let report = reading.report.as_ref().filter(|report| !report.is_detail)?;
    let follows = report.rules.iter().find(|rule| rule.rule == "follow" && rule.matched > 0);
    if let Some(first) = follows.and_then(|rule| rule.example.as_deref()) {
        return reading.extraction.next_pages.iter().find(|url| url.as_str().starts_with(first)).cloned();
    }
    let links =
        |url: &url::Url| reading.extraction.listings.iter().any(|listing| listing.url.as_deref() == Some(url.as_str()));
    let is_web = reading.page.url.scheme().starts_with("http");
    reading.extraction.next_pages.iter().find(|url| is_web && report.items > 0 && links(url)).cloned()
}

/// Whether a source gives less than it did; one that goes on over several pages is only judged when it gives nothing.
fn yield_warning(before: u64, reading: &json::Reading) -> Option<String> {
    let now = u64::try_from(reading.extraction.listings.len()).unwrap_or(u64::MAX);
    let goes_on = !reading.extraction.next_pages.is_empty();
    let lost = before.saturating_sub(now);
    let leads_on = |report: &RulesReport| report.rules.iter().any(|rule| rule.rule == "follow" && rule.matched > 0);
    if reading.report.as_ref().is_some_and(leads_on) {
        return None;
    }
    let is_drop = (now == 0 && before > 0) || (!goes_on && lost > 5 && lost * 2 > before);
    is_drop.then(|| {
        format!(
            "{} now, {before} when it was last read: the page may look otherwise now; \
             compare its rules or format with the page before trusting this",
            counted(now, "listing")
        )
    })
}

async fn remove(args: &SourceArgs, settings: &Settings) -> Outcome {
    let store = wiring::store(settings).await?;
    let source = named(&store, &args.source).await?;
    store.source_remove(source.id).await?;
    let worker = wiring::worker(settings, &store, progress::in_log(), std::sync::Arc::default(), None)?;
    worker.resolve_all().await?;
    super::say(&format!("Removed {} and its {}.", source.spec.name, counted(source.listings, "listing")))
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
