//! What can be asked.

use crate::{
    context::{from_ever, from_now, gazetteer, means, moment, public_url, store, store_behind_index},
    cursor::{read_change_cursor, read_event_cursor, read_pair_cursor, read_source_cursor},
    error::{bad_input, internal},
    inputs::{EventFilterInput, EventOrder, SliceInput, cursor, forward},
    limits::{PLACES_DEFAULT, SLICE_DEFAULT},
    mutations::opened,
    node::{Node, Target},
    scalars::Instant,
    types::{
        Asked, CalendarNode, CalendarPreview, ChangeConnection, EventConnection, EventNode, Goal, Niche,
        PairConnection, Place, SourceConnection, SourceNode, Verdict, niches_like, secret_address,
    },
};
use async_graphql::{Context, ID, Object, Result};
use hobnob_domain::{EventFilter, EventId, Slice, SourceId, Standing};
use std::sync::Arc;

/// The root.
pub(crate) struct Query;

/// The longest text that is searched for, in bytes.
const TEXT_BYTES_MAX: usize = 200;

mod cost {
    use crate::limits::{PLACES_DEFAULT, SLICE_DEFAULT, list_cost};

    /// Whatever is asked of a list of events, all events are walked through for it.
    const WALK: usize = 100;

    pub(super) fn events(first: Option<i32>, last: Option<i32>, row: usize) -> usize {
        slice(first, last, row).saturating_add(WALK)
    }

    pub(super) fn slice(first: Option<i32>, last: Option<i32>, row: usize) -> usize {
        list_cost(first, last, SLICE_DEFAULT, row)
    }

    pub(super) fn places(first: Option<i32>, row: usize) -> usize {
        list_cost(first, None, PLACES_DEFAULT, row)
    }
}

