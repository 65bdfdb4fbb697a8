//! The words of the figures (报表): titles, column heads, spans of days, lengths of time, amounts.
//! Knows what to say of a number; never counts.

use super::screen::weekday;
use super::{Lang, money};
use crate::register::figures::{Extent, Figures, Span, Sum};
use crate::register::turns::Turns;
use crate::rules::time::Date;
use chrono::Datelike;

super::phrases! {
    /// A heading of the figures, or a line of its own.
    Heading {
        /// Arrivals by the hour.
        ByHour: "来访时段" "Arrivals by hour",
        /// Arrivals by the day.
        ByDay: "每日来访" "Arrivals by day",
        /// Receptions and turns of each person.
        People: "接待与轮次" "Receptions and turns",
        /// Waiting.
        Waiting: "等候" "Waiting",
        /// Deposits.
        Deposits: "定金" "Deposits",
        /// Calls.
        Calls: "来电" "Calls",
        /// All together.
        Total: "合计" "Total",
        /// Nothing was entered in the span.
        Nothing: "这段时间没有登记" "Nothing was entered in this time",
        /// Nobody had to wait.
        NobodyWaited: "没有人等候" "nobody had to wait",
        /// No deposit was taken or given back.
        NoDeposits: "没有收退定金" "none taken or given back",
        /// The numbers add up.
        AddsUp: "轮次账平：到位都有着落，欠补都有去处" "The books balance: every turn and every make-up is accounted for",
        /// The numbers do not add up.
        DoesNotAddUp: "轮次账不平：请用 lunpai rebuild 重做账表" "The books do not balance: make the tables again with lunpai rebuild",
        /// Whole days are read from closed books.
        OpenDay: "当日未收班，数字到此刻为止" "day open: figures so far",
    }
}

super::phrases! {
    /// The head of a column, short enough to stand over figures.
    Column {
        /// Someone.
        Person: "人员" "person",
        /// Days in the order.
        DaysOnDuty: "当班" "days",
        /// Clients received.
        Received: "接待" "received",
        /// Rotation clients.
        Rotation: "轮接" "rotation",
        /// Own clients.
        Own: "本人" "own",
        /// Clients who named them.
        Named: "指定" "named",
        /// How long they received.
        ReceptionTime: "接待时长" "time",
        /// Turns that passed.
        Passed: "到位" "turns",
        /// Turns taken.
        Taken: "已接" "taken",
        /// Make-ups received.
        MadeUp: "补接" "made up",
        /// Turns used without a client.
        Consumed: "算名额" "used",
        /// Turns that became owed.
        OwedGranted: "新欠" "owed",
        /// Turns beyond the cap.
        Capped: "超限" "capped",
        /// Owed turns lost.
        Forfeited: "作废" "lost",
        /// Owed turns that ended with their week or day.
        Expired: "过期" "expired",
        /// Turns owed at the beginning.
        Carried: "上结" "before",
        /// Turns owed at the end.
        StillOwed: "尚欠" "still owed",
        /// Turns prepaid at the end.
        Prepaid: "待抵" "prepaid",
        /// The middle waiting time.
        Median: "中位" "median",
        /// Wait now.
        StillWaiting: "还在等" "still waiting",
        /// Calls answered.
        CallsAnswered: "接听" "answered",
        /// Calls missed.
        CallsMissed: "未接来电" "missed",
        /// Missed calls called back.
        CallsReturned: "已回电" "called back",
    }
}

