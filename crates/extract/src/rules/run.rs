//! A page and rules → listings, where the list goes on, and what each rule did.

use super::document::Document;
use super::field::{Field, FieldRule};
use super::follow::{is_there, whole};
use super::items::{self, Item};
use super::listing::{Picked, Sheet};
use super::next::NextRule;
use super::pick::{From, Pick};
use super::report::{RuleReport, RulesReport};
use super::value::{Nearest, Place};
use super::{Detail, List};
use crate::day_order::Evidence;
use crate::decode::Content;
use crate::prose_date::Locale;
use crate::reading::Reading;
use crate::text;
use crate::weight::WORDS_BYTES_MAX;
use chrono::NaiveDate;
use hobnob_domain::{Extraction, Format, Listing, Page, SourceHints};
use scraper::ElementRef;
use std::collections::BTreeMap;
use url::Url;

/// The longest example in a report, in bytes.
pub(super) const EXAMPLE_BYTES_MAX: usize = 80;

/// Reads a page by rules.
pub(super) fn run(page: &Page, rules: &List, hints: &SourceHints) -> (Extraction, RulesReport) {
    let content = Content::new(page);
    let mut reading = Reading::default();
    let mut report = RulesReport::default();
    match Document::parse(&content, rules.needs_json()) {
        Ok(document) => {
            Run { page, rules, hints, document: &document }.read(&mut reading, &mut report);
            if let Some(fault) = document.fault {
                reading.incomplete(format!("the document can't be read to its end: {fault}"));
            }
        }
        Err(why) => reading.incomplete(why),
    }
    tracing::debug!(url = %page.url, items = report.items, listings = reading.len(), "page read by rules");
    (reading.finished(Some(Format::Rules)), report)
}

impl List {
    /// Whether any rule looks into the JSON of a page's scripts.
    fn needs_json(&self) -> bool {
        let any = |fields: &[FieldRule]| fields.iter().flat_map(|rule| &rule.picks).any(Pick::is_json_of_page);
        self.item.json.is_some() || any(&self.fields) || self.detail.as_ref().is_some_and(|detail| any(&detail.fields))
    }
}

/// The fields that dates stand in.
const DATES: [Field; 5] = [Field::StartsAt, Field::StartsOn, Field::EndsAt, Field::EndsOn, Field::CallForPapers];

struct Run<'a> {
    page: &'a Page,
    rules: &'a List,
    hints: &'a SourceHints,
    document: &'a Document,
}

impl<'a> Run<'a> {
    fn read(&self, reading: &mut Reading, report: &mut RulesReport) {
        let is_detail = |detail: &Detail| detail.url.as_ref().is_some_and(|url| url.is_match(self.page.url.as_str()));
        if let Some(detail) = self.rules.detail.as_ref().filter(|detail| is_detail(detail)) {
            self.detail(detail, reading, report);
            return;
        }
        let (items, has_more) = items::items(self.document, &self.rules.item);
        if items.is_empty() {
            if let Some(detail) = self.rules.detail.as_ref().filter(|detail| detail.url.is_none())
                && self.detail(detail, reading, report)
            {
                return;
            }
            return self.nothing(reading, report);
        }
        if has_more {
            reading.incomplete("the page has more items than are read: the others are left out");
        }
        self.list(&items, reading, report);
    }

