//! JSON Lines: out and in again is the same, and in twice is in once.

use proptest::prelude::*;
use weft::archive::{Format, Refused, Unreadable, Why};
use weft::domain::contact::{Contact, ContactKind};
use weft::domain::id::{LocalId, MsgId, PeerId, Seq};
use weft::domain::message::Body;
use weft::domain::text::SafeText;
use weft::domain::time::Timestamp;
use weft::port::Failure;
use weft::port::store::{
    Change, From, LineRecord, PeerRecord, Place, Search, State, StoreCommand, StoreEvent,
};
use weft::store::Room;

use super::{export, export_some, home_with, import};
use crate::store::strategies::{body_and_raw, contact, failure};
use crate::store::{chat, keepsake, lines, open, page, peer, put, put_peer, text};

const PEERS: u32 = 5;

fn state(seq: i64) -> impl Strategy<Value = State> {
    let local = LocalId(seq.unsigned_abs());
    prop_oneof![
        5 => Just(State::Kept(Some(MsgId(u64::MAX - seq.unsigned_abs())))),
        2 => Just(State::Kept(None)),
        1 => Just(State::Queued(local)),
        1 => Just(State::Sending(local)),
        1 => failure().prop_map(move |why| State::Failed(local, why)),
        1 => Just(State::Unconfirmed(local)),
    ]
}

/// Lines over few moments, so that many share one; what says the same twice is among them.
fn line(seq: i64) -> impl Strategy<Value = LineRecord> {
    let id = || (0..PEERS).prop_map(PeerId);
    let from = prop_oneof![3 => Just(From::Me), 1 => Just(From::Service), 3 => id().prop_map(From::Peer)];
    let said = prop_oneof![
        1 => Just((text("ok"), None)),
        3 => body_and_raw(),
    ];
    let at = prop_oneof![8 => 1_790_000_000_i64..1_790_000_006, 1 => any::<i64>()];
    (id(), at, from, state(seq), said).prop_map(move |(chat, at, from, state, (body, raw))| LineRecord {
        seq: Seq(seq),
        chat,
        at: Timestamp(at),
        from,
        // Nobody else's message waits to be sent.
        state: if from == From::Me {
            state
        } else {
            match state {
                State::Kept(_) => state,
                State::Queued(_) | State::Sending(_) | State::Failed(..) | State::Unconfirmed(_) => {
                    State::Kept(None)
                }
            }
        },
        body,
        raw,
    })
}

fn people(contacts: Vec<Contact>, alias: bool) -> Vec<Change> {
    let person = |(mut contact, id): (Contact, u32)| {
        if alias {
            contact.alias = SafeText::new(&format!("wx{id}"));
        }
        put_peer(&PeerRecord {
            contact,
            gone: id == 3,
            members: vec!["甲".into(), format!("member {id}").into()],
            ..peer(id, "")
        })
    };
    contacts.into_iter().zip(0..).map(person).collect()
}

fn contacts() -> impl Strategy<Value = Vec<Contact>> {
    // Two of them are told in the same words.
    prop::collection::vec(contact(), PEERS as usize).prop_map(|mut contacts| {
        let twin = contacts[0].clone();
        contacts[1] = twin;
        contacts
    })
}

fn said() -> impl Strategy<Value = Vec<LineRecord>> {
    (0_i64..40).prop_flat_map(|count| (1..=count).map(line).collect::<Vec<_>>())
}

