//! Every kind of message, as the service writes it.

use serde_json::{Value, json};
use weft::sim::saying::Saying;
use weft::wire::http::Method;

use super::browser::{Browser, setup};

fn heard(from: &str, chat: &str, saying: Saying) -> (Value, Browser) {
    let mut browser = Browser::at_home(setup());
    browser.world.say(browser.now, from, chat, saying).unwrap();
    let mut news = browser.news();
    assert_eq!(news.len(), 1);
    (news.remove(0), browser)
}

fn said(from: &str, chat: &str, saying: Saying) -> Value {
    heard(from, chat, saying).0
}

#[test]
fn text_is_escaped_once_with_old_emoji_as_spans_and_new_ones_raw() {
    let text = "a<b>&amp;\n\"q\" 'p' 😄 🥟 👨‍👩‍👧 🇨🇳 🇧🇷 1⃣ 😁 ©";
    let message = said("zhou", "zhou", Saying::text(text));
    let emoji = |hex: &str| format!("<span class=\"emoji emoji{hex}\"></span>");
    let family = format!(
        "{}\u{200d}{}\u{200d}{}",
        emoji("1f468"),
        emoji("1f469"),
        emoji("1f467")
    );
    let expected = format!(
        "a&lt;b&gt;&amp;amp;<br/>&quot;q&quot; &#39;p&#39; {} 🥟 {family} {} 🇧🇷 {} {} {}",
        emoji("1f604"),
        emoji("1f1e81f1f3"),
        emoji("3120e3"),
        emoji("1f63c"),
        emoji("a9"),
    );
    assert_eq!(message["Content"], expected);
    assert_eq!(message["MsgType"], 1);
    assert_eq!(
        message["MsgId"].as_str().unwrap().parse::<u64>().unwrap(),
        message["NewMsgId"].as_u64().unwrap()
    );
    let fields = message.as_object().unwrap().len();
    assert_eq!(fields, 28, "every field of the envelope, every time");
}

#[test]
fn a_group_prefixes_its_members_but_neither_oneself_nor_the_service() {
    let (message, browser) = heard("amu", "hike", Saying::text("hi"));
    assert_eq!(message["Content"], format!("{}:<br/>hi", browser.name("amu")));
    assert_eq!(
        (&message["FromUserName"], &message["ToUserName"]),
        (&json!(browser.name("hike")), &json!(browser.me))
    );
    let (own, browser) = heard("me", "hike", Saying::text("hi"));
    assert_eq!(
        (&own["FromUserName"], &own["ToUserName"]),
        (&json!(browser.me), &json!(browser.name("hike")))
    );
    assert_eq!(own["Content"], "hi");
    let notice = said("zhou", "hike", Saying::Notice("位置共享已经结束".into()));
    assert_eq!(
        (&notice["MsgType"], &notice["Content"]),
        (&json!(10000), &json!("位置共享已经结束"))
    );
}

#[test]
fn media_carry_their_lengths_and_sizes() {
    let voice = said("zhou", "zhou", Saying::Voice { millis: 2112 });
    assert_eq!(
        (&voice["MsgType"], &voice["VoiceLength"]),
        (&json!(34), &json!(2112))
    );
    let video = said("zhou", "zhou", Saying::Video { seconds: 24 });
    assert_eq!(
        (&video["MsgType"], &video["PlayLength"], &video["ImgStatus"]),
        (&json!(43), &json!(24), &json!(2))
    );
    assert_eq!(
        said("zhou", "zhou", Saying::MicroVideo { seconds: 6 })["MsgType"],
        62
    );
    let image = said("zhou", "zhou", Saying::Image);
    assert_eq!(image["MsgType"], 3);
    let longer = [&image["ImgWidth"], &image["ImgHeight"]].map(|side| side.as_u64().unwrap());
    assert_eq!(longer.iter().max(), Some(&120));
    assert!(
        image["Content"]
            .as_str()
            .unwrap()
            .starts_with("&lt;?xml version=\"1.0\"?&gt;<br/>&lt;msg&gt;")
    );
    assert_eq!(said("zhou", "zhou", Saying::Sticker)["MsgType"], 47);
    let store = said("zhou", "zhou", Saying::StoreSticker);
    assert_eq!(
        (&store["Content"], &store["HasProductId"]),
        (&json!(""), &json!(1))
    );
    assert_eq!(said("zhou", "zhou", Saying::Call)["MsgType"], 50);
}

#[test]
fn applications_are_told_apart_by_their_sub_type() {
    // Written as a script or the control port would write them.
    let kinds = [
        (
            json!({ "link": { "title": "T & t", "url": "http://a/?b&c" } }),
            5,
            "T &amp; t",
        ),
        (json!({ "articles": [["T & t", "digest"]] }), 5, "T &amp; t"),
        (json!({ "music": { "title": "Song", "artist": "A" } }), 3, "Song"),
        (
            json!({ "mini_program": { "title": "Tea?", "app": "Draw" } }),
            33,
            "Tea?",
        ),
        (
            json!({ "history": { "title": "Old", "lines": ["a: b"] } }),
            19,
            "Old",
        ),
        (
            json!({ "quote": { "name": "A", "quoted": "q", "reply": "r" } }),
            57,
            "r",
        ),
        (
            json!({ "transfer": { "amount": "￥12.00", "memo": "饭钱" } }),
            2000,
            "微信转账",
        ),
        (json!({ "red_packet": { "title": "大吉大利" } }), 2001, "大吉大利"),
        (json!("live_location"), 17, "我发起了位置共享"),
        (
            json!({ "unknown": { "msg_type": 49, "app_type": 63, "title": "Live" } }),
            63,
            "Live",
        ),
    ];
    for (what, app_type, title) in kinds {
        let message = said("zhou", "zhou", serde_json::from_value(what).unwrap());
        assert_eq!(
            (&message["MsgType"], &message["AppMsgType"]),
            (&json!(49), &json!(app_type))
        );
        assert_eq!(message["FileName"], title);
    }
}

