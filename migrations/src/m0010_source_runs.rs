//! How each run over a source went; the oldest are forgotten.

use crate::columns::{maybe_text, number, part_of, text};
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
            .table("source_runs")
            .col(number("source_id"))
            .col(number("number"))
            .col(number("started_at"))
            .col(number("finished_at"))
            .col(text("ending"))
            .col(maybe_text("reason"))
            .col(maybe_text("robots_consent"))
            .col(number("pages"))
            .col(number("bytes"))
            .col(number("not_modified"))
            .col(number("listings_seen"))
            .col(number("listings_new"))
            .col(number("listings_changed"))
            .col(number("listings_vanished"))
            .col(number("problems"))
            .primary_key(Index::create().col("source_id").col("number"))
            .foreign_key(&mut part_of("source_runs", "source_id", "sources", "id"))
            .take();
        manager.create_table(table).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("source_runs").take()).await
    }
}
