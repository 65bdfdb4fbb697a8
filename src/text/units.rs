//! The words of the sales-control board (销控表): states and their marks, towers, what happened to a
//! unit, amounts and areas as they are read there. Knows what to say; never says what may be sold.

use super::{Lang, money};
use crate::register::sales::UnitState;
use crate::rules::fold::half_width;
use crate::rules::time::Timestamp;
use chrono::Datelike;
use chrono_tz::Tz;

super::phrases! {
    /// A title, a head of a column, a label, a short sentence.
    UnitWord {
        /// The grid.
        Grid: "销控表" "Sales control",
        /// The list of all units.
        List: "房源清单" "All units",
        /// The list of those that are free.
        FreeList: "可售房源" "Free units",
        /// Id.
        Unit: "房号" "unit",
        /// Where it stands.
        State: "状态" "state",
        /// Layout.
        Layout: "户型" "layout",
        /// Area.
        Area: "面积" "area",
        /// Area in a list.
        AreaIn: "平方米" "sq m",
        /// Price.
        Price: "总价" "price",
        /// Price in a list.
        PriceIn: "总价（元）" "yuan",
        /// For whom.
        Client: "客户" "client",
        /// Their number.
        Phone: "电话" "phone",
        /// To whom the client belongs.
        Owner: "归属" "owner",
        /// The end of a hold.
        Until: "保留到" "until",
        /// What is left of it.
        Left: "还剩" "left",
        /// A deposit.
        Deposit: "定金" "deposit",
        /// The same in capital figures.
        Capitals: "大写" "in words",
        /// Who took it.
        By: "经手人" "taken by",
        /// Who, in a list.
        Who: "经手" "by",
        /// Who holds it.
        HeldBy: "保留人" "held by",
        /// When.
        When: "时间" "when",
        /// No price was set.
        NoPrice: "未定价" "no price",
        /// Nothing is for sale.
        NoUnits: "还没有房源；按 = 加房源" "No units yet; = adds one",
        /// All are gone.
        NoneFree: "没有可售的房源；按 v 看销控表" "No unit is free; v shows the grid",
        /// A hold came to its end.
        Lapsed: "保留到期，恢复可售" "the hold ended, free again",
        /// Nobody else has this unit.
        NoSuchUnit: "没有这套房" "no such unit",
        /// How to choose among several.
        DownChooses: "按上下键选定" "Up and Down choose",
        /// How to choose a unit at all.
        TypeUnit: "输入房号的开头，如 1-12" "type how its number begins, like 1-12",
    }
}

/// How a unit stands, without for whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// 可售.
    Free,
    /// 保留.
    Held,
    /// 已定: a deposit was taken.
    Reserved,
    /// 已售: a contract was signed.
    Sold,
}

impl Standing {
    /// All of them, in the order in which they are counted.
    pub const ALL: [Self; 4] = [Self::Free, Self::Held, Self::Reserved, Self::Sold];

    /// How a unit in this state stands.
    #[must_use]
    pub const fn of(state: &UnitState) -> Self {
        match state {
            UnitState::Available => Self::Free,
            UnitState::Held { .. } => Self::Held,
            UnitState::Reserved(_) => Self::Reserved,
            UnitState::Sold(_) => Self::Sold,
        }
    }

    /// Its word.
    #[must_use]
    pub const fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Free => lang.pick("可售", "free"),
            Self::Held => lang.pick("保留", "held"),
            Self::Reserved => lang.pick("已定", "deposit"),
            Self::Sold => lang.pick("已售", "sold"),
        }
    }

    /// Its mark before a room, at most two cells wide; a free unit has none.
    #[must_use]
    pub const fn mark(self, lang: Lang) -> &'static str {
        match self {
            Self::Free => "",
            Self::Held => lang.pick("保", "H"),
            Self::Reserved => lang.pick("定", "D"),
            Self::Sold => lang.pick("售", "S"),
        }
    }

    /// Its mark and its word; one where the word says the mark.
    #[must_use]
    pub fn marked(self, lang: Lang) -> String {
        let (mark, word) = (self.mark(lang), self.word(lang));
        if word.contains(mark) { word.to_owned() } else { format!("{mark} {word}") }
    }
}

/// A building's name; units of one that stand on no floor are a group of their own.
#[must_use]
pub fn tower(lang: Lang, building: &str, has_floors: bool) -> String {
    match (building, has_floors, lang) {
        ("", true, _) => lang.pick("未分栋", "no tower").to_owned(),
        ("", false, _) => lang.pick("其他", "others").to_owned(),
        (name, true, Lang::Zh) => format!("{name} 栋"),
        (name, true, Lang::En) => format!("Tower {name}"),
        (name, false, _) => name.to_owned(),
    }
}

