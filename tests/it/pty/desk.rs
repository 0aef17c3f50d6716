//! A person's desk: a pseudo-terminal, the real program in it, and eyes that wait until they see something.
#![expect(
    clippy::string_slice,
    reason = "every index comes from a search in the same text"
)]

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use vt100::{Color, MouseProtocolMode, Screen};

/// Far longer than anything takes: only a fault waits it out.
const PATIENCE: Duration = Duration::from_mins(1);

pub struct Desk {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    terminal: vt100::Parser,
    /// Every byte that came.
    pub raw: Vec<u8>,
    /// The terminal's modes before anybody touched them.
    found: String,
}

fn cells(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n).unwrap()
}

impl Desk {
    /// Starts a program on a screen of 80×24, with its files below `home`.
    pub fn start(program: &str, args: &[&str], home: &Path) -> Self {
        let size = PtySize {
            rows: 24,
            cols: 80,
            ..PtySize::default()
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.env_clear();
        for (name, value) in [
            ("TERM", "xterm-256color"),
            ("LANG", "en_US.UTF-8"),
            ("WEFT_LANG", "en"),
            ("PATH", "/usr/bin:/bin"),
        ] {
            command.env(name, value);
        }
        command.env("WEFT_DATA_DIR", home);
        command.env("HOME", home);
        command.cwd(home);
        let found = modes(&*pair.master);
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave); // so that the last writer's end is the end of the output
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, output) = channel();
        thread::spawn(move || {
            let mut chunk = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut chunk) {
                if sender.send(chunk[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self {
            child,
            keyboard: pair.master.take_writer().unwrap(),
            master: pair.master,
            output,
            terminal: vt100::Parser::new(cells(24), cells(80), 0),
            raw: Vec::new(),
            found,
        }
    }

    pub fn screen(&self) -> &Screen {
        self.terminal.screen()
    }

    pub fn press(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
    }

    pub fn resize(&mut self, rows: u16, cols: u16) {
        let size = PtySize {
            rows,
            cols,
            ..PtySize::default()
        };
        self.master.resize(size).unwrap();
        self.terminal.screen_mut().set_size(cells(rows), cells(cols));
    }

    pub fn id(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    pub fn signal(&self, signal: Signal) {
        let id = i32::try_from(self.id()).unwrap();
        kill_process(Pid::from_raw(id).unwrap(), signal).unwrap();
    }

    /// Waits until this is seen.
    #[track_caller]
    pub fn until(&mut self, what: &str, seen: impl Fn(&Screen) -> bool) {
        while !seen(self.screen()) {
            let Ok(chunk) = self.output.recv_timeout(PATIENCE) else {
                panic!("never saw {what}; the screen is\n{}", self.screen().contents());
            };
            self.take(&chunk);
        }
    }

    #[track_caller]
    pub fn until_says(&mut self, words: &str) {
        self.until(words, |screen| screen.contents().contains(words));
    }

    /// Looks on until so many bytes have come, or nothing has for so long.
    pub fn watch(&mut self, bytes: usize, quiet: Duration) {
        let mut seen = 0;
        while seen < bytes {
            let Ok(chunk) = self.output.recv_timeout(quiet) else {
                return;
            };
            seen += chunk.len();
            self.take(&chunk);
        }
    }

    /// Waits until the program has ended.
    #[track_caller]
    pub fn end(&mut self) -> ExitStatus {
        loop {
            match self.output.recv_timeout(PATIENCE) {
                Ok(chunk) => self.take(&chunk),
                Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => break,
                Err(std::sync::mpsc::RecvTimeoutError::Timeout) => {
                    panic!("it does not end; the screen is\n{}", self.screen().contents())
                }
            }
        }
        self.child.wait().unwrap()
    }

    fn take(&mut self, chunk: &[u8]) {
        self.raw.extend_from_slice(chunk);
        self.terminal.process(chunk);
    }

    /// Everything is as it was found: the line's modes, the screen, the cursor, every switch thrown.
    #[track_caller]
    pub fn is_given_back(&self) {
        let screen = self.screen();
        assert!(!screen.alternate_screen(), "the alternate screen");
        assert!(!screen.hide_cursor(), "the cursor");
        assert!(!screen.bracketed_paste(), "bracketed paste");
        assert_eq!(screen.mouse_protocol_mode(), MouseProtocolMode::None);
        for (mode, on) in switches(&self.raw) {
            // 25 is the cursor, 7 the wrapping at the edge: on is how they are found.
            assert_eq!(on, matches!(mode, 25 | 7), "mode {mode} is left {on}");
        }
        assert_eq!(
            count(&self.raw, b"\x1b[>1u"),
            count(&self.raw, b"\x1b[<u"),
            "kitty's keys"
        );
        assert_eq!(
            count(&self.raw, b"\x1b[22;2t"),
            count(&self.raw, b"\x1b[23;2t"),
            "the title"
        );
        assert_eq!(modes(&*self.master), self.found, "the line's modes");
    }

    pub fn is_taken(&self) -> bool {
        self.screen().alternate_screen() && modes(&*self.master) != self.found
    }
}

fn modes(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios())
}

/// The last state of each private mode that was ever set.
fn switches(raw: &[u8]) -> Vec<(u16, bool)> {
    let mut found: Vec<(u16, bool)> = Vec::new();
    let text = String::from_utf8_lossy(raw);
    for piece in text.split("\x1b[?").skip(1) {
        let end = piece
            .find(|c: char| !c.is_ascii_digit() && c != ';')
            .unwrap_or(piece.len());
        let on = match piece[end..].chars().next() {
            Some('h') => true,
            // Put back as it was found.
            Some('l' | 'r') => false,
            _ => continue,
        };
        for mode in piece[..end].split(';').filter_map(|mode| mode.parse().ok()) {
            found.retain(|(known, _)| *known != mode);
            found.push((mode, on));
        }
    }
    found
}

pub fn count(raw: &[u8], what: &[u8]) -> usize {
    raw.windows(what.len()).filter(|window| *window == what).count()
}

/// The QR code on the screen, read as a camera would.
pub fn code(screen: &Screen) -> Option<String> {
    const ZOOM: usize = 4;
    let (rows, cols) = screen.size();
    let (rows, cols) = (usize::from(rows.get()), usize::from(cols.get()));
    let dark = |row: usize, col: usize| -> bool {
        let cell = screen.cell(row as u16 / 2, col as u16);
        cell.is_some_and(|cell| {
            let ink = match (cell.contents(), row % 2) {
                ("█", _) | ("▀", 0) | ("▄", 1) => cell.fgcolor(),
                _ => cell.bgcolor(),
            };
            ink == Color::Idx(16)
        })
    };
    let grey = |x: usize, y: usize| if dark(y / ZOOM, x / ZOOM) { 0 } else { 255 };
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(cols * ZOOM, rows * 2 * ZOOM, grey);
    image
        .detect_grids()
        .first()
        .and_then(|grid| grid.decode().ok())
        .map(|(_, text)| text)
}
