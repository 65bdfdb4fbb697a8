//! What leaves the desk: the client log of the days shown, and receipts.

use super::driver::Driver;
use lunpai::text::Lang;

fn sold(width: u16, height: u16, lang: Lang) -> Driver {
    let mut desk = Driver::sized(width, height, lang);
    desk.press("o Enter n").type_text("13800001234").press("Enter n").pass(5);
    desk.press("F7 Down Tab").type_text("A").press("Tab").type_text("5万").press("Tab").type_text("1");
    desk.press("Enter Enter").pass(1);
    desk
}

#[test]
fn a_receipt_is_shown_written_and_counted() {
    let mut desk = sold(80, 30, Lang::Zh);
    desk.press("4 Home p").expect_line(&["定金收据"]).expect_line(&["收据号 000001"]).expect_line(&["伍万元整"]);
    desk.expect_nowhere("补打").press("Esc p").expect_line(&["收据号 000001", "补打 第 1 次"]);
    let file = desk.folder().join("exports").join("定金收据-000001.txt");
    assert!(std::fs::read_to_string(file).unwrap().contains("补打 第 1 次"));
    desk.press("Esc u").expect_nowhere("补打");
}

#[test]
fn where_nothing_was_sold_there_is_no_receipt() {
    Driver::open().press("4 p").expect_nowhere("收据号");
}

#[test]
fn the_days_shown_are_handed_out_masked() {
    let mut desk = sold(120, 36, Lang::Zh);
    desk.press("8 x").expect_line(&["已写入", "2026-11-23-来访登记.xlsx"]);
    let folder = desk.folder().join("exports");
    assert!(folder.join("2026-11-23-来访登记.xlsx").is_file());
    desk.press("v x").expect_line(&["已写入", "2026-11-23_2026-11-29-来访登记.xlsx"]);
    desk.press("7").expect_line(&["已导出 2026-11-23 至", "导出"]).expect_line(&["2026-11-29 来访 1 行、来电 0 行"]);
}

#[test]
fn a_folder_that_cannot_be_written_is_said_and_ends_nothing() {
    let mut desk = sold(80, 24, Lang::En);
    std::fs::write(desk.folder().join("exports"), "a file stands here").unwrap();
    desk.press("8 x").expect_line(&["cannot be written"]);
    desk.press("7").expect_nowhere("exported");
}
