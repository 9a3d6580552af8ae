//! A letter's words stand beside its row: how far it came changes often, what it says never does.

use crate::columns::{id, maybe_text, part_of, text};
use sea_orm_migration::{
    MigrationTrait, SchemaManager, async_trait,
    sea_orm::{ConnectionTrait as _, DbErr, DeriveMigrationName},
    sea_query::Table,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const COLUMNS: [&str; 2] = ["content", "told"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let words = Table::create()
            .table("letter_words")
            .col(id("letter_id"))
            .col(text("content"))
            .col(text("told"))
            .foreign_key(&mut part_of("letter_words", "letter_id", "letters", "id"))
            .take();
        manager.create_table(words).await?;
        let taken = "INSERT INTO letter_words (letter_id, content, told) \
                     SELECT id, content, COALESCE(told, '[]') FROM letters WHERE content IS NOT NULL";
        manager.get_connection().execute_unprepared(taken).await?;
        for column in COLUMNS {
            manager.alter_table(Table::alter().table("letters").drop_column(column).take()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in COLUMNS {
            manager.alter_table(Table::alter().table("letters").add_column(maybe_text(column)).take()).await?;
        }
        let back = "UPDATE letters SET content = (SELECT content FROM letter_words WHERE letter_id = letters.id), \
                    told = (SELECT told FROM letter_words WHERE letter_id = letters.id)";
        manager.get_connection().execute_unprepared(back).await?;
        manager.drop_table(Table::drop().table("letter_words").take()).await
    }
}
