//! Friend requests: whose they are, answering with words, and saying yes (`protocol.md §7.10`).
//!
//! Owns whether a request can still be answered from here: its name and ticket are of one login. Never: sending a request, which the service has refused to web clients since 2018.

use super::asked::{Asked, Said, What};
use super::naming::{self, Of};
use super::{change, say, send};
use crate::app::conversation::Line;
use crate::app::files::Told;
use crate::app::model::{Hint, Model, Overlay};
use crate::app::moving::along;
use crate::app::people;
use crate::app::reading;
use crate::app::step::{Step, Touched};
use crate::app::trail;
use crate::domain::contact::{Contact, ContactKind};
use crate::domain::id::{PeerId, Seq, UserName};
use crate::domain::message::{Body, Request};
use crate::domain::secret::Secret;
use crate::domain::text::SafeText;
use crate::port::Errand;

/// More rows than the page has.
const FACTS: usize = 40;

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Open,
    /// Asked of the service.
    Asked,
    Accepted,
    /// Of an earlier login: only the phone can answer it.
    Old,
}

/// Whoever asks is somebody from now on, by the name the request brings: it is met in this login and in no other.
pub(in crate::app) fn note(model: &mut Model, body: &Body) {
    if let Body::FriendRequest(request) = body
        && !request.user_name.is_empty()
        && model.directory.id_of(&name_of(request)).is_none()
    {
        let record = Contact {
            nick_name: request.name.clone(),
            alias: request.alias.clone(),
            province: request.province.clone(),
            city: request.city.clone(),
            ..Contact::bare(name_of(request))
        };
        people::take_in(model, record);
    }
}

fn name_of(request: &Request) -> UserName {
    UserName::from(&*request.user_name)
}

/// The request of this line, if it is one.
pub fn of(line: &Line) -> Option<&Request> {
    if let Body::FriendRequest(request) = &line.body {
        Some(request)
    } else {
        None
    }
}

/// The one whose page is open, else the one that is chosen.
pub fn meant(model: &Model) -> Option<(PeerId, &Line)> {
    if let Some(Overlay::Request { chat, seq, .. }) = model.overlay {
        return Some((chat, line(model, (chat, seq))?));
    }
    let chosen = model.chosen()?;
    of(chosen)?;
    Some((model.chats.open?, chosen))
}

pub fn line(model: &Model, (chat, seq): (PeerId, Seq)) -> Option<&Line> {
    let talk = model.conversations.get(model.directory.resolve(chat))?;
    talk.lines.iter().find(|line| line.seq == seq)
}

/// One truth, wherever it is told: whoever is a friend by now was accepted, here or on the phone.
pub fn stage(model: &Model, request: &Request) -> Stage {
    let who = asker(model, request);
    let mine = |asked: &Asked| matches!(asked, Asked::Accept { peer, .. } if Some(*peer) == who);
    let kind = who
        .and_then(|who| model.directory.peer(who))
        .map(|peer| peer.contact.kind);
    if request.accepted || kind == Some(ContactKind::Friend) {
        Stage::Accepted
    } else if model.manage.open.iter().any(|(_, asked)| mine(asked)) {
        Stage::Asked
    } else if who.is_none() || request.ticket.is_empty() {
        Stage::Old
    } else {
        Stage::Open
    }
}

/// Whether it can be accepted from here.
pub(in crate::app) fn is_open(model: &Model, line: &Line) -> bool {
    of(line).is_some_and(|request| stage(model, request) == Stage::Open)
}

/// Who asks, where the name they ask by is of this login.
pub(in crate::app) fn asker(model: &Model, request: &Request) -> Option<PeerId> {
    let name = name_of(request);
    let id = model.directory.id_of(&name)?;
    (model.directory.address(id) == Some(&name)).then_some(id)
}

/// The page of the request that is chosen. Whether one is.
pub(in crate::app) fn open_page(model: &mut Model) -> bool {
    let chosen = meant(model).map(|(chat, line)| (chat, line.seq));
    if let Some((chat, seq)) = chosen {
        trail::open(model, Overlay::Request { chat, seq, top: 0 });
    }
    chosen.is_some()
}

