//! PINs at the keys: asked for once, forgotten after five idle minutes, never shown.

use super::driver::Driver;
use lunpai::text::Lang;

const PIN: &str = "2580";

/// A desk whose day is open and whose manager has a PIN.
fn desk_with_pin() -> Driver {
    sized(80, 24, Lang::Zh)
}

fn sized(width: u16, height: u16, lang: Lang) -> Driver {
    let mut desk = Driver::sized(width, height, lang);
    desk.press("o Enter").elsewhere(r#"{"do":"pin.set","staff":"m1","pin":"2580","by":"m1"}"#);
    desk
}

/// The manager goes to the keys and proves it.
fn as_manager(desk: &mut Driver) -> &mut Driver {
    desk.press("m 2").expect_line(&["请输入 PIN"]).type_text(PIN).press("Enter").expect_line(&["[郑经理 已验]"])
}

/// The first of the order goes one down.
fn reorder(desk: &mut Driver) -> &mut Driver {
    desk.press("x ShiftDown Enter").type_text("客户约见").press("Enter")
}

#[test]
fn pin_prompt_80x24() {
    let mut desk = desk_with_pin();
    desk.press("m 2").type_text("25");
    insta::assert_snapshot!(desk.screen());
}

#[test]
fn pin_prompt_in_english_120x36() {
    let mut desk = sized(120, 36, Lang::En);
    desk.press("m 2").type_text("1357").press("Enter").type_text("25");
    insta::assert_snapshot!(desk.screen());
}

#[test]
fn nothing_of_a_pin_is_shown_and_the_cursor_follows_it() {
    let mut desk = desk_with_pin();
    desk.press("m 2");
    let (x, y) = desk.cursor();
    desk.type_text("２a5-80").expect_line(&["PIN", "****"]).expect_nowhere("2580").expect_nowhere("258");
    assert_eq!(desk.cursor(), (x + 4, y));
    desk.press("Backspace Backspace");
    assert_eq!(desk.cursor(), (x + 2, y));
    desk.press("Esc").expect_line(&["[前台]"]).expect_nowhere("请输入 PIN");
}

#[test]
fn somebody_without_a_pin_just_goes_to_the_keys() {
    let mut desk = desk_with_pin();
    desk.press("m 3").expect_line(&["[吴婷]"]);
}

#[test]
fn a_manager_is_asked_once() {
    let mut desk = desk_with_pin();
    as_manager(&mut desk);
    reorder(&mut desk).expect_line(&["顺序已调整"]);
    reorder(desk.pass(4)).expect_line(&["顺序已调整"]);
    // Every key begins the five minutes anew.
    reorder(desk.pass(4)).expect_line(&["顺序已调整"]).expect_line(&["[郑经理 已验]"]);
}

#[test]
fn five_idle_minutes_leave_the_desk_to_nobody() {
    let mut desk = desk_with_pin();
    as_manager(&mut desk);
    desk.pass(4).expect_line(&["[郑经理 已验]"]);
    desk.pass(1).expect_line(&["[前台]"]).expect_line(&["五分钟没有人操作"]);
    desk.press("m 2").expect_line(&["请输入 PIN"]);
}

#[test]
fn what_only_a_manager_may_read_goes_with_them() {
    let mut desk = desk_with_pin();
    desk.press("n").type_text("13812341234").press("Tab").type_text("单晓云").press("Enter n");
    as_manager(&mut desk).press("2").type_text("1234").expect_line(&["13812341234"]).expect_line(&["单晓云"]);
    desk.pass(5).expect_nowhere("13812341234").expect_nowhere("单晓云");
    // A reading that was open over it is shut.
    as_manager_from_clients(&mut desk).press("Enter").pass(5).expect_nowhere("13812341234");
}

#[test]
fn a_form_left_alone_shows_what_anybody_may_see() {
    let mut desk = desk_with_pin();
    desk.press("n").type_text("13812341234").press("Enter n").press("F4 1");
    as_manager(&mut desk).press("n").type_text("1381234").expect_line(&["13812341234"]);
    desk.press("Down").pass(5).expect_line(&["1381234"]).expect_nowhere("13812341234");
    desk.expect_line(&["138****1234"]);
}

#[test]
fn a_pin_half_typed_is_nobody_elses_to_finish() {
    let mut desk = desk_with_pin();
    reorder(&mut desk).expect_line(&["经理确认"]).press("1").expect_line(&["请输入 PIN"]).type_text("258").pass(5);
    desk.expect_nowhere("请输入 PIN").expect_line(&["缘由", "客户约见"]);
}

fn as_manager_from_clients(desk: &mut Driver) -> &mut Driver {
    desk.press("Esc Esc F12").press("2").type_text(PIN).press("Enter")
}

#[test]
fn a_manager_unproven_sees_no_more_than_the_desk() {
    let mut desk = Driver::open();
    desk.press("n").type_text("13812341234").press("Enter n").press("m 2 2").type_text("1234");
    desk.expect_line(&["13812341234"]);
    desk.elsewhere(r#"{"do":"pin.set","staff":"m1","pin":"2580","by":"m1"}"#);
    desk.expect_line(&["[郑经理 未验]"]).expect_nowhere("13812341234");
}

#[test]
fn the_desk_is_locked_by_a_key() {
    let mut desk = desk_with_pin();
    as_manager(&mut desk);
    desk.press("x").press("CtrlL").expect_line(&["[前台]"]).expect_line(&["已锁定"]);
    // What was begun stays, and takes the PIN now.
    desk.expect_line(&["调整今天的接待顺序"]).press("ShiftDown Enter").type_text("客户约见").press("Enter 1");
    desk.expect_line(&["请输入 PIN"])
        .type_text(PIN)
        .press("Enter")
        .expect_line(&["顺序已调整"])
        .expect_line(&["[前台]"]);
}

#[test]
fn a_manager_confirms_at_the_desk_for_one_command() {
    let mut desk = desk_with_pin();
    reorder(desk.press("5")).expect_line(&["1", "郑经理"]).expect_line(&["2", "提交申请"]).press("1");
    desk.expect_line(&["请输入 PIN"]).expect_line(&["谁的", "郑经理", "经理"]).expect_line(&["用于", "调顺序"]);
    // Gone back, nothing is lost.
    desk.press("Esc").expect_line(&["缘由", "客户约见"]).expect_line(&["候接顺序改为：王芳、李娜"]);
    desk.press("Enter 1").type_text(PIN).press("Enter").expect_line(&["顺序已调整"]).expect_line(&["[前台]"]);
    desk.press("7").expect_line(&["郑经理", "顺序已调整"]);
    // Only that one.
    reorder(desk.press("5")).press("1").expect_line(&["请输入 PIN"]);
}

#[test]
fn the_desk_chooses_who_confirms() {
    let mut desk = desk_with_pin();
    as_manager(&mut desk);
    desk.press("+").type_text("李经理").press("Tab").type_text("m").press("Enter").expect_line(&["已加人员 李经理"]);
    desk.press("5 *").expect_line(&["设 PIN"]);
    desk.press("BackTab").type_text("m2").press("Tab").type_text("1357").press("Tab").type_text("1357").press("Enter");
    desk.expect_line(&["李经理的 PIN 已设好"]).press("CtrlL");
    reorder(&mut desk)
        .expect_line(&["经理确认"])
        .press("2")
        .expect_line(&["谁的", "李经理"])
        .type_text("1357")
        .press("Enter")
        .expect_line(&["顺序已调整"]);
    desk.press("7").expect_line(&["李经理", "顺序已调整"]);
}

#[test]
fn what_a_form_holds_outlives_the_question() {
    let mut desk = desk_with_pin();
    desk.press("6 +").expect_line(&["记违规"]).type_text("s1").press("Tab Tab Tab").type_text("迟到").press("Enter 1");
    desk.expect_line(&["请输入 PIN"]).type_text("9999").press("Enter").expect_line(&["PIN 不对"]);
    desk.press("Esc").expect_line(&["备注", "迟到"]).press("Enter 1").type_text(PIN).press("Enter");
    desk.expect_line(&["已记王芳违规"]);
}

#[test]
fn wrong_pins_are_waited_for_and_stand_in_the_log() {
    let mut desk = desk_with_pin();
    desk.press("m 2");
    for _ in 0..2 {
        desk.type_text("9999").press("Enter").expect_line(&["PIN 不对"]).expect_nowhere("还要等");
    }
    desk.type_text("9999").press("Enter").expect_line(&["PIN 不对", "还要等 0:02"]);
    // Even the right one is not looked at.
    desk.type_text(PIN).press("Enter").expect_line(&["还要等 0:02"]).expect_line(&["[前台]"]);
    desk.pass(1).expect_nowhere("还要等").press("Enter").expect_line(&["[郑经理 已验]"]);
    desk.press("7").expect_line(&["前台", "有人输错郑经理的 PIN，连续第 3 次"]);
    desk.press("6").expect_line(&["PIN 连错", "郑经理"]);
    desk.press("Enter").expect_line(&["已过目"]);
}

#[test]
fn an_undo_says_what_it_takes_back_before_the_pin() {
    let mut desk = desk_with_pin();
    desk.elsewhere(r#"{"do":"presence","staff":"s1","to":"private","by":"m1"}"#);
    desk.press("u").expect_line(&["要撤回的是"]).expect_line(&["王芳 私事"]).press("Enter");
    desk.expect_line(&["请输入 PIN"]).type_text(PIN);
    // Something else was entered meanwhile: it is not what was asked about.
    desk.elsewhere(r#"{"do":"presence","staff":"s2","to":"private","by":"m1"}"#);
    desk.press("Enter").expect_line(&["请再看一遍"]).expect_nowhere("要撤回的是");
    desk.press("u").expect_line(&["张伟 私事"]).press("Enter").type_text(PIN).press("Enter").expect_line(&["已撤回"]);
}

#[test]
fn somebody_is_brought_back_from_leave() {
    let mut desk = desk_with_pin();
    desk.press("l 1").expect_line(&["请假"]).press("a 1 1").expect_line(&["请输入 PIN"]);
    desk.type_text(PIN).press("Enter").expect_line(&["王芳 在位"]);
}

#[test]
fn a_pin_is_set_from_the_palette() {
    let mut desk = Driver::open();
    desk.press("m 2 :").type_text("PIN").press("Enter").expect_line(&["设 PIN"]);
    desk.type_text("1234").press("Tab").type_text("1234").press("Enter").expect_line(&["不要顺号"]);
    let retype = |desk: &mut Driver, pin: &str| {
        desk.press("Backspace Backspace Backspace Backspace").type_text(pin);
    };
    let (x, _) = desk.cursor();
    retype(&mut desk, PIN);
    desk.press("Tab");
    retype(&mut desk, "2581");
    desk.press("Enter").expect_line(&["两遍不一样"]);
    assert_eq!(desk.cursor().0, x);
    desk.press("Backspace").type_text("0").press("Enter").expect_line(&["郑经理的 PIN 已设好"]);
    // Whoever has just typed it is known.
    desk.expect_line(&["[郑经理 已验]"]).expect_nowhere(PIN);
    reorder(&mut desk).expect_line(&["顺序已调整"]);
}

#[test]
fn ones_own_pin_is_changed_with_the_old_one() {
    let mut desk = desk_with_pin();
    desk.elsewhere(r#"{"do":"pin.set","staff":"s1","pin":"8642","by":"s1"}"#);
    desk.press("5 *").type_text("1357").press("Tab").type_text("1357").press("Enter");
    // Their own old one, or a manager's.
    desk.expect_line(&["1", "王芳"]).expect_line(&["2", "郑经理"]).press("1").type_text("8642").press("Enter");
    desk.expect_line(&["王芳的 PIN 已设好"]);
}

#[test]
fn without_pins_nothing_is_asked() {
    let mut desk = Driver::open();
    desk.press("m 2").expect_line(&["[郑经理]"]).pass(10).expect_line(&["[郑经理]"]);
    reorder(&mut desk).expect_line(&["顺序已调整"]);
}
