//! News from the network: to whom it goes.

use super::accounts;
use super::arriving;
use super::attach;
use super::chats::Chats;
use super::compose;
use super::conversation::Conversations;
use super::directory::Directory;
use super::faces::Faces;
use super::fetching;
use super::files;
use super::finder::Finder;
use super::joiner::Joiner;
use super::links::Links;
use super::login::{self, Stage};
use super::manage::{self, Manage};
use super::model::{Focus, Model, Overlay};
use super::on_store;
use super::outbox::Outbox;
use super::people;
use super::pictures;
use super::reading;
use super::recalling::{self, Recalling};
use super::step::{Step, Touched};
use super::stickers::Stickers;
use super::trail;
use super::unfold::Unfolded;
use crate::domain::contact::Contact;
use crate::domain::id::{PeerId, UserName};
use crate::port::{Ending, Failure, Link, NetEvent, News, Welcome};

/// News of an older login dies here.
pub(super) fn on_net(model: &mut Model, event: NetEvent, step: &mut Step) {
    if event.epoch < model.epoch {
        return;
    }
    if event.epoch > model.epoch {
        model.epoch = event.epoch;
        model.journal.forget_batches();
        give_up(model);
        compose::call_back(model, Failure::SessionOver, step);
    }
    match event.news {
        News::Login(news) => login::on_news(model, news, step),
        News::Welcome(told) => {
            if let Some(told) = on_store::change_account(model, *told, step) {
                welcome(model, told, step);
            }
        }
        News::Resumed { me } => on_resumed(model, me, step),
        News::InvitedFrom(count) => model.manage.told_from = Some(count),
        News::Keepsake(keepsake) => model.journal.keepsake(Some(keepsake)),
        News::Contacts(records) => on_contacts(model, records, step),
        News::BookProgress { contacts, complete } => on_progress(model, contacts, complete, step),
        News::Synced(batch) => arriving::on_batch(model, batch, step),
        News::Sending(local) => compose::on_sending(model, local, step),
        News::Sent { local, id } => compose::on_sent(model, local, id, step),
        News::NotSent { local, why } => compose::on_not_sent(model, local, why, step),
        News::Uploaded(local) => compose::on_uploaded(model, local),
        News::Uploading { local, done, of } => attach::on_uploading(model, local, (done, of), step),
        News::Gathered {
            errand,
            group,
            left_out,
        } => manage::on_gathered(model, errand, (group, left_out), step),
        News::Done(errand) => {
            recalling::on_done(model, errand, step);
            manage::on_done(model, errand, step);
        }
        News::NotDone { errand, why, words } => {
            recalling::on_not_done(model, errand, (why, words.clone()));
            manage::on_not_done(model, errand, (why, words), step);
        }
        News::Download { asset, progress } => files::on_progress(model, asset, progress, step),
        News::Link(link) => {
            if link == Link::Up && model.link != link {
                pictures::on_up(model);
            }
            model.link = link;
            manage::on_link(model);
            step.touch(Touched::STATUS);
        }
        News::Left => accounts::on_left(model, step),
        News::Ended(ending) => on_ended(model, ending, step),
    }
}

/// The session of the run before lives on: names and address book still hold, what was missed follows.
fn on_resumed(model: &mut Model, me: UserName, step: &mut Step) {
    model.directory.me = Some(me);
    model.loading = None;
    live(model);
    reading::tell_read(model, step);
    step.touch(Touched::ALL);
}

fn live(model: &mut Model) {
    model.login.stage = Stage::Done;
    (model.history.resuming, model.history.dead) = (false, false);
    model.ended = None;
    model.link = Link::Up;
    pictures::on_up(model);
    if model.overlay == Some(Overlay::Login) {
        trail::back(model);
    }
}

pub(super) fn welcome(model: &mut Model, welcome: Welcome, step: &mut Step) {
    // Where a history is open, it is this account's; else the record must tell.
    if !model.history.is_open() && !model.directory.is_same_account(&welcome.me, welcome.uin) {
        forget_account(model, step);
    }
    if welcome.same {
        model.directory.await_book();
    } else {
        model.directory.begin_login();
    }
    model.manage.told_from = None;
    model.directory.uin = Some(welcome.uin).filter(|uin| *uin != 0);
    model.directory.me = Some(welcome.me.user_name.clone());
    let me = people::take_in(model, welcome.me);
    model.journal.me(me);
    let recent: Vec<PeerId> = welcome
        .recent
        .into_iter()
        .map(|record| people::take_in(model, record))
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
    live(model);
    model.loading = Some(0);
    refresh_finder(model);
    if let Some(open) = model.chats.open {
        model.chats.open = Some(model.directory.resolve(open));
    }
    step.touch(Touched::ALL);
}

/// Somebody else logged in: what was said belongs to the other account, and must not be answered from this one.
pub(super) fn forget_account(model: &mut Model, step: &mut Step) {
    files::quiet(model, step);
    model.directory = Directory::default();
    model.chats = Chats::default();
    model.conversations = Conversations::drawing(model.settings.faces);
    model.finder = Finder::default();
    model.search.forget();
    model.joiner = Joiner::default();
    model.completion = None;
    model.faces = Faces::default();
    model.stickers = Stickers::default();
    model.forwarding = None;
    model.recalling = Recalling::default();
    model.manage = Manage::default();
    model.trail.end();
    model.outbox = Outbox::default();
    model.files.forget();
    model.attach.forget();
    model.windows.forget();
    model.pictures.forget();
    model.unfolded = Unfolded::default();
    model.details = None;
    model.links = Links::default();
    model.focus = Focus::List;
    model.composer_rows = 1;
    // What covers the panes is about somebody, but for the ways to an account.
    let stays = |overlay: &Overlay| matches!(overlay, Overlay::Login | Overlay::Accounts);
    model.overlay = model.overlay.take().filter(stays);
    model.hint = None;
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
        people::take_in(model, record);
    }
    refresh_finder(model);
    step.touch(Touched::LIST.and(Touched::CONVERSATION).and(Touched::COMPOSER));
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
        return model.directory.await_book();
    }
    people::complete_book(model, step);
    reading::tell_read(model, step);
    // Whoever is not in the book now has no name to be told by.
    model.chats.untold.clear();
    fetching::want_the_rest(model);
    let directory = &model.directory;
    let lost = model.outbox.waiting_for(|chat| directory.address(chat).is_none());
    for local in lost {
        compose::on_not_sent(model, local, Failure::ChatGone, step);
    }
}

/// Nobody answers any more what the session was asked: commands, files, errands.
pub(super) fn give_up(model: &mut Model) {
    model.redeliver.forget();
    model.files.call_back();
    recalling::give_up(model);
    manage::give_up(model);
}

fn on_ended(model: &mut Model, ending: Ending, step: &mut Step) {
    model.ended = Some(ending);
    model.link = Link::Down;
    model.loading = None;
    give_up(model);
    // What is kept and was not given to the session waits for the next one.
    if model.history.keeps() {
        compose::call_back(model, Failure::SessionOver, step);
    } else {
        compose::fail_all(model, Failure::SessionOver, step);
    }
    model.history.resuming = false;
    model.history.dead = ending != Ending::LoggedOut;
    if ending == Ending::LoggedOut {
        model.journal.keepsake(None);
    }
    step.touch(Touched::ALL);
}
