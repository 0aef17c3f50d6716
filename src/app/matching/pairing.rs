//! Who is whom, one to one, among those who are left: the surest pair first, and none where the second best is near.
//!
//! Owns the decision over weighed pairs. Never: what a pair weighs.

use std::collections::{HashMap, HashSet};

use super::{Evidence, MARGIN, SURE, WORTH_ASKING};
use crate::domain::id::PeerId;

/// So many possible pasts are offered for one peer.
pub(super) const MOST_OFFERED: usize = 5;

/// Two peers that may be one: for the person to decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Of an earlier login, not met in this one.
    pub old: PeerId,
    /// Met in this login.
    pub new: PeerId,
    pub evidence: Evidence,
}

/// What came of it.
#[derive(Default)]
pub(super) struct Decided {
    pub sure: Vec<Suggestion>,
    /// Likelier ones first.
    pub unsure: Vec<Suggestion>,
}

/// Decides over all pairs that anything speaks for.
pub(super) fn decide(mut pairs: Vec<Suggestion>) -> Decided {
    pairs.sort_by_key(|pair| (-pair.evidence.score, pair.old, pair.new));
    let near = Near::of(&pairs);
    let mut decided = Decided::default();
    let mut taken = Taken::default();
    // A pair that had a rival may have none any more once the rival has found its own.
    loop {
        let before = decided.sure.len();
        for (at, pair) in pairs.iter().enumerate() {
            if pair.evidence.score < SURE {
                break;
            }
            if !taken.has(pair) && !near.rivals(&pairs, at).any(|rival| !taken.has(rival)) {
                taken.old.insert(pair.old);
                taken.new.insert(pair.new);
                decided.sure.push(pair.clone());
            }
        }
        if decided.sure.len() == before {
            break;
        }
    }
    pairs.retain(|pair| !taken.has(pair) && pair.evidence.likeness >= WORTH_ASKING);
    pairs.sort_by_key(|pair| (-pair.evidence.likeness, pair.old, pair.new));
    let mut offered: HashMap<PeerId, usize> = HashMap::new();
    pairs.retain(|pair| {
        let count = offered.entry(pair.new).or_default();
        *count += 1;
        *count <= MOST_OFFERED
    });
    decided.unsure = pairs;
    decided
}

#[derive(Default)]
struct Taken {
    old: HashSet<PeerId>,
    new: HashSet<PeerId>,
}

impl Taken {
    fn has(&self, pair: &Suggestion) -> bool {
        self.old.contains(&pair.old) || self.new.contains(&pair.new)
    }
}

/// Which pairs have a side in common.
struct Near {
    by_old: HashMap<PeerId, Vec<usize>>,
    by_new: HashMap<PeerId, Vec<usize>>,
}

impl Near {
    fn of(pairs: &[Suggestion]) -> Self {
        let (mut by_old, mut by_new) = (HashMap::<_, Vec<_>>::new(), HashMap::<_, Vec<_>>::new());
        for (at, pair) in pairs.iter().enumerate() {
            by_old.entry(pair.old).or_default().push(at);
            by_new.entry(pair.new).or_default().push(at);
        }
        Self { by_old, by_new }
    }

    /// Other pairs with one of the same two that look nearly as good.
    fn rivals<'a>(&'a self, pairs: &'a [Suggestion], at: usize) -> impl Iterator<Item = &'a Suggestion> {
        let pair = pairs.get(at);
        let sides = pair.map(|pair| [self.by_old.get(&pair.old), self.by_new.get(&pair.new)]);
        let least = pair.map_or(i32::MAX, |pair| pair.evidence.score - MARGIN);
        let others = sides.into_iter().flatten().flatten().flatten();
        others
            .filter(move |other| **other != at)
            .filter_map(|other| pairs.get(*other))
            .filter(move |other| other.evidence.score > least)
    }
}
