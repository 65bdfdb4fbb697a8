//! Chinese surnames: the compound ones, and those read otherwise than the character alone.
//!
//! Owns the two tables. It must never guess that a text is a name: it only looks at its start.

/// Compound surnames and how each is read, toneless, syllables joined.
const COMPOUND: &[(&str, &[&str])] = &[
    ("欧阳", &["ou", "yang"]),
    ("司马", &["si", "ma"]),
    ("上官", &["shang", "guan"]),
    ("诸葛", &["zhu", "ge"]),
    ("司徒", &["si", "tu"]),
    ("东方", &["dong", "fang"]),
    ("独孤", &["du", "gu"]),
    ("南宫", &["nan", "gong"]),
    ("皇甫", &["huang", "fu"]),
    ("尉迟", &["yu", "chi"]),
    ("慕容", &["mu", "rong"]),
    ("夏侯", &["xia", "hou"]),
    ("公孙", &["gong", "sun"]),
    ("长孙", &["zhang", "sun"]),
    ("宇文", &["yu", "wen"]),
    ("轩辕", &["xuan", "yuan"]),
    ("令狐", &["ling", "hu"]),
    ("端木", &["duan", "mu"]),
    ("百里", &["bai", "li"]),
    ("呼延", &["hu", "yan"]),
    ("东郭", &["dong", "guo"]),
    ("南门", &["nan", "men"]),
    ("西门", &["xi", "men"]),
    ("澹台", &["tan", "tai"]),
    ("公冶", &["gong", "ye"]),
    ("宗政", &["zong", "zheng"]),
    ("濮阳", &["pu", "yang"]),
    ("淳于", &["chun", "yu"]),
    ("单于", &["chan", "yu"]),
    ("太叔", &["tai", "shu"]),
    ("申屠", &["shen", "tu"]),
    ("仲孙", &["zhong", "sun"]),
    ("钟离", &["zhong", "li"]),
    ("鲜于", &["xian", "yu"]),
    ("闾丘", &["lv", "qiu"]),
    ("司空", &["si", "kong"]),
    ("司寇", &["si", "kou"]),
    ("赫连", &["he", "lian"]),
    ("万俟", &["mo", "qi"]),
    ("闻人", &["wen", "ren"]),
    ("公羊", &["gong", "yang"]),
    ("拓跋", &["tuo", "ba"]),
    ("拓拔", &["tuo", "ba"]),
    ("完颜", &["wan", "yan"]),
    ("耶律", &["ye", "lv"]),
    ("纳兰", &["na", "lan"]),
    ("第五", &["di", "wu"]),
    ("梁丘", &["liang", "qiu"]),
    ("左丘", &["zuo", "qiu"]),
    ("东门", &["dong", "men"]),
    ("乐正", &["yue", "zheng"]),
    ("漆雕", &["qi", "diao"]),
    ("公良", &["gong", "liang"]),
    ("段干", &["duan", "gan"]),
    ("谷梁", &["gu", "liang"]),
    ("亓官", &["qi", "guan"]),
    ("哥舒", &["ge", "shu"]),
    ("贺兰", &["he", "lan"]),
    ("叶赫", &["ye", "he"]),
    ("爱新觉罗", &["ai", "xin", "jue", "luo"]),
    ("歐陽", &["ou", "yang"]),
    ("司馬", &["si", "ma"]),
    ("諸葛", &["zhu", "ge"]),
    ("尉遲", &["yu", "chi"]),
    ("長孫", &["zhang", "sun"]),
    ("單于", &["chan", "yu"]),
];

/// Single surnames whose reading as a surname is not the character's usual one.
const SINGLE: &[(char, &str)] = &[
    ('单', "shan"),
    ('單', "shan"),
    ('解', "xie"),
    ('曾', "zeng"),
    ('仇', "qiu"),
    ('查', "zha"),
    ('区', "ou"),
    ('區', "ou"),
    ('盖', "ge"),
    ('朴', "piao"),
    ('繁', "po"),
    ('乐', "yue"),
    ('樂', "yue"),
    ('翟', "zhai"),
    ('缪', "miao"),
    ('繆', "miao"),
    ('种', "chong"),
    ('洗', "xian"),
    ('员', "yun"),
    ('員', "yun"),
    ('贠', "yun"),
    ('折', "she"),
    ('召', "shao"),
    ('秘', "bi"),
    ('覃', "qin"),
    ('薄', "bo"),
    ('卜', "bu"),
    ('都', "du"),
    ('句', "gou"),
    ('祭', "zhai"),
    ('佴', "nai"),
    ('隗', "wei"),
    ('长', "chang"),
    ('阚', "kan"),
];

/// Finds the compound surname that `name` begins with, provided that a given name follows: its
/// text and its readings, one a character.
#[must_use]
pub fn compound(name: &str) -> Option<(&'static str, &'static [&'static str])> {
    // A character is three bytes: most surnames are told apart by their first without a call.
    let first = name.as_bytes().first_chunk::<3>()?;
    let may_be = |surname: &str| surname.as_bytes().first_chunk::<3>() == Some(first);
    let begins = |surname: &str| may_be(surname) && name.len() > surname.len() && name.starts_with(surname);
    COMPOUND.iter().find(|(surname, _)| begins(surname)).copied()
}

/// Gives the reading of a character as a single surname where it is fixed by custom.
#[must_use]
pub fn single(first: char) -> Option<&'static str> {
    SINGLE.iter().find(|(character, _)| *character == first).map(|(_, reading)| *reading)
}
