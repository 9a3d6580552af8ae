//! `hobnob calendar`.

use crate::{
    cli::CalendarArgs,
    outcome::{Outcome, usage},
    settings::Settings,
    wiring,
};
use anyhow::Context as _;
use hobnob_domain::query_string;

pub(crate) async fn calendar(args: &CalendarArgs, settings: &Settings) -> Outcome {
    let mut pairs = args.filter.pairs();
    pairs.extend(args.options.pairs());
    let query = query_string::read_query(pairs, &wiring::find_place).map_err(usage)?;
    let store = wiring::store(settings).await?;
    let snapshot = wiring::index(settings, &store).await?.snapshot();
    let rendered = hobnob_web::feed_of(&store, &snapshot, &query, settings.public_url.as_ref(), wiring::now()).await?;
    match &args.output {
        None => super::say(&rendered.text),
        Some(path) => {
            std::fs::write(path, rendered.text.as_bytes())
                .with_context(|| format!("{} can't be written", path.display()))?;
            eprintln!("Wrote {}.", path.display());
            Ok(())
        }
    }
}
