//! The reducer, played like a person would: keys and news in, effects and the model out.

mod accounts;
mod asunder;
mod attached;
mod choosing;
mod every_kind;
mod external;
mod focus;
mod folder;
mod forwarding;
mod joining;
mod keys;
mod lasting;
mod lists;
mod login;
mod logins;
mod managing;
mod meanwhile;
mod mouse;
mod pages;
mod people;
mod properties;
mod quoting;
mod recalling;
mod recalls;
mod returning;
mod sending;
mod stickers;
mod talking;
mod unfolding;
mod unnumbered;
mod windows;

use weft::app::editor::Editor;
use weft::app::finder::Tab;
use weft::app::keymap::{Code, Key};
use weft::app::model::{Model, Service, Settings};
use weft::app::step::{Effect, Step, TermCommand};
use weft::app::{Event, start, update};
use weft::domain::contact::{Contact, ContactKind, Flags, Group, Member};
use weft::domain::geometry::Size;
use weft::domain::id::{BatchId, Epoch, MsgId, PeerId, UserName};
use weft::domain::message::{Author, Body, Item, Message};
use weft::domain::text::SafeText;
use weft::domain::time::{Now, Timestamp};
use weft::port::store::StoreCommand;
use weft::port::{Batch, NetCommand, NetEvent, News, Outgoing, Wanted, Welcome};

pub const WALL: i64 = 1_790_000_000;

/// The program without its edges.
pub struct App {
    pub model: Model,
    pub now: Now,
    pub epoch: u32,
    batch: u64,
    /// Everything asked for since it was last looked at.
    pub asked: Vec<Effect>,
}

impl App {
    /// Just started, in a window of 100×30.
    pub fn started() -> Self {
        Self::with(Settings {
            zone: jiff::tz::TimeZone::UTC,
            warn: false,
            bell: true,
            avatars: weft::domain::picture::Avatars::Never,
            fold_accounts: false,
            group_actions: false,
            keep_recalled: false,
            service: Service::Demo,
            faces: weft::domain::text::Faces::Emoji,
            cache: "/cache".into(),
        })
    }

    pub fn with(settings: Settings) -> Self {
        let mut model = Model::new(
            settings,
            Size {
                width: 100,
                height: 30,
            },
        );
        let asked = start(&mut model).effects;
        Self {
            model,
            now: Now {
                mono: std::time::Duration::from_secs(10),
                wall_ms: WALL * 1000,
            },
            epoch: 1,
            batch: 0,
            asked,
        }
    }

    /// Logged in, with three recent chats: 阿岚, 老周 and the group 周末爬山.
    pub fn chatting() -> Self {
        let mut app = Self::started();
        app.welcome(vec![
            friend("@lan", "阿岚"),
            friend("@zhou", "老周"),
            group(
                "@@hike",
                "周末爬山",
                &[("@me", "我"), ("@lan", "阿岚"), ("@wu", "小吴")],
            ),
        ]);
        app.asked.clear();
        app
    }

    pub fn welcome(&mut self, recent: Vec<Contact>) -> Step {
        let order = recent.iter().map(|record| record.user_name.clone()).collect();
        let step = self.news(News::Welcome(Box::new(Welcome {
            same: false,
            uin: 7,
            me: friend("@me", "我"),
            recent,
            order,
        })));
        self.news(News::BookProgress {
            contacts: 3,
            complete: true,
        });
        step
    }

    pub fn event(&mut self, event: Event) -> Step {
        let step = update(&mut self.model, self.now, event);
        self.asked.extend(step.effects.iter().cloned());
        step
    }

    pub fn news(&mut self, news: News) -> Step {
        self.event(Event::Net(NetEvent {
            epoch: Epoch(self.epoch),
            news,
        }))
    }

    /// Keys by name, separated by blanks: `alt-up ctrl-q enter x`.
    pub fn keys(&mut self, names: &str) -> Step {
        let mut step = Step::default();
        for name in names.split_whitespace() {
            step = self.event(Event::Key(key(name)));
        }
        step
    }

