//! What the owner of a calendar said of an event, an organizer or a series.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "calendar_choices")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub calendar_id: i64,
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub kind: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub target: i64,
    #[sea_orm(column_type = "Text")]
    pub label: String,
    pub chosen_at: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
