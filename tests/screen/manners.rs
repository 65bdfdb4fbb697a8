//! How the screens behave wherever one is: going about, finding keys, pasting, the night, one's own keys.

use super::driver::Driver;
use lunpai::text::Lang;

#[test]
fn numbers_and_tab_go_about() {
    let mut desk = Driver::open();
    let names = ["接待台", "客户", "来电", "房源", "轮值", "待办", "登记簿", "报表", "规则"];
    for (number, name) in (1..).zip(names) {
        // Letters are typed on the clients' screen: Esc leaves the line.
        desk.press(&format!("Esc Esc {number}")).expect_line(&[&format!("[{number} {name}]")]);
    }
    desk.press("Tab").expect_line(&["[1 接待台]"]).press("BackTab").expect_line(&["[9 规则]"]);
    desk.click("4 房源").expect_line(&["[4 房源]"]);
}

#[test]
fn every_screen_explains_its_own_keys_first() {
    let mut desk = Driver::open();
    desk.press("7 ?").expect_line(&["t", "回看"]).expect_line(&["筛选"]).press("Esc");
    desk.press("4 ?").type_text("定").expect_line(&["r", "退定"]).expect_nowhere("解除保留").press("Esc");
    desk.press("1 ?").type_text("songke").expect_line(&["F4 f", "送客"]);
}

#[test]
fn the_palette_goes_anywhere() {
    let mut desk = Driver::open();
    desk.press("CtrlP").type_text("djb").expect_line(&["登记簿"]).press("Enter").expect_line(&["[7 登记簿]"]);
    desk.press(":").type_text("报表").press("Enter").expect_line(&["[8 报表]"]);
    desk.press(":").type_text("shoub").press("Enter").expect_line(&["收班后今天不能再开"]);
}

#[test]
fn desk_keys_work_on_every_screen() {
    for place in 3..=8 {
        let mut desk = Driver::open();
        desk.press(&format!("{place} n")).type_text("13800001234").press("Enter n").expect_line(&["0001 → 王芳"]);
        desk.press("F4 1").expect_line(&["0001 已送客"]);
    }
}

#[test]
fn a_line_of_a_spreadsheet_fills_the_form() {
    let mut desk = Driver::open();
    desk.press("n").paste("2026-11-20\t刘女士\t139-0000-0008\t远山科技有限公司\t3\n下一行\t不要\n");
    desk.expect_line(&["电话", "139-0000-0008"]).expect_line(&["公司"]).expect_line(&["人数", "3"]);
    desk.expect_nowhere("不要").press("Enter n").expect_line(&["0001", "0008"]);
    desk.press("n").paste("13800001234").expect_line(&["电话", "13800001234"]);
}

#[test]
fn what_is_wrong_stands_beside_its_field_while_typing() {
    let mut desk = Driver::open();
    desk.press("n").type_text("1380000").expect_nowhere("号码不对");
    desk.type_text("x").expect_line(&["电话", "号码不对"]).press("Backspace").expect_nowhere("号码不对");
    desk.press("Tab").expect_line(&["电话", "号码不对"]).press("BackTab").type_text("1234").expect_nowhere("号码不对");
    desk.press("Tab Tab Tab Tab Tab Tab Tab").type_text("3人").expect_line(&["人数", "请填数字"]);
    desk.press("Backspace").expect_nowhere("请填数字");
}

#[test]
fn a_form_says_what_would_come_of_it() {
    let mut desk = Driver::open();
    desk.press("n").type_text("13800001234").press("Enter n f 1");
    desk.press("p 1 n").type_text("13800001234").expect_line(&["将会", "0002 → "]);
    desk.press("Esc a 1 n").type_text("13800001234").expect_line(&["将会：0002 → 王芳"]);
    desk.press("Enter n").type_text("13800001234").expect_line(&["已经在场"]);
}

#[test]
fn letters_beyond_the_keyboard() {
    let mut desk = Driver::open();
    desk.press("n Tab").type_text("U+20BB7 野").expect_line(&["姓名", "𠮷野"]);
    desk.press("Enter n").expect_line(&["0001"]);
}

