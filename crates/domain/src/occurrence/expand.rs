//! The starts that a rule gives, in local time.
//!
//! A rule is followed period by period (year, month, week, day or hour): of each period's days those are taken that every
//! `BY…` part of the rule allows, and of each day those times. Parts that RFC 5545 forbids for a frequency limit its days
//! as they would for a longer one.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Weekday};

use super::rule::{Frequency, Rule};

/// The most periods that are looked at.
const PERIODS_MAX: usize = 40_000;

/// The most starts that are counted.
const STARTS_MAX: usize = 20_000;

/// Follows a rule from the first start; gives the starts from `from` to `to`, in order and at most so many. Bounded by
/// [`PERIODS_MAX`] and [`STARTS_MAX`].
pub(super) fn starts(
    rule: &Rule,
    first: NaiveDateTime,
    from: NaiveDateTime,
    to: NaiveDateTime,
    most: usize,
) -> Vec<NaiveDateTime> {
    let expansion = Expansion::new(rule, first);
    let mut step = if rule.count.is_some() { 0 } else { expansion.steps_before(from) };
    let count = rule.count.and_then(|count| usize::try_from(count).ok()).unwrap_or(STARTS_MAX).min(STARTS_MAX);
    let (mut starts, mut counted) = (Vec::new(), 0);
    for _ in 0..PERIODS_MAX {
        let Some(period) = expansion.period(step) else { break };
        if period.begin > to.date() {
            break;
        }
        let days: Vec<NaiveDate> = period.days().filter(|day| expansion.allows(*day)).collect();
        let given = expansion.given(&days, period.hour, count - counted);
        counted += given.len();
        starts.extend(given.into_iter().filter(|start| *start >= from));
        if counted >= count || starts.len() >= most || starts.last().is_some_and(|last| *last > to) {
            break;
        }
        // Hours of a day that is not allowed are passed over together.
        step = match period.hour {
            Some(hour) if days.is_empty() => step + u64::from((24 - hour).div_ceil(rule.interval).max(1)),
            _ => step + 1,
        };
    }
    starts.truncate(most);
    starts.retain(|start| *start <= to);
    starts
}

/// A stretch of days.
struct Period {
    begin: NaiveDate,
    end: NaiveDate,
    /// The only hour of the day, for what recurs hourly.
    hour: Option<u32>,
}

impl Period {
    fn days(&self) -> impl Iterator<Item = NaiveDate> + use<> {
        let end = self.end;
        self.begin.iter_days().take_while(move |day| *day < end)
    }
}

/// A rule with what its first start adds to it.
struct Expansion<'a> {
    rule: &'a Rule,
    first: NaiveDateTime,
    months: Vec<u32>,
    month_days: Vec<i32>,
    weekdays: Vec<(i32, Weekday)>,
    minutes: Vec<(u32, u32)>,
    hours: Vec<u32>,
}

impl<'a> Expansion<'a> {
    fn new(rule: &'a Rule, first: NaiveDateTime) -> Self {
        let (mut months, mut month_days, mut weekdays) =
            (rule.months.clone(), rule.month_days.clone(), rule.weekdays.clone());
        if !rule.names_days() {
            let day = i32::try_from(first.day()).unwrap_or(1);
            match rule.frequency {
                Frequency::Yearly => {
                    if months.is_empty() {
                        months.push(first.month());
                    }
                    month_days.push(day);
                }
                Frequency::Monthly => month_days.push(day),
                Frequency::Weekly => weekdays.push((0, first.weekday())),
                Frequency::Daily | Frequency::Hourly => {}
            }
        }
        let or = |list: &Vec<u32>, first: u32| if list.is_empty() { vec![first] } else { list.clone() };
        let seconds = or(&rule.seconds, first.second());
        let minutes = or(&rule.minutes, first.minute());
        let minutes = minutes.iter().flat_map(|m| seconds.iter().map(|s| (*m, (*s).min(59)))).collect();
        Self { hours: or(&rule.hours, first.hour()), rule, first, months, month_days, weekdays, minutes }
    }

