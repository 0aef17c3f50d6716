//! One text for all that a later run needs: the session's part and the jar's (`protocol.md §9.4`).
//!
//! Owns the text's outer form and its version, and when a keepsake is worth telling. Whoever moves bytes between a
//! session and a service lets its news pass through [`seal`] and its commands through [`open()`]. Never: what a part means.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::jar::{Cookie, Jar};
use crate::domain::secret::Secret;
use crate::port::{Ending, Keepsake, NetCommand, NetEvent, News};

/// Raised when the text changes in a way that another version would misread. Another version's text is none.
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Text<'a> {
    version: u32,
    #[serde(borrow)]
    session: &'a RawValue,
    cookies: Cow<'a, [Cookie]>,
}

/// What makes one keepsake differ from another in a way that matters.
#[derive(PartialEq, Eq)]
pub(super) struct Told {
    session: Keepsake,
    cookies: Vec<Cookie>,
}

/// An event of the session on its way out: its keepsake is made whole with the cookies. `None` for one that says
/// nothing new: cookies are set again and again with another second of their end. After a logout the jar is empty, and
/// when another account's turn has come.
pub fn seal(event: NetEvent, jar: &mut Jar) -> Option<NetEvent> {
    let NetEvent { epoch, news } = event;
    let news = match news {
        News::Synced(mut batch) => {
            batch.keepsake = batch.keepsake.and_then(|session| {
                let cookies = jar.cookies();
                let whole = write(&session, &cookies);
                jar.told = Some(Told::of(session, cookies));
                whole
            });
            News::Synced(batch)
        }
        News::Keepsake(session) => {
            let cookies = jar.cookies();
            let whole = write(&session, &cookies)?;
            let told = Some(Told::of(session, cookies));
            if jar.told == told {
                return None;
            }
            jar.told = told;
            News::Keepsake(whole)
        }
        news @ (News::Ended(Ending::LoggedOut) | News::Left) => {
            jar.forget();
            news
        }
        news @ (News::Login(_)
        | News::Welcome(_)
        | News::Resumed { .. }
        | News::InvitedFrom(_)
        | News::Contacts(_)
        | News::BookProgress { .. }
        | News::Sending(_)
        | News::Sent { .. }
        | News::NotSent { .. }
        | News::Uploaded(_)
        | News::Uploading { .. }
        | News::Download { .. }
        | News::Gathered { .. }
        | News::Done(_)
        | News::NotDone { .. }
        | News::Link(_)
        | News::Ended(Ending::ByService { .. } | Ending::Environment)) => news,
    };
    Some(NetEvent { epoch, news })
}

/// A command on its way to the session: of a keepsake the cookies go into the jar, the session's part goes on. One that
/// cannot be read is as good as none.
pub fn open(command: NetCommand, jar: &mut Jar) -> NetCommand {
    let NetCommand::Resume(keepsake) = command else {
        return command;
    };
    match serde_json::from_str::<Text<'_>>(keepsake.0.expose()) {
        Ok(text) if text.version == VERSION => {
            jar.replace(&text.cookies);
            NetCommand::Resume(Keepsake(Secret::new(text.session.get())))
        }
        Ok(_) | Err(_) => NetCommand::Login,
    }
}

fn write(session: &Keepsake, cookies: &[Cookie]) -> Option<Keepsake> {
    let text = Text {
        version: VERSION,
        session: serde_json::from_str(session.0.expose()).ok()?,
        cookies: cookies.into(),
    };
    serde_json::to_string(&text)
        .ok()
        .map(|text| Keepsake(Secret::new(text)))
}

impl Told {
    fn of(session: Keepsake, cookies: Vec<Cookie>) -> Self {
        let cookies = cookies.into_iter().map(Cookie::by_the_hour).collect();
        Self { session, cookies }
    }
}
