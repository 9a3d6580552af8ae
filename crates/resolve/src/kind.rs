//! What sort of gathering: by a type, by the words of the name, by who invites.

use std::sync::LazyLock;

use hobnob_domain::{EventKind, Format, text::folded};

use crate::phrase::{Phrasebook, Phrases, holds_any};

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
    /// Whether it takes several days, but not weeks.
    pub(crate) takes_days: bool,
    /// What it is about, in the organizer's words, folded.
    pub(crate) description: &'a str,
    /// Whether its name is that of a well-known series.
    pub(crate) is_of_series: bool,
    /// Whether it is about a niche, in a list of technical events.
    pub(crate) is_of_the_trade: bool,
}

/// Words that name a kind, the most telling kinds first: a "hackathon kick-off meetup" is a hackathon.
const WORDS: &[(EventKind, &str)] = &[
    (
        EventKind::Hackathon,
        "hackathon|hackathons|hackaton|hackatona|hackfest|hack day|hackday|game jam|gamejam|datathon|hackatón|\
         capture the flag|ctf|ハッカソン|хакатон|buildathon|makeathon|codeathon|ideathon",
    ),
    (
        EventKind::Unconference,
        "unconference|barcamp|bar camp|open space|openspace|unkonferenz|foo camp|anti conference",
    ),
    (
        EventKind::CareerFair,
        "career fair|careers fair|job fair|jobfair|career day|karrieremesse|jobmesse|karrieretag|feria de empleo|\
         salon de l emploi|recruiting fair|hiring event|hiring fair|recruiting event",
    ),
    (EventKind::Webinar, "webinar|webinars|webinaire|webinario|webcast|ウェビナー|вебинар"),
    (
        EventKind::Sprint,
        "sprint|sprints|code sprint|contribution day|contributor day|contrib day|docs sprint|bug squash|\
         contributor summit|mob session|hacktoberfest",
    ),
    (
        EventKind::Mentoring,
        "mentoring|mentorship|speed mentoring|office hours|mentor session|mentoría|mentorat|mentoria",
    ),
    (
        EventKind::StudyGroup,
        "study group|study jam|study session|reading group|book club|paper reading|papers we love|reading club|\
         journal club|lerngruppe|grupo de estudio|grupo de estudos|coding dojo|learning circle|code dojo|勉強会",
    ),
    (
        EventKind::Course,
        "course|bootcamp|boot camp|masterclass|master class|summer school|winter school|certification|\
         training course|kurs|curso|lehrgang|cohort|trainings|schulung|lessons|class|intensive",
    ),
    (
        EventKind::Workshop,
        "workshop|workshops|hands on lab|hands on|tutorial|tutorials|codelab|code lab|taller|atelier|oficina|\
         ワークショップ|воркшоп|werkstatt|live coding session|seminar|code along|codealong",
    ),
    (
        EventKind::Conference,
        "conference|conferences|conf|konferenz|conferencia|conferência|conférence|conferenza|konferencja|\
         konference|konferanse|konferencia|conferentie|kongress|congress|congreso|congrès|congresso|summit|\
         symposium|カンファレンス|конференция|конференція|devfest|convention|fachmesse|cumbre|devoxx|fosdem|tech fest|\
         community day|community days|developer day|developer days|dev day|dev days|devdays|kubecon|droidcon|\
         sommet|forum|days",
    ),
    (
        EventKind::Meetup,
        "meetup|meetups|meet up|meet ups|user group|usergroup|stammtisch|monthly meeting|treffen|hack night|\
         hacknight|hack and learn|code and coffee|coding night|encuentro|encontro|rencontre|tech talks|\
         lightning talks|user group meeting|community meeting|ミートアップ|митап|tertulia|borrel|co working|coworking|\
         project night|open hack|tech night|show and tell|demo night|pitch night",
    ),
    (EventKind::Talk, "lunch and learn|brown bag|author talk"),
    (
        EventKind::Social,
        "language exchange|sprachtandem|board games|social|happy hour|networking|mixer|drinks|dinner|brunch|breakfast|lunch|picnic|bbq|barbecue|party|\
         afterwork|after work|coffee|apéro|feierabendbier|game night|hike|pub quiz|pub night|get together|\
         open house|meet and greet",
    ),
    (
        EventKind::Talk,
        "talk|talks|lecture|vortrag|keynote|fireside chat|panel|panel discussion|ama|ask me anything|charla|\
         palestra|conversation with|in conversation|tech talk|ama session|brown bag",
    ),
];

