//! `robots.txt` (RFC 9309): what a site's owner asks robots to leave alone.

mod cache;
mod known;
mod pattern;

pub(crate) use cache::RobotsCache;
use pattern::{Pattern, normal_path};
use std::time::Duration;
use url::Url;

/// Our product token (RFC 9309 §2.2.1), whatever the User-Agent says beside.
pub const PRODUCT: &str = "hobnob";

/// So much of a file is read, the rest is left (RFC 9309 §2.5 asks for at least 500 KiB).
pub const ROBOTS_BYTES_MAX: usize = 500 * 1024;

/// The longest `Crawl-delay` that is honoured.
const DELAY_MAX: Duration = Duration::from_secs(60);

/// The rules of one file for one robot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Robots {
    rules: Vec<Rule>,
    delay: Option<Duration>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    pattern: Pattern,
    is_allowed: bool,
}

/// What is being gathered while a file is read: the robot's own groups and everybody's, and which the lines belong to.
#[derive(Default)]
struct Reading {
    own: Option<Robots>,
    star: Robots,
    is_own: bool,
    is_star: bool,
    is_naming: bool,
    delay: Option<Duration>,
}

impl Robots {
    /// Reads a file for a robot: its own groups merged, else those for `*`, else nothing is forbidden. Bytes that are no
    /// text do no harm; what is behind [`ROBOTS_BYTES_MAX`] is left, with the line it falls in.
    pub fn parse(file: &[u8], product: &str) -> Self {
        let head = match file.get(..ROBOTS_BYTES_MAX) {
            Some(head) if file.len() > ROBOTS_BYTES_MAX => without_last_line(head),
            _ => file,
        };
        let text = String::from_utf8_lossy(head);
        let mut reading = Reading::default();
        for line in text.trim_start_matches('\u{feff}').split(['\n', '\r']) {
            let line = line.split('#').next().unwrap_or_default();
            if let Some((key, value)) = line.split_once(':') {
                reading.take(&key.trim().to_ascii_lowercase(), value.trim(), product);
            }
        }
        reading.own.unwrap_or(reading.star)
    }

    /// Whether an address may be fetched: the longest rule that matches decides, an allowing one among equals
    /// (RFC 9309 §2.2.2). `/robots.txt` itself always may.
    pub fn allows(&self, url: &Url) -> bool {
        if url.path() == "/robots.txt" {
            return true;
        }
        let path = normal_path(url);
        let matching = self.rules.iter().filter(|rule| rule.pattern.matches(&path));
        matching.max_by_key(|rule| (rule.pattern.octets(), rule.is_allowed)).is_none_or(|rule| rule.is_allowed)
    }

    /// The pause between requests that is asked for, at most a minute.
    pub const fn crawl_delay(&self) -> Option<Duration> {
        self.delay
    }

    /// About how much memory the rules take.
    pub(crate) fn bytes(&self) -> usize {
        self.rules.iter().map(|rule| rule.pattern.octets() + size_of::<Rule>()).sum()
    }
}

impl Reading {
    fn take(&mut self, key: &str, value: &str, product: &str) {
        match key {
            "user-agent" => self.name(value, product),
            "crawl-delay" => {
                self.delay = delay(value).max(self.delay);
                self.spread_delay();
            }
            "allow" | "disallow" => {
                self.is_naming = false;
                // An empty rule forbids nothing, and one that can't match is not worth keeping.
                if !value.is_empty() {
                    let rule = Rule { pattern: Pattern::new(value), is_allowed: key == "allow" };
                    self.push(&rule);
                }
            }
            _ => {} // unknown lines neither end nor split a group
        }
    }

    /// A `User-agent` line: after a rule it begins another group.
    fn name(&mut self, value: &str, product: &str) {
        if !self.is_naming {
            *self = Self { own: self.own.take(), star: std::mem::take(&mut self.star), ..Self::default() };
            self.is_naming = true;
        }
        let token = value.split(|c: char| !(c.is_ascii_alphabetic() || c == '-' || c == '_')).next();
        self.is_star |= value.starts_with('*');
        if token.is_some_and(|token| token.eq_ignore_ascii_case(product)) {
            self.is_own = true;
            self.own.get_or_insert_default();
        }
        self.spread_delay();
    }

    fn push(&mut self, rule: &Rule) {
        if self.is_star {
            self.star.rules.push(rule.clone());
        }
        if let Some(own) = self.own.as_mut().filter(|_| self.is_own) {
            own.rules.push(rule.clone());
        }
    }

