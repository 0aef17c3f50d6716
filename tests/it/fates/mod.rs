//! Fates by the thousand: a town under bad luck, drawn by lot from a number. Whatever was lost on the way, and wherever
//! the machine stopped, in the end the history is the service's record.
//!
//! `WEFT_SEEDS=100000 cargo test fates` tries so many; `WEFT_SEED=7` that one alone, and `WEFT_FIRST` begins elsewhere. A
//! seed that fails is made smaller, and tells its story.

mod judge;
mod ledger;
mod luck;
mod plan;
mod run;
mod town;

use std::fmt::Write as _;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use plan::Plan;

use crate::room::Lie;

/// As many as a build without optimisation does in a few seconds.
const SEEDS: u64 = 400;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// The promise that a plan breaks, if any. To come to no end is to break one.
fn fault(plan: &Plan, lie: Option<Lie>) -> Option<String> {
    let run = AssertUnwindSafe(|| run::run(plan, lie, false).0);
    match catch_unwind(run) {
        Ok(end) => end.err(),
        Err(panic) => {
            let words = panic.downcast_ref::<String>().cloned();
            Some(words.unwrap_or_else(|| "it panicked".into()))
        }
    }
}

/// The first of these seeds that breaks a promise, and which. Every processor takes the next one.
fn first_fault(seeds: Range<u64>) -> Option<(u64, String)> {
    let (next, end) = (AtomicU64::new(seeds.start), AtomicU64::new(seeds.end));
    let worker = || loop {
        let seed = next.fetch_add(1, Ordering::Relaxed);
        if seed >= end.load(Ordering::Relaxed) {
            return None;
        }
        if let Some(words) = fault(&Plan::of(seed), None) {
            end.fetch_min(seed, Ordering::Relaxed);
            return Some((seed, words));
        }
    };
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(worker)).collect();
        let found = workers.into_iter().filter_map(|worker| worker.join().unwrap());
        found.min_by_key(|(seed, _)| *seed)
    })
}

/// The least that still breaks a promise.
fn shrunk(plan: Plan, lie: Option<Lie>) -> Plan {
    let mut least = plan;
    while let Some(less) = least
        .smaller()
        .into_iter()
        .find(|less| fault(less, lie).is_some())
    {
        least = less;
    }
    least
}

/// What led to it.
fn story(plan: &Plan, lie: Option<Lie>) -> String {
    let mut story = String::new();
    let told = catch_unwind(AssertUnwindSafe(|| run::run(plan, lie, true)));
    if let Ok((end, tale)) = told {
        for line in tale {
            let _ = writeln!(story, "{line}");
        }
        let _ = writeln!(story, "BROKEN: {}", end.err().unwrap_or_default());
    }
    story
}

#[test]
fn nothing_is_lost_whatever_befalls() {
    let one = number("WEFT_SEED");
    let first = one.or(number("WEFT_FIRST")).unwrap_or(0);
    let count = one.map_or(number("WEFT_SEEDS").unwrap_or(SEEDS), |_| 1);
    if let Some((seed, words)) = first_fault(first..first + count) {
        let least = shrunk(Plan::of(seed), None);
        panic!(
            "seed {seed}: {words}\n{} acts and {:?}, made smaller:\n{}",
            least.acts.len(),
            least.odds,
            story(&least, None)
        );
    }
}

/// Every promise of the store that is broken on purpose is missed within a few hundred fates.
#[test]
fn a_store_that_lies_is_found_out() {
    for lie in Lie::ALL {
        let caught = (0..1000).find_map(|seed| fault(&Plan::of(seed), Some(lie)));
        assert!(caught.is_some(), "{lie:?} goes unnoticed");
    }
}

/// A story is told of the smallest plan that still fails, and of nothing else.
#[test]
fn a_failing_seed_tells_its_story() {
    let lie = Some(Lie::Forgetful);
    let found = (0..1000).map(Plan::of).find(|plan| fault(plan, lie).is_some());
    let whole = found.unwrap();
    let least = shrunk(whole.clone(), lie);
    assert!(least.acts.len() <= whole.acts.len());
    let story = story(&least, lie);
    assert!(story.contains("the program starts"), "{story}");
    assert!(story.contains("BROKEN: "), "{story}");
    for act in &least.acts {
        assert!(
            story.contains(&format!("{act:?}")),
            "{act:?} is not in it: {story}"
        );
    }
}
