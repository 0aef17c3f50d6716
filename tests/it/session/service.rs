//! Session, jar and simulated service together, with nobody but the test to keep what is told: runs that die and come
//! back.

use std::collections::HashMap;

use weft::domain::id::MsgId;
use weft::domain::message::{Body, Item};
use weft::net::jar::Jar;
use weft::net::keepsake;
use weft::sim::saying::Saying;
use weft::sim::world::setup::{Account, Family, Person, Setup};
use weft::sim::world::{Answer, HoldId, Reply, World};

use super::*;

/// One run of the program, and the world that outlives it.
struct Run {
    world: World,
    now: Now,
    session: Session,
    jar: Jar,
    waiting: HashMap<HoldId, (Ticket, String)>,
    news: Vec<News>,
    /// What a disk would hold.
    disk: Option<Keepsake>,
    /// The MsgId and words of all that arrived, over all runs.
    seen: Vec<(MsgId, String)>,
    /// Batches are kept as they come.
    keeps: bool,
    cut: bool,
}

fn town() -> Setup {
    Setup {
        family: Family::Wx2,
        ..Setup::new(3).with(Person::new("anna", "安娜"))
    }
}

fn on_web() -> Settings {
    Settings {
        server: None,
        mode: ModeChoice::Web,
    }
}

impl Run {
    /// Logged in by a scan.
    fn logged_in(setup: Setup) -> Self {
        let mut run = Self {
            world: World::new(setup),
            now: Now {
                mono: secs(1),
                wall_ms: 4_102_444_800_000, // the jar's clock is the machine's, and no cookie may be over for it
            },
            session: Session::new(on_web(), 7),
            jar: Jar::new(),
            waiting: HashMap::new(),
            news: Vec::new(),
            disk: None,
            seen: Vec::new(),
            keeps: true,
            cut: false,
        };
        run.command(NetCommand::Login);
        run.scan_and_confirm();
        assert!(run.welcomed());
        run
    }

    /// Killed, and started again `later`: nothing is left but what the disk holds.
    fn dies(mut self, later: Duration) -> Self {
        for (hold, _) in self.waiting.drain() {
            self.world.abandon(hold);
        }
        self.session = Session::new(on_web(), 8);
        self.jar = Jar::new();
        self.news.clear();
        self.keeps = true;
        self.now = self.now.plus(later);
        self
    }

    fn resumes(mut self) -> Self {
        let kept = self.disk.clone().expect("a keepsake on disk");
        self.command(NetCommand::Resume(kept));
        self
    }

    fn says(&mut self, words: &str) {
        self.world
            .say(self.now, "anna", "anna", Saying::text(words))
            .unwrap();
        self.settle();
    }

    fn scan_and_confirm(&mut self) {
        self.world.scan(self.now);
        self.settle();
        self.confirm();
    }

    fn confirm(&mut self) {
        assert!(self.world.confirm(self.now));
        self.settle();
    }

    fn command(&mut self, command: NetCommand) {
        let command = keepsake::open(command, &mut self.jar);
        self.session.command(command, self.now);
        self.settle();
    }

    fn wait(&mut self, by: Duration) {
        let end = self.now.mono + by;
        loop {
            let next = [self.session.deadline(), self.world.deadline()];
            let next = next.into_iter().flatten().min().filter(|at| *at <= end);
            let at = next.unwrap_or(end);
            self.now = self.now.plus(at.saturating_sub(self.now.mono));
            self.session.timeout(self.now);
            self.settle();
            if next.is_none() {
                return;
            }
        }
    }

    fn settle(&mut self) {
        loop {
            let mut quiet = true;
            while let Some(output) = self.session.poll() {
                quiet = false;
                self.carry(output);
            }
            for (hold, answer) in self.world.settle(self.now) {
                quiet = false;
                if let Some((ticket, url)) = self.waiting.remove(&hold) {
                    self.deliver(ticket, &url, answer);
                }
            }
            if quiet {
                return;
            }
        }
    }

