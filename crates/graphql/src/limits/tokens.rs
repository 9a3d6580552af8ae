//! Counting before parsing: a document that is too long is refused without being understood.

use super::{NESTING_MAX, TOKENS_MAX};

/// Counts tokens and nesting as the GraphQL grammar cuts them; says what is too much. Text that is not GraphQL is let
/// through: the parser says what is wrong with it.
pub(crate) fn check_tokens(document: &str) -> Result<(), String> {
    let mut rest = document.as_bytes();
    let (mut tokens, mut nesting) = (0_usize, 0_usize);
    while let Some((first, behind)) = rest.split_first() {
        match first {
            b' ' | b'\t' | b'\r' | b'\n' | b',' => {
                rest = behind;
                continue;
            }
            b'#' => {
                rest = from(rest, rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')));
                continue;
            }
            b'{' | b'[' | b'(' => nesting += 1,
            b'}' | b']' | b')' => nesting = nesting.saturating_sub(1),
            _ => {}
        }
        tokens += 1;
        if tokens > TOKENS_MAX {
            return Err(format!("the document has more than {TOKENS_MAX} tokens; ask for less at once"));
        }
        if nesting > NESTING_MAX {
            return Err(format!("the document nests brackets more than {NESTING_MAX} deep"));
        }
        rest = behind_token(*first, rest);
    }
    Ok(())
}

/// The bytes behind the token that `rest` begins with.
fn behind_token(first: u8, rest: &[u8]) -> &[u8] {
    match first {
        b'"' if rest.starts_with(b"\"\"\"") => behind_block_string(rest),
        b'"' => behind_string(rest),
        b'.' if rest.starts_with(b"...") => from(rest, Some(3)),
        byte if is_word(byte) => from(rest, rest.iter().position(|byte| !is_word(*byte))),
        _ => from(rest, Some(1)),
    }
}

const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

fn from(bytes: &[u8], at: Option<usize>) -> &[u8] {
    at.and_then(|at| bytes.get(at..)).unwrap_or_default()
}

fn behind_string(rest: &[u8]) -> &[u8] {
    let mut is_escaped = false;
    let end = rest.iter().enumerate().skip(1).find(|(_, byte)| {
        let is_end = matches!(byte, b'"' | b'\n') && !is_escaped;
        is_escaped = **byte == b'\\' && !is_escaped;
        is_end
    });
    from(rest, end.map(|(at, _)| at + 1))
}

fn behind_block_string(rest: &[u8]) -> &[u8] {
    let inside = from(rest, Some(3));
    let mut ends = inside.windows(3).enumerate().filter(|(_, three)| three == b"\"\"\"");
    let end = ends.find(|(at, _)| at.checked_sub(1).and_then(|before| inside.get(before)) != Some(&b'\\'));
    from(inside, end.map(|(at, _)| at + 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_strings_and_comments_does_not_count() {
        let long = "{{{{".repeat(2_000);
        assert_eq!(
            check_tokens(&format!("{{ a(b: \"{long}\\\"{long}\") c(d: \"\"\"{long}\"\"\") # {long}\n }}")),
            Ok(())
        );
    }

    #[test]
    fn a_document_of_two_thousand_tokens_is_let_through_and_one_more_is_not() {
        let fields = |count: usize| format!("{{{}}}", "a ".repeat(count));
        assert_eq!(check_tokens(&fields(TOKENS_MAX - 2)), Ok(()));
        assert!(check_tokens(&fields(TOKENS_MAX - 1)).is_err());
    }

    #[test]
    fn brackets_may_nest_forty_deep_and_no_deeper() {
        let nested = |depth: usize| format!("{}{}", "{a".repeat(depth), "}".repeat(depth));
        assert_eq!(check_tokens(&nested(NESTING_MAX)), Ok(()));
        assert!(check_tokens(&nested(NESTING_MAX + 1)).is_err());
    }

    proptest::proptest! {
        #[test]
        fn counting_never_panics(document in ".*") {
            let _ = check_tokens(&document);
        }

        #[test]
        fn counting_quotes_and_backslashes_never_panics(document in "[\"\\\\{}.# \n]*") {
            let _ = check_tokens(&document);
        }
    }
}
