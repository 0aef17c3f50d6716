//! The service's own accounts: their names are literal, and the same for ever (`protocol.md §4.5`).
//!
//! Owns which there are, and by what people look for them. Never: what they are called on the screen, which is the
//! catalogue's.

/// Whether it is one of them.
pub(super) fn is_special(literal: &str) -> bool {
    find(literal).is_some()
}

/// What people call it in either language, with the pinyin; empty where nobody calls it anything.
pub(super) fn names(literal: &str) -> &'static [&'static str] {
    find(literal).unwrap_or_default()
}

fn find(literal: &str) -> Option<&'static [&'static str]> {
    let found = SPECIAL.iter().find(|(known, _)| *known == literal);
    found.map(|(_, names)| *names)
}

const SPECIAL: &[(&str, &[&str])] = &[
    (
        "filehelper",
        &[
            "文件传输助手",
            "wenjianchuanshuzhushou",
            "wjcszs",
            "File Transfer",
        ],
    ),
    (
        "fmessage",
        &[
            "新的朋友",
            "xindepengyou",
            "xdpy",
            "好友申请",
            "haoyoushenqing",
            "hysq",
            // What the service calls it.
            "朋友推荐消息",
            "pengyoutuijianxiaoxi",
            "pytjxx",
            "Friend requests",
            "New friends",
        ],
    ),
    ("weixin", &["微信团队", "weixintuandui", "wxtd", "WeChat Team"]),
    ("newsapp", &["腾讯新闻", "tengxunxinwen", "txxw", "Tencent News"]),
    ("weibo", &[]),
    ("qqmail", &["QQ邮箱", "qqyouxiang", "qqyx", "QQ Mail"]),
    ("tmessage", &[]),
    (
        "qmessage",
        &["QQ离线消息", "qqlixianxiaoxi", "qqlxxx", "QQ offline messages"],
    ),
    ("qqsync", &[]),
    ("floatbottle", &["漂流瓶", "piaoliuping", "plp", "Drift Bottle"]),
    ("lbsapp", &["附近的人", "fujinderen", "fjdr", "People Nearby"]),
    ("shakeapp", &["摇一摇", "yaoyiyao", "yyy", "Shake"]),
    ("medianote", &[]),
    ("qqfriend", &[]),
    ("readerapp", &[]),
    ("blogapp", &[]),
    ("facebookapp", &[]),
    (
        "masssendapp",
        &["群发助手", "qunfazhushou", "qfzs", "Broadcast Messages"],
    ),
    ("meishiapp", &[]),
    ("feedsapp", &[]),
    ("voip", &[]),
    ("blogappweixin", &[]),
    ("brandsessionholder", &[]),
    ("weixinreminder", &[]),
    ("officialaccounts", &[]),
    ("notification_messages", &[]),
    ("notifymessage", &[]),
    ("wxitil", &[]),
    ("userexperience_alarm", &[]),
    ("wxid_novlwrv3lqwv11", &[]),
    ("gh_22b87fa7cb3c", &[]),
];
