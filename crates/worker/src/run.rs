//! The loop around the stages.

use std::{
    sync::{Arc, LazyLock, Mutex, PoisonError},
    time::Duration,
};

use crate::{
    MailParts, Next, Observer, RunReport, Stage, WorkerError,
    stages::{Crawl, Letters, Resolve},
};
use chrono::{DateTime, Utc};
use hobnob_domain::{Clock, SubscriberId};
use hobnob_fetch::Client;
use hobnob_resolve::Resolver;
use hobnob_store::Store;
use tokio::sync::{Notify, watch};

/// A stage is looked at at least this often, since other processes write too.
const LOOK_AGAIN: Duration = Duration::from_secs(15);

/// How long a stage rests after the database failed.
const REST: Duration = Duration::from_secs(5);

/// How long a run that ends waits for a claim that is being written, and how often it looks: ten seconds in all.
const CLAIMED_LOOK: Duration = Duration::from_millis(50);
const CLAIMED_LOOKS_MAX: u32 = 200;

/// What a worker is made of.
pub struct WorkerParts {
    /// Where everything lasts.
    pub store: Store,
    /// The way out.
    pub client: Arc<Client>,
    /// What understands listings; made when the first one changes.
    pub resolver: Arc<LazyLock<Resolver>>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Unique among all workers over one database.
    pub owner: String,
    /// The most pages one run of one source reads; [`PAGES_MAX`](crate::PAGES_MAX) is good manners.
    pub pages_max: usize,
    /// Told of what happens.
    pub observer: Observer,
    /// Woken whenever events changed: for readers in the same process.
    pub events_changed: Arc<Notify>,
    /// What sending letters takes; none: none are planned or sent.
    pub mail: Option<MailParts>,
}

/// Runs the stages.
pub struct Worker {
    store: Store,
    clock: Arc<dyn Clock>,
    crawl: Crawl,
    resolve: Resolve,
    letters: Option<Letters>,
    ending: watch::Sender<bool>,
    mail_wanted: Arc<Notify>,
    listings_changed: Arc<Notify>,
    report: Arc<Mutex<RunReport>>,
}

impl Worker {
    /// Puts the parts together.
    pub fn new(parts: WorkerParts) -> Self {
        let WorkerParts { store, client, resolver, clock, owner, pages_max, observer, events_changed, mail } = parts;
        let report = Arc::new(Mutex::new(RunReport::default()));
        let ending = watch::Sender::new(false);
        let listings_changed = Arc::new(Notify::new());
        let crawl = Crawl {
            store: store.clone(),
            client,
            owner: owner.clone(),
            pages_max,
            observer: Arc::clone(&observer),
            wake: Arc::clone(&listings_changed),
            report: Arc::clone(&report),
            ending: ending.subscribe(),
            running: tokio::sync::Mutex::default(),
            lost: Mutex::default(),
        };
        let resolve = Resolve {
            store: store.clone(),
            resolver,
            owner: owner.clone(),
            observer,
            wake: events_changed,
            report: Arc::clone(&report),
            begun_at: clock.now(),
        };
        let mail_wanted = mail.as_ref().map(|mail| Arc::clone(&mail.wake)).unwrap_or_default();
        let letters = mail.map(|mail| Letters {
            store: store.clone(),
            mail,
            owner,
            only: None,
            report: Arc::clone(&report),
            answers: tokio::sync::Mutex::default(),
            ending: ending.subscribe(),
            tidied_at: Mutex::default(),
        });
        Self { store, clock, crawl, resolve, letters, ending, mail_wanted, listings_changed, report }
    }

    /// Settles everything that is due now and says what was done. What goes wrong stops nothing else; the first fault is the
    /// answer in the end.
    pub async fn once(&self) -> Result<RunReport, WorkerError> {
        let crawled = self.crawl_all().await;
        if crawled.is_err() || self.is_ending() {
            // What this worker claimed and could not settle is due at once for whoever comes next.
            self.give_back().await;
        }
        let crawled = crawled.and(self.crawl.first_lost().map_or(Ok(()), Err));
        let resolved = self.resolve_all().await;
        let sent = self.letters_all(self.clock.now()).await;
        crawled.and(resolved).and(sent)?;
        self.total().await
    }

    /// The same until told to stop: then nothing more is begun, and what can't be settled in some seconds is given back.
    pub async fn once_until(&self, mut stop: watch::Receiver<bool>) -> Result<RunReport, WorkerError> {
        let told = async {
            if stop.wait_for(|is_over| *is_over).await.is_ok() {
                self.ending.send_replace(true);
            }
            std::future::pending().await
        };
        tokio::select! {
            done = self.once() => done,
            never = told => never,
        }
    }

