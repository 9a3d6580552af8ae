//! A call for papers as its own quiet entry: one short sitting that ends when the call closes, with alarms before.

use std::borrow::Cow;

use crate::{
    block::{Block, Piece},
    describe::{closing_words, extended},
    lines::Lines,
    moment::{Form, Moment, is_writable, is_writable_at},
    prose::{one_line, web_address},
    remark::Remark,
    vevent::{write_alarm, write_categories, write_identity},
};
use chrono::TimeDelta;
use hobnob_domain::{CallForPapers, ClosingDay, Event, EventStatus, Standing};

/// How long the entry is: long enough to be seen, short enough not to fill the day.
const LENGTH: TimeDelta = TimeDelta::minutes(30);

/// When to remind: two weeks to think of a talk, three days to write it, one to hand it in.
const ALARMS: &[TimeDelta] = &[TimeDelta::days(14), TimeDelta::days(3), TimeDelta::days(1)];

/// The entry; `None` without a closing instant, or when nobody will speak there.
pub(crate) fn block(event: &Event, remark: Option<&Remark>) -> Option<Block> {
    let call = event.facts.call_for_papers.as_ref()?;
    let closes_at = call.closes_at.filter(|at| is_writable_at(*at))?;
    if !is_open_to_be(event) {
        return None;
    }
    let uid = format!("{}-cfp@hobnob", event.id);
    let starts_at = closes_at - LENGTH;
    let anywhere = if ClosingDay::of(closes_at).is_anywhere { " (AoE)" } else { "" };
    let name = format!("CFP closes{anywhere}: {}", one_line(&event.facts.name, 180));
    let mut lines = Lines::default();
    lines.begin("VEVENT");
    write_identity(&mut lines, event, &uid);
    Moment::At(starts_at, Form::Utc).write(&mut lines, "DTSTART");
    Moment::At(closes_at, Form::Utc).write(&mut lines, "DTEND");
    lines.text("SUMMARY", name.trim_end());
    lines.plain("STATUS", "CONFIRMED");
    lines.plain("TRANSP", "TRANSPARENT");
    let url = address(event, call);
    if let Some(url) = &url {
        lines.plain("URL", url);
    }
    write_categories(&mut lines, &event.facts, Some("Call for papers"));
    let closing = format!("The call for papers closes on {}.", closing_words(closes_at));
    let when = event.facts.schedule.span.starts_on(event.facts.schedule.zone).format("The event begins on %-d %B %Y.");
    let extended = extended(closes_at, remark).map(|from| format!("It was extended from {from}."));
    let parts = [Some(closing.into()), extended.map(Cow::from), Some(when.to_string().into()), url];
    let text = parts.into_iter().flatten().collect::<Vec<_>>().join("\n");
    let piece = Piece::begun(lines, &text, |lines| {
        ALARMS.iter().for_each(|before| write_alarm(lines, *before, &name));
        lines.end("VEVENT");
    });
    Some(Block::new(starts_at, uid, piece, Vec::new(), None))
}

/// Whether somebody will speak there, on a day that can be written.
fn is_open_to_be(event: &Event) -> bool {
    let is_over = event.facts.status == EventStatus::Cancelled || event.standing == Standing::Gone;
    !is_over && is_writable(&event.facts.schedule.span)
}

/// Whether there is an entry.
pub(crate) fn is_told(event: &Event) -> bool {
    let closes_at = event.facts.call_for_papers.as_ref().and_then(|call| call.closes_at);
    closes_at.is_some_and(is_writable_at) && is_open_to_be(event)
}

/// Where to propose, else the event's own page.
fn address<'a>(event: &'a Event, call: &'a CallForPapers) -> Option<Cow<'a, str>> {
    call.url.as_deref().and_then(web_address).or_else(|| web_address(&event.facts.url))
}
