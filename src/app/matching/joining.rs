//! Two peers made one, and one made two again.
//!
//! Owns the stack of twins: whoever was joined into a peer last is the first to be taken out again, and everybody then has
//! the record they had. Also whom the person may join, and what is shown for it. Never: what is in a chat; the caller
//! moves that, told by [`Joined`].

use super::clues::Record;
use super::meeting::Joined;
use super::pairing::{MOST_OFFERED, Suggestion};
use super::{Evidence, WORTH_ASKING, is_literal, weigh};
use crate::app::directory::{Directory, Peer};
use crate::domain::id::PeerId;

impl Directory {
    /// Makes `twin`, met in this login, a second name of `into`. A twin that was somebody keeps what `into` was known by
    /// before, so that [`Directory::divide`] can give everybody their own again; one that was nobody is only another name of
    /// whoever brought the last.
    pub(in crate::app) fn unite(&mut self, twin: PeerId, into: PeerId) -> Joined {
        let was_somebody = self.peer(twin).is_some_and(|peer| !peer.is_blank());
        let former = self.peers.get(into.0 as usize).map(|peer| peer.contact.clone());
        let face = self.face(into);
        let Some(peer) = self.peers.get_mut(twin.0 as usize) else {
            return Joined { twin, into };
        };
        peer.same_as = Some(if was_somebody { into } else { face });
        self.joins += u32::from(was_somebody);
        peer.joined = if was_somebody { self.joins } else { 0 };
        let current = std::mem::take(&mut peer.current);
        let fetched = peer.fetched;
        let told = peer.contact.clone();
        if current {
            self.by_name.insert(told.user_name.clone(), into);
        }
        let gone = self.peers.get(into.0 as usize).is_some_and(|peer| peer.gone);
        self.merge(into, told);
        let members = self.peers.get_mut(into.0 as usize).map(|peer| {
            (peer.fetched, peer.current) = (fetched, current);
            peer.last_twin = if was_somebody { Some(twin) } else { peer.last_twin };
            std::mem::take(&mut peer.old_members)
        });
        if let (true, Some(former), Some(peer)) = (was_somebody, former, self.peers.get_mut(twin.0 as usize))
        {
            peer.old_members = members.unwrap_or_default();
            peer.gone = gone;
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

    /// Finds again who was joined into whom last.
    pub(super) fn stack_twins(&mut self) {
        let mut twins: Vec<_> = self
            .peers
            .iter()
            .zip(0..)
            .filter(|(peer, _)| peer.joined > 0)
            .collect();
        twins.sort_by_key(|(peer, _)| peer.joined);
        self.joins = twins.last().map_or(0, |(peer, _)| peer.joined);
        let twins: Vec<_> = twins
            .into_iter()
            .filter_map(|(peer, id)| Some((peer.same_as?, PeerId(id))))
            .collect();
        for peer in &mut self.peers {
            peer.last_twin = None;
        }
        for (into, twin) in twins {
            if let Some(peer) = self.peers.get_mut(into.0 as usize) {
                peer.last_twin = Some(twin);
            }
        }
    }

    /// Takes the last twin out of a peer again, for good. It takes the name of this login with it, since it brought it.
    pub(in crate::app) fn divide(&mut self, into: PeerId) -> Option<Joined> {
        let into = self.resolve(into);
        let twin = self.peers.get(into.0 as usize)?.last_twin?;
        let former = self.peers.get(twin.0 as usize)?.contact.clone();
        let whole = self.peers.get_mut(into.0 as usize)?;
        let told = whole.contact.clone();
        let (current, fetched) = (whole.current, whole.fetched);
        whole.put(former);
        whole.current = false;
        whole.apart.push(twin);
        let gone = whole.gone;
        let peer = self.peers.get_mut(twin.0 as usize)?;
        let members = std::mem::take(&mut peer.old_members);
        let was_gone = std::mem::replace(&mut peer.gone, gone);
        (peer.current, peer.fetched) = (current, fetched);
        peer.same_as = None;
        peer.joined = 0;
        peer.apart.push(into);
        peer.put(told);
        let name = peer.contact.user_name.clone();
        let whole = self.peers.get_mut(into.0 as usize)?;
        (whole.old_members, whole.gone) = (members, was_gone);
        if current {
            self.by_name.insert(name, twin);
        }
        self.stack_twins();
        self.changed.extend([twin, into]);
        Some(Joined { twin, into })
    }

    /// Whether these two can be one: somebody who was not met in this login, and somebody who was.
    pub(in crate::app) fn may_unite(&self, old: PeerId, new: PeerId) -> bool {
        let met = self.peers.get(new.0 as usize);
        let met = met.is_some_and(|peer| peer.current && peer.same_as.is_none());
        met && self.unmet(old).is_some()
    }

    /// Whether the person may say that these two are one: both persons, both accounts or both groups, and not both met in
    /// this login, for then the service knows them as two.
    pub fn can_unite(&self, one: PeerId, other: PeerId) -> bool {
        let [Some(first), Some(second)] = [one, other].map(|id| self.peers.get(id.0 as usize)) else {
            return false;
        };
        let me = self.me_id().map(|me| self.resolve(me));
        let whole = |peer: &Peer| peer.same_as.is_none() && !is_literal(&peer.contact);
        one != other
            && ![one, other].into_iter().any(|id| me == Some(id))
            && whole(first)
            && whole(second)
            && !(first.current && second.current)
            && first.contact.kind.is_like(second.contact.kind)
    }

    /// Of two that are one by the person's word: who was met in this login, else the later one, and who it is.
    pub(in crate::app) fn twin_and_into(&self, one: PeerId, other: PeerId) -> (PeerId, PeerId) {
        let is_met = |id: PeerId| self.peers.get(id.0 as usize).is_some_and(|peer| peer.current);
        if (is_met(one), one) > (is_met(other), other) {
            (one, other)
        } else {
            (other, one)
        }
    }

    /// What speaks for these two being one, and what against it; `None` where nothing can.
    pub fn evidence(&self, one: PeerId, other: PeerId) -> Option<Evidence> {
        let (twin, into) = self.twin_and_into(one, other);
        let (twin, into) = (self.peer(twin)?, self.peer(into)?);
        let record = Record::of(&twin.contact);
        weigh(into, &record, &|_| true)
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
        let all = (0..).take(self.peers.len()).map(PeerId);
        let unmet = all.filter(|old| self.may_unite(*old, new));
        let mut found = self.weighed(unmet, &record, Some(new));
        found.retain(|pair| pair.evidence.likeness >= WORTH_ASKING);
        found.sort_by_key(|pair| (-pair.evidence.likeness, pair.old));
        found.truncate(MOST_OFFERED);
        self.meeting.suggestions.retain(|known| known.new != new);
        self.meeting.suggestions.extend(found);
    }
}
