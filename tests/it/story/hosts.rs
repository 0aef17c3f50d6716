//! The service's own host names: who is asked for what, and which cookies go along.

use weft::sim::world::setup::{Family, Setup};

use super::script::Script;
use super::{text, town};

fn names(line: &str) -> Vec<&str> {
    let mut names: Vec<&str> = line
        .split("; ")
        .filter_map(|pair| pair.split('=').next())
        .collect();
    names.sort_unstable();
    names
}

#[test]
fn every_family_is_asked_on_its_own_hosts_with_its_own_cookies() {
    let families = [
        (Family::Wx, "wx.qq.com"),
        (Family::Wx2, "wx2.qq.com"),
        (Family::Wx8, "wx8.qq.com"),
        (Family::Web, "web.wechat.com"),
        (Family::Web2, "web2.wechat.com"),
    ];
    for (family, base) in families {
        let script = Script::abroad(Setup { family, ..town() });
        let script = script
            .server(|world, now| assert!(world.say(now, "anna", "hike", text("hello")).is_ok()))
            .wait(5)
            .send("Anna", "from afar")
            .wait(5);
        let mut script = script.online().shows("from afar").blameless();
        assert_eq!(script.world.delivered().len(), 1);

        let push = format!("https://webpush.{base}");
        assert_eq!(script.hosts_of("synccheck"), [push.as_str()]);
        let home = format!("https://{base}");
        for endpoint in [
            "webwxnewloginpage",
            "webwxinit",
            "webwxsync",
            "webwxgetcontact",
            "webwxsendmsg",
        ] {
            assert_eq!(script.hosts_of(endpoint), [home.as_str()], "{endpoint}");
        }

        let everywhere = [
            "mm_lang",
            "webwx_auth_ticket",
            "webwx_data_ticket",
            "webwxuvid",
            "wxloadtime",
            "wxpluginkey",
            "wxsid",
            "wxuin",
        ];
        for host in [&push, &home, &format!("https://file.{base}")] {
            let line = script.cookies_for(&format!("{host}/cgi-bin/mmwebwx-bin/webwxgetmedia"));
            assert_eq!(names(&line), everywhere, "to {host}");
        }
        // The vendor's other hosts are told no more than the service itself lets them know.
        let (_, domain) = base.split_once('.').unwrap();
        let line = script.cookies_for(&format!("https://mail.{domain}/"));
        assert_eq!(names(&line), ["webwx_data_ticket"], "to a neighbour of {base}");
        assert_eq!(script.cookies_for("https://example.com/"), "");
        assert_eq!(script.cookies_for(&format!("http://{base}/")), "", "in the clear");
    }
}

#[test]
fn a_session_on_the_wrong_push_host_would_be_told_so() {
    use std::time::Duration;
    use weft::sim::world::Reply;
    use weft::wire::http::HttpRequest;

    let mut script = Script::abroad(Setup {
        family: Family::Wx2,
        ..town()
    });
    let url = "https://webpush.wx.qq.com/cgi-bin/mmwebwx-bin/synccheck?uin=1";
    let request = HttpRequest::get(url.into(), Duration::ZERO);
    let Reply::Ready(answer) = script.world.request(script.now, &request) else {
        panic!("held");
    };
    assert!(String::from_utf8_lossy(&answer.response.body).contains("retcode:\"1100\""));
}
