//! What a click does on messages and on what covers the panes.

use weft::app::layout::{Areas, areas, browser_areas, page_areas, search_areas};
use weft::app::model::{Focus, Hint, Model, Overlay};
use weft::app::{Event, Mouse, MouseKind};
use weft::domain::geometry::{Area, Point};
use weft::domain::message::{Author, Body, Item, Message, Record, Said};
use weft::domain::time::Timestamp;
use weft::port::media::{Entry, Listing, MediaEvent};

use super::{App, WALL, says, text};

fn writing() -> App {
    let mut app = App::chatting();
    app.synced((1..9).map(|n| says(n, "@lan", "https://a.example")).collect());
    app.open("@lan");
    app.asked.clear();
    app
}

fn click(app: &mut App, at: Point) {
    let kind = MouseKind::Press;
    app.event(Event::Mouse(Mouse { at, kind }));
}

/// The nth row of an area.
fn row(area: Area, nth: u16) -> Point {
    Point {
        x: area.x + 3,
        y: area.y + nth,
    }
}

fn panes(model: &Model) -> Areas {
    areas(model).unwrap()
}

#[test]
fn a_click_chooses_a_message_and_another_one_opens_it() {
    let mut app = writing();
    let messages = panes(&app.model).messages;
    let rows = weft::app::rows::visible(
        app.model.talk().unwrap(),
        &app.model.settings.zone,
        app.model.messages_room(),
    );
    let nth = rows.iter().position(|row| row.line() == Some(5)).unwrap();
    let at = row(messages, nth.try_into().unwrap());
    app.keys("tab");
    click(&mut app, at);
    assert_eq!(app.model.talk().unwrap().selected, Some(5));
    assert_eq!((app.model.focus, app.model.overlay), (Focus::Composer, None));
    click(&mut app, at);
    assert_eq!(app.model.overlay, Some(Overlay::Links), "as Enter does");
    app.keys("esc");
    let input = panes(&app.model).input;
    click(&mut app, row(input, 0));
    assert_eq!(app.model.talk().unwrap().selected, None, "back to writing");
    app.types("o");
    assert_eq!(app.draft(), "o");
}

#[test]
fn a_click_marks_where_several_can_be_chosen() {
    let mut app = writing();
    app.keys("alt-up f");
    let hits = search_areas(&app.model).unwrap().hits;
    let marked = |app: &App| app.model.forwarding.as_deref().unwrap().picker.marked.clone();
    let listed = app.model.forwarding.as_deref().unwrap().picker.hits.clone();
    click(&mut app, row(hits, 1));
    click(&mut app, row(hits, 2));
    assert_eq!(marked(&app), [listed[1], listed[2]]);
    click(&mut app, row(hits, 1));
    assert_eq!(marked(&app), [listed[2]]);
    click(&mut app, row(hits, 9));
    assert_eq!(marked(&app), [listed[2]], "nothing stands there");
    assert!(app.sends().is_empty());
}

#[test]
fn a_click_goes_to_a_file_and_another_one_picks_it() {
    let mut app = writing();
    app.keys("ctrl-o");
    let entry = |name: &str, folder| Entry {
        name: name.into(),
        path: format!("/data/me/{name}").into(),
        folder,
        bytes: 1,
        at: Timestamp(9),
    };
    let listing = Listing {
        folder: "~/".into(),
        entries: vec![entry("a.txt", false), entry("docs", true)],
        more: false,
        fault: None,
    };
    app.event(Event::Media(MediaEvent::Listed(listing)));
    let hits = browser_areas(&app.model).unwrap().search.hits;
    click(&mut app, row(hits, 1));
    let browser = &app.model.attach.browser;
    assert_eq!((browser.picker.selected, browser.picker.field.text()), (1, "~/"));
    click(&mut app, row(hits, 1));
    assert_eq!(app.model.attach.browser.picker.field.text(), "~/docs/");
}

fn record(parts: usize) -> Item {
    let said = |n: usize| Said {
        name: text("阿岚"),
        at: text("09:00"),
        body: Body::Text(text(&format!("part {n}"))),
    };
    Item::Message(Message {
        raw: Box::default(),
        id: weft::domain::id::MsgId(90),
        chat: "@lan".into(),
        author: Author::Peer,
        at: Timestamp(WALL + 90),
        body: Body::ChatHistory(Box::new(Record {
            title: text("record"),
            items: (0..parts).map(said).collect(),
            ..Record::default()
        })),
    })
}

#[test]
fn in_a_record_a_click_chooses_and_every_size_shows_what_is_chosen() {
    let mut app = writing();
    app.synced(vec![record(12)]);
    app.resize(100, 60);
    app.keys("alt-up enter");
    assert_eq!(app.model.overlay, Some(Overlay::Unfolded));
    let rows = page_areas(&app.model).unwrap().rows;
    click(&mut app, row(rows, 1 + 3 * 5));
    let page = |app: &App| app.model.unfolded.page().unwrap().clone();
    assert_eq!(page(&app).chosen, 5);
    click(&mut app, row(rows, 1 + 3 * 5));
    assert!(app.model.hint.is_some(), "as Enter does");
    for (width, height) in [(40, 12), (100, 60), (80, 24), (20, 6)] {
        app.keys("end");
        app.resize(width, height);
        let (page, rows) = (page(&app), page_areas(&app.model).unwrap().rows);
        let all = page.rows(rows.width, app.model.settings.faces);
        let mut shown = all.iter().skip(page.top).take(rows.height.into());
        assert!(
            shown.any(|row| row.entry() == Some(page.chosen)),
            "{width}×{height}: {} from {}",
            page.chosen,
            page.top
        );
    }
}

#[test]
fn the_hits_of_a_search_stay_in_view_in_a_smaller_window() {
    let mut app = App::chatting();
    app.synced((1..40).map(|n| says(n, "@lan", "山")).collect());
    app.resize(100, 60);
    app.keys("f3");
    app.types("山");
    app.keys("down down down down down down down down down");
    app.resize(40, 12);
    let shown = search_areas(&app.model).unwrap().hits.height;
    let search = &app.model.search;
    assert!(
        search.selected < search.top + usize::from(shown),
        "{}",
        search.top
    );
}

#[test]
fn what_only_the_phone_can_forward_is_said_at_once() {
    let mut app = App::chatting();
    app.synced(vec![Item::Message(Message {
        raw: Box::default(),
        id: weft::domain::id::MsgId(91),
        chat: "@lan".into(),
        author: Author::Peer,
        at: Timestamp(WALL + 91),
        body: Body::Call,
    })]);
    app.open("@lan");
    app.keys("alt-up f");
    assert_eq!(app.model.overlay, None);
    assert!(app.model.hint.is_some() && app.model.hint != Some(Hint::NotForwardable));
}

#[test]
fn a_click_on_what_is_offered_while_typing_puts_it_in() {
    let mut app = writing();
    app.types(":rocket");
    let offered = weft::app::completion::offered(&app.model).unwrap();
    let count = u16::try_from(offered.offers.len()).unwrap();
    let messages = panes(&app.model).messages;
    let first = messages.height - count.min(8);
    click(&mut app, row(messages, first));
    assert_eq!((app.draft(), app.model.talk().unwrap().selected), ("🚀", None));
}
