//! One run: the acts of a plan on a machine under fate, then everything is mended, and what is left is judged.

use std::collections::HashMap;
use std::time::Duration;

use weft::app::Event;
use weft::app::keymap::{Code, Key};
use weft::app::login::Stage;
use weft::domain::id::PeerId;
use weft::port::Link;
use weft::port::store::{Change, State, Trouble};
use weft::session::ModeChoice;
use weft::sim::saying::Saying;
use weft::sim::world::fault::{Fault, FaultRule};

use super::judge;
use super::ledger::{Ledger, Own};
use super::luck::Luck;
use super::plan::{Act, Blow, Deed, Doing, Plan};
use super::town::{self, CHATS};
use crate::machine::{Machine, Wreck, at_home, changes};
use crate::room::Lie;

pub type Town = Machine<Luck>;

/// In the end everything comes to rest within so long.
const AT_LAST: Duration = Duration::from_hours(12);
/// A draft is on disk so long after its last key.
const DRAFT: Duration = Duration::from_millis(400);

pub struct Run {
    pub town: Town,
    pub ledger: Ledger,
    /// When each draft was changed last.
    typed: HashMap<PeerId, Duration>,
    words: usize,
}

/// Runs a plan. The error is the promise that broke; then the tale is what led to it.
pub fn run(plan: &Plan, lie: Option<Lie>, told: bool) -> (Result<(), String>, Vec<String>) {
    let mut town = Machine::new(town::world(), at_home(ModeChoice::Auto), Luck::of(plan, told));
    town.room.lie = lie;
    let mut run = Run {
        town,
        ledger: Ledger::default(),
        typed: HashMap::new(),
        words: 0,
    };
    let end = run.live(plan);
    (end, run.town.fate.tale.lines)
}

fn key(code: Code) -> Event {
    Event::Key(Key {
        code,
        ctrl: false,
        alt: false,
        shift: false,
    })
}

fn alt(c: char) -> Event {
    Event::Key(Key {
        code: Code::Char(c),
        ctrl: false,
        alt: true,
        shift: false,
    })
}

fn ctrl(code: Code) -> Event {
    Event::Key(Key::ctrl(code))
}

impl Run {
    fn live(&mut self, plan: &Plan) -> Result<(), String> {
        self.begin()?;
        for act in &plan.acts {
            self.town.fate.tale.tell(self.town.now, || format!("{act:?}"));
            self.act(act);
            self.after()?;
        }
        self.mend();
        self.come_to_rest()?;
        self.note("all is mended and at rest");
        judge::at_rest(self)?;
        self.settle_every_doubt()?;
        self.note("every doubt is settled");
        judge::settled(self)?;
        self.read_everything()?;
        judge::at_rest(self)
    }

    fn note(&mut self, words: &str) {
        self.town.fate.tale.tell(self.town.now, || words.to_owned());
    }

    /// What follows any act: the dead are looked at, the phone is looked at, what broke is told.
    fn after(&mut self) -> Result<(), String> {
        self.ledger.look(&self.town);
        self.mourn()?;
        while self.town.is_down() && self.town.fate.rng.u8(0..3) > 0 {
            self.begin()?;
        }
        if self.town.fate.rng.bool() {
            self.phone();
        }
        self.mourn()?;
        self.ledger.look(&self.town);
        self.ledger.no_silent_repeat(&self.town)?;
        match self.town.fate.broken.take() {
            Some(words) => Err(words),
            None => Ok(()),
        }
    }

    fn begin(&mut self) -> Result<(), String> {
        // No machine starts in no time.
        self.town
            .pass_until(self.town.now.mono + Duration::from_millis(50));
        self.note("the program starts");
        let drafts = self.town.room.kept().map(|book| book.drafts.clone());
        self.typed.clear();
        self.town.begin();
        let model = &self.town.model;
        if self.town.is_down() || model.history.is_opening() {
            return self.mourn();
        }
        for (chat, text) in drafts.into_iter().flatten() {
            let talk = model.conversations.get(model.directory.resolve(chat));
            if !talk.is_some_and(|talk| talk.draft.text().contains(&text)) {
                return Err(format!("the draft {text:?} did not come back"));
            }
        }
        Ok(())
    }

