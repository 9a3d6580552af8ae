//! One event as a letter shows it.

use crate::{
    Chosen, Links,
    plain::{below, linkable, one_line},
    when::ReaderClock,
};
use hobnob_domain::{AttendanceMode, Facts};

/// The longest name, in characters.
const NAME_MAX: usize = 150;

/// The longest place, in characters.
const PLACE_MAX: usize = 160;

/// What the templates show of an event: every text one line, every address one that may be linked.
pub(crate) struct Entry {
    pub(crate) name: String,
    /// ISO 639-1, where it is known: a screen reader then speaks the name as it should.
    pub(crate) language: Option<String>,
    pub(crate) url: String,
    pub(crate) when: String,
    pub(crate) place: String,
    pub(crate) call: Option<Call>,
    pub(crate) reason: String,
}

/// An open call for papers.
pub(crate) struct Call {
    pub(crate) closes: String,
    pub(crate) url: Option<String>,
}

impl Entry {
    pub(crate) fn new(
        chosen: &Chosen<'_>,
        clock: &ReaderClock,
        at: chrono::DateTime<chrono::Utc>,
        links: &Links,
    ) -> Self {
        let Chosen { event, sitting, section: _, reason } = chosen;
        let facts = &event.facts;
        let changed = event.override_of(sitting);
        let name = changed.and_then(|changed| changed.name.as_deref()).unwrap_or(&facts.name);
        let page = changed.and_then(|changed| changed.url.as_deref()).unwrap_or(&facts.url);
        let own_page = || below(&links.base, &["events", &event.id.to_string()]).into();
        let language = facts.language.clone().filter(|l| l.len() == 2 && l.bytes().all(|b| b.is_ascii_lowercase()));
        let call = facts.call_for_papers.as_ref().filter(|call| call.is_open(at));
        Self {
            name: one_line(name, NAME_MAX).unwrap_or_else(|| "(no name)".to_owned()),
            language,
            url: linkable(page).unwrap_or_else(own_page),
            when: clock.sitting(event, sitting),
            place: place(facts),
            call: call.and_then(|call| {
                let closes = clock.closing(call.closes_at?);
                Some(Call { closes, url: call.url.as_deref().and_then(linkable) })
            }),
            reason: reason.clone(),
        }
    }
}

fn place(facts: &Facts) -> String {
    let venue = facts.venue.as_ref().and_then(|venue| one_line(&venue.line(), PLACE_MAX));
    match (facts.attendance_mode, venue) {
        (AttendanceMode::Online, _) => "online".to_owned(),
        (AttendanceMode::Mixed, Some(venue)) => format!("{venue}, or online"),
        (AttendanceMode::Mixed, None) => "online, or at a place not announced".to_owned(),
        (AttendanceMode::Offline, venue) => venue.unwrap_or_else(|| "place not announced".to_owned()),
    }
}
