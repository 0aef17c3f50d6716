//! Finding lines: the newest that have all that is asked for.
//!
//! Owns the choice of the way. A few thousand lines at most (a small chat, the few files there are) are looked at one by
//! one; else the index tells, newest first, which lines may have the words; without words the lines themselves are walked.
//! In every case a line's own text has the last word: the index skips punctuation. Never: what the words mean.

use std::fmt::Write;

use rusqlite::types::ToSql;
use rusqlite::{Connection, Row};

use super::line::{COLUMNS, restored, speaker};
use super::{body, tokens};
use crate::domain::text::Sought;
use crate::port::store::{Found, From, Has, LineRecord, Search};

/// So many lines are looked at one by one: about 10 ms.
const FEW: usize = 4000;

/// The newest lines that have all that is asked for, by their numbers.
pub fn found(conn: &Connection, search: &Search) -> rusqlite::Result<Found> {
    let mut page = Page {
        search,
        sought: Sought::new(&search.words),
        found: Found {
            number: search.number,
            hits: Vec::new(),
            more: false,
        },
    };
    if page.is_void() {
        return Ok(page.found);
    }
    match (few(conn, search)?, tokens::expression(&page.sought)) {
        (Some(lines), _) => page.look_at(conn, &lines)?,
        (None, Some(expression)) => page.look_up(conn, &expression)?,
        (None, None) => page.walk(conn)?,
    }
    Ok(page.found)
}

/// A page being filled.
struct Page<'a> {
    search: &'a Search,
    sought: Sought,
    found: Found,
}

impl Page<'_> {
    /// No line can be such: pictures and sounds have no words.
    fn is_void(&self) -> bool {
        let has = &self.search.has;
        let wordless = !has.is_empty() && !has.iter().any(|has| has.has_words());
        self.search.count == 0 || (wordless && !self.sought.is_empty())
    }

    /// Looks at one line; whether to go on.
    fn take(&mut self, row: &Row<'_>) -> rusqlite::Result<bool> {
        if !self.sought.is_in(row.get_ref("text")?.as_str()?) {
            return Ok(true);
        }
        let line = restored(row)?;
        if !self.has(&line) {
            return Ok(true);
        }
        if self.found.hits.len() == usize::from(self.search.count) {
            self.found.more = true;
            return Ok(false);
        }
        self.found.hits.push(LineRecord { raw: None, ..line });
        Ok(true)
    }

    fn has(&self, line: &LineRecord) -> bool {
        let has = &self.search.has;
        has.is_empty() || has.iter().any(|has| has.is_in(&line.body))
    }

    fn look_at(&mut self, conn: &Connection, lines: &[i64]) -> rusqlite::Result<()> {
        let sql = format!(
            "SELECT {COLUMNS} FROM line WHERE seq = ?1{}",
            filters(self.search)
        );
        let mut read = conn.prepare(&sql)?;
        for seq in lines {
            let mut rows = read.query([seq])?;
            if let Some(row) = rows.next()?
                && !self.take(row)?
            {
                break;
            }
        }
        Ok(())
    }

    fn look_up(&mut self, conn: &Connection, expression: &str) -> rusqlite::Result<()> {
        let sql = format!(
            "SELECT {COLUMNS} FROM said CROSS JOIN line ON line.seq = said.rowid \
             WHERE said MATCH ?1 AND said.rowid < ?2{} ORDER BY said.rowid DESC",
            filters(self.search)
        );
        self.take_all(conn, &sql, &[&expression, &before(self.search)])
    }

    fn walk(&mut self, conn: &Connection) -> rusqlite::Result<()> {
        let sql = format!(
            "SELECT {COLUMNS} FROM line WHERE line.seq < ?1{} ORDER BY line.seq DESC",
            filters(self.search)
        );
        self.take_all(conn, &sql, &[&before(self.search)])
    }

    fn take_all(&mut self, conn: &Connection, sql: &str, params: &[&dyn ToSql]) -> rusqlite::Result<()> {
        let mut read = conn.prepare(sql)?;
        let mut rows = read.query(params)?;
        while let Some(row) = rows.next()? {
            if !self.take(row)? {
                break;
            }
        }
        Ok(())
    }
}

