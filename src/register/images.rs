//! Undo images: for every change that an entry makes to the tables, the statement that takes it back, written by
//! triggers as JSON: the SQL and then its parameters.

use super::fault::Fault;
use rusqlite::types::Value as SqlValue;
use rusqlite::{Connection, params, params_from_iter};
use serde_json::{Value, json};

/// A kind of change to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    Insert,
    Update,
    Delete,
}
use Change::{Delete, Insert, Update};

/// What entries change in the projections that an undo takes back. The others stay as they are: answers stay given,
/// struck entries stay struck, paper stays printed; of mentions the projection makes the image itself. Each trigger
/// here is read at every start, so there are none for what no entry does.
const NOTED: &[(&str, &[Change])] = &[
    ("clients", &[Insert, Update]),
    ("first_owners", &[Insert]),
    ("client_phones", &[Insert, Delete]),
    ("groups", &[Insert, Update]),
    ("visits", &[Insert, Update]),
    ("units", &[Insert]),
    ("holds", &[Insert, Update]),
    ("deposits", &[Insert, Update]),
    ("calls", &[Insert, Update]),
    ("violations", &[Insert, Update]),
    ("day_turns", &[Insert]),
    ("merges", &[Insert, Update, Delete]),
    ("client_ties", &[Insert]),
    ("hint_dismissals", &[Insert]),
];

/// The column of a projection that names the entry that made the row. What such an entry changes of its own rows
/// needs no image: taking it back deletes them.
const MADE_BY: &[(&str, &str)] = &[("clients", "serial"), ("visits", "seq")];

/// Makes the triggers that write the images.
///
/// # Errors
/// When SQLite fails.
pub fn make_triggers(conn: &Connection) -> Result<(), Fault> {
    for (table, changes) in NOTED {
        let columns = columns(conn, table)?;
        for change in *changes {
            conn.execute_batch(&trigger(table, &columns, *change))?;
        }
    }
    Ok(())
}

/// The trigger of a table for a kind of change. Its parameters are the key first, then the row as it was.
fn trigger(table: &str, columns: &[Column], change: Change) -> String {
    let keys: Vec<&str> = columns.iter().filter(|column| column.is_key).map(|column| column.name.as_str()).collect();
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let values = |row: &str, names: &[&str]| {
        let parts: Vec<String> = names.iter().map(|name| format!("{row}.{name}")).collect();
        parts.join(", ")
    };
    let equal = |names: &[&str], first: usize, separator: &str| {
        let parts: Vec<String> = (first..).zip(names).map(|(place, name)| format!("{name} = ?{place}")).collect();
        parts.join(separator)
    };
    let is_the_row = equal(&keys, 1, " AND ");
    let (kind, condition, sql, parameters) = match change {
        Insert => ("INSERT", String::new(), format!("DELETE FROM {table} WHERE {is_the_row}"), values("new", &keys)),
        Update => {
            let of_another = MADE_BY.iter().find(|(of, _)| *of == table).map(|(_, made_by)| {
                format!("WHEN old.{made_by} IS NOT (SELECT command FROM events ORDER BY seq DESC LIMIT 1)")
            });
            let set = equal(&names, keys.len() + 1, ", ");
            let sql = format!("UPDATE {table} SET {set} WHERE {is_the_row}");
            ("UPDATE", of_another.unwrap_or_default(), sql, [values("new", &keys), values("old", &names)].join(", "))
        }
        Delete => {
            let places: Vec<String> = (1..=names.len()).map(|place| format!("?{place}")).collect();
            let sql = format!("INSERT INTO {table} VALUES ({})", places.join(", "));
            ("DELETE", String::new(), sql, values("old", &names))
        }
    };
    format!(
        "CREATE TRIGGER undo_{table}_{} AFTER {kind} ON {table} {condition} BEGIN
             INSERT INTO undo_images(seq, image) SELECT max(seq), json_array('{sql}', {parameters}) FROM events; END;",
        kind.to_lowercase()
    )
}

/// Removes the triggers, for a rebuild.
///
/// # Errors
/// When SQLite fails.
pub fn drop_triggers(conn: &Connection) -> Result<(), Fault> {
    let mut statement =
        conn.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'undo\\_%' ESCAPE '\\'")?;
    let names: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for name in names {
        conn.execute_batch(&format!("DROP TRIGGER {name}"))?;
    }
    Ok(())
}

/// Notes how to take the mentions of an entry back: all of them in one go.
///
/// # Errors
/// When SQLite fails.
pub fn note_mentions<'s>(
    conn: &Connection,
    seq: u64,
    subjects: impl IntoIterator<Item = &'s String>,
) -> Result<(), Fault> {
    let subjects: Vec<&String> = subjects.into_iter().collect();
    if subjects.is_empty() {
        return Ok(());
    }
    let sql = "DELETE FROM mentions WHERE seq = ?1 AND subject IN (SELECT value FROM json_each(?2))";
    let image = json!([sql, seq, json!(subjects).to_string()]).to_string();
    conn.prepare_cached("INSERT INTO undo_images(seq, image) VALUES (?1, ?2)")?.execute(params![seq, image])?;
    Ok(())
}

