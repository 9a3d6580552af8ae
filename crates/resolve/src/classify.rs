//! What an event is about: niches, goals and kind, by its text.

use hobnob_domain::{EventKind, Format, Goal, NicheId};
use hobnob_gazetteer::Gazetteer;

use crate::{
    goal::{Context, Goals},
    kind, list,
    niche::{self, Found, Niches, Reading},
};

/// The text of an event, as far as there is one. Plain text, no HTML.
#[derive(Clone, Copy, Debug, Default)]
pub struct Text<'a> {
    /// The name.
    pub name: &'a str,
    /// Who invites.
    pub organizer: Option<&'a str>,
    /// What it is about.
    pub description: Option<&'a str>,
    /// Free words of the source.
    pub keywords: &'a [String],
}

/// What the source says about all its events. It counts only where the text says nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Vouched<'a> {
    /// Niches that its operator wrote down.
    pub niches: &'a [NicheId],
    /// Its own tags, with the vocabulary they are of: `confs.tech/rust`.
    pub topics: &'a [String],
    /// Whether it lists technical events only.
    pub is_technical: bool,
    /// A type or category of this event.
    pub kind: Option<&'a str>,
    /// The format it is read as.
    pub format: Option<Format>,
    /// The host of the listing's address.
    pub host: Option<&'a str>,
    /// Whether it lists conferences and nothing else.
    pub lists_conferences: bool,
    /// Whether it takes several days, but not weeks.
    pub takes_days: bool,
    /// Whether it is over within a few hours: no conference is.
    pub is_brief: bool,
    /// Whether it begins in the evening.
    pub is_in_evening: bool,
    /// Whether it takes place on the network only.
    pub is_online: bool,
    /// Whether it comes again.
    pub repeats: bool,
    /// Whether it calls for papers.
    pub calls_for_papers: bool,
}

/// What a text is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Classification {
    /// The most specific niches with their scores (1 is enough), in the taxonomy's order.
    pub niches: Vec<(NicheId, f64)>,
    /// Goals, ordered.
    pub goals: Vec<Goal>,
    /// What sort of gathering.
    pub kind: EventKind,
    /// One line for each niche and goal, for people: "rust: the name says `rust`".
    pub reasons: Vec<String>,
}

/// The classifier, built once.
#[derive(Debug)]
pub(crate) struct Classifier {
    niches: Niches,
    goals: Goals,
}

impl Classifier {
    pub(crate) fn new(gazetteer: &'static Gazetteer) -> Self {
        Self { niches: Niches::new(gazetteer), goals: Goals::new() }
    }

    /// Classifies a text; the reasons are left out unless it `explains`.
    pub(crate) fn classify(&self, text: &Text<'_>, vouched: &Vouched<'_>, explains: bool) -> Classification {
        let is_of_site = vouched.host.is_some_and(list::is_technical_site);
        let vouched = &Vouched { is_technical: vouched.is_technical || is_of_site, ..*vouched };
        let reading = Reading::of(text);
        let Found { niches, mut reasons, is_of_series, is_of_a_group } =
            self.niches.find(text, &reading, vouched, explains);
        let kind = kind::decide(&kind::Signs {
            field: vouched.kind,
            name: text.name,
            organizer: &reading.folded_organizer,
            format: vouched.format,
            host: vouched.host,
            is_listed: vouched.lists_conferences,
            takes_days: vouched.takes_days,
            is_brief: vouched.is_brief,
            is_in_evening: vouched.is_in_evening,
            is_online: vouched.is_online,
            repeats: vouched.repeats,
            calls_for_papers: vouched.calls_for_papers,
            description: &reading.folded_description,
            is_of_series,
            is_of_a_group,
            is_technical: vouched.is_technical || !niches.is_empty(),
            is_of_technology: niches.iter().any(|(niche, _)| niche::is_technical(*niche)),
            is_of_the_trade: vouched.is_technical && !niches.is_empty(),
        });
        let ids: Vec<NicheId> = niches.iter().map(|(niche, _)| *niche).collect();
        let context = Context { niches: &ids, kind, is_technical: vouched.is_technical };
        let (goals, why) = self.goals.find(&reading, text.keywords, &context, explains);
        reasons.extend(why);
        Classification { niches, goals, kind, reasons }
    }
}
