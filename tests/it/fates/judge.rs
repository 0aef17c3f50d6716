//! What is left, against the service's record.

use std::collections::{HashMap, HashSet};

use weft::app::conversation::{Conversation, Edge};
use weft::app::directory::Peer;
use weft::app::rows::text_of;
use weft::domain::id::{MsgId, PeerId, Seq};
use weft::domain::message::Body;
use weft::domain::text::SafeText;
use weft::port::store::{From, LineRecord, State};

use super::ledger::{Ledger, Own, Post, delivered};
use super::run::{Run, Town};
use super::town::{self, CHATS};
use crate::room::{Book, id};

type Verdict = Result<(), String>;

/// Fails with these words unless this holds.
macro_rules! holds {
    ($what:expr, $($words:tt)*) => {
        if !$what {
            return Err(format!($($words)*));
        }
    };
}

/// Everything that must be true whenever nothing is on its way.
pub fn at_rest(run: &mut Run) -> Verdict {
    let Run { town, ledger, .. } = run;
    let broken = town.fate.broken.take();
    holds!(broken.is_none(), "{}", broken.unwrap_or_default());
    holds!(
        town.world.breaches().is_empty(),
        "the client misbehaved: {:?}",
        town.world.breaches()
    );
    let book = town.room.kept().ok_or("there is no history")?.clone();
    let ids = by_id(&book)?;
    let places = places(town)?;
    for post in &ledger.posts {
        received(town, post, &ids, &places)?;
    }
    for own in &ledger.own {
        sent(town, own, &book, &ids, &places)?;
    }
    nothing_else(town, ledger, &book)?;
    in_order(town, ledger, &book, &places)?;
    unread(town, ledger, &book)?;
    drafts(town, &book)?;
    windows(town, &book)
}

/// And once the person has had everything sent that was in doubt.
pub fn settled(run: &mut Run) -> Verdict {
    at_rest(run)?;
    let Run { town, ledger, .. } = run;
    let lines = town.room.kept().into_iter().flat_map(|book| book.lines.values());
    let stuck: Vec<_> = lines.filter(|line| line.state.local().is_some()).collect();
    holds!(stuck.is_empty(), "still not sent: {stuck:?}");
    for own in &ledger.own {
        let lost = own.given_up || own.unborn || own.excused;
        holds!(
            lost || delivered(town, own.local).is_some(),
            "never arrived: {own:?}"
        );
    }
    Ok(())
}

/// Each message once.
fn by_id(book: &Book) -> Result<HashMap<MsgId, &LineRecord>, String> {
    let mut ids = HashMap::new();
    for line in book.lines.values() {
        if let Some(id) = id(line) {
            let twin = ids.insert(id, line);
            holds!(twin.is_none(), "kept twice: {line:?} and {twin:?}");
        }
    }
    Ok(ids)
}

/// Who everybody is here.
fn places(town: &Town) -> Result<HashMap<&'static str, PeerId>, String> {
    let keys = CHATS.iter().map(|place| place.key);
    keys.map(|key| {
        let peer = town::peer(&town.world, &town.model.directory, key);
        Ok((key, peer.ok_or(format!("{key} is nobody"))?))
    })
    .collect()
}

fn received(
    town: &Town,
    post: &Post,
    ids: &HashMap<MsgId, &LineRecord>,
    places: &HashMap<&str, PeerId>,
) -> Verdict {
    let Post { words, at, .. } = post;
    let Some(line) = ids.get(&post.id) else {
        return Err(format!("{words:?} is lost"));
    };
    let directory = &town.model.directory;
    let chat = directory.resolve(line.chat);
    // A chat whose session ended before its record was told stays apart: nobody can say whose it is, and nothing in it is lost.
    let lost_name = is_nameless(town, chat);
    holds!(
        places.get(CHATS[post.chat].key) == Some(&chat) || lost_name,
        "{words:?} stands in the chat of another: {chat:?} of {places:?}"
    );
    let from = match line.from {
        From::Peer(peer) => From::Peer(directory.resolve(peer)),
        other @ (From::Me | From::Service) => other,
    };
    let by = match post.by {
        Some(key) => places.get(key).map(|peer| From::Peer(*peer)),
        None => Some(From::Me),
    };
    // Of a member of a group whose session ended before their record was told there is a name at best: nobody can be sure.
    let name = |peer| {
        directory
            .peer(peer)
            .map(|peer: &Peer| peer.contact.nick_name.as_str())
    };
    let unsure = match (from, by) {
        (From::Peer(peer), Some(From::Peer(who))) if peer != chat => {
            name(peer) == name(who) || is_nameless(town, peer)
        }
        (From::Peer(_) | From::Me | From::Service, _) => false,
    };
    holds!(
        Some(from) == by || unsure || lost_name,
        "{words:?} was said by {by:?}, not {from:?}"
    );
    holds!(line.at == *at, "{words:?} was said at {at:?}, not {:?}", line.at);
    let text = text_of(&line.body).map(SafeText::as_str);
    let recalled = matches!(line.body, Body::Recalled(_));
    holds!(
        recalled == post.recalled,
        "{words:?} taken back: {}, here {recalled}",
        post.recalled
    );
    holds!(recalled || text == Some(words), "{words:?} reads {text:?}");
    Ok(())
}

