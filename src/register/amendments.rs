//! Who changed the rulebook and its policies, and when, read from the log. Never says what is in force.

use super::Register;
use super::fault::Fault;
use super::log;
use crate::rules::event::Header;

/// The most changes read.
const CHANGES_MAX: u32 = 500;

/// The latest changes of policies and of the rulebook, newest first; those taken back left out.
///
/// # Errors
/// When the register cannot be read.
pub fn amendments(register: &Register) -> Result<Vec<Header>, Fault> {
    let mut statement = register.conn().prepare_cached(
        "SELECT seq FROM events WHERE seq = command AND kind IN ('policy.set', 'rulebook.set')
         AND seq NOT IN (SELECT seq FROM struck) ORDER BY seq DESC LIMIT ?1",
    )?;
    let rows: Vec<u64> = statement.query_map([CHANGES_MAX], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut found = Vec::with_capacity(rows.len());
    for seq in rows {
        found.extend(log::entry(register.conn(), seq)?.map(|entry| entry.header));
    }
    Ok(found)
}
