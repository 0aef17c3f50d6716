//! Moments and spans in words.
//!
//! Owns how a time is said where: on the hour, in the list, above a day. Never: what time it is.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use super::{Look, View};
use crate::domain::time::Timestamp;
use crate::words::Words;
use std::time::Duration;

/// `None` for what no calendar has (a server may send any number).
pub fn civil(at: Timestamp, zone: &TimeZone) -> Option<DateTime> {
    let at = jiff::Timestamp::from_second(at.0).ok()?;
    Some(zone.to_datetime(at))
}

/// `09:05`.
pub fn hour(at: DateTime) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// To the second, with the zone: `2026-11-22 20:15:00 +08:00`.
pub fn exact(at: Timestamp, zone: &TimeZone) -> String {
    let Ok(moment) = jiff::Timestamp::from_second(at.0) else {
        return at.0.to_string();
    };
    let local = zone.to_datetime(moment);
    let offset = zone.to_offset(moment).seconds();
    let (sign, minutes) = (if offset < 0 { '-' } else { '+' }, offset.unsigned_abs() / 60);
    format!(
        "{:04}-{:02}-{:02} {}:{:02} {sign}{:02}:{:02}",
        local.year(),
        local.month(),
        local.day(),
        hour(local),
        local.second(),
        minutes / 60,
        minutes % 60
    )
}

/// How the list says when: the hour today, then yesterday, the weekday, the date. At most ten columns.
pub fn brief(at: DateTime, today: Date, look: &Look) -> String {
    let date = at.date();
    if date == today {
        return hour(at);
    }
    match days_ago(date, today) {
        Some(1) => look.words.say("day-yesterday-short").into_owned(),
        Some(2..=6) => look.words.say(weekday(date).0).into_owned(),
        _ if date.year() == today.year() => format!("{:02}-{:02}", date.month(), date.day()),
        _ => format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day()),
    }
}

/// The same for a moment as it is told; `None` for what no calendar has.
pub fn in_list(at: Timestamp, view: View<'_>) -> Option<String> {
    let zone = &view.model.settings.zone;
    let at = civil(at, zone)?;
    let today = civil(view.model.now.wall(), zone).unwrap_or(at).date();
    Some(brief(at, today, view.look))
}

/// The line where a day begins.
pub fn day(date: Date, today: Date, look: &Look) -> String {
    match days_ago(date, today) {
        Some(0) => dated("day-today", date, &look.words),
        Some(1) => dated("day-yesterday", date, &look.words),
        _ if date.year() == today.year() => dated("day-date", date, &look.words),
        _ => full_day(date, &look.words),
    }
}

/// A day in full, whatever today is.
pub fn full_day(date: Date, words: &Words) -> String {
    dated("day-date-year", date, words)
}

fn dated(id: &str, date: Date, words: &Words) -> String {
    let weekday = words.say(weekday(date).1);
    let month = words.say(month(date));
    let args = [
        ("weekday", (&*weekday).into()),
        ("month", (&*month).into()),
        ("day", i64::from(date.day()).into()),
        ("year", i64::from(date.year()).into()),
    ];
    words.say_with(id, &args)
}

/// `3:07` left, or `7 s` in the last minute; rounded up, so that it never says zero while there is time.
pub fn countdown(until: Duration, now: Duration, look: &Look) -> String {
    let left = until.saturating_sub(now);
    let seconds = left.as_secs() + u64::from(left.subsec_nanos() > 0);
    if seconds < 60 {
        return look.words.say_with("seconds", &[("count", seconds.into())]);
    }
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

fn days_ago(date: Date, today: Date) -> Option<i32> {
    date.until(today).ok().map(|span| span.get_days())
}

/// Ids of the short and the full name.
fn weekday(date: Date) -> (&'static str, &'static str) {
    match date.weekday() {
        jiff::civil::Weekday::Monday => ("weekday-mon", "weekday-monday"),
        jiff::civil::Weekday::Tuesday => ("weekday-tue", "weekday-tuesday"),
        jiff::civil::Weekday::Wednesday => ("weekday-wed", "weekday-wednesday"),
        jiff::civil::Weekday::Thursday => ("weekday-thu", "weekday-thursday"),
        jiff::civil::Weekday::Friday => ("weekday-fri", "weekday-friday"),
        jiff::civil::Weekday::Saturday => ("weekday-sat", "weekday-saturday"),
        jiff::civil::Weekday::Sunday => ("weekday-sun", "weekday-sunday"),
    }
}

fn month(date: Date) -> &'static str {
    match date.month() {
        1 => "month-january",
        2 => "month-february",
        3 => "month-march",
        4 => "month-april",
        5 => "month-may",
        6 => "month-june",
        7 => "month-july",
        8 => "month-august",
        9 => "month-september",
        10 => "month-october",
        11 => "month-november",
        _ => "month-december",
    }
}
