//! `hobnob digest send`, `subscribers` and `letters`.

use std::sync::Arc;

use super::work::letters_told;
use crate::{
    cli::{LettersArgs, SendArgs, SubscribersArgs, When},
    json,
    outcome::{Outcome, usage},
    progress,
    settings::Settings,
    table, wiring,
};
use anyhow::anyhow;
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use hobnob_domain::{LetterKind, LetterState, SubscriberId, filter_line};
use hobnob_index::Index;
use hobnob_store::{KnownLetter, KnownSubscriber, LetterTotals, Store};
use serde_json::{Value, json};
use tokio::sync::Notify;

/// How far ahead letters may be sent.
const AHEAD_MAX: TimeDelta = TimeDelta::days(14);

/// Plans and sends what is due.
pub(crate) async fn send(args: &SendArgs, settings: &Settings) -> Outcome {
    let reader = args.subscriber.as_deref().map(reader).transpose()?;
    let store = wiring::store(settings).await?;
    let (now, at) = (wiring::now(), args.at);
    let at = at.map_or(Some(now), |at| match at {
        When::At(at) => Some(at),
        When::Within(duration) => now.checked_add_signed(duration),
    });
    // Of several weeks at once a reader would get one letter each, all of the same events.
    let Some(at) = at.filter(|at| *at <= now + AHEAD_MAX) else {
        return Err(usage("--at is at most two weeks ahead: letters of further weeks are of events nobody knows yet"));
    };
    let is_due = !store.subscribers_due(at, 1, reader).await?.is_empty();
    let index = if is_due { wiring::index_kept(settings, &store).await? } else { Index::new(settings.horizon) };
    let Some(mail) = wiring::mail(settings, &store, &index, wiring::base(settings, settings.listen)?).await? else {
        return Err(usage(
            "letters have no way out: set HOBNOB_SMTP_URL (or HOBNOB_MAIL_DIRECTORY) and HOBNOB_MAIL_FROM",
        ));
    };
    if let Some(id) = reader {
        there(&store, id).await?;
    }
    let worker = wiring::worker(settings, &store, progress::in_log(), Arc::new(Notify::new()), Some(mail))?;
    let worker = match reader {
        Some(id) => worker.for_only(id),
        None => worker,
    };
    worker.letters_all(at).await?;
    let letters = worker.total().await?.letters;
    let totals = totals(&store).await?;
    if args.json {
        let totals: Value = totals.iter().map(|(kind, totals)| (kind.to_string(), totals_value(totals))).collect();
        super::say_json(&json!({ "letters": json::letter_counts(&letters), "totals": totals }))?;
    } else {
        super::say(&letters_told(&letters))?;
    }
    match totals.iter().find(|(_, totals)| !totals.is_balanced()) {
        None => Ok(()),
        Some((kind, totals)) => Err(anyhow!("{kind} letters are not accounted for: {totals:?}").into()),
    }
}

/// Shows the readers; their addresses only where that is asked for.
pub(crate) async fn subscribers(args: &SubscribersArgs, settings: &Settings) -> Outcome {
    let store = wiring::store(settings).await?;
    let counts = store.subscribers_count().await?;
    let (known, unfit) = store.subscribers(None, args.first).await?;
    for fault in &unfit {
        eprintln!("warning: {fault}");
    }
    for one in known.iter().filter(|known| !known.unread.is_empty()) {
        let mut reasons: Vec<&str> = one.unread.iter().map(|unread| unread.reason.as_str()).collect();
        reasons.dedup();
        eprintln!("warning: part of what reader {} asks for is no more, and left out: {}", one.id, reasons.join("; "));
    }
    let ids: Vec<SubscriberId> = known.iter().map(|known| known.id).collect();
    let addresses = if args.addresses { store.subscriber_addresses(&ids).await? } else { Default::default() };
    if args.json {
        let counts: Value = counts.iter().map(|(state, count)| (state.to_string(), json!(count))).collect();
        let rows = known.iter().map(|known| subscriber_value(known, addresses.get(&known.id), args.addresses));
        return super::say_json(&json!({ "counts": counts, "subscribers": rows.collect::<Value>() }));
    }
    let mut rows = table::table(&["Id", "State", "Zone", "Next letter", "Told last", "Filters", "Address"]);
    for known in &known {
        let zone = known.wishes.when.zone;
        let at = |at: Option<DateTime<Utc>>| at.map(|at| json::instant(at, zone)).unwrap_or_default();
        let filters: Vec<String> = known.wishes.filters.iter().map(filter_line::write_line).collect();
        let hidden = if args.addresses { String::new() } else { "***".to_owned() };
        rows.add_row([
            known.id.to_string(),
            known.state.to_string(),
            zone.name().to_owned(),
            at(known.next_due_at),
            at(known.told_at),
            filters.join("\n"),
            addresses.get(&known.id).cloned().unwrap_or(hidden),
        ]);
    }
    let counts: Vec<String> = counts.iter().map(|(state, count)| format!("{count} {state}")).collect();
    super::say(&format!("{rows}\n{}", counts.join(", ")))
}

