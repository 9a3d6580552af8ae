//! `hobnob doctor`: the settings in force and what they lead to.

use crate::{
    cli::JsonArgs,
    outcome::{Fault, Outcome},
    settings::{self, Settings},
    table, trusted, wiring,
};
use anyhow::anyhow;
use serde_json::{Value, json};

/// One thing that was looked at.
struct Finding {
    subject: &'static str,
    state: State,
    says: String,
}

/// How it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Well,
    /// It works, and somebody should look at it.
    Odd,
    Ill,
}

impl State {
    const fn word(self) -> &'static str {
        match self {
            Self::Well => "ok",
            Self::Odd => "look",
            Self::Ill => "FAILED",
        }
    }
}

fn well(subject: &'static str, says: String) -> Finding {
    Finding { subject, state: State::Well, says }
}

fn odd(subject: &'static str, says: String) -> Finding {
    Finding { subject, state: State::Odd, says }
}

fn ill(subject: &'static str, says: String) -> Finding {
    Finding { subject, state: State::Ill, says }
}

pub(crate) async fn doctor(args: &JsonArgs, settings: &Settings) -> Outcome {
    let mut findings = vec![
        variables(),
        catalogue(settings),
        networks(settings),
        contact(settings),
        credentials(settings),
        mail(settings),
        documents(settings),
        connections(),
    ];
    findings.extend(database(settings).await);
    if args.json {
        super::say_json(&shape(settings, &findings))?;
    } else {
        super::say(&told(settings, &findings))?;
    }
    match findings.iter().filter(|finding| finding.state == State::Ill).count() {
        0 => Ok(()),
        ills => Err(anyhow!("{ills} of {} checks failed", findings.len()).into()),
    }
}

/// Others may have variables of this prefix for ends of their own, so that these are told and are no failure.
fn variables() -> Finding {
    let unknown = settings::unknown_variables();
    match unknown.as_slice() {
        [] => well("environment", "every HOBNOB_… that is set is a setting".to_owned()),
        [one] => odd("environment", format!("{one} is set and is no setting: is it misspelt?")),
        many => odd("environment", format!("{} are set and are no settings: are they misspelt?", many.join(", "))),
    }
}

fn catalogue(settings: &Settings) -> Finding {
    match wiring::catalogue(settings) {
        Err(fault) => ill("catalogue", format!("{fault:#}")),
        Ok((catalogue, _)) if catalogue.faults.is_empty() => {
            well("catalogue", table::counted(catalogue.sources.len(), "source"))
        }
        Ok((catalogue, _)) => ill("catalogue", catalogue.faults.join("; ")),
    }
}

fn networks(settings: &Settings) -> Finding {
    match hobnob_fetch::networks(&settings.allow_private_networks) {
        Ok(networks) if networks.is_empty() => well("private networks", "none may be fetched from".to_owned()),
        Ok(networks) => well("private networks", format!("{} may be fetched from", networks.len())),
        Err(fault) => ill("private networks", fault.to_string()),
    }
}

fn contact(settings: &Settings) -> Finding {
    match &settings.contact {
        Some(_) => well(
            "contact",
            format!("sites that wish to reach you find it in our User-Agent: {}", wiring::user_agent(settings)),
        ),
        None => odd("contact", "not set; be polite and set HOBNOB_CONTACT to an address or page of yours".to_owned()),
    }
}

fn credentials(settings: &Settings) -> Finding {
    let hosts: Vec<&str> = settings.credentials.iter().map(|one| one.host.as_str()).collect();
    match wiring::client(settings) {
        Ok(_) if hosts.is_empty() => well("credentials", "none is sent anywhere".to_owned()),
        Ok(_) => well("credentials", format!("one each for {}, and for nobody else", hosts.join(", "))),
        Err(Fault::Usage(fault)) => ill("credentials", fault),
        Err(Fault::Failed(fault)) => ill("credentials", format!("{fault:#}")),
    }
}

fn mail(settings: &Settings) -> Finding {
    let is_https = settings.public_url.as_ref().is_some_and(|url| url.scheme() == "https");
    match &settings.mail {
        None => {
            well("letters", "not sent; set HOBNOB_SMTP_URL (or HOBNOB_MAIL_DIRECTORY) and HOBNOB_MAIL_FROM".to_owned())
        }
        Some(mail) if is_https => well("letters", mail.says.clone()),
        Some(mail) => {
            let cure = "mail programs offer their unsubscribe button only where HOBNOB_PUBLIC_URL begins with https://";
            odd("letters", format!("{}; {cure}", mail.says))
        }
    }
}

fn documents(settings: &Settings) -> Finding {
    match trusted::documents(settings) {
        Ok(None) => well("trusted documents", "not set: the API answers every document within its limits".to_owned()),
        Ok(Some(_)) => well("trusted documents", "the API answers these and no others".to_owned()),
        Err(fault) => ill("trusted documents", format!("{fault:#}")),
    }
}

fn connections() -> Finding {
    let most = hobnob_web::connections_max();
    let says = match most < hobnob_web::CONNECTIONS_MAX {
        false => format!("{most} at once, the next ones wait"),
        true => format!(
            "{most} at once, for this process may open no more files; with `ulimit -n 4096` (LimitNOFILE in a unit) it would \
             take {}",
            hobnob_web::CONNECTIONS_MAX
        ),
    };
    well("connections", says)
}

async fn database(settings: &Settings) -> Vec<Finding> {
    let store = match wiring::connected(settings).await {
        Ok(store) => store,
        Err(fault) => return vec![ill("database", format!("{fault:#}"))],
    };
    let kind = if store.is_postgres() { "PostgreSQL" } else { "SQLite" };
    if let Err(fault) = store.schema_check().await {
        return vec![well("database", format!("{kind} answers")), ill("schema", fault.to_string())];
    }
    let counts = async {
        let sources = store.sources().await?;
        let failing = sources.iter().filter(|source| source.failures > 0).count();
        let events = store.events_total().await?;
        Ok::<_, hobnob_store::StoreError>(format!("{} sources ({failing} failing), {events} events", sources.len()))
    };
    match counts.await {
        Ok(counts) => vec![well("database", format!("{kind} answers")), well("contents", counts)],
        Err(fault) => vec![ill("database", fault.to_string())],
    }
}

fn shape(settings: &Settings, findings: &[Finding]) -> Value {
    let settings: Value = settings
        .origins
        .iter()
        .map(|(key, value, origin)| json!({ "key": key, "value": value, "from": origin.to_string() }))
        .collect();
    let findings: Value = findings
        .iter()
        .map(|Finding { subject, state, says }| {
            json!({ "subject": subject, "ok": *state != State::Ill, "is_odd": *state == State::Odd, "says": says })
        })
        .collect();
    json!({ "version": env!("CARGO_PKG_VERSION"), "settings": settings, "checks": findings })
}

fn told(settings: &Settings, findings: &[Finding]) -> String {
    let mut values = table::table(&["Setting", "Value", "From"]);
    for (key, value, origin) in &settings.origins {
        values.add_row([(*key).to_owned(), value.clone(), origin.to_string()]);
    }
    let mut checks = table::table(&["Check", "", "Says"]);
    for Finding { subject, state, says } in findings {
        checks.add_row([*subject, state.word(), says.as_str()]);
    }
    format!("hobnob {}\n\n{values}\n\n{checks}", env!("CARGO_PKG_VERSION"))
}
