//! How a server sends it.

table! {
    CONTENT_TYPE: Error, "content-type", "RFC 5545 §8.1",
        "The answer is not said to be a calendar; some clients refuse it, browsers show it as text.",
        "Send Content-Type: text/calendar; charset=utf-8.";
    CHARSET: Warning, "charset", "RFC 5545 §8.1",
        "The answer is said to be in another encoding than UTF-8.",
        "Send Content-Type: text/calendar; charset=utf-8.";
    NO_VALIDATORS: Warning, "no-validators", "RFC 9110 §8.8",
        "The answer has neither ETag nor Last-Modified: every client fetches everything every time.",
        "Send an ETag, a digest of the bytes, and answer If-None-Match with 304.";
    NO_304: Warning, "no-304", "RFC 9110 §13.1.2",
        "Asked whether it had changed, the server sent the same bytes again.",
        "Compare If-None-Match and If-Modified-Since, and answer with 304.";
    CHURNS: Warning, "bytes-churn", "RFC 9110 §8.8.1",
        "Two answers within seconds have different bytes: every fetch looks like a change.",
        "Write nothing that comes from the clock or from chance: order events, and take DTSTAMP from them.";
    NO_STORE: Warning, "no-store", "RFC 9111 §5.2.2.5",
        "Nobody may keep the answer, so nobody can ask whether it has changed.",
        "Send Cache-Control: max-age=900.";
    ATTACHMENT: Hint, "attachment", "RFC 6266 §4.2",
        "The calendar is sent as a download: who clicks on it gets a copy that never changes.",
        "Send Content-Disposition: inline.";
    COOKIE: Hint, "cookie", "RFC 6265 §4.1",
        "The answer sets a cookie, which keeps caches from keeping it.",
        "Send no cookie with a calendar.";
    PLAIN_HTTP: Warning, "plain-http", "RFC 9110 §4.2.2",
        "The calendar comes unencrypted; Outlook on the web does not take such addresses.",
        "Serve it by https.";
    REDIRECTED: Warning, "redirected", "RFC 9110 §15.4",
        "The address leads elsewhere; some clients don't follow, or not from https to http.",
        "Give people the address where it ends.";
}
