//! Sources: a place we watch, and its health.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sources")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    #[sea_orm(column_type = "Text")]
    pub url: String,
    #[sea_orm(column_type = "Text")]
    pub name: String,
    #[sea_orm(column_type = "Text")]
    pub format: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub niches: String,
    pub every_ms: Option<i64>,
    #[sea_orm(column_type = "Text")]
    pub state: String,
    #[sea_orm(column_type = "Text")]
    pub etag: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub last_modified: Option<String>,
    pub next_fetch_at: i64,
    pub fetched_at: Option<i64>,
    pub succeeded_at: Option<i64>,
    pub failures: i64,
    #[sea_orm(column_type = "Text")]
    pub problem: Option<String>,
    pub is_complete: bool,
    #[sea_orm(column_type = "Text")]
    pub held: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub lease_owner: Option<String>,
    pub lease_until: Option<i64>,
    #[sea_orm(column_type = "Text")]
    pub rules: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub place: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub time_zone: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub language: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub user_agent: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub robots_consent: Option<String>,
    pub wrong_answers: i64,
    pub wrong_since: Option<i64>,
    #[sea_orm(column_type = "Text")]
    pub moved_url: Option<String>,
    pub moved_times: i64,
    pub moved_since: Option<i64>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