    fn list(&self, items: &[Item<'a>], reading: &mut Reading, report: &mut RulesReport) {
        report.items = items.len();
        report.rules.push(RuleReport {
            rule: "item".to_owned(),
            selector: self.rules.item.written.clone(),
            matched: items.len(),
            example: None,
        });
        let mut tally = Tally::of(&self.rules.fields);
        let nearest = nearest(self.document, items, &self.rules.fields);
        let mut bytes = 0_usize;
        let picked = (0..).zip(items).map_while(|(number, item)| {
            let place = Place { document: self.document, item, number, nearest: &nearest };
            let picked = picked(&place, &self.rules.fields, &mut tally);
            bytes = bytes.saturating_add(picked.bytes());
            (bytes <= WORDS_BYTES_MAX).then_some(picked)
        });
        let picked: Vec<Picked> = picked.collect();
        if picked.len() < items.len() {
            reading.incomplete("the items of the page say more than is read: the others are left out");
        }
        // One row may tell which number is the day in all of them.
        let sheet = self.sheet(&picked);
        let (found, unread): (Vec<Listing>, Vec<_>) = picked.iter().map(|picked| sheet.listing(picked)).unzip();
        let unread: Vec<String> = unread.into_iter().flatten().collect();
        report.rules.extend(tally.reports);
        self.tell_unread(&unread, reading);
        self.push(found, reading);
        self.go_on(reading, report);
    }

    /// Takes the listings that say enough.
    fn push(&self, found: Vec<Listing>, reading: &mut Reading) {
        let all = found.len();
        let awaits_detail = self.rules.detail.is_some();
        // The heading of a table has words where dates are: no digit, no date.
        let has_date = |listing: &Listing| {
            listing.words.start.as_ref().is_some_and(|start| start.text.contains(|c: char| c.is_numeric()))
        };
        let says_enough = |listing: &Listing| has_date(listing) || (awaits_detail && listing.url.is_some());
        let listings: Vec<Listing> = found.into_iter().filter(says_enough).collect();
        if listings.is_empty() {
            reading.incomplete(format!("{all} items were found, but none with a date: check `starts_at`"));
        } else if listings.len() < all {
            reading.problem(format!("items without a date that were left out: {} of {all}", all - listings.len()));
        }
        let nameless = listings.iter().filter(|listing| listing.words.name.is_none()).count();
        if nameless > 0 && !awaits_detail {
            reading.problem(format!("items without a name: {nameless} of {all}: check `name`"));
        }
        let mut times = BTreeMap::new();
        for url in listings.iter().filter_map(|listing| listing.url.clone()) {
            *times.entry(url).or_insert(0_usize) += 1;
        }
        for mut listing in listings {
            if listing.key.is_empty() {
                let is_shared = listing.url.as_ref().is_some_and(|url| times.get(url).is_some_and(|times| *times > 1));
                listing.key = key(&listing, is_shared && !awaits_detail);
            }
            let link = listing.url.as_deref().filter(|_| awaits_detail).and_then(|url| Url::parse(url).ok());
            match link.filter(|link| *link != self.page.url) {
                Some(_) if is_over(&listing, self.page.fetched_at.date_naive()) => reading.push_in_part(listing),
                Some(link) => {
                    reading.detail_page(link);
                    reading.push(listing);
                }
                None => reading.push(listing),
            }
        }
    }

    /// Notes the next page; it comes before the pages behind links.
    fn go_on(&self, reading: &mut Reading, report: &mut RulesReport) {
        if let Some(rule) = &self.rules.next {
            next_page(rule, self.document, &self.page.url, reading, report);
        }
    }

    /// Reads the page behind a link; whether it said anything.
    fn detail(&self, detail: &Detail, reading: &mut Reading, report: &mut RulesReport) -> bool {
        let mut tally = Tally::of(&detail.fields);
        let items = [whole(self.document)];
        let nearest = nearest(self.document, &items, &detail.fields);
        let [item] = &items;
        let picked =
            picked(&Place { document: self.document, item, number: 0, nearest: &nearest }, &detail.fields, &mut tally);
        report.rules.extend(tally.reports);
        report.is_detail = true;
        if picked.is_empty() {
            return false;
        }
        report.items = 1;
        let (mut listing, unread) = self.sheet(std::slice::from_ref(&picked)).listing(&picked);
        self.tell_unread(&unread.into_iter().collect::<Vec<_>>(), reading);
        listing.url = Some(without_fragment(&self.page.url));
        listing.key = key(&listing, false);
        reading.push(listing);
        true
    }

    fn nothing(&self, reading: &mut Reading, report: &mut RulesReport) {
        report.is_detail = false;
        report.rules.insert(
            0,
            RuleReport {
                rule: "item".to_owned(),
                selector: self.rules.item.written.clone(),
                matched: 0,
                example: None,
            },
        );
        let is_empty_list = self.rules.empty.as_ref().is_some_and(|empty| is_there(self.document, empty));
        if !is_empty_list {
            let item = &self.rules.item.written;
            reading.incomplete(format!(
                "`item` matches nothing on the page ({item}): it looks otherwise now, or is made by scripts; \
                 for a list that may be empty, name what is there then: empty = \".no-events\""
            ));
        }
    }

    fn sheet(&self, picked: &[Picked]) -> Sheet<'a> {
        Sheet {
            base: &self.document.base,
            dates: &self.rules.dates,
            locale: self.locale(picked),
            read_on: self.page.fetched_at.date_naive(),
        }
    }

    /// The language that dates are read in: as the rules say, else as the page does. The dates themselves are believed
    /// first on how day and month stand in them.
    fn locale(&self, picked: &[Picked]) -> Option<Locale> {
        let of_page = || self.document.language.as_deref().and_then(|language| language.parse().ok());
        let mut evidence = Evidence::default();
        for field in DATES {
            picked.iter().filter_map(|picked| picked.get(field)).for_each(|text| evidence.text(text));
        }
        let written = self.rules.dates.locale;
        let by_dates = evidence.verdict();
        let order = by_dates.or_else(|| if written.is_none() { evidence.order(self.page, self.hints) } else { None });
        let locale = written.or_else(of_page);
        order.map(|order| Locale::ordered(locale, order)).or(locale)
    }

    fn tell_unread(&self, unread: &[String], reading: &mut Reading) {
        let unread: Vec<&String> = unread.iter().filter(|text| text.contains(|c: char| c.is_numeric())).collect();
        if let Some(first) = unread.first() {
            let cure = if self.rules.dates.locale.is_none() { "; `dates.locale` or `dates.patterns` help" } else { "" };
            reading.problem(format!("dates that can't be read: {}, the first “{first}”{cure}", unread.len()));
        }
    }
}

