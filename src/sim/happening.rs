//! What can be done to the world from a script or from outside: one vocabulary for both (`assets/demo/*.toml`, `/_sim/`).

use serde::Deserialize;

use super::saying::Saying;
use super::world::World;
use super::world::cast::Unknown;
use super::world::fault::FaultRule;
use super::world::quirk::Quirks;
use super::world::setup::{Account, Group, Person};
use crate::domain::time::Now;

/// Something that happens. In TOML and JSON: `do = "say"`, and the fields beside it.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum Happening {
    Scan,
    Confirm,
    /// 202, or with `quiet` no word of it.
    Cancel {
        #[serde(default)]
        quiet: bool,
    },
    Expire,
    /// Text in short, or `what` for any kind. In one's own chat with `from` unless `chat` names another.
    Say {
        from: String,
        #[serde(default)]
        chat: Option<String>,
        #[serde(default)]
        text: Option<String>,
        #[serde(default)]
        what: Option<Saying>,
        /// Said so many seconds before it is delivered.
        #[serde(default)]
        ago: i64,
    },
    /// Oneself, on the phone.
    Phone {
        chat: String,
        text: String,
    },
    /// `n` texts at once, numbered.
    Burst {
        from: String,
        #[serde(default)]
        chat: Option<String>,
        n: u32,
        #[serde(default)]
        text: String,
    },
    Raw {
        json: String,
    },
    /// A contact record as it is: in a sync, or with `book` in webwxinit and webwxgetcontact.
    RawContact {
        json: String,
        #[serde(default)]
        book: bool,
    },
    /// The phone starts a group.
    Gather {
        key: String,
        nick: String,
        members: Vec<String>,
    },
    /// The last words of `from` in `chat` are taken back.
    Recall {
        from: String,
        #[serde(default)]
        chat: Option<String>,
    },
    Open {
        chat: String,
    },
    Leave {
        chat: String,
    },
    Rename {
        who: String,
        name: String,
        #[serde(default)]
        by: Option<String>,
    },
    Remark {
        who: String,
        name: String,
    },
    Mark {
        who: String,
        #[serde(default)]
        pinned: Option<bool>,
        #[serde(default)]
        muted: Option<bool>,
        #[serde(default)]
        starred: Option<bool>,
    },
    Befriend {
        key: String,
        nick: String,
    },
    Delete {
        who: String,
    },
    Join {
        group: String,
        who: String,
        by: String,
    },
    Part {
        group: String,
        who: String,
    },
    RemoveMe {
        group: String,
        by: String,
    },
    Kick {
        code: i32,
    },
    PhoneOffline {
        offline: bool,
    },
    SlowDown {
        n: u32,
        /// Any that checks where there is none.
        #[serde(default)]
        endpoint: Option<String>,
    },
    Storm {
        n: u32,
    },
    Selector {
        selector: u32,
    },
    RotateSkey,
    Repeat {
        n: usize,
    },
    /// Another browser logs in.
    SecondLogin,
    Account {
        account: Account,
    },
    /// All of them at once: what is left out is as usual.
    Quirks(Quirks),
    Fault(FaultRule),
    Heal,
}

/// Why a happening could not happen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Amiss {
    #[error(transparent)]
    Unknown(#[from] Unknown),
    #[error("there is no login code in the right state")]
    NoCode,
    #[error("nothing was said there that could be taken back")]
    NothingSaid,
    #[error("say what? give `text` or `what`")]
    Wordless,
}

