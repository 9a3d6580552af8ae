//! `hobnob digest bounces`: what came back, read and noted.

use std::{io::Read as _, path::Path};

use crate::{
    cli::BouncesArgs,
    outcome::{Outcome, usage},
    settings::Settings,
    wiring,
};
use anyhow::Context as _;
use hobnob_digest::{Report, is_mailbox, reports};
use hobnob_domain::MailAddress;
use hobnob_store::{Bounce, Bounced};
use serde_json::json;

/// The largest mailbox read, in bytes.
const BYTES_MAX: u64 = 256 * 1024 * 1024;

pub(crate) async fn bounces(args: &BouncesArgs, settings: &Settings) -> Outcome {
    let text = mailbox(&args.file)?;
    let store = wiring::store(settings).await?;
    let keys = wiring::mail_keys(settings, &store).await?;
    let (mut noted, mut suppressed, mut unread) = (0_u32, 0_u32, 0_u32);
    for Report { address, id, is_hard, says } in reports(&text) {
        let Ok(address) = address.parse::<MailAddress>() else {
            unread += 1;
            continue;
        };
        let bounce = Bounce { address_hash: keys.address_hash(&address), report: id, is_hard, reason: says };
        match store.bounce_note(&bounce, wiring::now()).await? {
            Bounced::Noted => noted += 1,
            Bounced::Suppressed => suppressed += 1,
        }
    }
    if args.json {
        return super::say_json(&json!({ "noted": noted, "suppressed": suppressed, "unread": unread }));
    }
    super::say(&format!(
        "{} reports: {suppressed} addresses are not written to any more, {noted} noted (the third within 14 days \
         counts), {unread} without an address that can be read",
        noted + suppressed + unread
    ))
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