#[test]
fn a_night_passes_and_the_new_day_is_asked_for() {
    let mut desk = Driver::open();
    desk.press("n Enter n f 1").pass(60 * 14).expect_nowhere("新的一天");
    desk.pass(60 * 3).expect_line(&["新的一天", "11-24"]).expect_line(&["11-23 还没有收班"]);
    desk.press("Enter").expect_line(&["收班后今天不能再开"]).press("Enter").expect_line(&["校验码"]);
    desk.press("Enter").expect_line(&["新的一天"]).expect_line(&["今天还没有开班"]);
    desk.press("Enter").expect_line(&["开班：今天的接待顺序"]).press("Enter").expect_line(&[">>", "王芳"]);
    desk.expect_line(&["11-24"]);
}

#[test]
fn the_night_waits_until_the_form_is_done() {
    let mut desk = Driver::open();
    desk.press("n").type_text("1380000").pass(60 * 16).expect_line(&["1380000"]).expect_nowhere("新的一天");
    desk.press("Esc").expect_line(&["新的一天"]).press("Esc").expect_nowhere("新的一天");
    desk.pass(60).expect_nowhere("新的一天");
}

#[test]
fn long_words_about_what_was_done_are_wrapped() {
    let mut desk = Driver::sized(80, 24, Lang::En);
    desk.press("o Enter +");
    let screen = desk.screen();
    let lines: Vec<&str> = screen.lines().collect();
    assert!(lines[22].contains("m changes who is at the keys") || lines[22].contains("keys"), "{screen}");
}

#[test]
fn what_stands_under_a_window_cannot_be_clicked() {
    let mut desk = Driver::open();
    desk.press("n").click("2 客户").expect_line(&["来访登记"]).expect_line(&["[1 接待台]"]);
    desk.press("Esc").click("2 客户").expect_line(&["[2 客户]"]);
    // An item that Enter would settle stands under the form.
    desk.press("Esc Esc 1 n Enter n f x 6 m 2").expect_line(&["未送客"]);
    desk.press("+").click("未送客").expect_line(&["记违规"]).expect_line(&["待办 1"]);
}

#[test]
fn a_task_is_about_whom_the_screen_has_chosen() {
    let mut desk = Driver::open();
    desk.press("Down Down").expect_line(&["张伟"]).press("5 Down Down Down F5").expect_line(&["陈静 · 在哪里"]);
    desk.press("p").expect_line(&["陈静 私事"]);
    desk.press("1 n").type_text("13800001234").press("Enter n f 1 7 n").expect_nowhere("138****1234");
    desk.press("Tab").type_text("李先生").press("Enter n").expect_line(&["0002 → "]);
}

#[test]
fn an_empty_field_chooses_nobody() {
    let mut desk = Driver::open();
    desk.press("n").type_text("13800001234").press("Enter n 7 /").press("Tab").type_text("1").press("Backspace Enter");
    desk.expect_line(&["登记簿 · 全部"]);
}

#[test]
fn a_pasted_line_makes_no_family() {
    let mut desk = Driver::open();
    desk.press("n").paste("13912341111\t王小明\t宏达贸易\t朋友介绍\t3").expect_line(&["备注", "朋友介绍"]);
    desk.expect_line(&["公司", "宏达贸易"]).press("Enter n f 1");
    desk.press("n").paste("13912342222\t李四\t朋友介绍").press("Enter").expect_line(&["第一问"]);
}

#[test]
fn the_first_question_has_no_answer_of_its_own() {
    let mut desk = Driver::open();
    desk.press("n Enter Enter Enter").expect_line(&["第一问"]).expect_nowhere("0001");
    desk.press("Down Enter").expect_line(&["0001 → 王芳"]);
}

#[test]
fn the_board_says_who_is_next_and_where_people_are() {
    let mut desk = Driver::open();
    desk.press("p 1").expect_line(&["下一位新客 张伟"]).expect_line(&[">>", "张伟"]);
    desk.press("n Enter n p 2").expect_line(&["张伟", "私事 接待 0001"]);
}

#[test]
fn a_day_left_open_stands_in_the_header() {
    let mut desk = Driver::open();
    desk.pass(60 * 16).press("Esc").expect_line(&["11-23 未收班"]);
    desk.press("n Enter n").expect_line(&["0001", "→ 王芳"]);
}
