//! Replies as a text: what is one, and what only looks like one (`protocol.md §6.5`).

use pretty_assertions::assert_eq;
use proptest::prelude::*;
use serde_json::json;
use weft::domain::message::{Body, Quote};
use weft::domain::text::SafeText;

use super::body;

const RULE: &str = "- - - - - - - - - - - - - - -";
const DASHES: &str = "—————————";

fn quote(name: &str, quoted: &str, reply: &str) -> Body {
    let safe = SafeText::new;
    Body::Quote(Box::new(Quote {
        reply: safe(reply),
        name: safe(name),
        quoted: safe(quoted),
        of: None,
    }))
}

fn said(text: &str) -> Body {
    body(json!({"Content": text.replace('\n', "<br/>")}))
}

#[test]
fn a_downgraded_quote_is_shown_as_the_quote_it_was() {
    let told = format!("「阿岚：[图片]」\n{RULE}\n这张在哪拍的");
    assert_eq!(said(&told), quote("阿岚", "[图片]", "这张在哪拍的"));
    let told = format!("「阿岚：一\n二」\n{RULE}\n三\n四");
    assert_eq!(said(&told), quote("阿岚", "一\n二", "三\n四"));
    let group = body(
        json!({"FromUserName": "@@7c1e", "Content": format!("@11aa:<br/>「阿岚：早」<br/>{RULE}<br/>好")}),
    );
    assert_eq!(group, quote("阿岚", "早", "好"));
}

#[test]
fn the_web_clients_own_form_is_one_too() {
    let told = format!("「阿岚: 早」\n{DASHES}\n好");
    assert_eq!(said(&told), quote("阿岚", "早", "好"));
    let told = format!("「阿岚: see: this」\n{RULE}\n好");
    assert_eq!(said(&told), quote("阿岚", "see: this", "好"));
    let told = format!("「a:b：早 16: 20」\n{RULE}\n好");
    assert_eq!(said(&told), quote("a:b", "早 16: 20", "好"));
}

#[test]
fn a_quote_of_a_quote_ends_where_its_bracket_closes() {
    let inner = format!("「老周：几点」\n{RULE}\n七点");
    let told = format!("「阿岚：{inner}」\n{DASHES}\n好");
    assert_eq!(said(&told), quote("阿岚", &inner, "好"));
    let told = format!("「阿岚：「「 开头」\n{RULE}\n好");
    assert_eq!(
        said(&told),
        quote("阿岚", "「「 开头", "好"),
        "brackets that do not match"
    );
    let told = format!("「阿岚：」」\n{RULE}\n好");
    assert_eq!(said(&told), quote("阿岚", "」", "好"));
}

#[test]
fn what_is_only_like_a_quote_stays_the_text_it_is() {
    for text in [
        "「阿岚：早」".to_owned(),
        format!("「阿岚：早」\n{RULE}"),
        format!("「阿岚：早」\n{RULE}\n "),
        format!("「阿岚：早」\n{RULE} -\n好"),
        format!("「阿岚：早」\n{}\n好", RULE.strip_prefix("- ").unwrap()),
        format!("「阿岚：早」 \n{RULE}\n好"),
        format!("「阿岚：早」{RULE}\n好"),
        format!("阿岚：早」\n{RULE}\n好"),
        format!(" 「阿岚：早」\n{RULE}\n好"),
        format!("「阿岚 早」\n{RULE}\n好"),
        format!("「：早」\n{RULE}\n好"),
        format!("「一\n二：早」\n{RULE}\n好"),
        format!("「{}：早」\n{RULE}\n好", "很长的话".repeat(20)),
        "「阿岚：早」\n---------------\n好".to_owned(),
    ] {
        assert_eq!(said(&text), Body::Text(SafeText::new(&text)), "{text}");
    }
}

proptest! {
    #[test]
    fn whatever_is_quoted_in_either_form_comes_back(
        name in "[^：:「」\\pC\\pZ]{1,20}", quoted in "[^「」\\pC\\pM]{0,40}", reply in "\\PC{0,20}[a-z]", web: bool
    ) {
        let (colon, rule) = if web { (": ", DASHES) } else { ("：", RULE) };
        let text = SafeText::new(&format!("「{name}{colon}{quoted}」\n{rule}\n{reply}"));
        let Body::Quote(quote) = Body::spoken(text) else { panic!("a quote") };
        prop_assert_eq!(quote.name, SafeText::line(&name));
        prop_assert_eq!(quote.reply, SafeText::new(&reply));
        prop_assert_eq!(quote.quoted, SafeText::new(&quoted));
    }

    #[test]
    fn no_text_loses_a_word(text in "(「|」|：|: |\n|- - - - - - - - - - - - - - -|—————————|a|早){0,30}") {
        let safe = SafeText::new(&text);
        if let Body::Quote(quote) = Body::spoken(safe.clone()) {
            let kept = quote.name.as_str().len() + quote.quoted.as_str().len() + quote.reply.as_str().len();
            // Two brackets, a colon, two breaks and the rule.
            prop_assert!(kept + 6 + 3 + 2 + 29 >= safe.as_str().len());
        }
    }
}