/// Shows letters and what became of them.
pub(crate) async fn letters(args: &LettersArgs, settings: &Settings) -> Outcome {
    let state = args.state.as_deref().map(str::parse::<LetterState>).transpose().map_err(usage)?;
    let reader = args.subscriber.as_deref().map(reader).transpose()?;
    let store = wiring::store(settings).await?;
    let letters = store.letters(reader, state, args.first).await?;
    if args.json {
        return super::say_json(&letters.iter().map(letter_value).collect::<Value>());
    }
    let mut rows = table::table(&["Reader", "Kind", "Week", "State", "Date", "Tries", "Says"]);
    for letter in &letters {
        rows.add_row([
            letter.subscriber_id.to_string(),
            letter.kind.to_string(),
            if letter.kind == LetterKind::Weekly { letter.period.clone() } else { String::new() },
            letter.state.to_string(),
            instant(letter.at),
            letter.attempts.to_string(),
            letter.error.clone().unwrap_or_default(),
        ]);
    }
    super::say(&rows.to_string())
}

fn reader(word: &str) -> Outcome<SubscriberId> {
    let cure = "as `hobnob digest subscribers` shows it";
    word.parse().map_err(|_| usage(format!("`{word}` is not the id of a reader, {cure}")))
}

async fn there(store: &Store, id: SubscriberId) -> Outcome {
    match store.subscriber(id).await? {
        Some(_) => Ok(()),
        None => Err(anyhow!("there is no reader {id}; `hobnob digest subscribers` shows those there are").into()),
    }
}

async fn totals(store: &Store) -> anyhow::Result<Vec<(LetterKind, LetterTotals)>> {
    let mut all = Vec::new();
    for kind in LetterKind::ALL {
        all.push((*kind, store.letter_totals(*kind).await?));
    }
    Ok(all)
}

fn totals_value(totals: &LetterTotals) -> Value {
    let LetterTotals { candidates, excluded, sent, failed, unknown, skipped, open } = totals;
    json!({
        "candidates": candidates, "excluded": excluded, "sent": sent, "failed": failed, "unknown": unknown,
        "skipped": skipped, "open": open,
    })
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn subscriber_value(known: &KnownSubscriber, address: Option<&String>, is_shown: bool) -> Value {
    let KnownSubscriber { id, state, wishes, unread, created_at, confirmed_at, left_at, told_at, next_due_at } = known;
    let filters: Vec<String> = wishes.filters.iter().map(filter_line::write_line).collect();
    let goals: Value = wishes.goals.iter().map(|(goal, worth)| (goal.to_string(), json!(worth))).collect();
    let mut value = json!({
        "id": id.to_string(),
        "state": state.as_str(),
        "filters": filters,
        "problems": unread.iter().map(|unread| unread.reason.as_str()).collect::<Value>(),
        "goals": goals,
        "time_zone": wishes.when.zone.name(),
        "weekday": wishes.when.weekday.num_days_from_monday(),
        "hour": wishes.when.hour,
        "created_at": instant(*created_at),
        "confirmed_at": confirmed_at.map(instant),
        "left_at": left_at.map(instant),
        "told_at": told_at.map(instant),
        "next_due_at": next_due_at.map(instant),
    });
    if let (true, Some(fields)) = (is_shown, value.as_object_mut()) {
        fields.insert("address".to_owned(), json!(address));
    }
    value
}

fn letter_value(letter: &KnownLetter) -> Value {
    let KnownLetter { id: _, subscriber_id, kind, period, state, at, attempts, message_id, error, ended_at } = letter;
    json!({
        "subscriber_id": subscriber_id.to_string(),
        "kind": kind.as_str(),
        "period": period,
        "state": state.as_str(),
        "at": instant(*at),
        "attempts": attempts,
        "message_id": message_id,
        "error": error,
        "ended_at": ended_at.map(instant),
    })
}
