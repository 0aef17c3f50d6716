//! Any change there can be, over few keys, so that they meet.

use proptest::prelude::*;
use weft::domain::contact::{Contact, ContactKind, Flags, Group, Pinyin, Sex};
use weft::domain::id::{LocalId, MsgId, PeerId, Seq, UserName};
use weft::domain::message::TakenBack;
use weft::domain::message::{
    Body, By, Card, Clip, File, Link, OnPhone, Picture, Place, Quote, Raw, Recalled, Record, Request, Said,
    Sticker, Thrown, Transfer, TransferStep,
};
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
    leaf().prop_recursive(2, 12, 3, |inner| {
        let was = prop::option::of(inner.clone().prop_map(Box::new));
        let item = (safe(), safe(), inner).prop_map(|(name, at, body)| Said { name, at, body });
        let items = prop::collection::vec(item, 0..4);
        prop_oneof![
            (safe(), was).prop_map(|(notice, was)| Body::Recalled(Recalled {
                by: By::told(notice),
                was
            })),
            (safe(), safe(), items).prop_map(|(title, summary, items)| Body::ChatHistory(Box::new(Record {
                title,
                summary,
                items
            }))),
        ]
    })
}

fn leaf() -> impl Strategy<Value = Body> {
    let plain = prop_oneof![
        8 => safe().prop_map(Body::Text),
        1 => Just(Body::Call),
        1 => any::<u32>().prop_map(|millis| Body::Voice { millis }),
        1 => (safe(), any::<Option<u64>>()).prop_map(|(name, bytes)| Body::File(File { name, bytes })),
        1 => safe().prop_map(|title| Body::RedPacket { title }),
        1 => safe().prop_map(Body::Notice),
        1 => safe().prop_map(Body::Announcement),
        1 => (on_phone(), safe()).prop_map(|(what, title)| Body::OnPhone { what, title }),
        1 => (any::<u32>(), any::<u32>(), safe()).prop_map(|(msg_type, app_type, title)| Body::Unsupported {
            msg_type,
            app_type,
            title
        }),
    ];
    prop_oneof![3 => plain, 1 => media(), 1 => people(), 1 => pages()]
}

/// All there are.
pub const ON_PHONE: [OnPhone; 8] = [
    OnPhone::VoiceReminder,
    OnPhone::Product,
    OnPhone::StickerPack,
    OnPhone::Coupon,
    OnPhone::Channel,
    OnPhone::Solitaire,
    OnPhone::Live,
    OnPhone::Uploading,
];

fn on_phone() -> impl Strategy<Value = OnPhone> {
    prop::sample::select(ON_PHONE.to_vec())
}

fn media() -> impl Strategy<Value = Body> {
    let picture = (any::<[u16; 2]>(), any::<u32>())
        .prop_map(|([width, height], bytes)| Body::Image(Picture { width, height, bytes }));
    let clip = (any::<u32>(), any::<bool>(), any::<[u16; 2]>(), any::<u64>());
    let clip = clip.prop_map(|(seconds, micro, [width, height], bytes)| {
        Body::Video(Clip {
            seconds,
            micro,
            width,
            height,
            bytes,
        })
    });
    let thrown = prop::sample::select(vec![
        None,
        Some(Thrown::Dice(6)),
        Some(Thrown::Scissors),
        Some(Thrown::Rock),
        Some(Thrown::Paper),
    ]);
    let sticker = (
        // Few, so that the same comes again.
        "[ab]?|[0-9a-f]{32}",
        safe(),
        any::<[u16; 2]>(),
        any::<bool>(),
        thrown,
        safe(),
    );
    let sticker = sticker.prop_map(|(md5, url, [width, height], store, thrown, words)| {
        Body::Sticker(Box::new(Sticker {
            md5: md5.into(),
            url,
            width,
            height,
            store,
            thrown,
            words,
        }))
    });
    prop_oneof![picture, clip, sticker]
}

