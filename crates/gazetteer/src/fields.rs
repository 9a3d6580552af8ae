//! Integers read one after the other from the built-in bytes.

/// What is left of a record. Past its end everything is zero: the tables are written by this crate's own build script
/// and a test walks all of them, so this only spares every caller a case that can't happen.
pub(crate) struct Fields(pub(crate) &'static [u8]);

impl Fields {
    pub(crate) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let Some((head, rest)) = self.0.split_first_chunk::<N>() else { return [0; N] };
        self.0 = rest;
        *head
    }

    pub(crate) fn u8(&mut self) -> u8 {
        let [byte] = self.bytes();
        byte
    }

    pub(crate) fn u16(&mut self) -> u16 {
        u16::from_le_bytes(self.bytes())
    }

    pub(crate) fn u32(&mut self) -> u32 {
        u32::from_le_bytes(self.bytes())
    }

    pub(crate) fn i32(&mut self) -> i32 {
        i32::from_le_bytes(self.bytes())
    }

    /// So many bytes.
    pub(crate) fn slice(&mut self, length: usize) -> &'static [u8] {
        let (head, rest) = self.0.split_at_checked(length).unwrap_or_default();
        self.0 = rest;
        head
    }
}

/// The record of that number in a table of records of `N` bytes.
pub(crate) fn record<const N: usize>(table: &'static [u8], number: usize) -> Option<Fields> {
    table.as_chunks::<N>().0.get(number).map(|record| Fields(record))
}

/// A number as an index; the tables hold nothing that does not fit.
pub(crate) fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
