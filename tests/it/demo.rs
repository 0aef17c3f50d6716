//! The demo's cast and story: complete, without mistakes, and told to the end on a clock of its own.

use std::collections::HashSet;
use std::time::Duration;

use serde_json::{Value, json};
use weft::domain::time::Now;
use weft::sim::demo;
use weft::sim::script::Director;
use weft::sim::world::{Reply, World};
use weft::wire::http::{HttpRequest, Method};

const HOME: &str = "http://127.0.0.1:9";

struct Viewer {
    world: World,
    director: Director,
    now: Now,
    cookies: String,
    base: Value,
    keys: Value,
    kinds: HashSet<(u64, u64)>,
    said: Vec<String>,
}

impl Viewer {
    fn new() -> Self {
        let (world, director) = demo::stage(1).unwrap();
        Self {
            world,
            director,
            now: Now {
                mono: Duration::from_secs(5),
                wall_ms: 1_795_000_000_000,
            },
            cookies: String::new(),
            base: Value::Null,
            keys: Value::Null,
            kinds: HashSet::new(),
            said: Vec::new(),
        }
    }

    /// Plays the story up to a moment, deadline by deadline.
    fn watch(&mut self, seconds: u64) {
        let end = self.now.plus(Duration::from_secs(seconds));
        while let Some(at) = self.director.deadline(&self.world).filter(|at| *at <= end.mono) {
            self.now = self.now.plus(at.saturating_sub(self.now.mono));
            self.director.play(&mut self.world, self.now);
        }
        self.now = end;
    }

    fn ask(&mut self, path: &str, body: Option<Value>) -> Vec<u8> {
        let mut request =
            HttpRequest::get(format!("{HOME}{path}"), Duration::MAX).with_header("Cookie", &self.cookies);
        if let Some(body) = body {
            request.method = Method::Post;
            request.body = body.to_string().into_bytes();
        }
        self.director.play(&mut self.world, self.now);
        let Reply::Ready(answer) = self.world.request(self.now, &request) else {
            panic!("{path} is held")
        };
        for cookie in answer.response.set_cookies() {
            self.cookies.push_str(cookie.split(';').next().unwrap());
            self.cookies.push_str("; ");
        }
        self.director.play(&mut self.world, self.now);
        answer.response.body
    }

    fn post(&mut self, endpoint: &str, mut body: Value) -> Value {
        body["BaseRequest"] = self.base.clone();
        let answer = self.ask(&format!("/cgi-bin/mmwebwx-bin/{endpoint}"), Some(body));
        serde_json::from_slice(&answer).unwrap()
    }