    /// How many periods lie wholly before a time.
    fn steps_before(&self, from: NaiveDateTime) -> u64 {
        let gap = (from - self.first).max(TimeDelta::zero());
        // Each period is taken for longer than it can be, and one is kept in hand.
        let periods = match self.rule.frequency {
            Frequency::Hourly => gap.num_hours() - 24,
            Frequency::Daily => gap.num_days() - 1,
            Frequency::Weekly => gap.num_weeks() - 1,
            Frequency::Monthly => gap.num_days() / 31 - 1,
            Frequency::Yearly => gap.num_days() / 366 - 1,
        };
        u64::try_from(periods).unwrap_or(0) / u64::from(self.rule.interval)
    }

    /// The period so many intervals behind the first.
    fn period(&self, step: u64) -> Option<Period> {
        let offset = step.checked_mul(u64::from(self.rule.interval))?;
        let day = self.first.date();
        let (begin, end) = match self.rule.frequency {
            Frequency::Yearly => {
                let year = day.year().checked_add(i32::try_from(offset).ok()?)?;
                (NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year.checked_add(1)?, 1, 1)?)
            }
            Frequency::Monthly => {
                let month = day.with_day(1)?.checked_add_months(chrono::Months::new(u32::try_from(offset).ok()?))?;
                (month, month.checked_add_months(chrono::Months::new(1))?)
            }
            Frequency::Weekly => {
                let week = day.week(self.rule.week_start).checked_first_day()?;
                let begin = week.checked_add_days(Days::new(offset.checked_mul(7)?))?;
                (begin, begin.checked_add_days(Days::new(7))?)
            }
            Frequency::Daily => {
                let begin = day.checked_add_days(Days::new(offset))?;
                (begin, begin.succ_opt()?)
            }
            Frequency::Hourly => {
                let hour = TimeDelta::try_hours(i64::try_from(offset).ok()?)?;
                let time = self.first.checked_add_signed(hour)?;
                return Some(Period { begin: time.date(), end: time.date().succ_opt()?, hour: Some(time.hour()) });
            }
        };
        Some(Period { begin, end, hour: None })
    }

    /// Whether every part of the rule allows a day.
    fn allows(&self, day: NaiveDate) -> bool {
        let is_listed = |list: &[i32], at: u32, of: u32| {
            let at = i32::try_from(at).unwrap_or(0);
            list.is_empty() || list.contains(&at) || list.contains(&(at - i32::try_from(of).unwrap_or(0) - 1))
        };
        (self.months.is_empty() || self.months.contains(&day.month()))
            && is_listed(&self.month_days, day.day(), days_in_month(day))
            && is_listed(&self.rule.year_days, day.ordinal(), days_in_year(day))
            && self.allows_weekday(day)
            && self.allows_week(day)
    }

    fn allows_weekday(&self, day: NaiveDate) -> bool {
        let counts = match self.rule.frequency {
            Frequency::Yearly if self.months.is_empty() => Some((day.ordinal0(), days_in_year(day))),
            Frequency::Yearly | Frequency::Monthly => Some((day.day0(), days_in_month(day))),
            _ => None,
        };
        self.weekdays.is_empty()
            || self.weekdays.iter().any(|(number, weekday)| {
                *weekday == day.weekday()
                    && counts.is_none_or(|(at, of)| {
                        let from_start = i32::try_from(at / 7 + 1).unwrap_or(0);
                        let from_end = -i32::try_from(of.saturating_sub(at + 1) / 7 + 1).unwrap_or(0);
                        *number == 0 || *number == from_start || *number == from_end
                    })
            })
    }

    /// Week 1 is the first with four days in the year (RFC 5545 §3.3.10).
    fn allows_week(&self, day: NaiveDate) -> bool {
        if self.rule.weeks.is_empty() {
            return true;
        }
        let year_start = |year: i32| {
            let fourth = NaiveDate::from_ymd_opt(year, 1, 4)?;
            fourth.week(self.rule.week_start).checked_first_day()
        };
        let week = || {
            let begins = [day.year() + 1, day.year(), day.year() - 1]
                .into_iter()
                .find(|year| year_start(*year).is_some_and(|start| start <= day))?;
            let start = year_start(begins)?;
            let weeks = (year_start(begins + 1)? - start).num_days() / 7;
            let number = (day - start).num_days() / 7 + 1;
            Some((i32::try_from(number).ok()?, i32::try_from(weeks).ok()?))
        };
        week().is_some_and(|(number, weeks)| {
            self.rule.weeks.contains(&number) || self.rule.weeks.contains(&(number - weeks - 1))
        })
    }

    /// The starts on these days, and of them the ones at the rule's positions; not before the first start, and at most so
    /// many. Each is made when it is wanted: a rule may name every second of a year.
    fn given(&self, days: &[NaiveDate], hour: Option<u32>, most: usize) -> Vec<NaiveDateTime> {
        let hours: &[u32] = match &hour {
            // What recurs hourly is limited by the hours of the rule; the first start's own is no limit.
            Some(hour) if self.rule.hours.is_empty() || self.rule.hours.contains(hour) => std::slice::from_ref(hour),
            Some(_) => &[],
            None => &self.hours,
        };
        let a_day = hours.len() * self.minutes.len();
        let at = |place: usize| {
            let day = days.get(place.checked_div(a_day)?)?;
            let hour = hours.get((place % a_day).checked_div(self.minutes.len())?)?;
            let (minute, second) = self.minutes.get(place % self.minutes.len())?;
            Some(day.and_time(NaiveTime::from_hms_opt(*hour, *minute, *second)?))
        };
        let is_begun = |start: &NaiveDateTime| *start >= self.first;
        let all = days.len() * a_day;
        if self.rule.positions.is_empty() {
            let begun = days.partition_point(|day| *day < self.first.date()) * a_day;
            return (begun..all).filter_map(at).filter(is_begun).take(most).collect();
        }
        let place = |position: &i32| {
            let position = isize::try_from(*position).ok()?;
            if position > 0 { usize::try_from(position).ok()?.checked_sub(1) } else { all.checked_add_signed(position) }
        };
        let places: BTreeSet<usize> =
            self.rule.positions.iter().filter_map(place).filter(|place| *place < all).collect();
        places.into_iter().filter_map(at).filter(is_begun).take(most).collect()
    }
}

