//! Sittings on the time line. Days are `YYYY-MM-DD`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "occurrences")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub event_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i64,
    pub recurrence_id: Option<i64>,
    pub starts_at: i64,
    pub ends_at: i64,
    #[sea_orm(column_type = "Text")]
    pub starts_on: String,
    #[sea_orm(column_type = "Text")]
    pub ends_on: String,
    pub is_all_day: bool,
    #[sea_orm(column_type = "Text")]
    pub status: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
