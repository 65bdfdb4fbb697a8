//! The client log of one day (来访客户登记表) as a table. Knows which columns there are and what
//! each says; knows no file format.

use super::{Cell, Table};
use crate::register::Register;
use crate::register::fault::Fault;
use crate::register::query::{self, VisitRow};
use crate::rules::floor::Floor;
use crate::rules::id::StaffId;
use crate::rules::time::{Date, Timestamp};
use crate::rules::{fold, phone};
use crate::text::{Lang, because, words};

/// Whether clients can be told from what is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Privacy {
    /// Names and numbers are masked.
    Masked,
    /// Names and numbers stand in full.
    Open,
}

/// The headings of the columns, in order: Chinese and English.
const HEADINGS: &[(&str, &str)] = &[
    ("日期", "date"),
    ("时间", "time"),
    ("来访", "visit"),
    ("客户", "client"),
    ("姓名", "name"),
    ("电话", "phone"),
    ("人数", "party"),
    ("来源", "source"),
    ("路径", "path"),
    ("指定", "asked for"),
    ("接待人", "receiver"),
    ("计名额", "counted"),
    ("补接", "make-up"),
    ("协助", "assist"),
    ("归属人", "owner"),
    ("等候分钟", "wait minutes"),
    ("接待分钟", "reception minutes"),
    ("状态", "state"),
    ("规则", "rules"),
];

/// Everyone who came on a day, in the order in which they came. Minutes stand only for what is over.
///
/// # Errors
/// When the register cannot be read.
pub fn table(register: &Register, floor: &Floor, lang: Lang, date: Date, privacy: Privacy) -> Result<Table, Fault> {
    let writer = Writer { floor, lang, date, privacy };
    let visits = query::visits_on(register, date)?;
    Ok(Table {
        headings: HEADINGS.iter().map(|(zh, en)| lang.pick(zh, en)).collect(),
        rows: visits.iter().map(|visit| writer.row(visit)).collect(),
    })
}

struct Writer<'a> {
    floor: &'a Floor,
    lang: Lang,
    date: Date,
    privacy: Privacy,
}

impl Writer<'_> {
    fn row(&self, visit: &VisitRow) -> Vec<Cell> {
        let time = visit.arrived_at.in_zone(self.floor.zone).format("%H:%M").to_string();
        let received = visit.receiver.is_some() && visit.started_at.is_some();
        vec![
            Cell::Text(self.date.to_string()),
            Cell::Text(time),
            Cell::Text(visit.id.clone()),
            Cell::Text(visit.client.clone()),
            Cell::text(visit.name.as_deref().map(|name| self.name(name))),
            visit.phone.as_deref().map_or(Cell::Empty, |number| Cell::Phone(self.phone(number))),
            Cell::number(visit.party),
            Cell::text(visit.source.as_deref()),
            Cell::text(visit.path.as_deref().map(|path| words::path_code(self.lang, path))),
            self.staff(visit.asks_for.as_deref()),
            self.staff(visit.receiver.as_deref()),
            self.yes_no(received, visit.counted),
            self.yes_no(received, visit.makeup),
            self.yes_no(received, visit.assist),
            self.staff(visit.owner.as_deref()),
            minutes(Some(visit.arrived_at), visit.started_at),
            minutes(visit.started_at, visit.ended_at),
            Cell::text(Some(words::visit_state(self.lang, &visit.state))),
            Cell::text(visit.rules.as_deref().map(|rules| self.rules(rules))),
        ]
    }

    fn name(&self, name: &str) -> String {
        match self.privacy {
            Privacy::Masked => fold::mask_name(name),
            Privacy::Open => name.to_owned(),
        }
    }

    fn phone(&self, number: &str) -> String {
        match self.privacy {
            Privacy::Masked => phone::mask(number),
            Privacy::Open => number.to_owned(),
        }
    }

    fn staff(&self, id: Option<&str>) -> Cell {
        Cell::text(id.map(|id| because::name(self.floor, &StaffId::from(id)).to_owned()))
    }

    /// Yes or no of somebody received; nothing is to be said of others.
    fn yes_no(&self, received: bool, is_so: bool) -> Cell {
        let word = if is_so { self.lang.pick("是", "yes") } else { self.lang.pick("否", "no") };
        Cell::text(received.then_some(word))
    }

    /// Rule numbers. No comma stands between them: a spreadsheet would read a number with decimals.
    fn rules(&self, json: &str) -> String {
        let numbers: Vec<u8> = serde_json::from_str(json).unwrap_or_default();
        let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        numbers.join(self.lang.pick("、", "; "))
    }
}

/// Whole minutes from one time to another, when both are known.
fn minutes(from: Option<Timestamp>, to: Option<Timestamp>) -> Cell {
    let minutes = from.zip(to).map(|(from, to)| to.seconds_since(from).div_euclid(60));
    Cell::number(minutes)
}
