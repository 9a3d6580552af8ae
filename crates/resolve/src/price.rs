//! What an event costs.

use std::sync::LazyLock;

use hobnob_domain::{Offer, OfferWords, text::folded};
use url::Url;

use crate::{address, sanitize};

/// The most offers kept of one listing.
const OFFERS_MAX: usize = 20;

/// Words for "nothing", folded.
static FREE: LazyLock<Vec<String>> = LazyLock::new(|| FREE_WORDS.iter().map(|word| folded(word)).collect());

const FREE_WORDS: &[&str] = &[
    "free",
    "kostenlos",
    "kostenfrei",
    "gratis",
    "gratuit",
    "gratuito",
    "gratuita",
    "gratuite",
    "eintritt frei",
    "free entry",
    "free of charge",
    "no cost",
    "for free",
    "entree libre",
    "entrada libre",
    "ilmainen",
    "zdarma",
    "bezplatne",
    "ingyenes",
    "бесплатно",
    "безкоштовно",
    "無料",
    "免费",
    "무료",
];

const SYMBOLS: &[(&str, &str)] = &[
    ("US$", "USD"),
    ("CA$", "CAD"),
    ("C$", "CAD"),
    ("A$", "AUD"),
    ("AU$", "AUD"),
    ("NZ$", "NZD"),
    ("S$", "SGD"),
    ("HK$", "HKD"),
    ("R$", "BRL"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("¥", "JPY"),
    ("₹", "INR"),
    ("₩", "KRW"),
    ("₽", "RUB"),
    ("₴", "UAH"),
    ("₺", "TRY"),
    ("₪", "ILS"),
    ("zł", "PLN"),
    ("Kč", "CZK"),
    ("$", "USD"),
];

/// What is known of the price: whether it costs nothing, and the offers.
pub(crate) fn prices(is_free: Option<bool>, words: &[OfferWords], base: &Url) -> (Option<bool>, Vec<Offer>) {
    let mut offers: Vec<Offer> = words.iter().take(OFFERS_MAX).filter_map(|words| offer(words, base)).collect();
    offers.sort_by(|a, b| key(a).cmp(&key(b)));
    offers.dedup();
    let is_nothing = |offer: &Offer| offer.price.as_deref().map(|price| price == "0");
    let told: Vec<bool> = offers.iter().filter_map(is_nothing).collect();
    let by_offers = match (told.iter().any(|free| *free), told.iter().any(|free| !free)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        // A free ticket beside paid ones may be for the exhibition, the stream or students: nobody says.
        _ => None,
    };
    let is_free = match (is_free, by_offers) {
        // Plugins write "accessible for free" for want of a thought; prices are written by hand.
        (Some(true), Some(false)) => Some(false),
        (said, by_offers) => said.or(by_offers),
    };
    (is_free, offers)
}

/// What offers are ordered by.
pub(crate) fn key(offer: &Offer) -> (Option<&str>, Option<&str>, Option<&str>, Option<&str>) {
    let Offer { name, price, currency, url } = offer;
    (name.as_deref(), price.as_deref(), currency.as_deref(), url.as_deref())
}

fn offer(words: &OfferWords, base: &Url) -> Option<Offer> {
    let price = words.price.as_deref().and_then(amount);
    let currency = words.currency.as_deref().and_then(code).or_else(|| words.price.as_deref().and_then(symbol));
    let offer = Offer {
        name: words.name.as_deref().and_then(|name| sanitize::line(name, 120)),
        currency: currency.filter(|_| price.as_deref().is_some_and(|price| price != "0")),
        price,
        url: words.url.as_deref().and_then(|url| address::shown(url, Some(base))),
    };
    (offer != Offer::default()).then_some(offer)
}

/// An ISO 4217 code.
fn code(text: &str) -> Option<String> {
    let text = text.trim();
    let is_code = text.len() == 3 && text.bytes().all(|b| b.is_ascii_alphabetic());
    if is_code { Some(text.to_ascii_uppercase()) } else { symbol(text) }
}

fn symbol(text: &str) -> Option<String> {
    let named = SYMBOLS.iter().find(|(symbol, _)| text.contains(symbol)).map(|(_, code)| (*code).to_owned());
    named.or_else(|| {
        let mut words = text.split(|c: char| !c.is_ascii_alphabetic());
        words.find(|word| word.len() == 3 && word.bytes().all(|b| b.is_ascii_uppercase())).map(str::to_owned)
    })
}

/// A decimal number in the main unit: `49,90 €` → `49.90`, `1,234.50` → `1234.50`, `free` → `0`. `None` for a range, a
/// negative number or words.
fn amount(text: &str) -> Option<String> {
    if text.len() > 60 {
        return None;
    }
    if FREE.contains(&folded(text)) {
        return Some("0".to_owned());
    }
    let start = text.find(|c: char| c.is_ascii_digit())?;
    if text.get(..start)?.trim_end().ends_with('-') {
        return None;
    }
    let from = text.get(start..)?;
    let end = from.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',' | '\'' | '’')).unwrap_or(from.len());
    let (number, rest) = from.split_at_checked(end)?;
    if rest.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    decimal(number.trim_end_matches(['.', ',']))
}

