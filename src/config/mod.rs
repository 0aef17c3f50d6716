//! Settings: what was given on the command line, in the environment and in the file → what holds.
//!
//! Owns the one table of settings ([`KEYS`]; flags, file, help and README are made from it) and every rule about their
//! values. Never: reads a file, the environment or the command line. Those come in as [`Raw`], all in the same shape,
//! and go out as [`Settings`], where nothing is missing and nothing is a string that should be a choice.

mod choice;
pub mod fault;
pub mod features;
pub mod file;
mod server;
mod sources;
mod surroundings;

pub use choice::{Glyphs, Level, Mode, Theme};
pub use fault::{Fault, Place};
pub use server::Server;
pub use surroundings::Surroundings;

use std::path::PathBuf;

use crate::domain::picture::{Avatars, Protocol, Wish};
use crate::domain::text::Faces;
use crate::words::Language;
use sources::Sources;

/// A setting's name, for the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    Language,
    Theme,
    Glyphs,
    Pictures,
    Avatars,
    AmbiguousWidth,
    Mouse,
    Bell,
    Faces,
    FoldAccounts,
    GroupActions,
    Server,
    Mode,
    Account,
    Log,
    KeepRecalled,
    Editor,
    KeepDays,
    KeepMegabytes,
    Downloads,
    Opener,
    CacheMegabytes,
    DataDir,
}

/// What a setting's value may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One of these; the first holds when nothing is said.
    Choice(&'static [&'static str]),
    /// True or false; what holds when nothing is said.
    Switch(bool),
    /// The origin of a service.
    Origin,
    Folder,
    /// One that is known here, by number or name.
    Account,
    /// A program with its arguments, split as a shell splits simple words.
    Command,
    /// One that is found where programs are.
    Program,
    /// A whole number above zero; no limit where nothing is said.
    Limit,
}

/// One row of the table of settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    pub name: Name,
    /// In the file.
    pub key: &'static str,
    /// After `--`, if there is one. For a switch the flag turns it off.
    pub flag: Option<&'static str>,
    pub env: &'static str,
    pub kind: Kind,
    /// The id of the sentence that explains it.
    pub about: &'static str,
}

const fn key(
    name: Name,
    key: &'static str,
    flag: Option<&'static str>,
    env: &'static str,
    kind: Kind,
) -> Key {
    let about = match name {
        Name::Language => "setting-language",
        Name::Theme => "setting-theme",
        Name::Glyphs => "setting-glyphs",
        Name::Pictures => "setting-pictures",
        Name::Avatars => "setting-avatars",
        Name::AmbiguousWidth => "setting-ambiguous-width",
        Name::Mouse => "setting-mouse",
        Name::Bell => "setting-bell",
        Name::Faces => "setting-faces",
        Name::FoldAccounts => "setting-fold-accounts",
        Name::GroupActions => "setting-group-actions",
        Name::Server => "setting-server",
        Name::Mode => "setting-mode",
        Name::Account => "setting-account",
        Name::Log => "setting-log",
        Name::KeepRecalled => "setting-keep-recalled",
        Name::Editor => "setting-editor",
        Name::KeepDays => "setting-keep-days",
        Name::KeepMegabytes => "setting-keep-megabytes",
        Name::Downloads => "setting-downloads",
        Name::Opener => "setting-opener",
        Name::CacheMegabytes => "setting-cache-megabytes",
        Name::DataDir => "setting-data-dir",
    };
    Key {
        name,
        key,
        flag,
        env,
        kind,
        about,
    }
}

