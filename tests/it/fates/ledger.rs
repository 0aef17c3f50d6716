//! What was said by whom, beside the program: what the history must come to.

use std::collections::{HashMap, HashSet};

use weft::domain::id::{LocalId, MsgId, Seq};
use weft::domain::time::Timestamp;
use weft::port::store::{Change, State};

use super::run::Town;
use crate::machine::Wreck;
use crate::room::id;

#[derive(Default)]
pub struct Ledger {
    pub posts: Vec<Post>,
    pub own: Vec<Own>,
    /// Chats that were read on the phone: between two messages of one batch, perhaps.
    pub read_elsewhere: HashSet<usize>,
    /// How often the service had been asked for what is in doubt.
    doubts: HashMap<LocalId, u32>,
}

/// What others said, or oneself on the phone; in the order of the service.
pub struct Post {
    pub id: MsgId,
    pub chat: usize,
    /// `None`: oneself.
    pub by: Option<&'static str>,
    pub at: Timestamp,
    pub words: String,
    pub recalled: bool,
}

/// What was sent here.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "what became of it, each on its own")]
pub struct Own {
    pub local: LocalId,
    pub seq: Seq,
    pub text: String,
    pub chat: usize,
    /// The person took it back, or dropped it.
    pub given_up: bool,
    /// The person said that it arrived.
    pub marked: bool,
    /// The machine stopped before it was on disk.
    pub unborn: bool,
    /// The machine stopped while the disk could not be written, which the status bar told.
    pub excused: bool,
    /// It failed or was in doubt for a while: later ones went before it.
    pub was_stuck: bool,
}

impl Own {
    pub fn new(local: LocalId, seq: Seq, text: String, chat: usize) -> Self {
        Self {
            local,
            seq,
            text,
            chat,
            given_up: false,
            marked: false,
            unborn: false,
            excused: false,
            was_stuck: false,
        }
    }
}

impl Ledger {
    pub fn said(&mut self, id: u64, (chat, by): (usize, Option<&'static str>), at: Timestamp, words: String) {
        self.posts.push(Post {
            id: MsgId(id),
            chat,
            by,
            at,
            words,
            recalled: false,
        });
    }

    /// The last thing said there that was not taken back yet.
    pub fn recall(&mut self, chat: usize) -> Option<u64> {
        let mut posts = self.posts.iter_mut().rev();
        let post = posts.find(|post| post.chat == chat && !post.recalled)?;
        post.recalled = true;
        Some(post.id.0)
    }

    /// Own messages that the program has in hand.
    pub fn unsent(&self, town: &Town) -> HashSet<LocalId> {
        let own = self.own.iter().map(|own| own.local);
        own.filter(|local| town.model.outbox.chat_of(*local).is_some())
            .collect()
    }

    /// Those it has no more, by the person's will.
    pub fn taken(&mut self, town: &Town, before: &HashSet<LocalId>) {
        for own in &mut self.own {
            let has = town.model.outbox.chat_of(own.local).is_some();
            own.given_up |= before.contains(&own.local) && !has;
        }
    }

    /// Those of them that were not taken away but marked.
    pub fn marked(&mut self, town: &Town, before: &HashSet<LocalId>) {
        for own in &mut self.own {
            let has = town.model.outbox.chat_of(own.local).is_some();
            if before.contains(&own.local) && !has && own.given_up {
                own.marked = true;
            }
        }
    }

    /// Who is in doubt, or failed.
    pub fn look(&mut self, town: &Town) {
        let Some(book) = town.room.kept() else {
            return;
        };
        let kept = book.lines.values().map(|line| line.state);
        let talks = town.model.conversations.by_peer.values();
        let shown = talks.flat_map(|talk| talk.lines.iter().map(|line| line.state));
        let stuck: HashSet<LocalId> = kept.chain(shown).filter_map(State::stuck).collect();
        for own in &mut self.own {
            own.was_stuck |= stuck.contains(&own.local);
        }
    }

    /// What was under way when the machine stopped is not sent again by itself.
    pub fn no_silent_repeat(&self, town: &Town) -> Result<(), String> {
        for (local, before) in &self.doubts {
            let asked = asked(town, *local);
            if asked != *before {
                return Err(format!(
                    "{local} was in doubt and sent again by itself: {before}, then {asked} times"
                ));
            }
        }
        Ok(())
    }

    /// The person has something sent again.
    pub fn sends_again(&mut self) {
        self.doubts.clear();
    }

    /// The machine stopped: what was not on disk is gone, and must not be with the service either; what was on its way is in
    /// doubt.
    pub fn crash(&mut self, town: &Town, wreck: &Wreck) {
        let book = town.room.kept();
        for line in book.into_iter().flat_map(|book| book.lines.values()) {
            if let State::Sending(local) = line.state {
                self.doubts.insert(local, asked(town, local));
            }
        }
        let written: HashSet<LocalId> = book
            .into_iter()
            .flat_map(|book| book.lines.values())
            .filter_map(|line| line.state.local())
            .collect();
        let ids: HashSet<MsgId> = book
            .into_iter()
            .flat_map(|book| book.lines.values())
            .filter_map(id)
            .collect();
        let troubled = wreck.model.history.trouble.is_some() || town.room.trouble.is_some();
        let unwritten: HashSet<Seq> = wreck
            .unwritten
            .iter()
            .filter_map(|change| {
                if let Change::Line(line) = change {
                    Some(line.seq)
                } else {
                    None
                }
            })
            .collect();
        for own in &mut self.own {
            let sent = delivered(town, own.local).is_some_and(|(id, ..)| ids.contains(&MsgId(id)));
            if !written.contains(&own.local) && !sent && unwritten.contains(&own.seq) {
                own.excused |= troubled;
                own.unborn |= !troubled;
            }
        }
    }
}

/// What the service made of it: its id, and where and as what.
pub fn delivered(town: &Town, local: LocalId) -> Option<(u64, &str, &str)> {
    let name = local.to_string();
    let found = town
        .world
        .delivered()
        .iter()
        .find(|delivered| delivered.client_msg_id == name)?;
    Some((found.msg_id, &found.chat, &found.text))
}

fn asked(town: &Town, local: LocalId) -> u32 {
    let name = local.to_string();
    let delivered = town.world.delivered().iter();
    delivered
        .filter(|delivered| delivered.client_msg_id == name)
        .map(|delivered| delivered.asked)
        .sum()
}