/// Everything that can be asked. Limits: 64 KiB a request, 2000 tokens, depth 16, 50 aliases, cost 10000 (one per field,
/// times the length of the lists around it), slices of at most 100, 5 seconds, 5 MiB an answer. `extensions.cost` says what
/// a query cost. Errors carry `extensions.code`: BAD_USER_INPUT, UNAUTHENTICATED, FORBIDDEN, NOT_FOUND,
/// PERSISTED_QUERY_NOT_FOUND, COMPLEXITY_LIMIT, RATE_LIMITED, TIMEOUT, INTERNAL, GRAPHQL_PARSE_FAILED or
/// GRAPHQL_VALIDATION_FAILED.
#[Object]
impl Query {
    /// Events that a filter finds. Without `from` the list starts now. A recurring event is one row, at its first sitting
    /// that matches. Walk forwards with `first` and `after` or backwards with `last` and `before`; the order of the rows
    /// is the same.
    #[graphql(complexity = "self::cost::events(first, last, child_complexity)")]
    #[expect(clippy::too_many_arguments, reason = "the arguments of Cursor Connections and a filter")]
    async fn events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which events; all of them when it is left out.")] filter: Option<EventFilterInput>,
        #[graphql(desc = "How they are sorted.", default_with = "Some(EventOrder::StartsAt)")] order_by: Option<
            EventOrder,
        >,
        #[graphql(desc = "How many from the beginning, from 0 to 100; 20 when neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "A cursor: only events behind it.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 0 to 100; not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "A cursor: only events before it.")] before: Option<String>,
    ) -> Result<EventConnection> {
        let order = hobnob_domain::EventOrder::from(order_by.unwrap_or_default());
        let moment = moment(ctx)?;
        let filter = from_now(read_filter(ctx, filter)?, moment.now);
        sortable(order, &filter)?;
        let asked = SliceInput { first, after, last, before };
        let (limit, is_from_end) = asked.length()?;
        let read = |word: &str| read_event_cursor(order, word);
        let after = cursor("after", asked.after.as_deref(), read)?;
        let before = cursor("before", asked.before.as_deref(), read)?;
        EventConnection::new(
            store_behind_index(ctx)?,
            gazetteer(ctx)?,
            moment,
            filter,
            &Slice { order, after, before, limit, is_from_end },
        )
        .await
    }

    /// One event by its id, however long ago it was; an id that was retired by a merge gives its successor.
    #[graphql(complexity = "child_complexity + 5")]
    async fn event(&self, ctx: &Context<'_>, #[graphql(desc = "The event's id.")] id: ID) -> Result<Option<EventNode>> {
        let bad = || bad_input(format!("`{}` is not the id of an event, such as event_1c2d3e", id.0));
        let id = id.0.parse::<EventId>().map_err(|_| bad())?;
        found_event(ctx, id).await
    }

    /// Whatever has that id; none when nothing has.
    #[graphql(complexity = "child_complexity + 5")]
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of an event or a source.")] id: ID,
    ) -> Result<Option<Node>> {
        match Target::read(&id.0) {
            Some(Target::Event(id)) => Ok(found_event(ctx, id).await?.map(Node::from)),
            Some(Target::Source(id)) => Ok(found_source(ctx, id).await?.map(Node::from)),
            None => Err(bad_input(format!("`{}` is not an id, such as event_1c2d3e or source_7", id.0))),
        }
    }

    /// What became of events since an instant, the oldest change first: what is new, what moved, what was called off.
    /// Changes are kept for ever. To be told of everything once, go on behind the last `endCursor` that was not null.
    #[graphql(complexity = "self::cost::events(first, None, child_complexity)")]
    async fn changes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Changes we knew of at this instant or later.")] since: Instant,
        #[graphql(
            desc = "Only changes of events that match now, whenever they are; all changes, also of events that are \
                          no longer shown, when it is left out."
        )]
        filter: Option<EventFilterInput>,
        #[graphql(desc = "How many, from 0 to 100; 20 when it is left out.")] first: Option<i32>,
        #[graphql(desc = "A cursor: only changes behind it.")] after: Option<String>,
    ) -> Result<ChangeConnection> {
        let (gazetteer, moment) = (gazetteer(ctx)?, moment(ctx)?);
        let asked = Asked {
            since: since.0.to_utc(),
            filter: filter.map(|filter| filter.read(gazetteer)).transpose()?.map(from_ever),
            after: cursor("after", after.as_deref(), read_change_cursor)?,
            length: forward(first, SLICE_DEFAULT)?,
        };
        ChangeConnection::new(store(ctx)?, moment, asked).await
    }

    /// Niches of the taxonomy.
    #[graphql(complexity = "20 * child_complexity + 1")]
    async fn niches(
        &self,
        #[graphql(desc = "Words that a niche's slug, name or alias must hold; all niches when it is left out.")] query: Option<
            String,
        >,
    ) -> Result<Vec<Niche>> {
        let query = query.as_deref().map(|text| searchable("query", text)).transpose()?;
        Ok(niches_like(query))
    }

    /// The career goals that events can be filtered by.
    async fn goals(&self) -> Vec<Goal> {
        hobnob_domain::Goal::ALL.iter().copied().map(Goal::from).collect()
    }

    /// Places whose name begins so, the most populous first.
    #[graphql(complexity = "self::cost::places(first, child_complexity)")]
    async fn places(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How the name begins, in any language and with or without accents.")] query: String,
        #[graphql(desc = "How many, from 0 to 100.", default_with = "Some(10)")] first: Option<i32>,
    ) -> Result<Vec<Place>> {
        let limit = forward(first, PLACES_DEFAULT)?;
        let gazetteer = gazetteer(ctx)?;
        let found = gazetteer.search(searchable("query", &query)?, limit);
        Ok(found.iter().map(|place| Place::new(place, gazetteer)).collect())
    }

    /// The places we watch, in a fixed order: that of their ids.
    #[graphql(complexity = "self::cost::slice(first, None, child_complexity)")]
    async fn sources(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 0 to 100; 20 when it is left out.")] first: Option<i32>,
        #[graphql(desc = "A cursor: only sources behind it.")] after: Option<String>,
    ) -> Result<SourceConnection> {
        let length = forward(first, SLICE_DEFAULT)?;
        let after = cursor("after", after.as_deref(), read_source_cursor)?;
        let sources = moment(ctx)?.sources(store(ctx)?).await?;
        Ok(SourceConnection::new(sources, after, length))
    }

    /// One source by its id.
    #[graphql(complexity = "child_complexity + 5")]
    async fn source(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The source's id.")] id: ID,
    ) -> Result<Option<SourceNode>> {
        let bad = || bad_input(format!("`{}` is not the id of a source, such as source_7", id.0));
        let id = id.0.parse::<SourceId>().map_err(|_| bad())?;
        found_source(ctx, id).await
    }

    /// Pairs of listings that were compared: which are one event and why, and which may be and wait for a person.
    #[graphql(complexity = "self::cost::slice(first, None, child_complexity)")]
    async fn pairs(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Which pairs: those that wait for a person when it is left out.",
            default_with = "Some(Verdict::Ambiguous)"
        )]
        verdict: Option<Verdict>,
        #[graphql(desc = "How many, from 0 to 100; 20 when it is left out.")] first: Option<i32>,
        #[graphql(desc = "A cursor: only pairs behind it.")] after: Option<String>,
    ) -> Result<PairConnection> {
        let length = forward(first, SLICE_DEFAULT)?;
        let after = cursor("after", after.as_deref(), read_pair_cursor)?;
        let verdict = verdict.unwrap_or(Verdict::Ambiguous).into();
        PairConnection::new(store(ctx)?, verdict, after, length).await
    }

    /// Somebody's own calendar, by its token; none when the token opens nothing, or nothing any more. Taken by POST only:
    /// addresses are written into logs.
    #[graphql(complexity = "child_complexity + 10")]
    async fn calendar(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The key to the calendar.")] token: String,
    ) -> Result<Option<CalendarNode>> {
        if moment(ctx)?.is_by_get {
            return Err(bad_input("a `token` is secret and may not stand in an address; ask by POST"));
        }
        let url = secret_address(means(ctx)?, &token.to_ascii_lowercase());
        Ok(opened(ctx, &token).await?.ok().map(|calendar| CalendarNode::new(calendar, url)))
    }

    /// What a calendar of a filter would be like.
    #[graphql(complexity = "5 * child_complexity + 30")]
    async fn calendar_preview(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which events the calendar would hold.")] filter: EventFilterInput,
    ) -> Result<CalendarPreview> {
        let moment = moment(ctx)?;
        let asked = filter.read(gazetteer(ctx)?)?;
        let ahead = from_now(asked.clone(), moment.now);
        CalendarPreview::new(store_behind_index(ctx)?, public_url(ctx)?, moment, (&asked, &ahead)).await
    }
}

