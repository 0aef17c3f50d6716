//! How a meeting begins: with a new login, with a session taken up again, or with one of which half is there.
//!
//! Owns who counts as known, as stale and as a newcomer from the start. Never: a decision about anybody.

use std::collections::BTreeSet;

use super::Meeting;
use crate::app::directory::{Directory, Peer};
use crate::app::matching::clues::Clues;
use crate::app::matching::is_literal;
use crate::domain::id::PeerId;

impl Directory {
    /// A new login: the names of the one before mean nothing any more.
    pub(in crate::app) fn begin_login(&mut self) {
        let me = self.me_id().map(|me| self.resolve(me));
        for (peer, id) in self.peers.iter_mut().zip(0..) {
            if peer.same_as.is_none() {
                peer.stale = !peer.current;
                peer.part();
                self.changed.insert(PeerId(id));
            }
        }
        self.by_name.clear();
        self.me = None;
        self.meeting = Meeting {
            known: Clues::of(&self.peers, false),
            stale: Clues::of(&self.peers, true),
            me,
            ..Meeting::default()
        };
    }

    /// The session of the run before goes on, and so do its names. Whoever was not met in it can still come back.
    pub fn resume(&mut self) {
        self.stack_twins();
        let mut met = Clues::default();
        for (peer, id) in self.peers.iter_mut().zip(0..) {
            peer.stale = !peer.current;
            if peer.current {
                met.note(PeerId(id), &peer.contact);
            }
        }
        self.meeting = Meeting {
            stale: Clues::of(&self.peers, true),
            met,
            complete: true,
            ..Meeting::default()
        };
    }

    /// The address book is still coming in: nothing, where it has only begun to; where the run before ended before it was
    /// there, who that run met is a newcomer again until it is.
    pub(in crate::app) fn await_book(&mut self) {
        if !std::mem::take(&mut self.meeting.complete) {
            return;
        }
        // Whoever was found again in that login has a twin: the name under which it was met.
        let found: BTreeSet<PeerId> = self.peers.iter().filter_map(|peer| peer.same_as).collect();
        let me = self.me_id();
        let fresh = |(peer, id): (&Peer, u32)| {
            let new = peer.current && peer.same_as.is_none() && !is_literal(&peer.contact);
            let id = PeerId(id);
            (new && !found.contains(&id) && me != Some(id)).then_some(id)
        };
        self.meeting.newcomers = self.peers.iter().zip(0..).filter_map(fresh).collect();
        for id in self.meeting.newcomers.clone() {
            self.note(id);
        }
        for peer in &mut self.peers {
            peer.stale = false;
        }
        self.meeting.known = Clues::of(&self.peers, false);
        self.meeting.stale = Clues::default();
    }
}
