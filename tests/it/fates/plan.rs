//! What is to happen in one run, drawn by lot: what people do, and how fate is disposed.

use std::time::Duration;

use fastrand::Rng;

/// Somebody else with whom one chats, or a group: a place in [`super::town::CHATS`].
pub type Chat = usize;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    Wait(Duration),
    Others(Deed),
    Person(Doing),
    Befalls(Blow),
}

/// What others do, and oneself elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    Said { chat: Chat, ago: i64 },
    Burst { chat: Chat, lines: usize },
    Recalled { chat: Chat },
    Phoned { chat: Chat },
    ReadOnPhone { chat: Chat },
}

/// What the person does at the keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doing {
    Open { chat: Chat },
    Type,
    Erase,
    Send,
    Resend,
    MarkSent,
    Drop,
    TakeBack,
    ChooseUp,
    PageUp,
    ToTop,
    ToEnd,
    Back,
    LogOut,
    LogIn,
    Quit,
}

/// What befalls the machine and the service, for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Blow {
    Cut,
    Mended,
    DiskFull,
    DiskMended,
    PowerCut,
    PhoneAway(bool),
    Kicked(i32),
    Refused {
        endpoint: &'static str,
        ret: i32,
        times: u32,
    },
    SlowedDown,
    Repeated(usize),
    Storm(u32),
}

/// How likely each stroke is, in a thousand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Odds {
    /// The machine stops before a hand-over.
    pub stop: u32,
    /// A request or its answer comes to harm.
    pub road: u32,
    /// An inbox is full.
    pub full: u32,
    /// Somebody else is next than is usual.
    pub order: u32,
}

#[derive(Clone, Debug)]
pub struct Plan {
    pub seed: u64,
    pub odds: Odds,
    pub acts: Vec<Act>,
    /// After so many strokes fate has had enough.
    pub strokes: usize,
}

impl Plan {
    pub fn of(seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed ^ 0x9e37_79b9_7f4a_7c15);
        let mut of = |kinds: &[u32]| rng.choice(kinds.iter().copied()).unwrap_or(0);
        let odds = Odds {
            stop: of(&[0, 2, 5, 10, 20, 60]),
            road: of(&[0, 20, 60, 200]),
            full: of(&[0, 0, 10, 50]),
            order: of(&[0, 0, 200, 500]),
        };
        let count = rng.usize(4..26);
        Self {
            seed,
            odds,
            acts: (0..count).map(|_| act(&mut rng)).collect(),
            strokes: usize::MAX,
        }
    }

    /// The same with less in it, from the boldest cut to the smallest.
    pub fn smaller(&self) -> Vec<Self> {
        let count = self.acts.len();
        let mut all = Vec::new();
        let mut size = count.div_ceil(2);
        while size > 0 {
            for from in (0..count).step_by(size) {
                let mut less = self.clone();
                less.acts.drain(from..(from + size).min(count));
                all.push(less);
            }
            size /= 2;
        }
        let most = self.strokes.min(40);
        all.extend((0..most).map(|strokes| Self {
            strokes,
            ..self.clone()
        }));
        all
    }
}

const ENDPOINTS: [&str; 6] = [
    "webwxsendmsg",
    "webwxsendmsg",
    "webwxsync",
    "webwxsync",
    "synccheck",
    "webwxinit",
];

fn act(rng: &mut Rng) -> Act {
    let chat = rng.usize(0..super::town::CHATS.len());
    match rng.u32(0..100) {
        0..14 => Act::Others(Deed::Said {
            chat,
            ago: if rng.u8(0..4) == 0 { rng.i64(0..30) } else { 0 },
        }),
        14..16 => Act::Others(Deed::Burst {
            chat,
            lines: rng.usize(2..9),
        }),
        16..18 => Act::Others(Deed::Recalled { chat }),
        18..21 => Act::Others(Deed::Phoned { chat }),
        21..22 => Act::Others(Deed::ReadOnPhone { chat }),
        22..23 => Act::Befalls(Blow::PhoneAway(rng.bool())),
        23..32 => Act::Person(Doing::Open { chat }),
        32..37 => Act::Person(Doing::Type),
        37..38 => Act::Person(Doing::Erase),
        38..56 => Act::Person(Doing::Send),
        56..60 => Act::Person(Doing::Resend),
        60..61 => Act::Person(Doing::MarkSent),
        61..62 => Act::Person(Doing::Drop),
        62..63 => Act::Person(Doing::TakeBack),
        63..64 => Act::Person(Doing::ChooseUp),
        64..66 => Act::Person(Doing::PageUp),
        66..67 => Act::Person(Doing::ToTop),
        67..68 => Act::Person(Doing::ToEnd),
        68..69 => Act::Person(Doing::Back),
        69..70 => Act::Person(Doing::LogOut),
        70..72 => Act::Person(Doing::LogIn),
        72..74 => Act::Person(Doing::Quit),
        74..84 => Act::Wait(wait(rng)),
        84..86 => Act::Befalls(Blow::Cut),
        86..88 => Act::Befalls(Blow::Mended),
        88..90 => Act::Befalls(Blow::DiskFull),
        90..91 => Act::Befalls(Blow::DiskMended),
        91..94 => Act::Befalls(Blow::PowerCut),
        94..95 => Act::Befalls(Blow::Kicked(rng.choice([1100, 1101, 1102]).unwrap_or(1101))),
        95..97 => Act::Befalls(Blow::Refused {
            endpoint: rng.choice(ENDPOINTS).unwrap_or("webwxsync"),
            ret: rng
                .choice([-1, 1, 1100, 1101, 1102, 1201, 1204, 1205])
                .unwrap_or(1),
            times: rng.u32(1..4),
        }),
        97..98 => Act::Befalls(Blow::SlowedDown),
        98..99 => Act::Befalls(Blow::Repeated(rng.usize(1..8))),
        _ => Act::Befalls(Blow::Storm(rng.u32(1..5))),
    }
}

/// From a blink to a long lunch.
fn wait(rng: &mut Rng) -> Duration {
    match rng.u8(0..4) {
        0 => Duration::from_millis(rng.u64(1..400)),
        1 | 2 => Duration::from_millis(rng.u64(400..5_000)),
        _ => Duration::from_secs(rng.u64(5..90)),
    }
}
