//! Prints how well places, niches, goals and kinds are told, as rows of the table in `docs/accuracy.md`; with `--faults`, also
//! every row that is not as it should be; with `--half 0` or `--half 1`, of half the rows; with `--niches FILE`, with that
//! file laid over the taxonomy.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "a measurement stops where it can't go on"
)]

#[path = "../tests/measure/mod.rs"]
mod measure;

use hobnob_gazetteer::Gazetteer;
use hobnob_resolve::Resolver;
use measure::{Part, Score, folder, labels, niches, places, share};

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let value = |name: &str| {
        arguments.iter().position(|argument| argument == name).and_then(|position| arguments.get(position + 1))
    };
    if let Some(file) = value("--niches") {
        hobnob_domain::niche::overlay_taxonomy(&std::fs::read_to_string(file).unwrap()).unwrap();
    }
    let part = value("--half").map_or(Part::All, |half| Part::Half(half.parse().unwrap()));
    let shows_faults = arguments.iter().any(|argument| argument == "--faults");
    let resolver = Resolver::new(Gazetteer::embedded());
    of_places();
    of_niches(&resolver, part, shows_faults);
    of_labels(&resolver, shows_faults);
}

fn line(what: &str, truth: &str, figure: &str, asked: &str) {
    println!("| {what} | {truth} | {figure} | {asked} |");
}

fn of_places() {
    let Some(folder) = folder("HOBNOB_TRUTH_GEO", "geo") else { return };
    let found = places::labelled(&folder);
    let truth = format!("{} labelled strings", found.rows);
    let of_all = |count| format!("{:.3}", share(count, found.rows));
    line("place: town and country both right", &truth, &of_all(found.both), "0.985");
    line("place: country right", &truth, &of_all(found.countries), "–");
    line("place: way to take part right", &truth, &of_all(found.modes), "–");
    line("place: clear answers that are wrong", &truth, &format!("{} of {}", found.clear_wrong, found.clear), "–");
    let found = places::recorded(&folder);
    let truth = format!("{} recorded coordinates", found.rows);
    line("place: within 25 km", &truth, &format!("{:.3}", share(found.within_25_km, found.rows)), "0.965");
    line(
        "place: more than 200 km off",
        &truth,
        &format!("{:.4}", share(found.over_200_km, found.rows)),
        "at most 0.005",
    );
}

fn figures(score: Score) -> String {
    format!("F1 {:.3} (precision {:.3}, recall {:.3})", score.f1(), score.precision(), score.recall())
}

fn of_niches(resolver: &Resolver, part: Part, shows_faults: bool) {
    if let Some(folder) = folder("HOBNOB_TRUTH_NICHES", "niches") {
        let found = niches::measure(resolver, &folder, part);
        line(
            "niches, closed over `broader`",
            &format!("{} judged events", found.rows),
            &figures(found.closed),
            "F1 0.90",
        );
        let bare = format!("{} of {}", found.left_bare, found.bare);
        line("niches: events of no profession left bare", &format!("{} events", found.bare), &bare, "22 of 23");
        if shows_faults {
            println!("{}", found.faults.join("\n"));
        }
    }
    let found = niches::ambiguity(resolver);
    let given = format!("{} of {}", found.wanted - found.missed.len(), found.wanted);
    line("words of many meanings: wanted niches given", "`data/ambiguous.tsv`", &given, "–");
    line(
        "words of many meanings: forbidden niches given",
        "`data/ambiguous.tsv`",
        &found.forbidden.len().to_string(),
        "0",
    );
    if shows_faults {
        println!("{:#?}\n{:#?}", found.forbidden, found.missed);
    }
}

fn of_labels(resolver: &Resolver, shows_faults: bool) {
    let Some(corpus) = folder("HOBNOB_CORPUS", "corpus") else { return };
    let found = labels::measure(resolver, &corpus);
    let truth = format!("{} judged events of the corpus", found.rows);
    let kinds = share(found.kinds, found.rows);
    line("kinds, one for each event", &truth, &format!("F1 {kinds:.3}"), "–");
    line("goals", &truth, &figures(found.goals), "–");
    if shows_faults {
        println!("{}", found.faults.join("\n"));
    }
}
