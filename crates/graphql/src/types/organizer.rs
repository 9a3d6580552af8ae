//! Who invites.

use crate::node::organizer_id;
use async_graphql::{ID, SimpleObject};

/// A group, company or person that invites.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Organizer {
    /// The organizer; `EventFilter.organizers` takes it.
    id: ID,
    /// The name.
    name: String,
    /// Their page.
    url: Option<String>,
}

impl Organizer {
    pub(crate) fn new(organizer: &hobnob_domain::Organizer) -> Self {
        let hobnob_domain::Organizer { id, name, url } = organizer;
        Self { id: organizer_id(*id), name: name.clone(), url: url.clone() }
    }
}
