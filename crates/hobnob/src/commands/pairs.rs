//! `hobnob pairs`: which listings are one event and why, and what people decide about them.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    cli::{PairArgs, PairsArgs, PairsCommand},
    outcome::{Outcome, usage},
    progress,
    settings::Settings,
    wiring,
};
use anyhow::anyhow;
use hobnob_domain::{Decision, KnownListing, ListingId, Match, MatchReason, Pair, SourceSpec};
use hobnob_store::Store;
use serde_json::{Value, json};
use tokio::sync::Notify;

type Known = BTreeMap<ListingId, (KnownListing, SourceSpec)>;

pub(crate) async fn pairs(command: PairsCommand, settings: &Settings) -> Outcome {
    match command {
        PairsCommand::List(args) => list(&args, settings).await,
        PairsCommand::Show(args) => show(&args, settings).await,
        PairsCommand::Join(args) => decide(&args, true, settings).await,
        PairsCommand::Split(args) => decide(&args, false, settings).await,
    }
}

async fn list(args: &PairsArgs, settings: &Settings) -> Outcome {
    let verdict = args.verdict.parse().map_err(usage)?;
    let store = wiring::store(settings).await?;
    let pairs = store.pairs(verdict, None, args.first).await?;
    let known = known(&store, pairs.iter().flat_map(|pair| [pair.one, pair.other])).await?;
    if args.json {
        return super::say_json(&pairs.iter().map(|pair| value(pair, &known)).collect::<Value>());
    }
    if pairs.is_empty() {
        return super::say(&format!("No two listings are thought to be {verdict}."));
    }
    let all = store.pairs_count(verdict).await?;
    for pair in &pairs {
        super::say(&told(pair, &known))?;
    }
    let cure = "hobnob pairs join ONE OTHER, or: hobnob pairs split ONE OTHER";
    super::say(&format!("{} of {all} pairs. To decide: {cure}", pairs.len()))
}

async fn show(args: &PairArgs, settings: &Settings) -> Outcome {
    let store = wiring::store(settings).await?;
    let (one, other) = both(args)?;
    let known = known(&store, [one, other]).await?;
    there(&known, [one, other])?;
    let Some(pair) = store.pair(one, other).await? else {
        return Err(apart(&store, one, other).await?.into());
    };
    if args.json { super::say_json(&value(&pair, &known)) } else { super::say(&told(&pair, &known)) }
}

/// Why nothing is kept of two listings.
async fn apart(store: &Store, one: ListingId, other: ListingId) -> Outcome<anyhow::Error> {
    let said = store.decisions_about(&[one]).await?;
    let split = said.iter().find(|said| [said.one, said.other].contains(&other) && !said.is_one);
    Ok(match split {
        Some(said) => anyhow!("the listings {one} and {other} were split on {}", said.decided_at.date_naive()),
        None => anyhow!("the listings {one} and {other} were found to have nothing in common"),
    })
}

/// Keeps what a person says and tells the events anew.
async fn decide(args: &PairArgs, is_one: bool, settings: &Settings) -> Outcome {
    let store = wiring::store(settings).await?;
    let (one, other) = both(args)?;
    there(&known(&store, [one, other]).await?, [one, other])?;
    store.decision_save(&Decision::new(one, other, is_one, wiring::now())).await?;
    let worker = wiring::worker(settings, &store, progress::in_log(), Arc::new(Notify::new()), None)?;
    worker.resolve_all().await?;
    if args.json {
        return super::say_json(&json!({ "one": one.to_string(), "other": other.to_string(), "is_one": is_one }));
    }
    super::say(if is_one {
        "Joined: they are one event from now on, whatever is found."
    } else {
        "Split: they are two events from now on, whatever is found."
    })
}

fn both(args: &PairArgs) -> Outcome<(ListingId, ListingId)> {
    let id = |word: &str| {
        let cure = "as `hobnob pairs list` shows it";
        word.parse::<ListingId>().map_err(|_| usage(format!("`{word}` is not the id of a listing, {cure}")))
    };
    let (one, other) = (id(&args.one)?, id(&args.other)?);
    if one == other { Err(usage(format!("{one} is one listing; name two"))) } else { Ok((one, other)) }
}

async fn known(store: &Store, ids: impl IntoIterator<Item = ListingId>) -> Outcome<Known> {
    let ids: Vec<ListingId> = ids.into_iter().collect();
    let read = store.listings_read(&ids).await?;
    Ok(read.into_iter().map(|(known, source)| (known.id, (known, source))).collect())
}

fn there(known: &Known, ids: [ListingId; 2]) -> Outcome {
    match ids.iter().find(|id| !known.contains_key(id)) {
        Some(id) => Err(anyhow!("there is no listing {id}; `hobnob pairs list` shows those there are").into()),
        None => Ok(()),
    }
}

fn told(pair: &Pair, known: &Known) -> String {
    let Pair { one, other, found: Match { verdict, score, reasons } } = pair;
    let line = |id: &ListingId| {
        let words = known.get(id).map(|(known, source)| (&known.listing, source));
        let name = words.and_then(|(listing, _)| listing.words.name.as_deref()).unwrap_or("(no name)");
        let url = words.and_then(|(listing, _)| listing.url.as_deref()).unwrap_or_default();
        let source = words.map(|(_, source)| source.name.as_str()).unwrap_or_default();
        format!("  {id}  {name} · {source} · {url}\n")
    };
    let reason = |MatchReason { finding, points }: &MatchReason| format!("{finding} {points:+}");
    let reasons: Vec<String> = reasons.iter().map(reason).collect();
    format!("{verdict}, {score:+} points: {}\n{}{}", reasons.join(", "), line(one), line(other))
}

fn value(pair: &Pair, known: &Known) -> Value {
    let Pair { one, other, found: Match { verdict, score, reasons } } = pair;
    let listing = |id: &ListingId| {
        let words = known.get(id).map(|(known, source)| (&known.listing, source));
        json!({
            "id": id.to_string(),
            "name": words.and_then(|(listing, _)| listing.words.name.as_deref()),
            "url": words.and_then(|(listing, _)| listing.url.as_deref()),
            "source": words.map(|(_, source)| source.name.as_str()),
        })
    };
    let reason =
        |MatchReason { finding, points }: &MatchReason| json!({ "finding": finding.as_str(), "points": points });
    json!({
        "one": listing(one),
        "other": listing(other),
        "verdict": verdict.as_str(),
        "score": score,
        "reasons": reasons.iter().map(reason).collect::<Value>(),
    })
}
