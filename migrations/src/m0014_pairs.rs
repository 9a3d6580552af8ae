//! Pairs of listings that are about one event, with the reasons, and pairs that may be. Derived: resolving tells them
//! again. Listings find each other by other keys than before, so all are resolved once more.

use crate::{
    columns::{number, part_of, text},
    dirty::ALL_DIRTY,
};
use sea_orm_migration::{
    MigrationTrait, SchemaManager, async_trait,
    sea_orm::{ConnectionTrait, DbErr, DeriveMigrationName},
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
            .table("pairs")
            .col(number("one_id"))
            .col(number("other_id"))
            .col(number("score"))
            .col(text("verdict"))
            .col(text("reasons"))
            .primary_key(Index::create().col("one_id").col("other_id"))
            .foreign_key(&mut part_of("pairs", "one_id", "listings", "id"))
            .foreign_key(&mut part_of("pairs", "other_id", "listings", "id"))
            .take();
        manager.create_table(table).await?;
        manager.create_index(Index::create().name("pairs_other_id_idx").table("pairs").col("other_id").take()).await?;
        let by_verdict =
            Index::create().name("pairs_verdict_score_idx").table("pairs").col("verdict").col("score").take();
        manager.create_index(by_verdict).await?;
        manager.get_connection().execute_unprepared(ALL_DIRTY).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("pairs").take()).await
    }
}
