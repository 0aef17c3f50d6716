//! Files in words: why one is not to be had, and what the last key on one came to.
//!
//! Owns those sentences. Never: where they stand.

use super::card::size;
use super::{View, fault, keys};
use crate::app::action::{Action, Deed};
use crate::app::files::{Told, What};
use crate::domain::message::AttachmentKind;
use crate::port::media::{Fault, Silence, Unopened};
use crate::words::Words;

/// Why bytes are not to be had, and what can be done.
pub fn media_fault(why: &Fault, words: &Words) -> String {
    match why {
        Fault::Net(why) => fault::failure(*why, words),
        Fault::Empty => words.say("fault-empty").into_owned(),
        Fault::Short { got, announced } => {
            let (got, announced) = (size(*got), size(*announced));
            let args = [("got", (&*got).into()), ("announced", (&*announced).into())];
            words.say_with("fault-short", &args)
        }
        Fault::NotMedia => words.say("fault-not-media").into_owned(),
        Fault::TooLarge { limit } => words.say_with("fault-too-large", &[("limit", (&*size(*limit)).into())]),
        Fault::Disk(why) => words.say_with("fault-disk", &[("why", (&**why).into())]),
    }
}

/// That they did not come, and why.
pub fn not_fetched(why: &Fault, words: &Words) -> String {
    words.say_with("not-fetched", &[("why", (&*media_fault(why, words)).into())])
}

/// What the last key came to.
pub fn told(view: View<'_>, told: &Told) -> String {
    let id = match told {
        Told::Saved { path } => return view.say_with("hint-saved", &[("path", path.as_str().into())]),
        Told::Failed { why } => return view.say_with("hint-failed", &[("why", why.as_str().into())]),
        Told::NotFetched { why } => return not_fetched(why, &view.look.words),
        Told::NotSendable { why } => {
            let why = fault::failure(*why, &view.look.words);
            return view.say_with("hint-not-sendable", &[("why", (&*why).into())]);
        }
        Told::Program => return keys::tell(view, "hint-program", &[("key", Action::Deed(Deed::Save))]),
        Told::NotOpened { what, why } => return not_opened(view, *what, why),
        Told::Silent { why } => return silence(why, &view.look.words),
        Told::Unreachable { why } => {
            return view.say_with("hint-clip-unreachable", &[("why", why.as_str().into())]);
        }
        Told::Opened => "hint-opened",
        Told::Copied => "hint-copied",
        Told::Stopped => "hint-stopped",
        Told::Nothing => "hint-nothing",
        Told::OnPhone => "hint-on-phone",
        Told::Unsent => "hint-unsent",
        Told::NotKept => "hint-not-kept",
        Told::NotMet => "hint-not-met",
        Told::Gone => "hint-media-gone",
        Told::NoLinks => "hint-no-links",
        Told::Foreign => "hint-foreign",
        Told::NoWords => "hint-wordless",
        Told::Dropped => "hint-file-dropped",
        Told::CopyDropped => "hint-copy-dropped",
        Told::GoesAnew => "hint-goes-anew",
        Told::Asking => "hint-clip-asking",
        Told::NoClip => "hint-clip-nothing",
        Told::NotBuilt => "hint-clip-not-built",
    };
    view.say(id).into_owned()
}

/// What happened, then what can be done: where a row is narrow, the first stands alone.
fn not_opened(view: View<'_>, what: What, why: &Unopened) -> String {
    let happened = match why {
        Unopened::NoProgram if what == What::Page => view.say("unopened-no-browser").into_owned(),
        Unopened::NoProgram => view.say("unopened-no-program").into_owned(),
        Unopened::NotThere { program } => {
            view.say_with("unopened-not-there", &[("program", program.as_str().into())])
        }
        Unopened::Ended { program } => {
            view.say_with("unopened-ended", &[("program", program.as_str().into())])
        }
    };
    let advice = match what {
        What::Page => "unopened-page-advice",
        What::File | What::Voice => "unopened-advice",
    };
    let keys = [
        ("save", Action::Deed(Deed::Save)),
        ("links", Action::Deed(Deed::Links)),
        ("copy", Action::Deed(Deed::Copy)),
    ];
    let advice = keys::tell(view, advice, &keys);
    let id = if what == What::Voice {
        "unopened-voice"
    } else {
        "unopened"
    };
    view.say_with(id, &[("why", (&*happened).into()), ("advice", (&*advice).into())])
}

/// Why a voice is not heard here.
fn silence(why: &Silence, words: &Words) -> String {
    match why {
        Silence::NotBuilt => words.say("hint-not-built").into_owned(),
        Silence::Device(why) => words.say_with("hint-no-sound", &[("why", why.as_str().into())]),
        Silence::NotSound => words.say("hint-not-sound").into_owned(),
    }
}

/// What a file is sent as.
pub fn kind(kind: AttachmentKind) -> &'static str {
    match kind {
        AttachmentKind::Image => "kind-image",
        AttachmentKind::Gif => "kind-sticker",
        AttachmentKind::Video => "kind-video",
        AttachmentKind::File => "kind-file",
    }
}
