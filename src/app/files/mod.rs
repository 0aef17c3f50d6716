//! What messages carry, as files on this machine: where each is kept, how its download goes, and what a person wants of it.
//!
//! Owns the states of downloads, uploads and voices. [`state`], [`upload`] and [`voice()`] tell them to whoever draws a line. Never: reads a file,
//! or draws one.

mod anew;
mod carried;
mod downloads;
mod fetch;
mod voice;

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;

use super::accounts;
use super::attach;
use super::conversation::Line;
use super::model::Model;
use super::pictures;
use super::step::{Step, Touched};
use crate::domain::id::{LocalId, MsgId};
use crate::domain::message::Body;
use crate::domain::text::SafeText;
use crate::port::media::{
    Asset, Download, Fault, MediaCommand, MediaEvent, Part, Progress, Silence, Source, Unopened,
};
use crate::port::{Failure, NetCommand};

pub(super) use anew::{on_copied, on_gone, send_anew};
pub use carried::{Carried, carried};
pub(super) use carried::{file_source, nameless};
pub use downloads::MANY;
pub(super) use fetch::{again, on_line, open, save, sender, stop_chosen};
pub use voice::{Voice, Voices, voice};
pub(super) use voice::{due, quiet, turn};

/// Bytes between two looks at the size of the cache.
const LOOK_AFTER: u64 = 50 * 1024 * 1024;
/// Bytes of the cache where nothing is said.
pub const USUAL_CACHE: u64 = 500 * 1024 * 1024;

/// Downloads by what they fetch. What is not here was not asked for in this run, or long ago and is nowhere seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Files {
    pub downloads: HashMap<Asset, Progress>,
    /// How far the file of an own message has come: so many bytes of so many.
    pub uploads: HashMap<LocalId, (u64, u64)>,
    pub voices: Voices,
    /// The most that the cache may hold, in bytes.
    pub most: u64,
    /// What is to be opened or saved once it is here.
    wishes: HashMap<Asset, fetch::Wish>,
    /// What is to go on to others once it is here.
    going: Vec<anew::Going>,
    /// Own messages of an earlier run whose files are to be looked at again before they are sent.
    pub(super) unchecked: Vec<LocalId>,
    /// Bytes fetched since the cache was looked at; `None` before it was.
    fetched: Option<u64>,
    /// Once there are so many downloads, those are looked for that nobody will ask about.
    crowded: usize,
}

impl Default for Files {
    fn default() -> Self {
        Self {
            downloads: HashMap::new(),
            uploads: HashMap::new(),
            voices: Voices::default(),
            most: USUAL_CACHE,
            wishes: HashMap::new(),
            going: Vec::new(),
            unchecked: Vec::new(),
            fetched: None,
            crowded: MANY,
        }
    }
}

/// What the last key or an actor had to say of files and pages, for the status bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    Saved {
        path: SafeText,
    },
    /// In full: the line has no room for all of it.
    NotFetched {
        why: Fault,
    },
    Opened,
    /// A voice that was opened, since it cannot be heard here.
    Silent {
        why: Silence,
    },
    Copied,
    /// Of a download or an upload.
    Stopped,
    /// It can run: saved, never opened.
    Program,
    /// The system's words.
    Failed {
        why: SafeText,
    },
    NotOpened {
        what: What,
        why: Unopened,
    },
    /// The message carries nothing that could be opened or saved.
    Nothing,
    /// Only the phone can.
    OnPhone,
    /// Not with the service yet.
    Unsent,
    /// What would fetch it is not kept.
    NotKept,
    /// The other side has no name in this login: nobody could be asked.
    NotMet,
    /// The media thread is gone.
    Gone,
    NoLinks,
    /// An address that is no page: shown, never opened.
    Foreign,
    NoWords,
    Dropped,
    /// With what weft had made to send it.
    CopyDropped,
    /// What is forwarded goes up anew, once it is here.
    GoesAnew,
    /// The file cannot be sent: empty, too large, or no file.
    NotSendable {
        why: Failure,
    },
    /// The clipboard was asked.
    Asking,
    /// There is nothing on the clipboard that could be sent or typed.
    NoClip,
    /// No clipboard can be asked from here: the system's words.
    Unreachable {
        why: SafeText,
    },
    /// This program cannot ask one.
    NotBuilt,
}

/// What no program showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    File,
    /// It is not heard here either.
    Voice,
    Page,
}

