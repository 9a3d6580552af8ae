//! Letters to a relay.

mod connection;
mod connections;

use std::{error::Error as _, fmt, net::IpAddr, sync::Arc, time::Duration};

use super::{MailerError, SendError};
use crate::{message::Outgoing, plain::one_line};
use connection::{Connection, stuffed};
use connections::{Connections, Taken};
use hobnob_domain::without_addresses;
use lettre::{
    address::Envelope,
    transport::smtp::{
        Error, SMTP_PORT, SUBMISSION_PORT, SUBMISSIONS_PORT,
        authentication::Credentials,
        client::{Tls, TlsParameters},
        extension::ClientId,
    },
};
use percent_encoding::percent_decode_str;
use tokio::time::timeout;
use url::Url;

/// How long it may take to reach the relay and to say that a letter comes.
const BEGIN: Duration = Duration::from_secs(60);

/// How long the relay may take to take a letter.
const TAKE: Duration = Duration::from_secs(180);

/// How many connections to a relay are kept, where it allows so many: so many letters are best handed over at once.
pub const CONNECTIONS_MAX: usize = 8;

/// The longest reply repeated, in characters.
const SAYS_MAX: usize = 200;

/// Where a relay is and how it is spoken to.
struct Relay {
    host: String,
    port: u16,
    tls: Tls,
    login: Option<Credentials>,
    /// What we call ourselves.
    name: ClientId,
}

/// A relay. Connections are kept and shared by clones.
#[derive(Clone)]
pub struct Smtp {
    relay: Arc<Relay>,
    connections: Arc<Connections<Connection>>,
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smtp").finish_non_exhaustive()
    }
}

impl Smtp {
    /// Takes `smtp://[user:password@]host[:port]` or `smtps://…` (TLS from the first byte).
    ///
    /// `smtp://` to another machine wants STARTTLS where a password is at stake (port 587) and takes it where it is
    /// offered otherwise (port 25); `?tls=required`, `?tls=opportunistic` and `?tls=none` say otherwise.
    pub fn new(url: &str) -> Result<Self, MailerError> {
        let relay = relay(&with_tls(Url::parse(url.trim()).map_err(|_| MailerError::Url)?)?)?;
        Ok(Self { relay: Arc::new(relay), connections: Arc::default() })
    }

    /// Reaches the relay, logs in and asks whether it is there; the connection is kept. While letters go over others, it is.
    pub(crate) async fn reach(&self) -> Result<(), SendError> {
        if self.connections.is_any_in_use() {
            return Ok(());
        }
        let reached = timeout(BEGIN, async {
            loop {
                let mut taken = self.take().await?;
                if taken.is_fresh || taken.connection.answers().await {
                    return Ok(taken);
                }
            }
        });
        self.keep(reached.await.unwrap_or_else(|_| Err(silent()))?);
        Ok(())
    }

    /// Hands a letter over. A connection that is lost before the letter itself is given loses nothing; afterwards nobody
    /// can tell.
    pub(crate) async fn send(&self, outgoing: Outgoing) -> Result<(), SendError> {
        let Outgoing { envelope, bytes } = outgoing;
        let readers: Vec<String> = envelope.to().iter().map(ToString::to_string).collect();
        let unnamed = |error: SendError| readers.iter().fold(error, |error, reader| error.without(reader));
        let text = stuffed(&bytes);
        let begun = timeout(BEGIN, self.begun(&envelope)).await.unwrap_or_else(|_| Err(silent()));
        let mut taken = begun.map_err(unnamed)?;
        let given = timeout(TAKE, taken.connection.give(&text)).await;
        let Ok(given) = given else {
            return Err(SendError::Uncertain { says: "no answer in time".to_owned() });
        };
        self.keep(taken);
        given.map_err(unnamed)
    }

    /// A connection over which the letter is announced. One that was kept may be gone by now, and one that is new may be more
    /// than the relay allows; then it is another.
    async fn begun(&self, envelope: &Envelope) -> Result<Taken<'_, Connection>, SendError> {
        loop {
            let mut taken = self.take().await?;
            match taken.connection.begin(envelope).await {
                Ok(()) => return Ok(taken),
                Err(SendError::Unreachable { .. } | SendError::Deferred { .. })
                    if !taken.connection.is_usable()
                        && (!taken.is_fresh || self.connections.is_one_too_many(&taken)) => {}
                Err(error) => {
                    self.keep(taken);
                    return Err(error);
                }
            }
        }
    }

    async fn take(&self) -> Result<Taken<'_, Connection>, SendError> {
        self.connections.take(|| Connection::open(&self.relay)).await
    }

    fn keep(&self, taken: Taken<'_, Connection>) {
        if taken.connection.is_usable() {
            self.connections.rest(taken);
        }
    }

    /// Takes leave of the relay: connections that rest are closed.
    pub(crate) async fn rest(&self) {
        while let Some(kept) = self.connections.to_close() {
            kept.close().await;
        }
    }
}