#[rustfmt::skip]
pub const KEYS: &[Key] = &[
    key(Name::Language, "language", Some("lang"), "WEFT_LANG", Kind::Choice(&["auto", "zh-CN", "en"])),
    key(Name::Theme, "theme", Some("theme"), "WEFT_THEME", Kind::Choice(&["auto", "terminal", "mono"])),
    key(Name::Glyphs, "glyphs", None, "WEFT_GLYPHS", Kind::Choice(&["auto", "unicode", "ascii"])),
    key(Name::Pictures, "pictures", Some("pictures"), "WEFT_PICTURES", Kind::Choice(&["auto", "kitty", "iterm2", "sixel", "blocks", "off"])),
    key(Name::Avatars, "avatars", None, "WEFT_AVATARS", Kind::Choice(&["auto", "always", "never"])),
    key(Name::AmbiguousWidth, "ambiguous_width", None, "WEFT_AMBIGUOUS_WIDTH", Kind::Choice(&["auto", "1", "2"])),
    key(Name::Mouse, "mouse", Some("no-mouse"), "WEFT_MOUSE", Kind::Switch(true)),
    key(Name::Bell, "bell", None, "WEFT_BELL", Kind::Switch(true)),
    key(Name::Faces, "faces", None, "WEFT_FACES", Kind::Choice(&["emoji", "text"])),
    key(Name::FoldAccounts, "fold_accounts", None, "WEFT_FOLD_ACCOUNTS", Kind::Switch(true)),
    key(Name::GroupActions, "group_actions", None, "WEFT_GROUP_ACTIONS", Kind::Switch(false)),
    key(Name::Server, "server", Some("server"), "WEFT_SERVER", Kind::Origin),
    key(Name::Mode, "mode", Some("mode"), "WEFT_MODE", Kind::Choice(&["auto", "web", "desktop"])),
    key(Name::Account, "account", Some("account"), "WEFT_ACCOUNT", Kind::Account),
    key(Name::Log, "log", None, "WEFT_LOG", Kind::Choice(&["info", "off", "error", "warn", "debug", "trace"])),
    key(Name::KeepRecalled, "keep_recalled", None, "WEFT_KEEP_RECALLED", Kind::Switch(false)),
    key(Name::Editor, "editor", None, "WEFT_EDITOR", Kind::Command),
    key(Name::KeepDays, "keep_days", None, "WEFT_KEEP_DAYS", Kind::Limit),
    key(Name::KeepMegabytes, "keep_megabytes", None, "WEFT_KEEP_MEGABYTES", Kind::Limit),
    key(Name::Downloads, "downloads", None, "WEFT_DOWNLOADS", Kind::Folder),
    key(Name::Opener, "opener", None, "WEFT_OPENER", Kind::Program),
    key(Name::CacheMegabytes, "cache_megabytes", None, "WEFT_CACHE_MEGABYTES", Kind::Limit),
    key(Name::DataDir, "data_dir", Some("data-dir"), "WEFT_DATA_DIR", Kind::Folder),
];

/// Where nothing is said of the cache: a year of pictures for most people.
pub const CACHE_MEGABYTES: u32 = 500;

/// In place of an account: the person chooses.
pub const ASK: &str = "ask";

impl Key {
    /// Whether the file may hold it. Not the folder that the file is found in.
    pub fn in_file(&self) -> bool {
        self.name != Name::DataDir
    }
}

/// One value as it was given, not looked at yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    pub name: Name,
    pub value: String,
    pub place: Place,
}

/// What one source says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Raw(pub Vec<Given>);

impl Raw {
    /// The environment, through a function that knows it. A variable set to nothing is not set.
    pub fn from_environment(read: impl Fn(&str) -> Option<String>) -> Self {
        let given = |key: &Key| {
            let value = read(key.env).filter(|value| !value.is_empty())?;
            Some(Given {
                name: key.name,
                value,
                place: Place::Environment(key.env),
            })
        };
        Self(KEYS.iter().filter_map(given).collect())
    }

    pub fn get(&self, name: Name) -> Option<&Given> {
        self.0.iter().find(|given| given.name == name)
    }
}

/// What holds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a setting of its own, on or off whatever the others are"
)]
pub struct Settings {
    pub language: Language,
    pub theme: Theme,
    pub glyphs: Glyphs,
    pub pictures: Wish,
    pub avatars: Avatars,
    /// Characters of ambiguous width are wide; `None`: it is measured.
    pub ambiguous_wide: Option<bool>,
    pub mouse: bool,
    pub bell: bool,
    pub faces: Faces,
    pub fold_accounts: bool,
    pub group_actions: bool,
    /// `None`: the real service.
    pub server: Option<Server>,
    pub mode: Mode,
    /// `None`: the one used last.
    pub account: Option<Box<str>>,
    pub log: Level,
    /// A recalled message keeps what it said, under its mark.
    pub keep_recalled: bool,
    /// What a draft is edited with, word by word. `None`: the person's usual one.
    pub editor: Option<Vec<String>>,
    /// How much of the history is kept: all of it where nothing is said.
    pub keep_days: Option<u32>,
    pub keep_megabytes: Option<u32>,
    /// `None`: the desktop's own. `~` is home.
    pub downloads: Option<PathBuf>,
    /// `None`: the system's own.
    pub opener: Option<String>,
    /// What was fetched may take so much.
    pub cache_megabytes: u32,
}

