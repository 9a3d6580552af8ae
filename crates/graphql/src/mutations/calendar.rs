//! Mutations of calendars.

use super::{
    InputProblem, InputProblemCode,
    payloads::{
        CalendarCreatePayload, CalendarDeletePayload, CalendarHidePayload, CalendarRotatePayload, CalendarUpdatePayload,
    },
};
use crate::{
    calendar_turns::take_turn,
    choosing::{ChoiceFault, Choosing},
    context::{means, moment},
    error::internal,
    inputs::{
        CalendarCreateInput, CalendarDeleteInput, CalendarHideInput, CalendarRotateInput, CalendarUpdateInput,
        checked_settings, read_filters, read_options, unread_problems,
    },
    types::{CalendarNode, secret_address},
};
use async_graphql::{Context, Object, Result};
use hobnob_domain::{CalendarSettings, PersonalCalendar, Secret};
use hobnob_store::{CalendarDoor, ChoiceKept};

/// Mutations of calendars.
#[derive(Default)]
pub(crate) struct CalendarMutation;

/// How many characters an idempotency key has.
const KEY_CHARS: std::ops::RangeInclusive<usize> = 16..=100;

#[Object]
impl CalendarMutation {
    /// Makes a calendar and tells its token and secret address, this once. Nobody has to say who they are.
    #[graphql(complexity = "child_complexity + 500")]
    async fn calendar_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The calendar to make.")] input: CalendarCreateInput,
    ) -> Result<CalendarCreatePayload> {
        let means = means(ctx)?;
        let failed = |problems| CalendarCreatePayload { calendar: None, token: None, url: None, problems };
        let CalendarCreateInput { name, colour, filters, options, idempotency_key } = input;
        let mut problems = Vec::new();
        let filters = read_filters(filters, means.gazetteer, &mut problems);
        let options = read_options(options.unwrap_or_default(), &mut problems);
        if idempotency_key.as_ref().is_some_and(|key| !KEY_CHARS.contains(&key.chars().count())) {
            let message = "must have 16 to 100 characters; a UUID is good";
            problems.push(InputProblem::new(["idempotencyKey"], InputProblemCode::Invalid, message));
        }
        let settings = CalendarSettings { name, colour: colour.map(Into::into), filters, options };
        let settings = match checked_settings(settings, problems) {
            Ok(settings) => settings,
            Err(problems) => return Ok(failed(problems)),
        };
        let now = moment(ctx)?.now;
        take_turn(ctx, now)?;
        let made = means.store.calendar_create(&settings, idempotency_key.as_deref(), now).await.map_err(internal)?;
        let Some(made) = made else {
            let message = "too many calendars were made within the last hour; try again in an hour";
            return Ok(failed(vec![InputProblem::new([], InputProblemCode::TooMany, message)]));
        };
        let url = secret_address(means, made.secret.as_str());
        Ok(CalendarCreatePayload {
            calendar: Some(CalendarNode::new(made.calendar, url.clone())),
            token: Some(made.secret.as_str().to_owned()),
            url: Some(url),
            problems: Vec::new(),
        })
    }

    /// Changes what a calendar is called, what stands in it and how it is written. Its address stays.
    #[graphql(complexity = "child_complexity + 500")]
    async fn calendar_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to change; what is left out stays.")] input: CalendarUpdateInput,
    ) -> Result<CalendarUpdatePayload> {
        let failed = |problems| CalendarUpdatePayload { calendar: None, problems };
        let CalendarUpdateInput { token, name, colour, filters, options } = input;
        let calendar = match opened(ctx, &token).await? {
            Ok(calendar) => calendar,
            Err(problem) => return Ok(failed(vec![problem])),
        };
        let (means, before) = (means(ctx)?, calendar.settings);
        let mut problems = Vec::new();
        let filters = match filters {
            Some(filters) => read_filters(filters, means.gazetteer, &mut problems),
            None => {
                problems.extend(unread_problems(&calendar.unread));
                before.filters
            }
        };
        let options = options.map_or(before.options, |options| read_options(options, &mut problems));
        let colour = colour.map(Into::into).or(before.colour);
        let settings = CalendarSettings { name: name.unwrap_or(before.name), colour, filters, options };
        let settings = match checked_settings(settings, problems) {
            Ok(settings) => settings,
            Err(problems) => return Ok(failed(problems)),
        };
        means.store.calendar_update(calendar.id, &settings, moment(ctx)?.now).await.map_err(internal)?;
        match answered(ctx, &token).await? {
            Ok(calendar) => Ok(CalendarUpdatePayload { calendar: Some(calendar), problems: Vec::new() }),
            Err(problem) => Ok(failed(vec![problem])),
        }
    }

    /// Gives a calendar another token and address; the ones before open nothing from now on.
    #[graphql(complexity = "child_complexity + 500")]
    async fn calendar_rotate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which calendar.")] input: CalendarRotateInput,
    ) -> Result<CalendarRotatePayload> {
        let failed =
            |problem| CalendarRotatePayload { calendar: None, token: None, url: None, problems: vec![problem] };
        let calendar = match opened(ctx, &input.token).await? {
            Ok(calendar) => calendar,
            Err(problem) => return Ok(failed(problem)),
        };
        let (means, now) = (means(ctx)?, moment(ctx)?.now);
        let Some(secret) = means.store.calendar_rotate(calendar.id, now).await.map_err(internal)? else {
            return Ok(failed(gone()));
        };
        match answered(ctx, secret.as_str()).await? {
            Ok(calendar) => Ok(CalendarRotatePayload {
                calendar: Some(calendar),
                token: Some(secret.as_str().to_owned()),
                url: Some(secret_address(means, secret.as_str())),
                problems: Vec::new(),
            }),
            Err(problem) => Ok(failed(problem)),
        }
    }

    /// Deletes a calendar and all that was chosen in it. Its address answers from now on that it is gone.
    #[graphql(complexity = "child_complexity + 500")]
    async fn calendar_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which calendar.")] input: CalendarDeleteInput,
    ) -> Result<CalendarDeletePayload> {
        let calendar = match opened(ctx, &input.token).await? {
            Ok(calendar) => calendar,
            Err(problem) => return Ok(CalendarDeletePayload { is_deleted: false, problems: vec![problem] }),
        };
        let store = &means(ctx)?.store;
        let is_deleted = store.calendar_revoke(calendar.id, moment(ctx)?.now).await.map_err(internal)?;
        Ok(CalendarDeletePayload { is_deleted, problems: Vec::new() })
    }

    /// Hides or pins one event in a calendar, mutes or follows who invites to it, or ends its series; or takes that back.
    #[graphql(complexity = "child_complexity + 500")]
    async fn calendar_hide(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to choose.")] input: CalendarHideInput,
    ) -> Result<CalendarHidePayload> {
        let failed = |problem| CalendarHidePayload { calendar: None, problems: vec![problem] };
        let CalendarHideInput { token, id, kind, is_undone } = input;
        let calendar = match opened(ctx, &token).await? {
            Ok(calendar) => calendar,
            Err(problem) => return Ok(failed(problem)),
        };
        let (store, moment) = (&means(ctx)?.store, moment(ctx)?);
        let choosing = Choosing { store, snapshot: &moment.snapshot, now: moment.now };
        let choice = match choosing.choice(kind.into(), &id, is_undone).await.map_err(internal)? {
            Ok(choice) => choice,
            Err(fault) => return Ok(failed(unfit(&fault))),
        };
        let kept = store.calendar_choose(calendar.id, &choice, !is_undone).await.map_err(internal)?;
        match kept {
            ChoiceKept::Full => return Ok(failed(full())),
            ChoiceKept::Unknown => return Ok(failed(gone())),
            ChoiceKept::Done | ChoiceKept::AsBefore => {}
        }
        match answered(ctx, &token).await? {
            Ok(calendar) => Ok(CalendarHidePayload { calendar: Some(calendar), problems: Vec::new() }),
            Err(problem) => Ok(failed(problem)),
        }
    }
}