    /// Whether this worker was told to stop.
    pub fn is_ending(&self) -> bool {
        *self.ending.borrow()
    }

    async fn give_back(&self) {
        if let Err(error) = self.crawl.leave(&*self.clock).await {
            tracing::error!(%error, "sources could not be given back; they are due again when their claims end");
        }
    }

    /// Reads every source that is due by now. Claims are of the time at which they are made: this may take long.
    async fn crawl_all(&self) -> Result<(), WorkerError> {
        let (due_by, mut looks) = (self.clock.now(), CLAIMED_LOOKS_MAX);
        while !self.is_ending() {
            match self.crawl.round(due_by, self.clock.now()).await? {
                Next::Again => {}
                // Due, yet not to be had: another's claim is being written down, or taken back, at this moment.
                Next::At(Some(at)) if at <= due_by && looks > 0 => {
                    looks -= 1;
                    tokio::time::sleep(CLAIMED_LOOK).await;
                }
                Next::At(_) => break,
            }
        }
        Ok(())
    }

    /// Plans and sends every letter that is due by an instant, be that to come; none where there is no way to send them.
    pub async fn letters_all(&self, due_by: DateTime<Utc>) -> Result<(), WorkerError> {
        if let Some(letters) = &self.letters {
            // Time goes on: a claim of the hour at which this began would be over for other workers.
            while !self.is_ending() && letters.round(due_by, self.clock.now()).await? == Next::Again {}
        }
        Ok(())
    }

    /// Plans one batch of the letters that are due by an instant and sends none; says whether there was one.
    pub async fn letters_plan(&self, due_by: DateTime<Utc>) -> Result<bool, WorkerError> {
        match &self.letters {
            Some(letters) => letters.plan(due_by, self.clock.now()).await,
            None => Ok(false),
        }
    }

    /// The same worker, which sends letters to this reader only.
    #[must_use]
    pub fn for_only(mut self, reader: SubscriberId) -> Self {
        if let Some(letters) = &mut self.letters {
            letters.only = Some(reader);
        }
        self
    }

    /// Resolves every listing that changed, without fetching anything.
    pub async fn resolve_all(&self) -> Result<(), WorkerError> {
        while !self.is_ending() {
            match self.resolve.step(self.clock.now()).await? {
                Next::Again => {}
                Next::At(None) => break,
                Next::At(Some(_)) => tokio::time::sleep(Duration::from_millis(500)).await,
            }
        }
        Ok(())
    }

    /// What was done since this worker was made.
    pub async fn total(&self) -> Result<RunReport, WorkerError> {
        let mut report = *self.report.lock().unwrap_or_else(PoisonError::into_inner);
        report.events.total = self.store.events_total().await?;
        // Some that were new became one with others before they could be seen.
        report.events.new = report.events.new.min(report.events.total);
        Ok(report)
    }

    /// Works until told to stop. What has begun is finished if that takes no more than some seconds; sources that take longer
    /// are given back, and letters that the relay was not given wait for the next worker.
    pub async fn run(&self, stop: watch::Receiver<bool>) {
        let mut told = stop.clone();
        let end = async {
            if told.wait_for(|is_over| *is_over).await.is_ok() {
                self.ending.send_replace(true);
            }
        };
        tokio::join!(
            self.drive_crawl(stop.clone()),
            self.drive(&self.resolve, Some(&self.listings_changed), stop.clone()),
            self.drive_letters(stop),
            end,
        );
    }

    async fn drive_crawl(&self, stop: watch::Receiver<bool>) {
        self.drive(&self.crawl, None, stop).await; // sources become due with time alone
        self.give_back().await;
    }

    async fn drive_letters(&self, stop: watch::Receiver<bool>) {
        if let Some(letters) = &self.letters {
            self.drive(letters, Some(&self.mail_wanted), stop).await;
        }
    }

    async fn drive(&self, stage: &dyn Stage, wake: Option<&Notify>, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            let now = self.clock.now();
            let wait = match stage.step(now).await {
                Ok(Next::Again) => continue,
                Ok(Next::At(at)) => at
                    .and_then(|at| (at - now).to_std().ok())
                    .map_or(LOOK_AGAIN, |wait| wait.clamp(Duration::from_millis(50), LOOK_AGAIN)),
                Err(error) => {
                    tracing::error!(stage = stage.name(), %error, "a stage could not do its batch; it tries again");
                    REST
                }
            };
            tokio::select! {
                _ = stop.changed() => {}
                () = woken(wake) => {}
                () = tokio::time::sleep(wait) => {}
            }
        }
    }
}

/// Ends when a stage is woken; never if nobody wakes it.
async fn woken(wake: Option<&Notify>) {
    match wake {
        Some(wake) => wake.notified().await,
        None => std::future::pending().await,
    }
}
