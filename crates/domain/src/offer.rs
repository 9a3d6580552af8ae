//! What it costs.

/// One kind of ticket.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offer {
    /// "Early bird".
    pub name: Option<String>,
    /// A decimal number in the currency's main unit: "49.90".
    pub price: Option<String>,
    /// ISO 4217: "EUR".
    pub currency: Option<String>,
    /// Where it is sold.
    pub url: Option<String>,
}
