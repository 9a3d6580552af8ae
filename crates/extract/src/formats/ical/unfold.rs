//! Physical lines to logical lines, on bytes: a fold may stand inside of a character (RFC 5545 §3.1).

use memchr::memchr2_iter;

/// Joins folded lines. Lines may end with CR, LF or both and are given with LF; empty ones are left out, so that a fold
/// may also reach over them.
pub(super) fn unfolded(bytes: &[u8]) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::with_capacity(bytes.len() + 1);
    let mut from = 0;
    for end in memchr2_iter(b'\n', b'\r', bytes).chain([bytes.len()]) {
        let line = bytes.get(from..end).unwrap_or_default();
        from = end + 1;
        match line.split_first() {
            None => {}
            Some((b' ' | b'\t', rest)) if !out.is_empty() => {
                out.pop();
                out.extend_from_slice(rest);
                out.push(b'\n');
            }
            Some(_) => {
                out.extend_from_slice(line);
                out.push(b'\n');
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::unfolded;

    #[test]
    fn a_fold_may_follow_a_blank_and_cut_a_character() {
        assert_eq!(
            unfolded(b"SUMMARY:meet \r\n people\r\nX:caf\xC3\r\n \xA9\r\n"),
            "SUMMARY:meet people\nX:café\n".as_bytes()
        );
    }

    #[test]
    fn every_line_end_will_do() {
        assert_eq!(unfolded(b"A:1\rB:2\nC:3\r\r\n\tx\n\n y\n"), b"A:1\nB:2\nC:3xy\n");
    }
}
