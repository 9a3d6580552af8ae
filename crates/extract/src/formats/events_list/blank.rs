//! Lists with nothing in them: what a list of events is between two seasons. An answer that says what went wrong is none.

use super::tree::{is_about_events, is_wrapper};
use serde_json::Value;

/// Fields of an answer that is a refusal.
const REFUSALS: [&str; 8] = ["error", "errors", "message", "detail", "code", "fault", "exception", "reason"];

/// Whether a document is an object whose lists are all empty and one of them is called as one of events is; where a list
/// of events is wanted, also an empty list that could be anybody's.
pub(super) fn is_blank(values: &[Value], is_wanted: bool) -> bool {
    match values {
        [Value::Array(list)] => is_wanted && list.is_empty(),
        [Value::Object(whole)] => {
            let mut lists = whole.iter().filter_map(|(key, value)| Some((key, value.as_array()?))).peekable();
            let is_refusal = whole.keys().any(|key| REFUSALS.contains(&key.to_ascii_lowercase().as_str()));
            let is_list_of_events = |key: &str| is_about_events(key) || (is_wanted && is_wrapper(key));
            !is_refusal
                && lists.peek().is_some()
                && whole.iter().any(|(key, value)| value.is_array() && is_list_of_events(key))
                && lists.all(|(_, list)| list.is_empty())
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_blank;
    use serde_json::json;

    #[test]
    fn nothing_is_told_from_refusals() {
        for nothing in [json!([]), json!({"events": []}), json!({"data": [], "meta": {"total": 0}})] {
            assert!(is_blank(std::slice::from_ref(&nothing), true), "{nothing}");
        }
        assert!(is_blank(&[json!({"events": []})], false));
        assert!(!is_blank(&[json!([])], false) && !is_blank(&[json!({"data": []})], false));
        for other in [
            json!({}),
            json!({"data": [], "message": "no key"}),
            json!({"speakers": []}),
            json!({"events": [], "venues": [{"name": "Lab"}]}),
            json!([{}]),
            json!("[]"),
        ] {
            assert!(!is_blank(std::slice::from_ref(&other), true), "{other}");
        }
    }
}
