//! GrowthZone, formerly ChamberMaster, runs the calendars of chambers of commerce. A page of events has a card for each: the
//! title with its link, and below it start and end as the `content` of a `span` and a `meta`, on the wall's clock.

use crate::decode::Content;
use crate::markup::{Element, Tree};
use crate::reading::Reading;
use crate::{links, text};
use hobnob_domain::{Listing, TimeWords, Words};
use memchr::memmem;
use url::Url;

/// The class of a card.
const CARD: &str = "gz-events-card";

/// What a page with such cards has in it.
const MARKS: [&str; 3] = [CARD, "gz-card-title", "gz-card-date"];

/// So many keywords of an event are kept.
const KEYWORDS_MAX: usize = 16;

/// Whether this is a page with cards of events.
pub(crate) fn fits(content: &Content<'_>, _is_wanted: bool) -> bool {
    let has = |mark: &&str| memmem::find(content.text().as_bytes(), mark.as_bytes()).is_some();
    content.first() == Some(b'<') && MARKS.iter().all(has)
}

/// Reads every card.
pub(crate) fn read(content: &Content<'_>, reading: &mut Reading) {
    let tree = Tree::of(content.text());
    for card in tree.elements().filter(|element| is_of(*element, CARD)) {
        if reading.is_full() {
            break;
        }
        match listing(card, &content.page.url) {
            Some(listing) => reading.push(listing),
            None => reading.incomplete("a card has no name and was left out"),
        }
    }
    if tree.is_cut() {
        reading.incomplete("the page has more elements than are read");
    }
}

fn is_of(element: Element<'_, '_>, class: &str) -> bool {
    element.classes().any(|known| known == class)
}

/// The elements within another.
fn within<'t, 'a>(element: Element<'t, 'a>) -> impl Iterator<Item = Element<'t, 'a>> {
    (element.at() + 1..element.end()).filter_map(move |at| element.tree().element(at))
}

/// Those of a class.
fn parts<'t, 'a>(card: Element<'t, 'a>, class: &'static str) -> impl Iterator<Item = Element<'t, 'a>> {
    within(card).filter(move |part| is_of(*part, class))
}

fn listing(card: Element<'_, '_>, base: &Url) -> Option<Listing> {
    let title = parts(card, "gz-card-title").next()?;
    let name = text::phrase(&title.text())?;
    let mut anchors = within(title).chain(within(card)).filter(|element| element.is_one_of(&["a"]));
    let url = anchors.find_map(|anchor| links::absolute(base, &anchor.word("href")?));
    let (start, end) = times(card);
    let words = Words {
        name: Some(name.clone()),
        description: parts(card, "gz-description").next().and_then(|part| text::prose(part.inner_html())),
        start,
        end,
        image_url: parts(card, "gz-events-img").find_map(|image| links::absolute(base, &image.word("src")?)),
        keywords: parts(card, "gz-cat").filter_map(|word| text::phrase(&word.text())).take(KEYWORDS_MAX).collect(),
        ..Words::default()
    };
    Some(Listing { key: url.clone().unwrap_or(name), url, words })
}

/// Start and end; from midnight to midnight, or to the last minute, are whole days.
fn times(card: Element<'_, '_>) -> (Option<TimeWords>, Option<TimeWords>) {
    let moments = parts(card, "gz-card-date").flat_map(within).filter_map(|part| {
        let written = text::line(&part.word("content")?, text::WORD_BYTES_MAX)?;
        written.starts_with(|c: char| c.is_ascii_digit()).then_some(written)
    });
    let moments: Vec<String> = moments.take(2).collect();
    let is_at = |clocks: &[&str], moment: &String| clocks.iter().any(|clock| moment.ends_with(*clock));
    let is_whole = moments.first().is_some_and(|start| start.len() == 16 && is_at(&["T00:00"], start))
        && moments.get(1).is_none_or(|end| end.len() == 16 && is_at(&["T00:00", "T23:59"], end));
    let mut moments = moments.into_iter().map(|mut text| {
        if is_whole {
            text.truncate(10);
        }
        TimeWords { text, zone: None }
    });
    (moments.next(), moments.next())
}
