//! JSON that pages carry for their own scripts: `<script id="__NEXT_DATA__" type="application/json">`.

use crate::json;
use memchr::memmem;
use serde_json::Value;

/// So many mentions of an id are looked at.
const MENTIONS_MAX: usize = 20;

/// The longest tag that is read, in bytes.
const TAG_BYTES_MAX: usize = 1024;

/// The JSON of the script that has this id.
pub(crate) fn script(text: &str, id: &str) -> Option<Value> {
    let begin = memmem::find_iter(text.as_bytes(), id).take(MENTIONS_MAX).find_map(|at| content_begin(text, at, id))?;
    let content = text.get(begin..)?;
    let end = memmem::find(content.as_bytes(), b"</script").unwrap_or(content.len());
    json::values(content.get(..end)?).ok()?.into_iter().next()
}

/// Where the content begins of the script whose tag mentions its id at that place.
fn content_begin(text: &str, at: usize, id: &str) -> Option<usize> {
    let from = text.floor_char_boundary(at.saturating_sub(TAG_BYTES_MAX));
    let open = from + text.get(from..at)?.rfind('<')?;
    let before = text.get(open..at)?;
    let after = text.get(at + id.len()..)?;
    let is_script = before.get(..7).is_some_and(|tag| tag.eq_ignore_ascii_case("<script")) && !before.contains('>');
    let is_id = ["id=\"", "id='", "id="].iter().any(|attribute| before.ends_with(attribute));
    let is_whole = after.starts_with(['"', '\'', '>', ' ']);
    let end = after.find('>').filter(|end| *end < TAG_BYTES_MAX)?;
    (is_script && is_id && is_whole).then_some(at + id.len() + end + 1)
}

#[cfg(test)]
mod tests {
    use super::script;
    use serde_json::json;

    #[test]
    fn the_script_is_found_by_its_id() {
        let page = "<p>__NEXT_DATA__</p><script>var id=\"__NEXT_DATA__\"</script>\
                    <script type='application/json' id=\"__NEXT_DATA__\" crossorigin>{\"a\":[\"</p>\"]}</script><p>";
        assert_eq!(script(page, "__NEXT_DATA__"), Some(json!({"a": ["</p>"]})));
        assert_eq!(script(page, "wix-warmup-data"), None);
    }

    #[test]
    fn a_script_that_is_cut_off_is_none() {
        assert_eq!(script("<script id=x>{\"a\":", "x"), None);
        assert_eq!(script("<script id=x", "x"), None);
    }
}
