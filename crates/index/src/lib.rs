//! Takes events, answers filters.
