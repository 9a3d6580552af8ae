//! One event as VEVENTs (RFC 5545 §3.6.1): one for a single event, one more for each changed instance of a series.

use std::borrow::Cow;

use crate::{
    block::{Block, Piece},
    describe::{NAMES_MAX, description},
    lines::Lines,
    moment::{Digits, Form, Moment, Sitting, is_writable, series_form, sitting, utc},
    prose::{one_line, web_address},
    remark::Remark,
    series::Series,
    told::{Told, told},
    vtimezone::ZoneUse,
};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{
    AttendanceMode, CalendarOptions, Countries, Event, EventStatus, Facts, Occurrence, Override, Recurrence, Venue,
    filter_words::niche_label,
};

/// The longest name, in characters.
const NAME_MAX: usize = 200;

/// The longest place, in characters.
const PLACE_MAX: usize = 300;

/// The longest UID, in octets (RFC 7986 §5.3).
const UID_MAX: usize = 255;

/// Room for what most events take, in bytes.
const PIECE_BYTES: usize = 1_024;

/// How far ahead of its next sitting the clocks of a series are told.
const SERIES_CLOCKS: TimeDelta = TimeDelta::days(5 * 365);

/// What one VEVENT says where a changed instance may differ from its series.
pub(crate) struct Telling<'a> {
    pub(crate) name: &'a str,
    pub(crate) description: Option<&'a str>,
    /// Its own page, if that is one.
    pub(crate) url: Option<Cow<'a, str>>,
    /// Where one joins from afar.
    pub(crate) join: Option<Cow<'a, str>>,
    pub(crate) status: EventStatus,
    pub(crate) sitting: Sitting,
    pub(crate) remark: Option<&'a Remark>,
    /// Where one goes, if that is known.
    venue: Option<&'a str>,
    as_what: Told,
    recurrence_id: Option<Moment>,
}

impl<'a> Telling<'a> {
    fn of(
        facts: &'a Facts,
        venue: Option<&'a str>,
        as_what: Told,
        series: Option<Form>,
        remark: Option<&'a Remark>,
    ) -> Self {
        Self {
            name: &facts.name,
            description: facts.description.as_deref(),
            url: web_address(&facts.url),
            join: facts.join_url.as_deref().and_then(web_address),
            status: facts.status,
            sitting: sitting(facts.schedule.zone, facts.schedule.span, series),
            remark,
            venue,
            as_what,
            recurrence_id: None,
        }
    }

    /// A changed instance of the series that is told so.
    fn of_instance(facts: &'a Facts, whole: &Self, changed: &'a Override, as_what: Told, series: Form) -> Self {
        Self {
            name: changed.name.as_deref().unwrap_or(&facts.name),
            description: changed.description.as_deref().or(facts.description.as_deref()),
            url: web_address(changed.url.as_deref().unwrap_or(&facts.url)),
            join: facts.join_url.as_deref().and_then(web_address),
            status: status_of(facts, changed),
            sitting: sitting(facts.schedule.zone, changed.span, None),
            remark: None,
            venue: whole.venue,
            as_what,
            recurrence_id: Some(Moment::of_instance(&facts.schedule, series, changed.recurrence_id)),
        }
    }
}

/// A cancelled series has no instance that takes place, whatever the instance says.
fn status_of(facts: &Facts, changed: &Override) -> EventStatus {
    if facts.status == EventStatus::Cancelled { facts.status } else { changed.status }
}

/// Whether an event is an entry of a calendar with these options.
pub(crate) fn is_told(event: &Event, options: &CalendarOptions) -> bool {
    told(event.facts.status, event.standing, options).is_some()
}

/// The UID subscribers have; one made of the id where a UID could not be written.
pub(crate) fn uid(event: &Event) -> Cow<'_, str> {
    let uid = one_line(&event.uid, UID_MAX);
    let is_kept = !uid.is_empty() && uid.len() <= UID_MAX && uid == event.uid;
    if is_kept { uid } else { format!("{}@hobnob", event.id).into() }
}

