//! Forms keep what was typed, and the cursor stands where the typing goes.

use super::driver::Driver;

#[test]
fn a_refusal_loses_nothing() {
    let mut desk = Driver::open();
    desk.press("n").type_text("1380000").press("Enter").expect_line(&["1380000", "号码不对"]);
    desk.type_text("1234").press("Tab").type_text("王先生").press("Enter n").expect_line(&["0001", "王先生"]);
    desk.press("n").type_text("13800001234").press("Enter").expect_line(&["已经在场"]);
    desk.expect_line(&["电话", "13800001234"]);
}

#[test]
fn the_cursor_stands_in_cells() {
    let mut desk = Driver::open();
    desk.press("n");
    let (x, y) = desk.cursor();
    desk.type_text("138");
    assert_eq!(desk.cursor(), (x + 3, y));
    desk.press("Tab").type_text("欧阳");
    assert_eq!(desk.cursor().0, x + 4);
    desk.press("Left");
    assert_eq!(desk.cursor().0, x + 2);
}

#[test]
fn full_width_keys_are_keys() {
    let mut desk = Driver::open();
    desk.press("ｎ").type_text("１３８００００１２３４").expect_line(&["电话", "13800001234"]);
    desk.press("Enter ｎ").expect_line(&["0001", "1234"]);
    desk.press("？").expect_line(&["登记一位来访客户"]).press("Esc");
    desk.press("ｐ ２").expect_line(&["张伟", "私事"]);
}

#[test]
fn pasting_is_cleaned() {
    let mut desk = Driver::open();
    desk.press("n").paste("138 0000-1234\n").press("Enter n").expect_line(&["0001", "1234"]);
}

#[test]
fn without_a_day_nothing_can_begin() {
    let mut desk = Driver::new();
    desk.press("n").expect_nowhere("来访登记").expect_line(&["今天还没有开班"]).expect_line(&["按 o 定顺序并开班"]);
}

#[test]
fn the_palette_finds_by_pinyin() {
    let mut desk = Driver::open();
    desk.press(":").type_text("laif").expect_line(&["F2 n", "来访"]).press("Enter").expect_line(&["来访登记"]);
}

#[test]
fn staff_and_units_are_added_by_a_manager() {
    let mut desk = Driver::open();
    desk.press("+").expect_line(&["这件事要由经理来做", "按 m 换操作人"]).expect_nowhere("姓名");
    desk.press("m 2 +")
        .type_text("周敏")
        .press("Enter")
        .expect_line(&["已加人员 周敏"])
        .expect_line(&["周敏", "不当班"]);
    desk.press("=").type_text("A-1202").press("Enter").expect_line(&["已加房源 A-1202"]);
}

#[test]
fn a_popup_keeps_its_border_over_chinese() {
    let mut desk = Driver::open();
    for name in ["王先生", "刘女士", "欧阳先生", "赵女士", "孙先生"] {
        desk.press("n Tab").type_text(name).press("Enter n");
    }
    desk.press("?");
    let screen = desk.screen();
    let rows = screen.lines().skip(3).take(16);
    for row in rows {
        assert!(row.matches('│').count() >= 2, "{screen}");
    }
}
