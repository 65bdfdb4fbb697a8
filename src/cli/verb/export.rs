//! `lunpai export`: the client log of days, or the whole register, as files for other programs. Every export
//! is an entry.

use super::{Site, complain};
use crate::cli::credentials::{Credentials, PinSource};
use crate::desk::{Desk, NotDone};
use crate::export::Privacy;
use crate::export::place::is_register;
use crate::export::span::{Order, Place, Written, hand_out};
use crate::register::fault::Fault;
use crate::register::figures::Span;
use crate::rules::command::{ExportFormat, SheetKind, Submission};
use crate::rules::fold;
use crate::rules::id::StaffId;
use crate::rules::time::Date;
use crate::text::export::{Phrase, rows};
use crate::text::{Lang, refusal};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{IsTerminal, stderr, stdout};
use std::path::{Path, PathBuf};

/// Rows from which on a bar shows how far it is.
const ROWS_FOR_A_BAR: u64 = 20_000;
/// Rows between two looks of the bar.
const ROWS_A_STEP: u64 = 4_096;

/// Arguments of `export`.
#[derive(Debug, clap::Args)]
pub struct ExportArgs {
    /// The day, as 2026-11-23; the open one, else the last one, when left out.
    #[arg(long, conflicts_with_all = ["from", "to"])]
    date: Option<Date>,
    /// The first of several days.
    #[arg(long)]
    from: Option<Date>,
    /// The last of several days; the open one, else the last one, when left out.
    #[arg(long)]
    to: Option<Date>,
    /// The form; by the ending of `--out` when left out, else CSV.
    #[arg(long, value_enum)]
    format: Option<Form>,
    /// The sheets, with commas between; visits, or all that fit, when left out.
    #[arg(long, value_name = "SHEETS", value_delimiter = ',')]
    sheets: Vec<String>,
    /// The whole register of clients instead of the log of days.
    #[arg(long, conflicts_with = "sheets")]
    clients: bool,
    /// The file to write, or a folder for a file a sheet; standard output when left out.
    #[arg(long, value_name = "FILE|DIR")]
    out: Option<PathBuf>,
    /// Write names, numbers and words in full; needs a manager's `--by` and a `--reason`.
    #[arg(long)]
    unmasked: bool,
    /// Who asks for it: a staff id.
    #[arg(long, value_name = "STAFF")]
    by: Option<String>,
    /// Why names are needed in full.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    source: PinSource,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Form {
    Csv,
    Xlsx,
    Jsonl,
}

impl From<Form> for ExportFormat {
    fn from(form: Form) -> Self {
        match form {
            Form::Csv => Self::Csv,
            Form::Xlsx => Self::Xlsx,
            Form::Jsonl => Self::Jsonl,
        }
    }
}

/// Why nothing is handed out: what to say.
type Refused = String;

/// Writes the log; 1 when it may not be written as asked, or there is no day to write.
///
/// # Errors
/// When the register cannot be read or a file cannot be written.
pub fn run(site: &Site, args: &ExportArgs) -> Result<u8, Fault> {
    let mut desk = site.desk()?;
    let lang = site.lang;
    let mut credentials = args.source.read(lang)?;
    if args.unmasked {
        let by = args.by.as_deref().map(StaffId::from);
        match credentials.has_authority(&mut desk, by.as_ref()) {
            Ok(true) => {}
            Ok(false) => return Ok(refuse(Phrase::NotManager.get(lang))),
            Err(NotDone::Refused(why)) => return Ok(refuse(refusal::sentence(lang, desk.floor(), &why))),
            Err(NotDone::Fault(fault)) => return Err(fault),
        }
    }
    let order = match order(&desk, lang, args) {
        Ok(order) => order,
        Err(why) => return Ok(refuse(why)),
    };
    match write(&mut desk, &mut credentials, args, &order) {
        Ok(written) => {
            for file in written {
                say_written(lang, &file);
            }
            Ok(0)
        }
        Err(NotDone::Refused(why)) => Ok(refuse(refusal::sentence(lang, desk.floor(), &why))),
        Err(NotDone::Fault(fault)) => Err(fault),
    }
}

fn refuse(why: impl std::fmt::Display) -> u8 {
    complain(why);
    1
}