    /// What was in memory when the machine stopped: was on disk what had to be?
    fn mourn(&mut self) -> Result<(), String> {
        let Some(mut wreck) = self.town.wreck.take() else {
            return Ok(());
        };
        let judged = self.drafts_are_kept(&wreck);
        wreck.unwritten.extend(
            weft::app::unwritten(&mut wreck.model)
                .into_iter()
                .filter_map(changes)
                .flatten(),
        );
        self.ledger.crash(&self.town, &wreck);
        wreck.unwritten.clear();
        self.town.wreck = Some(wreck);
        judged
    }

    fn drafts_are_kept(&self, wreck: &Wreck) -> Result<(), String> {
        let on_its_way = wreck
            .unwritten
            .iter()
            .any(|change| matches!(change, Change::Draft { .. }));
        let (Some(book), None, false) = (self.town.room.kept(), wreck.model.history.trouble, on_its_way)
        else {
            return Ok(());
        };
        for (chat, typed) in &self.typed {
            let draft = wreck.model.conversations.get(*chat).map(|talk| talk.draft.text());
            let kept = book.drafts.get(chat).map(String::as_str).unwrap_or_default();
            if *typed + DRAFT < wreck.at && draft.is_some_and(|draft| draft != kept) {
                return Err(format!("the draft {draft:?} was not on disk: {kept:?} was"));
            }
        }
        Ok(())
    }

    /// Whoever has the phone confirms what it asks.
    fn phone(&mut self) {
        let now = self.town.now;
        if self.town.world.scan(now) {
            self.town.settle();
        }
        if self.town.world.confirm(now) {
            self.note("the phone confirms the login");
            self.town.settle();
        }
    }

    fn act(&mut self, act: &Act) {
        match act {
            Act::Wait(time) => self.town.pass_until(self.town.now.mono + *time),
            Act::Others(deed) => self.others(deed),
            Act::Befalls(blow) => self.befall(blow),
            Act::Person(_) if self.town.is_down() => {}
            Act::Person(doing) => self.person(doing),
        }
    }

    fn others(&mut self, deed: &Deed) {
        let now = self.town.now;
        match deed {
            Deed::Said { chat, ago } => self.say(*chat, *ago),
            Deed::Burst { chat, lines } => {
                for _ in 0..*lines {
                    self.say(*chat, 0);
                }
            }
            Deed::Recalled { chat } => {
                if let Some(id) = self.ledger.recall(*chat) {
                    assert!(self.town.world.recall(now, id));
                }
            }
            Deed::Phoned { chat } => {
                let words = self.fresh("phoned");
                let world = &mut self.town.world;
                let id = world.from_phone(now, CHATS[*chat].key, Saying::Text(words.clone()));
                self.ledger.said(id.unwrap(), (*chat, None), now.wall(), words);
            }
            Deed::ReadOnPhone { chat } => {
                self.ledger.read_elsewhere.insert(*chat);
                self.town.world.open_on_phone(now, CHATS[*chat].key).unwrap();
            }
        }
        self.town.settle();
    }

