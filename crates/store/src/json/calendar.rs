//! What stands in a calendar, in its row: filters and options as the query string writes them, and the place with its
//! point, so that a calendar stays where it is though the gazetteer learns.

use crate::json::Unfit;
use hobnob_domain::{
    CalendarOptions, EventFilter, Near, PlaceError, Point, UnreadFilter,
    query_string::{Query, read_filter, read_query, write_filter, write_query},
    without_lost_niches,
};
use serde::{Deserialize, Serialize};
use url::form_urlencoded;

type Pairs = Vec<(String, String)>;

#[derive(Clone, Serialize, Deserialize)]
struct NearJson {
    text: String,
    latitude: f64,
    longitude: f64,
    radius_km: f64,
}

/// Counterpart of [`EventFilter`].
#[derive(Serialize, Deserialize)]
pub(crate) struct FilterJson {
    query: Pairs,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    near: Option<NearJson>,
}

fn owned(pairs: Vec<(&'static str, String)>) -> Pairs {
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn pairs(pairs: &Pairs) -> impl Iterator<Item = (&str, &str)> {
    pairs.iter().map(|(key, value)| (key.as_str(), value.as_str()))
}

fn nowhere(text: &str) -> Result<hobnob_domain::FoundPlace, PlaceError> {
    Err(PlaceError::NotFound { text: text.to_owned() })
}

impl From<&EventFilter> for FilterJson {
    fn from(filter: &EventFilter) -> Self {
        let near = filter.near.as_ref().map(|near| {
            let Near { text, point, radius_km } = near;
            NearJson {
                text: text.clone(),
                latitude: point.latitude(),
                longitude: point.longitude(),
                radius_km: *radius_km,
            }
        });
        Self { query: owned(write_filter(&EventFilter { near: None, ..filter.clone() })), near }
    }
}

impl FilterJson {
    /// As people write it in addresses.
    fn query_string(&self) -> String {
        let mut written = form_urlencoded::Serializer::new(String::new());
        written.extend_pairs(pairs(&self.query));
        if let Some(near) = &self.near {
            written.append_pair("near", &near.text).append_pair("radius_km", &near.radius_km.to_string());
        }
        written.finish()
    }

    /// The filter with those of its niches alone that there are; none where none is left.
    fn narrowed(&self) -> Option<Self> {
        let query = without_lost_niches(self.query.clone())?;
        Some(Self { query, near: self.near.clone() })
    }
}

impl TryFrom<FilterJson> for EventFilter {
    type Error = Unfit;

    fn try_from(json: FilterJson) -> Result<Self, Unfit> {
        let FilterJson { query, near } = json;
        let filter = read_filter(pairs(&query), &nowhere).map_err(|fault| Unfit(fault.to_string()))?;
        let near = near.map(|near| {
            let NearJson { text, latitude, longitude, radius_km } = near;
            let point = Point::new(latitude, longitude).ok_or_else(|| Unfit("`near` is no point".to_owned()))?;
            Ok(Near { text, point, radius_km })
        });
        Ok(Self { near: near.transpose()?, ..filter })
    }
}

/// Options as text.
pub(crate) fn options_text(options: &CalendarOptions) -> Result<String, serde_json::Error> {
    let query = Query { options: options.clone(), ..Query::default() };
    serde_json::to_string(&owned(write_query(&query)))
}

/// Options from text.
pub(crate) fn options(text: &str) -> Result<CalendarOptions, Unfit> {
    let read: Pairs = serde_json::from_str(text).map_err(|error| Unfit(error.to_string()))?;
    Ok(read_query(pairs(&read), &nowhere).map_err(|fault| Unfit(fault.to_string()))?.options)
}

/// Filters as text.
pub(crate) fn filters_text(filters: &[EventFilter]) -> Result<String, serde_json::Error> {
    serde_json::to_string(&filters.iter().map(FilterJson::from).collect::<Vec<_>>())
}

/// Filters from text, and those of them that can't be read as they were written.
pub(crate) fn filters(text: &str) -> Result<(Vec<EventFilter>, Vec<UnreadFilter>), Unfit> {
    let read: Vec<FilterJson> = serde_json::from_str(text).map_err(|error| Unfit(error.to_string()))?;
    let (mut filters, mut unread) = (Vec::new(), Vec::new());
    for json in read {
        let (query, narrowed) = (json.query_string(), json.narrowed());
        match EventFilter::try_from(json) {
            Ok(filter) => filters.push(filter),
            Err(Unfit(reason)) => {
                let narrowed = narrowed.and_then(|json| EventFilter::try_from(json).ok());
                filters.extend(narrowed.clone());
                unread.push(UnreadFilter { query, reason, narrowed });
            }
        }
    }
    Ok((filters, unread))
}
