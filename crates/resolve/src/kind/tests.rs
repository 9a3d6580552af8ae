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
