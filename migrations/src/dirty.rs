//! Listings that are to be resolved.

/// Has every listing resolved once more.
pub(crate) const ALL_DIRTY: &str = "INSERT INTO dirty_listings (listing_id, is_taken) \
    SELECT id, FALSE FROM listings WHERE id >= 0 ON CONFLICT (listing_id) DO UPDATE SET is_taken = FALSE";
