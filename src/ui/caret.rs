//! Where the terminal's one real cursor belongs.

use ratatui::layout::Position;

use super::{Look, View, composer, covered, list, manage, sheet};
use crate::app::fields::typed;
use crate::app::layout::areas;
use crate::app::model::{Focus, Model, Overlay};
use crate::domain::geometry::Area;

/// The caret of the input that has the keys; `None` where none has (the login, a question, a screen too small).
pub fn caret(model: &Model, look: &Look) -> Option<Position> {
    let view = View { model, look };
    if let Some(field) = typed(model).filter(|_| !model.shows_login()) {
        return sheet::caret(view, field);
    }
    if model.overlay == Some(Overlay::Naming) {
        let all = Area {
            x: 0,
            y: 0,
            width: model.screen.width,
            height: model.screen.height,
        };
        return areas(model).map(|_| manage::naming_caret(view, all));
    }
    if covered(model) {
        return None;
    }
    let areas = areas(model)?;
    match model.focus {
        Focus::Composer => composer::caret(view, &areas),
        Focus::List => Some(list::caret(view, &areas)),
    }
}
