//! A mark is found in the database it was left in, at the revision it was left at.

use crate::tests::{
    databases::for_each_database,
    samples::{later, noon},
};
use chrono::TimeDelta;

#[tokio::test]
async fn a_mark_holds_where_it_was_left_and_nowhere_else() {
    for_each_database(|store| async move {
        assert_eq!(store.index_mark(1, noon()).await.unwrap(), None, "that revision was never reached");
        let first = store.index_mark(0, noon()).await.unwrap().unwrap();
        let second = store.index_mark(0, later(1)).await.unwrap().unwrap();
        assert_ne!(first, second);
        assert!(store.index_mark_holds(&first, 0).await.unwrap());
        assert!(!store.index_mark_holds(&first, 1).await.unwrap(), "another revision");
        assert!(!store.index_mark_holds("somewhere else", 0).await.unwrap());
        let third = store.index_mark(0, noon() + TimeDelta::days(91)).await.unwrap().unwrap();
        assert!(!store.index_mark_holds(&first, 0).await.unwrap(), "it is too old");
        assert!(store.index_mark_holds(&third, 0).await.unwrap());
    })
    .await;
}
