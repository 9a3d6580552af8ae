//! Events in the markup of a web page.

table! {
    NO_NAME: Error, "event-without-name", "schema.org/name",
        "An event has no name.",
        "Write name.";
    NO_START: Error, "event-without-start", "schema.org/startDate",
        "An event does not say when it starts.",
        "Write startDate with the offset: 2026-05-05T18:30:00+02:00.";
    BAD_MOMENT: Error, "bad-iso-date", "ISO 8601",
        "A date or time is none that there is.",
        "Write 2026-05-05, or 2026-05-05T18:30:00+02:00.";
    NO_OFFSET: Warning, "no-offset", "schema.org/startDate",
        "A time does not say how far it is from UTC: readers have to guess the zone.",
        "Write the offset behind it: +02:00.";
    DAY_ONLY: Hint, "day-only", "schema.org/startDate",
        "An event names its day and no hour.",
        "Write the hour too, if there is one.";
    NO_END: Hint, "event-without-end", "schema.org/endDate",
        "An event does not say when it ends.",
        "Write endDate or duration.";
    END_BEFORE_START: Error, "event-ends-before-start", "schema.org/endDate",
        "An event ends before it starts.",
        "Write an endDate that is later.";
    NO_PLACE: Warning, "event-without-place", "schema.org/location",
        "An event says neither where it is nor where to join.",
        "Write location: a Place with an address, or a VirtualLocation with its url.";
    NO_URL: Warning, "event-without-url", "schema.org/url",
        "An event has no address of its own.",
        "Write url.";
    NO_STATUS: Hint, "event-without-status", "schema.org/eventStatus",
        "An event does not say whether it takes place.",
        "Write eventStatus: https://schema.org/EventScheduled, and change it when that changes.";
    NO_CALENDAR: Hint, "no-calendar", "RFC 8288 §3.3",
        "The page names no calendar to subscribe to.",
        "Write <link rel=\"alternate\" type=\"text/calendar\" href=\"…\">.";
}
