//! How letters are sent: by a relay or into a directory, in whose name, and signed by which key.

use std::time::Duration;

use hobnob_digest::{Directory, Mailer, Sender, Signer, Smtp};

/// Letters a minute that one mail domain takes at most, if any number may be said.
const PACE_MAX: u32 = 60_000;

/// The lowest pace: a batch must be sent before its claim ends.
const PACE_MIN: u32 = 60;

/// How letters are sent.
#[derive(Clone, Debug)]
pub(crate) struct MailSettings {
    /// Where they go.
    pub(crate) mailer: Mailer,
    /// Who writes them.
    pub(crate) sender: Sender,
    /// The time between two letters to one domain.
    pub(crate) pace: Option<Duration>,
    /// For `hobnob doctor`.
    pub(crate) says: String,
}

/// Reads how letters are sent; none where nothing is said. The message names the setting at fault and the cure.
pub(super) fn read<'a>(get: impl Fn(&str) -> &'a str) -> Result<Option<MailSettings>, String> {
    let (relay, directory, from) = (get("smtp_url"), get("mail_directory"), get("mail_from"));
    let (mailer, way) = match (relay, directory) {
        ("", "") if from.is_empty() => return unsent(get),
        ("", "") => {
            return Err("setting `mail_from`: letters need a way out: set `smtp_url`, such as \
                smtps://user:password@mail.example.org, or `mail_directory`"
                .to_owned());
        }
        ("", directory) => (Mailer::Directory(Directory::new(directory)), format!("into the directory {directory}")),
        (relay, "") => {
            let smtp = Smtp::new(relay).map_err(|fault| format!("setting `smtp_url`: {fault}"))?;
            (Mailer::Smtp(smtp), "by the relay".to_owned())
        }
        _ => return Err("settings `smtp_url` and `mail_directory`: letters go one way; set one of them".to_owned()),
    };
    if from.is_empty() {
        return Err("setting `mail_from`: letters need a sender; set it to an address such as hobnob \
            <letters@example.org>"
            .to_owned());
    }
    if !relay.is_empty() && get("public_url").is_empty() {
        return Err(
            "setting `smtp_url`: letters link to this site; set `public_url` to the address the world knows it \
            by, such as https://events.example.org/"
                .to_owned(),
        );
    }
    let sender = Sender::read(from).map_err(|fault| {
        format!("setting `mail_from`: {fault}; write an address such as hobnob <letters@example.org>")
    })?;
    let (sender, signed) = signed(sender, &get)?;
    let sender = returning(sender, get("mail_returns"))?;
    let returns = match get("mail_returns") {
        "" => String::new(),
        returns => format!("; what can't be delivered goes back to {returns}"),
    };
    let says = format!("letters go {way}, from {from}; {signed}{returns}");
    Ok(Some(MailSettings { mailer, sender, pace: pace(get("mail_pace"))?, says }))
}

/// Nothing is said of mail; then nothing may be said of its signature.
fn unsent<'a>(get: impl Fn(&str) -> &'a str) -> Result<Option<MailSettings>, String> {
    match ["dkim_key", "dkim_domain", "dkim_selector", "mail_returns", "returns_token"]
        .into_iter()
        .find(|key| !get(key).is_empty())
    {
        None => Ok(None),
        Some(key) => Err(format!("setting `{key}`: no letters are sent; set `smtp_url` and `mail_from` too")),
    }
}

/// Where what can't be delivered goes back to, if not to who writes.
fn returning(sender: Sender, address: &str) -> Result<Sender, String> {
    if address.is_empty() {
        return Ok(sender);
    }
    sender.returning_to(address).map_err(|fault| {
        format!("setting `mail_returns`: {fault}; write an address alone, such as returns@example.org")
    })
}

