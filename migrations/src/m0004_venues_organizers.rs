//! Where events are and who invites. Rows are known by a hash of what they say, and so never change.

use crate::columns::{id, maybe_degrees, maybe_number, maybe_text, number, text};
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
            .table("venues")
            .col(id("id"))
            .col(maybe_text("name"))
            .col(maybe_text("address"))
            .col(maybe_text("locality"))
            .col(maybe_text("region"))
            .col(maybe_text("country"))
            .col(maybe_degrees("latitude"))
            .col(maybe_degrees("longitude"))
            .col(maybe_number("geoname_id"))
            .take();
        manager.create_table(table).await?;
        let table = Table::create()
            .table("organizers")
            .col(id("id"))
            .col(number("organizer_id"))
            .col(text("name"))
            .col(maybe_text("url"))
            .take();
        manager.create_table(table).await?;
        manager
            .create_index(
                Index::create().name("organizers_organizer_id_idx").table("organizers").col("organizer_id").take(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("organizers").take()).await?;
        manager.drop_table(Table::drop().table("venues").take()).await?;
        Ok(())
    }
}
