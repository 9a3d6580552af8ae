//! Entries that name what they say: `- Date: 12 May 2027`, `- **Ort:** Graz`, `- 일시: 04. 01(목) 19:00`. They tell of the entry
//! or the heading above them.

use super::inline::Inline;
use super::table::{self, Column};
use hobnob_domain::text::folded;

/// The longest name of what is said, in bytes.
const NAME_BYTES_MAX: usize = 48;

/// What has a date and is none of the event.
const OTHERS: [&str; 20] = [
    "registration",
    "registration deadline",
    "registration closes",
    "register by",
    "register until",
    "rsvp by",
    "anmeldung",
    "anmeldung bis",
    "anmeldeschluss",
    "inscription",
    "inscriptions",
    "inscripcion",
    "inscripciones",
    "inscricoes",
    "iscrizioni",
    "published",
    "updated",
    "last updated",
    "posted",
    "added",
];

/// The same in Korean, whose letters folding takes apart.
const KOREAN_OTHERS: [&str; 3] = ["접수", "신청", "모집"];

/// Whether a name is that of a day on the way to an event: of its call for papers, of its registration.
pub(super) fn is_on_the_way(name: &str) -> bool {
    const WANTED: [&str; 8] =
        ["paper", "proposal", "abstract", "speaker", "participation", "talk", "submission", "contribution"];
    let name = folded(name);
    let is_call = name.starts_with("call for") && WANTED.iter().any(|word| name.contains(word));
    is_call || name == "cfp" || name.ends_with("deadline") || OTHERS.contains(&name.as_str())
}

/// What an entry says, and how; a column that is nothing for what is none of the event's.
pub(super) fn told(inline: &Inline) -> Option<(Column, String)> {
    let whole = inline.whole();
    let (name, said) = whole.split_once([':', '：'])?;
    if name.len() > NAME_BYTES_MAX || said.starts_with("//") {
        return None;
    }
    let name = name.trim_matches([' ', '*', '_', '📅', '📍', '🗓', '🕒', '\u{fe0f}']);
    let is_other = OTHERS.contains(&folded(name).as_str()) || KOREAN_OTHERS.contains(&name);
    match table::column(name) {
        // A page is where one registers.
        Column::Page if !inline.links.is_empty() => Some((Column::Page, said.trim().to_owned())),
        _ if is_other => Some((Column::Other, String::new())),
        Column::Other | Column::Name | Column::Session | Column::Page => None,
        column => Some((column, said.trim().to_owned())),
    }
}
