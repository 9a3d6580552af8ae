//! What we believe about an event.

use crate::json::{Unfit, is_false, maybe_read, read, read_all, schedule::ScheduleJson, written};
use hobnob_domain::{CallForPapers, Facts, NicheId, Offer, Organizer, Point, Venue};
use serde::{Deserialize, Serialize};

/// Counterpart of [`Venue`].
#[derive(Serialize, Deserialize)]
pub(crate) struct VenueJson {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) address: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) locality: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) region: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) country: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) latitude: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) longitude: Option<f64>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(crate) is_town_centre: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) geoname_id: Option<u32>,
}

/// Counterpart of [`Organizer`].
#[derive(Serialize, Deserialize)]
pub(crate) struct OrganizerJson {
    pub(crate) id: String,
    pub(crate) name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) url: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct OfferJson {
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
struct CallForPapersJson {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    opens_at: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    closes_at: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

/// Counterpart of [`Facts`]. In a row of `events` it comes without venue and organizer, which have tables of their own.
#[derive(Serialize, Deserialize)]
pub(crate) struct FactsJson {
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    url: String,
    kind: String,
    status: String,
    attendance_mode: String,
    schedule: ScheduleJson,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) venue: Option<VenueJson>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    more_venues: Vec<VenueJson>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    join_url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) organizer: Option<OrganizerJson>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    niches: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    goals: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    keywords: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    is_free: Option<bool>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    offers: Vec<OfferJson>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    image_url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    call_for_papers: Option<CallForPapersJson>,
}

impl From<&Venue> for VenueJson {
    fn from(value: &Venue) -> Self {
        let Venue { name, address, locality, region, country, point, is_town_centre, geoname_id } = value;
        Self {
            name: name.clone(),
            address: address.clone(),
            locality: locality.clone(),
            region: region.clone(),
            country: country.map(|code| code.to_string()),
            latitude: point.map(Point::latitude),
            longitude: point.map(Point::longitude),
            is_town_centre: *is_town_centre,
            geoname_id: *geoname_id,
        }
    }
}

impl TryFrom<VenueJson> for Venue {
    type Error = Unfit;

    fn try_from(value: VenueJson) -> Result<Self, Unfit> {
        let VenueJson { name, address, locality, region, country, latitude, longitude, is_town_centre, geoname_id } =
            value;
        let country = maybe_read("country", country.as_deref())?;
        let point = latitude.zip(longitude).and_then(|(latitude, longitude)| Point::new(latitude, longitude));
        Ok(Self { name, address, locality, region, country, point, is_town_centre, geoname_id })
    }
}

impl From<&Organizer> for OrganizerJson {
    fn from(value: &Organizer) -> Self {
        let Organizer { id, name, url } = value;
        Self { id: id.to_string(), name: name.clone(), url: url.clone() }
    }
}

impl TryFrom<OrganizerJson> for Organizer {
    type Error = Unfit;

    fn try_from(value: OrganizerJson) -> Result<Self, Unfit> {
        let OrganizerJson { id, name, url } = value;
        Ok(Self { id: read("organizer.id", &id)?, name, url })
    }
}

impl From<&Offer> for OfferJson {
    fn from(value: &Offer) -> Self {
        let Offer { name, price, currency, url } = value;
        Self { name: name.clone(), price: price.clone(), currency: currency.clone(), url: url.clone() }
    }
}

impl From<OfferJson> for Offer {
    fn from(value: OfferJson) -> Self {
        let OfferJson { name, price, currency, url } = value;
        Self { name, price, currency, url }
    }
}

impl From<&CallForPapers> for CallForPapersJson {
    fn from(value: &CallForPapers) -> Self {
        let CallForPapers { opens_at, closes_at, url } = value;
        Self { opens_at: opens_at.map(written), closes_at: closes_at.map(written), url: url.clone() }
    }
}

impl TryFrom<CallForPapersJson> for CallForPapers {
    type Error = Unfit;

    fn try_from(value: CallForPapersJson) -> Result<Self, Unfit> {
        let CallForPapersJson { opens_at, closes_at, url } = value;
        Ok(Self {
            opens_at: maybe_read("opens_at", opens_at.as_deref())?,
            closes_at: maybe_read("closes_at", closes_at.as_deref())?,
            url,
        })
    }
}

impl From<&Facts> for FactsJson {
    #[rustfmt::skip]
    fn from(value: &Facts) -> Self {
        let Facts {
            name, description, url, kind, status, attendance_mode, schedule, venue, more_venues, join_url, organizer,
            niches, goals, keywords, language, is_free, offers, image_url, call_for_papers,
        } = value;
        Self {
            name: name.clone(),
            description: description.clone(),
            url: url.clone(),
            kind: kind.to_string(),
            status: status.to_string(),
            attendance_mode: attendance_mode.to_string(),
            schedule: schedule.into(),
            venue: venue.as_ref().map(Into::into),
            more_venues: more_venues.iter().map(Into::into).collect(),
            join_url: join_url.clone(),
            organizer: organizer.as_ref().map(Into::into),
            niches: niches.iter().map(ToString::to_string).collect(),
            goals: goals.iter().map(ToString::to_string).collect(),
            keywords: keywords.clone(),
            language: language.clone(),
            is_free: *is_free,
            offers: offers.iter().map(Into::into).collect(),
            image_url: image_url.clone(),
            call_for_papers: call_for_papers.as_ref().map(Into::into),
        }
    }
}

impl TryFrom<FactsJson> for Facts {
    type Error = Unfit;

    #[rustfmt::skip]
    fn try_from(value: FactsJson) -> Result<Self, Unfit> {
        let FactsJson {
            name, description, url, kind, status, attendance_mode, schedule, venue, more_venues, join_url, organizer,
            niches, goals, keywords, language, is_free, offers, image_url, call_for_papers,
        } = value;
        Ok(Self {
            name,
            description,
            url,
            kind: read("kind", &kind)?,
            status: read("status", &status)?,
            attendance_mode: read("attendance_mode", &attendance_mode)?,
            schedule: schedule.try_into()?,
            venue: venue.map(TryInto::try_into).transpose()?,
            more_venues: more_venues.into_iter().map(TryInto::try_into).collect::<Result<_, _>>()?,
            join_url,
            organizer: organizer.map(TryInto::try_into).transpose()?,
            // A niche that has left the taxonomy is forgotten: the next replay tells the event anew.
            niches: niches.iter().filter_map(|slug| slug.parse::<NicheId>().ok()).collect(),
            goals: read_all("goals", &goals)?,
            keywords,
            language,
            is_free,
            offers: offers.into_iter().map(Into::into).collect(),
            image_url,
            call_for_papers: call_for_papers.map(TryInto::try_into).transpose()?,
        })
    }
}
