//! The words of the week.

use super::Lang;
use super::screen::weekday;
use crate::rules::time::Date;
use chrono::Datelike;

super::phrases! {
    /// The week.
    Week: "轮值" "Roster",
    /// Someone who does not stand in the order of a day.
    Rest: "休" "-",
    /// A day without an order.
    Unplanned: "·" "·",
    /// How often someone is first.
    Firsts: "首位" "first",
    /// Days on duty.
    Days: "当班" "days",
    /// The people.
    People: "人员" "Who",
    /// The order of a day that is open or was.
    Opened: "当日顺序" "Order of the day",
    /// The order of a day to come.
    Planned: "计划顺序" "Planned order",
    /// Those who rest.
    Resting: "轮休" "Resting",
    /// No order.
    NoPlan: "这一天没有排班" "nothing is planned for this day",
    /// Today.
    Today: "今天" "today",
}

/// A day as a column of the week names it, in two lines.
#[must_use]
pub fn column(lang: Lang, date: Date) -> (String, String) {
    (weekday(lang, date.weekday()).to_owned(), date.format("%m-%d").to_string())
}
