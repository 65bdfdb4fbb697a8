//! The words of the first questions, when there is no register yet.

use super::Lang;

/// A line of the first questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setup {
    /// What is about to happen.
    Welcome,
    /// Where the register will be.
    Place,
    /// Asks for the manager.
    Manager,
    /// Asks for the salespeople.
    Sales,
    /// Asks for the office staff.
    Office,
    /// A name is needed.
    Needed,
}

impl Setup {
    /// The words.
    #[must_use]
    pub const fn get(self, lang: Lang) -> &'static str {
        match self {
            Self::Welcome => lang.pick(
                "轮牌：这里还没有登记本。回答几个问题就可以开始（Ctrl-C 放弃，什么都不会留下）。",
                "lunpai: there is no register yet. A few questions, and it begins (Ctrl-C gives up and leaves nothing).",
            ),
            Self::Place => lang.pick("登记本会放在：", "The register will be kept at: "),
            Self::Manager => lang.pick("销售经理的姓名：", "The manager's name: "),
            Self::Sales => lang.pick("销售员的姓名（用空格或逗号隔开）：", "The salespeople's names (commas between them): "),
            Self::Office => lang.pick(
                "内勤的姓名（用空格或逗号隔开，没有就直接回车）：",
                "The office staff's names (commas between them; Enter for none): ",
            ),
            Self::Needed => lang.pick("  请至少写一个名字。", "  At least one name, please."),
        }
    }
}

/// The names in a line: in Chinese set apart by spaces, commas or 、; in English by commas only.
#[must_use]
pub fn names(lang: Lang, line: &str) -> Vec<String> {
    let is_gap = |c: char| matches!(c, ',' | '，' | '、' | ';' | '；') || (lang == Lang::Zh && c.is_whitespace());
    line.split(is_gap).map(crate::rules::fold::clean_name).filter(|name| !name.is_empty()).collect()
}
