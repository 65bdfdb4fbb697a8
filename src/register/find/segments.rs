//! The packed keys as they are kept in the register's file, so that finding is ready at once: written
//! piece by piece while nobody waits, read in one go. They are worth nothing without the log's head
//! that they were made at.

use super::groups::Groups;
use super::packed::Packed;
use super::read::Merged;
use crate::register::chain::Hash;
use crate::register::fault::Fault;
use crate::register::log::Head;
use rusqlite::{Connection, OptionalExtension, params};

/// How the keys are packed. Other ways of folding and spelling make other keys.
const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "/2");
/// So much is written at once: whoever else writes waits no longer than that takes.
const PIECE_BYTES: usize = 1 << 20;

/// What is kept, in the order in which it is read: what takes room while it is read comes first.
#[derive(Clone, Copy, Debug)]
pub enum Part {
    /// The signs of clients' names.
    Signs,
    /// The lengths of the lines of names.
    Lengths,
    /// Who is in which group.
    Members,
    /// Ids.
    Ids,
    /// Where some of them begin.
    IdStarts,
    /// Names.
    Names,
    /// Where some of them begin.
    NameStarts,
    /// Numbers.
    Phones,
    /// Where some of them begin.
    PhoneStarts,
    /// The names of groups.
    GroupNames,
    /// Where some of them begin.
    GroupStarts,
    /// The group that each name leads to.
    LedTo,
    /// Whether groups are households.
    Kinds,
    /// The ids of groups.
    GroupIds,
    /// Who was merged into whom.
    Merged,
}

/// Writes one part after the other.
pub struct Writer<'c> {
    conn: &'c Connection,
    made: i64,
}

impl Writer<'_> {
    /// Writes a part.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn bytes(&self, part: Part, bytes: &[u8]) -> Result<(), Fault> {
        bytes.chunks(PIECE_BYTES).enumerate().try_for_each(|(place, piece)| self.piece(part, place, piece))
    }

    /// Writes a part that is numbers.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn numbers(&self, part: Part, numbers: &[u32]) -> Result<(), Fault> {
        numbers.chunks(PIECE_BYTES / 4).enumerate().try_for_each(|(place, piece)| {
            let bytes: Vec<u8> = piece.iter().flat_map(|number| number.to_le_bytes()).collect();
            self.piece(part, place, &bytes)
        })
    }

    /// Writes a part that is pairs of numbers.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn pairs(&self, part: Part, pairs: &[(u32, u32)]) -> Result<(), Fault> {
        pairs.chunks(PIECE_BYTES / 8).enumerate().try_for_each(|(place, piece)| {
            let bytes: Vec<u8> = piece.iter().flat_map(|(a, b)| [a.to_le_bytes(), b.to_le_bytes()].concat()).collect();
            self.piece(part, place, &bytes)
        })
    }

    fn piece(&self, part: Part, place: usize, bytes: &[u8]) -> Result<(), Fault> {
        let mut statement =
            self.conn.prepare_cached("INSERT INTO search_keys(made, part, place, bytes) VALUES (?1, ?2, ?3, ?4)")?;
        statement.execute(params![self.made, part as i64, i64::try_from(place).unwrap_or(i64::MAX), bytes])?;
        Ok(())
    }
}

/// Reads one part after the other.
pub struct Reader<'c> {
    conn: &'c Connection,
    made: i64,
}

