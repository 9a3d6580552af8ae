//! What became of events, for ever, and what an event said when it was last told: ground state, like identities.

use crate::columns::{maybe_text, number, text};
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
        let column = maybe_text("summary");
        manager.alter_table(Table::alter().table("identities").add_column(column).take()).await?;
        let table = Table::create()
            .table("changes")
            .col(number("changed_at"))
            .col(number("event_id"))
            .col(number("sequence"))
            .col(text("kind"))
            .col(maybe_text("before"))
            .col(maybe_text("after"))
            .primary_key(Index::create().col("changed_at").col("event_id").col("sequence").col("kind"))
            .take();
        manager.create_table(table).await?;
        let index = Index::create().name("changes_event_id_idx").table("changes").col("event_id").take();
        manager.create_index(index).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("changes").take()).await?;
        manager.alter_table(Table::alter().table("identities").drop_column("summary").take()).await
    }
}
