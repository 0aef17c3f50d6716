//! The command line: arguments → what to do, and [`config::Raw`](crate::config::Raw).
//!
//! Owns which commands and flags there are. The flags of settings come from the one table; every word comes from the
//! catalogue, clap's own sentences included. Never: reads a file, decides what a value means, prints.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches, Command};

use crate::config::{Given, KEYS, Key, Kind, Name, Place, Raw, features};
use crate::words::{self, Language, Words};

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

const PROGRAM: &str = "weft";
/// Where a flag stands in the help: a command's own first, then the settings, then what every program has.
const SHARED: usize = 100;
const LAST: usize = 200;
/// Flags of `sim` that take a number.
const NUMBERS: &[(&str, &str)] = &[
    ("port", "cli-port"),
    ("seed", "cli-seed"),
    ("auto-login", "cli-auto-login"),
    ("hold", "cli-hold"),
    ("chats", "cli-chats"),
    ("messages", "cli-messages"),
    ("members", "cli-members"),
];
/// Flags of `sim` that take nothing.
const SWITCHES: &[(&str, &str)] = &[("story", "cli-story"), ("overseas", "cli-overseas")];

/// Flags of `export` that take a value.
const EXPORT: &[(&str, &str, &str)] = &[
    ("chat", "NAME", "cli-chat"),
    ("since", "DATE", "cli-since"),
    ("until", "DATE", "cli-until"),
    ("format", "NAME", "cli-format"),
    ("output", "FILE", "cli-output"),
];
/// Flags of `export` that take nothing.
const EXPORT_SWITCHES: &[(&str, &str)] = &[("force", "cli-force"), ("list", "cli-list")];

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

/// The whole command line, with its help.
pub fn command(words: &Words, facts: Facts<'_>) -> Command {
    let after = words.say_with("cli-after", &[("file", words::Arg::Text(facts.file))]);
    let demo = dressed(Command::new("demo"), words, ("cli-demo", "cli-usage-demo"));
    let numbers = NUMBERS.iter().map(|&(name, about)| {
        let arg = Arg::new(name).long(name).value_name("N");
        arg.help(words.say(about).into_owned())
    });
    let switches = SWITCHES.iter().map(|&(name, about)| {
        let arg = Arg::new(name).long(name).action(ArgAction::SetTrue);
        arg.help(words.say(about).into_owned())
    });
    let sim = dressed(Command::new("sim"), words, ("cli-sim", "cli-usage-sim"))
        .after_long_help(facts.control.to_owned())
        .args(numbers)
        .args(switches);
    let version = Arg::new("version")
        .short('V')
        .long("version")
        .action(ArgAction::Version)
        .display_order(LAST)
        .help(words.say("cli-version").into_owned());
    let heads = (
        words.say("cli-usage"),
        words.say("cli-commands"),
        words.say("cli-options"),
    );
    let template = format!(
        "{{about-with-newline}}\n{} {{usage}}\n\n{}\n{{subcommands}}\n\n{}\n{{options}}{{after-help}}",
        heads.0, heads.1, heads.2
    );
    dressed(Command::new(PROGRAM), words, ("cli-about", "cli-usage-line"))
        .help_template(template)
        .version(env!("CARGO_PKG_VERSION"))
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .args(KEYS.iter().filter_map(|key| flag(key, words)))
        .arg(version)
        .subcommands([demo, sim, export_command(words), import_command(words)])
        .after_help(after)
}

/// What every command has: its sentences, and `--help`.
fn dressed(command: Command, words: &Words, (about, usage): (&'static str, &'static str)) -> Command {
    let heads = (words.say("cli-usage"), words.say("cli-options"));
    let template = format!(
        "{{about-with-newline}}\n{} {{usage}}\n\n{}\n{{options}}{{after-help}}",
        heads.0, heads.1
    );
    let help = Arg::new("help")
        .short('h')
        .long("help")
        .action(ArgAction::Help)
        .display_order(LAST)
        .help(words.say("cli-help").into_owned());
    command
        .about(words.say(about).into_owned())
        .override_usage(words.say(usage).into_owned())
        .help_template(template)
        .disable_help_flag(true)
        .arg(help)
}

/// A setting as a flag. Global: `weft demo --lang en` and `weft --lang en demo` are the same.
fn flag(key: &'static Key, words: &Words) -> Option<Arg> {
    let name = key.flag?;
    // After what is a command's own.
    let arg = Arg::new(name).long(name).global(true).display_order(SHARED);
    let arg = match key.kind {
        // A switch that is on needs a way to be off.
        Kind::Switch(_) => {
            let about = words.say(if name == "no-mouse" {
                "setting-no-mouse"
            } else {
                key.about
            });
            return Some(arg.action(ArgAction::SetTrue).help(about.into_owned()));
        }
        Kind::Choice(choices) => {
            let about = format!("{} [{}]", words.say(key.about), choices.join("|"));
            arg.value_name("NAME").help(about)
        }
        Kind::Command => arg.value_name("COMMAND").help(words.say(key.about).into_owned()),
        Kind::Limit => arg.value_name("N").help(words.say(key.about).into_owned()),
        Kind::Origin => arg.value_name("URL").help(words.say(key.about).into_owned()),
        Kind::Account => arg.value_name("ACCOUNT").help(words.say(key.about).into_owned()),
        Kind::Program => arg.value_name("PROGRAM").help(words.say(key.about).into_owned()),
        Kind::Folder => arg.value_name("DIR").help(words.say(key.about).into_owned()),
    };
    // Even a value that begins with a dash: what it is worth is said by the settings, in one way.
    Some(
        arg.action(ArgAction::Set)
            .value_parser(clap::value_parser!(OsString)),
    )
}

