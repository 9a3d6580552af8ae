//! Under which licence a list may be used, where it asks for more than to be named.

use hobnob_domain::Format;

/// The terms of a list that not everybody may use for everything, as they are to be shown beside the source: whoever
/// adds it opts in.
pub fn licence(format: Format) -> Option<&'static str> {
    match format {
        Format::DevelopersEvents => Some("CC BY-NC 4.0, © developers.events, opt-in"),
        Format::RubyConferences => Some("CC BY-NC-SA, © ruby-conferences, opt-in"),
        _ => None,
    }
}
