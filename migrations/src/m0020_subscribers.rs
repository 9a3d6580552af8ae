//! Readers of the weekly mail: what they wish, and apart from it where it goes; who asked, who must not be written to, and
//! the keys of this instance.

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
        let subscribers = Table::create()
            .table("subscribers")
            .col(id("id"))
            .col(text("state"))
            .col(text("filters"))
            .col(text("goals"))
            .col(text("zone"))
            .col(number("weekday"))
            .col(number("hour"))
            .col(number("created_at"))
            .col(maybe_number("confirmed_at"))
            .col(maybe_number("left_at"))
            .col(maybe_number("told_at"))
            .col(maybe_number("next_due_at"))
            .take();
        manager.create_table(subscribers).await?;
        let due = Index::create().name("subscribers_next_due_at_idx").table("subscribers").col("next_due_at").take();
        manager.create_index(due).await?;
        self.addresses(manager).await?;
        let keys = Table::create().table("keys").col(text("name").primary_key()).col(text("key")).take();
        manager.create_table(keys).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["keys", "bounces", "suppressions", "confirmations", "subscriber_addresses", "subscribers"] {
            manager.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }
}

impl Migration {
    async fn addresses(&self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        let addresses = Table::create()
            .table("subscriber_addresses")
            .col(id("subscriber_id"))
            .col(text("address_hash").unique_key())
            .col(maybe_text("address"))
            .foreign_key(&mut part_of("subscriber_addresses", "subscriber_id", "subscribers", "id"))
            .take();
        manager.create_table(addresses).await?;
        let confirmations = Table::create()
            .table("confirmations")
            .col(text("token_hash").primary_key())
            .col(number("subscriber_id"))
            .col(text("wishes"))
            .col(number("asked_at"))
            .col(number("ends_at"))
            .col(flag("is_used"))
            .col(text("client_hash"))
            .foreign_key(&mut part_of("confirmations", "subscriber_id", "subscribers", "id"))
            .take();
        manager.create_table(confirmations).await?;
        for column in ["subscriber_id", "client_hash", "asked_at"] {
            let name = format!("confirmations_{column}_idx");
            manager.create_index(Index::create().name(name).table("confirmations").col(column).take()).await?;
        }
        let suppressions = Table::create()
            .table("suppressions")
            .col(text("address_hash").primary_key())
            .col(text("reason"))
            .col(number("since"))
            .take();
        manager.create_table(suppressions).await?;
        let bounces = Table::create()
            .table("bounces")
            .col(text("address_hash"))
            .col(text("report"))
            .col(number("bounced_at"))
            .primary_key(Index::create().col("address_hash").col("report"))
            .take();
        manager.create_table(bounces).await
    }
}
