//! Joining two peers and taking them apart again leaves everybody what is theirs, whatever was said in between and however
//! their logins alternate; on disk and in memory alike.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;
use weft::app::Event;
use weft::app::start;
use weft::app::step::Effect;
use weft::domain::contact::{Contact, Sex};
use weft::domain::id::{PeerId, UserName};
use weft::port::store::{From, Place, Read, StoreCommand, StoreEvent, Which};
use weft::port::{LoginNews, News, Welcome};
use weft::store;

use super::{App, friend, group, says, says_in, text};
use crate::room;

/// Two who look alike, of whom each login may meet either, both or neither.
const TWO: [(&str, u64); 2] = [("a", 11), ("b", 22)];

#[derive(Clone, Debug)]
enum Deed {
    /// A login that meets these of the two.
    Login([bool; 2]),
    Says(usize),
    SaysInGroup(usize),
    /// I write to one of them.
    Write(usize),
    /// The program is started again.
    Restart,
    /// Whoever is here is joined with whoever is not.
    Join,
    Divide,
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        3 => any::<[bool; 2]>().prop_map(Deed::Login),
        6 => (0..2_usize).prop_map(Deed::Says),
        3 => (0..2_usize).prop_map(Deed::SaysInGroup),
        3 => (0..2_usize).prop_map(Deed::Write),
        1 => Just(Deed::Restart),
        3 => Just(Deed::Join),
        2 => Just(Deed::Divide),
    ]
}

type Disk = Box<dyn FnMut(StoreCommand) -> Vec<StoreEvent>>;

struct Story {
    app: App,
    disk: Option<Disk>,
    logins: u64,
    said: u64,
    met: [bool; 2],
}

/// What is whose: of every peer its name, and each line of its chat with who spoke.
type Whose = BTreeMap<PeerId, (String, Vec<(String, Option<PeerId>)>)>;

impl Story {
    fn begin(disk: Option<Disk>) -> Self {
        let mut story = Self {
            app: App::started(),
            disk,
            logins: 0,
            said: 0,
            met: [false; 2],
        };
        story.restart();
        story.log_in([true, false]);
        story.log_in([false, true]);
        story
    }

    fn restart(&mut self) {
        if self.disk.is_none() {
            return;
        }
        let mut app = App::started();
        app.model = app.model.keeping(Which::Last);
        app.asked = start(&mut app.model).effects;
        app.epoch = self.app.epoch + 1;
        app.now = self.app.now;
        self.app = app;
        self.serve();
        if self.logins > 0 {
            self.app.news(News::Resumed {
                me: UserName::from("@me"),
            });
            self.serve();
        }
    }

    fn serve(&mut self) {
        let Some(disk) = &mut self.disk else {
            return;
        };
        loop {
            let asked = std::mem::take(&mut self.app.asked);
            let mut events = Vec::new();
            for effect in asked {
                if let Effect::Store(command) = effect {
                    events.extend(disk(command));
                }
            }
            if events.is_empty() {
                return;
            }
            for event in events {
                self.app.event(Event::Store(event));
            }
        }
    }

    fn name(&self, which: usize) -> String {
        format!("@{}{}", TWO[which].0, self.logins)
    }

    fn record(&self, which: usize) -> Contact {
        Contact {
            sex: Sex::Female,
            city: text("成都"),
            avatar_seq: TWO[which].1,
            ..friend(&self.name(which), "张三")
        }
    }

