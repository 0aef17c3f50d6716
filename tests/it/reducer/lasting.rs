//! What happens is written, and nothing is promised before it is.

use std::time::Duration;

use proptest::collection::vec;
use proptest::prelude::*;
use weft::app::history::Shelf;
use weft::app::model::{Hint, Overlay};
use weft::app::step::Effect;
use weft::app::{Event, deadline, start, takes_news};
use weft::domain::id::{BatchId, LocalId, MsgId, PeerId};
use weft::domain::message::{Author, Body, Item};
use weft::domain::secret::Secret;
use weft::port::store::{
    Change, From, LineRecord, Receipt, Refusal, State, StoreCommand, StoreEvent, Trouble, Which,
};
use weft::port::{Batch, Ending, Failure, Keepsake, Link, NetCommand, News};
use weft::store;

use super::properties::event;
use super::{App, friend, message, says, text};
use crate::room::Room;

/// The program with a store, before it is answered.
pub(super) fn waking() -> App {
    let mut app = App::started();
    app.model = app.model.keeping(Which::Last);
    app.asked = start(&mut app.model).effects;
    app
}

/// Takes what the store was asked since the last look, and lets it answer.
pub(super) fn serve(app: &mut App, room: &mut Room) {
    loop {
        let asked = told(app);
        if asked.is_empty() {
            return;
        }
        for event in asked.into_iter().flat_map(|command| room.perform(command)) {
            app.event(Event::Store(event));
        }
    }
}

pub(super) fn told(app: &mut App) -> Vec<StoreCommand> {
    let mut told = Vec::new();
    app.asked.retain(|effect| match effect {
        Effect::Store(command) => {
            told.push(command.clone());
            false
        }
        Effect::Net(_)
        | Effect::Media(_)
        | Effect::Term(_)
        | Effect::Edit { .. }
        | Effect::RememberWarning
        | Effect::Quit => true,
    });
    told
}

/// What this turn wrote, if anything.
fn written(app: &mut App) -> Option<(Vec<Change>, Vec<Receipt>)> {
    let mut writes = told(app).into_iter().filter_map(|command| match command {
        StoreCommand::Write { changes, receipts } => Some((changes, receipts)),
        StoreCommand::Open(_)
        | StoreCommand::Read(_)
        | StoreCommand::Search(_)
        | StoreCommand::Line(_)
        | StoreCommand::Stickers { .. }
        | StoreCommand::Accounts => None,
    });
    let write = writes.next();
    assert!(writes.next().is_none(), "one write a turn");
    write
}

fn lines(changes: &[Change]) -> Vec<&LineRecord> {
    let mut lines = Vec::new();
    for change in changes {
        if let Change::Line(line) = change {
            lines.push(&**line);
        }
    }
    lines
}

fn kept(app: &mut App, receipt: Receipt) {
    app.event(Event::Store(StoreEvent::Kept(vec![receipt])));
}

/// Logged in with three chats, everything so far written.
pub(super) fn chatting() -> (App, Room) {
    let (mut app, mut room) = (waking(), Room::default());
    serve(&mut app, &mut room);
    assert!(app.net().contains(&NetCommand::Login));
    app.welcome(vec![friend("@lan", "阿岚"), friend("@zhou", "老周")]);
    serve(&mut app, &mut room);
    app.news(News::Contacts(vec![friend("@wu", "小吴")]));
    serve(&mut app, &mut room);
    app.asked.clear();
    (app, room)
}

/// A new run of the program over what the last one kept.
pub(super) fn again(room: &mut Room) -> App {
    room.crash();
    let mut app = waking();
    serve(&mut app, room);
    app
}

fn send(app: &mut App, words: &str) {
    app.event(Event::Paste(words.to_owned()));
    app.keys("enter");
}

#[test]
fn no_line_is_sent_before_it_is_written_that_it_leaves() {
    let (mut app, _room) = chatting();
    app.open("@lan");
    told(&mut app);
    send(&mut app, "hi");
    assert_eq!(
        app.model.talk().unwrap().lines.last().unwrap().state.local(),
        Some(app.model.last_local)
    );
    let local = app.model.last_local;
    let (changes, receipts) = {
        let mut writes = told(&mut app).into_iter();
        let last = writes.next_back().unwrap();
        let StoreCommand::Write { changes, receipts } = last else {
            panic!("{last:?}")
        };
        (changes, receipts)
    };
    assert_eq!(receipts, [Receipt::Outgoing(local)]);
    assert_eq!(
        lines(&changes)[0].state,
        State::Sending(local),
        "if it dies now it is asked about"
    );
    assert_eq!(app.sends(), []);
    kept(&mut app, Receipt::Outgoing(local));
    assert_eq!(app.sends().len(), 1);
    kept(&mut app, Receipt::Outgoing(local));
    assert_eq!(app.sends(), [], "once");
}

