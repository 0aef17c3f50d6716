//! One login: who has been met so far, who of the earlier ones has not, and the decisions as records come in.
//!
//! Owns when something is sure enough: at once only beyond doubt, the rest when everybody is there. Records come one by
//! one and thin (webwxinit's recent chats, a name in a message), then in pages (the address book), then with members
//! (groups, asked for last). Never: what is in a chat; the caller moves that, told by [`Joined`].

mod begin;

use std::collections::BTreeSet;

use super::clues::{Clues, Record};
use super::pairing::{Decided, Suggestion, decide};
use super::{MARGIN, SURE, SURE_EARLY, WORTH_ASKING, member_names, weigh};
use crate::app::directory::{Directory, Peer};
use crate::domain::contact::{Contact, ContactKind};
use crate::domain::id::{PeerId, UserName};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meeting {
    /// Those of the login before this one.
    known: Clues,
    /// Those of earlier ones, who were not there the last time: they can still come back, but whoever was there goes
    /// before, or two peers of which nobody could tell that they are one would hide each other for ever.
    stale: Clues,
    /// Those met in this one.
    met: Clues,
    /// Met in this login and not known to be anybody yet.
    pub(super) newcomers: BTreeSet<PeerId>,
    /// Groups among them whose members have not been told.
    pub(super) untold: BTreeSet<PeerId>,
    /// The address book is complete.
    pub(in crate::app) complete: bool,
    /// Who was logged in before.
    me: Option<PeerId>,
    /// What the person may decide.
    pub(super) suggestions: Vec<Suggestion>,
}

/// What [`Directory::adopt`] found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adopted {
    pub id: PeerId,
    /// Peers that turned out to be others: whatever is kept under `twin` belongs to `into`.
    pub joined: Vec<Joined>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Joined {
    pub twin: PeerId,
    pub into: PeerId,
}

impl Directory {
    /// The peer of this name, made if need be.
    pub(in crate::app) fn intern(&mut self, name: &UserName) -> PeerId {
        match self.id_of(name) {
            Some(id) => id,
            None => self.adopt(Contact::bare(name.clone())).id,
        }
    }

    /// Takes in a record: merges it into the peer of its name, which may turn out to be one of an earlier login.
    pub(in crate::app) fn adopt(&mut self, record: Contact) -> Adopted {
        let here = self.id_of(&record.user_name);
        let mine = self.me.as_ref() == Some(&record.user_name);
        let earlier = match here {
            Some(_) => None,
            None if mine => self.meeting.me,
            None => self.recognise(&record, None),
        };
        let id = match here.or(earlier) {
            Some(id) => {
                self.by_name.insert(record.user_name.clone(), id);
                self.merge(id, record);
                id
            }
            None => self.add(record),
        };
        let waited = !self.meeting.untold.is_empty();
        self.note(id);
        let mut joined = self.pair(id);
        if waited && self.meeting.complete && self.meeting.untold.is_empty() {
            joined.extend(self.decide(&self.newcomers(true)));
        }
        Adopted {
            id: self.resolve(id),
            joined,
        }
    }

    fn add(&mut self, record: Contact) -> PeerId {
        let id = PeerId(u32::try_from(self.peers.len()).unwrap_or(u32::MAX));
        self.by_name.insert(record.user_name.clone(), id);
        if self.peers.len() == self.peers.capacity() {
            // An eighth more, not twice as much: an address book is thousands of large records.
            self.peers.reserve_exact(self.peers.len() / 8 + 16);
        }
        self.peers.push(Peer::new(record));
        self.meeting.newcomers.insert(id);
        self.changed.insert(id);
        id
    }

    fn note(&mut self, id: PeerId) {
        let Some(peer) = self.peers.get_mut(id.0 as usize) else {
            return;
        };
        self.meeting.met.note(id, &peer.contact);
        let lacks_members = peer.contact.kind == ContactKind::Group && member_names(&peer.contact).is_empty();
        if lacks_members && !peer.gone && self.meeting.newcomers.contains(&id) {
            self.meeting.untold.insert(id);
        } else {
            self.meeting.untold.remove(&id);
        }
    }

    /// Whom this record, or a newcomer with it, is beyond doubt.
    fn recognise(&self, contact: &Contact, new: Option<PeerId>) -> Option<PeerId> {
        let mut pairs = self.pairs(contact, new);
        pairs.sort_by_key(|pair| -pair.evidence.score);
        let best = pairs.first()?;
        let second = pairs.get(1).map_or(0, |pair| pair.evidence.score);
        let sure = best.evidence.score >= SURE_EARLY && best.evidence.score - second >= MARGIN;
        sure.then_some(best.old)
    }

    /// Every peer not met that anything speaks for.
    fn pairs(&self, contact: &Contact, new: Option<PeerId>) -> Vec<Suggestion> {
        let record = Record::of(contact);
        let fresh = self.meeting.known.candidates(&record);
        let stale = self.meeting.stale.candidates(&record);
        let mut pairs = self.weighed(fresh.into_iter().chain(stale), &record, new);
        pairs.retain(|pair| !self.are_apart(pair.old, pair.new));
        pairs
    }

