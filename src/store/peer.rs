//! Peers as rows of the table `peer`, and chats as rows of `chat`.

use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::{Deserialize, Serialize};

use crate::domain::contact::{Contact, ContactKind, Flags, Group, Pinyin, Sex};
use crate::domain::id::{PeerId, UserName};
use crate::domain::text::SafeText;
use crate::domain::time::Timestamp;
use crate::port::store::{ChatRecord, PeerRecord};

const PUT_PEER: &str = "INSERT OR REPLACE INTO peer (id, same_as, user_name, current, gone, kind, flags, nick_name, \
    remark_name, alias, signature, province, city, sex, pinyin, avatar_seq, room, members, joined, apart) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)";
const PEERS: &str = "SELECT id, same_as, user_name, current, gone, kind, flags, nick_name, remark_name, alias, \
    signature, province, city, sex, pinyin, avatar_seq, room, members, joined, apart FROM peer ORDER BY id";
const PUT_CHAT: &str = "INSERT OR REPLACE INTO chat (peer, unread, mentioned, last_at, opened_at, rank) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
const CHATS: &str = "SELECT peer, unread, mentioned, last_at, opened_at, rank FROM chat ORDER BY peer";

/// What is kept of a group but its members.
#[derive(Serialize, Deserialize)]
struct Room {
    id: Box<str>,
    /// Whether it is one's own; `None` where nobody told.
    mine: Option<bool>,
    count: u32,
}

pub(super) fn put(db: &Connection, peer: &PeerRecord) -> rusqlite::Result<()> {
    let contact = &peer.contact;
    let room = contact.group.as_deref().map(|group| Room {
        id: group.room_id.clone(),
        mine: group.owned_by_me,
        count: group.member_count,
    });
    db.prepare_cached(PUT_PEER)?.execute(params![
        peer.id.0,
        peer.same_as.map(|same| same.0),
        contact.user_name.as_str(),
        peer.current,
        peer.gone,
        kind(contact.kind),
        contact.flags.map(bits),
        contact.nick_name.as_str(),
        contact.remark_name.as_str(),
        contact.alias.as_str(),
        contact.signature.as_str(),
        contact.province.as_str(),
        contact.city.as_str(),
        sex(contact.sex),
        lines([
            &*contact.pinyin.initials,
            &contact.pinyin.full,
            &contact.pinyin.remark_initials,
            &contact.pinyin.remark_full,
        ]),
        contact.avatar_seq.cast_signed(),
        room.and_then(|room| serde_json::to_string(&room).ok()),
        (!peer.members.is_empty()).then(|| lines(peer.members.iter().map(|name| &**name))),
        peer.joined,
        ids(&peer.apart),
    ])?;
    Ok(())
}

/// All of them, in the order of their ids.
pub(super) fn all(db: &Connection) -> rusqlite::Result<Vec<PeerRecord>> {
    db.prepare_cached(PEERS)?.query_map([], restored)?.collect()
}

/// So often somebody who turned out to be another turned out to be a third one, at most: whoever tampers with the file
/// sends nobody round in circles.
const MOST_TURNS: usize = 64;

/// Who this one turned out to be.
pub(super) fn now(db: &Connection, mut peer: PeerId) -> rusqlite::Result<PeerId> {
    let mut same = db.prepare_cached("SELECT same_as FROM peer WHERE id = ?1 AND same_as IS NOT NULL")?;
    for _ in 0..MOST_TURNS {
        match same.query_row([peer.0], |row| row.get(0)).optional()? {
            Some(next) => peer = PeerId(next),
            None => break,
        }
    }
    Ok(peer)
}

pub(super) fn put_chat(db: &Connection, chat: &ChatRecord) -> rusqlite::Result<()> {
    db.prepare_cached(PUT_CHAT)?.execute(params![
        chat.peer.0,
        chat.unread,
        chat.mentioned,
        chat.last_at.0,
        chat.opened_at.0,
        chat.rank
    ])?;
    Ok(())
}

pub(super) fn chats(db: &Connection) -> rusqlite::Result<Vec<ChatRecord>> {
    db.prepare_cached(CHATS)?.query_map([], restored_chat)?.collect()
}

fn restored_chat(row: &Row<'_>) -> rusqlite::Result<ChatRecord> {
    Ok(ChatRecord {
        peer: PeerId(row.get(0)?),
        unread: row.get(1)?,
        mentioned: row.get(2)?,
        last_at: Timestamp(row.get(3)?),
        opened_at: Timestamp(row.get(4)?),
        rank: row.get(5)?,
    })
}

