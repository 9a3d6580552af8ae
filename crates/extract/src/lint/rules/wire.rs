//! The text as bytes.

table! {
    NOT_A_CALENDAR: Error, "not-a-calendar", "RFC 5545 §3.4",
        "This is no calendar and tells of no events; a client that believes it deletes everything.",
        "Answer with BEGIN:VCALENDAR, and with an error status where something went wrong.";
    CUT_OFF: Error, "cut-off", "RFC 5545 §3.4",
        "BEGIN and END don't match: the text was cut off, or a component was not closed.",
        "Close each component with its own END, the inner ones first, and send the text whole.";
    OUTSIDE: Error, "outside-a-calendar", "RFC 5545 §3.4",
        "Something stands outside of BEGIN:VCALENDAR and END:VCALENDAR.",
        "Send nothing but the calendar: no warnings, no HTML, no component on its own.";
    NO_CONTENT_LINE: Error, "no-content-line", "RFC 5545 §3.1",
        "A line is no content line: strict readers refuse the whole calendar for it.",
        "Write NAME:value, escape line breaks within values as \\n, and begin what goes on with a blank.";
    BARE_LINE_END: Error, "bare-line-end", "RFC 5545 §3.1",
        "A line ends with LF or CR alone.",
        "End every line with CR LF.";
    NO_LAST_END: Warning, "no-last-line-end", "RFC 5545 §3.1",
        "The last line is not ended; some readers lose it.",
        "End END:VCALENDAR with CR LF too.";
    LONG_LINE: Warning, "long-line", "RFC 5545 §3.1",
        "A line is longer than 75 octets.",
        "Fold it: CR LF and a blank after at most 75 octets.";
    EMPTY_LINE: Warning, "empty-line", "RFC 5545 §3.1",
        "A line is empty; some readers stop there.",
        "Leave no empty lines; write \\n for those within a text.";
    SPLIT_CHARACTER: Warning, "split-character", "RFC 5545 §3.1",
        "A fold stands inside of a character.",
        "Fold between characters: count octets, but never cut a UTF-8 sequence.";
    NOT_UTF_8: Error, "not-utf-8", "RFC 5545 §3.1.4",
        "The text is not UTF-8: names come out garbled, or nothing does.",
        "Encode it as UTF-8 and say charset=utf-8 in Content-Type.";
    BYTE_ORDER_MARK: Warning, "byte-order-mark", "RFC 5545 §3.1.4",
        "A byte order mark stands before BEGIN:VCALENDAR; some readers don't find the calendar behind it.",
        "Write UTF-8 without one.";
    CONTROL: Error, "control-character", "RFC 5545 §3.1",
        "A value holds a control character.",
        "Take control characters out of texts before they are written.";
    HTTP_HEADER: Warning, "http-header-in-body", "RFC 5545 §3.8.8.2",
        "An HTTP header stands in the calendar, where it does nothing.",
        "Send it as a header of the answer.";
    TOO_LARGE: Warning, "too-large", "Google Calendar",
        "The calendar is larger than about one million bytes: Google shows none of it, or a part, and says nothing.",
        "Leave out what is long over, shorten descriptions, or part it into several calendars.";
}
