//! Days as people write them.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::domain::text::fold;

/// The day that is meant, or the first of the week, month or year.
///
/// `2026-11-01` (also with `/`, `.` or 年月日), `2026-11`, `2026`, `11-01` (the last one), `11月`; `today`, `yesterday`,
/// 今天, 昨天, 前天; `last week`, `this month` and the like, 上周, 本月, 去年; `3d`, `2w`, `6m`, `1y` and 3天, 2周, 6个月, 1年: so
/// long ago.
pub fn day(said: &str, today: Date) -> Option<Date> {
    let said = fold(said);
    named(&said, today)
        .or_else(|| ago(&said, today))
        .or_else(|| written(&said, today))
}

fn named(said: &str, today: Date) -> Option<Date> {
    let monday = today
        .checked_sub(i64::from(today.weekday().to_monday_zero_offset()).days())
        .ok()?;
    let (first, new_year) = (today.first_of_month(), today.first_of_year());
    match said {
        "today" | "今天" => Some(today),
        "yesterday" | "昨天" => today.yesterday().ok(),
        "前天" => today.checked_sub(2.days()).ok(),
        "thisweek" | "本周" | "这周" => Some(monday),
        "lastweek" | "上周" => monday.checked_sub(1.week()).ok(),
        "thismonth" | "本月" | "这个月" => Some(first),
        "lastmonth" | "上月" | "上个月" => first.checked_sub(1.month()).ok(),
        "thisyear" | "今年" => Some(new_year),
        "lastyear" | "去年" => new_year.checked_sub(1.year()).ok(),
        _ => None,
    }
}

/// A number and a unit.
fn ago(said: &str, today: Date) -> Option<Date> {
    let said = said.strip_suffix('前').unwrap_or(said);
    let digits = said.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = said.split_at_checked(digits)?;
    // Longer ago than this nobody wrote anything, and 2026年 is a year.
    let number: i64 = number.parse().ok().filter(|number| *number < 1000)?;
    let span = match unit {
        "d" | "天" => number.days(),
        "w" | "周" | "星期" => number.weeks(),
        "m" | "个月" => number.months(),
        "y" | "年" => number.years(),
        _ => return None,
    };
    today.checked_sub(span).ok()
}

/// A date in digits.
fn written(said: &str, today: Date) -> Option<Date> {
    let months_only = said.strip_suffix('月').filter(|_| !said.contains('年'));
    let separators = ['-', '/', '.', '年', '月', '日', '号'];
    let said_numbers = said.trim_end_matches(separators).split(separators);
    let numbers: Vec<i16> = said_numbers
        .map(|number| number.parse().ok())
        .collect::<Option<_>>()?;
    match (numbers.as_slice(), months_only) {
        (&[month], Some(_)) => latest(month, 1, today),
        (&[year], None) if year >= 1000 => date(year, 1, 1),
        (&[year, month], _) if year >= 1000 => date(year, month, 1),
        (&[month, day], _) => latest(month, day, today),
        (&[year, month, day], _) if year >= 1000 => date(year, month, day),
        _ => None,
    }
}

/// The last such day that is not to come yet.
fn latest(month: i16, day: i16, today: Date) -> Option<Date> {
    let this_year = date(today.year(), month, day).filter(|date| *date <= today);
    this_year.or_else(|| date(today.year() - 1, month, day))
}

fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    Date::new(year, month, day).ok()
}
