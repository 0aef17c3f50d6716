//! Handing files and pages to the system's own programs.
//!
//! Owns what is never handed to them. By argv, never through a shell, and none of it is waited for beyond its
//! first moments, in which it may say that it cannot.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread::Builder;
use std::time::Duration;

use super::name::{extension, sanitized};
use super::save::HEAD;
use crate::domain::text::SafeText;
use crate::port::media::Unopened;

/// A program that cannot show something says so within this; as long as the system's own are looked at.
const FIRST_MOMENTS: Duration = Duration::from_millis(250);

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
pub(super) fn hand_over(target: &OsStr, opener: Option<&str>) -> Result<(), Unopened> {
    let Some(program) = opener else {
        // Its exit does not tell whether there is a program that failed, or none (`xdg-open`, `gio`).
        return ::open::that_detached(target).map_err(|error| {
            tracing::warn!(%error, "nothing opened it");
            Unopened::NoProgram
        });
    };
    start(::open::with_command(target, program)).map_err(|error| {
        tracing::warn!(%error, "the opener did not open it");
        let program = SafeText::line(program);
        if error.kind() == io::ErrorKind::NotFound {
            Unopened::NotThere { program }
        } else {
            Unopened::Ended { program }
        }
    })
}

/// Apart from weft: it outlives it, and is not asked how it ends but for its first moments.
fn start(mut command: Command) -> io::Result<()> {
    let (tell, told) = mpsc::channel();
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0);
    let mut child = command.spawn()?;
    // Where nobody listens any more it was waited for all the same: what nobody waits for stays with the system.
    let wait = move || drop(tell.send(child.wait()));
    Builder::new().name("opener".into()).spawn(wait)?;
    match told.recv_timeout(FIRST_MOMENTS) {
        Ok(Ok(status)) if !status.success() => Err(io::Error::other(status.to_string())),
        Ok(Err(error)) => Err(error),
        Ok(Ok(_)) | Err(_) => Ok(()),
    }
}

/// Whether it is a page: nothing else is handed to a browser.
pub(super) fn is_page(address: &str) -> bool {
    ["https://", "http://"]
        .iter()
        .any(|scheme| address.starts_with(scheme))
}
