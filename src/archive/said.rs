//! A line as people read it: who, when, what, and what became of it.

use std::borrow::Cow;
use std::io;

use jiff::Zoned;
use jiff::civil::Date;

use super::{Book, Chat};
use crate::app::rows;
use crate::domain::message::Body;
use crate::domain::text::SafeText;
use crate::domain::time::Timestamp;
use crate::port::store::{From, LineRecord, State};
use crate::ui::plain;

/// Writes one after the other.
pub(super) trait Scribe {
    fn begin(&mut self, chats: &[Chat]) -> io::Result<()>;
    /// The chats are numbered from 1.
    fn chat(&mut self, nth: usize, name: &str) -> io::Result<()>;
    fn day(&mut self, date: Date, words: &str) -> io::Result<()>;
    fn line(&mut self, said: &Said<'_>) -> io::Result<()>;
    fn end_of_chat(&mut self) -> io::Result<()>;
    fn end(&mut self) -> io::Result<()>;
}

pub(super) struct Said<'a> {
    /// `None` for what no calendar has.
    pub at: Option<Zoned>,
    pub who: Who,
    /// One line.
    pub name: Cow<'a, str>,
    pub text: Cow<'a, str>,
    /// What a reply is to.
    pub quoted: Option<Cow<'a, str>>,
    /// The address of a link: http or https.
    pub url: Option<String>,
    /// Why it is not with the service.
    pub note: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    Me,
    Other,
    /// Nobody: a grey line.
    Notice,
}

impl Said<'_> {
    /// `09:05`.
    pub fn hour(&self) -> String {
        self.at
            .as_ref()
            .map_or_else(String::new, |at| format!("{:02}:{:02}", at.hour(), at.minute()))
    }
}

pub(super) fn said<'a>(book: &'a Book<'_>, line: &'a LineRecord) -> Said<'a> {
    let name = match line.from {
        From::Me => book.words.say("you"),
        From::Peer(peer) => plain::speaker(&book.directory, book.words, line.chat, peer),
        From::Service => book.words.say("service"),
    };
    let who = match (&line.body, line.from) {
        (Body::Notice(_) | Body::Recalled(_), _) => Who::Notice,
        (_, From::Me) => Who::Me,
        (_, From::Peer(_) | From::Service) => Who::Other,
    };
    let text = rows::text_of(&line.body).map_or_else(
        || plain::card(&line.body, book.words).into(),
        |text| text.as_str().into(),
    );
    let quoted = quoted(&line.body).map(|quoted| {
        let args = [("text", quoted.as_str().into())];
        book.words.say_with("quoted", &args).into()
    });
    Said {
        at: zoned(book, line.at),
        who,
        name: SafeText::line(&name).as_str().to_owned().into(),
        text,
        quoted,
        url: url(line)
            .map(|url| url.as_str().to_owned())
            .filter(|url| is_web(url)),
        note: note(book, line.state),
    }
}

fn quoted(body: &Body) -> Option<SafeText> {
    if let Body::Quote(quote) = body {
        let quoted = quote.line();
        (!quoted.is_empty()).then_some(quoted)
    } else {
        None
    }
}

pub(super) fn zoned(book: &Book<'_>, at: Timestamp) -> Option<Zoned> {
    let at = jiff::Timestamp::from_second(at.0).ok()?;
    Some(at.to_zoned(book.zone.clone()))
}

/// Where a link leads, on one line. What was kept before that was a part of it has it as the service told it.
pub(super) fn url(line: &LineRecord) -> Option<SafeText> {
    let page = line.body.link()?;
    if !page.url.is_empty() {
        return Some(page.url.clone());
    }
    let url = decoded(&line.raw.as_deref()?.url);
    (!url.is_empty()).then_some(url)
}

/// The service escapes an address as HTML, now and then twice; one that was taken in from a file is bare.
fn decoded(url: &str) -> SafeText {
    let mut safe = SafeText::line(url);
    loop {
        let next = SafeText::line(&html_escape::decode_html_entities(safe.as_str()));
        if next == safe {
            return safe;
        }
        safe = next;
    }
}

/// An address that a browser opens without running anything.
fn is_web(url: &str) -> bool {
    let begins = |with: &str| {
        url.get(..with.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(with))
    };
    (begins("https://") || begins("http://")) && !url.contains(char::is_whitespace)
}

fn note(book: &Book<'_>, state: State) -> Option<String> {
    let words = book.words;
    match state {
        State::Kept(_) => None,
        State::Queued(_) => Some(words.say("export-unsent").into_owned()),
        State::Sending(_) | State::Unconfirmed(_) => Some(words.say("export-unconfirmed").into_owned()),
        State::Failed(_, why) => {
            let why = plain::failure(why, words);
            Some(words.say_with("not-sent", &[("why", (&*why).into())]))
        }
    }
}
