//! `lunpai batch`.

use super::{Site, say};
use crate::cli::batch::{Conversation, Manner, fault_line, run as converse};
use crate::register::fault::Fault;
use std::fs::File;
use std::io::{BufReader, stdin, stdout};
use std::path::Path;

/// Applies the commands of a file, or of standard input.
///
/// # Errors
/// When the register or the streams cannot be used.
pub fn run(site: &Site, file: Option<&Path>, manner: Manner) -> Result<u8, Fault> {
    let mut conversation = Conversation::open(&site.path()?, site.zone, site.lang)?;
    let mut output = stdout().lock();
    let done = match file.filter(|file| *file != Path::new("-")) {
        Some(file) => converse(&mut conversation, BufReader::new(File::open(file)?), &mut output, manner),
        None => converse(&mut conversation, stdin().lock(), &mut output, manner),
    };
    drop(output);
    if let Err(fault) = &done {
        // The other program may be gone; then there is nobody to tell.
        let _ = say(fault_line(site.lang, fault));
    }
    done
}