    fn carry(&mut self, output: Output) {
        match output {
            Output::Emit(event) => {
                if let Some(event) = keepsake::seal(event, &mut self.jar) {
                    self.hear(event.news);
                }
            }
            Output::Cancel(ticket) => {
                let hold = self.waiting.iter().find(|(_, (open, _))| *open == ticket);
                if let Some(hold) = hold.map(|(&hold, _)| hold) {
                    self.waiting.remove(&hold);
                    self.world.abandon(hold);
                }
            }
            Output::Carry { .. } | Output::File { .. } => panic!("nothing with a file is asked for here"),
            Output::Transmit { ticket, .. } if self.cut => {
                self.session.answer(ticket, Err(HttpFailure::Offline), self.now);
            }
            Output::Transmit { ticket, mut request } => {
                self.jar.attach(&mut request);
                match self.world.request(self.now, &request) {
                    Reply::Ready(answer) => self.deliver(ticket, &request.url, answer),
                    Reply::Held(hold) => drop(self.waiting.insert(hold, (ticket, request.url))),
                }
            }
        }
    }

    fn deliver(&mut self, ticket: Ticket, url: &str, answer: Answer) {
        self.jar.store(url, &answer.response);
        self.session.answer(ticket, Ok(answer.response), self.now);
    }

    /// What the shell would do: show it, keep it, say so.
    fn hear(&mut self, news: News) {
        if let News::Keepsake(kept) = &news {
            self.disk = Some(kept.clone());
        }
        if let News::Synced(batch) = &news {
            for item in &batch.items {
                if let Item::Message(message) = item
                    && let Body::Text(text) = &message.body
                    && self.seen.iter().all(|(id, _)| *id != message.id)
                {
                    self.seen.push((message.id, text.as_str().to_owned()));
                }
            }
            if self.keeps {
                self.disk.clone_from(&batch.keepsake);
                self.session.command(NetCommand::Kept(batch.id), self.now);
            }
        }
        self.news.push(news);
    }

    fn welcomed(&self) -> bool {
        self.news.iter().any(|news| matches!(news, News::Welcome(_)))
    }

    fn resumed(&self) -> bool {
        self.news.iter().any(|news| matches!(news, News::Resumed { .. }))
    }

    fn phone_asked(&self) -> bool {
        let asked = |news: &News| matches!(news, News::Login(LoginNews::AskedPhone { .. }));
        self.news.iter().any(asked)
    }

    fn shows_code(&self) -> bool {
        let code = |news: &News| matches!(news, News::Login(LoginNews::Code { .. }));
        self.news.iter().any(code)
    }

    fn words(&self) -> Vec<&str> {
        self.seen.iter().map(|(_, words)| words.as_str()).collect()
    }

    #[track_caller]
    fn is_blameless(&self) {
        assert!(self.world.breaches().is_empty(), "{:?}", self.world.breaches());
    }

    /// The cookies that would go to the account's own host.
    fn cookies(&mut self) -> String {
        let mut request = HttpRequest::get("https://wx2.qq.com/".into(), Duration::ZERO);
        self.jar.attach(&mut request);
        request.header("cookie").unwrap_or_default().to_owned()
    }
}

#[test]
fn killed_and_started_again_it_hears_what_was_said_meanwhile() {
    let mut run = Run::logged_in(town());
    run.says("早");
    let mut run = run.dies(secs(3600));
    for n in 0..150 {
        run.says(&format!("{n}"));
    }
    let mut run = run.resumes();
    run.says("now");
    assert!(run.resumed() && !run.welcomed() && !run.shows_code());
    assert_eq!(run.seen.len(), 152, "one batch is not enough for all of it");
    run.wait(secs(60));
    let mut run = run.dies(secs(5)).resumes();
    run.says("again");
    assert_eq!(run.seen.len(), 153);
    run.is_blameless();
}

#[test]
fn a_batch_that_was_never_kept_comes_again() {
    let mut run = Run::logged_in(town());
    run.says("早");
    run.keeps = false;
    run.says("shown, but the disk never had it");
    let mut run = run.dies(secs(5));
    run.seen.truncate(1);
    let run = run.resumes();
    assert_eq!(run.words(), ["早", "shown, but the disk never had it"]);
    run.is_blameless();
}

#[test]
fn a_new_skey_survives_the_run() {
    let mut run = Run::logged_in(town());
    run.world.rotate_skey();
    run.says("早");
    let mut run = run.dies(secs(5)).resumes();
    run.says("晚");
    assert!(run.resumed());
    assert_eq!(run.words(), ["早", "晚"]);
    run.is_blameless();
}

#[test]
fn cookies_that_were_renewed_last_another_half_day() {
    let mut run = Run::logged_in(town());
    run.wait(secs(10 * 3600));
    run.says("早");
    let run = run.dies(secs(10 * 3600)).resumes();
    assert!(
        run.resumed(),
        "twenty hours after the login, ten after the last answer"
    );
    run.is_blameless();
}