    fn befall(&mut self, blow: &Blow) {
        let town = &mut self.town;
        match blow {
            Blow::PhoneAway(away) => town.world.phone_offline(*away),
            Blow::Cut => town.cut_off(),
            Blow::Mended => town.cut = false,
            Blow::DiskFull => town.room.trouble = Some(Trouble::DiskFull),
            Blow::DiskMended if town.room.trouble.is_some() => town.disk_mended(),
            Blow::PowerCut if !town.is_down() => town.stop(),
            Blow::DiskMended | Blow::PowerCut => {}
            Blow::Kicked(code) => town.world.kick(*code),
            Blow::Refused { endpoint, ret, times } => {
                let rule = FaultRule::new(endpoint, Fault::Ret(*ret)).times(*times);
                town.world.inject(rule.swallowed());
            }
            Blow::SlowedDown => town.world.slow_down(1),
            Blow::Repeated(lines) => town.world.repeat(*lines),
            Blow::Storm(times) => town.world.empty_storm(*times),
        }
        self.town.settle();
    }

    /// A key, and what it did to own messages.
    fn press(&mut self, event: Event) {
        let before = self.ledger.unsent(&self.town);
        let draft = self.draft();
        self.town.turn(event);
        self.ledger.taken(&self.town, &before);
        if let (Some((chat, then)), Some((_, now))) = (draft, self.draft())
            && then != now
        {
            self.typed.insert(chat, self.town.now.mono);
        }
        self.town.settle();
    }

    fn draft(&self) -> Option<(PeerId, String)> {
        let chat = self.town.model.chats.open?;
        let talk = self.town.model.talk()?;
        Some((chat, talk.draft.text().to_owned()))
    }

    fn person(&mut self, doing: &Doing) {
        match doing {
            Doing::Open { chat } => self.open(*chat),
            Doing::Type => {
                let words = self.fresh("draft");
                self.press(Event::Paste(words));
            }
            Doing::Erase => self.press(ctrl(Code::Char('u'))),
            Doing::Send => self.send(),
            Doing::Resend => {
                self.ledger.sends_again();
                self.press(alt('r'));
            }
            Doing::MarkSent => {
                let before = self.ledger.unsent(&self.town);
                self.press(alt('s'));
                self.ledger.marked(&self.town, &before);
            }
            Doing::Drop => self.press(alt('x')),
            Doing::TakeBack => self.press(alt('e')),
            Doing::ChooseUp => self.press(Event::Key(Key {
                alt: true,
                ..Key::ctrl(Code::Up)
            })),
            Doing::PageUp => self.press(key(Code::PageUp)),
            Doing::ToTop => self.press(ctrl(Code::Home)),
            Doing::ToEnd => self.press(ctrl(Code::End)),
            Doing::Back => self.press(key(Code::Esc)),
            Doing::LogOut => {
                self.press(alt('q'));
                self.press(key(Code::Enter));
            }
            Doing::LogIn => {
                self.press(key(Code::F(5)));
                self.phone();
            }
            Doing::Quit => self.town.quit(),
        }
    }

    fn open(&mut self, chat: usize) {
        self.press(ctrl(Code::Char('p')));
        self.press(Event::Paste(CHATS[chat].name.to_owned()));
        self.press(key(Code::Enter));
    }

    /// What is in the box, or a few new words, to whatever chat is open.
    fn send(&mut self) {
        if self.town.model.talk().is_some_and(|talk| talk.draft.is_empty()) {
            let words = self.fresh("sent");
            self.press(Event::Paste(words));
        }
        let model = &self.town.model;
        let Some((chat, text)) = self.draft() else {
            return;
        };
        let Some(place) = town::place(&model.directory, chat) else {
            return;
        };
        let (last, at) = (model.last_local, self.town.now.mono);
        let before = self.ledger.unsent(&self.town);
        self.town.turn(key(Code::Enter));
        self.ledger.taken(&self.town, &before);
        let model = &self.town.model;
        if model.last_local != last {
            self.typed.insert(chat, at);
            let own = Own::new(model.last_local, model.last_seq, text, place);
            self.town
                .fate
                .tale
                .tell(self.town.now, || format!("    sends {own:?}"));
            // A number that never was on disk nor left may come again.
            let again = |earlier: &Own| earlier.unborn && earlier.local == own.local;
            self.ledger.own.retain(|earlier| !again(earlier));
            self.ledger.own.push(own);
        }
        self.town.settle();
    }

