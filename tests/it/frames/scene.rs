//! A model brought to where a frame is wanted, through the reducer's one door, and the frame as text.

use std::time::Duration;

use jiff::tz::{TimeZone, offset};
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, CellWidth};
use weft::app::keymap::{Code, Key};
use weft::app::model::{Model, Service, Settings};
use weft::app::{Event, update};
use weft::domain::contact::{Contact, ContactKind, Flags, Group, Member, Sex};
use weft::domain::geometry::Size;
use weft::domain::id::{BatchId, MsgId, UserName};
use weft::domain::message::{Author, Body, Item, Message};
use weft::domain::text::SafeText;
use weft::domain::time::{Now, Timestamp};
use weft::port::{Batch, Link, LoginNews, NetEvent, News, Welcome};
use weft::ui::theme::Theme;
use weft::ui::{Look, Screen, paint};
use weft::words::{Language, Words};

pub const LINK: &str = "https://login.weixin.qq.com/l/Qe3PDEPf1Q==";
/// 2026-11-22 20:15:00 in Shanghai.
pub const NOON: i64 = 1_795_349_700;

pub struct Scene {
    pub model: Model,
    pub now: Now,
    messages: u64,
}

impl Scene {
    /// The program just started.
    pub fn start(width: u16, height: u16) -> Self {
        let settings = Settings {
            zone: TimeZone::fixed(offset(8)),
            warn: false,
            bell: false,
            avatars: weft::domain::picture::Avatars::Never,
            fold_accounts: false,
            group_actions: false,
            keep_recalled: false,
            service: Service::Real,
            faces: weft::domain::text::Faces::Emoji,
            cache: "/cache".into(),
        };
        let model = Model::new(settings, Size { width, height });
        Self {
            model,
            now: Now {
                mono: Duration::from_secs(10),
                wall_ms: NOON * 1000,
            },
            messages: 0,
        }
    }

    /// Logged in, with people, a group and an account who have spoken.
    pub fn chatting(width: u16, height: u16) -> Self {
        let mut scene = Self::start(width, height);
        scene.chat();
        scene
    }

    /// The same, in a program that was started in its own way.
    pub fn chat(&mut self) {
        let scene = self;
        scene.net(News::Login(LoginNews::Confirmed));
        let recent = vec![
            friend("@anna", "Anna Karenina"),
            group(),
            account("@news", "人民日报"),
        ];
        let order = recent.iter().map(|contact| contact.user_name.clone()).collect();
        scene.net(News::Welcome(Box::new(Welcome {
            same: false,
            uin: 7,
            me: friend("@me", "小明"),
            recent,
            order,
        })));
        scene.net(News::Link(Link::Up));
        scene.net(News::Contacts(book()));
        scene.net(News::BookProgress {
            contacts: 8,
            complete: true,
        });
        scene.say(
            "@li",
            Author::Peer,
            -90_000,
            "昨天的照片发你了，记得看一下👨‍👩‍👧 还有那份合同。",
        );
        scene.say("@anna", Author::Peer, -4000, "Are you coming to the station?");
        scene.say(
            "@@team",
            Author::Member("@li".into()),
            -3000,
            "大家好，会议改到下午三点半，请带上资料。",
        );
        scene.say("@@team", Author::Member("@anna".into()), -2900, "Fine with me ❤️");
        scene.say("@news", Author::Peer, -200_000, "早安");
        scene.say(
            "@anna",
            Author::Peer,
            -100,
            "The train leaves at nine, platform two. Don't be late this time!",
        );
    }

    /// A new login, in which 陆小凤 has another picture; her chat is open.
    pub fn return_with_another_picture(&mut self) -> &mut Self {
        let record = |name: &str, picture| Contact {
            avatar_seq: picture,
            sex: Sex::Female,
            province: SafeText::line("四川"),
            city: SafeText::line("成都"),
            ..friend(name, "陆小凤")
        };
        let welcome = |me: &str, recent: Contact| {
            News::Welcome(Box::new(Welcome {
                same: false,
                uin: 7,
                me: friend(me, "小明"),
                order: vec![recent.user_name.clone()],
                recent: vec![recent],
            }))
        };
        self.net(News::Contacts(vec![record("@lu", 1)]));
        self.say("@lu", Author::Peer, -50, "明天见");
        let now = Contact {
            remark_name: SafeText::line("小凤"),
            alias: SafeText::line("lu_xiaofeng"),
            signature: SafeText::line("心有灵犀一点通，身无彩凤双飞翼，昨夜星辰昨夜风，画楼西畔桂堂东"),
            ..record("@lu2", 2)
        };
        self.net(welcome("@me2", now));
        self.net(News::BookProgress {
            contacts: 1,
            complete: true,
        });
        self.say("@lu2", Author::Peer, -10, "我换头像了");
        let at = self.model.chats.order.iter().position(|peer| {
            let peer = self.model.directory.peer(*peer);
            peer.is_some_and(|peer| peer.contact.user_name.as_str() == "@lu2")
        });
        let nth = char::from_digit(at.unwrap() as u32 + 1, 10).unwrap();
        self.open(nth)
    }

    pub fn event(&mut self, event: Event) -> weft::app::step::Touched {
        self.now = self.now.plus(Duration::from_millis(50));
        update(&mut self.model, self.now, event).touched
    }

    pub fn net(&mut self, news: News) -> &mut Self {
        let epoch = self.model.epoch;
        self.event(Event::Net(NetEvent { epoch, news }));
        self
    }

    pub fn login(&mut self, news: LoginNews) -> &mut Self {
        self.net(News::Login(news))
    }

