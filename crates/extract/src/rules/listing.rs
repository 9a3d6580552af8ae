//! What was picked for one item → a listing.

use super::dates::Dates;
use super::field::Field;
use super::times::{self, Times};
use crate::prose_date::Locale;
use crate::text::{self, LINE_BYTES_MAX, PROSE_BYTES_MAX, WORD_BYTES_MAX};
use crate::{links, text::cut};
use chrono::NaiveDate;
use hobnob_domain::{CallForPapersWords, Listing, OfferWords, OrganizerWords, PlaceWords, Prose, TimeWords, Words};
use url::Url;

/// The most keywords of an event.
const KEYWORDS_MAX: usize = 50;

/// What was picked for one item.
#[derive(Debug, Default)]
pub(super) struct Picked {
    values: Vec<(Field, String)>,
    /// Whether the description is markup.
    pub(super) is_html: bool,
}

impl Picked {
    pub(super) fn put(&mut self, field: Field, value: String) {
        if self.get(field).is_none() {
            self.values.push((field, value));
        }
    }

    pub(super) fn get(&self, field: Field) -> Option<&str> {
        self.values.iter().find(|(known, _)| *known == field).map(|(_, value)| value.as_str())
    }

    /// How long all of it is.
    pub(super) fn bytes(&self) -> usize {
        self.values.iter().map(|(_, value)| value.len()).sum()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    fn line(&self, field: Field) -> Option<String> {
        text::line(self.get(field)?, LINE_BYTES_MAX)
    }

    fn word(&self, field: Field) -> Option<String> {
        text::line(self.get(field)?, WORD_BYTES_MAX)
    }

    fn address(&self, field: Field, base: &Url) -> Option<String> {
        links::absolute(base, self.get(field)?)
    }

    fn degrees(&self, field: Field, most: f64) -> Option<f64> {
        self.get(field)?.trim().replace(',', ".").parse::<f64>().ok().filter(|degrees| degrees.abs() <= most)
    }
}

/// What all listings of a page share.
pub(super) struct Sheet<'a> {
    pub(super) base: &'a Url,
    pub(super) dates: &'a Dates,
    pub(super) locale: Option<Locale>,
    pub(super) read_on: NaiveDate,
}

impl Sheet<'_> {
    /// The listing, with an empty key unless one was picked, and a date that could not be read.
    pub(super) fn listing(&self, picked: &Picked) -> (Listing, Option<String>) {
        let get = |field| picked.get(field).map(str::to_owned);
        let Times { start, end, unread } = times::times(get, self.dates, self.locale, self.read_on);
        let organizer =
            OrganizerWords { name: picked.line(Field::Organizer), url: picked.address(Field::OrganizerUrl, self.base) };
        let closes = picked.get(Field::CallForPapers).and_then(|text| self.closes(text));
        let call = CallForPapersWords { opens: None, closes, url: picked.address(Field::CallForPapersUrl, self.base) };
        let price = picked.line(Field::Price);
        let words = Words {
            name: picked.line(Field::Name),
            description: picked.get(Field::Description).and_then(|text| description(text, picked.is_html)),
            start,
            end,
            zone: self.dates.zone.clone(),
            status: picked.line(Field::Status),
            mode: picked.word(Field::Mode),
            kind: picked.word(Field::Kind),
            places: places(picked),
            join_url: picked.address(Field::JoinUrl, self.base),
            organizer: (organizer != OrganizerWords::default()).then_some(organizer),
            offers: price.map(|price| OfferWords { price: Some(price), ..OfferWords::default() }).into_iter().collect(),
            image_url: picked.address(Field::Image, self.base),
            keywords: keywords(picked),
            language: picked.word(Field::Language),
            call_for_papers: (call != CallForPapersWords::default()).then_some(call),
            ..Words::default()
        };
        let key = picked.line(Field::Key).unwrap_or_default();
        (Listing { key, url: picked.address(Field::Link, self.base), words }, unread)
    }

    /// When a call for papers closes.
    fn closes(&self, text: &str) -> Option<TimeWords> {
        let of_call = |field| (field == Field::StartsAt).then(|| text.to_owned());
        times::times(of_call, self.dates, self.locale, self.read_on).start
    }
}

fn description(text: &str, is_html: bool) -> Option<Prose> {
    let text = cut(text.trim(), PROSE_BYTES_MAX);
    if text.is_empty() {
        return None;
    }
    if is_html { text::prose(text) } else { Some(Prose::Plain(text.to_owned())) }
}

fn places(picked: &Picked) -> Vec<PlaceWords> {
    let place = PlaceWords {
        text: picked.line(Field::Place),
        name: picked.line(Field::Venue),
        address: picked.line(Field::Address),
        locality: picked.line(Field::Locality),
        region: picked.line(Field::Region),
        country: picked.line(Field::Country),
        postal_code: picked.word(Field::PostalCode),
        latitude: picked.degrees(Field::Latitude, 90.0),
        longitude: picked.degrees(Field::Longitude, 180.0),
    };
    if place == PlaceWords::default() { Vec::new() } else { vec![place] }
}

/// One of a line or between commas.
fn keywords(picked: &Picked) -> Vec<String> {
    let text = picked.get(Field::Keywords).unwrap_or_default();
    let words =
        text.split(['\n', ',', ';']).filter_map(|word| text::line(word.trim().trim_start_matches('#'), WORD_BYTES_MAX));
    words.take(KEYWORDS_MAX).collect()
}
