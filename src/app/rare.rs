//! What most chats never have: nothing is held for it until it is.
//!
//! Owns when room for it is made. Never: what it is.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::{Deref, DerefMut};

use crate::domain::id::MsgId;

/// Something that stands empty in nearly all of thousands of chats: a pointer until somebody reaches for it to change it.
#[derive(Clone)]
pub struct Rare<T>(Option<Box<T>>);

/// A type whose empty value can be lent for ever.
pub trait Blank: Default + 'static {
    const BLANK: &'static Self;
}

impl Blank for BTreeSet<MsgId> {
    const BLANK: &'static Self = &Self::new();
}

impl<T> Default for Rare<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: Blank> Deref for Rare<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0.as_deref().unwrap_or(T::BLANK)
    }
}

impl<T: Blank> DerefMut for Rare<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.0.get_or_insert_default()
    }
}

impl<T: Blank + PartialEq> PartialEq for Rare<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Blank + fmt::Debug> fmt::Debug for Rare<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}
