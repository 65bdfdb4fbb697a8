//! The words of PINs: on the command line, at the first run, on the screens.

use super::Lang;
use super::width::fit;

super::phrases! {
    /// Asks for the PIN of whoever gives a command; their name follows.
    AskPin: "请输入 PIN：" "PIN of ",
    /// Asks for a new PIN.
    AskNew: "新 PIN（4 到 12 位数字，输入时不显示）：" "New PIN (4 to 12 digits, not shown as typed): ",
    /// Asks for it again.
    AskAgain: "再输一遍：" "Once more: ",
    /// The two are not the same.
    NotTheSame: "两遍不一样，请重新输入。" "The two are not the same. Try again.",
    /// Others may read the file of a PIN.
    FileIsOpen: "注意：别人也能读这个 PIN 文件，请用 chmod 600 收紧权限：" "Mind: others may read this PIN's file. Restrict it with chmod 600: ",
    /// The file of a PIN has none.
    FileIsEmpty: "PIN 文件的第一行是空的，请把 PIN 写在第一行：" "The first line of the PIN's file is empty. Write the PIN there: ",
    /// There is no terminal to ask on.
    NoTerminal: "这里没有终端可以输入 PIN：请用 --pin-file 或 LUNPAI_PIN 给出本人的，用 --new-pin-file 给出新的。"
        "There is no terminal to ask for a PIN: give your own by --pin-file or LUNPAI_PIN, the new one by --new-pin-file.",
    /// Nobody has a PIN.
    NobodyHas: "还没有人设 PIN；经理设好以后，经理的操作都要 PIN。" "Nobody has a PIN yet. Once a manager has one, what takes a manager takes a PIN.",
    /// What it means that the first run sets none.
    LeftOut: "没有设 PIN：谁都能以经理的名义操作。以后可在轮值页按 * 设，或用 lunpai pin set m1。"
        "No PIN is set: anybody can act as the manager. Set one later with * on the roster, or with lunpai pin set m1.",
    /// Title of the window that asks for a PIN.
    Title: "请输入 PIN" "PIN, please",
    /// Title of the choice of the manager who confirms.
    ConfirmTitle: "经理确认：由谁" "A manager confirms: who",
    /// Whose PIN it is.
    Whose: "谁的" "Whose",
    /// What it is asked for.
    For: "用于" "For",
    /// Where it is typed.
    Pin: "PIN" "PIN",
    /// Nothing is shown of it.
    Keys: "数字不显示；回车确认，Esc 返回" "digits are not shown; Enter confirms, Esc goes back",
    /// Taking somebody's place at the keys.
    Acting: "到前台操作" "being at the keys",
    /// Whoever is at the keys has proven it.
    Proven: "已验" "proven",
    /// Whoever is at the keys has not proven it.
    Unproven: "未验" "not proven",
    /// The desk was left alone.
    Dropped: "五分钟没有人操作，已退回前台" "nobody was at the keys for five minutes: back to the desk",
    /// The desk was locked.
    Locked: "已锁定，退回前台" "locked: back to the desk",
    /// Nobody is at the keys who could be locked out.
    NothingToLock: "现在就是前台，没有要锁的" "this is the desk already: nothing to lock",
    /// Something was entered while a PIN was asked for.
    Changed: "输 PIN 时别处又登记了一笔，请再看一遍" "something was entered meanwhile: look again",
}

/// Says how long to wait before a PIN is looked at again.
#[must_use]
pub fn wait(lang: Lang, seconds: u64) -> String {
    let (minutes, rest) = (seconds / 60, seconds % 60);
    match lang {
        Lang::Zh => format!("连续输错，还要等 {minutes}:{rest:02}"),
        Lang::En => format!("wrong before: wait {minutes}:{rest:02}"),
    }
}

/// Says that it was the wrong one.
#[must_use]
pub const fn wrong(lang: Lang) -> &'static str {
    lang.pick("PIN 不对", "not the right PIN")
}

/// Asks for somebody's PIN on the command line.
#[must_use]
pub fn ask(lang: Lang, name: &str) -> String {
    match lang {
        Lang::Zh => format!("{name}，{}", Phrase::AskPin.get(lang)),
        Lang::En => format!("{}{name}: ", Phrase::AskPin.get(lang)),
    }
}

/// Asks at the first run for a manager's PIN.
#[must_use]
pub fn ask_first(lang: Lang, name: &str) -> String {
    match lang {
        Lang::Zh => format!("给{name}设一个 PIN（4 到 12 位数字，输入时不显示；不设就直接回车）："),
        Lang::En => format!("A PIN for {name} (4 to 12 digits, not shown as typed; Enter for none): "),
    }
}

/// A row of the list of PINs.
#[must_use]
pub fn row(lang: Lang, name: &str, role: &str, since: &str, wrong: u32) -> String {
    let tries = match (lang, wrong) {
        (_, 0) => String::new(),
        (Lang::Zh, _) => format!("  连续输错 {wrong} 次"),
        (Lang::En, _) => format!("  {wrong} wrong in a row"),
    };
    format!("{} {} {since}{tries}", fit(name, 20), fit(role, 12))
}
