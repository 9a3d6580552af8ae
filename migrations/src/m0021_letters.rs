//! The outbox: one row for each letter, what became of it, and what readers were told.

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
        let letters = Table::create()
            .table("letters")
            .col(id("id"))
            .col(number("subscriber_id"))
            .col(text("kind"))
            .col(text("period"))
            .col(text("state"))
            .col(number("at"))
            .col(maybe_text("content"))
            .col(maybe_text("told"))
            .col(number("attempts"))
            .col(number("next_try_at"))
            .col(maybe_text("lease_owner"))
            .col(maybe_number("lease_until"))
            .col(maybe_text("message_id"))
            .col(maybe_text("error"))
            .col(maybe_number("ended_at"))
            .foreign_key(&mut part_of("letters", "subscriber_id", "subscribers", "id"))
            .take();
        manager.create_table(letters).await?;
        let once = Index::create()
            .name("letters_subscriber_id_kind_period_key")
            .table("letters")
            .col("subscriber_id")
            .col("kind")
            .col("period")
            .unique()
            .take();
        manager.create_index(once).await?;
        let next = Index::create()
            .name("letters_state_next_try_at_idx")
            .table("letters")
            .col("state")
            .col("next_try_at")
            .take();
        manager.create_index(next).await?;
        self.tellings(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["letter_totals", "told_events", "letters"] {
            manager.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }
}

impl Migration {
    async fn tellings(&self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        let told = Table::create()
            .table("told_events")
            .col(number("subscriber_id"))
            .col(number("event_id"))
            .col(number("sequence"))
            .col(text("status"))
            .col(number("starts_at"))
            .col(text("name"))
            .primary_key(Index::create().col("subscriber_id").col("event_id"))
            .foreign_key(&mut part_of("told_events", "subscriber_id", "subscribers", "id"))
            .take();
        manager.create_table(told).await?;
        let totals = Table::create()
            .table("letter_totals")
            .col(text("kind"))
            .col(text("outcome"))
            .col(number("letters"))
            .primary_key(Index::create().col("kind").col("outcome"))
            .take();
        manager.create_table(totals).await
    }
}