/// The relay said nothing, and nothing was given to it.
fn silent() -> SendError {
    SendError::Unreachable { says: "no answer in time".to_owned() }
}

/// Sorts by what may be done, where nothing of the letter was given yet.
fn sorted(error: &Error) -> SendError {
    let says = cause(error);
    match error.status().map(u16::from) {
        // What a relay says about a login may repeat it.
        Some(code @ 530..=538) => SendError::Unreachable { says: format!("it answers our login with {code}") },
        Some(code) if error.is_permanent() => SendError::Refused { code, says },
        Some(code) => SendError::Deferred { code, says },
        None => SendError::Unreachable { says },
    }
}

/// A relay from an address whose TLS is written out.
fn relay(url: &Url) -> Result<Relay, MailerError> {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
    let parameters = || TlsParameters::new(host.clone()).map_err(|_| MailerError::Url);
    let (port, tls) = match (url.scheme(), url.query()) {
        ("smtps", _) => (SUBMISSIONS_PORT, Tls::Wrapper(parameters()?)),
        (_, Some("tls=required")) => (SUBMISSION_PORT, Tls::Required(parameters()?)),
        (_, Some("tls=opportunistic")) => (SUBMISSION_PORT, Tls::Opportunistic(parameters()?)),
        _ => (SMTP_PORT, Tls::None),
    };
    let plain = |text: &str| percent_decode_str(text).decode_utf8().map(String::from).map_err(|_| MailerError::Url);
    let login = match url.password() {
        Some(password) => Some(Credentials::new(plain(url.username())?, plain(password)?)),
        None => None,
    };
    let name = match url.path().trim_matches('/') {
        "" => ClientId::default(),
        name => ClientId::Domain(name.to_owned()),
    };
    Ok(Relay { port: url.port().unwrap_or(port), host, tls, login, name })
}

/// The address with the safe choice of TLS written out.
fn with_tls(mut url: Url) -> Result<Url, MailerError> {
    let host = url.host_str().filter(|host| !host.is_empty()).ok_or(MailerError::Url)?;
    let is_here = host == "localhost" || host.trim_matches(['[', ']']).parse().is_ok_and(|ip: IpAddr| ip.is_loopback());
    let has_password = url.password().is_some();
    let asked = url.query().map(str::to_owned);
    let tls = match (url.scheme(), asked.as_deref()) {
        ("smtps", None) | ("smtp", Some("tls=none")) => None,
        ("smtp", Some("tls=required")) => Some("tls=required"),
        ("smtp", Some("tls=opportunistic")) => Some("tls=opportunistic"),
        ("smtp", None) if is_here => None,
        ("smtp", None) => Some(if has_password { "tls=required" } else { "tls=opportunistic" }),
        ("smtp" | "smtps", Some(_)) => return Err(MailerError::Tls),
        _ => return Err(MailerError::Url),
    };
    if url.scheme() == "smtp" && url.port().is_none() {
        let _ = url.set_port(Some(if has_password { 587 } else { 25 }));
    }
    url.set_query(tls);
    Ok(url)
}

/// What happened, on one line.
fn cause(error: &Error) -> String {
    let cause = error.source().map_or_else(|| error.to_string(), ToString::to_string);
    one_line(&without_addresses(&cause), SAYS_MAX).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(url: &str) -> Result<String, MailerError> {
        with_tls(url.parse().unwrap()).map(String::from)
    }

    #[test]
    fn a_password_leaves_the_machine_only_under_tls() {
        assert_eq!(chosen("smtp://me:pw@mail.example"), Ok("smtp://me:pw@mail.example:587?tls=required".to_owned()));
        assert_eq!(chosen("smtp://mail.example:26"), Ok("smtp://mail.example:26?tls=opportunistic".to_owned()));
        assert_eq!(chosen("smtp://me:pw@mail.example?tls=none"), Ok("smtp://me:pw@mail.example:587".to_owned()));
        assert_eq!(chosen("smtp://127.0.0.1:2525"), Ok("smtp://127.0.0.1:2525".to_owned()));
        assert_eq!(chosen("smtps://me:pw@mail.example"), Ok("smtps://me:pw@mail.example".to_owned()));
    }

    #[test]
    fn what_is_no_relay_is_refused_without_its_password() {
        for url in ["http://me:hunter2@mail.example", "hunter2", "smtp://", "smtp:///hunter2", ""] {
            assert_eq!(Smtp::new(url).map(drop), Err(MailerError::Url), "{url}");
        }
        assert_eq!(Smtp::new("smtp://me:hunter2@mail.example?tls=maybe").map(drop), Err(MailerError::Tls));
        assert_eq!(format!("{:?}", Smtp::new("smtps://me:hunter2@mail.example").unwrap()), "Smtp { .. }");
    }
}
