//! Settings: flags over environment over `hobnob.toml` over defaults. Nothing else reads the environment.

mod credentials;
mod mail;

use std::{collections::BTreeMap, fmt, net::SocketAddr, path::PathBuf, str::FromStr, time::Duration};

use crate::telemetry;
use chrono::TimeDelta;
use hobnob_domain::{SealingKey, query_string};
use hobnob_fetch::Credential;
use hobnob_web::{AdminToken, TrustedProxies};
pub(crate) use mail::MailSettings;
use url::Url;

/// One setting: its key in `hobnob.toml` (the environment's name is `HOBNOB_` and the key in capitals).
pub(crate) struct Setting {
    pub(crate) key: &'static str,
    pub(crate) default: &'static str,
    pub(crate) is_secret: bool,
}

const fn setting(key: &'static str, default: &'static str) -> Setting {
    Setting { key, default, is_secret: false }
}

const fn secret(key: &'static str) -> Setting {
    Setting { key, default: "", is_secret: true }
}

/// Where the index is kept unless an operator says otherwise: beside the database, where that is a file.
const BESIDE: &str = "beside";

/// Every setting there is.
pub(crate) const SETTINGS: &[Setting] = &[
    Setting { key: "database_url", default: "sqlite://hobnob.db?mode=rwc", is_secret: true },
    setting("listen", "127.0.0.1:8080"),
    setting("public_url", ""),
    setting("catalogue", ""),
    setting("niches", ""),
    setting("contact", ""),
    setting("smtp_url", ""),
    setting("mail_from", ""),
    setting("mail_directory", ""),
    setting("mail_pace", "600"),
    setting("mail_returns", ""),
    secret("returns_token"),
    secret("dkim_key"),
    setting("dkim_domain", ""),
    setting("dkim_selector", ""),
    secret("admin_token"),
    setting("trusted_proxies", ""),
    setting("trusted_documents", ""),
    setting("graphql_units_per_hour", "600"),
    secret("secret"),
    setting("allow_private_networks", ""),
    setting("pace_ms", "1000"),
    setting("pages_max", "200"),
    setting("horizon", "400d"),
    setting("index_file", BESIDE),
    setting("log", "info"),
    secret("eventbrite_token"),
    secret("luma_token"),
    secret("meetup_token"),
    secret("sessionize_token"),
];

/// The settings in force. Not for logs: some are secret.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) database_url: String,
    pub(crate) listen: SocketAddr,
    pub(crate) public_url: Option<Url>,
    pub(crate) catalogue: Option<PathBuf>,
    /// A file laid over the compiled-in taxonomy.
    pub(crate) niches: Option<PathBuf>,
    pub(crate) contact: Option<String>,
    /// Who shows this may change what everybody sees; nobody without it.
    pub(crate) admin_token: Option<AdminToken>,
    /// Whose word about addresses is believed.
    pub(crate) trusted_proxies: TrustedProxies,
    /// A file or folder of the only documents that the API answers.
    pub(crate) trusted_documents: Option<PathBuf>,
    /// How many units an address may spend on GraphQL within an hour; 0: as many as it likes.
    pub(crate) graphql_units_per_hour: u32,
    pub(crate) allow_private_networks: String,
    pub(crate) pace: Duration,
    /// The most pages one run of one source reads.
    pub(crate) pages_max: usize,
    /// How long ended events stay searchable; none: for ever.
    pub(crate) horizon: Option<TimeDelta>,
    /// Where the index is kept from one process to the next, if anywhere.
    pub(crate) index_file: Option<PathBuf>,
    pub(crate) log: String,
    /// How letters are sent; none where no letters are sent.
    pub(crate) mail: Option<MailSettings>,
    /// Who shows this may tell what came back; nobody without it.
    pub(crate) returns_token: Option<AdminToken>,
    /// What this instance seals with; none where the database keeps such a secret.
    pub(crate) secret: Option<SealingKey>,
    /// What we are let in with, host by host.
    pub(crate) credentials: Vec<Credential>,
    /// Each value with where it came from, secrets hidden: for `hobnob doctor`.
    pub(crate) origins: Vec<(&'static str, String, Origin)>,
}

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    Flag,
    Environment,
    File,
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Flag => "flag",
            Self::Environment => "environment",
            Self::File => "file",
            Self::Default => "default",
        })
    }
}

/// What the command line says about settings.
#[derive(Clone, Debug, Default)]
pub(crate) struct Overrides {
    /// Another file than `hobnob.toml`.
    pub(crate) file: Option<PathBuf>,
    /// Values by key.
    pub(crate) values: BTreeMap<&'static str, String>,
    /// Whether the command answers and ends: then its log is for when something is odd.
    pub(crate) is_quiet: bool,
}

