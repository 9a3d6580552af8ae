//! `/metrics`: how the process and what it serves are, for Prometheus (text format 0.0.4).
//!
//! Labels are closed vocabularies: no address, name or token of anybody, and as many series however much is watched.

use std::fmt::Write as _;

use super::missing::store_away;
use crate::{
    State,
    tallies::{Stock, Tallies},
};
use axum::{
    body::Body,
    extract,
    http::{HeaderValue, Response, header},
};
use hobnob_domain::RunEnding;
use hobnob_store::RunTotals;

const MEDIA_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Everything there is to measure.
pub(crate) async fn page(extract::State(state): extract::State<State>) -> Response<Body> {
    let stock = match state.tallies.stock(&state.store, state.now()).await {
        Ok(stock) => stock,
        Err(error) => return store_away(&error),
    };
    let snapshot = state.index.snapshot();
    let mut text = Text::default();
    text.process(&state.tallies, snapshot.revision(), &stock);
    let streams = u64::try_from(state.streams.count()).unwrap_or(u64::MAX);
    text.gauge("hobnob_graphql_streams", "Streams of GraphQL that are open.", streams);
    text.stock(&stock);
    text.runs(&stock.runs);
    text.letters(&stock);
    let mut response = Response::new(Body::from(text.0));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Metrics as they are written.
#[derive(Default)]
struct Text(String);

impl Text {
    /// One family: its head, then a line for each series.
    fn family(&mut self, name: &str, kind: &str, help: &str, series: &[(&[(&str, &str)], u64)]) {
        let _ = writeln!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}");
        for (labels, value) in series {
            let labels: Vec<String> = labels.iter().map(|(key, word)| format!("{key}=\"{word}\"")).collect();
            let labels = if labels.is_empty() { String::new() } else { format!("{{{}}}", labels.join(",")) };
            let _ = writeln!(self.0, "{name}{labels} {value}");
        }
    }

    fn gauge(&mut self, name: &str, help: &str, value: u64) {
        self.family(name, "gauge", help, &[(&[], value)]);
    }

    fn process(&mut self, tallies: &Tallies, reached: i64, stock: &Stock) {
        let version = [("version", env!("CARGO_PKG_VERSION"))];
        self.family("hobnob_build_info", "gauge", "The program that answers.", &[(&version, 1)]);
        let (asked, made) = (tallies.feed_requests.value(), tallies.feeds_made.value());
        let feeds: [(&[_], u64); 2] = [(&[("cache", "hit")], asked.saturating_sub(made)), (&[("cache", "miss")], made)];
        self.family("hobnob_feed_requests_total", "counter", "Feeds that were asked for.", &feeds);
        let graphql: [(&[_], u64); 3] = [
            (&[("outcome", "executed")], tallies.graphql_executed.value()),
            (&[("outcome", "refused")], tallies.graphql_refused.value()),
            (&[("outcome", "limited")], tallies.graphql_limited.value()),
        ];
        self.family("hobnob_graphql_requests_total", "counter", "GraphQL requests.", &graphql);
        let number = |revision: i64| u64::try_from(revision).unwrap_or_default();
        self.gauge("hobnob_index_revision", "The revision that this process has reached.", number(reached));
        let lag = number(stock.revision.saturating_sub(reached));
        self.gauge("hobnob_index_lag_revisions", "How many revisions it is behind the database.", lag);
    }

    fn stock(&mut self, stock: &Stock) {
        let states: Vec<[(&str, &str); 1]> =
            stock.sources.iter().map(|(state, _)| [("state", state.as_str())]).collect();
        let sources: Vec<(&[_], u64)> =
            states.iter().zip(&stock.sources).map(|(labels, (_, count))| (labels.as_slice(), *count)).collect();
        self.family("hobnob_sources", "gauge", "Places that are watched.", &sources);
        self.gauge("hobnob_sources_failing", "Sources whose last fetch failed.", stock.sources_failing);
        self.gauge("hobnob_sources_due", "Sources that wait to be asked.", stock.sources_due);
        self.gauge("hobnob_listings", "Listings that sources have at present.", stock.listings);
        self.gauge("hobnob_events", "Events that are shown.", stock.events);
    }

    fn letters(&mut self, stock: &Stock) {
        let states: Vec<[(&str, &str); 1]> =
            stock.subscribers.iter().map(|(state, _)| [("state", state.as_str())]).collect();
        let readers: Vec<(&[_], u64)> =
            states.iter().zip(&stock.subscribers).map(|(labels, (_, count))| (labels.as_slice(), *count)).collect();
        self.family("hobnob_subscribers", "gauge", "Readers of the weekly mail.", &readers);
        let mut ends: Vec<([(&str, &str); 2], u64)> = Vec::new();
        let mut open: Vec<([(&str, &str); 1], u64)> = Vec::new();
        let mut due = 0_u64;
        for (kind, totals) in &stock.letters {
            let kind = kind.as_str();
            let outcome = |outcome, count| ([("kind", kind), ("outcome", outcome)], count);
            ends.extend([
                outcome("sent", totals.sent),
                outcome("excluded", totals.excluded),
                outcome("failed", totals.failed),
                outcome("unknown", totals.unknown),
                outcome("skipped", totals.skipped),
            ]);
            open.push(([("kind", kind)], totals.open));
            due += u64::from(!totals.is_balanced());
        }
        let ends: Vec<(&[_], u64)> = ends.iter().map(|(labels, count)| (labels.as_slice(), *count)).collect();
        self.family("hobnob_letters_total", "counter", "Letters that were due, by what became of them.", &ends);
        let open: Vec<(&[_], u64)> = open.iter().map(|(labels, count)| (labels.as_slice(), *count)).collect();
        self.family("hobnob_letters_open", "gauge", "Letters that wait or are on their way.", &open);
        let help = "Kinds of letters of which not every one that was due is accounted for: must be 0.";
        self.gauge("hobnob_letter_kinds_unbalanced", help, due);
    }

    fn runs(&mut self, runs: &[RunTotals]) {
        let of = |ending: &RunEnding| runs.iter().find(|totals| totals.ending == *ending);
        let endings: Vec<[(&str, &str); 1]> = RunEnding::ALL.iter().map(|one| [("ending", one.as_str())]).collect();
        let counts: Vec<(&[_], u64)> = RunEnding::ALL
            .iter()
            .zip(&endings)
            .map(|(ending, labels)| (labels.as_slice(), of(ending).map_or(0, |totals| totals.runs)))
            .collect();
        self.family("hobnob_source_runs_total", "counter", "Runs over sources.", &counts);
        let sum = |of: fn(&RunTotals) -> u64| runs.iter().map(of).fold(0, u64::saturating_add);
        let pages: [(&[_], u64); 3] = [
            (&[("outcome", "fetched")], sum(|totals| totals.pages)),
            (&[("outcome", "not_modified")], sum(|totals| totals.pages_not_modified)),
            (&[("outcome", "failed")], sum(|totals| totals.pages_failed)),
        ];
        self.family("hobnob_pages_total", "counter", "Web pages that were asked for.", &pages);
        let bytes = sum(|totals| totals.bytes);
        self.family("hobnob_page_bytes_total", "counter", "Bytes of the pages that came.", &[(&[], bytes)]);
        let changes: [(&[_], u64); 3] = [
            (&[("change", "new")], sum(|totals| totals.listings_new)),
            (&[("change", "changed")], sum(|totals| totals.listings_changed)),
            (&[("change", "vanished")], sum(|totals| totals.listings_vanished)),
        ];
        self.family("hobnob_listing_changes_total", "counter", "What runs found different.", &changes);
        let problems = sum(|totals| totals.problems);
        self.family("hobnob_problems_total", "counter", "Oddities that runs found.", &[(&[], problems)]);
    }
}
