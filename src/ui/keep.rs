//! Backups at the desk: when one is due, and making one. Looks into the folder when the desk opens, when a day
//! closes and when the date changes, never while drawing.

use super::app::App;
use super::effect;
use crate::register::backup;
use crate::register::fault::Fault;
use crate::text::{backup as words, fault};

/// Looks whether a backup is due. A folder that cannot be read holds none.
pub fn look(app: &mut App) {
    let is_due = app.options.minds_backups && backup::is_stale(app.register(), app.now).unwrap_or(true);
    app.dirty |= is_due != app.is_backup_due;
    app.is_backup_due = is_due;
}

/// Makes one, and says where it is; a disk that does not take it ends nothing.
pub fn write(app: &mut App) {
    match backup::write(app.register(), None, app.now) {
        Ok(kept) => {
            let text = words::written_short(app.lang(), &kept);
            app.say(text);
        }
        Err(what @ (Fault::Io(_) | Fault::Unwritable { .. } | Fault::BadBackup { .. })) => {
            let text = fault::sentence(app.lang(), &what);
            app.warn(text);
        }
        Err(what) => effect::failed(app, what),
    }
    look(app);
}