    fn spread_delay(&mut self) {
        if self.is_star {
            self.star.delay = self.star.delay.max(self.delay);
        }
        if let Some(own) = self.own.as_mut().filter(|_| self.is_own) {
            own.delay = own.delay.max(self.delay);
        }
    }
}

fn without_last_line(head: &[u8]) -> &[u8] {
    let end = head.iter().rposition(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(0);
    head.get(..end).unwrap_or_default()
}

fn delay(value: &str) -> Option<Duration> {
    let seconds: f64 = value.parse().ok().filter(|seconds| *seconds >= 0.0)?;
    Some(Duration::try_from_secs_f64(seconds).map_or(DELAY_MAX, |delay| delay.min(DELAY_MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn robots(file: &str) -> Robots {
        Robots::parse(file.as_bytes(), PRODUCT)
    }

    fn allowed(file: &str, paths: &[&str]) -> Vec<bool> {
        let robots = robots(file);
        paths.iter().map(|path| robots.allows(&Url::parse(&format!("http://ex.org{path}")).unwrap())).collect()
    }

    #[test]
    fn a_crawl_delay_belongs_to_its_group_and_has_bounds() {
        let delay = |file: &str| robots(file).crawl_delay();
        assert_eq!(delay("User-agent: *\nCrawl-delay: 2.5\n"), Some(Duration::from_millis(2500)));
        assert_eq!(
            delay("User-agent: a\nCrawl-delay: 9\nUser-agent: hobnob\nAllow: /\n"),
            Some(Duration::from_secs(9))
        );
        assert_eq!(delay("User-agent: a\nCrawl-delay: 9\nAllow: /\nUser-agent: hobnob\nAllow: /\n"), None);
        assert_eq!(delay("User-agent: *\nCrawl-delay: 1e300\n"), Some(DELAY_MAX));
        assert_eq!(["-1", "NaN", "soon", ""].map(|d| delay(&format!("User-agent: *\nCrawl-delay: {d}\n"))), [None; 4]);
    }

    #[test]
    fn a_literal_star_or_dollar_is_matched_in_its_encoded_form() {
        let file = "User-agent: *\nDisallow: /a%2Ab\nDisallow: /c$d\n";
        assert_eq!(allowed(file, &["/a*b", "/axb", "/c$d", "/cxd"]), [false, true, false, true]);
    }

    #[test]
    fn what_is_behind_the_limit_is_left_with_the_line_it_falls_in() {
        let mut file = b"User-agent: *\nDisallow: /a\n#".to_vec();
        file.resize(ROBOTS_BYTES_MAX - 12, b'x');
        file.extend_from_slice(b"\nDisallow: /bcd\nDisallow: /e\n");
        let robots = Robots::parse(&file, PRODUCT);
        let allowed =
            ["/a", "/b", "/e"].map(|path| robots.allows(&Url::parse("http://ex.org").unwrap().join(path).unwrap()));
        assert_eq!(allowed, [false, true, true]);
    }

    #[test]
    fn a_page_where_a_file_was_expected_forbids_nothing() {
        assert_eq!(allowed("<!doctype html>\n<a style=\"color: red\">User-agent</a>", &["/x"]), [true]);
    }

    #[test]
    fn a_hostile_file_is_matched_in_a_blink() {
        let few_long = format!("Disallow: /{}b\n", "*a".repeat(2000)).repeat(125);
        let many_short = "Disallow:*aab\n".repeat(36_000);
        let files = [few_long, many_short].map(|rules| robots(&format!("User-agent: *\n{rules}")));
        let url = Url::parse(&format!("http://ex.org/{}", "a".repeat(4000))).unwrap();
        let start = std::time::Instant::now();
        assert_eq!(files.map(|robots| robots.allows(&url)), [true, true]);
        // Far above what linear time takes, far below what anything else would.
        assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    }

    proptest::proptest! {
        #[test]
        fn any_file_is_read(file: Vec<u8>, path in "[ -~]{0,40}") {
            let robots = Robots::parse(&file, PRODUCT);
            if let Ok(url) = Url::parse(&format!("http://ex.org/{path}")) {
                let _ = robots.allows(&url);
            }
        }

        #[test]
        fn lines_in_any_order_are_read(lines in proptest::collection::vec(
            "(User-agent|Disallow|Allow|Crawl-delay|Foo)[ :]{1,2}(hobnob|\\*|/[a-c*$%]{0,6}|[0-9.e-]{1,5})", 0..20)
        ) {
            let url = Url::parse("http://ex.org/abc").unwrap();
            let _ = robots(&lines.join("\n")).allows(&url);
        }
    }
}