/// Whether its session ended before anything was told of it but its name in that session.
fn is_nameless(town: &Town, chat: PeerId) -> bool {
    town.model.directory.peer(chat).is_some_and(Peer::is_blank)
}

/// An own message is where it is said to be: with the service once or not at all, and in the history as what it is.
fn sent(
    town: &Town,
    own: &Own,
    book: &Book,
    ids: &HashMap<MsgId, &LineRecord>,
    places: &HashMap<&str, PeerId>,
) -> Verdict {
    let arrived = delivered(town, own.local);
    if let Some((_, chat, text)) = arrived {
        holds!(
            chat == CHATS[own.chat].key && text == own.text,
            "{own:?} arrived in {chat} as {text:?}"
        );
        holds!(!own.unborn, "{own:?} was sent before it was on disk");
    }
    let kept = arrived.and_then(|(id, ..)| ids.get(&MsgId(id)));
    let stuck: Vec<_> = book
        .lines
        .values()
        .filter(|line| line.state.local() == Some(own.local))
        .collect();
    let marked = own.marked
        && book
            .lines
            .get(&own.seq)
            .is_some_and(|line| line.state == State::Kept(None));
    holds!(stuck.len() <= 1, "{own:?} stands twice: {stuck:?}");
    for line in kept.into_iter().chain(&stuck) {
        let chat = town.model.directory.resolve(line.chat);
        let text = text_of(&line.body).map(|text| text.as_str().to_owned());
        holds!(
            places.get(CHATS[own.chat].key) == Some(&chat),
            "{own:?} stands in {chat:?}"
        );
        holds!(
            text.as_deref() == Some(&own.text) || matches!(line.body, Body::Recalled(_)),
            "{own:?} reads {text:?}"
        );
    }
    for line in &stuck {
        holds!(line.state.stuck().is_some(), "on its way for ever: {line:?}");
    }
    let there = kept.is_some() || !stuck.is_empty() || marked;
    holds!(
        there || own.given_up || own.unborn || own.excused,
        "{own:?} is not in the history; with the service: {arrived:?}"
    );
    holds!(
        there || !own.marked || own.excused,
        "{own:?} was said to have arrived, and is gone"
    );
    Ok(())
}

/// No line that nobody said, and nothing with the service that was not sent.
fn nothing_else(town: &Town, ledger: &Ledger, book: &Book) -> Verdict {
    let said = ledger.posts.iter().map(|post| post.id);
    let arrived = town.world.delivered().iter().map(|sent| MsgId(sent.msg_id));
    let known: HashSet<MsgId> = said.chain(arrived).collect();
    for line in book.lines.values() {
        let is_known = match line.state {
            State::Kept(Some(id)) => known.contains(&id),
            State::Kept(None) => ledger.own.iter().any(|own| own.marked && own.seq == line.seq),
            State::Queued(local)
            | State::Sending(local)
            | State::Failed(local, _)
            | State::Unconfirmed(local) => ledger.own.iter().any(|own| own.local == local),
        };
        holds!(is_known, "nobody said {line:?}");
    }
    for sent in town.world.delivered() {
        let own = ledger
            .own
            .iter()
            .filter(|own| own.local.to_string() == sent.client_msg_id);
        holds!(own.count() == 1, "nobody sent {sent:?}");
    }
    Ok(())
}

