# The recipes of hobnob: `just` lists them.

set shell := ["bash", "-euo", "pipefail", "-c"]

_list:
    @just --list --unsorted

# Run it: worker and web in one process on http://127.0.0.1:8080, with the bundled catalogue.
run *flags:
    cargo run --release -- run {{flags}}

# The same without the internet.
demo *flags:
    cargo run --release -- demo {{flags}}

# Format and lints, as CI wants them.
check:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets --locked -- -D warnings

# All tests; stories that can't run here say that they were skipped.
test *filter:
    cargo test --workspace --locked {{filter}}

# The stories on PostgreSQL too: `just test-postgres postgres://postgres@127.0.0.1:5432/test`.
test-postgres url *filter:
    HOBNOB_TEST_POSTGRES_URL={{quote(url)}} cargo test --workspace --locked {{filter}}

# Write anew what tests compare with: schema.graphql and the snapshots of extracted pages. Read the diff before you commit it.
bless:
    BLESS=1 cargo test -p hobnob-tests --test schema
    INSTA_UPDATE=always cargo test -p hobnob-extract
    git diff --stat -- schema.graphql crates/extract/tests

# Begin a site whose pages need code of their own, from an address or a saved page: `just new-site town_hall https://example.org/events`.
new-site name page:
    bash .ci/new-site {{quote(name)}} {{quote(page)}}

# Show what is understood of a page, nothing stored: `just read https://www.meetup.com/rust-berlin/events/ical/`.
read target *flags:
    cargo run --quiet -- read {{quote(target)}} {{flags}}

# Rebuild all events from the stored listings.
replay *flags:
    cargo run --release --quiet -- replay {{flags}}

# Measure how right hobnob is on real input and write docs/accuracy.md.
accuracy *flags:
    bash .ci/accuracy {{flags}}

# The benchmarks: all, or those of one crate (`just bench hobnob-index`).
bench crate="":
    cargo bench {{ if crate == "" { "--workspace --benches" } else { "-p " + crate + " --benches" } }}

# Everything that CI does; needs the corpus and the conformance runners beside the checkout.
ci:
    bash .ci/run