/// Writes an event; `None` where the options leave it out or its dates are out of every reader's range. `next` is the
/// sitting a series is listed for.
pub(crate) fn block(
    event: &Event,
    next: &Occurrence,
    remark: Option<&Remark>,
    options: &CalendarOptions,
    countries: Countries,
) -> Option<Block> {
    let facts = &event.facts;
    let schedule = &facts.schedule;
    let as_what = told(facts.status, event.standing, options)?;
    if !is_writable(&schedule.span) {
        return None;
    }
    let starts_at = schedule.span.starts_at(schedule.zone);
    let uid = uid(event);
    let venue = venue(facts, countries);
    let Some(recurrence) = &schedule.recurrence else {
        let telling = Telling::of(facts, venue.as_deref(), as_what, None, remark);
        let only = piece(event, &uid, &telling, options, None);
        let zone = zone_use(&[telling.sitting], telling.sitting.ends_at);
        return Some(Block::new(starts_at, uid, only, Vec::new(), zone));
    };
    let reach = next.starts_at.max(starts_at).checked_add_signed(SERIES_CLOCKS).unwrap_or(next.starts_at);
    let whole = |form| Telling::of(facts, venue.as_deref(), as_what, Some(form), remark);
    let (first, more, sittings) = series_pieces(event, &uid, recurrence, next, whole, options);
    Some(Block::new(starts_at, uid, first, more, zone_use(&sittings, reach)))
}

/// The series and its changed instances, and their sittings.
fn series_pieces<'a>(
    event: &'a Event,
    uid: &str,
    recurrence: &Recurrence,
    next: &Occurrence,
    whole: impl Fn(Form) -> Telling<'a>,
    options: &CalendarOptions,
) -> (Piece, Vec<Piece>, Vec<Sitting>) {
    let facts = &event.facts;
    let form = series_form(facts.schedule.zone, facts.schedule.span.starts_at(facts.schedule.zone));
    // Nobody knows when an instance was called off, so it has no grace.
    let strict = CalendarOptions { grace: TimeDelta::zero(), ..options.clone() };
    let told_as = |changed: &Override| told(status_of(facts, changed), event.standing, &strict);
    let series = Series::new(event, recurrence, next, form, |changed| told_as(changed).is_some());
    let whole = whole(form);
    let first = piece(event, uid, &whole, options, Some(&series));
    let mut more = Vec::new();
    let mut sittings = vec![whole.sitting];
    for changed in &series.overrides {
        let Some(as_what) = told_as(changed) else { continue };
        let instance = Telling::of_instance(facts, &whole, changed, as_what, form);
        more.push(piece(event, uid, &instance, options, None));
        sittings.push(instance.sitting);
    }
    (first, more, sittings)
}

/// The zone the sittings are written in, from the first start to the reach or the last end.
fn zone_use(sittings: &[Sitting], reach: DateTime<Utc>) -> Option<ZoneUse> {
    let local = |sitting: &Sitting| match sitting.start {
        Moment::At(_, Form::Local(zone)) => Some(ZoneUse { zone, from: sitting.starts_at, until: sitting.ends_at }),
        _ => None,
    };
    let used = sittings.iter().filter_map(local).reduce(|all, one| all.joined(&one))?;
    Some(ZoneUse { until: used.until.max(reach), ..used })
}

fn piece(
    event: &Event,
    uid: &str,
    telling: &Telling<'_>,
    options: &CalendarOptions,
    series: Option<&Series<'_>>,
) -> Piece {
    let mut lines = Lines::with_room(PIECE_BYTES);
    lines.begin("VEVENT");
    write_identity(&mut lines, event, uid);
    if let Some(id) = telling.recurrence_id {
        id.write(&mut lines, "RECURRENCE-ID");
    }
    telling.sitting.start.write(&mut lines, "DTSTART");
    telling.sitting.end.write(&mut lines, "DTEND");
    if let Some(series) = series {
        series.write(&mut lines);
    }
    let name = one_line(telling.name, NAME_MAX);
    let name = [telling.as_what.prefix, if name.is_empty() { "Event" } else { &name }].concat();
    lines.text("SUMMARY", &name);
    lines.plain("STATUS", telling.as_what.status);
    lines.plain("TRANSP", "TRANSPARENT");
    write_place(&mut lines, &event.facts, telling);
    write_links(&mut lines, &event.facts, telling);
    write_categories(&mut lines, &event.facts, None);
    Piece::begun(lines, &description(event, telling), |lines| {
        if telling.as_what.takes_place {
            options.alarms.iter().for_each(|before| write_alarm(lines, *before, &name));
        }
        lines.end("VEVENT");
    })
}

