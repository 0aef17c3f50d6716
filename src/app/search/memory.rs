//! Search without a store: over the lines in memory, with the same question and the same answer.
//!
//! Owns what a hit is where no index helps; the store must find the same. Never: where the lines come from.

use crate::app::conversation::Line;
use crate::domain::id::PeerId;
use crate::domain::text::Sought;
use crate::port::store::{Found, Search, State};

/// The newest lines that have all that is asked for, by their numbers.
pub fn found<'a>(lines: impl Iterator<Item = (PeerId, &'a Line)>, search: &Search) -> Found {
    let mut fitting: Vec<_> = lines.filter(|(chat, line)| fits(*chat, line, search)).collect();
    fitting.sort_unstable_by_key(|(_, line)| std::cmp::Reverse(line.seq));
    let sought = Sought::new(&search.words);
    let mut hits = fitting
        .into_iter()
        .filter(|(_, line)| sought.is_in(&line.body.said()));
    let count = usize::from(search.count);
    let page = hits.by_ref().take(count).map(|(_, line)| line.record()).collect();
    Found {
        number: search.number,
        hits: page,
        more: count > 0 && hits.next().is_some(),
    }
}

/// All but the words.
fn fits(chat: PeerId, line: &Line, search: &Search) -> bool {
    let Search {
        number: _,
        words: _,
        from,
        within,
        since,
        until,
        has,
        id,
        before,
        count: _,
    } = search;
    (from.is_empty() || from.contains(&line.from))
        && (within.is_empty() || within.contains(&chat))
        && since.is_none_or(|since| line.at >= since)
        && until.is_none_or(|until| line.at < until)
        && id.is_none_or(|id| line.state == State::Kept(Some(id)))
        && before.is_none_or(|before| line.seq < before)
        && (has.is_empty() || has.iter().any(|has| has.is_in(&line.body)))
}
