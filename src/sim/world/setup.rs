//! What a world is made of before anything happens: the account, its people, and how the service behaves.

use std::time::Duration;

use serde::Deserialize;

/// A world before its first request.
#[derive(Clone, Debug)]
pub struct Setup {
    /// Every random thing follows from it.
    pub seed: u64,
    pub me: Person,
    pub people: Vec<Person>,
    pub groups: Vec<Group>,
    /// Recent chats by key, latest first.
    pub recent: Vec<String>,
    /// How long synccheck and the login poll are held: 25 s at the real service.
    pub hold: Duration,
    /// Where a login that did not come through loopback is led.
    pub family: Family,
    pub account: Account,
    /// Messages in one webwxsync; more set `ContinueFlag`.
    pub batch: usize,
    /// Contacts in one page of webwxgetcontact; more set `Seq`.
    pub page: usize,
    /// Recent messages a new login sees again.
    pub replay: usize,
    /// How long a code can be scanned.
    pub code_life: Duration,
    /// `InviteStartCount`: from so many members on people are invited into a group.
    pub invited_from: usize,
}

impl Setup {
    /// An account with nobody in its address book but the service's own accounts.
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            me: Person::new("me", "阿岚"),
            people: Vec::new(),
            groups: Vec::new(),
            recent: vec!["filehelper".into()],
            hold: Duration::from_secs(25),
            family: Family::Wx,
            account: Account::Welcome,
            batch: 100,
            page: 1000,
            replay: 10,
            code_life: Duration::from_mins(4),
            invited_from: 40,
        }
    }

    #[must_use]
    pub fn with(mut self, person: Person) -> Self {
        self.people.push(person);
        self
    }

    #[must_use]
    pub fn with_group(mut self, group: Group) -> Self {
        self.recent.push(group.key.clone());
        self.groups.push(group);
        self
    }
}

/// The real service's host families (`protocol.md §1.1`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    Wx,
    Wx2,
    Wx8,
    Web,
    Web2,
}

impl Family {
    pub(crate) const ALL: [Self; 5] = [Self::Wx, Self::Wx2, Self::Wx8, Self::Web, Self::Web2];

    /// The host of `redirect_uri`.
    pub fn base(self) -> &'static str {
        match self {
            Self::Wx => "wx.qq.com",
            Self::Wx2 => "wx2.qq.com",
            Self::Wx8 => "wx8.qq.com",
            Self::Web => "web.wechat.com",
            Self::Web2 => "web2.wechat.com",
        }
    }

    /// The `Domain` of `webwx_data_ticket` (`protocol.md §2.5`).
    pub(crate) fn parent(self) -> &'static str {
        match self {
            Self::Wx | Self::Wx2 | Self::Wx8 => ".qq.com",
            Self::Web | Self::Web2 => ".wechat.com",
        }
    }

    pub(crate) fn push(self) -> String {
        format!("webpush.{}", self.base())
    }

    pub(crate) fn file(self) -> String {
        format!("file.{}", self.base())
    }
}

/// What the accounts of today are told (`protocol.md §2.6`).
pub const REFUSED_CHINESE: &str =
    "为了你的帐号安全，此微信号不能登录网页微信。你可以使用Windows微信或Mac微信在电脑端登录。";
pub const REFUSED_ENGLISH: &str =
    "Your login may be compromised. For account security, you cannot log in to Web WeChat.";

/// May this account use the web at all (`protocol.md §2.6`)?
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Account {
    Welcome,
    /// Refused with 1203 unless the desktop's headers come along.
    DesktopOnly,
    /// Refused always, with this code and these words.
    Refused {
        ret: i32,
        message: String,
    },
    /// Let in, but the session cookie is not set.
    WithoutSid,
}

/// A person, a public account or one of the service's own accounts.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "a record of independent marks, as the service keeps it"
)]
pub struct Person {
    /// How scripts and tests call them; never changes.
    pub key: String,
    pub nick: String,
    pub remark: String,
    /// Syllables with blanks between: `xiao man`.
    pub pinyin: String,
    pub remark_pinyin: String,
    pub signature: String,
    pub alias: String,
    pub province: String,
    pub city: String,
    /// 1 male, 2 female, 0 not told.
    pub sex: u8,
    pub pinned: bool,
    pub muted: bool,
    pub starred: bool,
    pub blacklisted: bool,
    /// Known from groups only.
    pub stranger: bool,
    /// Public account.
    pub public: bool,
    /// Sending to them is answered with this `Ret`.
    pub refuses: Option<i32>,
    /// Sending succeeds, then this notice follows (`protocol.md §7.1`).
    pub rejects: Option<String>,
    /// Cannot be put into a group: 3 blocks this account, 4 deleted it (`MemberStatus`, `protocol.md §7.9`).
    pub unwilling: Option<u8>,
}

impl Person {
    pub fn new(key: &str, nick: &str) -> Self {
        Self {
            key: key.into(),
            nick: nick.into(),
            ..Self::default()
        }
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "a record of independent marks, as the service keeps it"
)]
pub struct Group {
    pub key: String,
    pub nick: String,
    pub remark: String,
    pub pinyin: String,
    /// Keys; `me` is among them unless `without_me`.
    pub members: Vec<String>,
    /// Card names in this group, by member's key.
    pub cards: std::collections::BTreeMap<String, String>,
    /// Key of the owner; `me` for one's own.
    pub owner: String,
    /// Kept in the address book, so that webwxgetcontact tells of it.
    pub saved: bool,
    pub pinned: bool,
    pub muted: bool,
    pub without_me: bool,
    /// Members' nicknames are not told in the group's own record.
    pub nameless: bool,
}

impl Group {
    pub fn new(key: &str, nick: &str, members: &[&str]) -> Self {
        Self {
            key: key.into(),
            nick: nick.into(),
            members: members.iter().map(|&m| m.to_owned()).collect(),
            ..Self::default()
        }
    }
}
