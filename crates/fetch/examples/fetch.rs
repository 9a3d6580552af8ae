//! Fetches addresses and says how each ended: `cargo run -p hobnob-fetch --example fetch -- https://ex.org/a.ics`.
//! `--allow 127.0.0.1` lets a network of one's own through.

use chrono::Utc;
use hobnob_fetch::{Ask, Client, Fetched, Settings, networks};
use std::error::Error;
use std::time::Instant;
use url::Url;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (mut settings, mut urls) = (Settings::default(), Vec::new());
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--allow" => settings.allow = networks(&arguments.next().unwrap_or_default())?,
            url => urls.push(Url::parse(url)?),
        }
    }
    let client = Client::new(settings)?;
    for url in urls {
        let begun = Instant::now();
        #[expect(clippy::disallowed_methods, reason = "an example has no clock to be given")]
        let now = Utc::now();
        let fetched = match client.fetch(&Ask::new(url.clone()), now).await {
            Fetched::Page { page, validators, moved_to, fresh_for } => {
                let (media_type, bytes) = (page.media_type, page.body.len());
                format!("{bytes} bytes of {media_type:?} {validators:?} moved_to={moved_to:?} fresh_for={fresh_for:?}")
            }
            other => format!("{other:?}"),
        };
        println!("{url}\t{:.1?}\t{fetched}", begun.elapsed());
    }
    Ok(())
}