/// What makes a client see a change, and no change where there is none.
pub(crate) fn write_identity(lines: &mut Lines, event: &Event, uid: &str) {
    lines.text("UID", uid);
    let revised_at = utc(event.revised_at);
    lines.plain("DTSTAMP", &revised_at);
    lines.plain("LAST-MODIFIED", &revised_at);
    lines.plain("CREATED", &utc(event.created_at));
    lines.plain("SEQUENCE", &event.sequence.min(i32::MAX.unsigned_abs()).to_string());
}

/// The place to go to, on one line.
fn venue(facts: &Facts, countries: Countries) -> Option<String> {
    let line = countries.line(facts.venue.as_ref()?);
    Some(one_line(&line, PLACE_MAX).into_owned()).filter(|line| !line.is_empty())
}

/// A place to go to, else the address to join at: clients show LOCATION where they hide CONFERENCE.
fn write_place(lines: &mut Lines, facts: &Facts, telling: &Telling<'_>) {
    let online = || match facts.attendance_mode {
        AttendanceMode::Online | AttendanceMode::Mixed => Some(telling.join.as_deref().unwrap_or("Online")),
        AttendanceMode::Offline => None,
    };
    if let Some(place) = telling.venue.or_else(online) {
        lines.text("LOCATION", place);
    }
    if let Some(point) = facts.venue.as_ref().and_then(Venue::exact_point) {
        lines.pieces(["GEO:", &degrees(point.latitude()), ";", &degrees(point.longitude())]);
    }
}

/// Degrees with six places, some 10 cm. `format!` writes the same and takes ten times as long.
#[allow(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "from zero to 180 million"
)]
fn degrees(degrees: f64) -> String {
    let millionths = (degrees.abs() * 1e6).round_ties_even() as u32;
    let sign = if degrees < 0.0 && millionths > 0 { "-" } else { "" };
    let mut places = Digits::default();
    places.put::<6>(millionths);
    [sign, &(millionths / 1_000_000).to_string(), ".", &places.text()].concat()
}

fn write_links(lines: &mut Lines, facts: &Facts, telling: &Telling<'_>) {
    if let Some(url) = &telling.url {
        lines.plain("URL", url);
    }
    if let Some(url) = &telling.join {
        lines.plain("CONFERENCE;VALUE=URI", url);
    }
    if let Some(url) = facts.image_url.as_deref().and_then(web_address) {
        lines.plain("IMAGE;VALUE=URI", &url);
    }
    // ORGANIZER is a calendar user who sends invitations (§3.8.4.3) and needs an address we never know; a name to ask
    // for is a CONTACT (§3.8.4.2).
    if let Some(organizer) = &facts.organizer {
        let parts = [Some(one_line(&organizer.name, 120)), organizer.url.as_deref().and_then(web_address)];
        let contact = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
        if !contact.is_empty() {
            lines.text("CONTACT", &contact);
        }
    }
}

pub(crate) fn write_categories(lines: &mut Lines, facts: &Facts, first: Option<&str>) {
    let niches = facts.niches.iter().take(NAMES_MAX).map(|niche| niche_label(*niche));
    lines.texts("CATEGORIES", first.into_iter().chain(niches));
}

pub(crate) fn write_alarm(lines: &mut Lines, before: TimeDelta, name: &str) {
    let minutes = before.num_minutes().clamp(0, 366 * 24 * 60);
    let trigger = match minutes {
        0 => "PT0S".to_owned(),
        m if m % (24 * 60) == 0 => format!("-P{}D", m / (24 * 60)),
        m if m % 60 == 0 => format!("-PT{}H", m / 60),
        m => format!("-PT{m}M"),
    };
    lines.begin("VALARM");
    lines.plain("ACTION", "DISPLAY");
    lines.plain("TRIGGER", &trigger);
    lines.text("DESCRIPTION", name);
    lines.end("VALARM");
}