    fn are_apart(&self, old: PeerId, new: PeerId) -> bool {
        self.peers
            .get(old.0 as usize)
            .is_some_and(|peer| peer.apart.contains(&new))
    }

    pub(super) fn weighed(
        &self,
        candidates: impl Iterator<Item = PeerId>,
        record: &Record<'_>,
        new: Option<PeerId>,
    ) -> Vec<Suggestion> {
        let Meeting {
            known, stale, met, ..
        } = &self.meeting;
        let alone_now = |clue| met.only(clue, new);
        let alone_last = |clue| known.alone(clue) && alone_now(clue);
        let alone_ever = |clue| known.only(clue, None) && stale.alone(clue) && alone_now(clue);
        let new = new.unwrap_or(PeerId(u32::MAX));
        candidates
            .filter_map(|old| {
                let peer = self.unmet(old)?;
                let evidence = if peer.stale {
                    weigh(peer, record, &alone_ever)
                } else {
                    weigh(peer, record, &alone_last)
                }?;
                let worth = evidence.likeness >= WORTH_ASKING || evidence.score >= SURE;
                worth.then_some(Suggestion { old, new, evidence })
            })
            .collect()
    }

    /// A peer of an earlier login that has not been met in this one.
    pub(super) fn unmet(&self, id: PeerId) -> Option<&Peer> {
        self.peers
            .get(id.0 as usize)
            .filter(|peer| !peer.current && peer.same_as.is_none())
    }

    /// After something was told about a newcomer: who that is, as far as it can be said by now.
    fn pair(&mut self, id: PeerId) -> Vec<Joined> {
        let Some(peer) = self.peers.get(id.0 as usize) else {
            return Vec::new();
        };
        if !self.meeting.newcomers.contains(&id) {
            return Vec::new();
        }
        if let Some(old) = self.recognise(&peer.contact, Some(id)) {
            return vec![self.unite(id, old)];
        }
        let group = peer.contact.kind == ContactKind::Group;
        if !self.meeting.complete || peer.is_blank() || (group && !self.meeting.untold.is_empty()) {
            return Vec::new();
        }
        self.decide(&self.rivals_of(id))
    }

    fn newcomers(&self, groups: bool) -> Vec<PeerId> {
        let is_group = |id: &PeerId| {
            self.peer(*id)
                .is_some_and(|peer| peer.contact.kind == ContactKind::Group)
        };
        let all = self.meeting.newcomers.iter().copied();
        all.filter(|id| is_group(id) == groups).collect()
    }

    /// This newcomer and the others that may be the same people.
    fn rivals_of(&self, id: PeerId) -> Vec<PeerId> {
        let mine = self.peer(id).map(|peer| self.pairs(&peer.contact, Some(id)));
        let mut rivals: BTreeSet<PeerId> = mine
            .into_iter()
            .flatten()
            .filter_map(|pair| self.peer(pair.old))
            .flat_map(|old| self.meeting.met.candidates(&Record::of(&old.contact)))
            .filter(|rival| self.meeting.newcomers.contains(rival))
            .collect();
        rivals.insert(id);
        rivals.into_iter().collect()
    }

    /// The address book is complete: whoever is left is decided on, one to one. Groups wait for their members.
    pub(in crate::app) fn complete_book(&mut self) -> Vec<Joined> {
        self.meeting.complete = true;
        let mut joined = self.decide(&self.newcomers(false));
        if self.meeting.untold.is_empty() {
            joined.extend(self.decide(&self.newcomers(true)));
        }
        joined
    }

    /// Everybody is there, and nobody will tell more of any group.
    pub(super) fn complete_all(&mut self) {
        self.meeting.untold.clear();
        self.complete_book();
    }

    fn decide(&mut self, newcomers: &[PeerId]) -> Vec<Joined> {
        let pairs = newcomers
            .iter()
            .filter_map(|id| Some((*id, self.peer(*id)?)))
            .flat_map(|(id, peer)| self.pairs(&peer.contact, Some(id)))
            .collect();
        let Decided { sure, unsure } = decide(pairs);
        let decided: BTreeSet<&PeerId> = newcomers.iter().collect();
        self.meeting
            .suggestions
            .retain(|known| !decided.contains(&known.new));
        self.meeting.suggestions.extend(unsure);
        sure.into_iter()
            .map(|pair| self.unite(pair.new, pair.old))
            .collect()
    }

    /// A newcomer's chat brought a message of an earlier peer's chat: a `MsgId` is the service's own and lasts for ever
    /// (`protocol.md §3.4`).
    pub(in crate::app) fn prove(&mut self, new: PeerId, old: PeerId) -> Option<Joined> {
        let groups = [old, new].map(|id| self.peer(id).map(|peer| peer.contact.kind == ContactKind::Group));
        let [was, is] = groups;
        let joins = was == is && self.may_unite(old, new) && !self.are_apart(old, new);
        joins.then(|| self.unite(new, old))
    }
}