/// Notes the next page; it comes before the pages behind links. Says whether there is one.
pub(super) fn next_page(
    rule: &NextRule,
    document: &Document,
    page: &Url,
    reading: &mut Reading,
    report: &mut RulesReport,
) -> bool {
    let next = rule.address(document, page);
    report.rules.push(RuleReport {
        rule: "next".to_owned(),
        selector: rule.written().to_owned(),
        matched: usize::from(next.is_some()),
        example: next.as_ref().map(|next| text::cut(next.as_str(), EXAMPLE_BYTES_MAX).to_owned()),
    });
    let goes_on = next.is_some();
    if let Some(next) = next {
        reading.next_page_first(next);
    }
    goes_on
}

/// Whether it is days ago: its own page has nothing new to say.
fn is_over(listing: &Listing, today: NaiveDate) -> bool {
    let last = listing.words.end.as_ref().or(listing.words.start.as_ref());
    let day = last.and_then(|last| last.text.get(..10)?.parse::<NaiveDate>().ok());
    day.is_some_and(|day| today.signed_duration_since(day).num_days() > 2)
}

/// What identifies a listing: its address, with the start where several share it; else name and start.
fn key(listing: &Listing, is_shared: bool) -> String {
    let start = listing.words.start.as_ref().map(|start| start.text.as_str()).unwrap_or_default();
    match &listing.url {
        Some(url) if is_shared => format!("{url} {start}"),
        Some(url) => Url::parse(url).map_or_else(|_| url.clone(), |url| without_fragment(&url)),
        None => format!("{} {start}", listing.words.name.as_deref().unwrap_or_default()).trim().to_owned(),
    }
}

fn without_fragment(url: &Url) -> String {
    let mut url = url.clone();
    url.set_fragment(None);
    url.into()
}

/// Counts what the picks of some fields gave.
struct Tally {
    reports: Vec<RuleReport>,
    /// Where each field's reports begin.
    starts: Vec<usize>,
}

impl Tally {
    fn of(fields: &[FieldRule]) -> Self {
        let mut tally = Self { reports: Vec::new(), starts: Vec::new() };
        for rule in fields {
            tally.starts.push(tally.reports.len());
            for (which, pick) in (1..).zip(&rule.picks) {
                let name = if rule.picks.len() > 1 { format!("{} ({which})", rule.name) } else { rule.name.clone() };
                tally.reports.push(RuleReport {
                    rule: name,
                    selector: pick.written.clone(),
                    matched: 0,
                    example: None,
                });
            }
        }
        tally
    }

    fn count(&mut self, rule: usize, pick: usize, value: &str) {
        let report = self.starts.get(rule).and_then(|start| self.reports.get_mut(start + pick));
        if let Some(report) = report {
            report.matched += 1;
            if report.example.is_none() {
                report.example = text::line(value, EXAMPLE_BYTES_MAX);
            }
        }
    }
}

/// What the fields give for an item.
fn picked(place: &Place<'_, '_>, fields: &[FieldRule], tally: &mut Tally) -> Picked {
    let mut picked = Picked::default();
    for (number, rule) in fields.iter().enumerate() {
        let Some((which, value)) = place.first(&rule.picks, rule.field.is_address(), rule.field.is_list()) else {
            continue;
        };
        tally.count(number, which, &value);
        if rule.field == Field::Description {
            picked.is_html = rule.picks.get(which).is_some_and(|pick| pick.html);
        }
        picked.put(rule.field, value);
    }
    if let Item::Text { groups, .. } = place.item {
        for (name, value) in groups {
            if let Some(field) = super::field::named(name) {
                picked.put(field, value.clone());
            }
        }
    }
    picked
}

/// The match nearest before or after each item, for the picks that ask for it: one walk through the page for each.
fn nearest<'a>(document: &'a Document, items: &[Item<'a>], fields: &[FieldRule]) -> Nearest<'a> {
    let picks = fields.iter().flat_map(|rule| &rule.picks).flat_map(Pick::all_parts);
    let picks = picks.filter(|pick| matches!(pick.from, From::Before | From::After));
    let firsts: Vec<Option<ElementRef<'a>>> = items.iter().map(Item::first).collect();
    picks.filter_map(|pick| Some((pick.number, walked(document, &firsts, pick)?))).collect()
}

fn walked<'a>(
    document: &'a Document,
    firsts: &[Option<ElementRef<'a>>],
    pick: &Pick,
) -> Option<Vec<Option<ElementRef<'a>>>> {
    let selector = pick.select.as_ref()?;
    let mut nearest = vec![None; firsts.len()];
    let mut last = None;
    // The items that begin next, and those that wait for what comes after them.
    let (mut next, mut waiting) = (0, 0);
    for element in document.html.as_ref()?.tree.root().descendants().filter_map(ElementRef::wrap) {
        let is_match = selector.matches(&element);
        if is_match && pick.from == From::After {
            nearest.get_mut(waiting..next)?.fill(Some(element));
            waiting = next;
        }
        while firsts.get(next) == Some(&Some(element)) {
            if pick.from == From::Before {
                *nearest.get_mut(next)? = last;
            }
            next += 1;
        }
        if is_match {
            last = Some(element);
        }
    }
    Some(nearest)
}
