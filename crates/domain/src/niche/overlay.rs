//! An operator's file laid over the compiled-in taxonomy: new fields and niches, other labels, more words, fewer words.

use super::TaxonomyError;

/// Lists of words: an overlay adds to them.
pub(super) const WORDS: [&str; 8] =
    ["keywords", "everyday", "telling", "ambiguous", "case", "exclude", "series", "aliases"];

/// Takes words out of all those lists.
const REMOVE: &str = "remove";

/// Keys whose value is one text.
const TEXTS: [&str; 3] = ["slug", "label", "field"];

/// Keys whose value is a list, besides the words.
const LISTS: [&str; 2] = ["broader", REMOVE];

/// The most fields and niches that an overlay may touch.
const ENTRIES_MAX: usize = 2_000;

/// Lays `over` on `file`. Entries are known by their slug: a known one gets more words (and loses those under `remove`),
/// its other keys are replaced; an unknown one is added behind the others.
pub(super) fn lay(file: &mut toml::Table, over: &toml::Table) -> Result<(), TaxonomyError> {
    if let Some(key) = over.keys().find(|key| !matches!(key.as_str(), "schema" | "field" | "niche")) {
        return Err(fault(key, "is neither `[[field]]` nor `[[niche]]`"));
    }
    for kind in ["field", "niche"] {
        let Some(entries) = over.get(kind) else { continue };
        let entries = entries.as_array().ok_or_else(|| fault(kind, "is no list: write `[[field]]`, `[[niche]]`"))?;
        if entries.len() > ENTRIES_MAX {
            return Err(fault(kind, "has too many entries"));
        }
        let known = file.entry(kind).or_insert_with(|| toml::Value::Array(Vec::new()));
        for entry in entries {
            let entry = entry.as_table().ok_or_else(|| fault(kind, "is no table"))?;
            lay_entry(known, entry)?;
        }
    }
    Ok(())
}

fn fault(entry: &str, fault: &str) -> TaxonomyError {
    TaxonomyError::Entry { entry: entry.to_owned(), fault: fault.to_owned() }
}

fn lay_entry(known: &mut toml::Value, entry: &toml::Table) -> Result<(), TaxonomyError> {
    let slug = super::string(entry, "slug")?;
    for (key, value) in entry {
        match shape(key) {
            None => {
                let known = TEXTS.iter().chain(&LISTS).chain(&WORDS).copied().collect::<Vec<_>>().join(", ");
                return Err(fault(&slug, &format!("has the unknown key `{key}`; allowed: {known}")));
            }
            Some(Shape::Text) if !value.is_str() => {
                return Err(fault(&slug, &format!("has a `{key}` that is no text, such as {key} = \"rust\"")));
            }
            Some(Shape::List) if !value.as_array().is_some_and(|array| array.iter().all(toml::Value::is_str)) => {
                return Err(fault(
                    &slug,
                    &format!("has a `{key}` that is no list of texts, such as {key} = [\"rust\"]"),
                ));
            }
            Some(_) => {}
        }
    }
    let Some(known) = known.as_array_mut() else { return Ok(()) };
    let position = known.iter().position(|other| other.get("slug").and_then(toml::Value::as_str) == Some(&slug));
    let Some(held) = position.and_then(|position| known.get_mut(position)).and_then(toml::Value::as_table_mut) else {
        let mut new = entry.clone();
        new.remove(REMOVE);
        known.push(toml::Value::Table(new));
        return Ok(());
    };
    for (key, value) in entry.iter().filter(|(key, _)| *key != REMOVE) {
        match held.get_mut(key).and_then(toml::Value::as_array_mut).filter(|_| WORDS.contains(&key.as_str())) {
            // A word that is there already would count twice.
            Some(words) => {
                for word in value.as_array().into_iter().flatten() {
                    if !words.contains(word) {
                        words.push(word.clone());
                    }
                }
            }
            None => drop(held.insert(key.clone(), value.clone())),
        }
    }
    let gone: Vec<&toml::Value> = entry.get(REMOVE).and_then(toml::Value::as_array).into_iter().flatten().collect();
    for key in WORDS {
        if let Some(words) = held.get_mut(key).and_then(toml::Value::as_array_mut) {
            words.retain(|word| !gone.contains(&word));
        }
    }
    Ok(())
}

/// What a key's value is.
enum Shape {
    Text,
    List,
}

fn shape(key: &str) -> Option<Shape> {
    match key {
        key if TEXTS.contains(&key) => Some(Shape::Text),
        key if LISTS.contains(&key) || WORDS.contains(&key) => Some(Shape::List),
        _ => None,
    }
}
