//! Words that say what sort of gathering, in names and in descriptions.

use std::sync::LazyLock;

use hobnob_domain::EventKind;

use super::tongues;
use crate::phrase::{Phrasebook, Phrases, holds_any};

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
        "meetup|meetups|meet up|meet ups|geek night|user group|usergroup|stammtisch|monthly meeting|treffen|hack night|\
         hacknight|hack and learn|code and coffee|coding night|encuentro|encontro|rencontre|tech talks|\
         lightning talks|user group meeting|community meeting|ミートアップ|митап|tertulia|borrel|co working|coworking|\
         project night|open hack|tech night|show and tell|demo night|pitch night",
    ),
    (EventKind::Talk, "lunch and learn|brown bag|author talk"),
    (
        EventKind::Social,
        "language exchange|sprachtandem|board games|social|happy hour|networking|mixer|drinks|dinner|brunch|breakfast|lunch|picnic|bbq|barbecue|party|\
         afterwork|after work|karaoke|quiz night|trivia night|coffee|apéro|feierabendbier|game night|hike|pub quiz|\
         pub night|get together|\
         open house|meet and greet",
    ),
    (
        EventKind::Talk,
        "talk|talks|lecture|vortrag|keynote|fireside chat|panel|panel discussion|ama|ask me anything|charla|\
         palestra|conversation with|in conversation|tech talk|ama session|brown bag",
    ),
];

/// The words of all languages, in that order.
fn words() -> impl Iterator<Item = (EventKind, &'static str)> {
    let of_others = |kind: EventKind| tongues::WORDS.iter().copied().filter(move |(other, _)| *other == kind);
    WORDS.iter().flat_map(move |(kind, words)| std::iter::once((*kind, *words)).chain(of_others(*kind)))
}

static PHRASES: LazyLock<Phrases<EventKind>> = LazyLock::new(|| Phrases::new(&words().collect::<Vec<_>>()));

/// The same without words for conferences.
static OTHER_PHRASES: LazyLock<Phrases<EventKind>> = LazyLock::new(|| {
    let others: Vec<(EventKind, &str)> = words().filter(|(kind, _)| *kind != EventKind::Conference).collect();
    Phrases::new(&others)
});

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

static FRIENDS: LazyLock<Phrasebook> = LazyLock::new(|| Phrasebook::new(FALSE_FRIENDS.iter().copied()));

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

/// The kind that a folded text says.
pub(super) fn of_text(text: &str) -> Option<EventKind> {
    said_in(text, &PHRASES)
}

fn said_in(text: &str, phrases: &Phrases<EventKind>) -> Option<EventKind> {
    let found: Vec<usize> = FRIENDS.found_in(text).map(|(number, ..)| number).collect();
    if found.is_empty() {
        return phrases.meaning(text);
    }
    let friends = found.into_iter().filter_map(|number| FALSE_FRIENDS.get(number));
    let bare = friends.fold(text.to_owned(), |text, phrase| text.replace(phrase, ""));
    phrases.meaning(&bare)
}

/// The kind that a folded name says: "conference and trainings" is a conference with trainings. Unless it
/// `may_be_conference`, the words for those are passed over.
pub(super) fn of_name(name: &str, may_be_conference: bool) -> Option<EventKind> {
    if !may_be_conference {
        return said_in(name, &OTHER_PHRASES);
    }
    let found = of_text(name);
    let is_teaching = matches!(found, Some(EventKind::Course | EventKind::Workshop));
    let is_both = is_teaching
        && holds_any(name, &["and", "und", "y", "et", "e"])
        && holds_any(name, &["conference", "conf", "summit", "konferenz"]);
    if is_both { Some(EventKind::Conference) } else { found }
}

/// The kind that the beginning of a folded description says.
pub(super) fn of_description(description: &str) -> Option<EventKind> {
    let end = description.char_indices().nth(DESCRIPTION_CHARS).map(|(end, _)| end);
    DESCRIBED.meaning(end.and_then(|end| description.get(..end)).unwrap_or(description))
}
