//! `hobnob calendars`: people's own calendars, as their operator sees them. Secret addresses are printed when they are
//! made, and can't be later.

use crate::{
    cli::{CalendarCreateArgs, CalendarIdArgs, CalendarListArgs, CalendarsCommand},
    outcome::{Outcome, usage},
    settings::Settings,
    table::table,
    wiring,
};
use anyhow::anyhow;
use hobnob_domain::{
    CalendarChoices, CalendarFault, CalendarId, CalendarSettings, Colour, EventFilter, PersonalCalendar, Secret,
    UnreadFilter,
    query_string::{Query, read_query, write_filter, write_query},
};
use serde_json::{Value, json};
use url::form_urlencoded;

pub(crate) async fn calendars(command: CalendarsCommand, settings: &Settings) -> Outcome {
    match command {
        CalendarsCommand::Create(args) => create(&args, settings).await,
        CalendarsCommand::List(args) => list(&args, settings).await,
        CalendarsCommand::Show(args) => show(&args, settings).await,
        CalendarsCommand::Rotate(args) => rotate(&args, settings).await,
        CalendarsCommand::Revoke(args) => revoke(&args, settings).await,
    }
}

async fn create(args: &CalendarCreateArgs, settings: &Settings) -> Outcome {
    let wanted = wanted(args)?;
    let store = wiring::store(settings).await?;
    let Some(made) = store.calendar_create(&wanted, None, wiring::now()).await? else {
        return Err(anyhow!("too many calendars were made within the last hour; try again in an hour").into());
    };
    told_once(&made.calendar, &made.secret, settings, args.json)
}

/// The settings that the command line asks for.
fn wanted(args: &CalendarCreateArgs) -> Outcome<CalendarSettings> {
    let mut pairs = args.filter.pairs();
    pairs.extend(args.options.pairs());
    let Query { filter, options } = read_query(pairs, &wiring::find_place).map_err(usage)?;
    let mut filters = vec![filter];
    for also in &args.also {
        let pairs: Vec<(String, String)> = form_urlencoded::parse(also.as_bytes()).into_owned().collect();
        filters.push(wiring::filter(pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())))?);
    }
    let colour = args.colour.as_deref().map(str::parse::<Colour>).transpose().map_err(usage)?;
    let settings = CalendarSettings { name: args.name.clone(), colour, filters, options };
    let words = |faults: Vec<CalendarFault>| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
    settings.checked().map_err(|faults| usage(words(faults)))
}

async fn list(args: &CalendarListArgs, settings: &Settings) -> Outcome {
    let after = args.after.as_deref().map(id).transpose()?;
    let store = wiring::store(settings).await?;
    let calendars = store.calendars(after, args.first).await?;
    if args.json {
        return super::say_json(&calendars.iter().map(value).collect::<Value>());
    }
    if calendars.is_empty() {
        return super::say("There are no personal calendars. Make one: hobnob calendars create --name NAME");
    }
    let mut table = table(&["id", "name", "filters", "made", "changed"]);
    for calendar in &calendars {
        let PersonalCalendar { id, settings, unread, choices: _, revision: _, created_at, changed_at, rotated_at: _ } =
            calendar;
        let filters = lines(settings, unread);
        let [made, changed] = [created_at, changed_at].map(|at| at.date_naive().to_string());
        table.add_row([format!("calendar_{id}"), settings.name.clone(), filters.join("\n"), made, changed]);
    }
    let total = store.calendars_total().await?;
    super::say(&format!("{table}\n{} of {total} calendars", calendars.len()))
}

async fn show(args: &CalendarIdArgs, settings: &Settings) -> Outcome {
    let calendar = known(args, settings).await?;
    if args.json {
        return super::say_json(&value(&calendar));
    }
    let options = Query { options: calendar.settings.options.clone(), ..Query::default() };
    let options: Vec<String> = write_query(&options).into_iter().map(|(key, value)| format!("{key}={value}")).collect();
    let filters = lines(&calendar.settings, &calendar.unread);
    let CalendarChoices { hidden, pinned, muted, followed, ended } = &calendar.choices;
    super::say(&format!(
        "{}\n  id        calendar_{}\n  filters   {}\n  options   {}\n  chosen    {} hidden, {} pinned, {} muted, {} followed, {} series ended\n  \
         made      {}\n  changed   {}\n  address   {}",
        calendar.settings.name,
        calendar.id,
        filters.join("\n            "),
        if options.is_empty() { "as usual".to_owned() } else { options.join(" ") },
        hidden.len(),
        pinned.len(),
        muted.len(),
        followed.len(),
        ended.len(),
        calendar.created_at.format("%F %R UTC"),
        calendar.changed_at.format("%F %R UTC"),
        calendar.rotated_at.format("since %F %R UTC, known to its owner only"),
    ))
}

