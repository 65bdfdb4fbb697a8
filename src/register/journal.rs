//! The log as a list: pages of entries, newest first, filtered by whom they are about, by what was
//! done, by the day. Reads only; a page never counts or skips rows, it goes on from an entry's number.

use super::fault::Fault;
use super::project::done_by_grant;
use super::query;
use super::{Register, log};
use crate::rules::event::{Entry, Event};
use crate::rules::id::{ClientId, StaffId};
use crate::rules::time::Date;
use chrono::{Days, NaiveTime, TimeDelta, TimeZone};
use chrono_tz::Tz;
use rusqlite::{Connection, OptionalExtension};
use std::ops::Range;

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = [$($command:literal),* $(,)?],)*) => {
        /// A group of commands as people speak of them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Kind { $($(#[$doc])* $kind,)* }

        impl Kind {
            /// Every group, in the order of a list.
            pub const ALL: &[Self] = &[$(Self::$kind),*];

            /// The names of its commands.
            #[must_use]
            pub const fn commands(self) -> &'static [&'static str] {
                match self { $(Self::$kind => &[$($command),*]),* }
            }
        }
    };
}

kinds! {
    /// 来访.
    Arrivals = ["arrive"],
    /// 接待: how visits ended or changed hands, and notices.
    Receptions = ["finish", "visit.leave", "visit.take", "notice.ack", "notice.fail"],
    /// 动态.
    Presence = ["presence"],
    /// 来电.
    Calls = ["call.start", "call.end", "call.returned"],
    /// 客户: what they say of themselves, transfers, links, merges, imports.
    Clients = [
        "register",
        "client.transfer",
        "client.link",
        "client.merge",
        "client.split",
        "hint.dismiss",
        "client.import",
    ],
    /// 销售: units, deposits and their receipts, contracts, commission.
    Sales = [
        "unit.add",
        "unit.hold",
        "unit.release",
        "deposit.take",
        "deposit.refund",
        "contract.sign",
        "commission.agree",
        "receipt.print"
    ],
    /// 纪律: violations, and what a manager has seen.
    Discipline = ["violation.record", "violation.void", "case.rule", "inbox.ack"],
    /// 班次: the plan and leave, and the day opened, reordered and closed.
    Days = [
        "roster.plan",
        "roster.set",
        "roster.publish",
        "leave.grant",
        "leave.cancel",
        "day.open",
        "day.reorder",
        "day.close"
    ],
    /// 设置: staff, policies, the rulebook, other projects, PINs.
    Settings = [
        "staff.add",
        "staff.depart",
        "policy.set",
        "rulebook.set",
        "project.add",
        "pin.set",
        "pin.fail"
    ],
    /// 导出: what was handed out.
    Exports = ["export.log"],
    /// 申请: what a manager was asked for, and the answers.
    Requests = ["ask", "answer"],
    /// 撤回.
    Undo = ["undo"],
}

/// Which entries a list shows; nothing set: all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Given by this person, or about them: received, asked for, owned, passed over, charged …
    pub staff: Option<StaffId>,
    /// About this client, under any id.
    pub client: Option<ClientId>,
    /// What was done.
    pub kind: Option<Kind>,
    /// Given on this date at the site.
    pub date: Option<Date>,
}

/// An entry in the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The entry.
    pub entry: Entry,
    /// Number of the undo that struck it out.
    pub struck_by: Option<u64>,
    /// The entry that it took back, for an undo.
    pub undone: Option<Box<Entry>>,
}

impl Line {
    /// Whether it was struck out.
    #[must_use]
    pub const fn is_struck(&self) -> bool {
        self.struck_by.is_some()
    }
}

/// The entries before number `before` (the last ones, for `None`) that a filter lets through, newest
/// first, at most `limit`. The next page goes on before the last one's number.
///
/// # Errors
/// When SQLite fails or an entry cannot be read.
pub fn page(
    register: &Register,
    zone: Tz,
    filter: &Filter,
    before: Option<u64>,
    limit: usize,
) -> Result<Vec<Line>, Fault> {
    let conn = register.conn();
    let trails = trails(register, filter)?;
    let rows = match filter.date {
        Some(date) => rows_of_day(register, zone, date)?,
        None => 1..register.head()?.seq + 1,
    };
    let mut bound = before.map_or(rows.end, |before| before.min(rows.end));
    let mut lines = Vec::new();
    while lines.len() < limit
        && let Some(seq) = latest_of_all(conn, &trails, rows.start..bound)?
    {
        lines.push(line(conn, seq)?);
        bound = seq;
    }
    Ok(lines)
}

