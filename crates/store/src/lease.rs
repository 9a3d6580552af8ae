//! Named claims: one of several processes does what only one may do.

use crate::{Store, StoreError, entity::leases, instant::micros};
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
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

    /// Keeps the claim until `until`, if it is still ours.
    pub async fn lease_renew(&self, name: &str, owner: &str, until: DateTime<Utc>) -> Result<(), StoreError> {
        let ours = leases::Column::Name.eq(name).and(leases::Column::Owner.eq(owner));
        let change = leases::ActiveModel { lease_until: Set(micros(until)), ..Default::default() };
        leases::Entity::update_many().set(change).filter(ours).exec(&self.writer).await?;
        Ok(())
    }

    /// Gives the claim back, if it is ours.
    pub async fn lease_release(&self, name: &str, owner: &str) -> Result<(), StoreError> {
        let ours = leases::Column::Name.eq(name).and(leases::Column::Owner.eq(owner));
        leases::Entity::delete_many().filter(ours).exec(&self.writer).await?;
        Ok(())
    }
}

/// Whether the claim is the owner's; nobody else can take it before the transaction ends.
pub(crate) async fn is_held(db: &impl ConnectionTrait, name: &str, owner: &str) -> Result<bool, StoreError> {
    let row = leases::Entity::find_by_id(name).lock_exclusive().one(db).await?;
    Ok(row.is_some_and(|row| row.owner == owner))
}
