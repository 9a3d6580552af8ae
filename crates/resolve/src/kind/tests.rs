use super::*;
use EventKind::{
    CareerFair, Conference, Course, Hackathon, Meetup, Mentoring, Other, Social, Sprint, StudyGroup, Talk,
    Unconference, Webinar, Workshop,
};

fn named(name: &str) -> EventKind {
    decide(&Signs { name, ..Signs::default() })
}

fn typed(field: &str, name: &str) -> EventKind {
    decide(&Signs { field: Some(field), name, ..Signs::default() })
}

#[test]
fn names_tell_the_kind_in_several_languages() {
    for (name, kind) in [
        ("Rust Hackathon Kick-off Meetup", Hackathon),
        ("BarCamp Nürnberg", Unconference),
        ("Karrieremesse Informatik", CareerFair),
        ("Webinar: Kafka in Production", Webinar),
        ("Django Sprints", Sprint),
        ("Speed Mentoring for Juniors", Mentoring),
        ("SICP Study Group", StudyGroup),
        ("Kubernetes Bootcamp", Course),
        ("Taller de Rust", Workshop),
        ("RustConf 2026", Conference),
        ("PyCon DE & PyData", Conference),
        ("DevOpsDays Berlin", Conference),
        ("Fachkonferenz: Konferenz für Software", Conference),
        ("Berlin Rust User Group", Meetup),
        ("Rust Stammtisch", Meetup),
        ("Feierabendbier", Social),
        ("Vortrag: Sichere Software", Talk),
        ("Hardware Security Trainings and Conference", Conference),
        ("Craft Con 2026", Conference),
        ("TWIMLcon", Conference),
        ("Voxxed Days Ticino", Conference),
        ("BSides Linz", Conference),
        ("BSidesLNZ", Conference),
        ("LinzHacks 2027", Hackathon),
        ("HackLNZ", Hackathon),
        ("HackSpace open evening", Other),
        ("서울 파이썬 컨퍼런스 2027", Conference),
        ("데이터 밋업", Meetup),
        ("러스트 워크숍", Workshop),
        ("2027 开发者大会", Conference),
        ("前端沙龙", Meetup),
        ("Rust輪読会 #3", StudyGroup),
        ("Конференции и люди", Conference),
        ("Мастер-класс по тестам", Workshop),
        ("Jornadas de datos", Conference),
        ("Warsztaty z Rusta", Workshop),
        ("Club de lecture: un livre", StudyGroup),
        ("Föreläsning om databaser", Talk),
        ("Bijeenkomst over data", Meetup),
        ("Silicon Falcon", Other),
        ("Café Con Datos", Other),
        ("Social Media for Engineers", Other),
    ] {
        assert_eq!(named(name), kind, "{name}");
    }
}

#[test]
fn days_of_the_week_are_no_conferences() {
    for name in ["Salsa Wednesdays", "Fridays for Friends", "Birthday of the club"] {
        assert_eq!(named(name), Other, "{name}");
    }
}

#[test]
fn a_description_tells_where_the_name_is_silent() {
    let description = "in this hands on workshop we build a parser";
    assert_eq!(decide(&Signs { name: "Parsers", description, ..Signs::default() }), Workshop);
    assert_eq!(decide(&Signs { name: "Parsers meetup", description, ..Signs::default() }), Meetup);
}

#[test]
fn a_series_and_a_day_of_the_trade_are_conferences() {
    assert_eq!(decide(&Signs { name: "Oxide", is_of_series: true, ..Signs::default() }), Conference);
    let of_the_trade = |name| decide(&Signs { name, is_of_the_trade: true, ..Signs::default() });
    assert_eq!((of_the_trade("Kafka Day Linz"), of_the_trade("Kafka evening")), (Conference, Other));
    assert_eq!(named("Mothers Day"), Other);
}