#[test]
fn while_there_is_no_connection_a_line_stays_queued_on_disk() {
    let (mut app, mut room) = chatting();
    let offline = Link::Retrying {
        attempt: 1,
        at: Duration::from_secs(99),
        why: Failure::Offline,
    };
    app.news(News::Link(offline));
    app.open("@lan");
    send(&mut app, "later");
    serve(&mut app, &mut room);
    let local = app.model.last_local;
    let states: Vec<State> = room.book().lines.values().map(|line| line.state).collect();
    assert_eq!(states, [State::Queued(local)]);
    assert_eq!(app.sends(), []);
    app.news(News::Link(Link::Up));
    serve(&mut app, &mut room);
    assert_eq!(app.sends().len(), 1);
}

#[test]
fn the_cursor_goes_on_only_once_the_batch_is_on_disk() {
    let (mut app, _room) = chatting();
    let keepsake = Keepsake(Secret::new("cursor 1"));
    let batch = Batch {
        keepsake: Some(keepsake.clone()),
        ..app.batch(vec![says(1, "@lan", "x"), says(2, "@zhou", "y")])
    };
    let id = batch.id;
    app.news(News::Synced(batch));
    let (changes, receipts) = written(&mut app).unwrap();
    assert_eq!(receipts, [Receipt::Batch(id)]);
    assert_eq!(lines(&changes).len(), 2);
    assert!(
        changes.contains(&Change::Keepsake(Some(keepsake))),
        "in the same transaction"
    );
    assert!(!app.net().contains(&NetCommand::Kept(id)));
    kept(&mut app, Receipt::Batch(id));
    assert!(app.net().contains(&NetCommand::Kept(id)));
}

#[test]
fn a_batch_of_nothing_is_acknowledged_too() {
    let (mut app, _room) = chatting();
    app.synced(Vec::new());
    let (changes, receipts) = written(&mut app).unwrap();
    assert!(changes.is_empty());
    assert_eq!(receipts, [Receipt::Batch(BatchId(1))]);
}

#[test]
fn the_raw_message_is_written_with_its_line_and_not_held() {
    let (mut app, _room) = chatting();
    let mut item = says(1, "@lan", "x");
    if let Item::Message(message) = &mut item {
        message.raw.content = "<msg/>".into();
    }
    app.synced(vec![item]);
    let (changes, _) = written(&mut app).unwrap();
    let [line] = lines(&changes)[..] else {
        panic!("one line, once")
    };
    assert_eq!(&*line.raw.as_ref().unwrap().content, "<msg/>");
}

#[test]
fn a_recall_that_names_nobody_means_no_message_after_it() {
    let (mut app, mut room) = chatting();
    let recall = Item::Recall {
        id: MsgId(90),
        chat: "@lan".into(),
        target: None,
        notice: text("recalled"),
    };
    app.synced(vec![recall, message(91, "@lan", Author::Me, 0, "said later")]);
    serve(&mut app, &mut room);
    let kept: Vec<_> = room.book().lines.values().map(|line| line.body.clone()).collect();
    assert_eq!(kept, [Body::Text(text("said later"))]);
}

#[test]
fn while_the_disk_fails_nobody_waits_for_it() {
    let (mut app, _room) = chatting();
    app.open("@lan");
    told(&mut app);
    send(&mut app, "one");
    app.synced(vec![says(1, "@lan", "x")]);
    assert_eq!(app.sends(), []);
    app.event(Event::Store(StoreEvent::Trouble(Trouble::DiskFull)));
    let net = app.net();
    assert!(net.contains(&NetCommand::Kept(BatchId(1))));
    assert!(net.iter().any(|command| matches!(command, NetCommand::Send(_))));
    app.synced(vec![says(2, "@lan", "y")]);
    assert!(app.net().contains(&NetCommand::Kept(BatchId(2))), "at once");
    let local = app.model.last_local;
    for receipt in [
        Receipt::Batch(BatchId(1)),
        Receipt::Outgoing(local),
        Receipt::Batch(BatchId(2)),
    ] {
        kept(&mut app, receipt);
    }
    app.event(Event::Store(StoreEvent::Recovered));
    assert_eq!(app.net(), [], "nothing is given twice");
    app.synced(vec![says(3, "@lan", "z")]);
    assert!(
        !app.net().contains(&NetCommand::Kept(BatchId(3))),
        "and the disk counts again"
    );
}