    pub fn types(&mut self, text: &str) -> Step {
        let mut step = Step::default();
        for typed in text.chars() {
            step = self.event(Event::Key(Key::plain(Code::Char(typed))));
        }
        step
    }

    pub fn resize(&mut self, width: u16, height: u16) -> Step {
        self.event(Event::Resize(Size { width, height }))
    }

    pub fn pass(&mut self, seconds: u64) {
        self.now = self.now.plus(std::time::Duration::from_secs(seconds));
    }

    pub fn synced(&mut self, items: Vec<Item>) -> Step {
        let batch = self.batch(items);
        self.news(News::Synced(batch))
    }

    pub fn batch(&mut self, items: Vec<Item>) -> Batch {
        self.batch += 1;
        Batch {
            keepsake: None,
            id: BatchId(self.batch),
            profile: None,
            deleted: Vec::new(),
            changed: Vec::new(),
            items,
        }
    }

    pub fn changed(&mut self, changed: Vec<Contact>) -> Step {
        let batch = Batch {
            keepsake: None,
            changed,
            ..self.batch(Vec::new())
        };
        self.news(News::Synced(batch))
    }

    pub fn id(&self, name: &str) -> PeerId {
        self.model.directory.id_of(&UserName::from(name)).expect("known")
    }

    pub fn open(&mut self, name: &str) {
        let at = self
            .order()
            .iter()
            .position(|listed| listed == name)
            .expect("listed");
        self.keys(&format!("ctrl-p home{} enter", " down".repeat(at)));
        assert_eq!(self.model.chats.open, Some(self.id(name)));
    }

    /// The chat list, by name.
    pub fn order(&self) -> Vec<String> {
        let chats = &self.model.chats.order;
        chats
            .iter()
            .map(|peer| {
                self.model
                    .directory
                    .peer(*peer)
                    .unwrap()
                    .contact
                    .user_name
                    .as_str()
                    .to_owned()
            })
            .collect()
    }

    pub fn hits(&self) -> Vec<String> {
        assert!(self.model.finder.lists_hits() || self.model.finder.tab == Tab::Chats);
        let hits = &self.model.finder.hits;
        hits.iter()
            .map(|peer| {
                self.model
                    .directory
                    .peer(*peer)
                    .unwrap()
                    .contact
                    .user_name
                    .as_str()
                    .to_owned()
            })
            .collect()
    }

    pub fn unread(&self, name: &str) -> u32 {
        self.model.chats.get(self.id(name)).map_or(0, |chat| chat.unread)
    }

    /// What is said in a chat, as text.
    pub fn said(&self, name: &str) -> Vec<String> {
        let talk = self.model.conversations.get(self.id(name));
        let lines = talk.map(|talk| talk.lines.as_slice()).unwrap_or_default();
        lines.iter().map(|line| words(&line.body)).collect()
    }

    pub fn draft(&self) -> &str {
        self.model.talk().map_or("", |talk| Editor::text(&talk.draft))
    }

    pub fn net(&mut self) -> Vec<NetCommand> {
        std::mem::take(&mut self.asked)
            .into_iter()
            .filter_map(|effect| match effect {
                Effect::Net(command) => Some(command),
                Effect::Store(_)
                | Effect::Media(_)
                | Effect::Term(_)
                | Effect::Edit { .. }
                | Effect::RememberWarning
                | Effect::Quit => None,
            })
            .collect()
    }

    /// What the store is asked for, and told.
    pub fn store(&mut self) -> Vec<StoreCommand> {
        let asked = std::mem::take(&mut self.asked).into_iter();
        let store = asked.filter_map(|effect| match effect {
            Effect::Store(command) => Some(command),
            Effect::Net(_)
            | Effect::Media(_)
            | Effect::Term(_)
            | Effect::Edit { .. }
            | Effect::RememberWarning
            | Effect::Quit => None,
        });
        store.collect()
    }

    pub fn sends(&mut self) -> Vec<Outgoing> {
        let mut sends = Vec::new();
        for command in self.net() {
            if let NetCommand::Send(outgoing) = command {
                sends.push(outgoing);
            }
        }
        sends
    }

