//! A row of a list of events: an object whose fields have the names that lists use. Names are compared without case,
//! blanks, dashes and underscores, so that `Start Date`, `start_date` and `startDate` are one.

mod blocks;
mod days;
mod dotnet;
mod house;
mod joint;
mod languages;
mod midnight;
mod papers;
mod place;
mod prefix;
mod repeats;
mod sittings;
mod status;
mod time;

use crate::{links, text};
use hobnob_domain::text::folded;
use hobnob_domain::{Listing, OfferWords, OrganizerWords, TimeWords, Words};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use url::Url;

pub(crate) use place::is_mode;

/// So many keywords of a row are kept.
const KEYWORDS_MAX: usize = 32;

/// The fields of an object by their simplified names.
pub(crate) struct Row<'a>(BTreeMap<String, &'a Value>);

const NAMES: [&str; 14] = [
    "name",
    "title",
    "eventname",
    "eventtitle",
    "conference",
    "conferencename",
    "meetupname",
    "subject",
    "summary",
    "headline",
    "event",
    "boardname",
    "bodyname",
    "committeename",
];
const URLS: [&str; 27] = [
    "url",
    "eventurl",
    "link",
    "href",
    "hyperlink",
    "permalink",
    "eventlink",
    "website",
    "websiteurl",
    "websiteuri",
    "homepage",
    "htmllink",
    "staticurl",
    "publicurl",
    "eventuri",
    "registrationurl",
    "ticketsurl",
    "uri",
    "site",
    "web",
    "webpage",
    "signupurl",
    "canonicalurl",
    "browserurl",
    "permalinkurl",
    "weblink",
    "insiteurl",
];
const IDS: [&str; 9] = ["icaluid", "uid", "id", "eventid", "uuid", "guid", "slug", "apiid", "key"];
const PROSE: [&str; 10] = [
    "description",
    "descriptionhtml",
    "body",
    "content",
    "details",
    "abstract",
    "excerpt",
    "descriptionshort",
    "about",
    "eventcomment",
];
const IMAGES: [&str; 9] =
    ["image", "imageurl", "picture", "cover", "coverurl", "coverimage", "thumbnail", "photo", "banner"];
const ORGANIZERS: [&str; 12] = [
    "organizer",
    "organiser",
    "organizername",
    "host",
    "hostedby",
    "hosts",
    "group",
    "groupname",
    "community",
    "chapter",
    "chaptertitle",
    "organization",
];
const KEYWORDS: [&str; 6] = ["tags", "keywords", "topics", "categories", "category", "labels"];

/// Whether a field of that name is one of those above.
fn knows(name: &str) -> bool {
    [&NAMES[..], &URLS, &IDS, &PROSE, &IMAGES, &ORGANIZERS, &KEYWORDS].iter().any(|names| names.contains(&name))
}

impl<'a> Row<'a> {
    /// Takes an object.
    pub(crate) fn of(object: &'a Map<String, Value>) -> Self {
        let mut fields = BTreeMap::new();
        for (key, value) in object.iter().filter(|(_, value)| !is_empty(value)) {
            fields.entry(simplified(key)).or_insert(value);
        }
        // WordPress dates its posts of all kinds by when they were published.
        if fields.contains_key("dategmt") && fields.contains_key("modifiedgmt") {
            fields.remove("date");
        }
        languages::unsuffixed(object, &mut fields);
        languages::resolve(&mut fields);
        prefix::resolve(&mut fields);
        Self(fields)
    }

