//! A sorted table of keys with their postings.

use crate::{Out, Outcome, layout::KEYS_A_BLOCK};

/// Keys and postings in any order; written sorted, each pair once.
#[derive(Default)]
pub(crate) struct Keys(Vec<(String, u32)>);

impl Keys {
    pub(crate) fn add(&mut self, key: String, posting: u32) {
        if !key.is_empty() {
            self.0.push((key, posting));
        }
    }

    /// Keeps, of postings under one key for which `same` holds, the first in ascending order.
    pub(crate) fn write(mut self, out: &Out, table: &str, same: fn(u32, u32) -> bool) -> Outcome<()> {
        self.0.sort_unstable();
        self.0.dedup_by(|later, kept| later.0 == kept.0 && same(later.1, kept.1));
        let (mut entries, mut blocks, mut before) = (Vec::new(), Vec::new(), "");
        for (number, group) in self.0.chunk_by(|a, b| a.0 == b.0).enumerate() {
            let Some((key, _)) = group.first() else { continue };
            if number % KEYS_A_BLOCK == 0 {
                blocks.extend(u32::try_from(entries.len())?.to_le_bytes());
                before = "";
            }
            let shared = before.bytes().zip(key.bytes()).take_while(|(a, b)| a == b).count();
            let rest = key.as_bytes().get(shared..).unwrap_or_default();
            for size in [shared, rest.len(), group.len()] {
                entries.push(u8::try_from(size).map_err(|_| format!("{table}: `{key}` is too long or too common"))?);
            }
            entries.extend_from_slice(rest);
            for (_, posting) in group {
                let [low, middle, high, 0] = posting.to_le_bytes() else {
                    return Err(format!("{table}: posting {posting} needs more than three bytes").into());
                };
                entries.extend([low, middle, high]);
            }
            before = key;
        }
        out.write(&format!("{table}.keys"), &entries)?;
        out.write(&format!("{table}.blocks"), &blocks)
    }
}
