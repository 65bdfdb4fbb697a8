//! Words of what is handed out: sheets, their columns, what the program says of an export.

use super::{Lang, phrases};
use crate::rules::command::SheetKind;
use crate::rules::time::Date;

/// A column of a sheet: its key in JSON, and its headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// The key, English, units last.
    pub key: &'static str,
    zh: &'static str,
    en: &'static str,
}

impl Column {
    /// The heading.
    #[must_use]
    pub const fn heading(&self, lang: Lang) -> &'static str {
        lang.pick(self.zh, self.en)
    }
}

macro_rules! columns {
    ($($key:literal $zh:literal $en:literal,)*) => {
        &[$(Column { key: $key, zh: $zh, en: $en },)*]
    };
}

/// The columns of a sheet, in order.
#[must_use]
pub const fn columns(sheet: SheetKind) -> &'static [Column] {
    match sheet {
        SheetKind::Visits => VISITS,
        SheetKind::Calls => CALLS,
        SheetKind::Deposits => DEPOSITS,
        SheetKind::Turns => TURNS,
        SheetKind::Violations => VIOLATIONS,
        SheetKind::Clients => CLIENTS,
    }
}

const VISITS: &[Column] = columns! {
    "date" "日期" "date",
    "time" "时间" "time",
    "visit" "来访" "visit",
    "client" "客户" "client",
    "name" "姓名" "name",
    "phone" "电话" "phone",
    "party" "人数" "party",
    "source" "来源" "source",
    "path" "路径" "path",
    "asks_for" "指定" "asked for",
    "receiver" "接待人" "receiver",
    "counted" "计名额" "counted",
    "makeup" "补接" "make-up",
    "assist" "协助" "assist",
    "owner" "归属人" "owner",
    "wait_minutes" "等候分钟" "wait minutes",
    "reception_minutes" "接待分钟" "reception minutes",
    "state" "状态" "state",
    "rules" "规则" "rules",
};

const CALLS: &[Column] = columns! {
    "date" "日期" "date",
    "time" "时间" "time",
    "call" "来电" "call",
    "phone" "电话" "phone",
    "name" "姓名" "name",
    "client" "客户" "client",
    "asks_for" "指定" "asked for",
    "answered_by" "接听人" "answered by",
    "state" "状态" "state",
    "minutes" "通话分钟" "minutes",
    "project" "问询楼盘" "other project",
    "needs" "需求" "needs",
    "note" "备注" "note",
};

const DEPOSITS: &[Column] = columns! {
    "receipt" "收据号" "receipt",
    "date" "日期" "date",
    "time" "时间" "time",
    "deposit" "定金" "deposit",
    "unit" "房源" "unit",
    "client" "客户" "client",
    "name" "姓名" "name",
    "phone" "电话" "phone",
    "amount_fen" "金额（元）" "amount (yuan)",
    "taken_by" "经手人" "taken by",
    "state" "状态" "state",
    "refunded_on" "退款日期" "given back on",
};

const TURNS: &[Column] = columns! {
    "date" "日期" "date",
    "staff" "销售员" "salesperson",
    "on_duty" "在岗" "on duty",
    "passed" "轮过" "turns passed",
    "taken" "接待" "taken",
    "made_up" "补接" "made up",
    "consumed" "算名额" "used",
    "owed_granted" "记欠补" "owed",
    "capped" "超上限" "capped",
    "forfeited" "作废" "forfeited",
    "expired" "过期" "expired",
    "carried" "带入欠补" "carried in",
    "still_owed" "仍欠" "still owed",
    "prepaid" "预扣" "prepaid",
};

const VIOLATIONS: &[Column] = columns! {
    "date" "日期" "date",
    "time" "时间" "time",
    "violation" "违规" "violation",
    "staff" "当事人" "who",
    "kind" "类别" "kind",
    "penalty" "处罚" "penalty",
    "visit" "来访" "visit",
    "client" "客户" "client",
    "raised" "程序所记" "raised by the program",
    "by" "记录人" "recorded by",
    "note" "说明" "note",
    "voided" "已撤销" "taken back",
    "void_reason" "撤销理由" "why taken back",
};

const CLIENTS: &[Column] = columns! {
    "client" "客户" "client",
    "name" "姓名" "name",
    "phones" "电话" "phones",
    "owner" "归属人" "owner",
    "first_contact" "首次接待" "first contact",
    "source" "来源" "source",
    "last_visit" "最近来访" "last visit",
    "receptions" "接待次数" "receptions",
    "purchases" "在手定金合同" "deposits and contracts",
    "household" "家庭" "household",
    "company" "公司编号" "company id",
    "company_name" "公司" "company",
};

