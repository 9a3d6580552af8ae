//! What each source last said: its pages, and what was odd about them.

use crate::columns::{id, maybe_text, number, part_of, text};
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
            .table("pages")
            .col(id("id"))
            .col(number("source_id"))
            .col(text("url"))
            .col(maybe_text("media_type"))
            .col(number("bytes"))
            .col(text("body_hash"))
            .col(maybe_text("format"))
            .col(number("fetched_at"))
            .foreign_key(&mut part_of("pages", "source_id", "sources", "id"))
            .take();
        manager.create_table(table).await?;
        manager
            .create_index(Index::create().name("pages_source_id_idx").table("pages").col("source_id").take())
            .await?;
        let table = Table::create()
            .table("problems")
            .col(number("source_id"))
            .col(number("position"))
            .col(text("phase"))
            .col(text("message"))
            .col(number("found_at"))
            .primary_key(Index::create().col("source_id").col("position"))
            .foreign_key(&mut part_of("problems", "source_id", "sources", "id"))
            .take();
        manager.create_table(table).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("problems").take()).await?;
        manager.drop_table(Table::drop().table("pages").take()).await?;
        Ok(())
    }
}
