//! What is asked of one source is looked up for all that stand beside it: one statement for a list, not one a row.

use std::{collections::BTreeMap, sync::Arc};

use crate::error::internal;
use async_graphql::Result;
use hobnob_domain::{Problem, SourceId, SourceRun};
use hobnob_store::Store;
use tokio::sync::Mutex;

/// By how many a source was asked for, what each source has.
type Found<T> = Mutex<BTreeMap<u64, Arc<BTreeMap<SourceId, Vec<T>>>>>;

/// Sources that one answer tells of together.
pub(crate) struct Siblings {
    ids: Vec<SourceId>,
    runs: Found<SourceRun>,
    problems: Found<Problem>,
}

impl Siblings {
    pub(crate) fn new(ids: Vec<SourceId>) -> Arc<Self> {
        Arc::new(Self { ids, runs: Mutex::default(), problems: Mutex::default() })
    }

    /// The latest runs of each source. Who asks while another is asking waits for the same answer.
    pub(crate) async fn runs(&self, store: &Store, first: u64) -> Result<Arc<BTreeMap<SourceId, Vec<SourceRun>>>> {
        let mut found = self.runs.lock().await;
        if let Some(runs) = found.get(&first) {
            return Ok(Arc::clone(runs));
        }
        let runs = Arc::new(store.source_runs(&self.ids, first).await.map_err(internal)?);
        found.insert(first, Arc::clone(&runs));
        Ok(runs)
    }

    /// What was odd in each source's latest run.
    pub(crate) async fn problems(&self, store: &Store, first: u64) -> Result<Arc<BTreeMap<SourceId, Vec<Problem>>>> {
        let mut found = self.problems.lock().await;
        if let Some(problems) = found.get(&first) {
            return Ok(Arc::clone(problems));
        }
        let problems = Arc::new(store.problems_of(&self.ids, first).await.map_err(internal)?);
        found.insert(first, Arc::clone(&problems));
        Ok(problems)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn siblings_are_looked_up_once_for_each_length() {
        let store = Store::connect("sqlite::memory:").await.unwrap();
        store.migrate().await.unwrap();
        let siblings = Siblings::new(vec![SourceId::new(1), SourceId::new(2)]);
        let first = siblings.runs(&store, 5).await.unwrap();
        assert!(Arc::ptr_eq(&first, &siblings.runs(&store, 5).await.unwrap()));
        assert!(!Arc::ptr_eq(&first, &siblings.runs(&store, 6).await.unwrap()));
        let problems = siblings.problems(&store, 5).await.unwrap();
        // Without its database it still knows what it has looked up.
        store.clone().close().await.unwrap();
        assert!(Arc::ptr_eq(&problems, &siblings.problems(&store, 5).await.unwrap()));
        assert!(siblings.runs(&store, 7).await.is_err());
    }
}