impl Files {
    /// Of another account from now on.
    pub(super) fn forget(&mut self) {
        self.voices.forget();
        *self = Self {
            most: self.most,
            voices: std::mem::take(&mut self.voices),
            ..Self::default()
        };
    }

    /// The session is over, and nothing more is told of what was under way.
    pub(super) fn call_back(&mut self) {
        for progress in self.downloads.values_mut() {
            if matches!(progress, Progress::Moving { .. }) {
                *progress = Progress::Failed(Fault::Net(Failure::SessionOver));
            }
        }
        self.uploads.clear();
        self.going.clear();
    }
}

/// How the download of what a line carries goes; `None` where it was not asked for in this run.
pub fn state<'a>(model: &'a Model, line: &Line) -> Option<&'a Progress> {
    model.files.downloads.get(&carried(line)?.asset)
}

/// How far the file of an own line has come on its way to the service: so many bytes of so many.
pub fn upload(model: &Model, line: &Line) -> Option<(u64, u64)> {
    model.files.uploads.get(&line.state.local()?).copied()
}

/// What moves for a line: its file on its way to the service, or what it carries on its way here.
pub fn moves(model: &Model, line: &Line) -> Option<Progress> {
    match upload(model, line) {
        Some((done, of)) => Some(Progress::Moving { done, of: Some(of) }),
        // What came unasked is there to be seen, and a voice is heard: that it came needs no word.
        None => state(model, line)
            .filter(|progress| {
                let shown = matches!(line.body, Body::Image(_) | Body::Sticker(_) | Body::Voice { .. });
                !shown || !matches!(progress, Progress::Done { .. })
            })
            .cloned(),
    }
}

/// Whether there is anything in it for the disk, or for another program.
pub(super) fn saves(model: &Model, line: &Line) -> bool {
    carried(line).is_some() && !model.media_gone
}

/// Whether what it carries is heard or on its way here.
pub(super) fn stops(model: &Model, line: &Line) -> bool {
    let carried = carried(line).map(|carried| carried.asset);
    carried.is_some_and(|asset| model.files.voices.is_heard(asset) || model.files.is_moving(asset))
}

/// What a line carries, where a key asked for it and it did not come.
pub fn failed<'m>(model: &'m Model, line: &Line) -> Option<(Asset, &'m Fault)> {
    let asset = carried(line)?.asset;
    Some((asset, model.files.fault(asset)?))
}

/// Rows are counted by what the conversation knows.
fn tell_rows(model: &mut Model) {
    let failed = model.files.downloads.iter().filter_map(|(asset, progress)| {
        if let (
            Asset::Of {
                message,
                part: Part::Whole,
            },
            Progress::Failed(_),
        ) = (asset, progress)
        {
            Some(*message)
        } else {
            None
        }
    });
    let failed: BTreeSet<MsgId> = failed.collect();
    if let Some(talk) = model.talk_mut()
        && *talk.unfetched != failed
    {
        *talk.unfetched = failed;
    }
}

/// Where what this account fetched is kept. `None` until it is known whose account this is.
fn folder(model: &Model) -> Option<PathBuf> {
    let uin = accounts::current(model).or(model.directory.uin)?;
    Some(model.settings.cache.join(uin.to_string()))
}

/// Where it is kept, or will be. `None` until it is known whose account this is.
pub(super) fn place(model: &Model, asset: Asset) -> Option<PathBuf> {
    Some(folder(model)?.join(asset.file_name()))
}

/// Asks for it, or for more haste where that is under way.
pub(super) fn want(model: &mut Model, (asset, source): (Asset, Source), urgent: bool, step: &mut Step) {
    let Some(file) = place(model, asset) else {
        return;
    };
    model.files.begin(asset, None);
    // Only what a person wants whole is told with its size: of pictures another is handed out than is told.
    let files = &model.files;
    let going = files.going.iter().find(|going| going.asset == asset);
    let wished = files.wishes.get(&asset).and_then(fetch::Wish::bytes);
    let bytes = wished.or(going.and_then(|going| going.bytes));
    step.net(NetCommand::Download(Download {
        asset,
        source,
        file,
        bytes,
        urgent,
    }));
}

