//! The one-shot ticket, exchanged for what proves a session (`protocol.md §1.4, §2.5, §2.6`).

use std::time::Duration;

use super::Ticket;
use crate::domain::secret::Secret;
use crate::domain::text::SafeText;
use crate::wire::base::{self, Link, lossy};
use crate::wire::content::text::decode;
use crate::wire::http::{HttpRequest, HttpResponse};
use crate::wire::{Auth, Error, Mode};

/// What the vendor's desktop client sends along to be told from a browser. Opaque, and the same in every client known.
const EXTSPAM: &str = "\
    Go8FCIkFEokFCggwMDAwMDAwMRAGGvAESySibk50w5Wb3uTl2c2h64jVVrV7gNs06GFlWplHQbY/5FfiO++1yH4ykCyNPWKXmco+\
    wfQzK5R98D3so7rJ5LmGFvBLjGceleySrc3SOf2Pc1gVehzJgODeS0lDL3/I/0S2SSE98YgKleq6Uqx6ndTy9yaL9qFxJL7eiA/R\
    3SEfTaW1SBoSITIu+EEkXff+Pv8NHOk7N57rcGk1w0ZzRrQDkXTOXFN2iHYIzAAZPIOY45Lsh+A4slpgnDiaOvRtlQYCt97nmPLu\
    TipOJ8Qc5pM7ZsOsAPPrCQL7nK0I7aPrFDF0q4ziUUKettzW8MrAaiVfmbD1/VkmLNVqqZVvBCtRblXb5FHmtS8FxnqCzYP4WFvz\
    3T0TcrOqwLX1M/DQvcHaGGw0B0y4bZMs7lVScGBFxMj3vbFi2SRKbKhaitxHfYHAOAa0X7/MSS0RNAjdwoyGHeOepXOKY+h3iHeq\
    CvgOH6LOifdHf/1aaZNwSkGotYnYScW8Yx63LnSwba7+hESrtPa/huRmB9KWvMCKbDThL/nne14hnL277EDCSocPu3rOSYjuB9gK\
    SOdVmWsj9Dxb/iZIe+S6AiG29Esm+/eUacSba0k8wn5HhHg9d4tIcixrxveflc8vi2/wNQGVFNsGO6tB5WF0xf/plngOvQ1/ivGV\
    /C1Qpdhzznh0ExAVJ6dwzNg7qIEBaw+BzTJTUuRcPk92Sn6QDn2Pu3mpONaEumacjW4w6ipPnPw+g2TfywJjeEcpSZaP4Q3YV5HG\
    8D6UjWA4GSkBKculWpdCMadx0usMomsSS/74QgpYqcPkmamB4nVv1JxczYITIqItIKjD35IGKAUwAA==";

/// Exchanges the one-shot ticket. `hosts` are the ones derived from `redirect_uri`. Time-out 10 s.
pub fn new_login_page(redirect_uri: &str, mode: Mode) -> HttpRequest {
    let address = redirect_uri.split('#').next().unwrap_or_default();
    let link = Link::new(address)
        .verbatim("fun", "new")
        .verbatim("version", "v2");
    let timeout = Duration::from_secs(10);
    match mode {
        Mode::Web => link.get(timeout),
        Mode::Desktop => link
            .verbatim("mod", "desktop")
            .get(timeout)
            .with_header("client-version", "2.0.0")
            .with_header("extspam", EXTSPAM)
            .with_header("Referer", "https://wx.qq.com/?&lang=zh_CN&target=t"),
    }
}

/// XML first, cookies for what it lacks; whatever the status (a 301 may carry the XML).
///
/// The XML is read tag by tag, not as a document: it may use entities it never declares.
pub fn parse_new_login_page(response: &HttpResponse) -> Result<Ticket, Error> {
    let text = lossy(response);
    if is_page(&text) {
        return Err(Error::Malformed); // a bad ticket or a consent page: only a new code helps
    }
    let found = |tag, cookie| {
        element(&text, tag)
            .or_else(|| base::cookie(response, cookie))
            .unwrap_or_default()
    };
    let sid = found("wxsid", "wxsid");
    let code = match element(&text, "ret") {
        Some(ret) => ret.parse::<i32>().map_err(|_| Error::Malformed)?,
        None if !sid.is_empty() => 0,
        None if response.status >= 400 => return Err(Error::Status(response.status)),
        None => return Err(Error::Malformed),
    };
    let uin = found("wxuin", "wxuin").parse::<i64>().ok();
    match uin {
        Some(uin) if code == 0 && !sid.is_empty() => Ok(Ticket::Granted {
            auth: Auth {
                uin,
                sid: Secret::new(sid),
                skey: Secret::new(element(&text, "skey").unwrap_or_default()),
                pass_ticket: Secret::new(found("pass_ticket", "pass_ticket")),
                data_ticket: base::data_ticket(response).unwrap_or_default(),
            },
            moved_to: element(&text, "redirecturl").map(|url| decode(url).into_owned()),
        }),
        _ => {
            let message = element(&text, "message").unwrap_or_default();
            Ok(Ticket::Refused {
                code,
                message: SafeText::new(&decode(message)),
            })
        }
    }
}

fn is_page(text: &str) -> bool {
    let start: String = text
        .trim_start()
        .chars()
        .take(9)
        .collect::<String>()
        .to_ascii_lowercase();
    start.starts_with("<html") || start.starts_with("<!doctype")
}

/// What stands between the first `<tag>` and its end, out of its CDATA; `None` where that is nothing.
fn element<'t>(text: &'t str, tag: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(&format!("<{tag}>"))?;
    let (inner, _) = rest.split_once(&format!("</{tag}>"))?;
    let inner = inner.trim();
    let inner = inner
        .strip_prefix("<![CDATA[")
        .and_then(|i| i.strip_suffix("]]>"))
        .unwrap_or(inner);
    (!inner.is_empty()).then_some(inner)
}
