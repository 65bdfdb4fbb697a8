//! A row of cells becomes a client, or it is said what is wrong with it. Knows the staff by id and by
//! name; never looks a client up.

use super::column::{Columns, Field};
use super::moment;
use super::table::Record;
use crate::rules::command::{ClientRow, Role};
use crate::rules::floor::{Floor, Person};
use crate::rules::fold;
use crate::rules::id::{ClientId, StaffId};
use crate::rules::import::{RowFault, check_row, check_times};
use crate::rules::phone;
use crate::rules::time::Timestamp;
use chrono::{NaiveDateTime, Offset, TimeDelta, TimeZone};
use chrono_tz::Tz;
use std::collections::HashMap;

/// Why a row is refused. What it says of a person is never repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// What the rules say of it.
    Fault(RowFault),
    /// The first contact is no date.
    BadFirstContact,
    /// The last visit is no date.
    BadLastVisit,
    /// Nobody on the staff is the owner.
    UnknownOwner,
    /// The owner has left.
    DepartedOwner,
    /// Several people have the owner's name.
    AmbiguousOwner,
    /// The owner sells nothing.
    NotASalesperson,
    /// There are more cells than headings.
    TooManyCells,
}

impl Reason {
    /// Its name in JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Fault(RowFault::NothingToKnowBy) => "nothing_to_know_by",
            Self::Fault(RowFault::BadPhone) => "bad_phone",
            Self::Fault(RowFault::BadId) => "bad_id",
            Self::Fault(RowFault::TooLong) => "too_long",
            Self::Fault(RowFault::InTheFuture) => "in_the_future",
            Self::BadFirstContact => "bad_first_contact",
            Self::BadLastVisit => "bad_last_visit",
            Self::UnknownOwner => "unknown_owner",
            Self::DepartedOwner => "departed_owner",
            Self::AmbiguousOwner => "ambiguous_owner",
            Self::NotASalesperson => "not_a_salesperson",
            Self::TooManyCells => "too_many_cells",
        }
    }
}

/// Why a row is no client and no fault either.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skip {
    /// Nothing stands in it.
    Blank,
    /// The headings once more.
    Heading,
    /// Sums.
    Total,
}

/// What a row is.
#[derive(Clone, Debug, PartialEq)]
pub enum Read {
    /// A client, with normalised numbers.
    Client(Box<ClientRow>),
    /// Not a client.
    Skip(Skip),
    /// Refused.
    Refused(Reason),
}

/// Who is meant by an id or a name.
#[derive(Debug)]
enum Meant {
    Seller(StaffId),
    Not(Reason),
}

/// Reads rows.
#[derive(Debug)]
pub struct Reader {
    columns: Columns,
    staff: HashMap<String, Meant>,
    zone: Tz,
    now: Timestamp,
    /// Whether clients are told apart by their id alone.
    apart: bool,
    /// The last date read: lists are full of the same day.
    day: Option<(String, Timestamp)>,
}

impl Reader {
    /// A reader of these columns, for the staff of a floor.
    #[must_use]
    pub fn new(columns: Columns, floor: &Floor, now: Timestamp, apart: bool) -> Self {
        let mut staff: HashMap<String, Meant> = HashMap::new();
        for (id, person) in &floor.staff {
            let key = fold::key(&person.name);
            let meant = meant(id, person);
            let merged = match (staff.remove(&key), meant) {
                // Of one who left and one who works here under the same name, the row may mean either.
                (Some(_), _) => Meant::Not(Reason::AmbiguousOwner),
                (None, meant) => meant,
            };
            staff.insert(key, merged);
        }
        // Ids come last: they name exactly one.
        for (id, person) in &floor.staff {
            staff.insert(fold::key(id.as_str()), meant(id, person));
        }
        Self { columns, staff, zone: floor.zone, now, apart, day: None }
    }

    /// The columns that it reads.
    #[must_use]
    pub const fn columns(&self) -> &Columns {
        &self.columns
    }

    /// Reads a row.
    pub fn read(&mut self, record: &Record) -> Read {
        if record.cells().all(|cell| cell.trim().is_empty()) {
            return Read::Skip(Skip::Blank);
        }
        if self.is_heading(record) {
            return Read::Skip(Skip::Heading);
        }
        if is_total(record) {
            return Read::Skip(Skip::Total);
        }
        match self.client(record) {
            Ok(client) => Read::Client(Box::new(client)),
            Err(reason) => Read::Refused(reason),
        }
    }

    fn is_heading(&self, record: &Record) -> bool {
        let known = self.columns.places.values().flatten();
        let mut same = known.map(|place| {
            let heading = self.columns.headings.get(*place).map(|heading| heading.trim());
            heading == Some(record.cell(*place).trim())
        });
        self.columns.found() > 0 && same.all(|is_same| is_same)
    }

