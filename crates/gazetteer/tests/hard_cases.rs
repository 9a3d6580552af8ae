//! Wordings that are easily misread, one line each: text, mode, and what it comes to.

use chrono_tz::Tz;
use hobnob_domain::{CountryCode, Point};
use hobnob_gazetteer::{Gazetteer, Hints, Located, LocatedMode, confidence};

fn locate(text: &str) -> Located {
    Gazetteer::embedded().locate(text, &Hints::default())
}

/// "Warsaw, Indiana, United States"; without a town, the region and the country's code.
fn answer(located: &Located) -> String {
    match (&located.place, &located.region, located.country) {
        (Some(place), _, _) => place.full_name(),
        (None, Some(region), Some(country)) => format!("{region}, {country}"),
        (None, Some(region), None) => region.clone(),
        (None, None, Some(country)) => country.to_string(),
        (None, None, None) => "nowhere".to_owned(),
    }
}

fn check(cases: &[(&str, &str)]) {
    let wrong: Vec<(&str, String, &str)> = cases
        .iter()
        .map(|(text, wanted)| (*text, answer(&locate(text)), *wanted))
        .filter(|(_, got, wanted)| got != wanted)
        .collect();
    assert_eq!(wrong, [], "text, answer, wanted");
}

#[test]
fn a_zone_under_another_name_is_a_hint_too() {
    let windsor = |zone: Tz| {
        let hints = Hints { zone: Some(zone), ..Hints::default() };
        let place = Gazetteer::embedded().locate("Windsor, CA", &hints).place;
        place.map(|place| place.full_name())
    };
    assert_eq!(windsor(Tz::US__Pacific), windsor(Tz::America__Los_Angeles));
}

#[test]
fn a_code_behind_a_town_that_nobody_knows_is_a_states() {
    let gazetteer = Gazetteer::embedded();
    let region = |text: &str, country: Option<&str>| {
        let hints = Hints { country: country.and_then(|code| code.parse().ok()), ..Hints::default() };
        let located = gazetteer.locate(text, &hints);
        let code = located.country.map(|code| code.to_string()).unwrap_or_default();
        format!("{code} {}", located.region.unwrap_or_default()).trim().to_owned()
    };
    assert_eq!(region("Foobarville, NC", None), "US North Carolina");
    assert_eq!(region("Foobarville, IN", None), "US Indiana");
    assert_eq!(region("Foobarville, IN", Some("IN")), "IN", "its source is in India");
    assert_eq!(region("Foobarville, DE", None), "DE");
    assert_eq!(region("Cambridge, Mass.", None), "US Massachusetts");
    assert_eq!(region("Paris, Tex.", None), "US Texas");
}

#[test]
fn a_town_before_the_city_of_its_province_is_the_town() {
    check(&[
        ("Sitges, Barcelona, Spain", "Sitges, Catalonia, Spain"),
        ("Rho, Milano, Italy", "Rho, Lombardy, Italy"),
        ("Levico Terme, Trento, Italy", "Levico Terme, Trentino-Alto Adige, Italy"),
        ("Castelldefels, Barcelona", "Castelldefels, Catalonia, Spain"),
        // Not those that bear the name of a town elsewhere, nor the wards of a great city.
        ("Palermo, Barcelona, Spain", "Barcelona, Catalonia, Spain"),
        ("Av. Paulista, 1374 - Bela Vista, São Paulo - SP", "São Paulo, São Paulo, Brazil"),
    ]);
    assert!(locate("Sitges, Barcelona, Spain").confidence >= confidence::CLEAR);
}

#[test]
fn a_city_is_meant_though_a_country_is_called_so_in_another_language() {
    check(&[
        ("Granada", "Granada, Andalusia, Spain"),
        ("Grenada", "GD"),
        ("Mexico", "MX"),
        ("Deutschland", "DE"),
        ("Granada, Spain", "Granada, Andalusia, Spain"),
    ]);
}

