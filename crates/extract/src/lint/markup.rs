//! Events that a web page tells of in its markup, whichever syntax it is.

use super::{report::Report, rules::markup as rules};
use crate::Alternate;
use hobnob_domain::Listing;

pub(super) fn check(listings: &[Listing], alternates: &[Alternate], report: &mut Report) {
    for listing in listings {
        check_one(listing, report);
    }
    let has_calendar = alternates.iter().any(|other| other.media_type.starts_with("text/calendar"));
    report.add_if(!has_calendar, &rules::NO_CALENDAR, 0, "no link rel=alternate type=text/calendar");
}

fn check_one(listing: &Listing, report: &mut Report) {
    let words = &listing.words;
    let told = words.name.clone().unwrap_or_else(|| listing.key.clone());
    report.add_if(words.name.is_none(), &rules::NO_NAME, 0, &told);
    report.add_if(words.places.is_empty() && words.join_url.is_none(), &rules::NO_PLACE, 0, &told);
    report.add_if(listing.url.is_none(), &rules::NO_URL, 0, &told);
    report.add_if(words.status.is_none(), &rules::NO_STATUS, 0, &told);
    let Some(start) = &words.start else {
        report.add(&rules::NO_START, 0, Some(told));
        return;
    };
    report.add_if(words.end.is_none() && words.duration.is_none(), &rules::NO_END, 0, &told);
    let end = words.end.as_ref().map(|end| end.text.as_str());
    for text in [Some(start.text.as_str()), end].into_iter().flatten() {
        check_moment(text.trim(), start.zone.is_some() || words.zone.is_some(), report);
    }
    let both = end.and_then(|end| Some((instant(&start.text)?, instant(end)?)));
    report.add_if(both.is_some_and(|(start, end)| end < start), &rules::END_BEFORE_START, 0, &told);
}

fn instant(text: &str) -> Option<chrono::DateTime<chrono::FixedOffset>> {
    chrono::DateTime::parse_from_rfc3339(text.trim()).ok()
}

/// An ISO 8601 date, or one with a time and how far that is from UTC.
fn check_moment(text: &str, has_zone: bool, report: &mut Report) {
    if text.parse::<chrono::NaiveDate>().is_ok() {
        report.add(&rules::DAY_ONLY, 0, Some(text.to_owned()));
        return;
    }
    let minutes = |text: &str| chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").is_ok();
    let local = text.parse::<chrono::NaiveDateTime>().is_ok() || minutes(text);
    let offset =
        |text: &str| instant(text).is_some() || chrono::DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M%:z").is_ok();
    if local {
        report.add_if(!has_zone, &rules::NO_OFFSET, 0, text);
    } else if !offset(text) && !text.ends_with('Z') {
        report.add(&rules::BAD_MOMENT, 0, Some(text.to_owned()));
    }
}
