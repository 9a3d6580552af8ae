//! Places we watch.

use crate::{NicheId, SourceId};
use chrono::{DateTime, TimeDelta, Utc};
use url::Url;

words! {
    /// The formats and sites hobnob reads.
    pub enum Format {
        /// iCalendar, RFC 5545.
        Ical = "ical",
        /// schema.org events as JSON-LD in a page.
        JsonLd = "json_ld",
        /// schema.org events as microdata in a page.
        Microdata = "microdata",
        /// schema.org events as RDFa Lite in a page.
        Rdfa = "rdfa",
        /// h-event, or hCalendar's vevent, in a page.
        Microformats = "microformats",
        /// Events in the state that a page carries for its scripts.
        NextData = "next_data",
        /// A page with links or buttons that add events to a calendar.
        AddToCalendar = "add_to_calendar",
        /// A page whose Open Graph properties say that it is an event.
        OpenGraph = "open_graph",
        /// A topic file of confs.tech.
        ConfsTech = "confs_tech",
        /// RSS 0.9x, 1.0 and 2.0, with the event module or another one that dates events.
        Rss = "rss",
        /// Atom, RFC 4287, with an extension that dates events.
        Atom = "atom",
        /// JSON Feed 1.x with an extension that dates events.
        JsonFeed = "json_feed",
        /// A sitemap: the pages of a site, of which those about events are read.
        Sitemap = "sitemap",
        /// developers.events: all events, or all calls for papers.
        DevelopersEvents = "developers_events",
        /// The list behind pythondeadlin.es.
        PythonDeadlines = "python_deadlines",
        /// The lists of ruby-conferences: conferences, or meetups.
        RubyConferences = "ruby_conferences",
        /// A file of rubyevents' directory of events.
        RubyEvents = "rubyevents",
        /// A series' file of ccf-deadlines.
        CcfDeadlines = "ccf_deadlines",
        /// A list of ai-deadlines, or of one made after it.
        AiDeadlines = "ai_deadlines",
        /// The API of callingallpapers.com.
        CallingAllPapers = "calling_all_papers",
        /// An issue of This Week in Rust.
        ThisWeekInRust = "this_week_in_rust",
        /// A JSON, YAML, CSV or XML list of events whose fields have the usual names.
        EventsList = "events_list",
        /// A list of events in Markdown: a table, or entries with a link and a date.
        Markdown = "markdown",
        /// A page that marks nothing up: the headings, lists and tables of a list of events.
        HtmlList = "html_list",
        /// Events as ActivityPub tells them: Mobilizon, Gancio, WordPress.
        Activitypub = "activitypub",
        /// A list of Bevy's events, which runs chapters of developer groups.
        Bevy = "bevy",
        /// A list of CTFtime's contests.
        Ctftime = "ctftime",
        /// A list of Eventbrite's API.
        Eventbrite = "eventbrite",
        /// A list of Gancio's events.
        Gancio = "gancio",
        /// A page of events of GrowthZone, which chambers of commerce run.
        GrowthZone = "growth_zone",
        /// A list of Guild's events.
        Guild = "guild",
        /// A list of Hack Club's hackathons.
        HackClub = "hack_club",
        /// An export of an Indico category.
        Indico = "indico",
        /// A list of LibCal's events.
        Libcal = "libcal",
        /// A list of a Linked Events register.
        LinkedEvents = "linked_events",
        /// A list of LiveWhale's events.
        Livewhale = "livewhale",
        /// A list of Localist's events.
        Localist = "localist",
        /// A page or a list of Luma.
        Luma = "luma",
        /// A page or an answer of Meetup.
        Meetup = "meetup",
        /// An answer of a Mobilizon server.
        Mobilizon = "mobilizon",
        /// A pretalx server's events, or a conference's schedule.
        Pretalx = "pretalx",
        /// Sessionize's open calls for papers.
        Sessionize = "sessionize",
        /// A Squarespace collection of events.
        Squarespace = "squarespace",
        /// A list of Teamup's API.
        Teamup = "teamup",
        /// A list of Ticket Tailor's API.
        TicketTailor = "ticket_tailor",
        /// A list of The Events Calendar, a plugin of WordPress.
        Tribe = "tribe",
        /// A page of Wix Events.
        Wix = "wix",
        /// Rules that the source brings along.
        Rules = "rules",
    }
}