async fn rotate(args: &CalendarIdArgs, settings: &Settings) -> Outcome {
    let calendar = known(args, settings).await?;
    let store = wiring::store(settings).await?;
    match store.calendar_rotate(calendar.id, wiring::now()).await? {
        Some(secret) => told_once(&calendar, &secret, settings, args.json),
        None => Err(unknown(&args.id).into()),
    }
}

async fn revoke(args: &CalendarIdArgs, settings: &Settings) -> Outcome {
    let id = id(&args.id)?;
    let store = wiring::store(settings).await?;
    if !store.calendar_revoke(id, wiring::now()).await? {
        return Err(unknown(&args.id).into());
    }
    if args.json {
        return super::say_json(&json!({ "id": format!("calendar_{id}"), "is_revoked": true }));
    }
    super::say("Deleted: its address answers from now on that it is gone.")
}

fn id(word: &str) -> Outcome<CalendarId> {
    let cure = "as `hobnob calendars list` shows it; a secret address is no id";
    word.parse::<CalendarId>().map_err(|_| usage(format!("this is not the id of a calendar, {cure}")))
}

fn unknown(word: &str) -> anyhow::Error {
    anyhow!("there is no calendar {word}; `hobnob calendars list` shows those there are")
}

async fn known(args: &CalendarIdArgs, settings: &Settings) -> Outcome<PersonalCalendar> {
    let id = id(&args.id)?;
    let store = wiring::store(settings).await?;
    Ok(store.calendar(id).await?.ok_or_else(|| unknown(&args.id))?)
}

/// Prints a secret address: the only time it can be.
fn told_once(calendar: &PersonalCalendar, secret: &Secret, settings: &Settings, as_json: bool) -> Outcome {
    let base = wiring::base(settings, settings.listen)?;
    let page = format!("{}/calendars/{}", base.as_str().trim_end_matches('/'), secret.as_str());
    if as_json {
        let mut told = value(calendar);
        if let Value::Object(fields) = &mut told {
            fields.insert("url".to_owned(), Value::String(format!("{page}.ics")));
            fields.insert("page".to_owned(), Value::String(page));
            fields.insert("token".to_owned(), Value::String(secret.as_str().to_owned()));
        }
        return super::say_json(&told);
    }
    super::say(&format!(
        "{} (calendar_{})\n  subscribe  {page}.ics\n  change it  {page}\nKeep the address: it is shown this once, and who knows it owns the calendar.",
        calendar.settings.name, calendar.id
    ))
}

/// A filter as it stands in addresses.
fn query(filter: &EventFilter) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(write_filter(filter));
    query.finish().replace("%2C", ",")
}

/// The filters of a calendar, and those that can't be read any more with what is wrong with them.
fn lines(settings: &CalendarSettings, unread: &[UnreadFilter]) -> Vec<String> {
    let faults = unread.iter().map(|UnreadFilter { query, reason, narrowed: _ }| format!("{query} (unread: {reason})"));
    settings.filters.iter().map(query).chain(faults).collect()
}

/// A calendar without its secret, which nobody here knows.
fn value(calendar: &PersonalCalendar) -> Value {
    let PersonalCalendar { id, settings, unread, choices, revision: _, created_at, changed_at, rotated_at } = calendar;
    let CalendarSettings { name, colour, filters, options } = settings;
    let CalendarChoices { hidden, pinned, muted, followed, ended } = choices;
    let options = Query { options: options.clone(), ..Query::default() };
    json!({
        "id": format!("calendar_{id}"),
        "name": name,
        "colour": colour.map(Colour::as_str),
        "filters": filters.iter().map(query).collect::<Value>(),
        "unread": unread
            .iter()
            .map(|UnreadFilter { query, reason, narrowed: _ }| json!({ "query": query, "reason": reason }))
            .collect::<Value>(),
        "options": write_query(&options).into_iter().map(|(key, value)| (key.to_owned(), Value::String(value))).collect::<Value>(),
        "hidden": hidden.len(),
        "pinned": pinned.len(),
        "muted": muted.len(),
        "followed": followed.len(),
        "series_ended": ended.len(),
        "created_at": created_at.to_rfc3339(),
        "changed_at": changed_at.to_rfc3339(),
        "rotated_at": rotated_at.to_rfc3339(),
    })
}
