//! Starts, ends and stamps.

table! {
    BAD_MOMENT: Error, "bad-moment", "RFC 5545 §3.3.5",
        "A date or time is none that there is, or not in the form of its kind.",
        "Write 20260301, 20260301T180000 or 20260301T180000Z; count days with a calendar, not with digits.";
    DATE_WITHOUT_VALUE: Error, "date-without-value", "RFC 5545 §3.8.2.4",
        "A date stands where a date with a time is expected.",
        "Say so: DTSTART;VALUE=DATE:20260301.";
    FLOATING: Warning, "floating-time", "RFC 5545 §3.3.5",
        "A time has no zone: each subscriber sees it at that hour of their own.",
        "Write TZID and its VTIMEZONE, or UTC with a Z at the end.";
    ZONE_ON_UTC: Error, "zone-on-utc", "RFC 5545 §3.2.19",
        "A time in UTC has a TZID; which one counts is anybody's guess.",
        "Take away the Z, or the TZID.";
    STAMP_NOT_UTC: Error, "stamp-not-utc", "RFC 5545 §3.8.7",
        "DTSTAMP, CREATED or LAST-MODIFIED is not in UTC.",
        "Write it in UTC with a Z at the end.";
    END_BEFORE_START: Error, "end-before-start", "RFC 5545 §3.8.2.2",
        "An event ends before it starts.",
        "Write an end that is later than the start.";
    NO_LENGTH: Error, "no-length", "RFC 5545 §3.8.2.2",
        "An event ends when it starts: clients hide it, or make up a length.",
        "Write when it ends, or leave DTEND away.";
    INCLUSIVE_END: Error, "inclusive-end", "RFC 5545 §3.6.1",
        "A whole-day event ends on the day it starts; DTEND is the first day that is over, so its last day is lost.",
        "Write the day after the last one: 8 to 10 October ends on 20261011.";
    END_OF_ANOTHER_KIND: Error, "end-of-another-kind", "RFC 5545 §3.8.2.2",
        "Of start and end one is a date, the other has a time.",
        "Write both in one form.";
    END_AND_DURATION: Error, "end-and-duration", "RFC 5545 §3.6.1",
        "An event has DTEND and DURATION.",
        "Write one of them.";
    BAD_DURATION: Error, "bad-duration", "RFC 5545 §3.3.6",
        "DURATION is no duration.",
        "Write PT2H, PT90M or P1D.";
    NO_END: Warning, "no-end", "RFC 5545 §3.6.1",
        "An event does not say when it ends: it takes no time at all.",
        "Write DTEND or DURATION, or say in the description that the end is open.";
    VERY_LONG: Warning, "very-long", "RFC 5545 §3.8.5.3",
        "An event takes more than 60 days: most likely it is a series that was written as one event.",
        "Write each sitting, or a rule (RRULE).";
    DAYS_AS_HOURS: Warning, "days-as-hours", "RFC 5545 §3.6.1",
        "An event lasts from midnight to midnight: it fills the calendar and moves with the reader's zone.",
        "Write whole days as such: DTSTART;VALUE=DATE:20261008.";
}
