//! `hobnob digest preview` on the command line.

use super::FilterArgs;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};
use clap::Args;
use hobnob_domain::{Goal, schedule::midnight};

#[derive(Debug, Args)]
pub(crate) struct PreviewArgs {
    /// The reader's time zone.
    #[arg(long, default_value = "UTC", value_name = "ZONE", value_parser = zone)]
    pub(crate) zone: Tz,
    /// The instant to compose it at, or a day in the reader's zone (default: now).
    #[arg(long, value_name = "WHEN", value_parser = When::read)]
    pub(crate) at: Option<When>,
    /// When the reader's last letter came: an instant, or a day in their zone; none: this is their first.
    #[arg(long, value_name = "WHEN", value_parser = When::read)]
    pub(crate) since: Option<When>,
    /// A further filter as in a calendar's address, such as kind=conference&niche=rust; may be given again.
    #[arg(long = "or", value_name = "QUERY")]
    pub(crate) or: Vec<String>,
    /// What a goal is worth to the reader, 0 to 3 (default: 1), such as mentoring=3; may be given again.
    #[arg(long, value_name = "GOAL=WORTH", value_parser = worth)]
    pub(crate) worth: Vec<(Goal, u8)>,
    /// Print the HTML part and not the plain one.
    #[arg(long, group = "form")]
    pub(crate) html: bool,
    /// Print the whole message, as it is sent.
    #[arg(long, group = "form")]
    pub(crate) eml: bool,
    /// Print what speaks for each event, in points, and no letter.
    #[arg(long, group = "form")]
    pub(crate) scores: bool,
    #[command(flatten)]
    pub(crate) filter: FilterArgs,
}

/// An instant, or a day: which instant that begins with is known once the reader's zone is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum When {
    At(DateTime<Utc>),
    On(NaiveDate),
}

impl When {
    fn read(text: &str) -> Result<Self, String> {
        match text.parse::<NaiveDate>() {
            Ok(day) => Ok(Self::On(day)),
            Err(_) => super::when(text).map(Self::At),
        }
    }

    /// The instant; of a day its first one in that zone.
    pub(crate) fn instant(self, zone: Tz) -> DateTime<Utc> {
        match self {
            Self::At(at) => at,
            Self::On(day) => midnight(zone, day),
        }
    }
}

/// Reads the name of a zone, in any letter case.
fn zone(text: &str) -> Result<Tz, String> {
    let known = TZ_VARIANTS.iter().copied().find(|zone| zone.name().eq_ignore_ascii_case(text.trim()));
    known.ok_or_else(|| "no time zone is called that; write one such as Europe/Berlin".to_owned())
}

/// Reads `mentoring=3`.
fn worth(text: &str) -> Result<(Goal, u8), String> {
    let (goal, worth) = text.split_once('=').ok_or("not like mentoring=3")?;
    let worth = worth.trim().parse().ok().filter(|worth| *worth <= 3).ok_or("what a goal is worth is 0, 1, 2 or 3")?;
    Ok((goal.parse::<Goal>().map_err(|unknown| unknown.to_string())?, worth))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_in_the_readers_zone() {
        let begins = |text: &str| When::read(text).map(|when| when.instant(Tz::America__Toronto).to_rfc3339());
        assert_eq!(begins("2026-02-23"), Ok("2026-02-23T05:00:00+00:00".to_owned()));
        assert_eq!(begins("2026-02-23T08:00:00Z"), Ok("2026-02-23T08:00:00+00:00".to_owned()));
        assert!(begins("monday").is_err_and(|fault| fault.contains("such as 2026-05-31")));
    }

    #[test]
    fn a_zone_that_is_none_is_refused_with_the_cure() {
        assert_eq!(zone("america/toronto"), Ok(Tz::America__Toronto));
        assert!(zone("Mars").is_err_and(|fault| fault.contains("Europe/Berlin")));
    }

    #[test]
    fn the_worth_of_a_goal_is_read_and_what_is_none_is_refused_with_the_cure() {
        assert_eq!(worth("open-source=3"), Ok((Goal::OpenSource, 3)));
        assert_eq!(worth("mentoring"), Err("not like mentoring=3".to_owned()));
        assert_eq!(worth("mentoring=4"), Err("what a goal is worth is 0, 1, 2 or 3".to_owned()));
        assert!(worth("fame=1").is_err_and(|fault| fault.contains("networking")));
    }
}
