//! How words about places become a venue.

use hobnob_domain::{AttendanceMode, Draft, PlaceWords, Prose, Venue, Words};

use crate::sample::{draft, place, problems, words};

fn placed(places: Vec<PlaceWords>) -> Draft {
    draft(Words { places, ..words("Rust", "2026-07-01T18:00") })
}

fn venue(places: Vec<PlaceWords>) -> Venue {
    placed(places).facts.venue.unwrap()
}

fn structured(locality: &str, country: &str) -> PlaceWords {
    PlaceWords { locality: Some(locality.into()), country: Some(country.into()), ..PlaceWords::default() }
}

fn at(words: PlaceWords, latitude: f64, longitude: f64) -> PlaceWords {
    PlaceWords { latitude: Some(latitude), longitude: Some(longitude), ..words }
}

const BERLIN: Option<u32> = Some(2_950_159);

#[test]
fn structured_words_come_before_free_text() {
    let words = PlaceWords {
        text: Some("Hall 4, see the map of Munich".into()),
        name: Some("c-base".into()),
        address: Some("Rungestraße 20".into()),
        postal_code: Some("10179".into()),
        ..structured("Berlin", "DE")
    };
    let venue = venue(vec![words]);
    assert_eq!((venue.name.as_deref(), venue.address.as_deref()), (Some("c-base"), Some("Rungestraße 20, 10179")));
    assert_eq!((venue.locality.as_deref(), venue.geoname_id), (Some("Berlin"), BERLIN));
    assert_eq!(venue.country.map(|country| country.to_string()).as_deref(), Some("DE"));
}

#[test]
fn free_text_is_parted_into_house_street_and_town() {
    let venue = venue(place("c-base, Rungestraße 20, 10179 Berlin, Germany"));
    assert_eq!(venue.line(), "c-base, Rungestraße 20, 10179 Berlin, DE");
    let canadian = self::venue(place("Arts Hall, 55 Mill St, Toronto, ON M5A 3C4, Toronto, ON, M5A 3C4, Canada"));
    assert_eq!(canadian.line(), "Arts Hall, 55 Mill St, M5A 3C4, Toronto, Ontario, CA");
    let town = self::venue(place("Berlin, Germany"));
    assert_eq!((town.name, town.address, town.geoname_id), (None, None, BERLIN));
}

