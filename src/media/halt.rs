//! Looks that were called off, told from one thread to the other.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The numbers of looks that nobody waits for any more. Looks are numbered as they are asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Halt(Arc<Mutex<BTreeSet<u64>>>);

impl Halt {
    pub(super) fn call_off(&self, number: u64) {
        self.lock().insert(number);
    }

    pub(super) fn is_called_off(&self, number: u64) -> bool {
        self.lock().contains(&number)
    }

    /// This look has its turn: those before it had theirs.
    pub(super) fn begin(&self, number: u64) {
        let mut numbers = self.lock();
        *numbers = numbers.split_off(&number);
    }

    fn lock(&self) -> MutexGuard<'_, BTreeSet<u64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
