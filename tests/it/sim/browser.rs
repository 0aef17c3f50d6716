//! A client of a few lines that shares nothing with weft's own: enough to be right, and easy to make wrong.

use std::time::Duration;

use serde_json::{Value, json};
use weft::domain::time::Now;
use weft::sim::world::setup::{Group, Person, Setup};
use weft::sim::world::{Answer, Reply, World};
use weft::wire::http::{HttpRequest, HttpResponse, Method};

pub const HOME: &str = "http://127.0.0.1:8080";

/// A small world: two friends, a stranger in a group, a public account, somebody who refuses.
pub fn setup() -> Setup {
    Setup::new(7)
        .with(Person {
            remark: "满满&可可".into(),
            pinyin: "xiao man".into(),
            pinned: true,
            signature: "晒太阳☀".into(),
            ..Person::new("xiaoman", "小满")
        })
        .with(Person::new("zhou", "老周"))
        .with(Person {
            refuses: Some(1204),
            ..Person::new("ghost", "不是朋友")
        })
        .with(Person {
            rejects: Some("小刺猬开启了朋友验证".into()),
            ..Person::new("shy", "小刺猬")
        })
        .with(Person {
            stranger: true,
            ..Person::new("amu", "阿木")
        })
        .with(Person {
            public: true,
            ..Person::new("paper", "某某日报")
        })
        .with_group(Group {
            owner: "zhou".into(),
            saved: true,
            cards: [("zhou".to_owned(), "领队老周".to_owned())].into(),
            ..Group::new("hike", "周末爬山⛰", &["zhou", "xiaoman", "amu"])
        })
}

pub struct Browser {
    pub world: World,
    pub now: Now,
    pub cookies: Vec<(String, String)>,
    pub skey: String,
    pub sid: String,
    pub uin: String,
    pub ticket: String,
    pub keys: Value,
    pub check_keys: Value,
    pub me: String,
    pub init: Value,
    next_id: u64,
}

impl Browser {
    pub fn new(setup: Setup) -> Self {
        Self {
            world: World::new(setup),
            now: Now {
                mono: Duration::from_secs(100),
                wall_ms: 1_795_000_000_000,
            },
            cookies: Vec::new(),
            skey: String::new(),
            sid: String::new(),
            uin: String::new(),
            ticket: String::new(),
            keys: Value::Null,
            check_keys: Value::Null,
            me: String::new(),
            init: Value::Null,
            next_id: 0,
        }
    }

    /// A browser that has logged in and initialised.
    pub fn at_home(setup: Setup) -> Self {
        let mut browser = Self::new(setup);
        browser.log_in();
        browser.initialise();
        browser
    }

    pub fn wait(&mut self, seconds: u64) {
        self.now = self.now.plus(Duration::from_secs(seconds));
    }

    pub fn ask(&mut self, method: Method, path: &str, body: &[u8]) -> Reply {
        let mut request = HttpRequest::get(format!("{HOME}{path}"), Duration::from_secs(35));
        request.method = method;
        request.body = body.to_vec();
        if !self.cookies.is_empty() {
            request.headers.push(("Cookie".into(), self.cookie_line()));
        }
        self.world.request(self.now, &request)
    }

    pub fn cookie_line(&self) -> String {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        cookies.join("; ")
    }

    pub fn answer(&mut self, method: Method, path: &str, body: &[u8]) -> HttpResponse {
        let response = match self.ask(method, path, body) {
            Reply::Ready(answer) => answer.response,
            // Files take their time.
            Reply::Held(hold) => {
                self.wait(1);
                let due = self.world.settle(self.now);
                let (_, answer) = due.into_iter().find(|(id, _)| *id == hold).unwrap();
                answer.response
            }
        };
        for cookie in response.set_cookies() {
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.retain(|(n, _)| n != name);
            self.cookies.push((name.into(), value.into()));
        }
        response
    }

    pub fn get(&mut self, path: &str) -> String {
        String::from_utf8(self.answer(Method::Get, path, b"").body).unwrap()
    }

    /// A JSON post to an endpoint, `BaseRequest` added.
    pub fn post(&mut self, endpoint: &str, mut body: Value) -> Value {
        body["BaseRequest"] = json!({
            "Uin": self.uin.parse::<u64>().unwrap(), "Sid": self.sid, "Skey": self.skey, "DeviceID": "e138413478611227",
        });
        self.post_raw(endpoint, body.to_string().as_bytes())
    }

    pub fn post_raw(&mut self, endpoint: &str, body: &[u8]) -> Value {
        let path = format!("/cgi-bin/mmwebwx-bin/{endpoint}");
        let response = self.answer(Method::Post, &path, body);
        serde_json::from_slice(&response.body).unwrap()
    }

    pub fn new_code(&mut self) -> String {
        let answer = self.get("/jslogin?appid=wx782c26e4c19acffb&fun=new&lang=zh_CN&_=1");
        between(&answer, "uuid = \"", "\"")
    }

