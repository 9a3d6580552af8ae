//! `hobnob read`: the pipeline made visible.

use crate::{
    catalogue,
    cli::ReadArgs,
    json,
    outcome::{Outcome, usage},
    preview,
    settings::Settings,
    wiring,
};
use anyhow::Context as _;
use hobnob_domain::SourceSpec;

pub(crate) async fn read(args: ReadArgs, settings: &Settings) -> Outcome {
    let now = wiring::now();
    let client = wiring::client(settings)?;
    let page = preview::page(&client, &args.target, args.url, args.media_type, now).await?;
    if let Some(file) = &args.save {
        std::fs::write(file, &page.body).with_context(|| format!("{} can't be written", file.display()))?;
    }
    let spec = match &args.rules {
        Some(file) => super::rules(file)?.source(&page.url).map_err(usage)?,
        None => SourceSpec::new(catalogue::name_of(&page.url), page.url.clone()),
    };
    let reading = preview::read(page, &spec, preview::Window::new(args.from, args.to, now), now);
    if args.json {
        return super::say_json(&json::reading(&reading));
    }
    super::say(&format!("{}{}", preview::summary(&reading, 25), preview::rules_told(&reading)))
}
