//! `hobnob run` and `hobnob serve`.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use crate::{
    busy, catalogue,
    outcome::Outcome,
    progress,
    settings::Settings,
    table::counted,
    trusted,
    wiring::{self, Stop},
};
use anyhow::Context as _;
use hobnob_digest::{is_mailbox, returned};
use hobnob_domain::Returned;
use hobnob_graphql::{RulesReader, TrustedDocuments};
use hobnob_index::Index;
use hobnob_store::{Beginning, Store};
use hobnob_web::{BusyReader, LetterDesk, MailboxReader, Robot};
use hobnob_worker::MailParts;
use tokio::{net::TcpListener, sync::Notify};
use url::Url;

/// How long who asks while the events are being loaded waits for them: less than proxies do.
const LOADING: Duration = Duration::from_secs(45);

/// Worker and web in one process.
pub(crate) async fn run(settings: &Settings) -> Outcome {
    let documents = trusted::documents(settings)?;
    let listener = bind(settings.listen).await?;
    let store = wiring::store_migrated(settings).await?;
    let new = wiring::catalogue_load(settings, &store, Beginning::BesideOthers).await?;
    let sources = store.sources().await?;
    let base = wiring::base(settings, listener.local_addr()?)?;
    eprintln!("hobnob watches {} ({new} new) and serves\n{}", counted(sources.len(), "source"), addresses(&base));
    let changed = Arc::new(Notify::new());
    let index = Index::new(settings.horizon);
    let mail = wiring::mail(settings, &store, &index, base).await?;
    let desk = mail.as_ref().map(desk);
    let worker = wiring::worker(settings, &store, progress::in_log(), Arc::clone(&changed), mail)?;
    let stop = Stop::on_signal();
    let web = Web { listener, store, index, changed, desk, documents };
    stop.beside(web.serve(settings, &stop), worker.run(stop.told())).await
}

/// Web alone.
pub(crate) async fn serve(settings: &Settings) -> Outcome {
    let documents = trusted::documents(settings)?;
    let listener = bind(settings.listen).await?;
    let store = wiring::store(settings).await?;
    let base = wiring::base(settings, listener.local_addr()?)?;
    eprintln!("hobnob serves\n{}", addresses(&base));
    let index = Index::new(settings.horizon);
    let desk = wiring::mail(settings, &store, &index, base).await?.as_ref().map(desk);
    let web = Web { listener, store, index, changed: Arc::new(Notify::new()), desk, documents };
    web.serve(settings, &Stop::on_signal()).await
}

/// Where readers sign up for the letters that are sent.
pub(crate) fn desk(mail: &MailParts) -> LetterDesk {
    LetterDesk { keys: mail.keys.clone(), wake: Arc::clone(&mail.wake) }
}

/// Takes the address, or says what to do when it is taken.
pub(crate) async fn bind(listen: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(listen)
        .await
        .with_context(|| format!("can't listen on {listen}; choose another address with --listen, such as 127.0.0.1:0"))
}

/// What to open, told when the process starts.
pub(crate) fn addresses(base: &Url) -> String {
    let base = base.as_str().trim_end_matches('/');
    format!(
        "  page      {base}/\n  GraphQL   {base}/graphql\n  calendar  {base}/calendar.ics?niche=rust&near=Berlin&radius_km=300"
    )
}

/// Reads what came back, where a text is a mailbox or a mail.
fn mailbox(text: &str) -> Option<Vec<Returned>> {
    is_mailbox(text).then(|| returned(text))
}

/// What serving takes.
pub(crate) struct Web {
    pub(crate) listener: TcpListener,
    pub(crate) store: Store,
    pub(crate) index: Index,
    /// Woken when events changed.
    pub(crate) changed: Arc<Notify>,
    pub(crate) desk: Option<LetterDesk>,
    /// The only documents that the API answers; none: it answers every one.
    pub(crate) documents: Option<TrustedDocuments>,
}

impl Web {
    /// Serves until told to stop, or until it can't.
    pub(crate) async fn serve(self, settings: &Settings, stop: &Stop) -> Outcome {
        let Self { listener, store, index, changed, desk, documents } = self;
        let base = wiring::base(settings, listener.local_addr()?)?;
        let robot = Robot {
            user_agent: wiring::user_agent(settings),
            contact: settings.contact.clone(),
            pages_max: settings.pages_max,
            pace: settings.pace,
        };
        let state = hobnob_web::State::new(store.clone(), index.clone(), wiring::gazetteer(), wiring::clock(), base);
        let state = state
            .waiting_for_index(LOADING)
            .with_robot(robot)
            .with_admin(settings.admin_token.clone())
            .with_proxies(settings.trusted_proxies.clone())
            .with_graphql_rate(settings.graphql_units_per_hour)
            .with_rules(RulesReader(catalogue::rules_of_text))
            .with_busy_reader(BusyReader(busy::times));
        let state = match documents {
            Some(documents) => state.with_trusted_documents(documents),
            None => state,
        };
        let state = match &settings.returns_token {
            Some(token) => state.with_returns(token.clone(), MailboxReader(mailbox)),
            None => state,
        };
        let state = match desk {
            Some(desk) => state.with_letters(desk),
            None => state,
        };
        let follow =
            hobnob_web::follow(store, index, wiring::index_file(settings), wiring::clock(), changed, stop.told());
        let serve = hobnob_web::serve(listener, state, stop.told());
        Ok(stop.beside(serve, follow).await?)
    }
}
