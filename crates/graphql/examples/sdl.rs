//! Prints the schema: `cargo run -p hobnob-graphql --example sdl`.

use std::io::Write as _;

fn main() -> std::io::Result<()> {
    std::io::stdout().write_all(hobnob_graphql::sdl().as_bytes())
}