#[test]
fn a_school_with_a_state_alone_is_in_no_city_for_sure() {
    check(&[
        ("Lakeside University, NY", "New York, US"),
        ("Lakeside University, NY, USA", "New York, US"),
        ("Lakeside University, New York, NY", "New York City, New York, United States"),
        ("New York Lakeside College, NY, USA", "New York City, New York, United States"),
        ("Lakeside Arena, NY, USA", "New York City, New York, United States"),
    ]);
    let confidence = |text| locate(text).confidence;
    assert!(confidence("Lakeside University, New York") < confidence::CLEAR);
    assert!(confidence("Lakeside University, New York, NY") >= confidence::CLEAR);
    assert!(confidence("Lakeside Arena, New York") >= confidence::CLEAR);
}

#[test]
fn a_code_of_two_letters_is_read_by_what_stands_before_it() {
    check(&[
        ("Warsaw, IN", "Warsaw, Indiana, United States"),
        ("Portland, OR", "Portland, Oregon, United States"),
        ("Tel Aviv, IL", "Tel Aviv, Tel Aviv, Israel"),
        ("Boulder, CO", "Boulder, Colorado, United States"),
        ("Geneva, CH", "Geneva, Geneva, Switzerland"),
        ("Florianopolis, BR", "Florianópolis, Santa Catarina, Brazil"),
        ("Mexico City, DF, MX", "Mexico City, Mexico City, Mexico"),
        ("San Diego, ca, US", "San Diego, California, United States"),
        ("Bengaluru, IN", "Bengaluru, Karnataka, India"),
        ("Austin TX", "Austin, Texas, United States"),
        ("Sydney NSW", "Sydney, New South Wales, Australia"),
        ("London UK", "London, England, United Kingdom"),
        ("Nowhereville, MD 21782", "Maryland, US"),
    ]);
}

#[test]
fn a_source_that_is_wrong_about_the_region_is_read_kindly() {
    check(&[
        ("Waterloo, ON, U.S.A.", "Waterloo, Ontario, Canada"),
        ("Wien, La, AT", "Vienna, Vienna, Austria"),
        ("Hydrabad, Telangana", "Hyderabad, Telangana, India"),
        ("Hydrabad, Telangana, India", "Hyderabad, Telangana, India"),
        ("s-Hertogenbosch", "'s-Hertogenbosch, North Brabant, The Netherlands"),
        ("Lima-Perú, PE", "Lima, Lima Province, Peru"),
        ("Poland, PL", "PL"),
        ("Texas, IL, U.S.A.", "Illinois, US"),
        ("Cottermouth, ACT", "Australian Capital Territory, AU"),
    ]);
}

#[test]
fn a_region_is_not_the_town_of_its_name() {
    check(&[
        ("California (USA)", "California, US"),
        ("Sharpsburg, Maryland, US", "Maryland, US"),
        ("Otis, OR 97368", "Oregon, US"),
        ("Kensington, WA, AU", "Western Australia, AU"),
        ("Mie, Japan", "Mie, JP"),
        ("Goa, India", "Goa, IN"),
        ("Bryant Pond, Maine", "Maine, US"),
        ("Tbilisi, Georgia", "Tbilisi, Tbilisi, Georgia"),
        ("Atlanta, Georgia", "Atlanta, Georgia, United States"),
    ]);
}