/// Scrolls the page by rows; what lies behind its end counts as the end.
pub(in crate::app) fn scroll(model: &mut Model, rows: isize, step: &mut Step) {
    if let Some(Overlay::Request { top, .. }) = &mut model.overlay {
        let to = along(usize::from(*top), rows, FACTS);
        *top = u16::try_from(to).unwrap_or(u16::MAX);
        step.touch(Touched::ALL);
    }
}

/// Says yes, once.
pub(super) fn accept(model: &mut Model, step: &mut Step) {
    let Some((chat, line)) = meant(model) else {
        model.hint = Some(Hint::File(Told::Nothing));
        return;
    };
    let seq = line.seq;
    let Some(request) = of(line).cloned() else {
        return;
    };
    let stage = stage(model, &request);
    match (stage, asker(model, &request)) {
        (Stage::Open, Some(peer)) => {
            let what = Errand::AcceptFriend {
                user: name_of(&request),
                ticket: Secret::new(&*request.ticket),
            };
            if send(model, what, Asked::Accept { chat, seq, peer }, step) {
                say(model, Said::Asked(What::Accept));
            }
        }
        (Stage::Asked, _) => say(model, Said::Asked(What::Accept)),
        (Stage::Accepted, _) => say(model, Said::AlreadyAccepted),
        (Stage::Old | Stage::Open, _) => say(model, Said::RequestOld),
    }
}

/// A field for words to whoever asks. What could not be sent before is in it.
pub(super) fn write(model: &mut Model) {
    let Some((chat, line)) = meant(model) else {
        model.hint = Some(Hint::File(Told::Nothing));
        return;
    };
    let seq = line.seq;
    match of(line).map_or(Stage::Old, |request| stage(model, request)) {
        Stage::Open | Stage::Asked => {
            let unsaid = model.manage.unsaid.take().filter(|(of, _)| *of == seq);
            let words = unsaid.map(|(_, words)| words).unwrap_or_default();
            naming::open(model, Of::Answer(chat, seq), &words);
        }
        Stage::Accepted => say(model, Said::AlreadyAccepted),
        Stage::Old => say(model, Said::RequestOld),
    }
}

/// Tells whoever asks what is typed. That accepts nothing.
pub(super) fn answer(model: &mut Model, place: (PeerId, Seq), words: &str, step: &mut Step) {
    trail::back(model);
    if words.is_empty() {
        return;
    }
    let request = line(model, place).and_then(of).cloned();
    let Some(request) = request.filter(|request| asker(model, request).is_some()) else {
        return say(model, Said::RequestOld);
    };
    let (seq, words) = (place.1, words.to_owned());
    let what = Errand::AnswerRequest {
        user: name_of(&request),
        ticket: Secret::new(&*request.ticket),
        words: SafeText::line(&words),
    };
    let asked = Asked::Answer {
        seq,
        words: words.clone(),
    };
    if send(model, what, asked, step) {
        say(model, Said::Asked(What::Answer));
    } else {
        model.manage.unsaid = Some((seq, words));
    }
}

/// On the page: yes; once that is done, to the chat.
pub(in crate::app) fn enter(model: &mut Model, step: &mut Step) {
    let request = meant(model).and_then(|(_, line)| of(line));
    let accepted = request.filter(|request| stage(model, request) == Stage::Accepted);
    let who = accepted.and_then(|request| asker(model, request));
    match who {
        Some(friend) => {
            model.overlay = None;
            reading::open(model, friend, step);
        }
        None => accept(model, step),
    }
}

/// The service did it. Whoever asked is a friend, whenever it tells of that.
pub(super) fn accepted(model: &mut Model, (chat, seq, peer): (PeerId, Seq, PeerId)) {
    change(model, peer, |contact| {
        contact.kind = ContactKind::Friend;
        contact.flags.get_or_insert_default().in_book = true;
    });
    let chat = model.directory.resolve(chat);
    let talk = model.conversations.by_peer.get_mut(&chat);
    let line = talk.and_then(|talk| talk.lines.iter_mut().find(|line| line.seq == seq));
    if let Some(line) = line
        && let Body::FriendRequest(request) = &mut line.body
    {
        request.accepted = true;
        model.journal.line(line, None);
    }
}