/// An order by what was not asked for sorts nothing.
fn sortable(order: hobnob_domain::EventOrder, filter: &EventFilter) -> Result<()> {
    match order {
        hobnob_domain::EventOrder::Distance if filter.near.is_none() => {
            Err(bad_input("`orderBy: DISTANCE` needs `near` in the filter: a distance from where?"))
        }
        hobnob_domain::EventOrder::Relevance if filter.query.is_none() => {
            Err(bad_input("`orderBy: RELEVANCE` needs `query` in the filter: relevant to what?"))
        }
        _ => Ok(()),
    }
}

fn read_filter(ctx: &Context<'_>, filter: Option<EventFilterInput>) -> Result<EventFilter> {
    let gazetteer = gazetteer(ctx)?;
    filter.map_or_else(|| Ok(EventFilter::default()), |filter| filter.read(gazetteer))
}

fn searchable<'a>(name: &str, text: &'a str) -> Result<&'a str> {
    let fits = text.len() <= TEXT_BYTES_MAX;
    fits.then_some(text).ok_or_else(|| bad_input(format!("`{name}` is longer than {TEXT_BYTES_MAX} bytes")))
}

/// An event of the snapshot, or one that the snapshot does not hold.
async fn found_event(ctx: &Context<'_>, id: EventId) -> Result<Option<EventNode>> {
    let moment = moment(ctx)?;
    let event = match moment.snapshot.event(id) {
        Some(event) => Some(event),
        None => store(ctx)?.event(id).await.map_err(internal)?.map(Arc::new),
    };
    event.iter().for_each(|event| moment.snapshot.keep(event));
    let event = event.filter(|event| event.standing != Standing::Gone);
    Ok(event.map(|event| EventNode::alone(event, moment.now)))
}

async fn found_source(ctx: &Context<'_>, id: SourceId) -> Result<Option<SourceNode>> {
    let sources = moment(ctx)?.sources(store(ctx)?).await?;
    Ok(sources.get(&id).map(SourceNode::alone))
}
