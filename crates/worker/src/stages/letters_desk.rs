//! Hands over letters that were said to leave, some at once, each over a connection of its own, and tells what became of
//! them. Nothing is written down here.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use crate::{MailParts, mail};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_digest::{CONNECTIONS_MAX, Letter, SendError, says_no_mailbox};
use hobnob_domain::LetterKind;
use hobnob_store::{ClaimedLetter, LetterEnd};
use tokio::{
    sync::{Semaphore, mpsc},
    task::JoinSet,
    time::Instant,
};

/// How long a letter that was said to leave waits for its turn before it is taken back.
const TURN: Duration = Duration::from_secs(60);

/// How long is waited before each further try, in minutes; the last for all that follow.
const WAITS: [i64; 5] = [1, 5, 15, 60, 120];

/// Letters that were said to leave and wait for somebody to hand them over.
pub(super) struct Tray {
    letters: Mutex<VecDeque<(ClaimedLetter, Instant)>>,
    there: Semaphore,
}

impl Tray {
    fn letters(&self) -> std::sync::MutexGuard<'_, VecDeque<(ClaimedLetter, Instant)>> {
        self.letters.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts letters in.
    pub(super) fn put(&self, letters: Vec<ClaimedLetter>) {
        let (count, since) = (letters.len(), Instant::now());
        self.letters().extend(letters.into_iter().map(|letter| (letter, since)));
        self.there.add_permits(count);
    }

    /// No more are handed over; gives those that never were. Each is given once: here or to who hands it over.
    pub(super) fn close(&self) -> Vec<i64> {
        self.there.close();
        self.letters().drain(..).map(|(letter, _)| letter.id).collect()
    }

    async fn next(&self) -> Option<(ClaimedLetter, Instant)> {
        self.there.acquire().await.ok()?.forget();
        self.letters().pop_front()
    }
}

/// What became of a letter.
pub(super) type End = (i64, LetterEnd);

/// Who hands letters over.
pub(super) struct Desk {
    mail: MailParts,
    tray: Arc<Tray>,
    tell: mpsc::UnboundedSender<End>,
    now: DateTime<Utc>,
}

/// Opens as many desks as there may be connections, over one tray; gives it and what they tell.
pub(super) fn open(mail: &MailParts, now: DateTime<Utc>) -> (Arc<Tray>, JoinSet<()>, mpsc::UnboundedReceiver<End>) {
    let tray = Arc::new(Tray { letters: Mutex::default(), there: Semaphore::new(0) });
    let (tell, told) = mpsc::unbounded_channel();
    let mut desks = JoinSet::new();
    for _ in 0..CONNECTIONS_MAX {
        let desk = Desk { mail: mail.clone(), tray: Arc::clone(&tray), tell: tell.clone(), now };
        desks.spawn(async move { desk.work().await });
    }
    (tray, desks, told)
}

impl Desk {
    async fn work(&self) {
        while let Some((letter, since)) = self.tray.next().await {
            let end = if since.elapsed() > TURN { LetterEnd::Returned } else { self.hand_over(&letter).await };
            // Who is told waits for all ends; should it be gone, the letter is given up in time.
            let _ = self.tell.send((letter.id, end));
        }
    }

    async fn hand_over(&self, kept: &ClaimedLetter) -> LetterEnd {
        let Some(letter) = kept.address.as_deref().and_then(|address| letter(&self.mail, kept, address)) else {
            return LetterEnd::Failed("what was kept of it can't be read".to_owned());
        };
        match self.mail.mailer.send(&letter, &self.mail.sender).await {
            Ok(()) => LetterEnd::Sent,
            Err(error) => end(kept, &error, self.now),
        }
    }
}

/// The letter to hand over; none when what was kept can't be read.
pub(super) fn letter(mail: &MailParts, kept: &ClaimedLetter, address: &str) -> Option<Letter> {
    match kept.kind {
        LetterKind::Weekly => mail::read(kept, address),
        LetterKind::Confirmation => Some(mail.question(kept, address)),
    }
}

/// What becomes of a letter that was not simply taken.
pub(super) fn end(kept: &ClaimedLetter, error: &SendError, now: DateTime<Utc>) -> LetterEnd {
    let says = error.to_string();
    match error {
        SendError::Recipient(_) => LetterEnd::NoSuchAddress(says),
        SendError::Refused { says: reply, .. } if says_no_mailbox(reply) => LetterEnd::NoSuchAddress(says),
        SendError::Uncertain { .. } => LetterEnd::Unknown(says),
        _ if error.may_be_tried_again() => LetterEnd::Later(says, now + wait(kept.attempts)),
        _ => LetterEnd::Failed(says),
    }
}

/// How long is waited after so many tries before the one that just failed.
fn wait(attempts: u32) -> TimeDelta {
    let place = usize::try_from(attempts).unwrap_or(usize::MAX);
    let minutes = WAITS.get(place).or(WAITS.last()).copied().unwrap_or_default();
    TimeDelta::minutes(minutes)
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
