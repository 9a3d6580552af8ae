//! Keeps what must last, in SQLite or PostgreSQL.
