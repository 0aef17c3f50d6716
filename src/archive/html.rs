//! One page that needs nothing else and runs nothing.
//!
//! It is well-formed XML as well, so that a test can read it strictly. Whatever anybody wrote is escaped, and a policy in
//! the page lets a browser load nothing and run nothing, should an escape ever fail.

use std::io::{self, Write};

use html_escape::{encode_double_quoted_attribute as attribute, encode_text as escaped};
use jiff::civil::Date;

use super::Chat;
use super::said::{Said, Scribe, Who};
use crate::words::Words;

const STYLE: &str = include_str!("../../assets/export/page.css");

pub(super) struct Html<'a> {
    out: &'a mut dyn Write,
    words: &'a Words,
    /// A day's list of messages is open.
    in_list: bool,
}

impl<'a> Html<'a> {
    pub fn new(out: &'a mut dyn Write, words: &'a Words) -> Self {
        Self {
            out,
            words,
            in_list: false,
        }
    }

    fn end_list(&mut self) -> io::Result<()> {
        if std::mem::take(&mut self.in_list) {
            writeln!(self.out, "</ol>")?;
        }
        Ok(())
    }

    fn begin_list(&mut self) -> io::Result<()> {
        if !std::mem::replace(&mut self.in_list, true) {
            writeln!(self.out, "<ol>")?;
        }
        Ok(())
    }
}

impl Scribe for Html<'_> {
    fn begin(&mut self, chats: &[Chat]) -> io::Result<()> {
        let title = match chats {
            [chat] => chat.name.clone(),
            _ => self.words.say("export-title").into_owned(),
        };
        let title = escaped(&title);
        write!(
            self.out,
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\"/>\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
             <meta name=\"color-scheme\" content=\"light dark\"/>\n\
             <meta name=\"referrer\" content=\"no-referrer\"/>\n\
             <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n",
            self.words.language().tag()
        )?;
        if chats.len() > 1 {
            writeln!(self.out, "<nav>\n<h1>{title}</h1>\n<ol>")?;
            for (chat, nth) in chats.iter().zip(1..) {
                let name = escaped(&chat.name);
                writeln!(
                    self.out,
                    "<li><a href=\"#chat-{nth}\"><bdi>{name}</bdi></a> <small>{}</small></li>",
                    chat.lines
                )?;
            }
            writeln!(self.out, "</ol>\n</nav>")?;
        }
        writeln!(self.out, "<main>")
    }

    fn chat(&mut self, nth: usize, name: &str) -> io::Result<()> {
        writeln!(
            self.out,
            "<section id=\"chat-{nth}\">\n<h2><bdi>{}</bdi></h2>",
            escaped(name)
        )
    }

    fn day(&mut self, date: Date, words: &str) -> io::Result<()> {
        self.end_list()?;
        writeln!(
            self.out,
            "<h3><time datetime=\"{date}\">{}</time></h3>",
            escaped(words)
        )
    }

    fn line(&mut self, said: &Said<'_>) -> io::Result<()> {
        self.begin_list()?;
        let class = match said.who {
            Who::Me => "me",
            Who::Other => "other",
            Who::Notice => "notice",
        };
        write!(self.out, "<li class=\"{class}\">")?;
        if said.who != Who::Notice {
            write!(self.out, "<b><bdi>{}</bdi></b> ", escaped(&said.name))?;
        }
        if let Some(at) = &said.at {
            let full = at.strftime("%Y-%m-%dT%H:%M:%S%:z");
            write!(self.out, "<time datetime=\"{full}\">{}</time>", said.hour())?;
        }
        write!(self.out, "<p dir=\"auto\">{}</p>", escaped(&said.text))?;
        if let Some(quoted) = &said.quoted {
            write!(self.out, "<q>{}</q>", escaped(quoted))?;
        }
        if let Some(url) = &said.url {
            let (to, shown) = (attribute(url), escaped(url));
            write!(
                self.out,
                "<a href=\"{to}\" rel=\"noopener noreferrer\">{shown}</a>"
            )?;
        }
        if let Some(note) = &said.note {
            write!(self.out, "<em>{}</em>", escaped(note))?;
        }
        writeln!(self.out, "</li>")
    }

    fn end_of_chat(&mut self) -> io::Result<()> {
        self.end_list()?;
        writeln!(self.out, "</section>")
    }

    fn end(&mut self) -> io::Result<()> {
        writeln!(self.out, "</main>\n</body>\n</html>")
    }
}