/// Takes back what the rows of an entry changed, the newest change first. The images are used up; those that this
/// makes, of the entry that takes it back and begins at row `undo`, are of no use.
///
/// # Errors
/// When SQLite fails or an image cannot be read.
pub fn restore(conn: &Connection, first: u64, last: u64, undo: u64) -> Result<(), Fault> {
    let mut statement =
        conn.prepare_cached("SELECT image FROM undo_images WHERE seq BETWEEN ?1 AND ?2 ORDER BY n DESC")?;
    let images: Vec<String> = statement.query_map([first, last], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for image in images {
        let Ok((sql, parameters)) = read(&image) else { return Err(Fault::Unreadable(first)) };
        conn.prepare_cached(&sql)?.execute(params_from_iter(parameters))?;
    }
    conn.execute("DELETE FROM undo_images WHERE seq BETWEEN ?1 AND ?2 OR seq >= ?3", [first, last, undo])?;
    Ok(())
}

/// The statement of an image, and its parameters.
fn read(image: &str) -> Result<(String, Vec<SqlValue>), serde_json::Error> {
    let mut parts: Vec<Value> = serde_json::from_str(image)?;
    let parameters = parts.split_off(1.min(parts.len())).into_iter().map(|value| match value {
        Value::String(text) => SqlValue::Text(text),
        Value::Number(number) => number.as_i64().map_or(SqlValue::Null, SqlValue::Integer),
        _ => SqlValue::Null,
    });
    let parameters = parameters.collect();
    let sql = parts.pop().map_or_else(|| Ok(String::new()), serde_json::from_value)?;
    Ok((sql, parameters))
}

/// The greatest number of an image.
///
/// # Errors
/// When SQLite fails.
pub fn last(conn: &Connection) -> Result<u64, Fault> {
    let mut statement = conn.prepare_cached("SELECT coalesce(max(n), 0) FROM undo_images")?;
    Ok(statement.query_row([], |row| row.get(0))?)
}

/// Says that the images made since one are of an entry, which is not the log's last.
///
/// # Errors
/// When SQLite fails.
pub fn attribute(conn: &Connection, since: u64, seq: u64) -> Result<(), Fault> {
    conn.prepare_cached("UPDATE undo_images SET seq = ?1 WHERE n > ?2")?.execute([seq, since])?;
    Ok(())
}

/// Forgets how to take back what can no longer be taken back.
///
/// # Errors
/// When SQLite fails.
pub fn forget(conn: &Connection) -> Result<(), Fault> {
    conn.execute("DELETE FROM undo_images", [])?;
    Ok(())
}

struct Column {
    name: String,
    is_key: bool,
}

fn columns(conn: &Connection, table: &str) -> Result<Vec<Column>, Fault> {
    let mut statement = conn.prepare("SELECT name, pk FROM pragma_table_info(?1) ORDER BY cid")?;
    let rows =
        statement.query_map([table], |row| Ok(Column { name: row.get(0)?, is_key: row.get::<_, i64>(1)? > 0 }))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::schema;

    /// The text of what writes the projections.
    fn sources() -> String {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/register");
        let folder = std::fs::read_dir(root.join("project")).unwrap().map(|file| file.unwrap().path());
        let files = folder.chain([root.join("project.rs"), root.join("turns.rs")]);
        files.map(|file| std::fs::read_to_string(file).unwrap()).collect()
    }

    #[test]
    fn whatever_the_projection_changes_is_noted() {
        let sources = sources();
        for table in schema::PROJECTIONS {
            let noted = NOTED.iter().find(|(of, _)| of == table).map(|(_, changes)| *changes);
            for (change, verb) in [(Insert, "INSERT OR FAIL INTO"), (Update, "UPDATE OR FAIL"), (Delete, "DELETE FROM")]
            {
                let is_made =
                    sources.contains(&format!("{verb} {table}(")) || sources.contains(&format!("{verb} {table} "));
                let is_noted = noted.is_none_or(|changes| changes.contains(&change));
                assert!(!is_made || is_noted, "{verb} {table}");
            }
        }
    }

    #[test]
    fn an_image_restores_every_kind_of_value() {
        let conn = schema::blank().unwrap();
        make_triggers(&conn).unwrap();
        let rows = |conn: &Connection| -> Vec<String> {
            let mut statement = conn.prepare("SELECT quote(client) || quote(gave) || seq FROM merges").unwrap();
            statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
        };
        let entry = "INSERT INTO events(seq, at, offset, command, kind, body, prev, hash) VALUES (7, 0, 0, 7, '', '', x'', x'')";
        conn.execute_batch(entry).unwrap();
        let given = "INSERT INTO merges(client, into_client, seq, moved, name_taken, gave)
            VALUES ('it''s \"王\"', 'c', 9007199254740993, '[1]', 0, NULL), ('b', 'c', -1, '', 1, '?1')";
        conn.execute_batch(given).unwrap();
        let (before, given) = (rows(&conn), last(&conn).unwrap());
        let changes = "UPDATE merges SET seq = 5, gave = 's'; UPDATE merges SET client = 'x' WHERE client = 'b';
            DELETE FROM merges";
        conn.execute_batch(changes).unwrap();
        attribute(&conn, given, 8).unwrap();
        restore(&conn, 8, 8, 9).unwrap();
        assert_eq!(rows(&conn), before);
    }
}
