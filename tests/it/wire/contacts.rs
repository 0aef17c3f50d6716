//! The address book, and records fetched one batch at a time.

use pretty_assertions::assert_eq;
use weft::domain::contact::{Contact, ContactKind, Flags, Sex};
use weft::domain::id::UserName;
use weft::wire::Error;
use weft::wire::contacts::{batch, page, parse_batch, parse_page};
use weft::wire::http::{HttpResponse, Method};

use super::{DEVICE, auth, hosts, json, now, query};

const MIXED: &str = include_str!("../fixtures/wire/contacts_mixed.json");

fn mixed() -> Vec<Contact> {
    parse_page(&HttpResponse::ok(MIXED)).unwrap().contacts
}

fn named(name: &str) -> Contact {
    mixed()
        .into_iter()
        .find(|c| c.user_name.as_str() == name)
        .unwrap_or_else(|| panic!("{name} is lost"))
}

#[test]
fn a_page_is_asked_for_with_its_seq() {
    let request = page(&hosts(), &auth(), 653_469_746, now());
    assert_eq!(request.method, Method::Get);
    assert_eq!(request.path(), "/cgi-bin/mmwebwx-bin/webwxgetcontact");
    assert_eq!(query(&request, "seq"), "653469746");
    assert_eq!(query(&request, "skey"), auth().skey.expose());
    assert_eq!(query(&request, "pass_ticket"), auth().pass_ticket.expose());
    assert_eq!(request.timeout.as_secs(), 60);
}

#[test]
fn a_record_in_full_is_read_in_full() {
    let contact = named("@2ab0");
    assert_eq!(contact.kind, ContactKind::Friend);
    assert_eq!(contact.nick_name.as_str(), "小满");
    assert_eq!(contact.remark_name.as_str(), "满满&可可");
    assert_eq!(contact.signature.as_str(), "晒太阳☀");
    assert_eq!(
        (
            contact.alias.as_str(),
            contact.province.as_str(),
            contact.city.as_str()
        ),
        ("xiaoman_x", "江苏", "苏州")
    );
    assert_eq!(contact.sex, Sex::Female);
    assert_eq!(
        (&*contact.pinyin.initials, &*contact.pinyin.full),
        ("XM", "xiaoman")
    );
    assert_eq!(
        (&*contact.pinyin.remark_initials, &*contact.pinyin.remark_full),
        ("MMampKK", "manmanampkeke")
    );
    assert_eq!(contact.avatar_seq, 766_248_947);
    let flags = Flags {
        in_book: true,
        pinned: true,
        starred: true,
        ..Flags::default()
    };
    assert_eq!(contact.flags, Some(flags));
    assert_eq!(contact.group, None);
}

#[test]
fn a_bad_record_takes_none_of_its_neighbours_along() {
    let names: Vec<_> = mixed().iter().map(|c| c.user_name.as_str().to_owned()).collect();
    let want = [
        "@2ab0",
        "@null",
        "@strings",
        "@huge",
        "@overflow",
        "@surrogate",
        "@shapes",
        "@only",
        "gh_news",
        "weixin",
        "newsapp",
        "@@9f9f",
        "@blocked",
        "@hidden",
        "x@lbsroom",
    ];
    assert_eq!(names, want);
    assert_eq!(
        named("@null").flags,
        None,
        "what the record does not tell is not told"
    );
    assert_eq!(named("@only").kind, ContactKind::Stranger);
    assert_eq!(named("@strings").nick_name.as_str(), "12345");
    assert_eq!(named("@strings").sex, Sex::Male);
    assert!(named("@strings").flags.unwrap().muted);
    assert_eq!(named("@huge").kind, ContactKind::Friend);
    assert_eq!(named("@surrogate").nick_name.as_str(), "半\u{fffd}个");
    assert_eq!(parse_page(&HttpResponse::ok(MIXED)).unwrap().seq, 653_469_746);
}

#[test]
fn kinds_and_flags_follow_the_records_bits() {
    assert_eq!(named("gh_news").kind, ContactKind::PublicAccount);
    assert!(named("gh_news").flags.unwrap().muted);
    assert_eq!(named("weixin").kind, ContactKind::Special);
    assert_eq!(named("weixin").nick_name.as_str(), "微信团队");
    let group = named("@@9f9f");
    assert_eq!(group.kind, ContactKind::Group);
    assert!(group.flags.unwrap().muted, "a group is muted by Statues 0");
    assert!(!named("@2ab0").flags.unwrap().muted, "a person is not");
    assert_eq!(group.group.unwrap().owned_by_me, None);
    assert!(named("@blocked").flags.unwrap().blacklisted);
    for shielded in ["@hidden", "newsapp", "x@lbsroom"] {
        assert!(named(shielded).flags.unwrap().shielded, "{shielded}");
    }
    assert!(!named("weixin").flags.unwrap().shielded);
}

