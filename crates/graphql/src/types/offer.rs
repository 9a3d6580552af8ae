//! What it costs.

use crate::node::global;
use async_graphql::{ID, SimpleObject};
use hobnob_domain::EventId;

/// One kind of ticket.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Offer {
    /// The offer, for caches of clients.
    id: ID,
    /// What it is called, such as "Early bird".
    name: Option<String>,
    /// A decimal number in the currency's main unit, such as "49.90".
    price: Option<String>,
    /// The currency by ISO 4217 code, such as "EUR".
    currency: Option<String>,
    /// Where it is sold.
    url: Option<String>,
}

impl Offer {
    pub(crate) fn new(event: EventId, position: usize, offer: &hobnob_domain::Offer) -> Self {
        let hobnob_domain::Offer { name, price, currency, url } = offer;
        Self {
            id: global("offer", format_args!("{event}-{position}")),
            name: name.clone(),
            price: price.clone(),
            currency: currency.clone(),
            url: url.clone(),
        }
    }
}
