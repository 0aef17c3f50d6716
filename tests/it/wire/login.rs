//! From the code to scan to the first list of chats.

use pretty_assertions::assert_eq;
use weft::domain::contact::ContactKind;
use weft::domain::id::UserName;
use weft::wire::http::{HttpResponse, Method};
use weft::wire::login::{self, Notify, Poll, Ticket};
use weft::wire::{Error, Mode, hosts::Hosts, sync::SyncKey};

use super::{DEVICE, auth, hosts, json, me, now, query};

fn ok(body: &str) -> HttpResponse {
    HttpResponse::ok(body)
}

#[test]
fn a_code_is_asked_for_with_the_way_back_encoded_whole() {
    let request = login::jslogin(&Hosts::before_login(None), Mode::Desktop, now());
    assert!(
        request.url.starts_with(
            "https://login.wx.qq.com/jslogin?appid=wx782c26e4c19acffb&redirect_uri=https%3A%2F%2F"
        )
    );
    let back = "https://wx.qq.com/cgi-bin/mmwebwx-bin/webwxnewloginpage";
    assert_eq!(query(&request, "redirect_uri"), format!("{back}?mod=desktop"));
    assert_eq!(query(&request, "fun"), "new");
    let request = login::jslogin(&Hosts::before_login(None), Mode::Web, now());
    assert_eq!(query(&request, "redirect_uri"), back);
    assert!(request.header("user-agent").unwrap().contains("Chrome/"));
}

#[test]
fn the_uuid_is_found_whatever_the_blanks() {
    for text in [
        r#"window.QRLogin.code = 200; window.QRLogin.uuid = "Qe3PDEPf1Q==";"#,
        "window.QRLogin.code=200;\nwindow.QRLogin.uuid=\"Qe3PDEPf1Q==\";\n",
    ] {
        assert_eq!(login::parse_jslogin(&ok(text)), Ok("Qe3PDEPf1Q==".to_owned()));
    }
    assert_eq!(
        login::parse_jslogin(&ok("window.QRLogin.code = 400; window.QRLogin.uuid = \"\";")),
        Err(Error::Ret(400))
    );
    for text in [
        "",
        "<html></html>",
        "window.QRLogin.code = 200;",
        "window.QRLogin.code = 200; window.QRLogin.uuid = \"a b\";",
    ] {
        assert_eq!(login::parse_jslogin(&ok(text)), Err(Error::Malformed), "{text}");
    }
    let gateway = HttpResponse {
        status: 502,
        ..ok("<html>")
    };
    assert_eq!(login::parse_jslogin(&gateway), Err(Error::Status(502)));
    assert_eq!(
        login::code_link("Qe3PDEPf1Q=="),
        "https://login.weixin.qq.com/l/Qe3PDEPf1Q=="
    );
}

#[test]
fn the_first_poll_waits_for_the_scan_and_the_next_for_the_tap() {
    let hosts = Hosts::before_login(None);
    let first = login::poll(&hosts, "Qe3PDEPf1Q==", true, now());
    assert!(
        first
            .url
            .starts_with("https://login.wx.qq.com/cgi-bin/mmwebwx-bin/login?loginicon=true&")
    );
    assert_eq!(query(&first, "uuid"), "Qe3PDEPf1Q==");
    assert_eq!(query(&first, "tip"), "1");
    assert_eq!(query(&login::poll(&hosts, "u", false, now()), "tip"), "0");
    // ~1552032632747 in 32 bits, as JavaScript has it
    assert_eq!(query(&first, "r"), "-1549438892");
    assert_eq!(first.timeout.as_secs(), 35);
}