impl Happening {
    /// Makes it happen.
    pub fn perform(&self, world: &mut World, now: Now) -> Result<(), Amiss> {
        match self {
            Self::Scan => code(world.scan(now)),
            Self::Confirm => code(world.confirm(now)),
            Self::Cancel { quiet: false } => code(world.cancel(now)),
            Self::Cancel { quiet: true } => code(world.cancel_quietly(now)),
            Self::Expire => code(world.expire(now)),
            Self::Say {
                from,
                chat,
                text,
                what,
                ago,
            } => {
                let text = text.clone().map(Saying::Text);
                let saying = what.clone().or(text).ok_or(Amiss::Wordless)?;
                let chat = chat.as_deref().unwrap_or(from);
                world.say_ago(now, *ago, (from, chat), saying)?;
                Ok(())
            }
            Self::Phone { chat, text } => Ok(world.from_phone(now, chat, Saying::text(text)).map(drop)?),
            Self::Burst { from, chat, n, text } => {
                burst(world, now, (from, chat.as_deref().unwrap_or(from)), *n, text)
            }
            Self::Recall { from, chat } => {
                let said = world.last_said(from, chat.as_deref().unwrap_or(from));
                said.filter(|&id| world.recall(now, id))
                    .map(|_| ())
                    .ok_or(Amiss::NothingSaid)
            }
            Self::Open { chat } => Ok(world.open_on_phone(now, chat)?),
            Self::Leave { chat } => Ok(world.leave_on_phone(now, chat)?),
            Self::Fault(_)
            | Self::SecondLogin
            | Self::Account { .. }
            | Self::Quirks(_)
            | Self::RawContact { .. }
            | Self::Heal
            | Self::PhoneOffline { .. }
            | Self::SlowDown { .. }
            | Self::Storm { .. }
            | Self::Selector { .. }
            | Self::RotateSkey
            | Self::Kick { .. }
            | Self::Raw { .. }
            | Self::Repeat { .. } => {
                self.mood(world, now);
                Ok(())
            }
            Self::Rename { .. }
            | Self::Remark { .. }
            | Self::Mark { .. }
            | Self::Befriend { .. }
            | Self::Gather { .. }
            | Self::Delete { .. }
            | Self::Join { .. }
            | Self::Part { .. }
            | Self::RemoveMe { .. } => Ok(self.people(world, now)?),
        }
    }

    /// The service's own doings.
    fn mood(&self, world: &mut World, now: Now) {
        if let Self::Fault(rule) = self {
            world.inject(rule.clone());
        } else if let Self::PhoneOffline { offline } = self {
            world.phone_offline(*offline);
        } else if let Self::SlowDown { n, endpoint: None } = self {
            world.slow_down(*n);
        } else if let Self::SlowDown {
            n,
            endpoint: Some(endpoint),
        } = self
        {
            world.slow_down_at(endpoint, *n);
        } else if let Self::Account { account } = self {
            world.set_account(account.clone());
        } else if let Self::Quirks(quirks) = self {
            world.behave(quirks.clone());
        } else if let Self::RawContact { json, book: false } = self {
            world.change_raw(json);
        } else if let Self::RawContact { json, book: true } = self {
            world.add_raw_record(json);
        } else if let Self::Storm { n } = self {
            world.empty_storm(*n);
        } else if let Self::Selector { selector } = self {
            world.odd_selector(*selector);
        } else if let Self::Repeat { n } = self {
            world.repeat(*n);
        } else if let Self::Kick { code } = self {
            world.kick(*code);
        } else if let Self::Raw { json } = self {
            world.deliver_raw(json);
        } else if matches!(self, Self::RotateSkey) {
            world.rotate_skey();
        } else if matches!(self, Self::SecondLogin) {
            world.log_in_elsewhere(now);
        } else {
            world.heal();
        }
    }

    /// Who is who.
    fn people(&self, world: &mut World, now: Now) -> Result<(), Unknown> {
        if let Self::Rename { who, name, by } = self {
            world.rename(now, who, name, by.as_deref())?;
        } else if let Self::Remark { who, name } = self {
            world.change(who, |person| person.remark.clone_from(name))?;
        } else if let Self::Mark {
            who,
            pinned,
            muted,
            starred,
        } = self
        {
            world.change(who, |person| {
                person.pinned = pinned.unwrap_or(person.pinned);
                person.muted = muted.unwrap_or(person.muted);
                person.starred = starred.unwrap_or(person.starred);
            })?;
        } else if let Self::Befriend { key, nick } = self {
            world.add_contact(now, Person::new(key, nick));
        } else if let Self::Gather { key, nick, members } = self {
            let members: Vec<&str> = members.iter().map(String::as_str).collect();
            world.add_group(&Group::new(key, nick, &members));
        } else if let Self::Delete { who } = self {
            world.delete_contact(who)?;
        } else if let Self::Join { group, who, by } = self {
            world.member_in(now, group, who, by)?;
        } else if let Self::Part { group, who } = self {
            world.member_out(group, who)?;
        } else if let Self::RemoveMe { group, by } = self {
            world.remove_me(now, group, by)?;
        }
        Ok(())
    }
}

fn code(done: bool) -> Result<(), Amiss> {
    if done { Ok(()) } else { Err(Amiss::NoCode) }
}

fn burst(world: &mut World, now: Now, (from, chat): (&str, &str), n: u32, text: &str) -> Result<(), Amiss> {
    for i in 1..=n {
        world.say(now, from, chat, Saying::Text(format!("{text}{i}")))?;
    }
    Ok(())
}
