//! `hobnob export` and `hobnob import`.

use std::{
    fs::File,
    io::{BufRead, BufReader, BufWriter, ErrorKind, Write},
    path::Path,
    sync::Arc,
};

use crate::{
    cli::{ExportArgs, ImportArgs},
    json,
    outcome::Outcome,
    progress,
    settings::Settings,
    table::counted,
    wiring,
};
use anyhow::Context as _;
use hobnob_store::StoreError;
use tokio::sync::Notify;

pub(crate) async fn export(args: &ExportArgs, settings: &Settings) -> Outcome {
    let store = wiring::store(settings).await?;
    let Some(path) = &args.output else {
        return match store.export(std::io::stdout()).await {
            // Who reads had enough.
            Err(StoreError::Io(error)) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            wrote => Ok(wrote.map(drop)?),
        };
    };
    // The export of yesterday is not given up before the one of today is whole.
    let is_kept = !path.exists() || path.is_file();
    let part = if is_kept { path.with_added_extension("part") } else { path.clone() };
    let unwritten = || format!("{} can't be written", path.display());
    let file = File::create(&part).with_context(unwritten)?;
    let wrote = async {
        let mut out = BufWriter::new(file);
        let wrote = store.export(&mut out).await?;
        out.flush()?;
        anyhow::Ok(wrote)
    };
    let wrote = match wrote.await {
        Ok(wrote) => wrote,
        Err(fault) => {
            if is_kept {
                let _ = std::fs::remove_file(&part);
            }
            return Err(fault.context(unwritten()).into());
        }
    };
    if is_kept {
        std::fs::rename(&part, path).with_context(unwritten)?;
    }
    eprintln!(
        "Wrote {}, {} and {} to {}.",
        counted(wrote.sources, "source"),
        counted(wrote.listings, "listing"),
        counted(wrote.events, "event"),
        path.display()
    );
    Ok(())
}

fn lines(path: &Path) -> anyhow::Result<Box<dyn BufRead + Send>> {
    if path == Path::new("-") {
        return Ok(Box::new(BufReader::new(std::io::stdin())));
    }
    let file = File::open(path).with_context(|| format!("{} can't be read", path.display()))?;
    Ok(Box::new(BufReader::new(file)))
}

pub(crate) async fn import(args: &ImportArgs, settings: &Settings) -> Outcome {
    let started = std::time::Instant::now();
    let store = wiring::store_migrated(settings).await?;
    let bar = progress::bar("{spinner} importing {elapsed}");
    store.import(lines(&args.file)?).await?;
    let worker = wiring::worker(settings, &store, progress::in_log(), Arc::new(Notify::new()), None)?;
    worker.resolve_all().await?;
    bar.finish_and_clear();
    let report = worker.total().await?;
    if args.json {
        return super::say_json(&json::run_report(&report, started.elapsed().as_secs_f64()));
    }
    super::say(&format!(
        "{}, {} of them new to this database.",
        counted(report.events.total, "event"),
        report.events.new
    ))
}