#[test]
fn every_stage_of_the_poll_is_understood_in_both_spellings() {
    let uri = "https://wx2.qq.com/cgi-bin/mmwebwx-bin/webwxnewloginpage?ticket=AyG@qrticket_0&uuid=Qe3==&lang=zh_CN&scan=1551166580";
    let confirmed = Poll::Confirmed {
        redirect_uri: uri.to_owned(),
    };
    let avatar = Poll::Scanned {
        avatar: Some(vec![0xff, 0xd8, 0xff, 0xe0]),
    };
    for (text, want) in [
        ("window.code=408;".to_owned(), Poll::Waiting),
        ("window.code = 408;".to_owned(), Poll::Waiting),
        (
            "window.code=201;window.userAvatar = 'data:img/jpg;base64,/9j/4A==';".to_owned(),
            avatar.clone(),
        ),
        (
            "window.code = 201;\nwindow.userAvatar='data:image/jpeg;base64,/9j/4A';".to_owned(),
            avatar,
        ),
        ("window.code=201;".to_owned(), Poll::Scanned { avatar: None }),
        (
            "window.code=201;window.userAvatar = 'data:img/jpg;base64,%%%';".to_owned(),
            Poll::Scanned { avatar: None },
        ),
        (
            format!("window.code=200;\nwindow.redirect_uri=\"{uri}\";"),
            confirmed.clone(),
        ),
        (
            format!("window.code = 200; window.redirect_uri = '{uri}'"),
            confirmed,
        ),
        ("window.code=202;".to_owned(), Poll::Cancelled),
        ("window.code=400;".to_owned(), Poll::Expired),
        ("window.code=500;".to_owned(), Poll::Failed(500)),
        ("window.code=-1;".to_owned(), Poll::Failed(-1)),
    ] {
        assert_eq!(login::parse_poll(&ok(&text)), Ok(want), "{text}");
    }
    for text in [
        "",
        "<html>",
        "window.code=;",
        "window.code=200;",
        "window.code=200;window.redirect_uri=\"https://half",
    ] {
        assert_eq!(login::parse_poll(&ok(text)), Err(Error::Malformed), "{text}");
    }
}

#[test]
fn desktop_mode_shows_its_papers_at_the_ticket_counter_only() {
    let uri = "https://wx.qq.com/cgi-bin/mmwebwx-bin/webwxnewloginpage?ticket=A@q&uuid=B==&scan=1";
    let web = login::new_login_page(uri, Mode::Web);
    assert_eq!(web.url, format!("{uri}&fun=new&version=v2"));
    assert_eq!(web.header("extspam"), None);
    let desktop = login::new_login_page(uri, Mode::Desktop);
    assert_eq!(desktop.url, format!("{uri}&fun=new&version=v2&mod=desktop"));
    assert_eq!(desktop.header("client-version"), Some("2.0.0"));
    let extspam = desktop.header("extspam").unwrap();
    assert_eq!(extspam.len(), 880);
    assert!(extspam.starts_with("Go8FCIkFEokFCggw") && extspam.ends_with("KjD35IGKAUwAA=="));
    assert!(
        extspam
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"+/=".contains(&b))
    );
    assert_eq!(
        desktop.header("referer"),
        Some("https://wx.qq.com/?&lang=zh_CN&target=t")
    );
}

const GRANTED: &str = include_str!("../fixtures/wire/newloginpage.xml");

fn granted(response: &HttpResponse) -> (weft::wire::Auth, Option<String>) {
    match login::parse_new_login_page(response) {
        Ok(Ticket::Granted { auth, moved_to }) => (auth, moved_to),
        other => panic!("not granted: {other:?}"),
    }
}

#[test]
fn the_ticket_is_read_from_the_xml_even_of_a_redirect() {
    for status in [200, 301] {
        let (auth, moved_to) = granted(&HttpResponse {
            status,
            ..ok(GRANTED)
        });
        assert_eq!(auth.uin, 2_663_483_803);
        assert_eq!(auth.sid.expose(), "GLRECysse3NhRQe2");
        assert_eq!(
            auth.skey.expose(),
            "@crypt_ae446460_e9e8807e9992e98fb587194ac764792f"
        );
        assert_eq!(auth.pass_ticket.expose(), "NuMItNqHBs1e%2FNgDfLKw%2BEwd%3D");
        assert_eq!(moved_to, None);
    }
}

#[test]
fn what_the_xml_lacks_comes_from_the_cookies() {
    let mut response = ok(
        "<error><ret>0</ret><skey></skey><wxuin></wxuin><redirecturl>https://wx2.qq.com/?a=1&amp;b=2</redirecturl></error>",
    );
    for cookie in [
        "wxuin=2663483803; Domain=wx.qq.com; Path=/; Secure",
        "wxsid=GLRE+yss/3NhRQe2; Domain=wx.qq.com; Path=/",
        "pass_ticket=a%2Fb",
        "webwx_data_ticket=gSe",
    ] {
        response.headers.push(("set-cookie".into(), cookie.into()));
    }
    let (auth, moved_to) = granted(&response);
    assert_eq!((auth.uin, auth.sid.expose()), (2_663_483_803, "GLRE+yss/3NhRQe2"));
    assert!(auth.skey.is_empty());
    assert_eq!(auth.pass_ticket.expose(), "a%2Fb");
    assert_eq!(moved_to.as_deref(), Some("https://wx2.qq.com/?a=1&b=2"));
}