/// As it was said in each chat; own messages reach it in the order they were sent, but for those that stopped on the way.
fn in_order(town: &Town, ledger: &Ledger, book: &Book, places: &HashMap<&str, PeerId>) -> Verdict {
    for (place, chat) in CHATS.iter().enumerate() {
        let mut said: Vec<&Post> = ledger.posts.iter().filter(|post| post.chat == place).collect();
        said.sort_by_key(|post| post.at);
        let nameless: HashSet<MsgId> = book
            .lines
            .values()
            .filter(|line| is_nameless(town, line.chat))
            .filter_map(id)
            .collect();
        let said = said.iter().map(|post| post.id);
        let said: Vec<MsgId> = said.filter(|id| !nameless.contains(id)).collect();
        let lines = places
            .get(chat.key)
            .map(|peer| book.of(*peer))
            .unwrap_or_default();
        let lines: Vec<MsgId> = lines
            .into_iter()
            .filter_map(id)
            .filter(|id| said.contains(id))
            .collect();
        holds!(
            lines == said,
            "{} is out of order: {lines:?}, said {said:?}",
            chat.name
        );
        let smooth = ledger
            .own
            .iter()
            .filter(|own| own.chat == place && !own.was_stuck);
        let smooth: Vec<String> = smooth.map(|own| own.local.to_string()).collect();
        let order = town.world.delivered().iter().map(|sent| &sent.client_msg_id);
        let order: Vec<usize> = order
            .filter_map(|name| smooth.iter().position(|own| own == name))
            .collect();
        holds!(
            order.is_sorted(),
            "sent out of order to {}: {order:?} of {smooth:?}",
            chat.name
        );
    }
    Ok(())
}

/// What is counted as unread is what came since it was read.
fn unread(town: &Town, ledger: &Ledger, book: &Book) -> Verdict {
    for (peer, chat) in &book.chats {
        let read = town.fate.read.get(peer).copied().unwrap_or(Seq(i64::MIN));
        let since = book.of(*peer).into_iter();
        let since = since
            .filter(|line| line.seq > read && matches!(line.from, From::Peer(_)))
            .count();
        let unread = usize::try_from(chat.unread).unwrap_or(usize::MAX);
        let place = town::place(&town.model.directory, *peer);
        let read = place.is_some_and(|place| ledger.read_elsewhere.contains(&place));
        holds!(
            unread == since || (read && unread < since),
            "{peer:?} has {} unread, and {since} came since it was read",
            chat.unread
        );
        let shown = town.model.chats.get(*peer).map(|shown| shown.unread);
        holds!(
            shown == Some(chat.unread),
            "{peer:?} shows {shown:?} unread, kept are {}",
            chat.unread
        );
    }
    Ok(())
}

fn drafts(town: &Town, book: &Book) -> Verdict {
    for (peer, talk) in &town.model.conversations.by_peer {
        let kept = book.drafts.get(peer).map_or("", String::as_str);
        let typed = talk.draft.text();
        holds!(
            kept == typed,
            "{peer:?} has the draft {typed:?}, kept is {kept:?}"
        );
    }
    Ok(())
}

/// What is in memory is what is kept, without a gap.
fn windows(town: &Town, book: &Book) -> Verdict {
    for (peer, talk) in &town.model.conversations.by_peer {
        let kept = book.of(*peer);
        let Some(first) = talk.lines.first() else {
            let whole = talk.older == Edge::End && talk.newer == Edge::End;
            holds!(!whole || kept.is_empty(), "{peer:?} shows nothing of {kept:?}");
            continue;
        };
        let from = kept.partition_point(|line| (line.at, line.seq) < first.key());
        let window = kept.iter().skip(from).take(talk.lines.len());
        let same = |(line, kept): (&weft::app::conversation::Line, &&LineRecord)| {
            (line.seq, line.at, line.state, &line.body) == (kept.seq, kept.at, kept.state, &kept.body)
        };
        let agrees = window.len() == talk.lines.len() && talk.lines.iter().zip(window).all(same);
        holds!(
            agrees && ends(talk, from, kept.len()),
            "{peer:?} shows {}, kept are {kept:?}",
            shown(talk)
        );
    }
    Ok(())
}

/// Where the window says that it ends, the chat does.
fn ends(talk: &Conversation, from: usize, all: usize) -> bool {
    (talk.older == Edge::More || from == 0) && (talk.newer == Edge::More || from + talk.lines.len() == all)
}

fn shown(talk: &Conversation) -> String {
    format!("{:?} {:?} {:?}", talk.older, talk.lines, talk.newer)
}