fn before(search: &Search) -> i64 {
    search.before.map_or(i64::MAX, |seq| seq.0)
}

/// The numbers of all lines that can be hits, newest first, where an index tells that they are few.
fn few(conn: &Connection, search: &Search) -> rusqlite::Result<Option<Vec<i64>>> {
    if let Some(id) = search.id {
        return at_most_few(conn, search, &format!("msg_id = {}", id.0.cast_signed()));
    }
    if !search.within.is_empty() {
        let chats = list(search.within.iter().map(|chat| i64::from(chat.0)));
        let mut indexed = format!("chat IN ({chats})");
        times(search, "at", &mut indexed);
        if let Some(lines) = at_most_few(conn, search, &indexed)? {
            return Ok(Some(lines));
        }
    }
    let people: Option<Vec<i64>> = search.from.iter().map(|from| person(*from)).collect();
    if let Some(people) = people.filter(|people| !people.is_empty()) {
        let people = list(people.into_iter());
        let indexed = format!("speaker >= 0 AND speaker IN ({people})");
        if let Some(lines) = at_most_few(conn, search, &indexed)? {
            return Ok(Some(lines));
        }
    }
    // A link may be in a text, too.
    if search.has.is_empty() || search.has.contains(&Has::Link) {
        return Ok(None);
    }
    let kinds = list(kinds(&search.has));
    at_most_few(conn, search, &format!("kind <> 0 AND kind IN ({kinds})"))
}

/// One's own lines are too many to be few: there is no index of them.
fn person(from: From) -> Option<i64> {
    match from {
        From::Peer(peer) => Some(i64::from(peer.0)),
        From::Me | From::Service => None,
    }
}

fn at_most_few(conn: &Connection, search: &Search, indexed: &str) -> rusqlite::Result<Option<Vec<i64>>> {
    let sql = format!(
        "SELECT seq FROM line WHERE {indexed} AND seq < ?1 LIMIT {}",
        FEW + 1
    );
    let mut read = conn.prepare(&sql)?;
    let lines = read.query_map([before(search)], |row| row.get(0))?;
    let mut lines = lines.collect::<rusqlite::Result<Vec<i64>>>()?;
    lines.sort_unstable_by(|one, other| other.cmp(one));
    Ok((lines.len() <= FEW).then_some(lines))
}

/// What the columns of a line tell. The `+` keeps the planner from another index than the one meant, and from sorting.
fn filters(search: &Search) -> String {
    let mut sql = String::new();
    if !search.within.is_empty() {
        let chats = list(search.within.iter().map(|chat| i64::from(chat.0)));
        let _ = write!(sql, " AND +line.chat IN ({chats})");
    }
    if !search.from.is_empty() {
        let speakers = list(search.from.iter().map(|from| speaker(*from)));
        let _ = write!(sql, " AND +line.speaker IN ({speakers})");
    }
    if !search.has.is_empty() {
        let mut kinds: Vec<i64> = kinds(&search.has).collect();
        if search.has.contains(&Has::Link) {
            kinds.extend(body::WRITTEN);
        }
        let _ = write!(sql, " AND +line.kind IN ({})", list(kinds.into_iter()));
    }
    times(search, "line.at", &mut sql);
    sql
}

fn times(search: &Search, column: &str, sql: &mut String) {
    if let Some(since) = search.since {
        let _ = write!(sql, " AND +{column} >= {}", since.0);
    }
    if let Some(until) = search.until {
        let _ = write!(sql, " AND +{column} < {}", until.0);
    }
}

fn list(numbers: impl Iterator<Item = i64>) -> String {
    let numbers: Vec<String> = numbers.map(|number| number.to_string()).collect();
    numbers.join(", ")
}

/// The numbers under which such content is kept.
fn kinds(has: &[Has]) -> impl Iterator<Item = i64> {
    has.iter().flat_map(|has| body::numbers(*has)).copied()
}
