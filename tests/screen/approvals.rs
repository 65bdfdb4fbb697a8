//! Requests at the screen: whoever may not do a thing asks for it, a manager answers in the inbox;
//! the case file of a dispute and its ruling.

use super::driver::Driver;
use lunpai::text::Lang;

/// A floor with a client of 王芳's, who is at the keys.
fn floor(width: u16, height: u16, lang: Lang) -> Driver {
    let mut desk = Driver::sized(width, height, lang);
    desk.press("o Enter");
    desk.elsewhere(
        r#"{"do":"arrive","visit":"0001","new_client":"c1","name":"王先生","phone":"13800001234","been_before":false}"#,
    );
    desk.press("m 4");
    desk
}

/// 王芳 asks for a hold of A-1201 until six.
fn held(desk: &mut Driver) -> &mut Driver {
    desk.press("4 h").type_text("1234").press("Enter").type_text("18:00").press("Enter");
    desk.expect_line(&["这件事要经理来定"]).expect_line(&["1", "提交申请"]).expect_line(&["2", "经理确认"]);
    desk.press("1").expect_line(&["申请：房源 A-1201 为客户 c1 保留到 11-23 18:00"]);
    desk.type_text("客户下午带钱来").press("Enter");
    desk
}

#[test]
fn a_hold_that_only_a_manager_may_give_becomes_a_request() {
    let mut desk = floor(80, 24, Lang::Zh);
    held(&mut desk).expect_line(&["申请：房源 A-1201", "在经理待办里（i-0001）"]);
    desk.press("6").expect_line(&["申请", "王芳", "剩 9 小时 0 分", "房源 A-1201 为客户 c1 保留到"]);
    // Whoever asked may not answer.
    desk.press("Enter Enter").expect_line(&["这件事要由经理来做"]);
    desk.press("Esc m 2")
        .expect_line(&["缘由", "客户下午带钱来"])
        .expect_line(&["批准后", "房源 A-1201 为客户 c1 保留到"]);
    desk.expect_line(&["回车 批准", "x 不批准"]);
    insta::assert_snapshot!(desk.screen());
    desk.press("Enter").expect_line(&["批准申请"]).expect_line(&["批准后："]).press("Enter");
    desk.expect_line(&["批准：房源 A-1201 为客户 c1 保留到 11-23 18:00"]).expect_line(&["没有待办"]);
    desk.press("4").expect_line(&["A-1201"]).expect_line(&["9 小时 0 分"]);
}

#[test]
fn a_request_is_refused_with_a_reason() {
    let mut desk = floor(80, 24, Lang::Zh);
    held(&mut desk).press("m 2 6 x").expect_line(&["不批准申请"]).expect_line(&["申请：房源 A-1201"]);
    desk.press("Enter").expect_line(&["缘由", "请填写"]).type_text("先交意向金").press("Enter");
    desk.expect_line(&["未批准：房源 A-1201"]).expect_line(&["没有待办"]);
    // Both stand in the unit's history, and in the log.
    desk.press("4 Enter").expect_line(&["王芳", "申请：房源 A-1201"]).expect_line(&["郑经理", "未批准：房源 A-1201"]);
    desk.press("Esc");
    desk.press("7").expect_line(&["郑经理", "未批准：房源 A-1201"]).expect_line(&["王芳", "申请：房源 A-1201"]);
}

