//! The file picker: folders are browsed by a path being typed, and what is in its folder stands below it.
//!
//! Owns which entries fit what is typed. What ends in `/` is a folder to look into; what stands behind the last one filters; a
//! whole path, typed or pasted behind another, is that path.

use super::{Preview, Purpose, look, paths};
use crate::app::compose;
use crate::app::files::Told;
use crate::app::model::{Hint, Model, Overlay};
use crate::app::picker::Picker;
use crate::app::step::{Step, Touched};
use crate::domain::text::fold;
use crate::port::media::{Entry, Listing, MediaCommand};

const HOME: &str = "~/";

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Browser {
    /// Places in the listing, in its order.
    pub picker: Picker<usize>,
    /// The folder of the path, once it is read.
    pub listing: Option<Listing>,
    /// What is seen of the entry the bar is on.
    pub(super) preview: Preview,
    /// The folder that was asked for last.
    asked: String,
    /// The last folder that could be read.
    readable: String,
    /// Nothing was typed yet.
    begun: bool,
}

impl Browser {
    /// The path up to its last `/`, and what stands behind it.
    fn parts(&self) -> (&str, &str) {
        let text = self.picker.field.text();
        match text.rfind('/').and_then(|at| text.split_at_checked(at + 1)) {
            Some(parts) => parts,
            None => ("", text),
        }
    }

    /// A whole path behind another is that path: `~//tmp` is `/tmp`, and `/tmp/~/` is home.
    fn begin_anew(&mut self) {
        let text = self.picker.field.text();
        let root = text.rfind("//").map(|at| at + 1);
        let home = text.rfind("/~/").map(|at| at + 1);
        let whole = root.max(home).and_then(|at| text.get(at..));
        if let Some(whole) = whole.map(ToOwned::to_owned) {
            self.picker.field.set_text(&whole);
        }
    }

    /// The entry the bar is on.
    pub fn chosen(&self) -> Option<&Entry> {
        let listing = self.listing.as_ref()?;
        listing.entries.get(*self.picker.hit()?)
    }

    /// What fits: hidden files only for whoever types the dot; what begins so before what only has it in it.
    fn filter(&mut self) {
        let wanted = fold(self.parts().1);
        let hidden = wanted.starts_with('.');
        let listing = self.listing.iter().flat_map(|listing| listing.entries.iter());
        let fits = |(at, entry): (usize, &Entry)| {
            let name = fold(&entry.name);
            let shown = hidden || !name.starts_with('.');
            let rank = name.find(wanted.as_str())?;
            shown.then_some((rank > 0, at))
        };
        let mut hits: Vec<_> = listing.enumerate().filter_map(fits).collect();
        hits.sort_unstable();
        self.picker.show(hits.into_iter().map(|(_, at)| at).collect());
    }
}

/// In the last folder that could be read, else at home.
pub(in crate::app) fn open(model: &mut Model, step: &mut Step) {
    let Some(chat) = model.chats.open else {
        return;
    };
    if model.media_gone {
        model.hint = Some(Hint::File(Told::Gone));
        return;
    }
    if let Some(hint) = compose::refusal(model, chat, 0) {
        model.hint = Some(hint);
        return;
    }
    let browser = &mut model.attach.browser;
    let readable = std::mem::take(&mut browser.readable);
    *browser = Browser::default();
    let begin = if readable.is_empty() { HOME } else { &readable };
    browser.picker.field.insert(begin);
    model.overlay = Some(Overlay::Attach);
    look_into(model, step);
    model.attach.browser.begun = true;
}

/// Another path: another folder, or another filter.
pub(in crate::app) fn look_into(model: &mut Model, step: &mut Step) {
    let browser = &mut model.attach.browser;
    browser.begun = false;
    browser.begin_anew();
    let folder = browser.parts().0.to_owned();
    if folder != browser.asked {
        browser.asked.clone_from(&folder);
        browser.listing = None;
        step.media(MediaCommand::List { folder });
    }
    browser.filter();
    step.touch(Touched::ALL);
}

pub(in crate::app) fn on_listed(model: &mut Model, listing: Listing, step: &mut Step) {
    let browser = &mut model.attach.browser;
    if listing.folder == browser.asked {
        if listing.fault.is_none() {
            browser.readable.clone_from(&listing.folder);
        } else if browser.begun && listing.folder != HOME {
            // It was there the last time.
            browser.picker.field.set_text(HOME);
            return look_into(model, step);
        }
        browser.listing = Some(listing);
        browser.filter();
        if model.overlay == Some(Overlay::Attach) {
            step.touch(Touched::ALL);
        }
    }
}

/// Tab: the path up to what the bar is on; into a folder.
pub(in crate::app) fn complete(model: &mut Model, step: &mut Step) {
    let Some(entry) = model.attach.browser.chosen() else {
        return;
    };
    let (name, folder) = (entry.name.clone(), entry.folder);
    let browser = &mut model.attach.browser;
    let mut path = [browser.parts().0, &name].concat();
    if folder {
        path.push('/');
    }
    browser.picker.field.set_text(&path);
    look_into(model, step);
}

/// Enter: into the folder, or the file it is.
pub(in crate::app) fn pick(model: &mut Model, step: &mut Step) {
    let Some(entry) = model.attach.browser.chosen() else {
        return;
    };
    if entry.folder {
        return complete(model, step);
    }
    let path = entry.path.clone();
    if let Some(chat) = model.chats.open.filter(|_| !model.attach.is_looking()) {
        step.touch(Touched::ALL);
        look(model, Purpose::Pick(chat), vec![path], step);
    }
}

/// One path that is pasted is looked for, several are several files. Whether there are any.
pub(in crate::app) fn paste_into(model: &mut Model, text: &str, step: &mut Step) -> bool {
    let paths = paths::pasted(text);
    let Some(chat) = model.chats.open.filter(|_| !paths.is_empty()) else {
        return false;
    };
    step.touch(Touched::ALL);
    if let [path] = paths.as_slice() {
        let path = path.to_string_lossy();
        model.attach.browser.picker.field.set_text(&path);
        look_into(model, step);
    } else if !model.attach.is_looking() {
        look(model, Purpose::Pick(chat), paths, step);
    }
    true
}
