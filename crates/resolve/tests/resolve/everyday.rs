//! Names of technologies that are a common word, a town or a given name as well decide nothing alone.

use hobnob_domain::{NicheId, text::folded};
use hobnob_gazetteer::Gazetteer;
use hobnob_resolve::{Text, Vouched};

use crate::sample::RESOLVER;

/// Common words of a few languages that are keywords of the taxonomy, or were: none of them may decide alone.
const COMMON: &str = "afterwork agility aging airflow alliances amplify analyze anthropology apero apricot asana assistive \
    asterisk atmospheric authenticate awe backstage bandits basta bbq beam bedrock bett bevy bicep bienestar blender \
    bookclub bootstrapped breathwork broadcast budgeting buzzwords capacitor caregivers carpentry cephalopod ces charisma \
    chef circuits codex collision confab confluence consul container containers conversational coping copy coq \
    craftsmanship crawl crawling crystal cyclisme cypress dagger dart deaf defence dei dental depression derecho \
    designation designer designers direito disabilities disabled disc disruption disruptive dreamin droit droid elastic \
    electronica elixir elk ember encadrement encontro endpoint energia energie entra envoy estudio ethics ethnography \
    eurostar evangelists evoke excel exponential fable fairness fauna fedora femmes firebird fixer flask fleet flink floss \
    flutter foreman foresight forth frappe frauen frontrunners fuchsia futures futurist fuhrung gatling gentoo gesundheit \
    gleam gnome gopher gophers grails gremlin grief groovy guile haiku handmade hangout harbor hardhat harness haystack \
    helm hibernate hive honeybadger honeycomb iceberg icebreaker identity inbound incident infiltrate informs \
    ionic jetty jogos juegos jugs kong kvinner lakehouse lending lesbians lgbtq libre lighthouse livewire loom lovable lua \
    lug lustre magnolia maps mastodon melange membrane mes mingle mobile mobilization modeling monolith mortgage mujeres \
    mulheres nats nerves nursing offensive oracle osmosis packer pact pandas pebble peering persuasion picknick playable \
    playwright polygon postman pr prefect presto prolog prompt prompting pulsar puppet puppeteer quarto racket rag rails \
    rainmaker raku rancher react recht redshift redux regression reinforce reinvent relay repair reporting republica \
    resonate restful resume retrospective retrospectives reverse ripe ripple rive roadie rook ruby rusty salt salud sanity \
    sans sante sass saude scala schools seguros selfcare shiny siam sip sits slam slush smalltalk snowflake sobriety \
    socials socrates soiree solidity songwriting sonic spanner spark spatial spinnaker splash stargazing stark stellar \
    storage storybook storyteller storytellers strata subsurface supervised svelte swagger swift tableau tabletop tailwind \
    testing tomcat tourismus trailblazer trailblazers trains transformers troopers truffle turismo ubuntu unison unity \
    unreal vagrant vault velocity ventas ventes vespa visualisation visualization visualizing vite viva vue vulkan wagtail \
    wargame wifi wisp yolo zephyr";

/// Given names, families and people of stories, of which the same is true.
const NAMES: &str = "ada alexa aurelia cassandra claude django elm fido gatsby gemini hugo houdini idris jaeger janus jekyll \
    jenkins julia kafka kirby loki lora miro nim prometheus rasa ruby satoshi sinatra sora stark talos watson yara";

/// Names and common words that decide all the same: in the name of an event they are hardly ever anything else, or what
/// they mean every day is what the niche is about.
const DECIDING: &str = "python java kotlin perl pascal cobol azure docker angular laravel quantum security leadership \
    marketing career mentor mentoring robots robotics astronomy statistics journalism accessibility innovation agile scrum \
    kanban cloud solana";

/// A town this large is known to more than its people.
const TOWN_PEOPLE_MIN: u32 = 20_000;

/// Towns that are no word for anybody who does not live there.
const TOWNS_THAT_DECIDE: &[&str] = &["mentor", "oss", "conda"];

fn listed(name: &str, organizer: Option<&str>, is_technical: bool) -> Vec<&'static str> {
    let text = Text { name, organizer, ..Text::default() };
    let vouched = Vouched { is_technical, ..Vouched::default() };
    RESOLVER.classify_with(&text, &vouched).niches.iter().map(|(niche, _)| niche.slug()).collect()
}

fn named(name: &str) -> Vec<&'static str> {
    listed(name, None, false)
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Single words of the taxonomy that a list of every niche holds, folded.
fn words(of: fn(NicheId) -> &'static [String]) -> Vec<(NicheId, String)> {
    NicheId::all()
        .flat_map(|niche| of(niche).iter().map(move |word| (niche, folded(word))))
        .filter(|(_, word)| !word.contains(' '))
        .collect()
}

