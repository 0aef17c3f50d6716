//! Voices: which one is heard, how far it is, which were not heard yet, and which comes next.
//!
//! Owns all of that, for this run: what was heard is not kept. A voice goes on while another chat is looked at. Never: sound, or
//! a wake-up for a line that nobody sees.

use std::collections::HashSet;
use std::time::Duration;

use super::carried::carried;
use super::fetch::{self, Then};
use super::{Told, place};
use crate::app::conversation::{Key, Line};
use crate::app::layout;
use crate::app::model::{Focus, Model};
use crate::app::rows;
use crate::app::step::{Step, Touched};
use crate::domain::id::{PeerId, Seq};
use crate::domain::message::Body;
use crate::port::media::{Asset, MediaCommand, Silence};
use crate::port::store::From;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Voices {
    now: Option<Sounding>,
    /// Of the voices that came in this run.
    heard: HashSet<Seq>,
    /// The last line of the run before: what came until then counts as heard.
    pub(in crate::app) before: Seq,
    /// Why there is no sound, as it was said last: said once.
    told: Option<Silence>,
    /// The last number handed out.
    last: u64,
}

/// A voice that was handed to the media thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Sounding {
    number: u64,
    asset: Asset,
    said: Said,
    /// `None` before it is heard.
    since: Option<Since>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Since {
    began: Duration,
    /// As long as it is.
    millis: u32,
    /// Whole seconds of it, as its line shows them.
    shown: u32,
}

/// By whom a voice was said, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Said {
    pub chat: PeerId,
    pub line: Key,
    pub theirs: bool,
}

impl Since {
    /// When its line shows another second.
    fn next(&self) -> Option<Duration> {
        let next = Duration::from_secs(u64::from(self.shown) + 1);
        let within = next < Duration::from_millis(self.millis.into());
        within.then(|| self.began.saturating_add(next))
    }
}

/// How a line's voice stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Voice {
    #[default]
    Still,
    /// Somebody else's, of this run, and not heard yet.
    Unheard,
    /// So many seconds of so many milliseconds.
    Playing { at: u32, of: u32 },
}

impl Voices {
    pub(super) fn is_heard(&self, asset: Asset) -> bool {
        self.now.is_some_and(|now| now.asset == asset)
    }

    fn is_unheard(&self, line: &Line) -> bool {
        let theirs = matches!(line.from, From::Peer(_));
        let voice = matches!(line.body, Body::Voice { .. });
        theirs && voice && line.seq > self.before && !self.heard.contains(&line.seq)
    }

    /// What is heard under this number; an answer to an earlier one finds nothing.
    fn take(&mut self, number: u64) -> Option<Sounding> {
        self.now.take_if(|now| now.number == number)
    }

    /// Of another account from now on. Numbers go on: what the last one had asked for may still be answered.
    pub(super) fn forget(&mut self) {
        *self = Self {
            told: self.told.take(),
            last: self.last,
            ..Self::default()
        };
    }

    pub(super) fn hear(&mut self, seq: Seq) {
        self.heard.insert(seq);
    }

    /// Whether this reason is still to be said.
    pub(super) fn is_news(&mut self, why: &Silence) -> bool {
        self.told.replace(why.clone()).as_ref() != Some(why)
    }
}

/// What the line of a voice shows beside its length.
pub fn voice(model: &Model, line: &Line) -> Voice {
    let voices = &model.files.voices;
    let playing = voices.now.filter(|now| now.said.line == line.key());
    if let Some(since) = playing.and_then(|now| now.since) {
        Voice::Playing {
            at: since.shown,
            of: since.millis,
        }
    } else if voices.is_unheard(line) {
        Voice::Unheard
    } else {
        Voice::Still
    }
}

/// Hands it to the media thread, in place of any other.
pub(super) fn begin(model: &mut Model, asset: Asset, said: Said, step: &mut Step) {
    let Some(file) = place(model, asset) else {
        return;
    };
    let voices = &mut model.files.voices;
    voices.last += 1;
    let number = voices.last;
    voices.now = Some(Sounding {
        number,
        asset,
        said,
        since: None,
    });
    step.media(MediaCommand::Play { number, asset, file });
}