impl Reader<'_> {
    /// Reads a part.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn bytes(&self, part: Part) -> Result<Vec<u8>, Fault> {
        let key = (self.made, part as i64);
        let mut size = self
            .conn
            .prepare_cached("SELECT coalesce(sum(length(bytes)), 0) FROM search_keys WHERE made = ?1 AND part = ?2")?;
        let size: i64 = size.query_row(key, |row| row.get(0))?;
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
        let mut statement =
            self.conn.prepare_cached("SELECT bytes FROM search_keys WHERE made = ?1 AND part = ?2 ORDER BY place")?;
        let mut rows = statement.query(key)?;
        while let Some(row) = rows.next()? {
            bytes.extend_from_slice(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?);
        }
        Ok(bytes)
    }

    /// Reads a part that is numbers.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn numbers(&self, part: Part) -> Result<Vec<u32>, Fault> {
        let bytes = self.bytes(part)?;
        Ok(bytes.as_chunks::<4>().0.iter().map(|number| u32::from_le_bytes(*number)).collect())
    }

    /// Reads a part that is pairs of numbers.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn pairs(&self, part: Part) -> Result<Vec<(u32, u32)>, Fault> {
        let bytes = self.bytes(part)?;
        let pair = |[a, b, c, d, e, f, g, h]: &[u8; 8]| {
            (u32::from_le_bytes([*a, *b, *c, *d]), u32::from_le_bytes([*e, *f, *g, *h]))
        };
        Ok(bytes.as_chunks::<8>().0.iter().map(pair).collect())
    }
}

/// Keeps the keys as they were at `head`, in place of those kept before. Nothing of it waits for the
/// disk: what is lost is made again.
///
/// # Errors
/// When SQLite fails; what was kept before is then still there, or nothing is.
pub fn keep(conn: &Connection, packed: &Packed, groups: &Groups, merged: &Merged, head: Head) -> Result<(), Fault> {
    let made: i64 = conn.query_row(
        "SELECT 1 + max(coalesce((SELECT max(made) FROM search_keys), 0), coalesce((SELECT max(made) FROM search_heads), 0))",
        [],
        |row| row.get(0),
    )?;
    let writer = Writer { conn, made };
    packed.keep(&writer)?;
    groups.keep(&writer)?;
    let lines: Vec<String> = merged.iter().map(|(from, into)| format!("{from}\t{into}\n")).collect();
    writer.bytes(Part::Merged, lines.concat().as_bytes())?;
    let transaction = conn.unchecked_transaction()?;
    conn.execute("DELETE FROM search_heads", [])?;
    conn.execute("DELETE FROM search_keys WHERE made <> ?1", [made])?;
    conn.execute(
        "INSERT INTO search_heads(made, version, seq, hash) VALUES (?1, ?2, ?3, ?4)",
        params![made, VERSION, head.seq, &head.hash.0[..]],
    )?;
    Ok(transaction.commit()?)
}

/// The keys kept, and the head that they were made at; nothing where there are none that this program
/// can read.
///
/// # Errors
/// When SQLite fails.
pub fn read(conn: &Connection) -> Result<Option<(Packed, Groups, Merged, Head)>, Fault> {
    let sql = "SELECT made, seq, hash FROM search_heads WHERE version = ?1 ORDER BY made DESC LIMIT 1";
    let found: Option<(i64, u64, Vec<u8>)> =
        conn.query_row(sql, [VERSION], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
    let Some((made, seq, hash)) = found else { return Ok(None) };
    let Some(hash) = Hash::from_bytes(&hash) else { return Ok(None) };
    let reader = Reader { conn, made };
    let Some(packed) = Packed::read(&reader)? else { return Ok(None) };
    let Some(groups) = Groups::read_kept(&reader)? else { return Ok(None) };
    let merged = String::from_utf8(reader.bytes(Part::Merged)?).unwrap_or_default();
    let pair = |line: &str| line.split_once('\t').map(|(from, into)| (from.to_owned(), into.to_owned()));
    Ok(Some((packed, groups, merged.lines().filter_map(pair).collect(), Head { seq, hash })))
}

/// Forgets the keys kept.
///
/// # Errors
/// When SQLite fails.
pub fn forget(conn: &Connection) -> Result<(), Fault> {
    conn.execute("DELETE FROM search_heads", [])?;
    conn.execute("DELETE FROM search_keys", [])?;
    Ok(())
}
