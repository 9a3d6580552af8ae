//! When an event takes place.

use crate::json::{Unfit, maybe_read, read, read_all, written};
use hobnob_domain::{Override, Recurrence, RecurrenceRule, Schedule, Span};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum SpanJson {
    Timed {
        starts_at: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ends_at: Option<String>,
    },
    AllDay {
        starts_on: String,
        ends_on: String,
    },
}

#[derive(Serialize, Deserialize)]
struct OverrideJson {
    recurrence_id: String,
    span: SpanJson,
    status: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct RecurrenceJson {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    rules: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    additions: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    exclusions: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    overrides: Vec<OverrideJson>,
}

/// Counterpart of [`Schedule`].
#[derive(Serialize, Deserialize)]
pub(crate) struct ScheduleJson {
    zone: String,
    span: SpanJson,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    recurrence: Option<RecurrenceJson>,
}

impl From<&Span> for SpanJson {
    fn from(value: &Span) -> Self {
        match value {
            Span::Timed { starts_at, ends_at } => {
                Self::Timed { starts_at: written(*starts_at), ends_at: ends_at.map(written) }
            }
            Span::AllDay { starts_on, ends_on } => {
                Self::AllDay { starts_on: starts_on.to_string(), ends_on: ends_on.to_string() }
            }
        }
    }
}

impl TryFrom<SpanJson> for Span {
    type Error = Unfit;

    fn try_from(value: SpanJson) -> Result<Self, Unfit> {
        Ok(match value {
            SpanJson::Timed { starts_at, ends_at } => Self::Timed {
                starts_at: read("starts_at", &starts_at)?,
                ends_at: maybe_read("ends_at", ends_at.as_deref())?,
            },
            SpanJson::AllDay { starts_on, ends_on } => {
                Self::AllDay { starts_on: read("starts_on", &starts_on)?, ends_on: read("ends_on", &ends_on)? }
            }
        })
    }
}

impl From<&Override> for OverrideJson {
    fn from(value: &Override) -> Self {
        let Override { recurrence_id, span, status, name, description, url } = value;
        Self {
            recurrence_id: written(*recurrence_id),
            span: span.into(),
            status: status.to_string(),
            name: name.clone(),
            description: description.clone(),
            url: url.clone(),
        }
    }
}

impl TryFrom<OverrideJson> for Override {
    type Error = Unfit;

    fn try_from(value: OverrideJson) -> Result<Self, Unfit> {
        let OverrideJson { recurrence_id, span, status, name, description, url } = value;
        Ok(Self {
            recurrence_id: read("recurrence_id", &recurrence_id)?,
            span: span.try_into()?,
            status: read("status", &status)?,
            name,
            description,
            url,
        })
    }
}

impl From<&Recurrence> for RecurrenceJson {
    fn from(value: &Recurrence) -> Self {
        let Recurrence { rules, additions, exclusions, overrides } = value;
        Self {
            rules: rules.iter().map(ToString::to_string).collect(),
            additions: additions.iter().copied().map(written).collect(),
            exclusions: exclusions.iter().copied().map(written).collect(),
            overrides: overrides.iter().map(Into::into).collect(),
        }
    }
}

impl TryFrom<RecurrenceJson> for Recurrence {
    type Error = Unfit;

    fn try_from(value: RecurrenceJson) -> Result<Self, Unfit> {
        let RecurrenceJson { rules, additions, exclusions, overrides } = value;
        let rule = |text: &String| RecurrenceRule::new(text).map_err(|error| Unfit(format!("`rules`: {error}")));
        Ok(Self {
            rules: rules.iter().map(rule).collect::<Result<_, _>>()?,
            additions: read_all("additions", &additions)?,
            exclusions: read_all("exclusions", &exclusions)?,
            overrides: overrides.into_iter().map(TryInto::try_into).collect::<Result<_, _>>()?,
        })
    }
}

impl From<&Schedule> for ScheduleJson {
    fn from(value: &Schedule) -> Self {
        let Schedule { zone, span, recurrence } = value;
        Self { zone: zone.name().to_owned(), span: span.into(), recurrence: recurrence.as_ref().map(Into::into) }
    }
}

impl TryFrom<ScheduleJson> for Schedule {
    type Error = Unfit;

    fn try_from(value: ScheduleJson) -> Result<Self, Unfit> {
        let ScheduleJson { zone, span, recurrence } = value;
        Ok(Self {
            zone: read("zone", &zone)?,
            span: span.try_into()?,
            recurrence: recurrence.map(TryInto::try_into).transpose()?,
        })
    }
}
