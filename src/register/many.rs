//! Rows of one table written many by one statement: every statement opens its table and all the indexes anew, which
//! for a thousand rows costs as much as writing them. Knows no table.

use super::fault::Fault;
use rusqlite::{Connection, Statement, ToSql};

/// Rows of one statement.
const ROWS: usize = 32;

/// A statement that inserts one row, to be said of many; made by [`insert!`].
pub(super) struct Insert {
    /// The whole statement, of one row.
    pub row: &'static str,
    /// Up to the values.
    pub into: &'static str,
    /// The values of a row.
    pub values: &'static str,
    /// What follows them.
    pub end: &'static str,
}

/// An [`Insert`] of what stands before the values, `INSERT OR FAIL INTO table(columns)`, the values of a row, `(?, ?)`,
/// and what may follow them.
macro_rules! insert {
    ($into:literal, $values:literal $(, $end:literal)?) => {
        $crate::register::many::Insert {
            row: concat!($into, " VALUES ", $values $(, " ", $end)?),
            into: $into,
            values: $values,
            end: concat!($($end)?),
        }
    };
}
pub(super) use insert;

impl Insert {
    /// Inserts a row.
    pub fn one(&self, conn: &Connection, values: &[&dyn ToSql]) -> Result<(), Fault> {
        conn.prepare_cached(self.row)?.execute(values)?;
        Ok(())
    }

    /// Inserts rows in their order; `give` gives each one's values.
    pub fn all<T>(
        &self,
        conn: &Connection,
        rows: &[T],
        mut give: impl FnMut(&T, &mut Values) -> rusqlite::Result<()>,
    ) -> Result<(), Fault> {
        let (together, apart) = rows.as_chunks::<ROWS>();
        if !together.is_empty() {
            let Self { into, values, end, .. } = self;
            let sql = format!("{into} VALUES {} {end}", [*values; ROWS].join(", "));
            each(&mut *conn.prepare_cached(&sql)?, together, &mut give)?;
        }
        each(&mut *conn.prepare_cached(self.row)?, apart.as_chunks::<1>().0, &mut give)
    }
}

/// Runs a statement of `N` rows for each so many.
fn each<T, const N: usize>(
    statement: &mut Statement,
    groups: &[[T; N]],
    give: &mut impl FnMut(&T, &mut Values) -> rusqlite::Result<()>,
) -> Result<(), Fault> {
    for group in groups {
        let mut values = Values { statement, given: 0 };
        group.iter().try_for_each(|row| give(row, &mut values))?;
        statement.raw_execute()?;
    }
    Ok(())
}

/// Takes the values of rows, one row after the other.
pub(super) struct Values<'s, 'c> {
    statement: &'s mut Statement<'c>,
    given: usize,
}

impl Values<'_, '_> {
    /// The values of the next row.
    pub fn row(&mut self, values: &[&dyn ToSql]) -> rusqlite::Result<()> {
        values.iter().try_for_each(|value| {
            self.given += 1;
            self.statement.raw_bind_parameter(self.given, value)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::params;

    #[test]
    fn however_many_there_are_each_is_written_once() {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch("CREATE TABLE pairs(one INTEGER, other TEXT)").unwrap();
        let insert = insert!("INSERT INTO pairs(other, one)", "('n' || ?, ?)");
        for count in [0, 1, ROWS - 1, ROWS, ROWS + 1, 3 * ROWS + 2] {
            conn.execute("DELETE FROM pairs", []).unwrap();
            let rows: Vec<usize> = (0..count).collect();
            insert.all(&conn, &rows, |row, values| values.row(params![row.to_string(), row])).unwrap();
            let mut statement = conn.prepare("SELECT one, other FROM pairs ORDER BY rowid").unwrap();
            let pairs = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
            let pairs: Vec<(usize, String)> = pairs.unwrap().collect::<Result<_, _>>().unwrap();
            assert_eq!(pairs, rows.iter().map(|row| (*row, format!("n{row}"))).collect::<Vec<_>>());
        }
    }
}
