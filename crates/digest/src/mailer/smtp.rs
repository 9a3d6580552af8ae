//! Letters to a relay.

use std::{
    error::Error as _,
    fmt,
    net::IpAddr,
    sync::{Arc, OnceLock},
    time::Duration,
};

use super::{MailerError, SendError};
use crate::{message::Outgoing, plain::one_line};
use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor,
    transport::smtp::{AsyncSmtpTransportBuilder, Error, PoolConfig},
};
use url::Url;

/// How long the relay may take for one step.
const TIMEOUT: Duration = Duration::from_secs(60);

/// How many connections to a relay are kept: so many letters are best handed over at once.
pub const CONNECTIONS_MAX: usize = 8;

/// The longest reply repeated, in characters.
const SAYS_MAX: usize = 200;

/// A relay. Connections are kept and shared by clones.
#[derive(Clone)]
pub struct Smtp {
    settings: AsyncSmtpTransportBuilder,
    /// Made at the first letter: it wants a runtime.
    transport: Arc<OnceLock<AsyncSmtpTransport<Tokio1Executor>>>,
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
        let url = with_tls(Url::parse(url.trim()).map_err(|_| MailerError::Url)?)?;
        let settings = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.as_str()).map_err(|_| MailerError::Url)?;
        let kept = PoolConfig::new().max_size(u32::try_from(CONNECTIONS_MAX).unwrap_or(u32::MAX));
        let settings = settings.timeout(Some(TIMEOUT)).pool_config(kept);
        Ok(Self { settings, transport: Arc::default() })
    }

    fn transport(&self) -> &AsyncSmtpTransport<Tokio1Executor> {
        self.transport.get_or_init(|| self.settings.clone().build())
    }

    /// Reaches the relay, logs in and asks whether it is there; the connection is kept.
    pub(crate) async fn reach(&self) -> Result<(), SendError> {
        match self.transport().test_connection().await {
            Ok(true) => Ok(()),
            Ok(false) => Err(SendError::Unreachable { says: "it ended the connection".to_owned() }),
            Err(error) => {
                let says = match sorted(&error, cause(&error)) {
                    SendError::Unreachable { says } => says,
                    _ => cause(&error),
                };
                Err(SendError::Unreachable { says })
            }
        }
    }

    pub(crate) async fn send(&self, outgoing: Outgoing) -> Result<(), SendError> {
        let Outgoing { envelope, bytes } = outgoing;
        // A connection that fails before the letter is begun loses nothing; afterwards nobody can tell.
        self.reach().await?;
        let readers: Vec<String> = envelope.to().iter().map(ToString::to_string).collect();
        self.transport().send_raw(&envelope, &bytes).await.map(drop).map_err(|error| {
            let says = readers.iter().fold(cause(&error), |says, reader| says.replace(reader, "…"));
            sorted(&error, says)
        })
    }
}

/// Sorts by what may be done. When in doubt the letter counts as taken, for nobody wants it twice.
fn sorted(error: &Error, says: String) -> SendError {
    // lettre tells a failed connection from a broken one only in words.
    let is_before = error.is_client() || error.is_tls() || error.to_string().starts_with("Connection error");
    match error.status().map(u16::from) {
        // What a relay says about a login may repeat it.
        Some(code @ 530..=538) => SendError::Unreachable { says: format!("it answers our login with {code}") },
        Some(code) if error.is_permanent() => SendError::Refused { code, says },
        Some(code) => SendError::Deferred { code, says },
        None if is_before => SendError::Unreachable { says },
        None => SendError::Uncertain { says },
    }
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
    one_line(&cause, SAYS_MAX).unwrap_or_default()
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
