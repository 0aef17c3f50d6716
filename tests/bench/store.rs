//! What the history costs: opening, paging and writing with 5,000 chats and 1,000,000 lines kept, on disk.

mod full;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use weft::domain::id::Seq;
use weft::domain::message::{Body, Raw, Sticker};
use weft::domain::secret::Secret;
use weft::domain::time::Timestamp;
use weft::port::Keepsake;
use weft::port::store::{Change, Place, Read, StoreCommand, StoreEvent};
use weft::store::Room;

use full::{BUSY, LINES, full_home, line, open, write};

fn page(room: &mut Room, from: Place) {
    let read = Read {
        chat: BUSY,
        from,
        count: 200,
    };
    let events = room.perform(StoreCommand::Read(read));
    let full = matches!(events.as_slice(), [StoreEvent::Page(page)] if page.lines.len() == 200);
    assert!(full, "no page");
    black_box(events);
}

/// Every fiftieth line is a sticker from now on, one of 700, with the XML it came with.
fn stickers(room: &mut Room) {
    let numbers: Vec<i64> = (50..=LINES).step_by(50).collect();
    for numbers in numbers.chunks(5_000) {
        let changes = numbers.iter().map(|seq| {
            let mut change = line(*seq);
            if let Change::Line(record) = &mut change {
                record.body = Body::Sticker(Box::new(Sticker {
                    md5: format!("{:032x}", seq * 7 % 701).into(),
                    ..Sticker::default()
                }));
                record.raw = Some(Box::new(Raw {
                    msg_type: 47,
                    content: "<msg><emoji md5=\"e683\"></emoji></msg>".repeat(35).into(),
                    ..Raw::default()
                }));
            }
            change
        });
        write(room, changes.collect());
    }
}

fn store(c: &mut Criterion) {
    let home = full_home();
    c.bench_function("store/open, 5,000 chats of 1,000,000 lines", |b| {
        b.iter(|| open(home.path()));
    });

    let mut room = open(home.path());
    c.bench_function("store/page of 200, the last", |b| {
        b.iter(|| page(&mut room, Place::End));
    });
    let middle = Place::Before(Timestamp(1_600_000_000 + LINES / 2), Seq(LINES / 2));
    c.bench_function("store/page of 200, from the middle of 500,000", |b| {
        b.iter(|| page(&mut room, middle));
    });

    stickers(&mut room);
    c.bench_function("store/the stickers to offer, of 20,000 messages with one", |b| {
        b.iter(|| {
            let events = room.perform(StoreCommand::Stickers { most: 200 });
            let full = matches!(events.as_slice(), [StoreEvent::Stickers(found)] if found.len() == 200);
            assert!(full, "no stickers");
            black_box(events);
        });
    });

    let mut next = LINES;
    let mut batch = |count: i64| -> Vec<Change> {
        let first = next + 1;
        next += count;
        (first..=next).map(line).collect()
    };
    let session = "webwx_data_ticket=gSc7;".repeat(150);
    let mut group = c.benchmark_group("store");
    group.throughput(Throughput::Elements(50));
    group.bench_function("a batch of 50 lines and the session", |b| {
        b.iter(|| {
            let mut changes = batch(50);
            changes.push(Change::Keepsake(Some(Keepsake(Secret::new(session.as_str())))));
            write(&mut room, changes);
        });
    });
    group.throughput(Throughput::Elements(1));
    group.bench_function("one line", |b| {
        b.iter(|| write(&mut room, batch(1)));
    });
    group.finish();
}

criterion_group!(benches, store);
criterion_main!(benches);
