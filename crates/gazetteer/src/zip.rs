//! The state of the United States that a ZIP code says: its first three digits are those of a sorting centre, and hardly any
//! serves two states (United States Postal Service, Publication 65 and labeling list L002, which are public).

use crate::{names::fold, records::Admin1Id};

/// The first and the last of the beginnings that lie in a state, in order.
const STATES: [(u16, u16, &str); 66] = [
    (5, 5, "NY"),
    (10, 27, "MA"),
    (28, 29, "RI"),
    (30, 38, "NH"),
    (39, 49, "ME"),
    (50, 54, "VT"),
    (55, 55, "MA"),
    (56, 59, "VT"),
    (60, 69, "CT"),
    (70, 89, "NJ"),
    (100, 149, "NY"),
    (150, 196, "PA"),
    (197, 199, "DE"),
    (200, 200, "DC"),
    (201, 201, "VA"),
    (202, 205, "DC"),
    (206, 219, "MD"),
    (220, 246, "VA"),
    (247, 268, "WV"),
    (270, 289, "NC"),
    (290, 299, "SC"),
    (300, 319, "GA"),
    (320, 339, "FL"),
    (341, 349, "FL"),
    (350, 369, "AL"),
    (370, 385, "TN"),
    (386, 397, "MS"),
    (398, 399, "GA"),
    (400, 427, "KY"),
    (430, 459, "OH"),
    (460, 479, "IN"),
    (480, 499, "MI"),
    (500, 528, "IA"),
    (530, 549, "WI"),
    (550, 567, "MN"),
    (569, 569, "DC"),
    (570, 577, "SD"),
    (580, 588, "ND"),
    (590, 599, "MT"),
    (600, 629, "IL"),
    (630, 658, "MO"),
    (660, 679, "KS"),
    (680, 693, "NE"),
    (700, 714, "LA"),
    (716, 729, "AR"),
    (730, 731, "OK"),
    (733, 733, "TX"),
    (734, 749, "OK"),
    (750, 799, "TX"),
    (800, 816, "CO"),
    (820, 831, "WY"),
    (832, 838, "ID"),
    (840, 847, "UT"),
    (850, 865, "AZ"),
    (870, 884, "NM"),
    (885, 885, "TX"),
    (889, 898, "NV"),
    (900, 961, "CA"),
    (967, 968, "HI"),
    (970, 979, "OR"),
    (980, 994, "WA"),
    (995, 999, "AK"),
    // Places that the table of divisions may not know: none is found then.
    (6, 7, "PR"),
    (9, 9, "PR"),
    (8, 8, "VI"),
    (969, 969, "GU"),
];

/// The code of the state of a ZIP code, with or without its last four digits.
fn code_of(word: &str) -> Option<&'static str> {
    let (zip, house) = word.split_once('-').unwrap_or((word, "0000"));
    let is_number = |text: &str, length: usize| text.len() == length && text.bytes().all(|b| b.is_ascii_digit());
    if !is_number(zip, 5) || !is_number(house, 4) {
        return None;
    }
    let beginning: u16 = zip.get(..3)?.parse().ok()?;
    STATES.iter().find(|(first, last, _)| (*first..=*last).contains(&beginning)).map(|(.., code)| *code)
}

/// A state by its letters.
pub(crate) fn state(code: &str) -> Option<Admin1Id> {
    Admin1Id::by_key(&fold(code)).find(|division| division.country().is_one_of(&["US"]))
}

/// The state of the last ZIP code in an address: behind the code of its own state it can be nothing else ("Rio Nido, CA,
/// 95471"); in the United States it may stand at the end of any part ("Bloomington, 47401, United States").
pub(crate) fn state_in(text: &str, is_in_the_states: bool) -> Option<Admin1Id> {
    let words: Vec<&str> = text.split([' ', '\n']).filter(|word| !word.is_empty()).collect();
    let mut beside_its_state = words.windows(2).filter_map(|pair| match pair {
        [before, zip] => {
            let code = code_of(zip.trim_matches([',', ';', '(', ')', '.']))?;
            let before = before.trim_matches([',', ';', '(', ')']).replace('.', "");
            (before == code).then(|| state(code))?
        }
        _ => None,
    });
    if let Some(state) = beside_its_state.next_back() {
        return Some(state);
    }
    if !is_in_the_states {
        return None;
    }
    // What begins a part is the number of a house, unless it is all of it.
    let parts = text.split([',', ';', '\n', '(', ')']).map(str::trim);
    parts.filter_map(|part| part.rsplit(' ').next().and_then(code_of)).next_back().and_then(state)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str, country: Option<&str>) -> Option<&'static str> {
        state_in(text, country == Some("US")).map(Admin1Id::name)
    }

    #[test]
    fn the_beginnings_are_in_states_that_are_known() {
        let unknown: Vec<&str> = STATES.iter().map(|(.., code)| *code).filter(|code| state(code).is_none()).collect();
        assert!(unknown.iter().all(|code| ["PR", "VI", "GU"].contains(code)), "{unknown:?}");
        assert!(STATES.iter().all(|(first, last, _)| first <= last));
    }

    #[test]
    fn a_zip_code_is_one_behind_its_own_state() {
        assert_eq!(said("3 Lake Dr, Rio Nido, CA, 95471", None), Some("California"));
        assert_eq!(said("Pequea, PA 17565, Pequea, PA", None), Some("Pennsylvania"));
        assert_eq!(said("Otis, OR 97368-1234", None), Some("Oregon"));
        assert_eq!(said("Cali, CO 76001", None), None, "Colorado has none that begins so");
        assert_eq!(said("10115 Berlin, DE", None), None);
    }

    #[test]
    fn in_the_united_states_it_may_stand_anywhere_but_before_a_street() {
        assert_eq!(said("119 N Duke Street, Lancaster, 17602, United States", Some("US")), Some("Pennsylvania"));
        assert_eq!(said("Lancaster 17602, USA", Some("US")), Some("Pennsylvania"));
        assert_eq!(said("12345 Main Street, Austin, USA", Some("US")), None);
        assert_eq!(said("Lancaster, 17602", None), None);
        assert_eq!(said("", Some("US")), None);
    }
}
