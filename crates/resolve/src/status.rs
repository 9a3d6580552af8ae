//! Whether an event takes place: by a field, or by a mark that somebody set before or behind its name.

mod mark;
mod words;

use std::sync::LazyLock;

use hobnob_domain::{EventStatus, text::folded};

use crate::phrase::Phrases;
use mark::{Mark, mark};
use words::{CANCELLED, MOVED_ONLINE, POSTPONED, RESCHEDULED};

/// Words that tell of a status.
static WORDS: LazyLock<Phrases<EventStatus>> = LazyLock::new(|| {
    Phrases::new(&[
        (EventStatus::Cancelled, CANCELLED),
        (EventStatus::Postponed, POSTPONED),
        (EventStatus::MovedOnline, MOVED_ONLINE),
        (EventStatus::Rescheduled, RESCHEDULED),
    ])
});

/// Reads a status field: iCalendar's `CANCELLED`, schema.org's `https://schema.org/EventCancelled`, or free text such as
/// `Postponed in Autumn`. `None` when it says nothing that is not taken for granted.
pub(crate) fn of_field(text: &str) -> Option<EventStatus> {
    let last = text.trim().rsplit(['/', '#']).next().unwrap_or_default();
    let bare = last.strip_prefix("Event").unwrap_or(last);
    match bare {
        "MovedOnline" => Some(EventStatus::MovedOnline),
        _ => WORDS.meaning(&folded(bare)),
    }
}

/// How many marks a name may have: "SOLD OUT - Rust Night (moved online) - cancelled".
const MARKS_MAX: usize = 3;

/// Takes marks off a name: `CANCELLED: Rust Night`, `[Canceled] …`, `… - ABGESAGT`, `… (annulé)`; `… [SOLD OUT]` as well,
/// though that is no status. A word of the name itself ("How we cancelled Christmas", "Cancelled flights: a data talk")
/// is no mark: a mark stands apart, by brackets, a separator or its capitals, and says nothing else.
pub(crate) fn of_name(name: &str) -> (Option<EventStatus>, String) {
    let (mut status, mut rest) = (None, name.trim().to_owned());
    for _ in 0..MARKS_MAX {
        let Some((found, less)) = at_start(&rest).or_else(|| at_end(&rest)) else { break };
        if let Mark::Status(found) = found {
            status = status.or(Some(found));
        }
        rest = less;
    }
    (status, rest)
}

const SEPARATORS: [char; 11] = [':', '：', '-', '–', '—', '|', '!', '*', '/', '~', '＊'];

/// Signs that people set before and behind a mark.
const SIGNS: [char; 14] = ['*', '!', '~', ' ', '❌', '⚠', '\u{fe0f}', '🚫', '⛔', '🔴', '❗', '‼', '＊', '　'];

const BRACKETS: [(char, char); 7] =
    [('[', ']'), ('(', ')'), ('{', '}'), ('【', '】'), ('（', '）'), ('［', '］'), ('<', '>')];

