//! What can go wrong with an answer, on demand. The service's own refusals included, since they too come in bursts.

use std::time::Duration;

use serde::Deserialize;

use super::{Answer, Reply, World};
use crate::domain::time::Now;
use crate::sim::encode::Object;
use crate::wire::http::HttpResponse;

/// A fault for some coming requests of an endpoint.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultRule {
    /// `webwxsync`, or `*` for any.
    pub endpoint: String,
    pub fault: Fault,
    /// Let so many pass first.
    #[serde(default)]
    pub skip: u32,
    #[serde(default = "once")]
    pub times: u32,
    /// The request never reaches the service: nothing is sent, no cursor moves.
    #[serde(default)]
    pub swallowed: bool,
}

fn once() -> u32 {
    1
}

impl FaultRule {
    pub fn new(endpoint: &str, fault: Fault) -> Self {
        Self {
            endpoint: endpoint.into(),
            fault,
            skip: 0,
            times: 1,
            swallowed: false,
        }
    }

    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }

    #[must_use]
    pub fn swallowed(mut self) -> Self {
        self.swallowed = true;
        self
    }
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// An error page with this status.
    Status(u16),
    /// 200 and a page of HTML.
    HtmlPage,
    /// The right body under `image/jpeg`.
    WrongType,
    /// JSON that stops in the middle, complete as HTTP.
    BrokenJson,
    /// The same of any other body: two thirds of the bytes, as if that were all (`protocol.md §8`).
    Short,
    Empty,
    /// 200 and these words in place of the answer.
    Body(String),
    /// `BaseResponse.Ret`, or the retcode where there is one.
    Ret(i32),
    /// 302 to somewhere else.
    Redirect(String),
    /// So many milliseconds late.
    Delay(u64),
    /// Never answered.
    Hang,
    Wire(WireFault),
}

/// Faults below HTTP: the socket's business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WireFault {
    /// The connection is reset before the first byte.
    Reset,
    /// The connection closes in the middle of the body.
    HalfBody,
    /// A few bytes at a time.
    Drip,
    /// `Content-Encoding: gzip` over something else.
    BrokenGzip,
    /// A status line that is none (`protocol.md §5.1`).
    GarbledStatus,
    /// The answer, and the same once more.
    Twice,
}

impl World {
    /// Faults for coming requests, after those already waiting.
    pub fn inject(&mut self, rule: FaultRule) {
        self.faults.push(rule);
    }

    /// No more faults.
    pub fn heal(&mut self) {
        self.faults.clear();
    }

    pub(super) fn take_fault(&mut self, endpoint: &str) -> Option<FaultRule> {
        let at = self
            .faults
            .iter()
            .position(|rule| rule.endpoint == "*" || rule.endpoint == endpoint)?;
        let rule = self.faults.get_mut(at)?;
        if rule.skip > 0 {
            rule.skip -= 1;
            return None;
        }
        rule.times = rule.times.saturating_sub(1);
        let taken = rule.clone();
        if taken.times == 0 {
            self.faults.remove(at);
        }
        Some(taken)
    }

    /// The reply with the fault applied. A held one is let go with no news, except where it is to be late or never.
    pub(super) fn spoil(&mut self, now: Now, reply: Reply, endpoint: &str, fault: Fault) -> Reply {
        let mut response = match (reply, &fault) {
            (Reply::Held(hold), Fault::Delay(_)) => return Reply::Held(hold),
            (Reply::Held(hold), _) => self.let_go(hold),
            (Reply::Ready(answer), _) => answer.response,
        };
        let mut wire = None;
        match fault {
            Fault::Status(status) => response = page(status, "the service is having a moment"),
            Fault::HtmlPage => response = page(200, "网络异常，请稍后再试"),
            Fault::WrongType => set_type(&mut response, "image/jpeg"),
            Fault::BrokenJson | Fault::Short => response.body.truncate(response.body.len() * 2 / 3),
            Fault::Empty => response.body.clear(),
            Fault::Body(words) => response.body = words.into_bytes(),
            Fault::Ret(ret) => {
                no_file(&mut response);
                response.body = refusal(endpoint, ret).into_bytes();
            }
            Fault::Redirect(to) => {
                response = page(302, "moved");
                response.headers.push(("Location".into(), to));
            }
            Fault::Delay(ms) => {
                let until = now.mono.saturating_add(Duration::from_millis(ms));
                return self.hold_back(Answer::from(response), Some(until));
            }
            Fault::Hang => return self.hold_back(Answer::from(response), None),
            Fault::Wire(fault) => wire = Some(fault),
        }
        Reply::Ready(Answer {
            response,
            fault: wire,
        })
    }
}

fn refusal(endpoint: &str, ret: i32) -> String {
    match endpoint {
        "synccheck" => format!("window.synccheck={{retcode:\"{ret}\",selector:\"0\"}}"),
        "jslogin" => format!("window.QRLogin.code = {ret}; window.QRLogin.uuid = \"\";"),
        "login" => format!("window.code={ret};"),
        "webwxnewloginpage" => format!("<error><ret>{ret}</ret><message></message></error>"),
        _ => Object::answer(ret).end(),
    }
}

fn page(status: u16, words: &str) -> HttpResponse {
    HttpResponse {
        status,
        headers: vec![("Content-Type".into(), "text/html; charset=utf-8".into())],
        body: format!("<html>\r\n<head><title>{status}</title></head>\r\n<body><center><h1>{words}</h1></center></body>\r\n</html>\r\n").into_bytes(),
    }
}

/// An error in a file's place is not announced as one (`protocol.md §8`).
fn no_file(response: &mut HttpResponse) {
    let told = ["content-disposition", "content-range"];
    response
        .headers
        .retain(|(name, _)| !told.iter().any(|told| name.eq_ignore_ascii_case(told)));
    if response.status == 206 {
        response.status = 200;
    }
}

fn set_type(response: &mut HttpResponse, content_type: &str) {
    response
        .headers
        .retain(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
    response
        .headers
        .push(("Content-Type".into(), content_type.into()));
}
