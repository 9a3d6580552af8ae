//! Which listing is believed, field by field.

use std::{cmp::Reverse, collections::BTreeMap};

use chrono_tz::Tz;
use hobnob_domain::{
    AttendanceMode, CallForPapers, Draft, EventKind, EventStatus, Facts, NicheId, Offer, Schedule, text::folded,
};

use crate::price;

/// The most niches, free words and offers of an event.
const NICHES_MAX: usize = 12;
const KEYWORDS_MAX: usize = 50;
const OFFERS_MAX: usize = 30;

/// Drafts about one event, the most believable first.
pub(super) struct Ranked<'a> {
    drafts: Vec<&'a Draft>,
}

impl<'a> Ranked<'a> {
    pub(super) fn new(drafts: &[&'a Draft]) -> Self {
        let mut drafts = drafts.to_vec();
        drafts.sort_by_key(|draft| {
            (draft.missing_runs > 0, Reverse(draft.changed_at), draft.listing_id, draft.source_id, draft.key.clone())
        });
        Self { drafts }
    }

    /// The most believable answer that anybody gives.
    fn first<T>(&self, answer: impl Fn(&'a Facts) -> Option<T>) -> Option<T> {
        self.drafts.iter().find_map(|draft| answer(&draft.facts))
    }

    /// Everything that is believed.
    pub(super) fn facts(&self) -> Facts {
        let attendance_mode = self.attendance_mode();
        let is_online = attendance_mode == AttendanceMode::Online;
        let takes_calls = attendance_mode != AttendanceMode::Offline;
        Facts {
            name: self.first(|facts| Some(facts.name.clone())).unwrap_or_default(),
            description: self.first(|facts| facts.description.clone()),
            url: self.url(),
            kind: self
                .first(|facts| Some(facts.kind).filter(|kind| *kind != EventKind::Other))
                .unwrap_or(EventKind::Other),
            status: self.status(),
            attendance_mode,
            schedule: self.schedule(),
            venue: self.first(|facts| facts.venue.clone()).filter(|_| !is_online),
            more_venues: self
                .first(|facts| facts.venue.as_ref().map(|_| facts.more_venues.clone()))
                .filter(|_| !is_online)
                .unwrap_or_default(),
            join_url: self.first(|facts| facts.join_url.clone()).filter(|_| takes_calls),
            organizer: self.first(|facts| facts.organizer.clone()),
            niches: self.niches(),
            goals: self.union(|facts| &facts.goals),
            keywords: self.keywords(),
            language: self.first(|facts| facts.language.clone()),
            is_free: self.first(|facts| facts.is_free),
            offers: self.offers(),
            image_url: self.first(|facts| facts.image_url.clone()),
            call_for_papers: self.call_for_papers(),
        }
    }

    /// The listing's own address before one that only leads to its source.
    fn url(&self) -> String {
        let own = self.drafts.iter().find(|draft| draft.listing_url.is_some());
        own.or(self.drafts.first()).map(|draft| draft.facts.url.clone()).unwrap_or_default()
    }

    /// A claim is what is not "scheduled"; while somebody lists the event, only they claim.
    fn status(&self) -> EventStatus {
        let is_listed = self.drafts.iter().any(|draft| draft.missing_runs == 0);
        let mut voices = self.drafts.iter().filter(|draft| !is_listed || draft.missing_runs == 0);
        let claim = voices.find(|draft| draft.facts.status != EventStatus::Scheduled);
        claim.map_or(EventStatus::Scheduled, |draft| draft.facts.status)
    }

    /// Who names a venue or an address knows how one takes part; the rest says "offline" for want of anything.
    fn attendance_mode(&self) -> AttendanceMode {
        let knows = |facts: &Facts| {
            facts.venue.is_some() || facts.join_url.is_some() || facts.attendance_mode != AttendanceMode::Offline
        };
        self.first(|facts| Some(facts.attendance_mode).filter(|_| knows(facts))).unwrap_or(AttendanceMode::Offline)
    }

    /// The schedule in a place's zone before one in UTC.
    fn schedule(&self) -> Schedule {
        let placed = self.first(|facts| Some(&facts.schedule).filter(|schedule| schedule.zone != Tz::UTC));
        let schedule = placed.or_else(|| self.first(|facts| Some(&facts.schedule)));
        schedule.cloned().unwrap_or_else(|| {
            let never = chrono::DateTime::UNIX_EPOCH;
            Schedule::once(Tz::UTC, hobnob_domain::Span::Timed { starts_at: never, ends_at: None })
        })
    }

    fn union<T: Ord + Clone + 'a>(&self, list: impl Fn(&'a Facts) -> &'a Vec<T>) -> Vec<T> {
        let mut all: Vec<T> = self.drafts.iter().flat_map(|draft| list(&draft.facts)).cloned().collect();
        all.sort();
        all.dedup();
        all
    }

    /// All niches, less those that another one implies.
    fn niches(&self) -> Vec<NicheId> {
        let all = self.union(|facts| &facts.niches);
        let is_implied = |niche: NicheId| all.iter().any(|other| *other != niche && other.is_within(niche));
        let mut niches: Vec<NicheId> = all.iter().copied().filter(|niche| !is_implied(*niche)).collect();
        niches.truncate(NICHES_MAX);
        niches
    }

    /// All free words; of two spellings the first in the alphabet.
    fn keywords(&self) -> Vec<String> {
        let mut kept: BTreeMap<String, String> = BTreeMap::new();
        for word in self.union(|facts| &facts.keywords) {
            kept.entry(folded(&word)).or_insert(word);
        }
        let mut words: Vec<String> = kept.into_values().collect();
        words.sort();
        words.truncate(KEYWORDS_MAX);
        words
    }

    fn offers(&self) -> Vec<Offer> {
        let mut offers: Vec<Offer> = self.drafts.iter().flat_map(|draft| &draft.facts.offers).cloned().collect();
        offers.sort_by(|a, b| price::key(a).cmp(&price::key(b)));
        offers.dedup();
        offers.truncate(OFFERS_MAX);
        offers
    }

    /// The call of the most believable listing that knows when it closes; what it leaves open the others answer.
    fn call_for_papers(&self) -> Option<CallForPapers> {
        let calls: Vec<&CallForPapers> =
            self.drafts.iter().filter_map(|draft| draft.facts.call_for_papers.as_ref()).collect();
        let first = calls.iter().find(|call| call.closes_at.is_some()).or_else(|| calls.first())?;
        let closes_at = first.closes_at;
        let opens_at = first.opens_at.or_else(|| calls.iter().find_map(|call| call.opens_at));
        Some(CallForPapers {
            opens_at: opens_at.filter(|opens_at| closes_at.is_none_or(|closes_at| *opens_at <= closes_at)),
            closes_at,
            url: first.url.clone().or_else(|| calls.iter().find_map(|call| call.url.clone())),
        })
    }
}
