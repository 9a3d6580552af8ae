//! By what an event is found to belong with others: the edition before and after it, the event it is part of.

use crate::columns::{number, part_of, text};
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
            .table("event_keys")
            .col(number("event_id"))
            .col(text("role"))
            .col(number("key_hash"))
            .col(number("starts_at"))
            .primary_key(Index::create().col("event_id").col("role").col("key_hash"))
            .foreign_key(&mut part_of("event_keys", "event_id", "events", "id"))
            .take();
        manager.create_table(table).await?;
        let found = Index::create()
            .name("event_keys_key_hash_idx")
            .table("event_keys")
            .col("key_hash")
            .col("role")
            .col("starts_at")
            .take();
        manager.create_index(found).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("event_keys").take()).await
    }
}
