//! Which listing is believed, field by field.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use hobnob_domain::{
    AttendanceMode, CallForPapers, Draft, EventField, EventKind, EventStatus, Facts, NicheId, Offer, Schedule, Span,
    text::folded,
};

use super::{
    rank::{Ranked, ranked},
    refine,
};
use crate::price;

/// The most niches, free words and offers of an event.
const NICHES_MAX: usize = 12;
const KEYWORDS_MAX: usize = 50;
const OFFERS_MAX: usize = 30;

/// Drafts about one event, the most believable first.
pub(super) struct Choice<'a> {
    pub(super) drafts: Vec<Ranked<'a>>,
}

/// A claim that is believed, and the place of the draft that makes it.
type Chosen<T> = Option<(usize, T)>;

impl<'a> Choice<'a> {
    pub(super) fn new(drafts: &[&'a Draft]) -> Self {
        Self { drafts: ranked(drafts) }
    }

    /// The most believable answer that anybody gives.
    fn first<T>(&self, answer: impl Fn(&'a Facts) -> Option<T>) -> Chosen<T> {
        let mut answers = self.drafts.iter().enumerate();
        answers.find_map(|(place, ranked)| Some((place, answer(&ranked.draft.facts)?)))
    }

    /// The most believable answer, or one less believable that agrees with it and says more. What a source no longer
    /// shows adds nothing to what another one shows.
    fn refined<T>(&self, answer: impl Fn(&'a Facts) -> Option<T>, refines: impl Fn(&T, &T) -> bool) -> Chosen<T> {
        let (first, mut best) = self.first(&answer)?;
        let is_shown = self.drafts.get(first)?.is_shown();
        let mut by = first;
        for (place, ranked) in self.drafts.iter().enumerate().skip(first + 1) {
            let Some(other) = answer(&ranked.draft.facts).filter(|_| ranked.is_shown() == is_shown) else { continue };
            if refines(&other, &best) {
                (by, best) = (place, other);
            }
        }
        Some((by, best))
    }

    /// Whose claim about a field is believed; none for what all say together and what nobody says.
    pub(super) fn winner(&self, field: EventField) -> Option<usize> {
        match field {
            EventField::Name => self.name().map(|(by, _)| by),
            EventField::Description => self.description().map(|(by, _)| by),
            EventField::Url => self.url(),
            EventField::Kind => self.kind().map(|(by, _)| by),
            EventField::Status => {
                self.claimed_status().map(|(by, _)| by).or_else(|| self.first(|_| Some(())).map(|c| c.0))
            }
            EventField::AttendanceMode => self.attendance_mode().map(|(by, _)| by),
            EventField::Schedule => self.schedule().map(|(by, _)| by),
            EventField::Venue => self.venue().map(|(by, _)| by),
            EventField::JoinUrl => self.first(|facts| facts.join_url.as_ref()).map(|(by, _)| by),
            EventField::Organizer => self.organizer().map(|(by, _)| by),
            EventField::Language => self.first(|facts| facts.language.as_ref()).map(|(by, _)| by),
            EventField::IsFree => self.first(|facts| facts.is_free).map(|(by, _)| by),
            EventField::ImageUrl => self.first(|facts| facts.image_url.as_ref()).map(|(by, _)| by),
            EventField::CallForPapers => self.call().map(|(by, _)| by),
            EventField::Niches | EventField::Goals | EventField::Keywords | EventField::Offers => None,
        }
    }

    /// Everything that is believed.
    pub(super) fn facts(&self) -> Facts {
        let attendance_mode = self.attendance_mode().map_or(AttendanceMode::Offline, |(_, mode)| mode);
        let is_online = attendance_mode == AttendanceMode::Online;
        let takes_calls = attendance_mode != AttendanceMode::Offline;
        let placed = self.venue().filter(|_| !is_online).map(|(_, facts)| facts);
        Facts {
            name: self.name().map(|(_, name)| name.clone()).unwrap_or_default(),
            description: self.description().map(|(_, text)| text.to_owned()),
            url: self.url().and_then(|by| self.drafts.get(by)).map(|by| by.draft.facts.url.clone()).unwrap_or_default(),
            kind: self.kind().map_or(EventKind::Other, |(_, kind)| kind),
            status: self.claimed_status().map_or(EventStatus::Scheduled, |(_, status)| status),
            attendance_mode,
            schedule: self.schedule().map_or_else(never, |(_, schedule)| schedule.clone()),
            venue: placed.and_then(|facts| facts.venue.clone()),
            more_venues: placed.map(|facts| facts.more_venues.clone()).unwrap_or_default(),
            join_url: self.first(|facts| facts.join_url.clone()).map(|(_, url)| url).filter(|_| takes_calls),
            organizer: self.organizer().map(|(_, organizer)| organizer.clone()),
            niches: self.niches(),
            goals: self.union(|facts| &facts.goals),
            keywords: self.keywords(),
            language: self.first(|facts| facts.language.clone()).map(|(_, language)| language),
            is_free: self.first(|facts| facts.is_free).map(|(_, is_free)| is_free),
            offers: self.offers(),
            image_url: self.first(|facts| facts.image_url.clone()).map(|(_, url)| url),
            call_for_papers: self.call_for_papers(),
        }
    }

    /// Of those who stand equally close to the event the first who told of it names it: a list that comes later and writes it
    /// otherwise renames nothing.
    fn name(&self) -> Chosen<&'a String> {
        self.earliest(|_| true).map(|(by, ranked)| (by, &ranked.draft.facts.name))
    }

    /// The earliest of the most believable of these, whatever they say: those that are shown alike, and stand equally close.
    fn earliest(&self, is_asked: impl Fn(&Draft) -> bool) -> Chosen<&Ranked<'a>> {
        let mut asked = self.drafts.iter().enumerate().filter(|(_, ranked)| is_asked(ranked.draft)).peekable();
        let best = asked.peek().map(|(_, ranked)| *ranked)?;
        asked.take_while(|(_, ranked)| ranked.is_on_a_par_with(best)).min_by_key(|(_, ranked)| ranked.arrival())
    }

    fn description(&self) -> Chosen<&'a str> {
        self.refined(|facts| facts.description.as_deref(), |new, old| refine::description(new, old))
    }

