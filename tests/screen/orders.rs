//! Today's order in a manager's hands: every change shows what it does to the line, and asks why.

use super::driver::Driver;
use lunpai::text::Lang;

/// 王芳 is owed a turn; 张伟 receives.
fn owed(width: u16, height: u16, lang: Lang) -> Driver {
    let mut desk = Driver::sized(width, height, lang);
    desk.press("o Enter b 1").pass(5).press("n Enter n").pass(5).press("a 1 m 2");
    desk
}

#[test]
fn another_order_is_shown_before_it_is_confirmed() {
    let mut desk = owed(80, 24, Lang::Zh);
    desk.press("x Down Down ShiftUp ShiftUp Enter");
    insta::assert_snapshot!("order_changed_80x24", desk.screen());
    desk.press("Enter").expect_line(&["缘由", "请填写"]);
    desk.press("Esc").expect_line(&["调整今天的接待顺序"]).press("Enter");
    desk.type_text("客户约见").press("Enter").expect_line(&["顺序已调整：李娜、王芳、张伟", "已写明缘由"]);
    desk.press("7 Enter").expect_line(&["原顺序：王芳、张伟、李娜"]).expect_line(&["新顺序：李娜、王芳、张伟"]);
    desk.expect_nowhere("客户约见");
}

#[test]
fn who_is_sent_home_keeps_what_is_owed() {
    let mut desk = owed(80, 24, Lang::Zh);
    desk.press(")").expect_line(&["让其下班"]);
    insta::assert_snapshot!("order_sent_home_80x24", desk.screen());
    desk.expect_line(&["王芳的 1 个欠补不作废"]).expect_line(&["下一位新客：王芳 → 李娜"]);
    desk.press("Tab").type_text("家里有事").press("Enter").expect_line(&["顺序已调整：张伟、李娜"]);
    // A leave is another thing: what is owed is lost with it.
    desk.press("u Enter l 1").expect_line(&["王芳", "请假"]).expect_nowhere("欠补不作废");
}

#[test]
fn who_is_called_in_receives_who_waits() {
    let mut desk = owed(80, 24, Lang::Zh);
    desk.press(") Tab").type_text("学习").press("Enter");
    desk.press("b 2 b 3 b 4").pass(1).press("n Enter n").press("n Enter n").expect_line(&["等候"]);
    desk.press("(").expect_line(&["叫回"]).expect_line(&["等候的", "由王芳接待"]);
    insta::assert_snapshot!("order_called_in_80x24", desk.screen());
    desk.press("Tab").type_text("人手不够").press("Enter").expect_line(&["王芳", "接待"]);
    desk.press("(").expect_line(&["眼下没有这样的事可办"]);
}

#[test]
fn who_is_on_leave_is_brought_back_by_a_manager() {
    let mut desk = owed(120, 36, Lang::Zh);
    desk.press("l 3").pass(30).press("m 1 ;").expect_line(&["这件事要由经理来做"]);
    desk.press("m 2 ;").expect_line(&["销假"]).expect_line(&["候接顺序改为：", "李娜"]);
    insta::assert_snapshot!("order_leave_ended_120x36", desk.screen());
    desk.press("Tab").type_text("提前回来").press("Enter").expect_line(&["李娜", "在位", "已写明缘由"]);
    desk.expect_nowhere("提前回来");
}

#[test]
fn orders_change_in_english() {
    let mut desk = owed(80, 24, Lang::En);
    insta::assert_snapshot!("order_sent_home_in_english_80x24", desk.press(")").screen());
}

#[test]
fn the_palette_knows_them() {
    let mut desk = owed(80, 24, Lang::Zh);
    desk.press(":").type_text("xiajia").press("Esc :").type_text("叫回").expect_line(&["叫回", "经理把休息的人叫回"]);
    desk.press("Esc :").type_text("公平").press("Enter").expect_line(&["轮次公平说明"]);
}
