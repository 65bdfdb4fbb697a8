//! The words of the week.

use super::Lang;
use super::because::name;
use super::screen::weekday;
use crate::rules::chances::{Chances, TURN_MILLI, spread, spread_of_equals};
use crate::rules::floor::Floor;
use crate::rules::holiday::Holiday;
use crate::rules::id::StaffId;
use crate::rules::time::Date;
use chrono::Datelike;
use std::collections::BTreeMap;

super::phrases! {
    /// The week.
    Week: "轮值" "Roster",
    /// Someone who does not stand in the order of a day.
    Rest: "休" "-",
    /// Someone who has leave on a day.
    Leave: "请假" "away",
    /// A day without an order.
    Unplanned: "·" "·",
    /// How often someone is first.
    Firsts: "首" "1st",
    /// Days on duty.
    Days: "天" "on",
    /// Turns to be expected.
    Turns: "预计" "turns",
    /// The week's counts.
    ThisWeek: "本周" "this week",
    /// The counts of four weeks.
    FourWeeks: "四周" "4 weeks",
    /// The people.
    People: "人员" "Who",
    /// The order of a day that is open or was.
    Opened: "当日顺序" "Order of the day",
    /// The order of a day to come.
    Planned: "计划顺序" "Planned order",
    /// The order of a day as it is being drafted.
    Drafted: "草拟顺序" "Draft order",
    /// Those who rest.
    Resting: "轮休" "Resting",
    /// Those who have leave.
    OnLeave: "请假" "On leave",
    /// No order.
    NoPlan: "这一天没有排班" "nothing is planned for this day",
    /// Today.
    Today: "今天" "today",
    /// A day off.
    DayOff: "休" "off",
    /// A make-up workday.
    Workday: "班" "work",
    /// The week is being drafted.
    Draft: "草稿，未公布" "a draft, not published",
    /// No day of the week can be planned any more.
    NothingToCome: "这一周没有还没开班的日子，按 ] 到下一周" "no day of this week is still to come; ] goes to the next",
    /// That day cannot be planned any more.
    DayIsOver: "这一天已经开班或过去了，不能再排" "this day is opened or past and cannot be planned",
    /// Nothing was changed.
    NothingChanged: "没有要公布的改动" "nothing to publish has changed",
    /// Another week is being drafted.
    FinishDraft: "草稿还没公布：先按 s 公布，或按 Esc 放弃" "the draft is not published: s publishes, Esc drops it",
    /// Title of the publication.
    PublishTitle: "公布轮值" "Publish the roster",
    /// Title of dropping the draft.
    DropTitle: "放弃草稿" "Drop the draft",
    /// Asks whether to drop the draft.
    DropAsk: "草稿还没公布。放弃它，回到已公布的轮值吗？" "The draft is not published. Drop it and go back to what is?",
    /// The draft is gone.
    Dropped: "草稿已放弃" "the draft is dropped",
    /// Named although on leave.
    NamedOnLeave: "排在顺序里，但已请假：" "in an order in spite of leave: ",
    /// The draft holds a proposal now.
    Proposed: "已按公平排好，可改；按 s 公布" "proposed as fair as can be; change it, s publishes",
    /// A place in the order, for calendars.
    Duty: "轮值" "On duty",
}

/// A day as a column of the week names it, in two lines.
#[must_use]
pub fn column(lang: Lang, date: Date) -> (String, String) {
    (weekday(lang, date.weekday()).to_owned(), date.format("%m-%d").to_string())
}

/// A day off or a make-up workday: the mark alone, or with its name.
#[must_use]
pub fn holiday(lang: Lang, day: &Holiday, is_named: bool) -> String {
    let mark = if day.is_off { Phrase::DayOff } else { Phrase::Workday }.get(lang);
    match (is_named, lang) {
        (false, _) => mark.to_owned(),
        (true, Lang::Zh) => format!("{} {mark}", day.name),
        (true, Lang::En) => {
            let names: Vec<&str> = day.name.split('、').map(holiday_name).collect();
            format!("{}, {mark}", names.join(" and "))
        }
    }
}

