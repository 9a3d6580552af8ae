//! Countries.

use crate::node::global;
use async_graphql::{ID, SimpleObject};
use hobnob_domain::CountryCode;
use hobnob_gazetteer::Gazetteer;

/// A country.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Country {
    /// The country, for caches of clients.
    id: ID,
    /// Its ISO 3166-1 code of two letters, upper case.
    code: String,
    /// Its name in English; the code where the gazetteer has none.
    name: String,
}

impl Country {
    pub(crate) fn new(code: CountryCode, gazetteer: &Gazetteer) -> Self {
        let name = gazetteer.country_name(code).map_or_else(|| code.to_string(), str::to_owned);
        Self { id: global("country", code), code: code.to_string(), name }
    }
}
