//! What is known of each kind of message beside people's own words.
//!
//! Owns the name of every kind and the facts beside it. Never: a row, a colour.

use std::borrow::Cow;

use crate::app::action::{Action, Deed};
use crate::app::manage::ContactAction;
use crate::app::manage::requests::{self, Stage};
use crate::domain::message::{Body, Clip, OnPhone, Picture, Place, Request, Sticker, Thrown, TransferStep};
use crate::domain::text::SafeText;
use crate::ui::View;
use crate::ui::keys;
use crate::ui::theme::Glyphs;
use crate::words::{Arg, Words};

/// Between two facts.
const BETWEEN: &str = " · ";

/// The id of what a kind is called.
pub fn kind(body: &Body) -> &'static str {
    match body {
        Body::Text(_) => "kind-text",
        Body::Notice(_) => "kind-notice",
        Body::Recalled(_) => "kind-recalled",
        Body::Quote(_) => "kind-quote",
        Body::Announcement(_) => "kind-announcement",
        Body::Image(_) => "kind-image",
        Body::Sticker(_) => "kind-sticker",
        Body::Voice { .. } => "kind-voice",
        Body::Video(_) => "kind-video",
        Body::Location(place) if place.live => "kind-live-location",
        Body::Location(_) => "kind-location",
        Body::Card(card) if card.public => "kind-account-card",
        Body::Card(_) => "kind-card",
        Body::FriendRequest(request) if request.accepted => "kind-friend-accepted",
        Body::FriendRequest(_) => "kind-friend-request",
        Body::Link(_) | Body::Articles(_) => "kind-link",
        Body::File(_) => "kind-file",
        Body::MiniProgram(_) => "kind-mini-program",
        Body::Music(_) => "kind-music",
        Body::ChatHistory(_) => "kind-chat-history",
        Body::Transfer(_) => "kind-transfer",
        Body::RedPacket { .. } => "kind-red-packet",
        Body::Call => "kind-call",
        Body::OnPhone { what, .. } => on_phone(*what),
        Body::Unsupported { .. } => "kind-unsupported",
    }
}

fn on_phone(what: OnPhone) -> &'static str {
    match what {
        OnPhone::VoiceReminder => "kind-voice-reminder",
        OnPhone::Product => "kind-product",
        OnPhone::StickerPack => "kind-sticker-pack",
        OnPhone::Coupon => "kind-coupon",
        OnPhone::Channel => "kind-channel",
        OnPhone::Solitaire => "kind-solitaire",
        OnPhone::Live => "kind-live",
        OnPhone::Uploading => "kind-uploading",
    }
}

/// What stands behind the kind of a card that has one row.
pub fn detail(body: &Body, view: View<'_>) -> String {
    let words = &view.look.words;
    if let Body::Video(clip) = body {
        joined([
            clip_length(*clip, &view.theme().glyphs),
            told_size(clip.bytes),
            extent((clip.width, clip.height)),
            words.say_with(
                "plays-it",
                &[("key", (&*keys::of(view, Action::Deed(Deed::Enter))).into())],
            ),
        ])
    } else if let Body::Image(picture) = body {
        picture_facts(*picture)
    } else if let Body::Sticker(sticker) = body {
        self::sticker(sticker, words)
    } else if let Body::Call = body {
        words.say("on-the-phone").into_owned()
    } else {
        foot(body, view)
    }
}