super::phrases! {
    /// A short word of the screen: a view, the head of a group of columns, what a line is about.
    Short {
        /// One day is shown.
        DayView: "日报" "Day",
        /// The owners of so many are about to lose them.
        Lapsing: "将到期" "Ending",
        /// A week is shown.
        WeekView: "周报" "Week",
        /// A month is shown.
        MonthView: "月报" "Month",
        /// The last seven days.
        SevenDays: "近七天来访" "The last 7 days",
        /// The last four weeks.
        FourWeeks: "近四周" "4 weeks",
        /// Times and sums.
        Sums: "等候、定金、来电" "Waiting, deposits, calls",
        /// Columns of clients received.
        Received: "接待" "received",
        /// Columns of turns that passed.
        Turns: "轮次" "turns",
        /// Columns of turns owed.
        Owed: "欠补" "owed turns",
        /// Columns of what else someone did.
        Else: "其他" "other",
        /// All of a group.
        All: "共" "all",
        /// Rotation clients.
        Rotation: "轮接" "turn",
        /// Received for somebody else.
        Assist: "代接" "assist",
        /// Taken against the rules.
        Grabbed: "抢接" "grabbed",
        /// Turns that became owed.
        Granted: "新欠" "owed",
        /// Turns beyond the cap.
        Capped: "超限" "capped",
        /// Make-ups received.
        MadeUp: "补接" "made up",
        /// Turns owed at the end.
        StillOwed: "尚欠" "left",
        /// Deposits taken.
        Deposits: "收定" "deposits",
        /// Deposits given back.
        Refunds: "退定" "given back",
        /// Calls answered.
        Calls: "接听" "calls",
        /// How clients came to whoever received them.
        Paths: "去向" "Routed",
        /// Clients of somebody's own.
        Owned: "归属" "own",
        /// The longest time.
        Longest: "最长" "max",
        /// Left before being received.
        Left: "未接离开" "left",
        /// Deposits taken.
        Took: "收" "took",
        /// Deposits given back.
        GaveBack: "退" "gave back",
        /// The books of someone hold.
        Balanced: "账平" "balanced",
        /// They do not.
        Unbalanced: "账不平" "NOT balanced",
        /// There is no later day, week or month.
        NothingLater: "这已是最近的" "This is the latest there is",
    }
}

/// How far a day lies back, a week or a month.
#[must_use]
pub fn back(lang: Lang, extent: Extent, count: i64) -> String {
    match (lang, extent, count) {
        (Lang::Zh, Extent::Day, 0) => "今日".to_owned(),
        (Lang::Zh, Extent::Day, 1) => "昨日".to_owned(),
        (Lang::Zh, Extent::Day, _) => format!("{count} 天前"),
        (Lang::Zh, Extent::Week, 0) => "本周".to_owned(),
        (Lang::Zh, Extent::Week, 1) => "上周".to_owned(),
        (Lang::Zh, Extent::Week, _) => format!("{count} 周前"),
        (Lang::En, Extent::Day, 0) => "today".to_owned(),
        (Lang::En, Extent::Day, 1) => "yesterday".to_owned(),
        (Lang::En, Extent::Day, _) => format!("{count} days ago"),
        (Lang::En, Extent::Week, 0) => "this week".to_owned(),
        (Lang::En, Extent::Week, 1) => "last week".to_owned(),
        (Lang::En, Extent::Week, _) => format!("{count} weeks ago"),
        (Lang::Zh, Extent::Month, 0) => "本月".to_owned(),
        (Lang::Zh, Extent::Month, 1) => "上月".to_owned(),
        (Lang::Zh, Extent::Month, _) => format!("{count} 个月前"),
        (Lang::En, Extent::Month, 0) => "this month".to_owned(),
        (Lang::En, Extent::Month, 1) => "last month".to_owned(),
        (Lang::En, Extent::Month, _) => format!("{count} months ago"),
    }
}

/// So many people.
#[must_use]
pub fn people(lang: Lang, count: u32) -> String {
    match lang {
        Lang::Zh => format!("{count} 人"),
        Lang::En => count.to_string(),
    }
}

/// What became of every turn that passed (section 3).
#[must_use]
pub fn turns_equation(lang: Lang, turns: &Turns) -> String {
    let t = &turns.tally;
    let outcomes = [
        (Column::Taken, t.taken),
        (Column::Consumed, t.consumed),
        (Column::OwedGranted, t.owed_granted),
        (Column::Capped, t.capped),
    ];
    equation(lang, &[(Column::Passed, t.passed)], &outcomes)
}

/// What became of every turn that was owed (section 3).
#[must_use]
pub fn owed_equation(lang: Lang, turns: &Turns) -> String {
    let t = &turns.tally;
    let outcomes = [
        (Column::MadeUp, t.made_up),
        (Column::Forfeited, t.forfeited),
        (Column::Expired, t.expired),
        (Column::StillOwed, turns.still_owed),
    ];
    equation(lang, &[(Column::Carried, t.carried), (Column::OwedGranted, t.owed_granted)], &outcomes)
}

fn equation(lang: Lang, left: &[(Column, i64)], right: &[(Column, i64)]) -> String {
    let side = |terms: &[(Column, i64)]| {
        let terms: Vec<String> = terms.iter().map(|(word, count)| format!("{} {count}", word.get(lang))).collect();
        terms.join(" + ")
    };
    format!("{} = {}", side(left), side(right))
}

