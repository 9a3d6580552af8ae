//! The shape of the database.

use std::collections::BTreeMap;

use crate::{Store, StoreError, entity, tests::databases::for_each_empty_database};
use hobnob_domain::{EventId, EventStatus, SubscriberId, ToldEvent, Venue};
use sea_orm::{ConnectionTrait, DatabaseConnection, EntityTrait, Schema, Statement, TransactionTrait};

/// Every column of every table: table, column, type, whether it must be there, place in the key.
async fn columns(db: &DatabaseConnection) -> Vec<(String, String, String, bool, i64)> {
    let sql = if db.get_database_backend() == sea_orm::DbBackend::Postgres {
        "SELECT c.table_name::text, c.column_name::text, c.data_type::text, c.is_nullable = 'NO',
                COALESCE((SELECT k.ordinal_position FROM information_schema.key_column_usage k
                  JOIN information_schema.table_constraints t USING (constraint_schema, constraint_name, table_name)
                  WHERE t.constraint_type = 'PRIMARY KEY' AND k.table_schema = c.table_schema
                    AND k.table_name = c.table_name AND k.column_name = c.column_name), 0)::bigint
         FROM information_schema.columns c WHERE c.table_schema = current_schema() ORDER BY 1, 2"
    } else {
        "SELECT m.name, c.name, lower(c.type), c.\"notnull\" <> 0 OR c.pk > 0, c.pk
         FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' ORDER BY 1, 2"
    };
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    let column = |row: &sea_orm::QueryResult| {
        (
            row.try_get_by_index(0).unwrap(),
            row.try_get_by_index(1).unwrap(),
            row.try_get_by_index(2).unwrap(),
            row.try_get_by_index(3).unwrap(),
            row.try_get_by_index(4).unwrap(),
        )
    };
    rows.iter().map(column).filter(|row: &(String, _, _, _, _)| row.0 != "seaql_migrations").collect()
}

async fn create<E: EntityTrait>(db: &DatabaseConnection, entity: E) {
    let table = Schema::new(db.get_database_backend()).create_table_from_entity(entity);
    db.execute(&table).await.unwrap();
}

async fn create_all(db: &DatabaseConnection) {
    create(db, entity::sources::Entity).await;
    create(db, entity::pages::Entity).await;
    create(db, entity::problems::Entity).await;
    create(db, entity::listings::Entity).await;
    create(db, entity::dirty_listings::Entity).await;
    create(db, entity::listing_keys::Entity).await;
    create(db, entity::rejections::Entity).await;
    create(db, entity::venues::Entity).await;
    create(db, entity::organizers::Entity).await;
    create(db, entity::events::Entity).await;
    create(db, entity::tombstones::Entity).await;
    create(db, entity::revisions::Entity).await;
    create(db, entity::occurrences::Entity).await;
    create(db, entity::identities::Entity).await;
    create(db, entity::index_marks::Entity).await;
    create(db, entity::claims::Entity).await;
    create(db, entity::retired::Entity).await;
    create(db, entity::leases::Entity).await;
    create(db, entity::source_runs::Entity).await;
    create(db, entity::hosts::Entity).await;
    create(db, entity::run_totals::Entity).await;
    create(db, entity::pairs::Entity).await;
    create(db, entity::decisions::Entity).await;
    create(db, entity::provenance::Entity).await;
    create(db, entity::changes::Entity).await;
    create(db, entity::event_keys::Entity).await;
    create(db, entity::subscribers::Entity).await;
    create(db, entity::subscriber_addresses::Entity).await;
    create(db, entity::confirmations::Entity).await;
    create(db, entity::suppressions::Entity).await;
    create(db, entity::bounces::Entity).await;
    create(db, entity::keys::Entity).await;
    create(db, entity::letters::Entity).await;
    create(db, entity::letter_words::Entity).await;
    create(db, entity::memories::Entity).await;
    create(db, entity::letter_totals::Entity).await;
    create(db, entity::calendars::Entity).await;
    create(db, entity::calendar_secrets::Entity).await;
    create(db, entity::calendar_choices::Entity).await;
}

async fn connected(url: &str) -> Store {
    Store::connect(url).await.unwrap()
}

#[tokio::test]
async fn the_migrations_make_what_the_entities_expect() {
    let made = std::sync::Mutex::new(Vec::new());
    let kept = &made;
    for_each_empty_database(|url| async move {
        let store = connected(&url).await;
        store.migrate().await.unwrap();
        let found = columns(&store.reader).await;
        kept.lock().unwrap().push(found);
        store.close().await.unwrap();
        Ok(())
    })
    .await;
    let expected = std::sync::Mutex::new(Vec::new());
    let kept = &expected;
    for_each_empty_database(|url| async move {
        let store = connected(&url).await;
        create_all(&store.writer).await;
        let found = columns(&store.reader).await;
        kept.lock().unwrap().push(found);
        store.close().await.unwrap();
        Ok(())
    })
    .await;
    let (made, expected) = (made.into_inner().unwrap(), expected.into_inner().unwrap());
    assert!(made[0].len() > 100, "{}", made[0].len());
    assert_eq!(made, expected);
}

