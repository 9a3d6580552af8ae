//! The days that a rule in UTC names, as they are where the event is: a Wednesday at two in the morning in UTC is a
//! Tuesday evening in San Francisco.
//!
//! Some programs write the local day beside a start in UTC. So a rule is only taken to speak of UTC's days if it names
//! the one that the first start has there, and not the one that it has where the event is.

use chrono::{Datelike as _, NaiveDate};

/// The weekdays of a rule, Monday first.
const CODES: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// Days of a month that follow on each other in every month but one or two.
const DAYS_OF_MONTHS: std::ops::RangeInclusive<i32> = -28..=29;

/// A rule's parts with the local days in the place of UTC's; none where nothing is to be done, and where the days can't be
/// named locally.
pub(super) fn local<'a>(
    parts: &[(&'a str, String)],
    utc: NaiveDate,
    local: NaiveDate,
) -> Option<Vec<(&'a str, String)>> {
    let days = Days { parts, utc, local, by: i32::try_from((local - utc).num_days()).ok()? };
    (days.by != 0).then(|| days.parts())?
}

/// The days of a rule, and the first start's in UTC and where the event is.
struct Days<'p, 'a> {
    parts: &'p [(&'a str, String)],
    utc: NaiveDate,
    local: NaiveDate,
    by: i32,
}

impl<'a> Days<'_, 'a> {
    fn of(&self, name: &str) -> Option<&str> {
        self.parts.iter().find(|(own, _)| *own == name).map(|(_, value)| value.as_str())
    }

    fn parts(&self) -> Option<Vec<(&'a str, String)>> {
        let is_weekly = self.of("FREQ") == Some("WEEKLY");
        let counts_days = self.of("BYSETPOS").is_some() && !is_weekly;
        if counts_days || self.of("BYYEARDAY").is_some() || self.of("BYWEEKNO").is_some() {
            return None;
        }
        let mut month_days = match self.of("BYMONTHDAY") {
            Some(days) => Some(self.month_days(days)?),
            None => None,
        };
        let weekdays = match self.of("BYDAY") {
            Some(days) => {
                let (weekdays, numbered) = self.weekdays(days)?;
                if !numbered.is_empty() && month_days.replace(numbered).is_some() {
                    return None;
                }
                Some(weekdays)
            }
            None => None,
        };
        // Which days share a week depends on where it begins.
        let shares_weeks = is_weekly && weekdays.as_ref().is_some_and(|days| days.len() > 1);
        let week_start =
            if shares_weeks { Some(vec![self.moved(self.of("WKST").unwrap_or("MO"))?.to_owned()]) } else { None };
        let new = [("BYDAY", weekdays), ("BYMONTHDAY", month_days), ("WKST", week_start)];
        let mut parts: Vec<(&'a str, String)> = self.parts.to_vec();
        parts.retain(|(name, _)| !new.iter().any(|(new, days)| new == name && days.is_some()));
        let told = new.into_iter().filter_map(|(name, days)| Some((name, days?.join(","))));
        let before = parts.len();
        parts.extend(told);
        (parts.len() > before).then_some(parts)
    }

    /// The weekday that a weekday in UTC is where the event is.
    fn moved(&self, code: &str) -> Option<&'static str> {
        let place = i32::try_from(CODES.iter().position(|own| *own == code)?).ok()?;
        CODES.get(usize::try_from((place + self.by).rem_euclid(7)).ok()?).copied()
    }

    /// The local weekdays, and the days of a month that they are on where they are numbered: the second Wednesday, which
    /// is the 8th to the 14th, is a Tuesday from the 7th to the 13th.
    fn weekdays(&self, written: &str) -> Option<(Vec<String>, Vec<String>)> {
        let split = |day| -> Option<(&str, &str)> { str::split_at_checked(day, day.len().checked_sub(2)?) };
        let days: Vec<(&str, &str)> = written.split(',').map(split).collect::<Option<_>>()?;
        let code = |day: NaiveDate| CODES.get(usize::try_from(day.weekday().num_days_from_monday()).ok()?).copied();
        let names = |day: NaiveDate| days.iter().any(|(_, own)| Some(*own) == code(day));
        if !names(self.utc) || names(self.local) {
            return None;
        }
        let mut weekdays: Vec<String> =
            days.iter().map(|(_, code)| self.moved(code).map(str::to_owned)).collect::<Option<_>>()?;
        weekdays.dedup();
        if days.iter().all(|(number, _)| number.is_empty()) {
            return Some((weekdays, Vec::new()));
        }
        let is_of_months = self.of("FREQ") == Some("MONTHLY") || self.of("BYMONTH").is_some();
        if weekdays.len() > 1 || !is_of_months {
            return None;
        }
        let mut numbered = Vec::new();
        for (number, _) in days {
            let week = match number.trim_start_matches('+').parse().ok()? {
                number @ 1..=4 => 7 * number - 6..=7 * number,
                -1 => -7..=-1,
                _ => return None,
            };
            for day in week {
                numbered.push(self.moved_in_month(day)?.to_string());
            }
        }
        Some((weekdays, numbered))
    }

    fn month_days(&self, written: &str) -> Option<Vec<String>> {
        let days: Vec<i32> = written.split(',').map(|day| day.parse().ok()).collect::<Option<_>>()?;
        let names = |day: NaiveDate| {
            let number = i32::try_from(day.day()).ok();
            let from_end = number.map(|number| number - i32::from(day.num_days_in_month()) - 1);
            days.iter().any(|own| Some(*own) == number || Some(*own) == from_end)
        };
        if !names(self.utc) || names(self.local) {
            return None;
        }
        days.iter().map(|day| self.moved_in_month(*day).map(|day| day.to_string())).collect()
    }

    /// The local day of a month that a day of a month in UTC is. The one before the first is the last of the month before,
    /// which is the same to a rule of every month.
    fn moved_in_month(&self, day: i32) -> Option<i32> {
        let is_of_every_month = self.of("FREQ") == Some("MONTHLY")
            && self.of("BYMONTH").is_none()
            && self.of("INTERVAL").is_none_or(|every| every == "1");
        match day + self.by {
            0 => is_of_every_month.then_some(self.by),
            moved => DAYS_OF_MONTHS.contains(&moved).then_some(moved),
        }
    }
}