static PHRASES: LazyLock<Phrases<EventKind>> = LazyLock::new(|| Phrases::new(WORDS));

/// Types of schema.org that say what sort of gathering, and those that plugins set by default, which speak last.
const SCHEMA: &[(&str, EventKind)] = &[("Hackathon", EventKind::Hackathon), ("CourseInstance", EventKind::Course)];
const SCHEMA_LOOSE: &[(&str, EventKind)] =
    &[("EducationEvent", EventKind::Course), ("SocialEvent", EventKind::Social), ("Festival", EventKind::Conference)];

/// Hosts whose listings are evenings of groups unless they say otherwise.
const MEETUP_HOSTS: &[&str] = &["meetup.com", "gdg.community.dev", "community.cncf.io", "mobilizon.fr", "connpass.com"];

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
];

/// What stands in names beside the word that counts.
const FALSE_FRIENDS: &[&str] = &[
    "class action",
    "design sprint",
    "first class",
    "of course",
    "social media",
    "sprint planning",
    "sprint review",
    "world class",
];

/// Words that grow on days of the week and of the year, not on names.
const PLAIN_DAYS: &[&str] = &[
    "birthday",
    "birthdays",
    "friday",
    "fridays",
    "holiday",
    "holidays",
    "monday",
    "mondays",
    "nowadays",
    "saturday",
    "saturdays",
    "someday",
    "sunday",
    "sundays",
    "thursday",
    "thursdays",
    "today",
    "todays",
    "tuesday",
    "tuesdays",
    "wednesday",
    "wednesdays",
    "weekday",
    "weekdays",
    "workday",
    "yesterday",
];

/// How an event's own description calls it.
const OF_DESCRIPTIONS: &[(EventKind, &str)] = &[
    (EventKind::Hackathon, "this hackathon|our hackathon"),
    (EventKind::Webinar, "this webinar|our webinar|free webinar"),
    (
        EventKind::Workshop,
        "this workshop|this hands on workshop|this interactive workshop|interactive workshop|hands on workshop|\
         immersive workshop|dieser workshop|diesem workshop|este taller|cet atelier|day workshop",
    ),
    (EventKind::Course, "this course|this bootcamp|this class|dieser kurs|diesem kurs|este curso"),
    (EventKind::Conference, "this conference|our conference|day conference|annual conference|this summit"),
];

static DESCRIBED: LazyLock<Phrases<EventKind>> = LazyLock::new(|| Phrases::new(OF_DESCRIPTIONS));

/// How much of a description is read, in characters: further down stand other events.
const DESCRIPTION_CHARS: usize = 400;

/// Endings of names of conferences that other things have too: only in the trade do they tell.
const OF_THE_TRADE: &[&str] = &["day", "saturday", "saturdays", "tour", "world", "nation", "live", "one", "week"];

static FRIENDS: LazyLock<Phrasebook> = LazyLock::new(|| Phrasebook::new(FALSE_FRIENDS.iter().copied()));

fn word_in(text: &str) -> Option<EventKind> {
    let found: Vec<usize> = FRIENDS.found_in(text).map(|(number, ..)| number).collect();
    if found.is_empty() {
        return PHRASES.meaning(text);
    }
    let phrases = found.into_iter().filter_map(|number| FALSE_FRIENDS.get(number));
    let bare = phrases.fold(text.to_owned(), |text, phrase| text.replace(phrase, ""));
    PHRASES.meaning(&bare)
}

/// Whether a name is built like a conference's: RustConf, PyCon, DevOpsDays, DevFest, Craft Con.
fn is_conference_name(name: &str) -> bool {
    let mut words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let last = words.clone().rfind(|word| !word.bytes().all(|b| b.is_ascii_digit()));
    last.is_some_and(|last| matches!(last, "Con" | "CON")) && words.clone().count() > 1 || words.any(is_conference_word)
}

