//! Chooses and writes the letters that are due, on all cores.

use std::{num::NonZero, sync::Arc, thread};

use super::letters_answers::{Answers, Found, Sitting};
use crate::{MailParts, WorkerError, mail::written};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_digest::{choose, compose};
use hobnob_domain::{Event, Occurrence, SubscriberId, Told};
use hobnob_store::{KnownSubscriber, Plan, PlannedLetter, Store, told_of};

/// A letter later than this is not sent.
pub(crate) const LATE: TimeDelta = TimeDelta::hours(24);

/// The most cores that write letters.
const THREADS_MAX: usize = 8;

/// A reader with all that a letter to them takes.
struct Reader {
    known: KnownSubscriber,
    address: Option<String>,
    told: Told,
    found: Found,
}

/// What is to become of the letters of these readers.
pub(super) async fn planned(
    store: &Store,
    mail: &MailParts,
    due: Vec<KnownSubscriber>,
    answers: &mut Answers,
    now: DateTime<Utc>,
) -> Result<Vec<PlannedLetter>, WorkerError> {
    if due.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<SubscriberId> = due.iter().map(|known| known.id).collect();
    let mut addresses = store.subscriber_addresses(&ids).await?;
    let mut told = store.told_events(&ids).await?;
    let told: Vec<Told> = due.iter().map(|known| told_of(known, told.remove(&known.id))).collect();
    let asking = due.iter().zip(&told).map(|(known, told)| (&known.wishes, told.events.keys().copied().collect()));
    let found = answers.find(store, &mail.index.snapshot(), asking, now).await?;
    let readers = due.into_iter().zip(told).zip(found).map(|((known, told), found)| {
        let address = addresses.remove(&known.id);
        let told = told.following(&found.successors);
        Reader { known, address, told, found }
    });
    let (readers, mail): (Vec<Reader>, MailParts) = (readers.collect(), mail.clone());
    Ok(tokio::task::spawn_blocking(move || letters(&mail, &readers, now)).await?)
}

/// The letters of all, each core writing some.
fn letters(mail: &MailParts, readers: &[Reader], now: DateTime<Utc>) -> Vec<PlannedLetter> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(THREADS_MAX);
    let some = readers.len().div_ceil(threads).max(1);
    thread::scope(|scope| {
        let write = |some: &[Reader]| some.iter().map(|reader| letter(mail, reader, now)).collect::<Vec<_>>();
        let writing: Vec<_> = readers.chunks(some).map(|some| scope.spawn(move || write(some))).collect();
        let written = writing.into_iter().map(thread::ScopedJoinHandle::join);
        written.flat_map(|letters| letters.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    })
}

/// What is to become of one letter.
fn letter(mail: &MailParts, reader: &Reader, now: DateTime<Utc>) -> PlannedLetter {
    let known = &reader.known;
    let due_at = known.next_due_at.unwrap_or(now);
    let is_late = now.signed_duration_since(due_at) > LATE;
    let plan = match &reader.address {
        _ if is_late => Plan::Late,
        Some(address) => content(mail, reader, address, now),
        None => Plan::Nothing,
    };
    let period = known.wishes.when.week_of(due_at);
    // What came due since then is not late yet.
    let next = known.due_after(if is_late { now - LATE } else { now.max(due_at) });
    // Who took a later day while this letter was due is not promised another of the same week.
    let next_due_at = if known.wishes.when.week_of(next) == period { known.due_after(next) } else { next };
    PlannedLetter { subscriber_id: known.id, due_at, at: if is_late { due_at } else { now }, next_due_at, period, plan }
}

fn content(mail: &MailParts, reader: &Reader, address: &str, now: DateTime<Utc>) -> Plan {
    let Reader { known, address: _, told, found: Found { asked, told: known_events, successors: _, beyond } } = reader;
    let subscriber = known.wishes.clone().of(known.id, address.to_owned(), known.unread.clone());
    let rows = asked.iter().flat_map(|rows| rows.since(told.last_at)).chain(known_events.iter().map(Arc::as_ref));
    let choice = choose(&subscriber, rows.map(row), beyond.since(None).map(row), told, now);
    match compose(&subscriber, &choice, now, &mail.links(known.id)) {
        Some(letter) => Plan::Send { content: written(&letter), told: choice.told(), message_id: letter.message_id },
        None => Plan::Nothing,
    }
}

fn row((event, sitting): &Sitting) -> (&Event, &Occurrence) {
    (event, sitting)
}
