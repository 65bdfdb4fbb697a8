//! The file itself: how it is made, recognised and brought up to date. Looks before it touches:
//! another program's file, or a newer one, is refused with not a byte changed.

use super::{fault::Fault, images};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use sha2::{Digest, Sha256};
use std::fs::OpenOptions;
use std::io::{ErrorKind, Read};
use std::path::Path;
use std::time::Duration;

/// Marks the file as a register: "lunp".
pub const APPLICATION_ID: i64 = 0x6c75_6e70;

/// The numbered steps of the schema, never edited once shipped.
const STEPS: &[&str] = &[
    concat!(
        include_str!("../../assets/schema/001_register.sql"),
        include_str!("../../assets/schema/002_projections.sql")
    ),
    include_str!("../../assets/schema/003_days.sql"),
    include_str!("../../assets/schema/004_reading.sql"),
    include_str!("../../assets/schema/005_journal.sql"),
    include_str!("../../assets/schema/006_pins.sql"),
    include_str!("../../assets/schema/007_import.sql"),
    include_str!("../../assets/schema/008_search.sql"),
    include_str!("../../assets/schema/009_lean.sql"),
    include_str!("../../assets/schema/010_hints.sql"),
    include_str!("../../assets/schema/011_exports.sql"),
    include_str!("../../assets/schema/012_images.sql"),
    include_str!("../../assets/schema/013_elsewhere.sql"),
];

/// The digest of the text of the schema that the steps make; the test beside it says what it must be.
const SCHEMA_DIGEST: &str = "ceccd0051440193796108fe41ac2434b534f5ee63056aa5f60afdca2259c0a72";

/// The site's key that stands while the tables must be made again from the log.
pub const TABLES_DUE: &str = "tables_due";

/// Tables made from the log, in an order in which they can be emptied.
pub const PROJECTIONS: &[&str] = &[
    "requests",
    "imports",
    "struck",
    "kept_mentions",
    "receipts",
    "mentions",
    "clients",
    "first_owners",
    "client_phones",
    "groups",
    "visits",
    "units",
    "holds",
    "deposits",
    "calls",
    "violations",
    "day_turns",
    "merges",
    "client_ties",
    "hint_dismissals",
];

/// How long a command waits for another process, before it says that the register is busy.
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(30);

/// Opens a register, making one where there is none and `create` says so.
///
/// # Errors
/// A fault that says what is in the way; a file that is refused is not changed.
pub fn open(path: &Path, create: bool) -> Result<Connection, Fault> {
    if rusqlite::version_number() < 3_051_003 {
        return Err(Fault::OldSqlite(rusqlite::version()));
    }
    let is_new = match std::fs::metadata(path) {
        Ok(found) if found.is_dir() => return Err(Fault::NotARegister(path.to_owned())),
        Ok(found) => found.len() == 0,
        Err(error) if error.kind() == ErrorKind::NotFound => true,
        Err(error) => return Err(Fault::Unopenable { path: path.to_owned(), kind: error.kind() }),
    };
    if is_new {
        if !create {
            return Err(Fault::Missing(path.to_owned()));
        }
        create_private(path)?;
    }
    let is_expected = !is_new && bears_our_mark(path);
    if !is_new && !is_expected {
        inspect(path)?;
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(BUSY_TIMEOUT)?;
    if is_expected {
        // Looked at through this connection, the schema is read once; refused, the file stays as it was.
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        judge(&conn, path)?;
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    }
    conn.set_prepared_statement_cache_capacity(128);
    migrate(&mut conn)?;
    configure(&conn)?;
    Ok(conn)
}

fn configure(conn: &Connection) -> Result<(), Fault> {
    // A plan never depends on what is looked for: otherwise some statements are prepared anew at every use.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // Copying the write-ahead log into the file is left for when nobody waits; the number only bounds it. The cache, in
    // KiB, holds what stands above the leaves of a million clients' trees.
    conn.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA mmap_size = 0;
         PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -5000;
         PRAGMA wal_autocheckpoint = 40000;",
    )?;
    Ok(())
}

/// Makes the file for the owner's eyes only before SQLite opens it.
pub(super) fn create_private(path: &Path) -> std::io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?;
    Ok(())
}

/// Looks at a file that must be there, and be a register that this program knows, without changing it.
///
/// # Errors
/// A fault that says what is in the way.
pub fn inspect_present(path: &Path) -> Result<(), Fault> {
    match std::fs::metadata(path) {
        Ok(found) if found.is_dir() || found.len() == 0 => Err(Fault::NotARegister(path.to_owned())),
        Ok(_) => inspect(path),
        Err(error) if error.kind() == ErrorKind::NotFound => Err(Fault::Missing(path.to_owned())),
        Err(error) => Err(Fault::Unopenable { path: path.to_owned(), kind: error.kind() }),
    }
}

