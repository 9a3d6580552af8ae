//! What became of a row's event: a flag, a word, a code beside the times, or what stands where a place would.

use super::{Row, place};
use hobnob_domain::text::folded;

const FLAGS: [&str; 5] = ["cancelled", "canceled", "iscancelled", "iscanceled", "canceledevent"];
const STATUSES: [&str; 4] = ["status", "eventstatus", "eventstate", "openstatus"];
const OF_AGENDAS: [&str; 2] = ["eventagendastatusname", "agendastatusname"];

/// What stands in place of a place where an event is off, folded.
const OFF: [&str; 14] = [
    "cancelled",
    "canceled",
    "event cancelled",
    "event canceled",
    "postponed",
    "abgesagt",
    "fallt aus",
    "entfallt",
    "verschoben",
    "annule",
    "cancelado",
    "cancelada",
    "annullato",
    "odwolane",
];

/// What the row says.
pub(super) fn told(row: &Row<'_>) -> Option<String> {
    if row.truth(&FLAGS) == Some(true) {
        return Some("cancelled".to_owned());
    }
    // Ticketmaster tells it beside the times, where it also tells whether tickets are sold.
    let beside_times = || said(&row.object(&["dates"])?).filter(|status| !status.ends_with("sale"));
    // An agenda may be final, and its meeting off.
    let of_agenda = || {
        let is_off = |status: &String| ["cancel", "postpon"].iter().any(|word| folded(status).starts_with(*word));
        row.phrase(&OF_AGENDAS).filter(is_off)
    };
    let of_place = || place::PLACES.iter().find_map(|name| row.phrase(&[*name]).filter(|text| is_off(text)));
    said(row).or_else(beside_times).or_else(of_agenda).or_else(of_place)
}

fn said(row: &Row<'_>) -> Option<String> {
    row.phrase(&STATUSES).or_else(|| row.object(&STATUSES)?.phrase(&["code"]))
}

/// Whether a text only says that the event is off: a status, and no place.
pub(super) fn is_off(text: &str) -> bool {
    let text = folded(text);
    OFF.contains(&text.trim_matches(|c: char| !c.is_alphanumeric()))
}
