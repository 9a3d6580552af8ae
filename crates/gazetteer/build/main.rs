//! Takes the tables of `data/`, gives the compact ones that are built into the crate (see `src/layout.rs`).

#[allow(dead_code, reason = "some of it only the reading side needs")]
#[path = "../src/layout.rs"]
mod layout;
#[path = "../src/names.rs"]
mod names;

mod divisions;
mod keys;
mod places;
mod rows;
mod texts;

use std::{error::Error, fs, path::PathBuf};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Writes one table.
struct Out(PathBuf);

impl Out {
    fn write(&self, name: &str, bytes: &[u8]) -> Outcome<()> {
        fs::write(self.0.join(name), bytes).map_err(|fault| format!("{name}: {fault}").into())
    }
}

fn main() -> Outcome<()> {
    for path in ["build", "data", "src/layout.rs", "src/names.rs"] {
        println!("cargo:rerun-if-changed={path}");
    }
    let out = Out(PathBuf::from(std::env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?));
    let files = rows::Files::read(&PathBuf::from("data"))?;
    let mut texts = texts::Texts::default();
    let divisions = divisions::Divisions::read(&files)?;
    let places = places::Places::read(&files, &divisions)?;
    places.write(&out, &mut texts, &files)?;
    divisions.write(&out, &mut texts, &places, &files)?;
    out.write("names.bin", texts.bytes())
}
