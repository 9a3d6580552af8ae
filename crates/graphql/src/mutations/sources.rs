//! What administrators change about the places we watch.

use super::{InputProblem, InputProblemCode};
use crate::{
    context::{means, store},
    error::{Code, bad_input, fault, internal},
    node::source_id,
    rules::RulesReader,
    types::{SourceNode, SourceState},
    viewer::administrator,
};
use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, Result, SimpleObject};
use hobnob_domain::{EntryFault, Source, SourceEntry, SourceId, SourceSpec};
use hobnob_store::Store;
use std::sync::Arc;

/// What administrators change about the places we watch.
#[derive(Default)]
pub(crate) struct SourceMutation;

/// A place to be watched. Nothing is fetched before the answer: the source is due at once, and its first run says how it
/// could be read.
#[derive(InputObject)]
pub(crate) struct SourceAddInput {
    /// Where the listings are: any address of the web; `webcal:` is taken for `https:`.
    url: String,
    /// Its name for people; its address when it is left out.
    name: Option<String>,
    /// Slugs of niches of all its events, as hints.
    niches: Option<Vec<String>>,
    /// How often to look, such as `6h`; learned when it is left out.
    every: Option<String>,
    /// How to read it, such as `ical`; found out when it is left out.
    format: Option<String>,
    /// Where its events are unless they say otherwise, such as `Berlin`.
    place: Option<String>,
    /// The zone of times that name none, by IANA name.
    time_zone: Option<String>,
    /// The language it writes in, by ISO 639-1 code.
    language: Option<String>,
    /// How to read pages without machine-readable data: rules, as JSON or as the table `[source.rules]` of a catalogue.
    rules: Option<String>,
}

/// What becomes of an attempt to add a source.
#[derive(SimpleObject)]
pub(crate) struct SourceAddPayload {
    /// The source; none while there are problems.
    source: Option<SourceNode>,
    /// Whether it is new. One that was watched already stays as it is: one address is one source, so trying again does no
    /// harm.
    is_new: bool,
    /// What is to be fixed first.
    problems: Vec<InputProblem>,
}

/// What is to change about a source. What is left out stays; what is null is taken back. An address never changes: add
/// the new one and remove the old one.
#[derive(InputObject)]
pub(crate) struct SourceUpdateInput {
    /// The source.
    id: ID,
    /// Its name for people.
    name: MaybeUndefined<String>,
    /// Slugs of niches of all its events, as hints.
    niches: MaybeUndefined<Vec<String>>,
    /// How often to look, such as `6h`.
    every: MaybeUndefined<String>,
    /// How to read it, such as `ical`.
    format: MaybeUndefined<String>,
    /// Where its events are unless they say otherwise.
    place: MaybeUndefined<String>,
    /// The zone of times that name none, by IANA name.
    time_zone: MaybeUndefined<String>,
    /// The language it writes in, by ISO 639-1 code.
    language: MaybeUndefined<String>,
    /// How to read pages without machine-readable data: rules, as JSON or as a table of TOML.
    rules: MaybeUndefined<String>,
    /// Whether it is watched: `ACTIVE` or `PAUSED`. A source that is made active again is due at once.
    state: Option<SourceState>,
}

/// What becomes of an attempt to change a source.
#[derive(SimpleObject)]
pub(crate) struct SourceUpdatePayload {
    /// The source as it is now; none while there are problems.
    source: Option<SourceNode>,
    /// What is to be fixed first.
    problems: Vec<InputProblem>,
}

/// Which source is to be watched no more.
#[derive(InputObject)]
pub(crate) struct SourceRemoveInput {
    /// The source.
    id: ID,
}

/// What becomes of an attempt to remove a source.
#[derive(SimpleObject)]
pub(crate) struct SourceRemovePayload {
    /// The source that is watched no more.
    source_id: ID,
    /// Whether it was there. One that is gone already is no problem, so trying again does no harm.
    was_there: bool,
}

