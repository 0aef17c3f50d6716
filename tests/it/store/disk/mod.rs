//! A real failing layer under SQLite: the system's own calls fail, as told, in a process of the test's own.
//!
//! A C library of two hundred lines is put before the system's (`LD_PRELOAD`), so that everything is as in the program
//! itself: SQLite's own way to the file system, shared memory and locks included, and `std::fs` beside it. A file system
//! written for SQLite in Rust would have needed unsafe code or a crate that brings it, and would have left out the rest.

use std::fs::{self, File};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use rusqlite::Connection;
use rustix::io::Errno;
use tempfile::{TempDir, tempdir};
use weft::store::Room;

use super::UIN;
use super::model::{All, all};

mod opening;
mod power;
mod recorded;
mod sweeps;

/// The operations of a disk, one bit each. To open something in order to read is a read.
pub const OPEN: i32 = 1;
pub const READ: i32 = 2;
pub const WRITE: i32 = 4;
pub const SYNC: i32 = 8;
pub const TRUNCATE: i32 = 16;
pub const REMOVE: i32 = 32;

/// What goes wrong: of the operations of these kinds the `at`-th, and so many after it.
#[derive(Clone, Copy, Debug)]
pub struct Fault {
    pub kinds: i32,
    pub error: Errno,
    pub times: i32,
    /// Half of a write that fails is written.
    pub torn: bool,
}

/// The disk this process has under it.
pub struct Disk {
    folder: PathBuf,
    plan: File,
}

/// Where the number of failures stands in the plan.
const HITS: u64 = 7;

impl Disk {
    fn at(folder: PathBuf) -> Self {
        let plan = File::options().read(true).write(true).open(folder.join("plan"));
        Self {
            folder,
            plan: plan.unwrap(),
        }
    }

    /// An empty folder on it.
    pub fn home(&self) -> TempDir {
        tempfile::Builder::new()
            .prefix("home")
            .tempdir_in(&self.folder)
            .unwrap()
    }

    /// From now on; the counts begin again.
    pub fn break_at(&self, at: i32, fault: Fault) {
        let Fault {
            kinds,
            error,
            times,
            torn,
        } = fault;
        self.tell(&[kinds, at, times, error.raw_os_error(), i32::from(torn), 0, 0, 0]);
    }

    /// What failed goes well again.
    pub fn mend(&self) {
        self.tell(&[0, -1, 0]);
    }

    /// Everything that is done to a database is written down.
    fn record(&self) {
        self.tell(&[0, -1, 0, 0, 0, 1, 0, 0]);
    }

    /// So many operations failed.
    pub fn hits(&self) -> i32 {
        let mut bytes = [0; 4];
        self.plan.read_exact_at(&mut bytes, HITS * 4).unwrap();
        i32::from_ne_bytes(bytes)
    }

    fn tell(&self, numbers: &[i32]) {
        let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_ne_bytes()).collect();
        self.plan.write_all_at(&bytes, 0).unwrap();
    }
}

/// Runs the story in a process of its own that has such a disk: this test again, by its name.
fn on_a_disk(test: &str, story: impl FnOnce(&Disk)) {
    if let Some(folder) = std::env::var_os("WEFT_DISK") {
        story(&Disk::at(folder.into()));
        return;
    }
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("plan"), [0; 4096]).unwrap();
    let told = Command::new(std::env::current_exe().unwrap())
        .args([
            &*format!("store::disk::{test}"),
            "--exact",
            "--test-threads=1",
            "--nocapture",
        ])
        .env("WEFT_DISK", folder.path())
        .env("LD_PRELOAD", layer(folder.path()))
        .output()
        .unwrap();
    let (out, err) = (
        String::from_utf8_lossy(&told.stdout),
        String::from_utf8_lossy(&told.stderr),
    );
    assert!(told.status.success(), "{out}\n{err}");
    assert!(out.contains("1 passed"), "there is no test {test}: {out}");
}

/// The layer, built by the compiler that SQLite was built with.
fn layer(folder: &Path) -> PathBuf {
    let library = folder.join("layer.so");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/store/disk/layer.c");
    let built = Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", "-o"])
        .args([&library, &source])
        .output()
        .unwrap();
    assert!(
        built.status.success(),
        "{}",
        String::from_utf8_lossy(&built.stderr)
    );
    library
}

/// The database holds together, its full-text index included.
fn is_sound(home: &Path) {
    let db = Connection::open(home.join(UIN.to_string()).join("history.db")).unwrap();
    let said: String = db
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(said, "ok");
    db.execute("INSERT INTO said (said) VALUES ('integrity-check')", [])
        .unwrap();
}

/// Everything that is there for a program that has just begun.
fn state(home: &Path) -> All {
    let mut state = all(&mut Room::at(home));
    state.opened.fresh = false;
    state
}
