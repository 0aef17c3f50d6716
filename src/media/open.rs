//! Handing files and pages to the system's own programs.
//!
//! Owns what is never handed to them. By argv, never through a shell, and none of it is waited for.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::name::{extension, sanitized};
use super::save::HEAD;

/// What a desktop runs, or what changes it, when it is asked to open it; and pages, whose scripts would run as if they were
/// this machine's own. In small letters.
const PROGRAMS: &str = "action apk app appimage application appref bash bat bin cmd com command cpl csh deb desktop dll dmg \
    elf exe fish flatpak flatpakref gadget hta htm html inf iso jar job js jse ksh lnk mht mhtml msc msi \
    msp pif pkg pl ps1 py pyc rb reg rpm run scr service sh shtml snap so svg tcsh url vb vbe vbs webloc \
    workflow ws wsf wsh xhtml zsh";
/// ELF, Mach-O in its four orders, Windows programs, scripts.
const MAGIC: &[&[u8]] = &[
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"MZ",
    b"#!",
    b"[Desktop Entry]",
];

/// Whether opening it could mean running it: by what it will be called once it is handed over, or by what it is.
pub(super) fn is_program(file: &Path, name: &str) -> io::Result<bool> {
    let runs = |extension: &str| PROGRAMS.split_whitespace().any(|program| program == extension);
    if extension(&sanitized(name, None)).is_some_and(|extension| runs(&extension)) {
        return Ok(true);
    }
    let mut head = Vec::new();
    File::open(file)?.take(HEAD).read_to_end(&mut head)?;
    let found = infer::get(&head).is_some_and(|kind| runs(kind.extension()));
    Ok(found || MAGIC.iter().any(|magic| head.starts_with(magic)))
}

/// By the program of the settings, else by the system's own.
pub(super) fn hand_over(target: &OsStr, opener: Option<&str>) -> io::Result<()> {
    let handed = match opener {
        Some(program) => ::open::with_detached(target, program),
        None => ::open::that_detached(target),
    };
    // That there is no such program must not read as that there is no such file.
    handed.map_err(io::Error::other)
}

/// Whether it is a page: nothing else is handed to a browser.
pub(super) fn is_page(address: &str) -> bool {
    ["https://", "http://"]
        .iter()
        .any(|scheme| address.starts_with(scheme))
}