#[Object]
impl SourceMutation {
    /// Watches a place from now on. For administrators.
    #[graphql(complexity = "child_complexity + 50")]
    async fn source_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The place.")] input: SourceAddInput,
    ) -> Result<SourceAddPayload> {
        administrator(ctx)?;
        let SourceAddInput { url, name, niches, every, format, place, time_zone, language, rules } = input;
        let niches = niches.unwrap_or_default();
        let entry = SourceEntry { url, name, niches, every, format, place, time_zone, language };
        let (spec, rules) = (understood(entry), rules.map(|text| read_rules(ctx, &text)).transpose());
        let (spec, rules) = match (spec, rules) {
            (Ok(spec), Ok(rules)) => (spec, rules),
            (spec, rules) => {
                let problems = spec.err().into_iter().flatten().chain(rules.err()).collect();
                return Ok(SourceAddPayload { source: None, is_new: false, problems });
            }
        };
        let store = store(ctx)?;
        if let Some(source) = store.source_by_url(&spec.url).await.map_err(internal)? {
            return Ok(SourceAddPayload { source: Some(shown(source)), is_new: false, problems: Vec::new() });
        }
        let spec = SourceSpec { rules, ..spec };
        let (id, is_new) = store.source_save(&spec, means(ctx)?.clock.now()).await.map_err(internal)?;
        tracing::info!(source = %id, "an administrator added a source");
        let source = store.source(id).await.map_err(internal)?.map(shown);
        Ok(SourceAddPayload { source, is_new, problems: Vec::new() })
    }

    /// Changes what is written down about a source, or pauses it. For administrators.
    #[graphql(complexity = "child_complexity + 50")]
    async fn source_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The source, and what is to change.")] input: SourceUpdateInput,
    ) -> Result<SourceUpdatePayload> {
        administrator(ctx)?;
        let store = store(ctx)?;
        let id = read_id(&input.id)?;
        let source = store.source(id).await.map_err(internal)?.ok_or_else(|| not_there(id))?;
        let state = input.state;
        let spec = match changed(ctx, source.spec, input) {
            Ok(spec) => spec,
            Err(problems) => return Ok(SourceUpdatePayload { source: None, problems }),
        };
        store.source_save(&spec, means(ctx)?.clock.now()).await.map_err(internal)?;
        if let Some(state) = state {
            store.source_state_set(id, state.into()).await.map_err(internal)?;
        }
        tracing::info!(source = %id, "an administrator changed a source");
        let source = store.source(id).await.map_err(internal)?.ok_or_else(|| not_there(id))?;
        Ok(SourceUpdatePayload { source: Some(shown(source)), problems: Vec::new() })
    }

    /// Watches a place no more. Events that nobody else lists go with it. For administrators.
    #[graphql(complexity = "child_complexity + 50")]
    async fn source_remove(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The source.")] input: SourceRemoveInput,
    ) -> Result<SourceRemovePayload> {
        administrator(ctx)?;
        let id = read_id(&input.id)?;
        let was_there = self::removed(store(ctx)?, id).await?;
        if was_there {
            tracing::info!(source = %id, "an administrator removed a source");
        }
        Ok(SourceRemovePayload { source_id: source_id(id), was_there })
    }
}

async fn removed(store: &Store, id: SourceId) -> Result<bool> {
    store.source_remove(id).await.map_err(internal)
}

fn shown(source: Source) -> SourceNode {
    SourceNode::alone(&Arc::new(source))
}

fn read_id(id: &ID) -> Result<SourceId> {
    id.0.parse().map_err(|_| bad_input(format!("`{}` is not the id of a source, such as source_7", id.0)))
}

fn not_there(id: SourceId) -> async_graphql::Error {
    fault(Code::NotFound, format!("there is no source {}", source_id(id).0))
}

fn understood(entry: SourceEntry) -> Result<SourceSpec, Vec<InputProblem>> {
    entry.spec().map_err(|faults| faults.into_iter().map(problem).collect())
}

/// Names the field as the schema does.
fn problem(fault: EntryFault) -> InputProblem {
    let EntryFault { key, message } = fault;
    invalid(if key == "time_zone" { "timeZone" } else { key }, message)
}

fn invalid(field: &str, message: impl std::fmt::Display) -> InputProblem {
    InputProblem::new([field], InputProblemCode::Invalid, message)
}

fn read_rules(ctx: &Context<'_>, text: &str) -> Result<String, InputProblem> {
    let RulesReader(read) = ctx.data_opt::<RulesReader>().copied().unwrap_or_default();
    read(text).map_err(|message| invalid("rules", message))
}

/// What is written down once a source is changed so.
fn changed(ctx: &Context<'_>, spec: SourceSpec, input: SourceUpdateInput) -> Result<SourceSpec, Vec<InputProblem>> {
    let SourceUpdateInput { id: _, name, niches, every, format, place, time_zone, language, rules, state } = input;
    let mut problems = Vec::new();
    if state == Some(SourceState::Parked) {
        let message = "a source parks by itself when it fails for long; make it ACTIVE or PAUSED";
        problems.push(invalid("state", message));
    }
    let mut entry = SourceEntry::of(&spec);
    let texts = [
        (&mut entry.name, name),
        (&mut entry.every, every),
        (&mut entry.format, format),
        (&mut entry.place, place),
        (&mut entry.time_zone, time_zone),
        (&mut entry.language, language),
    ];
    for (kept, given) in texts {
        put(kept, given);
    }
    match niches {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => entry.niches.clear(),
        MaybeUndefined::Value(niches) => entry.niches = niches,
    }
    let mut kept_rules = spec.rules;
    match rules {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => kept_rules = None,
        MaybeUndefined::Value(text) => match read_rules(ctx, &text) {
            Ok(rules) => kept_rules = Some(rules),
            Err(problem) => problems.push(problem),
        },
    }
    match understood(entry) {
        Ok(words) if problems.is_empty() => Ok(SourceSpec {
            rules: kept_rules,
            user_agent: spec.user_agent,
            robots_consent: spec.robots_consent,
            ..words
        }),
        Ok(_) => Err(problems),
        Err(more) => Err(problems.into_iter().chain(more).collect()),
    }
}

fn put(kept: &mut Option<String>, given: MaybeUndefined<String>) {
    match given {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => *kept = None,
        MaybeUndefined::Value(text) => *kept = Some(text),
    }
}