fn restored(row: &Row<'_>) -> rusqlite::Result<PeerRecord> {
    let safe = |at: usize| -> rusqlite::Result<SafeText> { Ok(SafeText::new(row.get_ref(at)?.as_str()?)) };
    let members = row.get_ref(17)?.as_str_or_null()?.unwrap_or_default();
    let flags: Option<u32> = row.get(6)?;
    Ok(PeerRecord {
        id: PeerId(row.get(0)?),
        same_as: row.get::<_, Option<u32>>(1)?.map(PeerId),
        current: row.get(3)?,
        gone: row.get(4)?,
        members: members.lines().map(Into::into).collect(),
        joined: row.get(18)?,
        apart: restored_ids(row.get_ref(19)?.as_str()?),
        contact: Contact {
            user_name: UserName::new(row.get_ref(2)?.as_str()?),
            kind: restored_kind(row.get(5)?),
            flags: flags.map(restored_flags),
            nick_name: safe(7)?,
            remark_name: safe(8)?,
            alias: safe(9)?,
            signature: safe(10)?,
            province: safe(11)?,
            city: safe(12)?,
            sex: restored_sex(row.get(13)?),
            pinyin: restored_pinyin(row.get_ref(14)?.as_str()?),
            avatar_seq: row.get::<_, i64>(15)?.cast_unsigned(),
            group: restored_group(row.get_ref(16)?.as_str_or_null()?),
        },
    })
}

fn ids(peers: &[PeerId]) -> String {
    let ids: Vec<String> = peers.iter().map(|peer| peer.0.to_string()).collect();
    ids.join(" ")
}

fn restored_ids(text: &str) -> Vec<PeerId> {
    let ids = text.split_ascii_whitespace().filter_map(|id| id.parse().ok());
    ids.map(PeerId).collect()
}

/// Each ended by a line feed, so that an empty one counts. A name is one line; a break in one becomes a space.
fn lines<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut lines = String::new();
    for text in texts {
        lines.extend(
            text.chars()
                .map(|c| if matches!(c, '\n' | '\r') { ' ' } else { c }),
        );
        lines.push('\n');
    }
    lines
}

fn restored_pinyin(text: &str) -> Pinyin {
    let mut lines = text.lines();
    let mut next = || lines.next().unwrap_or_default().into();
    Pinyin {
        initials: next(),
        full: next(),
        remark_initials: next(),
        remark_full: next(),
    }
}

fn restored_group(json: Option<&str>) -> Option<Box<Group>> {
    let room: Room = serde_json::from_str(json?).ok()?;
    Some(Box::new(Group {
        room_id: room.id,
        owned_by_me: room.mine,
        member_count: room.count,
        ..Group::default()
    }))
}

fn kind(kind: ContactKind) -> u8 {
    match kind {
        ContactKind::Stranger => 0,
        ContactKind::Friend => 1,
        ContactKind::Group => 2,
        ContactKind::PublicAccount => 3,
        ContactKind::Special => 4,
    }
}

fn restored_kind(number: i64) -> ContactKind {
    match number {
        1 => ContactKind::Friend,
        2 => ContactKind::Group,
        3 => ContactKind::PublicAccount,
        4 => ContactKind::Special,
        _ => ContactKind::Stranger,
    }
}

fn sex(sex: Sex) -> u8 {
    match sex {
        Sex::Unknown => 0,
        Sex::Male => 1,
        Sex::Female => 2,
    }
}

fn restored_sex(number: i64) -> Sex {
    match number {
        1 => Sex::Male,
        2 => Sex::Female,
        _ => Sex::Unknown,
    }
}

fn bits(flags: Flags) -> u32 {
    let Flags {
        in_book,
        pinned,
        muted,
        starred,
        blacklisted,
        shielded,
    } = flags;
    let flags = [in_book, pinned, muted, starred, blacklisted, shielded];
    (0..).zip(flags).map(|(at, set)| u32::from(set) << at).sum()
}

fn restored_flags(bits: u32) -> Flags {
    let has = |at: u32| bits >> at & 1 == 1;
    Flags {
        in_book: has(0),
        pinned: has(1),
        muted: has(2),
        starred: has(3),
        blacklisted: has(4),
        shielded: has(5),
    }
}