#[test]
fn a_refusal_keeps_the_services_own_words() {
    let words = "为了你的帐号安全，此微信号不能登录网页微信。你可以使用Windows微信或Mac微信";
    for (xml, code) in [
        (
            format!("<error><ret>1203</ret><message>{words}</message></error>"),
            1203,
        ),
        (
            format!("<error>\n<ret>1203</ret>\n<message><![CDATA[{words}]]></message></error>"),
            1203,
        ),
        (
            format!("<error><ret>0</ret><message>{words}</message><wxuin>1</wxuin></error>"),
            0,
        ),
    ] {
        let Ok(Ticket::Refused { code: told, message }) = login::parse_new_login_page(&ok(&xml)) else {
            panic!("{xml}")
        };
        assert_eq!((told, message.as_str()), (code, words));
    }
    for page in [
        "<html><body>x</body></html>",
        " \n<!DOCTYPE html><html>",
        "",
        "hello",
        "<error><ret>x</ret></error>",
    ] {
        assert_eq!(
            login::parse_new_login_page(&ok(page)),
            Err(Error::Malformed),
            "{page}"
        );
    }
    let gateway = HttpResponse {
        status: 503,
        ..ok("busy")
    };
    assert_eq!(login::parse_new_login_page(&gateway), Err(Error::Status(503)));
}

#[test]
fn webwxinit_carries_the_base_request_with_a_number_for_uin() {
    let request = login::init(&hosts(), &auth(), DEVICE, now());
    assert_eq!(request.method, Method::Post);
    assert_eq!(
        (request.origin(), request.path()),
        ("https://wx2.qq.com", "/cgi-bin/mmwebwx-bin/webwxinit")
    );
    assert!(
        request
            .url
            .contains("pass_ticket=NuMItNqHBs1e%252FNgDfLKw%252BEwd%253D")
    );
    assert_eq!(
        String::from_utf8(request.body.clone()).unwrap(),
        r#"{"BaseRequest":{"Uin":2663483803,"Sid":"GLRE+yss/3NhRQe2","Skey":"@crypt_ae446460_e9e8807e9992e98fb587194ac764792f","DeviceID":"e138413478611227"}}"#
    );
    assert_eq!(request.header("referer"), Some("https://wx2.qq.com/"));
    assert_eq!(
        request.header("content-type"),
        Some("application/json; charset=UTF-8")
    );
}

#[test]
fn webwxinit_tells_who_one_is_and_whom_one_talked_to() {
    let init = login::parse_init(&ok(include_str!("../fixtures/wire/init.json"))).unwrap();
    assert_eq!(init.me.user_name, UserName::from("@e5403f77"));
    assert_eq!(init.me.nick_name.as_str(), "阿岚");
    assert_eq!(init.me.avatar_seq, 637_275_253);
    let [helper, group] = init.recent.as_slice() else {
        panic!("{:?}", init.recent)
    };
    assert_eq!(
        (helper.kind, helper.nick_name.as_str()),
        (ContactKind::Special, "文件传输助手")
    );
    assert_eq!(
        (group.kind, group.nick_name.as_str()),
        (ContactKind::Group, "周末爬山⛰")
    );
    assert_eq!(group.group.as_ref().unwrap().member_count, 3);
    assert_eq!(init.uin, 2_663_483_803);
    let names: Vec<_> = init.chat_set.iter().map(UserName::as_str).collect();
    assert_eq!(names, ["filehelper", "@@7c1e", "@2ab0", "weixin"]);
    assert_eq!(
        init.sync_key,
        SyncKey(vec![
            (1, 684_295_295),
            (2, 684_295_306),
            (3, 684_295_297),
            (1000, 1_552_031_401)
        ])
    );
    assert_eq!(
        init.skey.unwrap().expose(),
        "@crypt_ae446460_e9e8807e9992e98fb587194ac764792f"
    );
    assert_eq!(init.invited_from, Some(40));
}

