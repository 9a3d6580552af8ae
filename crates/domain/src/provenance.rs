//! Why we believe what we believe, field by field.

use crate::{Claim, Event, Facts, ListingId, Schedule};
use chrono::SecondsFormat;

/// The longest text of a value, in characters.
pub const VALUE_CHARS_MAX: usize = 120;

/// The most claims that are kept of a field beside the one that is believed.
pub const LOST_CLAIMS_MAX: usize = 8;

words! {
    /// What of an event somebody claims.
    pub enum EventField {
        /// What it is called.
        Name = "name",
        /// What it is about.
        Description = "description",
        /// Its own page.
        Url = "url",
        /// What sort of gathering it is.
        Kind = "kind",
        /// Whether it takes place.
        Status = "status",
        /// How one takes part.
        AttendanceMode = "attendance_mode",
        /// When.
        Schedule = "schedule",
        /// Where.
        Venue = "venue",
        /// Where on the network.
        JoinUrl = "join_url",
        /// Who invites.
        Organizer = "organizer",
        /// Its niches.
        Niches = "niches",
        /// What it does for a career.
        Goals = "goals",
        /// The sources' free words.
        Keywords = "keywords",
        /// The language it is held in.
        Language = "language",
        /// Whether it costs nothing.
        IsFree = "is_free",
        /// What it costs.
        Offers = "offers",
        /// A picture.
        ImageUrl = "image_url",
        /// The invitation to speak.
        CallForPapers = "call_for_papers",
    }
}

words! {
    /// Why one claim is believed and not another.
    pub enum Reason {
        /// Nobody else says anything.
        Only = "only",
        /// Everybody who says anything says the same.
        Agreed = "agreed",
        /// What all say together is believed.
        Merged = "merged",
        /// It is a claim, and the other is what silence says.
        Claimed = "claimed",
        /// Its source still shows it, and the other's does not.
        Shown = "shown",
        /// It agrees with the other and says more.
        Specific = "specific",
        /// Its source stands closer to the event.
        Trust = "trust",
        /// Its words changed later.
        Fresh = "fresh",
        /// Nothing tells them apart but which came first.
        Order = "order",
    }
}

/// A claim that is not believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostClaim {
    /// Whose.
    pub listing_id: ListingId,
    /// What it says, as short text: at most [`VALUE_CHARS_MAX`] characters.
    pub value: String,
    /// Why another is believed.
    pub reason: Reason,
}

/// Where one field of an event comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldProvenance {
    /// Which.
    pub field: EventField,
    /// The listing that is believed; none where all are believed together.
    pub listing_id: Option<ListingId>,
    /// What is believed, as short text: at most [`VALUE_CHARS_MAX`] characters.
    pub value: String,
    /// Why: over the strongest of the claims that lost, where there are any.
    pub reason: Reason,
    /// Claims that say something else, the strongest first; at most [`LOST_CLAIMS_MAX`]. Where all are believed
    /// together, what each of them says.
    pub lost: Vec<LostClaim>,
}

impl EventField {
    /// What facts say of a field, as short text of at most [`VALUE_CHARS_MAX`] characters; none where they say nothing.
    pub fn value_of(self, facts: &Facts) -> Option<String> {
        let joined = |words: Vec<&str>| (!words.is_empty()).then(|| words.join(", "));
        let text = match self {
            Self::Name => Some(facts.name.clone()),
            Self::Description => facts.description.clone(),
            Self::Url => Some(facts.url.clone()),
            Self::Kind => Some(facts.kind.to_string()),
            Self::Status => Some(facts.status.to_string()),
            Self::AttendanceMode => Some(facts.attendance_mode.to_string()),
            Self::Schedule => Some(facts.schedule.line()),
            Self::Venue => facts.venue.as_ref().map(crate::Venue::line),
            Self::JoinUrl => facts.join_url.clone(),
            Self::Organizer => facts.organizer.as_ref().map(|organizer| organizer.name.clone()),
            Self::Niches => joined(facts.niches.iter().map(|niche| niche.slug()).collect()),
            Self::Goals => joined(facts.goals.iter().map(|goal| goal.as_str()).collect()),
            Self::Keywords => joined(facts.keywords.iter().map(String::as_str).collect()),
            Self::Language => facts.language.clone(),
            Self::IsFree => facts.is_free.map(|is_free| if is_free { "free" } else { "paid" }.to_owned()),
            Self::Offers => joined(facts.offers.iter().filter_map(|offer| offer.price.as_deref()).collect()),
            Self::ImageUrl => facts.image_url.clone(),
            Self::CallForPapers => call(facts),
        };
        text.map(|text| shortened(&text, VALUE_CHARS_MAX)).filter(|text| !text.is_empty())
    }
}