/// What the last row of a card tells beside the kind.
pub fn foot(body: &Body, view: View<'_>) -> String {
    let words = &view.look.words;
    let phone = || words.say("see-on-phone").into_owned();
    match body {
        Body::Link(link) => joined([link.source.as_str().to_owned(), host(&link.url).to_owned()]),
        Body::Articles(links) => {
            let source = links.first().map_or("", |link| link.source.as_str());
            let count = words.say_with("articles-count", &folded(links.len(), &key(view)));
            joined([source.to_owned(), count])
        }
        Body::Location(place) if place.live => phone(),
        Body::Location(place) => joined([coordinates(place), map(place, view)]),
        Body::Card(card) => joined([card.alias.as_str().to_owned(), region(&card.province, &card.city)]),
        Body::FriendRequest(request) => friend_request(request, words),
        Body::File(file) => file.bytes.map(size).unwrap_or_default(),
        Body::MiniProgram(link) => joined([link.source.as_str().to_owned(), phone()]),
        Body::Music(link) => joined([
            link.description.as_str().to_owned(),
            link.source.as_str().to_owned(),
        ]),
        Body::ChatHistory(record) => match record.items.len() {
            0 => phone(),
            count => words.say_with("record-count", &folded(count, &key(view))),
        },
        Body::Transfer(_) | Body::RedPacket { .. } | Body::OnPhone { .. } => phone(),
        Body::Unsupported { .. } => keys::tell(view, "unsupported-details", &[("key", Action::Details)]),
        Body::Text(_)
        | Body::Image(_)
        | Body::Sticker(_)
        | Body::Voice { .. }
        | Body::Video(_)
        | Body::Quote(_)
        | Body::Call
        | Body::Announcement(_)
        | Body::Notice(_)
        | Body::Recalled(_) => String::new(),
    }
}

/// What a message cannot be understood without, where that has a row of its own.
pub fn standing(body: &Body, view: View<'_>) -> String {
    let words = &view.look.words;
    match body {
        Body::Transfer(transfer) => step(transfer.step, words),
        Body::FriendRequest(request) => answer(request, view),
        Body::Unsupported {
            msg_type, app_type, ..
        } => {
            let number = number((*msg_type, *app_type));
            let known = words.say_with("unsupported-known", &[("number", (&*number).into())]);
            joined([known, words.say("see-on-phone").into_owned()])
        }
        Body::Text(_)
        | Body::Image(_)
        | Body::Sticker(_)
        | Body::Voice { .. }
        | Body::Video(_)
        | Body::Location(_)
        | Body::Card(_)
        | Body::Link(_)
        | Body::Articles(_)
        | Body::File(_)
        | Body::MiniProgram(_)
        | Body::Music(_)
        | Body::ChatHistory(_)
        | Body::Quote(_)
        | Body::RedPacket { .. }
        | Body::Call
        | Body::OnPhone { .. }
        | Body::Announcement(_)
        | Body::Notice(_)
        | Body::Recalled(_) => String::new(),
    }
}

/// The key that leads to the map of a place.
fn map(place: &Place, view: View<'_>) -> String {
    let (id, action) = if !place.url.is_empty() {
        ("opens-map", Action::Deed(Deed::Enter))
    } else if !place.map.is_empty() && view.model.terminal.canvas().is_some() {
        ("shows-map", Action::View)
    } else {
        return String::new();
    };
    let key = keys::of(view, action);
    view.say_with(id, &[("key", (&*key).into())])
}

/// The key that looks into what is folded up.
fn key(view: View<'_>) -> String {
    keys::of(view, Action::LookInto)
}

fn folded(count: usize, key: &str) -> [(&str, Arg<'_>); 2] {
    [("count", count.into()), ("key", key.into())]
}

fn joined<const N: usize>(facts: [String; N]) -> String {
    let told: Vec<String> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
    told.join(BETWEEN)
}

fn clip_length(clip: Clip, glyphs: &Glyphs) -> String {
    if clip.seconds == 0 {
        glyphs.play.to_owned()
    } else {
        format!("{} {}", glyphs.play, clock(clip.seconds))
    }
}

pub(super) fn clock(seconds: u32) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// A length as the one line of a message tells it; empty where it is not told.
pub fn length(seconds: u32, words: &Words) -> Cow<'static, str> {
    if seconds == 0 {
        "".into()
    } else if seconds < 60 {
        words.say_with("seconds", &[("count", seconds.into())]).into()
    } else {
        clock(seconds).into()
    }
}

fn picture_facts(picture: Picture) -> String {
    joined([
        extent((picture.width, picture.height)),
        told_size(picture.bytes.into()),
    ])
}

/// Across and down; empty where not told.
pub fn extent((width, height): (u16, u16)) -> String {
    if width == 0 || height == 0 {
        String::new()
    } else {
        format!("{width}×{height}")
    }
}