fn raw(matches: &ArgMatches) -> Raw {
    let given = |key: &'static Key| {
        let name = key.flag?;
        let value = match key.kind {
            Kind::Switch(_) => matches.get_flag(name).then(|| "false".to_owned())?,
            Kind::Choice(_)
            | Kind::Origin
            | Kind::Folder
            | Kind::Account
            | Kind::Command
            | Kind::Program
            | Kind::Limit => matches.get_one::<OsString>(name)?.to_string_lossy().into_owned(),
        };
        Some(Given {
            name: key.name,
            value,
            place: Place::Flag(name),
        })
    };
    Raw(KEYS.iter().filter_map(given).collect())
}

fn sim(matches: &ArgMatches, words: &Words) -> Result<Sim, Stop> {
    Ok(Sim {
        port: number(matches, "port", words)?.unwrap_or_default(),
        seed: number(matches, "seed", words)?,
        auto_login: number(matches, "auto-login", words)?,
        story: matches.get_flag("story"),
        hold: number(matches, "hold", words)?,
        overseas: matches.get_flag("overseas"),
        chats: number(matches, "chats", words)?.unwrap_or_default(),
        messages: number(matches, "messages", words)?.unwrap_or_default(),
        members: number(matches, "members", words)?.unwrap_or_default(),
    })
}

fn export_command(words: &Words) -> Command {
    let valued = EXPORT.iter().map(|&(name, value, about)| {
        let arg = Arg::new(name).long(name).value_name(value);
        let action = if name == "chat" {
            ArgAction::Append
        } else {
            ArgAction::Set
        };
        arg.action(action)
            .value_parser(clap::value_parser!(OsString))
            .help(words.say(about).into_owned())
    });
    let switches = EXPORT_SWITCHES.iter().map(|&(name, about)| {
        let arg = Arg::new(name).long(name).action(ArgAction::SetTrue);
        arg.help(words.say(about).into_owned())
    });
    dressed(Command::new("export"), words, ("cli-export", "cli-usage-export"))
        .args(valued)
        .args(switches)
        .after_help(words.say("cli-export-after").into_owned())
}

fn import_command(words: &Words) -> Command {
    // Not required of clap: what is missing is said in words that name it.
    let file = Arg::new("file")
        .value_name("FILE")
        .value_parser(clap::value_parser!(OsString));
    dressed(Command::new("import"), words, ("cli-import", "cli-usage-import"))
        .arg(file)
        .after_help(words.say("cli-import-after").into_owned())
}

fn export(matches: &ArgMatches) -> Export {
    let one = |name| matches.get_one::<OsString>(name);
    let text = |name| one(name).map(|value| value.to_string_lossy().into_owned());
    let chats = matches.get_many::<OsString>("chat").into_iter().flatten();
    Export {
        chats: chats.map(|chat| chat.to_string_lossy().into_owned()).collect(),
        since: text("since"),
        until: text("until"),
        format: text("format"),
        output: one("output").filter(|path| *path != "-").map(PathBuf::from),
        force: matches.get_flag("force"),
        list: matches.get_flag("list"),
    }
}

fn import(matches: &ArgMatches, words: &Words) -> Result<Import, Stop> {
    let file = matches.get_one::<OsString>("file").map(PathBuf::from);
    let into = raw(matches).get(Name::Account).map(|given| given.value.clone());
    match file {
        Some(file) => Ok(Import { file, into }),
        None => Err(Stop::Usage(words.say("error-import-which").into_owned())),
    }
}

fn number<N: std::str::FromStr>(matches: &ArgMatches, name: &str, words: &Words) -> Result<Option<N>, Stop> {
    let Some(value) = matches.get_one::<String>(name) else {
        return Ok(None);
    };
    let number = value.parse().map_err(|_| {
        let flag = format!("--{name}");
        let args = [
            ("argument", words::Arg::Text(&flag)),
            ("value", words::Arg::Text(value)),
        ];
        Stop::Usage(words.say_with("error-cli-number", &args))
    });
    number.map(Some)
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
        } else if kind == ErrorKind::ArgumentConflict {
            words.say_with("error-cli-repeated", &[argument])
        } else {
            let what = kind.as_str().unwrap_or("?");
            words.say_with("error-cli-other", &[("what", words::Arg::Text(what))])
        },
    )
}
