//! What the terminal is asked, and what its answers mean.
//!
//! Owns the sequences. Never: waits for one (`decode` takes them as they come), or what follows from it (`app::terminal`).

use crate::app::step::Question;
use crate::app::terminal::{Answer, PROBES};
use crate::domain::picture::wrapped;

/// The number of a picture that is asked about and never made.
const PROBE_ID: u32 = 31;
/// No terminal's name is longer.
const LONGEST_NAME: usize = 64;

/// The bytes of a question.
pub fn question(question: Question) -> String {
    // DA1 last: every terminal answers it, so its answer says that no other will come.
    const ATTRIBUTES: &str = "\x1b[c";
    const CELL: &str = "\x1b[16t";
    match question {
        Question::Cell => format!("{CELL}{ATTRIBUTES}"),
        Question::Everything { tmux, last_row } => {
            // A kitty that knows no placeholders (`U`) takes this for garbled, and says nothing.
            let graphics = format!("\x1b_Gi={PROBE_ID},s=1,v=1,a=q,U=1,t=d,f=24;AAAA\x1b\\");
            let graphics = wrapped(&graphics, tmux);
            let widths = widths(last_row);
            // The row is wiped: what does not know one of these prints it.
            format!(
                "\x1b7\x1b[{last_row};1H{graphics}\x1b[>0q{CELL}\x1b[14t{widths}\x1b[{last_row};1H\x1b[2K\x1b8{ATTRIBUTES}"
            )
        }
    }
}

/// Prints each probe and asks where the cursor is then. A position on the first row could not be told from a key.
fn widths(last_row: u16) -> String {
    if last_row < 2 {
        return String::new();
    }
    let probe = |(probe, _): &(&str, u16)| format!("\x1b[{last_row};1H{probe}\x1b[6n");
    PROBES.iter().map(probe).collect::<Vec<_>>().concat()
}

/// `CSI params letter`, if it answers something.
pub fn control(params: &str, last: u8) -> Option<Answer> {
    let numbers = |params: &str| -> Option<Vec<u16>> { params.split(';').map(|n| n.parse().ok()).collect() };
    match last {
        b'c' => {
            let told = params.strip_prefix('?')?;
            Some(Answer::Attributes {
                sixel: told.split(';').any(|attribute| attribute == "4"),
            })
        }
        b't' => match *numbers(params)?.as_slice() {
            [4, height, width] => Some(Answer::Window { width, height }),
            [6, height, width] => Some(Answer::Cell { width, height }),
            _ => None,
        },
        // On the first row it would be F3 with its modifiers.
        b'R' => match *numbers(params)?.as_slice() {
            [row, column] if row > 1 => column.checked_sub(1).map(Answer::Columns),
            _ => None,
        },
        _ => None,
    }
}

/// What stands between `ESC _` or `ESC P` and the end of the string.
pub fn string(introducer: u8, content: &[u8]) -> Option<Answer> {
    let content = std::str::from_utf8(content).ok()?;
    if introducer == b'_' {
        let ours = content.strip_prefix(&format!("Gi={PROBE_ID};"))?;
        return (ours == "OK").then_some(Answer::Graphics);
    }
    let name = content.strip_prefix(">|")?;
    let sane = name.len() <= LONGEST_NAME && !name.chars().any(char::is_control);
    sane.then(|| Answer::Name(name.into()))
}
