//! The read side: routes, pages and feeds over HTTP.
