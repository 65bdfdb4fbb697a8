//! The words of backups: on the command line and at the desk.

use super::Lang;
use crate::register::backup::{Kept, Listed, Restored};
use std::path::Path;

super::phrases! {
    /// The newest backup is too old, or there is none.
    Due: "该备份了" "backup due",
}

/// A size in megabytes.
fn size(bytes: u64) -> String {
    let tenths = bytes.div_ceil(100_000);
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

/// What was written.
#[must_use]
pub fn written(lang: Lang, kept: &Kept) -> String {
    let Kept { path, events, head, bytes, pruned } = kept;
    let (path, size) = (path.display(), size(*bytes));
    let gone = match (lang, pruned.len()) {
        (_, 0) => String::new(),
        (Lang::Zh, count) => format!("按保留规则删去旧备份 {count} 份。"),
        (Lang::En, count) => format!(" {count} older ones are gone by the rule."),
    };
    match lang {
        Lang::Zh => format!("已备份并核对：{path}（{events} 条记录，{size}，校验码 {head}）。{gone}"),
        Lang::En => format!("Backed up and checked: {path} ({events} events, {size}, head {head}).{gone}"),
    }
}

/// What was written, in a line.
#[must_use]
pub fn written_short(lang: Lang, kept: &Kept) -> String {
    let path = kept.path.display();
    match lang {
        Lang::Zh => format!("已备份并核对：{path}"),
        Lang::En => format!("backed up and checked: {path}"),
    }
}

/// That there is none.
#[must_use]
pub fn none(lang: Lang, folder: &Path) -> String {
    match lang {
        Lang::Zh => format!("{} 还没有备份，用 lunpai backup 做一份。", folder.display()),
        Lang::En => format!("There is no backup in {} yet. Make one with `lunpai backup`.", folder.display()),
    }
}

/// One in the list.
#[must_use]
pub fn listed(lang: Lang, listed: &Listed) -> String {
    let Listed { path, name, bytes } = listed;
    let (taken, events, path) = (name.taken.format("%Y-%m-%d %H:%M:%S"), name.events, path.display());
    match lang {
        Lang::Zh => format!("{taken}  {events} 条记录  {}  {path}", size(*bytes)),
        Lang::En => format!("{taken}  {events} events  {}  {path}", size(*bytes)),
    }
}

/// What was restored, and where the register is that stood there.
#[must_use]
pub fn restored(lang: Lang, register: &Path, restored: &Restored) -> String {
    let Restored { events, head, replaced } = restored;
    let register = register.display();
    let mut text = match lang {
        Lang::Zh => format!("已恢复 {register}：{events} 条记录，校验码 {head}。"),
        Lang::En => format!("Restored {register}: {events} events, head {head}."),
    };
    if let Some(old) = replaced {
        let count = match (lang, old.events) {
            (Lang::Zh, Some(events)) => format!("（{events} 条记录）"),
            (Lang::En, Some(events)) => format!(" ({events} events)"),
            (Lang::Zh, None) => "（已损坏）".to_owned(),
            (Lang::En, None) => " (damaged)".to_owned(),
        };
        let path = old.path.display();
        let kept = match lang {
            Lang::Zh => format!("原来的登记本{count}留在 {path}"),
            Lang::En => format!(" The register before{count} is kept at {path}"),
        };
        text.push_str(&kept);
    }
    text
}