/// Whatever is heard ends, and what was to be heard is not.
pub(in crate::app) fn quiet(model: &mut Model, step: &mut Step) {
    model.files.wishes.retain(|_, wish| wish.then != Then::Play);
    if model.files.voices.now.take().is_some() {
        step.media(MediaCommand::Quiet);
        step.touch(Touched::CONVERSATION);
    }
}

/// The voice of the chosen message ends, if it is what is heard. Whether it was.
pub(super) fn stop(model: &mut Model, step: &mut Step) -> bool {
    let asset = model.chosen().and_then(carried).map(|carried| carried.asset);
    let stops = asset.is_some_and(|asset| model.files.voices.is_heard(asset));
    if stops {
        quiet(model, step);
    }
    stops
}

/// Its file is not here: it begins again once it is.
pub(super) fn on_missing(model: &mut Model, asset: Asset) {
    let voices = &mut model.files.voices;
    voices
        .now
        .take_if(|now| now.asset == asset && now.since.is_none());
}

pub(super) fn on_playing(model: &mut Model, number: u64, millis: u32, step: &mut Step) {
    let now = model.now.mono;
    let voices = &mut model.files.voices;
    let Some(sounding) = voices.now.as_mut().filter(|now| now.number == number) else {
        return;
    };
    sounding.since = Some(Since {
        began: now,
        millis,
        shown: 0,
    });
    voices.heard.insert(sounding.said.line.1);
    let asset = sounding.asset;
    fetch::had(model, asset, Then::Play);
    step.touch(Touched::CONVERSATION);
}

/// It was heard to its end: what else this person's friend has said follows, as it does on the phone.
pub(super) fn on_played(model: &mut Model, number: u64, step: &mut Step) {
    let Some(ended) = model.files.voices.take(number) else {
        return;
    };
    step.touch(Touched::CONVERSATION);
    let next = model.conversations.get(model.directory.resolve(ended.said.chat));
    let next = next.filter(|_| ended.said.theirs).and_then(|talk| {
        let after = talk.lines.partition_point(|line| line.key() <= ended.said.line);
        let mut after = talk.lines.get(after..)?.iter();
        after.find(|line| model.files.voices.is_unheard(line)).cloned()
    });
    if let Some(line) = next {
        fetch::wish_of(model, &line, Then::Play, step);
    }
}

/// It is opened with the system's own program; one that was heard in part is not.
pub(super) fn on_unplayable(model: &mut Model, number: u64, why: Silence, step: &mut Step) {
    let Some(ended) = model.files.voices.take(number) else {
        return;
    };
    step.touch(Touched::CONVERSATION);
    if ended.since.is_none() {
        fetch::open_instead(model, ended.asset, why, step);
    } else if let Silence::Device(why) = why {
        fetch::tell(model, Told::Failed { why });
    }
}

/// When the line of what is heard shows another second; never while nobody sees it.
pub(in crate::app) fn due(model: &Model) -> Option<Duration> {
    let now = model.files.voices.now.as_ref()?;
    let next = now.since.as_ref()?.next()?;
    is_seen(model, &now.said).then_some(next)
}

/// The next second, if it is time for it.
pub(in crate::app) fn turn(model: &mut Model, step: &mut Step) {
    let now = model.now.mono;
    let since = model.files.voices.now.as_mut();
    let since = since.and_then(|sounding| sounding.since.as_mut());
    if let Some(since) = since.filter(|since| since.next().is_some_and(|next| next <= now)) {
        let shown = now.saturating_sub(since.began).as_secs();
        since.shown = u32::try_from(shown).unwrap_or(u32::MAX).min(since.millis / 1000);
        step.touch(Touched::CONVERSATION);
    }
}

fn is_seen(model: &Model, said: &Said) -> bool {
    let chat = model.directory.resolve(said.chat);
    let shown = model.focus == Focus::Composer || model.screen.width >= layout::WIDE;
    let open = model.chats.open == Some(chat) && model.overlay.is_none();
    let talk = model.conversations.get(chat).filter(|_| shown && open);
    talk.is_some_and(|talk| {
        let at = talk.position(said.line);
        let rows = rows::visible(talk, &model.settings.zone, model.messages_room());
        at.is_some() && rows.iter().any(|row| row.line() == at)
    })
}
