//! What sort of gathering: by a type, by the words of the name, by who invites.

mod names;
#[cfg(test)]
mod tests;
mod tongues;
mod words;

use std::sync::LazyLock;

use hobnob_domain::{EventKind, Format, text::folded};

use crate::{list, niche, phrase::Phrasebook};

/// What is known that bears on the kind.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Signs<'a> {
    /// A type or category: `https://schema.org/Hackathon`, `conference`.
    pub(crate) field: Option<&'a str>,
    /// The name.
    pub(crate) name: &'a str,
    /// Who invites, folded.
    pub(crate) organizer: &'a str,
    /// The format of the source.
    pub(crate) format: Option<Format>,
    /// The host of the listing's address.
    pub(crate) host: Option<&'a str>,
    /// Whether it stands in a list of conferences.
    pub(crate) is_listed: bool,
    /// Whether it takes several days, but not weeks.
    pub(crate) takes_days: bool,
    /// Whether it is over within a few hours.
    pub(crate) is_brief: bool,
    /// Whether it begins in the evening.
    pub(crate) is_in_evening: bool,
    /// Whether it takes place on the network.
    pub(crate) is_online: bool,
    /// Whether it comes again.
    pub(crate) repeats: bool,
    /// Whether it calls for papers.
    pub(crate) calls_for_papers: bool,
    /// What it is about, in the organizer's words, folded.
    pub(crate) description: &'a str,
    /// Whether its name is that of a well-known series.
    pub(crate) is_of_series: bool,
    /// Whether who holds it is called as groups are, after a technology and a city.
    pub(crate) is_of_a_group: bool,
    /// Whether its source lists technical events, or it is about a niche.
    pub(crate) is_technical: bool,
    /// Whether it is about a technology.
    pub(crate) is_of_technology: bool,
    /// Whether it is about a niche, in a list of technical events.
    pub(crate) is_of_the_trade: bool,
}

/// Types of schema.org that say what sort of gathering, and those that plugins set by default, which speak last.
const SCHEMA: &[(&str, EventKind)] = &[("Hackathon", EventKind::Hackathon), ("CourseInstance", EventKind::Course)];
const SCHEMA_LOOSE: &[(&str, EventKind)] =
    &[("EducationEvent", EventKind::Course), ("SocialEvent", EventKind::Social), ("Festival", EventKind::Conference)];

/// Sites whose listings are evenings of groups unless they say otherwise.
const MEETUP_SITES: &[&str] =
    &["meetup.com", "community.dev", "community.cncf.io", "mobilizon.fr", "connpass.com", "guild.host", "techplay.jp"];

/// Words of organizers that meet regularly.
const GROUPS: &[&str] = &[
    "meetup",
    "meetups",
    "user group",
    "usergroup",
    "group",
    "groupe",
    "grupo",
    "gruppe",
    "community",
    "comunidad",
    "club",
    "chapter",
    "guild",
    "society",
    "ladies",
    "girls",
    "stammtisch",
    "users",
    "coders",
    "comunidade",
    "developers",
    "devs",
    "geeks",
    "gdg",
    "hackers",
    "hackerspace",
    "jug",
    "lug",
    "pyladies",
    "communaute",
    "usuarios",
    "desarrolladores",
    "makers",
    "enthusiasts",
    "programmers",
    "crafters",
    "ug",
];

static GROUPS_BOOK: LazyLock<Phrasebook> = LazyLock::new(|| Phrasebook::new(GROUPS.iter().copied()));

/// Whether folded words are those of a group.
fn is_of_a_group(folded: &str) -> bool {
    GROUPS_BOOK.found_in(folded).next().is_some()
}

/// Reads a type: a schema.org address or name, or a word of ours.
fn of_field(text: &str, table: &[(&str, EventKind)]) -> Option<EventKind> {
    let last = text.trim().rsplit(['/', '#', ':']).next().unwrap_or_default();
    table.iter().find(|(name, _)| name.eq_ignore_ascii_case(last)).map(|(_, kind)| *kind)
}

/// The kind that a type surely says.
fn of_type(field: &str) -> Option<EventKind> {
    let is_schema = field.contains("schema.org") || field.ends_with("Event");
    of_field(field, SCHEMA)
        .or_else(|| field.parse().ok().filter(|kind| *kind != EventKind::Other))
        .or_else(|| if is_schema { None } else { words::of_text(&folded(field)) })
}

