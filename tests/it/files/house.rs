//! A person's folders, and the media thread's half that knows them.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use weft::media::{Shelf, Studio};

pub struct House {
    pub root: TempDir,
    pub studio: Studio,
}

impl House {
    /// With these folders below its root.
    pub fn new(shelf: impl FnOnce(&Path) -> Shelf) -> Self {
        let root = tempfile::tempdir().unwrap();
        let studio = Studio::numbered_from(shelf(root.path()), 1);
        Self { root, studio }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    pub fn has(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }
}
