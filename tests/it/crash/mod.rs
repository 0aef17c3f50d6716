//! The real program, killed again and again while people talk: nothing is lost, nothing is doubled.
//!
//! A night is one data folder and one simulated service: a login, rounds of talk that end in SIGKILL, and a quiet end.
//! After every kill the file that is left is compared with what the service says has happened, so that a night that fails
//! tells which kill did it. Chance draws what is done and when it ends; what is then asserted holds at every moment.
//!
//! `WEFT_CRASHES=300 WEFT_SEED=7 cargo test crash` makes it a long one.

mod night;
mod record;
mod tally;
mod verdict;

use std::io::Write as _;

use night::Night;
use tally::Tally;

/// Kills of a night: few enough that its story can be read.
const A_NIGHT: u64 = 25;

fn number(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(text.parse().expect("a number"))
}

#[test]
fn killed_at_any_moment_it_loses_nothing_and_doubles_nothing() {
    let asked = number("WEFT_CRASHES");
    let (kills, seed) = (asked.unwrap_or(A_NIGHT), number("WEFT_SEED").unwrap_or(1));
    let mut tally = Tally::default();
    // A night's seed is told when it fails, and is enough to have that night again.
    for (seed, before) in (seed..).zip((0..kills).step_by(A_NIGHT as usize)) {
        tally += Night::begin(seed).pass(A_NIGHT.min(kills - before));
    }
    if asked.is_some() {
        // Past the test runner, which keeps what a passing test prints to itself.
        let _ = writeln!(std::io::stderr(), "seed {seed}: {tally}");
    }
}
