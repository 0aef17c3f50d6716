//! One item of `AddMsgList`: who says it where, and which kind it is (`protocol.md §5.2 rule 12, §5.3, §6.1–6.3`).

use serde::Deserialize;

use super::notice::{self, System};
use super::{body, text};
use crate::domain::id::{MsgId, UserName};
use crate::domain::message::{Author, Body, Item, Message, Raw};
use crate::domain::time::Timestamp;
use crate::wire::lenient::{Int, Object, Str};
use crate::wire::sync::names;

/// An item with its `CreateTime` (Unix seconds, 0 where unknown), to be put in order.
pub(in crate::wire) struct Arrival {
    pub at: i64,
    pub item: Item,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct RawMessage<'a> {
    msg_id: Int,
    /// The same value as `MsgId`, as a JSON number beyond what doubles hold: used only where the other is missing.
    new_msg_id: Int,
    #[serde(borrow)]
    pub from_user_name: Str<'a>,
    #[serde(borrow)]
    to_user_name: Str<'a>,
    pub msg_type: Int,
    #[serde(borrow)]
    content: Str<'a>,
    create_time: Int,
    pub voice_length: Int,
    pub play_length: Int,
    #[serde(borrow)]
    pub file_name: Str<'a>,
    pub file_size: Int,
    #[serde(borrow)]
    encry_file_name: Str<'a>,
    #[serde(borrow)]
    media_id: Str<'a>,
    #[serde(borrow)]
    pub url: Str<'a>,
    pub app_msg_type: Int,
    pub has_product_id: Int,
    pub img_width: Int,
    pub img_height: Int,
    pub sub_msg_type: Int,
    status_notify_code: Int,
    #[serde(borrow)]
    status_notify_user_name: Str<'a>,
    #[serde(borrow)]
    pub recommend_info: Object<RawRecommend<'a>>,
    #[serde(borrow)]
    pub ori_content: Str<'a>,
}

/// Whom a card or a friend request is about.
#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct RawRecommend<'a> {
    #[serde(borrow)]
    pub user_name: Str<'a>,
    #[serde(borrow)]
    pub nick_name: Str<'a>,
    #[serde(borrow)]
    pub content: Str<'a>,
    #[serde(borrow)]
    pub alias: Str<'a>,
    #[serde(borrow)]
    pub province: Str<'a>,
    #[serde(borrow)]
    pub city: Str<'a>,
    #[serde(borrow)]
    pub ticket: Str<'a>,
    pub scene: Int,
    pub verify_flag: Int,
}

const FRIEND_REQUEST: u32 = 37;
const STATUS_NOTIFY: u32 = 51;
const SYSTEM_NOTICE: u32 = 9999;
const SYSTEM: u32 = 10_000;
const RECALLED: u32 = 10_002;
/// `SubMsgType` of a text that is a location.
pub(super) const LOCATION: u32 = 48;

/// What the item asks for; `None` where that is nothing, or nobody can tell which chat it belongs to.
pub(in crate::wire) fn read(json: &str, me: &UserName) -> Option<Arrival> {
    let raw: RawMessage<'_> = serde_json::from_str(json).ok()?;
    let item = match raw.msg_type.or_zero() {
        STATUS_NOTIFY => raw.notified(me)?,
        SYSTEM_NOTICE => return None,
        FRIEND_REQUEST if &*raw.recommend_info.user_name == me.as_str() => return None, // sent by oneself
        SYSTEM | RECALLED => raw.system(me)?,
        _ => raw.said(me)?,
    };
    Some(Arrival { at: raw.at().0, item })
}

