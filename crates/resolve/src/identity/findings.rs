//! What two drafts have and have not in common.

use chrono::TimeDelta;
use hobnob_domain::{AttendanceMode, Finding};

use super::{
    name::{Alignment, Context, Lacking, Name, Slips},
    traits::{Traits, When},
};

/// Towns further apart than this are different places.
const FAR_KM: f64 = 50.0;

/// Points nearer than this are of one house, or of two beside each other.
const SPOT_KM: f64 = 0.4;

/// Sources disagree about whether doors or talks count by up to so much.
const NEAR: TimeDelta = TimeDelta::hours(1);

/// No two zones are further apart.
const ZONES_APART: TimeDelta = TimeDelta::hours(26);

/// Gives everything that is found.
pub(super) fn all(one: &Traits, other: &Traits, give: &mut dyn FnMut(Finding)) {
    let when = of_time(one.when, other.when);
    give(when);
    if matches!(when, Finding::OtherDay | Finding::OtherRhythm) {
        return;
    }
    let is_one_name = of_name(one, other, give);
    let is_other_organizer = of_organizer(one, other, give);
    of_address(one, other, (is_one_name, is_other_organizer), give);
    let is_told_twice = is_one_name && matches!(when, Finding::SameStart | Finding::SameDays);
    let is_elsewhere = is_elsewhere(one, other);
    if one.source == other.source && (is_elsewhere || !is_told_twice) {
        give(Finding::OneSource);
    }
    of_place(one, other, give);
    of_house(one, other, is_elsewhere, give);
}

fn of_time(one: When, other: When) -> Finding {
    let apart = (one.starts_at - other.starts_at).abs();
    let is_one_day = one.starts_on == other.starts_on;
    if one.recurs != other.recurs {
        return Finding::OtherRhythm;
    }
    match (one.clock, other.clock) {
        (Some(_), Some(_)) if apart.is_zero() => Finding::SameStart,
        (Some(_), Some(_)) if apart <= NEAR => Finding::NearStart,
        (Some(here), Some(there)) if is_one_day && here == there && apart <= ZONES_APART => Finding::SameClock,
        (Some(_), Some(_)) if is_one_day => Finding::OtherHour,
        (None, None) if is_one_day && one.ends_on == other.ends_on => Finding::SameDays,
        (None, _) | (_, None) if is_one_day && one.takes_days && one.ends_on == other.ends_on => Finding::SameDays,
        (None, _) | (_, None) if is_one_day => Finding::SameDay,
        (None, _) | (_, None) if one.takes_days || other.takes_days => of_days(one, other),
        _ => Finding::OtherDay,
    }
}

/// What is said of the days of two that begin on different ones.
fn of_days(one: When, other: When) -> Finding {
    let is_within = |inner: When, outer: When| outer.starts_on <= inner.starts_on && inner.ends_on <= outer.ends_on;
    match one.starts_on <= other.ends_on && other.starts_on <= one.ends_on {
        true if is_within(one, other) || is_within(other, one) => Finding::DaysWithin,
        true => Finding::DaysOverlap,
        false => Finding::OtherDay,
    }
}

