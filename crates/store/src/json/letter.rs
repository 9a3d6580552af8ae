//! What the outbox keeps of a letter: its words, what it tells, and what a reader wishes.

use std::collections::BTreeMap;

use crate::{
    StoreError,
    json::{Unfit, VenueJson, maybe_read, read, written},
};
use hobnob_domain::{EventId, Goal, ToldEvent, UnreadFilter, Venue, WeeklyHour, Wishes, filter_line};
use serde::{Deserialize, Serialize};

/// Counterpart of [`ToldEvent`], with its event.
#[derive(Serialize, Deserialize)]
struct ToldJson {
    event_id: String,
    sequence: u32,
    status: String,
    starts_at: String,
    name: String,
    #[serde(default)]
    venue: Option<VenueJson>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    call_closes_at: Option<String>,
}

/// What a letter tells, as text.
pub(crate) fn told_text(told: &BTreeMap<EventId, ToldEvent>) -> Result<String, StoreError> {
    let rows = told.iter().map(|(id, told)| {
        let ToldEvent { sequence, status, starts_at, name, venue, call_closes_at } = told;
        ToldJson {
            event_id: id.to_string(),
            sequence: *sequence,
            status: status.to_string(),
            starts_at: written(*starts_at),
            name: name.clone(),
            venue: venue.as_ref().map(VenueJson::from),
            call_closes_at: call_closes_at.map(written),
        }
    });
    Ok(serde_json::to_string(&rows.collect::<Vec<_>>())?)
}

/// What a letter tells, from its text.
pub(crate) fn told_read(text: &str) -> Result<BTreeMap<EventId, ToldEvent>, Unfit> {
    let rows: Vec<ToldJson> = serde_json::from_str(text).map_err(|error| Unfit(error.to_string()))?;
    let told = rows.into_iter().map(|row| {
        let ToldJson { event_id, sequence, status, starts_at, name, venue, call_closes_at } = row;
        let (status, starts_at) = (read("status", &status)?, read("starts_at", &starts_at)?);
        let venue = venue.map(Venue::try_from).transpose()?;
        let call_closes_at = maybe_read("call_closes_at", call_closes_at.as_deref())?;
        let told = ToldEvent { sequence, status, starts_at, name, venue, call_closes_at };
        Ok((read("event_id", &event_id)?, told))
    });
    told.collect()
}

/// Counterpart of [`Wishes`].
#[derive(Serialize, Deserialize)]
pub(crate) struct WishesJson {
    /// One filter a line; an empty line asks for everything.
    pub(crate) filters: String,
    /// `skills=2,networking=0`.
    pub(crate) goals: String,
    pub(crate) zone: String,
    /// 0 is Monday.
    pub(crate) weekday: u8,
    pub(crate) hour: u8,
}

impl From<&Wishes> for WishesJson {
    fn from(value: &Wishes) -> Self {
        let Wishes { filters, goals, when: WeeklyHour { zone, weekday, hour } } = value;
        Self {
            filters: filters.iter().map(filter_line::write_line).collect::<Vec<_>>().join("\n"),
            goals: goals.iter().map(|(goal, worth)| format!("{goal}={worth}")).collect::<Vec<_>>().join(","),
            zone: zone.name().to_owned(),
            weekday: u8::try_from(weekday.num_days_from_monday()).unwrap_or_default(),
            hour: *hour,
        }
    }
}

impl WishesJson {
    /// Each filter without its point, with what is wrong with it; and as much of the whole as is understood.
    pub(crate) fn by_line(self) -> (Vec<(String, Option<String>)>, Wishes) {
        let Self { filters, goals, zone, weekday, hour } = self;
        let (mut lines, mut known) = (Vec::new(), Vec::new());
        for line in filters.split('\n') {
            let read = filter_line::read_line(line);
            let query = line.split('#').next().unwrap_or_default().to_owned();
            lines.push((query, read.as_ref().err().map(ToString::to_string)));
            known.extend(read);
        }
        let goal = |pair: &str| {
            let (goal, worth) = pair.split_once('=')?;
            Some((goal.parse::<Goal>().ok()?, worth.parse::<u8>().ok()?))
        };
        let when = WeeklyHour {
            zone: zone.parse().unwrap_or(chrono_tz::Tz::UTC),
            weekday: chrono::Weekday::try_from(weekday).unwrap_or(chrono::Weekday::Mon),
            hour: hour.min(23),
        };
        (lines, Wishes { filters: known, goals: goals.split(',').filter_map(goal).collect(), when })
    }
}

impl WishesJson {
    /// The wishes, and what of them is no more. An error where nothing is left of the filters: what a letter would tell is not what
    /// was asked for.
    pub(crate) fn read(self) -> Result<(Wishes, Vec<UnreadFilter>), Unfit> {
        let Self { filters: lines, goals, zone, weekday, hour } = self;
        let (mut filters, mut unread) = (Vec::new(), Vec::new());
        for line in lines.split('\n') {
            match filter_line::read_what_holds(line) {
                Ok(filter) => filters.push(filter),
                Err(one) => {
                    filters.extend(one.narrowed.clone());
                    unread.push(*one);
                }
            }
        }
        if let Some(UnreadFilter { query, reason, narrowed: _ }) = unread.first().filter(|_| filters.is_empty()) {
            return Err(Unfit(format!("the filter `{query:.80}`: {reason}")));
        }
        let worth = |pair: &str| {
            let (goal, worth) = pair.split_once('=').ok_or_else(|| Unfit(format!("the goal `{pair:.40}`")))?;
            Ok((read::<Goal>("goals", goal)?, read::<u8>("goals", worth)?))
        };
        let weekday = chrono::Weekday::try_from(weekday).map_err(|error| Unfit(format!("`weekday`: {error}")))?;
        let goals = goals.split(',').filter(|pair| !pair.is_empty()).map(worth).collect::<Result<_, _>>()?;
        Ok((Wishes { filters, goals, when: WeeklyHour { zone: read("zone", &zone)?, weekday, hour } }, unread))
    }
}
