//! Columns of a row, read as what the rules call them. Knows no table and never decides.

use crate::rules::facts::DepositState;
use crate::rules::time::Timestamp;
use rusqlite::types::Type;
use rusqlite::{Error, Row};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// An id that is always there.
pub(super) fn key<T: From<String>>(row: &Row, column: usize) -> rusqlite::Result<T> {
    Ok(T::from(row.get::<_, String>(column)?))
}

/// An id that may be missing.
pub(super) fn id<T: From<String>>(row: &Row, column: usize) -> rusqlite::Result<Option<T>> {
    Ok(row.get::<_, Option<String>>(column)?.map(T::from))
}

/// A time that may be missing, kept without the offset it was given in.
pub(super) fn time(row: &Row, column: usize) -> rusqlite::Result<Option<Timestamp>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(|micros| Timestamp::from_micros(micros, 0)))
}

/// A time that is always there, kept without the offset it was given in.
pub(super) fn moment(row: &Row, column: usize) -> rusqlite::Result<Timestamp> {
    Ok(Timestamp::from_micros(row.get(column)?, 0))
}

/// A time with its offset in the next column.
pub(super) fn moment_there(row: &Row, column: usize) -> rusqlite::Result<Timestamp> {
    Ok(Timestamp::from_micros(row.get(column)?, row.get(column + 1)?))
}

/// One of the rules' words that may be missing, as the log spells it.
pub(super) fn word<T: DeserializeOwned>(row: &Row, column: usize) -> rusqlite::Result<Option<T>> {
    let Some(text) = row.get::<_, Option<String>>(column)? else { return Ok(None) };
    serde_json::from_value(Value::String(text)).map(Some).map_err(|error| unreadable(column, error))
}

/// One of the rules' words that is always there.
pub(super) fn known_word<T: DeserializeOwned>(row: &Row, column: usize) -> rusqlite::Result<T> {
    word(row, column)?.ok_or_else(|| Error::InvalidColumnType(column, String::new(), Type::Null))
}

/// Text in JSON that may be missing.
pub(super) fn json<T: DeserializeOwned>(row: &Row, column: usize) -> rusqlite::Result<Option<T>> {
    let Some(text) = row.get::<_, Option<String>>(column)? else { return Ok(None) };
    serde_json::from_str(&text).map(Some).map_err(|error| unreadable(column, error))
}

fn unreadable(column: usize, error: serde_json::Error) -> Error {
    Error::FromSqlConversionFailure(column, Type::Text, Box::new(error))
}

/// How far a deposit has come.
pub(super) fn deposit_state(row: &Row, column: usize) -> rusqlite::Result<DepositState> {
    Ok(match row.get::<_, String>(column)?.as_str() {
        "refunded" => DepositState::Refunded,
        "signed" => DepositState::Signed,
        _ => DepositState::Active,
    })
}

/// SQL for the words that came with what an entry did: of a granted request, those of the command asked
/// for, which stand with the request. An answer's first fact names it.
macro_rules! words_done {
    ($seq:literal, $words:literal) => {
        concat!(
            "coalesce((SELECT coalesce(json_extract(w.words, '$.command'), '{}')
                FROM events x LEFT JOIN people w ON w.seq = json_extract(x.body, '$.asked')
                WHERE x.seq = ",
            $seq,
            " + 1 AND x.kind = 'request_answered'), ",
            $words,
            ")"
        )
    };
}
pub(super) use words_done;

/// The personal words of an entry; none when it has none or they were erased.
#[derive(Default)]
pub(super) struct Words(Map<String, Value>);

impl Words {
    /// Reads them.
    pub(super) fn read(row: &Row, column: usize) -> rusqlite::Result<Self> {
        Ok(Self(json(row, column)?.unwrap_or_default()))
    }

    /// What a field holds.
    pub(super) fn get(&self, field: &str) -> Option<String> {
        self.0.get(field).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned)
    }
}