/// What the arguments ask for.
fn order(desk: &Desk, lang: Lang, args: &ExportArgs) -> Result<Order, Refused> {
    let is_folder = args.out.as_deref().is_some_and(names_folder);
    let ending = || args.out.as_deref()?.extension()?.to_str().map(str::to_ascii_lowercase);
    let format = args.format.map_or_else(
        || match ending().as_deref() {
            Some("xlsx") => ExportFormat::Xlsx,
            Some("jsonl" | "ndjson") => ExportFormat::Jsonl,
            _ => ExportFormat::Csv,
        },
        ExportFormat::from,
    );
    let sheets = sheets(lang, args, format, is_folder)?;
    if format == ExportFormat::Csv && sheets.len() > 1 && !is_folder {
        return Err(Phrase::OneSheet.get(lang).to_owned());
    }
    if format == ExportFormat::Xlsx && args.out.is_none() && stdout().is_terminal() {
        return Err(Phrase::NeedsFile.get(lang).to_owned());
    }
    if args.out.as_deref().is_some_and(|out| is_register(desk.register().path(), out)) {
        return Err(Phrase::OwnFile.get(lang).to_owned());
    }
    let privacy = if args.unmasked { Privacy::Open } else { Privacy::Masked };
    let reason = args.reason.clone().filter(|reason| !fold::clean(reason).is_empty());
    if args.unmasked && reason.is_none() {
        return Err(Phrase::NoReason.get(lang).to_owned());
    }
    let has_days = sheets.iter().any(|sheet| *sheet != SheetKind::Clients);
    let span = match span(desk, args) {
        Some(span) => span,
        None if has_days => return Err(Phrase::NoDay.get(lang).to_owned()),
        None => Span::day(Date::default()),
    };
    if span.from > span.to {
        return Err(Phrase::Backwards.get(lang).to_owned());
    }
    Ok(Order { span, sheets, format, privacy, lang, reason })
}

fn span(desk: &Desk, args: &ExportArgs) -> Option<Span> {
    let floor = desk.floor();
    let latest = || floor.date.or(floor.last_date);
    match (args.date, args.from, args.to) {
        (Some(date), _, _) => Some(Span::day(date)),
        (None, Some(from), Some(to)) => Some(Span { from, to }),
        (None, Some(from), None) => Some(Span { from, to: latest().map_or(from, |to| to.max(from)) }),
        (None, None, Some(to)) => Some(Span::day(to)),
        (None, None, None) => latest().map(Span::day),
    }
}

fn sheets(lang: Lang, args: &ExportArgs, format: ExportFormat, is_folder: bool) -> Result<Vec<SheetKind>, Refused> {
    if args.clients {
        return Ok(vec![SheetKind::Clients]);
    }
    if args.sheets.is_empty() {
        let fits_all = format != ExportFormat::Csv || is_folder;
        return Ok(if fits_all { SheetKind::LOG.to_vec() } else { vec![SheetKind::Visits] });
    }
    let mut asked = Vec::new();
    for code in &args.sheets {
        let Some(sheet) = SheetKind::of(code.trim()) else {
            let known: Vec<&str> = SheetKind::ALL.iter().map(|sheet| sheet.code()).collect();
            return Err(format!("{}{}", Phrase::UnknownSheet.get(lang), known.join(", ")));
        };
        if !asked.contains(&sheet) {
            asked.push(sheet);
        }
    }
    Ok(asked)
}

/// Whether a path is a folder, or written as one.
fn names_folder(out: &Path) -> bool {
    out.is_dir() || out.as_os_str().to_string_lossy().ends_with(std::path::is_separator)
}

fn write(
    desk: &mut Desk,
    credentials: &mut Credentials,
    args: &ExportArgs,
    order: &Order,
) -> Result<Vec<Written>, NotDone> {
    desk.catch_up()?;
    let frozen = desk.register().frozen()?;
    let floor = desk.floor().clone();
    let by = args.by.as_deref().map(StaffId::from);
    let scratch = std::env::temp_dir();
    let mut output = stdout();
    let place = match &args.out {
        None => Place::Stream(&mut output, &scratch),
        Some(out) if names_folder(out) => Place::Folder(out),
        Some(out) => Place::File(out),
    };
    let bar = Bar::default();
    let written = hand_out(&frozen, &floor, order, place, &mut |done, total| bar.show(done, total), |log| {
        let submission = Submission { at: Some(desk.now_or_later()), ..Submission::desk(log.into()).by(by) };
        credentials.submit(desk, submission).map(|_| ())
    });
    bar.end();
    written
}

/// How far it is, on a terminal, where that takes a while.
#[derive(Default)]
struct Bar(std::cell::OnceCell<Option<ProgressBar>>);

impl Bar {
    fn show(&self, done: u64, total: u64) {
        if !done.is_multiple_of(ROWS_A_STEP) {
            return;
        }
        let bar = self.0.get_or_init(|| {
            let style = ProgressStyle::with_template("{bar:40} {percent:>3}% {human_pos}/{human_len} {eta}").ok()?;
            (total >= ROWS_FOR_A_BAR && stderr().is_terminal()).then(|| ProgressBar::new(total).with_style(style))
        });
        if let Some(bar) = bar {
            bar.set_position(done);
        }
    }

    fn end(&self) {
        if let Some(Some(bar)) = self.0.get() {
            bar.finish_and_clear();
        }
    }
}

/// Says where a file is; nothing of what went to standard output.
fn say_written(lang: Lang, file: &Written) {
    let Some(path) = &file.path else { return };
    let rows: Vec<String> = file.rows.iter().map(|(sheet, count)| rows(lang, *sheet, *count)).collect();
    complain(format!("{}{} ({})", Phrase::Written.get(lang), path.display(), rows.join(lang.pick("、", ", "))));
}
