//! Rows that tell the day alone, below what tells year and month: `{"year": 2027, "months": [{"month": "May", "events":
//! [{"name": "Zig Days", "day": 12}]}]}`, `{"2027": {"May": […]}}`; and rows that tell the time alone, below their day.

use super::tree::Node;
use crate::rows::{self, Row};
use chrono::{Datelike, Months, NaiveDate};
use hobnob_domain::{date_words, text::folded};
use serde_json::Value;
use std::borrow::Cow;

/// The longest text that is looked at, in bytes.
const TEXT_BYTES_MAX: usize = 32;

/// The year and the month that stand above, or the day.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Above {
    year: Option<i32>,
    month: Option<u32>,
    day: Option<NaiveDate>,
}

impl Above {
    /// What a key says: `2027`, `May`, `2027-05-12`.
    pub(super) fn key(self, key: &str) -> Self {
        let (year, month) = (year(key), month(key));
        let day = day_of_key(key).or(self.day);
        Self { year: year.or(self.year), month: if year.is_some() { None } else { month.or(self.month) }, day }
    }

    /// What the fields of an object say.
    pub(super) fn fields(self, row: &Row<'_>) -> Self {
        let text = |names: &[&str]| row.phrase(names);
        let said = text(&["year", "ano", "año", "annee", "jahr", "anno", "rok"]).and_then(|text| year(&text));
        let month = text(&["month", "mes", "mês", "mois", "monat", "mese", "miesiac"])
            .and_then(|text| month(&text).or_else(|| text.parse().ok().filter(|number| (1..=12).contains(number))));
        Self { year: said.or(self.year), month: month.or(if said.is_some() { None } else { self.month }), ..self }
    }

    /// The rows with their whole day, where most tell the day alone.
    pub(super) fn rows<'a>(self, list: &[&'a Node]) -> Option<Vec<Cow<'a, Node>>> {
        if let Some(day) = self.day {
            let rows: Vec<_> = list.iter().filter_map(|row| on(row, day)).map(Cow::Owned).collect();
            return (!rows.is_empty() && rows.len() * 2 > list.len()).then_some(rows);
        }
        let first = NaiveDate::from_ymd_opt(self.year?, self.month?, 1)?;
        let rows: Vec<_> = list.iter().filter_map(|row| dated(row, first)).map(Cow::Owned).collect();
        (!rows.is_empty() && rows.len() * 2 > list.len()).then_some(rows)
    }
}

/// The day that a key is.
pub(super) fn day_of_key(key: &str) -> Option<NaiveDate> {
    (key.len() == 10).then(|| key.parse().ok()).flatten()
}

/// A row that tells no day itself, on the day that stands above.
fn on(node: &Node, day: NaiveDate) -> Option<Node> {
    if Row::of(node).is_dated() {
        return None;
    }
    let mut dated = node.clone();
    dated.insert("date".to_owned(), Value::String(day.to_string()));
    Row::of(&dated).is_event().then_some(dated)
}

/// A row with its first and its last day.
fn dated(node: &Node, first_of_month: NaiveDate) -> Option<Node> {
    let row = Row::of(node);
    row.name()?;
    let days = days(row.value(&["day", "days", "date", "dates", "dia", "jour"])?)?;
    let start = first_of_month.with_day(*days.first()?)?;
    let last = *days.last()?;
    // What ends before it begins ends in the next month.
    let month = if last < start.day() { first_of_month.checked_add_months(Months::new(1))? } else { first_of_month };
    let mut dated = node.clone();
    dated.insert("startdate".to_owned(), Value::String(start.to_string()));
    dated.insert("enddate".to_owned(), Value::String(month.with_day(last)?.to_string()));
    Some(dated)
}

/// The numbers of days: `12`, `"09"`, `["22", "23"]`, `"3 – 5"`.
fn days(value: &Value) -> Option<Vec<u32>> {
    if let Value::Array(list) = value {
        return list.iter().take(31).map(days).collect::<Option<Vec<_>>>().map(|days| days.concat());
    }
    let text = rows::phrase(value).filter(|text| text.len() <= TEXT_BYTES_MAX)?;
    let is_between = |word: &&str| ["e", "y", "and", "to", "a", "bis", "und", "et", "au"].contains(word);
    let words = text.split([' ', '-', '–', '—', ',', '/', '&', '.']).filter(|word| !word.is_empty());
    let days: Option<Vec<u32>> = words.filter(|word| !is_between(word)).map(|word| word.parse().ok()).collect();
    days.filter(|days| !days.is_empty() && days.iter().all(|day| (1..=31).contains(day)))
}

fn year(text: &str) -> Option<i32> {
    text.parse().ok().filter(|year| (1990..2200).contains(year))
}

fn month(text: &str) -> Option<u32> {
    if text.len() > TEXT_BYTES_MAX { None } else { date_words::month(&folded(text)) }
}
