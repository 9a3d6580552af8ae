//! One connection to a relay, and how far a letter came over it.

use std::time::Duration;

use super::{Relay, SendError, sorted};
use lettre::{
    address::Envelope,
    transport::smtp::{
        Error,
        authentication::DEFAULT_MECHANISMS,
        client::{AsyncSmtpConnection, Tls},
        commands::{Data, Ehlo, Mail, Noop, Quit, Rcpt, Rset},
    },
};

/// How long a relay may take to say goodbye.
const GOODBYE: Duration = Duration::from_secs(2);

/// The answer of a relay that ends the connection (RFC 5321 §3.8).
const CLOSING: u16 = 421;

/// What a relay does not take, before a letter is given.
enum Refusal {
    /// Us, whatever the letter.
    OfUs(Error),
    /// This letter: its reader, that is.
    OfLetter(Error),
}

impl Refusal {
    const fn error(&self) -> &Error {
        match self {
            Self::OfUs(error) | Self::OfLetter(error) => error,
        }
    }
}

/// A connection over which letters go one after the other.
pub(super) struct Connection {
    inner: AsyncSmtpConnection,
    /// Whether the relay takes several commands at once (RFC 2920).
    takes_many: bool,
    /// Whether nothing more may be sent over it.
    is_spent: bool,
}

impl Connection {
    /// Reaches a relay and logs in. Nothing of a letter is told.
    pub(super) async fn open(relay: &Relay) -> Result<Self, SendError> {
        Self::opened(relay).await.map_err(|error| match sorted(&error) {
            error @ SendError::Unreachable { .. } => error,
            error => SendError::Unreachable { says: error.reply() },
        })
    }

    async fn opened(relay: &Relay) -> Result<Self, Error> {
        let wrapped = match &relay.tls {
            Tls::Wrapper(parameters) => Some(parameters.clone()),
            Tls::None | Tls::Opportunistic(_) | Tls::Required(_) => None,
        };
        let place = (relay.host.as_str(), relay.port);
        let mut inner = AsyncSmtpConnection::connect_tokio1(place, None, &relay.name, wrapped, None).await?;
        match &relay.tls {
            Tls::Opportunistic(parameters) if inner.can_starttls() => {
                inner.starttls(parameters.clone(), &relay.name).await?;
            }
            Tls::Required(parameters) => inner.starttls(parameters.clone(), &relay.name).await?,
            Tls::None | Tls::Opportunistic(_) | Tls::Wrapper(_) => {}
        }
        if let Some(login) = &relay.login {
            inner.auth(DEFAULT_MECHANISMS, login).await?;
        }
        // lettre keeps of the greeting only what it uses itself.
        let greeting = inner.command(Ehlo::new(relay.name.clone())).await?;
        let takes_many = greeting.message().any(|line| line.trim().eq_ignore_ascii_case("PIPELINING"));
        Ok(Self { inner, takes_many, is_spent: false })
    }

    /// Whether another letter may go over it.
    pub(super) const fn is_usable(&self) -> bool {
        !self.is_spent
    }

    /// Whether the relay is still there.
    pub(super) async fn answers(&mut self) -> bool {
        let answers = self.inner.command(Noop).await.is_ok();
        self.is_spent |= !answers;
        answers
    }

    /// Says from whom to whom the next letter is, and that it comes. What fails here has given nothing of it away. A relay that
    /// does not take us as the sender refuses no letter: each other one would fare alike.
    pub(super) async fn begin(&mut self, envelope: &Envelope) -> Result<(), SendError> {
        let mail = Mail::new(envelope.from().cloned(), Vec::new());
        let readers: Vec<Rcpt> = envelope.to().iter().map(|to| Rcpt::new(to.clone(), Vec::new())).collect();
        let begun = if self.takes_many {
            self.begin_at_once(&mail, &readers).await
        } else {
            self.begin_by_steps(mail, readers).await
        };
        begun.map_err(|refusal| match refusal {
            Refusal::OfUs(error) => match sorted(&error) {
                error @ SendError::Refused { .. } => SendError::Unreachable { says: error.reply() },
                error => error,
            },
            Refusal::OfLetter(error) => sorted(&error),
        })
    }

