//! What holds of every window, whatever comes in whatever order.

use proptest::collection::vec;
use proptest::prelude::*;
use weft::app::step::Step;
use weft::app::windows;
use weft::domain::id::{MsgId, Seq, UserName};
use weft::domain::message::{Author, Body, By, Item, Recalled};
use weft::port::store::State;
use weft::port::{Failure, News};

use super::Shelf;
use crate::reducer::text;

#[derive(Clone, Debug)]
enum Act {
    Key(&'static str),
    Says(&'static str, i64, bool),
    Page,
    Open(&'static str),
    Resize(u16, u16),
    Send(bool),
    Jump(i64),
    Back,
    Recall(u64),
    TakeBack,
    Trouble(bool),
}

fn acts() -> impl Strategy<Value = Act> {
    let keys = vec![
        "pageup",
        "pagedown",
        "ctrl-home",
        "ctrl-end",
        "alt-up",
        "alt-down",
        "up",
        "down",
        "esc",
    ];
    let name = || prop::sample::select(vec!["@lan", "@lan", "@zhou"]);
    prop_oneof![
        10 => prop::sample::select(keys).prop_map(Act::Key),
        5 => (name(), -90_000..50_i64, any::<bool>()).prop_map(|(name, at, mine)| Act::Says(name, at, mine)),
        5 => (name(), 0..50_i64, any::<bool>()).prop_map(|(name, at, mine)| Act::Says(name, at, mine)),
        12 => Just(Act::Page),
        2 => name().prop_map(Act::Open),
        2 => (60..160_u16, 3..60_u16).prop_map(|(width, height)| Act::Resize(width, height)),
        2 => any::<bool>().prop_map(Act::Send),
        2 => (1..1500_i64).prop_map(Act::Jump),
        1 => Just(Act::Back),
        1 => (1..1500_u64).prop_map(Act::Recall),
        1 => Just(Act::TakeBack),
        1 => any::<bool>().prop_map(Act::Trouble),
    ]
}

impl Shelf {
    /// Typed, sent, and answered.
    fn sends_and_hears(&mut self, arrives: bool) {
        let local = self.sends("mine");
        self.last_id += 1;
        let (chat, id) = (self.app.model.chats.open.unwrap(), MsgId(self.last_id));
        let (state, news) = if arrives {
            (State::Kept(Some(id)), News::Sent { local, id: Some(id) })
        } else {
            let why = Failure::Offline;
            (State::Failed(local, why), News::NotSent { local, why })
        };
        let mut lines = self.kept.get_mut(&chat).unwrap().iter_mut();
        lines
            .find(|line| line.state == State::Queued(local))
            .unwrap()
            .state = state;
        self.app.news(news);
    }

    fn act(&mut self, act: &Act) {
        match *act {
            Act::Key(key) => {
                self.app.keys(key);
            }
            Act::Says(name, after, mine) => {
                self.says(name, after, if mine { Author::Me } else { Author::Peer });
            }
            Act::Page => {
                self.deliver();
            }
            Act::Open(name) => {
                self.app.open(name);
            }
            Act::Resize(width, height) => {
                self.app.resize(width, height);
            }
            Act::Send(arrives) => self.sends_and_hears(arrives),
            Act::Jump(seq) => {
                let lan = self.app.id("@lan");
                windows::jump(&mut self.app.model, lan, Seq(seq), &mut Step::default());
                self.app.keys("f5");
            }
            Act::Back => {
                windows::back(&mut self.app.model, &mut Step::default());
                self.app.keys("f5");
            }
            Act::TakeBack => {
                self.app.keys("alt-e");
                let outbox = &self.app.model.outbox;
                for lines in self.kept.values_mut() {
                    lines.retain(|line| {
                        line.state
                            .local()
                            .is_none_or(|local| outbox.chat_of(local).is_some())
                    });
                }
            }
            Act::Trouble(trouble) => self.app.model.windows.reading = !trouble,
            Act::Recall(id) => {
                let notice = Body::Recalled(Recalled {
                    by: By::told(text("撤回")),
                    was: None,
                });
                for line in self.kept.values_mut().flatten() {
                    if line.state == State::Kept(Some(MsgId(id))) {
                        line.body = notice.clone();
                    }
                }
                self.app.synced(vec![Item::Recall {
                    id: MsgId(id + 1_000_000),
                    chat: UserName::from("@lan"),
                    target: Some(MsgId(id)),
                    notice: text("撤回"),
                }]);
            }
        }
        self.heard();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn a_window_is_a_run_of_the_store_whatever_happens(acts in vec(acts(), 1..60), lines in 0..1500_i64) {
        let mut shelf = Shelf::with(lines);
        shelf.open("@lan");
        for act in &acts {
            shelf.act(act);
            shelf.check()?;
        }
        shelf.app.model.windows.reading = true;
        shelf.app.keys("f5");
        shelf.settle();
        shelf.check()?;
        for talk in shelf.app.model.conversations.by_peer.values() {
            prop_assert!(talk.lines.len() <= 1500);
        }
        // Whatever is told now is as it is kept.
        for (line, kept) in shelf.talk().lines.iter().zip(shelf.kept().iter().skip_while(|kept| {
            shelf.talk().lines.first().is_some_and(|first| first.seq != kept.seq)
        })) {
            prop_assert_eq!(&line.body, &kept.body);
            prop_assert_eq!(line.state, kept.state);
        }
    }

    #[test]
    fn a_page_that_comes_in_above_moves_nothing_on_screen(ups in 0..60_usize, width in 40..120_u16, height in 8..50_u16) {
        let mut shelf = Shelf::reading(3000);
        shelf.app.resize(width, height);
        shelf.settle();
        for _ in 0..ups {
            shelf.app.keys("pageup");
            shelf.heard();
            let before = shelf.screen();
            while shelf.deliver() {
                prop_assert_eq!(shelf.screen(), before.clone());
            }
        }
    }

    /// A page says what lies on one side of a place, and joins only a window that still has the place.
    #[test]
    fn nothing_is_let_go_while_a_page_is_on_its_way(acts in vec(acts(), 1..80)) {
        let mut shelf = Shelf::with(3000);
        shelf.open("@lan");
        for act in &acts {
            let before: Vec<_> = shelf.app.model.conversations.by_peer.iter()
                .filter(|(_, talk)| talk.is_reading())
                .map(|(chat, talk)| (*chat, talk.lines.clone()))
                .collect();
            shelf.act(act);
            // A page may lead elsewhere, and a line may be taken back: the rest only adds.
            if matches!(act, Act::Page | Act::TakeBack) {
                continue;
            }
            for (chat, lines) in before {
                let now = &shelf.app.model.conversations.get(chat).unwrap().lines;
                for line in &lines {
                    prop_assert!(now.iter().any(|now| now.seq == line.seq), "{:?} after {:?}", line.seq, act);
                }
            }
        }
    }
}
