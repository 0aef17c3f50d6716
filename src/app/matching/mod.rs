//! Who is who across logins: the service renames everybody at each login (`protocol.md §3.4`).
//!
//! Owns the evidence by which somebody met in this login is taken for a peer of an earlier one, and what it weighs:
//! `clues` finds candidates, `pairing` decides among them one to one, `meeting` does it as records come in, `joining` makes
//! two peers one and takes them apart. Never: a merge on a bare name, on a clue that several share, or against what the
//! person said; what was said in a chat.

mod clues;
mod foreign;
mod joining;
mod meeting;
mod pairing;

pub use foreign::recognise;
pub use meeting::{Adopted, Joined, Meeting};
pub use pairing::Suggestion;

use super::directory::Peer;
use crate::domain::contact::{Contact, ContactKind, Sex};
use clues::Record;

/// Enough to take two for one while the address book is still coming in and somebody likelier may follow.
const SURE_EARLY: i32 = 20;
/// Enough once everybody is there: two things that agree and are nobody else's, or a picture that is nobody else's.
const SURE: i32 = 12;
/// Enough to be shown to the person.
const WORTH_ASKING: i32 = 7;
/// By so much the best must be better than the second best.
const MARGIN: i32 = 3;
/// What cannot be a coincidence.
const PROOF: i32 = 40;
/// A group with another name is known by its members only if it shares at least so many: three people may have two groups.
const FEWEST_MEMBERS: u32 = 5;

/// Something two records can agree or differ in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sign {
    /// The literal name of one of the service's own accounts.
    Account,
    Alias,
    Remark,
    Nick,
    /// The same reading of another spelling.
    Pinyin,
    Avatar,
    Signature,
    Sex,
    Place,
    Members,
}

/// What speaks for two peers being one, and what against it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    pub same: Vec<Sign>,
    pub differing: Vec<Sign>,
    /// A group's members by name: in both, and in all.
    pub members: Option<(u32, u32)>,
    /// What is proved. A clue that several share adds nothing.
    pub score: i32,
    /// How alike they look: with what several share.
    pub likeness: i32,
}

impl Evidence {
    fn agree(&mut self, sign: Sign, weight: i32, proves: bool) {
        self.same.push(sign);
        self.likeness += weight;
        self.score += if proves { weight } else { 0 };
    }

    fn differ(&mut self, sign: Sign, weight: i32) {
        self.differing.push(sign);
        self.likeness -= weight;
        self.score -= weight;
    }

    /// Two texts of which either may not be told.
    fn compare(&mut self, sign: Sign, (old, new): (&str, &str), (for_it, against): (i32, i32), proves: bool) {
        if old.is_empty() || new.is_empty() {
            return;
        }
        if old == new {
            self.agree(sign, for_it, proves);
        } else if against > 0 {
            self.differ(sign, against);
        }
    }
}

/// Weighs whether `new`, met in this login, is `old`; `None` where something forbids it. `alone` tells of a clue that
/// nobody else has, neither then nor now.
fn weigh(old: &Peer, new: &Record<'_>, alone: &impl Fn(u64) -> bool) -> Option<Evidence> {
    let (was, is) = (&old.contact, new.contact);
    let mut evidence = Evidence::default();
    if is_literal(was) || is_literal(is) {
        evidence.agree(Sign::Account, PROOF, true);
        return (was.user_name == is.user_name).then_some(evidence);
    }
    if forbids(was, is) {
        return None;
    }
    let group = is.kind == ContactKind::Group;
    let proves = |clue: Option<u64>| clue.is_some_and(alone);
    let clues = &new.told;
    evidence.compare(
        Sign::Alias,
        (was.alias.as_str(), is.alias.as_str()),
        (PROOF, 0),
        proves(clues.alias),
    );
    let remarked = proves(clues.remark);
    let remarks = (was.remark_name.as_str(), is.remark_name.as_str());
    evidence.compare(Sign::Remark, remarks, (9, 2), remarked);
    // A nickname that several have is still nobody else's together with a place, or with a name that I gave.
    let named = proves(clues.nick) || proves(clues.person) || (remarked && was.remark_name == is.remark_name);
    let nicks = (was.nick_name.as_str(), is.nick_name.as_str());
    if is_respelt(was, is) {
        evidence.agree(Sign::Pinyin, 4, proves(clues.pinyin));
    } else if group {
        weigh_titles(&mut evidence, nicks, named);
    } else {
        evidence.compare(Sign::Nick, nicks, (8, 4), named);
    }
    if was.avatar_seq != is.avatar_seq {
        evidence.differ(Sign::Avatar, if group { 0 } else { 4 });
    } else if is.avatar_seq != 0 {
        evidence.agree(Sign::Avatar, if group { 8 } else { 16 }, proves(clues.avatar));
    } else if !group {
        // Nearly everybody has a picture: of somebody without one there is little to go by.
        evidence.score -= 3;
    }
    if group {
        weigh_members(&mut evidence, old, new);
    } else {
        let signatures = (was.signature.as_str(), is.signature.as_str());
        evidence.compare(Sign::Signature, signatures, (8, 0), proves(clues.signature));
        weigh_places(&mut evidence, was, is);
        let by_name = [Sign::Remark, Sign::Nick, Sign::Pinyin];
        if was.avatar_seq != is.avatar_seq && evidence.same.iter().all(|sign| by_name.contains(sign)) {
            // Somebody new who is called like somebody gone has a picture of their own: names alone are not sure then.
            evidence.score -= 2;
        }
    }
    if old.gone || old.stale {
        // Deleted before our eyes, or not there the last time: whoever comes now is somebody else, unless there is much
        // that says otherwise.
        evidence.score -= 4;
    }
    Some(evidence)
}

