//! The store on its thread: answers in order, nothing lost at the end, and trying again by itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::ffi;
use tempfile::tempdir;
use weft::domain::id::PeerId;
use weft::port::store::{Place, Read, Receipt, StoreCommand, StoreEvent, Trouble, Which};
use weft::store::{Faults, Room, spawn};

use super::{UIN, line, open, outgoing, put, told};

fn write(number: u64) -> StoreCommand {
    StoreCommand::Write {
        changes: vec![put(&line(number.cast_signed(), 1, "hi"))],
        receipts: vec![outgoing(number)],
    }
}

#[test]
fn answers_come_in_the_order_of_the_questions() {
    let mut handle = spawn(Room::in_memory()).unwrap();
    let read = StoreCommand::Read(Read {
        chat: PeerId(1),
        from: Place::End,
        count: 9,
    });
    for command in [
        StoreCommand::Open(Which::Uin(UIN)),
        write(1),
        write(2),
        read,
        write(3),
    ] {
        handle.commands.blocking_send(command).unwrap();
    }
    assert!(matches!(
        handle.events.blocking_recv(),
        Some(StoreEvent::Opened(_))
    ));
    let mut kept: Vec<Receipt> = Vec::new();
    let page = loop {
        let event = handle.events.blocking_recv().unwrap();
        if let StoreEvent::Page(page) = event {
            break page;
        }
        let StoreEvent::Kept(some) = event else {
            panic!("{event:?}");
        };
        kept.extend(some);
    };
    assert_eq!(kept, [outgoing(1), outgoing(2)]);
    assert_eq!(page.lines.len(), 2);
    assert_eq!(
        handle.events.blocking_recv(),
        Some(StoreEvent::Kept(vec![outgoing(3)]))
    );
    handle.stop().unwrap();
}

#[test]
fn what_is_queued_when_it_is_stopped_is_written() {
    let home = tempdir().unwrap();
    let handle = spawn(Room::at(home.path())).unwrap();
    handle
        .commands
        .blocking_send(StoreCommand::Open(Which::Uin(UIN)))
        .unwrap();
    // More than fits either channel, and nobody takes an answer.
    for number in 1..=200 {
        handle.commands.blocking_send(write(number)).unwrap();
    }
    handle.stop().unwrap();
    // The lock is given back as well.
    assert_eq!(open(&mut Room::at(home.path())).seen.len(), 200);
}

/// A disk that fails while the switch is on.
fn broken(switch: &Arc<AtomicBool>) -> Faults {
    let switch = Arc::clone(switch);
    Box::new(move |_, _| {
        if switch.load(Ordering::Relaxed) {
            return Err(super::sqlite(ffi::SQLITE_FULL));
        }
        Ok(())
    })
}

#[test]
fn what_is_held_is_tried_again_without_being_asked() {
    let full = Arc::new(AtomicBool::new(false));
    let mut room = Room::in_memory().with_faults(broken(&full));
    open(&mut room);
    let mut handle = spawn(room).unwrap();
    full.store(true, Ordering::Relaxed);
    handle.commands.blocking_send(write(1)).unwrap();
    assert_eq!(
        handle.events.blocking_recv(),
        Some(StoreEvent::Trouble(Trouble::DiskFull))
    );
    full.store(false, Ordering::Relaxed);
    assert_eq!(
        handle.events.blocking_recv(),
        Some(StoreEvent::Kept(vec![outgoing(1)]))
    );
    assert_eq!(handle.events.blocking_recv(), Some(StoreEvent::Recovered));
    handle.stop().unwrap();
}

#[test]
fn what_is_lost_at_the_end_is_told() {
    let full = Arc::new(AtomicBool::new(false));
    let mut room = Room::in_memory().with_faults(broken(&full));
    open(&mut room);
    let handle = spawn(room).unwrap();
    full.store(true, Ordering::Relaxed);
    handle
        .commands
        .blocking_send(told(vec![put(&line(1, 1, "hi")), put(&line(2, 1, "hi"))]))
        .unwrap();
    let error = handle.stop().unwrap_err().to_string();
    assert!(error.starts_with("2 changes"), "{error}");
}
