//! What must hold after any kill, whenever it came: the file against the service's own account and what was typed.
//!
//! Each rule is a function of the facts that says what is wrong. Nothing here knows about processes or time.

use std::collections::{BTreeMap, BTreeSet};

use super::record::{Delivered, FAILED, KEPT, Kept, QUEUED, Record, SENDING, UNCONFIRMED};

/// Something said by others, in the order in which the service has it.
pub struct Said {
    pub chat: &'static str,
    pub text: String,
}

/// Something typed and sent, each once.
pub struct Typed {
    pub chat: &'static str,
    pub text: String,
    /// In which life of the program.
    pub life: usize,
}

pub struct Facts<'a> {
    pub said: &'a [Said],
    pub typed: &'a [Typed],
    pub delivered: &'a [Delivered],
    /// After the kill before, and after this one.
    pub was: &'a Record,
    pub now: &'a Record,
}

/// After any kill. Nobody has sent anything again by hand.
pub fn after_a_kill(facts: &Facts<'_>) -> Vec<String> {
    let now = facts.now;
    let mut wrong: Vec<String> = now
        .amiss
        .iter()
        .map(|amiss| format!("the file: {amiss}"))
        .collect();
    wrong.extend(received(facts));
    wrong.extend(accepted(facts));
    wrong.extend(sent(facts));
    wrong.extend(in_order(facts));
    wrong.extend(in_place(facts));
    wrong.extend(lasting(facts));
    let mine: BTreeSet<&str> = now.mine().map(|line| line.text.as_str()).collect();
    let twice = now.drafts.iter().filter(|draft| mine.contains(draft.as_str()));
    wrong.extend(twice.map(|draft| format!("sent, and still in the composer: {draft}")));
    wrong
}

/// After a night in which everything came to rest: also nothing is missing, and nothing is under way.
pub fn at_rest(facts: &Facts<'_>) -> Vec<String> {
    let mut wrong = after_a_kill(facts);
    let count = facts.now.received().count();
    if count != facts.said.len() {
        wrong.push(format!("{} were said, {count} are kept", facts.said.len()));
    }
    let restless = facts
        .now
        .mine()
        .filter(|line| matches!(line.state, QUEUED | SENDING));
    wrong.extend(restless.map(|line| format!("still under way: {line:?}")));
    wrong
}

/// Once everything in doubt was sent again: each own line of the history is with the service, once.
pub fn settled(facts: &Facts<'_>) -> Vec<String> {
    let mut wrong: Vec<String> = received(facts);
    let mine: Vec<&str> = facts.now.mine().map(|line| line.text.as_str()).collect();
    let doubtful = facts.now.mine().filter(|line| line.state != KEPT);
    wrong.extend(doubtful.map(|line| format!("not settled: {line:?}")));
    for text in &mine {
        let times = facts.delivered.iter().filter(|one| one.text == **text).count();
        if times != 1 {
            wrong.push(format!("delivered {times} times: {text}"));
        }
    }
    if mine.len() != facts.delivered.len() {
        wrong.push(format!(
            "{} lines, {} delivered",
            mine.len(),
            facts.delivered.len()
        ));
    }
    wrong
}

/// One queue brings everything: what is kept is its beginning, each once and in its order.
fn received(facts: &Facts<'_>) -> Vec<String> {
    let kept: Vec<&str> = facts.now.received().map(|line| line.text.as_str()).collect();
    let said: Vec<&str> = facts.said.iter().map(|said| said.text.as_str()).collect();
    if said.starts_with(&kept) {
        return Vec::new();
    }
    let same = kept.iter().zip(&said).take_while(|(kept, said)| kept == said);
    let at = same.count();
    vec![format!(
        "after {at} in order: kept {:?}, said {:?}",
        &kept[at..kept.len().min(at + 5)],
        &said[at..said.len().min(at + 5)]
    )]
}

/// What was typed is taken in its order: a kill loses the last of a life, never one from among them, and adds none.
fn accepted(facts: &Facts<'_>) -> Vec<String> {
    let kept: Vec<&str> = facts.now.mine().map(|line| line.text.as_str()).collect();
    let known: BTreeSet<&str> = kept.iter().copied().collect();
    let mut expected = Vec::new();
    let mut lives: BTreeMap<usize, Vec<&Typed>> = BTreeMap::new();
    for typed in facts.typed {
        lives.entry(typed.life).or_default().push(typed);
    }
    for life in lives.values() {
        let last = life.iter().rposition(|typed| known.contains(typed.text.as_str()));
        let count = last.map_or(0, |last| last + 1);
        expected.extend(life.iter().take(count).map(|typed| typed.text.as_str()));
    }
    if kept == expected {
        return Vec::new();
    }
    let gap = kept.iter().zip(&expected).position(|(kept, typed)| kept != typed);
    let at = gap.unwrap_or(kept.len().min(expected.len()));
    vec![format!(
        "own lines differ after {at}: kept {:?}, typed {:?}",
        &kept[at..kept.len().min(at + 5)],
        &expected[at..expected.len().min(at + 5)]
    )]
}

