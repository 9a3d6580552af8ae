//! Takes a calendar, gives RFC 5545 text.