impl Settings {
    /// Reads all sources of settings. The message names the setting at fault, where it stands and the cure.
    pub(crate) fn load(overrides: &Overrides) -> Result<Self, String> {
        let file = read_file(overrides)?;
        let mut values = BTreeMap::new();
        for setting in SETTINGS {
            values.insert(setting.key, value(setting, overrides, &file)?);
        }
        let mut settings = Self::from_values(&values)?;
        if overrides.is_quiet && values.get("log").is_some_and(|(_, origin)| *origin == Origin::Default) {
            "warn".clone_into(&mut settings.log);
        }
        let (named, origins) = credentials::named(&file)?;
        settings.credentials = credentials::merged(settings.credentials, named);
        settings.origins.extend(origins);
        Ok(settings)
    }

    fn from_values(values: &BTreeMap<&'static str, (String, Origin)>) -> Result<Self, String> {
        let get = |key: &str| values.get(key).map(|(value, _)| value.as_str()).unwrap_or_default();
        let some = |key: &str| Some(get(key).to_owned()).filter(|value| !value.is_empty());
        let token = |key: &str| {
            let read = |token: String| AdminToken::new(&token).map_err(|fault| format!("setting `{key}`: {fault}"));
            some(key).map(read).transpose()
        };
        let origins = SETTINGS
            .iter()
            .filter_map(|setting| {
                let (value, origin) = values.get(setting.key)?;
                Some((setting.key, shown(setting, value), origin.clone()))
            })
            .collect();
        Ok(Self {
            database_url: get("database_url").to_owned(),
            listen: parsed("listen", get("listen"), "an address and port such as 127.0.0.1:8080")?,
            public_url: some("public_url").map(|url| public_url(&url)).transpose()?,
            catalogue: some("catalogue").map(PathBuf::from),
            niches: some("niches").map(PathBuf::from),
            contact: some("contact"),
            admin_token: token("admin_token")?,
            trusted_proxies: TrustedProxies::read(get("trusted_proxies"))
                .map_err(|fault| format!("setting `trusted_proxies`: {fault}"))?,
            trusted_documents: some("trusted_documents").map(PathBuf::from),
            graphql_units_per_hour: parsed(
                "graphql_units_per_hour",
                get("graphql_units_per_hour"),
                "a number such as 600, or 0 for no limit",
            )?,
            allow_private_networks: get("allow_private_networks").to_owned(),
            pace: Duration::from_millis(parsed("pace_ms", get("pace_ms"), "a number of milliseconds such as 1000")?),
            pages_max: get("pages_max").parse().ok().filter(|pages| (1..=100_000).contains(pages)).ok_or_else(
                || unread("pages_max", get("pages_max"), "a number of pages from 1 to 100000, such as 200"),
            )?,
            horizon: match get("horizon") {
                "all" => None,
                text => Some(
                    query_string::duration(text)
                        .ok_or_else(|| unread("horizon", text, "a duration such as 400d, or `all`"))?,
                ),
            },
            index_file: match get("index_file") {
                BESIDE => hobnob_store::sqlite_file(get("database_url")).map(|file| file.with_added_extension("index")),
                "none" => None,
                path => Some(PathBuf::from(path)),
            },
            log: telemetry::checked(get("log")).map_err(|fault| format!("setting `log`: {fault}"))?.to_owned(),
            mail: mail::read(get)?,
            returns_token: token("returns_token")?,
            secret: mail::secret(get)?.map(|secret| SealingKey::new(&secret)),
            credentials: credentials::of_platforms(get),
            origins,
        })
    }
}

/// The address people reach us at: links and calendars begin with it.
fn public_url(text: &str) -> Result<Url, String> {
    let is_fit =
        |url: &Url| matches!(url.scheme(), "https" | "http") && url.query().is_none() && url.fragment().is_none();
    let read = Url::parse(text).ok().filter(is_fit);
    let url =
        read.ok_or_else(|| unread("public_url", text, "the address of a site such as https://events.example.org/"))?;
    match url.path() {
        "/" => Ok(url),
        path => Err(format!(
            "setting `public_url`: `{text}` has the path `{path}`, and hobnob's pages link to addresses from the root of a \
             host: give it a host of its own, such as https://events.example.org/"
        )),
    }
}

fn parsed<T: FromStr>(key: &str, text: &str, example: &str) -> Result<T, String> {
    text.parse().map_err(|_| unread(key, text, example))
}

fn unread(key: &str, text: &str, example: &str) -> String {
    format!("setting `{key}`: `{text}` is not {example}")
}

