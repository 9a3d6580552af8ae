//! Distances in a letter's words.

use std::borrow::Cow;

/// A distance for people: "3 km", "1,250 km".
pub(crate) fn kilometres(km: f64) -> Cow<'static, str> {
    if km < 1.0 {
        return Cow::Borrowed("under 1 km");
    }
    let digits = format!("{km:.0}");
    let written = match digits.len().checked_sub(3).filter(|at| *at > 0).and_then(|at| digits.split_at_checked(at)) {
        Some((thousands, rest)) => format!("{thousands},{rest} km"),
        None => format!("{digits} km"),
    };
    Cow::Owned(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_of_kilometres_are_parted() {
        assert_eq!(
            [0.4, 1.4, 999.7, 1_249.6, 20_040.0].map(kilometres),
            ["under 1 km", "1 km", "1,000 km", "1,250 km", "20,040 km"]
        );
    }
}
