//! The taxonomy.

use crate::node::global;
use async_graphql::{ID, Object, SimpleObject};
use hobnob_domain::{NicheId, niche::taxonomy};

/// A niche of the curated taxonomy.
pub(crate) struct Niche(pub(crate) NicheId);

/// A field of work: the first level of the taxonomy.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct NicheField {
    /// The field, for caches of clients.
    id: ID,
    /// Its word in addresses.
    slug: String,
    /// Its name for people.
    label: String,
}

/// A niche of the curated taxonomy: the second level, within a field of work.
#[Object]
impl Niche {
    /// The niche, for caches of clients.
    async fn id(&self) -> ID {
        global("niche", self.0.slug())
    }

    /// Its word in filters and addresses, such as `rust`.
    async fn slug(&self) -> &str {
        self.0.slug()
    }

    /// Its name for people, such as "Rust".
    async fn label(&self) -> &str {
        &self.0.niche().label
    }

    /// The field of work it is part of.
    async fn field(&self) -> Option<NicheField> {
        let slug = &self.0.niche().field;
        let field = taxonomy().fields.iter().find(|field| field.slug == *slug)?;
        let hobnob_domain::niche::Field { slug, label } = field;
        Some(NicheField { id: global("field", slug), slug: slug.clone(), label: label.clone() })
    }

    /// Other names that filters take for it.
    async fn aliases(&self) -> &[String] {
        &self.0.niche().aliases
    }

    /// Niches that an event of this one belongs to as well.
    #[graphql(complexity = "3 * child_complexity + 1")]
    async fn broader(&self) -> Vec<Niche> {
        self.0.niche().broader.iter().copied().map(Niche).collect()
    }
}

/// Niches whose slug, name or alias holds every word of the query; all of them without one.
pub(crate) fn niches_like(query: Option<&str>) -> Vec<Niche> {
    let query = hobnob_domain::text::folded(query.unwrap_or_default());
    let words: Vec<&str> = query.split(' ').filter(|word| !word.is_empty()).collect();
    let is_like = |id: &NicheId| {
        let niche = id.niche();
        let names =
            [niche.slug.as_str(), niche.label.as_str()].into_iter().chain(niche.aliases.iter().map(String::as_str));
        let names: Vec<String> = names.map(hobnob_domain::text::folded).collect();
        words.iter().all(|word| names.iter().any(|name| name.contains(word)))
    };
    NicheId::all().filter(|id| words.is_empty() || is_like(id)).map(Niche).collect()
}
