//! The loudspeaker: a voice decoded as a whole, a device opened for it, and given back after it.
//!
//! rodio, because it carries samples of any rate to whatever device the system has, by cpal, and decodes MP3, by symphonia, all
//! of it kept up well; ours would be thousands of lines. The voice is decoded before the device is opened: what a stranger sent
//! never runs on the thread that feeds the device, and how long it is is known. Never: the file's place, another format's quirks.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use rodio::buffer::SamplesBuffer;
use rodio::cpal::{self, ErrorKind};
use rodio::source::EmptyCallback;
use rodio::{Decoder, DeviceSinkBuilder, DeviceSinkError, MixerDeviceSink, Player, Source};
use tokio::sync::mpsc::Sender;

use crate::domain::text::SafeText;
use crate::port::media::{MediaEvent, Silence};

/// Seconds: a voice has at most sixty.
const LONGEST: usize = 120;
/// What the device was handed last is still to be heard when the samples are at their end: more than its buffer, which is 50 ms.
const TAIL: Duration = Duration::from_millis(150);

/// What a voice's thread is told.
enum Word {
    Stop,
    /// The samples are at their end.
    Over,
    /// The device is gone: the system's words.
    Broken(String),
}

/// A voice that is heard, or was. Dropping it ends the voice.
#[derive(Debug)]
pub(super) struct Speaking {
    words: mpsc::Sender<Word>,
    /// Ends once the device is given back.
    thread: Option<JoinHandle<()>>,
}

impl Speaking {
    /// Heard once the one before has given the device back: some devices have room for one alone.
    pub fn begin(
        number: u64,
        file: File,
        mut before: Option<Self>,
        later: Option<Sender<MediaEvent>>,
    ) -> Result<Self, Silence> {
        let before = before.as_mut().and_then(Self::end);
        let (words, told) = mpsc::channel();
        let say = words.clone();
        let tell = move |event| {
            if let Some(later) = &later {
                // Nobody listens: the program is ending.
                let _ = later.blocking_send(event);
            }
        };
        let life = move || {
            if let Some(before) = before {
                // That it panicked is in the log.
                let _ = before.join();
            }
            let began = |millis| tell(MediaEvent::Playing { number, millis });
            match speak(file, (&say, &told), began) {
                Ok(Heard::ToTheEnd) => tell(MediaEvent::Played(number)),
                Ok(Heard::Stopped) => {}
                Err(why) => tell(MediaEvent::Unplayable { number, why }),
            }
        };
        let thread = Builder::new().name("voice".into()).spawn(life);
        let thread = thread.map_err(|why| Silence::Device(SafeText::line(&why.to_string())))?;
        Ok(Self {
            words,
            thread: Some(thread),
        })
    }

    pub fn quiet(&mut self) {
        // It has ended by itself.
        let _ = self.words.send(Word::Stop);
    }

    fn end(&mut self) -> Option<JoinHandle<()>> {
        self.quiet();
        self.thread.take()
    }
}

impl Drop for Speaking {
    fn drop(&mut self) {
        self.quiet();
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Heard {
    ToTheEnd,
    Stopped,
}

/// Until its end, or until it is told to stop.
fn speak(
    file: File,
    (say, told): (&mpsc::Sender<Word>, &Receiver<Word>),
    began: impl FnOnce(u32),
) -> Result<Heard, Silence> {
    // A decoder that panics over what a stranger sent is one that knows no such sound.
    let voice = catch_unwind(AssertUnwindSafe(|| decode(file))).ok().flatten();
    let voice = voice.ok_or(Silence::NotSound)?;
    if told.try_recv().is_ok() {
        return Ok(Heard::Stopped);
    }
    let device = open(say.clone()).map_err(|why| {
        let why = anyhow::Error::from(why);
        tracing::warn!(why = format!("{why:#}"), "no sound");
        Silence::Device(SafeText::line(&why.root_cause().to_string()))
    })?;
    let millis = voice.total_duration().map_or(0, |length| length.as_millis());
    let player = Player::connect_new(device.mixer());
    player.append(voice);
    let over = say.clone();
    player.append(EmptyCallback::new(Box::new(move || {
        let _ = over.send(Word::Over);
    })));
    began(u32::try_from(millis).unwrap_or(u32::MAX));
    match told.recv() {
        Ok(Word::Over) => {
            while let Ok(Word::Over) = told.recv_timeout(TAIL) {}
            Ok(Heard::ToTheEnd)
        }
        Ok(Word::Broken(why)) => Err(Silence::Device(SafeText::line(&why))),
        Ok(Word::Stop) | Err(_) => Ok(Heard::Stopped),
    }
}

/// All of it; `None` for what is no sound, and for what is longer than a voice can be.
fn decode(file: File) -> Option<SamplesBuffer> {
    let decoder = Decoder::try_from(file).ok()?;
    let (channels, rate) = (decoder.channels(), decoder.sample_rate());
    let second = usize::try_from(rate.get())
        .ok()?
        .checked_mul(usize::from(channels.get()))?;
    let most = second.checked_mul(LONGEST)?;
    let samples: Vec<f32> = decoder.take(most + 1).collect();
    (1..=most)
        .contains(&samples.len())
        .then(|| SamplesBuffer::new(channels, rate, samples))
}

/// The system's usual device.
fn open(say: mpsc::Sender<Word>) -> Result<MixerDeviceSink, DeviceSinkError> {
    let fault = move |error: cpal::Error| {
        let ends = matches!(
            error.kind(),
            ErrorKind::DeviceNotAvailable | ErrorKind::HostUnavailable | ErrorKind::StreamInvalidated
        );
        if ends {
            let _ = say.send(Word::Broken(error.to_string()));
        } else {
            tracing::debug!(%error, "sound");
        }
    };
    let device = DeviceSinkBuilder::from_default_device()?.with_error_callback(fault);
    let mut device = device.open_sink_or_fallback()?;
    device.log_on_drop(false);
    Ok(device)
}
