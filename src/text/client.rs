//! How clients stand on the screen: as little of them as the desk needs.

use super::Lang;
use crate::rules::fold::{clean, mask_name};
use unicode_segmentation::UnicodeSegmentation;

const HONORIFICS: [&str; 8] = ["先生", "女士", "小姐", "太太", "老师", "总", "阿姨", "大姐"];
/// A compound surname and a given name's initial are the most that stays before an honorific.
const SURNAME_LETTERS_MAX: usize = 2;

/// A name for the screen: a surname with its honorific as it is, any other name masked.
#[must_use]
pub fn name(lang: Lang, name: Option<&str>) -> String {
    let cleaned = name.map(clean).unwrap_or_default();
    if cleaned.is_empty() {
        return lang.pick("未留名", "no name").to_owned();
    }
    let has_honorific = HONORIFICS.iter().any(|honorific| {
        cleaned
            .strip_suffix(honorific)
            .is_some_and(|rest| !rest.is_empty() && rest.graphemes(true).count() <= SURNAME_LETTERS_MAX)
    });
    if has_honorific { cleaned } else { mask_name(&cleaned) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn honorifics_stay_and_names_are_masked() {
        for (given, shown) in [
            (Some("王先生"), "王先生"),
            (Some("欧阳女士"), "欧阳女士"),
            (Some("王建国"), "王**"),
            (Some("先生"), "先**"),
            (Some(" "), "未留名"),
            (None, "未留名"),
        ] {
            assert_eq!(name(Lang::Zh, given), shown);
        }
    }
}