    /// The first of these fields that says something.
    pub(crate) fn value(&self, names: &[&str]) -> Option<&'a Value> {
        names.iter().find_map(|name| self.0.get(*name)).copied()
    }

    /// The first of these fields that is, or has, a line of text.
    pub(crate) fn phrase(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| phrase(self.0.get(*name)?))
    }

    /// The first of these fields that is, or has, an address.
    pub(crate) fn link(&self, names: &[&str], base: &Url) -> Option<String> {
        names.iter().find_map(|name| link(self.0.get(*name)?, base))
    }

    /// The first of these fields that is an object.
    fn object(&self, names: &[&str]) -> Option<Row<'a>> {
        names.iter().find_map(|name| first(first(self.0.get(*name)?)).as_object()).map(Row::of)
    }

    /// The first of these fields that is yes or no.
    pub(crate) fn truth(&self, names: &[&str]) -> Option<bool> {
        names.iter().find_map(|name| match self.0.get(*name)? {
            Value::Bool(truth) => Some(*truth),
            Value::String(text) => match text.trim().to_ascii_lowercase().as_str() {
                "true" | "yes" | "1" => Some(true),
                "false" | "no" | "0" => Some(false),
                _ => None,
            },
            Value::Number(number) => number.as_u64().filter(|number| *number < 2).map(|number| number == 1),
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        })
    }

    /// The name of the event.
    pub(crate) fn name(&self) -> Option<String> {
        self.phrase(&NAMES)
    }

    /// Whether this is an event and not, say, an article with a title and a date: it has a name and a start that is
    /// called so, or a date and beside it an end, a time or a place.
    pub(crate) fn is_event(&self) -> bool {
        self.name().is_some()
            && match time::start_field(self) {
                Some(time::Called::Start) => self.has_more() || self.value(&URLS).is_some() || self.is_called_event(),
                Some(time::Called::Date) => self.has_more(),
                None => false,
            }
    }

    /// Whether something is said in a field that is called a start or a date, be it understood or not.
    pub(crate) fn may_start(&self) -> bool {
        time::is_said(self)
    }

    /// Whether a field that is called a start, or the date of an event, is a moment: any extension may have a date.
    pub(crate) fn has_start(&self) -> bool {
        time::start_field(self) == Some(time::Called::Start) || self.moment(&["eventdate", "meetingdate"]).is_some()
    }

    /// Whether a lone object is certainly an event: its start is called so, and it names a place, and an end or a page.
    pub(crate) fn is_surely_event(&self) -> bool {
        let has_start = time::start_field(self) == Some(time::Called::Start);
        has_start && place::is_named(self) && (time::has_end(self) || self.value(&URLS).is_some())
    }

    /// Whether it has a name and a day, as events have and other things too.
    pub(crate) fn is_dated(&self) -> bool {
        self.name().is_some() && time::start_field(self).is_some()
    }

    /// Whether it says where.
    pub(crate) fn names_place(&self) -> bool {
        place::is_named(self)
    }

    /// Whether it has a page.
    pub(crate) fn has_page(&self) -> bool {
        self.value(&URLS).is_some()
    }

    /// Whether a field is called as only events' are, or says that this is one.
    pub(crate) fn speaks_of_events(&self) -> bool {
        let kind = self.phrase(&["type", "kind", "category"]).map(|kind| folded(&kind)).unwrap_or_default();
        prefix::is_of_event(&self.0) || kind.split(' ').next_back().is_some_and(|word| word == "event" || is_kind(word))
    }

    /// Whether it says of itself that it is an event: `"_type": "event"`, `"__typename": "CommunityEvent"`.
    fn is_called_event(&self) -> bool {
        self.phrase(&["typename", "type", "object"]).is_some_and(|kind| kind == "event" || kind.ends_with("Event"))
    }

    fn has_more(&self) -> bool {
        time::has_end(self) || place::is_named(self) || self.duration().is_some()
    }

    /// How long it takes, as ISO 8601 writes it.
    fn duration(&self) -> Option<String> {
        let written = self.phrase(&["duration"]).filter(|duration| duration.starts_with('P'));
        written.or_else(|| repeats::length(self.value(&["duration"]).filter(|_| repeats::are_told(self))?))
    }

    /// What the row says as an event; a row without a name is none.
    pub(crate) fn listing(&self, base: &Url) -> Option<Listing> {
        let words = self.words(base);
        let name = words.name.as_deref()?;
        let url = self.link(&URLS, base);
        // What stays when the event moves to another date.
        let id = self.phrase(&IDS).map(|id| match &words.recurrence_id {
            // All instances of a series may have one UID.
            Some(instance) => format!("{id}/{}", instance.text),
            None => id,
        });
        let key = id.unwrap_or_else(|| {
            let town = words.places.first().and_then(|place| place.locality.as_deref().or(place.text.as_deref()));
            [url.as_deref().unwrap_or_default(), &folded(name), &folded(town.unwrap_or_default())].join(" ")
        });
        Some(Listing { key, url, words })
    }

    /// The words of all its fields.
    pub(crate) fn words(&self, base: &Url) -> Words {
        let repeats = repeats::read(self);
        let time::Times { start, end, end_is_exclusive } = repeats::aligned(self, time::read(self));
        let place::Where { places, join_url, mode } = place::read(self, base);
        let name = self.name();
        let prose = PROSE.iter().chain(&["summary"]).find_map(|field| {
            let value = self.0.get(*field)?;
            blocks::text(value).or_else(|| written(value))
        });
        Words {
            uid: self.phrase(&["icaluid", "uid"]),
            description: prose.as_deref().filter(|prose| Some(*prose) != name.as_deref()).and_then(text::prose),
            name,
            start: start.or(repeats.start),
            end,
            end_is_exclusive,
            duration: self.duration(),
            zone: time::zone(self),
            rules: repeats.rules,
            dates: if repeats.dates.is_empty() { time::again(self) } else { repeats.dates },
            exclusions: repeats.exclusions,
            recurrence_id: repeats::instance(self),
            status: status::told(self),
            mode,
            kind: self
                .phrase(&["kind", "eventtype", "eventkind", "format"])
                .filter(|kind| !kind.contains(['#', '/']) && !is_mode(kind))
                .or_else(|| self.phrase(&["type", "tipo"]).filter(|kind| is_kind(&folded(kind)))),
            places,
            join_url,
            organizer: self.organizer(base),
            offers: self.offers(base),
            is_free: self.truth(&["isfree", "free", "isaccessibleforfree"]),
            image_url: self.link(&IMAGES, base),
            keywords: self.keywords(),
            topics: Vec::new(),
            language: self.phrase(&["language", "languages", "lang", "inlanguage", "locales"]),
            call_for_papers: self.call_for_papers(base),
            super_event: self.link(&["superevent", "parentevent"], base),
            revised: self.moment(&["lastmodified", "updatedat", "updated", "datemodified", "modified", "lastchange"]),
        }
    }

    /// Which instance of a series it is about.
    pub(crate) fn instance(&self) -> Option<TimeWords> {
        repeats::instance(self)
    }

    /// The first of these fields that is a moment.
    pub(crate) fn moment(&self, names: &[&str]) -> Option<TimeWords> {
        names.iter().find_map(|name| time::moment(self.0.get(*name)?))
    }

    /// Whether it says that it is not for everybody, or not yet.
    pub(crate) fn is_withheld(&self) -> bool {
        let is_shown = self.truth(&["ispublic", "public", "ispublished", "published", "isvisible", "visible"]);
        let is_hidden = self.truth(&["isdraft", "draft", "ishidden", "hidden", "isprivate", "private"]);
        let status = self.phrase(&["status", "eventstatus", "visibility", "sensitivity"]).map(|status| folded(&status));
        is_shown == Some(false)
            || is_hidden == Some(true)
            || status.is_some_and(|status| matches!(status.as_str(), "draft" | "private" | "unpublished"))
    }

    fn organizer(&self, base: &Url) -> Option<OrganizerWords> {
        ORGANIZERS.iter().find_map(|field| {
            let value = first(self.0.get(*field)?);
            // Microsoft Graph knows people by their addresses.
            let value = value.get("emailAddress").filter(|inner| inner.is_object()).unwrap_or(value);
            let object = value.as_object().map(Row::of);
            let url = object.as_ref().and_then(|organizer| organizer.link(&URLS, base));
            let name = if value.is_number() { None } else { phrase(value) };
            name.filter(|name| !place::is_mode(name) && !is_mailbox(name))
                .map(|name| OrganizerWords { name: Some(name), url })
        })
    }

    fn offers(&self, base: &Url) -> Vec<OfferWords> {
        let offer = OfferWords {
            name: None,
            price: self.phrase(&["price", "cost", "ticketprice", "fee"]),
            currency: self.phrase(&["currency", "pricecurrency"]),
            url: self.link(&["ticketurl", "ticketsurl", "ticketlink", "checkouturl"], base),
        };
        if offer.price.is_some() || offer.url.is_some() { vec![offer] } else { Vec::new() }
    }

    fn keywords(&self) -> Vec<String> {
        let mut keywords: Vec<String> = Vec::new();
        for value in KEYWORDS.iter().filter_map(|field| self.0.get(*field)) {
            let phrases = match value {
                Value::Array(list) => list.iter().take(KEYWORDS_MAX).filter_map(phrase).collect(),
                Value::String(list) => list.split([',', ';']).filter_map(text::phrase).collect(),
                value => phrase(value).into_iter().collect::<Vec<_>>(),
            };
            for keyword in phrases {
                let keyword = text::cut(&keyword, text::WORD_BYTES_MAX).to_owned();
                if keywords.len() < KEYWORDS_MAX && !keywords.contains(&keyword) {
                    keywords.push(keyword);
                }
            }
        }
        keywords
    }
}