/// The calendar that a token opens.
pub(crate) async fn opened(
    ctx: &Context<'_>,
    token: &str,
) -> Result<std::result::Result<PersonalCalendar, InputProblem>> {
    moment(ctx)?.note_for_one();
    let Ok(secret) = token.parse::<Secret>() else { return Ok(Err(unknown())) };
    let door = means(ctx)?.store.calendar_opened(&secret.hash(), None).await.map_err(internal)?;
    Ok(match door {
        CalendarDoor::Open(calendar) => Ok(*calendar),
        CalendarDoor::Revoked => Err(gone()),
        CalendarDoor::Unknown | CalendarDoor::Unchanged => Err(unknown()),
    })
}

/// The same as an answer, as it is now.
async fn answered(ctx: &Context<'_>, token: &str) -> Result<std::result::Result<CalendarNode, InputProblem>> {
    let url = secret_address(means(ctx)?, &token.to_ascii_lowercase());
    Ok(opened(ctx, token).await?.map(|calendar| CalendarNode::new(calendar, url)))
}

fn unknown() -> InputProblem {
    InputProblem::new(["token"], InputProblemCode::NotFound, "opens no calendar; it has 32 letters and digits")
}

fn gone() -> InputProblem {
    let message = "opens no calendar any more: it was given another address, or deleted";
    InputProblem::new(["token"], InputProblemCode::Gone, message)
}

fn full() -> InputProblem {
    InputProblem::new(["id"], InputProblemCode::TooMany, "500 of this kind are chosen already; take some back first")
}

fn unfit(fault: &ChoiceFault) -> InputProblem {
    let code = match fault {
        ChoiceFault::NoId(_) | ChoiceFault::NoOrganizer => InputProblemCode::Invalid,
        ChoiceFault::NotThere(_) => InputProblemCode::NotFound,
    };
    InputProblem::new(["id"], code, fault)
}
