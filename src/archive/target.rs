//! The file that is written: whole under its name, or not there.
//!
//! Owns the file beside it until then, readable by its owner alone. Never: a file that was there before, unless that is
//! what the person wants.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use tempfile::{Builder, TempPath};

/// A file being written. What was begun and not finished is of no use to anybody, and goes.
pub struct Target {
    out: BufWriter<File>,
    part: TempPath,
    path: PathBuf,
    force: bool,
}

/// Why nothing can be written there.
#[derive(Debug, thiserror::Error)]
pub enum Taken {
    /// Something is there already.
    #[error("it is there already")]
    Exists,
    /// A folder, a device, a pipe.
    #[error("it is not a file")]
    NoFile,
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl Target {
    /// # Errors
    /// When it may not, or cannot, be written.
    pub fn create(path: &Path, force: bool) -> Result<Self, Taken> {
        let path = place(path, force)?;
        let folder = path.parent().ok_or(Taken::NoFile)?;
        // Made and written by hand: what goes wrong is told without the name of a file that nobody knows.
        let private = |part: &Path| {
            let mut options = OpenOptions::new();
            options.write(true).create_new(true).mode(0o600).open(part)
        };
        let made = Builder::new().prefix(".weft-").make_in(folder, private)?;
        let (file, part) = made.into_parts();
        Ok(Self {
            out: BufWriter::with_capacity(1 << 16, file),
            part,
            path,
            force,
        })
    }

    /// All of it is written: it gets its name.
    ///
    /// # Errors
    /// When it is not on the disk, or somebody else took the name meanwhile.
    pub fn finish(self) -> Result<(), Taken> {
        let file = self.out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        let part = if self.force {
            self.part
        } else {
            match self.part.persist_noclobber(&self.path) {
                Ok(()) => return Ok(()),
                Err(_) if self.path.symlink_metadata().is_ok() => return Err(Taken::Exists),
                // Some file systems cannot promise it, and nothing is there.
                Err(error) => error.path,
            }
        };
        part.persist(&self.path).map_err(|error| error.error)?;
        Ok(())
    }
}

/// Where the name leads: a link stays one, and what it leads to is written.
fn place(path: &Path, force: bool) -> Result<PathBuf, Taken> {
    if path.file_name().is_none() || path.as_os_str().as_encoded_bytes().ends_with(b"/") {
        return Err(Taken::NoFile);
    }
    match fs::metadata(path) {
        Ok(found) if !found.is_file() => Err(Taken::NoFile),
        Ok(_) if force => Ok(fs::canonicalize(path)?),
        Ok(_) => Err(Taken::Exists),
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        // A link that leads nowhere has the name.
        Err(_) if !force && path.symlink_metadata().is_ok() => Err(Taken::Exists),
        Err(_) => Ok(path.to_owned()),
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
