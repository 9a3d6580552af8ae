//! What [`Located::confidence`](crate::Located::confidence) means: an estimate of how often such an answer is right.
//!
//! It begins with how the name was found, and falls with every doubt:
//!
//! | how | confidence |
//! | --- | --- |
//! | the name is a whole part of the text, its country or region is stated ("Berlin, Germany") | 0.97 |
//! | the name is inside a part ("Hotel Berlin Mitte, Germany"), its country or region is stated | 0.80 |
//! | the name is a whole part, nothing else is stated, and the place is a city or in the hinted country ("Berlin") | 0.90 |
//! | the same of a place of 50,000 to 300,000 people ("Bath") | 0.80 |
//! | the same of a smaller place ("Scala") | 0.60 |
//! | the name is inside a part, nothing else is stated | 0.50 |
//! | the name is one letter off, its country is stated ("Hydrabad, India") | 0.70 |
//! | no name, but a post code whose beginning says it | 0.70 |
//! | the country or the region alone | 0.95 spelt out, 0.60 a code that could be another |
//! | a city called like its state, behind a school ("Lakeside University, New York") | at most 0.60 |
//! | a part of the world alone ("EMEA") | 0.90 |
//!
//! Off for each part of the text between the name and what states its country: 0.04, at most 0.16; where nothing states
//! it, 0.16 for each part that follows unexplained, at most 0.48 ("Paris, Kentuky"). Then, down to two fifths of it, for
//! a rival: another place that the text fits nearly as well. "Springfield" says little, "Springfield, Illinois" much.

/// From here on an answer can be acted on unasked: about nine of ten are right, mostly more.
pub const CLEAR: f64 = 0.75;

/// How far a rival must be behind not to count, in the units of scores: about a factor of 30 in population.
pub(crate) const RIVAL_BEHIND: f64 = 0.8;

/// How a place was found.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Evidence {
    /// Whether the name is a whole part of the text.
    pub(crate) is_whole: bool,
    /// People there.
    pub(crate) population: u32,
    /// Whether it is in the country that the hints name.
    pub(crate) is_hinted: bool,
    /// Whether the text states country or region.
    pub(crate) is_stated: bool,
    /// Parts of the text between the name and what states the country, or its end.
    pub(crate) distance: usize,
    /// By how much the best rival's score is behind; `None` if there is no rival.
    pub(crate) lead: Option<f64>,
}

/// One letter off.
pub(crate) const ONE_LETTER_OFF: f64 = 0.7;

/// A post code.
pub(crate) const BY_POSTCODE: f64 = 0.7;

/// A city that is called like its state, behind a school that is not: the state may be meant.
pub(crate) const BEHIND_A_SCHOOL: f64 = 0.6;

/// A part of the world.
pub(crate) const PART_OF_THE_WORLD: f64 = 0.9;

/// Off for a part that follows unexplained, where nothing states the country.
pub(crate) const EACH_UNEXPLAINED: f64 = 0.16;

/// The confidence in a place.
pub(crate) fn of_place(evidence: Evidence) -> f64 {
    let base = match (evidence.is_whole, evidence.is_stated) {
        (true, true) => 0.97,
        (true, false) if evidence.is_hinted || evidence.population >= 300_000 => 0.9,
        (true, false) if evidence.population >= 50_000 => 0.8,
        (true, false) => 0.6,
        (false, true) => 0.8,
        (false, false) => 0.5,
    };
    let (each, most) = if evidence.is_stated { (0.04, 4) } else { (EACH_UNEXPLAINED, 3) };
    let parts_between = f64::from(u32::try_from(evidence.distance.min(most)).unwrap_or(0));
    let lead = evidence.lead.map_or(1.0, |lead| (lead / RIVAL_BEHIND).clamp(0.0, 1.0));
    (base - each * parts_between) * (0.4 + 0.6 * lead)
}

/// The confidence in a country or a division alone.
pub(crate) const fn of_division(is_clear: bool) -> f64 {
    if is_clear { 0.95 } else { 0.6 }
}
