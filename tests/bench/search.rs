//! The first page of a search over a million messages, beside plain `LIKE`, and what the index costs.
//!
//! `WEFT_BENCH_MESSAGES=100000` makes a smaller history; the full one takes half a minute to build.
#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark that cannot go on should say where, and sizes are told beside times"
)]

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use fastrand::Rng;
use rusqlite::{Connection, params};
use weft::domain::id::PeerId;
use weft::domain::text::Sought;
use weft::domain::time::Timestamp;
use weft::port::store::{From, Has, Search};
use weft::store::search::found;
use weft::store::tokens::spaced;

const MESSAGES: i64 = 1_000_000;
const CHATS: usize = 2000;
const START: i64 = 1_700_000_000;
/// As many hits as the overlay asks for.
const PAGE: u16 = 60;

/// The commonest characters of Chinese, commonest first; the rest of the alphabet follows by number.
const COMMON: &str = "的一是不了在人有我他这为之大来以个中上们到说国和地也子时道出而要于就下得可你年生自会那后能对着事其里所去行过家\
十用发天如然作方成者多日都三小军二无同么经法当起与好看学进种将还分此心前面又定见只主没公从";
const LATIN: [&str; 24] = [
    "ok", "the", "you", "meeting", "to", "pdf", "hello", "and", "WeChat", "at", "see", "iPhone", "GitHub",
    "review", "PPT", "deadline", "KTV", "app", "coffee", "Excel", "https", "release", "rust", "zebra",
];

/// Text in which the nth word is about n times rarer than the first, as in life.
struct Talk {
    rng: Rng,
    han: Vec<char>,
}

impl Talk {
    fn new(seed: u64) -> Self {
        let rest = ('\u{4E00}'..='\u{5FFF}').filter(|c| !COMMON.contains(*c));
        Self {
            rng: Rng::with_seed(seed),
            han: COMMON.chars().chain(rest.take(3400)).collect(),
        }
    }

    /// An index below `count`, small ones much more often.
    fn rank(&mut self, count: usize) -> usize {
        let most = f64::from(u32::try_from(count).expect("small")).ln();
        let at = (self.rng.f64() * most).exp() - 1.0;
        usize::try_from(at as i64).unwrap_or_default().min(count - 1)
    }

    fn message(&mut self) -> String {
        let mut said = String::new();
        for _ in 0..self.rng.usize(2..30) {
            let at = self.rank(self.han.len());
            said.push(*self.han.get(at).expect("in range"));
            match self.rng.u8(..) {
                0..20 => said.push('，'),
                20..25 => said.push('👍'),
                25..40 => {
                    let at = self.rank(LATIN.len());
                    said.push_str(LATIN.get(at).expect("in range"));
                    said.push(' ');
                }
                40..=255 => {}
            }
        }
        said
    }
}

fn open(folder: &Path, name: &str) -> Connection {
    let conn = Connection::open(folder.join(name)).expect("a database");
    conn.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16000;")
        .expect("pragmas");
    for sql in [
        include_str!("../../assets/schema/0001.sql"),
        include_str!("../../assets/schema/0002.sql"),
    ] {
        conn.execute_batch(sql).expect("a schema");
    }
    conn
}

fn keep(conn: &Connection, talk: &mut Talk, seq: i64, indexed: bool) {
    let chat = talk.rank(CHATS);
    let speaker = match talk.rng.u8(..10) {
        0..3 => -1,
        3..9 => i64::try_from(chat).expect("small"),
        _ => talk.rng.i64(0..5000),
    };
    let (kind, text) = match talk.rng.u8(..100) {
        0..3 => (1, String::new()),
        3 => (9, format!("{}.pdf", talk.message())),
        _ => (0, talk.message()),
    };
    let body = (kind == 9).then_some("{\"bytes\":1}");
    conn.prepare_cached(
        "INSERT INTO line (seq, chat, at, speaker, state, kind, text, body) VALUES (?, ?, ?, ?, 0, ?, ?, ?)",
    )
    .and_then(|mut write| {
        write.execute(params![
            seq,
            i64::try_from(chat).expect("small"),
            START + seq * 60,
            speaker,
            kind,
            text,
            body
        ])
    })
    .expect("a line");
    if indexed {
        conn.prepare_cached("INSERT INTO said (rowid, body) VALUES (?, ?)")
            .and_then(|mut write| write.execute(params![seq, spaced(&text)]))
            .expect("an entry");
    }
}

fn build(conn: &Connection, messages: i64) {
    let mut talk = Talk::new(1);
    for seq in 1..=messages {
        if seq % 1000 == 1 {
            conn.execute_batch("BEGIN").expect("a transaction");
        }
        keep(conn, &mut talk, seq, true);
        if seq % 1000 == 0 || seq == messages {
            conn.execute_batch("COMMIT").expect("a commit");
        }
    }
}

fn bytes(conn: &Connection, sql: &str) -> i64 {
    conn.query_row(sql, [], |row| row.get(0)).expect("a size")
}

fn asking(words: &[&str]) -> Search {
    Search {
        words: words.iter().map(|word| (*word).to_owned()).collect(),
        count: PAGE,
        ..Search::default()
    }
}

