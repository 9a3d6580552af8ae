//! What all events together show.

table! {
    DUPLICATE_UID: Error, "duplicate-uid", "RFC 5545 §3.8.4.7",
        "Two events have one UID: clients keep one of them.",
        "Give each event a UID of its own; write a series as one event with RRULE, its changed sittings with RECURRENCE-ID.";
    ORPHAN: Warning, "orphaned-instance", "RFC 5545 §3.8.4.4",
        "A changed sitting has no series beside it.",
        "Write the series with the same UID, or the sitting without RECURRENCE-ID and with a UID of its own.";
    STAMP_IS_CLOCK: Warning, "dtstamp-is-clock", "RFC 5545 §3.8.7.2",
        "DTSTAMP is when the calendar was made: every event seems to change each time, and no entity tag can stay.",
        "Write when the event last changed.";
    REVISION_IS_CLOCK: Warning, "last-modified-is-clock", "RFC 5545 §3.8.7.3",
        "LAST-MODIFIED is when the calendar was made.",
        "Write when the event last changed.";
    STAMP_IS_START: Warning, "dtstamp-is-start", "RFC 5545 §3.8.7.2",
        "DTSTAMP is when the event starts: a change of anything else can't be seen.",
        "Write when the event last changed.";
    ALL_TENTATIVE: Warning, "all-tentative", "RFC 5545 §3.8.1.11",
        "Every event is tentative: clients show all of them as not certain.",
        "Write STATUS:CONFIRMED for what is.";
}
