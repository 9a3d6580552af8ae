//! What stands around every page.

use crate::{routes::assets, syndication::Alternate};

/// What stands around every page.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    /// Before the name of the site.
    pub(crate) title: String,
    /// For search engines and previews.
    pub(crate) description: Option<String>,
    /// The calendar that holds the same as the page.
    pub(crate) calendar: Option<String>,
    /// Feeds that hold the same as the page.
    pub(crate) alternates: Vec<Alternate>,
    /// The address the page should be known by.
    pub(crate) canonical: Option<String>,
    /// Whether search engines should pass it by.
    pub(crate) is_unlisted: bool,
    /// Which entry of the navigation it is.
    pub(crate) here: &'static str,
    pub(crate) style: &'static str,
    pub(crate) icon: &'static str,
    /// Whose place data we use.
    pub(crate) attribution: &'static str,
    pub(crate) version: &'static str,
}

impl Frame {
    pub(crate) fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            description: None,
            calendar: None,
            alternates: Vec::new(),
            canonical: None,
            is_unlisted: false,
            here: "",
            style: assets::path("style.css"),
            icon: assets::path("icon.svg"),
            attribution: hobnob_gazetteer::ATTRIBUTION,
            version: env!("CARGO_PKG_VERSION"),
        }
    }
}
