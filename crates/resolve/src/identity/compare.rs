//! Whether two drafts are about one event, and what speaks for it.
//!
//! Each finding has fixed points, as in Fellegi and Sunter's "A Theory for Record Linkage" (1969): the logarithm to the
//! base of two of how much likelier it is among listings of one event than among listings that merely stand near each
//! other. What a finding rules out no other one outweighs.

use hobnob_domain::{Draft, Finding, Match, MatchReason, Verdict};

use super::{findings, traits::Traits};

/// From so many points on, two drafts are one event.
pub(super) const SAME_MIN: i32 = 12;

/// From so many points on, a person should look.
const AMBIGUOUS_MIN: i32 = 8;

/// The same where one name is found at one address, and the towns are not one: somebody is wrong.
const CONFLICTING_MIN: i32 = 6;

/// What says that two names are one.
const ONE_NAME: &[Finding] = &[Finding::SameName, Finding::NearName, Finding::SameWord];

/// What says that two are in one place.
const ONE_PLACE: &[Finding] = &[Finding::SameSpot, Finding::SameTown, Finding::NearTown, Finding::BothOnline];

/// What no other finding outweighs.
const EXCLUDING: &[Finding] = &[Finding::OtherNumber, Finding::OtherDay, Finding::OtherRhythm];

/// What keeps two drafts apart even if a third may be either.
const BARRING: &[Finding] = &[
    Finding::OtherNumber,
    Finding::OtherDay,
    Finding::OtherRhythm,
    Finding::FarApart,
    Finding::OtherWords,
    Finding::OtherName,
];

/// What says that two begin and end on the same days, as far as both say.
const ONE_TIME: &[Finding] = &[Finding::SameStart, Finding::SameDays];

/// What are two sittings where one source lists both: a tour at ten and a tour at two.
const OTHER_SITTING: &[Finding] =
    &[Finding::NearStart, Finding::OtherHour, Finding::SameClock, Finding::DaysWithin, Finding::DaysOverlap];

/// What a finding is worth.
const fn points(finding: Finding) -> i32 {
    match finding {
        Finding::SameUid => 10,
        Finding::SameAddress => 8,
        Finding::SameName => 7,
        Finding::NearName | Finding::SameWord => 6,
        Finding::SameSpot => 5,
        Finding::NameWithin | Finding::SameStart | Finding::SameDays | Finding::SameOrganizer => 4,
        Finding::SameTown | Finding::SameDay | Finding::SameVenue | Finding::SameNumber => 3,
        Finding::SameSite | Finding::CommonName | Finding::WordWithin | Finding::BothOnline => 2,
        Finding::NearTown | Finding::SameClock => 1,
        Finding::HostWithin => -1,
        Finding::OtherMode => -2,
        Finding::OtherPage | Finding::OtherRoom | Finding::DaysOverlap => -3,
        Finding::OtherOrganizer | Finding::OtherVenue | Finding::OneSource | Finding::OtherLevel => -4,
        Finding::OtherHour => -5,
        Finding::OtherWords | Finding::OtherName => -9,
        Finding::FarApart => -10,
        Finding::OtherNumber | Finding::OtherDay | Finding::OtherRhythm => -12,
        Finding::NearStart | Finding::DaysWithin | Finding::Torn | Finding::Joined => 0,
    }
}

/// What two drafts have and have not in common, without a list of reasons: one bit for each finding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Comparison {
    findings: u64,
    pub(super) score: i32,
    /// Whether two sources say of whole days when it is, and neither has another event of the day at its address.
    are_of_whole_days: bool,
    /// Whether both besides take more than one day, bear one name that is held in one town, and do not lead to two sites.
    are_of_days: bool,
}

const fn bit(finding: Finding) -> u64 {
    #[expect(clippy::as_conversions, reason = "the number of a variant")]
    let place = finding as u64;
    1 << place
}

impl Comparison {
    pub(super) fn of(one: &Traits, other: &Traits) -> Self {
        let mut comparison = Self::default();
        findings::all(one, other, &mut |finding| comparison.add(finding));
        let both = |holds: fn(&Traits) -> bool| holds(one) && holds(other) && one.source != other.source;
        comparison.are_of_whole_days = both(Traits::is_of_whole_days);
        let is_of_one_town = |traits: &Traits| traits.when.takes_days && !traits.name.is_held_in_many_towns();
        let has_two_sites = one.site().zip(other.site()).is_some_and(|(here, there)| here != there);
        let is_asked = comparison.are_of_whole_days && comparison.has(Finding::SameName);
        comparison.are_of_days = is_asked && !has_two_sites && both(is_of_one_town);
        comparison
    }