#[test]
fn a_place_beside_the_words_for_online_is_kept() {
    let cases = [
        ("Virtual (Dallas, TX, US)", LocatedMode::Online, "Dallas, Texas, United States"),
        ("Hybrid (Leipzig, DE)", LocatedMode::Mixed, "Leipzig, Saxony, Germany"),
        ("Amsterdam & Online", LocatedMode::Mixed, "Amsterdam, North Holland, The Netherlands"),
        ("Online", LocatedMode::Online, "nowhere"),
        ("TBA", LocatedMode::Unknown, "nowhere"),
        ("", LocatedMode::Unknown, "nowhere"),
        ("EMEA", LocatedMode::Offline, "EMEA"),
        ("https://zoom.us/j/123", LocatedMode::Online, "nowhere"),
        ("Zoom link will be sent", LocatedMode::Online, "nowhere"),
        ("Stockholm, Sweden and Online", LocatedMode::Mixed, "Stockholm, Stockholm, Sweden"),
        ("Online, Europe", LocatedMode::Online, "Europe"),
        ("APAC | Virtual", LocatedMode::Online, "APAC"),
        ("Virtual (APAC)", LocatedMode::Online, "APAC"),
    ];
    for (text, mode, wanted) in cases {
        let located = locate(text);
        assert_eq!((located.mode, answer(&located).as_str()), (mode, wanted), "{text}");
    }
}

#[test]
fn an_address_is_read_from_its_end() {
    check(&[
        ("c-base, Rungestr. 20, 10179 Berlin, Germany", "Berlin, State of Berlin, Germany"),
        ("The Venue\n12 High Street\nBristol BS1 2AW\nUnited Kingdom", "Bristol, England, United Kingdom"),
        ("Los Angeles (Chino Hills)", "Los Angeles, California, United States"),
        ("Central, Hong Kong, China", "Central, Central and Western, Hong Kong"),
        ("Praha 1, Czech Republic", "Prague, Prague, Czechia"),
        ("東京都千代田区丸の内1-1", "Tokyo, Tokyo, Japan"),
        ("Singapore", "Singapore, Singapore"),
        ("Halle (Saale), Germany", "Halle (Saale), Saxony-Anhalt, Germany"),
        ("Miraflores, Lima", "Lima, Lima Province, Peru"),
        ("Boston University", "Boston, Massachusetts, United States"),
        ("Berlin Avenue", "nowhere"),
        ("Санкт-Петербург, Россия", "Saint Petersburg, St.-Petersburg, Russia"),
        ("Somewhere in Hamburg", "Hamburg, Hamburg, Germany"),
        ("Main Hall, Room 5", "nowhere"),
    ]);
}

#[test]
fn a_hint_decides_between_places_of_one_name() {
    let cases = [
        ("Saint-Denis", "FR", "Saint-Denis, Île-de-France, France"),
        ("Valencia", "ES", "Valencia, Valencia, Spain"),
        ("León", "ES", "León, Castille and León, Spain"),
        ("Birmingham", "US", "Birmingham, Alabama, United States"),
        ("Birmingham", "GB", "Birmingham, England, United Kingdom"),
        ("Victoria", "CA", "Victoria, British Columbia, Canada"),
    ];
    for (text, country, wanted) in cases {
        let hints = Hints { country: country.parse().ok(), ..Hints::default() };
        assert_eq!(answer(&Gazetteer::embedded().locate(text, &hints)), wanted, "{text} in {country}");
    }
    let hints = Hints { zone: Some(Tz::Europe__Madrid), ..Hints::default() };
    let by_zone = Gazetteer::embedded().locate("Valencia", &hints);
    assert_eq!(answer(&by_zone), "Valencia, Valencia, Spain");
    let hints = Hints { near: Point::new(39.8, -89.6), ..Hints::default() };
    let by_nearness = Gazetteer::embedded().locate("Springfield, USA", &hints);
    assert_eq!(answer(&by_nearness), "Springfield, Illinois, United States");
    let hints = Hints { country: "US".parse().ok(), ..Hints::default() };
    let against_the_text = Gazetteer::embedded().locate("Birmingham, UK", &hints);
    assert_eq!(answer(&against_the_text), "Birmingham, England, United Kingdom");
}

#[test]
fn what_could_be_several_places_is_never_told_with_confidence() {
    for text in [
        "Springfield",
        "Valencia",
        "Hamilton",
        "Victoria",
        "Cambridge",
        "Richmond",
        "Newcastle",
        "San Jose",
        "Java",
        "Rust",
    ] {
        let located = locate(text);
        assert!(located.place.is_some() && located.confidence < confidence::CLEAR, "{text}: {located:?}");
    }
    for text in ["Berlin", "Paris", "London", "Tokyo", "Berlin, Germany", "Springfield, Illinois"] {
        assert!(locate(text).confidence >= confidence::CLEAR, "{text}");
    }
}