#[test]
fn receipts_of_an_older_login_are_nobodys() {
    let (mut app, _room) = chatting();
    app.synced(vec![says(1, "@lan", "x")]);
    app.news(News::Ended(Ending::ByService { code: 1101 }));
    app.epoch += 1;
    app.welcome(vec![friend("@lan2", "阿岚")]);
    app.asked.clear();
    kept(&mut app, Receipt::Batch(BatchId(1)));
    assert!(!app.net().contains(&NetCommand::Kept(BatchId(1))));
}

#[test]
fn a_draft_is_written_within_a_quarter_of_a_second_and_then_nobody_wakes() {
    let (mut app, _room) = chatting();
    app.open("@lan");
    told(&mut app);
    app.types("a");
    let begun = app.now.mono;
    assert_eq!(written(&mut app), None);
    app.now = app.now.plus(Duration::from_millis(200));
    app.types("b");
    assert_eq!(
        deadline(&app.model),
        Some(begun + Duration::from_millis(250)),
        "not put off"
    );
    app.now = app.now.plus(Duration::from_millis(50));
    app.event(Event::Wake);
    let chat = app.id("@lan");
    let draft = |text: &str| Change::Draft {
        chat,
        text: text.to_owned(),
    };
    assert_eq!(written(&mut app), Some((vec![draft("ab")], Vec::new())));
    assert_eq!(deadline(&app.model), None);
    app.types("c");
    app.open("@zhou");
    let (changes, _) = written(&mut app).unwrap();
    assert!(changes.contains(&draft("abc")), "left: at once");
    app.open("@lan");
    app.types("d");
    told(&mut app);
    app.event(Event::Terminate);
    let (changes, _) = written(&mut app).unwrap();
    assert!(changes.contains(&draft("abcd")), "the end: at once");
}

#[test]
fn quitting_asks_only_where_something_would_be_lost() {
    let (mut app, mut room) = chatting();
    app.open("@lan");
    send(&mut app, "x");
    serve(&mut app, &mut room);
    app.event(Event::Store(StoreEvent::Trouble(Trouble::Io)));
    app.keys("ctrl-q");
    assert_eq!(app.model.overlay, Some(Overlay::ConfirmQuit));
    app.keys("esc");
    app.event(Event::Store(StoreEvent::Recovered));
    app.keys("ctrl-q");
    assert!(app.asked.contains(&Effect::Quit));
}

#[test]
fn a_history_in_use_or_an_unknown_name_ends_the_program() {
    let fatal = [
        Refusal::Locked { pid: Some(7) },
        Refusal::Unknown { name: "bert".into() },
    ];
    for refusal in fatal {
        let mut app = waking();
        app.event(Event::Store(StoreEvent::Refused(refusal.clone())));
        assert!(app.asked.contains(&Effect::Quit));
        assert!(!app.asked.contains(&Effect::Net(NetCommand::Login)));
        assert_eq!(app.model.history.fatal(), Some(&refusal));
    }
    let mut app = waking();
    app.event(Event::Store(StoreEvent::Refused(Refusal::Corrupt)));
    assert!(!app.asked.contains(&Effect::Quit));
    assert!(app.asked.contains(&Effect::Net(NetCommand::Login)));
    app.welcome(vec![friend("@lan", "阿岚")]);
    app.synced(vec![says(1, "@lan", "x")]);
    assert_eq!(told(&mut app).len(), 1, "nothing is told to a store that refused");
    assert!(app.net().contains(&NetCommand::Kept(BatchId(1))));
}

#[test]
fn the_session_is_taken_up_again_and_a_login_needs_its_own_history_first() {
    let (mut app, mut room) = chatting();
    let keepsake = Keepsake(Secret::new("s"));
    app.news(News::Keepsake(keepsake.clone()));
    serve(&mut app, &mut room);
    let mut app = again(&mut room);
    assert!(app.model.has_panes() && !app.model.is_live());
    assert_eq!(app.net(), [NetCommand::Resume(keepsake)]);
    app.news(News::Resumed { me: "@me".into() });
    assert!(app.model.is_live());
    assert_eq!(app.order(), ["@lan", "@zhou"]);
}

