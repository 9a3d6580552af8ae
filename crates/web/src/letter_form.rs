//! What a reader wishes, as the sign-up form writes it.

use std::collections::BTreeMap;

use crate::{
    State,
    search::{BadSearch, Pairs},
    wish::{edited_as, in_lines, line_of},
};
use chrono::Weekday;
use chrono_tz::{TZ_VARIANTS, Tz};
use hobnob_domain::{
    AttendanceMode, EventFilter, EventKind, Goal, Near, WeeklyHour, Wishes,
    query_string::{read_filter, write_filter},
};
use hobnob_store::WrittenWishes;

/// The most filters of one reader.
pub(crate) const FILTERS_MAX: usize = 10;

/// Keys of a filter that the form has no field for; they hold for everything that is chosen.
const REST: &[&str] = &["goal", "kind", "mode", "country", "lang", "free", "q", "cfp", "organizer", "source", "status"];

/// How far conferences are looked for when nobody says.
const CONFERENCE_KM: &str = "300";

/// The value that means everywhere.
pub(crate) const ANYWHERE: &str = "any";

/// The form's fields, as they are written in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LetterForm {
    pub(crate) niche: String,
    pub(crate) near: String,
    pub(crate) meetup_km: String,
    pub(crate) conference_km: String,
    pub(crate) is_online_too: bool,
    /// Parts of the filter that have no field, as a query string.
    pub(crate) rest: String,
    /// What the fields above can't say: a filter a line, in their place.
    pub(crate) lines: Option<String>,
    pub(crate) goals: BTreeMap<Goal, u8>,
    pub(crate) weekday: u8,
    pub(crate) hour: u8,
    pub(crate) zone: String,
}

fn bad(field: &str, message: impl Into<String>) -> BadSearch {
    BadSearch::of(field, message)
}

fn or(value: String, otherwise: &str) -> String {
    if value.is_empty() { otherwise.to_owned() } else { value }
}

/// The name of a goal's field.
pub(crate) fn goal_field(goal: Goal) -> String {
    format!("goal_{goal}")
}

impl LetterForm {
    /// The form as it was sent, or as a filter's address fills it in.
    pub(crate) fn read(pairs: &Pairs) -> Self {
        let value = |key: &str| pairs.value(key);
        let number = |key: &str, otherwise: u8| value(key).trim().parse().unwrap_or(otherwise);
        let rest: Vec<(&str, String)> =
            REST.iter().map(|key| (*key, value(key))).filter(|(_, value)| !value.is_empty()).collect();
        let rest = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(rest).finish();
        let goals = Goal::ALL.iter().map(|goal| (*goal, number(&goal_field(*goal), 1).min(3)));
        Self {
            niche: value("niche"),
            // A place that was chosen of several outdoes the word that means them all.
            near: or(value("near_meant"), &value("near")),
            meetup_km: or(value("meetup_km"), &or(value("radius_km"), "50")),
            conference_km: or(value("conference_km"), CONFERENCE_KM),
            is_online_too: !value("online").is_empty(),
            rest: or(value("rest"), &rest),
            lines: pairs.has("filters").then(|| value("filters")),
            goals: goals.filter(|(_, worth)| *worth != 1).collect(),
            weekday: number("weekday", 0),
            hour: number("hour", 8),
            zone: value("zone").trim().to_owned(),
        }
    }

    /// What is wished. Without a zone it is that of the place, or UTC.
    pub(crate) fn wishes(&self, state: &State) -> Result<Wishes, BadSearch> {
        let filters = match &self.lines {
            Some(lines) => written(state, lines)?,
            None => self.filters(state)?,
        };
        let weekday =
            Weekday::try_from(self.weekday).map_err(|_| bad("weekday", "the day of the week is 0 (Monday) to 6"))?;
        if self.hour > 23 {
            return Err(bad("hour", "the hour is 0 to 23"));
        }
        let near = filters.iter().find_map(|filter| filter.near.as_ref());
        let of_place = near.and_then(|near| state.gazetteer.zone_near(near)).unwrap_or(Tz::UTC);
        let when = WeeklyHour { zone: self.zone(of_place)?, weekday, hour: self.hour };
        Ok(Wishes { filters, goals: self.goals.clone(), when })
    }

    fn zone(&self, of_place: Tz) -> Result<Tz, BadSearch> {
        if self.zone.is_empty() {
            return Ok(of_place);
        }
        let known = TZ_VARIANTS.iter().copied().find(|zone| zone.name().eq_ignore_ascii_case(&self.zone));
        known
            .ok_or_else(|| bad("zone", format!("`{:.60}` is no time zone; write one such as Europe/Berlin", self.zone)))
    }

