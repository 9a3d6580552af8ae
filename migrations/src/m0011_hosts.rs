//! Sites we talk to: whose turn it is, and from when on. Shared by all workers over one database.

use crate::columns::{maybe_number, maybe_text, number, text};
use sea_orm_migration::{
    MigrationTrait, SchemaManager, async_trait,
    sea_orm::{DbErr, DeriveMigrationName},
    sea_query::Table,
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
            .table("hosts")
            .col(text("host").primary_key())
            .col(number("free_at"))
            .col(maybe_text("owner"))
            .col(maybe_number("lease_until"))
            .take();
        manager.create_table(table).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("hosts").take()).await
    }
}
