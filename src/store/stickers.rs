//! The stickers that can be sent again, by the index on (kind, seq).

use rusqlite::{Connection, params};

use super::{body, line};
use crate::port::stickers::{StickerRecord, offered};

/// So many messages with stickers are looked at, the newest: years of most people's.
const LOOKED_AT: u32 = 4_000;

pub(super) fn newest(db: &Connection, most: u16) -> rusqlite::Result<Vec<StickerRecord>> {
    let sql = format!(
        "SELECT {} FROM line INDEXED BY line_by_kind WHERE kind <> 0 AND kind = ?1 ORDER BY seq DESC LIMIT ?2",
        line::COLUMNS
    );
    let mut read = db.prepare_cached(&sql)?;
    let lines = read.query_map(params![body::STICKER, LOOKED_AT], line::restored)?;
    let records = lines.filter_map(|line| line.map(StickerRecord::of).transpose());
    let records: Vec<StickerRecord> = records.collect::<rusqlite::Result<_>>()?;
    Ok(offered(records, most.into()))
}
