//! Where the terminal's one real cursor belongs.

use ratatui::layout::Position;

use super::{Look, View, composer, covered, joiner, list, search};
use crate::app::layout::areas;
use crate::app::model::{Focus, Model, Overlay};

/// The caret of the input that has the keys; `None` where none has (the login, a question, a screen too small).
pub fn caret(model: &Model, look: &Look) -> Option<Position> {
    if model.overlay == Some(Overlay::Search) && !model.shows_login() {
        return search::caret(View { model, look });
    }
    if model.overlay == Some(Overlay::Join) {
        return joiner::caret(View { model, look });
    }
    if covered(model) {
        return None;
    }
    let areas = areas(model)?;
    let view = View { model, look };
    match model.focus {
        Focus::Composer => composer::caret(view, &areas),
        Focus::List => Some(list::caret(view, &areas)),
    }
}
