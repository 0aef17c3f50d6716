//! What holds whatever happens, in whatever order.

use std::collections::HashSet;
use std::time::Duration;

use proptest::collection::vec;
use proptest::prelude::*;
use weft::app::keymap::{Code, Key, bindings};
use weft::app::layout::{areas, entries_shown};
use weft::app::step::Effect;
use weft::app::{Event, Mouse, MouseKind, deadline, start, update};
use weft::domain::contact::Contact;
use weft::domain::geometry::{Point, Size};
use weft::domain::id::{BatchId, Epoch, LocalId, MsgId, UserName};
use weft::domain::message::{Author, Item};
use weft::domain::text::SafeText;
use weft::port::{Batch, Ending, Failure, Link, LoginNews, NetCommand, NetEvent, News, Welcome};

use super::{App, flagged, friend, group, message, says};

const NAMES: [&str; 6] = ["@lan", "@zhou", "@wu", "@@hike", "@@club", "filehelper"];

fn name() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&NAMES[..])
}

fn any_key() -> impl Strategy<Value = Key> {
    let bound: Vec<Key> = bindings()
        .flat_map(|binding| binding.keys.iter().copied())
        .collect();
    prop_oneof![
        3 => prop::sample::select(bound),
        2 => prop::sample::select(vec!['a', '周', '👨', '\u{200d}', '/', ' ']).prop_map(|c| Key::plain(Code::Char(c))),
        1 => Just(Key::plain(Code::Enter)),
    ]
}

fn contact() -> impl Strategy<Value = Contact> {
    let nick = prop::sample::select(vec!["", "阿岚", "老周", "Lily"]);
    (name(), nick, any::<(bool, bool, bool)>()).prop_map(|(name, nick, (pinned, muted, shielded))| {
        let record = if name.starts_with("@@") {
            group(
                name,
                nick,
                if shielded {
                    &[("@wu", "小吴")]
                } else {
                    &[("@me", "我"), ("@wu", "")]
                },
            )
        } else {
            friend(name, nick)
        };
        flagged(record, |flags| {
            (flags.pinned, flags.muted) = (pinned, muted);
            flags.shielded = shielded && !name.starts_with("@@");
        })
    })
}

fn item() -> impl Strategy<Value = Item> {
    let author = prop_oneof![
        4 => Just(Author::Peer),
        1 => Just(Author::Me),
        1 => Just(Author::Service),
        1 => Just(Author::Member(UserName::from("@wu"))),
    ];
    prop_oneof![
        6 => (1..60_u64, name(), author, -50..50_i64).prop_map(|(id, chat, who, at)| message(id, chat, who, at, "@我 hi")),
        1 => name().prop_map(|name| Item::ReadOnPhone(UserName::from(name))),
        1 => (60..70_u64, name(), prop::option::of(1..60_u64)).prop_map(|(own, chat, id)| Item::Recall {
            id: MsgId(own),
            chat: UserName::from(chat),
            target: id.map(MsgId),
            notice: SafeText::new("撤回"),
        }),
        1 => vec(name(), 0..6).prop_map(|names| Item::RecentChats(names.into_iter().map(UserName::from).collect())),
    ]
}

fn batch() -> impl Strategy<Value = Batch> {
    let deleted = vec(name().prop_map(UserName::from), 0..2);
    (vec(item(), 0..6), vec(contact(), 0..3), deleted).prop_map(|(items, changed, deleted)| Batch {
        keepsake: None,
        id: BatchId(1),
        profile: None,
        deleted,
        changed,
        items,
    })
}

fn news() -> impl Strategy<Value = News> {
    let local = (0..3_u64).prop_map(|n| LocalId(17_900_000_000_000_000 + n));
    prop_oneof![
        8 => batch().prop_map(News::Synced),
        2 => vec(contact(), 0..4).prop_map(News::Contacts),
        2 => (vec(contact(), 0..4), vec(name(), 0..6)).prop_map(|(recent, order)| News::Welcome(Box::new(Welcome { same: false, uin: 7,
            me: friend("@me", "我"),
            recent,
            order: order.into_iter().map(UserName::from).collect(),
        }))),
        1 => any::<bool>().prop_map(|complete| News::BookProgress { contacts: 5, complete }),
        1 => local.clone().prop_map(News::Sending),
        2 => (local.clone(), 1..60_u64).prop_map(|(local, id)| News::Sent { local, id: Some(MsgId(id)) }),
        2 => local.prop_map(|local| News::NotSent { local, why: Failure::Offline }),
        1 => Just(News::Link(Link::Retrying { attempt: 1, at: Duration::from_secs(20), why: Failure::Offline })),
        1 => Just(News::Ended(Ending::ByService { code: 1101 })),
        1 => Just(News::Login(LoginNews::Code { link: "l".to_owned(), expires: Duration::from_secs(30) })),
        1 => Just(News::Login(LoginNews::Cancelled)),
    ]
}

pub fn event() -> impl Strategy<Value = Event> {
    let size = (1..200_u16, 1..60_u16).prop_map(|(width, height)| Size { width, height });
    let kind = prop::sample::select(vec![MouseKind::Press, MouseKind::WheelUp, MouseKind::WheelDown]);
    prop_oneof![
        20 => any_key().prop_map(Event::Key),
        8 => (0..3_u32, news()).prop_map(|(epoch, news)| Event::Net(NetEvent { epoch: Epoch(epoch), news })),
        6 => news().prop_map(|news| Event::Net(NetEvent { epoch: Epoch(1), news })),
        2 => size.prop_map(Event::Resize),
        1 => Just(Event::Resize(Size { width: 1, height: 1 })),
        2 => (0..200_u16, 0..60_u16, kind).prop_map(|(x, y, kind)| Event::Mouse(Mouse { at: Point { x, y }, kind })),
        1 => "\\PC{0,40}(\r\n)?".prop_map(Event::Paste),
        1 => any::<bool>().prop_map(Event::Focus),
        1 => Just(Event::Wake),
        1 => Just(Event::Undelivered(Effect::Net(NetCommand::Kept(BatchId(1))))),
    ]
}

