//! What an event said when it was last told, in short.

use crate::json::{Unfit, is_false, maybe_read, read, written};
use hobnob_domain::Summary;
use serde::{Deserialize, Serialize};

/// Counterpart of [`Summary`].
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SummaryJson {
    name: String,
    schedule: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    venue: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    organizer: Option<String>,
    status: String,
    attendance_mode: String,
    standing: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    is_free: Option<bool>,
    #[serde(default, skip_serializing_if = "is_false")]
    has_call: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    call_closes_at: Option<String>,
}

impl From<&Summary> for SummaryJson {
    fn from(value: &Summary) -> Self {
        let Summary {
            name,
            schedule,
            venue,
            organizer,
            status,
            attendance_mode,
            standing,
            is_free,
            has_call,
            call_closes_at,
        } = value;
        Self {
            name: name.clone(),
            schedule: schedule.clone(),
            venue: venue.clone(),
            organizer: organizer.clone(),
            status: status.to_string(),
            attendance_mode: attendance_mode.to_string(),
            standing: standing.to_string(),
            is_free: *is_free,
            has_call: *has_call,
            call_closes_at: call_closes_at.map(written),
        }
    }
}

impl TryFrom<SummaryJson> for Summary {
    type Error = Unfit;

    #[rustfmt::skip]
    fn try_from(value: SummaryJson) -> Result<Self, Unfit> {
        let SummaryJson {
            name, schedule, venue, organizer, status, attendance_mode, standing, is_free, has_call, call_closes_at,
        } = value;
        Ok(Self {
            name,
            schedule,
            venue,
            organizer,
            status: read("status", &status)?,
            attendance_mode: read("attendance_mode", &attendance_mode)?,
            standing: read("standing", &standing)?,
            is_free,
            has_call,
            call_closes_at: maybe_read("call_closes_at", call_closes_at.as_deref())?,
        })
    }
}
