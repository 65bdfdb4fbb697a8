//! The words of the report of a week, a month or any span, and the report as lines of print with bars.
//! Counts nothing but shares of a hundred.

mod print;

pub use print::print;

use super::figures::span;
use super::{Lang, because, phrases};
use crate::register::figures::Span;
use crate::register::report::{RETURN_DAYS_MAX, Share, Source};
use crate::rules::calendar::{month_name, week_name};
use crate::rules::floor::Floor;
use crate::rules::id::StaffId;

phrases! {
    /// Words of the report.
    Word {
        /// The title of a week's.
        Week: "周报" "Weekly report",
        /// The title of a month's.
        Month: "月报" "Monthly report",
        /// The title of another span's.
        Span: "报告" "Report",
        /// The page's button.
        Page: "报告" "Report",
        /// A day is not over.
        SoFar: "（当日未收班，数到此刻）" " (day still open: so far)",
        /// Nothing was entered.
        Nothing: "这段时间没有登记" "Nothing was entered in this time",
        /// How far the clients of the span came.
        Conversion: "转化" "Conversion",
        /// Clients who came, came again, made a deposit, signed.
        Steps: "从来访到签约" "From visit to contract",
        /// By what brought the client.
        BySource: "按来源" "By source",
        /// By whose client it is.
        ByPerson: "按人员" "By person",
        /// What brought the client.
        Source: "来源" "source",
        /// Sources of one client each.
        OtherSource: "其他" "other",
        /// No source was told.
        Unsaid: "未填" "not told",
        /// Nobody's.
        Nobody: "无人接待" "nobody",
        /// Visits.
        Visits: "来访" "visits",
        /// Clients who came.
        Clients: "客户" "clients",
        /// Clients who came for the first time.
        NewClients: "首访" "new",
        /// Clients who came again.
        Returned: "复访" "again",
        /// Clients who made a deposit.
        Deposited: "收定" "deposit",
        /// Clients who signed a contract.
        Signed: "签约" "signed",
        /// The share of clients who made a deposit.
        Rate: "转化率" "rate",
        /// Visits that were not the first.
        Returns: "复访" "Return visits",
        /// How many days lay between.
        Apart: "距上次来访" "since the visit before",
        /// Arrivals by the day.
        ByDay: "每日来访" "Arrivals by day",
        /// Arrivals by the week.
        ByWeek: "每周来访" "Arrivals by week",
        /// Waiting.
        Waiting: "等候" "Waiting",
        /// Waiting by the hour of the arrival.
        WaitingByHour: "等候时段" "Waiting by hour",
        /// Nobody had to wait.
        NobodyWaited: "没有人等候" "nobody had to wait",
        /// The middle.
        Median: "中位" "median",
        /// Nine of ten.
        NineOfTen: "九成不超过" "nine of ten within",
        /// The longest.
        Longest: "最长" "longest",
        /// Left before being received.
        Left: "未接离开" "left",
        /// Still wait.
        Still: "还在等" "still waiting",
        /// Fairness.
        Fairness: "公平" "Fairness",
        /// Turns of each person.
        Turns: "各人到位" "Turns of each person",
        /// The differences.
        Differences: "差别（原因逐条见 lunpai fairness）" "Differences (lunpai fairness tells the reasons)",
        /// Deposits.
        Deposits: "定金" "Deposits",
        /// Deposits taken.
        Taken: "收" "taken",
        /// Deposits given back.
        Refunded: "退" "given back",
        /// Contracts.
        Contracts: "签约" "contracts",
        /// Amounts in yuan.
        Yuan: "元" "yuan",
        /// No deposit was taken or given back, no contract signed.
        NoDeposits: "没有收退定金，也没有签约" "none taken or given back, no contract signed",
        /// Someone.
        Person: "人员" "person",
        /// How the numbers are meant.
        Meaning: "收定、签约：本期来访客户中，本期交了定金（期末未退）、签了合同的；转化率 = 收定 ÷ 客户。按人员：客户看最后一次来访时归谁，金额看佣金归谁（分成的看大头）。只有一位客户说过的来源归入“其他”。"
            "Deposit and signed: clients of the span who made a deposit in it (not given back by its end), who signed in it; rate = deposit ÷ clients. By person: clients by whose they were at their last visit, amounts by who has the larger share of the commission. What only one client gave as source is counted as other.",
    }
}

/// The title of a span's report.
#[must_use]
pub fn title(lang: Lang, days: &Span) -> String {
    let of = |word: Word, name: &str| format!("{} {name}", word.get(lang));
    if *days == Span::week_of(days.from) {
        of(Word::Week, &week_name(days.from))
    } else if *days == Span::month_of(days.from) {
        of(Word::Month, &month_name(days.from))
    } else {
        Word::Span.get(lang).to_owned()
    }
}