/// Decides.
pub(crate) fn decide(signs: &Signs<'_>) -> EventKind {
    let field = signs.field.map(|text| text.trim().chars().take(60).collect::<String>()).unwrap_or_default();
    if let Some(kind) = of_type(&field) {
        return kind;
    }
    if signs.format == Some(Format::ConfsTech) {
        return EventKind::Conference;
    }
    let name = folded(signs.name);
    // Nobody holds a conference in two hours, whatever the evening is called.
    let by_name = words::of_name(&name, !signs.is_brief)
        .or_else(|| (!signs.is_brief && names::is_hackathon(signs.name)).then_some(EventKind::Hackathon));
    // A conference's own workshop says so; its drinks and talks are what conferences are made of.
    let may_be_weak = matches!(by_name, None | Some(EventKind::Social | EventKind::Talk));
    let is_party = || by_name.is_some() && !signs.takes_days && words::is_of_a_party(&name);
    let is_weak = !signs.is_brief && may_be_weak && !is_party();
    if is_weak && (signs.is_of_series || signs.is_listed || names::is_conference(signs.name)) {
        return EventKind::Conference;
    }
    let ends_like_one = || !signs.is_brief && names::may_be_conference(&name);
    let is_group = || {
        signs.is_of_a_group
            || is_of_a_group(signs.organizer)
            || signs.is_technical && names::host(signs.name).is_some_and(|host| is_of_a_group(&host))
    };
    let is_hosted = || signs.host.is_some_and(|host| list::is_of_any(host, MEETUP_SITES));
    let is_presented = || signs.is_technical && words::is_of_a_speaker(signs.name, signs.description);
    // A few hours about a niche, in a list of technical events, or an evening about a technology: what else would it be?
    let is_evening = || {
        signs.is_brief && (signs.is_of_the_trade || signs.is_of_technology && (signs.is_in_evening || signs.is_online))
    };
    // "Ferrous #12", "Ferrous evening": what is about a niche and comes again or is over with the day.
    let is_sitting = || signs.is_technical && names::is_sitting(signs.name, &name);
    let may_be = |kind: &EventKind| !signs.is_brief || *kind != EventKind::Conference;
    let is_of_work = || signs.is_technical || niche::is_only_of_the_trade(&name);
    // What is told with its year comes once a year.
    let is_yearly = || signs.is_technical && !signs.is_brief && !signs.repeats && names::has_a_year(&name);
    let is_listed_as_one = signs.format == Some(Format::DevelopersEvents) && !signs.is_brief;
    let is_called_for = signs.calls_for_papers && !signs.is_brief && signs.is_technical;
    by_name
        .or_else(|| of_field(&field, SCHEMA_LOOSE).filter(may_be))
        .or_else(|| words::of_description(signs.description).filter(may_be))
        .or_else(|| (signs.is_of_the_trade && ends_like_one()).then_some(EventKind::Conference))
        .or_else(|| (signs.takes_days && is_of_work()).then_some(EventKind::Conference))
        .or_else(|| is_called_for.then_some(EventKind::Conference))
        .or_else(|| (is_group() || is_hosted() || is_sitting()).then_some(EventKind::Meetup))
        .or_else(|| (is_listed_as_one || is_yearly()).then_some(EventKind::Conference))
        .or_else(|| is_presented().then_some(if signs.is_online { EventKind::Webinar } else { EventKind::Talk }))
        .or_else(|| (is_evening() && signs.is_online && !signs.repeats).then_some(EventKind::Webinar))
        .or_else(|| (is_evening() || signs.repeats && signs.is_technical).then_some(EventKind::Meetup))
        .unwrap_or(EventKind::Other)
}

/// Whether an event of that name and type may go on for weeks on end: a course, a hackathon, a fair; not an evening.
pub(crate) fn may_last(name: &str, field: Option<&str>) -> bool {
    use EventKind::{Conference, Course, Hackathon, Mentoring, Sprint, StudyGroup};
    let kind = decide(&Signs { field, name, ..Signs::default() });
    matches!(kind, Conference | Course | Hackathon | Mentoring | Sprint | StudyGroup)
}
