//! Sums over all runs, by how they ended.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "run_totals")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub ending: String,
    pub runs: i64,
    pub pages: i64,
    pub pages_not_modified: i64,
    pub pages_failed: i64,
    pub bytes: i64,
    pub listings_new: i64,
    pub listings_changed: i64,
    pub listings_vanished: i64,
    pub problems: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
