//! `lunpai config`: the user's configuration, and where it is.

use super::{Site, complain, say};
use crate::register::fault::Fault;
use crate::text::config::sentence;
use crate::ui::Options;
use crate::ui::config::{Config, documented, read};
use std::io::{ErrorKind, Write};
use std::path::PathBuf;

/// What to do with the configuration.
#[derive(Debug, clap::Subcommand)]
pub enum What {
    /// Writes the default configuration, every line explained; never over one that is there.
    Init,
    /// Prints where the configuration is.
    Path,
    /// Says whether the configuration can be used.
    Check,
}

/// Does it; 1 when there is something in the way.
///
/// # Errors
/// When the file cannot be read or written.
pub fn run(site: &Site, what: &What) -> Result<u8, Fault> {
    let path = path(site)?;
    match what {
        What::Path => {
            say(path.display())?;
            Ok(0)
        }
        What::Check => Ok(load(site)?.map_or(1, |_| 0)),
        What::Init => init(site, &path),
    }
}

fn init(site: &Site, path: &std::path::Path) -> Result<u8, Fault> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    match std::fs::File::create_new(path) {
        Ok(mut file) => file.write_all(documented().as_bytes())?,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let there = site.lang.pick("已有配置，没有动它：", "There is a configuration already, left as it is: ");
            complain(format!("{there}{}", path.display()));
            return Ok(1);
        }
        Err(error) => return Err(Fault::Unopenable { path: path.to_owned(), kind: error.kind() }),
    }
    say(path.display())?;
    Ok(0)
}

fn path(site: &Site) -> Result<PathBuf, Fault> {
    if let Some(path) = &site.config {
        return Ok(path.clone());
    }
    let folders = directories::ProjectDirs::from("", "", "lunpai")
        .ok_or_else(|| std::io::Error::new(ErrorKind::NotFound, "no configuration folder"))?;
    Ok(folders.config_dir().join("config.toml"))
}

/// Reads the configuration; the default one where there is none. Nothing, with the sentence printed, when
/// it cannot be used.
///
/// # Errors
/// When there is a file that cannot be read.
pub fn load(site: &Site) -> Result<Option<Config>, Fault> {
    let path = path(site)?;
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound && site.config.is_none() => String::new(),
        Err(error) => return Err(Fault::Unopenable { path, kind: error.kind() }),
    };
    match read(&text) {
        Ok(config) => Ok(Some(config)),
        Err(trouble) => {
            complain(sentence(site.lang, &path.display().to_string(), &trouble));
            Ok(None)
        }
    }
}

/// How the screens are shown on this site.
#[must_use]
pub fn options(site: &Site, config: Config, site_name: String) -> Options {
    let lang = site.asked_lang.or(config.lang).unwrap_or_default();
    Options::new(lang, site_name).configured(config)
}
