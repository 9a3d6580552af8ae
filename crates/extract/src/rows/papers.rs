//! A row's call for papers: fields of its own, an object, or a deadline in a row that speaks of papers or talks.

use super::{Row, URLS};
use hobnob_domain::{CallForPapersWords, TimeWords, text::folded};
use serde_json::Value;
use url::Url;

const OPENS: [&str; 8] = [
    "cfpopendate",
    "cfpstartdate",
    "cfpopen",
    "cfpopens",
    "cfpopensat",
    "cfpstart",
    "cfpstartsat",
    "callforpapersstart",
];

/// Fields that are called the end of a call, whatever else the row says.
const CLOSES: [&str; 29] = [
    "cfpclosedate",
    "cfpclosingdate",
    "cfpenddate",
    "cfpclose",
    "cfpcloses",
    "cfpclosesat",
    "cfpend",
    "cfpends",
    "cfpendsat",
    "cfpdeadline",
    "cfpdeadlinedate",
    "cfpuntil",
    "cfpdate",
    "cfpdue",
    "cfpduedate",
    "callforpapersdeadline",
    "callforpapersend",
    "callforproposalsdeadline",
    "callforspeakersdeadline",
    "talkdeadline",
    "talksdeadline",
    "proposaldeadline",
    "proposalsdeadline",
    "paperdeadline",
    "papersdeadline",
    "papersubmissiondeadline",
    "submissiondeadline",
    "cfp",
    "callforpapers",
];

/// Those of lists of academic conferences, which say more than one: the last is the papers'.
const ABSTRACTS: [&str; 3] = ["abstractdeadline", "abstractsubmissiondeadline", "abstractsdeadline"];

/// What a hackathon or a course may call the end of its registration.
const BARE: [&str; 3] = ["deadline", "deadlines", "deadlinedate"];

const LINKS: [&str; 12] = [
    "cfplink",
    "cfpurl",
    "cfpuri",
    "cfppage",
    "cfpwebsite",
    "cfpform",
    "proposalurl",
    "submissionlink",
    "submissionurl",
    "callforpapersurl",
    "cfp",
    "callforpapers",
];

/// How the names of fields begin that only calls for papers have.
const OF_CALLS: [&str; 10] = [
    "cfp",
    "callfor",
    "paper",
    "abstract",
    "submission",
    "notification",
    "rebuttal",
    "cameraready",
    "proceedings",
    "acceptance",
];

impl Row<'_> {
    /// When talks can be handed in, and where.
    pub(super) fn call_for_papers(&self, base: &Url) -> Option<CallForPapersWords> {
        let nested = self.object(&["cfp", "callforpapers", "callforproposals", "callforspeakers"]);
        let of_nested = |names: &[&str]| nested.as_ref().and_then(|row| row.moment(names));
        let call = CallForPapersWords {
            opens: self
                .moment(&OPENS)
                .or_else(|| of_nested(&["opendate", "start", "startdate", "opens", "opensat", "startsat"])),
            closes: self
                .moment(&CLOSES)
                .or_else(|| {
                    of_nested(&["closedate", "end", "enddate", "closes", "closesat", "endsat", "until", "deadline"])
                })
                .or_else(|| self.deadline()),
            url: self.link(&LINKS, base).or_else(|| nested.as_ref().and_then(|row| row.link(&URLS, base))),
        };
        (call != CallForPapersWords::default()).then_some(call)
    }

    /// A deadline that is a call's by what stands beside it. Of several rounds the last one counts.
    fn deadline(&self) -> Option<TimeWords> {
        let closes = BARE.iter().filter(|_| self.speaks_of_papers()).find_map(|name| match self.0.get(*name)? {
            Value::Array(rounds) => rounds.iter().filter_map(super::time::moment).max_by(|a, b| a.text.cmp(&b.text)),
            _ => self.moment(&[*name]),
        });
        // Lists of deadlines name the zone of these, to the minute.
        let closes = closes.map(|closes| TimeWords {
            zone: closes.zone.or_else(|| super::time::zone(self).filter(|_| closes.text.contains(':'))),
            text: closes.text,
        });
        closes.or_else(|| self.moment(&ABSTRACTS))
    }

    /// Whether a field is one of calls for papers, or the row calls itself a conference.
    fn speaks_of_papers(&self) -> bool {
        let is_conference = |word: &str| word.starts_with("conf") || word == "symposium" || word == "unconference";
        let kind = self.phrase(&["type", "kind", "category", "eventtype"]).map(|kind| folded(&kind));
        kind.is_some_and(|kind| kind.split(|c: char| !c.is_alphanumeric()).any(is_conference))
            || self.0.keys().any(|key| OF_CALLS.iter().any(|start| key.starts_with(start)))
            || ["conference", "conferencename"].iter().any(|name| self.0.contains_key(*name))
    }
}