/// What was thrown, what is written on it, or that only the phone has it.
pub(super) fn sticker(sticker: &Sticker, words: &Words) -> String {
    let thrown = match sticker.thrown {
        Some(Thrown::Dice(pips)) => words.say_with("thrown-dice", &[("pips", u32::from(pips).into())]),
        Some(Thrown::Scissors) => words.say("thrown-scissors").into_owned(),
        Some(Thrown::Rock) => words.say("thrown-rock").into_owned(),
        Some(Thrown::Paper) => words.say("thrown-paper").into_owned(),
        None => String::new(),
    };
    let phone = if sticker.store && sticker.thrown.is_none() {
        words.say("see-on-phone").into_owned()
    } else {
        String::new()
    };
    joined([thrown, sticker.words.as_str().to_owned(), phone])
}

fn coordinates(place: &Place) -> String {
    if place.latitude.is_empty() || place.longitude.is_empty() {
        return String::new();
    }
    let both = format!("{}, {}", place.latitude, place.longitude);
    SafeText::line(&both).as_str().to_owned()
}

fn region(province: &SafeText, city: &SafeText) -> String {
    let both = [province.as_str(), city.as_str()].join(" ");
    both.trim().to_owned()
}

/// How they found the account, and who they are.
fn friend_request(request: &Request, words: &Words) -> String {
    let scene = scene(request.scene).map_or_else(String::new, |id| words.say(id).into_owned());
    joined([
        scene,
        request.alias.as_str().to_owned(),
        region(&request.province, &request.city),
    ])
}

/// Whether a request waits, and where it can be answered.
fn answer(request: &Request, view: View<'_>) -> String {
    let id = match requests::stage(view.model, request) {
        Stage::Accepted => "request-accepted",
        Stage::Asked => "request-asked",
        Stage::Old => "see-on-phone",
        Stage::Open => {
            let key = [("key", Action::Manage(ContactAction::Accept))];
            return keys::tell(view, "request-pending", &key);
        }
    };
    view.say(id).into_owned()
}

/// `protocol.md §6.7`.
pub fn scene(number: u32) -> Option<&'static str> {
    match number {
        3 => Some("scene-search"),
        14 => Some("scene-group"),
        15 => Some("scene-phone-book"),
        17 => Some("scene-card"),
        18 => Some("scene-nearby"),
        30 => Some("scene-code"),
        _ => None,
    }
}

fn step(step: TransferStep, words: &Words) -> String {
    let id = match step {
        TransferStep::Unknown => return String::new(),
        TransferStep::Sent => "money-sent",
        TransferStep::Accepted => "money-accepted",
        TransferStep::Returned => "money-returned",
    };
    words.say(id).into_owned()
}

/// The host of an address: whose page it is. Empty where that is not told.
pub fn host(url: &SafeText) -> &str {
    let Some((_, rest)) = url.as_str().split_once("://") else {
        return "";
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let authority = rest.get(..end).unwrap_or_default();
    authority.rsplit_once('@').map_or(authority, |(_, host)| host)
}

fn told_size(bytes: u64) -> String {
    if bytes == 0 { String::new() } else { size(bytes) }
}

/// In powers of 1024, as WeChat counts.
pub fn size(bytes: u64) -> String {
    const STEP: u64 = 1024;
    let mut unit = STEP;
    for name in ["KB", "MB", "GB"] {
        if bytes < unit {
            break;
        }
        let next = unit * STEP;
        if bytes < next || name == "GB" {
            let tenths = bytes.saturating_mul(10) / unit;
            return if tenths < 100 {
                format!("{}.{} {name}", tenths / 10, tenths % 10)
            } else {
                format!("{} {name}", tenths / 10)
            };
        }
        unit = next;
    }
    format!("{bytes} B")
}

pub(super) fn unsupported(numbers: (u32, u32), words: &Words) -> String {
    words.say_with("unsupported-type", &[("number", (&*number(numbers)).into())])
}

fn number((msg_type, app_type): (u32, u32)) -> String {
    if app_type == 0 {
        msg_type.to_string()
    } else {
        format!("{msg_type}/{app_type}")
    }
}
