//! Marks by which a database is known again: whoever keeps something derived from it at a revision leaves a mark, and
//! where the mark is found later, all that changed since has a greater revision. A database that was restored from before
//! the mark, or is another one, does not have it.

use crate::{
    Store, StoreError,
    entity::index_marks::{ActiveModel, Column, Entity},
    events::newest,
    instant::micros,
    random,
};
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

/// How long a mark is good for.
const GOOD: TimeDelta = TimeDelta::days(90);

impl Store {
    /// Leaves a mark at a revision that the database has reached, and lets old ones go; none where it has not reached it
    /// (any more).
    pub async fn index_mark(&self, revision: i64, now: DateTime<Utc>) -> Result<Option<String>, StoreError> {
        let mark = random::secret()?.as_str().to_owned();
        let transaction = self.begin_alone().await?;
        if newest(&transaction).await? < revision {
            return Ok(None);
        }
        Entity::delete_many().filter(Column::MadeAt.lt(micros(now - GOOD))).exec(&transaction).await?;
        let row = ActiveModel { mark: Set(mark.clone()), revision: Set(revision), made_at: Set(micros(now)) };
        Entity::insert(row).exec_without_returning(&transaction).await?;
        transaction.commit().await?;
        Ok(Some(mark))
    }

    /// Whether the database has this mark at this revision.
    pub async fn index_mark_holds(&self, mark: &str, revision: i64) -> Result<bool, StoreError> {
        let marks = Entity::find().filter(Column::Mark.eq(mark)).filter(Column::Revision.eq(revision));
        Ok(marks.count(&self.reader).await? > 0 && newest(&self.reader).await? >= revision)
    }
}
