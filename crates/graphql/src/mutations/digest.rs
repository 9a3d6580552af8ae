//! Signing up for the weekly letter.

use std::collections::BTreeMap;

use super::{InputProblem, InputProblemCode};
use crate::{
    LetterDesk,
    context::{means, moment},
    error::internal,
    inputs::EventFilterInput,
    types::Goal,
    viewer::Client,
};
use async_graphql::{Context, Enum, InputObject, Object, Result, SimpleObject};
use hobnob_domain::{EventFilter, MailAddress, WeeklyHour, Wishes};
use hobnob_store::{SignUp, SignedUp};

/// The most filters of one reader.
const FILTERS_MAX: usize = 10;

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "chrono::Weekday")]
pub(crate) enum Weekday {
    /// The first day of the week, as ISO 8601 counts.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

/// How much a career goal is worth to a reader.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct GoalWorthInput {
    /// The goal.
    goal: Goal,
    /// From 0, not now, to 3, most; 1 where nothing is said.
    worth: u8,
}

/// Who asks for the weekly letter, and what it shall tell.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct DigestSubscribeInput {
    /// Where it shall go. It is asked by mail first.
    address: String,
    /// What is chosen: what any of these finds, at most ten.
    filters: Vec<EventFilterInput>,
    /// How much career goals are worth.
    #[graphql(default)]
    goals: Vec<GoalWorthInput>,
    /// The reader's time zone, such as `Europe/Berlin`; where nothing is said, that of the first place they look around, else
    /// UTC.
    time_zone: Option<String>,
    /// The day it comes, in that zone.
    #[graphql(default_with = "Weekday::Mon")]
    weekday: Weekday,
    /// The hour it comes, 0 to 23, in that zone.
    #[graphql(default = 8)]
    hour: u8,
}

/// Whether a question was sent, as far as anybody is told.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct DigestSubscribePayload {
    /// Whether the input was taken: then a mail with a question is on its way, unless the address was asked too often or must
    /// not be written to. Whether it is known already is told to nobody.
    is_taken: bool,
    /// What to put right.
    problems: Vec<InputProblem>,
}

/// Mutations of the weekly letter.
#[derive(Default)]
pub(crate) struct DigestMutation;

#[Object]
impl DigestMutation {
    /// Asks for the weekly letter. A mail goes to the address, and letters come only if its link is followed and said yes to.
    #[graphql(complexity = "child_complexity + 50")]
    async fn digest_subscribe(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who asks, and for what.")] input: DigestSubscribeInput,
    ) -> Result<DigestSubscribePayload> {
        let means = means(ctx)?;
        let Some(desk) = ctx.data_opt::<Option<LetterDesk>>().and_then(Option::as_ref) else {
            let message = "no letters are sent from here";
            return Ok(failed(vec![InputProblem::new([], InputProblemCode::NotFound, message)]));
        };
        let (address, wishes) = match read(input, means.gazetteer) {
            Ok(read) => read,
            Err(problems) => return Ok(failed(problems)),
        };
        // Who is not counted, such as a program on this machine that asks for many, is held by the address's limit.
        let client = ctx.data_opt::<Client>().and_then(|client| client.0.clone());
        let client = client.unwrap_or_else(|| format!("the API for {}", address.normalised()));
        let client_hash = desk.keys.client_hash(&client);
        let asked = SignUp { address, wishes, client_hash };
        let outcome = means.store.subscriber_sign_up(&desk.keys, &asked, moment(ctx)?.now).await.map_err(internal)?;
        match outcome {
            SignedUp::Asked => desk.wake.notify_one(),
            SignedUp::Busy => {
                let message = "too many letters were asked for lately; come again in an hour";
                return Ok(failed(vec![InputProblem::new([], InputProblemCode::TooMany, message)]));
            }
            SignedUp::TooMany | SignedUp::Suppressed => {}
        }
        Ok(DigestSubscribePayload { is_taken: true, problems: Vec::new() })
    }
}

fn failed(problems: Vec<InputProblem>) -> DigestSubscribePayload {
    DigestSubscribePayload { is_taken: false, problems }
}

/// Reads the input, or says everything that is wrong with it.
fn read(
    input: DigestSubscribeInput,
    gazetteer: &hobnob_gazetteer::Gazetteer,
) -> std::result::Result<(MailAddress, Wishes), Vec<InputProblem>> {
    let DigestSubscribeInput { address, filters, goals, time_zone, weekday, hour } = input;
    let mut problems = Vec::new();
    let mut wrong = |field: &[&str], message: String| {
        problems.push(InputProblem::new(field.iter().copied(), InputProblemCode::Invalid, message));
    };
    let address = address.parse::<MailAddress>().map_err(|fault| wrong(&["address"], fault.to_string())).ok();
    if filters.len() > FILTERS_MAX {
        wrong(&["filters"], format!("has more than {FILTERS_MAX}"));
    }
    let mut chosen: Vec<EventFilter> = Vec::new();
    for (place, filter) in filters.into_iter().enumerate().take(FILTERS_MAX) {
        match filter.read(gazetteer) {
            Ok(filter) => chosen.push(filter),
            Err(error) => wrong(&["filters", &place.to_string()], error.message),
        }
    }
    if chosen.is_empty() {
        chosen.push(EventFilter::default());
    }
    let mut worths = BTreeMap::new();
    for (place, GoalWorthInput { goal, worth }) in goals.into_iter().enumerate() {
        if worth > 3 {
            wrong(&["goals", &place.to_string(), "worth"], "is 0, 1, 2 or 3".to_owned());
        }
        worths.insert(goal.into(), worth);
    }
    let near = chosen.iter().find_map(|filter| filter.near.as_ref()).and_then(|near| gazetteer.zone_near(near));
    let zone = match (time_zone, near) {
        (None, Some(zone)) => Some(zone),
        (named, _) => {
            let named = named.unwrap_or_else(|| "UTC".to_owned()).parse();
            named.map_err(|_| wrong(&["timeZone"], "is no zone such as Europe/Berlin".to_owned())).ok()
        }
    };
    if hour > 23 {
        wrong(&["hour"], "is 0 to 23".to_owned());
    }
    match (address, zone) {
        (Some(address), Some(zone)) if problems.is_empty() => {
            let when = WeeklyHour { zone, weekday: weekday.into(), hour };
            Ok((address, Wishes { filters: chosen, goals: worths, when }))
        }
        _ => Err(problems),
    }
}
