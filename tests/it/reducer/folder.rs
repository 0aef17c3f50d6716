//! The folder of public accounts: one entry in the list, and a list of its own behind it.

use super::*;
use weft::app::chats::FOLDER;
use weft::app::layout::entries_shown;

fn account(name: &str, nick: &str) -> Contact {
    Contact {
        kind: ContactKind::PublicAccount,
        ..friend(name, nick)
    }
}

/// Two accounts that have spoken, and three chats.
fn reading() -> App {
    let mut app = App::chatting();
    app.model.settings.fold_accounts = true;
    app.changed(vec![account("@news", "城市早报"), account("@bank", "银行")]);
    app.synced(vec![
        said("@news", 1, WALL - 300, "早"),
        said("@bank", 2, WALL - 200, "账单"),
        said("@lan", 3, WALL - 250, "在吗"),
    ]);
    app
}

fn said(chat: &str, id: u64, at: i64, words: &str) -> Item {
    Item::Message(Message {
        raw: Box::default(),
        id: MsgId(id),
        chat: chat.into(),
        author: Author::Peer,
        at: Timestamp(at),
        body: Body::Text(SafeText::new(words)),
    })
}

fn folder(app: &App) -> Option<usize> {
    app.model.chats.position(FOLDER)
}

#[test]
fn accounts_stand_behind_one_entry_that_tells_what_is_unread() {
    let mut app = reading();
    assert_eq!(folder(&app), Some(0), "where its newest chat would stand");
    assert_eq!(app.model.chats.get(FOLDER).map(|folder| folder.unread), Some(2));
    assert_eq!(app.model.chats.unread_total(), 3, "counted once");
    assert_eq!(app.model.chats.folded, [app.id("@bank"), app.id("@news")]);
    app.synced(vec![said("@lan", 4, WALL, "喂")]);
    assert_eq!(folder(&app), Some(1));
    app.synced(vec![said("@news", 5, WALL + 1, "午报")]);
    assert_eq!(folder(&app), Some(0));
    assert_eq!(app.model.chats.folded, [app.id("@news"), app.id("@bank")]);
}

#[test]
fn enter_goes_in_and_esc_and_left_come_back() {
    for out in ["esc", "left"] {
        let mut app = reading();
        app.keys("ctrl-p home enter");
        assert_eq!(app.model.finder.tab, Tab::Accounts);
        assert_eq!(app.hits(), ["@bank", "@news"]);
        app.keys(out);
        assert_eq!(app.model.finder.tab, Tab::Chats);
        assert_eq!(app.model.chats.selected, Some(FOLDER));
    }
}

#[test]
fn whoever_reads_in_the_folder_goes_on_there() {
    let mut app = reading();
    app.keys("ctrl-p home enter down enter");
    assert_eq!(app.model.chats.open, Some(app.id("@news")));
    assert_eq!(app.model.finder.tab, Tab::Accounts);
    assert_eq!(app.unread("@news"), 0);
    assert_eq!(app.model.chats.get(FOLDER).map(|folder| folder.unread), Some(1));
    app.synced(vec![said("@news", 6, WALL + 2, "晚报")]);
    assert_eq!(
        app.hits(),
        ["@news", "@bank"],
        "the folder re-sorts before the eyes"
    );
}

#[test]
fn what_is_pinned_stays_outside_and_so_does_everything_where_the_setting_is_off() {
    let mut app = reading();
    let mut pinned = account("@news", "城市早报");
    pinned.flags.get_or_insert_default().pinned = true;
    app.changed(vec![pinned]);
    assert_eq!(app.model.chats.position(app.id("@news")), Some(0));
    assert_eq!(app.model.chats.folded, [app.id("@bank")]);
    app.changed(vec![account("@news", "城市早报")]);
    assert_eq!(app.model.chats.folded.len(), 2);

    let mut open = App::chatting();
    open.changed(vec![account("@news", "城市早报")]);
    open.synced(vec![said("@news", 1, WALL, "早")]);
    assert_eq!(folder(&open), None);
    assert!(open.order().contains(&"@news".to_owned()));
}

#[test]
fn accounts_are_read_next_only_when_nobody_else_waits() {
    let mut app = reading();
    app.keys("alt-a");
    assert_eq!(app.model.chats.open, Some(app.id("@lan")));
    app.keys("alt-a");
    assert_eq!(app.model.chats.open, Some(app.id("@bank")));
    assert_eq!(
        app.model.chats.selected,
        Some(FOLDER),
        "the bar is on where it stands"
    );
}

#[test]
fn the_folder_is_nobody() {
    let mut app = reading();
    app.keys("ctrl-p home alt-i");
    assert_eq!(app.model.overlay, None, "it has no page");
    app.keys("alt-1");
    assert_eq!(app.model.finder.tab, Tab::Accounts);
    assert!(entries_shown(&app.model) > 1);
    for size in [(100, 30), (40, 12), (20, 6)] {
        app.resize(size.0, size.1);
        app.keys("left right left up down enter pagedown pageup");
    }
}

#[test]
fn a_filter_finds_accounts_wherever_they_stand() {
    let mut app = reading();
    app.keys("ctrl-p");
    app.types("城市");
    assert_eq!(app.hits(), ["@news"]);
    app.keys("enter");
    assert_eq!(app.model.chats.open, Some(app.id("@news")));
}
