//! Which addresses a run over a source still has to read: each once, not too many, not too deep, none of other sites.

use std::collections::BTreeSet;

use hobnob_fetch::site_of;
use url::Url;

/// The most pages one run of one source reads, unless the operator says otherwise.
pub const PAGES_MAX: usize = 200;

/// How many links away from its first page a source is followed. Turning the page of a list is no link.
pub(crate) const DEPTH_MAX: usize = 5;

/// The addresses of one run.
pub(crate) struct Frontier {
    sites: BTreeSet<String>,
    waiting: Vec<Step>,
    seen: BTreeSet<Url>,
    pages_max: usize,
    /// Which limit kept an address from being read.
    limit: Option<String>,
    /// Pages of other sites that were named: the first of them, and how many.
    strangers: Option<(Url, usize)>,
}

/// An address to read, and how far from the first one it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) url: Url,
    pub(crate) depth: usize,
    /// Whether it is the next page of the list that the page before is of.
    pub(crate) is_turn: bool,
}

impl Frontier {
    /// Begins at a source's address.
    pub(crate) fn new(start: Url, pages_max: usize) -> Self {
        Self {
            sites: BTreeSet::from([site_of(&start)]),
            seen: BTreeSet::from([start.clone()]),
            pages_max,
            waiting: vec![Step { url: start, depth: 0, is_turn: false }],
            limit: None,
            strangers: None,
        }
    }

    /// The source's first page stood at another address: its site is the source's too.
    pub(crate) fn moved(&mut self, url: &Url) {
        self.sites.insert(site_of(url));
    }

    /// The next address, in the order in which pages name them.
    pub(crate) fn pop(&mut self) -> Option<Step> {
        self.waiting.pop()
    }

    /// Leaves all that is waiting, and gives it.
    pub(crate) fn leave(&mut self) -> impl Iterator<Item = Step> + use<> {
        std::mem::take(&mut self.waiting).into_iter()
    }

    /// Takes in what the page at a step names as its next pages, of too many the first. `url` is where the page stood.
    pub(crate) fn push(&mut self, from: &Step, url: &Url, next: Vec<Url>) {
        let mut taken = Vec::new();
        for next in next {
            let is_turn = is_turn(url, &next) || is_turn(&from.url, &next);
            let depth = from.depth + usize::from(!is_turn);
            if self.seen.contains(&next) {
                continue;
            }
            if !self.sites.contains(&site_of(&next)) {
                let (_, count) = self.strangers.get_or_insert((next, 0));
                *count += 1;
                continue;
            }
            if self.seen.len() >= self.pages_max {
                self.limit.get_or_insert(format!("a run reads at most {} pages", self.pages_max));
            } else if depth > DEPTH_MAX {
                self.limit.get_or_insert(format!("a run follows links at most {DEPTH_MAX} deep"));
            } else {
                self.seen.insert(next.clone());
                taken.push(Step { url: next, depth, is_turn });
            }
        }
        self.waiting.extend(taken.into_iter().rev());
    }

    /// Says that pages of other sites were named and not read, if there were any.
    pub(crate) fn strangers(&self) -> Option<String> {
        let (first, count) = self.strangers.as_ref()?;
        Some(format!(
            "links to other sites were not followed: {count}, one of them {first}; add such a site as a source of its own"
        ))
    }

    /// Which limit kept something from being read, if any did.
    pub(crate) fn limit(self) -> Option<String> {
        self.limit
    }
}

/// Whether two addresses are pages of one list: they differ in their numbers or in their query only.
fn is_turn(from: &Url, to: &Url) -> bool {
    from.host_str() == to.host_str() && without_numbers(from.path()) == without_numbers(to.path())
}

