//! Where the fields of an event come from.

use crate::json::{Unfit, read};
use hobnob_domain::{FieldProvenance, LostClaim};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct LostJson {
    listing_id: String,
    value: String,
    reason: String,
}

/// Counterpart of [`FieldProvenance`].
#[derive(Serialize, Deserialize)]
pub(crate) struct ProvenanceJson {
    field: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    listing_id: Option<String>,
    value: String,
    reason: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    lost: Vec<LostJson>,
}

impl From<&FieldProvenance> for ProvenanceJson {
    fn from(value: &FieldProvenance) -> Self {
        let FieldProvenance { field, listing_id, value, reason, lost } = value;
        let claim = |claim: &LostClaim| {
            let LostClaim { listing_id, value, reason } = claim;
            LostJson { listing_id: listing_id.to_string(), value: value.clone(), reason: reason.to_string() }
        };
        Self {
            field: field.to_string(),
            listing_id: listing_id.map(|id| id.to_string()),
            value: value.clone(),
            reason: reason.to_string(),
            lost: lost.iter().map(claim).collect(),
        }
    }
}

impl TryFrom<ProvenanceJson> for FieldProvenance {
    type Error = Unfit;

    fn try_from(value: ProvenanceJson) -> Result<Self, Unfit> {
        let ProvenanceJson { field, listing_id, value, reason, lost } = value;
        let claim = |claim: LostJson| {
            let LostJson { listing_id, value, reason } = claim;
            Ok(LostClaim { listing_id: read("listing_id", &listing_id)?, value, reason: read("reason", &reason)? })
        };
        Ok(Self {
            field: read("field", &field)?,
            listing_id: listing_id.map(|id| read("listing_id", &id)).transpose()?,
            value,
            reason: read("reason", &reason)?,
            lost: lost.into_iter().map(claim).collect::<Result<_, Unfit>>()?,
        })
    }
}