#[test]
fn a_welcome_of_another_account_waits_for_its_history() {
    let (mut app, mut room) = chatting();
    app.open("@lan");
    app.types("half");
    app.news(News::Ended(Ending::ByService { code: 1101 }));
    told(&mut app);
    app.epoch += 1;
    app.news(News::Welcome(Box::new(weft::port::Welcome {
        same: false,
        uin: 8,
        me: friend("@me8", "另一个"),
        recent: vec![friend("@lan", "阿岚的名字")],
        order: Vec::new(),
    })));
    assert!(!takes_news(&app.model) && !app.model.has_panes());
    let asked = told(&mut app);
    assert!(
        matches!(asked.first(), Some(StoreCommand::Write { .. })),
        "what is left is written before"
    );
    assert_eq!(asked.last(), Some(&StoreCommand::Open(Which::Uin(8))));
    for event in asked
        .into_iter()
        .flat_map(|command| room.perform(command))
        .collect::<Vec<_>>()
    {
        app.event(Event::Store(event));
    }
    assert_eq!(app.model.history.shelf, Shelf::Open { uin: 8 });
    assert_eq!(app.model.directory.peers.len(), 2, "nobody of the other account");
}

#[test]
fn what_is_in_doubt_cannot_be_doubted_twice() {
    let (mut app, mut room) = chatting();
    app.open("@lan");
    send(&mut app, "x");
    serve(&mut app, &mut room);
    let local = app.model.last_local;
    let mut app = again(&mut room);
    serve(&mut app, &mut room);
    let states: Vec<State> = room.book().lines.values().map(|line| line.state).collect();
    assert_eq!(states, [State::Unconfirmed(local)]);
    app.news(News::Resumed { me: "@me".into() });
    app.open("@lan");
    app.keys("alt-s alt-s");
    assert_eq!(app.model.hint, Some(Hint::NoFailedMessage));
    serve(&mut app, &mut room);
    let states: Vec<State> = room.book().lines.values().map(|line| line.state).collect();
    assert_eq!(states, [State::Kept(None)]);
    assert!(app.model.last_local >= local && LocalId(0) < local);
}

/// On its way is on its way: the disk knows a moment before the screen.
fn settled(state: State) -> State {
    match state {
        State::Queued(local) => State::Sending(local),
        State::Kept(_) | State::Sending(_) | State::Failed(..) | State::Unconfirmed(_) => state,
    }
}

/// In an order of its own, where a store may choose.
fn sorted(event: StoreEvent) -> StoreEvent {
    let StoreEvent::Opened(mut opened) = event else {
        return event;
    };
    for line in opened.tails.iter_mut().chain(&mut opened.unsent) {
        if let State::Sending(local) = line.state {
            line.state = State::Unconfirmed(local);
        }
        line.raw = None;
    }
    opened.chats.sort_by_key(|chat| chat.peer);
    opened.tails.sort_by_key(|line| line.seq);
    opened.drafts.sort();
    opened.seen.sort_unstable();
    opened.account.name = Box::default();
    StoreEvent::Opened(opened)
}