/// The first source that says something wins: flags, environment, file.
pub fn resolve(sources: &[Raw], around: &Surroundings) -> Result<Settings, Fault> {
    let of = Sources(sources);
    // Whoever reads the settings file goes by it; here it is only looked at.
    of.folder(Name::DataDir)?;
    Ok(Settings {
        language: language(of.choice(Name::Language)?, around),
        theme: match of.choice(Name::Theme)? {
            "terminal" => Theme::Terminal,
            "mono" => Theme::Mono,
            _ if around.no_color => Theme::Mono,
            _ => Theme::Terminal,
        },
        glyphs: match of.choice(Name::Glyphs)? {
            "unicode" => Glyphs::Unicode,
            "ascii" => Glyphs::Ascii,
            // The Linux console's font has 512 glyphs.
            _ if around.term == "linux" => Glyphs::Ascii,
            _ => Glyphs::Unicode,
        },
        pictures: pictures(of.choice(Name::Pictures)?, around),
        avatars: avatars(of.choice(Name::Avatars)?),
        ambiguous_wide: match of.choice(Name::AmbiguousWidth)? {
            "1" => Some(false),
            "2" => Some(true),
            _ => None,
        },
        mouse: of.switch(Name::Mouse)?,
        bell: of.switch(Name::Bell)?,
        faces: match of.choice(Name::Faces)? {
            "text" => Faces::Text,
            _ => Faces::Emoji,
        },
        fold_accounts: of.switch(Name::FoldAccounts)?,
        group_actions: of.switch(Name::GroupActions)?,
        server: of.given(Name::Server).map(Server::parse).transpose()?,
        mode: match of.choice(Name::Mode)? {
            "web" => Mode::Web,
            "desktop" => Mode::Desktop,
            _ => Mode::Auto,
        },
        account: of.named(Name::Account)?.map(Into::into),
        log: match of.choice(Name::Log)? {
            "off" => Level::Off,
            "error" => Level::Error,
            "warn" => Level::Warn,
            "debug" => Level::Debug,
            "trace" => Level::Trace,
            _ => Level::Info,
        },
        keep_recalled: of.switch(Name::KeepRecalled)?,
        editor: of.command(Name::Editor)?,
        keep_days: of.limit(Name::KeepDays)?,
        keep_megabytes: of.limit(Name::KeepMegabytes)?,
        downloads: of.folder(Name::Downloads)?,
        opener: of.named(Name::Opener)?.map(Into::into),
        cache_megabytes: of.limit(Name::CacheMegabytes)?.unwrap_or(CACHE_MEGABYTES),
    })
}

/// A command line without a shell: words and quotes, no more. `None` where it is none.
pub fn words(line: &str) -> Option<Vec<String>> {
    shlex::split(line).filter(|words| !words.is_empty())
}

fn language(choice: &str, around: &Surroundings) -> Language {
    match choice {
        "zh-CN" => Language::Chinese,
        "en" => Language::English,
        _ => around
            .locale
            .as_deref()
            .map_or_else(Language::default, Language::from_tag),
    }
}

fn pictures(choice: &str, around: &Surroundings) -> Wish {
    match choice {
        "kitty" => Wish::Only(Protocol::Kitty),
        "iterm2" => Wish::Only(Protocol::Iterm2),
        "sixel" => Wish::Only(Protocol::Sixel),
        "blocks" => Wish::Only(Protocol::Blocks),
        "off" => Wish::Off,
        _ => Wish::Auto(around.guess()),
    }
}

fn avatars(choice: &str) -> Avatars {
    match choice {
        "always" => Avatars::Always,
        "never" => Avatars::Never,
        _ => Avatars::Auto,
    }
}
