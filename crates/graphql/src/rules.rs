//! Rules, as an operator writes them down.

/// Reads rules as JSON or TOML and gives them as the JSON that is stored, or says what is wrong and the cure. Reading
/// pages is not this crate's, so whoever wires the process gives the reader that knows what a rule is.
#[derive(Clone, Copy, Debug)]
pub struct RulesReader(pub fn(&str) -> Result<String, String>);

impl Default for RulesReader {
    /// Takes no rules.
    fn default() -> Self {
        Self(|_| Err("this process takes no rules; write them into the catalogue".to_owned()))
    }
}