    /// The listing's own address before one that only leads to its source.
    fn url(&self) -> Option<usize> {
        let own = self.earliest(|draft| draft.listing_url.is_some()).map(|(by, _)| by);
        own.or_else(|| (!self.drafts.is_empty()).then_some(0))
    }

    fn kind(&self) -> Chosen<EventKind> {
        self.first(|facts| Some(facts.kind).filter(|kind| *kind != EventKind::Other))
    }

    /// A claim is what is not "scheduled". One whose listing vanished stands against those that had not heard of it: whoever
    /// cancels an event and takes it off the page has not taken the word back.
    fn claimed_status(&self) -> Chosen<EventStatus> {
        let is_taken_back =
            |claim: &Ranked<'_>| self.drafts.iter().any(|other| other.is_shown() && other.knows_better_than(claim));
        let mut voices =
            self.drafts.iter().enumerate().filter(|(_, ranked)| ranked.is_shown() || !is_taken_back(ranked));
        voices.find_map(|(by, ranked)| {
            Some((by, ranked.draft.facts.status)).filter(|(_, status)| *status != EventStatus::Scheduled)
        })
    }

    /// Who names a venue or an address knows how one takes part; the rest says "offline" for want of anything.
    fn attendance_mode(&self) -> Chosen<AttendanceMode> {
        self.first(|facts| Some(facts.attendance_mode).filter(|_| knows_mode(facts)))
    }

