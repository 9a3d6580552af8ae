//! `hobnob sources add`.

use super::licence;
use crate::{
    catalogue::{self, RulesFile},
    cli::SourceAddArgs,
    commands,
    detect::{self, Found},
    json,
    outcome::{Outcome, usage},
    preview,
    settings::Settings,
    wiring,
};
use anyhow::anyhow;
use hobnob_domain::{SourceHints, SourceSpec, query_string};
use serde_json::json;

/// What is asked for: what the flags say, and of the rest what the file of rules does.
fn spec(args: &SourceAddArgs, rules: Option<&RulesFile>) -> Outcome<SourceSpec> {
    let url = catalogue::web_url(args.url.trim()).map_err(usage)?;
    let told = match rules {
        Some(rules) => rules.source(&url).map_err(usage)?,
        None => SourceSpec::new(catalogue::name_of(&url), url),
    };
    let niches: Vec<_> = args.niche.iter().map(|niche| niche.parse()).collect::<Result<_, _>>().map_err(usage)?;
    let format = args.format.as_deref().map(str::parse).transpose().map_err(usage)?;
    let every = args.every.as_deref().map(|every| {
        query_string::duration(every)
            .filter(|every| every.num_minutes() >= 1)
            .ok_or_else(|| usage(format!("--every: `{every}` is not a duration such as 6h")))
    });
    Ok(SourceSpec {
        name: args.name.clone().unwrap_or(told.name),
        niches: if niches.is_empty() { told.niches } else { niches },
        format: format.or(told.format),
        every: every.transpose()?.or(told.every),
        ..told
    })
}

/// Looks at an address and stores it as a source, where something can be read there.
pub(super) async fn add(args: SourceAddArgs, settings: &Settings) -> Outcome {
    let rules = args.rules.as_deref().map(commands::rules).transpose()?;
    let asked = spec(&args, rules.as_ref())?;
    let client = wiring::client(settings)?;
    let now = wiring::now();
    let says_how = asked.format.is_some() || asked.rules.is_some();
    let is_as_it_is = args.no_detect || says_how;
    let found = if is_as_it_is {
        let page = preview::fetch(&client, &asked, now).await;
        let reading = page.map(|page| preview::read(page, &asked, preview::Window::new(None, None, now), now));
        Found { url: asked.url.clone(), format: asked.format, reading, said: Vec::new() }
    } else {
        detect::detect(&client, &asked, now).await
    };
    let mut spec = SourceSpec { url: found.url, format: found.format, ..asked };
    if !args.json {
        found.said.iter().try_for_each(|sentence| commands::say(sentence))?;
    }
    let reading = match found.reading {
        Ok(reading) => {
            let is_read = reading.extraction.is_complete || !reading.extraction.listings.is_empty();
            if !args.json {
                commands::say(&format!("{}{}", preview::summary(&reading, 5), preview::rules_told(&reading)))?;
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
        let is_named = args.name.is_some() || rules.is_some_and(|rules| rules.is_named());
        spec = changed(known.spec, spec, is_named, says_how);
    }
    let (id, is_new) = store.source_save(&spec, now).await?;
    if args.json {
        let reading = reading.as_ref().map(json::reading);
        let said = found.said;
        return commands::say_json(&json!({
            "id": format!("source_{id}"), "is_new": is_new, "url": spec.url.as_str(),
            "licence": licence(&spec), "tried": said, "reading": reading,
        }));
    }
    if let Some(licence) = licence(&spec) {
        commands::say(&format!("Its terms of use: {licence}."))?;
    }
    commands::say(&match is_new {
        true => format!("Added {} ({id}).", spec.name),
        false => format!("Updated {} ({id}); what was not said anew stays.", spec.name),
    })
}

/// A source that is there already, with what the command line says of it; the rest stays as it was.
fn changed(known: SourceSpec, asked: SourceSpec, is_named: bool, says_how: bool) -> SourceSpec {
    let (format, rules) = if says_how { (asked.format, asked.rules) } else { (known.format, known.rules) };
    SourceSpec {
        name: if is_named { asked.name } else { known.name },
        niches: if asked.niches.is_empty() { known.niches } else { asked.niches },
        every: asked.every.or(known.every),
        format: format.or(asked.format),
        rules,
        hints: SourceHints {
            place: asked.hints.place.or(known.hints.place),
            time_zone: asked.hints.time_zone.or(known.hints.time_zone),
            language: asked.hints.language.or(known.hints.language),
        },
        user_agent: asked.user_agent.or(known.user_agent),
        robots_consent: asked.robots_consent.or(known.robots_consent),
        ..known
    }
}
