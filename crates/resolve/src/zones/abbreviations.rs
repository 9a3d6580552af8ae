//! Abbreviations of zones, each with the place it stands for most often.
//!
//! Those that name a clock of the United States are read as the place, summer or winter: people write "EST" in July.

const MEANINGS: &[(&str, &str)] = &[
    ("ACDT", "Australia/Adelaide"),
    ("ACST", "Australia/Adelaide"),
    ("ADT", "America/Halifax"),
    ("AEDT", "Australia/Sydney"),
    ("AEST", "Australia/Sydney"),
    ("AET", "Australia/Sydney"),
    ("AKDT", "America/Anchorage"),
    ("AKST", "America/Anchorage"),
    ("AOE", "Etc/GMT+12"),
    ("ART", "America/Argentina/Buenos_Aires"),
    ("AST", "America/Halifax"),
    ("AWST", "Australia/Perth"),
    ("BRT", "America/Sao_Paulo"),
    ("BST", "Europe/London"),
    ("CAT", "Africa/Maputo"),
    ("CDT", "America/Chicago"),
    ("CEST", "Europe/Berlin"),
    ("CET", "Europe/Berlin"),
    ("CLST", "America/Santiago"),
    ("CLT", "America/Santiago"),
    ("COT", "America/Bogota"),
    ("CST", "America/Chicago"),
    ("CT", "America/Chicago"),
    ("EAT", "Africa/Nairobi"),
    ("EDT", "America/New_York"),
    ("EEST", "Europe/Athens"),
    ("EET", "Europe/Athens"),
    ("EST", "America/New_York"),
    ("ET", "America/New_York"),
    ("HKT", "Asia/Hong_Kong"),
    ("HST", "Pacific/Honolulu"),
    ("ICT", "Asia/Bangkok"),
    ("IDT", "Asia/Jerusalem"),
    ("IST", "Asia/Kolkata"),
    ("JST", "Asia/Tokyo"),
    ("KST", "Asia/Seoul"),
    ("MDT", "America/Denver"),
    ("MESZ", "Europe/Berlin"),
    ("MEZ", "Europe/Berlin"),
    ("MSK", "Europe/Moscow"),
    ("MST", "America/Denver"),
    ("MT", "America/Denver"),
    ("NDT", "America/St_Johns"),
    ("NPT", "Asia/Kathmandu"),
    ("NST", "America/St_Johns"),
    ("NZDT", "Pacific/Auckland"),
    ("NZST", "Pacific/Auckland"),
    ("PDT", "America/Los_Angeles"),
    ("PET", "America/Lima"),
    ("PHT", "Asia/Manila"),
    ("PKT", "Asia/Karachi"),
    ("PST", "America/Los_Angeles"),
    ("PT", "America/Los_Angeles"),
    ("SAST", "Africa/Johannesburg"),
    ("SGT", "Asia/Singapore"),
    ("TRT", "Europe/Istanbul"),
    ("UYT", "America/Montevideo"),
    ("WAT", "Africa/Lagos"),
    ("WEST", "Europe/Lisbon"),
    ("WET", "Europe/Lisbon"),
    ("WIB", "Asia/Jakarta"),
];

/// The IANA name that an abbreviation stands for most often.
pub(super) fn meaning(text: &str) -> Option<&'static str> {
    let upper = text.to_ascii_uppercase();
    let found = MEANINGS.binary_search_by(|(abbreviation, _)| (*abbreviation).cmp(upper.as_str())).ok()?;
    MEANINGS.get(found).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order_so_that_it_can_be_searched() {
        assert!(MEANINGS.is_sorted());
        for (abbreviation, name) in MEANINGS {
            assert_eq!(meaning(&abbreviation.to_lowercase()), Some(*name));
        }
    }
}
