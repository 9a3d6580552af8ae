//! Reads each argument as a listing's place and as what a person typed: `cargo run --example place -- "Wien, AT"`.

use hobnob_gazetteer::{Gazetteer, Hints};

fn main() {
    let gazetteer = Gazetteer::embedded();
    for text in std::env::args().skip(1) {
        let located = gazetteer.locate(&text, &Hints::default());
        let place = located.place.map(|place| place.full_name()).unwrap_or_default();
        let (country, region) = (located.country, located.region.unwrap_or_default());
        println!("{text}\n  locate: {:?} {place} | {region} | {country:?} | {:.2}", located.mode, located.confidence);
        match gazetteer.find(&text) {
            Ok(found) => println!("  find: {}, {}", found.name, found.zone),
            Err(fault) => println!("  find: {fault}"),
        }
    }
}
