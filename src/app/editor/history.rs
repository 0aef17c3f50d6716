//! Undo: what was replaced by what, in steps a person would call one.
//!
//! Never asks a clock: a step of typing ends where a word begins, where the caret was moved, or where something else
//! was done, so the same keys give the same steps however fast they were hit.

/// Steps kept. A step is a word or a paste; whoever goes back further than that wants another draft.
const LIMIT: usize = 1_000;

/// `old` at byte `at` became `new`.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Change {
    pub at: usize,
    pub old: String,
    pub new: String,
    /// The caret before and after.
    pub before: usize,
    pub after: usize,
}

/// How a change may grow into the step before it.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Kind {
    /// A grapheme typed.
    Type,
    /// A grapheme taken by Backspace or Delete.
    Erase,
    /// A step of its own.
    #[default]
    Whole,
}

#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct History {
    done: Vec<Change>,
    undone: Vec<Change>,
    /// What the last step may still grow by.
    open: Kind,
}

impl History {
    pub const NONE: Self = Self {
        done: Vec::new(),
        undone: Vec::new(),
        open: Kind::Whole,
    };

    pub fn record(&mut self, change: Change, kind: Kind) {
        self.undone.clear();
        let grown = match self.done.last_mut().filter(|_| self.open == kind) {
            Some(step) => grow(step, &change, kind),
            None => false,
        };
        self.open = kind;
        if grown {
            return;
        }
        if self.done.len() == LIMIT {
            self.done.remove(0);
        }
        self.done.push(change);
    }

    /// The last step is complete: what comes now is another one.
    pub fn seal(&mut self) {
        self.open = Kind::Whole;
    }

    /// Takes the last step back; where the caret was.
    pub fn undo(&mut self, text: &mut String) -> Option<usize> {
        self.seal();
        let step = self.done.pop()?;
        text.replace_range(step.at..step.at + step.new.len(), &step.old);
        let caret = step.before;
        self.undone.push(step);
        Some(caret)
    }

    /// Does the last step taken back again; where the caret was after it.
    pub fn redo(&mut self, text: &mut String) -> Option<usize> {
        self.seal();
        let step = self.undone.pop()?;
        text.replace_range(step.at..step.at + step.old.len(), &step.new);
        let caret = step.after;
        self.done.push(step);
        Some(caret)
    }
}

/// Adds `change` to `step` if it goes on where that one stopped.
fn grow(step: &mut Change, change: &Change, kind: Kind) -> bool {
    match kind {
        Kind::Whole => return false,
        Kind::Type => {
            if change.at != step.at + step.new.len() || begins_word(&step.new, &change.new) {
                return false;
            }
            step.new.push_str(&change.new);
        }
        Kind::Erase if change.at == step.at => {
            if begins_word(&step.old, &change.old) {
                return false;
            }
            step.old.push_str(&change.old);
        }
        Kind::Erase => {
            if change.at + change.old.len() != step.at || ends_word(&change.old, &step.old) {
                return false;
            }
            step.old.insert_str(0, &change.old);
            step.at = change.at;
        }
    }
    step.after = change.after;
    true
}

fn begins_word(before: &str, after: &str) -> bool {
    before.ends_with(char::is_whitespace) && !after.starts_with(char::is_whitespace)
}

fn ends_word(before: &str, after: &str) -> bool {
    !before.ends_with(char::is_whitespace) && after.starts_with(char::is_whitespace)
}