/// Says that the numbers add up, or that they do not.
#[must_use]
pub fn balance(lang: Lang, figures: &Figures) -> &'static str {
    if figures.add_up() { Heading::AddsUp } else { Heading::DoesNotAddUp }.get(lang)
}

/// A length of time in seconds, as one says it: under a minute, minutes, hours and minutes.
#[must_use]
pub fn minutes(lang: Lang, seconds: i64) -> String {
    let minutes = seconds.max(0) / 60;
    match (lang, minutes) {
        (Lang::Zh, 0) if seconds > 0 => "不到 1 分".to_owned(),
        (Lang::En, 0) if seconds > 0 => "under 1m".to_owned(),
        (Lang::Zh, 0..60) => format!("{minutes} 分"),
        (Lang::En, 0..60) => format!("{minutes}m"),
        (Lang::Zh, _) => format!("{} 时 {:02} 分", minutes / 60, minutes % 60),
        (Lang::En, _) => format!("{}h {:02}m", minutes / 60, minutes % 60),
    }
}

/// An amount of fen with its unit.
#[must_use]
pub fn amount(lang: Lang, fen: i64) -> String {
    let figures = money::figures(fen);
    match lang {
        Lang::Zh => format!("{figures} 元"),
        Lang::En => format!("{figures} yuan"),
    }
}

/// So many, and their amounts together.
#[must_use]
pub fn sum(lang: Lang, sum: &Sum) -> String {
    let amount = amount(lang, sum.fen);
    match lang {
        Lang::Zh => format!("{} 笔，{amount}", sum.count),
        Lang::En => format!("{}, {amount}", sum.count),
    }
}

/// A span of days: one day, or the first and the last.
#[must_use]
pub fn span(lang: Lang, span: &Span) -> String {
    let day = |date: Date| format!("{date} {}", weekday(lang, date.weekday()));
    if span.from == span.to {
        return day(span.from);
    }
    match lang {
        Lang::Zh => format!("{} 至 {}", day(span.from), day(span.to)),
        Lang::En => format!("{} to {}", day(span.from), day(span.to)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::floor::Tally;

    #[test]
    fn times_are_said_in_minutes_and_hours() {
        assert_eq!(minutes(Lang::Zh, 0), "0 分");
        assert_eq!(minutes(Lang::Zh, 59), "不到 1 分");
        assert_eq!(minutes(Lang::Zh, 3_599), "59 分");
        assert_eq!(minutes(Lang::Zh, 3_900), "1 时 05 分");
        assert_eq!(minutes(Lang::En, 3_900), "1h 05m");
        assert_eq!(minutes(Lang::En, 30), "under 1m");
    }

    #[test]
    fn amounts_and_spans_are_said_in_full() {
        assert_eq!(sum(Lang::Zh, &Sum { count: 2, fen: 10_000_050 }), "2 笔，100,000.50 元");
        assert_eq!(sum(Lang::En, &Sum { count: 1, fen: 5_000_000 }), "1, 50,000.00 yuan");
        let date = Date::from_ymd_opt(2026, 11, 25).unwrap();
        assert_eq!(span(Lang::Zh, &Span::day(date)), "2026-11-25 周三");
        assert_eq!(span(Lang::Zh, &Span::week_of(date)), "2026-11-23 周一 至 2026-11-29 周日");
        assert_eq!(span(Lang::En, &Span::week_of(date)), "2026-11-23 Mon to 2026-11-29 Sun");
    }
    #[test]
    fn equations_name_every_outcome() {
        let tally = Tally { passed: 6, taken: 3, consumed: 2, owed_granted: 1, carried: 4, ..Tally::default() };
        let turns = Turns { tally, still_owed: 5, prepaid: 0 };
        assert_eq!(turns_equation(Lang::Zh, &turns), "到位 6 = 已接 3 + 算名额 2 + 新欠 1 + 超限 0");
        assert_eq!(turns_equation(Lang::En, &turns), "turns 6 = taken 3 + used 2 + owed 1 + capped 0");
        assert_eq!(owed_equation(Lang::Zh, &turns), "上结 4 + 新欠 1 = 补接 0 + 作废 0 + 过期 0 + 尚欠 5");
    }

    #[test]
    fn days_and_weeks_lie_back() {
        assert_eq!(back(Lang::Zh, Extent::Day, 0), "今日");
        assert_eq!(back(Lang::Zh, Extent::Week, 1), "上周");
        assert_eq!(back(Lang::Zh, Extent::Month, 1), "上月");
        assert_eq!(back(Lang::En, Extent::Day, 3), "3 days ago");
    }
}
