//! `hobnob sources add`.

use super::licence;
use crate::{
    catalogue,
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
use hobnob_domain::{SourceSpec, query_string};
use serde_json::json;

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
    let rules = args.rules.as_deref().map(commands::rules).transpose()?;
    Ok(SourceSpec { format, niches, rules, every: every.transpose()?, ..SourceSpec::new(name, url) })
}

/// Looks at an address and stores it as a source, where something can be read there.
pub(super) async fn add(args: SourceAddArgs, settings: &Settings) -> Outcome {
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
        spec = changed(known.spec, spec, &args);
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
