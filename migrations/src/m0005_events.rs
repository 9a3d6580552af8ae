//! Events, the derived state; those that are no more; and the one counter that orders every change.

use crate::columns::{id, maybe_number, needs, number, text};
use sea_orm_migration::{
    MigrationTrait, SchemaManager, async_trait,
    sea_orm::{DbErr, DeriveMigrationName},
    sea_query::{Index, Query, Table},
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
            .table("events")
            .col(id("id"))
            .col(number("revision"))
            .col(text("uid"))
            .col(number("sequence"))
            .col(number("created_at"))
            .col(number("revised_at"))
            .col(text("fingerprint"))
            .col(text("standing"))
            .col(text("status"))
            .col(number("starts_at"))
            .col(maybe_number("venue_id"))
            .col(maybe_number("organizer_id"))
            .col(number("content_hash"))
            .col(number("occurrences_hash"))
            .col(text("facts"))
            .col(text("claims"))
            .foreign_key(&mut needs("events", "venue_id", "venues", "id"))
            .foreign_key(&mut needs("events", "organizer_id", "organizers", "id"))
            .take();
        manager.create_table(table).await?;
        manager
            .create_index(Index::create().name("events_revision_idx").table("events").col("revision").unique().take())
            .await?;
        manager
            .create_index(Index::create().name("events_venue_id_idx").table("events").col("venue_id").take())
            .await?;
        manager
            .create_index(Index::create().name("events_organizer_id_idx").table("events").col("organizer_id").take())
            .await?;
        let table = Table::create().table("tombstones").col(id("event_id")).col(number("revision")).take();
        manager.create_table(table).await?;
        manager
            .create_index(
                Index::create().name("tombstones_revision_idx").table("tombstones").col("revision").unique().take(),
            )
            .await?;
        let table = Table::create().table("revisions").col(id("id")).col(number("revision")).take();
        manager.create_table(table).await?;
        let counter = Query::insert()
            .into_table("revisions")
            .columns(["id", "revision"])
            .values_panic([1.into(), 0.into()])
            .take();
        manager.execute(counter).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("revisions").take()).await?;
        manager.drop_table(Table::drop().table("tombstones").take()).await?;
        manager.drop_table(Table::drop().table("events").take()).await?;
        Ok(())
    }
}
