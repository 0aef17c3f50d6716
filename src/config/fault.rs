//! What can be wrong with a setting, and how that is said: where it stands, what it is, what it may be.

use super::{Given, KEYS, Key, Kind, Name};
use crate::words::{Arg, Words};

/// Where a value was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Without its dashes.
    Flag(&'static str),
    Environment(&'static str),
    /// Both count from one, in characters.
    File {
        line: usize,
        column: usize,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Not TOML: the parser's own words.
    Syntax {
        place: Place,
        message: String,
    },
    UnknownKey {
        place: Place,
        key: String,
    },
    /// A number where a text belongs, and the like.
    Type {
        place: Place,
        key: &'static Key,
    },
    Value {
        place: Place,
        name: Name,
        value: String,
    },
    Server {
        place: Place,
        value: String,
        why: BadServer,
    },
}

/// Why an address is no server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadServer {
    NotAnAddress,
    /// Plain http to anywhere but this machine: the session would travel in clear.
    PlainHttp,
    /// More than scheme, host and port.
    NotAnOrigin,
}

impl Fault {
    pub(super) fn value(given: &Given) -> Self {
        Self::Value {
            place: given.place.clone(),
            name: given.name,
            value: given.value.clone(),
        }
    }

    /// Not such a value as the setting takes.
    pub(super) fn wrong(given: &Given) -> Self {
        match KEYS.iter().find(|key| key.name == given.name) {
            Some(key) => Self::Type {
                place: given.place.clone(),
                key,
            },
            None => Self::value(given),
        }
    }

    fn place(&self) -> &Place {
        match self {
            Self::Syntax { place, .. }
            | Self::UnknownKey { place, .. }
            | Self::Type { place, .. }
            | Self::Value { place, .. }
            | Self::Server { place, .. } => place,
        }
    }

    /// Whether the command was wrong, and not the file.
    pub fn is_usage(&self) -> bool {
        !matches!(self.place(), Place::File { .. })
    }

    /// One line. `file` is the name of the settings file.
    pub fn say(&self, words: &Words, file: &str) -> String {
        let place = match self.place() {
            Place::Flag(name) => format!("--{name}"),
            Place::Environment(name) => (*name).to_owned(),
            Place::File { line, column } => format!("{file}:{line}:{column}"),
        };
        let place = ("place", Arg::Text(&place));
        match self {
            Self::Syntax { message, .. } => {
                words.say_with("error-config-syntax", &[place, ("message", Arg::Text(message))])
            }
            Self::UnknownKey { key, .. } => {
                let keys: Vec<_> = KEYS.iter().filter(|k| k.in_file()).map(|k| k.key).collect();
                let keys = keys.join(", ");
                let args = [place, ("key", Arg::Text(key)), ("keys", Arg::Text(&keys))];
                words.say_with("error-config-key", &args)
            }
            Self::Type { key, .. } => {
                let wanted = key.kind.say(words);
                let args = [place, ("key", Arg::Text(key.key)), ("wanted", Arg::Text(&wanted))];
                words.say_with("error-config-type", &args)
            }
            Self::Value { name, value, .. } => {
                let wanted = super::sources::kind(*name)
                    .map(|kind| kind.say(words))
                    .unwrap_or_default();
                let args = [place, ("value", Arg::Text(value)), ("wanted", Arg::Text(&wanted))];
                words.say_with("error-config-value", &args)
            }
            Self::Server { value, why, .. } => {
                let id = match why {
                    BadServer::NotAnAddress => "error-server-address",
                    BadServer::PlainHttp => "error-server-plain",
                    BadServer::NotAnOrigin => "error-server-origin",
                };
                words.say_with(id, &[place, ("value", Arg::Text(value))])
            }
        }
    }
}

impl Kind {
    /// What may stand there.
    pub fn say(self, words: &Words) -> String {
        match self {
            Self::Choice(choices) => choices.join(" | "),
            Self::Switch(_) => "true | false".to_owned(),
            Self::Origin => words.say("setting-kind-origin").into_owned(),
            Self::Program => words.say("setting-kind-program").into_owned(),
            Self::Folder => words.say("setting-kind-folder").into_owned(),
            Self::Account => words.say("setting-kind-account").into_owned(),
            Self::Command => words.say("setting-kind-command").into_owned(),
            Self::Limit => words.say("setting-kind-limit").into_owned(),
        }
    }
}
