//! How long it takes to check a register's chain beside scanning the log, and to make its tables again beside
//! scanning and parsing the log. `cargo bench --bench log -- REGISTER`: the register is copied first; medians of
//! alternating runs.

#![allow(clippy::expect_used, reason = "a bench that cannot begin must stop")]

use lunpai::register::{Register, log, rebuild, verify};
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Runs of each; the register is rebuilt in one of three.
const RUNS: usize = 5;

fn main() {
    let path = std::env::args().skip(1).find(|argument| !argument.starts_with("--")).expect("name a register");
    let folder = TempDir::new_in(".").expect("a folder on the disk that is measured");
    let copy = folder.path().join("copy.lunpai");
    std::fs::copy(path, &copy).expect("a copy");
    let register = Register::open(&copy, None).expect("a register");
    let [mut scan, mut verified, mut parse, mut rebuilt] = [const { Vec::new() }; 4];
    let mut events = 0;
    for _ in 0..RUNS {
        scan.push(timed(|| events = scan_log(&copy)));
        verified.push(timed(|| assert!(verify::verify(&register, None).expect("it is read").is_whole())));
        parse.push(timed(|| parse_log(&copy)));
        rebuilt
            .push(timed(|| assert_eq!(rebuild::rebuild(&register).expect("it is made").changed, Vec::<&str>::new())));
    }
    println!("{events} events");
    let [scan, verified, parse, rebuilt] = [scan, verified, parse, rebuilt].map(median);
    println!("scanning the log       {:8.3} s", scan.as_secs_f64());
    println!("verify                 {:8.3} s   {:.2} ×", verified.as_secs_f64(), verified.div_duration_f64(scan));
    println!("scanning and parsing   {:8.3} s", parse.as_secs_f64());
    println!("rebuild                {:8.3} s   {:.2} ×", rebuilt.as_secs_f64(), rebuilt.div_duration_f64(parse));
}

fn timed(work: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    work();
    begun.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn read_only(path: &Path) -> Connection {
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("a database")
}

/// Every column of every row, and every byte of its text.
fn scan_log(path: &Path) -> u64 {
    let conn = read_only(path);
    let mut statement = conn.prepare("SELECT * FROM events ORDER BY seq").expect("a query");
    let columns = statement.column_count();
    let mut rows = statement.query([]).expect("rows");
    let (mut events, mut sum) = (0, 0_u64);
    while let Some(row) = rows.next().expect("a row") {
        for column in 0..columns {
            let value = row.get_ref(column).expect("a value");
            let bytes = value.as_bytes_or_null().ok().flatten().unwrap_or(&[]);
            sum = bytes.iter().fold(sum, |sum, byte| sum.wrapping_add(u64::from(*byte)));
        }
        events += 1;
    }
    assert!(sum > 0);
    events
}

/// Every entry as the rules read it.
fn parse_log(path: &Path) {
    let conn = read_only(path);
    let mut events = 0;
    log::each_entry(&conn, 1, |entry| {
        events += entry.events.len();
        Ok(())
    })
    .expect("it is read");
    assert!(events > 0);
}
