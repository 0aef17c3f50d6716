//! Stories of one account: what is there after a restart.

use std::fs;
use std::path::Path;

use pretty_assertions::assert_eq;
use rusqlite::Connection;
use tempfile::tempdir;
use weft::domain::id::{BatchId, LocalId, MsgId, PeerId, Seq};
use weft::domain::message::{Body, Picture, Quote, Raw};
use weft::domain::text::SafeText;
use weft::domain::time::Timestamp;
use weft::port::Failure;
use weft::port::store::{Change, From, LineRecord, Receipt, State, StoreCommand, StoreEvent};
use weft::store::Room;

use super::{UIN, chat, keep, keepsake, killed, line, lines, open, outgoing, own, peer, put, put_peer, told};

#[test]
fn a_new_account_has_nothing() {
    let mut room = Room::in_memory();
    let opened = open(&mut room);
    assert!(opened.fresh);
    assert_eq!(opened.account.uin, UIN);
    assert_eq!(opened.last_seq, Seq(0));
    assert_eq!((opened.me, opened.keepsake), (None, None));
    assert!(opened.peers.is_empty() && opened.chats.is_empty() && opened.tails.is_empty());
}

#[test]
fn what_was_told_is_there_after_a_restart() {
    let home = tempdir().unwrap();
    let mut room = Room::at(home.path());
    open(&mut room);
    let (anna, mia) = (peer(0, "Anna"), peer(1, "米娅"));
    let (first, second) = (line(1, 1, "吃了吗"), line(2, 1, "晚上见"));
    let draft = "还没写完".to_owned();
    keep(
        &mut room,
        vec![
            put_peer(&anna),
            put_peer(&mia),
            Change::Me(PeerId(0)),
            Change::Chat(chat(1)),
            put(&first),
            put(&second),
            Change::Draft {
                chat: PeerId(1),
                text: draft.clone(),
            },
            Change::Keepsake(Some(keepsake("wxsid=1"))),
        ],
    );
    drop(room);

    let mut room = Room::at(home.path());
    let opened = open(&mut room);
    assert!(!opened.fresh);
    assert_eq!(&*opened.account.name, "Anna");
    assert_eq!(opened.me, Some(PeerId(0)));
    assert_eq!(opened.peers, [anna, mia]);
    assert_eq!(opened.chats, [chat(1)]);
    assert_eq!(opened.tails, std::slice::from_ref(&second));
    assert_eq!(opened.drafts, [(PeerId(1), draft)]);
    assert_eq!(opened.seen, [MsgId(1001), MsgId(1002)]);
    assert_eq!(opened.last_seq, Seq(2));
    assert_eq!(opened.keepsake, Some(keepsake("wxsid=1")));
    assert_eq!(lines(&mut room, 1), [first, second]);
}

#[test]
fn receipts_come_back_when_it_is_written() {
    let mut room = Room::in_memory();
    open(&mut room);
    let receipts = vec![Receipt::Batch(BatchId(4)), outgoing(9)];
    let write = StoreCommand::Write {
        changes: vec![put(&own(1, 1, State::Queued(LocalId(9))))],
        receipts: receipts.clone(),
    };
    assert_eq!(room.perform(write), [StoreEvent::Kept(receipts)]);
}

#[test]
fn writes_that_wait_together_share_a_transaction() {
    let mut room = Room::in_memory();
    open(&mut room);
    let write = |seq: i64| StoreCommand::Write {
        changes: vec![put(&line(seq, 1, "hi"))],
        receipts: vec![outgoing(seq.unsigned_abs())],
    };
    let events = room.perform_all([write(1), write(2), write(3)]);
    assert_eq!(
        events,
        [StoreEvent::Kept(vec![outgoing(1), outgoing(2), outgoing(3)])]
    );
}

#[test]
fn killed_at_once_a_kept_message_is_there() {
    let (home, elsewhere) = (tempdir().unwrap(), tempdir().unwrap());
    let mut room = Room::at(home.path());
    open(&mut room);
    let queued = own(1, 1, State::Queued(LocalId(9)));
    keep(&mut room, vec![put(&queued)]);
    killed(home.path(), elsewhere.path());
    let opened = open(&mut Room::at(elsewhere.path()));
    assert_eq!(opened.unsent, [queued]);
}

