//! Content that means harm: as words, names, titles. None of it reaches the terminal, and nothing stands still.

use ratatui::buffer::Buffer;
use weft::domain::text::{is_hostile, width};
use weft::sim::saying::Saying;
use weft::sim::world::World;
use weft::sim::world::setup::{Group, Person, Setup};
use weft::ui;

use super::script::Script;
use super::{screen, text, town};

fn venom() -> Vec<String> {
    vec![
        "\u{1b}[2J\u{1b}]0;owned\u{7}\u{1b}]52;c;cm0gLXJm\u{7}\u{1b}P0;1|x\u{1b}\\".into(),
        "\u{9b}31mred\u{9d}0;owned\u{9c}\u{90}q\u{9c}\u{85}\u{8d}".into(),
        "gnp.\u{202e}exe\u{202d}\u{2066}\u{2067}\u{2068}\u{2069}\u{200f}\u{200e}\u{61c}".into(),
        "\u{200b}\u{200c}\u{200d}\u{2060}\u{feff}\u{ad}\u{34f}\u{180e}\u{3164}".into(),
        "a\u{e0041}\u{e0042}\u{e007f}\u{fff9}b\u{fffa}c\u{fffb}\u{fffe}\u{ffff}\u{fdd0}".into(),
        "Z\u{301}\u{302}\u{303}".repeat(400),
        "👨\u{200d}".repeat(300),
        "\u{1f1e8}".repeat(301),
        "\0\u{1}\u{2}\u{8}\u{c}\u{e}\u{f}\u{7f}\r\r\n\u{2028}\u{2029}\t\t".into(),
        "&#27;[2J&#x1b;]0;x&#7;&#155;&#8238;&#x110000;&#xd800;&#-1;&;&&amp;amp;lt;&#".into(),
        "<span class=\"emoji emoji1f450\"></span <span class=\"emoji emoji\"></span><span class=\"emoji emoji1b\"></span><span class=\"emoji emoji202e\"></span>".into(),
        "<span class=\"emoji emojizz\"></span><span class=\"emoji emoji110000110000\"></span><br/><br /><br>".into(),
        "<!DOCTYPE x [<!ENTITY a \"&a;&a;\"><!ENTITY b SYSTEM \"file:///etc/passwd\">]><msg>&a;&b;</msg>".into(),
        "一".repeat(5000),
        "x".repeat(5000),
        "\u{fdfa}".repeat(500),
        "ﷺ\u{20e3}\u{fe0f}\u{fe0e}\u{1f3fb}\u{1f3ff}".into(),
    ]
}

const SIZES: [(u16, u16); 3] = [(80, 24), (40, 12), (200, 60)];

/// No cell holds what a terminal obeys, and no row is wider than the screen, at every size.
#[track_caller]
fn is_clean(mut script: Script, what: &str) -> Script {
    for (columns, rows) in SIZES {
        script = script.resize(columns, rows);
        let buffer = ui::paint(&script.model, &screen::look());
        cells_are_clean(&buffer, what);
        for row in screen::text(&buffer).lines() {
            assert!(
                width(row) <= usize::from(columns),
                "{what}: {row:?} is wider than {columns}"
            );
        }
    }
    script.resize(80, 24)
}

#[track_caller]
fn cells_are_clean(buffer: &Buffer, what: &str) {
    for cell in buffer.content() {
        let symbol = cell.symbol();
        assert!(
            !symbol.chars().any(|c| is_hostile(c) || c == '\n' || c == '\t'),
            "{what}: {symbol:?}"
        );
    }
}

fn say(world: &mut World, now: weft::domain::time::Now, saying: &Saying) {
    for (from, chat) in [("anna", "anna"), ("zhou", "hike")] {
        assert!(world.say(now, from, chat, saying.clone()).is_ok());
    }
}

fn looked_at(script: Script, what: &str) {
    let script = is_clean(script, what).open("Anna");
    let script = is_clean(script, what).open("周末");
    is_clean(script, what).online().blameless();
}

#[test]
fn no_words_reach_the_terminal_as_anything_but_words() {
    for poison in venom() {
        let what = format!("{:?}", poison.chars().take(40).collect::<String>());
        let said = poison.clone();
        looked_at(
            Script::logged_in(town())
                .server(|world, now| say(world, now, &text(&said)))
                .wait(2),
            &what,
        );
    }
}

