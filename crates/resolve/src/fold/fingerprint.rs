//! A digest of all that a subscriber sees.
//!
//! Every struct is taken apart whole, so that a new field can't be forgotten. Each value goes in with its length, so that
//! no two beliefs read the same.

use chrono::{DateTime, Utc};
use hobnob_domain::{
    CallForPapers, Facts, Offer, Organizer, Override, Point, Recurrence, Schedule, Span, Standing, Venue,
};

/// The digest, 32 hexadecimal digits. That an event is unconfirmed is seen as well: calendars mark it tentative.
pub(super) fn of(facts: &Facts, standing: Standing) -> String {
    let mut digest = Digest::default();
    digest.text(standing.as_str());
    digest.facts(facts);
    digest.0.finalize().to_hex().chars().take(32).collect()
}

#[derive(Default)]
struct Digest(blake3::Hasher);

impl Digest {
    fn text(&mut self, text: &str) {
        self.0.update(&u64::try_from(text.len()).unwrap_or(u64::MAX).to_le_bytes());
        self.0.update(text.as_bytes());
    }

    fn option<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        match value {
            Some(value) => {
                self.0.update(&[1]);
                write(self, value);
            }
            None => {
                self.0.update(&[0]);
            }
        }
    }

    fn maybe(&mut self, text: Option<&String>) {
        self.option(text, |digest, text| digest.text(text));
    }

    fn list<'a, T: 'a>(&mut self, values: &'a [T], mut write: impl FnMut(&mut Self, &'a T)) {
        self.0.update(&u64::try_from(values.len()).unwrap_or(u64::MAX).to_le_bytes());
        for value in values {
            write(self, value);
        }
    }

    fn at(&mut self, at: DateTime<Utc>) {
        self.0.update(&at.timestamp_millis().to_le_bytes());
    }

    fn facts(&mut self, facts: &Facts) {
        let Facts {
            name,
            description,
            url,
            kind,
            status,
            attendance_mode,
            schedule,
            venue,
            more_venues,
            join_url,
            organizer,
            niches,
            goals,
            keywords,
            language,
            is_free,
            offers,
            image_url,
            call_for_papers,
        } = facts;
        self.text(name);
        self.maybe(description.as_ref());
        self.text(url);
        self.text(kind.as_str());
        self.text(status.as_str());
        self.text(attendance_mode.as_str());
        self.schedule(schedule);
        self.option(venue.as_ref(), Self::venue);
        // Most events are at one place: their digests are what they were before there could be several.
        if !more_venues.is_empty() {
            self.list(more_venues, Self::venue);
        }
        self.maybe(join_url.as_ref());
        self.option(organizer.as_ref(), Self::organizer);
        self.list(niches, |digest, niche| digest.text(niche.slug()));
        self.list(goals, |digest, goal| digest.text(goal.as_str()));
        self.list(keywords, |digest, keyword| digest.text(keyword));
        self.maybe(language.as_ref());
        self.option(*is_free, |digest, is_free| digest.text(if is_free { "free" } else { "paid" }));
        self.list(offers, Self::offer);
        self.maybe(image_url.as_ref());
        self.option(call_for_papers.as_ref(), Self::call);
    }

    fn schedule(&mut self, schedule: &Schedule) {
        let Schedule { zone, span, recurrence } = schedule;
        self.text(zone.name());
        self.span(span);
        self.option(recurrence.as_ref(), |digest, recurrence| {
            let Recurrence { rules, additions, exclusions, overrides } = recurrence;
            digest.list(rules, |digest, rule| digest.text(rule.as_str()));
            digest.list(additions, |digest, at| digest.at(*at));
            digest.list(exclusions, |digest, at| digest.at(*at));
            digest.list(overrides, Self::instance);
        });
    }

    fn span(&mut self, span: &Span) {
        match span {
            Span::Timed { starts_at, ends_at } => {
                self.text("timed");
                self.at(*starts_at);
                self.option(*ends_at, Self::at);
            }
            Span::AllDay { starts_on, ends_on } => {
                self.text("days");
                self.text(&starts_on.to_string());
                self.text(&ends_on.to_string());
            }
        }
    }

    fn instance(&mut self, instance: &Override) {
        let Override { recurrence_id, span, status, name, description, url } = instance;
        self.at(*recurrence_id);
        self.span(span);
        self.text(status.as_str());
        self.maybe(name.as_ref());
        self.maybe(description.as_ref());
        self.maybe(url.as_ref());
    }

    fn venue(&mut self, venue: &Venue) {
        // A point that is told more exactly is another point.
        let Venue { name, address, locality, region, country, point, is_town_centre: _, geoname_id } = venue;
        for part in [name, address, locality, region] {
            self.maybe(part.as_ref());
        }
        self.option(*country, |digest, country| digest.text(country.as_str()));
        self.option(*point, |digest, point| digest.point(point));
        self.option(*geoname_id, |digest, id| digest.text(&id.to_string()));
    }

    /// To six decimals, a tenth of a metre: more is noise of geocoders.
    fn point(&mut self, point: Point) {
        self.text(&format!("{:.6};{:.6}", point.latitude(), point.longitude()));
    }

    fn organizer(&mut self, organizer: &Organizer) {
        let Organizer { id, name, url } = organizer;
        self.text(&id.to_string());
        self.text(name);
        self.maybe(url.as_ref());
    }

    fn offer(&mut self, offer: &Offer) {
        let Offer { name, price, currency, url } = offer;
        for part in [name, price, currency, url] {
            self.maybe(part.as_ref());
        }
    }

    fn call(&mut self, call: &CallForPapers) {
        let CallForPapers { opens_at, closes_at, url } = call;
        self.option(*opens_at, Self::at);
        self.option(*closes_at, Self::at);
        self.maybe(url.as_ref());
    }
}
