//! The write side: stages that select due work, do one batch, write.
