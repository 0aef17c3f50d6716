//! Faces and emoji: WeChat's own, sent as `[微笑]`, and those of Unicode; found in Chinese, English and pinyin.
//!
//! Owns what there is, which fits what is typed, and which were used last. Never: how one is drawn.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::compose::note_draft;
use super::layout;
use super::model::{Model, Overlay};
use super::picker::{Grid, Picker};
use super::reach::to_composer;
use super::step::{Step, Touched};
use crate::domain::geometry::Size;
use crate::domain::text::{Fit, Spelling, fold};

/// So many are kept as used last.
const RECENT: usize = 32;
/// Columns of one face with its name at least; and where there is room, so many that most names are whole.
const NARROW: u16 = 16;
const WIDE: u16 = 24;
/// Columns of a grid from which on tiles are wide.
const ROOMY: u16 = 3 * WIDE;

/// One that can be put in.
#[derive(Debug)]
pub struct Face {
    /// What goes into the text.
    pub insert: String,
    /// What is drawn of it.
    pub glyph: &'static str,
    /// Its names, the usual one first; none where nobody gave it one.
    pub chinese: Vec<&'static str>,
    pub english: &'static str,
    /// English names and short codes, folded, each ended by `\0`.
    found_by: String,
}

/// The picker.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Faces {
    /// Places among all faces.
    pub picker: Picker<u16>,
    /// What was put in last, the last first.
    pub recent: Vec<Box<str>>,
}

/// A constant, put together at its first use.
static ALL: LazyLock<Vec<Face>> = LazyLock::new(all);

fn all() -> Vec<Face> {
    let own: HashMap<&str, Vec<Vec<&str>>> =
        toml::from_str(include_str!("../../assets/face-names.toml")).unwrap_or_default();
    let chinese: HashMap<&str, &str> =
        toml::from_str(include_str!("../../assets/emoji-zh.toml")).unwrap_or_default();
    let own = own.into_values().flatten().filter_map(|row| own_face(&row));
    own.chain(emojis::iter().map(|emoji| unicode(emoji, &chinese)))
        .collect()
}

/// A row of the asset: what is drawn, the code that is sent with what it was called before, English names.
fn own_face(row: &[&'static str]) -> Option<Face> {
    let (glyph, codes, english) = (row.first()?, row.get(1)?, row.get(2..)?);
    let chinese: Vec<_> = codes.split('/').collect();
    let code = *chinese.first()?;
    Some(Face {
        insert: format!("[{code}]"),
        glyph,
        chinese,
        english: english.first().copied().unwrap_or(code),
        found_by: folded(english.iter().copied()),
    })
}

fn unicode(emoji: &'static emojis::Emoji, chinese: &HashMap<&'static str, &'static str>) -> Face {
    let told = chinese.get(emoji.as_str()).copied().unwrap_or_default();
    Face {
        insert: emoji.as_str().to_owned(),
        glyph: emoji.as_str(),
        chinese: told.split_whitespace().collect(),
        english: emoji.name(),
        found_by: folded(std::iter::once(emoji.name()).chain(emoji.shortcodes())),
    }
}

fn folded<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(|name| fold(&name.replace('_', " ")) + "\0").collect()
}

pub fn face(place: u16) -> Option<&'static Face> {
    ALL.get(usize::from(place))
}

/// What fits, best first; of equals what was used last, then in the order of the table.
pub fn search(typed: &str, recent: &[Box<str>]) -> Vec<u16> {
    let used = |face: &Face| {
        let at = recent.iter().position(|recent| **recent == *face.insert);
        at.unwrap_or(RECENT)
    };
    let (folded, spelling) = (fold(&typed.replace('_', " ")), Spelling::new(typed));
    let mut hits: Vec<(Fit, usize, u16)> = (0..)
        .zip(ALL.iter())
        .filter_map(|(place, face)| Some((fit(face, &folded, &spelling)?, used(face), place)))
        .collect();
    hits.sort_unstable();
    hits.into_iter().map(|(.., place)| place).collect()
}

fn fit(face: &Face, folded: &str, spelling: &Spelling) -> Option<Fit> {
    if folded.is_empty() {
        return Some(Fit::Whole);
    }
    let names = face.found_by.split('\0').filter(|name| !name.is_empty());
    let english = names.filter_map(|name| {
        let rest = name.split_once(folded)?;
        match rest {
            ("", "") => Some(Fit::Whole),
            ("", _) => Some(Fit::Beginning),
            // The beginning of a word of it.
            (before, _) => before.ends_with(' ').then_some(Fit::Inside),
        }
    });
    let chinese = face.chinese.iter().filter_map(|name| spelling.fit(name));
    english.chain(chinese).min()
}

/// It comes first from now on.
pub(super) fn used(model: &mut Model, place: u16) {
    let Some(face) = face(place) else { return };
    let recent = &mut model.faces.recent;
    recent.retain(|known| **known != *face.insert);
    recent.insert(0, face.insert.as_str().into());
    recent.truncate(RECENT);
    model.journal.faces(recent);
}

pub(super) fn open(model: &mut Model, step: &mut Step) {
    if to_composer(model, step).is_none() {
        return;
    }
    model.faces.picker.field.clear();
    model.overlay = Some(Overlay::Faces);
    look(model);
    step.touch(Touched::ALL);
}

pub(super) fn look(model: &mut Model) {
    let Faces { picker, recent } = &mut model.faces;
    picker.show(search(picker.field.text(), recent));
}

/// `None` when the screen is too small.
pub fn grid(model: &Model) -> Option<Grid> {
    let hits = layout::search_areas(model)?.hits;
    let least = if hits.width >= ROOMY { WIDE } else { NARROW };
    let across = (hits.width / least).max(1);
    let tile = Size {
        width: hits.width / across,
        height: 1,
    };
    Some(Grid::new(hits, tile))
}

/// Puts it into the text; the picker stays for the next one.
pub(super) fn put(model: &mut Model, step: &mut Step) {
    let Some(place) = model.faces.picker.hit().copied() else {
        return;
    };
    model.completion = None;
    if let (Some(face), Some(talk)) = (face(place), model.talk_mut()) {
        let caret = talk.draft.caret();
        talk.draft.swap(caret..caret, &face.insert);
    }
    used(model, place);
    note_draft(model, step);
    step.touch(Touched::ALL);
}