    fn schedule(&self) -> Chosen<&'a Schedule> {
        self.refined(|facts| Some(&facts.schedule), |new, old| refine::schedule(new, old))
    }

    /// The facts whose venues are believed: those of one listing belong together.
    fn venue(&self) -> Chosen<&'a Facts> {
        let with_venue = |facts: &'a Facts| facts.venue.as_ref().map(|_| facts);
        let (by, believed) = self.refined(with_venue, |new, old| {
            let is_whole = new.more_venues.len() >= old.more_venues.len();
            is_whole && new.venue.as_ref().zip(old.venue.as_ref()).is_some_and(|(new, old)| refine::venue(new, old))
        })?;
        self.stated(by).or(Some((by, believed)))
    }

    /// Who says in which country the town of that name is, where the believed listing leaves it to be guessed and the guess
    /// was another one.
    fn stated(&self, by: usize) -> Chosen<&'a Facts> {
        let guessed = self.drafts.get(by).filter(|ranked| ranked.draft.stated_country.is_none())?;
        let town = |ranked: &Ranked<'a>| ranked.draft.facts.venue.as_ref()?.locality.as_deref().map(folded);
        let country = |ranked: &Ranked<'a>| ranked.draft.facts.venue.as_ref()?.country;
        let name = town(guessed)?;
        let gives_way = |ranked: &Ranked<'a>| {
            let stated = ranked.draft.stated_country;
            stated.is_some() && stated != country(guessed) && town(ranked).as_ref() == Some(&name)
        };
        let is_shown = guessed.is_shown();
        let mut others = self.drafts.iter().enumerate().filter(|(_, ranked)| ranked.is_shown() == is_shown);
        others.find(|(_, ranked)| gives_way(ranked)).map(|(by, ranked)| (by, &ranked.draft.facts))
    }

    fn organizer(&self) -> Chosen<&'a hobnob_domain::Organizer> {
        self.refined(|facts| facts.organizer.as_ref(), |new, old| refine::organizer(new, old))
    }

    fn union<T: Ord + Clone + 'a>(&self, list: impl Fn(&'a Facts) -> &'a Vec<T>) -> Vec<T> {
        let mut all: Vec<T> = self.drafts.iter().flat_map(|ranked| list(&ranked.draft.facts)).cloned().collect();
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
        let all = self.drafts.iter().flat_map(|ranked| &ranked.draft.facts.offers);
        let mut offers: Vec<Offer> = all.cloned().collect();
        offers.sort_by(|a, b| price::key(a).cmp(&price::key(b)));
        offers.dedup();
        offers.truncate(OFFERS_MAX);
        offers
    }

    /// The most believable call that says when it closes, or else any.
    fn call(&self) -> Chosen<&'a CallForPapers> {
        let closing = |facts: &'a Facts| facts.call_for_papers.as_ref().filter(|call| call.closes_at.is_some());
        self.first(closing).or_else(|| self.first(|facts| facts.call_for_papers.as_ref()))
    }

    /// What the believed call leaves open the others answer.
    fn call_for_papers(&self) -> Option<CallForPapers> {
        let (_, believed) = self.call()?;
        let calls = || self.drafts.iter().filter_map(|ranked| ranked.draft.facts.call_for_papers.as_ref());
        let closes_at = believed.closes_at;
        let opens_at = believed.opens_at.or_else(|| calls().find_map(|call| call.opens_at));
        Some(CallForPapers {
            opens_at: opens_at.filter(|opens_at| closes_at.is_none_or(|closes_at| *opens_at <= closes_at)),
            closes_at,
            url: believed.url.clone().or_else(|| calls().find_map(|call| call.url.clone())),
        })
    }
}

/// Whether it is a claim how one takes part, and not what silence says.
pub(super) const fn knows_mode(facts: &Facts) -> bool {
    facts.venue.is_some() || facts.join_url.is_some() || !matches!(facts.attendance_mode, AttendanceMode::Offline)
}

fn never() -> Schedule {
    Schedule::once(Tz::UTC, Span::Timed { starts_at: chrono::DateTime::UNIX_EPOCH, ends_at: None })
}
