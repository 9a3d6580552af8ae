//! What belongs to an event, written directly.

use super::{
    Page, Selected, Shape, Step,
    event::{perhaps, step},
};
use crate::{scalars::Instant, types::EventNode};
use hobnob_domain::{
    CallForPapers, Claim, CountryCode, ListingId, NicheId, Offer, Organizer, OrganizerId, SourceId, Venue,
    niche::{Field, taxonomy},
};

/// Where an event is; only of one that has a venue.
pub(super) const VENUE: Shape<EventNode> = Shape { name: "Venue", interfaces: &[], step: venue };
/// Who invites to it; only of one that has an organizer.
pub(super) const ORGANIZER: Shape<EventNode> = Shape { name: "Organizer", interfaces: &[], step: organizer };
/// The invitation to speak at it; only of one that has one.
pub(super) const CALL: Shape<EventNode> = Shape { name: "CallForPapers", interfaces: &[], step: call };
/// A niche.
pub(super) const NICHE: Shape<NicheId> = Shape { name: "Niche", interfaces: &[], step: niche };
/// An event's offer, by its place.
pub(super) const OFFER: Shape<(EventNode, usize)> = Shape { name: "Offer", interfaces: &[], step: offer };
/// A claim.
pub(super) const CLAIM: Shape<Claim> = Shape { name: "Claim", interfaces: &[], step: claim };

const COUNTRY: Shape<CountryCode> = Shape { name: "Country", interfaces: &[], step: country };
const NICHE_FIELD: Shape<Field> = Shape { name: "NicheField", interfaces: &[], step: niche_field };

fn of_venue<T>(
    of: impl Fn(&Venue) -> Option<T> + Send + Sync + 'static,
    write: impl Fn(T, &mut Page) + Send + Sync + 'static,
) -> Option<Step<EventNode>> {
    step(move |event: &EventNode, page| page.perhaps(event.facts().venue.as_ref().and_then(&of), &write))
}

fn venue(field: &str, inside: &Selected<'_>) -> Option<Step<EventNode>> {
    fn text(of: fn(&Venue) -> Option<&str>) -> Option<Step<EventNode>> {
        perhaps(move |event: &EventNode| event.facts().venue.as_ref().and_then(of))
    }
    match field {
        "id" => step(|event: &EventNode, page| page.id("venue", event.event().id)),
        "name" => text(Venue::house),
        "address" => text(Venue::street),
        "locality" => text(|venue| venue.locality.as_deref()),
        "region" => text(|venue| venue.region.as_deref()),
        "latitude" => of_venue(|venue| venue.point.map(|point| point.latitude()), |degrees, page| page.json(&degrees)),
        "longitude" => {
            of_venue(|venue| venue.point.map(|point| point.longitude()), |degrees, page| page.json(&degrees))
        }
        "isTownCentre" => of_venue(|venue| Some(venue.is_town_centre), |is_centre, page| page.json(&is_centre)),
        "geonameId" => of_venue(|venue| venue.geoname_id, |id, page| page.json(&id)),
        "country" => {
            let plan = inside.plan(&COUNTRY)?;
            of_venue(|venue| venue.country, move |country, page| plan.write(&country, page))
        }
        _ => None,
    }
}

fn country(field: &str, inside: &Selected<'_>) -> Option<Step<CountryCode>> {
    let gazetteer = inside.env.gazetteer;
    match field {
        "id" => step(|code: &CountryCode, page| page.id("country", code)),
        "code" => step(|code: &CountryCode, page| page.text(&code.to_string())),
        "name" => step(move |code: &CountryCode, page| match gazetteer.country_name(*code) {
            Some(name) => page.text(name),
            None => page.text(&code.to_string()),
        }),
        _ => None,
    }
}