/// The towns of a text, the one it is placed at first.
fn towns(text: &str) -> Vec<&'static str> {
    let located = locate(text);
    located.place.iter().chain(&located.more).map(|place| place.name).collect()
}

#[test]
fn several_places_are_all_kept() {
    let sorted = |text| {
        let mut towns = towns(text);
        towns.sort_unstable();
        towns
    };
    let cases: [(&str, &[&str]); 9] = [
        (
            "Virtual (Redmond, WA, US; San Francisco, CA, US; New York, NY, US; Stockholm, SE)",
            &["New York City", "Redmond", "San Francisco", "Stockholm"],
        ),
        ("Seattle/Bellevue", &["Bellevue", "Seattle"]),
        ("Berlin & Hamburg", &["Berlin", "Hamburg"]),
        ("Los Angeles (Chino Hills)", &["Chino Hills", "Los Angeles"]),
        ("Oslo, Norway and Stockholm, Sweden", &["Oslo", "Stockholm"]),
        ("Berlin, Hamburg, Munich, Germany", &["Berlin", "Hamburg", "Munich"]),
        ("Paris | Lyon | Online", &["Lyon", "Paris"]),
        ("Boston, MA; Austin, TX", &["Austin", "Boston"]),
        ("Madrid y Barcelona", &["Barcelona", "Madrid"]),
    ];
    for (text, wanted) in cases {
        assert_eq!(sorted(text), wanted, "{text}");
    }
}

#[test]
fn one_place_in_many_words_is_one() {
    for text in [
        "Biel/Bienne",
        "Buffalo, New York",
        "Hamburg, Hamburg, Germany",
        "Hall 4 / Room 2, Torstr. 12, Berlin, Germany",
        "Brooklyn, New York",
        "New York, New York",
        "Mexico City, Mexico",
        "Halle (Saale), Germany",
        "c-base, Rungestr. 20; 10179 Berlin; Germany",
        "Paris Bar & Grill, Austin, TX",
        "Shinjuku, Tokyo, Japan",
        "Birmingham and Online",
        "Barcelona, Catalonia, Spain",
    ] {
        assert_eq!(towns(text).len(), 1, "{text}: {:?}", towns(text));
    }
}

#[test]
fn what_may_be_several_places_names_them() {
    let located = locate("Springfield");
    let names: Vec<String> = located.rivals.iter().map(|place| place.full_name()).collect();
    assert!(names.contains(&"Springfield, Illinois, United States".to_owned()), "{names:?}");
    assert_eq!((locate("Berlin").rivals, locate("Springfield, Illinois").rivals), (vec![], vec![]));
}

#[test]
fn a_region_has_the_zone_of_its_people() {
    let zone = |text| locate(text).zone.map(Tz::name);
    assert_eq!(zone("Goa, India"), Some("Asia/Kolkata"));
    assert_eq!(zone("Nowhereville, MD 21782"), Some("America/New_York"));
    assert_eq!(zone("Poland"), Some("Europe/Warsaw"));
    assert_eq!(zone("Berlin"), Some("Europe/Berlin"));
    assert_eq!((zone("United States"), zone("Europe")), (None, None), "nobody's zone");
}

#[test]
fn a_post_code_says_the_town_where_nothing_else_does() {
    check(&[
        ("The Barn, 4 Mill Lane, EC1V 4AB, GB", "London, England, United Kingdom"),
        ("Hall of Sciences, 4 Main Street, 90095, CA, US", "Los Angeles, California, United States"),
        ("Hall of Sciences, 4 Main Street, 90095, TX, US", "Texas, US"),
        ("The Barn, 4 Mill Lane, IV27 4AB, GB", "GB"),
        ("Bristol, EC1V 4AB, GB", "Bristol, England, United Kingdom"),
    ]);
}

