//! Any change there can be, over few keys, so that they meet.

use proptest::prelude::*;
use weft::domain::contact::{Contact, ContactKind, Flags, Group, Pinyin, Sex};
use weft::domain::id::{LocalId, MsgId, PeerId, Seq, UserName};
use weft::domain::message::{Body, Raw};
use weft::domain::text::SafeText;
use weft::domain::time::Timestamp;
use weft::port::Failure;
use weft::port::store::{Change, ChatRecord, From, LineRecord, PeerRecord, State};

use super::keepsake;
use crate::text::nasty;

pub const PEERS: u32 = 4;

fn safe() -> impl Strategy<Value = SafeText> {
    nasty().prop_map(|text| SafeText::new(&text))
}

fn id() -> impl Strategy<Value = PeerId> {
    (0..PEERS).prop_map(PeerId)
}

/// A few numbers, and some that have all their bits.
fn number() -> impl Strategy<Value = u64> {
    prop_oneof![3 => 1_u64..6, 1 => Just(u64::MAX), 1 => Just(1 << 63), 1 => Just(u64::MAX >> 1)]
}

pub fn body() -> impl Strategy<Value = Body> {
    let one = prop_oneof![
        8 => safe().prop_map(Body::Text),
        1 => Just(Body::Image),
        1 => Just(Body::Sticker),
        1 => Just(Body::Call),
        1 => any::<u32>().prop_map(|millis| Body::Voice { millis }),
        1 => any::<u32>().prop_map(|seconds| Body::Video { seconds }),
        1 => safe().prop_map(|label| Body::Location { label }),
        1 => (safe(), any::<bool>()).prop_map(|(name, public)| Body::Card { name, public }),
        1 => (safe(), any::<Option<u64>>()).prop_map(|(name, bytes)| Body::File { name, bytes }),
        1 => safe().prop_map(|title| Body::Music { title }),
        1 => safe().prop_map(|title| Body::ChatHistory { title }),
        1 => safe().prop_map(|title| Body::RedPacket { title }),
        1 => safe().prop_map(Body::Notice),
        1 => safe().prop_map(Body::Recalled),
    ];
    let more = prop_oneof![
        (safe(), safe()).prop_map(|(name, greeting)| Body::FriendRequest { name, greeting }),
        (safe(), safe(), safe()).prop_map(|(title, description, source)| Body::Link {
            title,
            description,
            source
        }),
        (safe(), safe()).prop_map(|(title, app)| Body::MiniProgram { title, app }),
        (safe(), safe()).prop_map(|(reply, quoted)| Body::Quote { reply, quoted }),
        (safe(), safe()).prop_map(|(amount, memo)| Body::Transfer { amount, memo }),
        (any::<u32>(), any::<u32>(), safe()).prop_map(|(msg_type, app_type, title)| Body::Unsupported {
            msg_type,
            app_type,
            title
        }),
    ];
    prop_oneof![3 => one, 1 => more]
}

/// What came with a body: often its very words.
pub fn raw(text: &str) -> impl Strategy<Value = Raw> + use<> {
    let content = prop_oneof![Just(text.to_owned()), Just(String::new()), nasty()];
    let rest = (nasty(), nasty(), prop_oneof![Just(0), any::<u64>()], nasty());
    (any::<u32>(), any::<u32>(), content, rest).prop_map(|(msg_type, app_type, content, rest)| Raw {
        msg_type,
        app_type,
        content: content.into(),
        media_id: rest.0.into(),
        file_name: rest.1.into(),
        file_bytes: rest.2,
        url: rest.3.into(),
    })
}

pub fn body_and_raw() -> impl Strategy<Value = (Body, Option<Box<Raw>>)> {
    body().prop_flat_map(|body| {
        let text = if let Body::Text(text) | Body::Recalled(text) = &body {
            text.as_str()
        } else {
            ""
        };
        let raw = prop::option::of(raw(text).prop_map(Box::new));
        (Just(body), raw)
    })
}

pub fn failure() -> impl Strategy<Value = Failure> {
    prop_oneof![
        Just(Failure::Offline),
        Just(Failure::TimedOut),
        any::<u16>().prop_map(Failure::Status),
        Just(Failure::Garbled),
        any::<i32>().prop_map(Failure::Refused),
        Just(Failure::NotAllowed),
        Just(Failure::ChatGone),
        Just(Failure::TooFrequent),
        Just(Failure::SessionOver),
        Just(Failure::TooLong),
    ]
}

fn state() -> impl Strategy<Value = State> {
    let local = || number().prop_map(LocalId);
    prop_oneof![
        4 => prop::option::of(number().prop_map(MsgId)).prop_map(State::Kept),
        1 => local().prop_map(State::Queued),
        1 => local().prop_map(State::Sending),
        1 => (local(), failure()).prop_map(|(local, why)| State::Failed(local, why)),
        1 => local().prop_map(State::Unconfirmed),
    ]
}

