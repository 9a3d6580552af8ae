//! A row's call for papers: fields of its own, or an object.

use super::{Row, URLS};
use hobnob_domain::CallForPapersWords;
use url::Url;

impl Row<'_> {
    /// When talks can be handed in, and where.
    pub(super) fn call_for_papers(&self, base: &Url) -> Option<CallForPapersWords> {
        let nested = self.object(&["cfp", "callforpapers", "callforproposals"]);
        let of_nested = |names: &[&str]| nested.as_ref().and_then(|row| row.moment(names));
        let call = CallForPapersWords {
            opens: self
                .moment(&["cfpopendate", "cfpstartdate", "cfpopen", "cfpopens", "cfpstart", "cfpstartsat"])
                .or_else(|| of_nested(&["opendate", "start", "startdate", "opens", "opensat", "startsat"])),
            closes: self
                .moment(&[
                    "cfpclosedate",
                    "cfpenddate",
                    "cfpclose",
                    "cfpcloses",
                    "cfpend",
                    "cfpendsat",
                    "cfpdeadline",
                    "cfpdue",
                    "talkdeadline",
                    "cfp",
                ])
                .or_else(|| {
                    of_nested(&["closedate", "end", "enddate", "closes", "closesat", "endsat", "until", "deadline"])
                }),
            url: self
                .link(&["cfplink", "cfpurl", "cfpuri", "proposalurl"], base)
                .or_else(|| nested.as_ref().and_then(|row| row.link(&URLS, base))),
        };
        (call != CallForPapersWords::default()).then_some(call)
    }
}
