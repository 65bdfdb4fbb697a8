//! The log on the screen, and the board as it stood.

use super::driver::Driver;
use lunpai::text::Lang;

/// A morning with a struck entry in it.
fn morning(width: u16, height: u16, lang: Lang) -> Driver {
    let mut desk = Driver::sized(width, height, lang);
    desk.press("o Enter").pass(3);
    desk.press("n").type_text("13800001234").press("Tab").type_text("王先生").press("Enter n").pass(4);
    desk.press("n").type_text("13900000008").press("Tab").type_text("刘建国").press("Enter n").pass(1);
    desk.press("p 3").pass(2).press("u Enter").pass(5);
    desk.press("f 1").pass(1).press("c").type_text("02155556666").press("Enter").pass(2).press("h 1");
    desk.pass(1).press("7");
    desk
}

#[test]
fn log_80x24() {
    insta::assert_snapshot!(morning(80, 24, Lang::Zh).screen());
}

#[test]
fn log_120x36() {
    insta::assert_snapshot!(morning(120, 36, Lang::Zh).screen());
}

#[test]
fn log_in_english_80x24() {
    insta::assert_snapshot!(morning(80, 24, Lang::En).screen());
}

#[test]
fn log_in_english_120x36() {
    insta::assert_snapshot!(morning(120, 36, Lang::En).screen());
}

#[test]
fn past_80x24() {
    insta::assert_snapshot!(morning(80, 24, Lang::Zh).press("Down Down Down Down t").screen());
}

#[test]
fn past_in_english_120x36() {
    insta::assert_snapshot!(morning(120, 36, Lang::En).press("Down Down Down Down t").screen());
}

#[test]
fn newest_first_and_what_was_struck_stays() {
    let mut desk = morning(120, 36, Lang::Zh);
    let screen = desk.screen();
    let row =
        |text: &str| screen.lines().position(|line| line.contains(text)).unwrap_or_else(|| panic!("{text}:\n{screen}"));
    assert!(row("k-0001 已挂断") < row("来电 k-0001") && row("来电 k-0001") < row("0001 已送客"), "{screen}");
    desk.expect_line(&["划", "李娜 私事"]);
    desk.press("End Home").expect_line(&["09:18", "已挂断"]);
}

#[test]
fn enter_reads_everything_that_followed() {
    let mut desk = morning(80, 24, Lang::Zh);
    desk.press("End Up").expect_line(&["已开班"]);
    desk.press("/").expect_line(&["登记簿里看什么"]).press("Tab Tab").type_text("lf").press("Enter");
    desk.expect_line(&["登记簿 · 来访"]).expect_line(&["0002 → 张伟"]);
    desk.press("Enter").expect_line(&["当时的候接顺序"]).expect_line(&["张伟", "空闲"]).press("Esc");
    desk.press("Esc").expect_line(&["登记簿 · 全部"]);
}

#[test]
fn filters_meet() {
    let mut desk = morning(80, 24, Lang::Zh);
    desk.press("/").type_text("wangfang").press("Tab Tab").type_text("来访").press("Enter");
    desk.expect_line(&["登记簿 · 王芳 · 来访"]).expect_line(&["0001 → 王芳"]);
    desk.press("/ Tab Tab Tab").type_text("昨天").press("Enter").expect_line(&["没有"]);
    desk.press("/ Tab Tab Tab").type_text("soon").press("Enter").expect_line(&["如 11-23"]).press("Esc Esc");
    desk.press("/ Tab").type_text("13900000008").press("Enter").expect_line(&["0002 → 张伟"]).expect_nowhere("0001");
}

#[test]
fn the_board_stands_as_it_stood() {
    let mut desk = morning(80, 24, Lang::Zh);
    desk.press("Down Down Down Down t").expect_line(&["回看", "李娜 私事"]).expect_line(&["李娜", "私事 0分"]);
    desk.expect_line(&["0001", "王芳", "轮接"]);
    desk.press("Left").expect_line(&["回看", "0002 → 张伟"]).expect_line(&["李娜", "空闲"]);
    desk.press("Right Right").expect_line(&["回看", "撤回"]).expect_line(&["李娜", "空闲"]);
    desk.press("Esc").expect_line(&["登记簿 · 全部"]).press("1").expect_line(&["0002", "张伟"]).expect_nowhere("回看");
}

#[test]
fn the_reader_stays_where_they_read() {
    let mut desk = morning(80, 24, Lang::Zh);
    desk.press("Down Down").elsewhere(r#"{"do":"presence","staff":"s4","to":"private"}"#);
    desk.expect_line(&["陈静 私事"]);
    let before = desk.screen();
    desk.press("Up Up Up").expect_line(&["陈静 私事"]);
    assert_ne!(before, desk.screen());
}

#[test]
fn the_past_stays_while_others_enter() {
    let mut desk = morning(80, 24, Lang::Zh);
    desk.press("t").expect_line(&["回看", "已挂断"]).elsewhere(r#"{"do":"presence","staff":"s4","to":"private"}"#);
    desk.expect_line(&["回看", "已挂断"]).press("Enter").expect_line(&["k-0001 已挂断"]).press("Esc");
    desk.press("Right").expect_line(&["回看", "陈静 私事"]);
}

#[test]
fn nothing_is_done_in_the_past() {
    let mut desk = morning(80, 24, Lang::Zh);
    desk.press("t F2 F7 u z d n").expect_line(&["回看"]).expect_nowhere("来访登记").expect_nowhere("撤销");
    desk.press("1").expect_nowhere("回看");
}

#[test]
fn a_click_reads_the_entry() {
    let mut desk = morning(80, 24, Lang::Zh);
    desk.click("0001 已送客").expect_line(&["09:15:00", "0001 已送客"]);
}
