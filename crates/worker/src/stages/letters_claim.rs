//! Claims letters that may be sent and lets them go on when their turn has come.

use std::{collections::BTreeMap, time::Duration};

use crate::WorkerError;
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::SubscriberId;
use hobnob_store::{ClaimedLetter, Store};
use tokio::{sync::mpsc, task::JoinSet, time::Instant};

/// How many letters one batch claims.
const BATCH: u64 = 128;

/// How many letters wait for the next to be claimed.
const WAITING_MAX: usize = 64;

/// How long a claim lasts if the worker dies before it said that the letter leaves.
const CLAIM: TimeDelta = TimeDelta::minutes(3);

/// For how long a worker claims before it looks after other things.
const SHIFT: Duration = Duration::from_secs(5);

/// Who claims.
pub(super) struct Claimer {
    pub(super) store: Store,
    pub(super) owner: String,
    pub(super) only: Option<SubscriberId>,
    pub(super) pace: Option<Duration>,
    pub(super) now: DateTime<Utc>,
}

/// Letters whose turn has come, in its order; and in the end those that nobody took any more.
pub(super) struct Turns {
    pub(super) letters: mpsc::Receiver<ClaimedLetter>,
    pub(super) claiming: JoinSet<Result<Vec<ClaimedLetter>, WorkerError>>,
}

impl Claimer {
    /// Begins to claim. While one batch is sent, the next is claimed, unless there is a pace to keep: it spans a batch.
    pub(super) fn begin(self) -> Turns {
        let (turn, letters) = mpsc::channel(WAITING_MAX);
        let mut claiming = JoinSet::new();
        claiming.spawn(async move {
            let begun = Instant::now();
            while begun.elapsed() < SHIFT {
                let Self { store, owner, only, pace, now } = &self;
                let claimed = store.letters_claim(*now, BATCH, owner, CLAIM, *only).await?;
                let is_last = claimed.is_empty() || pace.is_some();
                let waits = pace.map_or_else(Vec::new, |pace| waits(&claimed, pace));
                let left = pass_on(&turn, claimed, waits).await;
                if is_last || !left.is_empty() {
                    return Ok(left);
                }
            }
            Ok(Vec::new())
        });
        Turns { letters, claiming }
    }
}

/// Lets letters go on, each after its wait; gives those that nobody takes any more.
async fn pass_on(
    turn: &mpsc::Sender<ClaimedLetter>,
    claimed: Vec<ClaimedLetter>,
    waits: Vec<Duration>,
) -> Vec<ClaimedLetter> {
    let begun = Instant::now();
    let waits = waits.into_iter().chain(std::iter::repeat(Duration::ZERO));
    let mut turns: Vec<(Duration, ClaimedLetter)> = waits.zip(claimed).collect();
    turns.sort_by_key(|(wait, _)| *wait);
    let mut turns = turns.into_iter();
    while let Some((wait, letter)) = turns.next() {
        if !wait.is_zero() {
            tokio::select! {
                () = tokio::time::sleep_until(begun + wait) => {}
                () = turn.closed() => {}
            }
        }
        if let Err(mpsc::error::SendError(letter)) = turn.send(letter).await {
            return std::iter::once(letter).chain(turns.map(|(_, letter)| letter)).collect();
        }
    }
    Vec::new()
}

/// When each letter's turn comes: those to one mail domain go one after another, a pace apart.
fn waits(claimed: &[ClaimedLetter], pace: Duration) -> Vec<Duration> {
    let mut places: BTreeMap<String, u32> = BTreeMap::new();
    let turn = |letter: &ClaimedLetter| {
        let address = letter.address.as_deref().unwrap_or_default();
        let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain).to_ascii_lowercase();
        let place = places.entry(domain).or_default();
        let wait = pace * *place;
        *place += 1;
        wait
    };
    claimed.iter().map(turn).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use hobnob_domain::LetterKind;

    #[test]
    fn letters_to_one_domain_are_a_pace_apart() {
        let letter = |id, address: &str| ClaimedLetter {
            id,
            subscriber_id: SubscriberId::new(id),
            address: Some(address.to_owned()),
            kind: LetterKind::Weekly,
            at: DateTime::UNIX_EPOCH,
            attempts: 0,
            message_id: None,
            content: None,
        };
        let claimed = [letter(1, "a@one.example"), letter(2, "b@two.example"), letter(3, "c@ONE.example")];
        let waits = waits(&claimed, Duration::from_millis(100));
        assert_eq!(waits, [0, 0, 100].map(Duration::from_millis));
    }
}
