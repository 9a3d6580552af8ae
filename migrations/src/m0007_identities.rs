//! What outlives events, the ground state of who they are: which listing was about which event, the UID and sequence
//! an event has reached, and into which event a retired one went. Nothing here points at `events`, which can be thrown
//! away.

use crate::columns::{id, number, part_of, text};
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
            .table("identities")
            .col(id("event_id"))
            .col(text("uid"))
            .col(number("sequence"))
            .col(number("created_at"))
            .col(number("revised_at"))
            .col(text("fingerprint"))
            .take();
        manager.create_table(table).await?;
        let table = Table::create()
            .table("claims")
            .col(id("listing_id"))
            .col(number("event_id"))
            .foreign_key(&mut part_of("claims", "listing_id", "listings", "id"))
            .take();
        manager.create_table(table).await?;
        manager
            .create_index(Index::create().name("claims_event_id_idx").table("claims").col("event_id").take())
            .await?;
        let table =
            Table::create().table("retired").col(id("event_id")).col(text("uid")).col(number("successor_id")).take();
        manager.create_table(table).await?;
        manager
            .create_index(Index::create().name("retired_successor_id_idx").table("retired").col("successor_id").take())
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("retired").take()).await?;
        manager.drop_table(Table::drop().table("claims").take()).await?;
        manager.drop_table(Table::drop().table("identities").take()).await?;
        Ok(())
    }
}
