//! One event as a letter shows it.

use crate::{
    Changed, Chosen, Links,
    plain::{linkable, short_line},
    when::ReaderClock,
};
use hobnob_domain::{AttendanceMode, Countries, Event, Facts, Occurrence};

/// The longest name, in characters, and in bytes of markup.
const NAME_MAX: (usize, usize) = (150, 320);

/// The longest place, alike.
const PLACE_MAX: (usize, usize) = (160, 320);

/// The longest reason, alike.
const REASON_MAX: (usize, usize) = (160, 320);

/// The longest former name, alike.
const FORMER_MAX: (usize, usize) = (80, 160);

/// The most names of what takes place beside an event, where more than one more is not.
const BESIDE_MAX: usize = 9;

/// What the templates show of an event: every text one line, every address one that may be linked.
pub(crate) struct Entry {
    /// What became of it, where something did: "Cancelled".
    pub(crate) mark: Option<String>,
    pub(crate) name: String,
    /// ISO 639-1, where it is known: a screen reader then speaks the name as it should.
    pub(crate) language: Option<String>,
    pub(crate) url: String,
    pub(crate) when: String,
    /// The further days, in a sentence.
    pub(crate) also: Option<String>,
    /// What takes place beside it, in a sentence.
    pub(crate) alongside: Option<String>,
    /// What another list says of the days, in a sentence.
    pub(crate) differing: Option<String>,
    pub(crate) place: String,
    /// What it was before, in whole sentences.
    pub(crate) before: Vec<String>,
    pub(crate) call: Option<Call>,
    pub(crate) reason: String,
    /// The event as a calendar; none when there is nothing to go to.
    pub(crate) calendar: Option<String>,
    own_page: String,
}

/// An open call for papers.
pub(crate) struct Call {
    pub(crate) closes: String,
    /// When it was to close as the reader was told, where that is another time.
    pub(crate) was: Option<String>,
    pub(crate) url: Option<String>,
}

impl Entry {
    pub(crate) fn new(
        chosen: &Chosen<'_>,
        clock: &ReaderClock,
        at: chrono::DateTime<chrono::Utc>,
        links: &Links,
    ) -> Self {
        let Chosen { event, sitting, also, alongside, differing, section: _, changes, score: _, reason } = chosen;
        let facts = &event.facts;
        let changed = event.override_of(sitting);
        let name = changed.and_then(|changed| changed.name.as_deref()).unwrap_or(&facts.name);
        let page = changed.and_then(|changed| changed.url.as_deref()).unwrap_or(&facts.url);
        let own_page: String = links.event(event.id).into();
        let language = facts.language.clone().filter(|l| l.len() == 2 && l.bytes().all(|b| b.is_ascii_lowercase()));
        let is_off = |change: &Changed| matches!(change, Changed::Cancelled | Changed::Postponed | Changed::Unlisted);
        let is_on = !changes.iter().any(is_off);
        let call = facts.open_call(at).filter(|_| is_on);
        Self {
            mark: changes.first().map(|change| mark(change, facts, clock)),
            name: short_line(name, NAME_MAX).unwrap_or_else(|| "(no name)".to_owned()),
            language,
            url: linkable(page).unwrap_or_else(|| own_page.clone()),
            when: clock.sitting(event, sitting),
            also: clock.also(also.iter().map(|(_, sitting)| sitting)),
            alongside: beside(alongside.iter().map(|(event, _)| *event)),
            differing: differing
                .first()
                .map(|(event, sitting)| format!("Lists differ: another says {}.", clock.sitting(event, sitting))),
            place: place(facts, links.countries),
            before: changes
                .iter()
                .filter_map(|change| before(change, event, sitting, clock, links.countries))
                .collect(),
            call: call.and_then(|call| {
                let closes = clock.closing(facts.call_open_until()?);
                let was = changes.iter().find_map(|change| match change {
                    Changed::CallMoved(told_at) => Some(clock.closing(*told_at)),
                    _ => None,
                });
                Some(Call { closes, was, url: call.url.as_deref().and_then(linkable) })
            }),
            reason: short_line(reason, REASON_MAX).unwrap_or_default(),
            calendar: is_on.then(|| links.calendar_of(event.id).into()),
            own_page,
        }
    }

