//! Readers whose letter is due → the outbox → the relay.

use std::{
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
};

use super::{letters_answers::Answers, letters_plan::planned, letters_send::Sending};
use crate::{MailParts, Next, RunReport, Stage, WorkerError, feeding::catch_up};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{LetterKind, SubscriberId, UnreadFilter};
use hobnob_store::{DueSubscribers, KnownSubscriber, PlanReport, PlannedLetter, Store};
use tokio::sync::watch;

/// How many letters one batch plans.
const BATCH: u64 = 1_000;

/// How many of them are written down at once, while the next are chosen.
const PART: usize = 200;

/// How many letters may wait to be sent before no more are planned: so the outbox stays small, whatever the hour. What was put
/// off holds up nobody.
const OPEN_MAX: u64 = 2 * BATCH;

/// How long the claim on planning lasts if the worker dies.
const LEASE: TimeDelta = TimeDelta::minutes(2);

/// Who asked for letters and never said yes is forgotten after so long.
const UNANSWERED: TimeDelta = TimeDelta::days(7);

/// How often that is looked at.
const TIDY_EVERY: TimeDelta = TimeDelta::hours(1);

/// How many are forgotten at once.
const FORGOTTEN: u64 = 1_000;

/// Plans letters, one worker at a time, and sends them, any number of workers at once.
pub struct Letters {
    /// Where readers and the outbox are.
    pub store: Store,
    /// What sending takes.
    pub mail: MailParts,
    /// Who claims: unique among all workers.
    pub owner: String,
    /// Only letters to this reader.
    pub only: Option<SubscriberId>,
    /// Added up.
    pub report: Arc<Mutex<RunReport>>,
    /// What the index answered to the batch before.
    pub(crate) answers: tokio::sync::Mutex<Answers>,
    /// Whether the worker ends: then no more letters are begun.
    pub ending: watch::Receiver<bool>,
    /// When was last looked for who never answered.
    pub tidied_at: Mutex<Option<DateTime<Utc>>>,
}

impl Stage for Letters {
    fn name(&self) -> &'static str {
        "letters"
    }

    fn step<'a>(&'a self, now: DateTime<Utc>) -> Pin<Box<dyn Future<Output = Result<Next, WorkerError>> + Send + 'a>> {
        Box::pin(self.round(now, now))
    }
}

impl Letters {
    /// Plans one batch of the letters that are due by an instant, and sends what waits.
    pub(crate) async fn round(&self, due_by: DateTime<Utc>, now: DateTime<Utc>) -> Result<Next, WorkerError> {
        self.give_up(now).await?;
        self.tidy(now).await?;
        // The next are written while those that were are sent.
        let (did_plan, did_send) = tokio::join!(self.plan(due_by, now), self.send(now));
        if did_plan? | did_send? {
            self.account().await?;
            return Ok(Next::Again);
        }
        Ok(Next::At(self.store.letter_next_at().await?))
    }

    /// Letters whose worker died while it handed them over are told to a person and never sent again.
    async fn give_up(&self, now: DateTime<Utc>) -> Result<(), WorkerError> {
        let lost = self.store.letters_give_up(now).await?;
        for id in &lost {
            tracing::warn!(
                letter = id,
                "nobody knows whether this letter was taken: its worker died; it is not sent again"
            );
        }
        self.count(|report| report.letters.unknown += u64::try_from(lost.len()).unwrap_or(u64::MAX));
        Ok(())
    }

    /// Forgets who never answered.
    async fn tidy(&self, now: DateTime<Utc>) -> Result<(), WorkerError> {
        // Who sends to one reader looks after that one alone.
        let is_time = self.only.is_none() && {
            let mut at = self.tidied_at.lock().unwrap_or_else(PoisonError::into_inner);
            let is_time = at.is_none_or(|at| now.signed_duration_since(at) >= TIDY_EVERY);
            if is_time {
                *at = Some(now);
            }
            is_time
        };
        if is_time {
            self.store.subscribers_forget_pending(now - UNANSWERED, now, FORGOTTEN).await?;
        }
        Ok(())
    }

