//! What an import says: what was found in the file, what is wrong with a row, what became of doubles.
//! Rows appear by their numbers, clients by their ids; what a row says of a person is never repeated.

use super::Lang;
use crate::import::column::{Field, MapFault};
use crate::import::row::{Reason, Skip};
use crate::import::table::TableFault;
use crate::rules::import::RowFault;

/// What a column holds.
#[must_use]
pub const fn field(lang: Lang, field: Field) -> &'static str {
    match field {
        Field::Client => lang.pick("客户编号", "client id"),
        Field::Name => lang.pick("姓名", "name"),
        Field::Phone => lang.pick("电话", "phone"),
        Field::Company => lang.pick("公司", "company"),
        Field::Household => lang.pick("家庭", "household"),
        Field::Owner => lang.pick("归属人", "owner"),
        Field::FirstContact => lang.pick("首次接触", "first contact"),
        Field::LastVisit => lang.pick("最近到访", "last visit"),
        Field::Source => lang.pick("来源", "source"),
        Field::Note => lang.pick("备注", "note"),
    }
}

/// Why a row is refused, and what to do.
#[must_use]
pub const fn reason(lang: Lang, reason: Reason) -> &'static str {
    match reason {
        Reason::Fault(RowFault::NothingToKnowBy) => lang.pick(
            "没有电话也没有客户编号，无法与别人区分，请补一项",
            "no phone and no client id to tell the client by: add one",
        ),
        Reason::Fault(RowFault::BadPhone) => {
            lang.pick("电话不是一个号码，请改正", "the phone is no number: correct it")
        }
        Reason::Fault(RowFault::BadId) => {
            lang.pick("客户编号只能有 1 到 64 个字母、数字、- 或 _", "a client id has 1 to 64 letters, digits, - or _")
        }
        Reason::Fault(RowFault::TooLong) => lang.pick("有一格文字过长，请缩短", "a text is too long: shorten it"),
        Reason::Fault(RowFault::InTheFuture) => {
            lang.pick("日期还没有到，请改正", "a date has not come yet: correct it")
        }
        Reason::BadFirstContact => lang
            .pick("首次接触的日期读不懂，请写成 2024-03-05", "the first contact is no date: write it like 2024-03-05"),
        Reason::BadLastVisit => {
            lang.pick("最近到访的日期读不懂，请写成 2024-03-05", "the last visit is no date: write it like 2024-03-05")
        }
        Reason::UnknownOwner => lang.pick(
            "归属人不在人员名单里，请先加人或改正",
            "the owner is not on the staff: add them first, or correct it",
        ),
        Reason::DepartedOwner => lang.pick(
            "归属人已离职，请改为在职销售或留空",
            "the owner has left: name somebody who works here, or leave it blank",
        ),
        Reason::AmbiguousOwner => {
            lang.pick("有几个人与归属人同名，请写人员编号", "several people have the owner's name: write the staff id")
        }
        Reason::NotASalesperson => lang.pick("归属人不是销售，请改正", "the owner is no salesperson: correct it"),
        Reason::TooManyCells => lang
            .pick("格数多于标题，可能错列，请核对", "there are more cells than headings: the columns may be shifted"),
    }
}

/// Rows that are no clients.
#[must_use]
pub const fn skip(lang: Lang, skip: Skip) -> &'static str {
    match skip {
        Skip::Blank => lang.pick("空行", "blank"),
        Skip::Heading => lang.pick("重复的标题行", "repeated headings"),
        Skip::Total => lang.pick("合计行", "totals"),
    }
}

/// Why a file cannot be read, and what to do.
#[must_use]
pub fn table_fault(lang: Lang, fault: &TableFault) -> String {
    match fault {
        TableFault::Io(error) => match lang {
            Lang::Zh => format!("读不了这个文件（{}），请检查路径和权限。", error.kind()),
            Lang::En => format!("The file cannot be read ({}). Check its path and permissions.", error.kind()),
        },
        TableFault::BadSpreadsheet => lang
            .pick("这个表格文件打不开，请另存为 xlsx 或 CSV 再试。", "The spreadsheet cannot be opened. Save it as xlsx or CSV and try again.")
            .to_owned(),
        TableFault::NoSuchSheet(names) => {
            let names = names.join(lang.pick("、", ", "));
            format!("{}{names}", lang.pick("没有这个工作表；有：", "There is no such sheet; there are: "))
        }
        TableFault::UnknownEncoding(name) => match lang {
            Lang::Zh => format!("不认识编码 {name}，可用 utf-8、gb18030、utf-16le。"),
            Lang::En => format!("No encoding is called {name}. There are utf-8, gb18030, utf-16le."),
        },
        TableFault::NoHeadings => lang
            .pick(
                "前十行里没有认得出的标题行，请用 --map 指明，例如 --map phone=联系电话。",
                "None of the first ten rows has headings that are known. Say with --map what is what, like --map phone=Mobile.",
            )
            .to_owned(),
        TableFault::Map(fault) => map_fault(lang, fault),
    }
}

/// Why a `--map` cannot be followed, and what to do.
#[must_use]
pub fn map_fault(lang: Lang, fault: &MapFault) -> String {
    let keys = || Field::ALL.iter().map(|field| field.key()).collect::<Vec<_>>().join(lang.pick("、", ", "));
    match fault {
        MapFault::NotAPair(text) => match lang {
            Lang::Zh => format!("--map {text} 应写成 KEY=标题。"),
            Lang::En => format!("--map {text} should be written as KEY=HEADING."),
        },
        MapFault::UnknownField(key) => match lang {
            Lang::Zh => format!("--map 没有 {key} 这一项；有：{}。", keys()),
            Lang::En => format!("--map knows no {key}; there are: {}.", keys()),
        },
        MapFault::NoSuchHeading(heading) => match lang {
            Lang::Zh => format!("文件里没有标题“{heading}”，请照标题原样写。"),
            Lang::En => format!("The file has no heading {heading}. Write it as it stands there."),
        },
    }
}