    /// Gives up the long addresses of others for our own page, which has them.
    pub(crate) fn shorten(&mut self) {
        self.url.clone_from(&self.own_page);
        if let Some(call) = &mut self.call {
            call.url = None;
        }
    }

    /// The name, with what became of the event.
    pub(crate) fn heading(&self) -> String {
        match &self.mark {
            Some(mark) => format!("{mark}: {}", self.name),
            None => self.name.clone(),
        }
    }
}

/// What takes place beside an event, in a sentence.
fn beside<'a>(events: impl ExactSizeIterator<Item = &'a Event>) -> Option<String> {
    let count = events.len();
    let shown = if count <= BESIDE_MAX + 1 { count } else { BESIDE_MAX };
    let mut names: Vec<String> = events.take(shown).filter_map(|e| short_line(&e.facts.name, FORMER_MAX)).collect();
    let last = if count > shown { format!("{} more", count - shown) } else { names.pop()? };
    Some(if names.is_empty() {
        format!("Alongside: {last}.")
    } else {
        format!("Alongside: {} and {last}.", names.join(", "))
    })
}

/// A change in a word or two.
fn mark(change: &Changed, facts: &Facts, clock: &ReaderClock) -> String {
    match change {
        Changed::Cancelled => "Cancelled".to_owned(),
        Changed::Postponed => "Postponed".to_owned(),
        Changed::Unlisted => "No longer listed".to_owned(),
        Changed::Moved(_) => "Moved".to_owned(),
        Changed::Dropped(told_at) => format!("Not on {}", clock.day_of(*told_at)),
        Changed::MovedOnline => "Now online".to_owned(),
        Changed::Elsewhere(_) => "New place".to_owned(),
        Changed::OnAgain => "On again".to_owned(),
        Changed::Renamed(_) => "Renamed".to_owned(),
        Changed::CallMoved(told_at) => {
            let closes_at = facts.call_for_papers.as_ref().and_then(|call| call.closes_at);
            let is_longer = closes_at.is_some_and(|closes_at| closes_at > *told_at);
            if is_longer { "Call extended" } else { "Call closes earlier" }.to_owned()
        }
    }
}

/// What was before a change.
fn before(
    change: &Changed,
    event: &Event,
    sitting: &Occurrence,
    clock: &ReaderClock,
    countries: Countries,
) -> Option<String> {
    match change {
        // What is said of a call stands beside it.
        Changed::Cancelled | Changed::OnAgain | Changed::CallMoved(_) => None,
        Changed::Postponed => Some("There is no new date yet.".to_owned()),
        Changed::Unlisted => Some("Ask the organizer before you go.".to_owned()),
        Changed::Moved(told_at) if sitting.is_all_day => {
            Some(format!("It was to be on {}.", clock.whole_day(event.facts.schedule.zone, *told_at)))
        }
        Changed::Moved(told_at) => Some(format!("It was to be on {}.", clock.moment(*told_at))),
        Changed::Dropped(_) => Some("This is the next one.".to_owned()),
        Changed::MovedOnline => Some("It takes place online.".to_owned()),
        Changed::Elsewhere(before) => {
            Some(format!("It was to be at {}.", short_line(&countries.line(before), FORMER_MAX)?))
        }
        Changed::Renamed(former) => Some(format!("It was called {}.", short_line(former, FORMER_MAX)?)),
    }
}

fn place(facts: &Facts, countries: Countries) -> String {
    let venue = facts.venue.as_ref().and_then(|venue| short_line(&countries.line(venue), PLACE_MAX));
    match (facts.attendance_mode, venue) {
        (AttendanceMode::Online, _) => "online".to_owned(),
        (AttendanceMode::Mixed, Some(venue)) => format!("{venue}, or online"),
        (AttendanceMode::Mixed, None) => "online, or at a place not announced".to_owned(),
        (AttendanceMode::Offline, venue) => venue.unwrap_or_else(|| "place not announced".to_owned()),
    }
}
