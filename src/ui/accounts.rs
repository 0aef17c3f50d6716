//! The accounts kept here, one a row, and a new one behind them.
//!
//! Owns how the list looks. Never: which accounts there are.

use std::borrow::Cow;

use ratatui::buffer::Buffer;

use super::canvas::{Row, rows};
use super::{View, keys, panel, sheet};
use crate::app::accounts::current;
use crate::app::action::Action;
use crate::domain::geometry::Area;
use crate::port::store::Listed;

const WIDEST: u16 = 56;

pub fn draw(view: View<'_>, all: Area, buffer: &mut Buffer) {
    let accounts = &view.model.accounts;
    let count = u16::try_from(accounts.list.len() + 1).unwrap_or(u16::MAX);
    let wish = (
        WIDEST.min(all.width),
        count.saturating_add(2).min(all.height.saturating_sub(4)),
    );
    let title = view.say("accounts-title");
    let inner = panel::open(view, all, (&title, wish), buffer);
    let list = rows(inner, 0, inner.height.saturating_sub(2));
    let all: Vec<Option<&Listed>> = accounts.list.iter().map(Some).chain([None]).collect();
    sheet::list(
        view,
        list,
        (&all, accounts.selected),
        buffer,
        |_, listed, row| match listed {
            Some(listed) => account(view, listed, row),
            None => new(view, row),
        },
    );
    let id = if accounts.waiting {
        "accounts-keys-first"
    } else {
        "accounts-keys"
    };
    let keys = keys::tell(view, id, &[("open", Action::Open), ("back", Action::Back)]);
    let more = sheet::below(list, (all.len(), accounts.selected));
    panel::foot(view, inner, (&keys, more), buffer);
}

fn account(view: View<'_>, listed: &Listed, mut row: Row<'_>) {
    let theme = view.theme();
    let uin = listed.account.uin;
    let note = if Some(uin) == current(view.model) {
        Some("accounts-current")
    } else if listed.session {
        None
    } else {
        Some("accounts-logged-out")
    };
    if let Some(note) = note {
        row.right(&view.say(note), theme.dim).reserve(2);
    }
    let number = uin.to_string();
    let name: Cow<'_, str> = if listed.account.name.is_empty() {
        view.say("accounts-nameless")
    } else {
        Cow::Borrowed(&*listed.account.name)
    };
    row.say(&name, theme.text).skip(2).say(&number, theme.dim);
}

fn new(view: View<'_>, mut row: Row<'_>) {
    row.say(&view.say("accounts-new"), view.theme().text);
}
