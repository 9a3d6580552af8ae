//! An event whole: an export's event lines. Read by others, never by us: events are derived.

use crate::json::{FactsJson, Unfit, read, written};
use hobnob_domain::{Claim, Event};
use serde::{Deserialize, Serialize};

/// Counterpart of [`Claim`].
#[derive(Serialize, Deserialize)]
pub(crate) struct ClaimJson {
    listing_id: String,
    source_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

/// Counterpart of [`Event`].
#[derive(Serialize)]
pub(crate) struct EventJson {
    pub(crate) id: String,
    pub(crate) uid: String,
    pub(crate) sequence: u32,
    pub(crate) created_at: String,
    pub(crate) revised_at: String,
    pub(crate) fingerprint: String,
    pub(crate) standing: String,
    #[serde(flatten)]
    pub(crate) facts: FactsJson,
    pub(crate) claims: Vec<ClaimJson>,
}

impl From<&Claim> for ClaimJson {
    fn from(value: &Claim) -> Self {
        let Claim { listing_id, source_id, url } = value;
        Self { listing_id: listing_id.to_string(), source_id: source_id.to_string(), url: url.clone() }
    }
}

impl TryFrom<ClaimJson> for Claim {
    type Error = Unfit;

    fn try_from(value: ClaimJson) -> Result<Self, Unfit> {
        let ClaimJson { listing_id, source_id, url } = value;
        Ok(Self { listing_id: read("listing_id", &listing_id)?, source_id: read("source_id", &source_id)?, url })
    }
}

impl From<&Event> for EventJson {
    fn from(value: &Event) -> Self {
        let Event { id, uid, sequence, created_at, revised_at, fingerprint, facts, standing, claims } = value;
        Self {
            id: id.to_string(),
            uid: uid.clone(),
            sequence: *sequence,
            created_at: written(*created_at),
            revised_at: written(*revised_at),
            fingerprint: fingerprint.clone(),
            standing: standing.to_string(),
            facts: facts.into(),
            claims: claims.iter().map(Into::into).collect(),
        }
    }
}
