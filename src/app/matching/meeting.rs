//! One login: who has been met so far, who of the earlier ones has not, and the decisions as records come in.
//!
//! Owns when something is sure enough: at once only beyond doubt, the rest when everybody is there. Records come one by
//! one and thin (webwxinit's recent chats, a name in a message), then in pages (the address book), then with members
//! (groups, asked for last). Never: what is in a chat; the caller moves that, told by [`Joined`].

use std::collections::BTreeSet;

use super::clues::{Clues, Record};
use super::pairing::{Decided, MOST_OFFERED, Suggestion, decide};
use super::{MARGIN, SURE, SURE_EARLY, WORTH_ASKING, member_names, weigh};
use crate::app::directory::{Directory, Peer};
use crate::domain::contact::{Contact, ContactKind};
use crate::domain::id::{PeerId, Seq};

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
    newcomers: BTreeSet<PeerId>,
    /// Groups among them whose members have not been told.
    untold: BTreeSet<PeerId>,
    /// The address book is complete.
    complete: bool,
    /// Who was logged in before.
    me: Option<PeerId>,
    /// The last line of the history before this login.
    since: Seq,
    /// What the person may decide.
    suggestions: Vec<Suggestion>,
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
    /// A new login: the names of the one before mean nothing any more. `since`: the last line of the history.
    pub(in crate::app) fn begin_login(&mut self, since: Seq) {
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
            since,
            ..Meeting::default()
        };
    }

    /// The session of the run before goes on, and so do its names; `since` as for [`Directory::begin_login`]. Whoever was not
    /// met in it can still come back.
    pub fn resume(&mut self, since: Seq) {
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
            since,
            ..Meeting::default()
        };
    }

    /// The peer of this name, made if need be.
    pub(in crate::app) fn intern(&mut self, name: &crate::domain::id::UserName) -> PeerId {
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
        self.peers.push(Peer::new(record, self.meeting.since));
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

    fn weighed(
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
    fn unmet(&self, id: PeerId) -> Option<&Peer> {
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

    /// Makes `twin`, met in this login, a second name of `into`. A twin that was somebody keeps what `into` was known by
    /// before, so that [`Directory::divide`] can give everybody their own again.
    pub(in crate::app) fn unite(&mut self, twin: PeerId, into: PeerId) -> Joined {
        let was_somebody = self.peer(twin).is_some_and(|peer| !peer.is_blank());
        let former = self.peers.get(into.0 as usize).map(|peer| peer.contact.clone());
        let Some(peer) = self.peers.get_mut(twin.0 as usize) else {
            return Joined { twin, into };
        };
        peer.same_as = Some(into);
        peer.current = false;
        let fetched = peer.fetched;
        let told = peer.contact.clone();
        self.by_name.insert(told.user_name.clone(), into);
        self.merge(into, told);
        let members = self.peers.get_mut(into.0 as usize).map(|peer| {
            peer.fetched = fetched;
            std::mem::take(&mut peer.old_members)
        });
        if let (true, Some(former), Some(peer)) = (was_somebody, former, self.peers.get_mut(twin.0 as usize))
        {
            peer.old_members = members.unwrap_or_default();
            peer.put(former);
        }
        self.changed.extend([twin, into]);
        self.meeting.newcomers.remove(&twin);
        self.meeting.untold.remove(&twin);
        self.meeting
            .suggestions
            .retain(|known| known.old != into && known.new != twin);
        Joined { twin, into }
    }

    /// The peer joined into this one last, of those that were somebody before.
    pub fn last_twin(&self, into: PeerId) -> Option<PeerId> {
        self.peers
            .iter()
            .zip(0..)
            .filter(|(peer, _)| peer.same_as == Some(into) && !peer.is_blank())
            .max_by_key(|(peer, id)| (peer.since, *id))
            .map(|(_, id)| PeerId(id))
    }

    /// Takes the last twin out of a peer again, for good. It takes the name of this login with it, since it brought it.
    pub(in crate::app) fn divide(&mut self, into: PeerId) -> Option<Joined> {
        let into = self.resolve(into);
        let twin = self.last_twin(into)?;
        let former = self.peers.get(twin.0 as usize)?.contact.clone();
        let whole = self.peers.get_mut(into.0 as usize)?;
        let told = whole.contact.clone();
        let (current, fetched) = (whole.current, whole.fetched);
        whole.put(former);
        whole.current = false;
        whole.apart.push(twin);
        let peer = self.peers.get_mut(twin.0 as usize)?;
        let members = std::mem::take(&mut peer.old_members);
        (peer.current, peer.fetched, peer.gone) = (current, fetched, false);
        peer.same_as = None;
        peer.apart.push(into);
        peer.put(told);
        let name = peer.contact.user_name.clone();
        self.peers.get_mut(into.0 as usize)?.old_members = members;
        if current {
            self.by_name.insert(name, twin);
        }
        self.changed.extend([twin, into]);
        Some(Joined { twin, into })
    }

    /// Whether a chat's name is new in this login and nobody knows whose it is.
    pub(in crate::app) fn is_newcomer(&self, id: PeerId) -> bool {
        self.meeting.newcomers.contains(&id)
    }

    /// Whether these two can be one: somebody who was not met in this login, and somebody who was and came later.
    pub fn may_unite(&self, old: PeerId, new: PeerId) -> bool {
        let met = self.peers.get(new.0 as usize);
        let met = met.is_some_and(|peer| peer.current && peer.same_as.is_none());
        met && old < new && self.unmet(old).is_some()
    }

    /// Who a peer may be, on either side, likelier ones first.
    pub fn suggestions(&self, peer: PeerId) -> impl Iterator<Item = &Suggestion> {
        let all = self.meeting.suggestions.iter();
        all.filter(move |known| {
            (known.new == peer || known.old == peer) && self.may_unite(known.old, known.new)
        })
    }

    /// Weighs a peer against everybody not met, whatever was found before: after a restart nothing is remembered, and
    /// the person may ask about anybody.
    pub(in crate::app) fn look_for_suggestions(&mut self, new: PeerId) {
        let Some(peer) = self.peer(new) else {
            return;
        };
        let record = Record::of(&peer.contact);
        let older = (0..new.0).map(PeerId).filter(|old| self.may_unite(*old, new));
        let mut found = self.weighed(older, &record, Some(new));
        found.retain(|pair| pair.evidence.likeness >= WORTH_ASKING);
        found.sort_by_key(|pair| (-pair.evidence.likeness, pair.old));
        found.truncate(MOST_OFFERED);
        self.meeting.suggestions.retain(|known| known.new != new);
        self.meeting.suggestions.extend(found);
    }
}