    pub fn poll(&mut self, uuid: &str, tip: u8) -> Reply {
        let path = format!("/cgi-bin/mmwebwx-bin/login?loginicon=true&uuid={uuid}&tip={tip}&r=-1&_=1");
        self.ask(Method::Get, &path, b"")
    }

    /// The address of the ticket, without its origin.
    pub fn redirect(&mut self) -> String {
        let uuid = self.new_code();
        assert!(self.world.scan(self.now));
        assert!(self.world.confirm(self.now));
        let body = text(&ready(self.poll(&uuid, 0)));
        between(&body, "redirect_uri=\"http://127.0.0.1:8080", "\"")
    }

    pub fn log_in(&mut self) -> String {
        let redirect = self.redirect();
        let xml = self.get(&format!("{redirect}&fun=new&version=v2"));
        self.skey = between(&xml, "<skey>", "<");
        self.sid = between(&xml, "<wxsid>", "<");
        self.uin = between(&xml, "<wxuin>", "<");
        self.ticket = between(&xml, "<pass_ticket>", "<");
        xml
    }

    pub fn initialise(&mut self) {
        self.init = self.post("webwxinit?r=-1", json!({}));
        self.keys = self.init["SyncKey"].clone();
        self.check_keys = self.keys.clone();
        self.me = self.init["User"]["UserName"].as_str().unwrap().into();
    }

    pub fn check(&mut self) -> Reply {
        let path = self.check_path(&self.check_keys.clone());
        self.ask(Method::Get, &path, b"")
    }

    pub fn check_path(&self, keys: &Value) -> String {
        let list = keys["List"].as_array().unwrap();
        let keys: Vec<String> = list
            .iter()
            .map(|key| format!("{}_{}", key["Key"], key["Val"]))
            .collect();
        let sid = self.sid.replace('+', "%2B").replace('/', "%2F");
        let skey = self.skey.replace('@', "%40");
        format!(
            "/cgi-bin/mmwebwx-bin/synccheck?r=1&skey={skey}&sid={sid}&uin={}&deviceid=e138413478611227&synckey={}&_=1",
            self.uin,
            keys.join("%7C"),
        )
    }

    /// One webwxsync; the keys are taken over.
    pub fn sync(&mut self) -> Value {
        let answer = self.post(
            "webwxsync?sid=x&skey=y",
            json!({ "SyncKey": self.keys, "rr": -1 }),
        );
        if answer["SyncKey"]["Count"].as_u64() > Some(0) {
            self.keys = answer["SyncKey"].clone();
            self.check_keys = answer["SyncCheckKey"].clone();
        }
        answer
    }

    /// Everything that is new.
    pub fn news(&mut self) -> Vec<Value> {
        let answer = self.sync();
        answer["AddMsgList"].as_array().unwrap().clone()
    }

    pub fn name(&self, key: &str) -> String {
        self.world.user_name(key).unwrap().into()
    }

    pub fn send(&mut self, to: &str, text: &str) -> Value {
        self.next_id += 1;
        let id = format!("1552032632747{:04}", self.next_id);
        self.send_as(&id, to, text)
    }

    pub fn send_as(&mut self, id: &str, to: &str, text: &str) -> Value {
        let me = self.me.clone();
        let msg = json!({ "Type": 1, "Content": text, "FromUserName": me, "ToUserName": to, "LocalID": id, "ClientMsgId": id });
        self.post("webwxsendmsg", json!({ "Msg": msg, "Scene": 0 }))
    }

    /// An answer to a friend request.
    pub fn verify(&mut self, opcode: u8, who: &Value, ticket: &Value) -> Value {
        let body = json!({
            "Opcode": opcode, "VerifyUserListSize": 1, "VerifyUserList": [{ "Value": who, "VerifyUserTicket": ticket }],
            "VerifyContent": "", "SceneListCount": 1, "SceneList": [33], "skey": self.skey,
        });
        self.post("webwxverifyuser?r=1", body)
    }

    pub fn breached(&self) -> Vec<String> {
        self.world
            .breaches()
            .iter()
            .map(|b| format!("{:?} at {}", b.kind, b.endpoint))
            .collect()
    }
}

#[track_caller]
pub fn ready(reply: Reply) -> Answer {
    match reply {
        Reply::Ready(answer) => answer,
        Reply::Held(hold) => panic!("held as {hold:?}"),
    }
}

#[track_caller]
pub fn held(reply: &Reply) {
    assert!(matches!(reply, Reply::Held(_)), "answered at once: {reply:?}");
}

pub fn text(answer: &Answer) -> String {
    String::from_utf8(answer.response.body.clone()).unwrap()
}

#[track_caller]
pub fn between(text: &str, before: &str, after: &str) -> String {
    let (_, rest) = text
        .split_once(before)
        .unwrap_or_else(|| panic!("no {before:?} in {text}"));
    rest.split_once(after).unwrap().0.into()
}

/// The one hold that is due.
pub fn due(browser: &mut Browser) -> String {
    let due = browser.world.settle(browser.now);
    assert_eq!(due.len(), 1);
    text(&due[0].1)
}