/// What must be true of every model at rest.
fn check(app: &App) -> Result<(), TestCaseError> {
    let model = &app.model;
    let chats = &model.chats;
    let distinct: HashSet<_> = chats.order.iter().collect();
    prop_assert_eq!(distinct.len(), chats.order.len(), "a chat is listed twice");
    let counted: u32 = chats
        .order
        .iter()
        .filter_map(|peer| chats.get(*peer))
        .filter(|chat| !chat.muted)
        .map(|chat| chat.unread)
        .sum();
    prop_assert_eq!(chats.unread_total(), counted);
    let sorted = chats.order.is_sorted_by_key(|peer| {
        let chat = chats.get(*peer).unwrap();
        (!chat.pinned, -chat.last_at.max(chat.opened_at).0)
    });
    prop_assert!(sorted);
    if !model.finder.lists_hits() && areas(model).is_some_and(|areas| !areas.list.is_empty()) {
        let at = chats.selected.and_then(|peer| chats.position(peer)).unwrap_or(0);
        let shown = chats.top..chats.top + entries_shown(model);
        prop_assert!(shown.contains(&at), "{at} in {shown:?}");
    }
    for talk in model.conversations.by_peer.values() {
        prop_assert!(talk.lines.is_sorted_by_key(|line| line.at));
        prop_assert!(talk.selected.is_none_or(|at| at < talk.lines.len()));
        prop_assert!(talk.unread_from.is_none_or(|at| at < talk.lines.len()));
    }
    Ok(())
}

/// Lines and unread messages of every chat.
fn counts(app: &App) -> Vec<(usize, u32)> {
    let ids = NAMES
        .iter()
        .map(|name| app.model.directory.id_of(&UserName::from(*name)));
    ids.map(|id| {
        let talk = id.and_then(|id| app.model.conversations.get(id));
        let chat = id.and_then(|id| app.model.chats.get(id));
        (
            talk.map_or(0, |talk| talk.lines.len()),
            chat.map_or(0, |chat| chat.unread),
        )
    })
    .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn no_event_breaks_anything_and_a_replay_gives_the_same(events in vec(event(), 1..80), logged_in: bool) {
        let mut app = if logged_in { App::chatting() } else { App::started() };
        let mut replayed = app.model.clone();
        for event in events {
            app.now = app.now.plus(Duration::from_millis(300));
            let step = app.event(event.clone());
            check(&app)?;
            if event == Event::Wake {
                let due = deadline(&app.model);
                prop_assert!(due.is_none_or(|due| due > app.now.mono), "woken again at once");
            }
            prop_assert_eq!(update(&mut replayed, app.now, event), step);
        }
        prop_assert!(replayed == app.model);
    }

    #[test]
    fn a_batch_twice_is_a_batch_once(batches in vec(batch(), 1..5)) {
        let mut app = App::chatting();
        for batch in &batches {
            app.news(News::Synced(batch.clone()));
        }
        let before = counts(&app);
        for batch in batches {
            app.news(News::Synced(batch));
        }
        let after = counts(&app);
        for ((said, unread), (said_then, unread_then)) in before.into_iter().zip(after) {
            prop_assert_eq!(said, said_then);
            prop_assert!(unread_then <= unread);
        }
    }

    #[test]
    fn the_selection_stays_on_its_peer(batches in vec(vec((1..500_u64, name()), 0..5), 1..10), down in 0..3_usize) {
        let mut app = App::chatting();
        app.keys(&"down ".repeat(down));
        let selected = app.model.chats.selected;
        for batch in batches {
            app.synced(batch.into_iter().map(|(id, name)| says(id, name, "x")).collect());
            prop_assert_eq!(app.model.chats.selected, selected);
        }
    }

    #[test]
    fn every_message_is_handed_over_once(texts in vec("\\PC{1,20}", 1..30), answers in vec(any::<bool>(), 30)) {
        let mut app = App::chatting();
        app.open("@lan");
        let mut handed = Vec::new();
        for text in &texts {
            app.event(Event::Paste(text.clone()));
            app.keys("enter");
            handed.extend(app.sends());
        }
        let mut at = 0;
        while let Some(out) = handed.get(at) {
            let local = out.local;
            app.news(if answers.get(at % 30).copied().unwrap_or(true) {
                News::Sent { local, id: None }
            } else {
                News::NotSent { local, why: Failure::TimedOut }
            });
            handed.extend(app.sends());
            at += 1;
        }
        let ids: HashSet<_> = handed.iter().map(|out| out.local).collect();
        prop_assert_eq!(ids.len(), handed.len());
        prop_assert_eq!(handed.len(), app.said("@lan").len());
        let texts: Vec<_> = handed.iter().map(|out| out.what.text().unwrap().to_owned()).collect();
        prop_assert_eq!(texts, app.said("@lan"), "what is shown is what is sent");
    }
}

#[test]
fn starting_twice_asks_the_same() {
    let mut app = App::started();
    let first = start(&mut app.model);
    assert_eq!(first, start(&mut app.model));
}