impl Format {
    /// The terms of a list that not everybody may use for everything, as they are to be shown beside the source: whoever
    /// adds it opts in. None where no more is asked for than to be named.
    pub const fn licence(self) -> Option<&'static str> {
        match self {
            Self::DevelopersEvents => Some("CC BY-NC 4.0, © developers.events, opt-in"),
            Self::RubyConferences => Some("CC BY-NC-SA, © ruby-conferences, opt-in"),
            _ => None,
        }
    }
}

words! {
    /// Whether a source is being watched.
    pub enum SourceState {
        /// It is fetched when due.
        Active = "active",
        /// An operator stopped it.
        Paused = "paused",
        /// It is gone (410) or failed too long; looked at once a week.
        Parked = "parked",
    }
}

/// What an operator writes down about a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceSpec {
    /// For people.
    pub name: String,
    /// Where the listings are.
    pub url: Url,
    /// How to read it; none: by its content.
    pub format: Option<Format>,
    /// Niches of all its events, as hints.
    pub niches: Vec<NicheId>,
    /// How often to look; none: learned.
    pub every: Option<TimeDelta>,
    /// How to read pages without machine-readable data: rules, as the JSON that the extractor takes.
    pub rules: Option<String>,
    /// What holds for all its events unless they say otherwise.
    pub hints: SourceHints,
    /// The User-Agent for a server that answers no other; none: our own.
    pub user_agent: Option<String>,
    /// Who allowed us to read what robots.txt closes, and when, in the operator's words; none: robots.txt is obeyed.
    pub robots_consent: Option<String>,
}

/// What holds for all events of a source unless they say otherwise; each breaks ties and overrules nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceHints {
    /// Where its events are, as a person writes it: `Berlin`, `Portland, Oregon`.
    pub place: Option<String>,
    /// The zone of times that name none: an IANA name, such as `Europe/Berlin`.
    pub time_zone: Option<String>,
    /// The language it writes in: BCP 47, such as `de`.
    pub language: Option<String>,
}

impl SourceSpec {
    /// A source with a name and an address and nothing else said.
    pub fn new(name: impl Into<String>, url: Url) -> Self {
        Self {
            name: name.into(),
            url,
            format: None,
            niches: Vec::new(),
            every: None,
            rules: None,
            hints: SourceHints::default(),
            user_agent: None,
            robots_consent: None,
        }
    }
}

/// What the server gave us to ask "has it changed?" with, byte for byte.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    /// `ETag`, quotes included.
    pub etag: Option<String>,
    /// `Last-Modified`.
    pub last_modified: Option<String>,
}

/// A place we watch, with its health.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its id.
    pub id: SourceId,
    /// What the operator wrote.
    pub spec: SourceSpec,
    /// Whether it is watched.
    pub state: SourceState,
    /// For the next conditional request.
    pub validators: Validators,
    /// When it is due.
    pub next_fetch_at: DateTime<Utc>,
    /// When it was last asked.
    pub fetched_at: Option<DateTime<Utc>>,
    /// When it last answered as it should.
    pub succeeded_at: Option<DateTime<Utc>>,
    /// Failures in a row.
    pub failures: u32,
    /// Wrong answers since the last right one: nothing there (404), closed to us, or nothing that can be read. Servers
    /// that were out of reach meanwhile are not counted, and end nothing.
    pub wrong_answers: u32,
    /// When the first of them came.
    pub wrong_since: Option<DateTime<Utc>>,
    /// What was last wrong.
    pub problem: Option<String>,
    /// How many listings it has, the missing ones left out.
    pub listings: u64,
}

/// So many wrong answers in a row park a source…
const WRONG_ANSWERS_MAX: u32 = 10;

/// …if the first of them is so long ago: a site that is rebuilt over a weekend is no reason.
const WRONG_FOR: TimeDelta = TimeDelta::days(3);

/// Whether so many wrong answers since an instant are enough to park a source at `now`.
pub fn is_worn_out(wrong_answers: u32, wrong_since: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    wrong_answers >= WRONG_ANSWERS_MAX && wrong_since.is_some_and(|since| now - since >= WRONG_FOR)
}

impl Source {
    /// Whether another wrong answer at `now` parks it.
    pub fn parks_with_another(&self, now: DateTime<Utc>) -> bool {
        is_worn_out(self.wrong_answers.saturating_add(1), self.wrong_since, now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_wrong_answers_over_three_days_wear_a_source_out() {
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(100);
        let after = |answers, hours| is_worn_out(answers, Some(now - TimeDelta::hours(hours)), now);
        assert_eq!([after(9, 200), after(10, 71), after(10, 72), after(99, 0)], [false, false, true, false]);
        assert!(!is_worn_out(10, None, now));
    }
}
