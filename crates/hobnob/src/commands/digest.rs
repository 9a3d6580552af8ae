//! `hobnob digest`.

use std::collections::BTreeMap;

use super::{bounces, letters};
use crate::{
    cli::{DigestArgs, DigestCommand},
    outcome::Outcome,
    settings::Settings,
    wiring,
};
use chrono::Weekday;
use hobnob_digest::{Links, choose, compose};
use hobnob_domain::{Subscriber, SubscriberId, Told};
use url::Url;

pub(crate) async fn digest(command: &DigestCommand, settings: &Settings) -> Outcome {
    match command {
        DigestCommand::Preview(args) => preview(args, settings).await,
        DigestCommand::Send(args) => letters::send(args, settings).await,
        DigestCommand::Subscribers(args) => letters::subscribers(args, settings).await,
        DigestCommand::Letters(args) => letters::letters(args, settings).await,
        DigestCommand::Bounces(args) => bounces::bounces(args, settings).await,
    }
}

/// Prints the letter of a reader that is nobody: its links to leave and to change lead nowhere.
async fn preview(args: &DigestArgs, settings: &Settings) -> Outcome {
    let filter = wiring::filter(args.filter.pairs())?;
    let store = wiring::store(settings).await?;
    let snapshot = wiring::index(settings, &store).await?.snapshot();
    let at = args.at.unwrap_or_else(wiring::now);
    let rows = hobnob_graphql::shown(&store, &snapshot, snapshot.all(&filter, at)).await?;
    let subscriber = Subscriber {
        id: SubscriberId::new(0),
        address: "reader@example.org".to_owned(),
        filters: vec![filter],
        goals: BTreeMap::new(),
        zone: args.zone,
        weekday: Weekday::Mon,
        hour: 8,
    };
    let choice = choose(&subscriber, rows.iter().map(|row| (&*row.event, &row.occurrence)), [], &Told::default(), at);
    match compose(&subscriber, &choice, at, &Links::new(base(settings)?, "preview", None)) {
        Some(letter) => super::say(if args.html { &letter.html } else { &letter.text }),
        None => {
            eprintln!("No letter: nothing to tell from {at} on. Widen --radius-km, or drop a flag.");
            Ok(())
        }
    }
}

/// Where the links of the letter lead.
fn base(settings: &Settings) -> Outcome<Url> {
    match &settings.public_url {
        Some(url) => Ok(url.clone()),
        None => Ok(Url::parse(&format!("http://{}/", settings.listen))?),
    }
}
