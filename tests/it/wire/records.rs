//! Messages forwarded as one: what is unfolded of them, and how far.

use pretty_assertions::assert_eq;
use serde_json::json;
use weft::domain::message::{Body, Record};
use weft::domain::text::SafeText;

use super::{body, escaped};

/// Type 19 around what stands in `<recordinfo>`.
fn record(inner: &str) -> Record {
    let xml = format!(
        "<msg><appmsg><title>聊天记录</title><des>甲: 一</des><type>19</type><recorditem><![CDATA[<recordinfo>{inner}</recordinfo>]]></recorditem></appmsg></msg>"
    );
    of(&xml)
}

fn of(xml: &str) -> Record {
    let Body::ChatHistory(record) = body(json!({"MsgType": 49, "AppMsgType": 19, "Content": escaped(xml)}))
    else {
        panic!("a record")
    };
    *record
}

fn item(kind: &str, inside: &str) -> String {
    format!(
        "<dataitem datatype=\"{kind}\"><sourcename>甲</sourcename><sourcetime>2024-5-1 13:09</sourcetime>{inside}</dataitem>"
    )
}

fn words(record: &Record) -> Vec<String> {
    record
        .items
        .iter()
        .map(|item| item.body.said().into_owned())
        .collect()
}

/// Records in it, one in the other.
fn depth(record: &Record) -> usize {
    let inner = record.items.iter().map(|item| {
        if let Body::ChatHistory(inner) = &item.body {
            depth(inner)
        } else {
            0
        }
    });
    1 + inner.max().unwrap_or(0)
}

fn count(record: &Record) -> usize {
    let inner = record.items.iter().map(|item| {
        if let Body::ChatHistory(inner) = &item.body {
            1 + count(inner)
        } else {
            1
        }
    });
    inner.sum()
}

#[test]
fn a_record_is_found_however_it_is_wrapped() {
    let list = format!(
        "<datalist count=\"1\">{}</datalist>",
        item("1", "<datadesc>a &amp; b</datadesc>")
    );
    let info = format!("<recordinfo><title>t</title>{list}</recordinfo>");
    let wrapped = |inner: &str| {
        format!(
            "<msg><appmsg><title>聊天记录</title><type>19</type><recorditem>{inner}</recorditem></appmsg></msg>"
        )
    };
    for inner in [
        format!("<![CDATA[{info}]]>"),
        info.replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;"),
        info.clone(),
        format!("<![CDATA[{list}]]>"),
        list.clone(),
    ] {
        let record = of(&wrapped(&inner));
        assert_eq!(words(&record), ["a & b"], "{inner}");
        assert_eq!(record.items[0].name.as_str(), "甲");
        assert_eq!(record.items[0].at.as_str(), "2024-5-1 13:09");
        assert_eq!(record.title.as_str(), "聊天记录");
    }
    let nameless = format!("<msg><appmsg><recorditem><![CDATA[{info}]]></recorditem></appmsg></msg>");
    let fields = json!({"MsgType": 49, "AppMsgType": 0, "FileName": "", "Content": escaped(&nameless)});
    let Body::ChatHistory(told) = body(fields) else {
        panic!("a record by what it carries")
    };
    assert_eq!((told.title.as_str(), told.items.len()), ("t", 1));
}

#[test]
fn a_record_without_its_messages_keeps_what_is_told() {
    let record =
        of("<msg><appmsg><title>聊天记录</title><des>甲: 一\n乙: 二</des><type>19</type></appmsg></msg>");
    assert_eq!(record.summary.as_str(), "甲: 一\n乙: 二");
    assert_eq!(record.items, []);
}

#[test]
fn an_item_of_an_unknown_kind_is_its_title_or_says_that_it_is_unknown() {
    let told = record(
        &[
            item("99", "<datatitle>标题</datatitle><datadesc>词</datadesc>"),
            item("99", "<datadesc>[未知]</datadesc>"),
            item("", ""),
            item("99999999999999999999", "<datatitle>x</datatitle>"),
        ]
        .concat(),
    );
    let text = |words: &str| Body::Text(SafeText::new(words));
    let unknown = Body::Unsupported {
        msg_type: 0,
        app_type: 0,
        title: SafeText::default(),
    };
    let bodies: Vec<Body> = told.items.into_iter().map(|item| item.body).collect();
    assert_eq!(bodies, [text("标题"), text("[未知]"), unknown, text("x")]);
}

#[test]
fn a_record_in_a_record_keeps_its_messages_to_itself() {
    let inner = format!(
        "<recordinfo><title>里</title><datalist>{}</datalist></recordinfo>",
        item("1", "<datadesc>里层</datadesc>")
    );
    let escaped = inner.replace('<', "&lt;").replace('>', "&gt;");
    for held in [
        format!("<recordxml>{inner}</recordxml>"),
        format!("<recordxml>{escaped}</recordxml>"),
        format!("<recorditem>{inner}</recorditem>"),
    ] {
        // Whatever stands behind it is still the outer one's.
        let outer = format!(
            "<dataitem datatype=\"17\">{held}<sourcename>乙</sourcename></dataitem>{}",
            item("1", "<datadesc>外层</datadesc>")
        );
        let told = record(&outer);
        assert_eq!(told.items.len(), 2, "{held}");
        assert_eq!(told.items[0].name.as_str(), "乙");
        let Body::ChatHistory(inner) = &told.items[0].body else {
            panic!("a record")
        };
        assert_eq!(
            (inner.title.as_str(), words(inner)),
            ("里", vec!["里层".to_owned()])
        );
        assert_eq!(told.items[1].body.said(), "外层");
    }
}

#[test]
fn what_is_unfolded_is_bounded_in_messages_and_in_depth() {
    let many = record(&item("1", "<datadesc>x</datadesc>").repeat(5000));
    assert_eq!(count(&many), 400);

    let mut nested = item("1", "<datadesc>x</datadesc>");
    for _ in 0..60 {
        nested = item(
            "17",
            &format!("<recordxml><recordinfo>{nested}</recordinfo></recordxml>"),
        );
    }
    let told = record(&nested);
    assert!(depth(&told) <= 6, "{}", depth(&told));

    // Two in each, each twice as many: as many as there is room for, and no more.
    let mut tree = item("1", "<datadesc>x</datadesc>");
    for _ in 0..12 {
        tree = item(
            "17",
            &format!("<recordxml><recordinfo>{tree}{tree}</recordinfo></recordxml>"),
        );
    }
    assert!(count(&record(&tree)) <= 400);
}
