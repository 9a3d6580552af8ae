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
         training|training course|kurs|curso|lehrgang|cohort|trainings|schulung|lessons|class|intensive",
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
         sommet|forum|research day|days",
    ),
    (
        EventKind::Meetup,
        "meetup|meetups|meet up|meet ups|geek night|user group|usergroup|stammtisch|monthly meeting|treffen|hack night|\
         hacknight|hack and learn|code and coffee|coding night|encuentro|encontro|rencontre|tech talks|\
         lightning talks|user group meeting|community meeting|ミートアップ|митап|tertulia|borrel|co working|coworking|\
         project night|community call|hack and tell|hack tell|open hack|tech night|show and tell|demo night|pitch night",
    ),
    (EventKind::Talk, "lunch and learn|brown bag|author talk|info session|colloquium|kolloquium"),
    (
        EventKind::Social,
        "language exchange|sprachtandem|board games|social|happy hour|networking|mixer|drinks|dinner|brunch|breakfast|lunch|picnic|bbq|barbecue|party|\
         afterwork|after work|karaoke|quiz night|trivia night|coffee|apéro|feierabendbier|game night|hike|pub quiz|dinners|potluck|buffet|cookout|\
         pub night|pub crawl|drinkup|drink up|after party|afterparty|get together|\
         open house|meet and greet",
    ),
    (
        EventKind::Talk,
        "talk|talks|lecture|vortrag|keynote|fireside chat|panel|panel discussion|ama|ask me anything|charla|\
         palestra|conversation with|in conversation|tech talk|conversation on|conversations on|conversation about|ama session|brown bag",
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
    "let s talk",
    "lets talk",
    "of course",
    "social enterprise",
    "social entrepreneurship",
    "social impact",
    "social innovation",
    "social justice",
    "social media",
    "social network",
    "social networks",
    "social science",
    "social sciences",
    "social work",
    "sprint planning",
    "sprint review",
    "to talk with",
    "world class",
];

static FRIENDS: LazyLock<Phrasebook> = LazyLock::new(|| Phrasebook::new(FALSE_FRIENDS.iter().copied()));

/// How an event's own description calls it.
const OF_DESCRIPTIONS: &[(EventKind, &str)] = &[
    (EventKind::Hackathon, "this hackathon|our hackathon"),
    (EventKind::Webinar, "this webinar|our webinar|free webinar"),
    (EventKind::StudyGroup, "this study group|our study group|this reading group|our reading group|our book club"),
    (
        EventKind::Workshop,
        "this workshop|this hands on workshop|this interactive workshop|interactive workshop|hands on workshop|\
         immersive workshop|dieser workshop|diesem workshop|este taller|cet atelier|day workshop",
    ),
    (EventKind::Course, "this course|this bootcamp|this class|dieser kurs|diesem kurs|este curso"),
    (EventKind::Conference, "this conference|our conference|day conference|annual conference|this summit"),
    (
        EventKind::Meetup,
        "this meetup|our meetup|our next meetup|online meetup|monthly meetup|regular meetup|monthly meeting|\
         group meets|meets weekly|meets monthly|meets every|months meetup|month s meetup|nuestro meetup|nosso meetup|unser meetup|unserem meetup|unser treffen|notre meetup",
    ),
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

/// Words behind which a description calls the event what it is: "X is a monthly meetup", "join us for an evening".
const SAID_TO_BE: &[&str] = &[
    "are a",
    "ist ein",
    "ist eine",
    "is a",
    "is an",
    "is our",
    "is the",
    "es un",
    "es una",
    "est un",
    "est une",
    "e um",
    "e uma",
    "us for a",
    "us for an",
    "us for our",
    "us for the",
    "us at our",
    "you to a",
    "you to our",
    "you to the",
    "welcome to our",
    "welcome to the",
    "nuestro",
    "nuestra",
    "nosso",
    "nossa",
];

static SAID: LazyLock<Phrasebook> = LazyLock::new(|| Phrasebook::new(SAID_TO_BE.iter().copied()));

/// How many words behind those are looked at.
const SAID_WORDS: usize = 6;

/// The same of a description's first words: "Workshop on lifetimes", "Eine Konferenz über Daten".
const FIRST_WORDS: usize = 3;

/// The kind that the beginning of a folded description says.
pub(super) fn of_description(description: &str) -> Option<EventKind> {
    let end = description.char_indices().nth(DESCRIPTION_CHARS).map(|(end, _)| end);
    let beginning = end.and_then(|end| description.get(..end)).unwrap_or(description);
    DESCRIBED
        .meaning(beginning)
        .or_else(|| said_behind(beginning, 0, FIRST_WORDS))
        .or_else(|| SAID.found_in(beginning).find_map(|(_, _, end)| said_behind(beginning, end, SAID_WORDS)))
}

/// The kind that the words behind a place say, up to one that begins another thought: "a meetup for those who missed the
/// conference" is no conference.
fn said_behind(text: &str, start: usize, count: usize) -> Option<EventKind> {
    let behind = text.get(start..)?.split_ascii_whitespace().take(count);
    let words: Vec<&str> = behind.take_while(|word| THOUGHTS.binary_search(word).is_err()).collect();
    // Food and drink stand in sentences about anything.
    of_text(&words.join(" ")).filter(|kind| *kind != EventKind::Social)
}

/// Words that begin another thought, in order.
const THOUGHTS: &[&str] = &[
    "about", "at", "before", "by", "during", "for", "from", "fur", "para", "pour", "that", "where", "which", "who",
    "with",
];

/// Whether a folded name is that of a party: one at a conference is none.
pub(super) fn is_of_a_party(name: &str) -> bool {
    holds_any(name, &["afterparty", "after party", "party"])
}

/// Whether a name tells who speaks, or a description has a speaker and what they will say.
pub(super) fn is_of_a_speaker(name: &str, description: &str) -> bool {
    name.contains(" (by ") || SPEAKS.iter().filter(|phrase| description.contains(**phrase)).count() > 1
}

/// What stands in descriptions of one talk, padded.
const SPEAKS: &[&str] = &[
    " speaker ",
    " presenter ",
    " abstract ",
    " about the speaker ",
    " bio ",
    " this talk ",
    " the talk ",
    " will talk about ",
];
