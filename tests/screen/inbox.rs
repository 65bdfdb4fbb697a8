//! The inbox and discipline: each thing says what it is, and one key settles it.

use super::driver::Driver;
use lunpai::text::Lang;

/// A day on which everything has happened that a manager must see.
pub fn troubled(width: u16, height: u16, lang: Lang) -> Driver {
    let mut desk = Driver::sized(width, height, lang);
    desk.press("o Enter");
    desk.elsewhere(
        r#"{"do":"arrive","visit":"0001","new_client":"c1","name":"王先生","phone":"13800001234","been_before":false}"#,
    );
    desk.elsewhere(
        r#"{"do":"arrive","visit":"0002","name":"刘女士","phone":"13900000008","been_before":false,"asks_for":"s4"}"#,
    );
    desk.pass(12).elsewhere(r#"{"do":"finish","visit":"0001","seen_off":false}"#);
    desk.elsewhere(
        r#"{"do":"arrive","visit":"0003","name":"赵女士","phone":"13700005566","been_before":false,"asks_for":"m1"}"#,
    );
    desk.elsewhere(r#"{"do":"visit.take","visit":"0003","staff":"s5"}"#);
    desk.elsewhere(
        r#"{"do":"deposit.take","deposit":"d1","unit":"A-1201","client":"c1","amount_fen":10700053,"by":"s1"}"#,
    );
    for staff in ["s1", "s2", "s3", "o1"] {
        desk.elsewhere(&format!(r#"{{"do":"presence","staff":"{staff}","to":"private"}}"#));
    }
    desk.elsewhere(r#"{"do":"call.start","call":"k1","phone":"13500006677","name":"孙先生"}"#);
    desk.pass(3)
        .elsewhere(r#"{"do":"violation.record","id":"x9","staff":"s2","kind":"gossip","note":"当众议论","by":"m1"}"#);
    desk.press("6");
    desk
}

#[test]
fn an_overdue_notice_is_told_and_then_seen() {
    let mut desk = troubled(80, 24, Lang::Zh);
    desk.expect_line(&["转告超时", "张伟 须告知 陈静", "刘女士"]).expect_line(&["回车 已转告", "x 没有转告"]);
    desk.expect_line(&["超时", "10分"]).expect_line(&["依据", "第 11 条"]);
    desk.press("Enter").expect_line(&["结果", "已转告"]).expect_line(&["回车 已过目", "要经理来做", "按 m"]);
    desk.press("Enter").expect_line(&["转告超时", "张伟 须告知 陈静"]);
    desk.press("m 2 a").expect_nowhere("转告超时").expect_line(&["待办 5"]);
}

#[test]
fn a_notice_not_given_is_poaching_and_can_be_taken_back() {
    let mut desk = troubled(80, 24, Lang::Zh);
    desk.press("m 2 x").expect_line(&["张伟没有转告", "抢单"]).press("Enter");
    desk.expect_line(&["0002 未转告，已记抢单"]).press("v");
    desk.expect_line(&["张伟", "抢单", "停牌 1 天", "0002"]).expect_line(&["张伟", "还须停 1 天"]);
    desk.press("-").expect_line(&["撤销违规"]).type_text("当时已口头告知").press("Enter");
    desk.expect_line(&["张伟", "抢单", "已撤"]).expect_line(&["撤销", "由郑经理撤销", "当时已口头告知"]);
    desk.expect_nowhere("还须停").press("Esc").expect_line(&["─ 待办 "]);
}

#[test]
fn a_violation_begun_on_an_item_knows_who_what_and_where() {
    let mut desk = troubled(80, 24, Lang::Zh);
    desk.press("m 2 Down").expect_line(&["登记的是没有送客"]).press("+");
    desk.expect_line(&["人员", "王芳"]).expect_line(&["种类", "未送客"]).expect_line(&["来访", "0001 王先生 王芳"]);
    desk.press("Enter").expect_line(&["已记王芳违规：未送客，处罚：警告"]);
    desk.press("Right").expect_line(&["王芳", "警告", "郑经理", "0001"]).expect_line(&["王芳", "警告 1 次"]);
    desk.press("Left").expect_line(&["未送客", "王先生", "0001"]);
}

#[test]
fn what_another_settles_puts_nothing_else_under_the_hand() {
    let mut desk = troubled(80, 24, Lang::Zh);
    desk.press("Down Down Down Down").expect_line(&["大写", "壹拾万柒仟元伍角叁分"]);
    desk.elsewhere(r#"{"do":"inbox.ack","item":"i-0001","by":"m1"}"#).expect_nowhere("转告超时");
    desk.expect_line(&["大写", "壹拾万柒仟元伍角叁分"]).expect_line(&["金额", "107,000.53 元"]);
}

#[test]
fn when_another_settles_what_is_chosen_nothing_is_chosen_until_somebody_moves() {
    let mut desk = troubled(80, 24, Lang::Zh);
    desk.press("m 2").elsewhere(r#"{"do":"inbox.ack","item":"i-0001","by":"m1"}"#).expect_line(&["待办 5"]);
    desk.expect_nowhere("登记的是没有送客").press("Enter").expect_line(&["请先用上下键选一行"]);
    desk.press("x").expect_line(&["待办 5"]).press("Down").expect_line(&["登记的是没有送客"]);
    // What is settled here goes on to the next.
    desk.press("Enter").expect_line(&["待办 4"]).press("Enter").expect_line(&["待办 3"]);
}

#[test]
fn reasons_are_those_of_the_item() {
    let mut desk = troubled(80, 24, Lang::Zh);
    desk.press("F9").expect_line(&["理由 0002"]).press("Esc Down F9").expect_line(&["理由 0001"]);
}

#[test]
fn names_and_numbers_are_for_managers_and_owners() {
    let mut desk = troubled(80, 24, Lang::Zh);
    desk.expect_line(&["客户", "刘女士", "139****0008"]).expect_nowhere("13900000008");
    desk.press("m 2").expect_line(&["客户", "13900000008"]);
    desk.press("v").expect_line(&["备注", "当众议论"]);
    desk.press("m 1").expect_nowhere("当众议论").expect_line(&["备注", "经理可看"]);
}

#[test]
fn the_mouse_does_what_the_keys_do() {
    let mut desk = troubled(80, 24, Lang::Zh);
    desk.press("m 2").click("107,000.53").expect_line(&["说明", "收了一笔定金"]);
    desk.click("已过目").expect_nowhere("107,000.53").click("看纪律").expect_line(&["背后议论", "警告"]);
    desk.click("看待办").expect_line(&["─ 待办 5 "]);
}

#[test]
fn an_empty_inbox_says_so() {
    let mut desk = Driver::open();
    desk.press("6").expect_line(&["没有待办，都处理完了"]).press("Enter x Down");
    desk.press("v").expect_line(&["没有违规记录"]).expect_line(&["没有人停牌"]).press("Enter -");
}

#[test]
fn inbox_80x24() {
    insta::assert_snapshot!(troubled(80, 24, Lang::Zh).screen());
}

#[test]
fn inbox_in_english_80x24() {
    insta::assert_snapshot!(troubled(80, 24, Lang::En).press("Down Down").screen());
}

#[test]
fn inbox_120x36() {
    insta::assert_snapshot!(troubled(120, 36, Lang::Zh).press("m 2 Down Down Down Down").screen());
}

#[test]
fn inbox_in_english_120x36() {
    insta::assert_snapshot!(troubled(120, 36, Lang::En).press("End").screen());
}

#[test]
fn discipline_80x24() {
    insta::assert_snapshot!(troubled(80, 24, Lang::Zh).press("v").screen());
}

#[test]
fn discipline_in_english_80x24() {
    insta::assert_snapshot!(troubled(80, 24, Lang::En).press("v").screen());
}

#[test]
fn discipline_120x36() {
    insta::assert_snapshot!(troubled(120, 36, Lang::Zh).press("m 2 x Enter v").screen());
}

#[test]
fn discipline_in_english_120x36() {
    insta::assert_snapshot!(troubled(120, 36, Lang::En).press("v Down").screen());
}

#[test]
fn no_size_breaks_them() {
    for (width, height) in [(20, 5), (80, 24), (81, 25), (117, 24), (118, 24), (200, 60), (400, 24), (80, 100)] {
        let mut desk = troubled(width, height, Lang::En);
        for keys in ["6", "End", "v", "End", "Left", "3", "End", "PgUp", "Home"] {
            desk.press(keys).screen();
        }
    }
}