    /// Near the reader, conferences further away, and online where that is wished.
    fn filters(&self, state: &State) -> Result<Vec<EventFilter>, BadSearch> {
        let rest: Vec<(String, String)> = url::form_urlencoded::parse(self.rest.as_bytes()).into_owned().collect();
        let rest = rest.iter().map(|(key, value)| (key.as_str(), value.as_str()));
        let pairs = rest.chain([("niche", self.niche.as_str())]);
        let everywhere = read_filter(pairs, &|text| state.place(text))?;
        if self.near.trim().is_empty() {
            return Ok(vec![everywhere]);
        }
        let near = |km: &str| -> Result<Option<Near>, BadSearch> {
            let pairs = [("near", self.near.as_str()), ("radius_km", km)];
            Ok(read_filter(pairs, &|text| state.place(text))?.near)
        };
        let are_conferences = |kinds: &[EventKind]| kinds.iter().all(|kind| CONFERENCES.contains(kind));
        let for_conferences = || if self.conference_km == ANYWHERE { Ok(None) } else { near(&self.conference_km) };
        let close = match everywhere.kinds.as_slice() {
            kinds if !kinds.is_empty() && are_conferences(kinds) => for_conferences()?,
            _ => near(&self.meetup_km)?,
        };
        let mut filters = vec![EventFilter { near: close, ..everywhere.clone() }];
        if everywhere.kinds.is_empty() && self.conference_km != self.meetup_km {
            let near = for_conferences()?;
            filters.push(EventFilter { kinds: CONFERENCES.to_vec(), near, ..everywhere.clone() });
        }
        if everywhere.modes.is_empty() && self.is_online_too {
            filters.push(EventFilter { modes: vec![AttendanceMode::Online], ..everywhere });
        }
        Ok(filters)
    }

    /// The form that says what somebody wishes.
    pub(crate) fn of(state: &State, wishes: &Wishes) -> Self {
        let Wishes { filters, goals, when: WeeklyHour { zone, weekday, hour } } = wishes;
        let first = filters.first().cloned().unwrap_or_default();
        let (mut niche, mut rest) = (String::new(), Vec::new());
        for (key, value) in write_filter(&first) {
            match key {
                "niche" => niche = value,
                "near" | "radius_km" => {}
                _ => rest.push((key, value)),
            }
        }
        let km = |filter: &EventFilter| filter.near.as_ref().map(|near| near.radius_km.to_string());
        let meetup_km = km(&first).unwrap_or_else(|| "50".to_owned());
        let conferences = filters.iter().skip(1).find(|filter| filter.kinds == CONFERENCES);
        let form = Self {
            niche,
            near: first.near.as_ref().map(|near| near.text.clone()).unwrap_or_default(),
            conference_km: match conferences {
                Some(filter) => km(filter).unwrap_or_else(|| ANYWHERE.to_owned()),
                None => meetup_km.clone(),
            },
            meetup_km,
            is_online_too: filters.iter().skip(1).any(|filter| filter.modes == [AttendanceMode::Online]),
            rest: url::form_urlencoded::Serializer::new(String::new()).extend_pairs(rest).finish(),
            lines: None,
            goals: goals.iter().map(|(goal, worth)| (*goal, *worth)).filter(|(_, worth)| *worth != 1).collect(),
            weekday: u8::try_from(weekday.num_days_from_monday()).unwrap_or_default(),
            hour: *hour,
            zone: zone.name().to_owned(),
        };
        // Whatever the fields can't say stays as it is.
        let is_said = form.filters(state).is_ok_and(|said| same(&said, filters));
        let lines = filters.iter().map(line_of).collect::<Vec<_>>().join("\n");
        Self { lines: (!is_said).then_some(lines), ..form }
    }
}

impl LetterForm {
    /// The form of wishes that can't be read any more, filter by filter as they were written, and what is wrong with them.
    /// `is_lost` where nothing of them can.
    pub(crate) fn written(state: &State, wishes: &WrittenWishes, is_lost: bool) -> (Self, BadSearch) {
        let WrittenWishes { state: _, filters, known } = wishes;
        let form = Self::of(state, known);
        let lines = filters.iter().map(|(query, _)| edited_as(query)).collect::<Vec<_>>().join("\n");
        let reason = match filters.iter().find_map(|(_, wrong)| wrong.as_deref()) {
            Some(wrong) if wrong.ends_with('?') => format!("one of your filters can’t be read any more: {wrong}"),
            Some(wrong) => format!("one of your filters can’t be read any more: {wrong}."),
            None => "what you asked for can’t be read any more.".to_owned(),
        };
        let then = if is_lost { "No letter comes" } else { "Your letters tell of the rest" };
        let fault = bad("filters", format!("{then} at present, for {reason} Change it below, and save."));
        (Self { lines: Some(lines), ..form }, fault)
    }
}

const CONFERENCES: [EventKind; 2] = [EventKind::Conference, EventKind::Unconference];

fn same(one: &[EventFilter], other: &[EventFilter]) -> bool {
    one.iter().map(line_of).eq(other.iter().map(line_of))
}

/// Filters, one a line.
fn written(state: &State, lines: &str) -> Result<Vec<EventFilter>, BadSearch> {
    match in_lines(state, lines)? {
        none if none.is_empty() => Err(bad("filters", "write at least one filter; `everything` finds all there is")),
        many if many.len() > FILTERS_MAX => Err(bad("filters", format!("there are more than {FILTERS_MAX} filters"))),
        filters => Ok(filters),
    }
}