    /// Plans one batch of what is due by an instant; says whether there was one.
    pub(crate) async fn plan(&self, due_by: DateTime<Utc>, now: DateTime<Utc>) -> Result<bool, WorkerError> {
        let is_due = !self.store.subscribers_due(due_by, 1, self.only).await?.is_empty();
        if !is_due || self.store.letters_sendable(now).await? >= OPEN_MAX {
            return Ok(false);
        }
        if !self.store.lease_take("letters plan", &self.owner, now, now + LEASE).await? {
            return Ok(false);
        }
        let did = self.plan_batch(due_by, now).await;
        self.store.lease_release("letters plan", &self.owner).await?;
        did
    }

    async fn plan_batch(&self, due_by: DateTime<Utc>, now: DateTime<Utc>) -> Result<bool, WorkerError> {
        let DueSubscribers { known: due, unfit } = self.store.subscribers_due(due_by, BATCH, self.only).await?;
        for (reader, fault) in &unfit {
            tracing::error!(%reader, %fault, "this reader gets no letter this week");
        }
        for known in &due {
            if let Some(UnreadFilter { query: _, reason, narrowed: _ }) = known.unread.first() {
                let reader = known.id;
                tracing::warn!(%reader, reason, "part of what this reader asks for is no more; their letter tells the rest");
            }
        }
        let unfit: Vec<SubscriberId> = unfit.into_iter().map(|(reader, _)| reader).collect();
        self.store.subscribers_pass_over(&unfit, due_by).await?;
        if due.is_empty() {
            return Ok(!unfit.is_empty());
        }
        catch_up(&self.store, &self.mail.index, now).await?;
        let mut answers = self.answers.lock().await;
        let (mut due, mut ready) = (due.into_iter(), Vec::new());
        while due.len() > 0 || !ready.is_empty() {
            let part: Vec<KnownSubscriber> = due.by_ref().take(PART).collect();
            let (written, next) = tokio::join!(
                self.write_down(std::mem::take(&mut ready), now),
                planned(&self.store, &self.mail, part, &mut answers, now),
            );
            written?;
            ready = next?;
        }
        Ok(true)
    }

    async fn write_down(&self, letters: Vec<PlannedLetter>, now: DateTime<Utc>) -> Result<(), WorkerError> {
        if letters.is_empty() {
            return Ok(());
        }
        let PlanReport { planned, excluded, skipped } = self.store.letters_plan(letters, now).await?;
        if skipped > 0 {
            tracing::warn!(skipped, "letters are more than 24 hours late and are not sent");
        }
        self.count(|report| {
            report.letters.planned += planned;
            report.letters.excluded += excluded;
            report.letters.skipped += skipped;
        });
        Ok(())
    }

    /// Sends what waits; says whether there was something.
    async fn send(&self, now: DateTime<Utc>) -> Result<bool, WorkerError> {
        let sending = Sending {
            store: &self.store,
            mail: &self.mail,
            owner: &self.owner,
            only: self.only,
            now,
            ending: self.ending.clone(),
        };
        let Some(sent) = sending.send().await? else { return Ok(false) };
        self.count(|report| report.letters.add(sent));
        Ok(true)
    }

    /// Every letter that was due is accounted for, or a person must know.
    async fn account(&self) -> Result<(), WorkerError> {
        for kind in LetterKind::ALL {
            let totals = self.store.letter_totals(*kind).await?;
            if !totals.is_balanced() {
                tracing::error!(%kind, ?totals, "letters that were due are not accounted for");
            }
        }
        Ok(())
    }

    fn count(&self, add: impl FnOnce(&mut RunReport)) {
        add(&mut self.report.lock().unwrap_or_else(PoisonError::into_inner));
    }
}
