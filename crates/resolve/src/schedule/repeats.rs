//! How an event repeats: its rules, its added and excluded dates, and which sitting a listing of one is about.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use hobnob_domain::{
    Recurrence, RecurrenceRule, Schedule, Span, TimeWords,
    schedule::{instant, midnight},
};

use super::{
    Reader, at,
    in_utc::{InUtc, count_hours, is_day, is_utc},
    local,
};
use crate::when::Moment;

/// The most rules, additions and exclusions of one series.
const RULES_MAX: usize = 10;
const DATES_MAX: usize = 1_000;

impl Reader<'_> {
    pub(super) fn recurrence(&mut self, span: Span, zone: Tz, in_utc: Option<InUtc>) -> Option<Recurrence> {
        let is_instance = self.words.uid.is_some() && self.words.recurrence_id.is_some();
        let rules = self.rules(in_utc);
        // One that has a rule stands for all later ones too.
        if is_instance {
            return (!rules.is_empty()).then(|| Recurrence { rules, ..Recurrence::default() });
        }
        let exact = |moment| start_of(moment, span, zone);
        // A day that is added is counted in UTC too; an hour that is added is the one that is said.
        let of_days = in_utc.filter(|_| span.is_all_day());
        let added = |moment| of_days.and_then(|series| series.start_of(moment)).unwrap_or_else(|| exact(moment));
        let additions = self.dates("an added date", &self.words.dates, added);
        if rules.is_empty() && additions.is_empty() {
            return None;
        }
        let by_rule = in_utc.filter(|_| !count_hours(&rules));
        let excluded = |moment| {
            let exact = exact(moment);
            let start = by_rule.and_then(|series| series.start_of(moment)).filter(|_| !additions.contains(&exact));
            start.unwrap_or(exact)
        };
        let exclusions = self.dates("an excluded date", &self.words.exclusions, excluded);
        let overrides = self.sittings_of_own_length(span, zone);
        Some(Recurrence { rules, additions, exclusions, overrides })
    }

    /// Whether what takes place once is said not to take place then.
    pub(super) fn is_excluded(&mut self, span: Span, zone: Tz) -> bool {
        let is_once = self.words.rules.is_empty() && self.words.recurrence_id.is_none();
        let exact = |moment| start_of(moment, span, zone);
        is_once
            && !self.words.exclusions.is_empty()
            && self.dates("an excluded date", &self.words.exclusions, exact).contains(&span.starts_at(zone))
    }

    fn rules(&mut self, in_utc: Option<InUtc>) -> Vec<RecurrenceRule> {
        let mut rules = Vec::new();
        for text in &self.words.rules {
            match RecurrenceRule::new(text) {
                _ if rules.len() == RULES_MAX => {
                    self.odd(format!("it has more than {RULES_MAX} rules: the rest is ignored"));
                    break;
                }
                Ok(rule) if rule.is_understood() => rules.push(match in_utc {
                    Some(series) => series.rule(rule),
                    None => rule,
                }),
                Ok(rule) => self.odd(format!("the rule `{:.80}` can't be followed: it is ignored", rule.as_str())),
                Err(bad) => self.odd(format!("{bad}: it is ignored")),
            }
        }
        rules.sort();
        rules.dedup();
        rules
    }

    /// Dates of a series as the starts they mean.
    fn dates(
        &mut self,
        what: &str,
        words: &[TimeWords],
        meant: impl Fn(Moment) -> DateTime<Utc>,
    ) -> Vec<DateTime<Utc>> {
        let mut starts = Vec::new();
        let parts = words.iter().flat_map(|words| {
            // `a,b` is a list that was not taken apart, `a/b` a period.
            words.text.split(',').map(|text| TimeWords {
                text: text.split('/').next().unwrap_or_default().to_owned(),
                zone: words.zone.clone(),
            })
        });
        for words in parts.filter(|words| !words.text.trim().is_empty()) {
            if starts.len() == DATES_MAX {
                self.odd(format!("{what} is one of more than {DATES_MAX}: the rest is ignored"));
                break;
            }
            if let Some(reading) = self.read(what, &words) {
                starts.push(meant(reading.moment));
            }
        }
        starts.sort_unstable();
        starts.dedup();
        starts
    }

    /// The start an instance would have had, where the listing is one instance of a series.
    pub(crate) fn recurrence_id(&mut self, schedule: &Schedule) -> Option<DateTime<Utc>> {
        let words = self.words.recurrence_id.as_ref().filter(|_| self.words.uid.is_some())?;
        let moment = self.read("the recurrence id", words)?.moment;
        Some(match moment {
            Moment::Day(day) => midnight(schedule.zone, day),
            moment => start_of(moment, schedule.span, schedule.zone),
        })
    }
}

/// The start of an instance that a date of the series means: a day of a timed series is the start of that day, a time of
/// whole days is its day. Midnight in UTC is how some programs write a day; another time in UTC is the day that it is
/// where the event is.
pub(super) fn start_of(moment: Moment, span: Span, zone: Tz) -> DateTime<Utc> {
    match (span, moment) {
        (Span::AllDay { .. }, Moment::Instant { wall, .. }) if !is_utc(moment) || is_day(moment) => {
            midnight(zone, wall.date())
        }
        (Span::AllDay { .. }, moment) => midnight(zone, local(moment, zone).date()),
        (Span::Timed { starts_at, .. }, Moment::Day(day)) => {
            instant(zone, day.and_time(starts_at.with_timezone(&zone).time()))
        }
        (Span::Timed { .. }, moment) => at(moment, zone),
    }
}