    fn log_in(&mut self, met: [bool; 2]) {
        self.logins += 1;
        self.met = met;
        self.app.epoch += 1;
        self.app.news(News::Login(LoginNews::Fetching));
        let here: Vec<usize> = (0..2).filter(|which| met[*which]).collect();
        let names: Vec<String> = here.iter().map(|which| self.name(*which)).collect();
        let mut members: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "张三")).collect();
        members.push(("@me", "我"));
        members.push(("@wu", "小吴"));
        let mut recent: Vec<Contact> = here.iter().map(|which| self.record(*which)).collect();
        recent.push(group("@@hike", "周末爬山", &members));
        recent.push(friend(&format!("@lan{}", self.logins), "阿岚"));
        self.app.news(News::Welcome(Box::new(Welcome {
            same: false,
            uin: 7,
            me: friend("@me", "我"),
            recent,
            order: Vec::new(),
        })));
        self.serve();
        self.app.news(News::BookProgress {
            contacts: 3,
            complete: true,
        });
        self.serve();
    }

    /// The peer one of them is now, where the login met them.
    fn here(&self, which: usize) -> Option<PeerId> {
        let id = self
            .app
            .model
            .directory
            .id_of(&UserName::from(&*self.name(which)))?;
        self.met[which].then(|| self.app.model.directory.resolve(id))
    }

    fn words(&mut self) -> String {
        self.said += 1;
        format!("line {}", self.said)
    }

    fn act(&mut self, deed: &Deed) {
        match deed {
            Deed::Login(met) => self.log_in(*met),
            Deed::Restart => self.restart(),
            Deed::Says(which) if self.met[*which] => {
                let (name, words) = (self.name(*which), self.words());
                self.app.synced(vec![says(self.said, &name, &words)]);
            }
            Deed::SaysInGroup(which) if self.met[*which] => {
                let (name, words) = (self.name(*which), self.words());
                self.app.synced(vec![says_in(self.said, "@@hike", &name, &words)]);
            }
            Deed::Write(which) if self.met[*which] => {
                let (name, words) = (self.name(*which), self.words());
                self.app.open(&name);
                self.app.event(Event::Paste(words));
                self.app.keys("enter");
            }
            Deed::Says(_) | Deed::SaysInGroup(_) | Deed::Write(_) => {}
            Deed::Join => drop(self.join()),
            Deed::Divide => drop(self.divide()),
        }
        self.serve();
    }

    /// Whether there was anybody to join.
    fn join(&mut self) -> bool {
        let Some(which) = (0..2).find(|which| self.here(*which).is_some()) else {
            return false;
        };
        let name = self.name(which);
        self.app.keys("esc esc esc");
        self.app.open(&name);
        let before = self.whose().len();
        self.app.keys("alt-i 1 esc");
        self.serve();
        self.whose().len() < before
    }

    fn divide(&mut self) -> bool {
        let Some(which) = (0..2).find(|which| self.here(*which).is_some()) else {
            return false;
        };
        let name = self.name(which);
        self.app.keys("esc esc esc");
        self.app.open(&name);
        let before = self.whose().len();
        self.app.keys("alt-i s esc");
        self.serve();
        self.whose().len() > before
    }

    fn whose(&mut self) -> Whose {
        let directory = self.app.model.directory.clone();
        directory
            .ids()
            .map(|id| {
                let peer = directory.peer(id).unwrap();
                let contact = format!("{:?} {} {}", peer.contact, peer.current, peer.gone);
                (id, (contact, self.lines(id)))
            })
            .collect()
    }

    fn lines(&mut self, chat: PeerId) -> Vec<(String, Option<PeerId>)> {
        let directory = &self.app.model.directory;
        let speaker = |from: From| match from {
            From::Peer(peer) => Some(directory.resolve(peer)),
            From::Me | From::Service => None,
        };
        let Some(disk) = &mut self.disk else {
            let talk = self.app.model.conversations.get(chat);
            let lines = talk.map_or(&[][..], |talk| &talk.lines);
            return lines
                .iter()
                .map(|line| (format!("{:?}", line.seq), speaker(line.from)))
                .collect();
        };
        let read = Read {
            chat,
            from: Place::End,
            count: u16::MAX,
        };
        let page = match disk(StoreCommand::Read(read)).as_slice() {
            [StoreEvent::Page(page)] => page.clone(),
            other => panic!("no page: {other:?}"),
        };
        page.lines
            .iter()
            .map(|line| (format!("{:?}", line.seq), speaker(line.from)))
            .collect()
    }

    /// The chats of the list tell when somebody spoke there last, and what.
    fn ends(&mut self) -> Result<(), TestCaseError> {
        for chat in self.app.model.chats.by_peer.clone().into_keys() {
            let kept = self.lines(chat).last().map(|(seq, _)| seq.clone());
            let talk = self.app.model.conversations.get(chat);
            let shown = talk
                .and_then(|talk| talk.last_line())
                .map(|line| format!("{:?}", line.seq));
            prop_assert_eq!(kept, shown, "of {:?}", chat);
        }
        Ok(())
    }
}

fn disks() -> [Option<Disk>; 3] {
    let (mut model, mut real) = (room::Room::default(), store::Room::in_memory());
    [
        None,
        Some(Box::new(move |command| model.perform(command))),
        Some(Box::new(move |command| real.perform(command))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_joined_and_taken_apart_is_as_it_was(
        before in vec(deed(), 0..25),
        between in vec(deed(), 0..8),
    ) {
        for disk in disks() {
            let mut story = Story::begin(disk);
            for deed in &before {
                story.act(deed);
            }
            let was = story.whose();
            if !story.join() {
                continue;
            }
            prop_assert!(story.divide());
            prop_assert_eq!(&story.whose(), &was);
            story.ends()?;

            // What comes in while they are one is in one chat, and goes with whoever brought the name.
            prop_assert!(story.join());
            let twin = *was.keys().find(|id| !story.whose().contains_key(*id)).unwrap();
            let into = story.app.model.directory.resolve(twin);
            let said = story.said;
            for deed in &between {
                if matches!(deed, Deed::Says(_) | Deed::SaysInGroup(_) | Deed::Write(_)) {
                    story.act(deed);
                }
            }
            prop_assert!(story.divide());
            let now = story.whose();
            let count = |whose: &Whose, id: PeerId| whose[&id].1.len();
            for id in was.keys() {
                prop_assert_eq!(&now[id].1[..count(&was, *id)], &was[id].1[..]);
            }
            prop_assert_eq!(count(&now, into), count(&was, into));
            let more: usize = now.keys().map(|id| count(&now, *id) - count(&was, *id)).sum();
            prop_assert_eq!(more as u64, story.said - said);
            story.ends()?;
        }
    }
}
