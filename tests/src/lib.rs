//! Stories told to the real thing.