fn days_in_month(day: NaiveDate) -> u32 {
    u32::from(day.num_days_in_month())
}

fn days_in_year(day: NaiveDate) -> u32 {
    if day.leap_year() { 366 } else { 365 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(rule: &str, first: &str, to: &str) -> Vec<String> {
        let time = |day: &str| day.parse::<NaiveDate>().unwrap().and_hms_opt(18, 0, 0).unwrap();
        let rule = Rule::read(rule).unwrap();
        starts(&rule, time(first), time(first), time(to), STARTS_MAX)
            .iter()
            .map(|start| start.format("%y-%m-%d").to_string())
            .collect()
    }

    #[test]
    fn the_third_tuesday_and_the_last_friday_are_found() {
        let rule = "FREQ=MONTHLY;BYDAY=3TU,-1FR";
        assert_eq!(days(rule, "2026-01-01", "2026-02-28"), ["26-01-20", "26-01-30", "26-02-17", "26-02-27"]);
        assert_eq!(days("FREQ=MONTHLY;BYDAY=5SA", "2026-01-01", "2026-06-30"), ["26-01-31", "26-05-30"]);
    }

    #[test]
    fn a_day_that_a_month_or_year_lacks_is_left_out() {
        assert_eq!(days("FREQ=MONTHLY;COUNT=3", "2026-01-31", "2027-01-01"), ["26-01-31", "26-03-31", "26-05-31"]);
        assert_eq!(days("FREQ=YEARLY;COUNT=2", "2024-02-29", "2040-01-01"), ["24-02-29", "28-02-29"]);
    }

    #[test]
    fn the_last_working_day_of_a_month_is_the_last_of_its_working_days() {
        let rule = "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1";
        assert_eq!(days(rule, "2026-01-01", "2026-03-31"), ["26-01-30", "26-02-27", "26-03-31"]);
    }

    #[test]
    fn every_other_week_is_counted_from_the_day_weeks_begin() {
        let on_monday = "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;COUNT=4;WKST=MO";
        let on_sunday = "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;COUNT=4;WKST=SU";
        assert_eq!(days(on_monday, "1997-08-05", "1998-01-01"), ["97-08-05", "97-08-10", "97-08-19", "97-08-24"]);
        assert_eq!(days(on_sunday, "1997-08-05", "1998-01-01"), ["97-08-05", "97-08-17", "97-08-19", "97-08-31"]);
    }

    #[test]
    fn weeks_are_numbered_from_the_first_with_four_days() {
        let rule = "FREQ=YEARLY;BYWEEKNO=1,-1;BYDAY=MO";
        assert_eq!(days(rule, "2026-01-01", "2028-01-10"), ["26-12-28", "27-01-04", "27-12-27", "28-01-03"]);
    }

    #[test]
    fn an_old_series_is_followed_from_about_the_window_on() {
        let time = |text: &str| text.parse::<NaiveDateTime>().unwrap();
        let rule = Rule::read("FREQ=DAILY;INTERVAL=7").unwrap();
        let (from, to) = (time("2026-01-01T00:00:00"), time("2026-01-20T00:00:00"));
        let found = |most| starts(&rule, time("1970-01-01T18:00:00"), from, to, most);
        let days = ["2026-01-01", "2026-01-08", "2026-01-15"].map(|day| time(&format!("{day}T18:00:00")));
        assert_eq!(found(10), days);
        assert_eq!(found(2), days[..2]);
    }

    #[test]
    fn a_count_begins_at_the_first_start_and_not_at_the_window() {
        let time = |text: &str| text.parse::<NaiveDateTime>().unwrap();
        let rule = Rule::read("FREQ=DAILY;COUNT=5").unwrap();
        let (from, to) = (time("2026-01-04T00:00:00"), time("2026-02-01T00:00:00"));
        let found = starts(&rule, time("2026-01-01T18:00:00"), from, to, 10);
        assert_eq!(found, [time("2026-01-04T18:00:00"), time("2026-01-05T18:00:00")]);
    }

    #[test]
    fn a_rule_that_names_every_second_gives_no_more_than_is_wanted() {
        let list = |from: u32, to: u32| (from..=to).map(|number| number.to_string()).collect::<Vec<_>>().join(",");
        let every = format!(
            "FREQ=YEARLY;BYMONTH={};BYMONTHDAY={};BYHOUR={};BYMINUTE={m};BYSECOND={m}",
            list(1, 12),
            list(1, 31),
            list(0, 23),
            m = list(0, 59)
        );
        let time = |text: &str| text.parse::<NaiveDateTime>().unwrap();
        let found = |more: &str| {
            let rule = Rule::read(&format!("{every}{more}")).unwrap();
            let first = time("2026-11-30T18:00:00");
            starts(&rule, first, first, time("2028-01-01T00:00:00"), 1_000)
        };
        assert_eq!(found(";COUNT=2"), [time("2026-11-30T18:00:00"), time("2026-11-30T18:00:01")]);
        assert_eq!(found(";BYSETPOS=-1;COUNT=1"), [time("2026-12-31T23:59:59")]);
        assert_eq!(found("").len(), 1_000);
    }

    #[test]
    fn a_rule_that_gives_nothing_ends() {
        assert_eq!(days("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2026-01-01", "9000-01-01"), Vec::<String>::new());
        assert_eq!(days("FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30", "2026-01-01", "9000-01-01"), Vec::<String>::new());
    }
}
