//! Readers of the weekly mail, without where they are reached.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "subscribers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    #[sea_orm(column_type = "Text")]
    pub state: String,
    #[sea_orm(column_type = "Text")]
    pub filters: String,
    #[sea_orm(column_type = "Text")]
    pub goals: String,
    #[sea_orm(column_type = "Text")]
    pub zone: String,
    pub weekday: i64,
    pub hour: i64,
    pub created_at: i64,
    pub confirmed_at: Option<i64>,
    pub left_at: Option<i64>,
    pub told_at: Option<i64>,
    pub anew_at: Option<i64>,
    pub next_due_at: Option<i64>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
