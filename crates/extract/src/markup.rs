//! HTML as a flat tree, for readers of attributes: one pass, no recursion, bounded depth, nodes and work. It follows the
//! parser of browsers where pages rely on it (elements without content or end tag, raw text, ends in the wrong order);
//! it moves nothing and adds nothing.

pub(crate) mod element;
mod kind;
pub(crate) mod tag;
pub(crate) mod tree;

pub(crate) use element::{Element, Part};
pub(crate) use tree::Tree;
