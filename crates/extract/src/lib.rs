//! Takes a page, gives listings in the source's own words.
