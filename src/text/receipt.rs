//! The receipt of a deposit (定金收据): plain lines that a receipt printer and an 80-column page hold, and the
//! same as fields for a page of HTML. Shows the client's name only when told that the reader may see it.

use super::because::name;
use super::width::{width, wrap};
use super::{Lang, money, phrases};
use crate::register::receipt::Receipt;
use crate::rules::facts::DepositState;
use crate::rules::floor::Floor;
use crate::rules::fold::mask_name;

/// Cells of a line: what a printer for 80 mm paper holds.
pub const PAPER_CELLS: usize = 48;
const LABEL_CELLS: usize = 12;

phrases! {
    /// Title.
    Title: "定金收据" "Receipt for a deposit",
    /// Its number.
    Number: "收据号" "Number",
    /// The site.
    Site: "案场" "Site",
    /// When it was taken.
    Date: "日期" "Date",
    /// On which unit.
    Unit: "房源" "Unit",
    /// From whom.
    Client: "客户" "Client",
    /// How much.
    Amount: "金额" "Amount",
    /// In capital figures.
    Capitals: "大写" "In words",
    /// Who took it.
    TakenBy: "经手人" "Taken by",
    /// Which deposit.
    Deposit: "定金编号" "Deposit",
    /// Where whoever took it signs.
    SignTaker: "经手人签字" "Taken by (signed)",
    /// Where the client signs.
    SignClient: "客户签字" "Client (signed)",
    /// The desk.
    Desk: "前台" "desk",
    /// There is no such deposit.
    Unknown: "没有这笔定金，请核对编号。" "There is no such deposit. Check the id.",
    /// Nothing is written over the register.
    OwnFile: "不能写到登记本自己的文件里，请换一个文件名。" "That is the register's own file. Name another.",
}

/// A receipt's number as it is printed.
#[must_use]
pub fn number(number: u64) -> String {
    format!("{number:06}")
}

/// What a later print says; nothing on the first.
#[must_use]
pub fn again(lang: Lang, copy: u32) -> Option<String> {
    let count = copy.checked_sub(1).filter(|count| *count > 0)?;
    Some(match lang {
        Lang::Zh => format!("补打 第 {count} 次"),
        Lang::En => format!("COPY {count}"),
    })
}

/// How far a deposit has come.
#[must_use]
pub const fn state(lang: Lang, state: DepositState) -> &'static str {
    match state {
        DepositState::Active => lang.pick("已收", "taken"),
        DepositState::Refunded => lang.pick("已退", "given back"),
        DepositState::Signed => lang.pick("已签合同", "contract signed"),
    }
}

/// A receipt as it is printed.
#[derive(Clone, Copy, Debug)]
pub struct Slip<'a> {
    /// The language.
    pub lang: Lang,
    /// The floor, for the name of whoever took it and the time zone.
    pub floor: &'a Floor,
    /// The site's name; empty when it has none.
    pub site: &'a str,
    /// What it says.
    pub receipt: &'a Receipt,
    /// Which print it is, from 1.
    pub copy: u32,
    /// Whether the client's name stands in full.
    pub is_open: bool,
}

impl Slip<'_> {
    /// Its number with what stands beside it on a later print.
    #[must_use]
    pub fn numbered(&self) -> (String, Option<String>) {
        (number(self.receipt.number), again(self.lang, self.copy))
    }

    /// What it says, label by label.
    #[must_use]
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        let Self { lang, floor, receipt, .. } = *self;
        let client = match receipt.name.as_deref() {
            Some(name) if self.is_open => format!("{name} ({})", receipt.client),
            Some(name) => format!("{} ({})", mask_name(name), receipt.client),
            None => receipt.client.to_string(),
        };
        let taker = receipt.taken_by.as_ref().map_or(Phrase::Desk.get(lang), |staff| name(floor, staff));
        let mut fields = Vec::new();
        if !self.site.is_empty() {
            fields.push((Phrase::Site, self.site.to_owned()));
        }
        fields.extend([
            (Phrase::Date, receipt.at.in_zone(floor.zone).format("%Y-%m-%d %H:%M").to_string()),
            (Phrase::Unit, receipt.unit.to_string()),
            (Phrase::Client, client),
            (Phrase::Amount, format!("￥{}", money::figures(receipt.amount_fen))),
            (Phrase::Capitals, money::capitals(receipt.amount_fen)),
            (Phrase::TakenBy, taker.to_owned()),
            (Phrase::Deposit, receipt.deposit.to_string()),
        ]);
        fields.into_iter().map(|(label, value)| (label.get(lang), value)).collect()
    }

    /// What must be known of a deposit that was given back.
    #[must_use]
    pub fn warning(&self) -> Option<String> {
        let date = self.receipt.refunded_on.filter(|_| self.receipt.state == DepositState::Refunded)?;
        Some(match self.lang {
            Lang::Zh => format!("此定金已于 {date} 退还，本收据仅供备查。"),
            Lang::En => format!("This deposit was given back on {date}; the receipt is for the files only."),
        })
    }

    /// The receipt as lines, none wider than [`PAPER_CELLS`].
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let (number, again) = self.numbered();
        let title = Phrase::Title.get(self.lang);
        let mut lines = vec![format!("{}{title}", " ".repeat(PAPER_CELLS.saturating_sub(width(title)) / 2))];
        let number = format!("{} {number}", Phrase::Number.get(self.lang));
        let again = again.unwrap_or_default();
        let gap = PAPER_CELLS.saturating_sub(width(&number) + width(&again));
        lines.push(format!("{number}{}{again}", " ".repeat(gap)).trim_end().to_owned());
        lines.push("-".repeat(PAPER_CELLS));
        for (label, value) in self.fields() {
            let mut label = format!("{label}{}", " ".repeat(LABEL_CELLS.saturating_sub(width(label))));
            for part in wrap(&value, PAPER_CELLS - LABEL_CELLS) {
                lines.push(format!("{label}{part}"));
                label = " ".repeat(LABEL_CELLS);
            }
        }
        lines.push("-".repeat(PAPER_CELLS));
        if let Some(warning) = self.warning() {
            lines.extend(wrap(&warning, PAPER_CELLS));
        }
        for sign in [Phrase::SignTaker, Phrase::SignClient] {
            let label = sign.get(self.lang);
            let line = "_".repeat(PAPER_CELLS.saturating_sub(width(label) + 1));
            lines.extend([String::new(), format!("{label} {line}")]);
        }
        lines
    }
}