fn decimal(number: &str) -> Option<String> {
    // The last mark parts whole and fraction, unless three digits follow it: then it groups thousands.
    let point = number.rfind(['.', ',']).filter(|at| number.len() - at - 1 != 3);
    let (whole, fraction) =
        point.map_or((number, ""), |at| (number.get(..at).unwrap_or(""), number.get(at + 1..).unwrap_or("")));
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let whole = digits(whole);
    let whole = whole.trim_start_matches('0');
    let mut fraction: String = digits(fraction).chars().take(2).collect();
    if whole.len() > 12 {
        return None;
    }
    if fraction.bytes().all(|b| b == b'0') {
        fraction.clear();
    }
    let whole = if whole.is_empty() { "0" } else { whole };
    Some(if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction:0<2}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offers(prices: &[&str]) -> Vec<OfferWords> {
        prices.iter().map(|price| OfferWords { price: Some((*price).to_owned()), ..OfferWords::default() }).collect()
    }

    fn is_free(said: Option<bool>, texts: &[&str]) -> Option<bool> {
        prices(said, &offers(texts), &Url::parse("https://a.org").unwrap()).0
    }

    #[test]
    fn amounts_are_read_in_every_spelling() {
        for (text, price) in [
            ("49.90", Some("49.90")),
            ("49,9 €", Some("49.90")),
            ("€ 1.234,50", Some("1234.50")),
            ("USD 1,234", Some("1234")),
            ("CHF 1'234.00", Some("1234")),
            ("0.00", Some("0")),
            ("0", Some("0")),
            ("Free", Some("0")),
            ("kostenlos", Some("0")),
            ("Eintritt frei!", Some("0")),
            ("10-20", None),
            ("-5", None),
            ("ask us", None),
            ("", None),
        ] {
            assert_eq!(amount(text).as_deref(), price, "{text}");
        }
    }

    #[test]
    fn currencies_are_codes() {
        assert_eq!(code("eur").as_deref(), Some("EUR"));
        assert_eq!(code("€").as_deref(), Some("EUR"));
        assert_eq!(symbol("US$20").as_deref(), Some("USD"));
        assert_eq!(symbol("20 SEK").as_deref(), Some("SEK"));
        assert_eq!(symbol("20"), None);
    }

    #[test]
    fn offers_tell_whether_it_is_free() {
        assert_eq!(is_free(None, &["0", "free"]), Some(true));
        assert_eq!(is_free(None, &["10", "20"]), Some(false));
        assert_eq!(is_free(None, &["0", "20"]), None);
        assert_eq!(is_free(None, &[]), None);
        assert_eq!(is_free(Some(true), &["20"]), Some(false));
        assert_eq!(is_free(Some(true), &["0", "20"]), Some(true));
        assert_eq!(is_free(Some(false), &[]), Some(false));
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_a_price(text in ".{0,40}") {
            let _ = (amount(&text), symbol(&text));
        }
    }
}