#[test]
fn the_name_of_a_house_or_a_street_is_no_region() {
    check(&[
        ("Maison de la Bretagne", "nowhere"),
        ("Haus Bayern", "nowhere"),
        ("Casa Italia", "nowhere"),
        ("Maison de la Bretagne, Paris", "Paris, Île-de-France, France"),
        ("Haus Bayern, Berlin", "Berlin, State of Berlin, Germany"),
        ("12 Georgia Avenue, Silver Spring, MD", "Silver Spring, Maryland, United States"),
        ("Washington Street, Boston, MA", "Boston, Massachusetts, United States"),
        ("Northern Bavaria", "Bavaria, DE"),
    ]);
    for text in ["Washington Street", "Georgia Avenue", "123 Washington Street"] {
        let located = locate(text);
        assert!(located.region.is_none() || located.confidence < confidence::CLEAR, "{text}: {located:?}");
    }
}

#[test]
fn accents_and_hints_tell_towns_of_one_name_apart() {
    let town = |text: &str, country: Option<&str>, zone: Option<Tz>| {
        let hints = Hints { country: country.and_then(|code| code.parse().ok()), zone, ..Hints::default() };
        let located = Gazetteer::embedded().locate(text, &hints);
        (
            located.place.map(|place| place.country.to_string()).unwrap_or_default(),
            located.confidence >= confidence::CLEAR,
        )
    };
    assert_eq!(town("San José", None, None), ("CR".to_owned(), false));
    assert_eq!(town("San Jose", None, None), ("US".to_owned(), false));
    assert_eq!(town("San José, CA", None, None).0, "US");
    assert_eq!(town("San José, Costa Rica", None, None), ("CR".to_owned(), true));
    assert_eq!(town("San José", Some("US"), None).0, "US");
    assert_eq!(town("San José", None, Some(Tz::America__Los_Angeles)).0, "US");
    assert_eq!(town("San Jose", Some("CR"), None).0, "CR");
    assert_eq!(town("San Jose", None, Some(Tz::America__Costa_Rica)).0, "CR");
}

#[test]
fn the_country_is_stated_or_guessed() {
    for text in ["Birmingham, UK", "Birmingham, AL", "Cambridge, Massachusetts", "Narnia, Germany", "Germany"] {
        assert!(locate(text).is_country_stated, "{text}: {:?}", locate(text));
    }
    for text in ["Birmingham", "Berlin", "Hotel Berlin", "", "somewhere"] {
        assert!(!locate(text).is_country_stated, "{text}");
    }
}

#[test]
fn a_zip_code_says_the_state() {
    check(&[
        ("Hall, 3 Lake Dr, Rio Nonesuch, CA, 95471", "California, US"),
        ("Barn, 2 Hill Rd, Bar Nonesuch, CO, 80401", "Colorado, US"),
        ("House, 1 Oak St, Nonesuch Falls, MN, 55001", "Minnesota, US"),
        ("Preserve, 400 Slate Rock Road, Nonesuch, PA 17565, Nonesuch, PA", "Pennsylvania, US"),
        ("119 N Duke Street, Lancaster, 17602, United States", "Lancaster, Pennsylvania, United States"),
        ("Bloomington, 47401, United States", "Bloomington, Indiana, United States"),
        ("Mumbai, IN", "Mumbai, Maharashtra, India"),
        ("Tel Aviv, IL 61000", "Tel Aviv, Tel Aviv, Israel"),
    ]);
}

#[test]
fn a_numbered_street_makes_the_code_of_a_state_of_one_of_a_country() {
    check(&[
        ("Grange, 1 Main St, Nonesuch Corners, GA", "Georgia, US"),
        ("Hall, 12 Temple Road, Nonesuch Nagar, IN", "IN"),
    ]);
}

