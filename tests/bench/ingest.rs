//! The whole path: the bytes of the service's answers through wire, session, reducer and store to the disk; and what a history
//! of 1,000,000 messages in 5,000 chats costs whoever starts, pages up, or only leaves the program open.
//!
//! Everything runs on one thread, so that a figure is the work and not who waits for whom; in the program the store has a
//! thread of its own. The simulator's own work is not counted.
#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark that cannot go on should say where, and sizes are told beside times"
)]

mod full;
mod whole;

use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput, criterion_group};
use tempfile::tempdir;
use weft::app::keymap::{Code, Key};
use weft::store::Room;

use full::{CHATS, LINES, full_home};
use whole::{Program, Talk};

/// In the environment: the history to open, for a process that does nothing else.
const AT_REST: &str = "WEFT_BENCH_AT_REST";

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn timed(act: &mut dyn FnMut()) -> Duration {
    let start = Instant::now();
    act();
    start.elapsed()
}

fn ingest(c: &mut Criterion) {
    let mut group = c.benchmark_group("ingest, from the answer's bytes to the disk");
    for (name, count) in [("a batch of 100", 100), ("one message", 1)] {
        let home = tempdir().expect("a folder");
        let mut talk = Talk::begin(Room::at(home.path()));
        group.throughput(Throughput::Elements(count));
        group.bench_function(name, |b| {
            b.iter_custom(|rounds| (0..rounds).map(|_| talk.hear(count, timed)).sum());
        });
    }
    group.finish();
}

/// From nothing to the frame with chats.
fn first_frame(home: &Path) -> Program {
    let mut program = Program::before_the_network(Room::at(home));
    program.start();
    program
}

/// Without the end of that program.
fn first_frame_of(home: &Path) -> Duration {
    let mut program = None;
    timed(&mut || program = Some(black_box(first_frame(home))))
}

fn history(c: &mut Criterion) {
    let home = full_home();
    assert!(first_frame(home.path()).shows("朋友"), "chats are on the screen");
    let mut group = c.benchmark_group(format!("{CHATS} chats, {LINES} messages"));
    group.sample_size(20);
    group.bench_function("the first frame with chats", |b| {
        b.iter_custom(|rounds| (0..rounds).map(|_| first_frame_of(home.path())).sum());
    });
    let mut program = first_frame(home.path());
    program.press(Key::alt(Code::Char('1')));
    // A whole night of reading: every fourth page or so has to be read from the disk.
    let mut pages: Vec<Duration> = (0..4000)
        .map(|_| timed(&mut || program.press(Key::plain(Code::PageUp))))
        .collect();
    assert!(
        program.reads > 500,
        "the store was asked: {} times",
        program.reads
    );
    group.bench_function("a page up and down", |b| {
        b.iter(|| {
            program.press(Key::plain(Code::PageUp));
            program.press(Key::plain(Code::PageDown));
        });
    });
    group.finish();
    drop(program); // and its lock with it
    pages.sort_unstable();
    let at = |share: usize| pages.get(pages.len() * share / 1000).copied().unwrap_or_default();
    println!(
        "4000 pages up, update, store and draw: median {:?}, 99 in 100 within {:?}, slowest {:?}",
        at(500),
        at(990),
        at(999)
    );
    let this = std::env::current_exe().expect("a program");
    let child = Command::new(this).env(AT_REST, home.path()).status();
    assert!(child.expect("a process").success());
}

/// What this process holds, in MB: all of it, and what is its own rather than a file's.
fn held() -> [u64; 2] {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    ["VmRSS:", "RssAnon:"].map(|name| {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        kilobytes.expect("a number") / 1000
    })
}

fn at_rest(home: &Path) {
    let tell = |when: &str| {
        let [all, own] = held();
        println!("{when}: {all} MB resident, {own} MB of it its own");
    };
    tell("a process with nothing in it");
    let mut program = first_frame(home);
    assert!(program.shows("朋友"), "chats are on the screen");
    tell("at rest, with the frame that shows chats");
    program.press(Key::alt(Code::Char('1')));
    tell("with a chat of 500,000 messages open");
    for _ in 0..1000 {
        program.press(Key::plain(Code::PageUp));
    }
    tell("after 1000 pages up");
}

criterion_group!(benches, ingest, history);

fn main() {
    if let Some(home) = std::env::var_os(AT_REST) {
        at_rest(Path::new(&home));
        return;
    }
    benches();
    Criterion::default().configure_from_args().final_summary();
}
