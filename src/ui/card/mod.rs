//! Messages that are no text: what each row of their cards says, and each of them in one line.
//!
//! Owns how a [`Part`] looks. Never: how many rows there are (`app::rows`), raw XML, a guess.

mod facts;
mod progress;
mod short;
mod voice;

pub use facts::{extent, kind, scene, size};
pub use short::{short, short_in};

use ratatui::style::{Modifier, Style};

use super::View;
use super::canvas::Row;
use crate::app::files::Voice;
use crate::app::rows::{self, Listed, Part};
use crate::domain::message::{Body, Said};
use crate::domain::text::{Faces, clip_middle, drawn, slice};
use crate::port::media::Progress;

/// A message's card, wherever it is drawn.
#[derive(Clone)]
pub struct Card<'a> {
    pub view: View<'a>,
    pub body: &'a Body,
    /// How the download of what it carries goes, if it was asked for.
    pub progress: Option<Progress>,
    /// How it stands where it is a voice.
    pub voice: Voice,
}

impl Card<'_> {
    /// One row of it. What has the last one also says how its download goes.
    pub fn draw(&self, part: &Part, last: bool, row: &mut Row<'_>) {
        let theme = self.view.theme();
        match part {
            Part::Text(range) => {
                let words = rows::words_of(self.body, self.faces());
                let words = words.as_deref().unwrap_or_default();
                row.put(slice(words, range.clone()), theme.text);
            }
            Part::Quoted(range) => self.quoted(range.clone(), row),
            Part::Was(range) => self.was(range.clone(), row),
            Part::Label => self.label(last, row),
            Part::Title(range) => {
                let title = rows::title_of(self.body);
                self.bar(row);
                if let Body::File(_) = self.body {
                    row.put(theme.glyphs.file, theme.accent).skip(1);
                    let name = clip_middle(title, row.left());
                    row.put(&name, theme.strong);
                } else {
                    row.say(slice(title, range.clone()), theme.strong);
                }
            }
            Part::Below(range) => {
                self.bar(row);
                row.say(slice(rows::below_title(self.body), range.clone()), theme.dim);
            }
            Part::Item(nth) => {
                self.bar(row);
                if let Some(listed) = rows::listed(self.body, *nth) {
                    self.listed(&listed, row);
                }
            }
            Part::Standing => {
                self.bar(row);
                let standing = facts::standing(self.body, self.view);
                row.facts(&standing, theme.text);
            }
            Part::Foot => {
                self.bar(row);
                self.foot(last, row);
            }
        }
    }

    fn faces(&self) -> Faces {
        self.view.model.settings.faces
    }

    fn bar(&self, row: &mut Row<'_>) {
        let theme = self.view.theme();
        row.put(theme.glyphs.vertical, theme.rule).skip(rows::BAR - 1);
    }

    /// Who said what is replied to, behind a bar.
    fn quoted(&self, range: std::ops::Range<usize>, row: &mut Row<'_>) {
        let theme = self.view.theme();
        if let Body::Quote(quote) = self.body {
            let line = quote.line();
            let line = drawn(line.as_str(), self.faces());
            row.put(theme.glyphs.mark, theme.dim).skip(rows::BAR - 1);
            row.say(slice(&line, range), theme.dim);
        }
    }

    /// What was said before it was taken back, struck through.
    fn was(&self, range: std::ops::Range<usize>, row: &mut Row<'_>) {
        let Body::Recalled(recalled) = self.body else {
            return;
        };
        let Some(was) = recalled.was.as_deref() else {
            return;
        };
        let struck = self.view.theme().dim.add_modifier(Modifier::CROSSED_OUT);
        match rows::was_of(was) {
            Some(text) => row.put(slice(&drawn(text.as_str(), self.faces()), range), struck),
            None => row.say(&short(was, &self.view.look.words), struck),
        };
    }

    /// Kind and all that is known of it, on one row.
    fn label(&self, last: bool, row: &mut Row<'_>) {
        let theme = self.view.theme();
        if let Body::Recalled(_) = self.body {
            row.say(&short(self.body, &self.view.look.words), theme.dim);
            return;
        }
        let kept = progress::keep(self, last, row);
        row.say(&bracketed(&self.view.say(kind(self.body))), theme.dim);
        if let Body::Voice { millis } = self.body {
            voice::draw(self, *millis, row);
        } else {
            let detail = facts::detail(self.body, self.view);
            if !detail.is_empty() {
                row.skip(1).facts(&detail, theme.text);
            }
        }
        progress::draw(self, kept, row);
    }

    /// Kind, and what is known of it beside what stands above.
    fn foot(&self, last: bool, row: &mut Row<'_>) {
        let theme = self.view.theme();
        let kept = progress::keep(self, last, row);
        row.say(&bracketed(&self.view.say(kind(self.body))), theme.dim);
        let told = facts::foot(self.body, self.view);
        if !told.is_empty() {
            row.skip(1).facts(&told, theme.dim);
        }
        progress::draw(self, kept, row);
    }

    fn listed(&self, listed: &Listed<'_>, row: &mut Row<'_>) {
        let theme = self.view.theme();
        match listed {
            Listed::Article(link) => {
                row.put(theme.glyphs.separator, theme.dim).skip(1);
                row.say(link.title.as_str(), theme.text);
            }
            Listed::Said(said) => said_line(self.view, said, theme.dim, row),
            Listed::Line(line) => {
                row.say(line, theme.dim);
            }
        }
    }
}

/// One message of a record, on one row.
fn said_line(view: View<'_>, said: &Said, style: Style, row: &mut Row<'_>) {
    let text = short_in(&said.body, view);
    if said.name.is_empty() {
        row.say(&text, style);
        return;
    }
    let args = [("name", said.name.as_str().into()), ("text", (&*text).into())];
    row.say(&view.say_with("list-preview", &args), style);
}

fn bracketed(words: &str) -> String {
    format!("[{words}]")
}
