//! The login, and what covers the panes.

use super::{ctrl, plain, shown, usual};
use crate::app::action::{Action, Deed, Side};
use crate::app::keymap::{Binding, Code, Context};
use crate::app::manage::Wish;
use Code::{Char, Down, End, Enter, Home, Left, PageDown, PageUp, Right, Tab, Up};
use Context::{
    Accounts, Complete, Confirm, Contact, Details, Help, Links, Login, Picker, Request, Shared, Unfolded,
    Viewer,
};

pub(super) const BINDINGS: &[Binding] = &[
    // login
    shown(Login, &[plain(Enter)], Action::Continue, "key-continue"),
    shown(Login, &[plain(Tab)], Action::ToggleLink, "key-toggle-link"),
    shown(Login, &[ctrl(Char('n'))], Action::NewCode, "key-new-code"),
    // help
    usual(Help, &[plain(Up)], Action::Up, "key-up"),
    usual(Help, &[plain(Down)], Action::Down, "key-down"),
    usual(Help, &[plain(PageUp)], Action::PageUp, "key-page-up"),
    usual(
        Help,
        &[plain(PageDown), plain(Char(' '))],
        Action::PageDown,
        "key-page-down",
    ),
    usual(Help, &[plain(Home)], Action::First, "key-first"),
    usual(Help, &[plain(Enter), plain(Char('q'))], Action::Back, "key-back"),
    // the page of a contact
    shown(Contact, &[plain(Char('1'))], Action::Join(1), "key-join"),
    usual(Contact, &[plain(Char('2'))], Action::Join(2), "key-join"),
    usual(Contact, &[plain(Char('3'))], Action::Join(3), "key-join"),
    usual(Contact, &[plain(Char('4'))], Action::Join(4), "key-join"),
    usual(Contact, &[plain(Char('5'))], Action::Join(5), "key-join"),
    shown(Contact, &[plain(Char('j'))], Action::JoinWith, "key-join-with"),
    shown(Contact, &[plain(Char('s'))], Action::Divide, "key-divide"),
    shown(Contact, &[plain(Enter)], Action::Open, "key-open"),
    shown(
        Contact,
        &[plain(Char('r'))],
        Action::Manage(Wish::Remark),
        "key-remark",
    ),
    shown(Contact, &[plain(Char('p'))], Action::Manage(Wish::Pin), "key-pin"),
    usual(
        Contact,
        &[plain(Char('u'))],
        Action::Manage(Wish::Mute),
        "key-mute",
    ),
    shown(
        Contact,
        &[plain(Char('m'))],
        Action::Manage(Wish::Shared),
        "key-shared",
    ),
    shown(
        Contact,
        &[plain(Char('/'))],
        Action::Manage(Wish::Members),
        "key-members",
    ),
    shown(
        Contact,
        &[plain(Char('a'))],
        Action::Manage(Wish::AddMembers),
        "key-add-members",
    ),
    shown(
        Contact,
        &[plain(Char('x'))],
        Action::Manage(Wish::RemoveMembers),
        "key-remove-members",
    ),
    shown(
        Contact,
        &[plain(Char('n'))],
        Action::Manage(Wish::Rename),
        "key-rename",
    ),
    shown(
        Contact,
        &[plain(Char('e'))],
        Action::Manage(Wish::Leave),
        "key-leave",
    ),
    usual(Contact, &[plain(Up)], Action::Up, "key-up"),
    usual(Contact, &[plain(Down)], Action::Down, "key-down"),
    usual(Contact, &[plain(PageUp)], Action::PageUp, "key-page-up"),
    usual(
        Contact,
        &[plain(PageDown), plain(Char(' '))],
        Action::PageDown,
        "key-page-down",
    ),
    usual(Contact, &[plain(Home)], Action::First, "key-first"),
    usual(Contact, &[plain(End)], Action::Last, "key-last"),
    usual(Accounts, &[plain(Up)], Action::Up, "key-up"),
    usual(Accounts, &[plain(Down)], Action::Down, "key-down"),
    usual(Accounts, &[plain(Home)], Action::First, "key-first"),
    usual(Accounts, &[plain(End)], Action::Last, "key-last"),
    usual(Accounts, &[plain(Enter)], Action::Open, "key-accounts"),
    // what is offered while typing
    usual(Complete, &[plain(Up)], Action::Up, "key-up"),
    usual(Complete, &[plain(Down)], Action::Down, "key-down"),
    usual(
        Complete,
        &[plain(Tab), plain(Enter)],
        Action::Open,
        "key-complete",
    ),
    // what was folded up in a message
    usual(Unfolded, &[plain(Up)], Action::Up, "key-up"),
    usual(Unfolded, &[plain(Down)], Action::Down, "key-down"),
    usual(Unfolded, &[plain(PageUp)], Action::PageUp, "key-page-up"),
    usual(
        Unfolded,
        &[plain(PageDown), plain(Char(' '))],
        Action::PageDown,
        "key-page-down",
    ),
    usual(Unfolded, &[plain(Home)], Action::First, "key-first"),
    usual(Unfolded, &[plain(End)], Action::Last, "key-last"),
    usual(Unfolded, &[plain(Enter)], Action::Open, "key-open"),
    // the details of a message
    usual(Details, &[plain(Up)], Action::Up, "key-up"),
    usual(Details, &[plain(Down)], Action::Down, "key-down"),
    usual(Details, &[plain(PageUp)], Action::PageUp, "key-page-up"),
    usual(
        Details,
        &[plain(PageDown), plain(Char(' '))],
        Action::PageDown,
        "key-page-down",
    ),
    usual(Details, &[plain(Home)], Action::First, "key-first"),
    usual(Details, &[plain(End)], Action::Last, "key-last"),
    // the addresses in a message
    shown(Links, &[plain(Enter)], Action::Open, "key-follow"),
    shown(
        Links,
        &[plain(Char('c')), plain(Char('y'))],
        Action::Deed(Deed::Copy),
        "key-copy-link",
    ),
    shown(
        Links,
        &[plain(Char('1'))],
        Action::Deed(Deed::NthLink(1)),
        "key-nth-link",
    ),
    usual(
        Links,
        &[plain(Char('2'))],
        Action::Deed(Deed::NthLink(2)),
        "key-nth-link",
    ),
    usual(
        Links,
        &[plain(Char('3'))],
        Action::Deed(Deed::NthLink(3)),
        "key-nth-link",
    ),
    usual(
        Links,
        &[plain(Char('4'))],
        Action::Deed(Deed::NthLink(4)),
        "key-nth-link",
    ),
    usual(
        Links,
        &[plain(Char('5'))],
        Action::Deed(Deed::NthLink(5)),
        "key-nth-link",
    ),
    usual(
        Links,
        &[plain(Char('6'))],
        Action::Deed(Deed::NthLink(6)),
        "key-nth-link",
    ),
    usual(
        Links,
        &[plain(Char('7'))],
        Action::Deed(Deed::NthLink(7)),
        "key-nth-link",
    ),
    usual(
        Links,
        &[plain(Char('8'))],
        Action::Deed(Deed::NthLink(8)),
        "key-nth-link",
    ),
    usual(
        Links,
        &[plain(Char('9'))],
        Action::Deed(Deed::NthLink(9)),
        "key-nth-link",
    ),
    usual(Links, &[plain(Up)], Action::Up, "key-up"),
    usual(Links, &[plain(Down)], Action::Down, "key-down"),
    usual(Links, &[plain(Home)], Action::First, "key-first"),
    usual(Links, &[plain(End)], Action::Last, "key-last"),
    // a picture on the whole screen
    shown(
        Viewer,
        &[plain(Char('+')), plain(Char('='))],
        Action::Zoom(true),
        "key-zoom-in",
    ),
    shown(Viewer, &[plain(Char('-'))], Action::Zoom(false), "key-zoom-out"),
    shown(Viewer, &[plain(Left)], Action::Pan(Side::Left), "key-pan"),
    usual(Viewer, &[plain(Right)], Action::Pan(Side::Right), "key-pan"),
    usual(Viewer, &[plain(Up)], Action::Pan(Side::Up), "key-pan"),
    usual(Viewer, &[plain(Down)], Action::Pan(Side::Down), "key-pan"),
    shown(
        Viewer,
        &[plain(Char('n')), plain(PageDown), plain(Char(' '))],
        Action::TurnPicture(true),
        "key-next-picture",
    ),
    shown(
        Viewer,
        &[plain(Char('p')), plain(PageUp)],
        Action::TurnPicture(false),
        "key-previous-picture",
    ),
    usual(
        Viewer,
        &[plain(Char('v')), plain(Char('q'))],
        Action::Back,
        "key-back",
    ),
    // a friend request
    usual(
        Request,
        &[plain(Char('a')), ctrl(Char('a'))],
        Action::Manage(Wish::Accept),
        "key-accept",
    ),
    usual(Request, &[plain(Enter)], Action::Open, "key-accept"),
    // people to choose from
    shown(
        Picker,
        &[plain(Char(' '))],
        Action::Manage(Wish::Mark),
        "key-mark",
    ),
    // what was shared
    usual(Shared, &[plain(Up)], Action::Up, "key-up"),
    usual(Shared, &[plain(Down)], Action::Down, "key-down"),
    usual(Shared, &[plain(PageUp)], Action::PageUp, "key-page-up"),
    usual(Shared, &[plain(PageDown)], Action::PageDown, "key-page-down"),
    usual(Shared, &[plain(Home)], Action::First, "key-first"),
    usual(Shared, &[plain(End)], Action::Last, "key-last"),
    usual(Shared, &[plain(Enter)], Action::Open, "key-go-there"),
    // a question
    usual(Confirm, &[plain(Enter)], Action::Agree, "key-agree"),
];
