//! `lunpai export`: the client log of a day as CSV.

use super::{Site, complain};
use crate::cli::credentials::PinSource;
use crate::desk::{Desk, NotDone};
use crate::export::client_log::{self, Privacy};
use crate::export::csv;
use crate::register::fault::Fault;
use crate::rules::id::StaffId;
use crate::rules::time::Date;
use crate::text::refusal;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Arguments of `export`.
#[derive(Debug, clap::Args)]
pub struct ExportArgs {
    /// The day, as 2026-11-23; the open one, else the last one, when left out.
    #[arg(long)]
    date: Option<Date>,
    /// The file to write; standard output when left out.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write names and numbers in full; needs a manager's `--by`.
    #[arg(long)]
    unmasked: bool,
    /// Who asks for it: a staff id.
    #[arg(long, value_name = "STAFF")]
    by: Option<String>,
    #[command(flatten)]
    source: PinSource,
}

/// Writes the log; 1 when it may not be written as asked, or there is no day to write.
///
/// # Errors
/// When the register cannot be read or the file cannot be written.
pub fn run(site: &Site, args: &ExportArgs) -> Result<u8, Fault> {
    let mut desk = site.desk()?;
    let privacy = match privacy(site, &mut desk, args) {
        Ok(Some(privacy)) => privacy,
        Ok(None) => {
            return Ok(refuse(
                site,
                "只有经理可以导出完整的姓名和电话，请用 --by 写明经理的编号。",
                "Only a manager may export names and numbers in full. Say with --by which manager asks.",
            ));
        }
        Err(NotDone::Refused(why)) => {
            complain(refusal::sentence(site.lang, desk.floor(), &why));
            return Ok(1);
        }
        Err(NotDone::Fault(fault)) => return Err(fault),
    };
    let floor = desk.floor();
    let Some(date) = args.date.or(floor.date).or(floor.last_date) else {
        return Ok(refuse(
            site,
            "还没有开过班，没有可以导出的来访。",
            "No day has been opened yet: there is nothing to export.",
        ));
    };
    let table = client_log::table(desk.register(), floor, site.lang, date, privacy)?;
    let mut bytes = Vec::new();
    csv::write(&table, &mut bytes)?;
    match &args.out {
        None => std::io::stdout().write_all(&bytes)?,
        Some(out) => return Ok(u8::from(!write_out(site, desk.register().path(), out, &bytes)?)),
    }
    Ok(0)
}

fn refuse(site: &Site, zh: &str, en: &str) -> u8 {
    complain(site.lang.pick(zh, en));
    1
}

/// What may be shown; nothing when more was asked for than may be.
fn privacy(site: &Site, desk: &mut Desk, args: &ExportArgs) -> Result<Option<Privacy>, NotDone> {
    if !args.unmasked {
        return Ok(Some(Privacy::Masked));
    }
    let by = args.by.as_deref().map(StaffId::from);
    let is_open = args.source.read(site.lang)?.has_authority(desk, by.as_ref())?;
    Ok(is_open.then_some(Privacy::Open))
}

/// Writes a file, unless it would be the register's own; tells whether it was written.
pub(super) fn write_out(site: &Site, register: &Path, out: &Path, bytes: &[u8]) -> Result<bool, Fault> {
    if is_register(register, out) {
        complain(
            site.lang
                .pick("不能写到登记本自己的文件里，请换一个文件名。", "That is the register's own file. Name another."),
        );
        return Ok(false);
    }
    replace(out, bytes)?;
    Ok(true)
}

/// Whether a path is the register's file, or one that the database keeps beside it.
fn is_register(register: &Path, out: &Path) -> bool {
    let Ok(register) = register.canonicalize() else { return false };
    let whole = |path: &Path| {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        path.canonicalize().ok().or_else(|| Some(folder.canonicalize().ok()?.join(path.file_name()?)))
    };
    let beside = ["", "-wal", "-shm", "-journal"].map(|ending| {
        let mut name = register.clone().into_os_string();
        name.push(ending);
        PathBuf::from(name)
    });
    whole(out).is_some_and(|out| beside.contains(&out))
}

/// Writes a file whole or not at all, readable for its owner only.
pub(super) fn replace(out: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(out).map_err(|error| error.error)?;
    Ok(())
}
