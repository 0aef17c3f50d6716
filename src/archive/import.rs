//! Taking in a file of JSON Lines.
//!
//! The file is read three times: to see that all of it is right before anything is touched, to see what of it is here, and
//! to take in what is not. Transactions are small: where it stops half way, doing it again goes on, since nothing is taken in
//! twice. Nothing that comes in is ever sent: what was waiting is a message that failed.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::io::{self, BufRead};
use std::path::Path;

use super::record::{From, Message, Said, State, Word};
use super::said::url;
use super::whom::{File, Whom, whom};
use super::{jsonl, lines};
use crate::app::directory::Directory;
use crate::domain::id::{LocalId, MsgId, PeerId, Seq};
use crate::domain::message::{Body, Raw};
use crate::domain::text::SafeText;
use crate::domain::time::{Now, Timestamp};
use crate::port::store::{self, Change, ChatRecord, LineRecord, Which};
use crate::store::{Fault, Intake, Missing};

pub use super::lines::{Bad, Unreadable, Why};

/// Messages of the same second that are looked at together, and changes of a transaction.
const TOGETHER: usize = 1000;

/// The file, from its beginning each time.
pub type Source<'a> = &'a dyn Fn() -> io::Result<Box<dyn BufRead>>;

/// What came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// The account's number.
    pub account: i64,
    /// Messages that were not here.
    pub taken: u64,
    /// Messages that were.
    pub known: u64,
    /// People, groups and accounts that were not.
    pub newcomers: usize,
}

/// Why nothing more was taken in.
#[derive(Debug)]
pub enum Refused {
    File(Unreadable),
    Account(Missing),
    /// What was taken in before stays.
    History(Fault),
}

impl std::convert::From<Unreadable> for Refused {
    fn from(unreadable: Unreadable) -> Self {
        Self::File(unreadable)
    }
}

impl std::convert::From<io::Error> for Refused {
    fn from(error: io::Error) -> Self {
        Self::File(Unreadable::Io(error))
    }
}

impl std::convert::From<Fault> for Refused {
    fn from(fault: Fault) -> Self {
        Self::History(fault)
    }
}

/// Takes the file in: into the account that is `named`, or else the one that the file is of, which is made where there is none.
///
/// # Errors
/// When something is wrong with the file (then nothing was touched), the account or the disk.
pub fn import(
    home: &Path,
    (source, named): (Source<'_>, Option<Which>),
    now: Now,
    told: &mut dyn FnMut(u64),
) -> Result<Imported, Refused> {
    let survey = lines::survey(source()?)?;
    let which = named.unwrap_or(Which::Uin(survey.account));
    let (mut intake, opened) = Intake::open(home, &which).map_err(Refused::Account)?;
    let account = opened.account.uin;
    let local = LocalId(
        opened
            .last_local
            .0
            .max(now.wall_ms.unsigned_abs().saturating_mul(10_000)),
    );
    let chats = opened.chats.into_iter().map(|chat| (chat.peer, chat)).collect();
    let directory = Directory::kept(opened.peers, opened.me);
    let proven = proven(source, &intake)?;
    let numbers = intake.numbers(survey.messages);
    let file = File {
        peers: &survey.peers,
        proven: &proven,
        own: account == survey.account,
    };
    let whom = whom(&directory, &file);
    if file.own {
        intake.call(SafeText::line(&survey.name).as_str())?;
    }
    for some in whom.newcomers.chunks(TOGETHER) {
        let peer = |peer: &store::PeerRecord| Change::Peer(Box::new(peer.clone()));
        intake.write(some.iter().map(peer).collect())?;
    }
    let mut taking = Taking {
        intake: &mut intake,
        numbers,
        local,
        chats,
        together: Vec::new(),
        coming: HashSet::new(),
        changes: Vec::new(),
        imported: Imported {
            account,
            newcomers: whom.newcomers.len(),
            ..Imported::default()
        },
        told,
    };
    lines::each(source()?, |message| taking.put(&message, &whom))?;
    taking.flush()?;
    taking.write()?;
    Ok(taking.imported)
}

/// Whom the messages that are here already prove the peers of the file to be.
fn proven(source: Source<'_>, intake: &Intake) -> Result<HashMap<u32, PeerId>, Refused> {
    let mut proven = HashMap::new();
    lines::each(source()?, |message| {
        let speaker = match message.from {
            From::Peer(number) => number,
            From::Word(_) => message.chat,
        };
        let open = |number| !proven.contains_key(number);
        let wanted = open(&message.chat) || open(&speaker);
        let Some(id) = id(&message).filter(|_| wanted) else {
            return Ok(());
        };
        let Some((chat, from)) = intake.place(id)? else {
            return Ok(());
        };
        proven.entry(message.chat).or_insert(chat);
        if let (From::Peer(number), store::From::Peer(peer)) = (message.from, from) {
            proven.entry(number).or_insert(peer);
        }
        Ok::<_, Refused>(())
    })?;
    Ok(proven)
}

fn id(message: &Message) -> Option<MsgId> {
    message.id.as_ref()?.parse().ok().map(MsgId)
}

struct Taking<'a> {
    intake: &'a mut Intake,
    numbers: std::ops::Range<i64>,
    /// The last one given away.
    local: LocalId,
    chats: HashMap<PeerId, ChatRecord>,
    /// Of one second: what says the same twice must be told from what is here already.
    together: Vec<LineRecord>,
    /// What the next transaction brings: nobody finds it here before.
    coming: HashSet<MsgId>,
    changes: Vec<Change>,
    imported: Imported,
    told: &'a mut dyn FnMut(u64),
}

