//! Somebody's own calendar.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "calendars")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    #[sea_orm(column_type = "Text")]
    pub name: String,
    #[sea_orm(column_type = "Text")]
    pub colour: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub filters: String,
    #[sea_orm(column_type = "Text")]
    pub options: String,
    pub revision: i64,
    pub created_at: i64,
    pub changed_at: i64,
    pub rotated_at: i64,
    #[sea_orm(column_type = "Text", unique)]
    pub creation_key: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub creation_salt: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