#[test]
fn what_was_on_its_way_when_the_program_died_is_unconfirmed() {
    let (home, elsewhere) = (tempdir().unwrap(), tempdir().unwrap());
    let mut room = Room::at(home.path());
    open(&mut room);
    let top = LocalId(u64::MAX - 1);
    let states = [
        State::Queued(LocalId(3)),
        State::Sending(LocalId(1)),
        State::Failed(LocalId(2), Failure::Refused(-7)),
        State::Unconfirmed(LocalId(4)),
        State::Sending(top),
    ];
    let own_lines: Vec<_> = (1..).zip(states).map(|(seq, state)| own(seq, 1, state)).collect();
    let mut changes: Vec<_> = own_lines.iter().map(put).collect();
    changes.push(Change::Chat(chat(1)));
    keep(&mut room, changes);
    // While the program runs it is on its way.
    assert_eq!(lines(&mut room, 1), own_lines);
    killed(home.path(), elsewhere.path());

    let mut room = Room::at(elsewhere.path());
    let opened = open(&mut room);
    let states: Vec<_> = opened.unsent.iter().map(|line| line.state).collect();
    let after = [
        State::Queued(LocalId(3)),
        State::Unconfirmed(LocalId(1)),
        State::Failed(LocalId(2), Failure::Refused(-7)),
        State::Unconfirmed(LocalId(4)),
        State::Unconfirmed(top),
    ];
    assert_eq!(states, after);
    assert_eq!(opened.tails[0].state, State::Unconfirmed(top));
    assert_eq!(opened.last_local, top);
    // On disk as well, not only in what opening tells.
    let states: Vec<_> = lines(&mut room, 1).iter().map(|line| line.state).collect();
    assert_eq!(states, after);
}

#[test]
fn numbers_of_lines_that_are_gone_are_not_given_again() {
    let home = tempdir().unwrap();
    let mut room = Room::at(home.path());
    open(&mut room);
    let queued = own(7, 1, State::Queued(LocalId(99)));
    keep(&mut room, vec![put(&line(6, 1, "hi")), put(&queued)]);
    keep(&mut room, vec![Change::LineGone(Seq(7))]);
    assert_eq!(lines(&mut room, 1).len(), 1);
    drop(room);
    let opened = open(&mut Room::at(home.path()));
    assert_eq!((opened.last_seq, opened.last_local), (Seq(7), LocalId(99)));
    assert_eq!(opened.unsent, []);
}

#[test]
fn a_message_is_kept_once_however_often_it_is_delivered() {
    let mut room = Room::in_memory();
    open(&mut room);
    let first = line(1, 1, "hi");
    keep(&mut room, vec![put(&first)]);
    let again = LineRecord {
        seq: Seq(2),
        ..first.clone()
    };
    keep(&mut room, vec![put(&again)]);
    assert_eq!(lines(&mut room, 1), [first]);
}

#[test]
fn an_own_message_the_service_delivered_before_its_answer_is_not_kept_twice() {
    let mut room = Room::in_memory();
    open(&mut room);
    let id = MsgId(u64::MAX);
    let sending = own(1, 1, State::Sending(LocalId(9)));
    let delivered = own(2, 1, State::Kept(Some(id)));
    keep(&mut room, vec![put(&sending), put(&delivered)]);
    keep(&mut room, vec![put(&own(1, 1, State::Kept(Some(id))))]);
    assert_eq!(lines(&mut room, 1), [delivered]);
}

#[test]
fn what_came_stays_whatever_becomes_of_the_line() {
    let mut room = Room::in_memory();
    open(&mut room);
    let raw = |content: &str, media: &str| {
        Some(Box::new(Raw {
            msg_type: 1,
            content: content.into(),
            media_id: media.into(),
            ..Raw::default()
        }))
    };
    let mut plain = line(1, 1, "good news");
    plain.raw = raw("good news", "");
    let mut group = line(2, 1, "good news");
    group.raw = raw("@abc:<br/>good news", "m");
    keep(&mut room, vec![put(&plain), put(&group)]);
    assert_eq!(lines(&mut room, 1), [plain.clone(), group.clone()]);

    for line in [&mut plain, &mut group] {
        line.body = super::recalled("Mia recalled a message");
        let told = LineRecord {
            raw: None,
            ..line.clone()
        };
        // Twice: the second finds the text changed already.
        keep(&mut room, vec![put(&told)]);
        keep(&mut room, vec![put(&told)]);
    }
    assert_eq!(lines(&mut room, 1), [plain.clone(), group]);

    plain.raw = raw("something else", "");
    keep(&mut room, vec![put(&plain)]);
    assert_eq!(lines(&mut room, 1)[0], plain);
}

