//! Listings, the ground state; beside them what resolving made of them, in narrow tables, so that the long
//! words are never written again for it.

use crate::columns::{flag, id, maybe_number, maybe_text, number, part_of, text};
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
        // The words stand last: SQLite reads a row from the left, and comparing needs only what stands before them.
        let table = Table::create()
            .table("listings")
            .col(id("id"))
            .col(number("source_id"))
            .col(number("words_hash"))
            .col(number("first_seen_at"))
            .col(number("changed_at"))
            .col(number("missing_runs"))
            .col(maybe_number("missing_since"))
            .col(text("key"))
            .col(maybe_text("url"))
            .col(text("words"))
            .foreign_key(&mut part_of("listings", "source_id", "sources", "id"))
            .take();
        manager.create_table(table).await?;
        manager
            .create_index(
                Index::create()
                    .name("listings_source_id_missing_runs_idx")
                    .table("listings")
                    .col("source_id")
                    .col("missing_runs")
                    .take(),
            )
            .await?;
        let table = Table::create()
            .table("dirty_listings")
            .col(id("listing_id"))
            .col(flag("is_taken"))
            .foreign_key(&mut part_of("dirty_listings", "listing_id", "listings", "id"))
            .take();
        manager.create_table(table).await?;
        let table = Table::create()
            .table("listing_keys")
            .col(number("listing_id"))
            .col(number("key_hash"))
            .primary_key(Index::create().col("listing_id").col("key_hash"))
            .foreign_key(&mut part_of("listing_keys", "listing_id", "listings", "id"))
            .take();
        manager.create_table(table).await?;
        manager
            .create_index(
                Index::create().name("listing_keys_key_hash_idx").table("listing_keys").col("key_hash").take(),
            )
            .await?;
        let table = Table::create()
            .table("rejections")
            .col(id("listing_id"))
            .col(text("reason"))
            .foreign_key(&mut part_of("rejections", "listing_id", "listings", "id"))
            .take();
        manager.create_table(table).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("rejections").take()).await?;
        manager.drop_table(Table::drop().table("listing_keys").take()).await?;
        manager.drop_table(Table::drop().table("dirty_listings").take()).await?;
        manager.drop_table(Table::drop().table("listings").take()).await?;
        Ok(())
    }
}
