//! What all runs together did, by how they ended: runs are forgotten, these sums only grow.

use crate::columns::{number, text};
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
            .table("run_totals")
            .col(text("ending").primary_key())
            .col(number("runs"))
            .col(number("pages"))
            .col(number("pages_not_modified"))
            .col(number("pages_failed"))
            .col(number("bytes"))
            .col(number("listings_new"))
            .col(number("listings_changed"))
            .col(number("listings_vanished"))
            .col(number("problems"))
            .take();
        manager.create_table(table).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("run_totals").take()).await
    }
}
