//! Text for people.

table! {
    NOT_ESCAPED: Error, "not-escaped", "RFC 5545 §3.3.11",
        "A comma or semicolon in a text is not escaped; strict readers cut the text there.",
        "Write \\, and \\; and \\\\ and \\n.";
    BAD_ESCAPE: Error, "bad-escape", "RFC 5545 §3.3.11",
        "A backslash stands before something that needs none, or at the end.",
        "Write \\\\ for a backslash.";
    MARKUP: Warning, "markup-in-text", "RFC 5545 §3.8.1.5",
        "A text holds HTML, which most clients show as it is.",
        "Write plain text; put HTML into X-ALT-DESC;FMTTYPE=text/html or STYLED-DESCRIPTION (RFC 9073 §6.5).";
    ENTITIES: Warning, "entities-in-text", "RFC 5545 §3.3.11",
        "A text holds HTML entities, which clients show as they are.",
        "Write the characters themselves, in UTF-8.";
    LONG_TEXT: Hint, "long-text", "RFC 5545 §3.8.1.5",
        "A text is longer than 20,000 bytes.",
        "Tell the gist, and where the rest is.";
}
