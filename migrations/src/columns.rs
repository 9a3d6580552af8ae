//! The few kinds of column there are.

use sea_orm_migration::sea_query::{ColumnDef, ForeignKey, ForeignKeyAction, ForeignKeyCreateStatement};

/// A whole number of 64 bits: an id, a count, an instant.
pub(crate) fn number(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().not_null().take()
}

/// The same, where nothing may be known.
pub(crate) fn maybe_number(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().null().take()
}

/// The number by which a row is known; given by the program, never counted up by the database.
pub(crate) fn id(name: &'static str) -> ColumnDef {
    number(name).primary_key().take()
}

/// Text of any length.
pub(crate) fn text(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().not_null().take()
}

/// The same, where nothing may be known.
pub(crate) fn maybe_text(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().null().take()
}

/// True or false.
pub(crate) fn flag(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).boolean().not_null().take()
}

/// Degrees on the Earth, where they are known.
pub(crate) fn maybe_degrees(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).double().null().take()
}

/// A row that goes with the row it points at.
pub(crate) fn part_of(
    table: &'static str,
    column: &'static str,
    whole: &'static str,
    id: &'static str,
) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("{table}_{column}_fkey"))
        .from(table, column)
        .to(whole, id)
        .on_delete(ForeignKeyAction::Cascade)
        .take()
}

/// A row that keeps the row it points at from going.
pub(crate) fn needs(
    table: &'static str,
    column: &'static str,
    other: &'static str,
    id: &'static str,
) -> ForeignKeyCreateStatement {
    ForeignKey::create().name(format!("{table}_{column}_fkey")).from(table, column).to(other, id).take()
}
