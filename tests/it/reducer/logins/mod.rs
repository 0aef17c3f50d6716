//! How well people are known again over several logins: measured on generated address books (see `world`).

mod world;

use std::collections::HashMap;

use weft::domain::id::PeerId;
use weft::port::{LoginNews, News, Welcome};

use super::{App, friend};
use world::World;

const LOGINS: u32 = 8;
/// The first ten, and one in which somebody new has the nickname of somebody just deleted and the remark I gave them.
const SEEDS: [u64; 11] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 41];

/// Peers that had been met before and were met again, and how many of them were known again.
#[derive(Clone, Copy, Default)]
struct Tally {
    again: u32,
    known: u32,
}

impl Tally {
    fn count(&mut self, known: bool) {
        self.again += 1;
        self.known += u32::from(known);
    }

    fn percent(self) -> f64 {
        f64::from(self.known) * 100.0 / f64::from(self.again.max(1))
    }
}

#[derive(Default)]
struct Measured {
    /// People by how many things they changed: none, one, more.
    people: [Tally; 3],
    groups: [Tally; 3],
    wrong: Vec<String>,
    /// Of those not known again, whose page offers the right peer.
    offered: Tally,
}

/// One login as the service tells it: recent chats first and thin, then the book in pages, then the groups' members.
fn log_in(app: &mut App, world: &mut World) {
    app.epoch += 1;
    app.news(News::Login(LoginNews::Fetching));
    let told = world.tell();
    app.news(News::Welcome(Box::new(Welcome {
        same: false,
        uin: 7,
        me: friend("@me", "我"),
        recent: told.recent,
        order: told.order,
    })));
    for page in told.pages {
        app.news(News::Contacts(page));
    }
    app.news(News::BookProgress {
        contacts: 0,
        complete: true,
    });
    for answer in told.groups {
        app.news(News::Contacts(answer));
    }
    app.asked.clear();
}

fn measure(seed: u64, measured: &mut Measured) {
    let mut app = App::started();
    let mut world = World::new(seed);
    // Whose peer it is, and by which peer somebody was known last.
    let mut whose: HashMap<PeerId, u32> = HashMap::new();
    let mut last: HashMap<u32, PeerId> = HashMap::new();
    for login in 0..LOGINS {
        if login > 0 {
            world.live();
        }
        log_in(&mut app, &mut world);
        for one in world.everybody() {
            let id = app.id(one.record.user_name.as_str());
            let owner = *whose.entry(id).or_insert(one.who);
            if owner != one.who {
                let name = one.record.nick_name.as_str();
                let what = format!(
                    "seed {seed}, login {login}: {} {name:?} is {owner} {:?} DEBUG {:?}",
                    one.who,
                    one.record,
                    app.model
                        .directory
                        .peers
                        .iter()
                        .filter(|p| p.same_as == Some(id) || p.contact.nick_name == one.record.nick_name)
                        .map(|p| (p.contact.clone(), p.same_as, p.stale, p.gone))
                        .collect::<Vec<_>>()
                );
                measured.wrong.push(what);
            }
            if let Some(before) = last.insert(one.who, id) {
                let known = app.model.directory.resolve(before) == id;
                let changes = usize::try_from(one.changes).unwrap().min(2);
                let tallies = if one.is_group() {
                    &mut measured.groups
                } else {
                    &mut measured.people
                };
                tallies[changes].count(known);
                if !known {
                    let mut offers = app.model.directory.suggestions(id);
                    measured.offered.count(offers.any(|offer| offer.old == before));
                }
            }
        }
    }
}

#[test]
#[expect(clippy::print_stderr, reason = "the figures are what this test is for")]
fn nobody_is_taken_for_another_and_nearly_everybody_is_known_again() {
    let mut measured = Measured::default();
    for seed in SEEDS {
        measure(seed, &mut measured);
    }
    for (kind, tallies) in [("people", measured.people), ("groups", measured.groups)] {
        for (changes, tally) in ["unchanged", "one change", "more changes"]
            .into_iter()
            .zip(tallies)
        {
            eprintln!(
                "{kind:>6} {changes:>12}: {:>6} of {:>6}, {:.2} %",
                tally.known,
                tally.again,
                tally.percent()
            );
        }
    }
    let offered = measured.offered;
    eprintln!("not known but offered: {} of {}", offered.known, offered.again);
    assert_eq!(measured.wrong, Vec::<String>::new(), "taken for another");
    let mut all = Tally::default();
    for tally in measured
        .people
        .iter()
        .take(2)
        .chain(measured.groups.iter().take(2))
    {
        all.again += tally.again;
        all.known += tally.known;
    }
    eprintln!("unchanged or changed once: {:.2} %", all.percent());
    assert!(
        all.again > 10_000 && all.percent() >= 97.0,
        "{:.2} %",
        all.percent()
    );
}