const WORDS: [(&str, &[&str]); 20] = [
    ("1 character, common: 的", &["的"]),
    ("1 character, middling: 公", &["公"]),
    ("1 character, rare: 妧", &["妧"]),
    ("2 characters, common: 我们", &["我们"]),
    ("2 characters, middling: 公从", &["公从"]),
    ("2 characters, rare and common: 妧的", &["妧的"]),
    ("2 characters, nowhere: 龘龘", &["龘龘"]),
    ("4 characters: 我们的人", &["我们的人"]),
    ("4 common characters, seldom together: 的是不了", &["的是不了"]),
    ("2 words: 我们 国家", &["我们", "国家"]),
    ("2 common words: 我们 你们", &["我们", "你们"]),
    ("3 common words: 我们 你们 他们", &["我们", "你们", "他们"]),
    ("4 common words: 的 是 不 了", &["的", "是", "不", "了"]),
    (
        "6 common words: 我 你 他 这 那 来",
        &["我", "你", "他", "这", "那", "来"],
    ),
    ("punctuation within: 我，的", &["我，的"]),
    ("emoji: 👍", &["👍"]),
    ("letters, 1: a", &["a"]),
    ("letters, 2: me", &["me"]),
    ("letters: meeting", &["meeting"]),
    ("letters, rare: zebra", &["zebra"]),
];

/// With the word and what narrows it, given the middle and the first hundredth of the time.
type Filtered = (
    &'static str,
    &'static [&'static str],
    fn(&mut Search, (Timestamp, Timestamp)),
);

const FILTERED: [Filtered; 10] = [
    ("in a large chat: 的", &["的"], |s, _| {
        s.within = vec![PeerId(0)];
    }),
    ("in a large chat, rare: 妧", &["妧"], |s, _| {
        s.within = vec![PeerId(0)];
    }),
    ("in a small chat: 的", &["的"], |s, _| {
        s.within = vec![PeerId(1900)];
    }),
    ("by me: 我们", &["我们"], |s, _| s.from = vec![From::Me]),
    ("by me, no words", &[], |s, _| s.from = vec![From::Me]),
    ("by a person who says little: 的", &["的"], |s, _| {
        s.from = vec![From::Peer(PeerId(4500))];
    }),
    ("before the middle: 我们", &["我们"], |s, (middle, _)| {
        s.until = Some(middle);
    }),
    (
        "before almost everything: 我们",
        &["我们"],
        |s, (_, early)| s.until = Some(early),
    ),
    ("pictures", &[], |s, _| {
        s.has = vec![Has::Image];
    }),
    ("files: 公", &["公"], |s, _| s.has = vec![Has::File]),
];

fn queries(messages: i64) -> Vec<(&'static str, Search)> {
    let moments = (
        Timestamp(START + messages * 30),
        Timestamp(START + messages * 60 / 100),
    );
    let plain = WORDS.iter().map(|(name, words)| (*name, asking(words)));
    let filtered = FILTERED.iter().map(|(name, words, narrow)| {
        let mut search = asking(words);
        narrow(&mut search, moments);
        (*name, search)
    });
    plain.chain(filtered).collect()
}

fn like(conn: &Connection, word: &str) -> usize {
    let mut read = conn
        .prepare_cached("SELECT seq FROM line WHERE text LIKE '%' || ? || '%' ORDER BY seq DESC LIMIT ?")
        .expect("a query");
    let lines = read.query_map(params![word, PAGE], |row| row.get::<_, i64>(0));
    lines.expect("an answer").count()
}

fn benches(c: &mut Criterion) {
    let chosen = std::env::var("WEFT_BENCH_MESSAGES").ok();
    let messages = chosen.and_then(|chosen| chosen.parse().ok()).unwrap_or(MESSAGES);
    let folder = tempfile::tempdir().expect("a folder");
    let conn = open(folder.path(), "history.db");
    build(&conn, messages);
    let pages = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
    let (all, index) = (
        bytes(&conn, pages),
        bytes(&conn, "SELECT sum(length(block)) FROM said_data"),
    );
    let text = bytes(&conn, "SELECT sum(length(CAST(text AS BLOB))) FROM line");
    println!(
        "{messages} messages: {} MB of text, {} MB of index, {} MB in all",
        text / 1_000_000,
        index / 1_000_000,
        all / 1_000_000
    );
    let mut group = c.benchmark_group("search");
    group
        .sample_size(10)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(600));
    for (name, search) in queries(messages) {
        group.bench_function(name, |b| {
            b.iter(|| found(&conn, black_box(&search)).expect("an answer"));
        });
    }
    for word in ["的", "公从", "妧的", "龘龘", "meeting"] {
        group.bench_function(format!("LIKE {word}"), |b| {
            b.iter(|| like(&conn, black_box(word)));
        });
    }
    group.finish();
    cost(c, &conn, messages);
    let said = Talk::new(3).message();
    c.bench_function("text: as the index takes it", |b| {
        b.iter(|| spaced(black_box(&said)));
    });
    let sought = Sought::new(&["公从".to_owned()]);
    c.bench_function("text: looked at", |b| b.iter(|| sought.is_in(black_box(&said))));
}

/// One more message in a transaction of many, without the index and with it.
fn cost(c: &mut Criterion, conn: &Connection, messages: i64) {
    for (name, indexed) in [
        ("keep: the line alone", false),
        ("keep: the line and its index", true),
    ] {
        let (mut talk, mut seq) = (Talk::new(2), messages);
        conn.execute_batch("BEGIN").expect("a transaction");
        c.bench_function(name, |b| {
            b.iter(|| {
                seq += 1;
                keep(conn, &mut talk, seq, indexed);
            });
        });
        conn.execute_batch("ROLLBACK").expect("an end");
    }
}

criterion_group!(all, benches);
criterion_main!(all);
