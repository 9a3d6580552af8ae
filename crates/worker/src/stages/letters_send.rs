//! Sends letters. They are claimed, said to leave, handed over, and their ends written down. Up to [`AHEAD_MAX`] are said to
//! leave before they do, so that nobody who hands letters over waits for the disk; the ends of some and the leaving of others
//! are one write. No transaction is open while the relay is talked to.

use std::collections::VecDeque;

use super::{
    letters_claim::{Claimer, Turns},
    letters_desk::{End, Tray, end, letter, open},
    letters_plan::LATE,
};
use crate::{LetterCounts, MailParts, WorkerError};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_digest::{CONNECTIONS_MAX, SendError};
use hobnob_domain::{LetterKind, SubscriberId};
use hobnob_store::{ClaimedLetter, Leaving, LetterEnd, Store};
use tokio::{
    sync::{mpsc, watch},
    task::JoinError,
    time::Instant,
};

/// How many letters may be said to leave and have no end yet: so many may be unknown when the worker dies.
const AHEAD_MAX: usize = 2 * CONNECTIONS_MAX;

/// After how long without an end nobody will ever know it: longer than a turn and handing over may take.
const GIVE_UP: TimeDelta = TimeDelta::minutes(6);

/// Why a letter of yesterday is not sent today.
const TOO_LATE: &str = "more than 24 hours late";

/// What sending takes.
pub(super) struct Sending<'a> {
    pub(super) store: &'a Store,
    pub(super) mail: &'a MailParts,
    pub(super) owner: &'a str,
    pub(super) only: Option<SubscriberId>,
    pub(super) now: DateTime<Utc>,
    pub(super) ending: watch::Receiver<bool>,
}

/// How far it came.
#[derive(Default)]
struct Round {
    /// Their turn has come.
    ready: VecDeque<ClaimedLetter>,
    /// Not written down yet.
    ends: Vec<End>,
    /// How many were said to leave and have no end yet.
    away: usize,
    /// Whether the relay was reached, or tried to, and nothing said otherwise since.
    is_reached: bool,
    /// Why it can't be reached.
    refused: Option<SendError>,
    counts: LetterCounts,
}

