//! Which chats a person means.

use super::Book;
use crate::app::search::people;
use crate::domain::contact::ContactKind;
use crate::domain::id::PeerId;
use crate::domain::text::fold;

/// A chat of which something is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chat {
    pub id: PeerId,
    /// One line.
    pub name: String,
    /// Lines in the range that was asked for.
    pub lines: u64,
}

/// Why it is not clear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unclear {
    /// Nobody is called that; these come near.
    Unknown { name: String, near: Vec<Chat> },
    /// All of these are.
    Several { name: String, these: Vec<Chat> },
}

/// The chats of these names, each once; all of them where none is named. A name is a remark, nickname, alias or pinyin as
/// in the list's own filter, in full, or `#` and the number that [`told_apart`] gives.
///
/// # Errors
/// For the first name that does not mean just one.
pub fn choose(book: &Book<'_>, chats: Vec<Chat>, names: &[String]) -> Result<Vec<Chat>, Unclear> {
    if names.is_empty() {
        return Ok(chats);
    }
    let mut chosen: Vec<Chat> = Vec::new();
    for name in names {
        let (mut whole, near) = named(book, &chats, name);
        if whole.len() > 1 {
            return Err(Unclear::Several {
                name: name.clone(),
                these: whole,
            });
        }
        let Some(one) = whole.pop() else {
            return Err(Unclear::Unknown {
                name: name.clone(),
                near,
            });
        };
        if chosen.iter().all(|known| known.id != one.id) {
            chosen.push(one);
        }
    }
    chosen.sort_by_key(|chat| chat.id);
    Ok(chosen)
}

/// Those whose name comes near.
pub fn near(book: &Book<'_>, chats: &[Chat], name: &str) -> Vec<Chat> {
    let (whole, near) = named(book, chats, name);
    whole.into_iter().chain(near).collect()
}

fn named(book: &Book<'_>, chats: &[Chat], name: &str) -> (Vec<Chat>, Vec<Chat>) {
    let of_ids = |ids: Vec<PeerId>| {
        let chats = ids
            .into_iter()
            .filter_map(|id| chats.iter().find(|chat| book.directory.resolve(chat.id) == id));
        chats.cloned().collect::<Vec<_>>()
    };
    let numbered = name.strip_prefix('#').and_then(|number| number.parse().ok());
    let numbered: Vec<Chat> = of_ids(numbered.map(PeerId).into_iter().collect());
    if !numbered.is_empty() {
        return (numbered, Vec::new());
    }
    let (whole, near) = people::called(&book.directory, name, |_| true);
    let mut whole = of_ids(whole);
    // The program's own words for those who have no name.
    let shown = fold(name);
    for chat in chats {
        if fold(&chat.name) == shown && whole.iter().all(|known| known.id != chat.id) {
            whole.push(chat.clone());
        }
    }
    (whole, of_ids(near))
}

/// A chat with what tells it from another of the same name: its number here, what it is, and what it is known by.
pub fn told_apart(book: &Book<'_>, chat: &Chat) -> String {
    let words = book.words;
    let Some(peer) = book.directory.peer(chat.id) else {
        return format!("#{} {}", chat.id.0, chat.name);
    };
    let contact = &peer.contact;
    let kind = words.say(match contact.kind {
        ContactKind::Friend => "contact-kind-friend",
        ContactKind::Stranger => "contact-kind-stranger",
        ContactKind::Group => "contact-kind-group",
        ContactKind::PublicAccount => "contact-kind-account",
        ContactKind::Special => "contact-kind-special",
    });
    let mut told = vec![kind.into_owned()];
    let other = [&contact.nick_name, &contact.alias]
        .into_iter()
        .map(|text| {
            crate::domain::text::SafeText::line(text.as_str())
                .as_str()
                .to_owned()
        })
        .filter(|text| !text.is_empty() && *text != chat.name);
    told.extend(other);
    told.push(words.say_with("export-count", &[("count", chat.lines.into())]));
    format!("#{} {} ({})", chat.id.0, chat.name, told.join(", "))
}