impl RawMessage<'_> {
    fn is_mine(&self, me: &UserName) -> bool {
        self.from_user_name.is_empty() || &*self.from_user_name == me.as_str()
    }

    /// The other side, whoever speaks.
    fn chat(&self, me: &UserName) -> Option<UserName> {
        let name = if self.is_mine(me) {
            &self.to_user_name
        } else {
            &self.from_user_name
        };
        (!name.is_empty()).then(|| UserName::from(&**name))
    }

    fn at(&self) -> Timestamp {
        Timestamp(self.create_time.to::<i64>().unwrap_or(0).max(0))
    }

    /// The service's id. Without one, a number made of what the message says, so that a message delivered twice is
    /// still known: its top bit is set, which no real id has (they fit 63 bits, `protocol.md §3.4`).
    fn id(&self) -> MsgId {
        let told = |id: Int| id.to::<u64>().filter(|id| *id != 0);
        MsgId(
            told(self.msg_id)
                .or_else(|| told(self.new_msg_id))
                .unwrap_or_else(|| self.fingerprint()),
        )
    }

    /// FNV-1a, which never changes: the number may outlive the program.
    fn fingerprint(&self) -> u64 {
        let kind = self.msg_type.or_zero::<u32>().to_le_bytes();
        let at = self.at().0.to_le_bytes();
        let names = [
            self.from_user_name.as_bytes(),
            &[0],
            self.to_user_name.as_bytes(),
            &[0],
        ]
        .concat();
        let parts = [
            &kind[..],
            &at[..],
            &names[..],
            self.content.as_bytes(),
            self.file_name.as_bytes(),
        ];
        let hash = parts
            .into_iter()
            .flatten()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
            });
        hash | 1 << 63
    }

    fn message(&self, me: &UserName, author: Author, body: Body) -> Option<Item> {
        let (id, chat, at) = (self.id(), self.chat(me)?, self.at());
        Some(Item::Message(Message {
            id,
            chat,
            author,
            at,
            body,
            raw: Box::new(self.raw()),
        }))
    }

    /// Everything a later version may want to know, as it came.
    fn raw(&self) -> Raw {
        let cut = |text: &str| {
            Box::from(
                text.get(..text.floor_char_boundary(Raw::LIMIT))
                    .unwrap_or_default(),
            )
        };
        Raw {
            msg_type: self.msg_type.or_zero(),
            app_type: self.app_msg_type.or_zero(),
            content: cut(&self.content),
            media_id: cut(&self.media_id),
            file_name: cut(&self.file_name),
            encry_file_name: cut(&self.encry_file_name),
            file_bytes: self.file_size.or_zero(),
            url: cut(&self.url),
            attached: None,
        }
    }

    /// Type 51: what the phone did. Never a message.
    fn notified(&self, me: &UserName) -> Option<Item> {
        match self.status_notify_code.or_zero::<u32>() {
            1 | 2 => [&self.to_user_name, &self.status_notify_user_name]
                .into_iter()
                .find(|name| !name.is_empty() && ***name != *me.as_str())
                .map(|name| Item::ReadOnPhone(UserName::from(&**name))),
            4 => {
                let chats = names(&self.status_notify_user_name);
                (!chats.is_empty()).then_some(Item::RecentChats(chats))
            }
            _ => None,
        }
    }

    fn system(&self, me: &UserName) -> Option<Item> {
        match notice::read(&self.content) {
            System::Recall { target, notice } => Some(Item::Recall {
                id: self.id(),
                chat: self.chat(me)?,
                target,
                notice,
            }),
            System::Notice(line) => self.message(me, Author::Service, Body::Notice(line)),
            System::Nothing => None,
        }
    }

    fn said(&self, me: &UserName) -> Option<Item> {
        let (author, content) = self.author(me);
        self.message(me, author, body::read(self, content))
    }

    /// Who speaks, and the content without the prefix that tells it in a group. Own messages have none, and a location's
    /// own text may look like one, so there only a UserName counts (`protocol.md §11.2` trap 41).
    fn author(&self, me: &UserName) -> (Author, &str) {
        if self.is_mine(me) {
            return (Author::Me, &self.content);
        }
        if !UserName::from(&*self.from_user_name).is_group() {
            return (Author::Peer, &self.content);
        }
        let location = self.sub_msg_type.or_zero::<u32>() == LOCATION;
        match text::prefix(&self.content).filter(|(name, _)| !location || name.starts_with('@')) {
            Some((name, rest)) if name == me.as_str() => (Author::Me, rest),
            Some((name, rest)) => (Author::Member(UserName::from(name)), rest),
            None => (Author::Service, &self.content),
        }
    }
}
