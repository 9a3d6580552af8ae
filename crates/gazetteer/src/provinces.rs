//! The provinces of Italy, whose codes Italians write in brackets behind a town: "Rovereto (TN)".

/// The codes (ISO 3166-2:IT), in order.
const CODES: &[&str] = &[
    "AG", "AL", "AN", "AO", "AP", "AQ", "AR", "AT", "AV", "BA", "BG", "BI", "BL", "BN", "BO", "BR", "BS", "BT", "BZ",
    "CA", "CB", "CE", "CH", "CL", "CN", "CO", "CR", "CS", "CT", "CZ", "EN", "FC", "FE", "FG", "FI", "FM", "FR", "GE",
    "GO", "GR", "IM", "IS", "KR", "LC", "LE", "LI", "LO", "LT", "LU", "MB", "MC", "ME", "MI", "MN", "MO", "MS", "MT",
    "NA", "NO", "NU", "OR", "PA", "PC", "PD", "PE", "PG", "PI", "PN", "PO", "PR", "PT", "PU", "PV", "PZ", "RA", "RC",
    "RE", "RG", "RI", "RM", "RN", "RO", "SA", "SI", "SO", "SP", "SR", "SS", "SU", "SV", "TA", "TE", "TN", "TO", "TP",
    "TR", "TS", "TV", "UD", "VA", "VB", "VC", "VE", "VI", "VR", "VT", "VV",
];

/// What stands before the code of a province in brackets, at the end of a text.
pub(crate) fn before_code(text: &str) -> Option<&str> {
    let (before, code) = text.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    let before = before.trim_end();
    (CODES.binary_search(&code.trim()).is_ok() && !before.is_empty()).then_some(before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_province_stands_in_brackets_at_the_end() {
        assert!(CODES.is_sorted());
        assert_eq!(before_code("Rovereto (TN)"), Some("Rovereto"));
        assert_eq!(before_code("Sala Grande, Camerino (MC) "), Some("Sala Grande, Camerino"));
        for text in ["Rovereto (XX)", "Rovereto TN", "(TN)", "Rovereto (TN), Italy", ""] {
            assert_eq!(before_code(text), None, "{text}");
        }
    }
}