/// How many units stand how: free, held, with a deposit, sold.
#[must_use]
pub fn counts(lang: Lang, [free, held, reserved, sold]: [usize; 4]) -> String {
    match lang {
        Lang::Zh => format!("可售{free} 保{held} 定{reserved} 售{sold}"),
        Lang::En => format!("{free} free {held}H {reserved}D {sold}S"),
    }
}

/// How many units are free.
#[must_use]
pub fn free(lang: Lang, count: usize) -> String {
    match lang {
        Lang::Zh => format!("可售{count}"),
        Lang::En => format!("{count} free"),
    }
}

/// How many units there are.
#[must_use]
pub fn total(lang: Lang, count: usize) -> String {
    match lang {
        Lang::Zh => format!("共 {count} 套"),
        Lang::En => format!("{count} in all"),
    }
}

/// Which floors are seen of how many.
#[must_use]
pub fn floors(lang: Lang, highest: &str, lowest: &str, count: usize) -> String {
    match lang {
        Lang::Zh => format!("{highest} 至 {lowest} 层，共 {count} 层"),
        Lang::En => format!("floors {highest} to {lowest} of {count}"),
    }
}

/// An area in figures of square metres, from square centimetres.
#[must_use]
pub fn square_metres(area_cm2: i64) -> String {
    let hundredths = (area_cm2 + 50) / 100;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// An area.
#[must_use]
pub fn area(lang: Lang, area_cm2: i64) -> String {
    format!("{} {}", square_metres(area_cm2), UnitWord::AreaIn.get(lang))
}

/// Reads an area in square metres as people type it, in square centimetres: `89.2`, `126.79平`,
/// `97 m2`; nothing when it is none.
#[must_use]
pub fn read_area(text: &str) -> Option<i64> {
    let folded: String = text.chars().map(half_width).collect();
    let units = ["平方米", "平米", "平", "㎡", "m²", "m2", "sq m"];
    let folded = folded.trim();
    let number = units.iter().find_map(|unit| folded.strip_suffix(unit)).unwrap_or(folded).trim();
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let is_plain =
        |digits: &str, most| (1..=most).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if !is_plain(whole, 6) || !is_plain(fraction, 4) {
        return None;
    }
    let area_cm2 = format!("{whole}{fraction:0<4}").parse().ok()?;
    (area_cm2 > 0).then_some(area_cm2)
}

/// An amount in figures with its unit.
#[must_use]
pub fn yuan(lang: Lang, fen: i64) -> String {
    format!("{} {}", money::figures(fen), lang.pick("元", "yuan"))
}

/// An amount in figures; a whole number of yuan without its fraction.
#[must_use]
pub fn short_figures(fen: i64) -> String {
    let figures = money::figures(fen);
    figures.strip_suffix(".00").map_or(figures.clone(), str::to_owned)
}

/// Day and time; the year where it is another.
#[must_use]
pub fn moment(at: Timestamp, now: Timestamp, zone: Tz) -> String {
    let (time, today) = (at.in_zone(zone), now.in_zone(zone));
    let pattern = if time.year() == today.year() { "%m-%d %H:%M" } else { "%Y-%m-%d %H:%M" };
    time.format(pattern).to_string()
}

/// How long it is until then, in the two largest units; minutes are rounded up.
#[must_use]
pub fn countdown(lang: Lang, until: Timestamp, now: Timestamp) -> String {
    let minutes = (until.seconds_since(now).max(0) + 59) / 60;
    let (days, hours, rest) = (minutes / 1_440, minutes / 60 % 24, minutes % 60);
    match (lang, days, hours) {
        (Lang::Zh, 0, 0) => format!("{rest} 分钟"),
        (Lang::Zh, 0, _) => format!("{hours} 小时 {rest} 分"),
        (Lang::Zh, ..) => format!("{days} 天 {hours} 小时"),
        (Lang::En, 0, 0) => format!("{rest} min"),
        (Lang::En, 0, _) => format!("{hours} h {rest} min"),
        (Lang::En, ..) => format!("{days} d {hours} h"),
    }
}

/// How long there is until then.
#[must_use]
pub fn left(lang: Lang, until: Timestamp, now: Timestamp) -> String {
    if until <= now {
        return lang.pick("已经过了", "is past").to_owned();
    }
    let left = countdown(lang, until, now);
    match lang {
        Lang::Zh => format!("还有 {left}"),
        Lang::En => format!("{left} from now"),
    }
}

/// How long a hold still lasts, or that it has ended by itself.
#[must_use]
pub fn hold_left(lang: Lang, until: Timestamp, now: Timestamp) -> String {
    if until <= now {
        return lang.pick("已到期", "expired").to_owned();
    }
    let left = countdown(lang, until, now);
    match lang {
        Lang::Zh => format!("剩 {left}"),
        Lang::En => format!("{left} left"),
    }
}

/// Whether three quarters of a hold have gone by: it is about to end.
#[must_use]
pub fn in_last_quarter(since: Timestamp, until: Timestamp, now: Timestamp) -> bool {
    let (whole, left) = (until.micros_since(since), until.micros_since(now));
    left.saturating_mul(4) <= whole
}

/// A unit went up for sale.
#[must_use]
pub fn added(lang: Lang, price_fen: Option<i64>) -> String {
    let price = price_fen.map_or_else(|| UnitWord::NoPrice.get(lang).to_owned(), |fen| yuan(lang, fen));
    match lang {
        Lang::Zh => format!("推出，总价 {price}"),
        Lang::En => format!("put up for sale, price {price}"),
    }
}

/// A unit was held.
#[must_use]
pub fn held(lang: Lang, client: &str, until: &str) -> String {
    match lang {
        Lang::Zh => format!("为 {client} 保留到 {until}"),
        Lang::En => format!("held for {client} until {until}"),
    }
}

/// A hold was ended.
#[must_use]
pub const fn released(lang: Lang) -> &'static str {
    lang.pick("解除保留，恢复可售", "the hold was ended early, free again")
}

