//! A night: the service, the program and the person at it, and chance that draws what happens and when it ends.
//!
//! A moment to kill is a number of bytes drawn, a silence, or the service taking one more message. Everything else is
//! waited for: on the screen, at the service, or in the file.

use std::fmt;
use std::io::Write as _;
use std::time::Duration;

use fastrand::Rng;
use rustix::process::Signal;
use serde_json::json;
use tempfile::TempDir;

use super::record::{self, Delivered, KEPT, Record};
use super::tally::Tally;
use super::verdict::{self, Facts, Said, Typed};
use crate::interop::stage::Simulator;
use crate::pty::desk::Desk;

const WEFT: &str = env!("CARGO_BIN_EXE_weft");
const CTRL_P: &str = "\x10";
const CTRL_Q: &str = "\x11";
const CTRL_U: &str = "\x15";
const ALT_R: &str = "\x1br";
/// One look at a file or at the service, and so many of them: a minute.
const LOOK: Duration = Duration::from_millis(20);
const LOOKS: u32 = 3000;
/// Two of the demo's cast, by key and by how one finds them.
const CHATS: [Chat; 2] = [
    Chat {
        key: "sam",
        name: "Sam (climbing)",
    },
    Chat {
        key: "priya",
        name: "Priya N.",
    },
];
/// Columns of the list.
const LIST: u16 = 23;
/// On the screen as soon as chats are.
const SOMEBODY: &str = "Sam";
/// A group, in which Sam speaks.
const GROUP: &str = "hike";

#[derive(Clone, Copy)]
struct Chat {
    key: &'static str,
    name: &'static str,
}

pub struct Night {
    seed: u64,
    rng: Rng,
    service: Simulator,
    home: TempDir,
    desk: Desk,
    /// Every step, for when it fails.
    story: Vec<String>,
    said: Vec<Said>,
    typed: Vec<Typed>,
    /// The chat that is open, and the draft that must be found in a chat after the next start.
    open: Option<&'static str>,
    draft: Option<(Chat, String)>,
    was: Record,
    tally: Tally,
}

impl Drop for Night {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.home.disable_cleanup(true);
            let (seed, story) = (self.seed, self.story.join("\n"));
            let home = self.home.path().display();
            let _ = writeln!(
                std::io::stderr(),
                "a night of WEFT_SEED={seed}, in {home}:\n{story}"
            );
        }
    }
}

impl Night {
    pub fn begin(seed: u64) -> Self {
        let service = Simulator::start(&["--seed", &seed.to_string()]);
        let home = tempfile::tempdir().unwrap();
        Self {
            seed,
            rng: Rng::with_seed(seed),
            desk: sit_down(&service, &home),
            service,
            home,
            story: vec!["started".to_owned()],
            said: Vec::new(),
            typed: Vec::new(),
            open: None,
            draft: None,
            was: Record::default(),
            tally: Tally::default(),
        }
    }

    /// The night, with so many kills.
    pub fn pass(mut self, kills: u64) -> Tally {
        // One of them once it is in.
        let early = self.rng.u64(0..=3).min(kills - 1);
        for _ in 0..early {
            self.is_killed_while_logging_in();
        }
        self.logs_in();
        for _ in early + 1..kills {
            if self.rng.u8(..4) == 0 {
                self.is_killed_while_starting();
            } else {
                self.is_killed_while_talking();
            }
        }
        self.comes_to_rest();
        self.sends_again();
        self.tally
    }

    fn tell(&mut self, step: impl fmt::Display) {
        self.story.push(step.to_string());
    }

    fn starts(&mut self) {
        self.desk = sit_down(&self.service, &self.home);
        self.open = None;
        self.tell("started");
    }

    /// A draw of when: at once, soon, or once nothing more comes.
    fn some_time(&mut self) {
        let (bytes, quiet) = match self.rng.u8(..4) {
            0 => (0, Duration::ZERO),
            1 => (self.rng.usize(1..500), LOOK),
            2 => (self.rng.usize(1..9000), 2 * LOOK),
            _ => (usize::MAX, Duration::from_micros(self.rng.u64(..30_000))),
        };
        self.tell(format_args!("{bytes} bytes more, or {quiet:?} of silence"));
        self.desk.watch(bytes, quiet);
    }

    /// The moment in which it dies, and what it leaves.
    fn is_killed(&mut self) {
        self.desk.signal(Signal::KILL);
        let status = self.desk.end();
        assert_eq!(status.signal(), Some("Killed"), "it ended by itself: {status:?}");
        self.tell("killed");
        self.tally.kills += 1;
        // Its polls are gone from the service before the next one asks: two at once would be a breach.
        let held = |night: &Self| night.service.told("state")["held"] != json!(0);
        assert!(
            (0..LOOKS).any(|_| !held(self)),
            "the service never sees that it is gone"
        );
        let now = Record::of(self.home.path());
        let delivered = self.delivered();
        let mut wrong = verdict::after_a_kill(&self.facts(&now, &delivered));
        if let Some((_, draft)) = &self.draft
            && !now.drafts.contains(draft)
        {
            wrong.push(format!("a draft that was kept is gone: {draft}"));
        }
        self.judge(&wrong);
        self.was = now;
    }

