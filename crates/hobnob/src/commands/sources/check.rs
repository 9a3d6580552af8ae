//! `hobnob sources check`.

use super::named;
use crate::{
    cli::SourceCheckArgs,
    commands, json,
    outcome::{Outcome, usage},
    preview,
    settings::Settings,
    table::counted,
    wiring,
};
use hobnob_domain::SourceSpec;
use hobnob_extract::RulesReport;
use serde_json::{Value, json};

/// Reads a source without storing anything, and tells what is found.
pub(super) async fn check(args: &SourceCheckArgs, settings: &Settings) -> Outcome {
    let client = wiring::client(settings)?;
    let now = wiring::now();
    let (spec, page, before) = match &args.rules {
        Some(file) => {
            let rules = commands::rules(file)?;
            let page = preview::page(&client, &args.source, None, None, now).await?;
            (rules.source(&page.url).map_err(usage)?, page, None)
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
        return commands::say_json(&value);
    }
    commands::say(&format!("{}{}", preview::summary(&reading, 10), preview::rules_told(&reading)))?;
    match &behind {
        Some(behind) => {
            commands::say(&format!("behind the first link: {}\n{}", behind.page.url, preview::rules_told(behind)))
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
