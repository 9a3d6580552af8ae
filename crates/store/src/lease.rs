//! Named claims: one of several processes does what only one may do.

use crate::{Store, StoreError, entity::leases, instant::micros};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait as _, OnConflict},
};

impl Store {
    /// Takes or renews the claim until `until`; says whether it is ours. A claim whose time is over is anybody's.
    pub async fn lease_take(
        &self,
        name: &str,
        owner: &str,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let row = leases::Model { name: name.to_owned(), owner: owner.to_owned(), lease_until: micros(until) };
        let is_ours = Expr::col((leases::Entity, leases::Column::Owner)).eq(owner);
        let is_over = Expr::col((leases::Entity, leases::Column::LeaseUntil)).lte(micros(now));
        let taking = OnConflict::column(leases::Column::Name)
            .update_columns([leases::Column::Owner, leases::Column::LeaseUntil])
            .action_and_where(is_ours.or(is_over))
            .to_owned();
        let taken = leases::Entity::insert(leases::ActiveModel::from(row))
            .on_conflict(taking)
            .exec_without_returning(&self.writer)
            .await?;
        Ok(taken > 0)
    }

    /// Gives the claim back, if it is ours.
    pub async fn lease_release(&self, name: &str, owner: &str) -> Result<(), StoreError> {
        let ours = leases::Column::Name.eq(name).and(leases::Column::Owner.eq(owner));
        leases::Entity::delete_many().filter(ours).exec(&self.writer).await?;
        Ok(())
    }
}
