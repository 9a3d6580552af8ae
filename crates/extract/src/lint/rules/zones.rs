//! Time zones.

table! {
    NOT_TOLD: Error, "zone-not-told", "RFC 5545 §3.2.19",
        "A TZID has no VTIMEZONE: Outlook.com shows no event of the calendar, other readers take the time as local.",
        "Write a VTIMEZONE for each TZID, or all times in UTC.";
    UNKNOWN_NAME: Warning, "unknown-zone-name", "RFC 7808 §3.9",
        "A TZID is not a name of the time zone database; readers that look there don't find it.",
        "Name zones so: Europe/Berlin, not W. Europe Standard Time.";
    ZONE_WITHOUT_ID: Error, "zone-without-id", "RFC 5545 §3.8.3.1",
        "A VTIMEZONE has no TZID.",
        "Write the TZID that the events name.";
    ZONE_WITH_TWO_IDS: Error, "zone-with-two-ids", "RFC 5545 §3.6.5",
        "A VTIMEZONE has several TZIDs; strict readers refuse the whole calendar for it.",
        "Write one VTIMEZONE for each.";
    ZONE_TWICE: Warning, "zone-twice", "RFC 5545 §3.6.5",
        "Two VTIMEZONEs have one TZID.",
        "Write it once.";
    NO_OBSERVANCE: Error, "zone-without-observance", "RFC 5545 §3.6.5",
        "A VTIMEZONE has neither STANDARD nor DAYLIGHT.",
        "Write at least one, with DTSTART, TZOFFSETFROM and TZOFFSETTO.";
    INCOMPLETE: Error, "incomplete-observance", "RFC 5545 §3.6.5",
        "STANDARD or DAYLIGHT lacks DTSTART, TZOFFSETFROM or TZOFFSETTO.",
        "Write all three.";
    BAD_ONSET: Error, "bad-onset", "RFC 5545 §3.6.5",
        "The DTSTART of STANDARD or DAYLIGHT is not a local time.",
        "Write a date and a time, without Z and without TZID.";
    BAD_OFFSET: Error, "bad-offset", "RFC 5545 §3.3.14",
        "An offset is not a sign and four digits.",
        "Write +0100, -0530.";
    OFFSET_WITH_SECONDS: Warning, "offset-with-seconds", "RFC 5545 §3.3.14",
        "An offset has seconds, as before 1900: Outlook.com refuses the calendar.",
        "Leave out the history before the events.";
    NO_DAYLIGHT: Warning, "no-daylight", "RFC 5545 §3.6.5",
        "A VTIMEZONE has one offset for a zone whose clocks change: events are an hour off for half of the year.",
        "Write STANDARD and DAYLIGHT as they are in force when the events take place.";
    UNUSED: Hint, "unused-zone", "RFC 5545 §3.6.5",
        "No event names a zone that is told.",
        "Leave it away.";
}