#[test]
fn what_is_numbered_or_an_evening_of_the_trade_is_one_of_a_groups() {
    let technical = |name| decide(&Signs { name, is_technical: true, ..Signs::default() });
    assert_eq!([technical("LinzJS #12"), technical("LinzJS №3"), technical("Soirée Rust")], [Meetup; 3]);
    assert_eq!([technical("LinzJS"), technical("LinzJS #hashtag"), named("Soirée #12")], [Other; 3]);
    assert_eq!(technical("RustConf #2"), Conference);
}

#[test]
fn types_of_schema_org_are_read() {
    assert_eq!(typed("https://schema.org/Hackathon", "Build something"), Hackathon);
    assert_eq!(typed("CourseInstance", "Rust"), Course);
    assert_eq!(typed("http://schema.org/SocialEvent", "Rust"), Social);
    assert_eq!(typed("EducationEvent", "Rust"), Course);
    assert_eq!(typed("EducationEvent", "Rust Meetup"), Meetup);
    assert_eq!(typed("BusinessEvent", "Rust"), Other);
    assert_eq!(typed("Event", "Rust"), Other);
    assert_eq!(typed("conference", "Rust Meetup"), Conference);
    assert_eq!(typed("study group", "Rust"), StudyGroup);
}

#[test]
fn sources_and_organizers_tell_where_the_name_is_silent() {
    let format = Some(Format::ConfsTech);
    assert_eq!(decide(&Signs { name: "Rust Workshop Week", format, ..Signs::default() }), Conference);
    assert_eq!(decide(&Signs { name: "Rust", host: Some("meetup.com"), ..Signs::default() }), Meetup);
    assert_eq!(decide(&Signs { name: "May edition", organizer: "r ladies linz", ..Signs::default() }), Meetup);
    let in_a_list = |name, is_brief| decide(&Signs { name, is_brief, is_listed: true, ..Signs::default() });
    assert_eq!(in_a_list("Oxide", false), Conference, "whether it takes a day or ten");
    assert_eq!([in_a_list("Oxide", true), in_a_list("Oxide Hackathon", false)], [Other, Hackathon]);
    let days = |is_technical| decide(&Signs { name: "Oxidize", takes_days: true, is_technical, ..Signs::default() });
    assert_eq!([days(true), days(false)], [Conference, Other], "an exhibition takes days too");
    let of_days = |name| decide(&Signs { name, takes_days: true, ..Signs::default() });
    assert_eq!([of_days("Linz Tech Experience"), of_days("Tech at Volleyball")], [Conference, Other]);
    let evening = Signs { name: "Rust evening", is_brief: true, is_of_the_trade: true, ..Signs::default() };
    assert_eq!(decide(&evening), Meetup);
}

proptest::proptest! {
    #[test]
    fn no_text_breaks_a_kind(name in ".{0,60}", field in proptest::option::of(".{0,20}")) {
        let _ = decide(&Signs { name: &name, field: field.as_deref(), ..Signs::default() });
    }
}

#[test]
fn an_evening_is_no_conference_whatever_it_is_called() {
    let brief = |name, host| decide(&Signs { name, host, is_brief: true, is_of_series: true, ..Signs::default() });
    assert_eq!(brief("KubeCon recap", Some("meetup.com")), Meetup);
    assert_eq!(brief("DevFest kick-off meetup", None), Meetup);
    assert_eq!(brief("RustConf watch party", None), Social);
    assert_eq!(brief("PyCon keynote", None), Talk);
    assert_eq!(brief("JSConf", None), Other);
    let listed = Signs { name: "JSConf", field: Some("conference"), is_brief: true, ..Signs::default() };
    assert_eq!(decide(&listed), Conference);
}

#[test]
fn names_are_made_of_more_than_words_for_gatherings() {
    for (name, kind) in [
        ("Linz Makerthon", Hackathon),
        ("Readathon at the library", Other),
        ("An hour with Jonathon", Other),
        ("CCTV Training", Course),
        ("Ferris: an info session", Talk),
        ("Social Entrepreneurship Panel", Talk),
        ("Let's talk about money", Other),
        ("RustConf afterparty", Social),
        ("Ferris pub crawl", Social),
        ("Research Day of the Linz Clinic", Conference),
        ("5月の月例会", Meetup),
        ("はじめての並行処理 入門", Workshop),
        ("送別会", Social),
    ] {
        assert_eq!(named(name), kind, "{name}");
    }
    let brief = Signs { name: "LinzHacks on Friday", is_brief: true, ..Signs::default() };
    assert_eq!(decide(&brief), Other, "nobody builds something against the clock in two hours");
}

