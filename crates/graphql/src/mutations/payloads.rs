//! What mutations of calendars answer.

use super::InputProblem;
use crate::types::CalendarNode;
use async_graphql::SimpleObject;

/// A calendar that was made, or why it was not.
#[derive(SimpleObject)]
pub(crate) struct CalendarCreatePayload {
    /// The calendar; none if there are problems.
    pub(crate) calendar: Option<CalendarNode>,
    /// The key to the calendar, told this once: keep it. It can be changed, not asked for.
    pub(crate) token: Option<String>,
    /// The secret address to subscribe to, told this once; beginning with a slash where this server does not know its own.
    pub(crate) url: Option<String>,
    /// What to put right.
    pub(crate) problems: Vec<InputProblem>,
}

/// A calendar that was changed, or why it was not.
#[derive(SimpleObject)]
pub(crate) struct CalendarUpdatePayload {
    /// The calendar as it is now; none if there are problems.
    pub(crate) calendar: Option<CalendarNode>,
    /// What to put right.
    pub(crate) problems: Vec<InputProblem>,
}

/// A calendar with a new address, or why it has none.
#[derive(SimpleObject)]
pub(crate) struct CalendarRotatePayload {
    /// The calendar; none if there are problems.
    pub(crate) calendar: Option<CalendarNode>,
    /// The new key to the calendar, told this once.
    pub(crate) token: Option<String>,
    /// The new secret address, told this once.
    pub(crate) url: Option<String>,
    /// What to put right.
    pub(crate) problems: Vec<InputProblem>,
}

/// Whether a calendar was deleted.
#[derive(SimpleObject)]
pub(crate) struct CalendarDeletePayload {
    /// Whether there was a calendar, and is none now.
    pub(crate) is_deleted: bool,
    /// What to put right.
    pub(crate) problems: Vec<InputProblem>,
}

/// A calendar in which something was chosen, or why it was not.
#[derive(SimpleObject)]
pub(crate) struct CalendarHidePayload {
    /// The calendar as it is now; none if there are problems.
    pub(crate) calendar: Option<CalendarNode>,
    /// What to put right.
    pub(crate) problems: Vec<InputProblem>,
}