/// Where somebody says something.
type Place = (PeerId, String);

impl Taking<'_> {
    fn put(&mut self, message: &Message, whom: &Whom) -> Result<(), Refused> {
        let seq = self.numbers.next().map(Seq).unwrap_or_default();
        let Some(line) = self.line(message, whom, seq) else {
            return Ok(());
        };
        let goes_on = self.together.last().is_none_or(|last| last.at == line.at);
        if !goes_on || self.together.len() >= TOGETHER {
            self.flush()?;
        }
        self.together.push(line);
        Ok(())
    }

    fn line(&mut self, message: &Message, whom: &Whom, seq: Seq) -> Option<LineRecord> {
        let from = match message.from {
            From::Word(Word::Me) => store::From::Me,
            From::Word(Word::Service) => store::From::Service,
            From::Peer(number) => store::From::Peer(whom.of(number)?),
        };
        let state = message.state.filter(|_| from == store::From::Me);
        let mut next = || {
            self.local.0 = self.local.0.saturating_add(1);
            self.local
        };
        let state = match state {
            None => store::State::Kept(id(message)),
            Some(State::Unsent) => store::State::Failed(next(), jsonl::failure(message.why)),
            Some(State::Unconfirmed) => store::State::Unconfirmed(next()),
        };
        let body = message.said.body();
        let raw = raw(&body);
        Some(LineRecord {
            seq,
            chat: whom.of(message.chat)?,
            at: Timestamp(message.epoch),
            from,
            state,
            body,
            raw,
        })
    }

    /// Takes in what of this second is not here.
    fn flush(&mut self) -> Result<(), Refused> {
        let together = std::mem::take(&mut self.together);
        let mut known = Vec::with_capacity(together.len());
        // Of what says the same in the same place, so many are here and are none of those with an id.
        let mut spare: HashMap<Place, usize> = HashMap::new();
        for line in &together {
            let id = id_of(line);
            let here = match id {
                Some(id) => self.intake.place(id)?.is_some(),
                None => false,
            };
            let doubled = !here && id.is_some_and(|id| !self.coming.insert(id));
            known.push(here || doubled);
            let place = place(line);
            let left = match spare.entry(place) {
                Entry::Occupied(left) => left.into_mut(),
                Entry::Vacant(new) => {
                    let like = self.intake.like(line)?;
                    let count = like.iter().filter(|kept| said(kept) == said(line)).count();
                    new.insert(count)
                }
            };
            *left = left.saturating_sub(usize::from(here));
        }
        for (line, here) in together.into_iter().zip(known) {
            let bare = id_of(&line).is_none();
            let left = spare.entry(place(&line)).or_default();
            if here || (bare && *left > 0) {
                *left = left.saturating_sub(usize::from(bare));
                self.imported.known += 1;
            } else {
                let chat = self.chat(line.chat, line.at);
                self.changes.extend(chat);
                self.changes.push(Change::Line(Box::new(line)));
                self.imported.taken += 1;
            }
        }
        if self.changes.len() >= TOGETHER {
            self.write()?;
        }
        Ok(())
    }

    fn write(&mut self) -> Result<(), Refused> {
        let changes = std::mem::take(&mut self.changes);
        self.coming.clear();
        if !changes.is_empty() {
            self.intake.write(changes)?;
        }
        (self.told)(self.imported.taken + self.imported.known);
        Ok(())
    }

    /// The chat's row, where this is the last that was said in it.
    fn chat(&mut self, peer: PeerId, at: Timestamp) -> Option<Change> {
        let known = self.chats.get(&peer).cloned();
        if known.as_ref().is_some_and(|chat| chat.last_at >= at) {
            return None;
        }
        let chat = ChatRecord {
            last_at: at,
            ..known.unwrap_or(ChatRecord {
                peer,
                unread: 0,
                mentioned: false,
                last_at: at,
                opened_at: Timestamp::default(),
                rank: u32::MAX,
            })
        };
        self.chats.insert(peer, chat.clone());
        Some(Change::Chat(chat))
    }
}

fn place(line: &LineRecord) -> Place {
    let said = serde_json::to_string(&said(line)).unwrap_or_default();
    (line.chat, format!("{:?} {said}", line.from))
}

/// As a file tells it: what none tells makes no difference.
fn said(line: &LineRecord) -> Said {
    Said::of(&line.body).leading(url(line))
}

fn id_of(line: &LineRecord) -> Option<MsgId> {
    match line.state {
        store::State::Kept(id) => id,
        store::State::Queued(_)
        | store::State::Sending(_)
        | store::State::Failed(..)
        | store::State::Unconfirmed(_) => None,
    }
}

/// Where a link leads is all that is told of how it came.
fn raw(body: &Body) -> Option<Box<Raw>> {
    let (app_type, link) = if let Body::Link(link) = body {
        (5, link)
    } else if let Body::Music(link) = body {
        (3, link)
    } else if let Body::MiniProgram(link) = body {
        (33, link)
    } else {
        return None;
    };
    (!link.url.is_empty()).then(|| {
        Box::new(Raw {
            msg_type: 49,
            app_type,
            url: link.url.as_str().into(),
            ..Raw::default()
        })
    })
}