/// What a sheet is called.
#[must_use]
pub const fn sheet(lang: Lang, sheet: SheetKind) -> &'static str {
    match sheet {
        SheetKind::Visits => lang.pick("来访", "visits"),
        SheetKind::Calls => lang.pick("来电", "calls"),
        SheetKind::Deposits => lang.pick("定金", "deposits"),
        SheetKind::Turns => lang.pick("轮次", "turns"),
        SheetKind::Violations => lang.pick("违规", "violations"),
        SheetKind::Clients => lang.pick("客户", "clients"),
    }
}

/// Rule numbers. No comma stands between them: a spreadsheet would read a number with decimals.
#[must_use]
pub fn rules(lang: Lang, numbers: &[u8]) -> String {
    let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    numbers.join(lang.pick("、", "; "))
}

/// A sheet with its number of rows.
#[must_use]
pub fn rows(lang: Lang, of: SheetKind, rows: u64) -> String {
    match lang {
        Lang::Zh => format!("{} {rows} 行", sheet(lang, of)),
        Lang::En => format!("{} {rows}", sheet(lang, of)),
    }
}

/// The name of a file without its ending: the days, and the sheet when there is one to a file.
#[must_use]
pub fn file_name(lang: Lang, from: Date, to: Date, of: Option<SheetKind>) -> String {
    let what = of.map_or(lang.pick("来访登记", "client-log"), |of| sheet(lang, of));
    match of {
        Some(SheetKind::Clients) => what.to_owned(),
        _ if from == to => format!("{from}-{what}"),
        _ => format!("{from}_{to}-{what}"),
    }
}

phrases! {
    /// Nothing has been opened.
    NoDay: "还没有开过班，没有可以导出的来访。" "No day has been opened yet: there is nothing to export.",
    /// Not a manager.
    NotManager: "只有经理可以导出完整的姓名和电话，请用 --by 写明经理的编号。"
        "Only a manager may export names and numbers in full. Say with --by which manager asks.",
    /// No reason.
    NoReason: "导出完整的姓名和电话要写明缘由，请用 --reason。"
        "Names and numbers in full need a reason. Give one with --reason.",
    /// The register's own file.
    OwnFile: "不能写到登记本自己的文件里，请换一个文件名。" "That is the register's own file. Name another.",
    /// Several sheets of CSV to one place.
    OneSheet: "CSV 一个文件只装一张表：请用 --sheets 选一张，或用 --out 指定文件夹，或改用 xlsx。"
        "A CSV file holds one sheet. Choose one with --sheets, name a folder with --out, or use xlsx.",
    /// A workbook to the terminal.
    NeedsFile: "XLSX 是二进制文件，不能显示在终端里，请用 --out 指定文件。"
        "A workbook cannot be shown on a terminal. Name a file with --out.",
    /// The days are the wrong way round.
    Backwards: "--from 晚于 --to，请调换。" "--from is later than --to. Swap them.",
    /// An unknown sheet.
    UnknownSheet: "没有这张表，可选：" "There is no such sheet. There are: ",
    /// What was written.
    Written: "已写入 " "written: ",
    /// The figures' sheet.
    Overview: "概况" "figures",
    /// The first column of the figures.
    Item: "项目" "item",
    /// The second.
    Value: "数值" "value",
    /// The span.
    Days: "日期" "days",
    /// Masked or not.
    Names: "姓名和电话" "names and numbers",
    /// Masked.
    Masked: "已打码" "masked",
    /// In full.
    InFull: "完整" "in full",
    /// How many came.
    Arrivals: "来访" "arrivals",
    /// How many were received.
    Receptions: "接待" "receptions",
    /// Who left waiting.
    Left: "等候中离开" "left while waiting",
    /// Rotation.
    Rotation: "轮接" "rotation",
    /// Own.
    Own: "归属" "own",
    /// Named.
    Named: "指定" "named",
    /// Assists.
    Assists: "代接" "assists",
    /// The middle of the waiting times.
    MedianWait: "等候中位数（分钟）" "median wait (minutes)",
    /// Deposits.
    Deposits: "定金笔数" "deposits",
    /// Their amount.
    DepositAmount: "定金金额（元）" "deposits (yuan)",
    /// Refunds.
    Refunds: "退定笔数" "given back",
    /// Their amount.
    RefundAmount: "退定金额（元）" "given back (yuan)",
    /// Answered.
    Answered: "接听来电" "calls answered",
    /// Missed.
    Missed: "未接来电" "calls missed",
    /// Somebody on the staff.
    Person: "人员" "person",
    /// An hour of the day.
    Hour: "时段" "hour",
    /// The chart of days.
    ByDay: "每日来访" "arrivals by day",
    /// The chart of hours.
    ByHour: "各时段来访" "arrivals by hour",
    /// The chart of people.
    ByPerson: "各人接待" "receptions by person",
}
