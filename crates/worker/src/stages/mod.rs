//! The stages, in the order a fact passes them.

mod crawl;
mod neighbours;
mod resolve;

pub use crawl::Crawl;
pub use resolve::Resolve;
