//! Sittings on the time line, for whoever reads the database with other programs.

use crate::columns::{flag, maybe_number, number, part_of, text};
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
            .table("occurrences")
            .col(number("event_id"))
            .col(number("position"))
            .col(maybe_number("recurrence_id"))
            .col(number("starts_at"))
            .col(number("ends_at"))
            .col(text("starts_on"))
            .col(text("ends_on"))
            .col(flag("is_all_day"))
            .col(text("status"))
            .primary_key(Index::create().col("event_id").col("position"))
            .foreign_key(&mut part_of("occurrences", "event_id", "events", "id"))
            .take();
        manager.create_table(table).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("occurrences").take()).await?;
        Ok(())
    }
}
