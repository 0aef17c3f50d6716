//! News from the network: to whom it goes.

use super::arriving;
use super::chats::Chats;
use super::compose;
use super::conversation::Conversations;
use super::directory::Directory;
use super::fetching;
use super::finder::Finder;
use super::login::{self, Stage};
use super::model::{Focus, Model, Overlay};
use super::outbox::Outbox;
use super::reading;
use super::step::{Step, Touched};
use crate::domain::contact::Contact;
use crate::domain::id::PeerId;
use crate::port::{Ending, Failure, Link, NetEvent, News, Welcome};

/// News of an older login dies here.
pub(super) fn on_net(model: &mut Model, event: NetEvent, step: &mut Step) {
    if event.epoch < model.epoch {
        return;
    }
    if event.epoch > model.epoch {
        model.epoch = event.epoch;
        model.redeliver.forget();
        compose::fail_all(model, Failure::SessionOver);
    }
    match event.news {
        News::Login(news) => login::on_news(model, news, step),
        News::Welcome(welcome) => on_welcome(model, *welcome, step),
        News::Contacts(records) => on_contacts(model, records, step),
        News::BookProgress { contacts, complete } => on_progress(model, contacts, complete, step),
        News::Synced(batch) => arriving::on_batch(model, batch, step),
        News::Sending(local) => compose::on_sending(model, local, step),
        News::Sent { local, id } => compose::on_sent(model, local, id, step),
        News::NotSent { local, why } => compose::on_not_sent(model, local, why, step),
        News::Link(link) => {
            model.link = link;
            step.touch(Touched::STATUS);
        }
        News::Ended(ending) => on_ended(model, ending, step),
    }
}

fn on_welcome(model: &mut Model, welcome: Welcome, step: &mut Step) {
    if !model.directory.is_same_account(&welcome.me) {
        forget_account(model);
    }
    model.directory.begin_login();
    model.directory.me = Some(welcome.me.user_name.clone());
    let me = model.directory.adopt(welcome.me);
    reading::fold(model, me.folded, me.id);
    let recent: Vec<PeerId> = welcome
        .recent
        .into_iter()
        .map(|record| adopt(model, record))
        .collect();
    let order: Vec<PeerId> = welcome
        .order
        .iter()
        .map(|name| model.directory.intern(name))
        .chain(recent)
        .collect();
    arriving::list_recent(model, &order);
    // What was kept from an earlier login may be listed by other rules now.
    for peer in model.chats.by_peer.keys().copied().collect::<Vec<_>>() {
        reading::relist(model, peer);
    }
    model.login.stage = Stage::Done;
    model.ended = None;
    model.link = Link::Up;
    model.loading = Some(0);
    if model.overlay == Some(Overlay::Login) {
        model.overlay = None;
    }
    refresh_finder(model);
    if let Some(open) = model.chats.open {
        model.chats.open = Some(model.directory.resolve(open));
    }
    step.touch(Touched::ALL);
}

/// Somebody else logged in: what was said belongs to the other account, and must not be answered from this one.
fn forget_account(model: &mut Model) {
    compose::fail_all(model, Failure::SessionOver);
    model.directory = Directory::default();
    model.chats = Chats::default();
    model.conversations = Conversations::default();
    model.finder = Finder::default();
    model.outbox = Outbox::default();
    model.focus = Focus::List;
    model.composer_rows = 1;
}

fn adopt(model: &mut Model, record: Contact) -> PeerId {
    let adopted = model.directory.adopt(record);
    reading::fold(model, adopted.folded, adopted.id);
    reading::relist(model, adopted.id);
    adopted.id
}

/// Merges records, from wherever they come.
pub(super) fn on_contacts(model: &mut Model, records: Vec<Contact>, step: &mut Step) {
    if records.is_empty() {
        return;
    }
    for record in records {
        let mine = model.directory.me.as_ref() == Some(&record.user_name);
        if mine {
            step.touch(Touched::STATUS);
        }
        adopt(model, record);
    }
    refresh_finder(model);
    step.touch(Touched::LIST.and(Touched::CONVERSATION));
}

/// The address book or the hits, if they are what the list shows.
pub(super) fn refresh_finder(model: &mut Model) {
    if model.finder.lists_hits() {
        model.finder.look(&model.directory, &model.chats, false);
    }
}

fn on_progress(model: &mut Model, contacts: u32, complete: bool, step: &mut Step) {
    model.loading = (!complete).then_some(contacts);
    step.touch(Touched::STATUS.and(Touched::LIST));
    if !complete {
        return;
    }
    fetching::want_the_rest(model);
    let directory = &model.directory;
    let lost = model.outbox.waiting_for(|chat| directory.address(chat).is_none());
    for local in lost {
        compose::on_not_sent(model, local, Failure::ChatGone, step);
    }
}

fn on_ended(model: &mut Model, ending: Ending, step: &mut Step) {
    model.ended = Some(ending);
    model.link = Link::Down;
    model.loading = None;
    model.redeliver.forget();
    compose::fail_all(model, Failure::SessionOver);
    step.touch(Touched::ALL);
}