/// A path with each of its numbers as a single zero.
fn without_numbers(path: &str) -> String {
    let mut kept = String::with_capacity(path.len());
    for letter in path.chars() {
        match letter.is_ascii_digit() {
            true if kept.ends_with('0') => {}
            true => kept.push('0'),
            false => kept.push(letter),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse("https://events.example.org/").unwrap().join(text).unwrap()
    }

    /// Walks a web in which each page names its next ones; gives what was read, and the limit.
    fn walked(start: &str, next: impl Fn(&Url) -> Vec<Url>) -> (Vec<String>, Option<String>) {
        let mut frontier = Frontier::new(url(start), PAGES_MAX);
        let mut read = Vec::new();
        while let Some(step) = frontier.pop() {
            read.push(step.url.to_string().replace("https://events.example.org", ""));
            frontier.push(&step, &step.url, next(&step.url));
        }
        (read, frontier.limit())
    }

    fn number(url: &Url) -> u64 {
        url.as_str().rsplit(['=', '/']).next().and_then(|number| number.parse().ok()).unwrap_or_default()
    }

    #[test]
    fn each_address_is_read_once_in_the_order_of_the_pages() {
        let web = |at: &Url| match at.path() {
            "/a" => vec![url("/b"), url("/c")],
            "/b" => vec![url("/a"), url("/d")],
            _ => vec![url("/a"), url("/b")],
        };
        assert_eq!(walked("/a", web), (["/a", "/b", "/d", "/c"].map(str::to_owned).to_vec(), None));
    }

    #[test]
    fn an_endless_list_is_read_for_two_hundred_pages() {
        let (read, limit) = walked("/page?n=1", |at| vec![url(&format!("/page?n={}", number(at) + 1))]);
        assert_eq!((read.len(), limit.as_deref()), (200, Some("a run reads at most 200 pages")));
        let (read, _) = walked("/trap/1", |at| vec![url(&format!("/trap/{}", number(at) + 1))]);
        assert_eq!(read.len(), 200);
    }

    #[test]
    fn of_more_pages_than_are_read_the_first_ones_are() {
        let mut frontier = Frontier::new(url("/"), 4);
        let step = frontier.pop().unwrap();
        frontier.push(&step, &url("/"), ["/next", "/new", "/newer", "/older", "/new", "/oldest"].map(url).to_vec());
        let read: Vec<Url> = std::iter::from_fn(|| frontier.pop()).map(|step| step.url).collect();
        assert_eq!(read, ["/next", "/new", "/newer"].map(url));
        assert_eq!(frontier.limit().as_deref(), Some("a run reads at most 4 pages"));
    }

    #[test]
    fn links_are_followed_five_deep() {
        let (read, limit) = walked("/a", |at| vec![at.join(&format!("{}/a", at.path())).unwrap()]);
        assert_eq!(read, ["/a", "/a/a", "/a/a/a", "/a/a/a/a", "/a/a/a/a/a", "/a/a/a/a/a/a"]);
        assert_eq!(limit.as_deref(), Some("a run follows links at most 5 deep"));
    }

    #[test]
    fn other_sites_are_left_alone_and_subdomains_are_none() {
        let web = |at: &Url| match at.path() {
            "/" => vec![
                url("https://other.example.com/x"),
                url("https://www.example.org/y"),
                url("http://example.org:8080/z"),
            ],
            _ => vec![],
        };
        let (read, limit) = walked("/", web);
        assert_eq!(
            (read, limit),
            (vec!["/".into(), "https://www.example.org/y".into(), "http://example.org:8080/z".into()], None)
        );
    }

    #[test]
    fn a_source_that_moved_has_two_sites() {
        let mut frontier = Frontier::new(url("/"), PAGES_MAX);
        let (step, there) = (frontier.pop().unwrap(), url("https://new.example.com/"));
        frontier.moved(&there);
        frontier.push(&step, &there, vec![url("https://new.example.com/2"), url("/3")]);
        let left: Vec<Url> = std::iter::from_fn(|| frontier.pop()).map(|step| step.url).collect();
        assert_eq!(left, [url("https://new.example.com/2"), url("/3")]);
    }

    #[test]
    fn links_to_other_sites_are_told() {
        let mut frontier = Frontier::new(url("/"), PAGES_MAX);
        let (step, here) = (frontier.pop().unwrap(), url("/"));
        assert_eq!(frontier.strangers(), None);
        frontier.push(&step, &here, vec![url("/2"), url("https://a.example.com/"), url("https://b.example.com/")]);
        let told = frontier.strangers().unwrap();
        assert!(
            told.starts_with("links to other sites were not followed: 2, one of them https://a.example.com/;"),
            "{told}"
        );
    }
}