#[test]
fn a_flag_says_the_country() {
    check(&[
        ("Augusta (GA) :us:", "Augusta, Georgia, United States"),
        ("Cambridge (MA) :us:", "Cambridge, Massachusetts, United States"),
        ("Cambridge (MA) 🇺🇸", "Cambridge, Massachusetts, United States"),
        ("Rennes :fr:", "Rennes, Brittany, France"),
    ]);
}

#[test]
fn a_town_stands_behind_a_street_without_a_comma() {
    check(&[
        ("13 rue Sainte Cécile Toulouse", "Toulouse, Occitanie, France"),
        ("Espace Ferris, 27 boulevard Gabriel Oxyde Toulouse", "Toulouse, Occitanie, France"),
        ("12 rue Victor Hugo", "nowhere"),
        ("407 St John Street, EC1V 4AB, GB", "London, England, United Kingdom"),
    ]);
}

#[test]
fn regions_of_east_asia_are_known_by_their_own_names() {
    check(&[
        ("경남 진주", "Chinju, Gyeongsangnam-do, South Korea"),
        ("강원 춘천", "Chuncheon, Gangwon-do, South Korea"),
        ("兵庫県神戸市", "Kobe, Hyōgo, Japan"),
    ]);
}

#[test]
fn a_word_for_wherever_you_like_is_no_place() {
    // Sierra Leone's capital is called so with an ending.
    check(&[("自由", "nowhere"), ("自宅", "nowhere"), ("自由市", "Freetown, Western Area, Sierra Leone")]);
}

#[test]
fn cities_go_by_what_they_are_called_in_large_languages() {
    check(&[
        ("Казань", "Kazan, Tatarstan Republic, Russia"),
        ("Челябинск", "Chelyabinsk, Chelyabinsk, Russia"),
        ("Таллин", "Tallinn, Harjumaa, Estonia"),
        ("Фрайбург", "Freiburg, Baden-Wurttemberg, Germany"),
        ("창원", "Changwon, Gyeongsangnam-do, South Korea"),
        ("원주", "Wŏnju, Gangwon-do, South Korea"),
    ]);
}

#[test]
fn a_city_is_known_by_its_name_alone() {
    for city in ["Berlin", "münchen", "Munich", "Wien", "New York", "NYC", "São Paulo", "Ho Chi Minh City"] {
        assert!(Gazetteer::embedded().is_city(city), "{city}");
    }
    for other in ["", "Linz am Rhein", "Berlin Mitte", "Germany", "Rising", "Evening", "Kreuzberg"] {
        assert!(!Gazetteer::embedded().is_city(other), "{other}");
    }
}

#[test]
fn the_countries_of_the_domain_are_those_of_the_gazetteer() {
    let letters = || 'A'..='Z';
    for code in letters().flat_map(|a| letters().map(move |b| format!("{a}{b}"))) {
        let code: CountryCode = code.parse().unwrap();
        assert_eq!(code.is_of_a_country(), Gazetteer::embedded().country_name(code).is_some(), "{code}");
    }
}

#[test]
fn a_piece_of_a_name_is_no_town_far_away() {
    check(&[
        ("Saltgourde, 24430 Marsac-sur-l'Isle", "nowhere"),
        ("Lampeter-Strasburg High School", "nowhere"),
        ("Grand Ferris Hotel & Spa", "nowhere"),
        ("Berlin-Mitte", "Berlin, State of Berlin, Germany"),
        ("Goa", "Goa, IN"),
        ("Goa, Philippines", "Goa, Bicol Region, Philippines"),
        ("Dunkerque", "Dunkirk, Hauts-de-France, France"),
        ("Via Canonica, 18 40033 Casalecchio di Reno", "Casalecchio di Reno, Emilia-Romagna, Italy"),
        ("Am Markt 1, 03044 Cottbus Cottbus", "Cottbus, Brandenburg, Germany"),
        ("Macao, S.A.R.", "Macau, Macao"),
        ("Walla Walla", "Walla Walla, Washington, United States"),
    ]);
}