impl Sending<'_> {
    /// Sends what may be sent and says what became of it; none when nothing waits.
    pub(super) async fn send(self) -> Result<Option<LetterCounts>, WorkerError> {
        let claimer = Claimer {
            store: self.store.clone(),
            owner: self.owner.to_owned(),
            only: self.only,
            pace: self.mail.pace,
            now: self.now,
        };
        let Turns { mut letters, mut claiming } = claimer.begin();
        let Some(first) = letters.recv().await else {
            return left(claiming.join_next().await).map(|_| None);
        };
        let (tray, mut desks, mut told) = open(self.mail, self.now);
        let mut round = Round { ready: VecDeque::from([first]), ..Round::default() };
        let went = self.go(&mut round, &tray, &mut letters, &mut told).await;
        // Whatever was not given to the relay by now goes back; what is under way comes to its end.
        round.take_back(tray.close());
        letters.close();
        while let Some(letter) = letters.recv().await {
            round.ready.push_back(letter);
        }
        let claimed = left(claiming.join_next().await).map(|left| round.ready.extend(left));
        let ready: Vec<i64> = round.ready.drain(..).map(|letter| letter.id).collect();
        round.take_back(ready);
        while let Some(desk) = desks.join_next().await {
            desk?;
        }
        while let Ok(end) = told.try_recv() {
            round.ends.push(end);
        }
        let noted = self.note(&mut round, &tray, Vec::new(), self.now).await;
        self.mail.mailer.rest().await;
        went.and(noted).and(claimed).map(|()| Some(round.counts))
    }

    /// Round by round, until nothing waits any more or the worker ends.
    async fn go(
        &self,
        round: &mut Round,
        tray: &Tray,
        letters: &mut mpsc::Receiver<ClaimedLetter>,
        told: &mut mpsc::UnboundedReceiver<End>,
    ) -> Result<(), WorkerError> {
        let (begun, mut ending) = (Instant::now(), self.ending.clone());
        let mut are_all_claimed = false;
        while !*ending.borrow() {
            while let Ok(end) = told.try_recv() {
                round.ended(end);
            }
            let room = round.ahead().saturating_sub(round.away);
            while round.ready.len() < room
                && let Ok(letter) = letters.try_recv()
            {
                round.ready.push_back(letter);
            }
            let leaving = self.leaving(round, room).await;
            if !leaving.is_empty() || !round.ends.is_empty() {
                let at = self.now + TimeDelta::from_std(begun.elapsed()).unwrap_or_default();
                self.note(round, tray, leaving, at).await?;
                continue;
            }
            if are_all_claimed && round.away == 0 && round.ready.is_empty() {
                return Ok(());
            }
            tokio::select! {
                Ok(_) = ending.wait_for(|is_ending| *is_ending) => return Ok(()),
                Some(end) = told.recv(), if round.away > 0 => round.ended(end),
                letter = letters.recv(), if room > 0 && !are_all_claimed => match letter {
                    Some(letter) => round.ready.push_back(letter),
                    None => are_all_claimed = true,
                },
            }
        }
        Ok(())
    }

    /// Those of the ready letters that leave now; what becomes of others is an end. Relays that can't be reached make no letter
    /// unknown: nothing is said to leave.
    async fn leaving(&self, round: &mut Round, room: usize) -> Vec<ClaimedLetter> {
        let mut leaving = Vec::new();
        while leaving.len() < room
            && let Some(letter) = round.ready.pop_front()
        {
            let late = self.now.signed_duration_since(letter.at) > LATE;
            match &letter.address {
                None => round.ends.push((letter.id, LetterEnd::Skipped("the reader left".to_owned()))),
                Some(_) if late => round.ends.push((letter.id, LetterEnd::Skipped(TOO_LATE.to_owned()))),
                Some(_) => leaving.push(letter),
            }
        }
        if !leaving.is_empty() && !round.is_reached && round.refused.is_none() {
            round.refused = self.mail.mailer.reach().await.err();
            round.is_reached = true;
        }
        if let Some(error) = &round.refused {
            round.ends.extend(leaving.drain(..).map(|letter| (letter.id, end(&letter, error, self.now))));
        }
        leaving
    }

    /// Writes down what became of letters and which ones leave, and lets those go that are still ours.
    async fn note(
        &self,
        round: &mut Round,
        tray: &Tray,
        leaving: Vec<ClaimedLetter>,
        at: DateTime<Utc>,
    ) -> Result<(), WorkerError> {
        let named = leaving.iter().map(|letter| Leaving { id: letter.id, message_id: self.name(letter) });
        let named: Vec<Leaving> = named.collect();
        let ends = std::mem::take(&mut round.ends);
        let noted = self.store.letters_note(&ends, &named, self.owner, self.now, at + GIVE_UP).await;
        let ours = match noted {
            Ok(ours) => ours,
            Err(error) => {
                round.ends = ends;
                round.take_back(leaving.iter().map(|letter| letter.id));
                return Err(error.into());
            }
        };
        ends.iter().for_each(|(id, end)| round.counts.add(counted(*id, end)));
        let leaving: Vec<ClaimedLetter> = leaving.into_iter().filter(|letter| ours.contains(&letter.id)).collect();
        round.away += leaving.len();
        tray.put(leaving);
        Ok(())
    }

    /// The id in the world of mail of a letter that has none yet.
    fn name(&self, kept: &ClaimedLetter) -> Option<String> {
        let is_new = kept.message_id.is_none() && kept.kind == LetterKind::Confirmation;
        let address = kept.address.as_deref().filter(|_| is_new)?;
        letter(self.mail, kept, address).map(|letter| letter.message_id)
    }
}

impl Round {
    /// How many may be away now: as many as there are connections, and one more for each that was sent. Where few letters are
    /// sent, few can become unknown.
    fn ahead(&self) -> usize {
        let sent = usize::try_from(self.counts.sent).unwrap_or(AHEAD_MAX);
        AHEAD_MAX.min(CONNECTIONS_MAX.saturating_add(sent))
    }

    fn ended(&mut self, end: End) {
        self.away = self.away.saturating_sub(1);
        // What could not be given may mean that the relay is away: it is reached anew before more is said to leave.
        self.is_reached &= !matches!(end.1, LetterEnd::Later(..) | LetterEnd::Unknown(_));
        self.ends.push(end);
    }

    /// Letters that nobody was given wait as before.
    fn take_back(&mut self, letters: impl IntoIterator<Item = i64>) {
        self.ends.extend(letters.into_iter().map(|id| (id, LetterEnd::Returned)));
    }
}

/// The letters that were claimed and that nobody took any more.
fn left(
    done: Option<Result<Result<Vec<ClaimedLetter>, WorkerError>, JoinError>>,
) -> Result<Vec<ClaimedLetter>, WorkerError> {
    Ok(done.transpose()?.transpose()?.unwrap_or_default())
}

/// Counts an end, and tells of it what a person should know.
fn counted(letter: i64, end: &LetterEnd) -> LetterCounts {
    let mut counts = LetterCounts::default();
    match end {
        LetterEnd::Sent => counts.sent = 1,
        LetterEnd::Returned => {}
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
