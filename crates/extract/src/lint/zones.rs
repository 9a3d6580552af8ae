//! Time zones: each that is named must be told, and what is told must be sound.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use super::{
    report::Report,
    rules::zones as rules,
    times::{Written, moment},
    tree::{Component, Tree},
};
use chrono::{Datelike as _, Offset as _, TimeZone as _};
use chrono_tz::Tz;

/// The zones that a text tells of.
pub(super) struct Zones<'a> {
    told: BTreeMap<&'a str, &'a Component>,
    used: RefCell<BTreeSet<String>>,
}

impl<'a> Zones<'a> {
    /// Looks at each VTIMEZONE.
    pub(super) fn check(tree: &'a Tree, report: &mut Report) -> Self {
        let mut told = BTreeMap::new();
        for zone in tree.calendars.iter().flat_map(|calendar| calendar.children("VTIMEZONE")) {
            let ids: Vec<&str> = zone.all("TZID").map(|id| id.value.trim()).filter(|id| !id.is_empty()).collect();
            match ids.as_slice() {
                [] => report.add(&rules::ZONE_WITHOUT_ID, zone.line, None),
                [id] => report.add_if(told.contains_key(id), &rules::ZONE_TWICE, zone.line, id),
                [_, ..] => report.add(&rules::ZONE_WITH_TWO_IDS, zone.line, Some(ids.join(", "))),
            }
            told.extend(ids.into_iter().map(|id| (id, zone)));
            check_observances(zone, report);
        }
        Self { told, used: RefCell::default() }
    }

    /// Looks at the zones that an event names.
    pub(super) fn check_event(&self, event: &Component, report: &mut Report) {
        for property in &event.properties {
            let Some(id) = property.param("TZID") else { continue };
            let is_new = self.used.borrow_mut().insert(id.to_owned());
            let Some(zone) = self.told.get(id) else {
                // A name with a slash before it is one that everybody is said to know (§3.2.19).
                report.add_if(!id.starts_with('/'), &rules::NOT_TOLD, property.line, id);
                continue;
            };
            let known: Option<Tz> = id.parse().ok();
            report.add_if(is_new && known.is_none(), &rules::UNKNOWN_NAME, property.line, id);
            if let (true, Some(known), Some(Written::Local(at))) = (is_new, known, moment(&property.value)) {
                let offsets = [1, 7].map(|month| {
                    let day = at.with_day(1).and_then(|at| at.with_month(month));
                    day.and_then(|at| known.offset_from_local_datetime(&at).earliest()).map(|offset| offset.fix())
                });
                let has_one =
                    zone.children.iter().map(|one| one.value("TZOFFSETTO")).collect::<BTreeSet<_>>().len() == 1;
                report.add_if(offsets[0] != offsets[1] && has_one, &rules::NO_DAYLIGHT, zone.line, id);
            }
        }
    }

    /// Looks for what nobody names.
    pub(super) fn check_unused(&self, report: &mut Report) {
        let used = self.used.borrow();
        for (id, zone) in self.told.iter().filter(|(id, _)| !used.contains(**id)) {
            report.add(&rules::UNUSED, zone.line, Some((*id).to_owned()));
        }
    }
}

fn check_observances(zone: &Component, report: &mut Report) {
    report.add_if(zone.children.is_empty(), &rules::NO_OBSERVANCE, zone.line, &zone.told());
    for observance in &zone.children {
        for name in ["DTSTART", "TZOFFSETFROM", "TZOFFSETTO"] {
            let Some(property) = observance.get(name) else {
                report.add(&rules::INCOMPLETE, observance.line, Some(format!("{name} of {}", observance.name)));
                continue;
            };
            let value = property.value.trim();
            if name == "DTSTART" {
                let is_local = matches!(moment(value), Some(Written::Local(_)));
                report.add_if(!is_local, &rules::BAD_ONSET, property.line, value);
                continue;
            }
            let digits = value.strip_prefix(['+', '-']).unwrap_or_default();
            let is_sound = matches!(digits.len(), 4 | 6) && digits.bytes().all(|b| b.is_ascii_digit());
            report.add_if(!is_sound, &rules::BAD_OFFSET, property.line, value);
            report.add_if(is_sound && digits.len() == 6, &rules::OFFSET_WITH_SECONDS, property.line, value);
        }
    }
}
