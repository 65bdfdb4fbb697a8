//! `lunpai backup` and `lunpai restore`.

use super::{Site, complain, say};
use crate::clock;
use crate::export::place::is_register;
use crate::register::backup::{self, Kept, Listed, Restored};
use crate::register::fault::Fault;
use crate::text::backup as words;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Arguments of `backup`.
#[derive(Debug, clap::Args)]
pub struct BackupArgs {
    /// The file to write, kept until somebody removes it.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["dir", "list"])]
    to: Option<PathBuf>,
    /// The folder to write to, or to list; beside the register when left out.
    #[arg(long, value_name = "FOLDER")]
    dir: Option<PathBuf>,
    /// Only list the backups there are.
    #[arg(long)]
    list: bool,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// Arguments of `restore`.
#[derive(Debug, clap::Args)]
pub struct RestoreArgs {
    /// The backup to put in the register's place.
    file: PathBuf,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// Makes a backup, or lists them.
///
/// # Errors
/// When the register cannot be read, or the backup not be written whole.
pub fn run(site: &Site, args: &BackupArgs) -> Result<u8, Fault> {
    let register = site.register()?;
    if args.list {
        let folder = args.dir.clone().unwrap_or_else(|| backup::folder(register.path()));
        let all = backup::list(register.path(), &folder)?;
        return list(site, &folder, &all, args.json);
    }
    let bar = bar(site);
    let kept = match &args.to {
        Some(to) if is_register(register.path(), to) => return Ok(refuse_itself(site)),
        Some(to) => backup::write_to(&register, to, |done, all| show(&bar, done, all)),
        None => {
            let now = clock::now(register.zone()?);
            backup::write_telling(&register, args.dir.as_deref(), now, |done, all| show(&bar, done, all))
        }
    };
    bar.finish_and_clear();
    let kept = kept?;
    if args.json {
        say(kept_json(&kept))?;
    } else {
        say(words::written(site.lang, &kept))?;
    }
    Ok(0)
}

/// Puts a backup in the register's place.
///
/// # Errors
/// When the backup is not whole, the register is in use, or a file cannot be written.
pub fn restore(site: &Site, args: &RestoreArgs) -> Result<u8, Fault> {
    let register = site.path()?;
    if is_register(&register, &args.file) {
        return Ok(refuse_itself(site));
    }
    let bar = bar(site);
    let done = backup::restore(&register, &args.file, clock::now(site.zone), |done, all| show(&bar, done, all));
    bar.finish_and_clear();
    let restored = done?;
    if args.json {
        say(restored_json(&restored))?;
    } else {
        say(words::restored(site.lang, &register, &restored))?;
    }
    Ok(0)
}

fn refuse_itself(site: &Site) -> u8 {
    complain(
        site.lang.pick("这就是登记本自己的文件，请换一个文件名。", "That is the register's own file. Name another."),
    );
    1
}

fn list(site: &Site, folder: &Path, all: &[Listed], as_json: bool) -> Result<u8, Fault> {
    if as_json {
        let rows: Vec<Value> = all
            .iter()
            .map(|listed| {
                let Listed { path, name, bytes } = listed;
                let taken = name.taken.format("%Y-%m-%dT%H:%M:%S").to_string();
                json!({"path": path, "taken": taken, "events": name.events, "mark": name.mark, "bytes": bytes})
            })
            .collect();
        say(Value::Array(rows))?;
    } else if all.is_empty() {
        say(words::none(site.lang, folder))?;
    } else {
        all.iter().try_for_each(|listed| say(words::listed(site.lang, listed)))?;
    }
    Ok(0)
}

fn kept_json(kept: &Kept) -> Value {
    json!({
        "path": kept.path, "events": kept.events, "head": kept.head.to_string(), "bytes": kept.bytes,
        "pruned": kept.pruned,
    })
}

fn restored_json(restored: &Restored) -> Value {
    let replaced = restored.replaced.as_ref().map(|old| json!({"path": old.path, "events": old.events}));
    json!({"events": restored.events, "head": restored.head.to_string(), "replaced": replaced})
}

/// How far it is, on a terminal; nothing elsewhere.
fn bar(site: &Site) -> ProgressBar {
    let bar = ProgressBar::new(0);
    let name = site.lang.pick("备份", "backup");
    if let Ok(style) = ProgressStyle::with_template(&format!("{name} {{bar:40}} {{percent}}%")) {
        bar.set_style(style);
    }
    bar
}

fn show(bar: &ProgressBar, done: u64, all: u64) {
    bar.set_length(all);
    bar.set_position(done);
}