#[test]
fn a_sitting_is_known_by_its_month_or_its_number() {
    let technical = |name| decide(&Signs { name, is_technical: true, ..Signs::default() });
    for name in ["LinzJS in October", "LinzJS vol. 7", "第12回 LinzJS", "LinzJS session 4"] {
        assert_eq!(technical(name), Meetup, "{name}");
    }
    assert_eq!([technical("LinzJS vol. de nuit"), technical("LinzJS de mars")], [Other; 2]);
}

#[test]
fn what_is_told_with_its_year_comes_once_a_year() {
    let told = |is_brief, repeats| {
        decide(&Signs { name: "Ferrous 2027", is_technical: true, is_brief, repeats, ..Signs::default() })
    };
    assert_eq!([told(false, false), told(true, false), told(false, true)], [Conference, Other, Meetup]);
    assert_eq!(named("Ferrous 2027"), Other, "of no trade");
}

#[test]
fn a_name_may_begin_with_who_holds_it() {
    let technical = |name| decide(&Signs { name, is_technical: true, ..Signs::default() });
    assert_eq!(technical("PyLadies Linz: generators"), Meetup);
    assert_eq!(technical("Linz Coders - generators"), Meetup);
    assert_eq!(technical("Generators: for coders"), Other);
}

#[test]
fn a_description_says_what_it_is() {
    let told = |description| decide(&Signs { name: "Ferrous", description, ..Signs::default() });
    assert_eq!(told(" ferrous is a monthly meetup for those who missed the conference "), Meetup);
    assert_eq!(told(" join us for a relaxed hackathon "), Hackathon);
    assert_eq!(told(" ferrous ist eine konferenz "), Conference);
    assert_eq!(told(" our reading group is back "), StudyGroup);
    assert_eq!(told(" taller practico de rust "), Workshop);
    assert_eq!(told(" join us for a relaxed lunch "), Other, "food is offered everywhere");
    assert_eq!(told(" it is a pity that no conference is here "), Other);
}

#[test]
fn one_who_speaks_makes_a_talk_and_over_the_network_a_webinar() {
    let told = |is_online, is_technical| {
        decide(&Signs { name: "The borrow checker (by Ferris)", is_online, is_technical, ..Signs::default() })
    };
    assert_eq!([told(false, true), told(true, true), told(true, false)], [Talk, Webinar, Other]);
    let evening =
        Signs { name: "Ferrous", is_brief: true, is_of_the_trade: true, is_technical: true, ..Signs::default() };
    assert_eq!(decide(&Signs { is_online: true, ..evening }), Webinar);
    let of_technology = Signs { name: "Ferrous", is_brief: true, is_of_technology: true, ..Signs::default() };
    assert_eq!(decide(&of_technology), Other, "a talk at noon or a class");
    assert_eq!(decide(&Signs { is_in_evening: true, ..of_technology }), Meetup);
    assert_eq!(decide(&Signs { is_online: true, ..of_technology }), Webinar);
    assert_eq!(decide(&Signs { is_online: true, repeats: true, ..evening }), Meetup);
    assert_eq!(decide(&Signs { is_online: true, host: Some("linz.connpass.com"), ..evening }), Meetup);
}

#[test]
fn who_calls_for_papers_holds_a_conference() {
    let called = |is_technical, is_brief| {
        decide(&Signs { name: "Ferrous", calls_for_papers: true, is_technical, is_brief, ..Signs::default() })
    };
    assert_eq!([called(true, false), called(true, true), called(false, false)], [Conference, Other, Other]);
}
