//! Takes listings, gives drafts and events.
