//! Lines as rows of the table `line`.

use rusqlite::Row;

use super::{body, raw};
use crate::domain::id::{LocalId, MsgId, PeerId, Seq};
use crate::domain::time::Timestamp;
use crate::port::Failure;
use crate::port::store::{From, LineRecord, State};

/// What [`restored`] reads, in its order. The table is to go by its own name.
pub(super) const COLUMNS: &str = "line.seq, coalesce(line.under, line.chat), line.at, line.speaker, line.msg_id, line.state, \
    line.local, line.why, line.kind, line.text, line.body, line.msg_type, line.app_type, line.raw";

const ME: i64 = -1;
const SERVICE: i64 = -2;

const KEPT: i64 = 0;
const QUEUED: i64 = 1;
pub(super) const SENDING: i64 = 2;
const FAILED: i64 = 3;
pub(super) const UNCONFIRMED: i64 = 4;

/// A state as its four columns.
pub(super) struct StateColumns {
    pub state: i64,
    pub msg_id: Option<i64>,
    pub local: Option<i64>,
    pub why: Option<String>,
}

pub(super) fn speaker(from: From) -> i64 {
    match from {
        From::Me => ME,
        From::Service => SERVICE,
        From::Peer(peer) => i64::from(peer.0),
    }
}

pub(super) fn state(state: State) -> StateColumns {
    let number = match state {
        State::Kept(_) => KEPT,
        State::Queued(_) => QUEUED,
        State::Sending(_) => SENDING,
        State::Failed(..) => FAILED,
        State::Unconfirmed(_) => UNCONFIRMED,
    };
    StateColumns {
        state: number,
        msg_id: msg_id(state).map(|id| id.0.cast_signed()),
        local: state.local().map(|local| local.0.cast_signed()),
        why: why(state),
    }
}

/// The service's id of a line, where it has one.
pub(super) fn msg_id(state: State) -> Option<MsgId> {
    match state {
        State::Kept(id) => id,
        State::Queued(_) | State::Sending(_) | State::Failed(..) | State::Unconfirmed(_) => None,
    }
}

fn why(state: State) -> Option<String> {
    let why = match state {
        State::Failed(_, why) => why,
        State::Kept(_) | State::Queued(_) | State::Sending(_) | State::Unconfirmed(_) => return None,
    };
    serde_json::to_string(&why).ok()
}

/// A reason that makes no sense (any more) reads as an answer that makes none.
fn failure(why: Option<&str>) -> Failure {
    why.and_then(|why| serde_json::from_str(why).ok())
        .unwrap_or(Failure::Garbled)
}

/// The line in a row that selects [`COLUMNS`].
pub(super) fn restored(row: &Row<'_>) -> rusqlite::Result<LineRecord> {
    let text = row.get_ref(9)?.as_str()?;
    let msg_type: Option<u32> = row.get(11)?;
    let types = (
        msg_type.unwrap_or_default(),
        row.get::<_, Option<u32>>(12)?.unwrap_or_default(),
    );
    let raw = match msg_type {
        Some(_) => Some(Box::new(raw::restored(
            types,
            row.get_ref(13)?.as_str_or_null()?,
            text,
        ))),
        None => None,
    };
    Ok(LineRecord {
        seq: Seq(row.get(0)?),
        chat: PeerId(row.get(1)?),
        at: Timestamp(row.get(2)?),
        from: restored_from(row)?,
        state: restored_state(row)?,
        body: body::restored(row.get(8)?, text, row.get_ref(10)?.as_str_or_null()?, types),
        raw,
    })
}

fn restored_from(row: &Row<'_>) -> rusqlite::Result<From> {
    Ok(match row.get::<_, i64>(3)? {
        ME => From::Me,
        SERVICE => From::Service,
        _ => From::Peer(PeerId(row.get(3)?)),
    })
}

fn restored_state(row: &Row<'_>) -> rusqlite::Result<State> {
    let local: Option<i64> = row.get(6)?;
    let Some(local) = local.map(|local| LocalId(local.cast_unsigned())) else {
        let id: Option<i64> = row.get(4)?;
        return Ok(State::Kept(id.map(|id| MsgId(id.cast_unsigned()))));
    };
    Ok(match row.get::<_, i64>(5)? {
        QUEUED => State::Queued(local),
        SENDING => State::Sending(local),
        FAILED => State::Failed(local, failure(row.get_ref(7)?.as_str_or_null()?)),
        // A state that is none of these was tampered with: as unknown as one that was on its way.
        _ => State::Unconfirmed(local),
    })
}
