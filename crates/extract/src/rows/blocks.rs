//! Texts that editors keep as blocks, as Strapi's and Sanity's do: `[{"type": "paragraph", "children": [{"text": "…"}]}]`.

use crate::text;
use serde_json::Value;

/// So many blocks are read.
const BLOCKS_MAX: usize = 200;

/// How deep lists and links may be nested in them.
const DEPTH_MAX: usize = 8;

/// The text of blocks, a paragraph each; none of anything else.
pub(super) fn text(value: &Value) -> Option<String> {
    let mut paragraphs = Vec::new();
    for block in value.as_array()?.iter().take(BLOCKS_MAX) {
        block.get("children")?;
        let mut paragraph = String::new();
        collect(block, 0, &mut paragraph);
        if !paragraph.trim().is_empty() {
            paragraphs.push(paragraph);
        }
    }
    (!paragraphs.is_empty()).then(|| paragraphs.join("\n\n"))
}

fn collect(node: &Value, depth: usize, out: &mut String) {
    if depth > DEPTH_MAX || out.len() > text::PROSE_BYTES_MAX {
        return;
    }
    out.push_str(node.get("text").and_then(Value::as_str).unwrap_or_default());
    for child in node.get("children").and_then(Value::as_array).into_iter().flatten() {
        if child.get("type").and_then(Value::as_str) == Some("list-item") && !out.is_empty() {
            out.push('\n');
        }
        collect(child, depth + 1, out);
    }
}

#[cfg(test)]
mod tests {
    use super::text;
    use serde_json::json;

    #[test]
    fn blocks_are_paragraphs_and_items_are_lines() {
        let blocks = json!([
            {"type": "paragraph", "children": [{"type": "text", "text": "Two "}, {"type": "link", "children": [{"text": "workshops"}]}]},
            {"type": "paragraph", "children": [{"type": "text", "text": ""}]},
            {"type": "list", "children": [{"type": "list-item", "children": [{"text": "ropes"}]},
                {"type": "list-item", "children": [{"text": "knots"}]}]}]);
        assert_eq!(text(&blocks).as_deref(), Some("Two workshops\n\nropes\nknots"));
        for other in [json!("Two"), json!(["Two"]), json!([{"text": "Two"}]), json!([])] {
            assert_eq!(text(&other), None, "{other}");
        }
    }
}
