//! Puts the crates together.

use std::{
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::{Arc, LazyLock},
};

use crate::{
    catalogue::{self, Catalogue},
    clock::SystemClock,
    outcome::{Outcome, usage},
    settings::{MailSettings, Settings},
};
use anyhow::{Context as _, bail};
use chrono::{DateTime, Utc};
use hobnob_domain::{
    Clock, EventFilter, FoundPlace, MailKeys, PlaceError, SealingKey, niche::overlay_taxonomy, query_string,
};
use hobnob_fetch::Client;
use hobnob_gazetteer::Gazetteer;
use hobnob_index::Index;
use hobnob_resolve::Resolver;
use hobnob_store::{Beginning, Store};
use hobnob_web::IndexFile;
use hobnob_worker::{HostLeases, MailParts, Observer, Worker, WorkerParts};
use tokio::sync::{Notify, watch};
use url::Url;

/// The clock of this process.
pub(crate) fn clock() -> Arc<dyn Clock> {
    Arc::new(SystemClock)
}

/// The present instant.
pub(crate) fn now() -> DateTime<Utc> {
    SystemClock.now()
}

/// Lays the operator's file of niches over the compiled-in taxonomy, if there is one; before anything asks for a niche.
pub(crate) fn taxonomy(settings: &Settings) -> Result<(), String> {
    let Some(path) = &settings.niches else { return Ok(()) };
    let named = |fault: &dyn std::fmt::Display| format!("setting `niches`: {}: {fault}", path.display());
    let text = std::fs::read_to_string(path).map_err(|error| named(&error))?;
    overlay_taxonomy(&text).map_err(|fault| named(&fault))
}

/// The places of the world.
pub(crate) fn gazetteer() -> &'static Gazetteer {
    Gazetteer::embedded()
}

/// Finds what a person typed as a place.
pub(crate) fn find_place(text: &str) -> Result<FoundPlace, PlaceError> {
    gazetteer().find(text)
}

/// Reads the filter of the command line.
pub(crate) fn filter<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Outcome<EventFilter> {
    query_string::read_filter(pairs, &find_place).map_err(usage)
}

/// Opens the database and brings it to this program's shape.
pub(crate) async fn store_migrated(settings: &Settings) -> anyhow::Result<Store> {
    let store = Store::connect(&settings.database_url).await?;
    store.migrate().await?;
    Ok(store)
}

/// Opens a database that is there already: who only looks leaves no empty file behind.
pub(crate) async fn connected(settings: &Settings) -> anyhow::Result<Store> {
    if let Some(file) = hobnob_store::sqlite_file(&settings.database_url).filter(|file| !file.exists()) {
        bail!("there is no {} here: start with `hobnob run`, or name a database with --database-url", file.display());
    }
    Ok(Store::connect(&settings.database_url).await?)
}

/// Opens the database and refuses to go on if it is not there or its shape is not this program's.
pub(crate) async fn store(settings: &Settings) -> anyhow::Result<Store> {
    let store = connected(settings).await?;
    store.schema_check().await?;
    Ok(store)
}

/// An index of all that the store holds now.
pub(crate) async fn index(settings: &Settings, store: &Store) -> anyhow::Result<Index> {
    let index = index_kept(settings, store).await?;
    hobnob_web::catch_up(store, &index, now()).await?;
    Ok(index)
}

/// An index of what the last process that served kept in the file, if anything.
pub(crate) async fn index_kept(settings: &Settings, store: &Store) -> anyhow::Result<Index> {
    let index = Index::new(settings.horizon);
    if let Some(file) = index_file(settings) {
        file.restore(store, &index, now()).await?;
    }
    Ok(index)
}

/// Where the index is kept from one process to the next, if anywhere.
pub(crate) fn index_file(settings: &Settings) -> Option<IndexFile> {
    settings.index_file.as_ref().map(IndexFile::new)
}

/// The page that tells webmasters about us; none while nobody outside knows our address.
fn bot_page(settings: &Settings) -> Option<String> {
    let base = settings.public_url.as_ref()?.as_str().trim_end_matches('/').to_owned();
    Some(format!("{base}/bot"))
}

/// How we introduce ourselves to webmasters.
pub(crate) fn user_agent(settings: &Settings) -> String {
    let (contact, page) = (settings.contact.clone(), bot_page(settings));
    hobnob_fetch::Settings { contact, page, ..hobnob_fetch::Settings::default() }.user_agent()
}

/// The way out, at a pace of its own: for commands that look at one page. Workers take turns beside.
pub(crate) fn client(settings: &Settings) -> Outcome<Client> {
    let allow = hobnob_fetch::networks(&settings.allow_private_networks)
        .map_err(|fault| usage(format!("setting `allow_private_networks`: {fault}")))?;
    let fetch = hobnob_fetch::Settings {
        contact: settings.contact.clone(),
        page: bot_page(settings),
        pace: settings.pace,
        allow,
        credentials: settings.credentials.clone(),
        ..hobnob_fetch::Settings::default()
    };
    Ok(Client::new(fetch)?)
}

/// What seals links and tokens: the operator's secret, or one that the database keeps.
pub(crate) async fn mail_keys(settings: &Settings, store: &Store) -> anyhow::Result<MailKeys> {
    let key = match &settings.secret {
        Some(key) => key.clone(),
        None => SealingKey::new(&store.key("sealing").await?),
    };
    Ok(MailKeys::new(key))
}

