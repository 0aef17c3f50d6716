//! weft's own files: where they are, and that nobody else may read them.
//!
//! Owns the folders and the small files in them. Never: what is in the settings file (`config`), or the history.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use etcetera::{AppStrategy, AppStrategyArgs, HomeDirError, app_strategy::Xdg};

/// Where everything is. Nothing is created by knowing it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    pub settings: PathBuf,
    /// The log, and what was said once.
    pub state: PathBuf,
    /// Every account's history and session.
    pub history: PathBuf,
    /// What can be fetched again: pictures, voices, files.
    pub cache: PathBuf,
    /// Copies of what was on the clipboard, until they are sent.
    pub spool: PathBuf,
}

impl Places {
    /// Below one folder, or in the XDG directories.
    pub fn find(data_dir: Option<&Path>) -> Result<Self, HomeDirError> {
        if let Some(folder) = data_dir {
            return Ok(Self {
                settings: folder.join("config.toml"),
                state: folder.join("state"),
                history: folder.join("history"),
                cache: folder.join("cache"),
                spool: folder.join("outgoing"),
            });
        }
        // Below a home that is no full path everything would be wherever weft was started.
        if !etcetera::home_dir()?.is_absolute() {
            return Err(HomeDirError);
        }
        let xdg = Xdg::new(AppStrategyArgs {
            top_level_domain: String::new(),
            author: String::new(),
            app_name: "weft".to_owned(),
        })?;
        Ok(Self {
            settings: xdg.config_dir().join("config.toml"),
            state: xdg.state_dir().unwrap_or_else(|| xdg.data_dir()),
            history: xdg.data_dir().join("history"),
            cache: xdg.cache_dir(),
            spool: xdg.data_dir().join("outgoing"),
        })
    }

    /// The settings file as it is; `None` where there is no such file.
    pub fn read_settings(&self) -> io::Result<Option<Vec<u8>>> {
        match std::fs::read(&self.settings) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Makes the folder of the log where it is missing, and its owner's alone.
    pub fn make_state(&self) -> io::Result<()> {
        private_folder(&self.state)
    }

    /// Whether the person has read the warning about third-party logins.
    pub fn is_warned(&self) -> bool {
        self.warned().exists()
    }

    pub fn remember_warned(&self) -> io::Result<()> {
        self.make_state()?;
        private_file(&self.warned())?.write_all(b"The warning about third-party logins was read.\n")
    }

    fn warned(&self) -> PathBuf {
        self.state.join("warned")
    }
}

/// The person's home; the root where there is none.
pub fn home() -> PathBuf {
    let home = etcetera::home_dir().ok().filter(|home| home.is_absolute());
    home.unwrap_or_else(|| PathBuf::from("/"))
}

/// Where the person's other programs save what they download, as their desktop has it (xdg-user-dirs): in their language.
pub fn downloads(home: &Path) -> PathBuf {
    let config = Xdg::new(AppStrategyArgs::default()).ok();
    let folder = config.and_then(|xdg| Some(xdg.config_dir().parent()?.to_owned()));
    let file = folder
        .unwrap_or_else(|| home.join(".config"))
        .join("user-dirs.dirs");
    let told = std::fs::read_to_string(file).unwrap_or_default();
    told_downloads(&told, home).unwrap_or_else(|| home.join("Downloads"))
}

/// What that file says of it: `XDG_DOWNLOAD_DIR="$HOME/下载"`: below home or from the root, nothing else is allowed there.
pub fn told_downloads(told: &str, home: &Path) -> Option<PathBuf> {
    let value = told
        .lines()
        .find_map(|line| line.trim().strip_prefix("XDG_DOWNLOAD_DIR="))?;
    let path = value.trim().trim_matches('"');
    match path.strip_prefix("$HOME") {
        Some(below) => Some(home.join(below.trim_start_matches('/'))),
        None => path.starts_with('/').then(|| PathBuf::from(path)),
    }
}

/// Whether this is the disk's state, which may be another soon, and nobody's mistake.
pub fn is_for_now(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
    )
}

fn private_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)?;
    // It may have been there, made by somebody with other habits.
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700))
}

fn private_file(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)
}
