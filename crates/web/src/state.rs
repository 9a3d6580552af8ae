//! What every request is given.

use std::{
    ops::Deref,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use crate::{
    BusyReader, LetterDesk, MailboxReader,
    admin::AdminToken,
    client::TrustedProxies,
    feed_cache::FeedCache,
    history::History,
    limits::{BLOCK_BYTES_KEPT, GRAPHQL_UNITS_AN_HOUR},
    personal::Personal,
    rate_limit::{Policy, RateLimit},
    returns::Returns,
    streams::Streams,
    tallies::Tallies,
    texts::Finder,
};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_calendar::{Blocks, Layer};
use hobnob_domain::{CalendarOptions, Clock, FoundPlace, PlaceError, SecretHash};
use hobnob_gazetteer::Gazetteer;
use hobnob_graphql::{CalendarTurns, RulesReader, Schema, TrustedDocuments};
use hobnob_index::Index;
use hobnob_store::Store;
use url::Url;

/// How many times a personal calendar's feed may be asked for at once, and within an hour from then on.
const FEEDS: Policy = Policy { name: "feed", quota: 60, window: TimeDelta::hours(1) };

/// How many calendars the people behind one address may make at once, and within an hour from then on: far fewer than all
/// together may.
const CALENDARS: Policy = Policy { name: "calendar", quota: 60, window: TimeDelta::hours(1) };

/// How many times its owner's page may be asked for: one every two seconds, and so many at once after a while.
const PAGES: Policy = Policy { name: "page", quota: 200, window: TimeDelta::seconds(400) };

/// What every request is given. A clone is the same state, and cheap.
#[derive(Clone)]
pub struct State(Arc<Means>);

/// What answering takes.
#[derive(Clone)]
pub struct Means {
    pub(crate) store: Store,
    pub(crate) index: Index,
    pub(crate) gazetteer: &'static Gazetteer,
    pub(crate) schema: Schema,
    pub(crate) clock: Arc<dyn Clock>,
    /// The address the outside knows us by; ends with a slash.
    pub(crate) base: Arc<Url>,
    pub(crate) feeds: Arc<FeedCache>,
    pub(crate) blocks: Arc<Blocks>,
    pub(crate) history: Arc<History>,
    pub(crate) robot: Arc<Robot>,
    pub(crate) tallies: Arc<Tallies>,
    pub(crate) admin: Option<AdminToken>,
    pub(crate) proxies: Arc<TrustedProxies>,
    /// What an address may ask of the API; none: as much as it likes.
    pub(crate) graphql_rate: Option<Arc<RateLimit>>,
    /// Where readers sign up for letters; none where no letters are sent.
    pub(crate) letters: Option<Arc<LetterDesk>>,
    /// Where what came back is told; none: nobody may.
    pub(crate) returns: Option<Arc<Returns>>,
    /// Reads private calendars, to say what clashes; none: nothing is compared.
    pub(crate) busy: Option<BusyReader>,
    /// Personal calendars that were opened lately.
    pub(crate) personal: Arc<Personal>,
    /// How often the feed of one may be asked for.
    pub(crate) feed_turns: Arc<RateLimit<SecretHash>>,
    /// How often its owner's page may be.
    pub(crate) page_turns: Arc<RateLimit<SecretHash>>,
    /// How often a client may make a calendar, by the page and by the API together.
    pub(crate) calendar_turns: Arc<RateLimit>,
    /// Streams of GraphQL that are open.
    pub(crate) streams: Arc<Streams>,
    /// How long who asks waits for the index to be whole, before nothing is answered; none where that does not matter.
    waits: Option<Duration>,
    /// Whether the process is about to end.
    is_ending: Arc<AtomicBool>,
}

/// How the write side introduces itself to the sites it reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Robot {
    /// The User-Agent it sends.
    pub user_agent: String,
    /// Where webmasters reach its operator: an address or a page.
    pub contact: Option<String>,
    /// The most pages of one visit.
    pub pages_max: usize,
    /// The pause between two requests to one host.
    pub pace: Duration,
}

impl Default for Robot {
    fn default() -> Self {
        Self { user_agent: String::new(), contact: None, pages_max: 200, pace: Duration::from_secs(1) }
    }
}

impl Deref for State {
    type Target = Means;

    fn deref(&self) -> &Means {
        &self.0
    }
}