    fn log_in(&mut self) {
        let code = self.ask("/jslogin?appid=wx782c26e4c19acffb", None);
        let code = String::from_utf8(code).unwrap();
        let uuid = code
            .split("uuid = \"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .to_owned();
        self.watch(6);
        let poll = format!("/cgi-bin/mmwebwx-bin/login?uuid={uuid}&tip=0");
        let redirect = String::from_utf8(self.ask(&poll, None)).unwrap();
        let path = redirect
            .split(HOME)
            .nth(1)
            .expect("confirmed by itself")
            .split('"')
            .next()
            .unwrap()
            .to_owned();
        let xml = String::from_utf8(self.ask(&format!("{path}&fun=new&version=v2"), None)).unwrap();
        let field = |tag: &str| {
            xml.split(&format!("<{tag}>"))
                .nth(1)
                .unwrap()
                .split('<')
                .next()
                .unwrap()
                .to_owned()
        };
        self.base = json!({ "Uin": field("wxuin"), "Sid": field("wxsid"), "Skey": field("skey"), "DeviceID": "e123456789012345" });
        self.keys = self.post("webwxinit", json!({}))["SyncKey"].clone();
    }

    fn sync(&mut self) {
        loop {
            let keys = self.keys.clone();
            let answer = self.post("webwxsync", json!({ "SyncKey": keys }));
            self.keys = answer["SyncKey"].clone();
            for message in answer["AddMsgList"].as_array().unwrap() {
                self.kinds.insert((
                    message["MsgType"].as_u64().unwrap(),
                    message["AppMsgType"].as_u64().unwrap(),
                ));
                self.said.push(message["Content"].as_str().unwrap().to_owned());
            }
            if answer["ContinueFlag"] == 0 {
                return;
            }
        }
    }

    fn send(&mut self, key: &str, text: &str) -> i64 {
        let (to, me) = (
            self.world.user_name(key).unwrap().to_owned(),
            self.world.user_name("me").unwrap().to_owned(),
        );
        let id = format!("1795000000{:07}", self.world.delivered().len());
        let msg = json!({ "Type": 1, "Content": text, "FromUserName": me, "ToUserName": to, "LocalID": id, "ClientMsgId": id });
        self.post("webwxsendmsg", json!({ "Msg": msg, "Scene": 0 }))["BaseResponse"]["Ret"]
            .as_i64()
            .unwrap()
    }
}

#[test]
fn the_story_is_told_to_its_end_and_shows_every_kind() {
    let mut viewer = Viewer::new();
    viewer.log_in();
    viewer.watch(120);
    viewer.sync();
    assert!(viewer.director.finished(), "within two minutes");
    assert_eq!(viewer.director.failed(), []);
    let kinds = [
        (1, 0),
        (3, 0),
        (34, 0),
        (37, 0),
        (42, 0),
        (43, 0),
        (47, 0),
        (49, 3),
        (49, 5),
        (49, 6),
        (49, 19),
        (49, 33),
        (49, 57),
        (49, 63),
        (49, 2000),
        (49, 2001),
        (50, 0),
        (51, 0),
        (10000, 0),
        (10002, 0),
    ];
    for kind in kinds {
        assert!(viewer.kinds.contains(&kind), "{kind:?} is never shown");
    }
    assert!(
        viewer.world.breaches().is_empty(),
        "{:?}",
        viewer.world.breaches()
    );
}

#[test]
fn people_talk_back_and_one_chat_refuses() {
    let mut viewer = Viewer::new();
    viewer.log_in();
    assert_eq!(viewer.send("sam", "Shall we have dinner?"), 0);
    viewer.watch(4);
    viewer.sync();
    assert!(
        viewer.said.iter().any(|text| text.starts_with("Dumplings.")),
        "{:?}",
        viewer.said
    );
    assert_eq!(viewer.send("hike", "零食我带"), 0);
    viewer.watch(4);
    viewer.sync();
    assert!(viewer.said.iter().any(|text| text.ends_with("靠谱！")));
    assert_eq!(viewer.send("ghost", "在吗"), 1204);
}

#[test]
fn everybody_who_answers_or_acts_is_in_the_cast() {
    let setup = demo::setup(1).unwrap();
    let story = demo::story().unwrap();
    let mut keys: HashSet<&str> = setup.people.iter().map(|p| p.key.as_str()).collect();
    assert!((25..=40).contains(&keys.len()));
    keys.extend(setup.groups.iter().map(|g| g.key.as_str()));
    keys.insert("luna");
    for rule in &story.reply {
        assert!(keys.contains(rule.chat.as_str()), "{}", rule.chat);
        assert!(!rule.say.is_empty() || !rule.what.is_empty());
    }
    for group in &setup.groups {
        assert!(
            group.members.iter().all(|m| keys.contains(m.as_str())),
            "{}",
            group.key
        );
    }
    for chat in &setup.recent {
        assert!(
            keys.contains(chat.as_str()) || ["filehelper", "weixin"].contains(&chat.as_str()),
            "{chat}"
        );
    }
}

#[test]
fn the_big_load_comes_through_the_protocol() {
    let options = weft::sim::serve::Serve {
        fill: weft::sim::serve::Fill {
            chats: 50,
            messages: 1_200,
            members: 5,
        },
        auto_login: Some(Duration::from_secs(2)),
        ..Default::default()
    };
    let mut viewer = Viewer::new();
    (viewer.world, viewer.director) = weft::sim::serve::world(&options, viewer.now).unwrap();
    viewer.log_in();
    viewer.sync();
    assert_eq!(viewer.said.len(), 1_250);
}
