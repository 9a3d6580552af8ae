//! Takes text or a point, gives a place.
