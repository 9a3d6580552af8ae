//! Runs over sources: how each ended and what it brought, numbered within their source.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "source_runs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub source_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    pub started_at: i64,
    pub finished_at: i64,
    #[sea_orm(column_type = "Text")]
    pub ending: String,
    #[sea_orm(column_type = "Text")]
    pub reason: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub robots_consent: Option<String>,
    pub pages: i64,
    pub bytes: i64,
    pub not_modified: i64,
    pub listings_seen: i64,
    pub listings_new: i64,
    pub listings_changed: i64,
    pub listings_vanished: i64,
    pub problems: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
