//! Repetition.

table! {
    BAD_RULE: Error, "bad-rule", "RFC 5545 §3.3.10",
        "RRULE can't be followed: a part is unknown, stands twice, or has a value that there is not.",
        "Begin with FREQ=, part by semicolons, end with none: FREQ=MONTHLY;BYDAY=1TH.";
    COUNT_AND_UNTIL: Error, "count-and-until", "RFC 5545 §3.3.10",
        "RRULE has COUNT and UNTIL.",
        "Write one of them.";
    UNTIL_OF_ANOTHER_KIND: Error, "until-of-another-kind", "RFC 5545 §3.3.10",
        "UNTIL is not of the kind that DTSTART is: readers differ in whether the last sitting counts.",
        "Write a date beside a date, and UTC (with a Z) beside a time with a zone.";
    TOO_OFTEN: Warning, "too-often", "RFC 5545 §3.3.10",
        "An event repeats every minute or second.",
        "Say FREQ=DAILY or rarer.";
    TWO_RULES: Warning, "two-rules", "RFC 5545 §3.8.5.3",
        "An event has several RRULEs, which most clients don't follow.",
        "Write one event for each, or RDATE.";
    START_OUTSIDE: Warning, "start-outside-its-rule", "RFC 5545 §3.8.5.3",
        "The first day is none that the rule gives: some clients show it, some don't.",
        "Begin on a day of the rule.";
    BAD_DATE: Error, "bad-exception", "RFC 5545 §3.8.5.1",
        "EXDATE or RDATE holds no date.",
        "Write dates in the form of DTSTART, parted by commas.";
    DATE_OF_ANOTHER_KIND: Warning, "exception-of-another-kind", "RFC 5545 §3.8.5.1",
        "EXDATE or RDATE is a date where DTSTART has a time, or the other way round: it leaves nothing out.",
        "Write it in the form of DTSTART.";
}
