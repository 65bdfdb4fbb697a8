//! The rows of a file, read and judged by a thread of its own while those before them are entered. They come in the
//! order of the file, and never more than a batch too many. Knows no register.

use super::row::{Read, Reader, Reason, Skip};
use super::table::{Record, Table, TableFault};
use crate::rules::command::ClientRow;
use std::sync::mpsc::sync_channel;
use std::thread;

/// Rows handed over in one go.
const ROWS: usize = 2_048;
/// How often so many wait.
const WAITING: usize = 8;

/// Some rows, in the order of the file.
#[derive(Debug, Default)]
pub struct Part {
    /// What they are.
    pub lines: Vec<Line>,
    /// The number of the last of them.
    pub last: u64,
    /// How far into the file it is.
    pub place: u64,
}

/// A row as it was read.
#[derive(Debug)]
pub enum Line {
    /// A client.
    Client(Box<ClientRow>),
    /// Not a client.
    Skip(Skip),
    /// Refused.
    Refused(Record, Reason),
}

/// Reads a table to its end. `judge` makes of its rows, some at a time, what `take` needs: that is done by the thread
/// that reads, while what came before is taken. Both go on until one of them fails.
///
/// # Errors
/// What `judge` or `take` fails with, or why the table cannot be read further.
pub fn each<T: Send, E: From<TableFault> + Send>(
    mut table: Table,
    mut reader: Reader,
    mut judge: impl FnMut(Part) -> Result<T, E> + Send,
    mut take: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E> {
    thread::scope(|scope| {
        let (give, judged) = sync_channel(WAITING);
        scope.spawn(move || {
            loop {
                let part = part(&mut table, &mut reader);
                let is_last = part.as_ref().is_ok_and(|part| part.lines.len() < ROWS);
                let judged = part.map_err(E::from).and_then(&mut judge);
                let is_over = is_last || judged.is_err();
                // Nobody takes any more when `take` has failed.
                if give.send(judged).is_err() || is_over {
                    return;
                }
            }
        });
        judged.into_iter().try_for_each(|judged| take(judged?))
    })
}

/// The next rows; fewer than asked for are the last.
fn part(table: &mut Table, reader: &mut Reader) -> Result<Part, TableFault> {
    let mut part = Part { lines: Vec::with_capacity(ROWS), ..Part::default() };
    while part.lines.len() < ROWS
        && let Some(record) = table.next()?
    {
        (part.last, part.place) = (record.number, record.place);
        part.lines.push(match reader.read(&record) {
            Read::Client(row) => Line::Client(row),
            Read::Skip(skip) => Line::Skip(skip),
            Read::Refused(reason) => Line::Refused(record, reason),
        });
    }
    Ok(part)
}
