//! `hobnob lint`: what is wrong with somebody's calendar, where the standard says so, and the cure.

use crate::{
    catalogue,
    cli::LintArgs,
    outcome::{Outcome, usage},
    preview,
    settings::Settings,
    table, wiring,
};
use anyhow::bail;
use chrono::{DateTime, Utc};
use hobnob_domain::Page;
use hobnob_extract::lint::{Answer, Finding, Linted, Severity, lint};
use hobnob_fetch::{Ask, Client, Fetched, Sent};
use serde_json::{Value, json};
use url::Url;

pub(crate) async fn check(args: LintArgs, settings: &Settings) -> Outcome {
    let now = wiring::now();
    let client = wiring::client(settings)?;
    let is_address = ["http://", "https://", "webcal://"].iter().any(|scheme| args.target.starts_with(scheme));
    let linted = if is_address {
        let url = catalogue::web_url(&args.target).map_err(usage)?;
        let (page, answer) = fetched(&client, &url, now).await?;
        lint(&page, Some(&answer))
    } else {
        lint(&preview::page(&client, &args.target, args.url, None, now).await?, None)
    };
    if args.json {
        super::say_json(&as_json(&args.target, &linted))?;
    } else {
        super::say(&told(&args.target, &linted))?;
    }
    if linted.is_clean() { Ok(()) } else { Err(anyhow::anyhow!("not clean: {}", counted(&linted)).into()) }
}

/// Fetches it twice, as a client that comes back: the second time only if it has changed.
async fn fetched(client: &Client, url: &Url, now: DateTime<Utc>) -> anyhow::Result<(Page, Answer)> {
    let (first, sent) = client.look(&Ask::new(url.clone()), now).await;
    let (page, validators) = match first {
        Fetched::Page { page, validators, .. } => (page, validators),
        Fetched::NotModified { .. } => bail!("{url}: the server says “not modified” to a first request"),
        Fetched::Throttled { until } => bail!("{url}: the server asks us to come back after {until}"),
        Fetched::Crowded { until } => bail!("{url}: other readers of its site take long; try again after {until}"),
        Fetched::Gone => bail!("{url} is gone (410): Thunderbird turns such a calendar off"),
        Fetched::Refused { reason } if reason.contains("robots.txt") => {
            bail!("{url}: {reason}; Google Calendar obeys robots.txt too, so allow the address there (RFC 9309 §2.2)")
        }
        Fetched::Missing { reason }
        | Fetched::Refused { reason }
        | Fetched::Unreached { reason }
        | Fetched::Failed { reason } => {
            bail!("{url}: {reason}")
        }
    };
    let Sent { headers, redirects, is_from_ours: _, is_withheld: _, bytes: _ } = sent;
    let mut answer = Answer { headers, redirects, is_revalidated: None, has_changed: None };
    match client.look(&Ask::new(page.url.clone()).since(validators), now).await.0 {
        Fetched::NotModified { .. } => (answer.is_revalidated, answer.has_changed) = (Some(true), Some(false)),
        Fetched::Page { page: second, .. } => {
            let has_changed = second.body != page.body;
            (answer.is_revalidated, answer.has_changed) = ((!has_changed).then_some(false), Some(has_changed));
        }
        _ => {}
    }
    Ok((page, answer))
}

/// "2 errors, 1 warning".
fn counted(linted: &Linted) -> String {
    let count = |severity: Severity| {
        let count = linted.count(severity);
        let s = if count == 1 { "" } else { "s" };
        (count > 0).then(|| format!("{count} {}{s}", severity.as_str()))
    };
    let counts = [Severity::Error, Severity::Warning, Severity::Hint].into_iter().filter_map(count);
    let counts: Vec<String> = counts.collect();
    if counts.is_empty() { "no defects".to_owned() } else { counts.join(", ") }
}

fn told(target: &str, linted: &Linted) -> String {
    use std::fmt::Write as _;
    let format = linted.format.map_or("no known format", |format| format.as_str());
    let mut text =
        format!("{target}\n  read as {format}, {}: {}\n", table::counted(linted.events, "event"), counted(linted));
    for Finding { rule, lines, detail, times } in &linted.findings {
        let at = lines.iter().map(usize::to_string).collect::<Vec<_>>().join(", ");
        let at = if at.is_empty() { String::new() } else { format!(" at line {at}") };
        let more = if *times > lines.len() && *times > 1 { format!(", {times} times") } else { String::new() };
        let _ = writeln!(text, "\n{} {} ({}){at}{more}", rule.severity.as_str(), rule.id, rule.section);
        if let Some(detail) = detail {
            let _ = writeln!(text, "  {detail}");
        }
        let _ = writeln!(text, "  {}\n  → {}", rule.fault, rule.cure);
    }
    text
}

fn as_json(target: &str, linted: &Linted) -> Value {
    let finding = |finding: &Finding| {
        let Finding { rule, lines, detail, times } = finding;
        json!({
            "rule": rule.id,
            "severity": rule.severity.as_str(),
            "section": rule.section,
            "lines": lines,
            "times": times,
            "detail": detail,
            "fault": rule.fault,
            "cure": rule.cure,
        })
    };
    json!({
        "target": target,
        "format": linted.format.map(|format| format.as_str()),
        "events": linted.events,
        "errors": linted.count(Severity::Error),
        "warnings": linted.count(Severity::Warning),
        "hints": linted.count(Severity::Hint),
        "findings": linted.findings.iter().map(finding).collect::<Vec<_>>(),
    })
}
