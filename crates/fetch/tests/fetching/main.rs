//! The client against a web of its own on loopback.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that can't go on says where")]

mod asking;
mod credentials;
mod guarding;
mod limits;
mod pages;
mod redirects;
mod robots;
mod turns;
mod web;