fn read_file(overrides: &Overrides) -> Result<toml::Table, String> {
    let (path, is_asked) = match &overrides.file {
        Some(path) => (path.clone(), true),
        None => (PathBuf::from("hobnob.toml"), false),
    };
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !is_asked => return Ok(toml::Table::new()),
        Err(error) => return Err(format!("the settings file {} can't be read: {error}", path.display())),
    };
    let table: toml::Table =
        text.parse().map_err(|fault| format!("the settings file {} is not TOML: {fault}", path.display()))?;
    let known = || SETTINGS.iter().map(|setting| setting.key).chain([credentials::TABLE]);
    match table.keys().find(|key| !known().any(|known| known == key.as_str())) {
        None => Ok(table),
        Some(key) => Err(format!(
            "the settings file {} has the unknown key `{key}`; allowed: {}",
            path.display(),
            known().collect::<Vec<_>>().join(", ")
        )),
    }
}

/// The environment, read here and nowhere else.
fn environment(name: &str) -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "this is the one reader of the environment")]
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// What begins the name of every variable of ours.
const PREFIX: &str = "HOBNOB_";

/// What the project's own tests, benches and checks are told by. They call the program, which hears it and is not meant.
const OF_TESTS: &[&str] = &[
    "BENCH_KEEP",
    "CONFORMANCE",
    "CORPUS",
    "KILLS",
    "REQUIRE_STORIES",
    "SHARED_REPOSITORY",
    "SHARED_TOKEN",
    "TEST_POSTGRES_URL",
    "TRUTH_GEO",
    "TRUTH_NICHES",
];

/// Variables that look like settings and are none: nobody reads them.
pub(crate) fn unknown_variables() -> Vec<String> {
    let names = std::env::vars_os().filter(|(_, value)| !value.is_empty());
    unknown(names.filter_map(|(name, _)| name.into_string().ok()))
}

fn unknown(names: impl Iterator<Item = String>) -> Vec<String> {
    let is_known = |name: &str| {
        let key = name.strip_suffix("_FILE").unwrap_or(name).to_lowercase();
        let is_setting = SETTINGS.iter().any(|setting| setting.key == key || setting.key == name.to_lowercase());
        is_setting || OF_TESTS.contains(&name)
    };
    let mut unknown: Vec<String> =
        names.filter(|name| name.strip_prefix(PREFIX).is_some_and(|name| !is_known(name))).collect();
    unknown.sort();
    unknown
}

fn value(setting: &Setting, overrides: &Overrides, file: &toml::Table) -> Result<(String, Origin), String> {
    if let Some(value) = overrides.values.get(setting.key) {
        return Ok((value.clone(), Origin::Flag));
    }
    let name = format!("{PREFIX}{}", setting.key.to_uppercase());
    if let Some(value) = environment(&name) {
        return Ok((value, Origin::Environment));
    }
    if let Some(path) = environment(&format!("{name}_FILE")) {
        let text = std::fs::read_to_string(&path)
            .map_err(|error| format!("{name}_FILE names {path}, which can't be read: {error}"))?;
        return Ok((text.trim_end().to_owned(), Origin::Environment));
    }
    Ok(match file.get(setting.key) {
        Some(toml::Value::String(text)) => (text.clone(), Origin::File),
        Some(other) => (other.to_string(), Origin::File),
        None => (setting.default.to_owned(), Origin::Default),
    })
}