/// The holidays of the year in English.
fn holiday_name(zh: &str) -> &str {
    match zh {
        "元旦" => "New Year",
        "春节" => "Spring Festival",
        "清明节" => "Qingming",
        "劳动节" => "Labour Day",
        "端午节" => "Dragon Boat",
        "中秋节" => "Mid-Autumn",
        "国庆节" => "National Day",
        other => other,
    }
}

/// Says that a year's holidays are not known yet.
#[must_use]
pub fn not_announced(lang: Lang, year: i32) -> String {
    match lang {
        Lang::Zh => format!("{year} 年的节假日安排还没有公布"),
        Lang::En => format!("the holidays of {year} are not announced yet"),
    }
}

/// Turns to a tenth.
#[must_use]
pub fn turns(milli: u64) -> String {
    let tenths = (milli + TURN_MILLI / 20) / (TURN_MILLI / 10);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// How fair four weeks are, in a sentence for first positions and one for expected turns.
#[must_use]
pub fn fairness(lang: Lang, counted: &BTreeMap<StaffId, Chances>, has_clients: bool) -> Vec<String> {
    let firsts = |chances: &Chances| chances.firsts;
    let all = (spread(counted.values().map(firsts)), spread_of_equals(counted, firsts));
    let mut lines = vec![match lang {
        Lang::Zh => format!("四周首位：最多与最少相差 {} 次；当班天数相同的人之间，最多相差 {} 次", all.0, all.1),
        Lang::En => format!("firsts of 4 weeks: {} apart; among those with equal days on duty, {}", all.0, all.1),
    }];
    if has_clients {
        let milli = |chances: &Chances| chances.turns_milli;
        let all = (turns(spread(counted.values().map(milli))), turns(spread_of_equals(counted, milli)));
        lines.push(match lang {
            Lang::Zh => format!("四周预计轮次：最多与最少相差 {}；当班天数相同的人之间，最多相差 {}", all.0, all.1),
            Lang::En => {
                format!("turns expected: {} apart; among those with equal days on duty, {}", all.0, all.1)
            }
        });
    }
    lines
}

/// Who has leave when: 王芳 11-25、11-26；李娜 11-27.
#[must_use]
pub fn leave(lang: Lang, floor: &Floor, leave: &BTreeMap<StaffId, Vec<Date>>) -> String {
    let people: Vec<String> = leave
        .iter()
        .map(|(staff, dates)| {
            let days: Vec<String> = dates.iter().map(|date| date.format("%m-%d").to_string()).collect();
            format!("{} {}", name(floor, staff), days.join(lang.pick("、", ", ")))
        })
        .collect();
    people.join(lang.pick("；", "; "))
}

/// Asks whether to publish so many days.
#[must_use]
pub fn publish(lang: Lang, week: &str, days: usize) -> String {
    match (lang, days) {
        (Lang::Zh, _) => format!("公布 {week} 这一周 {days} 天的轮值？"),
        (Lang::En, 1) => format!("Publish one day of week {week}?"),
        (Lang::En, _) => format!("Publish {days} days of week {week}?"),
    }
}

/// Says which published days a draft changes.
#[must_use]
pub fn changes(lang: Lang, days: &[Date]) -> String {
    let days: Vec<String> = days.iter().map(|date| date.format("%m-%d").to_string()).collect();
    format!("{}{}", lang.pick("改动已公布的：", "changes what is published: "), days.join(lang.pick("、", ", ")))
}

/// A place in the order of a day, for a calendar.
#[must_use]
pub fn duty(lang: Lang, place: usize, on_duty: usize) -> String {
    match lang {
        Lang::Zh => format!("轮值 第 {place} 位（共 {on_duty} 人）"),
        Lang::En => format!("On duty, place {place} of {on_duty}"),
    }
}

/// The name of a sheet of the week.
#[must_use]
pub fn sheet(lang: Lang, week: &str) -> String {
    match lang {
        Lang::Zh => format!("{week} 轮值"),
        Lang::En => format!("Roster of {week}"),
    }
}
