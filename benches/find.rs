//! How long a keystroke takes in the search, every kind of query, beside `grep -F` over the same text as a
//! whole process, in turn; and how long the keys take to be ready beside reading their bytes. The register is the
//! one that `LUNPAI_BENCH_DB` names (`lunpai demo --clients 1000000 --db FILE` makes it), else a demo with 20,000.

#![allow(clippy::expect_used, reason = "a bench that cannot begin must stop")]

use lunpai::demo;
use lunpai::register::Register;
use lunpai::register::find::{Finder, Keeper};
use lunpai::register::spelling;
use lunpai::rules::time::Timestamp;
use rusqlite::Connection;
use std::hint::black_box;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const CLIENTS: usize = 20_000;
const LIMIT: usize = 61;
const RUNS: usize = 15;
/// Kinds of query, and whether what is compared is the names as they are spelt.
const KINDS: [(&str, bool, &[&str]); 9] = [
    ("part of a number", false, &["142", "1420", "87654", "0012345"]),
    ("a number's end", false, &["5678", "0000", "9999"]),
    ("a whole number", false, &["14212345678", "14300001234"]),
    ("digits of nobody", false, &["00000000000", "13800138000", "99999999"]),
    ("a name", false, &["王伟", "建国", "欧阳", "张"]),
    ("a name of nobody", false, &["没有", "曾国藩藩", "龘"]),
    ("pinyin, initials, mixed", true, &["wang", "zhangwei", "zw", "lxx", "wangf", "张w", "shanx"]),
    ("letters of nobody", true, &["zzzz", "zhangweii", "wangwangwang", "qqqqqq", "xkcdq"]),
    ("a company, an id", false, &["科技", "有限公司", "c-123456", "c-nobody"]),
];

fn main() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let path = std::env::var_os("LUNPAI_BENCH_DB").map_or_else(|| small(folder.path()), PathBuf::from);
    let register = Register::open(&path, None).expect("a register");
    ready(&register, &path, folder.path());
    let finder = Finder::load(&register).expect("the keys");
    println!("keys in memory: {:.1} MiB\n", mebibytes(finder.bytes()));
    let plain = folder.path().join("plain");
    let spelt = folder.path().join("spelt");
    texts(&path, &plain, &spelt).expect("the texts");
    println!("| query | median | p99 | `grep -F` | ratio |\n| --- | --- | --- | --- | --- |");
    for (kind, is_spelt, queries) in KINDS {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..RUNS {
            for query in queries {
                ours.push(time(|| drop(black_box(finder.find(black_box(query), LIMIT)))));
                theirs.push(time(|| grep(query, if is_spelt { &spelt } else { &plain })));
            }
        }
        let ((ours, p99), (theirs, _)) = (figures(ours), figures(theirs));
        let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
        println!("| {kind} | {} | {} | {} | {ratio:.2} |", millis(ours), millis(p99), millis(theirs));
    }
}

/// How long until everything can be found, beside reading as many bytes.
fn ready(register: &Register, path: &Path, folder: &Path) {
    drop(Finder::load(register).expect("the keys")); // what is made once for all, is
    let tables = time(|| drop(black_box(Finder::read_tables(register).expect("the keys"))));
    let keep = time(|| Keeper::anew().keep(register).expect("they are kept"));
    register.checkpoint().expect("a checkpoint");
    let conn = Connection::open(path).expect("the file");
    let bytes: usize =
        conn.query_row("SELECT sum(length(bytes)) FROM search_keys", [], |row| row.get(0)).expect("their size");
    let copy = folder.join("bytes");
    std::fs::write(&copy, vec![0x5a_u8; bytes]).expect("a file");
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        ours.push(time(|| drop(black_box(Finder::load(register).expect("the keys")))));
        theirs.push(time(|| drop(black_box(std::fs::read(&copy).expect("the bytes")))));
    }
    let ((ours, _), (theirs, _)) = (figures(ours), figures(theirs));
    println!(
        "ready from the keys kept: {} ({:.1} MiB); reading as many bytes: {}; ratio {:.2}",
        millis(ours),
        mebibytes(bytes),
        millis(theirs),
        ours.as_secs_f64() / theirs.as_secs_f64()
    );
    println!("ready from the tables: {}; keeping them: {}", millis(tables), millis(keep));
}

/// A register to try it on.
fn small(folder: &Path) -> PathBuf {
    let path = folder.join("small.lunpai");
    let now = Timestamp::parse("2026-11-23T15:00:00+08:00").expect("a time");
    demo::make_with(&path, 1, (chrono_tz::Asia::Shanghai, now), CLIENTS, &|_| {}).expect("a demo");
    path
}

/// What is searched, as text: once as it stands, once with every spelling of the names.
fn texts(db: &Path, plain: &Path, spelt: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let conn = Connection::open(db)?;
    let mut statement = conn.prepare(
        "SELECT c.id, coalesce(c.name, ''), coalesce((SELECT group_concat(phone) FROM client_phones p WHERE p.client = c.id), ''),
         coalesce(g.name, '') FROM clients c LEFT JOIN groups g ON g.id = c.company ORDER BY c.serial DESC",
    )?;
    let (mut plain, mut spelt) =
        (BufWriter::new(std::fs::File::create(plain)?), BufWriter::new(std::fs::File::create(spelt)?));
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (id, name, phones, company): (String, String, String, String) =
            (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        writeln!(plain, "{id}\t{name}\t{phones}\t{company}")?;
        writeln!(spelt, "{id}\t{name}\t{phones}\t{company}\t{}", spelling::keys(&name).join("\t"))?;
    }
    Ok(())
}

fn grep(text: &str, file: &Path) {
    let done = Command::new("grep").args(["-m", "61", "-F", text]).arg(file).stdout(Stdio::null()).status();
    done.expect("grep");
}

fn time(what: impl FnOnce()) -> Duration {
    let began = Instant::now();
    what();
    began.elapsed()
}

/// The median, and what 99 of 100 stay below.
fn figures(mut times: Vec<Duration>) -> (Duration, Duration) {
    times.sort_unstable();
    let at = |share: usize| times.get((times.len() * share / 100).min(times.len() - 1)).copied().unwrap_or_default();
    (at(50), at(99))
}

fn millis(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}

#[allow(clippy::cast_precision_loss, reason = "printed with one place")]
fn mebibytes(bytes: usize) -> f64 {
    bytes as f64 / 1_048_576.0
}
