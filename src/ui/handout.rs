//! What leaves the desk in files: the client log of the days shown, masked, and the receipt of a deposit. Files
//! go to the folder for exports; each is an entry.

use super::app::App;
use super::effect::{self, Effect};
use super::modal::{Modal, Reading};
use crate::desk::NotDone;
use crate::export::place::{make_folder, replace};
use crate::export::span::{Order, Place, Written, hand_out};
use crate::register::fault::Fault;
use crate::register::figures::Span;
use crate::register::receipt::receipt;
use crate::rules::command::{ExportFormat, PrintReceipt, Submission};
use crate::rules::id::DepositId;
use crate::text::receipt::{Phrase, Slip, number};
use crate::text::screen::Phrase as Shared;
use crate::text::{export, fault, refusal};
use std::path::PathBuf;

/// The folder for exports: the one configured, else one beside the register.
fn folder(app: &App) -> PathBuf {
    app.options.exports.clone().unwrap_or_else(|| {
        let beside = app.register().path().parent().map(PathBuf::from).unwrap_or_default();
        beside.join("exports")
    })
}

/// Hands out the client log of a span as a workbook, masked, and says where it is.
pub fn export(app: &mut App, span: Span) {
    match write(app, span) {
        Ok(written) => {
            let lang = app.lang();
            let paths = written.iter().filter_map(|file| file.path.as_ref());
            let paths: Vec<String> = paths.map(|path| path.display().to_string()).collect();
            let read = app.refresh();
            app.keep(read);
            app.say(format!("{}{}", export::Phrase::Written.get(lang), paths.join(" ")));
        }
        Err(NotDone::Refused(why)) => {
            let text = refusal::sentence(app.lang(), app.floor(), &why);
            app.warn(text);
        }
        Err(NotDone::Fault(what)) => failed(app, what),
    }
}

fn write(app: &mut App, span: Span) -> Result<Vec<Written>, NotDone> {
    app.desk.catch_up()?;
    let frozen = app.register().frozen()?;
    let floor = app.floor().clone();
    let order = Order::log(span, ExportFormat::Xlsx, app.lang());
    let folder = folder(app);
    hand_out(&frozen, &floor, &order, Place::Folder(&folder), &mut |_, _| {}, |log| {
        let submission = app.submission(log);
        let at = submission.at.or_else(|| Some(app.desk.now_or_later()));
        app.desk.submit(&Submission { at, ..submission }).map(|_| app.has_entered = true)
    })
}

/// A file that cannot be written ends nothing: it is said.
fn failed(app: &mut App, what: Fault) {
    match what {
        Fault::Io(_) | Fault::Unwritable { .. } => {
            let text = fault::sentence(app.lang(), &what);
            app.warn(text);
        }
        what => effect::failed(app, what),
    }
}

/// Prints the receipt of the deposit that the screen has chosen.
pub fn begin_receipt(app: &mut App) -> Option<Effect> {
    let Some(deposit) = app.subject().deposit else {
        app.warn(Shared::NothingHere.get(app.lang()));
        return None;
    };
    Some(Effect::Submit(Box::new(app.submission(PrintReceipt { deposit }))))
}

/// A receipt was entered as printed: it is shown, and written where a printer finds it.
pub fn show_receipt(app: &mut App, deposit: &DepositId, copy: u32) {
    let read = receipt(app.register(), deposit);
    let Some(Some(found)) = app.keep(read) else { return };
    let lang = app.lang();
    let is_open = app.may_read(found.taken_by.as_ref());
    let site = &app.options.site_name;
    let slip = Slip { lang, floor: app.floor(), site, receipt: &found, copy, is_open };
    let mut lines = slip.lines();
    let title = Phrase::Title.get(lang);
    let folder = folder(app);
    let path = folder.join(format!("{title}-{}.txt", number(found.number)));
    let text = format!("{}\n", lines.join("\n"));
    match make_folder(&folder).and_then(|()| replace(&path, text.as_bytes())) {
        Ok(()) => lines.extend([String::new(), format!("{}{}", export::Phrase::Written.get(lang), path.display())]),
        Err(what) => failed(app, what),
    }
    app.modals.push(Modal::Reading(Reading::new(title.to_owned(), lines)));
}
