//! What a user is told when the register cannot be used: what happened, and what to do.

use super::Lang;
use crate::register::fault::{Defect, Fault};
use std::io::ErrorKind;

/// One plain sentence and the next step.
#[must_use]
pub fn sentence(lang: Lang, fault: &Fault) -> String {
    if fault.is_busy() {
        return lang
            .pick(
                "登记本正被另一个程序占用，请稍后再试。",
                "Another program is using the register. Try again in a moment.",
            )
            .to_owned();
    }
    match fault {
        Fault::NotARegister(path) => match lang {
            Lang::Zh => format!("{} 不是轮牌的登记本，请用 --db 指定正确的文件。", path.display()),
            Lang::En => format!("{} is no lunpai register. Name the right file with --db.", path.display()),
        },
        Fault::NewerSchema { .. } => lang
            .pick("登记本由更新版本的轮牌写成，请升级程序后再打开。", "The register was written by a newer lunpai. Update the program and open it again.")
            .to_owned(),
        Fault::Missing(path) => match lang {
            Lang::Zh => format!("{} 没有登记本，请核对路径，或直接运行 lunpai 新建。", path.display()),
            Lang::En => format!("There is no register at {}. Check the path, or run plain `lunpai` to make one.", path.display()),
        },
        Fault::OldSqlite(version) => match lang {
            Lang::Zh => format!("内置的 SQLite {version} 太旧，请换用新版轮牌。"),
            Lang::En => format!("The built-in SQLite {version} is too old. Use a newer lunpai."),
        },
        Fault::Unreadable(seq) => match lang {
            Lang::Zh => format!("登记本第 {seq} 笔读不出来，请运行 lunpai verify 查验，并从备份恢复。"),
            Lang::En => format!("Event {seq} of the register cannot be read. Run `lunpai verify`, and restore a backup."),
        },
        Fault::BadZone => lang
            .pick("登记本的时区无法识别，请从备份恢复。", "The register's time zone is unknown. Restore a backup.")
            .to_owned(),
        Fault::UnknownCommit => lang
            .pick("写盘时出错，不能确定这一笔是否记上，请检查磁盘并重新打开后核对。", "The disk failed while writing, and it is unknown whether the entry was made. Check the disk, open the register again and look.")
            .to_owned(),
        Fault::NoTerminal => lang
            .pick(
                "这里没有终端，打不开前台；请在终端里运行，或用 lunpai batch 逐行登记。",
                "There is no terminal here to show the desk on. Run it in one, or enter commands with `lunpai batch`.",
            )
            .to_owned(),
        Fault::Unopenable { .. }
        | Fault::Unwritable { .. }
        | Fault::BadBackup { .. }
        | Fault::OtherRegister { .. } => with_a_file(lang, fault),
        Fault::Io(error) => match lang {
            Lang::Zh => format!("读写文件出错（{:?}），请检查磁盘空间和权限。", error.kind()),
            Lang::En => format!("Reading or writing failed ({error}). Check disk space and permissions."),
        },
        Fault::Sqlite(error) => match lang {
            Lang::Zh => format!("登记本出错（{}），请检查磁盘空间和权限。", kind(error)),
            Lang::En => format!("The register failed ({}). Check disk space and permissions.", kind(error)),
        },
    }
}

/// What is wrong with a file that was named.
fn with_a_file(lang: Lang, fault: &Fault) -> String {
    match fault {
        Fault::Unopenable { path, kind } => {
            let why = match kind {
                ErrorKind::NotFound => lang.pick("没有这个文件", "there is no such file"),
                ErrorKind::PermissionDenied => lang.pick("没有权限", "no permission"),
                ErrorKind::IsADirectory => lang.pick("它是一个文件夹", "it is a folder"),
                _ => lang.pick("读不出来", "it cannot be read"),
            };
            match lang {
                Lang::Zh => format!("打不开 {}：{why}。请核对路径和权限。", path.display()),
                Lang::En => format!("{} cannot be opened: {why}. Check the path and its permissions.", path.display()),
            }
        }
        Fault::Unwritable { path, kind } => {
            let why = unwritable(lang, *kind);
            match lang {
                Lang::Zh => {
                    format!("写不了 {}：{why}。原有的文件都没有动；请解决后再试，或换一个位置。", path.display())
                }
                Lang::En => {
                    format!(
                        "{} cannot be written: {why}. What was there is untouched. Mend that and try again, or name another place.",
                        path.display()
                    )
                }
            }
        }
        Fault::BadBackup { path, defect } => {
            let what = defective(lang, *defect);
            match lang {
                Lang::Zh => {
                    format!("备份 {} 不完好：{what}。请换一份备份，lunpai backup --list 列出全部。", path.display())
                }
                Lang::En => format!(
                    "The backup {} is not whole: {what}. Take another; `lunpai backup --list` shows them.",
                    path.display()
                ),
            }
        }
        Fault::OtherRegister { backup, register } => match lang {
            Lang::Zh => format!(
                "{} 是另一个登记本的备份，不能放到 {} 上。要看它，请用 --db 另指一个新文件。",
                backup.display(),
                register.display()
            ),
            Lang::En => format!(
                "{} is a backup of another register than {}. To look into it, restore it to a new file with --db.",
                backup.display(),
                register.display()
            ),
        },
        _ => String::new(),
    }
}

/// Why a file cannot be written.
fn unwritable(lang: Lang, kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::StorageFull | ErrorKind::FileTooLarge | ErrorKind::QuotaExceeded => {
            lang.pick("磁盘空间不够", "the disk is full")
        }
        ErrorKind::ReadOnlyFilesystem => lang.pick("磁盘是只读的", "the disk is read-only"),
        ErrorKind::PermissionDenied => lang.pick("没有权限", "no permission"),
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => {
            lang.pick("路径中有一处不是文件夹", "something on its path is no folder")
        }
        ErrorKind::IsADirectory => lang.pick("它是一个文件夹", "it is a folder"),
        ErrorKind::NotFound => lang.pick("没有这个文件夹", "there is no such folder"),
        _ => lang.pick("写盘出错", "the disk failed"),
    }
}

/// What is wrong with a backup.
fn defective(lang: Lang, defect: Defect) -> String {
    match (lang, defect) {
        (Lang::Zh, Defect::Pages) => "文件已损坏".to_owned(),
        (Lang::En, Defect::Pages) => "the file is damaged".to_owned(),
        (Lang::Zh, Defect::Chain(event)) => format!("第 {event} 条记录与前后不符"),
        (Lang::En, Defect::Chain(event)) => format!("event {event} does not fit the chain"),
        (Lang::Zh, Defect::OtherHead) => "末尾与登记本不一致".to_owned(),
        (Lang::En, Defect::OtherHead) => "it does not end where the register ends".to_owned(),
    }
}

/// SQLite's own name for what happened, without any value.
fn kind(error: &rusqlite::Error) -> String {
    error.sqlite_error_code().map_or_else(|| "SQLite".to_owned(), |code| format!("{code:?}"))
}
