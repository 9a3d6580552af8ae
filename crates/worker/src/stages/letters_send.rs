//! Hands letters over: each is claimed, said to be handed over, handed over, and its end written down. No transaction is
//! open while the relay is talked to. What several senders have to write down at one time is one write.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use super::{letters_plan::LATE, refusal::is_no_address};
use crate::{LetterCounts, MailParts, WorkerError, mail};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_digest::{Letter, SendError, compose_confirmation};
use hobnob_domain::{LetterKind, SubscriberId};
use hobnob_store::{ClaimedLetter, LetterEnd, Store};
use tokio::sync::{Semaphore, mpsc, oneshot};

/// How many letters one batch claims.
const BATCH: u64 = 128;

/// How many are handed over at once: so many may be unknown when the worker dies.
const AT_ONCE: usize = hobnob_digest::CONNECTIONS_MAX;

/// How long a claim lasts if the worker dies before it handed the letter over.
const CLAIM: TimeDelta = TimeDelta::minutes(3);

/// How long handing one over may take.
const HAND_OVER: Duration = Duration::from_secs(240);

/// After how long without an end nobody will ever know it: longer than handing over may take.
const GIVE_UP: TimeDelta = TimeDelta::minutes(6);

/// How long is waited before each further try, in minutes; the last for all that follow.
const WAITS: [i64; 5] = [1, 5, 15, 60, 120];

/// Why a letter of yesterday is not sent today.
const TOO_LATE: &str = "more than 24 hours late";

/// Sends one batch and says what became of it; none when nothing waits.
pub(super) async fn send(
    store: &Store,
    mail: &MailParts,
    owner: &str,
    only: Option<SubscriberId>,
    now: DateTime<Utc>,
) -> Result<Option<LetterCounts>, WorkerError> {
    let claimed = store.letters_claim(now, BATCH, owner, CLAIM, only).await?;
    if claimed.is_empty() {
        return Ok(None);
    }
    let (tell, told) = mpsc::unbounded_channel();
    let gate = Arc::new(Semaphore::new(AT_ONCE));
    let mut senders = tokio::task::JoinSet::new();
    for queue in queues(claimed, mail.pace) {
        let desk = Desk { mail: mail.clone(), tell: tell.clone(), now };
        let gate = Arc::clone(&gate);
        senders.spawn(async move { desk.send_all(queue, &gate).await });
    }
    drop(tell);
    let counts = written_down(store, owner, now, told).await?;
    while let Some(sender) = senders.join_next().await {
        sender?;
    }
    Ok(Some(counts))
}

/// What a sender has to be written down.
enum Note {
    /// It hands this letter over, of this name, once it is told that it may.
    HandOver(i64, String, oneshot::Sender<bool>),
    /// What became of a letter.
    End(i64, LetterEnd),
}

/// Writes down what senders say, what comes together at once, until they are done; counts the ends.
async fn written_down(
    store: &Store,
    owner: &str,
    now: DateTime<Utc>,
    mut told: mpsc::UnboundedReceiver<Note>,
) -> Result<LetterCounts, WorkerError> {
    let mut counts = LetterCounts::default();
    let mut notes = Vec::new();
    while told.recv_many(&mut notes, 2 * AT_ONCE).await > 0 {
        let (mut leaving, mut waiting, mut ends) = (Vec::new(), Vec::new(), Vec::new());
        for note in notes.drain(..) {
            match note {
                Note::HandOver(id, name, may) => {
                    leaving.push((id, name));
                    waiting.push((id, may));
                }
                Note::End(id, end) => ends.push((id, end)),
            }
        }
        let ours = store.letters_hand_over(&leaving, owner, now + GIVE_UP).await?;
        for (id, may) in waiting {
            // A sender that is gone sends nothing.
            let _ = may.send(ours.contains(&id));
        }
        if !ends.is_empty() {
            store.letters_end(&ends, owner, now).await?;
            ends.iter().for_each(|(id, end)| counts.add(counted(*id, end)));
        }
    }
    Ok(counts)
}

/// Letters to one mail domain go one after another where there is a pace; else each for itself.
fn queues(claimed: Vec<ClaimedLetter>, pace: Option<Duration>) -> Vec<Vec<ClaimedLetter>> {
    if pace.is_none() {
        return claimed.into_iter().map(|letter| vec![letter]).collect();
    }
    let mut queues: BTreeMap<String, Vec<ClaimedLetter>> = BTreeMap::new();
    for letter in claimed {
        let address = letter.address.as_deref().unwrap_or_default();
        let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain).to_ascii_lowercase();
        queues.entry(domain).or_default().push(letter);
    }
    queues.into_values().collect()
}

