//! The classifier against hand-made truth.

use hobnob_domain::{EventKind, NicheId};
use hobnob_resolve::{Text, Vouched};

use crate::{
    measure::{Part, folder, labels, niches, share},
    sample::RESOLVER,
};

#[test]
fn the_classifier_finds_the_niches_that_people_find() {
    let Some(folder) = folder("HOBNOB_TRUTH_NICHES", "niches") else { return };
    let found = niches::measure(&RESOLVER, &folder, Part::All);
    let (closed, bare, left_bare) = (found.closed, found.bare, found.left_bare);
    println!("closed: F1 {:.3}, {left_bare} of {bare} other events left alone", closed.f1());
    assert!(closed.f1() >= 0.9, "F1 {:.3}: {:#?}", closed.f1(), found.faults);
    assert!(left_bare + 1 >= bare, "{left_bare} of {bare}");
}

#[test]
fn words_of_many_meanings_are_told_apart() {
    let found = niches::ambiguity(&RESOLVER);
    println!("{} of {} wanted niches missed: {:?}", found.missed.len(), found.wanted, found.missed);
    assert!(found.forbidden.is_empty(), "{:#?}", found.forbidden);
    assert!(found.missed.len() <= 3, "{:#?}", found.missed);
}

fn told(text: &Text<'_>, vouched: &Vouched<'_>) -> Vec<&'static str> {
    RESOLVER.classify_with(text, vouched).niches.iter().map(|(niche, _)| niche.slug()).collect()
}

fn named(name: &str) -> Vec<&'static str> {
    told(&Text { name, ..Text::default() }, &Vouched::default())
}

#[test]
fn an_organizer_of_several_languages_is_narrowed_by_the_name() {
    let evening = |name| {
        let organizer = Some("Rust and C++ Linz");
        told(&Text { name, organizer, ..Text::default() }, &Vouched::default())
    };
    assert_eq!(evening("Borrowing in Rust"), ["rust"]);
    assert_eq!(evening("May evening"), ["rust", "cpp"]);
}

#[test]
fn the_house_in_a_name_says_nothing() {
    assert_eq!(named("Python evening @ Kubernetes House"), ["python"]);
    assert_eq!(named("Kubernetes evening"), ["kubernetes"]);
}

#[test]
fn a_longer_word_takes_the_shorter_ones_of_its_field_with_it() {
    assert_eq!(named("Technology leadership forum"), ["engineering-leadership"]);
}

#[test]
fn the_general_niche_gives_way_to_any_other() {
    let learn = Some("Learn to Code in Linz");
    let evening = |name| told(&Text { name, organizer: learn, ..Text::default() }, &Vouched::default());
    assert_eq!(evening("Python for everybody"), ["python"]);
    assert_eq!(evening("First steps"), ["software-development"]);
}

#[test]
fn what_a_source_is_about_goes_with_what_the_text_says_unless_the_text_knows_better() {
    let niches: Vec<NicheId> = ["r-lang", "women-in-tech"].iter().map(|slug| slug.parse().unwrap()).collect();
    let listed = |name| told(&Text { name, ..Text::default() }, &Vouched { niches: &niches, ..Vouched::default() });
    assert_eq!(listed("First meeting"), ["r-lang", "women-in-tech"]);
    assert_eq!(listed("Kubernetes from the outside"), ["r-lang", "kubernetes", "women-in-tech"]);
    assert_eq!(listed("Rust for beginners"), ["rust", "women-in-tech"]);
}

#[test]
fn a_well_known_series_says_what_its_name_does_not() {
    let listed = |name| {
        let vouched = Vouched { is_technical: true, ..Vouched::default() };
        told(&Text { name, ..Text::default() }, &vouched)
    };
    assert_eq!(named("Berlin Buzzwords 2026"), ["search-tech", "data-engineering"]);
    assert_eq!(listed("Monitorama PDX 2026"), ["observability"]);
    assert_eq!(listed("Current 2026"), ["kafka"], "a single word tells in a list of technical events alone");
    assert_eq!(named("Current 2026"), Vec::<&str>::new());
}

#[test]
fn kinds_and_goals_are_told_as_people_tell_them() {
    let Some(corpus) = folder("HOBNOB_CORPUS", "corpus") else { return };
    let found = labels::measure(&RESOLVER, &corpus);
    let kinds = share(found.kinds, found.rows);
    println!("{} events: kind right {kinds:.3}, goals F1 {:.3}", found.rows, found.goals.f1());
    assert!(kinds >= 0.78, "{kinds:.3}: {:#?}", found.faults);
    assert!(found.goals.f1() >= 0.79, "F1 {:.3}: {:#?}", found.goals.f1(), found.faults);
}