/// Whether a name is the address of a mailbox, which is nobody's to pass on.
fn is_mailbox(name: &str) -> bool {
    let is_host = |host: &str| host.contains('.');
    !name.contains(' ') && name.split_once('@').is_some_and(|(who, host)| !who.is_empty() && is_host(host))
}

/// Whether a word is what only events are.
fn is_kind(word: &str) -> bool {
    ["conference", "meetup", "hackathon", "workshop", "summit", "webinar", "unconference"].contains(&word)
}

/// `Start Date` as `startdate`.
fn simplified(key: &str) -> String {
    let key = text::cut(key, text::WORD_BYTES_MAX);
    key.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(object) => object.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

fn first(value: &Value) -> &Value {
    value.as_array().and_then(|list| list.first()).unwrap_or(value)
}

/// Text, or what in an object is its text.
fn written(value: &Value) -> Option<String> {
    match first(value) {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(object) => ["name", "title", "label", "rendered", "text", "html", "value", "en", "content"]
            .iter()
            .find_map(|key| object.get(*key).and_then(Value::as_str))
            .or_else(|| in_a_language(object))
            .map(str::to_owned),
        Value::Null | Value::Bool(_) | Value::Array(_) => None,
    }
}

/// Text by the languages it is in: `{"fr": "Nuit des lacs"}`.
fn in_a_language(object: &Map<String, Value>) -> Option<&str> {
    let is_language = |key: &String| key.len() == 2 && key.bytes().all(|byte| byte.is_ascii_lowercase());
    object.keys().all(is_language).then(|| object.values().find_map(Value::as_str)).flatten()
}

/// The same, as one line.
pub(crate) fn phrase(value: &Value) -> Option<String> {
    text::phrase(&written(value)?)
}

/// An address, or what in an object is its address.
fn link(value: &Value, base: &Url) -> Option<String> {
    match first(value) {
        Value::String(text) => {
            // A word is no address, even where a browser would take it for one.
            let is_address = text.contains(['/', '.']) && !text.trim().contains(char::is_whitespace);
            links::absolute(base, text).filter(|_| is_address)
        }
        Value::Object(object) => ["url", "href", "link", "src", "header", "original"]
            .iter()
            .find_map(|key| object.get(*key).and_then(Value::as_str))
            .and_then(|text| links::absolute(base, text)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => None,
    }
}
