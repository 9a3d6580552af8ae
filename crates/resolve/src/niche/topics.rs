//! What a source's own tags mean in our niches.

use std::collections::BTreeMap;

use hobnob_domain::NicheId;

/// Niches by vocabulary and tag: `confs.tech/rust`.
#[derive(Debug)]
pub(super) struct Topics(BTreeMap<String, Vec<NicheId>>);

impl Topics {
    /// Reads the table that is compiled in.
    pub(super) fn new() -> Self {
        let table: toml::Table = include_str!("../../../domain/data/topics.toml").parse().unwrap_or_default();
        let mut topics = BTreeMap::new();
        for (vocabulary, tags) in &table {
            for (tag, slugs) in tags.as_table().into_iter().flatten() {
                let slugs = slugs.as_array().into_iter().flatten().filter_map(toml::Value::as_str);
                let niches = slugs.filter_map(|slug| slug.parse().ok()).collect();
                topics.insert(format!("{vocabulary}/{tag}").to_lowercase(), niches);
            }
        }
        Self(topics)
    }

    /// The niches a tag stands for; none for a tag that says nothing.
    pub(super) fn niches(&self, topic: &str) -> &[NicheId] {
        self.0.get(&topic.trim().to_lowercase()).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tag_of_the_table_stands_for_niches_that_there_are() {
        let table: toml::Table = include_str!("../../../domain/data/topics.toml").parse().unwrap();
        let topics = Topics::new();
        for (vocabulary, tags) in &table {
            for (tag, slugs) in tags.as_table().unwrap() {
                let expected = slugs.as_array().unwrap().len();
                assert_eq!(topics.niches(&format!("{vocabulary}/{tag}")).len(), expected, "{tag}");
            }
        }
    }

    #[test]
    fn an_unknown_tag_says_nothing() {
        assert_eq!(Topics::new().niches("confs.tech/unheard-of"), &[]);
    }
}
