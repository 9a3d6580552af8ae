//! What an event costs, as calendar plugins of websites say it: `X-COST`, `X-TICKETS-URL`.

use super::names::Name;
use super::tree::Event;
use super::value::unescaped;
use crate::{links, text};
use hobnob_domain::OfferWords;
use url::Url;

/// The offer of an event that has one.
pub(super) fn read(event: &Event, base: &Url) -> Vec<OfferWords> {
    let price =
        event.value(Name::Cost).and_then(|cost| text::line(&text::phrase(&unescaped(cost))?, text::WORD_BYTES_MAX));
    let url = event.value(Name::TicketsUrl).and_then(|url| links::absolute(base, &unescaped(url)));
    let offer = OfferWords { price, url, ..OfferWords::default() };
    if offer == OfferWords::default() { Vec::new() } else { vec![offer] }
}