    pub fn code(&mut self) -> &mut Self {
        let expires = self.now.mono + Duration::from_secs(227);
        self.login(LoginNews::Code {
            link: LINK.to_owned(),
            expires,
        })
    }

    /// A message `ago` seconds from now (negative: before).
    pub fn body(&mut self, chat: &str, author: Author, ago: i64, body: Body) -> &mut Self {
        let event = self.arrival((chat, author), ago, body);
        self.event(event);
        self
    }

    /// A message said now; the regions it touched.
    pub fn message(&mut self, chat: &str, author: Author, body: Body) -> weft::app::step::Touched {
        let event = self.arrival((chat, author), 0, body);
        self.event(event)
    }

    pub fn arrival(&mut self, (chat, author): (&str, Author), ago: i64, body: Body) -> Event {
        self.messages += 1;
        let message = Message {
            raw: Box::default(),
            id: MsgId(self.messages),
            chat: chat.into(),
            author,
            at: Timestamp(NOON + ago),
            body,
        };
        let batch = Batch {
            keepsake: None,
            id: BatchId(self.messages),
            profile: None,
            deleted: Vec::new(),
            changed: Vec::new(),
            items: vec![Item::Message(message)],
        };
        Event::Net(NetEvent {
            epoch: self.model.epoch,
            news: News::Synced(batch),
        })
    }

    pub fn say(&mut self, chat: &str, author: Author, ago: i64, words: &str) -> &mut Self {
        self.body(chat, author, ago, Body::Text(SafeText::new(words)))
    }

    pub fn key(&mut self, key: Key) -> &mut Self {
        self.event(Event::Key(key));
        self
    }

    pub fn press(&mut self, code: Code) -> &mut Self {
        self.key(Key::plain(code))
    }

    pub fn typed(&mut self, words: &str) -> &mut Self {
        for c in words.chars() {
            self.press(Code::Char(c));
        }
        self
    }

    /// Opens the chat at this place of the list.
    pub fn open(&mut self, nth: char) -> &mut Self {
        self.key(Key::alt(Code::Char(nth)))
    }

    pub fn frame(&self, language: Language) -> String {
        let look = look(language);
        let mut screen = Screen::new(TestBackend::new(
            self.model.screen.width,
            self.model.screen.height,
        ));
        screen
            .draw(&self.model, &look, weft::app::step::Touched::ALL)
            .unwrap();
        let cursor = if screen.backend().cursor_visible() {
            let at = screen.backend().cursor_position();
            format!("caret at column {}, row {}", at.x, at.y)
        } else {
            "no caret".to_owned()
        };
        format!("{}\n{cursor}", as_text(&paint(&self.model, &look)))
    }
}

pub fn look(language: Language) -> Look {
    Look {
        words: Words::new(language),
        theme: Theme::terminal(),
    }
}

/// Rows without their trailing blanks.
pub fn as_text(buffer: &Buffer) -> String {
    let mut rows = Vec::new();
    for y in buffer.area.top()..buffer.area.bottom() {
        let mut row = String::new();
        let mut x = buffer.area.left();
        while x < buffer.area.right() {
            let cell = &buffer[(x, y)];
            row.push_str(cell.symbol());
            x += cell.cell_width().max(1);
        }
        rows.push(row.trim_end().to_owned());
    }
    rows.join("\n")
}

fn contact(name: &str, nick: &str, kind: ContactKind) -> Contact {
    Contact {
        kind,
        flags: Some(Flags {
            in_book: true,
            ..Flags::default()
        }),
        nick_name: SafeText::line(nick),
        ..Contact::bare(UserName::from(name))
    }
}

pub fn friend(name: &str, nick: &str) -> Contact {
    contact(name, nick, ContactKind::Friend)
}

pub fn account(name: &str, nick: &str) -> Contact {
    contact(name, nick, ContactKind::PublicAccount)
}

fn with(contact: Contact, change: impl FnOnce(&mut Flags), full: &str) -> Contact {
    let mut contact = contact;
    if let Some(flags) = &mut contact.flags {
        change(flags);
    }
    contact.pinyin.full = full.into();
    contact
}

fn group() -> Contact {
    let member = |user: &str, nick: &str, card: &str| Member {
        user_name: user.into(),
        nick_name: SafeText::line(nick),
        card_name: SafeText::line(card),
    };
    let members = vec![
        member("@me", "小明", ""),
        member("@li", "李雷", "李经理"),
        member("@anna", "Anna Karenina", ""),
        member("@strange", "路人甲", ""),
    ];
    let mut group = contact("@@team", "项目讨论组（2026）", ContactKind::Group);
    group.group = Some(Box::new(Group {
        member_count: 4,
        members,
        ..Group::default()
    }));
    with(group, |flags| flags.muted = true, "xiangmutaolunzu")
}

fn book() -> Vec<Contact> {
    vec![
        with(friend("@anna", "Anna Karenina"), |_| {}, "AnnaKarenina"),
        with(friend("@li", "李雷"), |flags| flags.pinned = true, "lilei"),
        with(friend("@lu", "陆小凤"), |_| {}, "luxiaofeng"),
        with(
            friend(
                "@long",
                "A name that is much longer than any list is wide 很长很长的名字",
            ),
            |_| {},
            "a",
        ),
        with(friend("@emoji", "👨‍👩‍👧 Family"), |flags| flags.starred = true, ""),
        with(account("@news", "人民日报"), |_| {}, "renminribao"),
        contact("filehelper", "", ContactKind::Special),
        group(),
    ]
}
