//! A disc on the Earth, as clients write it.

use async_graphql::InputObject;

/// A disc on the Earth: its middle is a place's name or a point, never both.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct NearInput {
    /// The middle by name, such as `Berlin`, `Portland, Oregon` or `München`. A name that several places bear is refused
    /// with the candidates.
    pub(crate) place: Option<String>,
    /// The middle's latitude in degrees north, from -90 to 90; needs `longitude`.
    pub(crate) latitude: Option<f64>,
    /// The middle's longitude in degrees east, from -180 to 180; needs `latitude`.
    pub(crate) longitude: Option<f64>,
    /// The radius in kilometres, greater than 0 and at most 20040.
    #[graphql(default = 50.0)]
    pub(crate) radius_km: f64,
}

impl NearInput {
    /// The middle as the filter's language writes it, or what is wrong.
    pub(crate) fn text(&self) -> Result<String, String> {
        let Self { place, latitude, longitude, radius_km: _ } = self;
        match (place, latitude, longitude) {
            (Some(place), None, None) if !place.trim().is_empty() => Ok(place.clone()),
            (None, Some(latitude), Some(longitude)) => {
                let text = format!("{latitude},{longitude}");
                match hobnob_domain::query_string::coordinates(&text) {
                    Some(_) => Ok(text),
                    None => Err(format!("{text} is no point on the Earth: latitude -90 to 90, longitude -180 to 180")),
                }
            }
            _ => Err("give either `place`, or both `latitude` and `longitude`".to_owned()),
        }
    }
}