#[tokio::test]
async fn every_migration_goes_down_again() {
    for_each_empty_database(|url| async move {
        let store = connected(&url).await;
        store.migrate().await.unwrap();
        for left in (0..hobnob_migrations::known().len()).rev() {
            let transaction = store.writer.begin().await.unwrap();
            hobnob_migrations::down(&transaction).await.unwrap();
            transaction.commit().await.unwrap();
            assert_eq!(hobnob_migrations::applied(&store.writer).await.unwrap().len(), left);
        }
        assert_eq!(columns(&store.writer).await, Vec::new());
        store.migrate().await.unwrap();
        store.schema_check().await.unwrap();
        store.close().await.unwrap();
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_empty_database_is_not_ready_and_stays_empty() {
    for_each_empty_database(|url| async move {
        let store = connected(&url).await;
        let error = store.schema_check().await.unwrap_err().to_string();
        assert_eq!(
            error,
            "the database is not ready for this hobnob (it lacks 28 changes, m0001_sources first): run `hobnob migrate`"
        );
        assert_eq!(columns(&store.reader).await, Vec::new());
        store.close().await.unwrap();
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_newer_schema_is_refused() {
    for_each_empty_database(|url| async move {
        let store = connected(&url).await;
        store.migrate().await.unwrap();
        let newer = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_moon', 0)";
        store.writer.execute_unprepared(newer).await.unwrap();
        let expected = "the database was changed by a newer hobnob (m9999_moon): upgrade hobnob; nothing was touched";
        assert_eq!(store.schema_check().await.unwrap_err().to_string(), expected);
        assert_eq!(store.migrate().await.unwrap_err().to_string(), expected);
        store.close().await.unwrap();
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn several_processes_migrate_one_new_database_at_once() {
    for_each_empty_database(|url| async move {
        let mut processes = tokio::task::JoinSet::new();
        for _ in 0..6 {
            let url = url.clone();
            processes.spawn(async move {
                let store = Store::connect(&url).await?;
                store.migrate().await?;
                store.schema_check().await?;
                store.close().await
            });
        }
        while let Some(done) = processes.join_next().await {
            let done: Result<(), StoreError> = done.unwrap();
            assert!(done.is_ok(), "{done:?}");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_readers_were_told_before_it_was_one_row_is_still_known() {
    for_each_empty_database(|url| async move {
        let store = connected(&url).await;
        store.migrate().await.unwrap();
        let transaction = store.writer.begin().await.unwrap();
        // Back to the table that went with m0027.
        for _ in 27..=hobnob_migrations::known().len() {
            hobnob_migrations::down(&transaction).await.unwrap();
        }
        let reader = "INSERT INTO subscribers (id, state, filters, goals, zone, weekday, hour, created_at) \
                      VALUES (5, 'confirmed', '', '', 'UTC', 0, 8, 0)";
        transaction.execute_unprepared(reader).await.unwrap();
        let rows = "INSERT INTO told_events (subscriber_id, event_id, sequence, status, starts_at, name, venue) VALUES \
                    (5, 9223372036854775807, 3, 'cancelled', 1767225600000000, 'The \"last\"', '{\"name\":\"Mill\"}'), \
                    (5, 33, 0, 'scheduled', 1767225601000000, 'Rust', NULL)";
        transaction.execute_unprepared(rows).await.unwrap();
        transaction.commit().await.unwrap();
        store.migrate().await.unwrap();
        let reader = SubscriberId::new(5);
        let told = store.told_events(&[reader, SubscriberId::new(6)]).await.unwrap();
        let one = |sequence, status, at: &str, name: &str, venue| ToldEvent {
            sequence,
            status,
            starts_at: at.parse().unwrap(),
            name: name.to_owned(),
            venue,
            call_closes_at: None,
        };
        let venue = Venue { name: Some("Mill".to_owned()), ..Venue::default() };
        let first = one(3, EventStatus::Cancelled, "2026-01-01T00:00:00Z", "The \"last\"", Some(venue));
        let second = one(0, EventStatus::Scheduled, "2026-01-01T00:00:01Z", "Rust", None);
        let expected = BTreeMap::from([(EventId::new(i64::MAX), first), (EventId::new(33), second)]);
        assert_eq!(told, BTreeMap::from([(reader, expected)]));
        store.close().await.unwrap();
        Ok(())
    })
    .await;
}