#[test]
fn no_common_word_and_no_given_name_decides_alone() {
    let deciding: Vec<&str> = DECIDING.split_whitespace().collect();
    for word in COMMON.split_whitespace().chain(NAMES.split_whitespace()) {
        assert!(!deciding.contains(&word), "{word} is judged twice");
        for title in titles(&capital(word)) {
            assert_eq!(named(&title), Vec::<&str>::new(), "{title}");
        }
    }
}

#[test]
fn no_keyword_is_a_large_town() {
    for (niche, word) in words(|niche| &niche.niche().keywords) {
        let is_it = |place: &hobnob_gazetteer::Place| place.population >= TOWN_PEOPLE_MIN && folded(place.name) == word;
        let town = Gazetteer::embedded().search(&word, 100).into_iter().find(is_it);
        let is_judged = TOWNS_THAT_DECIDE.contains(&word.as_str());
        assert!(is_judged || town.is_none(), "{word} ({niche}) is {:?}", town.map(|town| town.full_name()));
    }
}

/// What people hold that has nothing to do with any trade.
fn titles(word: &str) -> [String; 5] {
    [
        format!("The {word} Neighbourhood Garden Open Day"),
        format!("{word} Rising Yoga"),
        format!("{word} Jazz Night"),
        format!("Evening walk with {word}"),
        format!("An afternoon in {word}"),
    ]
}

#[test]
fn every_word_of_every_day_is_held_back_until_something_is_of_the_trade() {
    let everyday = words(|niche| &niche.niche().everyday);
    assert!(everyday.len() > 350, "{}", everyday.len());
    for (niche, word) in everyday {
        let word = capital(&word);
        for title in titles(&word) {
            assert_eq!(named(&title), Vec::<&str>::new(), "{title}");
        }
        let holds = |given: Vec<&str>| given.iter().any(|slug| slug.parse::<NicheId>().unwrap().is_within(niche));
        let with_developers = format!("{word} for developers");
        assert!(holds(named(&with_developers)), "{with_developers}: {:?}", named(&with_developers));
        let alone = format!("All about {word}");
        assert!(holds(listed(&alone, None, true)), "{alone}, in a list of technical events");
        assert!(holds(listed(&alone, Some("Linz User Group"), false)), "{alone}, by a user group");
    }
}

#[test]
fn what_stands_around_a_word_of_every_day_makes_it_plain() {
    for (title, niche) in [
        ("Apache Hive in Linz", "spark-hadoop"),
        ("Flask Meetup Graz", "python"),
        ("RubyConf 2027", "ruby"),
        ("RubyNYC: May", "ruby"),
        ("Friendly.rb", "ruby"),
        ("RailsConf22", "rails"),
        ("EmberFest", "svelte"),
        ("Kafka Summit", "kafka"),
        ("Salt and Puppet", "infrastructure-as-code"),
        ("Kubernetes and Vault", "terraform"),
        ("Hugo user group", "jamstack"),
        ("Jenkins conference", "cicd"),
    ] {
        assert!(named(title).contains(&niche), "{title}: {:?}", named(title));
    }
    for title in [
        "Phoenix Rising Yoga",
        "The Hive Community Garden Open Day",
        "Orleans Jazz Night",
        "Developer meetup in New Orleans: beignets",
        "Julia's Book Club",
        "Hong Kong dinner",
        "Führung durch das Museum",
        "A restful evening",
        "HiveMind evening",
        "Julia Child cooking workshop",
    ] {
        let given = named(title);
        assert!(
            given.is_empty() || title.contains("Developer") && given == ["software-development"],
            "{title}: {given:?}"
        );
    }
}

#[test]
fn a_house_of_that_name_says_nothing_of_what_happens_in_it() {
    let evening = |name| listed(name, Some("The Hive"), false);
    assert_eq!(evening("Rust meetup"), ["rust"]);
    assert_eq!(evening("Pottery for children"), Vec::<&str>::new());
}

#[test]
fn a_word_of_several_meanings_in_name_and_organizer_counts_once() {
    let evening = |name, organizer| listed(name, Some(organizer), false);
    assert_eq!(evening("Ladies brunch", "Ladies of Linz"), Vec::<&str>::new());
    assert_eq!(evening("Julia reads", "Julia"), Vec::<&str>::new());
    assert_eq!(evening("Rust Evening", "Rust Club"), ["rust"], "nobody else has clubs of that name");
    assert_eq!(evening("Go for developers", "Go Linz"), ["go"]);
}