/// Whether a file begins as a register of this very schema does, as far as its first bytes tell.
fn bears_our_mark(path: &Path) -> bool {
    let mut head = [0; 72];
    let is_read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut head)).is_ok();
    let number = |at: usize| {
        head.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map(|bytes| i64::from(u32::from_be_bytes(bytes)))
    };
    let is_ours = number(68) == Some(APPLICATION_ID) && number(60) == Some(known_version());
    is_read && is_ours && head.starts_with(b"SQLite format 3\0")
}

/// Looks at a file without changing it: is it a register that this program knows?
fn inspect(path: &Path) -> Result<(), Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(BUSY_TIMEOUT)?;
    judge(&conn, path)
}

/// Whether a file is a register that this program knows.
fn judge(conn: &Connection, path: &Path) -> Result<(), Fault> {
    let not_ours = || Fault::NotARegister(path.to_owned());
    let read = |name: &str| conn.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let application = match read("application_id") {
        Ok(id) => id,
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) => return Err(not_ours()),
        Err(error) => return Err(error.into()),
    };
    let version = read("user_version")?;
    let tables: i64 = conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if application == 0 && version == 0 && tables == 0 {
        return Ok(()); // made but never filled: another process is about to, or was killed
    }
    if application != APPLICATION_ID {
        return Err(not_ours());
    }
    let known = known_version();
    if version > known {
        return Err(Fault::NewerSchema { found: version, known });
    }
    if version == known && !is_as_made(&text_of(conn)?)? {
        return Err(not_ours());
    }
    Ok(())
}

/// Whether a schema's text is what this program makes. To make one takes longer than all else at start: it
/// is made only where the digest known of it does not settle the question.
fn is_as_made(text: &[String]) -> Result<bool, Fault> {
    Ok(digest(text) == SCHEMA_DIGEST || *text == text_of(&blank()?)?)
}

fn digest(text: &[String]) -> String {
    super::chain::Hash(Sha256::digest(text.join("\n")).into()).to_string()
}

/// A schema as this program makes it, in memory.
pub(super) fn blank() -> Result<Connection, Fault> {
    let conn = Connection::open_in_memory()?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    for step in STEPS {
        conn.execute_batch(step)?;
    }
    Ok(conn)
}

/// The schema's own text: every table and index. Triggers apart: a file whose guards were taken off
/// must still be opened, so that `verify` can say what was done to it.
fn text_of(conn: &Connection) -> Result<Vec<String>, Fault> {
    let mut statement = conn.prepare(
        "SELECT name || ': ' || sql FROM sqlite_schema WHERE type IN ('table', 'index') AND sql IS NOT NULL ORDER BY name",
    )?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn known_version() -> i64 {
    i64::try_from(STEPS.len()).unwrap_or(i64::MAX)
}

fn migrate(conn: &mut Connection) -> Result<(), Fault> {
    let at = |conn: &Connection| conn.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0));
    if at(conn)? >= known_version() {
        return Ok(());
    }
    let transaction = conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let done = usize::try_from(at(&transaction)?).unwrap_or(0);
    if done < STEPS.len() {
        // They name the columns of the tables as they were before the step.
        images::drop_triggers(&transaction)?;
    }
    for step in STEPS.iter().skip(done) {
        transaction.execute_batch(step)?;
    }
    if done < STEPS.len() {
        images::make_triggers(&transaction)?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", known_version())?;
    }
    if (1..STEPS.len()).contains(&done) {
        // What the new tables and columns hold of old entries is made from the log when the register is opened.
        transaction.execute("INSERT OR REPLACE INTO site(key, value) VALUES (?1, '')", [TABLES_DUE])?;
    }
    transaction.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_that_of_the_steps() {
        assert_eq!(digest(&text_of(&blank().unwrap()).unwrap()), SCHEMA_DIGEST, "SCHEMA_DIGEST must be the left one");
    }

    #[test]
    fn an_older_file_is_brought_up_to_date() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("old.lunpai");
        let old = Connection::open(&path).unwrap();
        old.execute_batch(STEPS[0]).unwrap();
        old.execute("INSERT INTO units(id, seq) VALUES ('1-0301', 7)", []).unwrap();
        old.execute_batch("CREATE TRIGGER undo_calls_insert AFTER INSERT ON calls BEGIN SELECT 1; END").unwrap();
        old.pragma_update(None, "application_id", APPLICATION_ID).unwrap();
        old.pragma_update(None, "user_version", 1).unwrap();
        drop(old);
        let conn = open(&path, false).unwrap();
        let (new, old) = (text_of(&open(&folder.path().join("new.lunpai"), true).unwrap()), text_of(&conn));
        assert_eq!(old.unwrap(), new.unwrap());
        let trigger = "SELECT sql FROM sqlite_schema WHERE name = 'undo_deposits_update'";
        let sql: String = conn.query_row(trigger, [], |row| row.get(0)).unwrap();
        assert!(sql.contains("old.refunded_on"), "an undo knows the new columns: {sql}");
        let unit: String = conn.query_row("SELECT id FROM units", [], |row| row.get(0)).unwrap();
        assert_eq!(unit, "1-0301", "what was there is there");
        drop(conn);
        assert!(open(&path, false).is_ok(), "and again");
    }
}
