//! Keys of this instance that nobody gave: made once, and the same for every process over the database.

use crate::{Store, StoreError, batch::keeping, entity::keys, random};
use sea_orm::EntityTrait;

impl Store {
    /// The key of this name. Where there is none yet it is made, from the operating system's randomness; of several
    /// processes that make it at once, all get the same.
    pub async fn key(&self, name: &str) -> Result<String, StoreError> {
        if let Some(row) = keys::Entity::find_by_id(name).one(&self.reader).await? {
            return Ok(row.key);
        }
        let made = keys::Model { name: name.to_owned(), key: random::secret()?.as_str().to_owned() };
        keys::Entity::insert(keys::ActiveModel::from(made))
            .on_conflict(keeping::<keys::Entity>())
            .exec_without_returning(&self.writer)
            .await?;
        let row = keys::Entity::find_by_id(name).one(&self.writer).await?;
        Ok(row.ok_or_else(|| StoreError::Random("the key that was made is not there".to_owned()))?.key)
    }
}
