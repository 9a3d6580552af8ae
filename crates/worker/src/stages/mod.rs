//! The stages, in the order a fact passes them.

mod crawl;
mod crawl_keep;
mod crawl_run;
mod letters;
mod letters_answers;
mod letters_claim;
mod letters_desk;
mod letters_plan;
mod letters_send;
mod neighbours;
mod resolve;

pub use crawl::Crawl;
pub use letters::Letters;
pub use resolve::Resolve;
