//! `lunpai import`: clients of a register kept elsewhere. A dry run unless told to apply; applied, in
//! batches, each durable by itself, so that an import that was cut off goes on where it stopped.

mod report;

use super::{Site, complain, say};
use crate::cli::credentials::{Credentials, PinSource};
use crate::cli::progress;
use crate::clock;
use crate::desk::{Desk, NotDone};
use crate::export::place;
use crate::import::ahead::{self, Line, Part};
use crate::import::column::{Mapping, REASON};
use crate::import::row::Reader;
use crate::import::table::{Manner, Table, TableFault};
use crate::register::fault::Fault;
use crate::register::{Register, find, query};
use crate::rules::command::{ClientRow, Command, FilePart, ImportClients, Rows, Submission};
use crate::rules::id::StaffId;
use crate::rules::import::Judge;
use crate::rules::refusal::{Code, Refusal};
use crate::text::{Lang, import as texts, refusal};
use report::Report;
use std::path::PathBuf;

/// Arguments of `import`.
#[derive(Debug, clap::Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub struct ImportArgs {
    /// The file: CSV, or a spreadsheet (xlsx, xls, ods).
    file: PathBuf,
    /// What a column holds, as `KEY=HEADING`: id, name, phone, company, household, owner, `first_contact`,
    /// `last_visit`, source, note. May be given several times.
    #[arg(long = "map", value_name = "KEY=HEADING")]
    maps: Vec<String>,
    /// Enter the clients; without it nothing is written.
    #[arg(long)]
    apply: bool,
    /// Enter all rows or none: one refused row, and nothing is written.
    #[arg(long)]
    atomic: bool,
    /// Tell clients apart by their id alone: people who share a number are not one client.
    #[arg(long)]
    by_id: bool,
    /// Which manager gives it: a staff id.
    #[arg(long, value_name = "STAFF")]
    by: Option<String>,
    /// Write the refused rows into this file, with a reason each, to be corrected and imported.
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// As JSON.
    #[arg(long)]
    json: bool,
    /// The encoding of a CSV, when it is not told from the file: utf-8, gb18030, utf-16le …
    #[arg(long)]
    encoding: Option<String>,
    /// The sheet of a spreadsheet, by name or number; the first when left out.
    #[arg(long)]
    sheet: Option<String>,
    /// How many clients are entered at a time.
    #[arg(long, value_name = "ROWS", default_value_t = 20_000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    batch: u32,
    #[command(flatten)]
    source: PinSource,
}

/// Runs an import; 0 when every row was taken, 1 when some were refused or it could not be done as asked.
///
/// # Errors
/// When the register cannot be used or a file cannot be written.
pub fn run(site: &Site, args: &ImportArgs) -> Result<u8, Fault> {
    let mut mappings = Vec::new();
    for text in &args.maps {
        match Mapping::read(text) {
            Ok(mapping) => mappings.push(mapping),
            Err(fault) => return Ok(refuse(texts::map_fault(site.lang, &fault))),
        }
    }
    let mut desk = site.desk()?;
    let by = args.by.as_deref().map(StaffId::from);
    if let Some(unknown) = by.as_ref().filter(|by| desk.floor().employed(by).is_none()) {
        let why = Refusal::new(Code::UnknownStaff).of(unknown);
        return Ok(refuse(refusal::sentence(site.lang, desk.floor(), &why)));
    }
    let mut credentials = args.source.read(site.lang)?;
    if args.apply {
        match credentials.has_authority(&mut desk, by.as_ref()) {
            Ok(true) => {}
            Ok(false) => {
                return Ok(refuse(site.lang.pick(
                    "导入客户要由经理来做，请用 --by 写明经理的编号。",
                    "Importing clients takes a manager. Say with --by which.",
                )));
            }
            Err(NotDone::Refused(why)) => return Ok(refuse(refusal::sentence(site.lang, desk.floor(), &why))),
            Err(NotDone::Fault(fault)) => return Err(fault),
        }
    }
    let mut run = Run {
        desk: &mut desk,
        credentials: &mut credentials,
        by,
        args,
        enters: false,
        rows: Vec::new(),
        entries: 0,
        last_seq: None,
    };
    let done = run.whole(&mappings);
    let report = match done {
        Ok(report) => report,
        Err(Stop::Table(fault)) => return Ok(refuse(texts::table_fault(site.lang, &fault))),
        Err(Stop::NotDone(NotDone::Refused(why))) => {
            return Ok(refuse(refusal::sentence(site.lang, desk.floor(), &why)));
        }
        Err(Stop::NotDone(NotDone::Fault(fault))) => return Err(fault),
    };
    if report.entries > 0 {
        settle(desk.register())?;
    }
    let rejects = args.rejects.as_ref().filter(|_| !report.rejects.is_empty());
    if let Some(out) = rejects {
        place::replace(out, &as_csv(site.lang, &report)?)?;
    }
    if args.json {
        say(report.as_json())?;
    } else {
        report.print(site.lang, desk.floor(), rejects.map(PathBuf::as_path))?;
    }
    Ok(u8::from(!report.refused.is_empty()))
}

