//! Whoever the service gives no number: the chat goes on, and nothing of it is kept where somebody else would find it.

use weft::app::history::Shelf;
use weft::app::step::Effect;
use weft::app::{Event, start};
use weft::domain::id::BatchId;
use weft::port::store::{Refusal, Which};
use weft::port::{LoginNews, NetCommand, News, Welcome};
use weft::store::Room;

use super::{App, friend, says};

/// The store answers all it is asked.
fn keep(app: &mut App, room: &mut Room) {
    loop {
        let (asked, rest) = std::mem::take(&mut app.asked)
            .into_iter()
            .partition(|effect| matches!(effect, Effect::Store(_)));
        app.asked = rest;
        let asked: Vec<Effect> = asked;
        if asked.is_empty() {
            return;
        }
        for effect in asked {
            let Effect::Store(command) = effect else { continue };
            for event in room.perform(command) {
                app.event(Event::Store(event));
            }
        }
    }
}

fn comes_in(app: &mut App, room: &mut Room, me: &str, uin: i64) {
    app.news(News::Welcome(Box::new(Welcome {
        same: false,
        uin,
        me: friend(me, me),
        recent: vec![friend("@lan", "阿岚")],
        order: vec![],
    })));
    keep(app, room);
    assert!(app.model.is_live());
}

fn begun(room: &mut Room) -> App {
    let mut app = App::started();
    app.model = app.model.keeping(Which::Last);
    app.asked = start(&mut app.model).effects;
    keep(&mut app, room);
    app
}

#[test]
fn two_people_whose_accounts_have_no_number_share_nothing() {
    let mut room = Room::in_memory();
    for (me, words) in [("@anna", "hers"), ("@bert", "his")] {
        let mut app = begun(&mut room);
        comes_in(&mut app, &mut room, me, 0);
        assert_eq!(app.said("@lan"), Vec::<String>::new());
        assert_eq!(app.model.history.shelf, Shelf::Refused(Refusal::Unnumbered));
        app.synced(vec![says(1, "@lan", words)]);
        keep(&mut app, &mut room);
        assert_eq!(app.said("@lan"), [words], "the chat goes on");
        assert!(app.net().contains(&NetCommand::Kept(BatchId(1))));
    }
}

#[test]
fn a_number_told_at_the_next_login_opens_the_history() {
    let mut room = Room::in_memory();
    let mut app = begun(&mut room);
    comes_in(&mut app, &mut room, "@anna", 0);
    app.epoch += 1;
    app.news(News::Login(LoginNews::Fetching));
    comes_in(&mut app, &mut room, "@anna2", 9);
    assert_eq!(app.model.history.shelf, Shelf::Open { uin: 9 });
    app.synced(vec![says(1, "@lan", "kept")]);
    keep(&mut app, &mut room);

    // And one without a number after it is not taken for it.
    app.epoch += 1;
    app.news(News::Login(LoginNews::Fetching));
    comes_in(&mut app, &mut room, "@bert", 0);
    assert_eq!(app.said("@lan"), Vec::<String>::new());
    app.synced(vec![says(2, "@lan", "his")]);
    keep(&mut app, &mut room);
    let again = begun(&mut room);
    assert_eq!(again.model.conversations.seen.len(), 1);
}
