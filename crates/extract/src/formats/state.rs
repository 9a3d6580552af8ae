//! The state that a page carries for its own scripts: JSON in a script with an id (`__NEXT_DATA__`), or assigned to a
//! name (`window.__APOLLO_STATE__ = {…}`).

use crate::json;
use memchr::memmem;
use serde_json::{Deserializer, Value};

/// The longest tag that may begin such a script, in bytes.
const TAG_BYTES_MAX: usize = 1024;

/// So many mentions of a name are looked at.
const MENTIONS_MAX: usize = 16;

/// The JSON of the first script with that id. None when there is none or it is no JSON.
pub(crate) fn by_id(text: &str, id: &str) -> Option<Value> {
    let content = content_by_id(text, id)?;
    match serde_json::from_str(content) {
        Ok(value) => Some(value),
        Err(_) => json::values(content).ok()?.into_iter().next(),
    }
}

/// The text of the first script with that id, without looking into it.
pub(crate) fn content_by_id<'a>(text: &'a str, id: &str) -> Option<&'a str> {
    let mentions = memmem::find_iter(text.as_bytes(), id.as_bytes()).take(MENTIONS_MAX);
    mentions.into_iter().find_map(|at| {
        let before = text.get(at.saturating_sub(TAG_BYTES_MAX)..at).or_else(|| text.get(..at))?;
        let tag = before.get(before.rfind('<')? + 1..)?;
        let is_script = tag.get(..6).is_some_and(|name| name.eq_ignore_ascii_case("script"));
        let is_id = tag.trim_end_matches(['"', '\'']).trim_end().trim_end_matches('=').trim_end().ends_with("id");
        let after = text.get(at + id.len()..)?;
        let ends = after.starts_with(['"', '\'', '>', ' ']);
        if !is_script || !is_id || !ends {
            return None;
        }
        let (_, content) = after.split_once('>')?;
        content.get(..memmem::find(content.as_bytes(), b"</script").unwrap_or(content.len()))
    })
}

/// The JSON that a script assigns to a name: `name = {…}`, also in brackets and quotes. None when there is none or what
/// is assigned is no JSON.
pub(crate) fn assigned(text: &str, name: &str) -> Option<Value> {
    let mentions = memmem::find_iter(text.as_bytes(), name.as_bytes()).take(MENTIONS_MAX);
    mentions.into_iter().find_map(|at| {
        let rest = text.get(at + name.len()..)?.trim_start_matches(['"', '\'', ']', ' ']);
        let value = rest.strip_prefix('=')?.trim_start();
        if !value.starts_with(['{', '[']) {
            return None;
        }
        Deserializer::from_str(value).into_iter().next()?.ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_script_is_found_by_its_id() {
        let page = "<a href='#state'>state</a><div id=\"state\">{}</div><SCRIPT type=\"application/json\" id='state' nonce=x>{\"a\":\"<b>\"}</SCRIPT>\
                    <script id=\"state\">{\"a\":2}</script>";
        assert_eq!(by_id(&page.replace("SCRIPT", "script"), "state"), Some(json!({"a": "<b>"})));
        assert_eq!(by_id(page, "stat"), None);
        assert_eq!(by_id("<script id=state>{\"a\":", "state"), None);
    }

    #[test]
    fn an_assignment_is_read_to_its_end() {
        let page = "<script>if (window.__S__) {}; window['__S__'] = {\"a\":[1]}; window.other = 1</script>";
        assert_eq!(assigned(page, "__S__"), Some(json!({"a": [1]})));
        assert_eq!(assigned("window.__S__ = JSON.parse('{}')", "__S__"), None);
    }

    proptest::proptest! {
        #[test]
        fn any_page_can_be_searched(page in "(<|>|script|id=|\"|'|state|=|\\{|\\}|é| ){0,40}") {
            let _ = by_id(&page, "state");
            let _ = assigned(&page, "state");
        }
    }
}