impl State {
    /// A state over these means. `base` is the address the outside knows us by: it stands in links and feeds.
    pub fn new(
        store: Store,
        index: Index,
        gazetteer: &'static Gazetteer,
        clock: Arc<dyn Clock>,
        mut base: Url,
    ) -> Self {
        if !base.path().ends_with('/') {
            base.set_path(&format!("{}/", base.path()));
        }
        base.set_query(None);
        base.set_fragment(None);
        let schema = hobnob_graphql::schema(hobnob_graphql::Context {
            store: store.clone(),
            index: index.clone(),
            gazetteer,
            clock: Arc::clone(&clock),
            public_url: Some(base.clone()),
        });
        let calendar_turns = Arc::new(RateLimit::new(CALENDARS));
        let turns = Arc::clone(&calendar_turns);
        let schema = schema.with_calendar_turns(CalendarTurns::new(move |client, now| match client.parse() {
            Ok(client) => turns.turn(client, now),
            Err(_) => Ok(()),
        }));
        let feeds = Arc::new(FeedCache::new(clock.now()));
        Self(Arc::new(Means {
            store,
            index,
            gazetteer,
            schema,
            clock,
            base: Arc::new(base),
            feeds,
            blocks: Arc::new(Blocks::keeping(BLOCK_BYTES_KEPT)),
            history: Arc::default(),
            robot: Arc::default(),
            tallies: Arc::default(),
            admin: None,
            proxies: Arc::default(),
            graphql_rate: Some(Arc::new(RateLimit::new(graphql_policy(GRAPHQL_UNITS_AN_HOUR)))),
            letters: None,
            returns: None,
            busy: None,
            personal: Arc::default(),
            feed_turns: Arc::new(RateLimit::new(FEEDS)),
            page_turns: Arc::new(RateLimit::new(PAGES)),
            calendar_turns,
            streams: Arc::default(),
            waits: None,
            is_ending: Arc::default(),
        }))
    }

    /// To be told more before the first request.
    fn means(&mut self) -> &mut Means {
        Arc::make_mut(&mut self.0)
    }

    /// Tells how the write side introduces itself.
    #[must_use]
    pub fn with_robot(mut self, robot: Robot) -> Self {
        self.means().robot = Arc::new(robot);
        self
    }

    /// Answers nothing before the index is whole: a calendar that lacks events would take them out of people's calendars.
    /// Who asks waits, and is told to come again when that took so long.
    #[must_use]
    pub fn waiting_for_index(mut self, at_most: Duration) -> Self {
        self.means().waits = Some(at_most);
        self
    }

    /// How long who asks has to wait at most, as long as the index is not whole and that matters.
    pub(crate) fn patience(&self) -> Option<Duration> {
        self.waits.filter(|_| !self.index.is_whole())
    }

    /// Lets those in who show this token; nobody without one.
    #[must_use]
    pub fn with_admin(mut self, admin: Option<AdminToken>) -> Self {
        self.means().admin = admin;
        self
    }

    /// Believes what these proxies say about addresses.
    #[must_use]
    pub fn with_proxies(mut self, proxies: TrustedProxies) -> Self {
        self.means().proxies = Arc::new(proxies);
        self
    }

    /// How many units an address may spend on GraphQL within an hour; 0: as many as it likes.
    #[must_use]
    pub fn with_graphql_rate(mut self, units: u32) -> Self {
        self.means().graphql_rate = (units > 0).then(|| Arc::new(RateLimit::new(graphql_policy(units))));
        self
    }

    /// Answers only these documents.
    #[must_use]
    pub fn with_trusted_documents(mut self, trusted: TrustedDocuments) -> Self {
        self.means().schema = self.schema.clone().with_trusted(trusted);
        self
    }

    /// Takes rules of sources that this reader understands.
    #[must_use]
    pub fn with_rules(mut self, rules: RulesReader) -> Self {
        self.means().schema = self.schema.clone().with_rules(rules);
        self
    }

    /// Says what clashes with a private calendar that this reader understands.
    #[must_use]
    pub fn with_busy_reader(mut self, reader: BusyReader) -> Self {
        self.means().busy = Some(reader);
        self
    }

    /// Opens the desk where readers sign up for letters.
    #[must_use]
    pub fn with_letters(mut self, desk: LetterDesk) -> Self {
        self.means().schema = self.schema.clone().with_letters(desk.clone());
        self.means().letters = Some(Arc::new(desk));
        self
    }

    /// Is told what came back by who shows this token.
    #[must_use]
    pub fn with_returns(mut self, token: AdminToken, read: MailboxReader) -> Self {
        self.means().returns = Some(Arc::new(Returns::new(token, read)));
        self
    }

    /// Finds the texts of a feed with these options.
    pub(crate) fn finder<'a>(&'a self, layer: Layer, options: &'a CalendarOptions) -> Finder<'a> {
        Finder { store: &self.store, history: &self.history, blocks: &self.blocks, layer, options }
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Finds the place a text means.
    pub(crate) fn place(&self, text: &str) -> Result<FoundPlace, PlaceError> {
        self.gazetteer.find(text)
    }

    /// An address of ours in full; `path` begins with a slash.
    pub(crate) fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.base.as_str().trim_end_matches('/'))
    }

    /// The epoch and revision of what is known now.
    pub(crate) fn revision(&self) -> (u64, i64) {
        let snapshot = self.index.snapshot();
        (snapshot.epoch(), snapshot.revision())
    }

    /// Whether the outside reaches us over TLS.
    pub(crate) fn is_https(&self) -> bool {
        self.base.scheme() == "https"
    }

    /// From now on the process is not ready for new requests.
    pub(crate) fn begin_to_end(&self) {
        self.is_ending.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_ending(&self) -> bool {
        self.is_ending.load(Ordering::Relaxed)
    }
}

const fn graphql_policy(quota: u32) -> Policy {
    Policy { name: "graphql", quota, window: TimeDelta::hours(1) }
}
