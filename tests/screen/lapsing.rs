//! Whose protection is about to end: the list, whom it warns, and who sees what of it.

use super::clients::at_the_keys;
use super::driver::Driver;
use lunpai::text::Lang;

/// Ten days of protection; k9 of 王芳 was here on Monday, k2 of 张伟 and k3 of 王芳 the day after; it is the
/// morning of the tenth day.
fn desk_of(width: u16, height: u16, lang: Lang) -> Driver {
    let mut desk = Driver::sized(width, height, lang);
    desk.elsewhere(r#"{"do":"policy.set","key":"protection_days","value":10,"by":"m1"}"#).press("o Enter");
    came(&mut desk, "k9", "曾国强", "13812345678", "s1");
    desk.press("z Enter Esc").pass(24 * 60).press("Esc o Enter");
    came(&mut desk, "k2", "张伟明", "13956781234", "s2");
    came(&mut desk, "k3", "王女士", "13700001111", "s1");
    desk.press("z Enter Esc").pass(8 * 24 * 60).press("Esc o Enter");
    desk
}

fn came(desk: &mut Driver, client: &str, name: &str, phone: &str, owner: &str) {
    desk.elsewhere(&format!(
        r#"{{"do":"arrive","visit":"v-{client}","new_client":"{client}","been_before":false,"name":"{name}","phone":"{phone}","asks_for":"{owner}"}}"#
    ));
    desk.pass(5).elsewhere(&format!(r#"{{"do":"finish","visit":"v-{client}"}}"#)).pass(5);
}

fn desk() -> Driver {
    desk_of(80, 24, Lang::Zh)
}

/// The names in the list from the top.
fn listed(desk: &mut Driver) -> Vec<String> {
    let screen = desk.screen();
    let names = ["曾", "张", "王女士"];
    let rows = screen.lines().filter(|line| line.starts_with('│') && line.contains("天 "));
    rows.filter_map(|line| names.iter().find(|name| line.contains(**name)).map(|name| (*name).to_owned())).collect()
}

#[test]
fn rule_03_those_about_to_lapse_are_listed_the_next_first() {
    let mut desk = desk();
    desk.press("2 CtrlD").expect_line(&["保护期快到 3"]).expect_line(&["姓名", "还剩"]);
    desk.expect_line(&["│>", "曾**", "138****5678", "王芳", "1天"]).expect_line(&[
        "张**",
        "139****1234",
        "张伟",
        "2天",
    ]);
    assert_eq!(listed(&mut desk), ["曾", "张", "王女士"]);
    desk.expect_line(&["保护", "还剩 1 天（到 12-03"]).expect_nowhere("国强");
    // Enter opens the client; the key again, or Esc, leads back to the list of clients.
    desk.press("Down Enter").expect_line(&["编号", "k2"]).press("Esc").expect_line(&["保护期快到 3"]);
    desk.press("v").expect_line(&["最近来访"]).press("v").expect_line(&["保护期快到"]);
    desk.press("Esc").expect_line(&["最近来访"]).press("v /").expect_line(&["最近来访"]).type_text("zgq");
    desk.expect_line(&["找到 1"]).press("CtrlD").expect_line(&["保护期快到 3"]).press("1 2").expect_line(&["找到 1"]);
}

#[test]
fn whoever_comes_again_or_buys_goes_from_the_list() {
    let mut desk = desk();
    desk.press("2 CtrlD");
    desk.elsewhere(r#"{"do":"arrive","visit":"v9","client":"k9"}"#).expect_line(&["保护期快到 2"]);
    desk.elsewhere(r#"{"do":"deposit.take","unit":"A-1201","client":"k2","amount_fen":5000000,"by":"s2"}"#);
    desk.expect_line(&["保护期快到 1"]);
    assert_eq!(listed(&mut desk), ["王女士"]);
}

#[test]
fn an_owner_at_the_keys_is_warned_of_theirs() {
    let mut desk = desk();
    desk.press("2 CtrlD").expect_nowhere("!");
    desk.press("F12 4").expect_line(&["[王芳]"]).expect_line(&["有 2 位客户保护期快到，2 再按 Ctrl-D 看"]);
    desk.expect_line(&["保护期快到 3 · ! 您的 2"]);
    desk.expect_line(&["│>!", "曾国强", "13812345678", "1天"]).expect_line(&["│ !", "王女士", "2天"]);
    desk.expect_line(&["│  ", "张**", "139****1234"]);
    at_the_keys(&mut desk, "李娜");
    desk.expect_nowhere("有 2 位").expect_nowhere("您的").expect_nowhere("曾国强");
    at_the_keys(&mut desk, "郑经理");
    desk.expect_nowhere("您的").expect_line(&["曾国强"]).expect_line(&["张伟明"]);
}

#[test]
fn without_protection_the_list_says_that_it_is_off() {
    let mut desk = desk();
    desk.press(":").type_text("将到期").press("Enter").expect_line(&["[2 客户]"]).expect_line(&["保护期快到 3"]);
    desk.elsewhere(r#"{"do":"policy.set","key":"protection_days","value":0,"by":"m1"}"#);
    desk.expect_line(&["保护期快到 0"]).expect_line(&["本案场没有设保护期"]).press("8").expect_nowhere("将到期");
    desk.elsewhere(r#"{"do":"policy.set","key":"protection_days","value":300,"by":"m1"}"#);
    desk.press("2 CtrlD").expect_line(&["没有快到保护期的客户"]);
}

#[test]
fn the_figures_count_them() {
    let mut desk = desk_of(120, 36, Lang::Zh);
    desk.press("8").expect_line(&["将到期", "3 人"]);
    at_the_keys(&mut desk, "张伟");
    desk.expect_line(&["将到期", "3 人", "! 您的 1"]);
    desk.elsewhere(r#"{"do":"arrive","visit":"v9","client":"k9"}"#).expect_line(&["将到期", "2 人", "! 您的 1"]);
}

#[test]
fn about_to_lapse_80x24() {
    let mut desk = desk();
    insta::assert_snapshot!(desk.press("F12 4 2 CtrlD").screen());
}

#[test]
fn about_to_lapse_in_english_120x36() {
    insta::assert_snapshot!(desk_of(120, 36, Lang::En).press("F12 4 2 CtrlD").screen());
}

#[test]
fn figures_with_protection_80x24() {
    insta::assert_snapshot!(desk().press("F12 4 8").screen());
}
