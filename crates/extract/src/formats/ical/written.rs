//! Content lines of calendars that were written otherwise, in JSON or XML.

/// The lines so far; none is folded.
#[derive(Default)]
pub(super) struct Lines(String);

/// The parameters of a property, each with its values.
pub(super) type Params<'a> = Vec<(&'a str, Vec<&'a str>)>;

impl Lines {
    /// A component begins.
    pub(super) fn begin(&mut self, name: &str) {
        self.property("BEGIN", Vec::new(), name);
    }

    /// It ends.
    pub(super) fn end(&mut self, name: &str) {
        self.property("END", Vec::new(), name);
    }

    /// A property with its value. What is no name is left out.
    pub(super) fn property(&mut self, name: &str, params: Params<'_>, value: &str) {
        let is_name = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !is_name(name) {
            return;
        }
        self.0.push_str(name);
        for (name, values) in params.iter().filter(|(name, values)| is_name(name) && !values.is_empty()) {
            let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
            self.0.push_str(&format!(";{name}={}", values.join(",")));
        }
        self.0.push(':');
        self.0.extend(value.chars().filter(|c| !matches!(c, '\n' | '\r')));
        self.0.push('\n');
    }

    /// The lines.
    pub(super) fn finished(self) -> Vec<u8> {
        self.0.into_bytes()
    }
}

/// A value of a parameter: in quotes where it needs them, what can't stand in them as RFC 6868 writes it.
fn quoted(value: &str) -> String {
    let encoded = value.replace('^', "^^").replace('\n', "^n").replace('\r', "").replace('"', "^'");
    if encoded.contains([':', ';', ',']) { format!("\"{encoded}\"") } else { encoded }
}

/// The parameters of a property, and the type of its values where that is not the usual one.
pub(super) fn params_of<'a>(params: impl Iterator<Item = (&'a str, Vec<&'a str>)>, kind: &'a str) -> Params<'a> {
    let is_told = matches!(kind, "date" | "period" | "uri" | "binary");
    params.chain(is_told.then(|| ("VALUE", vec![kind]))).collect()
}

/// A value of a type: `2027-05-01T19:00:00Z` loses its marks, text is escaped, anything else stays.
pub(super) fn time(value: &str, kind: &str) -> String {
    match kind {
        "date" | "date-time" | "time" | "period" | "utc-offset" => without_marks(value),
        "text" => escaped(value),
        _ => value.to_owned(),
    }
}

/// Dates and times without their marks: both parts of a period, and what is no time as it is.
fn without_marks(value: &str) -> String {
    let bytes = value.as_bytes();
    let is_mark = |at: usize| {
        let beside = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
        matches!(bytes.get(at), Some(b'-' | b':')) && beside(at.checked_sub(1)) && beside(at.checked_add(1))
    };
    value.char_indices().filter(|(at, _)| !is_mark(*at)).map(|(_, c)| c).collect()
}

/// TEXT (RFC 5545 §3.3.11).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_lose_their_marks_and_nothing_else_does() {
        assert_eq!(time("2027-05-01T19:00:00Z", "date-time"), "20270501T190000Z");
        assert_eq!(time("-05:30", "utc-offset"), "-0530");
        assert_eq!(time("2027-05-01T19:00:00/PT2H", "period"), "20270501T190000/PT2H");
        assert_eq!(time("-1SU", "date-time"), "-1SU");
        assert_eq!(time("a-b; c, d\ne", "text"), "a-b\\; c\\, d\\ne");
    }

    #[test]
    fn a_line_stays_one_line() {
        let mut lines = Lines::default();
        lines.property("SUMMARY", vec![("X-A", vec!["a\"b", "c:d"])], "one\nBEGIN:VEVENT");
        lines.property("no name", Vec::new(), "x");
        assert_eq!(String::from_utf8(lines.finished()).unwrap(), "SUMMARY;X-A=a^'b,\"c:d\":oneBEGIN:VEVENT\n");
    }
}
