//! Whether an event takes place: by a field, or by a mark that somebody set before or behind its name.

use std::sync::LazyLock;

use hobnob_domain::{EventStatus, text::folded};

use crate::phrase::Phrases;

/// Words that tell of a status.
static WORDS: LazyLock<Phrases<EventStatus>> = LazyLock::new(|| {
    Phrases::new(&[
        (EventStatus::Cancelled, CANCELLED),
        (EventStatus::Postponed, POSTPONED),
        (EventStatus::Rescheduled, RESCHEDULED),
        (EventStatus::MovedOnline, MOVED_ONLINE),
    ])
});

const CANCELLED: &str = "cancelled|canceled|cancelada|cancelado|cancelat|annule|annulee|annullato|annullata|annulliert|abgesagt|\
    entfallt|fallt aus|fallt leider aus|geannuleerd|afgelast|gaat niet door|installt|installd|avlyst|aflyst|\
    peruttu|peruutettu|odwolane|odwolany|odwolana|zruseno|zrusene|elmarad|otkazano|отменено|отменена|отменен|\
    скасовано|ακυρωθηκε|iptal edildi|iptal|中止|キャンセル|取消|已取消|취소|בוטל|ملغى|called off";

const POSTPONED: &str = "postponed|delayed|on hold|verschoben|reporte|reportee|aplazado|aplazada|pospuesto|pospuesta|adiado|adiada|\
    rinviato|rinviata|rimandato|uitgesteld|udsat|utsatt|uppskjutet|siirretty|przelozone|przelozony|odlozeno|\
    elhalasztva|перенесено|перенесена|отложено|ertelendi|延期|연기";

const RESCHEDULED: &str =
    "rescheduled|new date|date changed|neuer termin|nouvelle date|nueva fecha|nova data|nuova data";

const MOVED_ONLINE: &str = "moved online|now online|moved to online|going virtual|virtualized|virtualised|jetzt online";

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

/// The longest mark, in words: "postponed until further notice".
const MARK_WORDS_MAX: usize = 8;

/// Takes a status mark off a name: `CANCELLED: Rust Night`, `[Canceled] …`, `… - ABGESAGT`, `… (annulé)`. A word of the
/// name itself ("How we cancelled Christmas") is no mark: a mark stands apart, by brackets, a separator or its capitals.
pub(crate) fn of_name(name: &str) -> (Option<EventStatus>, String) {
    let (mut status, mut rest) = (None, name.trim().to_owned());
    // A name may be marked on both sides.
    for _ in 0..3 {
        let Some((found, less)) = at_start(&rest).or_else(|| at_end(&rest)) else { break };
        status = status.or(Some(found));
        rest = less;
    }
    (status, rest)
}

const SEPARATORS: [char; 9] = [':', '-', '–', '—', '|', '!', '*', '/', '~'];

fn tidied(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches(SEPARATORS).trim_end_matches([':', '-', '–', '—', '|', '*', '~']).trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// How marks begin that don't begin with the word itself: "This event is cancelled".
const OPENINGS: &[&str] = &["event", "this", "date", "update", "sorry", "has", "ist", "est", "now", "leider"];

/// A mark's status: told by its first words, and nothing long.
fn mark(text: &str) -> Option<EventStatus> {
    let folded = folded(text);
    let first = folded.split(' ').next().unwrap_or_default();
    let is_short = folded.split(' ').count() <= MARK_WORDS_MAX;
    let begins = !first.is_ascii() || OPENINGS.contains(&first) || WORDS.begin_with(first);
    if is_short && begins { WORDS.meaning(&folded) } else { None }
}

fn is_loud(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}

fn at_start(name: &str) -> Option<(EventStatus, String)> {
    let bare = name.trim_start_matches(['*', '!', '~', ' ', '❌', '⚠', '\u{fe0f}', '🚫']);
    for (open, close) in [('[', ']'), ('(', ')'), ('{', '}'), ('【', '】')] {
        if let Some((inside, rest)) = bare.strip_prefix(open).and_then(|rest| rest.split_once(close)) {
            return Some((mark(inside)?, tidied(rest)?));
        }
    }
    let parted = bare.char_indices().find(|(at, c)| is_separator(bare, *at, *c));
    if let Some((at, c)) = parted
        && let Some(status) = mark(bare.get(..at)?)
    {
        return Some((status, tidied(bare.get(at + c.len_utf8()..)?)?));
    }
    let (first, rest) = bare.split_once(' ')?;
    let is_marked = is_loud(first) && !is_loud(rest);
    is_marked.then(|| Some((mark(first)?, tidied(rest)?)))?
}

fn at_end(name: &str) -> Option<(EventStatus, String)> {
    let bare = name.trim_end_matches(['*', '!', '~', ' ', '❌', '⚠', '\u{fe0f}', '🚫', '.']);
    for (open, close) in [('[', ']'), ('(', ')'), ('{', '}'), ('【', '】')] {
        if let Some((rest, inside)) = bare.strip_suffix(close).and_then(|rest| rest.rsplit_once(open)) {
            return Some((mark(inside)?, tidied(rest)?));
        }
    }
    let parted = bare.char_indices().rev().find(|(at, c)| is_separator(bare, *at, *c));
    if let Some((at, c)) = parted
        && let Some(status) = mark(bare.get(at + c.len_utf8()..)?)
    {
        return Some((status, tidied(bare.get(..at)?)?));
    }
    let (rest, last) = bare.rsplit_once(' ')?;
    let is_marked = is_loud(last) && !is_loud(rest);
    is_marked.then(|| Some((mark(last)?, tidied(rest)?)))?
}

/// Whether a character parts a mark from a name. A hyphen within a word ("Co-op") does not.
fn is_separator(text: &str, at: usize, c: char) -> bool {
    let blank_before = text.get(..at).is_some_and(|before| before.ends_with(' '));
    let blank_behind = text.get(at + c.len_utf8()..).is_some_and(|behind| behind.starts_with(' '));
    match c {
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
        ] {
            assert_eq!(of_name(name), (Some(Cancelled), "Rust Night".to_owned()), "{name}");
        }
        assert_eq!(of_name("POSTPONED: Co-op Games"), (Some(Postponed), "Co-op Games".to_owned()));
        assert_eq!(of_name("C++ Night - postponed until further notice"), (Some(Postponed), "C++ Night".to_owned()));
        assert_eq!(of_name("Rust Night (new date)"), (Some(Rescheduled), "Rust Night".to_owned()));
        assert_eq!(of_name("Rust Night - moved online"), (Some(MovedOnline), "Rust Night".to_owned()));
    }

    #[test]
    fn a_word_of_the_name_is_no_mark() {
        for name in [
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