#[test]
fn the_house_behind_at_says_nothing_where_the_name_says_what_it_is_about() {
    assert_eq!(named("Rust Meetup at Kubernetes House"), ["rust"]);
    assert_eq!(named("Evening at Kubernetes House"), ["kubernetes"]);
    assert_eq!(named("Python at scale"), ["python"]);
}

#[test]
fn a_name_says_what_it_was_made_of() {
    assert_eq!(named("LinzJS 2026"), ["javascript"]);
    assert_eq!(named("BSidesLNZ 2026"), ["security"]);
    assert_eq!(named("AgentFest Linz"), ["ai-agents"]);
    assert_eq!(named("JavaScript Summit"), ["javascript"], "and not Java");
}

#[test]
fn a_group_is_called_after_its_technology_and_its_city() {
    for (name, niche) in [
        ("Ruby Berlin", "ruby"),
        ("Vienna Scala", "scala"),
        ("Elixir Berlin #12", "elixir"),
        ("Swift München: May", "swift"),
        ("BKK.JS", "javascript"),
        ("iOSDevCamp", "ios"),
    ] {
        assert_eq!(named(name), [niche], "{name}");
    }
    let organizer = Some("Elixir Berlin");
    assert_eq!(told(&Text { name: "June", organizer, ..Text::default() }, &Vouched::default()), ["elixir"]);
    for name in ["Ruby Rising", "Storage London", "Ruby Falls", "Crystal Berlin", "Evening in Ruby, Berlin"] {
        assert_eq!(named(name), Vec::<&str>::new(), "{name}");
    }
}

#[test]
fn a_short_name_of_a_series_is_told_beside_a_city() {
    let listed = |name| {
        let vouched = Vouched { is_technical: true, ..Vouched::default() };
        told(&Text { name, ..Text::default() }, &vouched)
    };
    let series = listed("QCon 2026");
    assert!(!series.is_empty());
    assert_eq!(
        [listed("QCon London 2026"), listed("QCon Europe"), listed("QCon Japan")],
        [(); 3].map(|()| series.clone())
    );
    assert_eq!(listed("QCon affairs"), Vec::<&str>::new());
}

#[test]
fn what_people_do_off_work_is_about_nothing() {
    let by = |name, organizer| told(&Text { name, organizer, ..Text::default() }, &Vouched::default());
    for (name, organizer) in [
        ("Women's Soccer vs Linz Tech: Alumni Night", Some("Linz Athletics")),
        ("Town Council Meeting", Some("Linz County Government")),
        ("Transport Committee Meeting", Some("Linz County Government")),
        ("Meeting of the County Board of Directors", None),
        ("Friends of the County Library", Some("County Libraries")),
        ("Ladies Night at the Range", None),
        ("Happy Hour", Some("The Corner Lounge")),
        ("Board Game Night", None),
        ("Women's Health and Hormones", None),
        ("Meditation for the family", None),
    ] {
        assert_eq!(by(name, organizer), Vec::<&str>::new(), "{name}");
    }
    assert_eq!(by("Kubernetes evening", Some("Church of St. Ferris")), ["kubernetes"]);
    assert_eq!(by("Founders Happy Hour", None), ["networking-social", "startups"]);
    assert_eq!(by("Networking Event", None), ["networking-social"]);
    assert_eq!(by("Healthcare Forum", None), ["healthtech"]);
}

#[test]
fn technologies_are_known_as_other_scripts_write_them() {
    for (name, niche) in [
        ("타입스크립트 모임", "typescript"),
        ("제3회 메타버스 강연", "xr"),
        ("ドメイン駆動設計を読む", "ddd"),
        ("微服务之夜", "software-architecture"),
        ("Пишем на Rust", "rust"),
    ] {
        assert_eq!(named(name), [niche], "{name}");
    }
}

#[test]
fn an_initial_is_no_language() {
    assert_eq!(named("Python Conference, Washington D.C."), ["python"]);
    assert_eq!(named("Python with Anna R. Smith"), ["python"]);
    assert_eq!(named("Programming in R"), ["r-lang"]);
}

#[test]
fn a_gathering_of_professionals_is_for_meeting_people() {
    assert_eq!(named("Kubernetes Mixer"), ["kubernetes", "networking-social"]);
    assert_eq!(named("Sunday Picnic"), Vec::<&str>::new());
}

#[test]
fn a_tag_of_the_source_supports_a_word_of_several_meanings() {
    let topics = ["confs.tech/go".to_owned(), "confs.tech/golang".to_owned()];
    let listed = |topics| {
        told(&Text { name: "Ready, steady, Go", ..Text::default() }, &Vouched { topics, ..Vouched::default() })
    };
    assert_eq!((listed(&topics[..]), listed(&[])), (vec!["go"], Vec::<&str>::new()));
}

