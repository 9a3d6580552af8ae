//! What the address of a file says where its front matter does not: `_events/2027-05-12-night.md`, `2027/05/night.md`.

use crate::formats::markdown::context;
use chrono::NaiveDate;
use hobnob_domain::text::folded;
use serde_json::{Map, Value};

/// Fields that are addresses on the site.
const ADDRESSES: [&str; 3] = ["permalink", "slug", "path"];

/// Fields that begin so may date what the file tells of.
const DATED: [&str; 6] = ["date", "start", "begin", "when", "day", "year"];

/// Notes the year that the address has, and the day that the name of a file among events begins with, if nothing else says
/// when it is.
pub(super) fn complete(fields: &mut Map<String, Value>, path: &str) {
    let is_dated = fields.iter().any(|(key, value)| {
        let key = key.to_ascii_lowercase();
        !value.is_null() && DATED.iter().any(|word| key.contains(word))
    });
    let (directories, file) = path.rsplit_once('/').unwrap_or(("", path));
    let is_among_events = || {
        let directory = directories.rsplit('/').find(|part| !part.bytes().all(|byte| byte.is_ascii_digit()));
        directory.is_some_and(|name| context::is_about_events(&folded(name)))
    };
    if let Some(day) = file.get(..10).filter(|day| day.parse::<NaiveDate>().is_ok() && !is_dated && is_among_events()) {
        fields.insert("date".to_owned(), Value::from(day));
        return;
    }
    let written = ADDRESSES.iter().filter_map(|name| fields.get(*name)?.as_str()).find_map(year);
    if let Some(year) = written.or_else(|| year(path)).filter(|_| !fields.contains_key("year")) {
        fields.insert("year".to_owned(), Value::from(year.to_string()));
    }
}

/// The one year that an address has as a part, or before a part: `/2027/`, `/2027-05-12-night`.
fn year(address: &str) -> Option<i32> {
    let mut years = address.split('/').filter_map(|part| {
        let (year, rest) = part.split_at_checked(4)?;
        let year = year.parse().ok().filter(|year| (1990..2200).contains(year))?;
        (rest.is_empty() || rest.starts_with('-')).then_some(year)
    });
    let first = years.next()?;
    years.all(|year| year == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::complete;
    use serde_json::{Map, Value, json};

    fn completed(fields: Value, path: &str) -> Value {
        let Value::Object(mut fields) = fields else { return Value::Null };
        complete(&mut fields, path);
        Value::Object(fields)
    }

    #[test]
    fn the_address_says_what_the_matter_leaves_out() {
        let empty = || Value::Object(Map::new());
        assert_eq!(completed(empty(), "/_events/2027-05-12-night.md"), json!({"date": "2027-05-12"}));
        assert_eq!(completed(empty(), "/events/2027/2027-05-12-night.md"), json!({"date": "2027-05-12"}));
        assert_eq!(completed(empty(), "/_posts/2027-05-12-night.md"), json!({"year": "2027"}));
        assert_eq!(completed(empty(), "/2026/2027-05-12-night.md"), Value::Object(Map::new()));
        assert_eq!(
            completed(json!({"date": "May 6"}), "/_events/2027/night.md"),
            json!({"date": "May 6", "year": "2027"})
        );
        let permalink = json!({"date": "May 6", "permalink": "/2027/night/"});
        assert_eq!(completed(permalink.clone(), "/2026/a.md")["year"], "2027");
        assert_eq!(completed(json!({"year": "2025"}), "/2026/a.md"), json!({"year": "2025"}));
    }
}