fn history(people: Vec<Change>, lines: &[LineRecord]) -> tempfile::TempDir {
    let mut changes = people;
    changes.extend(lines.iter().map(put));
    home_with(changes)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn out_in_and_out_again_is_the_same_byte_for_byte(contacts in contacts(), lines in said()) {
        let first = history(people(contacts, false), &lines);
        let written = export(first.path(), Format::Jsonl);
        let second = tempfile::tempdir().unwrap();
        let imported = import(second.path(), &written).unwrap();
        prop_assert_eq!((imported.taken, imported.known), (lines.len() as u64, 0));
        prop_assert_eq!(differing(&export(second.path(), Format::Jsonl), &written), None);

        let again = import(second.path(), &written).unwrap();
        prop_assert_eq!((again.taken, again.known, again.newcomers), (0, lines.len() as u64, 0));
        prop_assert_eq!(differing(&export(second.path(), Format::Jsonl), &written), None);
    }

    #[test]
    fn what_is_here_in_part_or_whole_is_not_doubled(contacts in contacts(), lines in said(), chats in 0..PEERS) {
        let whole = history(people(contacts, true), &lines);
        let written = export(whole.path(), Format::Jsonl);
        let into_itself = import(whole.path(), &written).unwrap();
        prop_assert_eq!((into_itself.taken, into_itself.newcomers), (0, 0));

        let part = export_some(whole.path(), Format::Jsonl, |mut some| {
            some.retain(|chat| chat.id.0 < chats);
            some
        });
        let other = tempfile::tempdir().unwrap();
        let some = import(other.path(), &part).unwrap();
        let rest = import(other.path(), &written).unwrap();
        prop_assert_eq!(rest.known, some.taken);
        prop_assert_eq!(some.taken + rest.taken, lines.len() as u64);
        let lines_of = |written: &str| {
            let mut count: Vec<String> = written.lines().filter(|line| line.contains("\"epoch\"")).map(says).collect();
            count.sort();
            count
        };
        let (mine, theirs) = (lines_of(&export(other.path(), Format::Jsonl)), lines_of(&written));
        prop_assert_eq!(differing(&mine.join("
"), &theirs.join("
")), None);
    }
}

/// The first lines that are not the same.
fn differing(one: &str, other: &str) -> Option<(String, String)> {
    let (mut one, mut other) = (one.lines(), other.lines());
    loop {
        match (one.next(), other.next()) {
            (None, None) => return None,
            (one, other) if one == other => {}
            (one, other) => return Some((format!("{one:?}"), format!("{other:?}"))),
        }
    }
}

/// A message without the numbers, which are of its file.
fn says(line: &str) -> String {
    let mut json: serde_json::Value = serde_json::from_str(line).unwrap();
    let fields = json.as_object_mut().unwrap();
    fields.remove("chat");
    fields.remove("from");
    json.to_string()
}

fn anna() -> PeerRecord {
    let mut anna = peer(1, "Anna");
    anna.contact.kind = ContactKind::Friend;
    anna.contact.alias = SafeText::new("anna-w");
    anna
}

/// Two chats and what a person would not want to see again in a file.
fn two_chats() -> Vec<Change> {
    let said = |seq: i64, from, words: &str| LineRecord {
        from,
        at: Timestamp(1_790_000_000 + seq * 60),
        ..crate::store::line(seq, 1, words)
    };
    vec![
        put_peer(&peer(0, "me")),
        Change::Me(PeerId(0)),
        put_peer(&anna()),
        Change::Chat(chat(1)),
        Change::Keepsake(Some(keepsake("sid=SECRET; skey=@crypt_1"))),
        put(&said(1, From::Peer(PeerId(1)), "明天见？")),
        put(&said(2, From::Me, "好的，\n八点 🐶")),
    ]
}

#[test]
fn the_format_is_this() {
    let home = home_with(two_chats());
    let written = export(home.path(), Format::Jsonl);
    insta::assert_snapshot!("export_jsonl", written);
    assert!(!written.contains("SECRET") && !written.contains("crypt"));
    let name = anna().contact.user_name;
    assert!(!written.contains(name.as_str()), "a name of a login");
}

#[test]
fn what_was_taken_in_is_found_and_stands_where_it_belongs() {
    let written = export(home_with(two_chats()).path(), Format::Jsonl);
    let later = LineRecord {
        at: Timestamp(1_790_000_090),
        ..crate::store::line(9, 1, "here before")
    };
    // Of the service's names only this login's are known here; the alias says who it is.
    let home = home_with(vec![
        put_peer(&peer(0, "me")),
        Change::Me(PeerId(0)),
        put_peer(&anna()),
        put(&later),
    ]);
    let imported = import(home.path(), &written).unwrap();
    assert_eq!((imported.taken, imported.newcomers), (2, 0));

    let mut room = Room::at(home.path());
    let opened = open(&mut room);
    let said: Vec<String> = lines(&mut room, 1)
        .iter()
        .map(|line| line.body.said().into_owned())
        .collect();
    assert_eq!(said, ["明天见？", "here before", "好的，\n八点 🐶"]);
    assert_eq!(opened.chats[0].last_at, Timestamp(1_790_000_120));
    assert_eq!(opened.last_seq, Seq(9), "new numbers go on where they were");
    let events = room.perform(StoreCommand::Search(Search {
        words: vec!["见".to_owned()],
        count: 9,
        ..Search::default()
    }));
    let [StoreEvent::Found(found)] = events.as_slice() else {
        panic!("{events:?}");
    };
    assert_eq!(found.hits.len(), 1);
    let all = room.perform(StoreCommand::Search(Search {
        count: 9,
        ..Search::default()
    }));
    let [StoreEvent::Found(all)] = all.as_slice() else {
        panic!("{all:?}");
    };
    assert_eq!(
        all.hits[0].body.said(),
        "here before",
        "newest first is what came here last"
    );
}

#[test]
fn nothing_that_was_taken_in_is_ever_sent() {
    let own = |seq, state| crate::store::own(seq, 1, state);
    let mut changes = vec![put_peer(&anna()), Change::Chat(chat(1))];
    changes.push(put(&own(1, State::Queued(LocalId(5)))));
    changes.push(put(&own(2, State::Failed(LocalId(6), Failure::TooFrequent))));
    changes.push(put(&own(3, State::Sending(LocalId(7)))));
    let written = export(home_with(changes).path(), Format::Jsonl);
    let home = tempfile::tempdir().unwrap();
    import(home.path(), &written).unwrap();
    let mut room = Room::at(home.path());
    let unsent = open(&mut room).unsent;
    let states: Vec<State> = unsent.iter().map(|line| line.state).collect();
    let [
        State::Failed(one, Failure::Offline),
        State::Failed(two, Failure::TooFrequent),
        State::Unconfirmed(three),
    ] = states.as_slice()
    else {
        panic!("{states:?}");
    };
    assert!(one < two && two < three);
}

/// Files of years ago are to be read: these are the names, whatever the program calls them.
#[test]
fn why_a_message_was_not_sent_has_the_name_it_always_had() {
    let names = [
        (Failure::Offline, None),
        (Failure::TimedOut, Some(r#""timed_out""#)),
        (Failure::Status(502), Some(r#"{"status":502}"#)),
        (Failure::Garbled, Some(r#""garbled""#)),
        (Failure::Refused(-2), Some(r#"{"refused":-2}"#)),
        (Failure::NotAllowed, Some(r#""not_allowed""#)),
        (Failure::ChatGone, Some(r#""chat_gone""#)),
        (Failure::TooFrequent, Some(r#""too_frequent""#)),
        (Failure::SessionOver, Some(r#""session_over""#)),
        (Failure::TooLong, Some(r#""too_long""#)),
        (Failure::Cancelled, Some(r#""cancelled""#)),
        (Failure::FileGone, Some(r#""file_gone""#)),
        (Failure::FileChanged, Some(r#""file_changed""#)),
        (Failure::Empty, Some(r#""empty""#)),
        (Failure::TooLarge, Some(r#""too_large""#)),
    ];
    let mut changes = vec![put_peer(&anna()), Change::Chat(chat(1))];
    changes.extend((1_i64..).zip(&names).map(|(seq, (why, _))| {
        let local = LocalId(seq.unsigned_abs());
        put(&crate::store::own(seq, 1, State::Failed(local, *why)))
    }));
    let written = export(home_with(changes).path(), Format::Jsonl);
    let unsent: Vec<&str> = written
        .lines()
        .filter(|line| line.contains(r#""unsent""#))
        .collect();
    assert_eq!(unsent.len(), names.len());
    for (line, (why, name)) in unsent.iter().zip(names) {
        match name {
            Some(name) => assert!(line.contains(&format!(r#""why":{name}"#)), "{why:?}: {line}"),
            None => assert!(!line.contains("why"), "{line}"),
        }
    }
}

#[test]
fn somebody_of_the_same_bare_name_is_somebody_else_until_the_person_says_so() {
    let sam = |id, city: &str| {
        let mut sam = peer(id, "Sam");
        sam.contact.kind = ContactKind::Friend;
        sam.contact.city = SafeText::new(city);
        sam
    };
    let there = vec![
        put_peer(&sam(0, "")),
        put(&LineRecord {
            at: Timestamp(50),
            state: State::Kept(None),
            ..crate::store::line(1, 0, "hi")
        }),
    ];
    let written = export(home_with(there).path(), Format::Jsonl);
    // Two of that name here: it could be either.
    let home = home_with(vec![put_peer(&sam(0, "Berlin")), put_peer(&sam(1, "Wien"))]);
    let imported = import(home.path(), &written).unwrap();
    assert_eq!((imported.taken, imported.newcomers), (1, 1));
    let mut room = Room::at(home.path());
    let opened = open(&mut room);
    assert_eq!(opened.peers.len(), 3);
    assert_eq!(page(&mut room, 2, Place::End, 9).lines.len(), 1);
    drop(room);
    // The one that was made is found again.
    let again = import(home.path(), &written).unwrap();
    assert_eq!((again.taken, again.newcomers), (0, 0));
}

#[test]
fn a_file_with_a_mistake_in_it_changes_nothing() {
    let good = export(home_with(two_chats()).path(), Format::Jsonl);
    let replaced = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        good.replacen(from, to, 1)
    };
    for (file, line, why) in [
        (String::new(), 1, Why::NoHeader),
        (
            "{\"weft\":\"else\",\"version\":1,\"account\":1}\n".to_owned(),
            1,
            Why::NoHeader,
        ),
        (
            "{\"weft\":\"history\",\"version\":1,\"account\":0}\n".to_owned(),
            1,
            Why::NoHeader,
        ),
        (replaced("\"version\":1", "\"version\":2"), 1, Why::Newer),
        (replaced("\"epoch\":", "\"epoche\":"), 3, Why::Garbled),
        (
            replaced("\"kind\":\"text\"", "\"kind\":\"telepathy\""),
            3,
            Why::Garbled,
        ),
        (replaced("\"chat\":1", "\"chat\":7"), 3, Why::Nobody(7)),
        (
            good.clone() + "{\"peer\":1,\"kind\":\"friend\"}\n",
            5,
            Why::Twice(1),
        ),
        (good.clone() + "not json", 5, Why::Garbled),
    ] {
        let home = tempfile::tempdir().unwrap();
        match import(home.path(), &file) {
            Err(Refused::File(Unreadable::Bad(bad))) => assert_eq!((bad.line, bad.why), (line, why)),
            other => panic!("{other:?} for {file}"),
        }
        assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0, "touched");
    }
}

#[test]
fn what_a_later_weft_tells_besides_is_passed_over() {
    let good = export(home_with(two_chats()).path(), Format::Jsonl);
    let more = good.replace("\"epoch\":", "\"mood\":{\"of\":[\"day\"]},\"epoch\":");
    let home = tempfile::tempdir().unwrap();
    assert_eq!(import(home.path(), &more).unwrap().taken, 2);
    assert_eq!(export(home.path(), Format::Jsonl), good);
}

#[test]
fn words_of_a_file_are_made_safe() {
    let good = export(home_with(two_chats()).path(), Format::Jsonl);
    let hostile = good.replace("明天见？", "\\u001b]0;title\\u0007 \\u202e");
    let home = tempfile::tempdir().unwrap();
    import(home.path(), &hostile).unwrap();
    let mut room = Room::at(home.path());
    open(&mut room);
    let body = &lines(&mut room, 0)[0].body;
    assert_eq!(*body, Body::Text(SafeText::new("]0;title ")));
}

#[test]
fn what_stands_twice_in_a_file_is_one_message_and_counted_as_one() {
    let mut file = export(home_with(two_chats()).path(), Format::Jsonl);
    let said = |epoch| {
        format!(r#"{{"chat":1,"from":1,"epoch":{epoch},"id":"77","kind":"text","text":"twice"}}"#) + "\n"
    };
    // In the same second, and moved to a later one.
    file.extend([said(1_790_000_200), said(1_790_000_200), said(1_790_000_201)]);
    let home = tempfile::tempdir().unwrap();
    let imported = import(home.path(), &file).unwrap();
    assert_eq!((imported.taken, imported.known), (3, 2));
    let mut room = Room::at(home.path());
    open(&mut room);
    assert_eq!(lines(&mut room, 0).len(), 3);
}

#[test]
fn a_name_is_one_line_whoever_wrote_it() {
    let good = export(home_with(two_chats()).path(), Format::Jsonl);
    let other = good.replace("\"name\":\"Anna\"", "\"name\":\"An\\nna\",\"remark\":\"A\\tB\"");
    assert_ne!(good, other);
    let home = tempfile::tempdir().unwrap();
    import(home.path(), &other).unwrap();
    let opened = open(&mut Room::at(home.path()));
    let contact = &opened.peers.last().unwrap().contact;
    assert_eq!(
        (contact.nick_name.as_str(), contact.remark_name.as_str()),
        ("An na", "A B")
    );
}