    fn say(&mut self, chat: usize, ago: i64) {
        let words = self.fresh("said");
        let (place, now) = (&CHATS[chat], self.town.now);
        let speakers = place.speakers;
        let by = speakers[self.words % speakers.len()];
        let said = self
            .town
            .world
            .say_ago(now, ago, (by, place.key), Saying::Text(words.clone()));
        let mut at = now.wall();
        at.0 -= ago;
        self.ledger.said(said.unwrap(), (chat, Some(by)), at, words);
    }

    fn fresh(&mut self, what: &str) -> String {
        self.words += 1;
        format!("{what} {}", self.words)
    }

    /// No more of it: whatever is wrong is mended.
    fn mend(&mut self) {
        self.note("everything is mended");
        self.town.fate.rest();
        self.town.cut = false;
        let world = &mut self.town.world;
        world.heal();
        world.slow_down(0);
        world.empty_storm(0);
        world.phone_offline(false);
        if self.town.room.trouble.is_some() {
            self.town.disk_mended();
        }
    }

    fn come_to_rest(&mut self) -> Result<(), String> {
        if self.town.is_down() {
            self.begin()?;
        }
        let end = self.town.now.mono + AT_LAST;
        self.town.settle();
        while !self.is_at_rest() {
            self.phone();
            if self.is_at_rest() {
                break;
            }
            let again = matches!(
                self.town.model.login.stage,
                Stage::Done | Stage::Refused { .. } | Stage::Cancelled | Stage::Expired
            );
            if !self.town.model.is_live() && again {
                self.press(key(Code::F(5)));
            }
            if !self.town.pass_some(end) {
                return Err(format!("it does not come to rest: {}", self.unrest()));
            }
        }
        self.ledger.look(&self.town);
        Ok(())
    }

    fn is_at_rest(&self) -> bool {
        let model = &self.town.model;
        let lines = self
            .town
            .room
            .kept()
            .into_iter()
            .flat_map(|book| book.lines.values());
        let mut going = lines.filter(|line| matches!(line.state, State::Queued(_) | State::Sending(_)));
        model.is_live()
            && model.link == Link::Up
            && model.loading.is_none()
            && self.town.is_listening()
            && self.town.in_flight().next().is_none()
            && going.next().is_none()
            && weft::app::deadline(model).is_none()
    }

    fn unrest(&self) -> String {
        let model = &self.town.model;
        let flying: Vec<&str> = self.town.in_flight().collect();
        let lines = self
            .town
            .room
            .kept()
            .into_iter()
            .flat_map(|book| book.lines.values());
        let going: Vec<_> = lines
            .filter(|line| matches!(line.state, State::Queued(_) | State::Sending(_)))
            .collect();
        format!(
            "live {}, {:?}, {:?}, loading {:?}, asking {flying:?}, on the way {going:?}",
            model.is_live(),
            model.link,
            model.login.stage,
            model.loading
        )
    }

    /// The person has everything sent that is in doubt or failed.
    fn settle_every_doubt(&mut self) -> Result<(), String> {
        self.ledger.no_silent_repeat(&self.town)?;
        self.ledger.sends_again();
        for chat in 0..CHATS.len() {
            self.open(chat);
            for _ in 0..=self.ledger.own.len() {
                if self.town.model.outbox.unsent() == 0 {
                    break;
                }
                self.press(alt('r'));
                self.come_to_rest()?;
            }
        }
        self.come_to_rest()
    }

    /// Quits, starts, and looks at every chat from its end to its beginning.
    fn read_everything(&mut self) -> Result<(), String> {
        self.person(&Doing::Quit);
        self.mourn()?;
        self.begin()?;
        self.come_to_rest()?;
        for chat in 0..CHATS.len() {
            self.open(chat);
            self.press(ctrl(Code::Home));
        }
        self.come_to_rest()
    }
}
