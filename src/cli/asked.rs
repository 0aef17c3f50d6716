//! What was given on the command line, as a task and as settings.
//!
//! Never: whether a setting's value means anything, which is `config`'s.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::ArgMatches;

use super::{Export, Import, Sim, Stop};
use crate::config::{Given, KEYS, Key, Kind, Name, Place, Raw};
use crate::words::{self, Words};

pub(super) fn raw(matches: &ArgMatches) -> Raw {
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

pub(super) fn sim(matches: &ArgMatches, words: &Words) -> Result<Sim, Stop> {
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

pub(super) fn export(matches: &ArgMatches) -> Export {
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

pub(super) fn import(matches: &ArgMatches, words: &Words) -> Result<Import, Stop> {
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
