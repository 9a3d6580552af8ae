//! Takes a reader and occurrences, gives a letter and sends it.
