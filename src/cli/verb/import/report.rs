//! What an import did, or would do: counted, every refused row and every double by its number.

use crate::cli::verb::say;
use crate::import::column::Columns;
use crate::import::row::{Reason, Skip};
use crate::import::table::{Record, Table};
use crate::register::fault::Fault;
use crate::rules::command::ClientRow;
use crate::rules::floor::Floor;
use crate::rules::id::{ClientId, StaffId};
use crate::rules::import::{Fate, Known};
use crate::text::because::name;
use crate::text::{Lang, import as texts};
use serde_json::{Map, Value, json};
use std::path::Path;

/// Who a row turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Of {
    /// The client of an earlier row.
    Row(u64),
    /// A client of the register.
    Client(ClientId),
}

/// A row that is a client known already.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Double {
    row: u64,
    of: Of,
    /// Whether its first contact is the earlier one.
    is_earlier: bool,
    /// To whom the client belongs by it.
    owner: Option<StaffId>,
    /// How many telephone numbers it adds.
    phones: usize,
}

/// What an import did, or would do.
pub struct Report {
    form: String,
    heading_row: u64,
    digest: String,
    /// The file's columns.
    pub columns: Columns,
    /// The row up to which the file had been taken in before.
    through: Option<u64>,
    is_applied: bool,
    /// Rows after the headings.
    pub rows: u64,
    new: u64,
    without_owner: u64,
    without_date: u64,
    /// Rows that an earlier run had taken in.
    before: u64,
    doubles: Vec<Double>,
    skipped: [u64; 3],
    /// Refused rows and why.
    pub refused: Vec<(u64, Reason)>,
    /// The same with their cells.
    pub rejects: Vec<(Record, Reason)>,
    /// Entries made.
    pub entries: u64,
    /// Number of the last event.
    pub last_seq: Option<u64>,
}

const SKIPS: [(Skip, &str); 3] = [(Skip::Blank, "blank"), (Skip::Heading, "headings"), (Skip::Total, "totals")];

impl Report {
    /// Nothing gone through yet.
    #[must_use]
    pub fn of(table: &Table, through: Option<u64>, is_applied: bool) -> Self {
        Self {
            form: table.form.clone(),
            heading_row: table.heading_row,
            digest: table.digest.clone(),
            columns: table.columns.clone(),
            through,
            is_applied,
            rows: 0,
            new: 0,
            without_owner: 0,
            without_date: 0,
            before: 0,
            doubles: Vec::new(),
            skipped: [0; 3],
            refused: Vec::new(),
            rejects: Vec::new(),
            entries: 0,
            last_seq: None,
        }
    }

    /// Counts a row that is no client.
    pub fn skip(&mut self, skip: Skip) {
        for (count, (kind, _)) in self.skipped.iter_mut().zip(SKIPS) {
            *count += u64::from(kind == skip);
        }
    }

    /// Takes down a refused row.
    pub fn refuse(&mut self, record: Record, reason: Reason) {
        self.refused.push((record.number, reason));
        self.rejects.push((record, reason));
    }

    /// Counts a client's row by what becomes of it.
    pub fn count(&mut self, row: &ClientRow, fate: &Fate, known: Option<&Known>) {
        let number = row.row.unwrap_or_default();
        if fate.is_new {
            self.new += 1;
            self.without_owner += u64::from(row.owner.is_none());
            self.without_date += u64::from(row.first_contact.is_none());
            return;
        }
        let of = known.and_then(|known| match (known.row, &known.client) {
            (Some(row), _) => Some(Of::Row(row)),
            (None, Some(client)) => Some(Of::Client(client.clone())),
            (None, None) => None,
        });
        let is_from_before = self.through.is_some_and(|through| number <= through) && !fate.has_effect();
        match of {
            Some(Of::Client(_)) if is_from_before => self.before += 1,
            Some(of) => self.doubles.push(Double {
                row: number,
                of,
                is_earlier: fate.first_contact.is_some(),
                owner: fate.owner.as_ref().map(|(owner, _)| owner.clone()),
                phones: fate.phones.len(),
            }),
            None => {}
        }
    }

    /// The report as JSON.
    #[must_use]
    pub fn as_json(&self) -> Value {
        let heading = |place: &usize| self.columns.headings.get(*place);
        let columns: Map<String, Value> = self
            .columns
            .places
            .iter()
            .map(|(field, places)| (field.key().to_owned(), json!(places.iter().map(heading).collect::<Vec<_>>())))
            .collect();
        let skipped: Map<String, Value> =
            SKIPS.iter().zip(self.skipped).map(|((_, key), count)| ((*key).to_owned(), count.into())).collect();
        let refused: Vec<Value> =
            self.refused.iter().map(|(row, reason)| json!({ "row": row, "reason": reason.code() })).collect();
        json!({
            "applied": self.is_applied,
            "form": self.form,
            "digest": self.digest,
            "heading_row": self.heading_row,
            "columns": columns,
            "unused": self.columns.unused(),
            "rows": self.rows,
            "new": self.new,
            "without_owner": self.without_owner,
            "without_first_contact": self.without_date,
            "taken_in_before": self.before,
            "through_before": self.through,
            "skipped": skipped,
            "refused": refused,
            "duplicates": self.doubles.iter().map(Double::as_json).collect::<Vec<_>>(),
            "entries": self.entries,
            "seq": self.last_seq,
        })
    }