fn line() -> impl Strategy<Value = LineRecord> {
    let from = prop_oneof![Just(From::Me), Just(From::Service), id().prop_map(From::Peer),];
    let at = (-3_i64..9).prop_map(Timestamp);
    (1_i64..14, id(), at, from, state(), body_and_raw()).prop_map(|(seq, chat, at, from, state, said)| {
        LineRecord {
            seq: Seq(seq),
            chat,
            at,
            from,
            state,
            body: said.0,
            raw: said.1,
        }
    })
}

fn flags() -> impl Strategy<Value = Flags> {
    any::<[bool; 6]>().prop_map(|[in_book, pinned, muted, starred, blacklisted, shielded]| Flags {
        in_book,
        pinned,
        muted,
        starred,
        blacklisted,
        shielded,
    })
}

pub fn contact() -> impl Strategy<Value = Contact> {
    let kind = prop::sample::select(vec![
        ContactKind::Friend,
        ContactKind::Stranger,
        ContactKind::Group,
        ContactKind::PublicAccount,
        ContactKind::Special,
    ]);
    let sex = prop::sample::select(vec![Sex::Unknown, Sex::Male, Sex::Female]);
    let group = ("@[0-9a-f]{4}", any::<Option<bool>>(), any::<u32>()).prop_map(|(room_id, mine, count)| {
        Box::new(Group {
            room_id: room_id.into(),
            owned_by_me: mine,
            member_count: count,
            members: Vec::new(),
        })
    });
    let words = prop::array::uniform6(safe());
    let pinyin = prop::array::uniform4("[A-Za-z?]{0,6}");
    let rest = (
        kind,
        sex,
        number(),
        prop::option::of(flags()),
        prop::option::of(group),
    );
    ("@{1,2}[0-9a-f]{6}", words, pinyin, rest).prop_map(|(name, words, pinyin, rest)| {
        let [nick_name, remark_name, alias, signature, province, city] = words;
        let [initials, full, remark_initials, remark_full] = pinyin.map(Into::into);
        Contact {
            user_name: UserName::new(name),
            kind: rest.0,
            flags: rest.3,
            nick_name,
            remark_name,
            alias,
            signature,
            province,
            city,
            sex: rest.1,
            pinyin: Pinyin {
                initials,
                full,
                remark_initials,
                remark_full,
            },
            avatar_seq: rest.2,
            group: rest.4,
        }
    })
}

fn peer() -> impl Strategy<Value = PeerRecord> {
    let members = prop::collection::vec("[^\r\n]{0,5}".prop_map(Into::into), 0..4);
    (
        id(),
        contact(),
        any::<[bool; 2]>(),
        prop::option::of(id()),
        members,
        (any::<u32>(), prop::collection::vec(id(), 0..3)),
    )
        .prop_map(
            |(id, contact, [gone, current], same_as, members, (joined, apart))| PeerRecord {
                id,
                contact,
                gone,
                current,
                same_as,
                members,
                joined,
                apart,
            },
        )
}

fn chat() -> impl Strategy<Value = ChatRecord> {
    let numbers = (any::<u32>(), any::<u32>(), any::<i64>(), any::<i64>());
    (id(), any::<bool>(), numbers).prop_map(|(peer, mentioned, (unread, rank, last, opened))| ChatRecord {
        peer,
        unread,
        mentioned,
        last_at: Timestamp(last),
        opened_at: Timestamp(opened),
        rank,
    })
}

pub fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        1 => id().prop_map(Change::Me),
        2 => peer().prop_map(|peer| Change::Peer(Box::new(peer))),
        3 => chat().prop_map(Change::Chat),
        12 => line().prop_map(|line| Change::Line(Box::new(line))),
        2 => (1_i64..14).prop_map(|seq| Change::LineGone(Seq(seq))),
        1 => (id(), prop::option::of(1_u64..9), nasty()).prop_map(|(chat, target, notice)| Change::Recalled {
            chat,
            target: target.map(MsgId),
            notice: Body::Recalled(SafeText::new(&notice)),
        }),
        2 => (id(), nasty()).prop_map(|(chat, text)| Change::Draft { chat, text }),
        1 => (id(), id()).prop_map(|(twin, into)| Change::Joined { twin, into }),
        1 => (id(), id()).prop_map(|(twin, from)| Change::Divided { twin, from }),
        1 => prop::option::of("[ -~]{0,9}").prop_map(|words| Change::Keepsake(words.map(|words| keepsake(&words)))),
    ]
}
