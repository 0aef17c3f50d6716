//! Power cuts, at every moment of a day: what is there afterwards is the day up to some moment, whole.

use std::fs;

use weft::store::Room;

use super::recorded::{Luck, after, deeds, lay_out};
use super::sweeps::mornings;
use super::{Disk, SYNC, is_sound, on_a_disk, state};
use crate::store::failing::{day, write};
use crate::store::{open, outgoing};

/// A day with three programs, each ended as it should be, and how many deeds and writes there were at the end of each.
fn lived(disk: &Disk) -> Vec<(usize, usize)> {
    let home = disk.home();
    let mut ends = vec![(0, 0)];
    disk.record();
    for (part, changes) in day().chunks(3).enumerate() {
        let mut room = Room::at(home.path());
        open(&mut room);
        for changes in changes {
            room.perform(write(changes.clone(), outgoing(0)));
        }
        drop(room);
        ends.push((recorded(disk).len(), part * 3 + changes.len()));
    }
    disk.mend();
    ends
}

fn recorded(disk: &Disk) -> Vec<super::recorded::Deed> {
    deeds(&fs::read(disk.folder.join("record")).unwrap())
}

#[test]
fn a_power_cut_at_any_moment_takes_whole_transactions_from_the_end() {
    on_a_disk(
        "power::a_power_cut_at_any_moment_takes_whole_transactions_from_the_end",
        |disk| {
            let ends = lived(disk);
            let (deeds, mornings) = (recorded(disk), mornings());
            assert!(deeds.iter().filter(|deed| deed.operation == SYNC).count() > 9);
            let mut lost = 0;
            for cut in 0..=deeds.len() {
                // What a program wrote that came to its end is not lost.
                let (_, least) = ends.iter().rfind(|(deeds, _)| *deeds <= cut).unwrap();
                let seeds = (0..4).map(|seed| Luck::Some(cut as u64 * 10 + seed));
                for luck in [Luck::None, Luck::All].into_iter().chain(seeds) {
                    let home = disk.home();
                    lay_out(&after(&deeds[..cut], luck), home.path());
                    let found = state(home.path());
                    let at = mornings.iter().rposition(|morning| *morning == found);
                    let at = at.unwrap_or_else(|| panic!("cut {cut}, {luck:?}: {found:?}"));
                    assert!(at >= *least, "cut {cut}, {luck:?}: {at} of {least}");
                    lost += usize::from(luck == Luck::None && at < mornings.len() - 1);
                    is_sound(home.path());
                }
            }
            assert!(lost > 20, "only {lost} cuts lost anything");
        },
    );
}
