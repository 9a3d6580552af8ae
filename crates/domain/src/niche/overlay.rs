//! An operator's file laid over the compiled-in taxonomy: new fields and niches, other labels, more words, fewer words.

use super::TaxonomyError;

/// Lists of words: an overlay adds to them.
const WORDS: [&str; 8] = ["keywords", "everyday", "telling", "ambiguous", "case", "exclude", "series", "aliases"];

/// Takes words out of all those lists.
const REMOVE: &str = "remove";

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
    if let Some((key, _)) = entry.iter().find(|(key, value)| is_misshapen(key, value)) {
        return Err(fault(&slug, &format!("has a `{key}` that is not of its sort")));
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
            Some(words) => words.extend(value.as_array().into_iter().flatten().cloned()),
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

fn is_misshapen(key: &str, value: &toml::Value) -> bool {
    let is_strings = || value.as_array().is_some_and(|array| array.iter().all(toml::Value::is_str));
    match key {
        "slug" | "label" | "field" => !value.is_str(),
        "broader" | REMOVE => !is_strings(),
        key if WORDS.contains(&key) => !is_strings(),
        _ => true,
    }
}
