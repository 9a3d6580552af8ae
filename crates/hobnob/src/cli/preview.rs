//! `hobnob digest preview` on the command line.

use super::{FilterArgs, when};
use chrono::{DateTime, Utc};
use clap::Args;
use hobnob_domain::Goal;

#[derive(Debug, Args)]
pub(crate) struct PreviewArgs {
    /// The reader's time zone.
    #[arg(long, default_value = "UTC", value_name = "ZONE")]
    pub(crate) zone: chrono_tz::Tz,
    /// The instant to compose it at (default: now).
    #[arg(long, value_name = "INSTANT", value_parser = when)]
    pub(crate) at: Option<DateTime<Utc>>,
    /// When the reader's last letter came; none: this is their first.
    #[arg(long, value_name = "INSTANT", value_parser = when)]
    pub(crate) since: Option<DateTime<Utc>>,
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
    fn the_worth_of_a_goal_is_read_and_what_is_none_is_refused_with_the_cure() {
        assert_eq!(worth("open-source=3"), Ok((Goal::OpenSource, 3)));
        assert_eq!(worth("mentoring"), Err("not like mentoring=3".to_owned()));
        assert_eq!(worth("mentoring=4"), Err("what a goal is worth is 0, 1, 2 or 3".to_owned()));
        assert!(worth("fame=1").is_err_and(|fault| fault.contains("networking")));
    }
}
