//! A venue's point may be the middle of its town. Which are, only the listings can tell, so all are resolved once more.

use crate::{columns::flag, dirty::ALL_DIRTY};
use sea_orm_migration::{
    MigrationTrait, SchemaManager, async_trait,
    sea_orm::{ConnectionTrait as _, DbErr, DeriveMigrationName},
    sea_query::Table,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = flag("is_town_centre").default(false).take();
        manager.alter_table(Table::alter().table("venues").add_column(column).take()).await?;
        manager.get_connection().execute_unprepared(ALL_DIRTY).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("venues").drop_column("is_town_centre").take()).await
    }
}
