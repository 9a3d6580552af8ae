//! What a reader was told becomes one row: it is read and written as a whole, and in time there were hundreds.

use crate::columns::{id, maybe_text, number, part_of, text};
use sea_orm_migration::{
    MigrationTrait, SchemaManager, async_trait,
    sea_orm::{ConnectionTrait as _, DbBackend, DbErr, DeriveMigrationName},
    sea_query::{Index, Table},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Sums a word of Crockford's base 32 up from an id, digit by digit: both databases know these functions and no loop.
fn word(column: &str) -> String {
    const DIGITS: &str = "0123456789abcdefghjkmnpqrstvwxyz";
    let digit = |shift: i32| format!("substr('{DIGITS}', CAST((({column} >> {shift}) & 31) AS INTEGER) + 1, 1)");
    let digits: Vec<String> = (0..13).rev().map(|place| digit(place * 5)).collect();
    format!("COALESCE(NULLIF(ltrim({}, '0'), ''), '0')", digits.join(" || "))
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let memories = Table::create()
            .table("memories")
            .col(id("subscriber_id"))
            .col(text("told"))
            .foreign_key(&mut part_of("memories", "subscriber_id", "subscribers", "id"))
            .take();
        manager.create_table(memories).await?;
        let (list, object, at, venue) = match manager.get_database_backend() {
            DbBackend::Sqlite => (
                "json_group_array",
                "json_object",
                "strftime('%Y-%m-%dT%H:%M:%SZ', starts_at / 1000000, 'unixepoch')",
                "json(venue)",
            ),
            _ => (
                "json_agg",
                "json_build_object",
                "to_char(to_timestamp(starts_at / 1000000) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')",
                "venue::json",
            ),
        };
        let one = format!(
            "{object}('event_id', {}, 'sequence', sequence, 'status', status, 'starts_at', {at}, 'name', name, 'venue', {venue})",
            word("event_id")
        );
        let taken = format!(
            "INSERT INTO memories (subscriber_id, told) \
             SELECT subscriber_id, CAST({list}({one}) AS TEXT) FROM told_events GROUP BY subscriber_id"
        );
        manager.get_connection().execute_unprepared(&taken).await?;
        manager.drop_table(Table::drop().table("told_events").take()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("memories").take()).await?;
        let told = Table::create()
            .table("told_events")
            .col(number("subscriber_id"))
            .col(number("event_id"))
            .col(number("sequence"))
            .col(text("status"))
            .col(number("starts_at"))
            .col(text("name"))
            .col(maybe_text("venue"))
            .primary_key(Index::create().col("subscriber_id").col("event_id"))
            .foreign_key(&mut part_of("told_events", "subscriber_id", "subscribers", "id"))
            .take();
        manager.create_table(told).await
    }
}
