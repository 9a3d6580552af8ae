//! Which codes of two letters are countries', for what people ask for: a code that no country has would find nothing.
//!
//! What listings say is not checked here; a place's country comes from the gazetteer, whose countries are these.

use std::fmt;

use crate::{BadCountryCode, CountryCode, Venue};

/// The codes of ISO 3166-1 and Kosovo's, in order.
const CODES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY \
    BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB \
    GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI \
    KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ \
    NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI \
    SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN \
    VU WF WS XK YE YT ZA ZM ZW";

/// Codes that people write for a country and that are not its own, with the one that is.
const MEANT: &[(&str, &str)] = &[("EL", "GR"), ("EN", "GB"), ("UK", "GB")];

/// Why a text is no country's code; the message names the cure.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnknownCountry {
    /// Not two letters.
    #[error(transparent)]
    NoCode(#[from] BadCountryCode),
    /// Two letters of no country.
    #[error("`{written}` is no country's code of ISO 3166-1; ask for {}", meant.unwrap_or("one such as DE"))]
    NoCountry {
        /// What was written.
        written: String,
        /// What is meant by it, if that is known.
        meant: Option<&'static str>,
    },
}

impl CountryCode {
    /// Whether a country has this code.
    pub fn is_of_a_country(&self) -> bool {
        CODES.split(' ').any(|code| code == self.as_str())
    }
}

/// What countries are called, as somebody knows who knows places: those who write for people are handed it. By default
/// nothing is known, and codes stand for names.
#[derive(Clone, Copy)]
pub struct Countries(pub fn(CountryCode) -> Option<&'static str>);

impl Countries {
    /// A place on one line, its country by name; by its code where that is all that is known.
    pub fn line(self, venue: &Venue) -> String {
        let code = venue.country.as_ref().map(CountryCode::as_str);
        venue.line_in(venue.country.and_then(self.0).or(code))
    }
}

impl Default for Countries {
    fn default() -> Self {
        Self(|_| None)
    }
}

impl fmt::Debug for Countries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Countries")
    }
}

/// Reads the code of a country that there is.
pub fn asked_for(text: &str) -> Result<CountryCode, UnknownCountry> {
    let code: CountryCode = text.parse()?;
    if code.is_of_a_country() {
        return Ok(code);
    }
    let meant = MEANT.iter().find(|(written, _)| *written == code.as_str()).map(|(_, meant)| *meant);
    Err(UnknownCountry::NoCountry { written: text.trim().to_owned(), meant })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_of_no_country_is_answered_with_the_one_that_is_meant() {
        let asked = |text: &str| asked_for(text).map(|code| code.to_string()).map_err(|e| e.to_string());
        assert_eq!(asked(" gb "), Ok("GB".to_owned()));
        assert_eq!(asked("uk"), Err("`uk` is no country's code of ISO 3166-1; ask for GB".to_owned()));
        assert_eq!(asked("QQ"), Err("`QQ` is no country's code of ISO 3166-1; ask for one such as DE".to_owned()));
        assert_eq!(asked("Italy"), Err("`Italy` is not an ISO 3166-1 code of two letters, such as DE".to_owned()));
    }

    #[test]
    fn what_is_meant_is_a_country() {
        assert!(MEANT.iter().all(|(written, meant)| asked_for(meant).is_ok() && asked_for(written).is_err()));
    }

    #[test]
    fn a_place_tells_its_country_by_name_where_that_is_known() {
        let names = Countries(|code| (code.as_str() == "DE").then_some("Germany"));
        let line = |countries: Countries, code: &str| {
            let locality = Some("Berlin".to_owned());
            countries.line(&Venue { locality, country: code.parse().ok(), ..Venue::default() })
        };
        assert_eq!(line(names, "DE"), "Berlin, Germany");
        assert_eq!(line(names, "FR"), "Berlin, FR");
        assert_eq!(line(Countries::default(), "DE"), "Berlin, DE");
        assert_eq!(line(names, ""), "Berlin");
    }
}
