//! The login, and what covers the panes.

use super::{ctrl, plain, shown, usual};
use crate::app::action::{Action, Deed, Side};
use crate::app::keymap::{Binding, Code, Context};
use crate::app::manage::ContactAction;
use crate::app::viewer::Toward;
use Code::{Char, Down, End, Enter, Home, Left, PageDown, PageUp, Right, Tab, Up};
use Context::{
    Accounts, Complete, Confirm, Contact, Details, Help, Links, Login, Request, Roster, Shared, Unfolded,
    Viewer,
};

pub(super) const BINDINGS: &[Binding] = &[
    // login
    shown(Login, &[plain(Enter)], Action::Continue, "key-continue"),
    shown(Login, &[plain(Tab)], Action::ToggleLink, "key-toggle-link"),
    shown(Login, &[ctrl(Char('n'))], Action::NewCode, "key-new-code"),
    // help, and every page that is read
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
    usual(Help, &[plain(End)], Action::Last, "key-last"),
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
        Action::Manage(ContactAction::Remark),
        "key-remark",
    ),
    shown(
        Contact,
        &[plain(Char('p'))],
        Action::Manage(ContactAction::Pin),
        "key-pin",
    ),
    shown(
        Contact,
        &[plain(Char('u'))],
        Action::Manage(ContactAction::Mute),
        "key-mute",
    ),
    shown(
        Contact,
        &[plain(Char('m'))],
        Action::Manage(ContactAction::Shared),
        "key-shared",
    ),
    shown(
        Contact,
        &[plain(Char('/'))],
        Action::Manage(ContactAction::Members),
        "key-members",
    ),
    shown(
        Contact,
        &[plain(Char('a'))],
        Action::Manage(ContactAction::AddMembers),
        "key-add-members",
    ),
    shown(
        Contact,
        &[plain(Char('x'))],
        Action::Manage(ContactAction::RemoveMembers),
        "key-remove-members",
    ),
    shown(
        Contact,
        &[plain(Char('n'))],
        Action::Manage(ContactAction::Rename),
        "key-rename",
    ),
    shown(
        Contact,
        &[plain(Char('e'))],
        Action::Manage(ContactAction::Leave),
        "key-leave",
    ),
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
    usual(
        Unfolded,
        &[plain(Enter), plain(Char('o'))],
        Action::Open,
        "key-open",
    ),
    shown(
        Unfolded,
        &[plain(Char('y')), plain(Char('c'))],
        Action::Deed(Deed::Copy),
        "key-copy",
    ),
    shown(
        Unfolded,
        &[plain(Char('l'))],
        Action::Deed(Deed::Links),
        "key-links",
    ),
    // the details of a message
    shown(
        Details,
        &[plain(Char('c')), plain(Char('y'))],
        Action::Deed(Deed::Copy),
        "key-copy-detail",
    ),
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
        Action::TurnPicture(Toward::Newer),
        "key-next-picture",
    ),
    shown(
        Viewer,
        &[plain(Char('p')), plain(PageUp)],
        Action::TurnPicture(Toward::Older),
        "key-previous-picture",
    ),
    usual(
        Viewer,
        &[plain(Enter), plain(Char('o')), ctrl(Char('o'))],
        Action::Deed(Deed::Enter),
        "key-enter",
    ),
    usual(
        Viewer,
        &[plain(Char('s')), ctrl(Char('s'))],
        Action::Deed(Deed::Save),
        "key-save-file",
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
        Action::Manage(ContactAction::Accept),
        "key-accept",
    ),
    shown(
        Request,
        &[plain(Char('r'))],
        Action::Manage(ContactAction::Answer),
        "key-answer",
    ),
    usual(Request, &[plain(Enter)], Action::Open, "key-accept"),
    // people to choose from
    shown(Roster, &[plain(Char(' '))], Action::Mark, "key-mark"),
    // what was shared
    usual(
        Shared,
        &[plain(Enter), plain(Char('o'))],
        Action::Open,
        "key-open",
    ),
    usual(Shared, &[plain(Char('g'))], Action::LookInto, "key-go-there"),
    // a question
    usual(Confirm, &[plain(Enter)], Action::Agree, "key-agree"),
];
