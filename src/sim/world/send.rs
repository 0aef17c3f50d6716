//! What the client says: text and everything else with a `Msg` (`protocol.md §7.1`–§7.3), told apart by `Type`.

use std::sync::Arc;
use std::time::Duration;

use super::breach::{BreachKind, Delivered};
use super::cast::{Id, Kind, ME};
use super::{Post, Reply, World};
use crate::domain::time::Now;
use crate::sim::asked::{Asked, scalar};
use crate::sim::encode::Object;
use crate::sim::saying::Saying;

/// `protocol.md §7.1`.
const MAX_TEXT: usize = 16 * 1024;
/// `protocol.md §7.6`.
const RECALL_WITHIN: Duration = Duration::from_mins(2);
const RECALL_WORDS: &str = "你可以撤回2分钟内发送的消息（部分旧版本微信不支持这个功能）。";

impl World {
    pub(super) fn send(&mut self, now: Now, asked: &Asked<'_>) -> Reply {
        let outcome = self.admit(asked).and_then(|at| self.deliver(now, asked, at));
        Reply::ok(
            match outcome {
                Ok((msg_id, local_id)) => Object::answer(0)
                    .str("MsgID", &msg_id.to_string())
                    .str("LocalID", &local_id),
                Err(ret) => Object::answer(ret).str("MsgID", "").str("LocalID", ""),
            }
            .end(),
        )
    }

    fn deliver(&mut self, now: Now, asked: &Asked<'_>, at: usize) -> Result<(u64, String), i32> {
        let client_msg_id = scalar(asked.json.pointer("/Msg/ClientMsgId"));
        let local_id = scalar(asked.json.pointer("/Msg/LocalID"));
        if let Some(known) = self
            .sent
            .get(&client_msg_id)
            .filter(|_| !client_msg_id.is_empty())
            && let Some(delivered) = self.delivered.get_mut(*known)
        {
            delivered.asked += 1;
            return Ok((delivered.msg_id, local_id));
        }
        let (Some(session), Some(to)) = (self.sessions.get(at), asked.json.pointer("/Msg/ToUserName")) else {
            return Err(1);
        };
        if asked.text("/Msg/FromUserName") != session.names.of(ME) {
            self.breach(asked, BreachKind::WrongSender);
        }
        self.labels_fit(asked, &client_msg_id, &local_id);
        let chat = self.target(asked, at, &scalar(Some(to)))?;
        let text = asked.text("/Msg/Content").to_owned();
        if text.len() > MAX_TEXT {
            self.breach(asked, BreachKind::TextTooLong);
            return Err(1);
        }
        if asked.escaped {
            self.breach(asked, BreachKind::EscapedText);
        }
        let msg_type = asked.number("/Msg/Type").unwrap_or(0);
        let msg_id = self.new_msg_id();
        let parcel = self.parcel(asked, msg_type, &text)?;
        self.cast.touch(chat);
        if let Some(bytes) = &parcel.media {
            self.carried.insert(msg_id, Arc::clone(bytes));
        }
        // Kept for the next login to see; in this one own words are not echoed (`protocol.md §7.1`).
        self.log.push(Post {
            id: msg_id,
            chat,
            from: ME,
            at: now.wall().0,
            saying: parcel.saying,
        });
        self.sent.insert(client_msg_id.clone(), self.delivered.len());
        self.delivered.push(Delivered {
            chat: self.cast.get(chat).person.key.clone(),
            msg_type,
            text,
            md5: asked.text("/Msg/EMoticonMd5").to_owned(),
            media: parcel.media,
            client_msg_id,
            msg_id,
            asked: 1,
            at: now.mono,
            recalled: false,
        });
        if let Some(words) = self.cast.get(chat).person.rejects.clone() {
            self.notice(now, chat, words);
        }
        Ok((msg_id, local_id))
    }

    fn labels_fit(&mut self, asked: &Asked<'_>, client_msg_id: &str, local_id: &str) {
        if !is_client_msg_id(client_msg_id) || local_id != client_msg_id {
            self.breach(asked, BreachKind::OddClientMsgId);
        }
        if asked.number("/Scene").is_none() {
            self.breach(asked, BreachKind::WrongScene);
        }
    }

    /// Whom the client may write to. The error is the `Ret` (`protocol.md §9.1`).
    fn target(&mut self, asked: &Asked<'_>, at: usize, name: &str) -> Result<Id, i32> {
        let Some(id) = self.sessions.get(at).and_then(|s| s.names.id(name)) else {
            self.breach(asked, BreachKind::UnknownName);
            return Err(1204);
        };
        let contact = self.cast.get(id);
        if contact.gone {
            return Err(1201);
        }
        if let Some(ret) = contact.person.refuses {
            return Err(ret);
        }
        let welcome = match contact.kind {
            Kind::Special => contact.person.key != "fmessage",
            Kind::Group => contact.me_in,
            Kind::Person | Kind::Public => contact.in_book,
            Kind::Me => false,
        };
        if welcome { Ok(id) } else { Err(1204) }
    }

    /// Own words of the last two minutes, and of nobody else (`protocol.md §7.6`).
    pub(super) fn revoke(&mut self, now: Now, asked: &Asked<'_>) -> Reply {
        let (ret, words) = match self.admit(asked).and_then(|at| self.take_back(now, asked, at)) {
            Ok(()) => (0, ""),
            // Over, or nobody's: the service says what would be possible.
            Err(1) => (1, RECALL_WORDS),
            Err(ret) => (ret, ""),
        };
        Reply::ok(
            Object::answer_with(ret, words)
                .str("Introduction", RECALL_WORDS)
                .str("SysWording", "")
                .end(),
        )
    }

    fn take_back(&mut self, now: Now, asked: &Asked<'_>, at: usize) -> Result<(), i32> {
        if !is_client_msg_id(asked.text("/ClientMsgId")) {
            self.breach(asked, BreachKind::OddClientMsgId);
        }
        let to = asked.text("/ToUserName").to_owned();
        let chat = self.target(asked, at, &to)?;
        let id = u64::try_from(asked.number("/SvrMsgId").unwrap_or(0)).unwrap_or(0);
        let since = now.wall().0.saturating_sub_unsigned(RECALL_WITHIN.as_secs());
        let own = |post: &&Post| post.id == id && post.from == ME && post.chat == chat && post.at >= since;
        if !self.log.iter().any(|post| own(&post)) {
            return Err(1);
        }
        if let Some(delivered) = self.delivered.iter_mut().find(|known| known.msg_id == id) {
            delivered.recalled = true;
        }
        // For everybody's other clients, and for the next login of this account; this client knows.
        let revoke = Post {
            id: self.new_msg_id(),
            chat,
            from: ME,
            at: now.wall().0,
            saying: Saying::Revoke {
                target: id,
                notice: "你撤回了一条消息".to_owned(),
            },
        };
        self.log.push(revoke);
        Ok(())
    }
}

/// Seventeen digits (`protocol.md §7.1`).
fn is_client_msg_id(text: &str) -> bool {
    text.len() == 17 && text.bytes().all(|digit| digit.is_ascii_digit())
}