/// What the names say; whether they are one name.
fn of_name(one: &Traits, other: &Traits, give: &mut dyn FnMut(Finding)) -> bool {
    let aligned = Alignment::of((&one.name, one.context()), (&other.name, other.context()), Slips::Few);
    let Alignment { telling, said, sorts, numbers, is_near: is_mistyped, unread, first, second } = aligned;
    let both = |of: fn(&Lacking) -> u32| of(&first) > 0 && of(&second) > 0;
    // Two lists may count or not; one list does one of them.
    let is_counted_apart = one.name.is_counted_apart(&other.name);
    if both(|its| its.numbers) || both(|its| its.years) || is_counted_apart && one.source == other.source {
        give(Finding::OtherNumber);
    }
    // A summit held in ten towns at once is ten events: each name has its town.
    let is_other_town = both(|its| its.places) && !is_near(one, other);
    if both(|its| its.telling) || both(|its| its.host) || is_other_town {
        let lacking = first.telling.min(second.telling);
        give(if telling >= lacking.max(1) { Finding::OtherWords } else { Finding::OtherName });
        return false;
    }
    let lacking = first.telling + second.telling;
    let levels = first.levels + second.levels;
    if levels > 0 {
        give(Finding::OtherLevel);
    }
    // One source knows its workshop from its talk.
    let is_other_sort = both(|its| its.sorts) && one.source == other.source;
    // So does one that gives several events the address of its calendar.
    let is_listed_twice = is_listed_twice(one, other);
    // A site that has two pages knows how it writes a name.
    let has_two_pages =
        one.host.is_some() && one.host == other.host && one.url != other.url && !is_one_but_for_case(one, other);
    let is_another_page = one.source == other.source || has_two_pages;
    let found = match (telling, lacking + unread) {
        _ if is_other_sort => Finding::OtherName,
        (0, 0) if sorts > 0 => Finding::CommonName,
        (_, 1..) if is_listed_twice => Finding::OtherName,
        // Who invites counts their evenings, and it is the same one.
        (0, _) if said > 0 && numbers > 0 => Finding::NameWithin,
        (0, _) if said > 0 => Finding::HostWithin,
        (0, _) => Finding::OtherName,
        (_, 0) if is_counted_apart => Finding::NameWithin,
        (1, 0) => Finding::SameWord,
        (_, 0) if is_mistyped && has_two_pages => Finding::NameWithin,
        (_, 0) if is_mistyped => Finding::NearName,
        (_, 0) => Finding::SameName,
        (3.., 1) if unread + levels == 0 && !is_another_page => Finding::NearName,
        (1, _) => Finding::WordWithin,
        _ => Finding::NameWithin,
    };
    give(found);
    if numbers > 0 && said > 0 {
        give(Finding::SameNumber);
    }
    matches!(found, Finding::CommonName | Finding::SameWord | Finding::NearName | Finding::SameName)
}

fn of_address(
    one: &Traits,
    other: &Traits,
    (is_one_name, is_other_organizer): (bool, bool),
    give: &mut dyn FnMut(Finding),
) {
    let same = |a: &Option<String>, b: &Option<String>| a.is_some() && a == b;
    if same(&one.uid, &other.uid) {
        give(Finding::SameUid);
    }
    let is_shared = one.is_at_a_shared_address || other.is_at_a_shared_address;
    let is_one_page = same(&one.url, &other.url) || is_one_name && is_one_but_for_case(one, other);
    if is_one_page && (is_one_name || !is_shared && !is_listed_twice(one, other)) {
        give(if is_shared { Finding::SameSite } else { Finding::SameAddress });
    } else if is_one_page {
        // The page of a calendar says nothing of its events.
    } else if same(&one.host, &other.host) {
        match (is_one_name, is_other_organizer) {
            (false, _) => give(Finding::OtherPage),
            (true, false) => give(Finding::SameSite),
            // Two groups of one site write "Hack Night" alike.
            (true, true) => {}
        }
    } else if is_one_name && !is_other_organizer && one.site().is_some() && one.site() == other.site() {
        give(Finding::SameSite);
    }
}

/// Whether two addresses are written with other capitals: for most sites one page, for some that shorten addresses two.
fn is_one_but_for_case(one: &Traits, other: &Traits) -> bool {
    one.url.as_ref().zip(other.url.as_ref()).is_some_and(|(here, there)| here.eq_ignore_ascii_case(there))
}

/// Whether one source tells two at one address apart by words of its own.
fn is_listed_twice(one: &Traits, other: &Traits) -> bool {
    let is_one_address = one.url.is_some() && one.url == other.url;
    one.source == other.source && is_one_address && !one.is_named_by_address && !other.is_named_by_address
}

/// Whether both say in which country they are, and say otherwise. What was only guessed contradicts nobody.
fn is_other_country(one: &Traits, other: &Traits) -> bool {
    one.stated_country.zip(other.stated_country).is_some_and(|(here, there)| here != there)
}

fn is_one_town(one: &Traits, other: &Traits) -> bool {
    match one.town.zip(other.town) {
        Some((here, there)) => here == there,
        None => one.locality.is_some() && one.locality == other.locality && !is_other_country(one, other),
    }
}

