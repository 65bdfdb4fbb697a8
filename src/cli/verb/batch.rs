//! `lunpai batch`.

use super::Site;
use crate::cli::batch::{Conversation, Manner, run as converse};
use crate::cli::credentials::PinSource;
use crate::register::fault::Fault;
use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind, stdin, stdout};
use std::path::Path;

/// Applies the commands of a file, or of standard input.
///
/// # Errors
/// When the register, the PIN's file or the streams cannot be used.
pub fn run(site: &Site, file: Option<&Path>, manner: Manner, source: &PinSource) -> Result<u8, Fault> {
    let credentials = source.read(site.lang)?;
    let input: Box<dyn BufRead> = match file.filter(|file| *file != Path::new("-")) {
        Some(file) => Box::new(BufReader::new(open(file)?)),
        None => Box::new(stdin().lock()),
    };
    let mut conversation = Conversation::open(&site.path()?, site.zone, site.lang)?.with(credentials);
    converse(&mut conversation, input, &mut stdout().lock(), manner)
}

fn open(file: &Path) -> Result<File, Fault> {
    let unopenable = |kind| Fault::Unopenable { path: file.to_owned(), kind };
    let opened = File::open(file).map_err(|error| unopenable(error.kind()))?;
    if opened.metadata()?.is_dir() { Err(unopenable(ErrorKind::IsADirectory)) } else { Ok(opened) }
}