fn check(app: &App, room: &mut Room) -> Result<(), TestCaseError> {
    let model = &app.model;
    let book = room.book();
    prop_assert_eq!(book.peers.len(), model.directory.peers.len());
    for (id, peer) in (0..).map(PeerId).zip(&model.directory.peers) {
        let kept = &book.peers[&id];
        prop_assert_eq!(&kept.contact, &peer.contact.without_members());
        prop_assert_eq!(
            (kept.gone, kept.current, kept.same_as),
            (peer.gone, peer.current, peer.same_as)
        );
    }
    prop_assert_eq!(book.chats.len(), model.chats.by_peer.len());
    for (peer, chat) in &model.chats.by_peer {
        let kept = &book.chats[peer];
        prop_assert_eq!(
            (
                kept.unread,
                kept.mentioned,
                kept.last_at,
                kept.opened_at,
                kept.rank
            ),
            (
                chat.unread,
                chat.mentioned,
                chat.last_at,
                chat.opened_at,
                chat.rank
            )
        );
    }
    let who = |from| match from {
        From::Peer(peer) => From::Peer(model.directory.resolve(peer)),
        From::Me | From::Service => from,
    };
    for (chat, talk) in &model.conversations.by_peer {
        for line in &talk.lines {
            let kept = &book.lines[&line.seq];
            prop_assert_eq!(kept.chat, line.under);
            prop_assert_eq!(model.directory.resolve(kept.chat), *chat);
            prop_assert_eq!((&kept.body, kept.at), (&line.body, line.at));
            prop_assert_eq!(who(kept.from), who(line.from));
            prop_assert_eq!(settled(kept.state), settled(line.state));
        }
        let draft = book.drafts.get(chat).map_or("", String::as_str);
        prop_assert_eq!(draft, talk.draft.text());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn what_is_kept_is_what_is_there(events in vec(event(), 1..60), fails in vec(0..60_usize, 0..3)) {
        let (mut app, mut room) = chatting();
        for (at, event) in events.into_iter().enumerate() {
            app.now = app.now.plus(Duration::from_millis(300));
            if fails.contains(&at) {
                room.trouble = Some(Trouble::Io);
            }
            app.event(event);
            serve(&mut app, &mut room);
        }
        app.event(Event::Terminate);
        serve(&mut app, &mut room);
        for event in room.mend() {
            app.event(Event::Store(event));
        }
        serve(&mut app, &mut room);
        check(&app, &mut room)?;
        let mut back = again(&mut room);
        serve(&mut back, &mut room);
        for (peer, chat) in &app.model.chats.by_peer {
            let restored = back.model.chats.get(*peer).unwrap();
            prop_assert_eq!((restored.unread, restored.pinned, restored.muted), (chat.unread, chat.pinned, chat.muted));
        }
        prop_assert_eq!(back.model.outbox.unsent(), app.model.outbox.unsent());
    }

    #[test]
    fn the_store_keeps_what_the_model_of_it_keeps(events in vec(event(), 1..60)) {
        let (mut room, mut disk) = (Room::default(), store::Room::in_memory());
        let mut app = waking();
        let mut both = |app: &mut App| -> Result<(), TestCaseError> { loop {
            let asked = told(app);
            if asked.is_empty() {
                return Ok(());
            }
            for command in asked {
                let there = disk.perform(command.clone());
                for (event, there) in room.perform(command).into_iter().zip(there) {
                    // The model cannot search; that is compared where it is built.
                    if !matches!(event, StoreEvent::Found(_)) {
                        prop_assert_eq!(sorted(event), sorted(there.clone()));
                    }
                    app.event(Event::Store(there));
                }
            }
        }};
        both(&mut app)?;
        app.welcome(vec![friend("@lan", "阿岚"), friend("@zhou", "老周")]);
        both(&mut app)?;
        for event in events {
            app.now = app.now.plus(Duration::from_millis(300));
            app.event(event);
            both(&mut app)?;
        }
        app.event(Event::Terminate);
        both(&mut app)?;
        app = waking();
        both(&mut app)?;
    }

    #[test]
    fn a_kill_between_any_two_turns_loses_and_doubles_nothing(
        batches in vec(vec((1..40_u64, prop::sample::select(vec!["@lan", "@zhou"])), 0..4), 1..8),
        dies_after in 0..8_usize,
        told_before in any::<bool>(),
    ) {
        let (mut app, mut room) = chatting();
        app.news(News::Keepsake(Keepsake(Secret::new("s"))));
        serve(&mut app, &mut room);
        let item = |(id, chat): &(u64, &str)| message(*id, chat, Author::Peer, 0, &format!("line {id}"));
        for (at, batch) in batches.iter().enumerate() {
            app.synced(batch.iter().map(item).collect());
            if at == dies_after {
                if told_before {
                    for command in told(&mut app) {
                        room.perform(command);
                    }
                }
                app = again(&mut room);
                app.news(News::Resumed { me: "@me".into() });
                // Not acknowledged: the service delivers it again.
                app.synced(batch.iter().map(item).collect());
            }
            serve(&mut app, &mut room);
        }
        let mut wanted: Vec<u64> = batches.iter().flatten().map(|(id, _)| *id).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let mut ids = Vec::new();
        for line in room.book().lines.values() {
            if let State::Kept(Some(id)) = line.state {
                ids.push(id.0);
            }
        }
        ids.sort_unstable();
        prop_assert_eq!(ids, wanted);
    }
}
