//! Two listings and whether they are about one event: the verdict, what speaks for it, and what people decided.

use crate::ListingId;
use chrono::{DateTime, Utc};

words! {
    /// What is thought of two listings.
    pub enum Verdict {
        /// They are about one event, and are merged.
        Same = "same",
        /// They may be: a person decides, until then they are apart.
        Ambiguous = "ambiguous",
        /// They are about two events.
        Different = "different",
    }
}

words! {
    /// What speaks for or against two listings being about one event.
    pub enum Finding {
        /// Their sources publish one UID.
        SameUid = "same_uid",
        /// Both are read at one web address.
        SameAddress = "same_address",
        /// They are pages of one site.
        SameSite = "same_site",
        /// They are two pages of a site that calls them by two names.
        OtherPage = "other_page",
        /// Their names say the same.
        SameName = "same_name",
        /// Their names say the same but for slips, endings and how words are parted.
        NearName = "near_name",
        /// Their names say the same in one telling word.
        SameWord = "same_word",
        /// Their names say the same in words that many names share.
        CommonName = "common_name",
        /// One name holds the other, of several telling words.
        NameWithin = "name_within",
        /// One name holds the other, of one telling word.
        WordWithin = "word_within",
        /// One name says no more than who invites.
        HostWithin = "host_within",
        /// Each name has telling words that the other lacks, and they share as many.
        OtherWords = "other_words",
        /// The names share little or nothing.
        OtherName = "other_name",
        /// They count the same part or edition of what the same people invite to.
        SameNumber = "same_number",
        /// They count different parts, tracks or editions.
        OtherNumber = "other_number",
        /// One name has a level or a language that the other lacks.
        OtherLevel = "other_level",
        /// They start at one instant.
        SameStart = "same_start",
        /// They take the same whole days.
        SameDays = "same_days",
        /// They begin on different days, and the days of one are among those of the other.
        DaysWithin = "days_within",
        /// They begin on different days, and share some.
        DaysOverlap = "days_overlap",
        /// They begin on one day, and one of them does not say when.
        SameDay = "same_day",
        /// The clocks show the same, in two zones.
        SameClock = "same_clock",
        /// They start within an hour.
        NearStart = "near_start",
        /// They start at different hours of one day.
        OtherHour = "other_hour",
        /// They begin on different days.
        OtherDay = "other_day",
        /// One repeats, the other does not.
        OtherRhythm = "other_rhythm",
        /// They are in one street or house.
        SameSpot = "same_spot",
        /// They are in one town.
        SameTown = "same_town",
        /// They are in neighbouring towns.
        NearTown = "near_town",
        /// They are more than 50 km apart.
        FarApart = "far_apart",
        /// Both are on the network.
        BothOnline = "both_online",
        /// One is on the network only, the other on site only.
        OtherMode = "other_mode",
        /// The house has one name.
        SameVenue = "same_venue",
        /// The house is one, the room is not.
        OtherRoom = "other_room",
        /// The houses have different names.
        OtherVenue = "other_venue",
        /// The same people invite.
        SameOrganizer = "same_organizer",
        /// Different people invite.
        OtherOrganizer = "other_organizer",
        /// One source lists both, by two names.
        OneSource = "one_source",
        /// Each may be about an event that the other can't be about.
        Torn = "torn",
        /// A person said that they are one.
        Joined = "joined",
    }
}

/// A finding and what it is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MatchReason {
    /// What was found.
    pub finding: Finding,
    /// Each point doubles the odds that the listings are about one event, each point below zero halves them.
    pub points: i32,
}

/// What is thought of two listings, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// What follows.
    pub verdict: Verdict,
    /// The sum of the reasons' points.
    pub score: i32,
    /// What was found, in the order in which it was looked for.
    pub reasons: Vec<MatchReason>,
}

/// Two listings that were compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The listing with the lower id.
    pub one: ListingId,
    /// The listing with the higher id.
    pub other: ListingId,
    /// What is thought of them.
    pub found: Match,
}

/// What a person said about two listings. It outweighs whatever is found, and survives replays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decision {
    /// The listing with the lower id.
    pub one: ListingId,
    /// The listing with the higher id.
    pub other: ListingId,
    /// Whether they are about one event.
    pub is_one: bool,
    /// When it was said: of two that contradict each other the later one holds.
    pub decided_at: DateTime<Utc>,
}

impl Decision {
    /// A decision about two listings, named in either order.
    pub fn new(one: ListingId, other: ListingId, is_one: bool, decided_at: DateTime<Utc>) -> Self {
        Self { one: one.min(other), other: one.max(other), is_one, decided_at }
    }
}
