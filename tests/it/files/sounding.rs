//! The media thread's half of voices: what it says where there is no file, no sound, and no device.

use std::fs;
use std::path::PathBuf;

use pretty_assertions::assert_eq;
use tempfile::TempDir;
use weft::media::Studio;
use weft::port::media::{MediaCommand, MediaEvent};

use super::whole;

/// 3.1 seconds, as the simulator sends them.
const HUM: &[u8] = include_bytes!("../../../assets/demo/media/hum.mp3");

fn folder(bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("5-whole");
    fs::write(&file, bytes).unwrap();
    (folder, file)
}

fn play(number: u64, file: PathBuf) -> MediaCommand {
    MediaCommand::Play {
        number,
        asset: whole(5),
        file,
    }
}

#[test]
fn a_voice_that_is_not_here_is_missing() {
    let mut studio = Studio::default();
    let gone = play(1, "/nowhere/5-whole".into());
    assert_eq!(studio.perform(gone), Some(MediaEvent::Missing(whole(5))));
    assert_eq!(studio.perform(MediaCommand::Quiet), None, "nothing is heard");
}

#[cfg(not(feature = "voice"))]
#[test]
fn built_without_sound_it_says_so() {
    let (_folder, file) = folder(HUM);
    let why = weft::port::media::Silence::NotBuilt;
    let told = MediaEvent::Unplayable { number: 1, why };
    assert_eq!(Studio::default().perform(play(1, file)), Some(told));
}

#[cfg(all(feature = "voice", target_os = "linux"))]
mod heard {
    use std::fs::{self, File};
    use std::process::Command;

    use pretty_assertions::assert_eq;
    use rodio::{Decoder, Source};
    use weft::media::{Studio, spawn};
    use weft::port::media::{MediaCommand, MediaEvent, Silence};

    use super::{HUM, folder, play};

    /// Set in the process that has a device.
    const WITH: &str = "WEFT_TEST_SOUND";

    fn tells(commands: impl IntoIterator<Item = MediaCommand>, events: usize) -> Vec<MediaEvent> {
        let mut handle = spawn(Studio::default()).unwrap();
        for command in commands {
            handle.commands.blocking_send(command).unwrap();
        }
        (0..events)
            .filter_map(|_| handle.events.blocking_recv())
            .collect()
    }

    #[test]
    fn what_the_simulator_sends_is_sound_and_as_long_as_it_says() {
        let (_folder, file) = folder(HUM);
        let decoder = Decoder::try_from(File::open(file).unwrap()).unwrap();
        let (rate, channels) = (decoder.sample_rate().get(), decoder.channels().get());
        assert_eq!((rate, channels), (16_000, 1));
        let samples: Vec<f32> = decoder.collect();
        assert_eq!(samples.len(), HUM.len() / 72 * 576);
        let loudest = samples.iter().fold(0.0_f32, |most, at| most.max(at.abs()));
        assert!((0.1..1.0).contains(&loudest), "{loudest}");
    }

    #[test]
    fn what_is_no_sound_is_not_played_whatever_device_there_is() {
        let endless = HUM.repeat(40);
        for bytes in [b"".as_slice(), b"<html>", &[0xff; 5000], &HUM[..20], &endless] {
            let (_folder, file) = folder(bytes);
            let why = Silence::NotSound;
            let told = MediaEvent::Unplayable { number: 1, why };
            assert_eq!(tells([play(1, file)], 1), [told], "{} bytes", bytes.len());
        }
    }

    /// A device is a matter of the process: this one is started again, once with one that takes everything, once with none.
    fn again(test: &str, configuration: &str) {
        let folder = tempfile::tempdir().unwrap();
        let asound = folder.path().join("asound.conf");
        fs::write(&asound, configuration).unwrap();
        let ran = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", test, "--nocapture"])
            .env("ALSA_CONFIG_PATH", &asound)
            .env(WITH, "1")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&ran.stdout);
        assert!(ran.status.success(), "{said}");
        assert!(said.contains("1 passed"), "{said}");
    }

    #[test]
    fn it_is_heard_to_its_end_and_the_device_is_free_for_the_next() {
        if std::env::var_os(WITH).is_none() {
            let test = "files::sounding::heard::it_is_heard_to_its_end_and_the_device_is_free_for_the_next";
            return again(test, "pcm.!default { type null }\nctl.!default { type null }\n");
        }
        let (_folder, file) = folder(HUM);
        let mut handle = spawn(Studio::default()).unwrap();
        for number in [1, 2] {
            handle.commands.blocking_send(play(number, file.clone())).unwrap();
            let begun = MediaEvent::Playing { number, millis: 3096 };
            assert_eq!(handle.events.blocking_recv(), Some(begun));
            assert_eq!(handle.events.blocking_recv(), Some(MediaEvent::Played(number)));
        }
        // One in place of another, and silence: only the last is heard of for certain, to its end.
        let last = [
            play(3, file.clone()),
            play(4, file.clone()),
            MediaCommand::Quiet,
            play(5, file),
        ];
        for command in last {
            handle.commands.blocking_send(command).unwrap();
        }
        while handle.events.blocking_recv().expect("the thread is there") != MediaEvent::Played(5) {}
        drop(handle.commands);
        assert_eq!(handle.events.blocking_recv(), None, "the threads are gone");
    }

    #[test]
    fn without_a_device_the_system_s_words_say_so() {
        if std::env::var_os(WITH).is_none() {
            let test = "files::sounding::heard::without_a_device_the_system_s_words_say_so";
            return again(test, "");
        }
        let (_folder, file) = folder(HUM);
        let told = tells([play(1, file)], 1);
        let [
            MediaEvent::Unplayable {
                number: 1,
                why: Silence::Device(words),
            },
        ] = told.as_slice()
        else {
            panic!("{told:?}");
        };
        assert!(!words.is_empty());
    }
}
