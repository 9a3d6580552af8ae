//! Questions whether somebody wants letters, and what they would wish.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "confirmations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub token_hash: String,
    pub subscriber_id: i64,
    #[sea_orm(column_type = "Text")]
    pub wishes: String,
    pub asked_at: i64,
    pub ends_at: i64,
    pub is_used: bool,
    #[sea_orm(column_type = "Text")]
    pub client_hash: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
