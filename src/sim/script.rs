//! Happenings in time, and people who talk back. Pure: told the time, it says when it wants to be told again.

use std::collections::HashMap;
use std::time::Duration;

use fastrand::Rng;
use serde::Deserialize;

use super::happening::{Amiss, Happening};
use super::saying::Saying;
use super::world::breach::Delivered;
use super::world::{Stage, World};
use crate::domain::time::Now;

/// A story: what happens by itself, and what in answer.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Script {
    /// Scan a shown code after so many seconds, and confirm it after so many more.
    #[serde(default)]
    pub scan_after: Option<f64>,
    #[serde(default)]
    pub confirm_after: Option<f64>,
    #[serde(default)]
    pub beat: Vec<Beat>,
    #[serde(default)]
    pub reply: Vec<ReplyRule>,
}

/// One happening, `at` seconds after the first login.
#[derive(Clone, Debug, Deserialize)]
pub struct Beat {
    pub at: f64,
    #[serde(flatten)]
    pub happening: Happening,
}

/// How somebody answers in a chat. The first rule that fits is used; its lines in turn.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplyRule {
    /// The chat.
    pub chat: String,
    /// Who answers; in a chat of two, that person.
    #[serde(default)]
    pub from: Option<String>,
    /// Any of these in the text; always where empty.
    #[serde(default, rename = "if")]
    pub contains: Vec<String>,
    /// Only where this was sent.
    #[serde(default)]
    pub to: Option<Sent>,
    /// `{text}` is what was said.
    #[serde(default)]
    pub say: Vec<String>,
    /// Answers of other kinds, after those in words.
    #[serde(default)]
    pub what: Vec<Saying>,
}

/// What somebody can send besides words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sent {
    Image,
    Sticker,
    Video,
    File,
}

/// An answer somebody is still typing.
struct Coming {
    at: Duration,
    from: String,
    chat: String,
    saying: Saying,
}

/// Plays a script. Tell it the time whenever its deadline comes or the world has changed.
pub struct Director {
    script: Script,
    next: usize,
    /// The first login.
    began: Option<Duration>,
    /// How many of the client's messages were seen.
    heard: usize,
    coming: Vec<Coming>,
    turns: HashMap<usize, usize>,
    rng: Rng,
    failed: Vec<Amiss>,
}

impl Director {
    pub fn new(mut script: Script, seed: u64) -> Self {
        script.beat.sort_by(|a, b| a.at.total_cmp(&b.at));
        Self {
            script,
            next: 0,
            began: None,
            heard: 0,
            coming: Vec::new(),
            turns: HashMap::new(),
            rng: Rng::with_seed(seed),
            failed: Vec::new(),
        }
    }

    /// Has every beat been played?
    pub fn finished(&self) -> bool {
        self.next >= self.script.beat.len()
    }

    /// Beats that could not happen: a script's mistakes.
    pub fn failed(&self) -> &[Amiss] {
        &self.failed
    }

    /// When [`Director::play`] next has something to do, on the monotonic clock.
    pub fn deadline(&self, world: &World) -> Option<Duration> {
        let beat = self
            .began
            .zip(self.script.beat.get(self.next))
            .map(|(began, beat)| began + seconds(beat.at));
        // Nobody answers into a closed session: that would be due for ever.
        let reply = self
            .coming
            .iter()
            .map(|coming| coming.at)
            .min()
            .filter(|_| world.logged_in());
        let code = self.code_due(world).map(|(at, _)| at);
        [beat, reply, code].into_iter().flatten().min()
    }

    /// Plays all that is due.
    pub fn play(&mut self, world: &mut World, now: Now) {
        while let Some((_, happening)) = self.code_due(world).filter(|(at, _)| *at <= now.mono) {
            if happening.perform(world, now).is_err() {
                break;
            }
        }
        if self.began.is_none() && world.logged_in() {
            self.began = Some(now.mono);
        }
        self.listen(world, now);
        let Some(began) = self.began else { return };
        while let Some(beat) = self
            .script
            .beat
            .get(self.next)
            .filter(|b| began + seconds(b.at) <= now.mono)
        {
            self.next += 1;
            if let Err(amiss) = beat.happening.perform(world, now) {
                self.failed.push(amiss);
            }
        }
        if !world.logged_in() {
            return;
        }
        let (due, later): (Vec<Coming>, Vec<Coming>) = std::mem::take(&mut self.coming)
            .into_iter()
            .partition(|coming| coming.at <= now.mono);
        self.coming = later;
        for coming in due {
            if let Err(unknown) = world.say(now, &coming.from, &coming.chat, coming.saying) {
                self.failed.push(unknown.into());
            }
        }
    }

    fn code_due(&self, world: &World) -> Option<(Duration, Happening)> {
        let code = world.codes().last()?;
        match code.stage {
            Stage::Shown => Some((
                code.since.mono + seconds(self.script.scan_after?),
                Happening::Scan,
            )),
            Stage::Scanned => Some((
                code.since.mono + seconds(self.script.confirm_after?),
                Happening::Confirm,
            )),
            Stage::Confirmed | Stage::Cancelled | Stage::Expired => None,
        }
    }

    /// Thinks of answers to what the client has said since.
    fn listen(&mut self, world: &World, now: Now) {
        let said: Vec<Delivered> = world.delivered().iter().skip(self.heard).cloned().collect();
        self.heard += said.len();
        for message in said {
            let mut rules = self.script.reply.iter().enumerate();
            let Some((index, rule)) = rules.find(|(_, rule)| rule.fits(&message)) else {
                continue;
            };
            let answers = rule.answers(&message);
            let turn = self.turns.entry(index).or_default();
            let Some(saying) = answers.get(*turn % answers.len().max(1)).cloned() else {
                continue;
            };
            *turn += 1;
            let from = rule.from.clone().unwrap_or_else(|| message.chat.clone());
            let pause = Duration::from_millis(self.rng.u64(1_000..3_000));
            self.coming.push(Coming {
                at: now.mono + pause,
                from,
                chat: message.chat.clone(),
                saying,
            });
        }
    }
}

impl ReplyRule {
    fn fits(&self, message: &Delivered) -> bool {
        let lower = words(message).unwrap_or_default().to_lowercase();
        let named = |word: &String| lower.contains(&word.to_lowercase());
        self.chat == message.chat
            && (self.to.is_none() || self.to == sent(message))
            && (self.contains.is_empty() || self.contains.iter().any(named))
    }

    /// To what is no words, none that would repeat them.
    fn answers(&self, message: &Delivered) -> Vec<Saying> {
        let words = words(message);
        let said = self.say.iter().filter_map(|line| match words {
            Some(words) => Some(line.replace("{text}", words)),
            None => (!line.contains("{text}")).then(|| line.clone()),
        });
        said.map(Saying::Text).chain(self.what.iter().cloned()).collect()
    }
}

/// What was sent, where it is no words.
fn sent(message: &Delivered) -> Option<Sent> {
    match message.msg_type {
        3 => Some(Sent::Image),
        43 | 62 => Some(Sent::Video),
        47 => Some(Sent::Sticker),
        6 => Some(Sent::File),
        _ => None,
    }
}

/// The text, of a file not the XML it comes as.
fn words(message: &Delivered) -> Option<&str> {
    sent(message).is_none().then_some(&*message.text)
}

/// Negative and absurd times of a script count as none.
fn seconds(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or_default()
}
