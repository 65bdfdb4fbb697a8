//! The week's plan and leave, each in one sentence.

use crate::rules::command::{CancelLeave, GrantLeave, PlanWeek, PublishRoster, SetRoster};
use crate::rules::event::{Entry, Event};
use crate::rules::floor::Floor;
use crate::rules::time::Date;
use crate::text::because::{name, names};
use crate::text::{Lang, roster};

pub(super) fn plan_week(lang: Lang, entry: &Entry, command: &PlanWeek) -> String {
    let days = entry.events.iter().find_map(|event| match event {
        Event::DaysPlanned { days } => Some(days.len()),
        _ => None,
    });
    let (week, days) = (&command.week, days.unwrap_or(0));
    match lang {
        Lang::Zh => format!("{week} 这一周的顺序已排好，共 {days} 天"),
        Lang::En => format!("the orders of week {week} are planned: {days} days"),
    }
}

pub(super) fn roster(lang: Lang, floor: &Floor, command: &SetRoster) -> String {
    let (date, order) = (command.date, names(lang, floor, &command.order));
    match lang {
        Lang::Zh => format!("{date} 的顺序已定：{order}"),
        Lang::En => format!("the order of {date} is set: {order}"),
    }
}

pub(super) fn publish(lang: Lang, floor: &Floor, entry: &Entry, command: &PublishRoster) -> String {
    let days = listed(lang, command.orders.keys());
    let week = &command.week;
    let mut text = match lang {
        Lang::Zh => format!("{week} 的轮值已公布：{days}"),
        Lang::En => format!("the roster of week {week} is published: {days}"),
    };
    for event in &entry.events {
        let (word, leave) = match event {
            Event::LeaveGranted { leave } => (lang.pick("；请假：", "; on leave: "), leave),
            Event::LeaveCancelled { leave } => (lang.pick("；不再请假：", "; no longer on leave: "), leave),
            _ => continue,
        };
        text.push_str(word);
        text.push_str(&roster::leave(lang, floor, leave));
    }
    text
}

pub(super) fn grant(lang: Lang, floor: &Floor, entry: &Entry, command: &GrantLeave) -> String {
    let (who, days) = (name(floor, &command.staff), listed(lang, &command.dates));
    let leaves_order = entry.events.iter().any(|event| matches!(event, Event::DaysPlanned { .. }));
    let order = if leaves_order {
        lang.pick("，已从排好的顺序里取下", ", and is taken out of the orders planned")
    } else {
        ""
    };
    match lang {
        Lang::Zh => format!("{who}准假：{days}{order}"),
        Lang::En => format!("{who} has leave on {days}{order}"),
    }
}

pub(super) fn cancel(lang: Lang, floor: &Floor, command: &CancelLeave) -> String {
    let (who, days) = (name(floor, &command.staff), listed(lang, &command.dates));
    match lang {
        Lang::Zh => format!("{who}的请假已取消：{days}"),
        Lang::En => format!("the leave of {who} is taken back: {days}"),
    }
}

/// Days one after the other, month and day.
fn listed<'d>(lang: Lang, dates: impl IntoIterator<Item = &'d Date>) -> String {
    let days: Vec<String> = dates.into_iter().map(|date| date.format("%m-%d").to_string()).collect();
    days.join(lang.pick("、", ", "))
}
