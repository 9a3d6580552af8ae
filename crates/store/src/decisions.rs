//! What people said about two listings: ground state.

use std::collections::BTreeSet;

use crate::{
    Store, StoreError,
    batch::{IDS_MAX, insert_all, replacing},
    entity::{decisions, listings},
    instant::{instant, micros},
    listings::mark,
};
use hobnob_domain::{Decision, ListingId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

impl Store {
    /// Keeps what a person said and marks both listings, so that the next resolving heeds it.
    pub async fn decision_save(&self, decision: &Decision) -> Result<(), StoreError> {
        let transaction = self.begin_events().await?;
        let rows = vec![row(decision)];
        insert_all::<decisions::Entity, _>(&transaction, rows, &replacing::<decisions::Entity>()).await?;
        let both = [decision.one.get(), decision.other.get()];
        let there: Vec<i64> = listings::Entity::find()
            .select_only()
            .column(listings::Column::Id)
            .filter(listings::Column::Id.is_in(both))
            .into_tuple()
            .all(&transaction)
            .await?;
        mark(&transaction, there).await?;
        Ok(transaction.commit().await?)
    }

    /// What was said about any of these listings, ordered.
    pub async fn decisions_about(&self, ids: &[ListingId]) -> Result<Vec<Decision>, StoreError> {
        let ids: Vec<i64> = ids.iter().map(|id| id.get()).collect();
        let mut found = BTreeSet::new();
        for chunk in ids.chunks(IDS_MAX) {
            for column in [decisions::Column::OneId, decisions::Column::OtherId] {
                let theirs = decisions::Entity::find().filter(column.is_in(chunk.iter().copied()));
                found.extend(theirs.all(&self.reader).await?.into_iter().map(|row| decision(&row)));
            }
        }
        Ok(found.into_iter().collect())
    }
}

pub(crate) fn row(decision: &Decision) -> decisions::Model {
    let Decision { one, other, is_one, decided_at } = decision;
    decisions::Model { one_id: one.get(), other_id: other.get(), is_one: *is_one, decided_at: micros(*decided_at) }
}

pub(crate) fn decision(row: &decisions::Model) -> Decision {
    let decisions::Model { one_id, other_id, is_one, decided_at } = row;
    Decision::new(ListingId::new(*one_id), ListingId::new(*other_id), *is_one, instant(*decided_at))
}