    fn facts<'a>(&'a self, now: &'a Record, delivered: &'a [Delivered]) -> Facts<'a> {
        Facts {
            said: &self.said,
            typed: &self.typed,
            delivered,
            was: &self.was,
            now,
        }
    }

    fn judge(&self, wrong: &[String]) {
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert_eq!(self.service.told("breaches"), json!([]));
    }

    fn delivered(&self) -> Vec<Delivered> {
        record::delivered(&self.service.told("delivered"))
    }

    /// Waits for something off the screen.
    fn until(&mut self, what: &str, there: impl Fn(&Self) -> bool) {
        let mut looks = 0;
        while !there(self) {
            assert!(looks < LOOKS, "never: {what}; {}", self.desk.screen().contents());
            looks += 1;
            self.desk.watch(1, LOOK);
        }
        self.tell(what);
    }

    fn until_kept(&mut self, what: &str, question: &str, text: &str) {
        self.until(what, |night| record::is_kept(night.home.path(), question, text));
    }
}

/// Coming in.
impl Night {
    fn is_killed_while_logging_in(&mut self) {
        let codes = self.enters();
        let step = self.rng.u8(..3);
        if step > 0 && self.is_asked_for_a_code(codes) {
            self.service.does("scan", &json!({}));
            self.tell("scanned");
        }
        if step > 1 && self.codes() > codes {
            self.some_time();
            self.service.does("confirm", &json!({}));
            self.tell("confirmed");
        }
        self.some_time();
        self.tally.early += 1;
        self.is_killed();
    }

    /// How many codes there were before this life; the first began with the night.
    fn enters(&mut self) -> usize {
        if self.tally.kills == 0 {
            return 0;
        }
        let codes = self.codes();
        self.starts();
        codes
    }

    fn codes(&self) -> usize {
        self.service.told("state")["codes"].as_array().unwrap().len()
    }

    /// Whether this life needs a scan: not if a session was kept in the one before.
    fn is_asked_for_a_code(&mut self, codes: usize) -> bool {
        self.until("it shows a code, or is in", |night| {
            night.codes() > codes || night.has_a_session()
        });
        self.codes() > codes
    }

    fn has_a_session(&self) -> bool {
        record::is_kept(
            self.home.path(),
            "SELECT EXISTS (SELECT 1 FROM session WHERE keepsake <> ?1)",
            "",
        )
    }

    /// In for good: from here on everything that is said must be kept.
    fn logs_in(&mut self) {
        let codes = self.enters();
        if self.is_asked_for_a_code(codes) {
            self.service.does("scan", &json!({}));
            self.service.does("confirm", &json!({}));
            self.tell("scanned and confirmed");
        }
        self.until("the session is kept", Self::has_a_session);
        self.desk.until_says(SOMEBODY);
        self.some_time();
        self.is_killed();
    }

    fn is_back(&mut self) {
        self.starts();
        self.desk.until_says(SOMEBODY);
        if let Some((chat, draft)) = self.draft.take() {
            self.goes_to(chat);
            self.desk.until_says(&draft);
            self.tell("the draft is there");
        }
    }

    fn is_killed_while_starting(&mut self) {
        if self.rng.bool() {
            self.somebody_speaks();
        }
        self.starts();
        self.some_time();
        self.tally.early += 1;
        self.is_killed();
    }
}

/// Talking.
impl Night {
    fn is_killed_while_talking(&mut self) {
        for _ in 0..self.rng.usize(..2) {
            self.somebody_speaks();
        }
        self.is_back();
        if self.rng.bool() {
            let chat = CHATS[self.rng.usize(..CHATS.len())];
            self.is_online(chat);
        }
        for _ in 0..self.rng.usize(1..7) {
            match self.rng.u8(..8) {
                0..3 => self.somebody_speaks(),
                3..6 => {
                    let chat = CHATS[self.rng.usize(..CHATS.len())];
                    self.writes(chat);
                }
                6 => self.some_time(),
                _ => self.is_heard(),
            }
        }
        match self.rng.u8(..4) {
            0 => self.leaves_a_draft(),
            1 => self.service_takes_some(),
            _ => {}
        }
        self.some_time();
        self.is_killed();
    }

    fn somebody_speaks(&mut self) {
        let (from, chat) = match self.rng.u8(..3) {
            0 => ("sam", "sam"),
            1 => ("priya", "priya"),
            _ => ("sam", GROUP),
        };
        let count = if self.rng.u8(..4) == 0 {
            self.rng.usize(2..40)
        } else {
            1
        };
        self.says(from, chat, count);
    }

    fn says(&mut self, from: &'static str, chat: &'static str, count: usize) {
        let text = format!("{chat} says {} ", self.said.len());
        let burst = json!({ "from": from, "chat": chat, "n": count, "text": text });
        self.service.does("burst", &burst);
        let said = (1..=count).map(|nth| Said {
            chat,
            text: format!("{text}{nth}"),
        });
        self.said.extend(said);
        self.tally.said += count;
        self.tell(format_args!("{text}: {count}"));
    }

