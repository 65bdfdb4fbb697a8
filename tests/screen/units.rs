//! The sales-control board: where units stand, what is done with them there, and who is told what.

use super::driver::Driver;
use lunpai::text::Lang;

/// A site with two towers and a clients' book: 王建国 is 王芳's visitor, 刘女士 is 张伟's.
fn site(width: u16, height: u16, lang: Lang) -> Driver {
    let mut desk = Driver::sized(width, height, lang);
    for floor in 11..=13 {
        for room in 1..=4 {
            let price = 350_000_000 + floor * 1_000_000 + room * 500_000;
            desk.elsewhere(&format!(
                r#"{{"do":"unit.add","unit":"1-{floor}{room:02}","price_fen":{price},"layout":"三室两厅","area_cm2":971000}}"#
            ));
        }
    }
    for room in 1..=2 {
        desk.elsewhere(&format!(r#"{{"do":"unit.add","unit":"2-03{room:02}","price_fen":420000000}}"#));
    }
    desk.press("o Enter");
    desk.elsewhere(r#"{"do":"arrive","been_before":false,"phone":"13800001234","name":"王建国"}"#);
    desk.elsewhere(r#"{"do":"arrive","been_before":false,"phone":"13900000008","name":"刘女士"}"#);
    desk
}

fn open() -> Driver {
    let mut desk = site(80, 24, Lang::Zh);
    desk.press("4");
    desk
}

const HOLD_1302: &str =
    r#"{"do":"unit.hold","unit":"1-1302","client":"c-0001","until":"2026-11-23T18:00:00+08:00","by":"m1"}"#;
const DEPOSIT_1302: &str = r#"{"do":"deposit.take","unit":"1-1302","client":"c-0002","amount_fen":10001000,"by":"s2"}"#;

/// A busy site: one unit held, one with a deposit, one sold.
fn busy(width: u16, height: u16, lang: Lang) -> Driver {
    let mut desk = site(width, height, lang);
    desk.elsewhere(HOLD_1302);
    desk.elsewhere(r#"{"do":"deposit.take","unit":"1-1203","client":"c-0002","amount_fen":10001000,"by":"s2"}"#);
    desk.elsewhere(r#"{"do":"deposit.take","unit":"1-1104","client":"c-0001","amount_fen":5000000,"by":"s1"}"#);
    desk.elsewhere(r#"{"do":"contract.sign","deposit":"d-0002","by":"m1"}"#);
    desk.press("4");
    desk
}

#[test]
fn grid_80x24() {
    insta::assert_snapshot!(busy(80, 24, Lang::Zh).press("Right").screen());
}

#[test]
fn grid_in_english_80x24() {
    insta::assert_snapshot!(busy(80, 24, Lang::En).press("Right").screen());
}

#[test]
fn grid_120x36() {
    insta::assert_snapshot!(busy(120, 36, Lang::Zh).press("Down Right Right").screen());
}

#[test]
fn grid_in_english_120x36() {
    insta::assert_snapshot!(busy(120, 36, Lang::En).press("Down Right Right").screen());
}

#[test]
fn list_80x24() {
    insta::assert_snapshot!(busy(80, 24, Lang::Zh).press("Right v").screen());
}

#[test]
fn list_in_english_120x36() {
    insta::assert_snapshot!(busy(120, 36, Lang::En).press("Right v").screen());
}

#[test]
fn deposit_form_80x24() {
    let mut desk = busy(80, 24, Lang::Zh);
    desk.press("d").type_text("1380000").press("Down Tab").type_text("1-12");
    insta::assert_snapshot!(desk.screen());
}

#[test]
fn deposit_form_in_english_80x24() {
    let mut desk = busy(80, 24, Lang::En);
    desk.press("d").type_text("1380000").press("Down Tab").type_text("1-1203").press("Tab").type_text("100010");
    insta::assert_snapshot!(desk.screen());
}

#[test]
fn arrows_go_over_floors_rooms_and_towers() {
    let mut desk = open();
    desk.expect_line(&["销控表 · 1 栋", "1-1301"]).press("Down Right").expect_line(&["[", "1202", "]"]);
    desk.expect_line(&["总价", "3,630,000.00 元"]).expect_line(&["面积", "97.10 平方米"]);
    desk.press("] ").expect_line(&["销控表 · 2 栋", "2-0302"]).press("]").expect_line(&["销控表 · A 栋"]);
    desk.press("[ [").expect_line(&["销控表 · 1 栋"]).press("End").expect_line(&["┌─ 1-11"]);
    desk.click("2 栋 可售").expect_line(&["销控表 · 2 栋", "2-0301"]);
    desk.click("0302").expect_line(&["┌─ 2-0302"]).click(" 0302]").expect_line(&["推出，总价 4,200,000.00 元"]);
}

#[test]
fn a_hold_keeps_other_clients_off_until_it_lapses() {
    let mut desk = open();
    desk.press("h").expect_line(&["保留房源"]).press("Esc m 2 Right h");
    desk.type_text("1380000").press("Down Tab").type_text("18:00").expect_line(&["11-23 18:00", "还有 9 小时 0 分"]);
    desk.press("Enter").expect_line(&["1-1302 为客户 c-0001 保留到 11-23 18:00"]).expect_line(&["[保1302]"]);
    desk.expect_line(&["客户", "王建国"]).expect_line(&["还剩", "9 小时"]).expect_line(&["保留人", "郑经理"]);
    // Another client's deposit: it is said as soon as client and unit stand there.
    desk.press("d BackTab").expect_line(&["定金"]);
    desk.press("Esc m").type_text("wangf").press("Enter d BackTab BackTab");
    desk.press("Backspace").type_text("1390000").press("Down").expect_line(&["1-1302 为别的客户保留到"]);
    desk.press("Esc").pass(9 * 60 + 1).expect_line(&["[  1302]"]).expect_line(&["状态", "可售"]);
    desk.press("Enter").expect_line(&["11-23 18:00", "保留到期，恢复可售"]);
}

#[test]
fn names_are_whole_for_those_who_deal_with_the_client_only() {
    let mut desk = open();
    desk.elsewhere(HOLD_1302).press("Right").expect_line(&["客户", "王**"]).expect_line(&["电话", "138****1234"]);
    desk.press("m").type_text("zhangw").press("Enter").expect_line(&["客户", "王**"]);
    desk.press("m").type_text("wangf").press("Enter").expect_line(&["客户", "王建国"]).expect_line(&["13800001234"]);
    desk.press("m").type_text("zheng").press("Enter").expect_line(&["客户", "王建国"]);
}

#[test]
fn whoever_took_the_deposit_of_anothers_client_sees_a_mask_on_every_screen() {
    let mut desk = open();
    desk.elsewhere(&DEPOSIT_1302.replace("c-0002", "c-0001")).press("m").type_text("zhangw").press("Enter Right");
    desk.expect_line(&["客户", "王**"]).expect_line(&["电话", "138****1234"]).expect_line(&["经手人", "张伟"]);
    desk.press("Enter").expect_line(&["收 王** 定金"]).press("Esc v").expect_line(&["1-1302", "王**", "张伟"]);
    for (screen, lines) in [
        ("v v Left", [["客户", "王**"], ["电话", "138****1234"]]),
        ("2 Esc", [["王**", "138****1234"], ["1-1302 100,010.00", "已收"]]),
        ("6", [["客户", "王**  138****1234"], ["经手", "张伟"]]),
    ] {
        desk.press(screen);
        if screen == "2 Esc" {
            desk.press("Down");
        }
        for line in lines {
            desk.expect_line(&line);
        }
        desk.expect_nowhere("王建国").expect_nowhere("13800001234");
    }
}

#[test]
fn two_terminals_race_for_one_unit() {
    let mut desk = open();
    desk.press("Right d")
        .type_text("1380000")
        .press("Down Tab Tab")
        .type_text("100010")
        .expect_line(&["壹拾万零壹拾元整"]);
    desk.press("Tab")
        .type_text("1")
        .press("Enter")
        .expect_line(&["请核对定金"])
        .expect_line(&["大写 壹拾万零壹拾元整"]);
    desk.elsewhere(DEPOSIT_1302);
    desk.press("Enter").expect_nowhere("请核对定金");
    desk.expect_line(&["房源 1-1302 已由张伟于 2026-11-23 09:00 收了定金"]);
    desk.expect_line(&["金额", "100010"]).expect_line(&["王**", "138****1234"]).expect_line(&["经手人", "王芳"]);
    desk.expect_line(&["已定", "张伟", "11-23 09:00"]);
    // Another unit, and nothing has to be typed again.
    desk.press("BackTab BackTab").type_text("1-1303").expect_line(&["1-1303  可售"]).press("Enter Enter");
    desk.expect_line(&["房源 1-1303 已收定金 100,010.00 元"]);
}

#[test]
fn what_another_enters_is_said_in_the_open_form() {
    let mut desk = open();
    desk.press("Right d")
        .type_text("1380000")
        .press("Down Tab Tab")
        .expect_line(&["1-1302  可售"])
        .expect_line(&["三室两厅  97.10 平方米"]);
    desk.elsewhere(DEPOSIT_1302).expect_line(&["已定", "张伟"]).expect_line(&["已由张伟于"]);
}

#[test]
fn a_unit_is_found_by_typing() {
    let mut desk = open();
    desk.press("d").type_text("1380000").press("Down Tab Backspace").expect_line(&["15 套", "输入房号的开头"]);
    desk.type_text("1-12")
        .expect_line(&["4 套", "按上下键选定"])
        .expect_line(&["1-1203  可售"])
        .expect_nowhere("1-1301  可售");
    desk.type_text("9").expect_line(&["没有这套房"]).press("Backspace Down Down");
    desk.expect_line(&["房号", "1-1202  可售  3,630,000.00"]);
}

#[test]
fn a_deposit_is_signed_or_given_back() {
    let mut desk = open();
    desk.elsewhere(DEPOSIT_1302).press("Right").expect_line(&["[定1302]"]);
    desk.expect_line(&["定金", "100,010.00 元"])
        .expect_line(&["大写", "壹拾万零壹拾元整"])
        .expect_line(&["经手人", "张伟"]);
    desk.press("x").expect_line(&["这件事要由经理来做"]).press("m 2 x").expect_line(&["没有被保留"]);
    desk.press("r")
        .expect_line(&["定金", "d-0001"])
        .expect_line(&["1-1302  刘女士  100,010.00 元", "壹拾万零壹拾元整"]);
    desk.type_text("贷款没批").press("Enter").expect_line(&["1-1302 的定金 d-0001 已退"]).expect_line(&["[  1302]"]);
    desk.press("Enter").expect_line(&["郑经理", "退还 刘女士 定金", "缘由：贷款没批"]).press("Esc");
    desk.press("m 1 Enter").expect_line(&["退还 刘女士 定金"]).expect_nowhere("贷款没批").press("Esc m 2");
    desk.press("s").expect_line(&["眼下没有这样的事可办"]);
    desk.elsewhere(&DEPOSIT_1302.replace("c-0002", "c-0001")).press("s").expect_line(&["房源 1-1302 已签合同"]);
    desk.expect_line(&["[售1302]"]).press("r").type_text("x").press("Enter").expect_line(&["目前的状态不能这样做"]);
}

#[test]
fn a_hold_is_released_by_a_manager() {
    let mut desk = open();
    desk.elsewhere(HOLD_1302).press("m 2 Right x").expect_line(&["房源 1-1302 已解除保留"]).expect_line(&["[  1302]"]);
}

#[test]
fn the_list_shows_all_or_those_that_are_free() {
    let mut desk = open();
    desk.elsewhere(DEPOSIT_1302).press("v").expect_line(&["房源清单"]);
    desk.expect_line(&["1-1302", "已定", "97.10", "3,640,000", "刘女士", "张伟", "11-23 09:00"]);
    desk.press("v").expect_line(&["可售房源 · 可售14 保0 定1 售0"]).expect_nowhere("1-1302");
    desk.press("End").press("v").expect_line(&["销控表 · A 栋"]);
    // The one gone to stays where it is when it is taken under one's eyes.
    desk.press("[ [ v v Home Down").expect_line(&["1-1303", "可售"]);
    desk.elsewhere(&DEPOSIT_1302.replace("1302", "1303")).expect_line(&["1-1303", "已定"]);
    desk.press("Down").expect_nowhere("1-1303");
}

#[test]
fn the_owner_is_written_into_the_sharing_of_a_commission() {
    let mut desk = open();
    desk.elsewhere(DEPOSIT_1302).press("Right a").expect_line(&["归属人", "张伟"]);
    desk.type_text("lin").press("Tab").type_text("30").press("Enter").expect_line(&["的分成：张伟 70%、李娜 30%"]);
    desk.press("Left a").expect_line(&["归属人", "—"]).type_text("1380000").press("Down");
    desk.expect_line(&["归属人", "王芳"]);
}

#[test]
fn a_unit_is_added_with_its_price_in_capitals() {
    let mut desk = open();
    desk.press("m 2 =").type_text("2-0303").press("Tab").type_text("358万").expect_line(&["叁佰伍拾捌万元整"]);
    desk.press("Tab Tab").type_text("十").press("Enter").expect_line(&["面积", "平方米，如 89.2"]);
    desk.press("Backspace").type_text("89.2").press("Enter").expect_line(&["已加房源 2-0303"]);
    desk.press("] Right Right").expect_line(&["┌─ 2-0303"]).expect_line(&["面积", "89.20 平方米"]);
}

#[test]
fn no_size_breaks_the_board() {
    for (width, height) in [(80, 24), (81, 25), (100, 30), (200, 60), (400, 24)] {
        let mut desk = busy(width, height, Lang::Zh);
        for script in ["", "Right", "] End", "v", "End", "v", "v Enter", "d", "h", "="] {
            desk.press(script).screen();
            desk.press("Esc Esc");
        }
    }
}