/// One sender.
struct Desk {
    mail: MailParts,
    tell: mpsc::UnboundedSender<Note>,
    now: DateTime<Utc>,
}

impl Desk {
    async fn send_all(&self, queue: Vec<ClaimedLetter>, gate: &Semaphore) {
        for (place, letter) in queue.into_iter().enumerate() {
            if let Some(pace) = self.mail.pace.filter(|_| place > 0) {
                tokio::time::sleep(pace).await;
            }
            let _turn = gate.acquire().await;
            if let Some(end) = self.send_one(&letter).await {
                // Who is told waits for all ends; should it be gone, the letter is given up in time.
                let _ = self.tell.send(Note::End(letter.id, end));
            }
        }
    }

    /// Sends one letter; none when it is not ours any more.
    async fn send_one(&self, kept: &ClaimedLetter) -> Option<LetterEnd> {
        let Some(address) = &kept.address else {
            return Some(LetterEnd::Skipped("the reader left".to_owned()));
        };
        if self.now.signed_duration_since(kept.at) > LATE {
            return Some(LetterEnd::Skipped(TOO_LATE.to_owned()));
        }
        let Some(letter) = self.letter(kept, address) else {
            return Some(LetterEnd::Failed("what was kept of it can't be read".to_owned()));
        };
        // Relays that can't be reached make no letter unknown: nothing is said to be handed over yet.
        match tokio::time::timeout(HAND_OVER, self.mail.mailer.reach()).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => return Some(self.end(kept, &error)),
            Err(_) => return Some(self.end(kept, &SendError::Unreachable { says: "no answer in time".to_owned() })),
        }
        let (may, is_ours) = oneshot::channel();
        self.tell.send(Note::HandOver(kept.id, letter.message_id.clone(), may)).ok()?;
        if !is_ours.await.unwrap_or(false) {
            return None;
        }
        let sent = tokio::time::timeout(HAND_OVER, self.mail.mailer.send(&letter, &self.mail.sender)).await;
        Some(match sent {
            Ok(Ok(())) => LetterEnd::Sent,
            Ok(Err(error)) => self.end(kept, &error),
            Err(_) => LetterEnd::Unknown("the relay did not answer in time".to_owned()),
        })
    }

    fn letter(&self, kept: &ClaimedLetter, address: &str) -> Option<Letter> {
        match kept.kind {
            LetterKind::Weekly => mail::read(kept, address),
            LetterKind::Confirmation => {
                Some(compose_confirmation(address, kept.at, &self.mail.base, &self.mail.confirm(kept.id)))
            }
        }
    }

    /// What becomes of a letter that was not simply taken.
    fn end(&self, kept: &ClaimedLetter, error: &SendError) -> LetterEnd {
        let says = error.to_string();
        match error {
            SendError::Recipient(_) => LetterEnd::NoSuchAddress(says),
            SendError::Refused { code, says: reply } if is_no_address(*code, reply) => LetterEnd::NoSuchAddress(says),
            SendError::Uncertain { .. } => LetterEnd::Unknown(says),
            _ if error.may_be_tried_again() => LetterEnd::Later(says, self.now + wait(kept.attempts)),
            _ => LetterEnd::Failed(says),
        }
    }
}

/// How long is waited after so many tries before the one that just failed.
fn wait(attempts: u32) -> TimeDelta {
    let place = usize::try_from(attempts).unwrap_or(usize::MAX);
    let minutes = WAITS.get(place).or(WAITS.last()).copied().unwrap_or_default();
    TimeDelta::minutes(minutes)
}

/// Counts an end, and tells of it what a person should know.
fn counted(letter: i64, end: &LetterEnd) -> LetterCounts {
    let mut counts = LetterCounts::default();
    match end {
        LetterEnd::Sent => counts.sent = 1,
        LetterEnd::Later(says, at) => {
            tracing::info!(letter, %says, %at, "a letter was not taken and is tried again");
            counts.put_off = 1;
        }
        LetterEnd::Failed(says) | LetterEnd::NoSuchAddress(says) => {
            tracing::warn!(letter, %says, "a letter was refused");
            counts.failed = 1;
        }
        LetterEnd::Unknown(says) => {
            tracing::warn!(letter, %says, "nobody knows whether this letter was taken; it is not sent again");
            counts.unknown = 1;
        }
        LetterEnd::Skipped(says) => {
            tracing::warn!(letter, %says, "a letter is not sent");
            counts.skipped = 1;
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_further_try_waits_longer_until_two_hours() {
        let waits: Vec<i64> = (0..7).map(|attempts| wait(attempts).num_minutes()).collect();
        assert_eq!(waits, [1, 5, 15, 60, 120, 120, 120]);
    }
}