#[test]
fn after_half_a_day_the_phone_is_asked_and_one_tap_is_enough() {
    let run = Run::logged_in(town());
    let mut run = run.dies(secs(13 * 3600)).resumes();
    assert!(run.phone_asked() && !run.resumed());
    run.confirm();
    assert!(run.welcomed() && !run.shows_code());
    run.says("早");
    assert_eq!(run.words(), ["早"]);
    run.is_blameless();
}

#[test]
fn ended_while_away_whatever_the_number() {
    for code in [1100, 1101, 1102] {
        let mut run = Run::logged_in(town()).dies(secs(60));
        run.world.kick(code);
        let mut run = run.resumes();
        assert!(run.phone_asked(), "{code}");
        run.confirm();
        assert!(run.welcomed(), "{code}");
        run.is_blameless();
    }
}

#[test]
fn another_browser_took_over_while_away() {
    let mut run = Run::logged_in(town()).dies(secs(60));
    run.world.log_in_elsewhere(run.now);
    let run = run.resumes();
    assert!(run.phone_asked());
    run.is_blameless();
}

#[test]
fn where_the_service_asks_no_phone_there_is_the_code() {
    for numeric in [false, true] {
        let mut run = Run::logged_in(town()).dies(secs(60));
        run.world.kick(1101);
        run.world.quirks_mut().no_push_login = true;
        run.world.quirks_mut().numeric_ret = numeric;
        let mut run = run.resumes();
        assert!(run.shows_code() && !run.phone_asked());
        run.scan_and_confirm();
        assert!(run.welcomed());
        run.is_blameless();
    }
}

#[test]
fn a_phone_left_in_the_other_room() {
    let mut run = Run::logged_in(town()).dies(secs(60));
    run.world.kick(1101);
    let mut run = run.resumes();
    run.wait(secs(299));
    assert!(!run.shows_code());
    run.wait(secs(2));
    assert!(run.shows_code());
    run.scan_and_confirm();
    assert!(run.welcomed());
    run.is_blameless();
}

#[test]
fn started_in_a_tunnel() {
    let mut run = Run::logged_in(town()).dies(secs(60));
    run.says("早");
    run.cut = true;
    let mut run = run.resumes();
    run.wait(secs(3600));
    assert!(!run.resumed() && !run.shows_code());
    run.cut = false;
    run.wait(secs(60));
    assert!(run.resumed());
    assert_eq!(run.words(), ["早"]);
    run.is_blameless();
}

#[test]
fn put_out_and_let_in_again_by_a_tap() {
    let mut run = Run::logged_in(town());
    run.world.kick(1101);
    run.settle();
    assert_eq!(ended(&run.news), Some(Ending::ByService { code: 1101 }));
    run.news.clear();
    run.command(NetCommand::Login);
    assert!(run.phone_asked());
    run.confirm();
    assert!(run.welcomed());
    run.is_blameless();
}

#[test]
fn a_logout_leaves_nothing_to_come_back_with() {
    let mut run = Run::logged_in(town());
    run.command(NetCommand::Logout);
    assert_eq!(ended(&run.news), Some(Ending::LoggedOut));
    assert_eq!(run.cookies(), "");
    run.news.clear();
    run.command(NetCommand::Login);
    assert!(run.shows_code() && !run.phone_asked());
    run.is_blameless();

    // Whoever had kept the text all the same gets no further: the session is over, and with it `wxuin`.
    let run = run.dies(secs(60)).resumes();
    assert!(!run.resumed());
}

#[test]
fn a_refusal_after_the_tap_is_told() {
    let mut run = Run::logged_in(town()).dies(secs(60));
    run.world.kick(1101);
    run.world.set_account(Account::Refused {
        ret: 1203,
        message: "登录失败。".into(),
    });
    let mut run = run.resumes();
    run.confirm();
    assert!(matches!(
        run.news.last(),
        Some(News::Login(LoginNews::Refused { code: 1203, .. }))
    ));
}

#[test]
fn an_idle_day_is_kept_in_few_words() {
    let mut run = Run::logged_in(town());
    run.wait(secs(60));
    run.news.clear();
    run.wait(secs(24 * 3600));
    let told = run
        .news
        .iter()
        .filter(|news| matches!(news, News::Keepsake(_)))
        .count();
    assert!(
        (4..=9).contains(&told),
        "{told}: with each renewal of the cookies, and no more"
    );
}
