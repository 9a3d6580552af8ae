//! A call for papers as its own quiet entry: one short sitting that ends when the call closes, with alarms before.

use crate::{
    describe::{closing_words, why},
    lines::Lines,
    moment::{Form, Moment, is_writable, is_writable_at},
    prose::{one_line, web_address},
    vevent::{Block, write_alarm, write_categories, write_identity},
};
use chrono::TimeDelta;
use hobnob_domain::{CallForPapers, Event, EventStatus, Standing};

/// How long the entry is: long enough to be seen, short enough not to fill the day.
const LENGTH: TimeDelta = TimeDelta::minutes(30);

/// When to remind: two weeks to think of a talk, three days to write it, one to hand it in.
const ALARMS: &[TimeDelta] = &[TimeDelta::days(14), TimeDelta::days(3), TimeDelta::days(1)];

/// The entry; `None` without a closing instant, or when nobody will speak there.
pub(crate) fn block(event: &Event) -> Option<Block> {
    let call = event.facts.call_for_papers.as_ref()?;
    let closes_at = call.closes_at.filter(|at| is_writable_at(*at))?;
    let is_over = event.facts.status == EventStatus::Cancelled || event.standing == Standing::Gone;
    if is_over || !is_writable(&event.facts.schedule.span) {
        return None;
    }
    let uid = format!("{}-cfp@hobnob", event.id);
    let starts_at = closes_at - LENGTH;
    let name = format!("CFP closes: {}", one_line(&event.facts.name, 180));
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
    let parts = [Some(closing), Some(when.to_string()), why(&event.facts), url];
    lines.text("DESCRIPTION", &parts.into_iter().flatten().collect::<Vec<_>>().join("\n"));
    ALARMS.iter().for_each(|before| write_alarm(&mut lines, *before, &name));
    lines.end("VEVENT");
    Some(Block { starts_at, uid, text: lines.into_text(), components: 1, zone: None })
}

/// Where to propose, else the event's own page.
fn address(event: &Event, call: &CallForPapers) -> Option<String> {
    call.url.as_deref().and_then(web_address).or_else(|| web_address(&event.facts.url))
}
