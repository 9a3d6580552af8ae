//! Takes an address, gives bytes at an instant.
