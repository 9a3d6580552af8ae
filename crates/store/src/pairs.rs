//! Pairs of listings: why two are about one event, and which two may be.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Store, StoreError,
    batch::{IDS_MAX, insert_all, limited, replacing},
    entity::pairs,
};
use hobnob_domain::{ListingId, Match, MatchReason, Pair, Verdict};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

/// A pair's place among those of its verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PairPlace {
    /// Its score; the highest come first.
    pub score: i32,
    /// Its listings, the lower id first.
    pub listings: (ListingId, ListingId),
}

impl From<&Pair> for PairPlace {
    fn from(pair: &Pair) -> Self {
        let Pair { one, other, found: Match { verdict: _, score, reasons: _ } } = pair;
        Self { score: *score, listings: (*one, *other) }
    }
}

impl Store {
    /// Pairs of one verdict, the surest first, among equals by listing; those after `after` only, at most `limit`.
    pub async fn pairs(&self, verdict: Verdict, after: Option<PairPlace>, limit: u64) -> Result<Vec<Pair>, StoreError> {
        use pairs::Column::{OneId, OtherId, Score};
        let mut asked = pairs::Entity::find().filter(pairs::Column::Verdict.eq(verdict.as_str()));
        if let Some(after) = after {
            let (one, other) = after.listings;
            let (score, one, other) = (i64::from(after.score), one.get(), other.get());
            let beside =
                Condition::any().add(OneId.gt(one)).add(Condition::all().add(OneId.eq(one)).add(OtherId.gt(other)));
            asked = asked
                .filter(Condition::any().add(Score.lt(score)).add(Condition::all().add(Score.eq(score)).add(beside)));
        }
        let rows = asked.order_by_desc(Score).order_by_asc(OneId).order_by_asc(OtherId).limit(limited(limit));
        rows.all(&self.reader).await?.into_iter().map(pair).collect()
    }

    /// How many pairs have a verdict.
    pub async fn pairs_count(&self, verdict: Verdict) -> Result<u64, StoreError> {
        let asked = pairs::Entity::find().filter(pairs::Column::Verdict.eq(verdict.as_str()));
        Ok(asked.count(&self.reader).await?)
    }

    /// What is known of two listings, named in either order.
    pub async fn pair(&self, one: ListingId, other: ListingId) -> Result<Option<Pair>, StoreError> {
        let key = (one.min(other).get(), one.max(other).get());
        pairs::Entity::find_by_id(key).one(&self.reader).await?.map(pair).transpose()
    }

    /// The pairs within each group of listings: why they are about one event. In the order of the groups.
    pub async fn pairs_within(&self, groups: &[Vec<ListingId>]) -> Result<Vec<Vec<Pair>>, StoreError> {
        let ids: BTreeSet<i64> = groups.iter().flatten().map(|id| id.get()).collect();
        let ids: Vec<i64> = ids.into_iter().collect();
        let mut found: BTreeMap<ListingId, Vec<Pair>> = BTreeMap::new();
        for chunk in ids.chunks(IDS_MAX) {
            let theirs = pairs::Column::OneId.is_in(chunk.iter().copied());
            let same = pairs::Column::Verdict.eq(Verdict::Same.as_str());
            for row in pairs::Entity::find().filter(theirs).filter(same).all(&self.reader).await? {
                let pair = pair(row)?;
                found.entry(pair.one).or_default().push(pair);
            }
        }
        let within = |group: &Vec<ListingId>| {
            let members: BTreeSet<ListingId> = group.iter().copied().collect();
            let mut pairs: Vec<Pair> = members
                .iter()
                .filter_map(|one| found.get(one))
                .flatten()
                .filter(|pair| members.contains(&pair.other))
                .cloned()
                .collect();
            pairs.sort_by_key(|pair| (pair.one, pair.other));
            pairs
        };
        Ok(groups.iter().map(within).collect())
    }
}

/// Writes what is known now of the resolved listings in place of what was known.
pub(crate) async fn rewrite(
    db: &impl ConnectionTrait,
    told: &[Pair],
    resolved: &BTreeSet<i64>,
    alive: &BTreeMap<i64, i64>,
) -> Result<(), StoreError> {
    let ids: Vec<i64> = resolved.iter().copied().collect();
    for chunk in ids.chunks(IDS_MAX) {
        for column in [pairs::Column::OneId, pairs::Column::OtherId] {
            pairs::Entity::delete_many().filter(column.is_in(chunk.iter().copied())).exec(db).await?;
        }
    }
    let is_told = |pair: &&Pair| {
        let ids = [pair.one.get(), pair.other.get()];
        pair.one < pair.other
            && ids.iter().all(|id| alive.contains_key(id))
            && ids.iter().any(|id| resolved.contains(id))
    };
    let rows: BTreeMap<(i64, i64), pairs::Model> =
        told.iter().filter(is_told).map(|pair| ((pair.one.get(), pair.other.get()), row(pair))).collect();
    Ok(insert_all::<pairs::Entity, _>(db, rows.into_values().collect(), &replacing::<pairs::Entity>()).await?)
}

fn row(pair: &Pair) -> pairs::Model {
    let Pair { one, other, found } = pair;
    let Match { verdict, score, reasons } = found;
    let reason = |reason: &MatchReason| {
        let MatchReason { finding, points } = reason;
        format!("{finding}:{points}")
    };
    pairs::Model {
        one_id: one.get(),
        other_id: other.get(),
        score: i64::from(*score),
        verdict: verdict.as_str().to_owned(),
        reasons: reasons.iter().map(reason).collect::<Vec<_>>().join(" "),
    }
}

fn pair(row: pairs::Model) -> Result<Pair, StoreError> {
    let pairs::Model { one_id, other_id, score, verdict, reasons } = row;
    let fault = |reason: String| StoreError::Row { table: "pair", id: one_id, reason };
    let reason = |written: &str| {
        let (finding, points) = written.split_once(':').ok_or_else(|| fault(format!("`{written}` is no reason")))?;
        let points = points.parse().map_err(|_| fault(format!("`{points}` is no number")))?;
        Ok(MatchReason { finding: finding.parse().map_err(|error| fault(format!("{error}")))?, points })
    };
    let found = Match {
        verdict: verdict.parse().map_err(|error| fault(format!("{error}")))?,
        score: i32::try_from(score).unwrap_or(0),
        reasons: reasons.split_whitespace().map(reason).collect::<Result<_, StoreError>>()?,
    };
    Ok(Pair { one: ListingId::new(one_id), other: ListingId::new(other_id), found })
}
