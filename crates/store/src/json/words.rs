//! What a listing says.

use crate::json::is_false;
use hobnob_domain::{CallForPapersWords, OfferWords, OrganizerWords, PlaceWords, Prose, TimeWords, Words};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ProseJson {
    Plain(String),
    Html(String),
}

#[derive(Serialize, Deserialize)]
struct TimeJson {
    text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    zone: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(default)]
#[derive(Default)]
struct PlaceJson {
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    locality: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    postal_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    latitude: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    longitude: Option<f64>,
}

#[derive(Serialize, Deserialize)]
struct OrganizerWordsJson {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct OfferWordsJson {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    price: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    currency: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct CallForPapersWordsJson {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    opens: Option<TimeJson>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    closes: Option<TimeJson>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

/// Counterpart of [`Words`].
#[derive(Serialize, Deserialize)]
pub(crate) struct WordsJson {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    uid: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    description: Option<ProseJson>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    start: Option<TimeJson>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    end: Option<TimeJson>,
    #[serde(default, skip_serializing_if = "is_false")]
    end_is_exclusive: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    duration: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    zone: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    rules: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    dates: Vec<TimeJson>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    exclusions: Vec<TimeJson>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    recurrence_id: Option<TimeJson>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    status: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mode: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    places: Vec<PlaceJson>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    join_url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    organizer: Option<OrganizerWordsJson>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    offers: Vec<OfferWordsJson>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    is_free: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    image_url: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    keywords: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    topics: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    call_for_papers: Option<CallForPapersWordsJson>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    super_event: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    revised: Option<TimeJson>,
}

impl WordsJson {
    /// The same without what the source calls it, and without when it says that it touched it.
    pub(crate) fn nameless(self) -> Self {
        Self { uid: None, revised: None, ..self }
    }
}

impl From<&Prose> for ProseJson {
    fn from(value: &Prose) -> Self {
        match value {
            Prose::Plain(text) => Self::Plain(text.clone()),
            Prose::Html(text) => Self::Html(text.clone()),
        }
    }
}

impl From<ProseJson> for Prose {
    fn from(value: ProseJson) -> Self {
        match value {
            ProseJson::Plain(text) => Self::Plain(text),
            ProseJson::Html(text) => Self::Html(text),
        }
    }
}

impl From<&TimeWords> for TimeJson {
    fn from(value: &TimeWords) -> Self {
        let TimeWords { text, zone } = value;
        Self { text: text.clone(), zone: zone.clone() }
    }
}

impl From<TimeJson> for TimeWords {
    fn from(value: TimeJson) -> Self {
        let TimeJson { text, zone } = value;
        Self { text, zone }
    }
}

impl From<&PlaceWords> for PlaceJson {
    fn from(value: &PlaceWords) -> Self {
        let PlaceWords { text, name, address, locality, region, country, postal_code, latitude, longitude } = value;
        Self {
            text: text.clone(),
            name: name.clone(),
            address: address.clone(),
            locality: locality.clone(),
            region: region.clone(),
            country: country.clone(),
            postal_code: postal_code.clone(),
            latitude: *latitude,
            longitude: *longitude,
        }
    }
}

impl From<PlaceJson> for PlaceWords {
    fn from(value: PlaceJson) -> Self {
        let PlaceJson { text, name, address, locality, region, country, postal_code, latitude, longitude } = value;
        Self { text, name, address, locality, region, country, postal_code, latitude, longitude }
    }
}

impl From<&OrganizerWords> for OrganizerWordsJson {
    fn from(value: &OrganizerWords) -> Self {
        let OrganizerWords { name, url } = value;
        Self { name: name.clone(), url: url.clone() }
    }
}

impl From<OrganizerWordsJson> for OrganizerWords {
    fn from(value: OrganizerWordsJson) -> Self {
        let OrganizerWordsJson { name, url } = value;
        Self { name, url }
    }
}

impl From<&OfferWords> for OfferWordsJson {
    fn from(value: &OfferWords) -> Self {
        let OfferWords { name, price, currency, url } = value;
        Self { name: name.clone(), price: price.clone(), currency: currency.clone(), url: url.clone() }
    }
}

impl From<OfferWordsJson> for OfferWords {
    fn from(value: OfferWordsJson) -> Self {
        let OfferWordsJson { name, price, currency, url } = value;
        Self { name, price, currency, url }
    }
}

impl From<&CallForPapersWords> for CallForPapersWordsJson {
    fn from(value: &CallForPapersWords) -> Self {
        let CallForPapersWords { opens, closes, url } = value;
        Self { opens: opens.as_ref().map(Into::into), closes: closes.as_ref().map(Into::into), url: url.clone() }
    }
}

impl From<CallForPapersWordsJson> for CallForPapersWords {
    fn from(value: CallForPapersWordsJson) -> Self {
        let CallForPapersWordsJson { opens, closes, url } = value;
        Self { opens: opens.map(Into::into), closes: closes.map(Into::into), url }
    }
}

impl From<&Words> for WordsJson {
    fn from(value: &Words) -> Self {
        let Words {
            uid,
            name,
            description,
            start,
            end,
            end_is_exclusive,
            duration,
            zone,
            rules,
            dates,
            exclusions,
            recurrence_id,
            status,
            mode,
            kind,
            places,
            join_url,
            organizer,
            offers,
            is_free,
            image_url,
            keywords,
            topics,
            language,
            call_for_papers,
            super_event,
            revised,
        } = value;
        Self {
            uid: uid.clone(),
            name: name.clone(),
            description: description.as_ref().map(Into::into),
            start: start.as_ref().map(Into::into),
            end: end.as_ref().map(Into::into),
            end_is_exclusive: *end_is_exclusive,
            duration: duration.clone(),
            zone: zone.clone(),
            rules: rules.clone(),
            dates: dates.iter().map(Into::into).collect(),
            exclusions: exclusions.iter().map(Into::into).collect(),
            recurrence_id: recurrence_id.as_ref().map(Into::into),
            status: status.clone(),
            mode: mode.clone(),
            kind: kind.clone(),
            places: places.iter().map(Into::into).collect(),
            join_url: join_url.clone(),
            organizer: organizer.as_ref().map(Into::into),
            offers: offers.iter().map(Into::into).collect(),
            is_free: *is_free,
            image_url: image_url.clone(),
            keywords: keywords.clone(),
            topics: topics.clone(),
            language: language.clone(),
            call_for_papers: call_for_papers.as_ref().map(Into::into),
            super_event: super_event.clone(),
            revised: revised.as_ref().map(Into::into),
        }
    }
}

impl From<WordsJson> for Words {
    fn from(value: WordsJson) -> Self {
        let WordsJson {
            uid,
            name,
            description,
            start,
            end,
            end_is_exclusive,
            duration,
            zone,
            rules,
            dates,
            exclusions,
            recurrence_id,
            status,
            mode,
            kind,
            places,
            join_url,
            organizer,
            offers,
            is_free,
            image_url,
            keywords,
            topics,
            language,
            call_for_papers,
            super_event,
            revised,
        } = value;
        Self {
            uid,
            name,
            description: description.map(Into::into),
            start: start.map(Into::into),
            end: end.map(Into::into),
            end_is_exclusive,
            duration,
            zone,
            rules,
            dates: dates.into_iter().map(Into::into).collect(),
            exclusions: exclusions.into_iter().map(Into::into).collect(),
            recurrence_id: recurrence_id.map(Into::into),
            status,
            mode,
            kind,
            places: places.into_iter().map(Into::into).collect(),
            join_url,
            organizer: organizer.map(Into::into),
            offers: offers.into_iter().map(Into::into).collect(),
            is_free,
            image_url,
            keywords,
            topics,
            language,
            call_for_papers: call_for_papers.map(Into::into),
            super_event,
            revised: revised.map(Into::into),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> TimeWords {
        TimeWords { text: text.into(), zone: Some("Europe/Berlin".into()) }
    }

    fn full() -> Words {
        let text = |text: &str| Some(text.to_owned());
        Words {
            uid: text("u"),
            name: text("n\0"),
            description: Some(Prose::Html("<p>d".into())),
            start: Some(time("20260301T180000")),
            end: Some(time("20260301T200000")),
            end_is_exclusive: true,
            duration: text("PT2H"),
            zone: text("z"),
            rules: vec!["FREQ=DAILY".into()],
            dates: vec![time("a")],
            exclusions: vec![time("b")],
            recurrence_id: Some(time("c")),
            status: text("s"),
            mode: text("m"),
            kind: text("k"),
            places: vec![PlaceWords {
                text: text("t"),
                name: text("n"),
                address: text("a"),
                locality: text("l"),
                region: text("r"),
                country: text("c"),
                postal_code: text("p"),
                latitude: Some(52.520_008_1),
                longitude: Some(0.1 + 0.2),
            }],
            join_url: text("j"),
            organizer: Some(OrganizerWords { name: text("o"), url: text("u") }),
            offers: vec![OfferWords { name: text("n"), price: text("p"), currency: text("c"), url: text("u") }],
            is_free: Some(false),
            image_url: text("i"),
            keywords: vec!["k".into()],
            topics: vec!["t".into()],
            language: text("de"),
            call_for_papers: Some(CallForPapersWords {
                opens: Some(time("o")),
                closes: Some(time("c")),
                url: text("u"),
            }),
            super_event: text("w"),
            revised: Some(time("r")),
        }
    }

    fn round(words: &Words) -> Words {
        let text = serde_json::to_string(&WordsJson::from(words)).unwrap();
        serde_json::from_str::<WordsJson>(&text).unwrap().into()
    }

    #[test]
    fn every_word_survives_a_round_trip() {
        assert_eq!(round(&full()), full());
        assert_eq!(round(&Words::default()), Words::default());
    }

    #[test]
    fn what_a_listing_does_not_say_is_left_out() {
        let words = Words { name: Some("Rust".into()), start: Some(TimeWords::default()), ..Words::default() };
        assert_eq!(crate::words_json(&words).to_string(), r#"{"name":"Rust","start":{"text":""}}"#);
    }
}