#[test]
fn what_a_draft_replies_to_and_the_faces_used_last_are_there_again() {
    let home = tempdir().unwrap();
    let mut room = Room::at(home.path());
    open(&mut room);
    let quote = Quote {
        name: SafeText::line("阿岚"),
        quoted: SafeText::line("几点？"),
        of: Some(MsgId(u64::MAX)),
        ..Quote::default()
    };
    let quoted = |chat: u32, quote: Option<&Quote>| Change::Quote {
        chat: PeerId(chat),
        quote: quote.cloned().map(Box::new),
    };
    let faces = |faces: &[&str]| Change::Faces(faces.iter().map(|face| Box::from(*face)).collect());
    keep(
        &mut room,
        vec![
            quoted(5, Some(&quote)),
            quoted(6, Some(&quote)),
            faces(&["[微笑]", "🚀", "🎉"]),
        ],
    );
    keep(&mut room, vec![quoted(6, None), faces(&["🚀", "[微笑]"])]);
    drop(room);
    let opened = open(&mut Room::at(home.path()));
    assert_eq!(opened.quotes, [(PeerId(5), quote)]);
    assert_eq!(opened.faces, ["🚀".into(), Box::<str>::from("[微笑]")]);
}

#[test]
fn two_peers_that_are_one_share_everything() {
    let mut room = Room::in_memory();
    open(&mut room);
    let draft = |chat: u32, text: &str| Change::Draft {
        chat: PeerId(chat),
        text: text.into(),
    };
    let joined = |twin: u32, into: u32| Change::Joined {
        twin: PeerId(twin),
        into: PeerId(into),
    };
    let in_group = LineRecord {
        from: From::Peer(PeerId(5)),
        ..line(3, 8, "大家好")
    };
    let mut changes: Vec<_> = [line(1, 5, "old"), line(2, 6, "new"), in_group]
        .iter()
        .map(put)
        .collect();
    changes.extend([Change::Chat(chat(5)), draft(5, "below"), draft(6, "above")]);
    keep(&mut room, changes);
    keep(&mut room, vec![joined(5, 6), joined(6, 6)]);

    let all = lines(&mut room, 6);
    assert_eq!(all.iter().map(|line| line.seq.0).collect::<Vec<_>>(), [1, 2]);
    let under: Vec<u32> = all.iter().map(|line| line.chat.0).collect();
    assert_eq!(
        under,
        [5, 6],
        "each goes with its own, should they be taken apart"
    );
    assert_eq!(lines(&mut room, 5), []);
    assert_eq!(lines(&mut room, 8)[0].from, From::Peer(PeerId(5)));
    let opened = open(&mut room);
    assert_eq!(opened.chats, [chat(6)]);
    assert_eq!(opened.drafts, [(PeerId(6), "above".to_owned())]);
}

#[test]
fn the_index_of_words_follows_the_lines() {
    let home = tempdir().unwrap();
    let mut room = Room::at(home.path());
    open(&mut room);
    let db = Connection::open(home.path().join(UIN.to_string()).join("history.db")).unwrap();
    let said = |word: &str| -> Vec<i64> {
        let mut query = db.prepare("SELECT rowid FROM said WHERE said MATCH ?1").unwrap();
        let rows = query
            .query_map([format!("\"{word}\"")], |row| row.get(0))
            .unwrap();
        rows.map(Result::unwrap).collect()
    };
    keep(
        &mut room,
        vec![put(&line(1, 1, "今天 fine")), put(&line(2, 1, "今天"))],
    );
    assert_eq!(said("今 天"), [1, 2]);
    assert_eq!(said("fine"), [1]);

    let recalled = LineRecord {
        body: super::recalled("Mia recalled a message"),
        ..line(1, 1, "")
    };
    keep(&mut room, vec![put(&recalled), Change::LineGone(Seq(2))]);
    assert_eq!(said("今 天"), [0; 0]);
    assert_eq!(said("fine"), [0; 0]);
    assert_eq!(said("recalled"), [1]);

    let picture = LineRecord {
        body: Body::Image(Picture::default()),
        at: Timestamp(9),
        ..recalled
    };
    keep(&mut room, vec![put(&picture)]);
    assert_eq!(said("recalled"), [0; 0]);
}

