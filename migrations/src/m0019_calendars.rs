//! Calendars of people: what stands in them, what their owners said of single events, and the hashes of the secrets
//! that open them. A secret's row outlives its calendar, so that a revoked address can be told from one that never was.

use crate::columns::{id, maybe_number, maybe_text, number, part_of, text};
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
        calendars(manager).await?;
        secrets(manager).await?;
        let table = Table::create()
            .table("calendar_choices")
            .col(number("calendar_id"))
            .col(text("kind"))
            .col(number("target"))
            .col(text("label"))
            .col(number("chosen_at"))
            .primary_key(Index::create().col("calendar_id").col("kind").col("target"))
            .foreign_key(&mut part_of("calendar_choices", "calendar_id", "calendars", "id"))
            .take();
        manager.create_table(table).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["calendar_choices", "calendar_secrets", "calendars"] {
            manager.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }
}

async fn calendars(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("calendars")
        .col(id("id"))
        .col(text("name"))
        .col(maybe_text("colour"))
        .col(text("filters"))
        .col(text("options"))
        .col(number("revision"))
        .col(number("created_at"))
        .col(number("changed_at"))
        .col(number("rotated_at"))
        .col(maybe_text("creation_key"))
        .col(maybe_text("creation_salt"))
        .take();
    manager.create_table(table).await?;
    let by_time = Index::create().name("calendars_created_at_idx").table("calendars").col("created_at").take();
    manager.create_index(by_time).await?;
    let by_key =
        Index::create().name("calendars_creation_key_idx").table("calendars").col("creation_key").unique().take();
    manager.create_index(by_key).await
}

async fn secrets(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("calendar_secrets")
        .col(text("secret_hash").primary_key())
        .col(number("calendar_id"))
        .col(number("made_at"))
        .col(maybe_number("revoked_at"))
        .take();
    manager.create_table(table).await?;
    let by_calendar = Index::create()
        .name("calendar_secrets_calendar_id_idx")
        .table("calendar_secrets")
        .col("calendar_id")
        .col("made_at")
        .take();
    manager.create_index(by_calendar).await
}