fn signed<'a>(sender: Sender, get: &impl Fn(&str) -> &'a str) -> Result<(Sender, String), String> {
    let parts = ["dkim_key", "dkim_domain", "dkim_selector"].map(|key| (key, get(key)));
    if parts.iter().all(|(_, value)| value.is_empty()) {
        return Ok((sender, "not signed by us: let the relay sign them (DKIM)".to_owned()));
    }
    if let Some((missing, _)) = parts.iter().find(|(_, value)| value.is_empty()) {
        return Err(format!(
            "setting `{missing}`: signing takes all of dkim_key (or HOBNOB_DKIM_KEY_FILE), dkim_domain and dkim_selector"
        ));
    }
    let [(_, key), (_, domain), (_, selector)] = parts;
    let signer = Signer::new(domain, selector, key).map_err(|fault| format!("settings `dkim_…`: {fault}"))?;
    let says = format!("signed; the DNS needs the TXT record {} = {}", signer.record_name(), signer.record());
    let sender =
        sender.signed_by(signer).map_err(|fault| format!("settings `dkim_domain` and `mail_from`: {fault}"))?;
    Ok((sender, says))
}

fn pace(text: &str) -> Result<Option<Duration>, String> {
    let example = "a number of letters a minute to one domain from 60 to 60000, or 0 for no limit";
    let fault = || format!("setting `mail_pace`: `{text}` is not {example}");
    match text.parse().map_err(|_| fault())? {
        0 => Ok(None),
        pace if (PACE_MIN..=PACE_MAX).contains(&pace) => Ok(Some(Duration::from_secs(60) / pace)),
        _ => Err(fault()),
    }
}

/// The shortest secret taken, in bytes.
const SECRET_BYTES_MIN: usize = 16;

/// The operator's secret; none where the database keeps one.
pub(super) fn secret<'a>(get: impl Fn(&str) -> &'a str) -> Result<Option<String>, String> {
    match get("secret") {
        "" => Ok(None),
        secret if secret.len() >= SECRET_BYTES_MIN => Ok(Some(secret.to_owned())),
        _ => Err(format!(
            "setting `secret`: has to have at least {SECRET_BYTES_MIN} characters; make one with `openssl rand -hex 32`"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn of(pairs: &[(&'static str, &'static str)]) -> Result<Option<MailSettings>, String> {
        let values: BTreeMap<_, _> = pairs.iter().copied().collect();
        read(|key| values.get(key).copied().unwrap_or(if key == "mail_pace" { "600" } else { "" }))
    }

    #[test]
    fn mail_is_off_until_it_is_set() {
        assert!(matches!(of(&[]), Ok(None)));
    }

    #[test]
    fn what_is_missing_is_named_with_its_cure() {
        let relay = ("smtp_url", "smtp://127.0.0.1:2525");
        let fault = |pairs: &[(&'static str, &'static str)]| of(pairs).map(drop).unwrap_err();
        for (pairs, key) in [
            (vec![("mail_from", "a@example.org")], "`mail_from`: letters need a way out"),
            (vec![relay], "`mail_from`: letters need a sender"),
            (vec![relay, ("mail_from", "a@example.org")], "set `public_url`"),
            (vec![("smtp_url", "hunter2")], "`smtp_url`: the relay's address is not like"),
            (vec![("mail_directory", "out"), ("mail_from", "nobody")], "`mail_from`: it has no `@`"),
            (vec![("mail_directory", "out"), relay], "set one of them"),
            (vec![("dkim_domain", "example.org")], "`dkim_domain`: no letters are sent"),
            (vec![("mail_returns", "a@example.org")], "`mail_returns`: no letters are sent"),
            (
                vec![("mail_directory", "out"), ("mail_from", "a@example.org"), ("mail_returns", "b <b@example.org>")],
                "`mail_returns`: before the `@`",
            ),
            (
                vec![("mail_directory", "out"), ("mail_from", "a@example.org"), ("dkim_domain", "example.org")],
                "`dkim_key`: signing takes all",
            ),
            (vec![("mail_directory", "out"), ("mail_from", "a@example.org"), ("mail_pace", "7")], "`mail_pace`: `7`"),
        ] {
            let fault = fault(&pairs);
            assert!(fault.contains(key) && !fault.contains("hunter2"), "{fault}");
        }
    }

    #[test]
    fn letters_may_go_into_a_directory() {
        let mail = of(&[("mail_directory", "out"), ("mail_from", "hobnob <a@example.org>")]).unwrap().unwrap();
        assert!(matches!(mail.mailer, Mailer::Directory(_)));
        assert_eq!(mail.pace, Some(Duration::from_millis(100)));
    }

    #[test]
    fn a_secret_that_can_be_guessed_is_refused() {
        assert!(secret(|_| "short").is_err());
        assert_eq!(secret(|_| ""), Ok(None));
    }
}
