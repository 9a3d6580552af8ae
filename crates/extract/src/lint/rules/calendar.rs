//! What a calendar says of itself.

table! {
    NO_VERSION: Error, "no-version", "RFC 5545 §3.7.4",
        "VERSION is missing.",
        "Write VERSION:2.0 below BEGIN:VCALENDAR.";
    BAD_VERSION: Error, "bad-version", "RFC 5545 §3.7.4",
        "VERSION is not 2.0.",
        "Write VERSION:2.0, and the calendar as RFC 5545 says.";
    NO_PRODID: Error, "no-prodid", "RFC 5545 §3.7.3",
        "PRODID is missing or empty.",
        "Write who made the calendar: PRODID:-//Your group//Your program//EN.";
    BAD_CALSCALE: Error, "bad-calscale", "RFC 5545 §3.7.1",
        "CALSCALE is no calendar scale; strict readers refuse the whole calendar for it.",
        "Write CALSCALE:GREGORIAN, or leave it away.";
    UNKNOWN_METHOD: Error, "unknown-method", "RFC 5546 §1.4",
        "METHOD is not a method that clients know; some refuse the calendar.",
        "Write METHOD:PUBLISH, or leave it away.";
    INVITING_METHOD: Error, "inviting-method", "RFC 5546 §3.2",
        "METHOD is one for invitations by mail; clients ask their users to accept every event.",
        "Write METHOD:PUBLISH for a calendar that people subscribe to.";
    NO_NAME: Hint, "no-name", "RFC 7986 §5.1",
        "The calendar has no name: clients show its address.",
        "Write NAME and, for those that don't know it, X-WR-CALNAME.";
    BAD_REFRESH: Error, "bad-refresh", "RFC 5545 §3.3.6",
        "How often to ask again is no duration (P15M is fifteen months, which there are none of); strict readers refuse \
         the whole calendar for it.",
        "Write minutes and hours behind a T: PT15M, PT6H.";
    REFRESH_WITHOUT_VALUE: Warning, "refresh-without-value", "RFC 7986 §5.7",
        "REFRESH-INTERVAL does not say that it is a duration.",
        "Write REFRESH-INTERVAL;VALUE=DURATION:PT6H.";
    NO_REFRESH: Hint, "no-refresh", "RFC 7986 §5.7",
        "The calendar does not say how often to ask again.",
        "Write REFRESH-INTERVAL;VALUE=DURATION:PT6H and X-PUBLISHED-TTL:PT6H.";
    BAD_ZONE_OF_ALL: Warning, "bad-x-wr-timezone", "RFC 7808 §3.9",
        "X-WR-TIMEZONE is not a name of the time zone database.",
        "Write such a name: America/New_York, not Eastern Time (US & Canada).";
    EMPTY: Error, "no-component", "RFC 5545 §3.6",
        "The calendar has no component, which it must.",
        "Where there are no events, write a VTIMEZONE or one event that says so.";
    TOO_MANY: Warning, "too-many-events", "Google Calendar",
        "The calendar has more than 1,111 events: Google was seen to leave out the rest.",
        "Leave out what is long over, or part it into several calendars.";
    TWICE: Error, "property-twice", "RFC 5545 §3.6.1",
        "A property stands twice where it may stand once; which one counts is anybody's guess.",
        "Write it once.";
}
