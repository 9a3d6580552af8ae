//! Who may change what everybody sees.

use std::fmt;

use axum::http::{HeaderMap, header};
use hobnob_graphql::Viewer;

/// The shortest administrator's token, in characters: a shorter one could be guessed.
pub const ADMIN_TOKEN_CHARS_MIN: usize = 16;

/// The token of an administrator, or of who may do one thing, as its hash. `Debug` does not show even that.
#[derive(Clone, PartialEq, Eq)]
pub struct AdminToken(blake3::Hash);

impl AdminToken {
    /// Takes a token, or says what is wrong with it and the cure.
    pub fn new(token: &str) -> Result<Self, String> {
        if token.chars().count() < ADMIN_TOKEN_CHARS_MIN {
            let cure = "make one with `openssl rand -hex 32`";
            return Err(format!("it is shorter than {ADMIN_TOKEN_CHARS_MIN} characters and could be guessed; {cure}"));
        }
        if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err("it has blanks or signs that can't stand in a header; use letters, digits and signs".to_owned());
        }
        Ok(Self(blake3::hash(token.as_bytes())))
    }

    /// Whether it stands in `Authorization: Bearer …`.
    pub(crate) fn is_shown(&self, headers: &HeaderMap) -> bool {
        viewer(Some(self), headers) == Viewer::Administrator
    }

    /// Whether a token is this one. Hashes are compared, in a time that says nothing about either.
    fn is(&self, token: &str) -> bool {
        self.0 == blake3::hash(token.as_bytes())
    }
}

impl fmt::Debug for AdminToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AdminToken(***)")
    }
}

/// Who asks, by the token in `Authorization: Bearer …`.
pub(crate) fn viewer(admin: Option<&AdminToken>, headers: &HeaderMap) -> Viewer {
    let value = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token =
        value.and_then(|value| value.split_once(' ')).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    match (admin, token) {
        (None, _) => Viewer::NobodyIsLetIn,
        (Some(admin), Some((_, token))) if admin.is(token.trim()) => Viewer::Administrator,
        (Some(_), None) if value.is_none() => Viewer::Anyone,
        (Some(_), _) => Viewer::Stranger,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(admin: Option<&AdminToken>, value: &str) -> Viewer {
        let headers = [(header::AUTHORIZATION, value.parse().unwrap())].into_iter().collect();
        viewer(admin, &headers)
    }

    #[test]
    fn the_token_alone_makes_an_administrator() {
        let admin = AdminToken::new("0123456789abcdef").unwrap();
        let seen = |value| seen(Some(&admin), value);
        assert_eq!(seen("Bearer 0123456789abcdef"), Viewer::Administrator);
        assert_eq!(seen("bearer  0123456789abcdef"), Viewer::Administrator);
        for value in ["Bearer 0123456789abcdeF", "Bearer ", "Basic 0123456789abcdef", "0123456789abcdef"] {
            assert_eq!(seen(value), Viewer::Stranger, "{value}");
        }
        assert_eq!(viewer(Some(&admin), &HeaderMap::new()), Viewer::Anyone);
    }

    #[test]
    fn without_a_token_of_its_own_an_instance_lets_nobody_in() {
        assert_eq!(seen(None, "Bearer "), Viewer::NobodyIsLetIn);
        assert_eq!(viewer(None, &HeaderMap::new()), Viewer::NobodyIsLetIn);
    }

    #[test]
    fn a_token_that_could_be_guessed_is_refused() {
        let short = "it is shorter than 16 characters and could be guessed; make one with `openssl rand -hex 32`";
        assert_eq!(AdminToken::new("0123456789abcde"), Err(short.to_owned()));
        assert!(AdminToken::new("0123456789 abcdef").is_err());
        assert_eq!(format!("{:?}", AdminToken::new("0123456789abcdef")), "Ok(AdminToken(***))");
    }
}