/// Special accounts keep their names.
fn is_literal(contact: &Contact) -> bool {
    let name = &contact.user_name;
    !name.as_str().starts_with('@') && !name.is_group()
}

fn forbids(was: &Contact, is: &Contact) -> bool {
    let aliases_differ = !was.alias.is_empty() && !is.alias.is_empty() && was.alias != is.alias;
    let kinds = [was.kind, is.kind];
    let one_is = |kind| kinds.contains(&kind) && kinds != [kind; 2];
    let account_or_not = one_is(ContactKind::PublicAccount) && !kinds.contains(&ContactKind::Stranger);
    aliases_differ || one_is(ContactKind::Group) || account_or_not
}

/// Written another way, read the same.
fn is_respelt(was: &Contact, is: &Contact) -> bool {
    let read = &was.pinyin.full;
    was.nick_name != is.nick_name && !read.is_empty() && *read == is.pinyin.full
}

/// A group of another name is another group, whoever is in it, unless something else says that it is not: people leave
/// one and make a new one of the same members. Members alone tell of a group only where it has no name, now and then.
fn weigh_titles(evidence: &mut Evidence, (was, is): (&str, &str), named: bool) {
    match (was.is_empty(), is.is_empty()) {
        (true, true) => evidence.score -= 2,
        (false, false) if was == is => evidence.agree(Sign::Nick, 8, named),
        (_, _) => evidence.differ(Sign::Nick, 8),
    }
}

fn weigh_places(evidence: &mut Evidence, was: &Contact, is: &Contact) {
    if was.sex != Sex::Unknown && is.sex != Sex::Unknown {
        if was.sex == is.sex {
            evidence.agree(Sign::Sex, 1, true);
        } else {
            evidence.differ(Sign::Sex, 6);
        }
    }
    let provinces = (was.province.as_str(), is.province.as_str());
    let cities = (was.city.as_str(), is.city.as_str());
    let told = |(was, is): (&str, &str)| !was.is_empty() && !is.is_empty();
    let same = |(was, is): (&str, &str)| told((was, is)) && was == is;
    if [provinces, cities]
        .into_iter()
        .any(|pair| told(pair) && !same(pair))
    {
        evidence.differ(Sign::Place, 3);
    } else if same(provinces) || same(cities) {
        let weight = if same(provinces) { 2 } else { 0 } + if same(cities) { 3 } else { 0 };
        evidence.agree(Sign::Place, weight, true);
    }
}

/// Jaccard's index of the members' names, from −6 with nobody in common to 18 with everybody.
fn weigh_members(evidence: &mut Evidence, old: &Peer, new: &Record<'_>) {
    if old.old_members.is_empty() || new.members.is_empty() {
        return;
    }
    let (shared, all) = clues::overlap(&old.old_members, &new.members);
    evidence.members = Some((shared, all));
    let weight = i32::try_from(shared.saturating_mul(24) / all.max(1)).unwrap_or(24) - 6;
    if weight > 0 {
        let named = evidence.same.contains(&Sign::Nick);
        evidence.agree(Sign::Members, weight, named || shared >= FEWEST_MEMBERS);
    } else {
        evidence.differ(Sign::Members, -weight);
    }
}

/// The names of a group's members, each once and in order: what outlives the login.
pub(super) fn member_names(contact: &Contact) -> Vec<&str> {
    let members = contact.group.as_deref().map_or(&[][..], |group| &group.members);
    let mut names: Vec<&str> = members
        .iter()
        .map(|member| member.nick_name.as_str())
        .filter(|name| !name.is_empty())
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Whether this record, just welcomed, is the account that was logged in before: where no number told it.
pub(in crate::app) fn same_account(before: &Contact, now: &Contact) -> bool {
    if !before.alias.is_empty() && !now.alias.is_empty() {
        return before.alias == now.alias;
    }
    before.nick_name == now.nick_name
}
