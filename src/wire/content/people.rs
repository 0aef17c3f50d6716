//! Cards and friend requests: whom the envelope's `RecommendInfo` and the XML name (`protocol.md §6.7`).

use super::body::either;
use super::envelope::RawMessage;
use super::xml::{Xml, source};
use crate::domain::message::{Card, Request};

pub(super) fn card(raw: &RawMessage<'_>, content: &str) -> Card {
    let text = source(content);
    let xml = Xml::parse(&text);
    let told = |name| xml.attribute("msg", name);
    let certified = told("certflag").parse().is_ok_and(|flag: u32| flag != 0);
    let info = &*raw.recommend_info;
    Card {
        name: either(&info.nick_name, &told("nickname")),
        alias: either(&info.alias, &told("alias")),
        province: either(&info.province, &told("province")),
        city: either(&info.city, &told("city")),
        public: certified || info.verify_flag.or_zero::<i64>() != 0,
    }
}

/// What an answer needs is in the envelope: the XML's own name for them is of no use here (`protocol.md §7.10`).
pub(super) fn request(raw: &RawMessage<'_>, content: &str) -> Request {
    let text = source(content);
    let xml = Xml::parse(&text);
    let told = |name| xml.attribute("msg", name);
    let info = &*raw.recommend_info;
    let scene = info.scene.to().filter(|scene| *scene > 0);
    let ticket = if info.ticket.is_empty() {
        told("ticket")
    } else {
        info.ticket.to_string()
    };
    Request {
        name: either(&info.nick_name, &told("fromnickname")),
        greeting: either(&info.content, &told("content")),
        alias: either(&info.alias, &told("alias")),
        province: either(&info.province, &told("province")),
        city: either(&info.city, &told("city")),
        scene: scene.or_else(|| told("scene").parse().ok()).unwrap_or_default(),
        user_name: (*info.user_name).into(),
        ticket: ticket.into(),
        accepted: false,
    }
}