/// One entry as the list shows it; nothing when none begins at that row.
///
/// # Errors
/// When SQLite fails or the entry cannot be read.
pub fn line_at(register: &Register, seq: u64) -> Result<Option<Line>, Fault> {
    let conn = register.conn();
    if log::glance(conn, seq)?.is_none() { Ok(None) } else { line(conn, seq).map(Some) }
}

fn line(conn: &Connection, seq: u64) -> Result<Line, Fault> {
    let entry = log::glance(conn, seq)?.ok_or(Fault::Unreadable(seq))?;
    let mut statement = conn.prepare_cached("SELECT by_seq FROM struck WHERE seq = ?1")?;
    let struck_by = statement.query_row([seq], |row| row.get(0)).optional()?;
    let undone = match entry.events.first() {
        Some(Event::Undone { entry }) => log::entry(conn, *entry)?.map(Box::new),
        _ => None,
    };
    Ok(Line { entry, struck_by, undone })
}

/// Numbers of entries in rising order, walked backwards by an index.
enum Trail {
    /// Every entry.
    All,
    /// Those that mention one of these.
    Subjects(Vec<String>),
    /// Those of these commands.
    Commands(&'static [&'static str]),
}

const LAST_ENTRY: &str = "SELECT command FROM events WHERE seq < ?1 ORDER BY seq DESC LIMIT 1";
const LAST_MENTION: &str = "SELECT seq FROM mentions WHERE subject = ?1 AND seq < ?2 ORDER BY seq DESC LIMIT 1";
const LAST_KEPT: &str = "SELECT seq FROM kept_mentions WHERE subject = ?1 AND seq < ?2 ORDER BY seq DESC LIMIT 1";
const LAST_COMMAND: &str =
    "SELECT seq FROM events WHERE kind = ?1 AND seq = command AND seq < ?2 ORDER BY seq DESC LIMIT 1";

impl Trail {
    /// The last number on the trail before `bound`.
    fn last_before(&self, conn: &Connection, bound: u64) -> Result<Option<u64>, Fault> {
        let one = |sql: &str, subject: &str| -> Result<Option<u64>, Fault> {
            Ok(conn.prepare_cached(sql)?.query_row((subject, bound), |row| row.get(0)).optional()?)
        };
        let mut last = None;
        match self {
            Self::All => last = conn.prepare_cached(LAST_ENTRY)?.query_row([bound], |row| row.get(0)).optional()?,
            Self::Subjects(subjects) => {
                for subject in subjects {
                    last = last.max(one(LAST_MENTION, subject)?).max(one(LAST_KEPT, subject)?);
                }
            }
            Self::Commands(names) => {
                for name in *names {
                    let granted = done_by_grant(name);
                    last = last.max(one(LAST_COMMAND, name)?).max(one(LAST_MENTION, &granted)?);
                    last = last.max(one(LAST_KEPT, &granted)?);
                }
            }
        }
        Ok(last)
    }
}

fn trails(register: &Register, filter: &Filter) -> Result<Vec<Trail>, Fault> {
    let mut trails = Vec::new();
    if let Some(staff) = &filter.staff {
        trails.push(Trail::Subjects(vec![format!("s:{staff}")]));
    }
    if let Some(client) = &filter.client {
        trails.push(Trail::Subjects(subjects_of_client(register, client)?));
    }
    if let Some(kind) = filter.kind {
        trails.push(Trail::Commands(kind.commands()));
    }
    if trails.is_empty() {
        trails.push(Trail::All);
    }
    Ok(trails)
}

/// A client's ids, merged ones too, and their visits: of a struck entry only the visit may be known.
fn subjects_of_client(register: &Register, client: &ClientId) -> Result<Vec<String>, Fault> {
    let kept = query::client_id(register, client)?.unwrap_or_else(|| client.clone());
    let mut statement = register.conn().prepare_cached("SELECT 'c:' || id FROM clients WHERE merged_into = ?1")?;
    let rows = statement.query_map([kept.as_str()], |row| row.get(0))?;
    let mut subjects: Vec<String> = rows.collect::<Result<_, _>>()?;
    subjects.push(format!("c:{kept}"));
    subjects.extend(query::visits_of(register, &kept)?.iter().map(|visit| format!("v:{visit}")));
    Ok(subjects)
}

