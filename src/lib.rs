//! weft: a full-screen terminal messenger for WeChat.

pub mod app;
pub mod cli;
pub mod config;
pub mod domain;
pub mod net;
pub mod places;
pub mod port;
pub mod runtime;
pub mod session;
pub mod sim;
pub mod telemetry;
pub mod term;
pub mod ui;
pub mod wire;
pub mod words;
