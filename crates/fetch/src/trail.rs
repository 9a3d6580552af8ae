//! Where redirects lead.

use crate::guard::check_redirect;
use crate::halt::Halt;
use ipnet::IpNet;
use url::Url;

/// How many redirects are followed.
const HOPS_MAX: usize = 5;

/// A redirect that an answer asks for.
pub(crate) struct Redirect {
    /// Where to, as written; none when the answer does not say.
    pub(crate) location: Option<String>,
    /// Whether it is for good (301, 308).
    pub(crate) is_permanent: bool,
    /// Whether what was sent is to be sent again there (307, 308).
    pub(crate) keeps_method: bool,
}

/// The way of one fetch.
pub(crate) struct Trail {
    at: Url,
    moved_to: Option<Url>,
    hops: usize,
    is_permanent: bool,
}

impl Trail {
    /// Begins at an address that was checked.
    pub(crate) const fn new(at: Url) -> Self {
        Self { at, moved_to: None, hops: 0, is_permanent: true }
    }

    /// Where we are.
    pub(crate) const fn at(&self) -> &Url {
        &self.at
    }

    /// Goes where the answer points, if the guard lets it.
    pub(crate) fn follow(&mut self, redirect: Redirect, allow: &[IpNet]) -> Result<(), Halt> {
        if self.hops >= HOPS_MAX {
            return Err(Halt::Failed(format!("redirects more than {HOPS_MAX} times")));
        }
        let Some(location) = redirect.location else {
            return Err(Halt::Failed("redirects without saying where to".to_owned()));
        };
        self.at = check_redirect(&self.at, &location, allow).map_err(|reason| Halt::Refused(reason.to_owned()))?;
        self.hops += 1;
        self.is_permanent &= redirect.is_permanent;
        if self.is_permanent {
            self.moved_to = Some(self.at.clone());
        }
        Ok(())
    }

    /// Where we ended, and where the permanent redirects at the beginning led.
    pub(crate) fn end(self) -> (Url, Option<Url>) {
        (self.at, self.moved_to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walked(hops: &[(&str, bool)]) -> Result<(String, Option<String>), Halt> {
        let mut trail = Trail::new(Url::parse("http://ex.org/a").unwrap());
        for (location, is_permanent) in hops {
            trail.follow(
                Redirect { location: Some((*location).to_owned()), is_permanent: *is_permanent, keeps_method: false },
                &[],
            )?;
        }
        let (at, moved_to) = trail.end();
        Ok((at.into(), moved_to.map(String::from)))
    }

    #[test]
    fn only_permanent_redirects_at_the_beginning_move_a_source() {
        let way = [("https://ex.org/a", true), ("/b", true), ("/c", false), ("/d", true)];
        assert_eq!(walked(&way), Ok(("https://ex.org/d".into(), Some("https://ex.org/b".into()))));
        assert_eq!(walked(&[("/b", false)]), Ok(("http://ex.org/b".into(), None)));
        assert_eq!(walked(&[]), Ok(("http://ex.org/a".into(), None)));
    }

    #[test]
    fn five_redirects_are_followed_and_not_six() {
        assert!(walked(&[("/b", true); 5]).is_ok());
        assert_eq!(walked(&[("/b", true); 6]), Err(Halt::Failed("redirects more than 5 times".into())));
    }
}