fn tidied(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches(SEPARATORS).trim_end_matches([':', '-', '–', '—', '|', '*', '~']).trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn is_loud(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}

fn at_start(name: &str) -> Option<(Mark, String)> {
    let bare = name.trim_start_matches(SIGNS);
    for (open, close) in BRACKETS {
        if let Some((inside, rest)) = bare.strip_prefix(open).and_then(|rest| rest.split_once(close)) {
            return Some((mark(inside, true)?, tidied(rest)?));
        }
    }
    let parted = bare.char_indices().find(|(at, c)| is_separator(bare, *at, *c));
    if let Some((at, c)) = parted
        && let Some(found) = mark(bare.get(..at)?, false)
    {
        return Some((found, tidied(bare.get(at + c.len_utf8()..)?)?));
    }
    // Two words are the most that shout before a quiet name: "SOLD OUT Rust Night".
    (1..=2).find_map(|words| {
        let (at, _) = bare.match_indices(' ').nth(words - 1)?;
        let (first, rest) = bare.split_at_checked(at)?;
        let is_marked = is_loud(first) && !is_loud(rest);
        is_marked.then(|| Some((mark(first, false)?, tidied(rest)?)))?
    })
}

/// How many separators from the end are looked at: a mark may hold some itself, as "postponed to 12:30".
const SEPARATORS_MAX: usize = 4;

fn at_end(name: &str) -> Option<(Mark, String)> {
    let bare = name.trim_end_matches(SIGNS).trim_end_matches('.');
    for (open, close) in BRACKETS {
        if let Some((rest, inside)) = bare.strip_suffix(close).and_then(|rest| rest.rsplit_once(open)) {
            return Some((mark(inside, true)?, tidied(rest)?));
        }
    }
    let parts = bare.char_indices().rev().filter(|(at, c)| is_separator(bare, *at, *c)).take(SEPARATORS_MAX);
    let parted = parts.map(|(at, c)| (bare.get(..at), bare.get(at + c.len_utf8()..)));
    let marked = parted.filter_map(|(rest, inside)| Some((mark(inside?, true)?, tidied(rest?)?))).next();
    marked.or_else(|| {
        (1..=2).find_map(|words| {
            let (at, _) = bare.rmatch_indices(' ').nth(words - 1)?;
            let (rest, last) = bare.split_at_checked(at)?;
            let is_marked = is_loud(last) && !is_loud(rest);
            is_marked.then(|| Some((mark(last, false)?, tidied(rest)?)))?
        })
    })
}

/// Whether a character parts a mark from a name. A hyphen within a word ("Co-op") does not, two do.
fn is_separator(text: &str, at: usize, c: char) -> bool {
    let blank_before = text.get(..at).is_some_and(|before| before.ends_with(' '));
    let blank_behind = text.get(at + c.len_utf8()..).is_some_and(|behind| behind.starts_with(' '));
    match c {
        '-' if text.get(at + 1..).is_some_and(|behind| behind.starts_with('-')) => true,
        '-' | '/' => blank_before || blank_behind,
        _ => SEPARATORS.contains(&c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use EventStatus::{Cancelled, MovedOnline, Postponed, Rescheduled};

    #[test]
    fn fields_are_read_in_every_vocabulary() {
        assert_eq!(of_field("CANCELLED"), Some(Cancelled));
        assert_eq!(of_field("https://schema.org/EventCancelled"), Some(Cancelled));
        assert_eq!(of_field("Canceled"), Some(Cancelled));
        assert_eq!(of_field("http://schema.org/EventPostponed"), Some(Postponed));
        assert_eq!(of_field("Postponed in Automn"), Some(Postponed));
        assert_eq!(of_field("EventRescheduled"), Some(Rescheduled));
        assert_eq!(of_field("https://schema.org/EventMovedOnline"), Some(MovedOnline));
        assert_eq!(of_field("Virtualized"), Some(MovedOnline));
        for silent in ["CONFIRMED", "TENTATIVE", "https://schema.org/EventScheduled", "open", ""] {
            assert_eq!(of_field(silent), None, "{silent}");
        }
    }

    #[test]
    fn a_mark_at_either_end_is_taken_off_the_name() {
        for name in [
            "CANCELLED: Rust Night",
            "Cancelled - Rust Night",
            "[Canceled] Rust Night",
            "[CANCELLED]Rust Night",
            "CANCELED Rust Night",
            "*** CANCELLED *** Rust Night",
            "Rust Night - CANCELLED",
            "Rust Night – Abgesagt!",
            "Rust Night (annulé)",
            "Rust Night [Cancelado]",
            "Rust Night CANCELLED",
            "Rust Night | Event cancelled",
            "ABGESAGT: Rust Night (abgesagt)",
            "【中止】Rust Night",
            "Rust Night - cancelled due to snow",
            "❌ This event has been cancelled - Rust Night",
            "Cancelled! Rust Night",
            "CANCELLED:Rust Night",
            "CANCELLED--Rust Night",
        ] {
            assert_eq!(of_name(name), (Some(Cancelled), "Rust Night".to_owned()), "{name}");
        }
        assert_eq!(of_name("POSTPONED: Co-op Games"), (Some(Postponed), "Co-op Games".to_owned()));
        assert_eq!(of_name("C++ Night - postponed until further notice"), (Some(Postponed), "C++ Night".to_owned()));
        assert_eq!(of_name("Rust Night (new date)"), (Some(Rescheduled), "Rust Night".to_owned()));
        assert_eq!(of_name("Rust Night - moved online"), (Some(MovedOnline), "Rust Night".to_owned()));
    }

    #[test]
    fn marks_are_read_in_nine_languages() {
        let all: [(EventStatus, &[&str]); 4] = [
            (
                Cancelled,
                &[
                    "Canceled",
                    "Called off",
                    "Abgesagt",
                    "Fällt aus",
                    "FÄLLT LEIDER AUS",
                    "Absage",
                    "Annulé",
                    "ANNULÉE",
                    "Cancelado",
                    "Cancelada",
                    "Suspendido",
                    "Geannuleerd",
                    "Gaat niet door",
                    "Afgelast",
                    "Annullato",
                    "Cancellata",
                    "Odwołane",
                    "ODWOŁANY",
                    "Anulowane",
                    "中止",
                    "開催中止のお知らせ",
                    "キャンセル",
                ],
            ),
            (
                Postponed,
                &[
                    "Postponed",
                    "Postponed until further notice",
                    "Verschoben",
                    "Verschoben auf unbestimmte Zeit",
                    "Reporté",
                    "Aplazado",
                    "Pospuesta",
                    "Adiado",
                    "Uitgesteld",
                    "Rinviato",
                    "Rimandata",
                    "Przełożone",
                    "延期",
                    "延期のお知らせ",
                ],
            ),
            (
                Rescheduled,
                &[
                    "Rescheduled",
                    "New date",
                    "Neuer Termin",
                    "Nouvelle date",
                    "Nueva fecha",
                    "Nova data",
                    "Nieuwe datum",
                    "Verplaatst",
                    "Nuova data",
                    "Nowy termin",
                    "日程変更",
                ],
            ),
            (
                MovedOnline,
                &[
                    "Moved online",
                    "Now online",
                    "Jetzt online",
                    "Passé en ligne",
                    "Ahora online",
                    "Agora online",
                    "Nu online",
                    "Verplaatst naar online",
                    "Spostato online",
                    "Teraz online",
                    "オンライン開催に変更",
                ],
            ),
        ];
        for (status, marks) in all {
            for mark in marks {
                for name in [
                    format!("{mark}: Rust Night"),
                    format!("[{mark}] Rust Night"),
                    format!("【{mark}】Rust Night"),
                    format!("Rust Night - {}", mark.to_uppercase()),
                    format!("Rust Night ({mark})"),
                    format!("Rust Night | {}!", mark.to_lowercase()),
                ] {
                    assert_eq!(of_name(&name), (Some(status), "Rust Night".to_owned()), "{name}");
                }
            }
        }
    }

    #[test]
    fn an_event_that_is_sold_out_takes_place() {
        for mark in [
            "Sold out",
            "Fully booked",
            "Ausgebucht",
            "Ausverkauft",
            "Complet",
            "Agotado",
            "Esgotado",
            "Uitverkocht",
            "Esaurito",
            "Brak miejsc",
            "満席",
        ] {
            for name in [format!("[{mark}] Rust Night"), format!("Rust Night - {mark}!"), format!("{mark}: Rust Night")]
            {
                assert_eq!(of_name(&name), (None, "Rust Night".to_owned()), "{name}");
            }
        }
        assert_eq!(of_name("SOLD OUT Rust Night - CANCELLED"), (Some(Cancelled), "Rust Night".to_owned()));
    }

    #[test]
    fn a_word_of_the_name_is_no_mark() {
        for name in [
            "Cancelled flights: a data talk",
            "Postponed gratification - a psychology evening",
            "Delayed Job internals: background work in Ruby",
            "Noise-Cancelled: how headphones work",
            "Getting things done (cancelled subscriptions edition)",
            "Echo cancellation - WebRTC in practice",
            "On Hold Music: telephony for hackers",
            "Moved Online Communities: ten years of Stack Overflow",
            "Sold Out Shows: scaling ticket systems",
            "Complet et gratuit : le web",
            "Cancelado por error: transacciones con Postgres",
            "Annulé par erreur: transactions en base de données",
            "Verschoben und verdreht: Matrizen",
            "New Date and Time API in Java",
            "Rust (and what it cancelled)",
            "The cancelled project - lessons",
            "中止できる非同期処理: AbortController入門",
            "How we cancelled our sprint",
            "Why my talk was cancelled",
            "Cancelled culture",
            "Event-driven cancellation in Rust",
            "CANCELLED TV SHOWS MEETUP",
            "Talks: how we got cancelled and lived to tell everybody about it afterwards",
            "CANCELLED",
            "",
        ] {
            assert_eq!(of_name(name), (None, name.to_owned()), "{name}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_name_breaks_the_marks(name in ".{0,60}") {
            let _ = (of_name(&name), of_field(&name));
        }

        #[test]
        fn nothing_like_a_mark_breaks_the_marks(name in "[\\[\\](){}*!:~ -]{0,6}(CANCELLED|abgesagt)?[\\[\\](){}*!:~ -]{0,6}") {
            let _ = of_name(&name);
        }
    }
}