fn call(facts: &Facts) -> Option<String> {
    let call = facts.call_for_papers.as_ref()?;
    let closes = call.closes_at.map(|at| format!("until {}", at.to_rfc3339_opts(SecondsFormat::Secs, true)));
    Some(closes.unwrap_or_else(|| "open".to_owned()))
}

/// The beginning of a text: one line of at most so many characters, the last one an ellipsis where more would follow.
pub fn shortened(text: &str, chars_max: usize) -> String {
    let spaced = text.split_whitespace().flat_map(|word| std::iter::once(' ').chain(word.chars()));
    let mut chars = spaced.skip(1);
    let mut line: String = chars.by_ref().take(chars_max).collect();
    if chars.next().is_some() {
        line.pop();
        line.truncate(line.trim_end().len());
        line.push('…');
    }
    line
}

/// Where the fields of an event with a single claim come from: all of them from that one. Nothing for one with several.
pub fn of_one_claim(event: &Event) -> Vec<FieldProvenance> {
    let [Claim { listing_id, .. }] = event.claims.as_slice() else { return Vec::new() };
    let told = |field: &EventField| {
        let value = field.value_of(&event.facts)?;
        Some(FieldProvenance {
            field: *field,
            listing_id: Some(*listing_id),
            value,
            reason: Reason::Only,
            lost: Vec::new(),
        })
    };
    EventField::ALL.iter().filter_map(told).collect()
}

impl Schedule {
    /// One line for people: the first sitting in the schedule's zone, and how it repeats. `2026-07-01 18:00–20:00
    /// Europe/Berlin`, `2026-07-01–2026-07-03`.
    pub fn line(&self) -> String {
        let Self { zone, span, recurrence } = self;
        let mut line = match *span {
            crate::Span::AllDay { starts_on, ends_on } if starts_on == ends_on => starts_on.to_string(),
            crate::Span::AllDay { starts_on, ends_on } => format!("{starts_on}–{ends_on}"),
            crate::Span::Timed { starts_at, ends_at } => {
                let from = starts_at.with_timezone(zone);
                let to = ends_at.map(|at| at.with_timezone(zone));
                let to = to.map_or_else(String::new, |to| {
                    let is_same_day = to.date_naive() == from.date_naive();
                    format!("–{}", to.format(if is_same_day { "%H:%M" } else { "%Y-%m-%d %H:%M" }))
                });
                format!("{}{to} {zone}", from.format("%Y-%m-%d %H:%M"))
            }
        };
        for rule in recurrence.iter().flat_map(|recurrence| &recurrence.rules) {
            line.push_str(", ");
            line.push_str(rule.as_str());
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Span;
    use chrono_tz::Europe::Berlin;

    #[test]
    fn a_short_text_is_one_line_and_says_where_it_was_cut() {
        assert_eq!(shortened("  Rust\n\nNight ", 120), "Rust Night");
        assert_eq!(shortened("Rust Night", 10), "Rust Night");
        assert_eq!(shortened("Rust Nights", 10), "Rust Nigh…");
        assert_eq!(shortened("Rust Night in Berlin", 10), "Rust Nigh…");
        assert_eq!(shortened("ééééé éééé", 4), "ééé…");
        assert_eq!(shortened("", 4), "");
    }

    #[test]
    fn a_schedule_is_one_line_in_its_own_zone() {
        let timed = |start: &str, end: Option<&str>| {
            let (starts_at, ends_at) = (start.parse().unwrap(), end.map(|end| end.parse().unwrap()));
            Schedule::once(Berlin, Span::Timed { starts_at, ends_at }).line()
        };
        assert_eq!(timed("2026-07-01T16:00:00Z", None), "2026-07-01 18:00 Europe/Berlin");
        assert_eq!(timed("2026-07-01T16:00:00Z", Some("2026-07-01T18:00:00Z")), "2026-07-01 18:00–20:00 Europe/Berlin");
        assert_eq!(
            timed("2026-07-01T16:00:00Z", Some("2026-07-02T23:00:00Z")),
            "2026-07-01 18:00–2026-07-03 01:00 Europe/Berlin"
        );
        let days = |from: &str, to: &str| {
            Schedule::once(Berlin, Span::AllDay { starts_on: from.parse().unwrap(), ends_on: to.parse().unwrap() })
                .line()
        };
        assert_eq!(
            [days("2026-07-01", "2026-07-01"), days("2026-07-01", "2026-07-03")],
            ["2026-07-01", "2026-07-01–2026-07-03"]
        );
    }

    proptest::proptest! {
        #[test]
        fn a_short_text_is_never_longer_than_asked(text in "(?s).{0,60}", chars_max in 1_usize..40) {
            let short = shortened(&text, chars_max);
            proptest::prop_assert!(short.chars().count() <= chars_max);
            proptest::prop_assert_eq!(shortened(&short, chars_max), short);
        }
    }
}
