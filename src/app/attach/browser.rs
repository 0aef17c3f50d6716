//! The file picker: folders are browsed by a path being typed, and what is in its folder stands below it.
//!
//! Owns which entries fit what is typed. What ends in `/` is a folder to look into; what stands behind the last one filters.

use super::{Preview, Purpose, look};
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

/// Where the last file was picked, else at home.
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
    let before = model.attach.browser.parts().0.to_owned();
    let browser = &mut model.attach.browser;
    *browser = Browser::default();
    browser
        .picker
        .field
        .insert(if before.is_empty() { HOME } else { &before });
    model.overlay = Some(Overlay::Attach);
    look_into(model, step);
}

/// Another path: another folder, or another filter.
pub(in crate::app) fn look_into(model: &mut Model, step: &mut Step) {
    let browser = &mut model.attach.browser;
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
