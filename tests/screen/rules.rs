//! The rulebook at the screen: read, changed by a manager, and kindly refused to others.

use super::driver::Driver;
use lunpai::text::Lang;

/// The rulebook on a desk of this size, a manager at the keys.
fn managed(width: u16, height: u16, lang: Lang) -> Driver {
    let mut desk = Driver::sized(width, height, lang);
    desk.press("o Enter m 2 9");
    desk
}

#[test]
fn the_four_parts_are_read() {
    let mut desk = Driver::open();
    desk.press("9").expect_line(&["规则 1/4", "全文"]).expect_line(&["1", "人人机会均等"]);
    desk.press("Down").expect_line(&["第 2 条", "经理排序"]).expect_line(&["没有改过"]);
    desk.press("v").expect_line(&["政策 2/4"]).expect_line(&["老客户怎么认", "登记对上就算"]);
    desk.expect_line(&["可选：登记对上就算 / 要有人当面认出"]);
    desk.press("v").expect_line(&["违规与处罚 3/4"]).expect_line(&["抢单", "停牌 1 天"]);
    desk.press("Right").expect_line(&["离岗原因 4/4"]).expect_line(&["洗手间", "私事"]);
    desk.press("Left Left Left").expect_line(&["规则 1/4"]);
}

#[test]
fn a_penalty_is_changed_and_the_change_is_told() {
    let mut desk = managed(80, 24, Lang::Zh);
    desk.press("v v Down Enter").expect_line(&["改处罚"]).expect_line(&["警告"]);
    desk.press("Down").expect_line(&["抢客 警告 → 抢客 记过"]);
    desk.press("Enter").expect_line(&["违规 抢客 已改：记过"]).expect_line(&["* 抢客", "记过"]);
    desk.expect_line(&["2026-11-23", "郑经理"]);
    // A suspension needs its days, and no more than a year of them.
    desk.press("Enter Down Down Enter").expect_line(&["请填写"]);
    desk.type_text("999").expect_line(&["处罚须是"]);
    desk.press("CtrlU").type_text("3").press("Enter").expect_line(&["* 抢客", "停牌 3 天"]);
    desk.press("Delete").expect_line(&["恢复原样？"]).expect_line(&["抢客 停牌 3 天 → 抢客 警告"]);
    desk.press("Enter").expect_line(&["违规 抢客 已恢复原样"]);
    desk.press("Delete").expect_line(&["本来就是原样"]);
}

#[test]
fn a_site_s_own_reason_is_added_used_and_removed() {
    let mut desk = managed(80, 24, Lang::Zh);
    desk.press("Left n").expect_line(&["代码"]).type_text("site_visit").press("Tab");
    desk.type_text("跑工地").press("Tab").type_text("On site").press("Tab Down");
    desk.expect_line(&["— → 跑工地 公务"]).press("Enter").expect_line(&["* 跑工地", "公务"]);
    desk.press("1 F5 3 Up").expect_line(&["跑工地（公务）"]);
    desk.press("PgDn PgDn PgDn Enter");
    desk.expect_line(&["李娜", "跑工地"]);
    desk.press("9 End").expect_line(&["此刻在外：李娜"]).press("Delete").expect_line(&["删去这一项？"]);
    desk.press("Enter").expect_line(&["离岗原因 site_visit 已删去"]);
    desk.press("1").expect_line(&["李娜", "跑工地"]);
}

#[test]
fn a_policy_and_a_rule_are_changed() {
    let mut desk = managed(120, 36, Lang::Zh);
    desk.press("v Enter Down").expect_line(&["老客户怎么认（register_match）：登记对上就算"]).press("Enter");
    desk.expect_line(&["* 老客户怎么认", "要有人当面认出"]);
    desk.press("Delete Enter").expect_line(&["老客户怎么认", "登记对上就算"]).expect_nowhere("* 老客户怎么认");
    desk.press("Left n").type_text("晨会").press("Tab").type_text("Morning meeting").press("Tab");
    desk.type_text("每天九点开会。").press("Tab").type_text("A meeting at nine.").press("Enter");
    desk.press("End").expect_line(&["28", "* 晨会"]).expect_line(&["本案场自定"]);
    desk.press("Delete Enter").expect_line(&["第 28 条 已删去"]).expect_nowhere("* 晨会");
}

#[test]
fn others_are_kindly_refused() {
    let mut desk = Driver::open();
    desk.press("9");
    for key in ["Enter", "n", "Delete"] {
        desk.press(key).expect_line(&["这件事要由经理来做"]).press("Esc");
    }
    desk.press("F2").expect_line(&["来访登记"]);
}

#[test]
fn snapshots() {
    insta::assert_snapshot!("rules_80", managed(80, 24, Lang::Zh).press("Down Down").screen());
    insta::assert_snapshot!("rules_120_en", managed(120, 36, Lang::En).press("Down").screen());
    insta::assert_snapshot!("rules_80_en", managed(80, 24, Lang::En).press("v v").screen());
    insta::assert_snapshot!("rules_form", managed(80, 24, Lang::Zh).press("v v Enter").screen());
}
