//! What is typed into the search: words, phrases in quotes, and filters.
//!
//! Owns the language of the field. A filter's name is known in English and in Chinese, with either colon; what looks like
//! a filter and is none (`12:30`, `https://…`) is a word. What makes no sense is told, and the rest still counts. Never:
//! how a search is done.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{days, people};
use crate::app::directory::Directory;
use crate::domain::text::{fold, slice};
use crate::domain::time::{Now, Timestamp};
use crate::port::store::{From, Has, Search};

/// What was left out, as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No person or chat of that name.
    Nobody(String),
    NoDate(String),
    /// No such kind of content.
    NoKind(String),
    /// After `is:` only `mine` means something.
    NotMine(String),
}

/// What the words of the field are read by.
#[derive(Clone, Copy, Debug)]
pub struct By<'a> {
    pub directory: &'a Directory,
    pub now: Now,
    pub zone: &'a TimeZone,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Filter {
    From,
    In,
    Before,
    After,
    Has,
    Is,
}

const FILTERS: [(Filter, &[&str]); 6] = [
    (Filter::From, &["from", "by", "发自", "来自"]),
    (Filter::In, &["in", "在"]),
    (Filter::Before, &["before", "早于", "之前"]),
    (Filter::After, &["after", "since", "晚于", "之后"]),
    (Filter::Has, &["has", "含", "有"]),
    (Filter::Is, &["is", "是"]),
];

const KINDS: [(Has, &[&str]); 5] = [
    (Has::Image, &["image", "photo", "picture", "图片", "照片"]),
    (Has::File, &["file", "文件"]),
    (Has::Link, &["link", "url", "链接"]),
    (Has::Voice, &["voice", "语音"]),
    (Has::Video, &["video", "视频"]),
];

const MINE: [&str; 5] = ["me", "mine", "我", "我的", "自己"];

/// The question that is typed, without a number, and what was left out of it.
pub fn read(typed: &str, by: By<'_>) -> (Search, Vec<Fault>) {
    let mut reading = Reading {
        by,
        search: Search::default(),
        faults: Vec::new(),
    };
    let mut rest = typed.trim_start();
    while !rest.is_empty() {
        let after = if let Some((filter, given)) = filter(rest) {
            let (value, after) = value(filter, given.trim_start());
            // Nothing yet: it is still being typed.
            if !value.is_empty() {
                reading.narrow(filter, value);
            }
            after
        } else {
            let (word, after) = word(rest);
            reading.search.words.push(word.to_owned());
            after
        };
        rest = after.trim_start();
    }
    (reading.search, reading.faults)
}

/// A filter's name, and what comes after its colon.
fn filter(rest: &str) -> Option<(Filter, &str)> {
    let (name, after) = rest.split_once([':', '：'])?;
    if name.contains(char::is_whitespace) {
        return None;
    }
    Some((one_of(&FILTERS, &fold(name))?, after))
}

fn one_of<T: Copy>(table: &[(T, &[&str])], folded: &str) -> Option<T> {
    let named = table.iter().find(|(_, names)| names.contains(&folded));
    named.map(|(meant, _)| *meant)
}

/// What a filter is given. `last month` is two words, and one date.
fn value(filter: Filter, rest: &str) -> (&str, &str) {
    let (first, after) = word(rest);
    let dated = matches!(filter, Filter::Before | Filter::After);
    if dated && matches!(&*fold(first), "last" | "this") {
        let (second, end) = word(after.trim_start());
        if matches!(&*fold(second), "week" | "month" | "year") {
            return (slice(rest, 0..rest.len() - end.len()), end);
        }
    }
    (first, after)
}

/// The next word, or all that stands between quotes (a quote that is not closed goes to the end), and the rest.
fn word(rest: &str) -> (&str, &str) {
    let mut chars = rest.chars();
    if let Some(closing) = chars.next().and_then(closing) {
        let quoted = chars.as_str();
        return quoted.split_once(closing).unwrap_or((quoted, ""));
    }
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    rest.split_at_checked(end).unwrap_or((rest, ""))
}

fn closing(opening: char) -> Option<&'static [char]> {
    Some(match opening {
        '"' => &['"'],
        '“' | '”' => &['”', '“'],
        '＂' => &['＂'],
        '「' => &['」'],
        _ => return None,
    })
}

/// A question being put together.
struct Reading<'a> {
    by: By<'a>,
    search: Search,
    faults: Vec<Fault>,
}

impl Reading<'_> {
    fn narrow(&mut self, filter: Filter, value: &str) {
        match filter {
            Filter::From => self.from(value),
            Filter::In => self.within(value),
            Filter::Before => {
                let day = self.day(value);
                let earlier = [self.search.until, day].into_iter().flatten().min();
                self.search.until = earlier;
            }
            Filter::After => {
                let day = self.day(value);
                self.search.since = self.search.since.max(day);
            }
            Filter::Has => match one_of(&KINDS, &fold(value)) {
                Some(has) => add(&mut self.search.has, has),
                None => self.faults.push(Fault::NoKind(value.to_owned())),
            },
            Filter::Is => {
                if MINE.contains(&&*fold(value)) {
                    add(&mut self.search.from, From::Me);
                } else {
                    self.faults.push(Fault::NotMine(value.to_owned()));
                }
            }
        }
    }

    fn from(&mut self, value: &str) {
        if MINE.contains(&&*fold(value)) {
            return add(&mut self.search.from, From::Me);
        }
        let me = self.by.directory.me_id();
        let named = people::speakers(self.by.directory, value);
        if named.is_empty() {
            self.faults.push(Fault::Nobody(value.to_owned()));
        }
        for peer in named {
            let from = if me == Some(peer) {
                From::Me
            } else {
                From::Peer(peer)
            };
            add(&mut self.search.from, from);
        }
    }

    fn within(&mut self, value: &str) {
        let named = people::chats(self.by.directory, value);
        if named.is_empty() {
            self.faults.push(Fault::Nobody(value.to_owned()));
        }
        for peer in named {
            add(&mut self.search.within, peer);
        }
    }

    /// The first moment of a day.
    fn day(&mut self, value: &str) -> Option<Timestamp> {
        let start = self
            .today()
            .and_then(|today| days::day(value, today))
            .and_then(|day| day.to_zoned(self.by.zone.clone()).ok());
        if start.is_none() {
            self.faults.push(Fault::NoDate(value.to_owned()));
        }
        start.map(|start| Timestamp(start.timestamp().as_second()))
    }

    fn today(&self) -> Option<Date> {
        let now = jiff::Timestamp::from_millisecond(self.by.now.wall_ms).ok()?;
        Some(self.by.zone.to_datetime(now).date())
    }
}

fn add<T: PartialEq>(to: &mut Vec<T>, one: T) {
    if !to.contains(&one) {
        to.push(one);
    }
}