fn people() -> impl Strategy<Value = Body> {
    let words = || prop::array::uniform4(safe());
    let card = (words(), any::<bool>()).prop_map(|([name, alias, province, city], public)| {
        Body::Card(Box::new(Card {
            name,
            alias,
            province,
            city,
            public,
        }))
    });
    let request = (words(), safe(), any::<(u32, bool)>(), nasty(), nasty());
    let request = request.prop_map(
        |([name, alias, province, city], greeting, (scene, accepted), user_name, ticket)| {
            Body::FriendRequest(Box::new(Request {
                name,
                greeting,
                alias,
                province,
                city,
                scene,
                user_name: user_name.into(),
                ticket: ticket.into(),
                accepted,
            }))
        },
    );
    let place = (
        [safe(), safe(), safe()],
        [nasty(), nasty(), nasty()],
        any::<bool>(),
    );
    let place = place.prop_map(|([name, address, url], [latitude, longitude, map], live)| {
        Body::Location(Box::new(Place {
            name,
            address,
            latitude: latitude.into(),
            longitude: longitude.into(),
            live,
            url,
            map: map.into(),
        }))
    });
    prop_oneof![card, request, place]
}

fn link() -> impl Strategy<Value = Link> {
    prop::array::uniform5(safe()).prop_map(|[title, description, source, url, cover]| Link {
        title,
        description,
        source,
        url,
        cover,
    })
}

fn pages() -> impl Strategy<Value = Body> {
    let step = prop::sample::select(vec![
        TransferStep::Unknown,
        TransferStep::Sent,
        TransferStep::Accepted,
        TransferStep::Returned,
    ]);
    prop_oneof![
        2 => link().prop_map(|link| Body::Link(Box::new(link))),
        1 => link().prop_map(|link| Body::MiniProgram(Box::new(link))),
        1 => link().prop_map(|link| Body::Music(Box::new(link))),
        1 => prop::collection::vec(link(), 2..4).prop_map(Body::Articles),
        2 => (safe(), safe(), safe(), prop::option::of(number())).prop_map(|(reply, name, quoted, of)| {
            Body::Quote(Box::new(Quote { reply, name, quoted, of: of.map(MsgId) }))
        }),
        1 => (safe(), safe(), step).prop_map(|(amount, memo, step)| {
            Body::Transfer(Box::new(Transfer { amount, memo, step }))
        }),
    ]
}

/// What came with a body: often its very words.
pub fn raw(text: &str) -> impl Strategy<Value = Raw> + use<> {
    let content = prop_oneof![Just(text.to_owned()), Just(String::new()), nasty()];
    let rest = (
        nasty(),
        nasty(),
        prop_oneof![Just(0), any::<u64>()],
        nasty(),
        nasty(),
    );
    (any::<u32>(), any::<u32>(), content, rest).prop_map(|(msg_type, app_type, content, rest)| Raw {
        msg_type,
        app_type,
        content: content.into(),
        media_id: rest.0.into(),
        file_name: rest.1.into(),
        attached: None,
        file_bytes: rest.2,
        url: rest.3.into(),
        encry_file_name: rest.4.into(),
    })
}

pub fn body_and_raw() -> impl Strategy<Value = (Body, Option<Box<Raw>>)> {
    body().prop_flat_map(|body| {
        let raw = prop::option::of(raw(&body.said()).prop_map(Box::new));
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
        Just(Failure::Cancelled),
        Just(Failure::FileGone),
        Just(Failure::FileChanged),
        Just(Failure::Empty),
        Just(Failure::TooLarge),
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
            ..Group::default()
        })
    });
    let words = prop::array::uniform6(nasty().prop_map(|text| SafeText::line(&text)));
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
        1 => (id(), prop::option::of(1_u64..9), safe(), any::<bool>()).prop_map(|(chat, target, notice, keep)| Change::Recalled {
            chat,
            target: target.map(MsgId),
            how: TakenBack { by: By::told(notice), keep },
        }),
        2 => (id(), nasty()).prop_map(|(chat, text)| Change::Draft { chat, text }),
        1 => (id(), prop::option::of(nasty())).prop_map(|(chat, words)| Change::Quote {
            chat,
            quote: words.map(|words| Box::new(Quote { name: SafeText::line("阿岚"), quoted: SafeText::line(&words), ..Quote::default() })),
        }),
        1 => prop::collection::vec("[a-z🚀]{1,3}", 0..4).prop_map(|faces| Change::Faces(faces.into_iter().map(Box::from).collect())),
        1 => (id(), id()).prop_map(|(twin, into)| Change::Joined { twin, into }),
        1 => (id(), id()).prop_map(|(twin, from)| Change::Divided { twin, from }),
        1 => prop::option::of("[ -~]{0,9}").prop_map(|words| Change::Keepsake(words.map(|words| keepsake(&words)))),
    ]
}
