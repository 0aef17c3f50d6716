//! What everything else is about: people, chats, messages, moments, and text that is safe to show.
//!
//! Owns the words of the program. Never: a clock, a file, a socket, a screen, a sibling module.

pub mod contact;
pub mod geometry;
pub mod id;
pub mod message;
pub mod picture;
pub mod secret;
mod special;
pub mod text;
pub mod time;
