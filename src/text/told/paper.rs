//! Exports and receipts, each in one sentence.

use crate::rules::command::{ExportLog, PrintReceipt};
use crate::rules::event::{Entry, Event};
use crate::text::{Lang, export, receipt};

pub(super) fn export(lang: Lang, command: &ExportLog) -> String {
    let rows = command.rows.iter().map(|(sheet, rows)| export::rows(lang, *sheet, *rows));
    let rows = rows.collect::<Vec<_>>().join(lang.pick("、", ", "));
    let span = match (command.from, command.to) {
        (Some(from), Some(to)) if from == to => format!("{from} "),
        (Some(from), Some(to)) => match lang {
            Lang::Zh => format!("{from} 至 {to} "),
            Lang::En => format!("{from} to {to} "),
        },
        _ => String::new(),
    };
    let names = if command.masked {
        lang.pick("姓名电话已打码", "names and numbers masked")
    } else {
        lang.pick("姓名电话完整", "names and numbers in full")
    };
    let format = command.format.code().to_uppercase();
    match lang {
        Lang::Zh => format!("已导出 {span}{rows}（{format}，{names}）"),
        Lang::En => format!("exported {span}{rows} ({format}, {names})"),
    }
}

pub(super) fn receipt(lang: Lang, entry: &Entry, command: &PrintReceipt) -> String {
    let printed = entry.events.iter().find_map(|event| match event {
        Event::ReceiptPrinted { number, copy, .. } => Some((*number, *copy)),
        _ => None,
    });
    let (number, copy) = printed.unwrap_or_default();
    let number = receipt::number(number);
    let again = receipt::again(lang, copy).map_or_else(String::new, |again| match lang {
        Lang::Zh => format!("（{again}）"),
        Lang::En => format!(" ({again})"),
    });
    match lang {
        Lang::Zh => format!("定金 {} 的收据 {number} 已打印{again}", command.deposit),
        Lang::En => format!("receipt {number} of deposit {} is printed{again}", command.deposit),
    }
}
