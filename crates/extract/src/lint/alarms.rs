//! Alarms in a calendar that strangers subscribe to.

use super::{
    report::Report,
    rules::alarms as rules,
    times::{Written, duration, moment},
    tree::Component,
};
use chrono::Datelike as _;

/// Before this year an alarm is a stopgap that was never meant to ring: Apple writes 1 April 1976.
const FIRST_YEAR: i32 = 2000;

pub(super) fn check(event: &Component, report: &mut Report) {
    for alarm in event.children("VALARM") {
        report.add(&rules::ALARM, alarm.line, Some(event.told()));
        match alarm.value("ACTION").map(|action| action.trim().to_ascii_uppercase()) {
            None => report.add(&rules::INCOMPLETE, alarm.line, Some("ACTION is missing".to_owned())),
            Some(action) => {
                let is_known = matches!(action.as_str(), "DISPLAY" | "AUDIO" | "EMAIL" | "NONE" | "PROCEDURE");
                report.add_if(!is_known, &rules::BAD_ACTION, alarm.line, &action);
            }
        }
        let Some(trigger) = alarm.get("TRIGGER") else {
            report.add(&rules::INCOMPLETE, alarm.line, Some("TRIGGER is missing".to_owned()));
            continue;
        };
        let value = trigger.value.trim();
        let is_absolute = trigger.param("VALUE").is_some_and(|kind| kind.eq_ignore_ascii_case("DATE-TIME"));
        if !is_absolute {
            report.add_if(duration(value).is_none(), &rules::BAD_TRIGGER, trigger.line, value);
            continue;
        }
        match moment(value) {
            Some(Written::Utc(at)) => {
                report.add_if(at.year() < FIRST_YEAR, &rules::JUNK_TRIGGER, trigger.line, value);
                report.add(&rules::ABSOLUTE_TRIGGER, trigger.line, Some(value.to_owned()));
            }
            _ => report.add(&rules::BAD_TRIGGER, trigger.line, Some(value.to_owned())),
        }
    }
}
