//! Events: what we believe. `facts` and `claims` are JSON.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "events")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub revision: i64,
    #[sea_orm(column_type = "Text")]
    pub uid: String,
    pub sequence: i64,
    pub created_at: i64,
    pub revised_at: i64,
    #[sea_orm(column_type = "Text")]
    pub fingerprint: String,
    #[sea_orm(column_type = "Text")]
    pub standing: String,
    #[sea_orm(column_type = "Text")]
    pub status: String,
    pub starts_at: i64,
    pub venue_id: Option<i64>,
    pub organizer_id: Option<i64>,
    pub content_hash: i64,
    pub occurrences_hash: i64,
    #[sea_orm(column_type = "Text")]
    pub facts: String,
    #[sea_orm(column_type = "Text")]
    pub claims: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
