//! Sources: what an operator wrote down, and their health. The table is the queue, a claim is a lease.

use crate::columns::{flag, id, maybe_number, maybe_text, number, text};
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
            .table("sources")
            .col(id("id"))
            .col(text("url"))
            .col(text("name"))
            .col(maybe_text("format"))
            .col(text("niches"))
            .col(maybe_number("every_ms"))
            .col(text("state"))
            .col(maybe_text("etag"))
            .col(maybe_text("last_modified"))
            .col(number("next_fetch_at"))
            .col(maybe_number("fetched_at"))
            .col(maybe_number("succeeded_at"))
            .col(number("failures"))
            .col(maybe_text("problem"))
            .col(flag("is_complete"))
            .col(maybe_text("held"))
            .col(maybe_text("lease_owner"))
            .col(maybe_number("lease_until"))
            .take();
        manager.create_table(table).await?;
        manager
            .create_index(Index::create().name("sources_url_idx").table("sources").col("url").unique().take())
            .await?;
        manager
            .create_index(
                Index::create().name("sources_next_fetch_at_idx").table("sources").col("next_fetch_at").take(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("sources").take()).await?;
        Ok(())
    }
}
