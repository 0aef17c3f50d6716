//! People, groups and accounts as the service describes them, already decoded and safe to show.

use super::id::UserName;
use super::text::SafeText;

/// What a contact is (`protocol.md §4.5`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ContactKind {
    Friend,
    /// A group member who is not a friend, or anybody seen in passing.
    #[default]
    Stranger,
    Group,
    PublicAccount,
    /// `filehelper`, `weixin`, `fmessage` …
    Special,
}

impl ContactKind {
    /// Both are persons, both groups, or both accounts: nobody is the one and then the other.
    pub fn is_like(self, other: Self) -> bool {
        let kind = |kind| match kind {
            Self::Friend | Self::Stranger => Self::Friend,
            Self::Group | Self::PublicAccount | Self::Special => kind,
        };
        kind(self) == kind(other)
    }
}

/// The bits of `ContactFlag` and `Statues` that mean something to a person (`protocol.md §4.5`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the service's own bit field"
)]
pub struct Flags {
    /// In the address book; for groups: saved to it.
    pub in_book: bool,
    pub pinned: bool,
    pub muted: bool,
    pub starred: bool,
    pub blacklisted: bool,
    /// Never listed: shielded by the vendor's own client, or hidden by its flag.
    pub shielded: bool,
}

/// A person's, group's or account's record. Empty text means "not told", never "cleared".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    pub user_name: UserName,
    pub kind: ContactKind,
    /// `None` where the record did not tell (a group member's bare record).
    pub flags: Option<Flags>,
    pub nick_name: SafeText,
    pub remark_name: SafeText,
    /// The id a person chose for themselves.
    pub alias: SafeText,
    pub signature: SafeText,
    pub province: SafeText,
    pub city: SafeText,
    pub sex: Sex,
    pub pinyin: Pinyin,
    /// Changes only when the picture changes (`HeadImgUrl`'s `seq=`).
    pub avatar_seq: u64,
    /// Groups only.
    pub group: Option<Box<Group>>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sex {
    #[default]
    Unknown,
    Male,
    Female,
}

/// The server's own romanisation: initials in capitals and the full reading, of nickname and remark.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pinyin {
    pub initials: Box<str>,
    pub full: Box<str>,
    pub remark_initials: Box<str>,
    pub remark_full: Box<str>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// `EncryChatRoomId`, empty where unknown.
    pub room_id: Box<str>,
    /// `None` where the record did not tell.
    pub owned_by_me: Option<bool>,
    /// By the name of this login; told by webwxsync alone (`protocol.md §5.2`).
    pub owner: Option<UserName>,
    /// As announced; may differ from `members.len()` while members are not loaded.
    pub member_count: u32,
    pub members: Vec<Member>,
}

/// A member as the group's own record tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub user_name: UserName,
    /// Empty for members of groups in webwxinit, and for strangers on some accounts.
    pub nick_name: SafeText,
    /// The card name in this group (`DisplayName`).
    pub card_name: SafeText,
}

impl Contact {
    /// A copy of all but a group's members, whose names mean nothing after the next login.
    #[must_use]
    pub fn without_members(&self) -> Self {
        let group = self.group.as_deref().map(|group| {
            Box::new(Group {
                room_id: group.room_id.clone(),
                owned_by_me: group.owned_by_me,
                member_count: group.member_count,
                ..Group::default()
            })
        });
        Self {
            user_name: self.user_name.clone(),
            kind: self.kind,
            flags: self.flags,
            nick_name: self.nick_name.clone(),
            remark_name: self.remark_name.clone(),
            alias: self.alias.clone(),
            signature: self.signature.clone(),
            province: self.province.clone(),
            city: self.city.clone(),
            sex: self.sex,
            pinyin: self.pinyin.clone(),
            avatar_seq: self.avatar_seq,
            group,
        }
    }

    /// A record that knows nothing but the name the service gave.
    pub fn bare(user_name: UserName) -> Self {
        let kind = if user_name.is_group() {
            ContactKind::Group
        } else if user_name.is_special() {
            ContactKind::Special
        } else {
            ContactKind::Stranger
        };
        Self {
            user_name,
            kind,
            flags: None,
            nick_name: SafeText::default(),
            remark_name: SafeText::default(),
            alias: SafeText::default(),
            signature: SafeText::default(),
            province: SafeText::default(),
            city: SafeText::default(),
            sex: Sex::default(),
            pinyin: Pinyin::default(),
            avatar_seq: 0,
            group: None,
        }
    }
}
