//! What each stage of the login says.

use ratatui::style::Style;

use crate::app::accounts::is_choice;
use crate::app::action::Action;
use crate::app::history::Shelf;
use crate::app::login::Stage;
use crate::app::model::Service;
use crate::domain::text::SafeText;
use crate::ui::{View, clock, fault, keys};

/// The code's own address: the picture of it is beside it (`protocol.md §2.2`).
const LINK: &str = "/l/";
const PICTURE: &str = "/qrcode/";
/// The service calls the account or its surroundings not allowed (`protocol.md §2.6`).
const NOT_ALLOWED: i32 = 1203;

/// Wrapped text with `gap` empty rows above it.
pub struct Paragraph {
    pub words: String,
    pub style: Style,
    pub gap: u16,
}

/// All there is to say; the link only where it stands in place of the code.
pub fn words(view: View<'_>, with_link: bool) -> Vec<Paragraph> {
    let mut said = Said {
        view,
        all: Vec::new(),
    };
    match &view.model.login.stage {
        Stage::Warning => said.warning(),
        // The list over it asks first.
        Stage::Fetching if view.model.accounts.waiting => {}
        Stage::Fetching => said.title("login-fetching"),
        Stage::Code { link, expires } => {
            said.title("login-scan");
            let left = clock::countdown(*expires, view.model.now.mono, view.look);
            let valid = view.say_with("login-valid", &[("left", (&*left).into())]);
            if with_link {
                said.push(valid, view.theme().text, 0);
                said.link(link);
            } else {
                said.dim("login-scan-how", 1);
                said.push(valid, view.theme().text, 1);
            }
            if view.model.login.renewed {
                said.dim("login-renewed", 1);
            }
        }
        Stage::Scanned { .. } => {
            said.title("login-scanned");
            said.dim("login-scanned-how", 1);
        }
        Stage::AskedPhone { expires } => {
            said.title("login-asked-phone");
            let left = clock::countdown(*expires, view.model.now.mono, view.look);
            let words = view.say_with("login-asked-phone-how", &[("left", (&*left).into())]);
            said.push(words, view.theme().dim, 1);
        }
        Stage::Confirmed => {
            said.title("login-confirmed");
            said.dim("login-confirmed-how", 1);
        }
        Stage::Cancelled => said.title("login-cancelled"),
        Stage::Expired => said.title("login-expired"),
        Stage::Refused { code, message } => said.refused(*code, message),
        Stage::Retrying { attempt, at, why } => {
            said.title("login-no-network");
            let why = fault::failure(*why, &view.look.words);
            let left = clock::countdown(*at, view.model.now.mono, view.look);
            let args = [
                ("why", (&*why).into()),
                ("left", (&*left).into()),
                ("attempt", (*attempt).into()),
            ];
            said.push(view.say_with("login-retrying", &args), view.theme().text, 1);
        }
        Stage::Done => said.title("login-opening"),
    }
    said.whom();
    said.surroundings();
    said.all
}

/// The least to say below a code: what to do, and how long there is.
pub fn brief(view: View<'_>) -> Vec<Paragraph> {
    let mut said = Said {
        view,
        all: Vec::new(),
    };
    if let Stage::Code { expires, .. } = &view.model.login.stage {
        said.title("login-scan");
        let left = clock::countdown(*expires, view.model.now.mono, view.look);
        said.push(
            view.say_with("login-valid", &[("left", (&*left).into())]),
            view.theme().dim,
            0,
        );
    }
    said.all
}

struct Said<'a> {
    view: View<'a>,
    all: Vec<Paragraph>,
}

impl Said<'_> {
    fn push(&mut self, words: String, style: Style, gap: u16) {
        self.all.push(Paragraph { words, style, gap });
    }

    fn title(&mut self, id: &str) {
        let theme = self.view.theme();
        self.push(
            self.view.look.words.say(id).into_owned(),
            theme.accent.patch(theme.strong),
            0,
        );
    }

    fn dim(&mut self, id: &str, gap: u16) {
        self.push(
            self.view.look.words.say(id).into_owned(),
            self.view.theme().dim,
            gap,
        );
    }

    fn text(&mut self, id: &str, gap: u16) {
        self.push(
            self.view.look.words.say(id).into_owned(),
            self.view.theme().text,
            gap,
        );
    }

    /// Once, before the first login of a real account (`protocol.md §10`, plain reading 4).
    fn warning(&mut self) {
        let theme = self.view.theme();
        self.push(
            self.view.say("warning-title").into_owned(),
            theme.warning.patch(theme.strong),
            0,
        );
        for id in ["warning-risk", "warning-advice", "warning-promise"] {
            self.text(id, 1);
        }
        let keys = [("continue", Action::Continue), ("quit", Action::Quit)];
        self.push(keys::tell(self.view, "warning-choice", &keys), theme.strong, 1);
    }

    fn link(&mut self, link: &str) {
        self.dim("login-link-how", 1);
        self.push(link.to_owned(), self.view.theme().text, 0);
        self.dim("login-picture-how", 1);
        self.push(link.replacen(LINK, PICTURE, 1), self.view.theme().text, 0);
    }

    /// The service's sentence as it came, what it means, what to try.
    fn refused(&mut self, code: i32, message: &SafeText) {
        let theme = self.view.theme();
        let number = code.to_string();
        let title = self
            .view
            .say_with("login-refused", &[("code", (&*number).into())]);
        self.push(title, theme.error.patch(theme.strong), 0);
        if !message.is_empty() {
            self.push(message.as_str().to_owned(), theme.strong, 1);
        }
        if code == NOT_ALLOWED {
            self.text("login-refused-meaning", 1);
            let id = if self.view.model.login.desktop {
                "login-refused-try"
            } else {
                "login-refused-try-desktop"
            };
            self.dim(id, 1);
        } else {
            self.text("login-refused-other", 1);
        }
    }

    /// Whose chats are behind this, and the way to another's.
    fn whom(&mut self) {
        let view = self.view;
        if !is_choice(view.model) {
            return;
        }
        let name = view.model.directory.my_name().unwrap_or_default();
        let id = match (name.is_empty(), view.model.history.dead) {
            (true, _) => "login-new-account",
            (false, true) => "login-dead",
            (false, false) => "login-as",
        };
        let key = keys::of(view, Action::Accounts);
        let args = [("name", name.into()), ("key", (&*key).into())];
        self.push(view.say_with(id, &args), view.theme().text, 1);
    }

    /// Which client is being played, and against what.
    fn surroundings(&mut self) {
        if self.view.model.login.desktop {
            self.push(
                self.view.say("login-desktop").into_owned(),
                self.view.theme().warning,
                1,
            );
        }
        if let Shelf::Refused(refusal) = &self.view.model.history.shelf {
            let words = fault::refusal(refusal, &self.view.look.words);
            self.push(words, self.view.theme().warning, 1);
        }
        match self.view.model.settings.service {
            Service::Real => {}
            Service::Demo => self.push(
                self.view.say("login-demo").into_owned(),
                self.view.theme().warning,
                1,
            ),
            Service::Other => self.push(
                self.view.say("login-other").into_owned(),
                self.view.theme().warning,
                1,
            ),
        }
    }
}