    pub fn fetches(&mut self) -> Vec<Wanted> {
        let mut fetches = Vec::new();
        for command in self.net() {
            if let NetCommand::Fetch(wanted) = command {
                fetches.extend(wanted);
            }
        }
        fetches
    }

    pub fn rang(&mut self) -> bool {
        std::mem::take(&mut self.asked).contains(&Effect::Term(TermCommand::Bell))
    }
}

fn words(body: &Body) -> String {
    if let Body::Recalled(recalled) = body {
        return format!("~{}", recalled.by.sentence());
    }
    let said = weft::app::rows::text_of(body);
    said.map_or_else(|| format!("{body:?}"), |text| text.as_str().to_owned())
}

pub fn key(name: &str) -> Key {
    let mut key = Key::plain(Code::Enter);
    let mut rest = name;
    while let Some((modifier, more)) = rest.split_once('-').filter(|(_, more)| !more.is_empty()) {
        match modifier {
            "ctrl" => key.ctrl = true,
            "alt" => key.alt = true,
            "shift" => key.shift = true,
            other => panic!("no modifier {other}"),
        }
        rest = more;
    }
    key.code = match rest {
        "enter" => Code::Enter,
        "tab" => Code::Tab,
        "backtab" => Code::BackTab,
        "esc" => Code::Esc,
        "backspace" => Code::Backspace,
        "delete" => Code::Delete,
        "up" => Code::Up,
        "down" => Code::Down,
        "left" => Code::Left,
        "right" => Code::Right,
        "home" => Code::Home,
        "end" => Code::End,
        "pageup" => Code::PageUp,
        "pagedown" => Code::PageDown,
        "f1" => Code::F(1),
        "f2" => Code::F(2),
        "f3" => Code::F(3),
        "f4" => Code::F(4),
        "f5" => Code::F(5),
        "f7" => Code::F(7),
        "f6" => Code::F(6),
        one => Code::Char(one.chars().next().expect("a character")),
    };
    key
}

pub fn text(raw: &str) -> SafeText {
    SafeText::new(raw)
}

/// Somebody in the address book, with a picture of their own: a bare name would be nobody after the next login.
pub fn friend(name: &str, nick: &str) -> Contact {
    Contact {
        kind: ContactKind::Friend,
        nick_name: text(nick),
        avatar_seq: nick
            .bytes()
            .fold(0, |seq: u64, byte| seq.wrapping_mul(31) + u64::from(byte)),
        flags: Some(Flags {
            in_book: true,
            ..Flags::default()
        }),
        ..Contact::bare(UserName::from(name))
    }
}

pub fn group(name: &str, nick: &str, members: &[(&str, &str)]) -> Contact {
    Contact {
        nick_name: text(nick),
        flags: Some(Flags::default()),
        group: Some(Box::new(Group {
            members: members
                .iter()
                .map(|(name, nick)| member(name, nick, ""))
                .collect(),
            ..Group::default()
        })),
        ..Contact::bare(UserName::from(name))
    }
}

pub fn member(name: &str, nick: &str, card: &str) -> Member {
    Member {
        user_name: UserName::from(name),
        nick_name: text(nick),
        card_name: text(card),
    }
}

pub fn flagged(mut contact: Contact, flag: impl FnOnce(&mut Flags)) -> Contact {
    flag(contact.flags.get_or_insert_default());
    contact
}

/// A message `after` seconds after the start.
pub fn message(id: u64, chat: &str, author: Author, after: i64, said: &str) -> Item {
    Item::Message(Message {
        raw: Box::default(),
        id: MsgId(id),
        chat: UserName::from(chat),
        author,
        at: Timestamp(WALL + after),
        body: Body::Text(text(said)),
    })
}

pub fn says(id: u64, chat: &str, said: &str) -> Item {
    message(id, chat, Author::Peer, i64::try_from(id).unwrap(), said)
}

pub fn says_in(id: u64, chat: &str, who: &str, said: &str) -> Item {
    message(
        id,
        chat,
        Author::Member(UserName::from(who)),
        i64::try_from(id).unwrap(),
        said,
    )
}
