//! Which listing is more believable, whatever the field.

use std::{cmp::Reverse, collections::BTreeSet};

use chrono::{DateTime, Utc};
use hobnob_domain::{Draft, ListingId, Reason, SourceId, Trust};

use crate::{address, trust::site};

/// A draft with what all drafts about the event together tell of its source.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ranked<'a> {
    pub(super) draft: &'a Draft,
    pub(super) trust: Trust,
}

/// What drafts are sorted by, the most believable first.
type Rank<'a> = (bool, Reverse<Trust>, Reverse<DateTime<Utc>>, ListingId, SourceId, &'a str);

impl<'a> Ranked<'a> {
    fn rank(&self) -> Rank<'a> {
        let Self { draft, trust } = self;
        let (fresh, key) = (Reverse(draft.changed_at), draft.key.as_str());
        (draft.missing_runs > 0, Reverse(*trust), fresh, draft.listing_id, draft.source_id, key)
    }

    /// Whether both are shown, or neither is, and both sources stand equally close to the event.
    pub(super) fn is_on_a_par_with(&self, other: &Self) -> bool {
        self.is_shown() == other.is_shown() && self.trust == other.trust
    }

    /// Whether it stands closer to the event, or as close and said what it says later.
    pub(super) fn knows_better_than(&self, other: &Self) -> bool {
        (self.trust, self.draft.changed_at) > (other.trust, other.draft.changed_at)
    }

    /// What decides which of two was told first.
    pub(super) fn arrival(&self) -> (DateTime<Utc>, ListingId, SourceId, &'a str) {
        let Self { draft, .. } = self;
        (draft.first_seen_at, draft.listing_id, draft.source_id, draft.key.as_str())
    }

    /// Whether its source still shows it.
    pub(super) const fn is_shown(&self) -> bool {
        self.draft.missing_runs == 0
    }

    /// Why it is more believable than one that ranks below it.
    pub(super) fn reason_over(&self, other: &Self) -> Reason {
        if self.is_shown() != other.is_shown() {
            Reason::Shown
        } else if self.trust != other.trust {
            Reason::Trust
        } else if self.draft.changed_at != other.draft.changed_at {
            Reason::Fresh
        } else {
            Reason::Order
        }
    }
}

/// Sorts drafts about one event, the most believable first. Each listing once.
pub(super) fn ranked<'a>(drafts: &[&'a Draft]) -> Vec<Ranked<'a>> {
    let led_to = led_to(drafts);
    let mut ranked: Vec<Ranked<'a>> = drafts
        .iter()
        .map(|draft| {
            let is_led_to = draft.trust == Trust::Publisher && led_to.contains(&home(draft));
            Ranked { draft, trust: if is_led_to { Trust::Organizer } else { draft.trust } }
        })
        .collect();
    ranked.sort_by_key(Ranked::rank);
    ranked.dedup_by(|two, one| two.rank() == one.rank());
    ranked
}

/// The sites that sources lead to that only pass the event on: whoever publishes there is at home with the event.
fn led_to(drafts: &[&Draft]) -> BTreeSet<Option<String>> {
    if drafts.len() < 2 {
        return BTreeSet::new();
    }
    let relays = drafts.iter().filter(|draft| draft.trust == Trust::Relay);
    relays.map(|draft| home(draft)).filter(Option::is_some).collect()
}

/// The site a listing leads to.
fn home(draft: &Draft) -> Option<String> {
    let host = draft.listing_url.as_deref().and_then(address::host)?;
    Some(site(&host).to_owned())
}
