//! serde helpers for a server that is careless with types: nulls, numbers as strings, strings as numbers.
