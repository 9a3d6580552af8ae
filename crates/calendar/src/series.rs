//! A series as one UID: its rule, its extra and excluded dates, its changed instances (RFC 5545 §3.8.5, §3.8.4.4).

use crate::{
    lines::Lines,
    moment::{Form, Moment, is_writable, is_writable_at},
    rule::{Written, written},
};
use chrono::{DateTime, Datelike, NaiveTime, TimeDelta, Utc};
use hobnob_domain::{Event, Occurrence, Override, Recurrence, Schedule, occurrences};

/// The most changed instances told; those nearest to the sitting that is next.
const OVERRIDES_MAX: usize = 30;

/// The most dates of one sort.
const DATES_MAX: usize = 200;

/// How far sittings reach that are told one by one, from the next one on.
const ONE_BY_ONE_AHEAD: TimeDelta = TimeDelta::days(4 * 365);

/// How far back, at least.
const ONE_BY_ONE_PAST: TimeDelta = TimeDelta::days(31);

/// What is told of a series beside its first sitting.
pub(crate) struct Series<'a> {
    rule: Option<String>,
    additions: Vec<Moment>,
    exclusions: Vec<Moment>,
    /// By the start they had.
    pub(crate) overrides: Vec<&'a Override>,
}

impl Moment {
    /// The moment of a series' instance, in the form the series has.
    pub(crate) fn of_instance(schedule: &Schedule, form: Form, at: DateTime<Utc>) -> Self {
        match schedule.span.is_all_day() {
            true => Self::Day(at.with_timezone(&schedule.zone).date_naive()),
            false => Self::At(at, form),
        }
    }
}

impl<'a> Series<'a> {
    /// `is_told` says whether a changed instance is an entry of the calendar; one that is not, falls out.
    pub(crate) fn new(
        event: &'a Event,
        recurrence: &'a Recurrence,
        next: &Occurrence,
        form: Form,
        is_told: impl Fn(&Override) -> bool,
    ) -> Self {
        let schedule = &event.facts.schedule;
        let rule = match recurrence.rules.as_slice() {
            [] => Written::Nothing,
            [rule] => written(rule, schedule),
            _ => Written::OneByOne,
        };
        let mut additions = latest(&recurrence.additions);
        if rule == Written::OneByOne {
            additions.extend(one_by_one(event, recurrence, next));
        }
        additions.retain(|at| *at != schedule.span.starts_at(schedule.zone));
        let (overrides, dropped) = chosen(recurrence, next, is_told);
        // A rule that ended before the first sitting takes that one with it.
        let over =
            (rule == Written::Nothing && !recurrence.rules.is_empty()).then(|| schedule.span.starts_at(schedule.zone));
        let excluded: Vec<DateTime<Utc>> = recurrence.exclusions.iter().copied().chain(dropped).chain(over).collect();
        let moments = |mut instants: Vec<DateTime<Utc>>| {
            instants.sort_unstable();
            let mut moments: Vec<Moment> = instants.iter().map(|at| Moment::of_instance(schedule, form, *at)).collect();
            moments.dedup();
            moments
        };
        Self {
            rule: if let Written::Rule(rule) = rule { Some(rule) } else { None },
            additions: moments(additions),
            exclusions: moments(latest(&excluded)),
            overrides,
        }
    }

    pub(crate) fn write(&self, lines: &mut Lines) {
        if let Some(rule) = &self.rule {
            lines.plain("RRULE", rule);
        }
        self.additions.iter().for_each(|moment| moment.write(lines, "RDATE"));
        self.exclusions.iter().for_each(|moment| moment.write(lines, "EXDATE"));
    }
}

/// The starts that the rules give from about the next sitting on. They are counted from the first of a month, so that
/// the text does not change with every sitting that goes by.
fn one_by_one(event: &Event, recurrence: &Recurrence, next: &Occurrence) -> Vec<DateTime<Utc>> {
    let mut event = event.clone();
    let rules = recurrence.rules.clone();
    event.facts.schedule.recurrence = Some(Recurrence { rules, ..Recurrence::default() });
    let past = next.starts_at.checked_sub_signed(ONE_BY_ONE_PAST).and_then(|past| past.with_day(1));
    let from = past.map_or(next.starts_at, |past| past.date_naive().and_time(NaiveTime::MIN).and_utc());
    let to = from.checked_add_signed(ONE_BY_ONE_AHEAD).unwrap_or(from);
    let starts = occurrences(&event, from, to).into_iter().filter_map(|sitting| sitting.recurrence_id);
    starts.filter(|at| is_writable_at(*at)).take(DATES_MAX).collect()
}

/// The latest of them that can be written.
fn latest(instants: &[DateTime<Utc>]) -> Vec<DateTime<Utc>> {
    let mut instants: Vec<DateTime<Utc>> = instants.iter().copied().filter(|at| is_writable_at(*at)).collect();
    instants.sort_unstable();
    instants.split_off(instants.len().saturating_sub(DATES_MAX))
}

/// The changed instances that are told, nearest to the next sitting first in choice, and the starts of all others.
fn chosen<'a>(
    recurrence: &'a Recurrence,
    next: &Occurrence,
    is_told: impl Fn(&Override) -> bool,
) -> (Vec<&'a Override>, Vec<DateTime<Utc>>) {
    let sound = recurrence.overrides.iter().filter(|changed| is_writable_at(changed.recurrence_id));
    let (mut told, out): (Vec<_>, Vec<_>) = sound.partition(|changed| is_told(changed) && is_writable(&changed.span));
    let here = next.recurrence_id.unwrap_or(next.starts_at);
    told.sort_by_key(|changed| ((changed.recurrence_id - here).abs(), changed.recurrence_id));
    told.dedup_by_key(|changed| changed.recurrence_id);
    let too_many = told.split_off(told.len().min(OVERRIDES_MAX));
    told.sort_by_key(|changed| changed.recurrence_id);
    let dropped = out.into_iter().chain(too_many).map(|changed| changed.recurrence_id);
    (told, dropped.collect())
}
