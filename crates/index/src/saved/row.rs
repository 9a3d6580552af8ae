//! All of an event but its words, as bytes.

use std::io::{self, Read, Write};

use super::{
    bytes::{get_i64, get_u8, get_u32, get_u64, put_i64, put_u8, put_u32, put_u64},
    count, unfit,
};
use crate::{
    brief::{Brief, Letters},
    segment::Line,
};
use chrono::{Datelike as _, NaiveDate};
use hobnob_domain::{
    AttendanceMode, EventId, EventKind, EventStatus, NicheId, OrganizerId, SourceId, search::Stemming,
};

/// No event has more niches, or more sources.
const LIST_MAX: u32 = 65_536;

/// What was read last: to be filled again and again.
pub(super) struct Row {
    /// Every niche, by its number.
    all_niches: Vec<NicheId>,
    niches: Vec<NicheId>,
    sources: Vec<SourceId>,
}

impl Row {
    pub(super) fn new() -> Self {
        Self { all_niches: NicheId::all().collect(), niches: Vec::new(), sources: Vec::new() }
    }

    /// Reads the next.
    pub(super) fn get(&mut self, from: &mut impl Read) -> io::Result<Line<'_>> {
        let brief = get_brief(from)?;
        let once = get_pair(from)?;
        let call = get_pair(from)?;
        self.niches.clear();
        for _ in 0..get_length(from)? {
            let niche = usize::try_from(get_u32(from)?).ok().and_then(|place| self.all_niches.get(place));
            self.niches.push(*niche.ok_or_else(|| unfit("it names a niche that is none"))?);
        }
        self.sources.clear();
        for _ in 0..get_length(from)? {
            self.sources.push(SourceId::new(get_i64(from)?));
        }
        Ok(Line { brief, once, niches: &self.niches, sources: &self.sources, call })
    }
}

pub(super) fn put(into: &mut impl Write, line: &Line<'_>) -> io::Result<()> {
    let Line { brief, once, niches, sources, call } = line;
    put_brief(into, brief)?;
    put_pair(into, *once)?;
    put_pair(into, *call)?;
    put_length(into, niches.len())?;
    niches.iter().try_for_each(|niche| put_length(into, niche.position()))?;
    put_length(into, sources.len())?;
    sources.iter().try_for_each(|source| put_i64(into, source.get()))
}

#[rustfmt::skip]
fn put_brief(into: &mut impl Write, brief: &Brief) -> io::Result<()> {
    let Brief {
        id, created, organizer, latitude, longitude, starts_on, ends_on, state, country, language, stemming, kind, mode,
        status, is_free, is_all_day, goals,
    } = brief;
    put_i64(into, id.get())?;
    put_i64(into, *created)?;
    put_u8(into, u8::from(organizer.is_some()))?;
    put_i64(into, organizer.map_or(0, OrganizerId::get))?;
    put_u64(into, latitude.to_bits())?;
    put_u64(into, longitude.to_bits())?;
    put_day(into, *starts_on)?;
    put_day(into, *ends_on)?;
    put_u32(into, *state)?;
    country.iter().try_for_each(|letter| put_u8(into, *letter))?;
    language.iter().try_for_each(|letter| put_u8(into, *letter))?;
    put_place(into, Stemming::ALL, stemming)?;
    put_place(into, EventKind::ALL, kind)?;
    put_place(into, AttendanceMode::ALL, mode)?;
    put_place(into, EventStatus::ALL, status)?;
    put_u8(into, is_free.map_or(2, u8::from))?;
    put_u8(into, u8::from(*is_all_day))?;
    put_u8(into, *goals)
}

fn get_brief(from: &mut impl Read) -> io::Result<Brief> {
    let id = EventId::new(get_i64(from)?);
    let created = get_i64(from)?;
    let organizer = get_u8(from)? != 0;
    let organizer = Some(OrganizerId::new(get_i64(from)?)).filter(|_| organizer);
    let (latitude, longitude) = (f64::from_bits(get_u64(from)?), f64::from_bits(get_u64(from)?));
    let (starts_on, ends_on, state) = (get_day(from)?, get_day(from)?, get_u32(from)?);
    let country = [get_u8(from)?, get_u8(from)?];
    let brief = Brief {
        id,
        created,
        organizer,
        latitude,
        longitude,
        starts_on,
        ends_on,
        state,
        country,
        language: [get_u8(from)?, get_u8(from)?, get_u8(from)?],
        stemming: get_place(from, Stemming::ALL)?,
        kind: get_place(from, EventKind::ALL)?,
        mode: get_place(from, AttendanceMode::ALL)?,
        status: get_place(from, EventStatus::ALL)?,
        is_free: match get_u8(from)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        },
        is_all_day: get_u8(from)? != 0,
        goals: get_u8(from)?,
    };
    if brief.country != Letters::default() && brief.country().is_none() {
        return Err(unfit("it names a country that is none"));
    }
    Ok(brief)
}

/// A word of a vocabulary, by its place there.
fn put_place<T: PartialEq>(into: &mut impl Write, all: &[T], one: &T) -> io::Result<()> {
    let place = all.iter().position(|held| held == one).and_then(|place| u8::try_from(place).ok());
    put_u8(into, place.ok_or_else(|| unfit("a vocabulary does not hold its own word"))?)
}

fn get_place<T: Copy>(from: &mut impl Read, all: &[T]) -> io::Result<T> {
    all.get(usize::from(get_u8(from)?)).copied().ok_or_else(|| unfit("a word in it is none of its vocabulary"))
}

fn put_day(into: &mut impl Write, day: NaiveDate) -> io::Result<()> {
    put_i64(into, i64::from(day.num_days_from_ce()))
}

fn get_day(from: &mut impl Read) -> io::Result<NaiveDate> {
    let day = i32::try_from(get_i64(from)?).ok().and_then(NaiveDate::from_num_days_from_ce_opt);
    day.ok_or_else(|| unfit("a day in it is on no calendar"))
}

fn put_pair(into: &mut impl Write, pair: Option<(i64, i64)>) -> io::Result<()> {
    put_u8(into, u8::from(pair.is_some()))?;
    let (first, second) = pair.unwrap_or_default();
    put_i64(into, first)?;
    put_i64(into, second)
}

fn get_pair(from: &mut impl Read) -> io::Result<Option<(i64, i64)>> {
    let is_there = get_u8(from)? != 0;
    let pair = (get_i64(from)?, get_i64(from)?);
    Ok(is_there.then_some(pair))
}

fn put_length(into: &mut impl Write, length: usize) -> io::Result<()> {
    put_u32(into, u32::try_from(count(length)).unwrap_or(u32::MAX))
}

fn get_length(from: &mut impl Read) -> io::Result<u32> {
    Some(get_u32(from)?).filter(|length| *length <= LIST_MAX).ok_or_else(|| unfit("a list in it is too long"))
}