/// Makes the keys by which clients are found, and meanwhile copies the write-ahead log into the file: whoever closes
/// the register last would have to wait for that.
fn settle(register: &Register) -> Result<(), Fault> {
    let beside = register.reopen()?;
    std::thread::scope(|scope| {
        // What cannot be copied now is copied later.
        scope.spawn(move || beside.checkpoint().ok());
        find::keep_of_many(register)
    })
}

fn refuse(sentence: impl std::fmt::Display) -> u8 {
    complain(sentence);
    1
}

/// Why an import stopped.
enum Stop {
    Table(TableFault),
    NotDone(NotDone),
}

impl From<TableFault> for Stop {
    fn from(fault: TableFault) -> Self {
        Self::Table(fault)
    }
}

impl From<NotDone> for Stop {
    fn from(not_done: NotDone) -> Self {
        Self::NotDone(not_done)
    }
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::NotDone(fault.into())
    }
}

/// An import under way.
struct Run<'a> {
    desk: &'a mut Desk,
    credentials: &'a mut Credentials,
    by: Option<StaffId>,
    args: &'a ImportArgs,
    /// Whether clients are entered.
    enters: bool,
    /// Clients who wait to be entered together.
    rows: Vec<ClientRow>,
    /// Entries made.
    entries: u64,
    /// Number of the last event.
    last_seq: Option<u64>,
}

impl Run<'_> {
    fn whole(&mut self, mappings: &[Mapping]) -> Result<Report, Stop> {
        if !self.args.apply || !self.args.atomic {
            self.enters = self.args.apply;
            return self.go_through(mappings);
        }
        // All or nothing: what is wrong must be known before anything is written.
        let report = self.go_through(mappings)?;
        if !report.refused.is_empty() {
            return Ok(report);
        }
        self.enters = true;
        self.desk.begin()?;
        match self.go_through(mappings) {
            Ok(report) => {
                self.desk.commit()?;
                Ok(report)
            }
            Err(stop) => {
                self.desk.rollback()?;
                Err(stop)
            }
        }
    }

    /// Goes through the file once.
    fn go_through(&mut self, mappings: &[Mapping]) -> Result<Report, Stop> {
        let manner = Manner { encoding: self.args.encoding.clone(), sheet: self.args.sheet.clone() };
        let table = Table::open(&self.args.file, &manner, mappings)?;
        let through = query::imported_through(self.desk.register(), &table.digest)?;
        let zone = self.desk.floor().zone;
        let reader = Reader::new(table.columns.clone(), self.desk.floor(), clock::now(zone), self.args.by_id);
        let mut judging = Judging {
            register: self.desk.register().reopen()?,
            judge: Judge::default(),
            report: Report::of(&table, through, self.enters),
            enters: self.enters,
        };
        let bar = progress::bar(table.length);
        let (digest, mut last) = (table.digest.clone(), table.heading_row);
        let judge = |part: Part| Ok::<_, Stop>((part.place, part.last, judging.part(part.lines)?));
        ahead::each(table, reader, judge, |(place, through, rows)| {
            bar.set_position(place);
            last = through.max(last);
            for row in rows {
                let through = row.row.unwrap_or_default();
                self.rows.push(row);
                if self.rows.len() >= self.args.batch as usize {
                    self.enter(&digest, through)?;
                }
            }
            Ok(())
        })?;
        self.enter(&digest, last)?;
        bar.finish_and_clear();
        let mut report = judging.report;
        (report.entries, report.last_seq) = (self.entries, self.last_seq);
        Ok(report)
    }

    /// Enters those who wait, all of them or none.
    fn enter(&mut self, digest: &str, through: u64) -> Result<(), Stop> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let rows = Rows::from(std::mem::take(&mut self.rows));
        let file = Some(FilePart { digest: digest.to_owned(), through });
        let command = Command::from(ImportClients { rows, file });
        let outcome = self.credentials.submit(self.desk, Submission::desk(command).by(self.by.clone()))?;
        self.entries += 1;
        self.last_seq = Some(outcome.seq());
        Ok(())
    }
}

