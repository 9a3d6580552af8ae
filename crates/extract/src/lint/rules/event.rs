//! What an event says.

table! {
    NO_UID: Error, "no-uid", "RFC 5545 §3.8.4.7",
        "An event has no UID: clients can't tell a changed event from a new one.",
        "Give each event an id of its own that stays when its date, name or address change.";
    NO_DTSTAMP: Error, "no-dtstamp", "RFC 5545 §3.8.7.2",
        "An event has no DTSTAMP; Outlook refuses it.",
        "Write when the event last changed, in UTC: DTSTAMP:20260401T080000Z.";
    NO_DTSTART: Error, "no-dtstart", "RFC 5545 §3.8.2.4",
        "An event does not say when it starts.",
        "Write DTSTART.";
    NO_SUMMARY: Warning, "no-summary", "RFC 5545 §3.8.1.12",
        "An event has no name.",
        "Write SUMMARY.";
    NO_SEQUENCE: Warning, "no-sequence", "RFC 5545 §3.8.7.4",
        "An event has no SEQUENCE: Google was seen to keep the old date of an event that moved.",
        "Write SEQUENCE, and let it grow by one with each change.";
    NO_LAST_MODIFIED: Warning, "no-last-modified", "RFC 5545 §3.8.7.3",
        "An event has no LAST-MODIFIED: clients on Android take no change of it.",
        "Write when the event last changed, in UTC.";
    NO_STATUS: Hint, "no-status", "RFC 5545 §3.8.1.11",
        "An event has no STATUS; a cancellation can't be told from an event that was forgotten.",
        "Write STATUS:CONFIRMED, and keep a cancelled event for a while with STATUS:CANCELLED.";
    NO_URL: Hint, "no-url", "RFC 5545 §3.8.4.6",
        "An event does not say where more is to be read.",
        "Write URL with the event's own page.";
    UNKNOWN_WORD: Error, "unknown-word", "RFC 5545 §3.8.1.11",
        "STATUS, TRANSP or CLASS has a value that the standard does not know.",
        "STATUS is TENTATIVE, CONFIRMED or CANCELLED; TRANSP is OPAQUE or TRANSPARENT; CLASS is PUBLIC, PRIVATE or \
         CONFIDENTIAL.";
    CANCELLED_IN_NAME: Warning, "cancelled-in-name", "RFC 5545 §3.8.1.11",
        "A name says that the event is off or postponed, and STATUS does not: programs believe that it takes place.",
        "Write STATUS:CANCELLED, or TENTATIVE for one that is postponed, and let SEQUENCE grow; at least TRANSP:TRANSPARENT.";
    LONG_UID: Warning, "long-uid", "RFC 7986 §5.3",
        "A UID is longer than 255 octets; some clients cut it.",
        "Write a shorter one.";
    BARE_UID: Warning, "bare-uid", "RFC 7986 §5.3",
        "A UID is a mere number, or as short: it is another event's too, elsewhere.",
        "Write a UUID, or put your domain behind it: 637@example.org.";
    UID_FROM_DATE: Warning, "uid-from-date", "RFC 5545 §3.8.4.7",
        "A UID is made of the event's date: an event that moves becomes another one, and the old one stays.",
        "Make the UID of something that never changes, such as the number in your database.";
    UID_FROM_NAME: Warning, "uid-from-name", "RFC 5545 §3.8.4.7",
        "A UID is made of the event's name: one that is renamed becomes another event.",
        "Make the UID of something that never changes.";
    UID_WITH_BLANKS: Hint, "uid-with-blanks", "RFC 7986 §5.3",
        "A UID holds blanks.",
        "Write a UUID.";
    BAD_SEQUENCE: Error, "bad-sequence", "RFC 5545 §3.8.7.4",
        "SEQUENCE is not a whole number from 0 to 2147483647.",
        "Count changes: 0, 1, 2.";
    BAD_ORGANIZER: Error, "bad-organizer", "RFC 5545 §3.8.4.3",
        "ORGANIZER is no address; Outlook refuses the event.",
        "Write ORGANIZER;CN=\"Name\":mailto:address, or put the name into CONTACT.";
    ATTENDEES: Warning, "attendees", "RFC 5545 §3.8.4.1",
        "A calendar for everybody names people who attend.",
        "Leave ATTENDEE away: it is for invitations, and for their eyes.";
    BAD_URL: Error, "bad-url", "RFC 5545 §3.3.13",
        "An address is relative, or none: nobody can follow it.",
        "Write it whole, from https:// on, blanks and other characters percent-encoded.";
    SCRIPT_URL: Error, "script-url", "RFC 3986 §7",
        "An address is a script.",
        "Let nothing but http and https through.";
    BAD_GEO: Error, "bad-geo", "RFC 5545 §3.8.1.6",
        "GEO is not latitude;longitude within 90 and 180 degrees; perhaps they are swapped.",
        "Write the latitude first and a semicolon between: GEO:52.520000;13.405000.";
    ZERO_GEO: Warning, "zero-geo", "RFC 5545 §3.8.1.6",
        "GEO is 0;0, a place in the ocean that stands for none.",
        "Leave GEO away where the place is not known.";
    SWAPPED_GEO: Warning, "swapped-geo", "RFC 5870 §3.3",
        "X-APPLE-STRUCTURED-LOCATION has longitude before latitude: Apple shows another place.",
        "Write geo:latitude,longitude.";
    EMPTY_VALUE: Warning, "empty-value", "RFC 5545 §3.1",
        "A property has no value; some readers refuse the event.",
        "Leave the property away.";
}
