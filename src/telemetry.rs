//! The log: one file a day, a week of them, for its owner's eyes only.
//!
//! Owns where lines go and which are kept. Never: a person's words or a secret. The types see to the first
//! (`SafeText`, `Secret` and requests print no content); to the second, that other crates are heard from `warn` on
//! only, because an HTTP library's own chatter has addresses and headers in it.

use std::path::Path;

use tracing::level_filters::LevelFilter;
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::config::Level;

const DAYS: usize = 7;

/// Writes into `folder`, which exists. No thread: at `info` a day is a few dozen lines, and a line costs one write.
pub fn start(folder: &Path, level: Level) -> anyhow::Result<()> {
    let level = match level {
        Level::Off => return Ok(()),
        Level::Error => LevelFilter::ERROR,
        Level::Warn => LevelFilter::WARN,
        Level::Info => LevelFilter::INFO,
        Level::Debug => LevelFilter::DEBUG,
        Level::Trace => LevelFilter::TRACE,
    };
    let file = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("weft")
        .filename_suffix("log")
        .max_log_files(DAYS)
        .build(folder)?;
    let heard = Targets::new()
        .with_target("weft", level)
        .with_default(level.min(LevelFilter::WARN));
    let lines = tracing_subscriber::fmt::layer()
        .with_ansi(false)
        .with_writer(file);
    tracing_subscriber::registry()
        .with(lines)
        .with(heard)
        .try_init()?;
    Ok(())
}