#[test]
fn a_file_tells_its_size_as_text_and_can_be_fetched() {
    let (file, mut browser) = heard(
        "zhou",
        "zhou",
        Saying::File {
            name: "报告.pdf".into(),
            bytes: 4096,
        },
    );
    assert_eq!(
        (&file["FileSize"], &file["EncryFileName"]),
        (&json!("4096"), &json!("%E6%8A%A5%E5%91%8A%2Epdf"))
    );
    let ticket = browser
        .cookies
        .iter()
        .find(|(name, _)| name == "webwx_data_ticket")
        .unwrap()
        .1
        .clone();
    let path = format!(
        "/cgi-bin/mmwebwx-bin/webwxgetmedia?sender=x&mediaid={}&encryfilename={}&fromuser={}&webwx_data_ticket={ticket}",
        file["MediaId"].as_str().unwrap(),
        file["EncryFileName"].as_str().unwrap(),
        browser.uin,
    );
    assert_eq!(browser.answer(Method::Get, &path, b"").body.len(), 4096);
    assert_eq!(browser.get(&path.replace(&ticket, "wrong")).len(), 0);
    assert_eq!(browser.breached(), ["WrongDataTicket at webwxgetmedia"]);
}

#[test]
fn places_cards_and_requests() {
    let here = Saying::Location {
        label: "上海市人民大道185号".into(),
        poi: "人民广场".into(),
        latitude: 31.23,
        longitude: 121.47,
    };
    let place = said("zhou", "hike", here);
    assert_eq!((&place["MsgType"], &place["SubMsgType"]), (&json!(1), &json!(48)));
    assert!(
        place["Content"]
            .as_str()
            .unwrap()
            .contains(":<br/>上海市人民大道185号(人民广场):<br/>/cgi-bin/mmwebwx-bin/webwxgetpubliclinkimg")
    );
    assert!(
        place["OriContent"]
            .as_str()
            .unwrap()
            .contains("<location x=\"31.23\" y=\"121.47\"")
    );
    let card = said(
        "zhou",
        "zhou",
        Saying::Card {
            nick: "某某日报".into(),
            public: true,
        },
    );
    assert_eq!(
        (&card["MsgType"], &card["RecommendInfo"]["VerifyFlag"]),
        (&json!(42), &json!(24))
    );

    let hello = Saying::FriendRequest {
        nick: "阿木".into(),
        greeting: "我是群聊\"徒步\"的阿木".into(),
    };
    let (request, mut browser) = heard("amu", "fmessage", hello);
    assert_eq!(
        (&request["MsgType"], &request["FromUserName"]),
        (&json!(37), &json!("fmessage"))
    );
    let info = &request["RecommendInfo"];
    assert_eq!(info["Content"], "我是群聊&quot;徒步&quot;的阿木");
    let answer = browser.verify(3, &info["UserName"], &info["Ticket"]);
    assert_eq!(answer["BaseResponse"]["Ret"], 0);
    assert_eq!(browser.sync()["ModContactList"][0]["NickName"], "阿木");
}

#[test]
fn quotes_come_as_text_and_recalls_name_their_message() {
    let quote = said(
        "zhou",
        "zhou",
        Saying::QuoteText {
            name: "阿岚".into(),
            quoted: "[图片]".into(),
            reply: "哪拍的".into(),
        },
    );
    assert_eq!(
        quote["Content"],
        "「阿岚：[图片]」<br/>- - - - - - - - - - - - - - -<br/>哪拍的"
    );

    let mut browser = Browser::at_home(setup());
    let id = browser
        .world
        .say(browser.now, "zhou", "hike", Saying::text("oops"))
        .unwrap();
    browser.world.recall(browser.now, id);
    let recall = browser.news()[1].clone();
    assert_eq!(
        (&recall["MsgType"], &recall["Status"]),
        (&json!(10002), &json!(4))
    );
    let content = recall["Content"].as_str().unwrap();
    assert!(content.starts_with(&format!(
        "{}:<br/>&lt;sysmsg type=\"revokemsg\"&gt;<br/>",
        browser.name("zhou")
    )));
    assert!(content.contains(&format!("&lt;msgid&gt;{id}&lt;/msgid&gt;")));
    assert!(content.contains("&lt;![CDATA[\"领队老周\" 撤回了一条消息]]&gt;"));
}

#[test]
fn a_raw_message_goes_out_as_it_is_written() {
    let mut browser = Browser::at_home(setup());
    browser
        .world
        .deliver_raw(r#"{"MsgId":"1","FromUserName":"","ToUserName":"${zhou}","MsgType":1,"Content":"own"}"#);
    assert_eq!(
        browser.news()[0],
        json!({ "MsgId": "1", "FromUserName": "", "ToUserName": browser.name("zhou"), "MsgType": 1, "Content": "own" })
    );
}