#[test]
fn a_batch_names_the_group_of_a_member_and_holds_fifty() {
    let (group, member) = (UserName::from("@@7c1e"), UserName::from("@11aa"));
    let mut wanted = vec![(group.clone(), None), (member, Some(group))];
    let request = batch(&hosts(), &auth(), DEVICE, &wanted, now());
    assert_eq!(request.path(), "/cgi-bin/mmwebwx-bin/webwxbatchgetcontact");
    assert_eq!(query(&request, "type"), "ex");
    let body = json(&request);
    assert_eq!(body["Count"], 2);
    assert_eq!(
        body["List"],
        serde_json::json!([
            {"UserName": "@@7c1e", "EncryChatRoomId": ""},
            {"UserName": "@11aa", "EncryChatRoomId": "@@7c1e"}
        ])
    );
    wanted.resize(70, (UserName::from("@x"), None));
    let body = json(&batch(&hosts(), &auth(), DEVICE, &wanted, now()));
    assert_eq!(body["Count"], 50);
    assert_eq!(body["List"].as_array().unwrap().len(), 50);
}

#[test]
fn a_group_comes_with_its_members() {
    let response = HttpResponse::ok(include_str!("../fixtures/wire/batch_group.json"));
    let contacts = parse_batch(&response).unwrap();
    let group = contacts[0].group.as_ref().unwrap();
    assert_eq!(&*group.room_id, "@a9e31d3b377b364f5eaeb3d7b6f0a5dd");
    assert_eq!((group.owned_by_me, group.member_count), (Some(true), 4));
    let members: Vec<_> = group
        .members
        .iter()
        .map(|m| (m.user_name.as_str(), m.nick_name.as_str(), m.card_name.as_str()))
        .collect();
    assert_eq!(
        members,
        [("@11aa", "老周", "领队👐"), ("@22bb", "", ""), ("@33cc", "", "")]
    );
}

#[test]
fn an_answer_that_is_none_says_why() {
    let read = |text: &str| parse_page(&HttpResponse::ok(text)).map(|page| (page.contacts.len(), page.seq));
    assert_eq!(
        read(r#"{"BaseResponse":{"Ret":0},"MemberList":null,"Seq":null}"#),
        Ok((0, 0))
    );
    assert_eq!(read(r#"{"BaseResponse":{"Ret":0}}"#), Ok((0, 0)));
    assert_eq!(
        read(r#"{"BaseResponse":{"Ret":1205},"MemberList":[]}"#),
        Err(Error::Ret(1205))
    );
    assert_eq!(read(r#"{"MemberList":[]}"#), Err(Error::Malformed));
    for cut in [0, 1, 40, MIXED.len() / 2, MIXED.len() - 3] {
        let half = MIXED.as_bytes()[..cut].to_vec();
        assert_eq!(
            parse_page(&HttpResponse::ok(half)),
            Err(Error::Malformed),
            "cut at {cut}"
        );
    }
    assert_eq!(read("<html><body>login</body></html>"), Err(Error::Malformed));
    let gateway = HttpResponse {
        status: 502,
        ..HttpResponse::ok("")
    };
    assert_eq!(parse_batch(&gateway), Err(Error::Status(502)));
}

#[test]
fn invalid_utf8_and_raw_controls_in_a_name_cost_only_themselves() {
    let mut body = br#"{"BaseResponse":{"Ret":0},"MemberList":[{"UserName":"@a","NickName":"x"#.to_vec();
    body.extend([0xff, 0xfe, 0x00, 0x07, b'\n']);
    body.extend(br#"y\q"},{"UserName":"@b","NickName":"z"}],"Seq":0}"#);
    let page = parse_page(&HttpResponse::ok(body)).unwrap();
    assert_eq!(page.contacts.len(), 2);
    assert!(page.contacts[0].nick_name.as_str().starts_with('x'));
    assert_eq!(page.contacts[1].nick_name.as_str(), "z");
}
