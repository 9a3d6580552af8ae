//! Who invites.

use crate::OrganizerId;

/// A group, company or person that invites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organizer {
    /// Derived from the name and address, the same on every instance.
    pub id: OrganizerId,
    /// The name.
    pub name: String,
    /// Their page.
    pub url: Option<String>,
}
