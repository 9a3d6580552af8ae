//! What was found, one finding a rule: the first places, and how often.

use std::collections::BTreeMap;

use super::rules::{Rule, Severity};
use hobnob_domain::Format;

/// The most lines that one finding names.
const LINES_MAX: usize = 5;

/// The longest detail, in characters.
const DETAIL_MAX: usize = 120;

/// One defect, wherever it occurs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which.
    pub rule: &'static Rule,
    /// The first lines it stands at, from 1 on; none for what is not in the text.
    pub lines: Vec<usize>,
    /// What stands at the first.
    pub detail: Option<String>,
    /// How often.
    pub times: usize,
}

/// What was found in all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linted {
    /// What it is; none for what tells of no events.
    pub format: Option<Format>,
    /// How many events it tells of.
    pub events: usize,
    /// The gravest first, then in order of their lines.
    pub findings: Vec<Finding>,
}

impl Linted {
    /// How many findings of that gravity there are.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.rule.severity == severity).count()
    }

    /// Whether there is nothing but hints.
    pub fn is_clean(&self) -> bool {
        self.findings.iter().all(|finding| finding.rule.severity == Severity::Hint)
    }
}

/// Findings on the way.
#[derive(Debug, Default)]
pub(super) struct Report(BTreeMap<&'static str, Finding>);

impl Report {
    /// Something is wrong at a line; 0 for what is not in the text.
    pub(super) fn add(&mut self, rule: &'static Rule, line: usize, detail: Option<String>) {
        let finding =
            self.0.entry(rule.id).or_insert_with(|| Finding { rule, lines: Vec::new(), detail: None, times: 0 });
        finding.times += 1;
        if line > 0 && finding.lines.len() < LINES_MAX && finding.lines.last() != Some(&line) {
            finding.lines.push(line);
        }
        if finding.times == 1 {
            finding.detail = detail.map(|text| shown(&text));
        }
    }

    /// The same where it is.
    pub(super) fn add_if(&mut self, is_so: bool, rule: &'static Rule, line: usize, detail: &str) {
        if is_so {
            self.add(rule, line, Some(detail.to_owned()));
        }
    }

    pub(super) fn finished(self, format: Option<Format>, events: usize) -> Linted {
        let mut findings: Vec<Finding> = self.0.into_values().collect();
        findings.sort_by_key(|finding| {
            (finding.rule.severity, finding.lines.first().copied().unwrap_or_default(), finding.rule.id)
        });
        Linted { format, events, findings }
    }
}

/// A detail as it may be shown on a terminal.
fn shown(text: &str) -> String {
    let mut shown: String = text.chars().map(|c| if c.is_control() { '·' } else { c }).take(DETAIL_MAX).collect();
    if text.chars().nth(DETAIL_MAX).is_some() {
        shown.push('…');
    }
    shown
}
