//! An extraction as text that can be read and compared.

#![allow(dead_code, reason = "each test file uses its part")]

use chrono::DateTime;
use hobnob_domain::{
    CallForPapersWords, Extraction, Listing, OfferWords, OrganizerWords, Page, PlaceWords, Prose, TimeWords, Words,
};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use url::Url;

/// A page of that address.
pub(crate) fn page(url: &str, media_type: Option<&str>, body: &[u8]) -> Page {
    Page {
        url: Url::parse(url).unwrap(),
        media_type: media_type.map(str::to_owned),
        body: body.to_vec(),
        fetched_at: DateTime::UNIX_EPOCH,
    }
}

/// All files below a directory, sorted.
pub(crate) fn files(directory: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut entries: Vec<PathBuf> = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for entry in entries {
        if entry.is_dir() { found.extend(files(&entry)) } else { found.push(entry) }
    }
    found
}

/// The whole extraction; what is absent is left out.
pub(crate) fn dumped(extraction: &Extraction) -> String {
    let Extraction { format, listings, in_part, next_pages, problems, fresh_for, is_complete } = extraction;
    let format = format.map_or("no format", |format| format.as_str());
    let mut out = format!("{format}, {}\n", if *is_complete { "complete" } else { "not complete" });
    for problem in problems {
        writeln!(out, "problem: {}", problem.message).unwrap();
    }
    if let Some(period) = fresh_for {
        writeln!(out, "fresh for {period}").unwrap();
    }
    for key in in_part {
        writeln!(out, "in part: {key}").unwrap();
    }
    for url in next_pages {
        writeln!(out, "next page: {url}").unwrap();
    }
    for listing in listings {
        out.push_str(&dumped_listing(listing));
    }
    out
}

fn dumped_listing(Listing { key, url, words }: &Listing) -> String {
    let mut out = format!("\nlisting {key}\n");
    let mut field = |name: &str, text: Option<String>| {
        if let Some(text) = text {
            writeln!(out, "  {name}: {}", text.replace('\n', "\n    ")).unwrap();
        }
    };
    let Words {
        uid,
        name,
        description,
        start,
        end,
        end_is_exclusive,
        duration,
        zone,
        rules,
        dates,
        exclusions,
        recurrence_id,
        status,
        mode,
        kind,
        places,
        join_url,
        organizer,
        offers,
        is_free,
        image_url,
        keywords,
        topics,
        language,
        call_for_papers,
        super_event,
        revised,
    } = words;
    field("url", url.clone());
    field("uid", uid.clone());
    field("name", name.clone());
    field("description", description.as_ref().map(prose));
    field("start", start.as_ref().map(time));
    field(
        "end",
        end.as_ref().map(|end| format!("{}{}", time(end), if *end_is_exclusive { " (exclusive)" } else { "" })),
    );
    field("duration", duration.clone());
    field("zone", zone.clone());
    field("rules", list(rules.clone()));
    field("dates", list(dates.iter().map(time).collect()));
    field("exclusions", list(exclusions.iter().map(time).collect()));
    field("recurrence id", recurrence_id.as_ref().map(time));
    field("status", status.clone());
    field("mode", mode.clone());
    field("kind", kind.clone());
    for words in places {
        field("place", Some(place(words)));
    }
    field("join url", join_url.clone());
    field("organizer", organizer.as_ref().map(|OrganizerWords { name, url }| parts(&[("", name), ("url", url)])));
    for OfferWords { name, price, currency, url } in offers {
        field("offer", Some(parts(&[("", name), ("price", price), ("currency", currency), ("url", url)])));
    }
    field("is free", is_free.map(|is_free| is_free.to_string()));
    field("image", image_url.clone());
    field("keywords", list(keywords.clone()));
    field("topics", list(topics.clone()));
    field("language", language.clone());
    if let Some(CallForPapersWords { opens, closes, url }) = call_for_papers {
        let times = [("opens", &opens.as_ref().map(time)), ("closes", &closes.as_ref().map(time)), ("url", url)];
        field("call for papers", Some(parts(&times)));
    }
    field("super event", super_event.clone());
    field("revised", revised.as_ref().map(time));
    out
}

fn prose(prose: &Prose) -> String {
    match prose {
        Prose::Plain(text) => text.clone(),
        Prose::Html(html) => format!("(html) {html}"),
    }
}

fn time(TimeWords { text, zone }: &TimeWords) -> String {
    match zone {
        Some(zone) => format!("{text} [{zone}]"),
        None => text.clone(),
    }
}

fn place(words: &PlaceWords) -> String {
    let PlaceWords { text, name, address, locality, region, country, postal_code, latitude, longitude } = words;
    let point = latitude.zip(*longitude).map(|(latitude, longitude)| format!("{latitude}, {longitude}"));
    parts(&[
        ("", text),
        ("name", name),
        ("address", address),
        ("locality", locality),
        ("region", region),
        ("country", country),
        ("postal code", postal_code),
        ("at", &point),
    ])
}

fn list(items: Vec<String>) -> Option<String> {
    (!items.is_empty()).then(|| items.join(" | "))
}

fn parts(parts: &[(&str, &Option<String>)]) -> String {
    let part = |(name, text): &(&str, &Option<String>)| {
        let text = text.as_ref()?;
        Some(if name.is_empty() { text.clone() } else { format!("{name} {text}") })
    };
    parts.iter().filter_map(part).collect::<Vec<_>>().join(" | ")
}
