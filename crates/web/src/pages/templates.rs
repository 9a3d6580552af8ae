//! The templates' values. Everything is made ready before; a template only places it.

use super::{
    calendar_fields::CalendarFields,
    clashes::Clash,
    event::{Call, Place, Sitting, Told, Who},
    expected::Expected,
    fault::Fault,
    form::{Choice, Form},
    frame::Frame,
    link::Link,
    list::List,
    narrow::Narrow,
    owner::{ChosenRow, OwnRow},
    prose::Piece,
    sources::{RunRow, SourceRow},
    subscribe::Subscribe,
    when::{Stamp, Time},
};
use askama::Template;

/// The search and what it found.
#[derive(Clone, Debug, Template)]
#[template(path = "home.html")]
pub(crate) struct Home {
    pub(crate) frame: Frame,
    pub(crate) heading: String,
    /// Whether nothing was searched for.
    pub(crate) is_front: bool,
    pub(crate) form: Form,
    /// The parts of the filter, each with the list without it.
    pub(crate) parts: Vec<Link>,
    pub(crate) list: Option<List>,
    pub(crate) narrow: Narrow,
    pub(crate) subscribe: Option<Subscribe>,
    /// Why there is no list.
    pub(crate) fault: Option<Fault>,
}

/// One event.
#[derive(Clone, Debug, Template)]
#[template(path = "event.html")]
pub(crate) struct EventPage {
    pub(crate) frame: Frame,
    pub(crate) name: String,
    pub(crate) language: Option<String>,
    pub(crate) language_name: Option<String>,
    pub(crate) warning: Option<&'static str>,
    pub(crate) is_over: bool,
    /// Whether one can still go to it.
    pub(crate) is_ahead: bool,
    pub(crate) time: Time,
    /// What this sitting of a series is called, where it has a name of its own.
    pub(crate) own_name: Option<String>,
    /// How it repeats, where that is said in a few words.
    pub(crate) repeats: Option<String>,
    /// The sittings after the one told first.
    pub(crate) later: Vec<Sitting>,
    pub(crate) place: Place,
    pub(crate) kind: Option<&'static str>,
    pub(crate) organizer: Option<Who>,
    pub(crate) is_free: Option<bool>,
    pub(crate) prices: Vec<(String, Option<String>)>,
    pub(crate) call: Option<Call>,
    pub(crate) niches: Vec<Link>,
    pub(crate) goals: Vec<Link>,
    pub(crate) keywords: Vec<String>,
    pub(crate) paragraphs: Vec<Vec<Piece>>,
    pub(crate) url: String,
    pub(crate) calendar_href: String,
    pub(crate) told: Vec<Told>,
    pub(crate) revised: Stamp,
    /// Escaped for a script element.
    pub(crate) json_ld: String,
}

/// One niche.
#[derive(Clone, Debug, Template)]
#[template(path = "niche.html")]
pub(crate) struct NichePage {
    pub(crate) frame: Frame,
    pub(crate) label: String,
    pub(crate) field: Option<String>,
    pub(crate) aliases: Vec<String>,
    pub(crate) broader: Vec<Link>,
    pub(crate) narrower: Vec<Link>,
    pub(crate) search_href: String,
    pub(crate) list: List,
    pub(crate) subscribe: Subscribe,
}

/// One place and what is around it.
#[derive(Clone, Debug, Template)]
#[template(path = "place.html")]
pub(crate) struct PlacePage {
    pub(crate) frame: Frame,
    pub(crate) name: String,
    /// What it lies in.
    pub(crate) region: String,
    /// How far around it is looked.
    pub(crate) radius_km: String,
    /// What meets there, the busiest first.
    pub(crate) niches: Vec<Link>,
    pub(crate) search_href: String,
    pub(crate) list: List,
    pub(crate) subscribe: Subscribe,
}

