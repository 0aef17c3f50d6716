//! Where the terminal's one real cursor belongs.

use ratatui::layout::Position;

use super::{Look, View, attach, composer, covered, faces, forwarding, joiner, list, manage, search};
use crate::app::layout::areas;
use crate::app::model::{Focus, Model, Overlay};
use crate::domain::geometry::Area;

/// The caret of the input that has the keys; `None` where none has (the login, a question, a screen too small).
pub fn caret(model: &Model, look: &Look) -> Option<Position> {
    if model.overlay == Some(Overlay::Search) && !model.shows_login() {
        return search::caret(View { model, look });
    }
    if model.overlay == Some(Overlay::Join) {
        return joiner::caret(View { model, look });
    }
    if model.overlay == Some(Overlay::Faces) {
        return faces::caret(View { model, look });
    }
    if model.overlay == Some(Overlay::Forward) {
        return forwarding::caret(View { model, look });
    }
    if model.overlay == Some(Overlay::Attach) {
        return attach::caret(View { model, look });
    }
    if model.overlay == Some(Overlay::Picker) {
        return manage::picker::caret(View { model, look });
    }
    if model.overlay == Some(Overlay::Naming) {
        let all = Area {
            x: 0,
            y: 0,
            width: model.screen.width,
            height: model.screen.height,
        };
        return areas(model).map(|_| manage::naming_caret(View { model, look }, all));
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
