//! What a calendar says of itself (RFC 5545 §3.6, RFC 7986 §5, and the properties clients really read).

use crate::{
    colour::{colour_of, value},
    lines::Lines,
    prose::{one_line, web_address},
};
use hobnob_domain::{Calendar, query_string::write_filter};

/// How often to look again. Clients that obey look every six hours.
const REFRESH: &str = "PT6H";

/// The longest name, in characters; in UTF-8 it stays below what clients show.
const NAME_MAX: usize = 100;

/// The calendar's name for people.
pub(crate) fn name(calendar: &Calendar) -> String {
    let name = one_line(&calendar.name, NAME_MAX);
    if name.is_empty() { "hobnob".to_owned() } else { name.into_owned() }
}

/// Everything before the first component. `left_out` is how many entries there was no room for.
pub(crate) fn write(lines: &mut Lines, calendar: &Calendar, entries: usize, left_out: usize, zone: Option<&str>) {
    let name = name(calendar);
    let about = about(calendar, entries, left_out);
    let colour = calendar.colour.unwrap_or_else(|| colour_of(&name));
    lines.plain("VERSION", "2.0");
    lines.plain("PRODID", "-//hobnob//hobnob//EN");
    lines.plain("CALSCALE", "GREGORIAN");
    lines.plain("METHOD", "PUBLISH");
    lines.text("NAME", &name);
    lines.text("X-WR-CALNAME", &name);
    lines.text("DESCRIPTION", &about);
    lines.text("X-WR-CALDESC", &about);
    if let Some(zone) = zone {
        lines.plain("X-WR-TIMEZONE", zone);
    }
    if let Some(url) = calendar.url.as_deref().and_then(web_address) {
        lines.plain("SOURCE;VALUE=URI", &url);
    }
    lines.plain("COLOR", colour.as_str());
    lines.plain("X-APPLE-CALENDAR-COLOR", value(colour));
    lines.plain("REFRESH-INTERVAL;VALUE=DURATION", REFRESH);
    lines.plain("X-PUBLISHED-TTL", REFRESH);
}

/// The filter in its own words, and whether something is missing. The filter's `from` moves with the clock and is not
/// told.
fn about(calendar: &Calendar, entries: usize, left_out: usize) -> String {
    let mut about = match &calendar.description {
        Some(description) => one_line(description, 1_000).into_owned(),
        None => filter_told(calendar),
    };
    if left_out > 0 {
        about.push_str(&format!(" This calendar is full: {left_out} more match. Narrow the filter to see them all."));
    } else if entries == 0 {
        about.push_str(" Nothing matches at the moment.");
    }
    about
}

fn filter_told(calendar: &Calendar) -> String {
    let pairs = write_filter(&calendar.filter);
    let told = pairs.iter().filter(|(key, _)| *key != "from").map(|(key, value)| format!("{key}={value}"));
    match one_line(&told.collect::<Vec<_>>().join(" "), 400).as_ref() {
        "" => "Meetups and conferences.".to_owned(),
        filter => format!("Meetups and conferences: {filter}."),
    }
}
