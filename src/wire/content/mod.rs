//! What people and the service say in a message, as one [`Body`](crate::domain::message::Body) per kind (`protocol.md §6`).
//!
//! Owns the way from a raw `AddMsgList` item to a [`domain`](crate::domain::message) value: escapes, emoji, XML, notices.
//! Never: loses a message over its content, shows a person raw XML, expands an entity that a message declares.

pub mod text;

mod app;
mod body;
mod emoji;
mod envelope;
mod media;
mod notice;
mod page;
mod people;
mod place;
mod quote;
mod record;
mod xml;

pub(super) use envelope::{Arrival, read};