#[test]
fn what_a_description_repeats_is_what_it_is_about() {
    let described = |description| {
        told(&Text { name: "May evening", description: Some(description), ..Text::default() }, &Vouched::default())
    };
    assert_eq!(described("Kubernetes and k8s operators: Kubernetes here, Kubernetes there"), ["kubernetes"]);
    assert_eq!(
        described("Sponsored by the Kubernetes, kubectl and Helm company. Follow us on Kubernetes."),
        Vec::<&str>::new()
    );
}

#[test]
fn words_are_parted_at_whatever_is_no_letter() {
    assert_eq!(named("JavaScript-Meetup"), ["javascript"]);
    assert_eq!(named("JavaScript/TypeScript Meetup"), ["typescript"], "which is within JavaScript");
    assert_eq!(named("C++-Meetup"), ["cpp"]);
    assert_eq!(named("ASP.NET-Abend"), named("ASP.NET Abend"));
}

#[test]
fn capitals_show_no_word_that_was_written_on() {
    for name in [
        "RIVER PARK WALK",
        "DISCOVERY DAY",
        "JAVANESE GAMELAN NIGHT",
        "REDISCOVER JAZZ",
        "SWIFTLY TILTING",
        "REACTION NIGHT",
        "FLASKS AND BREWS",
        "SCALABLE ART",
    ] {
        assert_eq!(named(name), [""; 0], "{name}");
    }
    assert_eq!(named("CityJS"), ["javascript"]);
}

#[test]
fn groups_are_called_after_their_town_and_their_language() {
    for name in ["Seattle JS", "Bergen JS #23", "London.js", "NEJS Conf", "Malmö JS meetup"] {
        assert_eq!(named(name), ["javascript"], "{name}");
    }
    for name in ["PyParis", "PySangamam 2026"] {
        assert_eq!(named(name), ["python"], "{name}");
    }
    for name in ["Anna JS Bach plays", "Pyongyang Night", "PYRAMID WALK"] {
        assert_eq!(named(name), [""; 0], "{name}");
    }
}

#[test]
fn a_language_is_told_by_what_stands_before_it_in_many_languages() {
    for name in
        ["Rust: Programovací jazyk nové generace", "Introducción a Rust", "Программирование на Rust", "Rust.Tokyo"]
    {
        assert!(named(name).contains(&"rust"), "{name}");
    }
    assert_eq!(named("Introduction to Go"), [""; 0], "which is a game");
}

#[test]
fn no_phrase_reaches_across_a_dash() {
    assert_eq!(named("Cinema Series - A Nice Day"), [""; 0]);
    assert_eq!(named("Cinema Series: A Nice Day"), [""; 0]);
    assert_eq!(named("Raising a Series A"), ["venture-capital"]);
    assert_eq!(named("Like a Cloud"), [""; 0]);
}

#[test]
fn a_description_counts_for_more_where_nothing_else_says_anything() {
    let described = |name, description| {
        told(&Text { name, description: Some(description), ..Text::default() }, &Vouched::default())
    };
    let text = "Patroni and pgvector side by side, and what Patroni brings next.";
    assert_eq!(described("May in Linz", text), ["postgres"]);
    assert_eq!(described("Kubernetes evening", text), ["kubernetes"], "the name is about something else");
    assert_eq!(described("May in Linz", "Somebody mentions Patroni."), Vec::<&str>::new());
}

#[test]
fn what_a_description_calls_its_matter_decides_where_the_name_is_silent() {
    let described = |description| {
        told(&Text { name: "Ferris Days", description: Some(description), ..Text::default() }, &Vouched::default())
    };
    assert_eq!(described("The conference for robotics in the north."), ["robotics"]);
    assert_eq!(described("Two days that are dedicated to all things robotics."), ["robotics"]);
    assert_eq!(described("There will be robotics in the foyer."), Vec::<&str>::new());
}

#[test]
fn a_word_of_the_general_niche_is_not_taken_out_of_another_niches() {
    assert_eq!(named("Game Developers Conference"), ["gamedev"]);
    assert_eq!(named("React Native evening for developers"), ["react-native"]);
    assert_eq!(named("Developers conference"), ["software-development"]);
}

#[test]
fn a_compound_is_about_the_word_that_it_begins_with() {
    assert_eq!(named("Kubernetesschulung in Linz"), ["kubernetes"]);
    assert_eq!(named("Terraformschulungen"), ["terraform"]);
    assert_eq!(named("Pressekonferenz"), Vec::<&str>::new());
}

#[test]
fn who_is_called_after_a_technology_and_a_city_is_a_group() {
    let kind = |name, organizer| RESOLVER.classify(&Text { name, organizer: Some(organizer), ..Text::default() }).kind;
    assert_eq!(kind("Flows and channels", "Kotlin Vienna"), EventKind::Meetup);
    assert_eq!(kind("Kotlin Vienna: flows and channels", ""), EventKind::Meetup);
    assert_eq!(kind("Flows and channels", "Kotlin Flows Ltd."), EventKind::Other);
}
