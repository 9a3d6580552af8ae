//! How many letters there were and what became of them, counted in the transactions that decide it: so that the counts
//! can be held against the outbox.

use crate::{Store, StoreError, entity::letter_totals, instant::count};
use hobnob_domain::{LetterKind, LetterState};
use sea_orm::{
    ConnectionTrait, EntityTrait, Statement,
    sea_query::{Expr, ExprTrait as _, OnConflict},
};

/// Letters that were due.
pub(crate) const CANDIDATES: &str = "candidates";

/// Letters that were due and had nothing to tell, or were there already.
pub(crate) const EXCLUDED: &str = "excluded";

/// Letters in the outbox of which something is still to become.
const OPEN: &str = "open";

/// What became of all letters of a kind, ever.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LetterTotals {
    /// That were due.
    pub candidates: u64,
    /// That had nothing to tell.
    pub excluded: u64,
    /// That the relay took.
    pub sent: u64,
    /// That were refused for good.
    pub failed: u64,
    /// Of which nobody knows whether they were taken.
    pub unknown: u64,
    /// That came too late, or whose reader has left.
    pub skipped: u64,
    /// That are still on their way.
    pub open: u64,
}

impl LetterTotals {
    /// Whether every letter that was due is accounted for.
    pub const fn is_balanced(&self) -> bool {
        let Self { candidates, excluded, sent, failed, unknown, skipped, open } = *self;
        candidates == excluded + sent + failed + unknown + skipped + open
    }
}

impl Store {
    /// What became of the letters of a kind. One statement, so that a letter that ends meanwhile is counted once.
    pub async fn letter_totals(&self, kind: LetterKind) -> Result<LetterTotals, StoreError> {
        let sql = format!(
            "SELECT outcome, letters FROM letter_totals WHERE kind = '{kind}' UNION ALL SELECT '{OPEN}', COUNT(*) \
             FROM letters WHERE kind = '{kind}' AND state IN ('{}', '{}', '{}')",
            LetterState::Planned,
            LetterState::Claimed,
            LetterState::HandedOver
        );
        let rows = self.reader.query_all_raw(Statement::from_string(self.reader.get_database_backend(), sql)).await?;
        let mut totals = LetterTotals::default();
        for row in rows {
            let (outcome, letters): (String, i64) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            if let Some(total) = totals.of(&outcome) {
                *total = count(letters);
            }
        }
        Ok(totals)
    }
}

impl LetterTotals {
    fn of(&mut self, outcome: &str) -> Option<&mut u64> {
        match outcome {
            CANDIDATES => Some(&mut self.candidates),
            EXCLUDED => Some(&mut self.excluded),
            OPEN => Some(&mut self.open),
            state => match state.parse().ok()? {
                LetterState::Sent => Some(&mut self.sent),
                LetterState::Failed => Some(&mut self.failed),
                LetterState::Unknown => Some(&mut self.unknown),
                LetterState::Skipped => Some(&mut self.skipped),
                LetterState::Planned | LetterState::Claimed | LetterState::HandedOver => None,
            },
        }
    }
}

/// Counts letters of one outcome.
pub(crate) async fn counted(
    db: &impl ConnectionTrait,
    kind: LetterKind,
    outcome: &str,
    letters: u64,
) -> Result<(), StoreError> {
    if letters == 0 {
        return Ok(());
    }
    let letters = i64::try_from(letters).unwrap_or(i64::MAX);
    let row = letter_totals::Model { kind: kind.to_string(), outcome: outcome.to_owned(), letters };
    let before = Expr::col((letter_totals::Entity, letter_totals::Column::Letters));
    let adding = OnConflict::columns([letter_totals::Column::Kind, letter_totals::Column::Outcome])
        .value(letter_totals::Column::Letters, before.add(letters))
        .to_owned();
    letter_totals::Entity::insert(letter_totals::ActiveModel::from(row))
        .on_conflict(adding)
        .exec_without_returning(db)
        .await?;
    Ok(())
}