fn is_conference_word(word: &str) -> bool {
    if PLAIN_DAYS.binary_search(&word.to_lowercase().as_str()).is_ok() {
        return false;
    }
    // "Conf42"
    if word.strip_prefix("Conf").is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit())) {
        return true;
    }
    let stem = |end: &str| word.strip_suffix(end).filter(|stem| !stem.is_empty());
    let is_named = word.chars().any(char::is_uppercase);
    // `con` ends many words of the language (falcon, silicon): only capitals tell.
    let is_con = stem("Con").is_some()
        || stem("CON").is_some_and(|stem| stem.len() > 1)
        || stem("con").is_some_and(|stem| stem.len() > 1 && stem.bytes().all(|b| b.is_ascii_uppercase()));
    let is_short = ["conf", "Conf", "CONF", "Fest", "Days", "Day"].iter().any(|end| stem(end).is_some());
    let is_long = word.len() > 6 && ["days", "fest", "camp"].iter().any(|end| stem(end).is_some());
    is_con || is_named && (is_short || is_long)
}

/// Reads a type: a schema.org address or name, or a word of ours.
fn of_field(text: &str, table: &[(&str, EventKind)]) -> Option<EventKind> {
    let last = text.trim().rsplit(['/', '#', ':']).next().unwrap_or_default();
    table.iter().find(|(name, _)| name.eq_ignore_ascii_case(last)).map(|(_, kind)| *kind)
}

/// Decides.
pub(crate) fn decide(signs: &Signs<'_>) -> EventKind {
    let field = signs.field.map(|text| text.trim().chars().take(60).collect::<String>()).unwrap_or_default();
    let is_schema = field.contains("schema.org") || field.ends_with("Event");
    let by_field = of_field(&field, SCHEMA)
        .or_else(|| field.parse().ok().filter(|kind| *kind != EventKind::Other))
        .or_else(|| if is_schema { None } else { word_in(&folded(&field)) });
    if let Some(kind) = by_field {
        return kind;
    }
    if signs.format == Some(Format::ConfsTech) {
        return EventKind::Conference;
    }
    let name = folded(signs.name);
    let by_name = by_name(&name);
    // A conference's own workshop says so; its drinks and talks are what conferences are made of.
    let is_weak = matches!(by_name, None | Some(EventKind::Social | EventKind::Talk));
    if is_weak && (signs.is_of_series || is_conference_name(signs.name)) {
        return EventKind::Conference;
    }
    let ends_like_one = || name.split(' ').any(|word| OF_THE_TRADE.contains(&word));
    let is_group = || holds_any(signs.organizer, GROUPS);
    let is_hosted = || signs.host.is_some_and(|host| MEETUP_HOSTS.contains(&host));
    let by_description = || {
        let end = signs.description.char_indices().nth(DESCRIPTION_CHARS).map(|(end, _)| end);
        DESCRIBED.meaning(end.and_then(|end| signs.description.get(..end)).unwrap_or(signs.description))
    };
    by_name
        .or_else(|| of_field(&field, SCHEMA_LOOSE))
        .or_else(by_description)
        .or_else(|| (signs.is_of_the_trade && ends_like_one()).then_some(EventKind::Conference))
        .or_else(|| signs.takes_days.then_some(EventKind::Conference))
        .or_else(|| (is_group() || is_hosted()).then_some(EventKind::Meetup))
        .unwrap_or(EventKind::Other)
}

/// Whether an event of that name and type may go on for weeks on end: a course, a hackathon, a fair; not an evening.
pub(crate) fn may_last(name: &str, field: Option<&str>) -> bool {
    use EventKind::{Conference, Course, Hackathon, Mentoring, Sprint, StudyGroup};
    let kind = decide(&Signs { field, name, ..Signs::default() });
    matches!(kind, Conference | Course | Hackathon | Mentoring | Sprint | StudyGroup)
}

/// The kind that a folded name says: "conference and trainings" is a conference with trainings.
fn by_name(name: &str) -> Option<EventKind> {
    let found = word_in(name);
    let is_teaching = matches!(found, Some(EventKind::Course | EventKind::Workshop));
    let is_both = is_teaching
        && holds_any(name, &["and", "und", "y", "et", "e"])
        && holds_any(name, &["conference", "conf", "summit", "konferenz"]);
    if is_both { Some(EventKind::Conference) } else { found }
}

#[cfg(test)]
mod tests {
    use super::*;
    use EventKind::{
        CareerFair, Conference, Course, Hackathon, Meetup, Mentoring, Other, Social, Sprint, StudyGroup, Talk,
        Unconference, Webinar, Workshop,
    };

