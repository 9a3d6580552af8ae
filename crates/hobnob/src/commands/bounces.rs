//! `hobnob digest bounces`: what came back, read and noted; and `hobnob digest lift`, which takes its end back.

use std::{io::Read as _, path::Path};

use crate::{
    cli::{BouncesArgs, LiftArgs},
    outcome::{Outcome, usage},
    settings::Settings,
    wiring,
};
use anyhow::{Context as _, anyhow};
use hobnob_digest::{is_mailbox, returned};
use hobnob_domain::MailAddress;
use hobnob_store::ReturnedEnd;
use serde_json::json;

/// The largest mailbox read, in bytes.
const BYTES_MAX: u64 = 256 * 1024 * 1024;

pub(crate) async fn bounces(args: &BouncesArgs, settings: &Settings) -> Outcome {
    let text = mailbox(&args.file)?;
    let store = wiring::store(settings).await?;
    let keys = wiring::mail_keys(settings, &store).await?;
    let (mut noted, mut suppressed, mut left, mut unread) = (0_u32, 0_u32, 0_u32, 0_u32);
    for one in returned(&text) {
        match store.returned_note(&keys, &one, wiring::now()).await? {
            ReturnedEnd::Noted => noted += 1,
            ReturnedEnd::Suppressed => suppressed += 1,
            ReturnedEnd::Left => left += 1,
            ReturnedEnd::Unread => unread += 1,
        }
    }
    if args.json {
        let told = json!({ "noted": noted, "suppressed": suppressed, "left": left, "unread": unread });
        return super::say_json(&told);
    }
    super::say(&format!(
        "{} came back: {suppressed} by which an address is not written to any more, {noted} noted (the third within 15 \
         days counts), {left} from readers who leave, {unread} that name no letter of ours and no reader",
        noted + suppressed + left + unread
    ))
}

/// Takes back that an address is not written to.
pub(crate) async fn lift(args: &LiftArgs, settings: &Settings) -> Outcome {
    let written = match args.address.as_str() {
        "-" => std::io::read_to_string(std::io::stdin().lock().take(BYTES_MAX))?,
        address => address.to_owned(),
    };
    let address: MailAddress = written.parse().map_err(usage)?;
    let store = wiring::store(settings).await?;
    let keys = wiring::mail_keys(settings, &store).await?;
    if !store.suppression_lift(&keys.address_hash(&address)).await? {
        return Err(anyhow!(
            "that address was not given up; `hobnob digest subscribers --addresses` shows who is written to"
        )
        .into());
    }
    super::say("The address may be written to again: its owner signs up anew, and says yes.")
}

fn mailbox(file: &Path) -> Outcome<String> {
    let mut bytes = Vec::new();
    let name = file.display();
    let read = if file == Path::new("-") {
        std::io::stdin().lock().take(BYTES_MAX + 1).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(file).and_then(|file| file.take(BYTES_MAX + 1).read_to_end(&mut bytes))
    };
    let length = read.with_context(|| format!("the mailbox {name} can't be read"))?;
    if u64::try_from(length).unwrap_or(u64::MAX) > BYTES_MAX {
        return Err(usage(format!(
            "the mailbox {name} is larger than {} MB: nothing of it was noted; feed it in parts, a report that is read \
             twice counts once",
            BYTES_MAX / 1024 / 1024
        )));
    }
    let text = String::from_utf8_lossy(&bytes).into_owned();
    if !text.trim().is_empty() && !is_mailbox(&text) {
        return Err(usage(format!(
            "the mailbox {name} is none: nothing of it was noted; give an mbox file, whose messages begin with `From `, or \
             one message with its header"
        )));
    }
    Ok(text)
}
