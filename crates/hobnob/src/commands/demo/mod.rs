//! `hobnob demo`: a made-up web on loopback, scraped over real HTTP.

mod placeholder;
mod site;

use std::{net::Ipv4Addr, sync::Arc};

use super::{serve, work};
use crate::{
    outcome::Outcome,
    progress,
    settings::Settings,
    trusted,
    wiring::{self, Stop},
};
use anyhow::Context as _;
use hobnob_index::Index;
use tokio::{net::TcpListener, sync::Notify};
use url::Url;

/// Starts the made-up web, reads it into a database that ends with the process, and serves.
pub(crate) async fn demo(settings: Settings) -> Outcome {
    let documents = trusted::documents(&settings)?;
    let folder = tempfile::tempdir().context("no temporary folder can be made for the demo's database")?;
    let settings = Settings {
        database_url: format!("sqlite://{}?mode=rwc", folder.path().join("demo.db").display()),
        allow_private_networks: "127.0.0.1/32".to_owned(),
        contact: settings.contact.clone().or_else(|| Some("demo".to_owned())),
        ..settings
    };
    let listener = serve::bind(settings.listen).await?;
    let stop = Stop::on_signal();

    let pages =
        TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.context("no loopback port is free for the demo's pages")?;
    let base = Url::parse(&format!("http://{}/", pages.local_addr()?))?;
    let site = site::site(&base, wiring::now().date_naive())?;
    let sources = site.sources;
    let made_up =
        hobnob_web::serve_router(pages, hobnob_web::fixed_site(site.pages, Some(site.otherwise)), stop.told());
    let made_up = tokio::spawn(made_up);

    let store = wiring::store_migrated(&settings).await?;
    for spec in &sources {
        store.source_save(spec, wiring::now()).await?;
    }
    let changed = Arc::new(Notify::new());
    let started = std::time::Instant::now();
    let index = Index::new(settings.horizon);
    let address = wiring::base(&settings, listener.local_addr()?)?;
    let mail = wiring::mail(&settings, &store, &index, address.clone()).await?;
    let desk = mail.as_ref().map(serve::desk);
    let worker = wiring::worker(&settings, &store, progress::in_log(), Arc::clone(&changed), mail)?;
    let report = worker.once().await?;
    eprintln!("{}", work::told(&report, started.elapsed().as_secs_f64()));
    eprintln!(
        "\nThe demo's listing pages are at {base}\nhobnob serves them, understood, until you press Ctrl-C:\n{}\n  terminal  \
         hobnob events --niche rust --database-url '{}'",
        serve::addresses(&address),
        settings.database_url.trim_end_matches("?mode=rwc")
    );
    let web = serve::Web { listener, store, index, changed, desk, documents };
    let served = stop.beside(web.serve(&settings, &stop), worker.run(stop.told())).await;
    made_up.abort();
    served
}
