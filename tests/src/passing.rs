//! Time that passes for a database, where the program's own clock can't be turned: everything that lies ahead comes nearer.

use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::SubscriberId;
use sea_orm::{ConnectionTrait as _, Database};

/// Columns of letters, and of what says who sends them, that hold an instant.
const INSTANTS: [(&str, &[&str]); 3] = [
    ("letters", &["at", "next_try_at", "lease_until", "ended_at"]),
    ("subscribers", &["next_due_at", "told_at", "anew_at"]),
    ("leases", &["lease_until"]),
];

/// Lets so much time pass for all letters and their readers.
pub async fn pass_time(address: &str, by: TimeDelta) {
    let by = by.num_microseconds().expect("a while");
    let statements = INSTANTS.iter().map(|(table, columns)| {
        let earlier: Vec<String> = columns.iter().map(|column| format!("{column} = {column} - {by}")).collect();
        format!("UPDATE {table} SET {}", earlier.join(", "))
    });
    run(address, statements).await;
}

/// Lets each reader's next letter be due at an instant.
pub async fn due_at(address: &str, readers: impl IntoIterator<Item = (SubscriberId, DateTime<Utc>)>) {
    let statements = readers.into_iter().map(|(id, at)| {
        format!("UPDATE subscribers SET next_due_at = {} WHERE id = {}", at.timestamp_micros(), id.get())
    });
    run(address, statements).await;
}

async fn run(address: &str, statements: impl Iterator<Item = String>) {
    let db = Database::connect(address).await.expect("a connection of the story's own");
    for statement in statements {
        db.execute_unprepared(&statement).await.expect("a statement");
    }
    db.close().await.expect("it closes");
}