#[test]
fn another_terminal_answers_first() {
    let mut desk = floor(80, 24, Lang::Zh);
    held(&mut desk).press("m 2 6 Enter");
    desk.elsewhere(r#"{"do":"answer","item":"i-0001","grant":false,"reason":"不","by":"m1"}"#);
    desk.press("Enter").expect_line(&["待办里没有 i-0001"]).expect_line(&["没有待办"]);
}

#[test]
fn how_long_a_hold_asked_for_would_last_is_counted_down() {
    let mut desk = floor(80, 24, Lang::Zh);
    held(&mut desk).press("m 2 6").expect_line(&["离到期", "剩 9 小时 0 分"]);
    desk.pass(8 * 60 + 30).expect_line(&["离到期", "剩 30 分钟"]);
    desk.pass(30).expect_line(&["离到期", "已到期"]);
    desk.press("Enter Enter").expect_line(&["until"]).press("Esc").expect_line(&["申请", "房源 A-1201"]);
}

#[test]
fn somebody_on_leave_is_brought_back_by_request() {
    let mut desk = floor(80, 24, Lang::Zh);
    desk.elsewhere(r#"{"do":"presence","staff":"s2","to":"leave"}"#);
    desk.press("1 m 1 a").press("2").expect_line(&["提交申请"]).press("1 Enter");
    desk.expect_line(&["申请：张伟改为在位"]).press("m 2 6 Enter Enter").expect_line(&["批准：张伟 在位"]);
}

#[test]
fn a_visit_is_reassigned_by_request() {
    let mut desk = floor(80, 24, Lang::Zh);
    desk.press("1 v").expect_line(&["改派接待"]).press("Tab").type_text("李娜").press("Tab Enter");
    desk.expect_line(&["缘由", "请填写"])
        .type_text("客户要求换人")
        .expect_line(&["将会：申请：来访 0001 改由李娜接待"]);
    desk.press("Enter").expect_line(&["申请：来访 0001 改由李娜接待"]).expect_nowhere("抢");
    desk.press("m 2 6").expect_line(&["备注", "客户要求换人"]).press("Enter Enter");
    desk.expect_line(&["批准：0001 实由李娜接待：经理改派"]);
    // A manager reassigns at once.
    desk.press("1 v Tab").type_text("陈静").press("Tab").type_text("再换").press("Enter");
    desk.expect_line(&["0001 实由陈静接待：经理改派"]);
}

#[test]
fn a_forced_close_says_what_it_ends() {
    let mut desk = floor(80, 24, Lang::Zh);
    desk.press("z f").expect_line(&["0001", "王先生", "王芳", "接待结束"]).press("Enter 1 Enter");
    desk.expect_line(&["申请：强制收班"]).press("m 2 6 Enter").expect_line(&["0001", "接待结束"]);
    desk.press("Enter").expect_line(&["批准：已收班"]);
}

#[test]
fn a_close_that_ends_much_still_fits() {
    let mut desk = floor(80, 24, Lang::Zh);
    for visit in 2..=20 {
        desk.elsewhere(&format!(r#"{{"do":"arrive","visit":"{visit:04}","name":"孙先生","been_before":false}}"#));
    }
    // Twenty are here: the list moves under the hand, and the keys stand below it.
    desk.press("z").expect_line(&["来访 0001"]).expect_line(&["回车 确定", "Esc 取消"]);
    desk.press("f").expect_line(&["收班后今天不能再开"]).press("Up Up").expect_line(&["来访 0019", "离开"]);
}

#[test]
fn a_hold_turns_grave_in_its_last_quarter_and_lapses_by_the_clock() {
    let mut desk = floor(120, 36, Lang::Zh);
    desk.elsewhere(r#"{"do":"unit.hold","unit":"A-1201","client":"c1","until":"2026-11-23T13:00:00+08:00","by":"m1"}"#);
    desk.press("4").expect_line(&["4 小时 0 分"]).expect_nowhere("! 4 小时");
    desk.pass(179).expect_line(&["1 小时 1 分"]).expect_nowhere("! 1 小时");
    desk.pass(1).expect_line(&["! 1 小时 0 分"]);
    desk.pass(60).expect_nowhere("小时").expect_line(&["可售"]);
}

#[test]
fn a_case_file_is_read_and_ruled_on() {
    let mut desk = floor(80, 24, Lang::Zh);
    desk.elsewhere(r#"{"do":"visit.take","visit":"0001","staff":"s2"}"#);
    desk.press("1 Esc y").expect_line(&["争议案卷 0001"]).expect_line(&["客户", "c1", "王先生"]);
    insta::assert_snapshot!(blotted(&desk.screen()));
    // Only a manager rules.
    desk.press("r").expect_line(&["争议案卷 0001"]).press("Esc").expect_line(&["这件事要由经理来做"]);
    desk.press("m 2 y r").expect_line(&["经理裁定"]).type_text("归王芳").press("Enter");
    desk.expect_line(&["九、经理裁定"]).expect_line(&["归王芳"]).press("Esc");
    desk.press("7").expect_line(&["0001 经理已裁定"]).press("y").expect_line(&["争议案卷 0001"]);
}

#[test]
fn what_stands_against_somebody_is_read_from_discipline() {
    let mut desk = floor(80, 24, Lang::Zh);
    desk.elsewhere(r#"{"do":"violation.record","id":"x1","staff":"s2","kind":"gossip","by":"m1"}"#);
    desk.elsewhere(r#"{"do":"violation.record","id":"x2","staff":"s2","kind":"poaching","by":"m1"}"#);
    desk.elsewhere(r#"{"do":"violation.void","violation":"x1","reason":"误记","by":"m1"}"#);
    desk.press("6 v Enter").expect_line(&["张伟", "停牌 1 次", "还须停 1 天"]);
    desk.expect_line(&["x1", "已撤销"]).expect_line(&["x2", "抢单"]);
}

/// The digest's digits are never the same: they are blotted out.
fn blotted(screen: &str) -> String {
    let is_hash = |line: &str| {
        line.split_whitespace().filter(|word| word.len() == 4 && word.bytes().all(|b| b.is_ascii_hexdigit())).count()
            == 8
    };
    let line = |line: &str| if is_hash(line) { "│ ####".to_owned() } else { line.to_owned() };
    screen.lines().map(line).collect::<Vec<_>>().join("\n")
}