/// The title with its days, and whether one of them is still open.
#[must_use]
pub fn heading(lang: Lang, days: &Span, has_open_day: bool) -> String {
    let so_far = if has_open_day { Word::SoFar.get(lang) } else { "" };
    format!("{}  {}{so_far}", title(lang, days), span(lang, days))
}

/// How a source is called.
#[must_use]
pub fn source(lang: Lang, source: &Source) -> &str {
    match source {
        Source::Named(words) => words,
        Source::Other => Word::OtherSource.get(lang),
        Source::Unsaid => Word::Unsaid.get(lang),
    }
}

/// Someone's name, or that it is nobody's.
#[must_use]
pub fn person<'f>(lang: Lang, floor: &'f Floor, staff: Option<&'f StaffId>) -> &'f str {
    staff.map_or(Word::Nobody.get(lang), |staff| because::name(floor, staff))
}

/// How many of a thousand, rounded; nothing of nothing.
#[must_use]
pub fn permille(part: u32, whole: u32) -> Option<u32> {
    let (part, whole) = (u64::from(part), u64::from(whole));
    u32::try_from((part * 1_000 + whole / 2).checked_div(whole)?).ok()
}

/// A share of a hundred with one decimal.
#[must_use]
pub fn percent(part: u32, whole: u32) -> String {
    permille(part, whole).map_or_else(|| "—".to_owned(), |n| format!("{}.{}%", n / 10, n % 10))
}

/// A kind of number in a row of a table.
pub type Number = (Word, fn(&Share) -> u32);

/// The steps of a funnel, each with how many came so far.
pub const STEPS: [Number; 4] = [
    (Word::Clients, |share| share.clients),
    (Word::Returned, |share| share.returned),
    (Word::Deposited, |share| share.deposited),
    (Word::Signed, |share| share.signed),
];

/// The columns of conversion.
pub const COLUMNS: [Number; 6] = [
    (Word::Visits, |share| share.visits),
    (Word::Clients, |share| share.clients),
    (Word::NewClients, |share| share.new_clients),
    (Word::Returned, |share| share.returned),
    (Word::Deposited, |share| share.deposited),
    (Word::Signed, |share| share.signed),
];

/// What lies between two of the bounds of return visits.
#[must_use]
pub fn return_days(lang: Lang, at: usize) -> String {
    let lower = at.checked_sub(1).and_then(|at| RETURN_DAYS_MAX.get(at)).map_or(0, |most| most + 1);
    match (lang, RETURN_DAYS_MAX.get(at)) {
        (Lang::Zh, Some(upper)) => format!("{lower}–{upper} 天"),
        (Lang::En, Some(upper)) => format!("{lower}–{upper} days"),
        (Lang::Zh, None) => format!("{lower} 天以上"),
        (Lang::En, None) => format!("{lower} days or more"),
    }
}

/// A number of days.
#[must_use]
pub fn days(lang: Lang, count: i64) -> String {
    match lang {
        Lang::Zh => format!("{count} 天"),
        Lang::En if count == 1 => "1 day".to_owned(),
        Lang::En => format!("{count} days"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::time::Date;

    #[test]
    fn titles_name_weeks_and_months() {
        let date = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(title(Lang::Zh, &Span::week_of(date("2027-01-02"))), "周报 2026-W53");
        assert_eq!(title(Lang::En, &Span::month_of(date("2028-02-29"))), "Monthly report 2028-02");
        let odd = Span { from: date("2026-11-23"), to: date("2026-12-03") };
        assert_eq!(heading(Lang::Zh, &odd, false), "报告  2026-11-23 周一 至 2026-12-03 周四");
    }

    #[test]
    fn shares_are_rounded_to_a_tenth() {
        assert_eq!((percent(1, 3), percent(2, 3)), ("33.3%".to_owned(), "66.7%".to_owned()));
        assert_eq!((percent(0, 0), percent(5, 5)), ("—".to_owned(), "100.0%".to_owned()));
        assert_eq!(permille(u32::MAX, 1), None);
    }

    #[test]
    fn bounds_of_days_follow_each_other() {
        let said: Vec<String> = (0..=RETURN_DAYS_MAX.len()).map(|at| return_days(Lang::Zh, at)).collect();
        assert_eq!(said, ["0–1 天", "2–3 天", "4–7 天", "8–14 天", "15–30 天", "31 天以上"]);
    }
}
