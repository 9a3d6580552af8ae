//! Numbers of events within a segment.

/// An event's number within its segment.
pub(crate) type Doc = u32;

/// Where a number's row stands in a column.
pub(crate) fn at(doc: Doc) -> usize {
    usize::try_from(doc).unwrap_or(usize::MAX)
}

/// The number of the row that stands there.
pub(crate) fn doc(at: usize) -> Doc {
    Doc::try_from(at).unwrap_or(Doc::MAX)
}
