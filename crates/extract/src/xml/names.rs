//! Names of elements: the prefix is what a document likes, the namespace is what it means.

use std::collections::BTreeMap;

/// So many prefixes of a document are remembered.
const PREFIXES_MAX: usize = 64;

/// Namespaces, by a part of their address in lower case, and what we call them.
const KNOWN: [(&str, &str); 9] = [
    ("purl.org/rss/1.0/modules/event", "ev"),
    ("xcal", "xcal"),
    ("2002/12/cal", "xcal"),
    ("icalendar-2.0", "xcal"),
    ("purl.org/rss/1.0/modules/content", "content"),
    ("www.w3.org/2005/atom", "atom"),
    ("wgs84_pos", "geo"),
    ("georss.org", "georss"),
    ("schemas.google.com/g/2005", "gd"),
];

/// The prefixes a document has declared.
#[derive(Default)]
pub(super) struct Names {
    prefixes: BTreeMap<String, &'static str>,
    /// The prefix of the root element, which its own elements share.
    home: Option<String>,
}

impl Names {
    /// Takes the declarations among an element's attributes.
    pub(super) fn declare(&mut self, attributes: &[(String, String)]) {
        for (key, address) in attributes {
            if let Some(prefix) = key.strip_prefix("xmlns:")
                && let Some(known) = known(address)
                && self.prefixes.len() < PREFIXES_MAX
            {
                self.prefixes.insert(prefix.to_owned(), known);
            }
        }
    }

    /// The name of an element: the prefix we know, or the one that was written, and the local name in lower case.
    pub(super) fn name(&mut self, written: &str, attributes: &[(String, String)], is_root: bool) -> String {
        let lower = written.to_ascii_lowercase();
        let Some((prefix, local)) = lower.split_once(':') else {
            let own = attributes.iter().find(|(key, _)| key == "xmlns").and_then(|(_, address)| known(address));
            return match own.filter(|known| !is_root && *known != "atom") {
                Some(known) => format!("{known}:{lower}"),
                None => lower,
            };
        };
        if is_root {
            self.home = Some(prefix.to_owned());
        }
        if self.home.as_deref() == Some(prefix) {
            return local.to_owned();
        }
        format!("{}:{local}", self.prefixes.get(prefix).copied().unwrap_or(prefix))
    }
}

fn known(address: &str) -> Option<&'static str> {
    // CampusLabs Engage calls its namespace no more than that.
    if address == "events" {
        return Some("events");
    }
    let address = address.to_ascii_lowercase();
    KNOWN.iter().find(|(part, _)| address.contains(part)).map(|(_, name)| *name)
}
