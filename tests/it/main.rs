//! The one integration binary: stories, properties, snapshots, and the program in a pseudo-terminal.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on should say where"
)]

mod crash;
mod demo;
mod editor;
mod export;
mod fates;
mod files;
mod frames;
mod http;
mod interop;
mod keepsake;
mod machine;
mod pictures;
mod pty;
mod readme;
mod reducer;
mod room;
mod rows;
mod search;
mod session;
mod shell;
mod sim;
mod spelling;
mod store;
mod story;
mod text;
mod tidy;
mod transfer;
mod wire;
mod words;