/// The last number within `rows` that is on all trails: each is followed down to where the others are.
fn latest_of_all(conn: &Connection, trails: &[Trail], rows: Range<u64>) -> Result<Option<u64>, Fault> {
    let mut bound = rows.end;
    loop {
        let mut lowest = None;
        let mut agreed = true;
        for trail in trails {
            let below = lowest.map_or(bound, |lowest: u64| lowest + 1);
            let Some(seq) = trail.last_before(conn, below)?.filter(|seq| *seq >= rows.start) else {
                return Ok(None);
            };
            agreed &= lowest.is_none_or(|lowest| lowest == seq);
            lowest = Some(seq);
        }
        match lowest {
            Some(seq) if agreed => return Ok(Some(seq)),
            Some(seq) => bound = seq + 1,
            None => return Ok(None),
        }
    }
}

/// The rows of a date at the site. Times in the log never go back, so halving finds them.
fn rows_of_day(register: &Register, zone: Tz, date: Date) -> Result<Range<u64>, Fault> {
    let conn = register.conn();
    let end = register.head()?.seq + 1;
    let next = date.checked_add_days(Days::new(1)).unwrap_or(date);
    Ok(first_row_at(conn, end, start_of_day(zone, date))?..first_row_at(conn, end, start_of_day(zone, next))?)
}

/// When a date begins at the site, UTC microseconds.
fn start_of_day(zone: Tz, date: Date) -> i64 {
    let midnight = date.and_time(NaiveTime::MIN);
    // Where the clock is put forward at midnight, the day begins an hour later.
    let first = (0..24).find_map(|hour| zone.from_local_datetime(&(midnight + TimeDelta::hours(hour))).earliest());
    first.map_or_else(|| midnight.and_utc().timestamp_micros(), |time| time.timestamp_micros())
}

/// The first row given at `micros` or later; `end` when there is none.
fn first_row_at(conn: &Connection, end: u64, micros: i64) -> Result<u64, Fault> {
    let mut statement = conn.prepare_cached("SELECT at FROM events WHERE seq = ?1")?;
    let (mut low, mut high) = (1, end);
    while low < high {
        let middle = low.midpoint(high);
        let at: i64 = statement.query_row([middle], |row| row.get(0))?;
        if at < micros {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(low)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::command::Command;
    use std::collections::BTreeSet;

    #[test]
    fn every_command_is_of_one_kind() {
        let named: Vec<&str> = Kind::ALL.iter().flat_map(|kind| kind.commands().iter().copied()).collect();
        let once: BTreeSet<&str> = named.iter().copied().collect();
        assert_eq!(named.len(), once.len(), "a command is of two kinds");
        assert_eq!(once, Command::NAMES.iter().copied().collect());
    }

    #[test]
    fn every_step_is_led_by_an_index() {
        let folder = tempfile::TempDir::new().unwrap();
        let register = Register::open(&folder.path().join("site.lunpai"), Some(chrono_tz::Asia::Shanghai)).unwrap();
        let expected = [
            (LAST_ENTRY, "SEARCH events USING INTEGER PRIMARY KEY (rowid<?)"),
            (LAST_MENTION, "SEARCH mentions USING PRIMARY KEY (subject=? AND seq<?)"),
            (LAST_KEPT, "SEARCH kept_mentions USING PRIMARY KEY (subject=? AND seq<?)"),
            (LAST_COMMAND, "SEARCH events USING INDEX events_command (kind=? AND rowid<?)"),
        ];
        for (sql, plan) in expected {
            let sql = format!("EXPLAIN QUERY PLAN {sql}").replace("?1", "1").replace("?2", "2");
            let mut statement = register.conn().prepare(&sql).unwrap();
            let steps: Vec<String> =
                statement.query_map([], |row| row.get(3)).unwrap().collect::<Result<_, _>>().unwrap();
            assert_eq!(steps, [plan]);
        }
    }
}