#[test]
fn an_empty_draft_is_none() {
    let mut room = Room::in_memory();
    open(&mut room);
    let draft = |text: &str| Change::Draft {
        chat: PeerId(1),
        text: text.into(),
    };
    keep(&mut room, vec![draft("你好"), draft("")]);
    assert_eq!(open(&mut room).drafts, []);
}

#[test]
fn without_an_account_questions_are_answered_with_nothing() {
    let mut room = Room::in_memory();
    assert_eq!(lines(&mut room, 1), []);
    assert_eq!(room.perform(told(vec![put(&line(1, 1, "hi"))])), []);
    assert_eq!(room.retry_after(), None);
}

/// A history as version 1 left it.
fn of_version_1(home: &Path, sql: &str) {
    let folder = home.join(UIN.to_string());
    fs::create_dir_all(&folder).unwrap();
    let db = Connection::open(folder.join("history.db")).unwrap();
    db.execute_batch(include_str!("../../../assets/schema/0001.sql"))
        .unwrap();
    db.execute_batch("INSERT INTO account VALUES (1, 7, 'Anna', NULL, 9, 0)")
        .unwrap();
    db.execute_batch(sql).unwrap();
    db.pragma_update(None, "user_version", 1).unwrap();
}

#[test]
fn joins_of_version_1_come_apart_by_its_rule() {
    let home = tempdir().unwrap();
    let mut sql = String::new();
    // 0 is whom 1 and 2 turned out to be, first met after lines 3 and 6; 3 came without a name.
    for (id, same_as, nick, since) in [
        (0, "NULL", "x", 0),
        (1, "0", "x", 3),
        (2, "0", "x", 6),
        (3, "0", "", 6),
    ] {
        let row = format!(
            "INSERT INTO peer VALUES ({id}, {same_as}, '@{id}', 0, 0, 1, NULL, '{nick}', '', '', '', '', '', 0, '', 0, \
             NULL, NULL, {since}, '');"
        );
        sql.push_str(&row);
    }
    for seq in 1..=8 {
        let row = format!(
            "INSERT INTO line VALUES ({seq}, 0, {seq}, 0, NULL, 0, NULL, NULL, 0, 'x', NULL, NULL, NULL, NULL);"
        );
        sql.push_str(&row);
    }
    sql += "INSERT INTO line VALUES (9, 5, 9, 0, NULL, 0, NULL, NULL, 0, 'x', NULL, NULL, NULL, NULL);";
    of_version_1(home.path(), &sql);

    let mut room = Room::at(home.path());
    let peers = open(&mut room).peers;
    let joined: Vec<u32> = peers.iter().map(|peer| peer.joined).collect();
    assert_eq!(
        joined,
        [0, 2, 3, 0],
        "the last one goes first, and a name is nobody"
    );
    let under = |room: &mut Room, chat: u32| -> Vec<(i64, u32)> {
        lines(room, chat)
            .iter()
            .map(|line| (line.seq.0, line.chat.0))
            .collect()
    };
    let all = [(1, 0), (2, 0), (3, 0), (4, 1), (5, 1), (6, 1), (7, 2), (8, 2)];
    assert_eq!(under(&mut room, 0), all);
    assert_eq!(lines(&mut room, 5)[0].from, From::Peer(PeerId(2)));
    let apart = |id: u32| {
        let mut peer = peers[id as usize].clone();
        peer.same_as = None;
        let (twin, from) = (PeerId(id), PeerId(0));
        vec![put_peer(&peer), Change::Divided { twin, from }]
    };
    keep(&mut room, apart(2));
    assert_eq!(under(&mut room, 2), all[6..]);
    keep(&mut room, apart(1));
    assert_eq!(under(&mut room, 1), all[3..6]);
    assert_eq!(under(&mut room, 0), all[..3]);
}
