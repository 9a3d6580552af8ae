//! The documents that an operator trusts, read from where the settings say.

use std::{collections::BTreeMap, fs, path::Path};

use crate::settings::Settings;
use anyhow::{Context as _, bail};
use hobnob_graphql::TrustedDocuments;
use serde_json::Value;

/// The only documents that the API answers; none: it answers every one.
pub(crate) fn documents(settings: &Settings) -> anyhow::Result<Option<TrustedDocuments>> {
    let Some(path) = &settings.trusted_documents else { return Ok(None) };
    let named = || format!("setting `trusted_documents`: {}", path.display());
    let found = if path.is_dir() { in_folder(path) } else { in_file(path) };
    let documents = TrustedDocuments::new(found.with_context(named)?);
    if documents.is_empty() {
        bail!("{}: there is no document in it, so nothing would be answered; add one or unset it", named());
    }
    Ok(Some(documents))
}

/// Every `.graphql` file of a folder is one document.
fn in_folder(folder: &Path) -> anyhow::Result<Vec<String>> {
    let mut documents = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "graphql") {
            documents.push(fs::read_to_string(&path).with_context(|| path.display().to_string())?);
        }
    }
    Ok(documents)
}

/// A `.graphql` file is one document; a `.json` file is a manifest: an object of documents by any key, or Apollo's, with
/// a list of `operations` that have a `body`.
fn in_file(file: &Path) -> anyhow::Result<Vec<String>> {
    let text = fs::read_to_string(file)?;
    if file.extension().is_none_or(|end| end != "json") {
        return Ok(vec![text]);
    }
    let manifest: BTreeMap<String, Value> = serde_json::from_str(&text)?;
    let documents: Option<Vec<String>> = match manifest.get("operations").and_then(Value::as_array) {
        Some(operations) => operations.iter().map(|operation| body(operation.get("body")?)).collect(),
        None => manifest.values().map(body).collect(),
    };
    documents.context("expected an object of documents by their digest, or a manifest of Apollo's")
}

fn body(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_found_in_a_folder_a_file_and_both_kinds_of_manifest() {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::write(&path, text).unwrap();
            path
        };
        let one = put("a.graphql", "{ goals }");
        put("notes.txt", "not one");
        assert_eq!(in_folder(folder.path()).unwrap(), ["{ goals }"]);
        assert_eq!(in_file(&one).unwrap(), ["{ goals }"]);
        let by_digest = put("documents.json", "{\"ab12\": \"{ goals }\", \"cd34\": \"{ niches { slug } }\"}");
        assert_eq!(in_file(&by_digest).unwrap(), ["{ goals }", "{ niches { slug } }"]);
        let manifest = "{\"format\": \"apollo-persisted-query-manifest\", \"version\": 1, \
                        \"operations\": [{\"id\": \"ab12\", \"name\": \"Goals\", \"body\": \"{ goals }\"}]}";
        assert_eq!(in_file(&put("apollo.json", manifest)).unwrap(), ["{ goals }"]);
        assert!(in_file(&put("list.json", "[\"{ goals }\"]")).is_err());
        assert!(in_file(&put("numbers.json", "{\"ab12\": 1}")).is_err());
    }
}