/// Rows being judged, beside the desk that enters those before them.
struct Judging {
    /// The register once more, as the last entry left it.
    register: Register,
    judge: Judge,
    report: Report,
    /// Whether clients are entered.
    enters: bool,
}

impl Judging {
    /// Takes down what becomes of each row, and gives those to be entered.
    fn part(&mut self, lines: Vec<Line>) -> Result<Vec<ClientRow>, Fault> {
        let Self { register, judge, report, enters } = self;
        let _held = register.hold()?;
        let facts = register.facts();
        let clients = lines.iter().filter_map(|line| if let Line::Client(row) = line { Some(row) } else { None });
        judge.look_up(&facts, clients.flat_map(|row| &row.phones).map(String::as_str));
        let mut entered = Vec::new();
        for line in lines {
            report.rows += 1;
            match line {
                Line::Skip(skip) => report.skip(skip),
                Line::Refused(record, reason) => report.refuse(record, reason),
                Line::Client(row) => {
                    let fate = judge.judge(&facts, &row, row.row.unwrap_or_default(), row.phones.clone());
                    report.count(&row, &fate, judge.known(fate.at));
                    if *enters && fate.has_effect() {
                        entered.push(*row);
                    }
                }
            }
        }
        facts.check()?;
        Ok(entered)
    }
}

/// The refused rows as they stood, each with its reason at its end.
fn as_csv(lang: Lang, report: &Report) -> Result<Vec<u8>, Fault> {
    let mut bytes = b"\xef\xbb\xbf".to_vec();
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).flexible(true).from_writer(&mut bytes);
    let reason_place = report.columns.reason;
    let width = report.columns.headings.len();
    let write = |writer: &mut csv::Writer<&mut Vec<u8>>, cells: Vec<&str>, reason: &str| {
        let kept = cells.into_iter().enumerate().filter(|(place, _)| reason_place != Some(*place));
        writer.write_record(kept.map(|(_, cell)| cell).chain([reason])).map_err(|_| broken())
    };
    let headings = report.columns.headings.iter().map(String::as_str).collect();
    let [zh, en] = REASON;
    write(&mut writer, headings, lang.pick(zh, en))?;
    for (record, reason) in &report.rejects {
        let mut cells: Vec<&str> = record.cells().collect();
        // The reason stands under its heading, however short the row is.
        cells.resize(cells.len().max(width), "");
        write(&mut writer, cells, texts::reason(lang, *reason))?;
    }
    writer.flush()?;
    drop(writer);
    Ok(bytes)
}

fn broken() -> Fault {
    std::io::Error::from(std::io::ErrorKind::InvalidData).into()
}
