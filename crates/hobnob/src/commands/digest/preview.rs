//! `hobnob digest preview`: the letter of a reader that is nobody.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    cli::PreviewArgs,
    commands::say,
    outcome::{Outcome, usage},
    settings::Settings,
    wiring,
};
use anyhow::Context as _;
use chrono::{DateTime, TimeDelta, Utc, Weekday};
use hobnob_digest::{Choice, Letter, Links, Mailer, Memory, Sender, choose, compose};
use hobnob_domain::{AttendanceMode, Countries, Event, EventFilter, Occurrence, Slice, Subscriber, SubscriberId, Told};
use hobnob_index::Snapshot;
use hobnob_store::Store;
use url::{Url, form_urlencoded};

/// How many events around the reader are looked at for the one outside their bubble, and how far ahead.
const BEYOND: (usize, TimeDelta) = (500, TimeDelta::days(30));

/// Stands in the links to leave and to change, which lead nowhere.
const TOKEN: &str = "preview-its-links-lead-nowhere";

/// An event at a sitting.
type Row = (Arc<Event>, Occurrence);

/// Where rows come from.
struct Rows {
    store: Store,
    snapshot: Arc<Snapshot>,
}

pub(super) async fn preview(args: &PreviewArgs, settings: &Settings) -> Outcome {
    let subscriber = reader(args)?;
    let at = args.at.map_or_else(wiring::now, |at| at.instant(args.zone));
    let since = args.since.map(|since| since.instant(args.zone));
    if since.is_some_and(|since| since >= at) {
        return Err(usage("--since must be before the letter itself: give an earlier day, or a later --at"));
    }
    let store = wiring::store(settings).await?;
    let snapshot = wiring::index(settings, &store).await?.snapshot();
    let rows = Rows { store, snapshot };
    let told = rows.told(&subscriber, since).await?;
    let asked = [rows.found(&subscriber.filters, at).await?, rows.upcoming(&told, at).await?].concat();
    let beyond = rows.around(&subscriber, at).await?;
    let choice = choose(&subscriber, borrowed(&asked), borrowed(&beyond), &told, at);
    if args.scores && !choice.chosen.is_empty() {
        return say(&scores(&choice));
    }
    let base = wiring::base(settings, settings.listen)?;
    let from = Sender::read(&format!("hobnob <letters@{}>", base.host_str().unwrap_or("localhost")))
        .or_else(|_| Sender::read("hobnob <letters@localhost>"))?;
    let by_mail = Url::parse(&format!("mailto:letters@localhost?subject={TOKEN}"))?;
    let countries = Countries(|code| wiring::gazetteer().country_name(code));
    match compose(&subscriber, &choice, at, &Links::new(base, TOKEN, Some(by_mail)).naming(countries)) {
        Some(letter) if args.eml => say(&message(&letter, &from).await?),
        Some(letter) => say(if args.html { &letter.html } else { &letter.text }),
        None => {
            let from = at.with_timezone(&args.zone).format("%Y-%m-%d %H:%M");
            eprintln!(
                "No letter: nothing to tell from {from} ({}) on. Widen --radius-km, or drop a flag.",
                args.zone.name()
            );
            Ok(())
        }
    }
}

/// The reader that the command line describes.
fn reader(args: &PreviewArgs) -> Outcome<Subscriber> {
    let mut filters = vec![wiring::filter(args.filter.pairs())?];
    for query in &args.or {
        let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        filters.push(wiring::filter(pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())))?);
    }
    Ok(Subscriber {
        id: SubscriberId::new(0),
        address: "reader@example.org".to_owned(),
        filters,
        goals: args.worth.iter().copied().collect(),
        zone: args.zone,
        weekday: Weekday::Mon,
        hour: 8,
        unread: Vec::new(),
    })
}

fn borrowed(rows: &[Row]) -> impl Iterator<Item = (&Event, &Occurrence)> {
    rows.iter().map(|(event, sitting)| (&**event, sitting))
}

impl Rows {
    /// What the filters find.
    async fn found(&self, filters: &[EventFilter], at: DateTime<Utc>) -> Outcome<Vec<Row>> {
        let rows = filters.iter().flat_map(|filter| self.snapshot.all(filter, at)).collect();
        self.whole(rows).await
    }

    /// What is around the reader, whatever it is about; online, where they name no place.
    async fn around(&self, subscriber: &Subscriber, at: DateTime<Utc>) -> Outcome<Vec<Row>> {
        let (most, ahead) = BEYOND;
        let near: Vec<_> = subscriber.filters.iter().filter_map(|filter| filter.near.clone()).collect();
        let place = |near| EventFilter { near: Some(near), to: at.checked_add_signed(ahead), ..EventFilter::default() };
        let online = EventFilter {
            modes: vec![AttendanceMode::Online],
            to: at.checked_add_signed(ahead),
            ..EventFilter::default()
        };
        let asked = if near.is_empty() { vec![online] } else { near.into_iter().map(place).collect() };
        let of = |filter: &EventFilter| self.snapshot.query(filter, &Slice::first(most), at).rows;
        self.whole(asked.iter().flat_map(of).collect()).await
    }

    async fn whole(&self, rows: Vec<hobnob_index::Row>) -> Outcome<Vec<Row>> {
        let shown = hobnob_graphql::shown(&self.store, &self.snapshot, rows).await?;
        Ok(shown.into_iter().map(|shown| (shown.event, shown.occurrence)).collect())
    }

    /// What the reader was told in a first letter at an instant, as far as what is believed now was known then.
    async fn told(&self, subscriber: &Subscriber, since: Option<DateTime<Utc>>) -> Outcome<Told> {
        let Some(since) = since else { return Ok(Told::default()) };
        let mut rows = self.found(&subscriber.filters, since).await?;
        rows.retain(|(event, _)| event.created_at <= since);
        let choice = choose(subscriber, borrowed(&rows), [], &Told::default(), since);
        Ok(Told { last_at: Some(since), events: choice.told(), ..Told::default() })
    }

    /// The events that the reader was told of and that are not over.
    async fn upcoming(&self, told: &Told, at: DateTime<Utc>) -> Outcome<Vec<Row>> {
        let ids: Vec<_> = told.events.keys().copied().collect();
        let events = if ids.is_empty() { BTreeMap::new() } else { self.store.events(&ids).await? };
        let next = events.into_values().map(|event| (event.sitting_at(at), event));
        Ok(next
            .filter(|(sitting, _)| sitting.ends_at > at)
            .map(|(sitting, event)| (Arc::new(event), sitting))
            .collect())
    }
}

/// Each event with its score, in the letter's order.
fn scores(choice: &Choice<'_>) -> String {
    let line = |chosen: &hobnob_digest::Chosen<'_>| {
        format!("{:?}  {}  {}\n", chosen.section, chosen.event.facts.name, chosen.score)
    };
    choice.chosen.iter().map(line).collect()
}

/// The letter as it is sent.
async fn message(letter: &Letter, from: &Sender) -> Outcome<String> {
    let memory = Memory::default();
    Mailer::Memory(memory.clone()).send(letter, from).await?;
    let (_, bytes) = memory.letters().pop().context("no message was written")?;
    Ok(String::from_utf8(bytes)?)
}