    async fn begin_by_steps(&mut self, mail: Mail, readers: Vec<Rcpt>) -> Result<(), Refusal> {
        let mut said = self.inner.command(mail).await.map(drop).map_err(Refusal::OfUs);
        for reader in readers {
            if said.is_ok() {
                said = self.inner.command(reader).await.map(drop).map_err(Refusal::OfLetter);
            }
        }
        match said {
            Ok(()) => {
                let begun = self.inner.command(Data).await.map(drop).inspect_err(|_| self.is_spent = true);
                begun.map_err(Refusal::OfLetter)
            }
            Err(refusal) => {
                self.reset(refusal.error()).await;
                Err(refusal)
            }
        }
    }

    /// All commands are one packet, and their answers are read in order.
    async fn begin_at_once(&mut self, mail: &Mail, readers: &[Rcpt]) -> Result<(), Refusal> {
        let commands: String = readers.iter().map(ToString::to_string).collect();
        let said = self.inner.command(format!("{mail}{commands}{Data}")).await;
        let mut said = said.map(drop).map_err(Refusal::OfUs);
        for _ in readers {
            said = self.heard(said).await?;
        }
        match said {
            Ok(()) => {
                let begun = self.inner.read_response().await.map(drop).inspect_err(|_| self.is_spent = true);
                begun.map_err(Refusal::OfLetter)
            }
            Err(refusal) => {
                // A relay that now waits for the letter can't be told otherwise but by hanging up.
                match self.inner.read_response().await {
                    Ok(_) => self.is_spent = true,
                    Err(_) => self.reset(refusal.error()).await,
                }
                Err(refusal)
            }
        }
    }

    /// The next answer, where there is one, and the first that said no.
    async fn heard(&mut self, said: Result<(), Refusal>) -> Result<Result<(), Refusal>, Refusal> {
        match said {
            Err(refusal) if refusal.error().status().is_none() => {
                self.is_spent = true;
                Err(refusal)
            }
            Ok(()) => Ok(self.inner.read_response().await.map(drop).map_err(Refusal::OfLetter)),
            Err(refusal) => {
                self.is_spent |= self.inner.read_response().await.is_err_and(|other| other.status().is_none());
                Ok(Err(refusal))
            }
        }
    }

    /// After a refusal: the next letter begins anew.
    async fn reset(&mut self, refusal: &Error) {
        let is_over = refusal.status().is_none_or(|code| u16::from(code) == CLOSING);
        self.is_spent |= is_over || self.inner.command(Rset).await.is_err();
    }

    /// Gives the letter itself, which [`begin`](Self::begin) announced, with the dot that ends it. From here on nobody knows
    /// whether it was taken until the relay has answered.
    pub(super) async fn give(&mut self, letter: &str) -> Result<(), SendError> {
        self.inner.command(letter).await.map(drop).map_err(|error| {
            self.is_spent = error.status().is_none_or(|code| u16::from(code) == CLOSING);
            match sorted(&error) {
                // Even one that we could not write to may have had it all.
                SendError::Unreachable { says } if error.status().is_none() => SendError::Uncertain { says },
                error => error,
            }
        })
    }

    /// Takes leave.
    pub(super) async fn close(mut self) {
        if !self.is_spent {
            let _ = tokio::time::timeout(GOODBYE, self.inner.command(Quit)).await;
        }
    }
}

/// A message as it goes over the wire: a dot that begins a line is doubled, and one alone ends it (RFC 5321 §4.5.2).
pub(super) fn stuffed(message: &[u8]) -> String {
    let text = String::from_utf8_lossy(message);
    let first = if text.starts_with('.') { "." } else { "" };
    let mut stuffed = String::with_capacity(text.len() + text.len() / 64 + 8);
    stuffed.push_str(first);
    for (place, part) in text.split("\n.").enumerate() {
        if place > 0 {
            stuffed.push_str("\n..");
        }
        stuffed.push_str(part);
    }
    stuffed.push_str("\r\n.\r\n");
    stuffed
}

#[cfg(test)]
mod tests {
    use super::stuffed;

    #[test]
    fn only_the_last_dot_stands_alone() {
        assert_eq!(stuffed(b"one\r\n.two\r\n..\r\n.\r\n"), "one\r\n..two\r\n...\r\n..\r\n\r\n.\r\n");
        assert_eq!(stuffed(b"."), "..\r\n.\r\n");
        assert_eq!(stuffed(b"a.b\r\nc"), "a.b\r\nc\r\n.\r\n");
    }
}
