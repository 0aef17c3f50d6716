//! Moments as people write them.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Span, ToSpan};

use crate::app::search::days;
use crate::domain::time::Timestamp;

/// Which end of the range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// From the beginning of what was named.
    Since,
    /// To its end: `2026-11-01` with its last second, `2026-11` with its last day; a moment is not in it.
    Until,
}

/// The first or the last second that is meant: `2026-11-01T08:00`, `2026-11-01 08:00:30`, or a day, week, month or year as
/// in a search (`2026-11-01`, `2026-11`, `yesterday`, `last month`, `3d`). In local time; where the clocks were changed at
/// that hour, as the zone resolves it.
pub fn moment(said: &str, side: Side, (today, zone): (Date, &TimeZone)) -> Option<Timestamp> {
    let said = said.trim();
    let first = |at: DateTime| {
        at.to_zoned(zone.clone())
            .ok()
            .map(|at| at.timestamp().as_second())
    };
    let of_hour = hour(said);
    if let Some(at) = of_hour {
        let at = first(at)?;
        return Some(Timestamp(if side == Side::Since { at } else { at - 1 }));
    }
    let day = days::day(said, today)?;
    match side {
        Side::Since => first(day.to_datetime(Time::midnight())).map(Timestamp),
        Side::Until => {
            let next = day.checked_add(length(said)).ok()?;
            let next = first(next.to_datetime(Time::midnight()))?;
            Some(Timestamp(next - 1))
        }
    }
}

/// A day with an hour: to the minute, or to the second.
fn hour(said: &str) -> Option<DateTime> {
    let (date, hour) = said.split_once(['T', 't', ' '])?;
    let date: Date = date.parse().ok()?;
    let hour = hour.trim();
    if !hour.starts_with(|c: char| c.is_ascii_digit()) || !hour.contains(':') {
        return None;
    }
    let hour: Time = hour.parse().ok()?;
    Some(date.to_datetime(hour))
}

/// How long it is what begins with the day that [`days::day`] finds.
fn length(said: &str) -> Span {
    let numbers: Vec<&str> = said
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    let word = |words: &[&str]| words.iter().any(|word| said.to_lowercase().contains(word));
    let ago = numbers.len() == 1 && numbers.iter().all(|number| number.len() < 4);
    match numbers.as_slice() {
        [] if word(&["week", "周"]) => 1.week(),
        [] if word(&["month", "月"]) => 1.month(),
        [] if word(&["year", "年"]) => 1.year(),
        [_] if ago && said.ends_with('月') && !said.contains('个') => 1.month(),
        [_] if !ago => 1.year(),
        [year, _] if year.len() == 4 => 1.month(),
        _ => 1.day(),
    }
}
