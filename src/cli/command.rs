//! Which commands and flags there are, with their help.
//!
//! The flags of settings come from the one table. Never: what was given.

use std::ffi::OsString;

use clap::{Arg, ArgAction, Command};

use super::Facts;
use crate::config::{KEYS, Key, Kind};
use crate::words::{self, Words};

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
    let about = words.say(key.about);
    let (value, about) = match key.kind {
        // A switch that is on needs a way to be off.
        Kind::Switch(_) => {
            let off = (name == "no-mouse").then(|| words.say("setting-no-mouse"));
            let about = off.unwrap_or(about).into_owned();
            return Some(arg.action(ArgAction::SetTrue).help(about));
        }
        Kind::Choice(choices) => ("NAME", format!("{about} [{}]", choices.join("|")).into()),
        Kind::Command => ("COMMAND", about),
        Kind::Limit => ("N", about),
        Kind::Origin => ("URL", about),
        Kind::Account => ("ACCOUNT", about),
        Kind::Program => ("PROGRAM", about),
        Kind::Folder => ("DIR", about),
    };
    let arg = arg.value_name(value).help(about.into_owned());
    // Even a value that begins with a dash: what it is worth is said by the settings, in one way.
    Some(
        arg.action(ArgAction::Set)
            .value_parser(clap::value_parser!(OsString)),
    )
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
