//! What clients write.

mod calendar;
mod event_filter;
mod event_order;
mod near;
mod settings;
mod slice;

pub(crate) use calendar::{
    CalendarCreateInput, CalendarDeleteInput, CalendarHideInput, CalendarOptionsInput, CalendarRotateInput,
    CalendarUpdateInput,
};
pub(crate) use event_filter::EventFilterInput;
pub(crate) use event_order::EventOrder;
pub(crate) use near::NearInput;
pub(crate) use settings::{checked_settings, read_filters, read_options, unread_problems};
pub(crate) use slice::{SliceInput, cursor, forward};
