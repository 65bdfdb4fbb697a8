//! The week on the screen.

use super::driver::Driver;
use lunpai::text::Lang;

/// A week that is planned, on its Wednesday; Monday's order was changed when the day was opened.
fn wednesday(width: u16, height: u16, lang: Lang) -> Driver {
    let mut desk = Driver::sized(width, height, lang);
    desk.elsewhere(
        r#"{"do":"roster.plan","week":"2026-W48","rest":{"s2":["2026-11-24"],"s4":["2026-11-28","2026-11-29"]},"by":"m1"}"#,
    );
    desk.elsewhere(r#"{"do":"day.open","order":["s5","s1","s2","s3"]}"#).elsewhere(r#"{"do":"day.close"}"#);
    desk.pass(2 * 24 * 60).press("Esc o Enter").press("l 2").press("5");
    desk
}

#[test]
fn roster_80x24() {
    insta::assert_snapshot!(wednesday(80, 24, Lang::Zh).screen());
}

#[test]
fn roster_120x36() {
    insta::assert_snapshot!(wednesday(120, 36, Lang::Zh).screen());
}

#[test]
fn roster_in_english_80x24() {
    insta::assert_snapshot!(wednesday(80, 24, Lang::En).screen());
}

#[test]
fn roster_in_english_120x36() {
    insta::assert_snapshot!(wednesday(120, 36, Lang::En).screen());
}

#[test]
fn a_day_that_was_opened_stands_as_it_was() {
    let mut desk = wednesday(80, 24, Lang::Zh);
    desk.press("Left Left").expect_line(&["周一 11-23 · 当日顺序"]);
    desk.expect_line(&["1 欧阳明", "2 王芳", "3 张伟", "4 李娜"]).expect_line(&["轮休", "陈静"]);
    desk.press("Right").expect_line(&["周二 11-24"]).expect_line(&["轮休", "张伟"]);
}

#[test]
fn weeks_are_gone_through() {
    let mut desk = wednesday(80, 24, Lang::Zh);
    desk.press("]").expect_line(&["2026-W49", "11-30"]).expect_line(&["没有排班"]);
    desk.press("[ [").expect_line(&["2026-W47"]).press("Esc").expect_line(&["2026-W48"]);
}

#[test]
fn a_manager_changes_todays_order_there() {
    let mut desk = wednesday(80, 24, Lang::Zh);
    desk.press("x").expect_line(&["这件事要由经理来做"]).press("m 2 x").expect_line(&["调整今天的接待顺序"]);
    desk.press("ShiftDown Enter")
        .type_text("换班")
        .press("Enter")
        .expect_line(&["[5 轮值]"])
        .expect_line(&["1 陈静", "2 张伟"]);
    desk.press("Down Down -").expect_line(&["登记离职"]).press("Esc").expect_nowhere("登记离职");
}