/// The address people reach us at: the public one, or the one at which we listen. What listens everywhere is reached on this
/// machine at least.
pub(crate) fn base(settings: &Settings, listens: SocketAddr) -> anyhow::Result<Url> {
    if let Some(url) = &settings.public_url {
        return Ok(url.clone());
    }
    let mut reached = listens;
    if listens.ip().is_unspecified() {
        reached.set_ip(match listens {
            SocketAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            SocketAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    Ok(Url::parse(&format!("http://{reached}/"))?)
}

/// What sending letters takes, where they are sent. Letters are chosen from `index`, which is fed when the first is due;
/// their links lead to `base`.
pub(crate) async fn mail(
    settings: &Settings,
    store: &Store,
    index: &Index,
    base: Url,
) -> anyhow::Result<Option<MailParts>> {
    let Some(MailSettings { mailer, sender, pace, says: _ }) = &settings.mail else { return Ok(None) };
    Ok(Some(MailParts {
        mailer: mailer.clone(),
        sender: sender.clone(),
        keys: mail_keys(settings, store).await?,
        base,
        index: index.clone(),
        pace: *pace,
        wake: Arc::new(Notify::new()),
    }))
}

/// A worker over a store. Its name tells it from all others over the same database.
pub(crate) fn worker(
    settings: &Settings,
    store: &Store,
    observer: Observer,
    events_changed: Arc<Notify>,
    mail: Option<MailParts>,
) -> Outcome<Worker> {
    let owner = format!("{}-{}", std::process::id(), now().timestamp_micros());
    let turns = HostLeases::new(store.clone(), clock(), owner.clone());
    Ok(Worker::new(WorkerParts {
        store: store.clone(),
        client: Arc::new(client(settings)?.with_turnstile(Arc::new(turns))),
        resolver: Arc::new(LazyLock::new(|| Resolver::new(gazetteer()))),
        clock: clock(),
        owner,
        pages_max: settings.pages_max,
        observer,
        events_changed,
        mail,
    }))
}

/// The catalogue in force, and whether it is one the operator names.
pub(crate) fn catalogue(settings: &Settings) -> anyhow::Result<(Catalogue, bool)> {
    match &settings.catalogue {
        None => Ok((catalogue::read("the bundled catalogue", catalogue::BUNDLED), false)),
        Some(path) => {
            let text = std::fs::read_to_string(path).with_context(|| {
                format!("the catalogue {} can't be read; set HOBNOB_CATALOGUE to a TOML file", path.display())
            })?;
            Ok((catalogue::read(&path.display().to_string(), &text), true))
        }
    }
}

/// Stores the catalogue's sources: a named one at every start, the bundled one at the first start only, so that what an
/// operator removed stays removed. Broken entries are told and left out.
pub(crate) async fn catalogue_load(settings: &Settings, store: &Store, beginning: Beginning) -> anyhow::Result<usize> {
    let (catalogue, is_named) = catalogue(settings)?;
    for fault in &catalogue.faults {
        eprintln!("warning: {fault}");
    }
    let new = match is_named {
        true => store.sources_save_all(&catalogue.sources, now()).await?,
        false => store.sources_begin_with(&catalogue.sources, beginning, now()).await?,
    };
    Ok(new)
}

/// Tells all parts of a process that it is to end: when it is asked to, or when one part can't go on.
#[derive(Clone, Debug)]
pub(crate) struct Stop(watch::Sender<bool>);

impl Stop {
    /// Nobody is told to stop yet, and nothing asks for it but [`Stop::tell`].
    pub(crate) fn new() -> Self {
        Self(watch::Sender::new(false))
    }

    /// Told when the process is asked to end.
    pub(crate) fn on_signal() -> Self {
        let stop = Self::new();
        let tell = stop.clone();
        tokio::spawn(async move {
            asked_to_end().await;
            tell.tell();
        });
        stop
    }

    /// Asks every part to end.
    pub(crate) fn tell(&self) {
        self.0.send_replace(true);
    }

    /// What becomes true when it is time to end.
    pub(crate) fn told(&self) -> watch::Receiver<bool> {
        self.0.subscribe()
    }

    /// Does `first` and, beside it, what ends when it is told to: which it is as soon as `first` has ended, however that was.
    pub(crate) async fn beside<T>(&self, first: impl Future<Output = T>, other: impl Future<Output = ()>) -> T {
        let first = async {
            let ended = first.await;
            self.tell();
            ended
        };
        let (ended, ()) = tokio::join!(first, other);
        ended
    }
}

#[cfg(unix)]
async fn asked_to_end() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
        }
        Err(_) => {
            let _ = tokio::signal::ctrl_c().await;
        }
    }
}

#[cfg(not(unix))]
async fn asked_to_end() {
    let _ = tokio::signal::ctrl_c().await;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Overrides;

    #[test]
    fn what_listens_everywhere_is_reached_on_this_machine() {
        let with = |public_url: &str| Settings {
            public_url: Url::parse(public_url).ok(),
            ..Settings::load(&Overrides::default()).unwrap()
        };
        let reached = |listens: &str| base(&with(""), listens.parse().unwrap()).map(String::from).unwrap();
        assert_eq!(reached("0.0.0.0:8080"), "http://127.0.0.1:8080/");
        assert_eq!(reached("[::]:8080"), "http://[::1]:8080/");
        assert_eq!(reached("192.0.2.1:80"), "http://192.0.2.1/");
        let public = base(&with("https://events.example.org/"), "0.0.0.0:8080".parse().unwrap());
        assert_eq!(public.map(String::from).unwrap(), "https://events.example.org/");
    }

    #[tokio::test]
    async fn a_part_that_fails_takes_the_others_with_it() {
        let stop = Stop::new();
        let mut told = stop.told();
        let other = async {
            let _ = told.wait_for(|told| *told).await;
        };
        let ended = stop.beside(async { Err::<(), _>("the port is gone") }, other).await;
        assert_eq!(ended, Err("the port is gone"));
    }
}
