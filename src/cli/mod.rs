//! The command line: arguments → what to do, and [`config::Raw`](crate::config::Raw).
//!
//! Owns what can be asked for, and why nothing is to be run. Every word comes from the catalogue, clap's own sentences
//! included. Never: reads a file, decides what a value means, prints.

mod asked;
mod command;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use crate::config::{Name, Raw, features};
use crate::words::{self, Language, Words};
use asked::{export, import, raw, sim};
pub use command::command;

/// What the person asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cli {
    pub task: Task,
    pub raw: Raw,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Task {
    /// The messenger, against the real service or `--server`.
    Chat,
    /// The messenger, against the embedded simulator.
    Demo,
    /// The simulator alone, for other programs.
    Sim(Sim),
    /// The history, carried out.
    Export(Export),
    /// A history that was carried out, taken in again.
    Import(Import),
}

/// What the simulator is to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sim {
    /// 0 takes a free one.
    pub port: u16,
    pub seed: Option<u64>,
    /// Scan and confirm every code within so many milliseconds.
    pub auto_login: Option<u64>,
    /// Play the demo's story.
    pub story: bool,
    /// How long polls are held, in milliseconds.
    pub hold: Option<u64>,
    /// Lead logins to the hosts of web.wechat.com in place of those of wx.qq.com.
    pub overseas: bool,
    /// More of everything, for measurements.
    pub chats: usize,
    pub messages: usize,
    pub members: usize,
}

/// What of the history is to be carried out, and where to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Export {
    /// All of them where none is named.
    pub chats: Vec<String>,
    pub since: Option<String>,
    pub until: Option<String>,
    pub format: Option<String>,
    /// Standard output where none is named.
    pub output: Option<PathBuf>,
    /// Replace a file that is there.
    pub force: bool,
    /// Only say which chats there are.
    pub list: bool,
}

/// What is to be taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    pub file: PathBuf,
    /// The account that was named for this file: what the settings say of every start says nothing about it.
    pub into: Option<String>,
}

/// What the help tells and the command line cannot know by itself.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// Where the settings are.
    pub file: &'a str,
    /// How to drive the simulator.
    pub control: &'a str,
}

/// Why nothing is to be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Help or version: for standard output.
    Told(String),
    /// Wrong usage: one line for standard error.
    Usage(String),
}

/// The language to speak before any setting is known: help must be readable while the settings are not.
pub fn language(args: &[OsString], environment: &Raw, locale: Option<&str>) -> Language {
    let mut args = args.iter().filter_map(|arg| arg.to_str());
    let mut said = None;
    while let Some(arg) = args.next() {
        if arg == "--lang" {
            said = args.next();
        } else if let Some(value) = arg.strip_prefix("--lang=") {
            said = Some(value);
        }
    }
    let said = said.or_else(|| environment.get(Name::Language).map(|given| given.value.as_str()));
    let tag = said.filter(|said| *said != "auto").or(locale);
    tag.map_or_else(Language::default, Language::from_tag)
}

/// `args` without the program's own name.
pub fn parse(args: &[OsString], words: &Words, facts: Facts<'_>) -> Result<Cli, Stop> {
    let matches = command(words, facts)
        .no_binary_name(true)
        .try_get_matches_from(args)
        .map_err(|error| told(&error, words))?;
    let (task, inner) = match matches.subcommand() {
        Some(("demo", inner)) => (Task::Demo, inner),
        Some(("sim", inner)) => (Task::Sim(sim(inner, words)?), inner),
        Some(("export", inner)) => (Task::Export(export(inner)), inner),
        Some(("import", inner)) => (Task::Import(import(inner, words)?), inner),
        _ => (Task::Chat, &matches),
    };
    Ok(Cli {
        task,
        raw: raw(inner),
    })
}

/// clap's refusals in weft's words.
fn told(error: &Error, words: &Words) -> Stop {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(texts)) => texts.first().cloned(),
        _ => None,
    };
    let argument = context(ContextKind::InvalidArg)
        .or_else(|| context(ContextKind::InvalidSubcommand))
        .unwrap_or_default();
    let argument = ("argument", words::Arg::Text(&argument));
    let kind = error.kind();
    if kind == ErrorKind::DisplayHelp {
        return Stop::Told(error.to_string());
    }
    if kind == ErrorKind::DisplayVersion {
        return Stop::Told(features::version());
    }
    Stop::Usage(
        if matches!(kind, ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand) {
            match context(ContextKind::SuggestedArg).or_else(|| context(ContextKind::SuggestedSubcommand)) {
                Some(similar) => {
                    let similar = ("similar", words::Arg::Text(&similar));
                    words.say_with("error-cli-similar", &[argument, similar])
                }
                None => words.say_with("error-cli-unknown", &[argument]),
            }
        } else if kind == ErrorKind::InvalidValue {
            words.say_with("error-cli-value", &[argument])
        } else if kind == ErrorKind::TooManyValues {
            words.say_with("error-cli-no-value", &[argument])
        } else if kind == ErrorKind::InvalidUtf8 {
            words.say("error-cli-utf8").into_owned()
        } else if kind == ErrorKind::ArgumentConflict {
            words.say_with("error-cli-repeated", &[argument])
        } else {
            let what = kind.as_str().unwrap_or("?");
            words.say_with("error-cli-other", &[("what", words::Arg::Text(what))])
        },
    )
}