/// The places we watch.
#[derive(Clone, Debug, Template)]
#[template(path = "sources.html")]
pub(crate) struct SourcesPage {
    pub(crate) frame: Frame,
    pub(crate) total: String,
    pub(crate) is_one: bool,
    pub(crate) counts: Vec<(&'static str, String)>,
    pub(crate) rows: Vec<SourceRow>,
    pub(crate) previous: Option<String>,
    pub(crate) next: Option<String>,
}

/// One place we watch.
#[derive(Clone, Debug, Template)]
#[template(path = "source.html")]
pub(crate) struct SourcePage {
    pub(crate) frame: Frame,
    pub(crate) row: SourceRow,
    pub(crate) niches: Vec<Link>,
    /// How it was read lately, newest first.
    pub(crate) runs: Vec<RunRow>,
    /// The step at which something was odd, and what.
    pub(crate) problems: Vec<(&'static str, String)>,
}

/// What webmasters want to know of our robot.
#[derive(Clone, Debug, Template)]
#[template(path = "bot.html")]
pub(crate) struct BotPage {
    pub(crate) frame: Frame,
    /// What it sends as its User-Agent.
    pub(crate) user_agent: Option<String>,
    /// Where its operator is reached; without an address to follow, the words alone.
    pub(crate) contact: Option<Link>,
    /// The most pages and megabytes of one visit.
    pub(crate) most: (usize, usize),
    /// The pause between two requests, in words.
    pub(crate) pace: String,
}

/// Something to say in place of a page.
#[derive(Clone, Debug, Template)]
#[template(path = "message.html")]
pub(crate) struct Message {
    pub(crate) frame: Frame,
    pub(crate) heading: &'static str,
    pub(crate) text: String,
}

/// GraphiQL.
#[derive(Clone, Debug, Template)]
#[template(path = "graphiql.html")]
pub(crate) struct Graphiql {
    pub(crate) react: &'static str,
    pub(crate) react_dom: &'static str,
    pub(crate) graphiql: &'static str,
    pub(crate) style: &'static str,
    pub(crate) page_style: &'static str,
    pub(crate) start: &'static str,
    pub(crate) icon: &'static str,
}

/// The form for a new personal calendar.
#[derive(Clone, Debug, Template)]
#[template(path = "new_calendar.html")]
pub(crate) struct NewCalendar {
    pub(crate) frame: Frame,
    pub(crate) form: Form,
    pub(crate) fields: CalendarFields,
    pub(crate) far_km: Vec<Choice>,
    /// What it is called if nobody says.
    pub(crate) suggested: String,
    /// Parts of the filter that the form has no field for.
    pub(crate) hidden: Vec<(&'static str, String)>,
    pub(crate) expected: Option<Expected>,
    /// Why the form asks for no calendar.
    pub(crate) fault: Option<Fault>,
    /// Sent along, so that a form that is sent twice makes one calendar.
    pub(crate) key: String,
}

/// The secret address of a personal calendar.
#[derive(Clone, Debug, Template)]
#[template(path = "calendar_made.html")]
pub(crate) struct CalendarMade {
    pub(crate) frame: Frame,
    pub(crate) name: String,
    pub(crate) is_new: bool,
    pub(crate) subscribe: Subscribe,
    /// The address of its owner's page.
    pub(crate) page: String,
}

/// Which events of a personal calendar clash with what its owner has on.
#[derive(Clone, Debug, Template)]
#[template(path = "clashes.html")]
pub(crate) struct Clashes {
    pub(crate) frame: Frame,
    pub(crate) name: String,
    /// Where the calendar's own page is.
    pub(crate) back: String,
    pub(crate) told: String,
    pub(crate) clashes: Vec<Clash>,
}

/// The page of whoever owns a personal calendar.
#[derive(Clone, Debug, Template)]
#[template(path = "owner.html")]
pub(crate) struct Owner {
    pub(crate) frame: Frame,
    pub(crate) name: String,
    /// Where its forms are sent.
    pub(crate) action: String,
    pub(crate) said: Option<&'static str>,
    pub(crate) fault: Option<Fault>,
    pub(crate) is_editing: bool,
    /// What it holds, in words.
    pub(crate) filters: Vec<Link>,
    pub(crate) expected: Expected,
    pub(crate) rows: Vec<OwnRow>,
    pub(crate) earlier: Option<String>,
    pub(crate) later: Option<String>,
    pub(crate) chosen: Vec<ChosenRow>,
    pub(crate) subscribe: Subscribe,
    pub(crate) fields: CalendarFields,
    /// Whether it can be compared with a private calendar.
    pub(crate) is_comparable: bool,
}
