//! Alarms.

table! {
    ALARM: Hint, "alarm", "RFC 5545 §3.6.6",
        "A calendar that strangers subscribe to rings at them; many clients take alarms out.",
        "Leave alarms to those who subscribe.";
    INCOMPLETE: Error, "incomplete-alarm", "RFC 5545 §3.6.6",
        "VALARM lacks ACTION or TRIGGER.",
        "Write both.";
    BAD_ACTION: Error, "bad-action", "RFC 5545 §3.8.6.1",
        "ACTION is none that clients know.",
        "Write ACTION:DISPLAY.";
    BAD_TRIGGER: Error, "bad-trigger", "RFC 5545 §3.8.6.3",
        "TRIGGER is neither a duration nor, with VALUE=DATE-TIME, an instant in UTC.",
        "Write TRIGGER:-PT15M.";
    ABSOLUTE_TRIGGER: Warning, "absolute-trigger", "RFC 5545 §3.8.6.3",
        "An alarm rings at an instant: it does not move with its event.",
        "Write how long before the event: TRIGGER:-P1D.";
    JUNK_TRIGGER: Warning, "junk-trigger", "RFC 5545 §3.8.6.3",
        "An alarm is set for a year long gone, a stopgap of some program.",
        "Leave the alarm away.";
}