pub(super) fn on_progress(model: &mut Model, asset: Asset, progress: Progress, step: &mut Step) {
    if !model.files.is_moving(asset) && !matches!(progress, Progress::Done { .. }) {
        // It was on its way here when it was stopped: nothing more would follow it.
        return;
    }
    let done = match &progress {
        Progress::Done { bytes } => Some(*bytes),
        Progress::Moving { .. } => None,
        Progress::Failed(why) => {
            fetch::failed(model, asset, why.clone());
            anew::failed(model, asset, why.clone());
            None
        }
    };
    model.files.downloads.insert(asset, progress);
    step.touch(Touched::CONVERSATION);
    if let Some(bytes) = done {
        model.files.fetched = model.files.fetched.map(|before| before.saturating_add(bytes));
        pictures::on_here(model, asset);
        fetch::on_here(model, asset, step);
        anew::on_here(model, asset, step);
    }
}

/// What a message carried is kept no more: not on the disk, not on its way there.
pub(super) fn forget(model: &mut Model, message: MsgId, step: &mut Step) {
    let assets = [Part::Thumb, Part::Whole].map(|part| Asset::Of { message, part });
    for asset in assets {
        stop(model, asset, step);
        pictures::forget(model, asset);
    }
    let files: Vec<PathBuf> = assets.iter().filter_map(|asset| place(model, *asset)).collect();
    if !files.is_empty() {
        step.media(MediaCommand::Forget { files });
    }
}

/// It is not fetched any more, and nothing is wanted of it.
pub(super) fn stop(model: &mut Model, asset: Asset, step: &mut Step) {
    anew::stop(model, asset, step);
    let files = &mut model.files;
    files.wishes.remove(&asset);
    if let Some(Progress::Moving { .. }) = files.downloads.remove(&asset) {
        step.net(NetCommand::StopDownload(asset));
    }
}

/// Somebody waits for it.
pub(super) fn is_wished(model: &Model, asset: Asset) -> bool {
    model.files.wishes.contains_key(&asset) || anew::goes(model, asset)
}

/// The end of a turn: what is too much is let go of, once this account is known and again after every 50 MiB; and the files of
/// an earlier run's messages are looked at once they could go.
pub(super) fn settle(model: &mut Model, step: &mut Step) {
    attach::settle(model, step);
    downloads::tidy(model);
    if step.touched.has(Touched::CONVERSATION) {
        tell_rows(model);
    }
    let due = model.files.fetched.is_none_or(|bytes| bytes >= LOOK_AFTER);
    if due && let Some(folder) = folder(model) {
        model.files.fetched = Some(0);
        let bytes = model.files.most;
        step.media(MediaCommand::Trim { folder, bytes });
    }
    if model.is_live() {
        for local in std::mem::take(&mut model.files.unchecked) {
            attach::check(model, local, step);
        }
    }
}

pub(super) fn on_media(model: &mut Model, event: MediaEvent, step: &mut Step) {
    match event {
        MediaEvent::Missing(asset) => {
            voice::on_missing(model, asset);
            fetch::on_missing(model, asset, step);
            if attach::not_copied(model, asset) {
                anew::on_missing(model, asset, step);
            }
            pictures::on_media(model, event, step);
        }
        MediaEvent::Saved { asset, path } => {
            let path = SafeText::line(&path.to_string_lossy());
            fetch::granted(model, asset, Told::Saved { path });
        }
        MediaEvent::Opened(asset) => fetch::opened(model, asset, step),
        MediaEvent::Playing { number, millis } => voice::on_playing(model, number, millis, step),
        MediaEvent::Played(number) => voice::on_played(model, number, step),
        MediaEvent::Unplayable { number, why } => voice::on_unplayable(model, number, why, step),
        MediaEvent::Program(asset) => fetch::granted(model, asset, Told::Program),
        MediaEvent::Failed { asset, why } => {
            let why = SafeText::line(&why);
            if attach::not_copied(model, asset) {
                anew::not_copied(model, asset, &why);
            }
            fetch::granted(model, asset, Told::Failed { why });
        }
        MediaEvent::NotOpened { asset, why } => fetch::not_opened(model, asset, why),
        MediaEvent::Listed(listing) => attach::on_listed(model, listing, step),
        MediaEvent::Glanced { path, found } => attach::on_glanced(model, path, found, step),
        MediaEvent::Pasted { number, found } => attach::on_pasted(model, number, found, step),
        MediaEvent::Inspected { number, found } => attach::on_inspected(model, number, found, step),
        MediaEvent::Shown { .. } | MediaEvent::Unreadable(_) => pictures::on_media(model, event, step),
    }
}