/// A value as `doctor` shows it: no secret, no password in a URL.
fn shown(setting: &Setting, value: &str) -> String {
    let is_address = matches!(setting.key, "database_url" | "smtp_url");
    if !setting.is_secret && !is_address {
        return value.to_owned();
    }
    match Url::parse(value) {
        // Only of what is an address a part may be shown: a token, too, may have a colon in it.
        Ok(mut url) if is_address => {
            if url.password().is_some() {
                let _ = url.set_password(Some("***"));
            }
            url.to_string()
        }
        _ if value.is_empty() => String::new(),
        _ => "***".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(key: &'static str, value: &str) -> Result<Settings, String> {
        let mut values: BTreeMap<_, _> =
            SETTINGS.iter().map(|s| (s.key, (s.default.to_owned(), Origin::Default))).collect();
        values.insert(key, (value.to_owned(), Origin::Flag));
        Settings::from_values(&values)
    }

    #[test]
    fn a_bad_value_is_named_with_its_cure() {
        let fault = with("listen", "here").map(|_| ());
        assert_eq!(fault, Err("setting `listen`: `here` is not an address and port such as 127.0.0.1:8080".into()));
    }

    #[test]
    fn people_reach_us_at_a_site() {
        for fault in
            ["events.example.org", "ftp://events.example.org/", "https://events.example.org/?a=b", "mailto:a@b"]
        {
            let said = format!(
                "setting `public_url`: `{fault}` is not the address of a site such as https://events.example.org/"
            );
            assert_eq!(with("public_url", fault).map(|_| ()), Err(said));
        }
        for site in ["http://127.0.0.1:8080", "https://events.example.org/"] {
            assert!(with("public_url", site).is_ok(), "{site}");
        }
        let said = "setting `public_url`: `http://127.0.0.1:8080/below` has the path `/below`, and hobnob's pages link to \
                    addresses from the root of a host: give it a host of its own, such as https://events.example.org/";
        assert_eq!(with("public_url", "http://127.0.0.1:8080/below").map(|_| ()), Err(said.to_owned()));
    }

    #[test]
    fn what_answers_and_ends_logs_less_and_shows_what_the_others_log() {
        let of = |is_quiet| {
            let settings = Settings::load(&Overrides { is_quiet, ..Overrides::default() }).unwrap();
            let shown = settings.origins.iter().find(|(key, ..)| *key == "log").map(|(_, value, _)| value.clone());
            (settings.log, shown.unwrap_or_default())
        };
        assert_eq!(of(true), ("warn".to_owned(), "info".to_owned()));
        assert_eq!(of(false), ("info".to_owned(), "info".to_owned()));
    }

    #[test]
    fn the_file_for_operators_names_every_setting_with_its_default() {
        let file: toml::Table = include_str!("../../../deploy/hobnob.toml").parse().unwrap();
        let written = |key: &str| match file.get(key) {
            Some(toml::Value::String(text)) => Some(text.clone()),
            other => other.map(ToString::to_string),
        };
        for Setting { key, default, is_secret: _ } in SETTINGS {
            assert_eq!(written(key).as_deref(), Some(*default), "{key}");
        }
        assert_eq!(file.len(), SETTINGS.len());
    }

    #[test]
    fn the_doctor_never_shows_a_password() {
        let settings = with("database_url", "postgres://me:hunter2@db/hobnob").unwrap();
        assert!(!format!("{:?}", settings.origins).contains("hunter2"));
    }

    #[test]
    fn the_doctor_never_shows_a_token() {
        for key in ["luma_token", "admin_token"] {
            let settings = with(key, "live:hunter2-and-more").unwrap();
            assert!(!format!("{settings:?}").contains("hunter2"), "{key}");
        }
    }

    #[test]
    fn an_administrators_token_that_could_be_guessed_is_refused() {
        let fault = with("admin_token", "hunter2").map(|_| ());
        let said = "setting `admin_token`: it is shorter than 16 characters and could be guessed; make one with \
                    `openssl rand -hex 32`";
        assert_eq!(fault, Err(said.into()));
        assert_eq!(with("log", "info").unwrap().admin_token, None);
    }

    #[test]
    fn a_proxy_that_is_no_network_is_named() {
        let fault = with("trusted_proxies", "nginx").map(|_| ());
        let said =
            "setting `trusted_proxies`: `nginx` is not a network such as 10.0.0.0/8 or an address such as 127.0.0.1";
        assert_eq!(fault, Err(said.into()));
    }

    #[test]
    fn a_platforms_token_is_for_its_own_host() {
        let hosts = ["eventbrite_token", "luma_token", "meetup_token", "sessionize_token"].map(|key| {
            let credential = with(key, "hunter2").unwrap().credentials.remove(0);
            format!("{} {}: {}", credential.host, credential.header, credential.value)
        });
        let expected = [
            "www.eventbriteapi.com Authorization: Bearer hunter2",
            "public-api.luma.com x-luma-api-key: hunter2",
            "api.meetup.com Authorization: Bearer hunter2",
            "sessionize.com X-API-KEY: hunter2",
        ];
        assert_eq!(hosts, expected.map(str::to_owned));
        assert_eq!(with("log", "info").unwrap().credentials, Vec::new());
    }

    #[test]
    fn a_misspelt_variable_is_found_and_others_are_not_ours() {
        let names = [
            "HOBNOB_LISTN",
            "HOBNOB_LISTEN",
            "HOBNOB_SECRET_FILE",
            "HOBNOB_INDEX_FILE",
            "HOBNOB_CORPUS",
            "HOBNOB_",
            "PATH",
        ];
        assert_eq!(unknown(names.iter().map(ToString::to_string)), ["HOBNOB_", "HOBNOB_LISTN"]);
    }

    #[test]
    fn the_horizon_may_be_everything() {
        assert_eq!(with("horizon", "all").unwrap().horizon, None);
        assert_eq!(with("horizon", "90d").unwrap().horizon, Some(TimeDelta::days(90)));
    }
}