    /// Opens a chat, if it is not; what is in its composer stays.
    fn goes_to(&mut self, chat: Chat) {
        if self.open != Some(chat.key) {
            self.desk.press(&format!("{CTRL_P}{}", chat.name));
            // A program killed in its first minute may have to learn first who that is.
            self.desk.until("somebody of that name", |screen| {
                // Below what is typed, and left of what was said.
                screen.rows(0, LIST).skip(1).any(|row| row.contains(chat.name))
            });
            self.desk.press("\r");
            self.open = Some(chat.key);
            self.tell(format_args!("goes to {}", chat.key));
        }
    }

    /// What is in a composer may be what the kill before left of a line, which is then not sent.
    fn writes(&mut self, chat: Chat) {
        let text = format!("写给 {}, {}.", chat.key, self.typed.len());
        self.goes_to(chat);
        self.desk.press(&format!("{CTRL_U}{text}\r"));
        self.tell(format_args!("sends {text}"));
        self.tally.typed += 1;
        self.typed.push(Typed {
            chat: chat.key,
            text,
            life: self.tally.kills,
        });
    }

    /// The line is up: somebody says something, and it is on the screen.
    fn is_online(&mut self, chat: Chat) {
        self.goes_to(chat);
        self.says(chat.key, chat.key, 1);
        let words = self.said.last().unwrap().text.clone();
        self.desk.until_says(&words);
        self.tell("seen");
    }

    /// The last thing typed arrives.
    fn is_heard(&mut self) {
        let life = self.tally.kills;
        if let Some(typed) = self.typed.last().filter(|typed| typed.life == life) {
            let words = typed.text.clone();
            self.until("delivered", |night| {
                night.delivered().iter().any(|one| one.text == words)
            });
        }
    }

    /// Until the service has a few more of what is on its way: then an answer is.
    fn service_takes_some(&mut self) {
        for _ in 0..3 {
            let chat = CHATS[self.rng.usize(..CHATS.len())];
            self.writes(chat);
        }
        let enough = self.delivered().len() + self.rng.usize(1..3);
        self.tell(format_args!("until {enough} are delivered"));
        // They are on their way, but may be behind others that are not: so not for ever.
        let _ = (0..LOOKS / 10).any(|_| self.delivered().len() >= enough);
    }

    /// Typed and not sent, for long enough that it is kept.
    fn leaves_a_draft(&mut self) {
        let chat = CHATS[self.rng.usize(..CHATS.len())];
        let text = format!("a thought in life {}.", self.tally.kills);
        self.goes_to(chat);
        self.desk.press(&format!("{CTRL_U}{text}"));
        self.desk.until_says(&text);
        self.until_kept(
            "the draft is kept",
            "SELECT EXISTS (SELECT 1 FROM draft WHERE text = ?1)",
            &text,
        );
        self.tally.drafts += 1;
        self.draft = Some((chat, text));
    }
}

/// The end of a night.
impl Night {
    /// What is typed last is sent last: then all before it is settled or in doubt.
    fn comes_to_rest(&mut self) {
        self.is_back();
        for chat in CHATS {
            self.is_online(chat);
            self.writes(chat);
            self.is_heard();
        }
        self.until_kept(
            "nothing is under way",
            "SELECT NOT EXISTS (SELECT 1 FROM line WHERE state IN (1, 2) AND text <> ?1)",
            "",
        );
        self.leaves();
        let (now, delivered) = (Record::of(self.home.path()), self.delivered());
        self.judge(&verdict::at_rest(&self.facts(&now, &delivered)));
        self.tally.lost = self.typed.len() - now.mine().count();
        self.tally.in_doubt = now.mine().filter(|line| line.state != KEPT).count();
        self.was = now;
    }

    /// The person answers every question with "send it again".
    fn sends_again(&mut self) {
        self.is_back();
        for chat in CHATS {
            self.is_online(chat);
            // More often than there are: who has nothing to send again is told so.
            for _ in 0..=self.tally.in_doubt {
                self.desk.press(ALT_R);
            }
        }
        self.until_kept(
            "nothing is in doubt",
            "SELECT NOT EXISTS (SELECT 1 FROM line WHERE state <> 0 AND text <> ?1)",
            "",
        );
        self.leaves();
        let (now, delivered) = (Record::of(self.home.path()), self.delivered());
        self.judge(&verdict::settled(&self.facts(&now, &delivered)));
        self.tally.delivered = delivered.len();
    }

    fn leaves(&mut self) {
        self.desk.press(CTRL_Q);
        assert_eq!(self.desk.end().exit_code(), 0);
        self.desk.is_given_back();
        self.tell("left");
    }
}

fn sit_down(service: &Simulator, home: &TempDir) -> Desk {
    Desk::start(WEFT, &["--server", &service.origin()], home.path())
}
