//! weft: a full-screen terminal messenger for WeChat.

pub mod app;
pub mod domain;
pub mod net;
pub mod port;
pub mod session;
pub mod sim;
pub mod term;
pub mod ui;
pub mod wire;
pub mod words;