/// Wherever a message has room for words.
fn everywhere(poison: &str) -> Vec<Saying> {
    let p = || poison.to_owned();
    vec![
        Saying::Notice(p()),
        Saying::Link {
            title: p(),
            description: p(),
            url: p(),
            source: p(),
        },
        Saying::File { name: p(), bytes: 1 },
        Saying::Card {
            nick: p(),
            public: true,
        },
        Saying::MiniProgram { title: p(), app: p() },
        Saying::Articles(vec![(p(), p()), (p(), p())]),
        Saying::Quote {
            name: p(),
            quoted: p(),
            reply: p(),
        },
        Saying::Transfer {
            amount: p(),
            memo: p(),
        },
        Saying::History {
            title: p(),
            lines: vec![p()],
        },
        Saying::Location {
            label: p(),
            poi: p(),
            latitude: 0.0,
            longitude: 0.0,
        },
        Saying::Revoke {
            target: 1,
            notice: p(),
        },
    ]
}

#[test]
fn no_title_file_name_or_notice_does_either() {
    for poison in venom() {
        let script = Script::logged_in(town()).server(|world, now| {
            for saying in everywhere(&poison) {
                say(world, now, &saying);
            }
            let request = Saying::FriendRequest {
                nick: poison.clone(),
                greeting: poison.clone(),
            };
            assert!(world.say(now, "zhou", "fmessage", request).is_ok());
        });
        looked_at(
            script.wait(2),
            &format!("{:?}", poison.chars().take(40).collect::<String>()),
        );
    }
}

#[test]
fn no_name_does_either() {
    for (n, poison) in venom().into_iter().enumerate() {
        let what = format!("{:?}", poison.chars().take(40).collect::<String>());
        let person = Person {
            remark: if n % 2 == 0 { poison.clone() } else { String::new() },
            signature: poison.clone(),
            province: poison.clone(),
            city: poison.clone(),
            ..Person::new("evil", &poison)
        };
        let mut group = Group {
            saved: true,
            ..Group::new("den", &poison, &["me", "evil", "anna"])
        };
        group.cards.insert("evil".into(), poison.clone());
        let mut setup = Setup {
            me: Person::new("me", &poison),
            ..town()
        };
        setup = setup.with(person).with_group(group);
        let script = Script::logged_in(setup).server(|world, now| {
            assert!(world.say(now, "evil", "evil", text("hello")).is_ok());
            assert!(world.say(now, "evil", "den", text("hello all")).is_ok());
            world
                .rename(now, "hike", &format!("周末 {poison}"), Some("anna"))
                .unwrap();
        });
        looked_at(script.wait(5), &what);
    }
}

#[test]
fn an_avalanche_of_text_or_markup_takes_no_time() {
    let deep = "<a>".repeat(60_000);
    let many = format!("<msg {}/>", "a=\"b\" ".repeat(60_000));
    let wide = "<span class=\"emoji emoji1f604\"></span>".repeat(30_000);
    let megabyte = "長い話 ".repeat(100_000);
    let entities = "&amp;".repeat(200_000);
    let breaks = "<br/>".repeat(200_000);
    for content in [deep, many, wide, megabyte, entities, breaks] {
        let script = Script::logged_in(town()).server(|world, now| {
            for (n, msg_type) in [1, 3, 37, 42, 47, 48, 49, 10_000, 10_002].into_iter().enumerate() {
                let content = serde_json::to_string(&content).unwrap();
                world.deliver_raw(&format!(
                    r#"{{"MsgId":"7{n}","FromUserName":"${{anna}}","ToUserName":"${{me}}","MsgType":{msg_type},"Content":{content},"CreateTime":{}}}"#,
                    now.wall().0
                ));
            }
        });
        let what = content.chars().take(20).collect::<String>();
        looked_at(script.wait(2), &what);
    }
}

#[test]
fn an_entity_bomb_is_neither_expanded_nor_fetched() {
    let mut bomb = String::from("<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY lol \"lol\">");
    for n in 1..12 {
        let before = if n == 1 {
            String::new()
        } else {
            (n - 1).to_string()
        };
        let body = format!("&lol{before};").repeat(10);
        bomb.push_str(&["<!ENTITY lol", &n.to_string(), " \"", &body, "\">"].concat());
    }
    bomb += "<!ENTITY file SYSTEM \"file:///etc/passwd\">]><msg><appmsg><title>&lol11;&file;</title><type>5</type></appmsg></msg>";
    let content = serde_json::to_string(
        &bomb
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;"),
    )
    .unwrap();
    let script = Script::logged_in(town()).server(|world, _| {
        for msg_type in [49, 10_002, 42] {
            world.deliver_raw(&format!(
                r#"{{"MsgId":"8{msg_type}","FromUserName":"${{anna}}","ToUserName":"${{me}}","MsgType":{msg_type},"Content":{content}}}"#
            ));
        }
    });
    let script = script.wait(2).open("Anna").hides("lollol").hides("root:");
    looked_at(script, "an entity bomb");
}