/// Delivered once, and written as leaving before; what the history calls sent is with the service under that id.
fn sent(facts: &Facts<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    let lines: BTreeMap<&str, &Kept> = facts.now.mine().map(|line| (line.text.as_str(), line)).collect();
    let chats: BTreeMap<&str, &str> = facts
        .typed
        .iter()
        .map(|typed| (typed.text.as_str(), typed.chat))
        .collect();
    let mut arrived = BTreeMap::new();
    for one in facts.delivered {
        let text = one.text.as_str();
        if arrived.insert(text, one.msg_id).is_some() {
            wrong.push(format!("delivered twice: {text}"));
        }
        if chats.get(text) != Some(&one.chat.as_str()) {
            wrong.push(format!("delivered to {}: {text}", one.chat));
        }
        match lines.get(text) {
            None => wrong.push(format!("delivered, and not in the history: {text}")),
            Some(line) if line.state == QUEUED => {
                wrong.push(format!("delivered, and waiting to be sent: {text}"));
            }
            Some(_) => {}
        }
    }
    for line in facts.now.mine().filter(|line| line.state == KEPT) {
        if arrived.get(line.text.as_str()).copied() != line.msg_id {
            wrong.push(format!("called sent, and not with the service: {line:?}"));
        }
    }
    wrong
}

/// In each chat the service has own messages in the order of the history.
fn in_order(facts: &Facts<'_>) -> Vec<String> {
    let places: BTreeMap<&str, i64> = facts
        .now
        .mine()
        .map(|line| (line.text.as_str(), line.seq))
        .collect();
    let mut last: BTreeMap<&str, i64> = BTreeMap::new();
    let mut wrong = Vec::new();
    for one in facts.delivered {
        let Some(&place) = places.get(one.text.as_str()) else {
            continue;
        };
        let before = last.insert(&one.chat, place);
        if before.is_some_and(|before| before > place) {
            wrong.push(format!("overtaken on its way: {}", one.text));
        }
    }
    wrong
}

/// Each name has one chat, and in it what is shown above is what came before: among what was received, and among what was
/// typed. Between the two the clocks of both sides decide.
fn in_place(facts: &Facts<'_>) -> Vec<String> {
    let said = facts.said.iter().map(|said| (said.text.as_str(), said.chat));
    let typed = facts.typed.iter().map(|typed| (typed.text.as_str(), typed.chat));
    let names: BTreeMap<&str, &str> = said.chain(typed).collect();
    let mut chats: BTreeMap<&str, i64> = BTreeMap::new();
    let mut last: BTreeMap<(i64, bool), (i64, i64)> = BTreeMap::new();
    let mut wrong = Vec::new();
    for line in &facts.now.lines {
        let Some(name) = names.get(line.text.as_str()) else {
            wrong.push(format!("nobody said this: {line:?}"));
            continue;
        };
        if *chats.entry(name).or_insert(line.chat) != line.chat {
            wrong.push(format!("in a chat of its own: {line:?}"));
        }
        let place = (line.at, line.seq);
        if last
            .insert((line.chat, line.mine), place)
            .is_some_and(|last| last > place)
        {
            wrong.push(format!("above what came before: {line:?}"));
        }
    }
    wrong
}

/// What was on disk after the last kill still is, and no state goes back.
fn lasting(facts: &Facts<'_>) -> Vec<String> {
    let now: BTreeMap<i64, &Kept> = facts.now.lines.iter().map(|line| (line.seq, line)).collect();
    let holds = |was: &Kept, now: &Kept| {
        let same = (was.chat, was.at, was.mine, &was.text) == (now.chat, now.at, now.mine, &now.text);
        let state = match was.state {
            KEPT => now.state == KEPT && now.msg_id == was.msg_id,
            // Whoever started it again did not answer the question.
            SENDING | UNCONFIRMED => matches!(now.state, SENDING | UNCONFIRMED),
            FAILED => now.state == FAILED,
            _ => true,
        };
        same && state
    };
    let lost = facts
        .was
        .lines
        .iter()
        .filter(|was| now.get(&was.seq).is_none_or(|now| !holds(was, now)));
    lost.map(|was| format!("was {was:?}, is {:?}", now.get(&was.seq)))
        .collect()
}