#[test]
fn a_street_is_no_house() {
    let told = |text: &str| {
        let venue = venue(place(text));
        (venue.name, venue.address, venue.locality)
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(told("C/ de Bailèn, 11"), (None, some("C/ de Bailèn, 11"), None));
    assert_eq!(told("Bzenecká 23, Brno-Vinohrady"), (None, some("Bzenecká 23, Brno-Vinohrady"), some("Brno")));
    assert_eq!(told("Torstraße 12, 10119 Berlin"), (None, some("Torstraße 12, 10119"), some("Berlin")));
    assert_eq!(told("Rua Nova 8, Porto, Portugal"), (None, some("Rua Nova 8"), some("Porto")));
    assert_eq!(told("Studio 54, Berlin, Germany"), (some("Studio 54"), None, some("Berlin")));
}

#[test]
fn signs_beside_a_town_are_no_house() {
    let told = |text: &str| {
        let facts = placed(place(text)).facts;
        let venue = facts.venue.unwrap();
        let country = venue.country.map(|country| country.to_string()).unwrap_or_default();
        (facts.attendance_mode, venue.name, venue.locality.unwrap_or_default(), country)
    };
    let (offline, mixed) = (AttendanceMode::Offline, AttendanceMode::Mixed);
    assert_eq!(told("Athens :greece:"), (offline, None, "Athens".to_owned(), "GR".to_owned()));
    let both = (mixed, None, "Charlotte".to_owned(), "US".to_owned());
    assert_eq!(told("Charlotte (NC) :us:<br/>Virtual :computer:"), both);
    assert_eq!(told("Charlotte (NC) :us: | Virtual :computer:"), both);
    assert_eq!(told("Berlin & online"), (mixed, None, "Berlin".to_owned(), "DE".to_owned()));
    assert_eq!(told("🇳🇱 Texel").3, "NL");
    assert_eq!(told("🇳🇱 Texel, Netherlands").3, "NL");
    for text in ["In-person; Training", "On-site / Workshop"] {
        let drafted = placed(place(text));
        assert_eq!((drafted.facts.venue, drafted.facts.attendance_mode), (None, offline), "{text}");
    }
}

#[test]
fn what_stands_behind_a_town_or_a_street_is_told_once() {
    let line = |address: Option<&str>, locality: &str, country: &str| {
        let words = PlaceWords { address: address.map(str::to_owned), ..structured(locality, country) };
        venue(vec![words]).line()
    };
    assert_eq!(line(None, "Austin, TX", "USA"), "Austin, Texas, US");
    assert_eq!(line(None, "New York, NY", "USA"), "New York, US");
    assert_eq!(line(None, "London, England", "UK"), "London, GB");
    assert_eq!(
        line(Some("500 Mill St, Austin, TX 78701, USA"), "Austin", "USA"),
        "500 Mill St, 78701, Austin, Texas, US"
    );
    assert_eq!(line(None, "Springfield, Somewhere", "USA"), "Springfield, Somewhere, US");
}

#[test]
fn a_town_in_the_name_casts_doubt_on_one_that_may_be_a_state() {
    let named = |name: &str, places| draft(Words { places, ..words(name, "2026-07-01T18:00") });
    let state = || vec![structured("New York, NY", "USA")];
    let doubted = named("BuildSides Buffalo 2026", state());
    let venue = doubted.facts.venue.clone().unwrap();
    assert_eq!((venue.line().as_str(), venue.geoname_id, venue.point), ("New York, US", None, None));
    assert_eq!(problems(&doubted).len(), 1, "{:?}", problems(&doubted));
    let town = |name| named(name, state()).facts.venue.unwrap().geoname_id;
    assert_eq!(town("BuildSides 2026"), Some(5_128_581));
    assert_eq!(town("BuildSides New York"), Some(5_128_581));
    assert_eq!(town("Building with a buffalo"), Some(5_128_581));
    let at_a_street = PlaceWords { address: Some("20 Wall Street".into()), ..structured("New York, NY", "USA") };
    let venue = named("BuildSides Buffalo 2026", vec![at_a_street]).facts.venue.unwrap();
    assert_eq!(venue.geoname_id, Some(5_128_581));
}

#[test]
fn the_name_of_a_house_alone_is_no_town_far_away() {
    let named = |name: &str| placed(vec![PlaceWords { name: Some(name.into()), ..PlaceWords::default() }]);
    for house in ["The Atlantis", "The Bath"] {
        let drafted = named(house);
        let venue = drafted.facts.venue.clone().unwrap();
        assert_eq!((venue.line().as_str(), venue.geoname_id, venue.point), (house, None, None));
        assert_eq!(drafted.facts.schedule.zone.name(), "UTC", "{house}");
    }
    let zone = |name: &str| named(name).facts.schedule.zone.name().to_owned();
    assert_eq!(zone("Berlin"), "Europe/Berlin");
    assert_eq!(zone("The Hague"), "Europe/Amsterdam");
    assert_eq!(zone("The Barn, Bristol, UK"), "Europe/London");
    assert_eq!(zone("Lakehouse Bangkok"), "Asia/Bangkok");
    let in_text = placed(place("Atlantis, South Africa"));
    assert_eq!(in_text.facts.schedule.zone.name(), "Africa/Johannesburg");
}

#[test]
fn coordinates_of_a_quarter_are_in_its_town() {
    let house = PlaceWords { name: Some("Old Hall".into()), ..PlaceWords::default() };
    assert_eq!(venue(vec![at(house, 51.4500, -0.0720)]).locality.as_deref(), Some("London"));
}

#[test]
fn coordinates_give_country_and_zone_where_words_do_not() {
    let house = PlaceWords { name: Some("c-base".into()), ..PlaceWords::default() };
    let drafted = placed(vec![at(house, 52.5129, 13.4201)]);
    let venue = drafted.facts.venue.clone().unwrap();
    assert_eq!(drafted.facts.schedule.zone.name(), "Europe/Berlin");
    assert_eq!(venue.country.map(|country| country.to_string()).as_deref(), Some("DE"));
    assert_eq!(venue.point.map(|point| point.latitude()), Some(52.5129));
}

#[test]
fn coordinates_decide_between_towns_of_one_name() {
    let portland = |latitude, longitude| {
        let words = PlaceWords { locality: Some("Portland".into()), ..PlaceWords::default() };
        venue(vec![at(words, latitude, longitude)]).region
    };
    assert_eq!(portland(43.66, -70.26).as_deref(), Some("Maine"));
    assert_eq!(portland(45.52, -122.68).as_deref(), Some("Oregon"));
}

#[test]
fn coordinates_that_stand_for_nothing_are_ignored() {
    let drafted = placed(vec![at(structured("Berlin", "DE"), 0.0, 0.0)]);
    assert_eq!(problems(&drafted), Vec::<&str>::new());
    assert_eq!(drafted.facts.venue.map(|venue| venue.geoname_id), Some(BERLIN));
    let online = PlaceWords { name: Some("Online event".into()), ..PlaceWords::default() };
    let drafted = placed(vec![at(online, -8.521147, 179.1962)]);
    assert_eq!((drafted.facts.venue, drafted.facts.attendance_mode), (None, AttendanceMode::Online));
}

#[test]
fn coordinates_elsewhere_are_ignored_with_a_problem_unless_they_are_turned_round() {
    let drafted = placed(vec![at(structured("Berlin", "DE"), 40.7, -74.0)]);
    assert_eq!(problems(&drafted), ["the point 40.7000, -74.0000 is not in Berlin: it is ignored"]);
    assert_eq!(drafted.facts.venue.unwrap().point.map(|point| point.latitude().round()), Some(53.0));
    let turned = placed(vec![at(structured("Berlin", "DE"), 13.4, 52.52)]);
    assert_eq!(turned.facts.venue.unwrap().point.map(|point| point.latitude()), Some(52.52));
}

#[test]
fn an_address_for_a_place_is_where_one_takes_part() {
    let drafted = placed(place("https://meet.example/rust"));
    assert_eq!(drafted.facts.join_url.as_deref(), Some("https://meet.example/rust"));
    assert_eq!((drafted.facts.venue, drafted.facts.attendance_mode), (None, AttendanceMode::Online));
    let both = placed(vec![structured("Berlin", "DE"), place("https://meet.example/rust").remove(0)]);
    assert_eq!(both.facts.attendance_mode, AttendanceMode::Mixed);
    assert_eq!(both.facts.venue.map(|venue| venue.geoname_id), Some(BERLIN));
    let map = placed(place("https://www.google.com/maps/place/x"));
    assert_eq!((map.facts.join_url, map.facts.attendance_mode), (None, AttendanceMode::Offline));
}

#[test]
fn words_for_not_yet_known_are_no_place() {
    let with_link = placed(place("TBD, https://meet.example/rust"));
    assert_eq!((with_link.facts.venue, with_link.facts.attendance_mode), (None, AttendanceMode::Online));
    for text in ["TBA", "To be announced", "n/a", " - "] {
        let drafted = placed(place(text));
        assert_eq!((drafted.facts.venue, drafted.facts.attendance_mode), (None, AttendanceMode::Offline), "{text}");
    }
}

#[test]
fn the_place_beside_online_gives_the_zone_only() {
    let drafted = placed(place("Virtual (Berlin, DE)"));
    assert_eq!((drafted.facts.venue, drafted.facts.attendance_mode), (None, AttendanceMode::Online));
    assert_eq!(drafted.facts.schedule.zone.name(), "Europe/Berlin");
}

#[test]
fn of_several_places_the_first_that_is_known_is_taken() {
    let unknown = PlaceWords { name: Some("Main Stage Xyzzy".into()), ..PlaceWords::default() };
    assert_eq!(venue(vec![unknown, structured("Berlin", "DE"), structured("Wien", "AT")]).geoname_id, BERLIN);
}

#[test]
fn further_places_are_kept() {
    let towns = |drafted: &Draft| -> Vec<String> {
        drafted
            .facts
            .venue
            .iter()
            .chain(&drafted.facts.more_venues)
            .filter_map(|venue| venue.locality.clone())
            .collect()
    };
    let in_words = placed(place("Berlin, Germany; Vienna, Austria"));
    assert_eq!(towns(&in_words).len(), 2, "{:?}", towns(&in_words));
    let listed = placed(vec![structured("Berlin", "DE"), structured("Wien", "AT")]);
    assert_eq!(towns(&listed), ["Berlin", "Wien"]);
    let online = placed(place("Virtual (Berlin, Germany; Vienna, Austria)"));
    assert_eq!(towns(&online), Vec::<String>::new());
}

#[test]
fn a_house_whose_address_is_one_text_keeps_its_street() {
    let words = PlaceWords {
        text: Some("Im Mediapark 5, 50670 Köln".into()),
        name: Some("Startplatz".into()),
        ..PlaceWords::default()
    };
    let venue = venue(vec![words]);
    assert_eq!(venue.name.as_deref(), Some("Startplatz"));
    assert!(venue.address.as_deref().is_some_and(|street| street.starts_with("Im Mediapark 5")), "{venue:?}");
    assert!(venue.is_town_centre, "nobody said where in Cologne the house is");
    assert!(!self::venue(vec![at(structured("Berlin", "DE"), 52.5, 13.42)]).is_town_centre);
}

#[test]
fn a_guess_gives_way_to_the_clocks_and_to_coordinates() {
    let times = |place: &str, zone: &str| {
        let words = Words { zone: Some(zone.into()), places: self::place(place), ..words("Rust", "2026-07-01T18:00") };
        draft(words).facts.schedule.zone.name().to_owned()
    };
    assert_eq!(times("Café Lima", "America/Toronto"), "America/Toronto");
    assert_eq!(times("The Rivoli, 334 Queen Street West", "America/Toronto"), "America/Toronto");
    assert_eq!(times("Berlin, Germany", "America/Toronto"), "Europe/Berlin", "it is said");
    let offset = |place: &str| {
        let words = Words { places: self::place(place), ..words("Rust", "2026-04-04T13:00:00-07:00") };
        draft(words).facts.schedule.zone.name().to_owned()
    };
    assert_eq!(offset("Café Lima"), "Etc/GMT+7");
    assert_eq!(offset("Lima, Peru"), "America/Lima", "it is said");
    assert_eq!(offset("Seattle"), "America/Los_Angeles");
    let toronto = PlaceWords { text: Some("The Rivoli".into()), ..PlaceWords::default() };
    let venue = venue(vec![at(toronto, 43.649, -79.395)]);
    assert_eq!((venue.locality.as_deref(), venue.exact_point().is_some()), (Some("Toronto"), true), "{venue:?}");
}

#[test]
fn the_page_of_a_house_is_no_room_to_join() {
    let told = placed(place("Old Mill, Berlin, Germany https://mill.example/"));
    assert_eq!((told.facts.attendance_mode, told.facts.join_url), (AttendanceMode::Offline, None));
    let told = placed(place("Old Mill, Berlin, Germany and online https://stream.example/"));
    assert_eq!(told.facts.join_url.as_deref(), Some("https://stream.example/"));
}

#[test]
fn a_house_called_virtual_is_none_whatever_its_address() {
    for house in
        ["Virtual", "Zoom Telephonic", "Your Device", "BigBlueButton", "ONLINE - Lake Conf", "Telephone conference"]
    {
        let words = PlaceWords {
            name: Some(house.into()),
            address: Some("1 Main Street".into()),
            ..structured("Atlanta", "US")
        };
        let drafted = placed(vec![words]);
        assert_eq!((drafted.facts.venue, drafted.facts.attendance_mode), (None, AttendanceMode::Online), "{house}");
        assert_eq!(drafted.facts.schedule.zone.name(), "America/New_York", "{house}");
    }
    let hall = PlaceWords { name: Some("Virtual Reality Centre".into()), ..structured("Atlanta", "US") };
    assert_eq!(placed(vec![hall]).facts.attendance_mode, AttendanceMode::Offline);
}

#[test]
fn a_room_in_the_words_counts_where_there_is_no_place() {
    let told = |places: Vec<PlaceWords>, text: &str| {
        let description = Some(Prose::Plain(text.to_owned()));
        draft(Words { places, description, ..words("Rust", "2026-07-01T18:00") }).facts
    };
    let room = "Join Zoom Meeting https://us02web.zoom.us/j/1234567890";
    let facts = told(Vec::new(), room);
    assert_eq!(
        (facts.attendance_mode, facts.join_url.as_deref()),
        (AttendanceMode::Online, Some("https://us02web.zoom.us/j/1234567890"))
    );
    let facts = told(place("c-base, Berlin, Germany"), room);
    assert_eq!((facts.attendance_mode, facts.join_url), (AttendanceMode::Offline, None));
    let facts = told(Vec::new(), "Join our chat: https://discord.gg/rust");
    assert_eq!((facts.attendance_mode, facts.join_url), (AttendanceMode::Offline, None));
}

#[test]
fn a_town_that_nobody_knows_stands_without_its_state() {
    let place = PlaceWords {
        locality: Some("Nonesuch Vista, FL".to_owned()),
        country: Some("USA".to_owned()),
        ..PlaceWords::default()
    };
    let venue = draft(Words { places: vec![place], ..words("Rust Night", "2026-07-01T18:00") }).facts.venue.unwrap();
    assert_eq!((venue.locality.as_deref(), venue.region.as_deref()), (Some("Nonesuch Vista"), Some("Florida")));
}