/// Whether two are in one town or in towns near each other.
fn is_near(one: &Traits, other: &Traits) -> bool {
    let apart = one.point.zip(other.point).map(|(here, there)| here.distance_km(there));
    is_one_town(one, other) || apart.is_some_and(|km| km <= FAR_KM)
}

fn of_place(one: &Traits, other: &Traits, give: &mut dyn FnMut(Finding)) {
    let is_one_town = is_one_town(one, other);
    let apart = one.point.zip(other.point).map(|(here, there)| here.distance_km(there));
    match apart {
        // No distance at all is the middle of the town, twice.
        Some(km) if km > 0.0 && km <= SPOT_KM => give(Finding::SameSpot),
        // Two towns on a border are near each other.
        _ if is_other_country(one, other) && apart.is_none_or(|km| km > FAR_KM) => give(Finding::FarApart),
        _ if is_one_town => give(Finding::SameTown),
        // Towns of one name: which of them is meant may have been read wrong.
        Some(km) if km > FAR_KM && one.locality.is_some() && one.locality == other.locality => {}
        Some(km) if km > FAR_KM => give(Finding::FarApart),
        Some(_) => give(Finding::NearTown),
        None => {}
    }
    let modes = [one.mode, other.mode];
    if modes.iter().all(|mode| *mode != AttendanceMode::Offline) {
        give(Finding::BothOnline);
    } else if modes.contains(&AttendanceMode::Online) {
        give(Finding::OtherMode);
    }
}

/// Whether one source has two pages for two places: the story hour of one library is not that of the other.
fn is_elsewhere(one: &Traits, other: &Traits) -> bool {
    let has_two_pages = one.url.is_some() && other.url.is_some() && one.url != other.url;
    let has_two_names = one.uid.is_none() || one.uid != other.uid;
    if one.source != other.source || !has_two_pages || !has_two_names {
        return false;
    }
    match one.house.as_ref().zip(other.house.as_ref()) {
        Some((a, b)) => is_other(&of_label((one, a), (other, b))),
        None => {
            let (here, there) = (labels(one), labels(other));
            let is_named = !here.is_empty() && !there.is_empty();
            is_named && !is_one_town(one, other) && !here.iter().any(|word| there.contains(word))
        }
    }
}

/// The words for the house and the town.
fn labels(traits: &Traits) -> Vec<&str> {
    let house = traits.house.as_ref().into_iter().flat_map(Name::saying).map(|(word, _)| word);
    let town = traits.locality.as_deref().into_iter().flat_map(|town| town.split(' '));
    house.chain(town).collect()
}

fn of_house(one: &Traits, other: &Traits, is_elsewhere: bool, give: &mut dyn FnMut(Finding)) {
    let Some((a, b)) = one.house.as_ref().zip(other.house.as_ref()) else {
        if is_elsewhere && one.locality.is_some() && other.locality.is_some() {
            give(Finding::OtherVenue);
        }
        return;
    };
    let aligned = of_label((one, a), (other, b));
    let is_room = aligned.first.numbers > 0 && aligned.second.numbers > 0 && aligned.telling > 0;
    give(match () {
        () if is_room => Finding::OtherRoom,
        () if is_other(&aligned) => Finding::OtherVenue,
        () => Finding::SameVenue,
    });
}

/// What is said of who invites; whether it is said to be others.
fn of_organizer(one: &Traits, other: &Traits, give: &mut dyn FnMut(Finding)) -> bool {
    let Some((a, b)) = one.organizer.as_ref().zip(other.organizer.as_ref()) else { return false };
    let is_other = is_other(&of_label((one, a), (other, b)));
    give(if is_other { Finding::OtherOrganizer } else { Finding::SameOrganizer });
    is_other
}

/// Lays the names of two houses or of two who invite beside each other.
fn of_label(one: (&Traits, &Name), other: (&Traits, &Name)) -> Alignment {
    let places = |traits| Context { others: &[], ..Traits::context(traits) };
    Alignment::of((one.1, places(one.0)), (other.1, places(other.0)), Slips::Many)
}

/// Whether each says something that the other does not, or they share nothing.
const fn is_other(aligned: &Alignment) -> bool {
    aligned.first.telling > 0 && aligned.second.telling > 0 || aligned.telling + aligned.sorts == 0
}