/// A deposit was taken.
#[must_use]
pub fn deposited(lang: Lang, client: &str, amount_fen: i64) -> String {
    let amount = yuan(lang, amount_fen);
    match lang {
        Lang::Zh => format!("收 {client} 定金 {amount}（{}）", money::capitals(amount_fen)),
        Lang::En => format!("deposit of {amount} from {client} ({})", money::capitals(amount_fen)),
    }
}

/// A deposit was given back.
#[must_use]
pub fn refunded(lang: Lang, client: &str, reason: Option<&str>) -> String {
    let reason = reason.map(|reason| format!("{}{reason}", lang.pick("；缘由：", "; reason: "))).unwrap_or_default();
    match lang {
        Lang::Zh => format!("退还 {client} 定金，恢复可售{reason}"),
        Lang::En => format!("deposit given back to {client}, free again{reason}"),
    }
}

/// A contract was signed.
#[must_use]
pub fn signed(lang: Lang, deposit: &str) -> String {
    match lang {
        Lang::Zh => format!("签约（定金 {deposit}）"),
        Lang::En => format!("contract signed (deposit {deposit})"),
    }
}

/// Whether several or no units begin as typed.
#[must_use]
pub fn found(lang: Lang, count: usize) -> String {
    match lang {
        Lang::Zh => format!("{count} 套"),
        Lang::En => format!("{count} units"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_told_in_two_units() {
        let now = Timestamp::from_micros(0, 0);
        let left = |seconds| countdown(Lang::Zh, now.plus_seconds(seconds), now);
        assert_eq!(left(-5), "0 分钟");
        assert_eq!(left(1), "1 分钟");
        assert_eq!(left(3_600), "1 小时 0 分");
        assert_eq!(left(2 * 86_400 + 3_601), "2 天 1 小时");
        assert_eq!(countdown(Lang::En, now.plus_seconds(5_400), now), "1 h 30 min");
    }

    #[test]
    fn areas_and_prices_are_exact() {
        assert_eq!(square_metres(892_000), "89.20");
        assert_eq!(square_metres(1_267_750), "126.78");
        assert_eq!(square_metres(5_049), "0.50");
        for (text, area_cm2) in [("89.2", 892_000), ("１２６.79平", 1_267_900), ("97 m2", 970_000), ("0.0001", 1)] {
            assert_eq!(read_area(text), Some(area_cm2), "{text}");
        }
        for text in ["", "0", "-3", "1.", ".5", "1.00001", "89,2", "九十"] {
            assert_eq!(read_area(text), None, "{text}");
        }
        assert_eq!(short_figures(358_000_000), "3,580,000");
        assert_eq!(short_figures(358_000_050), "3,580,000.50");
    }
}
