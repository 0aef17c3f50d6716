//! Which host answers what.

use weft::wire::hosts::Hosts;

fn all(hosts: &Hosts) -> [&str; 4] {
    [&hosts.login, &hosts.base, &hosts.push, &hosts.file]
}

#[test]
fn before_login_the_vendors_hosts_are_asked_or_the_one_server_given() {
    let hosts = Hosts::before_login(None);
    assert_eq!(hosts.login, "https://login.wx.qq.com");
    assert_eq!(hosts.base, "https://wx.qq.com");
    let hosts = Hosts::before_login(Some("http://127.0.0.1:8080/"));
    assert_eq!(all(&hosts), ["http://127.0.0.1:8080"; 4]);
}

#[test]
fn the_host_table_follows_the_redirect() {
    let table = [
        (
            "wx.qq.com",
            "login.wx.qq.com",
            "webpush.wx.qq.com",
            "file.wx.qq.com",
        ),
        (
            "wx2.qq.com",
            "login.wx2.qq.com",
            "webpush.wx2.qq.com",
            "file.wx2.qq.com",
        ),
        (
            "wx8.qq.com",
            "login.wx8.qq.com",
            "webpush.wx8.qq.com",
            "file.wx8.qq.com",
        ),
        (
            "web.wechat.com",
            "login.web.wechat.com",
            "webpush.web.wechat.com",
            "file.web.wechat.com",
        ),
        (
            "web2.wechat.com",
            "login.web2.wechat.com",
            "webpush.web2.wechat.com",
            "file.web2.wechat.com",
        ),
        (
            "wx.example.org",
            "login.weixin.qq.com",
            "webpush.weixin.qq.com",
            "file.wx.qq.com",
        ),
    ];
    for (base, login, push, file) in table {
        let uri = format!("https://{base}/cgi-bin/mmwebwx-bin/webwxnewloginpage?ticket=A&uuid=B==");
        let hosts = Hosts::after_login(&uri).unwrap();
        let want = [login, base, push, file].map(|host| format!("https://{host}"));
        assert_eq!(
            all(&hosts),
            [&want[0], &want[1], &want[2], &want[3]].map(String::as_str),
            "{base}"
        );
    }
}

#[test]
fn on_loopback_every_role_stays_where_the_redirect_points() {
    for origin in [
        "http://127.0.0.1:8080",
        "https://127.9.0.1",
        "http://[::1]:9",
        "http://localhost:1234",
        "http://wx2.qq.com.localhost:1234",
    ] {
        let hosts = Hosts::after_login(&format!("{origin}/cgi-bin/x?ticket=1")).unwrap();
        assert_eq!(all(&hosts), [origin; 4]);
    }
}

#[test]
fn a_redirect_that_is_no_safe_address_leads_nowhere() {
    for uri in [
        "",
        "wx.qq.com/cgi-bin",
        "http://wx.qq.com/cgi-bin/x?ticket=1",
        "ftp://wx.qq.com/",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://wx.qq.com@evil.example/",
        "https://:secret@wx.qq.com/",
        "http://notlocalhost/",
        "http://localhost.evil.example/",
        "https://",
    ] {
        assert_eq!(Hosts::after_login(uri), None, "{uri}");
    }
}