    fn client(&mut self, record: &Record) -> Result<ClientRow, Reason> {
        let extra = record.cells().skip(self.columns.headings.len()).any(|cell| !cell.trim().is_empty());
        if extra {
            return Err(Reason::TooManyCells);
        }
        let mut row = ClientRow {
            row: Some(record.number),
            apart: self.apart,
            client: self.text(record, Field::Client).map(|id| ClientId::from(id.trim())),
            name: self.text(record, Field::Name).map(fold::clean_name),
            company: self.text(record, Field::Company).map(fold::clean),
            household: self.text(record, Field::Household).map(fold::clean),
            source: self.text(record, Field::Source).map(fold::clean),
            note: self.text(record, Field::Note).map(fold::clean),
            ..ClientRow::default()
        };
        let phones = self.columns.places.get(&Field::Phone).into_iter().flatten();
        for cell in phones.map(|place| record.cell(*place)) {
            numbers(cell, &mut row.phones);
        }
        row.phones = check_row(&row, self.now).map_err(Reason::Fault)?;
        row.owner = match self.text(record, Field::Owner) {
            Some(text) => Some(self.seller(text)?),
            None => None,
        };
        row.first_contact = self.moment(record, Field::FirstContact).map_err(|()| Reason::BadFirstContact)?;
        row.last_visit = self.moment(record, Field::LastVisit).map_err(|()| Reason::BadLastVisit)?;
        check_times(&row, self.now).map_err(Reason::Fault)?;
        Ok(row)
    }

    /// What stands in a field's column; nothing when only blanks do.
    fn text<'r>(&self, record: &'r Record, field: Field) -> Option<&'r str> {
        let place = self.columns.places.get(&field)?.first()?;
        Some(record.cell(*place)).filter(|text| !fold::is_blank(text))
    }

    fn seller(&self, text: &str) -> Result<StaffId, Reason> {
        match self.staff.get(&fold::key(text)) {
            Some(Meant::Seller(id)) => Ok(id.clone()),
            Some(Meant::Not(reason)) => Err(*reason),
            None => Err(Reason::UnknownOwner),
        }
    }

    fn moment(&mut self, record: &Record, field: Field) -> Result<Option<Timestamp>, ()> {
        let Some(text) = self.text(record, field) else { return Ok(None) };
        if let Some((known, at)) = &self.day
            && known == text
        {
            return Ok(Some(*at));
        }
        let at = in_zone(self.zone, moment::read(text).ok_or(())?);
        self.day = Some((text.to_owned(), at));
        Ok(Some(at))
    }
}

fn meant(id: &StaffId, person: &Person) -> Meant {
    match (person.departed, person.role) {
        (true, _) => Meant::Not(Reason::DepartedOwner),
        (false, Role::Sales) => Meant::Seller(id.clone()),
        (false, _) => Meant::Not(Reason::NotASalesperson),
    }
}

/// The time that a clock on the site's wall showed so; an hour later where the clock was put forward.
fn in_zone(zone: Tz, local: NaiveDateTime) -> Timestamp {
    let at = zone.from_local_datetime(&local).earliest();
    let at = at.or_else(|| zone.from_local_datetime(&(local + TimeDelta::hours(1))).earliest());
    let at = at.unwrap_or_else(|| zone.from_utc_datetime(&local));
    Timestamp::from_micros(at.timestamp_micros(), at.offset().fix().local_minus_utc())
}

/// The numbers in a cell: one, or several with marks between them. What is none stays as it is, to be
/// refused.
fn numbers(cell: &str, out: &mut Vec<String>) {
    let cell = cell.trim();
    if fold::is_blank(cell) {
        return;
    }
    if let Some(number) = phone::normalise(cell) {
        out.push(number);
        return;
    }
    // A spreadsheet's number: 13812345678.0.
    if let Some(number) = cell.strip_suffix(".0").and_then(phone::normalise) {
        out.push(number);
        return;
    }
    for separators in [&['/', '、', ',', '，', ';', '；', '\n', '|', '或'][..], &[' ', '\u{3000}', '\t'][..]] {
        let parts: Vec<&str> = cell.split(separators).filter(|part| !fold::is_blank(part)).collect();
        let read: Option<Vec<String>> = parts.iter().map(|part| phone::normalise(part)).collect();
        if let Some(read) = read.filter(|read| !read.is_empty()) {
            out.extend(read);
            return;
        }
    }
    out.push(cell.to_owned());
}

/// Whether a row holds sums: its first cell with anything in it says so, and there is no number to call.
fn is_total(record: &Record) -> bool {
    // Looked for first: nearly every row has one.
    if record.cells().any(|cell| phone::normalise(cell).is_some()) {
        return false;
    }
    let first = record.cells().map(fold::key).find(|cell| !cell.is_empty()).unwrap_or_default();
    let first: String = first.chars().filter(|c| !c.is_whitespace()).collect();
    ["合计", "总计", "小计", "共计", "total", "subtotal", "sum"].iter().any(|word| {
        first.strip_prefix(word).is_some_and(|rest| {
            rest.is_empty()
                || !rest.starts_with(char::is_alphanumeric)
                || rest.starts_with(|c: char| c.is_ascii_digit())
        })
    })
}
