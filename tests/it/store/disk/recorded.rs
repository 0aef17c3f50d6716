//! A disk as a power cut leaves it: what was synced, and of the rest as much as chance has it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use fastrand::Rng;

use super::{REMOVE, SYNC, TRUNCATE, WRITE};
use crate::store::UIN;

/// A folder: once it is synced, what was removed does not come back.
const FOLDER: i64 = 5;
/// What is written whole or not at all.
const SECTOR: usize = 512;

/// One thing that was done to a file.
#[derive(Clone, Debug)]
pub struct Deed {
    pub operation: i32,
    file: i64,
    at: usize,
    bytes: Vec<u8>,
}

/// What the layer wrote down (`layer.c`, `put_down`).
pub fn deeds(record: &[u8]) -> Vec<Deed> {
    let mut deeds = Vec::new();
    let mut rest = record;
    while !rest.is_empty() {
        let (head, after) = rest.split_at(32);
        let number = |at: usize| i64::from_ne_bytes(head[at * 8..][..8].try_into().unwrap());
        let length = usize::try_from(number(3)).unwrap();
        let (bytes, after) = after.split_at(length);
        deeds.push(Deed {
            operation: i32::try_from(number(0)).unwrap(),
            file: number(1),
            at: usize::try_from(number(2)).unwrap(),
            bytes: bytes.into(),
        });
        rest = after;
    }
    deeds
}

/// How much of what was not synced is on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Luck {
    None,
    All,
    /// Some of it, in whatever order, by the sector.
    Some(u64),
}

/// `None`: there is no such file.
type Content = Option<Vec<u8>>;

/// The files on the disk after these deeds.
pub fn after(deeds: &[Deed], luck: Luck) -> BTreeMap<i64, Content> {
    let mut rng = Rng::with_seed(if let Luck::Some(seed) = luck { seed } else { 0 });
    let mut files: BTreeMap<i64, (Content, Vec<&Deed>)> = BTreeMap::new();
    for deed in deeds {
        if deed.file == FOLDER {
            files.values_mut().for_each(removed);
            continue;
        }
        let (content, waiting) = files.entry(deed.file).or_default();
        if deed.operation == SYNC {
            for deed in waiting.drain(..) {
                happen(content, deed, &mut || true);
            }
        } else {
            waiting.push(deed);
        }
    }
    let mut happens = || match luck {
        Luck::None => false,
        Luck::All => true,
        Luck::Some(_) => rng.bool(),
    };
    for (content, waiting) in files.values_mut() {
        for deed in waiting.drain(..) {
            happen(content, deed, &mut happens);
        }
    }
    files
        .into_iter()
        .map(|(file, (content, _))| (file, content))
        .collect()
}

/// What waits behind the removal is of a new file.
fn removed((content, waiting): &mut (Content, Vec<&Deed>)) {
    if let Some(last) = waiting.iter().rposition(|deed| deed.operation == REMOVE) {
        waiting.drain(..=last);
        *content = None;
    }
}

fn happen(content: &mut Content, deed: &Deed, happens: &mut impl FnMut() -> bool) {
    match deed.operation {
        WRITE => {
            for (number, sector) in deed.bytes.chunks(SECTOR).enumerate() {
                if happens() {
                    let from = deed.at + number * SECTOR;
                    let bytes = content.get_or_insert_default();
                    bytes.resize(bytes.len().max(from + sector.len()), 0);
                    bytes[from..][..sector.len()].copy_from_slice(sector);
                }
            }
        }
        TRUNCATE if happens() => content.get_or_insert_default().resize(deed.at, 0),
        REMOVE if happens() => *content = None,
        TRUNCATE | REMOVE => {}
        other => panic!("no such deed: {other}"),
    }
}

/// Puts them where an account has them.
pub fn lay_out(files: &BTreeMap<i64, Content>, home: &Path) {
    let folder = home.join(UIN.to_string());
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("history.db"), "").unwrap();
    for (file, content) in files {
        let name = match file {
            1 => "history.db",
            2 => "history.db-wal",
            4 => "history.db-journal",
            other => panic!("no such file: {other}"),
        };
        if let Some(bytes) = content {
            fs::write(folder.join(name), bytes).unwrap();
        }
    }
}
