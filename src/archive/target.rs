//! The file that is written: whole under its name, or not there.
//!
//! Owns the file beside it until then, readable by its owner alone. Never: a file that was there before, unless that is
//! what the person wants.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// A file being written.
pub struct Target {
    out: Option<BufWriter<File>>,
    beside: PathBuf,
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
        match fs::metadata(path) {
            Ok(found) if !found.is_file() => return Err(Taken::NoFile),
            Ok(_) if !force => return Err(Taken::Exists),
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error.into()),
        }
        let name = path.file_name().ok_or(Taken::NoFile)?;
        let mut beside = std::ffi::OsString::from(".");
        beside.push(name);
        beside.push(format!(".{}.part", std::process::id()));
        let beside = path.with_file_name(beside);
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&beside)?;
        Ok(Self {
            out: Some(BufWriter::with_capacity(1 << 16, file)),
            beside,
            path: path.to_owned(),
            force,
        })
    }

    /// All of it is written: it gets its name.
    ///
    /// # Errors
    /// When it is not on the disk, or somebody else took the name meanwhile.
    pub fn finish(mut self) -> Result<(), Taken> {
        if let Some(out) = self.out.take() {
            let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
            file.sync_all()?;
        }
        if self.force {
            return Ok(fs::rename(&self.beside, &self.path)?);
        }
        // A second name is only given where there is none; some file systems know no second names.
        match fs::hard_link(&self.beside, &self.path) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(Taken::Exists),
            Err(_) if self.path.exists() => Err(Taken::Exists),
            Err(_) => Ok(fs::rename(&self.beside, &self.path)?),
        }
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.as_mut().map_or(Ok(0), |out| out.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.as_mut().map_or(Ok(()), Write::flush)
    }
}

/// What was begun and not finished is of no use to anybody.
impl Drop for Target {
    fn drop(&mut self) {
        // Gone already where it has its name.
        let _ = fs::remove_file(&self.beside);
    }
}