    /// Prints the report; `rejects` is where the refused rows went.
    ///
    /// # Errors
    /// When standard output fails.
    pub fn print(&self, lang: Lang, floor: &Floor, rejects: Option<&Path>) -> Result<(), Fault> {
        self.print_columns(lang)?;
        for (row, reason) in &self.refused {
            say(match lang {
                Lang::Zh => format!("第 {row} 行：拒收，{}。", texts::reason(lang, *reason)),
                Lang::En => format!("Row {row}: refused, {}.", texts::reason(lang, *reason)),
            })?;
        }
        for double in &self.doubles {
            say(double.sentence(lang, floor))?;
        }
        say(self.counts(lang))?;
        if let Some(through) = self.through {
            say(match lang {
                Lang::Zh => format!("这个文件先前已导入到第 {through} 行；其中 {} 行不再重复。", self.before),
                Lang::En => format!(
                    "This file had been taken in up to row {through}; {} of those rows add nothing again.",
                    self.before
                ),
            })?;
        }
        if let Some(out) = rejects {
            say(format!("{}{}", lang.pick("拒收的行写在：", "The refused rows are in "), out.display()))?;
        }
        say(match (self.is_applied, self.entries) {
            (false, _) => lang.pick(
                "这是试读，什么也没有写入。加 --apply 才写入。",
                "This was a dry run: nothing was written. With --apply it is.",
            ),
            (true, 0) => lang.pick("没有新内容，什么也没有写入。", "There was nothing new: nothing was written."),
            (true, _) => lang.pick("已写入登记本。", "The register has them."),
        })
    }

    fn print_columns(&self, lang: Lang) -> Result<(), Fault> {
        say(match lang {
            Lang::Zh => format!("{}，标题在第 {} 行。", self.form, self.heading_row),
            Lang::En => format!("{}, headings in row {}.", self.form, self.heading_row),
        })?;
        for (field, places) in &self.columns.places {
            let headings: Vec<&str> =
                places.iter().filter_map(|place| self.columns.headings.get(*place)).map(String::as_str).collect();
            say(format!("  {} ← {}", texts::field(lang, *field), headings.join(lang.pick("、", ", "))))?;
        }
        let unused = self.columns.unused();
        if unused.is_empty() {
            return Ok(());
        }
        say(format!("  {}{}", lang.pick("未用到的列：", "not used: "), unused.join(lang.pick("、", ", "))))
    }

    fn counts(&self, lang: Lang) -> String {
        let skipped: Vec<String> = SKIPS
            .iter()
            .zip(self.skipped)
            .filter(|(_, count)| *count > 0)
            .map(|((skip, _), count)| format!("{} {count}", texts::skip(lang, *skip)))
            .collect();
        let skipped = if skipped.is_empty() {
            String::new()
        } else {
            format!("{}{}", lang.pick("；略过：", "; passed over: "), skipped.join(lang.pick("、", ", ")))
        };
        let (refused, doubles) = (self.refused.len(), self.doubles.len());
        match lang {
            Lang::Zh => format!(
                "共 {} 行：新客户 {}（无归属人 {}，无首次接触日期 {}），重复 {doubles}，拒收 {refused}{skipped}。",
                self.rows, self.new, self.without_owner, self.without_date
            ),
            Lang::En => format!(
                "{} rows: {} new clients ({} without owner, {} without first contact), {doubles} duplicates, {refused} refused{skipped}.",
                self.rows, self.new, self.without_owner, self.without_date
            ),
        }
    }
}

impl Double {
    fn as_json(&self) -> Value {
        let (of_row, client) = match &self.of {
            Of::Row(row) => (Some(row), None),
            Of::Client(client) => (None, Some(client)),
        };
        json!({
            "row": self.row,
            "of_row": of_row,
            "client": client,
            "earlier": self.is_earlier,
            "owner": self.owner,
            "phones": self.phones,
        })
    }

    fn sentence(&self, lang: Lang, floor: &Floor) -> String {
        let of = match (lang, &self.of) {
            (Lang::Zh, Of::Row(row)) => format!("与第 {row} 行是同一客户"),
            (Lang::En, Of::Row(row)) => format!("the client of row {row}"),
            (Lang::Zh, Of::Client(client)) => format!("登记本里已有，是 {client}"),
            (Lang::En, Of::Client(client)) => format!("in the register as {client}"),
        };
        let mut done = Vec::new();
        if self.is_earlier {
            done.push(lang.pick("首次接触以这一行为准", "its first contact is the earlier one").to_owned());
        }
        if let Some(owner) = &self.owner {
            done.push(format!("{}{}", lang.pick("归属", "belongs to "), name(floor, owner)));
        }
        if self.phones > 0 {
            done.push(match lang {
                Lang::Zh => format!("补电话 {} 个", self.phones),
                Lang::En => format!("adds {} phones", self.phones),
            });
        }
        if done.is_empty() {
            done.push(lang.pick("不改动", "changes nothing").to_owned());
        }
        match lang {
            Lang::Zh => format!("第 {} 行：{of}；{}。", self.row, done.join("，")),
            Lang::En => format!("Row {}: {of}; {}.", self.row, done.join(", ")),
        }
    }
}
