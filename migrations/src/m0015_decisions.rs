//! What people said about two listings: ground state. It outlives the listings, which have the same ids when they come
//! back.

use crate::columns::{flag, number};
use sea_orm_migration::{
    MigrationTrait, SchemaManager, async_trait,
    sea_orm::{DbErr, DeriveMigrationName},
    sea_query::{Index, Table},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("decisions")
            .col(number("one_id"))
            .col(number("other_id"))
            .col(flag("is_one"))
            .col(number("decided_at"))
            .primary_key(Index::create().col("one_id").col("other_id"))
            .take();
        manager.create_table(table).await?;
        let by_other = Index::create().name("decisions_other_id_idx").table("decisions").col("other_id").take();
        manager.create_index(by_other).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("decisions").take()).await
    }
}