    fn named(name: &str) -> EventKind {
        decide(&Signs { name, ..Signs::default() })
    }

    fn typed(field: &str, name: &str) -> EventKind {
        decide(&Signs { field: Some(field), name, ..Signs::default() })
    }

    #[test]
    fn names_tell_the_kind_in_several_languages() {
        for (name, kind) in [
            ("Rust Hackathon Kick-off Meetup", Hackathon),
            ("BarCamp Nürnberg", Unconference),
            ("Karrieremesse Informatik", CareerFair),
            ("Webinar: Kafka in Production", Webinar),
            ("Django Sprints", Sprint),
            ("Speed Mentoring for Juniors", Mentoring),
            ("SICP Study Group", StudyGroup),
            ("Kubernetes Bootcamp", Course),
            ("Taller de Rust", Workshop),
            ("RustConf 2026", Conference),
            ("PyCon DE & PyData", Conference),
            ("DevOpsDays Berlin", Conference),
            ("Fachkonferenz: Konferenz für Software", Conference),
            ("Berlin Rust User Group", Meetup),
            ("Rust Stammtisch", Meetup),
            ("Feierabendbier", Social),
            ("Vortrag: Sichere Software", Talk),
            ("Hardware Security Trainings and Conference", Conference),
            ("Craft Con 2026", Conference),
            ("TWIMLcon", Conference),
            ("Voxxed Days Ticino", Conference),
            ("Silicon Falcon", Other),
            ("Café Con Datos", Other),
            ("Social Media for Engineers", Other),
        ] {
            assert_eq!(named(name), kind, "{name}");
        }
    }

    #[test]
    fn days_of_the_week_are_no_conferences() {
        for name in ["Salsa Wednesdays", "Fridays for Friends", "Birthday of the club"] {
            assert_eq!(named(name), Other, "{name}");
        }
        assert!(PLAIN_DAYS.is_sorted());
    }

    #[test]
    fn a_description_tells_where_the_name_is_silent() {
        let description = "in this hands on workshop we build a parser";
        assert_eq!(decide(&Signs { name: "Parsers", description, ..Signs::default() }), Workshop);
        assert_eq!(decide(&Signs { name: "Parsers meetup", description, ..Signs::default() }), Meetup);
    }

    #[test]
    fn a_series_and_a_day_of_the_trade_are_conferences() {
        assert_eq!(decide(&Signs { name: "Oxide", is_of_series: true, ..Signs::default() }), Conference);
        let of_the_trade = |name| decide(&Signs { name, is_of_the_trade: true, ..Signs::default() });
        assert_eq!((of_the_trade("Kafka Day Linz"), of_the_trade("Kafka evening")), (Conference, Other));
        assert_eq!(named("Mothers Day"), Other);
    }

    #[test]
    fn types_of_schema_org_are_read() {
        assert_eq!(typed("https://schema.org/Hackathon", "Build something"), Hackathon);
        assert_eq!(typed("CourseInstance", "Rust"), Course);
        assert_eq!(typed("http://schema.org/SocialEvent", "Rust"), Social);
        assert_eq!(typed("EducationEvent", "Rust"), Course);
        assert_eq!(typed("EducationEvent", "Rust Meetup"), Meetup);
        assert_eq!(typed("BusinessEvent", "Rust"), Other);
        assert_eq!(typed("Event", "Rust"), Other);
        assert_eq!(typed("conference", "Rust Meetup"), Conference);
        assert_eq!(typed("study group", "Rust"), StudyGroup);
    }

    #[test]
    fn sources_and_organizers_tell_where_the_name_is_silent() {
        let format = Some(Format::ConfsTech);
        assert_eq!(decide(&Signs { name: "Rust Workshop Week", format, ..Signs::default() }), Conference);
        assert_eq!(decide(&Signs { name: "Rust", host: Some("meetup.com"), ..Signs::default() }), Meetup);
        assert_eq!(decide(&Signs { name: "May edition", organizer: "r ladies linz", ..Signs::default() }), Meetup);
        assert_eq!(decide(&Signs { name: "Oxidize", takes_days: true, ..Signs::default() }), Conference);
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_a_kind(name in ".{0,60}", field in proptest::option::of(".{0,20}")) {
            let _ = decide(&Signs { name: &name, field: field.as_deref(), ..Signs::default() });
        }
    }
}