#[test]
fn webwxinit_may_not_say_from_when_on_people_are_invited() {
    let whole = include_str!("../fixtures/wire/init.json");
    let told = r#""InviteStartCount": 40,"#;
    for (instead, from) in [
        (r#""InviteStartCount": 100,"#, Some(100)),
        (r#""InviteStartCount": "100","#, Some(100)),
        (r#""InviteStartCount": 0,"#, None),
        (r#""InviteStartCount": -1,"#, None),
        (r#""InviteStartCount": null,"#, None),
        ("", None),
    ] {
        let answer = ok(&whole.replace(told, instead));
        assert_eq!(
            login::parse_init(&answer).unwrap().invited_from,
            from,
            "{instead}"
        );
    }
}

#[test]
fn webwxinit_without_oneself_is_no_answer() {
    for text in [
        r#"{"BaseResponse":{"Ret":0}}"#,
        r#"{"BaseResponse":{"Ret":0},"User":null}"#,
        r#"{"BaseResponse":{"Ret":0},"User":{"UserName":""}}"#,
        r#"{"User":{"UserName":"@a"}}"#,
        r#"{"BaseResponse":{"Ret":null},"User":{"UserName":"@a"}}"#,
        r#"{"BaseResponse":{"Ret":0},"User":{"UserName":"@a"#,
    ] {
        assert_eq!(login::parse_init(&ok(text)), Err(Error::Malformed), "{text}");
    }
    assert_eq!(
        login::parse_init(&ok(r#"{"BaseResponse":{"Ret":"1101"}}"#)),
        Err(Error::Ret(1101))
    );
}

#[test]
fn the_phone_is_told_that_the_session_began_and_that_a_chat_was_read() {
    let (hosts, me, to) = (hosts(), me(), UserName::from("@@7c1e"));
    let request = login::status_notify(
        Notify {
            hosts: &hosts,
            code: 1,
            me: &me,
            to: &to,
        },
        &auth(),
        DEVICE,
        now(),
    );
    let body = json(&request);
    assert_eq!(request.path(), "/cgi-bin/mmwebwx-bin/webwxstatusnotify");
    assert_eq!(body["Code"], 1);
    assert_eq!(body["FromUserName"], "@e5403f77");
    assert_eq!(body["ToUserName"], "@@7c1e");
    assert_eq!(body["ClientMsgId"], 1_552_032_632_747_i64);
    assert_eq!(
        login::parse_ack(&ok(
            r#"{"BaseResponse":{"Ret":0,"ErrMsg":""},"MsgID":"1525762281689643050"}"#
        )),
        Ok(())
    );
    assert_eq!(
        login::parse_ack(&ok(r#"{"BaseResponse":{"Ret":-1}}"#)),
        Err(Error::Ret(-1))
    );
    assert_eq!(login::parse_ack(&ok("{}")), Err(Error::Malformed));
}

#[test]
fn leaving_names_the_session_in_a_form() {
    let request = login::logout(&hosts(), &auth());
    assert_eq!(request.path(), "/cgi-bin/mmwebwx-bin/webwxlogout");
    assert_eq!(
        String::from_utf8(request.body.clone()).unwrap(),
        "sid=GLRE%2Byss%2F3NhRQe2&uin=2663483803"
    );
    assert_eq!(
        request.header("content-type"),
        Some("application/x-www-form-urlencoded")
    );
    assert_eq!(
        query(&request, "skey"),
        "@crypt_ae446460_e9e8807e9992e98fb587194ac764792f"
    );
}

#[test]
fn the_phone_is_asked_by_number_on_the_accounts_own_host() {
    let request = login::push_login(&hosts().base, &hosts(), 2_663_483_803, Mode::Web);
    assert_eq!(request.method, Method::Get);
    assert_eq!(
        request.url,
        "https://wx2.qq.com/cgi-bin/mmwebwx-bin/webwxpushloginurl?uin=2663483803"
    );
    let request = login::push_login(login::PUSH_DOOR, &hosts(), 1, Mode::Desktop);
    assert_eq!(
        request.url,
        "https://login.weixin.qq.com/cgi-bin/mmwebwx-bin/webwxpushloginurl?uin=1&mod=desktop"
    );
    assert_eq!(request.header("referer"), Some("https://wx2.qq.com/"));
}

#[test]
fn the_answer_to_it_says_its_ret_in_either_form() {
    for text in [
        r#"{"ret":"0","msg":"all ok","uuid":"Ya1nBwPV9g=="}"#,
        r#"{"ret":0,"msg":"all ok","uuid":"Ya1nBwPV9g=="}"#,
    ] {
        assert_eq!(login::parse_push_login(&ok(text)), Ok("Ya1nBwPV9g==".to_owned()));
    }
    for (text, ret) in [
        (r#"{"ret":"1","msg":"not allowed","uuid":""}"#, 1),
        (r#"{"ret":-14}"#, -14),
        (r#"{"ret":"0","msg":"all ok","uuid":""}"#, 0),
        (r#"{"ret":0}"#, 0),
        (r#"{"ret":0,"uuid":"a b"}"#, 0),
    ] {
        assert_eq!(login::parse_push_login(&ok(text)), Err(Error::Ret(ret)), "{text}");
    }
    for text in ["", "<html></html>", "{}", r#"{"uuid":"Ya1nBwPV9g=="}"#, "[]"] {
        assert_eq!(
            login::parse_push_login(&ok(text)),
            Err(Error::Malformed),
            "{text}"
        );
    }
}
