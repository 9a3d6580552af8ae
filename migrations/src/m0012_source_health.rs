//! What the operator of a circuit wants to know: how long a source has answered wrongly, and where it says it has moved.

use crate::columns::{maybe_number, maybe_text, number};
use sea_orm_migration::{
    MigrationTrait, SchemaManager, async_trait,
    sea_orm::{DbErr, DeriveMigrationName},
    sea_query::Table,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const COLUMNS: [&str; 5] = ["wrong_answers", "wrong_since", "moved_url", "moved_times", "moved_since"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = [
            number("wrong_answers").default(0).take(),
            maybe_number("wrong_since"),
            maybe_text("moved_url"),
            number("moved_times").default(0).take(),
            maybe_number("moved_since"),
        ];
        // SQLite adds one column a statement.
        for column in columns {
            manager.alter_table(Table::alter().table("sources").add_column(column).take()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in COLUMNS {
            manager.alter_table(Table::alter().table("sources").drop_column(column).take()).await?;
        }
        Ok(())
    }
}
