//! What is said about the configuration: in the file that is written for the user, and when a file
//! cannot be used.

use super::Lang;

/// What is wrong with a configuration, with the line where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// No TOML, or a value of the wrong kind.
    Malformed {
        /// The line.
        line: usize,
    },
    /// A name that is not known.
    UnknownName {
        /// The line.
        line: usize,
        /// The name.
        name: String,
    },
    /// A key that no keyboard has.
    UnknownKey {
        /// The line.
        line: usize,
        /// The key as it was written.
        key: String,
    },
    /// A key that already means something else in the same place.
    Conflict {
        /// The line.
        line: usize,
        /// The key.
        key: String,
        /// What it means already.
        other: &'static str,
    },
    /// No theme of ours.
    UnknownTheme {
        /// The line.
        line: usize,
    },
    /// No language of ours.
    UnknownLang {
        /// The line.
        line: usize,
    },
}

/// One plain sentence with the next step.
#[must_use]
pub fn sentence(lang: Lang, path: &str, trouble: &Trouble) -> String {
    let (line, what) = match trouble {
        Trouble::Malformed { line } => (line, lang.pick("写法不对", "this cannot be read").to_owned()),
        Trouble::UnknownName { line, name } => {
            (line, format!("{}“{name}”", lang.pick("没有这个名字：", "there is no such name: ")))
        }
        Trouble::UnknownKey { line, key } => {
            (line, format!("{}“{key}”", lang.pick("没有这个键：", "there is no such key: ")))
        }
        Trouble::Conflict { line, key, other } => (
            line,
            match lang {
                Lang::Zh => format!("“{key}”在同一处已经是“{other}”"),
                Lang::En => format!("\"{key}\" already is \"{other}\" in the same place"),
            },
        ),
        Trouble::UnknownTheme { line } => {
            (line, lang.pick("theme 只能是 dark、light、contrast", "theme is dark, light or contrast").to_owned())
        }
        Trouble::UnknownLang { line } => (line, lang.pick("lang 只能是 zh、en", "lang is zh or en").to_owned()),
    };
    match lang {
        Lang::Zh => format!("配置 {path} 第 {line} 行：{what}。请改正，或删去这个文件用默认配置。"),
        Lang::En => format!("Line {line} of the configuration {path}: {what}. Correct it, or delete the file."),
    }
}

/// The head of the file that is written for the user.
pub const HEAD: &str = "\
# 轮牌的配置。每一行前有 # 的都是默认值，去掉 # 再改。
# The configuration of lunpai. A line with # before it is the default: take the # away and change it.

# 画面的语言：zh 或 en。命令行的 --lang 和环境变量 LUNPAI_LANG 在先。
# The language of the screens: zh or en. --lang and LUNPAI_LANG come first.
#lang = \"zh\"

# 配色：dark（深）、light（浅）、contrast（高对比）。NO_COLOR 和 LUNPAI_THEME 在先。
# The colours: dark, light or contrast. NO_COLOR and LUNPAI_THEME come first.
#theme = \"dark\"

# 屏幕上方的案场名。
# The site's name at the top of the screen.
#site = \"\"

# 鼠标是否归画面用；不用时终端可以选取文字（Ctrl-T 随时切换）。
# Whether the screen uses the mouse; without it the terminal selects text (Ctrl-T switches).
#mouse = true

# 收班时写成的文件放在哪个文件夹；不写则在登记本旁边。
# The folder of what is written when a day closes; beside the register when left out.
#day.folder = \"\"

# 导出和收据放在哪个文件夹；空着就放在登记本旁边的 exports。
# The folder for exports and receipts; empty: `exports` beside the register.
#exports = \"\"

# 按键。写法：一个字母或符号、F1 到 F12、Ctrl-a、Enter、Space、Tab、Esc、Up、Left、PgDn、Home、Del。
# 第一个显示在屏幕底部。同一处不能有两件事用一个键。
# The keys, written so: a letter or mark, F1 to F12, Ctrl-a, Enter, Space, Tab, Esc, Up, Left, PgDn, Home,
# Del. The first is shown at the bottom. In one place a key means one thing.
[keys]
";