    pub(super) fn add(&mut self, finding: Finding) {
        if !self.has(finding) {
            self.findings |= bit(finding);
            self.score += points(finding);
        }
    }

    pub(super) const fn has(self, finding: Finding) -> bool {
        self.findings & bit(finding) != 0
    }

    fn has_any(self, findings: &[Finding]) -> bool {
        findings.iter().any(|finding| self.has(*finding))
    }

    /// Whether two drafts can't be one event whatever third one may be either.
    pub(super) fn is_barred(self) -> bool {
        let bars = || self.has_any(BARRING) || self.has_any(&[Finding::OtherVenue, Finding::OtherOrganizer]);
        self.verdict() != Verdict::Same && bars()
    }

    /// What follows.
    pub(super) fn verdict(self) -> Verdict {
        let is_named_apart = self.has_any(&[Finding::OtherWords, Finding::OtherName]);
        let is_listed_apart = self.has(Finding::OneSource) && (is_named_apart || self.has_any(OTHER_SITTING));
        let is_one_spot = self.has_any(&[Finding::SameSpot, Finding::SameAddress, Finding::SameUid]);
        let is_placed_apart = self.has(Finding::FarApart) || self.has(Finding::OtherVenue) && !is_one_spot;
        let is_one_page = self.has(Finding::SameAddress) && self.has_any(ONE_NAME);
        let is_conflict = is_one_page && self.has(Finding::FarApart) && !self.has(Finding::OneSource);
        let least = if is_conflict { CONFLICTING_MIN } else { AMBIGUOUS_MIN };
        let is_one_page_of_days = self.is_one_page_of_days();
        if self.has_any(EXCLUDING) || is_listed_apart || self.score < least && !is_one_page_of_days {
            Verdict::Different
        } else if (self.score < self.same_min() || is_named_apart) && !is_one_page_of_days
            || is_placed_apart
            || self.is_dated_apart()
            || self.has(Finding::Torn)
        {
            Verdict::Ambiguous
        } else {
            Verdict::Same
        }
    }

    /// From how many points on it is one event: a name of several words on the same two to seven days in two lists is enough
    /// where nothing contradicts, and so is one name in one place on one site where the lists disagree about the days of
    /// workshops.
    fn same_min(self) -> i32 {
        let is_named_and_dated = self.are_of_days && self.has(Finding::SameDays);
        let is_enough = is_named_and_dated || self.has(Finding::DaysWithin) && self.is_one_site();
        if is_enough { SAME_MIN - 1 } else { SAME_MIN }
    }

    /// Whether one name stands on one site for one place.
    fn is_one_site(self) -> bool {
        let is_one_name = self.has_any(ONE_NAME) || self.has(Finding::CommonName) && self.has(Finding::SameAddress);
        is_one_name && self.has_any(&[Finding::SameAddress, Finding::SameSite]) && self.has_any(ONE_PLACE)
    }

    /// Whether the days differ by more than lists disagree about: the days of workshops before a conference count for some.
    fn is_dated_apart(self) -> bool {
        self.has(Finding::DaysOverlap) || self.has(Finding::DaysWithin) && !self.is_one_site()
    }

    /// Whether two lists lead to one page for the same days in one place, of which neither has anything else: that is one
    /// event, whatever each calls it.
    fn is_one_page_of_days(self) -> bool {
        self.are_of_whole_days
            && self.has(Finding::SameAddress)
            && self.has_any(ONE_TIME)
            && self.has_any(ONE_PLACE)
            && !self.has(Finding::FarApart)
    }

    /// The same with its reasons listed.
    pub(super) fn told(self) -> Match {
        let found = Finding::ALL.iter().copied().filter(|finding| self.has(*finding));
        let reasons = found.map(|finding| MatchReason { finding, points: points(finding) }).collect();
        Match { verdict: self.verdict(), score: self.score, reasons }
    }
}

/// Compares two drafts. The order of the two does not matter.
pub fn compare(one: &Draft, other: &Draft) -> Match {
    Comparison::of(&Traits::of(one), &Traits::of(other)).told()
}