fn organizer(field: &str, _: &Selected<'_>) -> Option<Step<EventNode>> {
    fn of(event: &EventNode) -> Option<&Organizer> {
        event.facts().organizer.as_ref()
    }
    match field {
        "id" => step(|event: &EventNode, page| {
            page.perhaps(of(event), |organizer, page| page.id(OrganizerId::KIND, organizer.id));
        }),
        "name" => perhaps(|event: &EventNode| of(event).map(|organizer| organizer.name.as_str())),
        "url" => perhaps(|event: &EventNode| of(event)?.url.as_deref()),
        _ => None,
    }
}

fn call(field: &str, inside: &Selected<'_>) -> Option<Step<EventNode>> {
    fn of(event: &EventNode) -> Option<&CallForPapers> {
        event.facts().call_for_papers.as_ref()
    }
    let now = inside.env.now;
    match field {
        "id" => step(|event: &EventNode, page| page.id("cfp", event.event().id)),
        "opensAt" => step(|event: &EventNode, page| {
            page.perhaps(of(event).and_then(|call| call.opens_at), |at, page| page.instant(Instant::utc(at)));
        }),
        "closesAt" => step(|event: &EventNode, page| {
            page.perhaps(of(event).and_then(|call| call.closes_at), |at, page| page.instant(Instant::utc(at)));
        }),
        "url" => perhaps(|event: &EventNode| of(event)?.url.as_deref()),
        "isOpen" => step(move |event: &EventNode, page| page.flag(event.facts().open_call(now).is_some())),
        _ => None,
    }
}

fn niche(field: &str, inside: &Selected<'_>) -> Option<Step<NicheId>> {
    match field {
        "id" => step(|niche: &NicheId, page| page.text(&format!("niche_{}", niche.slug()))),
        "slug" => step(|niche: &NicheId, page| page.text(niche.slug())),
        "label" => step(|niche: &NicheId, page| page.text(&niche.niche().label)),
        "aliases" => step(|niche: &NicheId, page| page.json(&niche.niche().aliases)),
        "field" => {
            let plan = inside.plan(&NICHE_FIELD)?;
            step(move |niche: &NicheId, page| {
                let slug = &niche.niche().field;
                let field = taxonomy().fields.iter().find(|field| field.slug == *slug);
                page.perhaps(field, |field, page| plan.write(field, page));
            })
        }
        "broader" => {
            let plan = inside.plan(&NICHE)?;
            step(move |niche: &NicheId, page| page.list(&niche.niche().broader, |niche, page| plan.write(niche, page)))
        }
        _ => None,
    }
}

fn niche_field(field: &str, _: &Selected<'_>) -> Option<Step<Field>> {
    match field {
        "id" => step(|field: &Field, page| page.text(&format!("field_{}", field.slug))),
        "slug" => step(|field: &Field, page| page.text(&field.slug)),
        "label" => step(|field: &Field, page| page.text(&field.label)),
        _ => None,
    }
}

fn offer(field: &str, _: &Selected<'_>) -> Option<Step<(EventNode, usize)>> {
    fn text(of: fn(&Offer) -> Option<&str>) -> Option<Step<(EventNode, usize)>> {
        perhaps(move |(event, place): &(EventNode, usize)| event.facts().offers.get(*place).and_then(of))
    }
    match field {
        "id" => step(|(event, place): &(EventNode, usize), page| {
            page.id("offer", format_args!("{}-{place}", event.event().id));
        }),
        "name" => text(|offer| offer.name.as_deref()),
        "price" => text(|offer| offer.price.as_deref()),
        "currency" => text(|offer| offer.currency.as_deref()),
        "url" => text(|offer| offer.url.as_deref()),
        _ => None,
    }
}

fn claim(field: &str, _: &Selected<'_>) -> Option<Step<Claim>> {
    match field {
        "id" => step(|claim: &Claim, page| page.id(ListingId::KIND, claim.listing_id)),
        "url" => perhaps(|claim: &Claim| claim.url.as_deref()),
        "sourceId" => step(|claim: &Claim, page| page.id(SourceId::KIND, claim.source_id)),
        _ => None,
    }
}
