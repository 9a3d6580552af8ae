//! Series that are told as one event: Eventbrite gives the start of the first and the end of the last sitting, months
//! apart, and nothing of those between.

use chrono::NaiveDate;
use hobnob_domain::Words;
use url::Url;

/// From so many days on an event of Eventbrite's is a series: sittings are a week apart, and conferences are shorter.
const DAYS_MIN: i64 = 7;

/// Marks such a series by its kind, and takes its end away, which is not the end of the sitting that has the start.
pub(super) fn mark(words: &mut Words, url: Option<&str>) {
    if is_by_eventbrite(url) && days(words).is_some_and(|days| days >= DAYS_MIN) {
        words.kind = Some("EventSeries".to_owned());
        words.end = None;
    }
}

fn is_by_eventbrite(url: Option<&str>) -> bool {
    let host = url.and_then(|url| Url::parse(url).ok()).and_then(|url| url.host_str().map(str::to_owned));
    host.is_some_and(|host| host.strip_prefix("www.").unwrap_or(&host).starts_with("eventbrite."))
}

/// How many days lie between start and end, if both have an hour.
fn days(words: &Words) -> Option<i64> {
    let day = |text: &str| {
        let (day, _) = text.split_once('T')?;
        day.parse::<NaiveDate>().ok()
    };
    let (start, end) = (words.start.as_ref()?, words.end.as_ref()?);
    Some(day(&end.text)?.signed_duration_since(day(&start.text)?).num_days())
}

#[cfg(test)]
mod tests {
    use super::*;
    use hobnob_domain::TimeWords;

    fn marked(start: &str, end: &str, url: &str) -> (Option<String>, bool) {
        let time = |text: &str| Some(TimeWords { text: text.to_owned(), zone: None });
        let mut words = Words { start: time(start), end: time(end), ..Words::default() };
        mark(&mut words, Some(url));
        (words.kind, words.end.is_some())
    }

    #[test]
    fn a_series_of_eventbrite_is_not_one_long_event() {
        let series =
            marked("2026-03-05T19:00:00+0100", "2026-09-24T22:00:00+0200", "https://www.eventbrite.de/e/quiz-1");
        assert_eq!(series, (Some("EventSeries".to_owned()), false));
    }

    #[test]
    fn conferences_and_what_others_tell_stay_as_they_are() {
        let conference = marked("2026-03-05T09:00:00Z", "2026-03-08T18:00:00Z", "https://www.eventbrite.com/e/conf-2");
        let exhibition = marked("2026-03-05T09:00:00Z", "2026-05-08T18:00:00Z", "https://museum.example.org/glass");
        assert_eq!([conference, exhibition], [(None, true), (None, true)]);
    }
}
