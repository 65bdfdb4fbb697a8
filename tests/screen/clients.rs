//! The register of clients on the screen: finding, reading, correcting, and who sees what.

use super::driver::Driver;
use lunpai::text::Lang;

/// A desk whose register holds these: received, seen off, in the order in which they came.
pub(super) fn register(width: u16, height: u16, lang: Lang) -> Driver {
    let mut desk = Driver::sized(width, height, lang);
    desk.press("o Enter");
    for (client, name, phone, company) in [
        ("k1", "曾国强", "13812345678", "江湾科技"),
        ("k2", "張偉明", "13956781234", ""),
        ("k3", "单晓云", "02165541234", "海潮贸易"),
        ("k4", "王女士", "", ""),
    ] {
        let mut line = serde_json::json!({"do": "arrive", "visit": format!("v-{client}"), "new_client": client,
            "been_before": false, "name": name, "source": "路过看到", "note": "要看江景"});
        for (field, value) in [("phone", phone), ("company", company)] {
            if !value.is_empty() {
                line[field] = value.into();
            }
        }
        desk.elsewhere(&line.to_string());
        desk.pass(5).elsewhere(&format!(r#"{{"do":"finish","visit":"v-{client}"}}"#)).pass(5);
    }
    desk
}

fn desk() -> Driver {
    register(80, 24, Lang::Zh)
}

/// Someone else is at the keys, by their row in the list of those who may be.
pub(super) fn at_the_keys(desk: &mut Driver, name: &str) {
    let rows = ["前台", "郑经理", "吴婷", "王芳", "张伟", "李娜", "陈静", "欧阳明"];
    let row = 1 + rows.iter().position(|row| *row == name).unwrap();
    desk.press(&format!("F12 {row}")).expect_line(&["轮牌", &format!("[{name}]")]);
}

#[track_caller]
fn finds(typed: &str, by: &str, name: &str) {
    let mut desk = desk();
    desk.press("2").type_text(typed);
    let screen = desk.screen();
    let first = screen.lines().find(|line| line.starts_with("│>")).unwrap_or_else(|| panic!("{typed}:\n{screen}"));
    assert!(first.contains(by) && first.contains(name), "{typed}:\n{screen}");
}

#[test]
fn by_number_name_spelling_and_company() {
    for (typed, by, name) in [
        ("1381234", "号段", "曾**"),
        ("345", "号段", "未输全"),
        ("5678", "尾号", "曾**"),
        ("138 1234-5678", "电话", "曾**"),
        ("国强", "姓名", "曾**"),
        ("zengg", "拼音", "曾**"),
        ("ｚｇｑ", "简拼", "曾**"),
        ("科技", "公司", "曾**"),
        ("张伟明", "姓名", "張**"),
        ("zhangwm", "拼音", "張**"),
        ("shanxy", "拼音", "单**"),
    ] {
        finds(typed, by, name);
    }
}

#[test]
fn another_client_comes_under_the_hand_at_a_key_and_never_by_itself() {
    for keys in ["2 Down Down Space", "2 Down Down Enter /"] {
        let mut desk = desk();
        let before = desk.press(keys).screen();
        // Nothing has changed, and all is read again.
        assert_eq!(desk.pass(0).screen(), before, "{keys}");
    }
}

#[test]
fn those_who_came_last_stand_there_before_anything_is_typed() {
    let mut desk = desk();
    desk.press("2").expect_line(&["最近来访"]);
    let screen = desk.screen();
    let at = |name: &str| screen.lines().position(|line| line.contains(name) && line.contains("今天")).unwrap();
    assert!(at("王女士") < at("单**") && at("单**") < at("張**") && at("張**") < at("曾**"), "{screen}");
}

#[test]
fn the_cursor_is_in_the_line_and_the_list_moves_while_typing() {
    let mut desk = desk();
    desk.press("2");
    let (x, y) = desk.cursor();
    desk.type_text("张");
    assert_eq!(desk.cursor(), (x + 2, y));
    desk.press("Esc Down Down").expect_line(&[">", "張**", "今天"]).expect_line(&["张伟 · 11-23 起"]);
    desk.press("Enter k").expect_line(&["│>", "单**"]);
    desk.press("/").type_text("xyz").expect_line(&["登记本里没有找到"]).press("Enter").type_text("2");
    desk.expect_line(&["查找 xyz2"])
        .press("Esc")
        .expect_line(&["最近来访"])
        .press("Esc 1")
        .expect_line(&["[1 接待台]"]);
}

#[test]
fn what_was_left_in_the_line_is_replaced() {
    let mut desk = desk();
    desk.press("2").type_text("科技").press("Tab BackTab").expect_line(&["查找 科技"]).expect_line(&["找到 1"]);
    desk.type_text("贸易").expect_line(&["查找 贸易"]).expect_line(&["公司", "单**"]);
}

#[test]
fn another_terminals_entry_appears_in_the_open_list() {
    let mut desk = desk();
    desk.press("2").type_text("zhao").expect_line(&["登记本里没有找到"]);
    desk.elsewhere(r#"{"do":"arrive","name":"赵子龙","phone":"13700001111","been_before":false}"#);
    desk.expect_line(&["│>拼音", "赵**", "137****1111", "欧阳明", "在场"]);
    desk.expect_line(&["在场", "0005", "接待中", "欧阳明"]);
}

#[test]
fn the_client_gone_to_stays_while_others_come() {
    let mut desk = desk();
    desk.press("2 Down Down Enter").expect_line(&["│>", "張**"]);
    desk.elsewhere(r#"{"do":"arrive","name":"赵子龙","phone":"13700001111","been_before":false}"#);
    desk.expect_line(&["│>", "張**"]).expect_line(&["赵**", "在场"]);
}

#[test]
fn the_desk_and_other_salespeople_see_no_name_number_note_or_company() {
    for actor in [None, Some("李娜"), Some("吴婷")] {
        let mut desk = desk();
        if let Some(actor) = actor {
            at_the_keys(&mut desk, actor);
        }
        desk.press("2").type_text("zengguo").press("Enter");
        desk.expect_line(&["拼音", "曾**", "138****5678", "王芳"]).expect_line(&["归属 王芳 · 11-23 起"]);
        desk.expect_line(&["其余内容归属人和经理可看"]);
        for view in ["", "Enter"] {
            desk.press(view).expect_line(&["最近", "今天"]);
            for secret in ["国强", "13812345678", "江湾科技", "路过看到", "要看江景"] {
                desk.expect_nowhere(secret);
            }
        }
    }
}

#[test]
fn masked_digits_cannot_be_tried_one_by_one() {
    for actor in ["前台", "李娜"] {
        let mut desk = desk();
        at_the_keys(&mut desk, actor);
        for typed in ["1381", "13812", "345678", "23456"] {
            desk.press("2 /").type_text(typed).press("Enter").expect_line(&["号", "未输全", "…", "有归属"]);
            for told in ["曾**", "138****5678", "王芳 ·", "首次"] {
                desk.expect_nowhere(told);
            }
            desk.press("Enter").expect_nowhere("138****5678").press("Esc Esc");
        }
        desk.press("2 /").type_text("1381234").expect_line(&["号段", "曾**", "138****5678"]);
    }
    for actor in ["王芳", "郑经理"] {
        let mut desk = desk();
        at_the_keys(&mut desk, actor);
        desk.press("2").type_text("13812").expect_line(&["号段", "曾国强", "13812345678"]);
    }
}

#[test]
fn the_owner_and_a_manager_see_everything() {
    for actor in ["王芳", "郑经理"] {
        let mut desk = desk();
        at_the_keys(&mut desk, actor);
        desk.press("2").type_text("5678").press("Enter").expect_line(&["尾号", "曾国强", "13812345678"]);
        desk.press("Enter").expect_line(&["首次", "王芳", "路过看到"]).expect_line(&["要看江景"]);
        desk.expect_line(&["公司", "江湾科技"]).expect_line(&["编号", "k1"]).expect_nowhere("其余内容");
        let is_manager = actor == "郑经理";
        desk.press("Esc / Esc").type_text("2165541").press("Enter");
        desk.expect_line(&["号段", if is_manager { "单晓云" } else { "单**" }]);
    }
}

#[test]
fn whoever_comes_to_the_keys_sees_what_is_theirs_at_once() {
    let mut desk = desk();
    desk.press("2").type_text("zgq").press("Enter").expect_nowhere("13812345678");
    at_the_keys(&mut desk, "王芳");
    desk.expect_line(&["曾国强", "13812345678"]);
    at_the_keys(&mut desk, "前台");
    desk.expect_nowhere("13812345678").expect_nowhere("国强");
}

#[test]
fn a_transfer_is_a_managers() {
    let mut desk = desk();
    desk.press("2")
        .type_text("zgq")
        .press("Enter t")
        .expect_line(&["转客户"])
        .type_text("李娜")
        .press("Tab")
        .type_text("回避");
    // Anybody may fill it in: a manager is asked then.
    desk.expect_line(&["这件事要由经理来做"]).press("Enter").expect_line(&["提交申请"]).press("Esc Esc");
    at_the_keys(&mut desk, "郑经理");
    desk.press("t")
        .expect_line(&["客户", "曾国强 13812345678"])
        .type_text("李娜")
        .press("Tab")
        .type_text("曾在他处看房")
        .press("Enter");
    desk.expect_line(&["转归李娜"]).expect_line(&["│>", "曾国强", "李娜"]).expect_line(&["归属 李娜 · 11-23 起"]);
    desk.expect_line(&["→ 李娜 经理转移", "曾在他处"]).expect_line(&["首次", "王芳"]);
}

#[test]
fn a_link_looks_the_other_up_by_name() {
    let mut desk = desk();
    at_the_keys(&mut desk, "郑经理");
    desk.press("2").type_text("zgq").press("Enter l").expect_line(&["与谁"]).type_text("wangn");
    // Enter chooses the client; what it would come to is said before a second one enters it.
    desk.expect_line(&["王女士", "归属 陈静"]).press("Enter").expect_line(&["关系", "一家人"]);
    desk.expect_line(&["将会", "记为同一家庭"]).press("Enter").expect_line(&["记为同一家庭"]);
    desk.expect_line(&["家庭 2 人"]).expect_line(&["王女士 · 归属 王芳"]);
}

#[test]
fn the_commission_is_shared_with_the_owner_already_there() {
    let mut desk = desk();
    at_the_keys(&mut desk, "郑经理");
    desk.press("2").type_text("zgq").press("Enter a").expect_line(&["归属人", "王芳"]);
    desk.type_text("王芳").press("Tab").type_text("40").press("Enter").expect_line(&["不能与归属人相同"]);
    desk.press("Down Down").expect_line(&["李娜"]).expect_nowhere("不能与归属人相同").press("Tab Enter");
    desk.expect_line(&["的分成：王芳 60%、李娜 40%"]).expect_line(&["分佣", "王芳 60%", "李娜 40%"]);
}

#[test]
fn a_client_who_comes_again_need_not_be_typed() {
    let mut desk = desk();
    desk.press("2").type_text("wangn").press("Enter n").expect_line(&["王女士", "归属 陈静"]).press("Enter");
    desk.expect_line(&["0005 → 陈静"]).expect_line(&["│>", "王女士", "在场"]).expect_line(&["在场 0005 接待中 陈静"]);
}

#[test]
fn an_arrival_begun_while_nothing_was_looked_for_is_about_nobody() {
    let mut desk = desk();
    desk.press("2 F2").expect_line(&["来访登记"]).expect_nowhere("归属 陈静");
    desk.press("Esc Down F2").expect_line(&["单**", "归属 李娜"]);
}

#[test]
fn details_go_with_the_last_visit_and_find_an_earlier_client() {
    let mut desk = desk();
    desk.press("2").type_text("wangn").press("Enter e").expect_line(&["来访", "v-k4", "王女士"]);
    desk.type_text("13812345678").press("Enter").expect_line(&["已补登记", "原是他人客户"]);
    desk.expect_line(&["│>", "138****5678", "王芳"]).expect_line(&["归属 王芳"]).expect_line(&["陈静 轮接"]);
    desk.press("6").expect_line(&["接待后才认出是他人客户"]);
}

#[test]
fn details_go_with_a_visit_of_a_day_before() {
    let mut desk = desk();
    desk.press("z Enter Esc").pass(24 * 60).press("Esc");
    desk.press("2").type_text("wangn").press("Enter e").expect_line(&["今天还没有开班"]);
    desk.press("o Enter e").expect_line(&["来访", "v-k4"]).type_text("13600002222").press("Enter");
    desk.expect_line(&["已补登记"]).expect_line(&["│>", "王女士", "136****2222", "昨天"]);
}

#[test]
fn an_owner_who_left_is_said_to_have_left() {
    let mut desk = desk();
    desk.elsewhere(r#"{"do":"staff.depart","id":"s1","by":"m1"}"#);
    desk.press("2").type_text("zgq").expect_line(&["曾**", "—"]).expect_line(&["无归属（原归王芳，已离职）"]);
}

#[test]
fn sales_are_told_to_whom_they_concern() {
    let mut desk = desk();
    desk.elsewhere(r#"{"do":"deposit.take","unit":"A-1201","client":"k1","amount_fen":5000000,"by":"s1"}"#);
    desk.elsewhere(r#"{"do":"call.start","phone":"13812345678","name":"曾国强","needs":"车位"}"#);
    desk.press("2").type_text("zgq").press("Enter").expect_line(&["已成交"]).expect_line(&["A-1201 50,000.00 元 已收"]);
    desk.expect_nowhere("车位").expect_line(&["来电 1"]);
    at_the_keys(&mut desk, "王芳");
    desk.expect_line(&["A-1201 50,000.00 元 已收 11-23"]).expect_line(&["车位"]);
}

#[test]
fn rows_are_clicked() {
    let mut desk = desk();
    desk.press("2").click("張**").expect_line(&["│>", "張**"]).press("j").expect_line(&["│>", "曾**"]);
    desk.click("王芳     今天")
        .expect_line(&["编号", "k1"])
        .press("Esc")
        .click("查找")
        .type_text("9")
        .expect_line(&["查找 9"]);
}

#[test]
fn a_number_in_a_form_is_found_by_its_end() {
    let mut desk = desk();
    desk.press("n").type_text("1234").expect_line(&["139****1234", "归属 张伟"]).expect_line(&["021****1234"]);
    desk.press("Esc F7").type_text("zgq").expect_line(&["138****5678", "归属 王芳"]);
}

/// A busy register: long names, a group, sales, somebody here.
fn busy(width: u16, height: u16, lang: Lang) -> Driver {
    let mut desk = register(width, height, lang);
    for line in [
        r#"{"do":"client.link","client":"k1","with":"k4","kind":"household","by":"m1"}"#,
        r#"{"do":"deposit.take","unit":"A-1201","client":"k1","amount_fen":5000000,"by":"s1"}"#,
        r#"{"do":"commission.agree","client":"k1","shares":{"s1":6000,"s3":4000},"by":"m1"}"#,
        r#"{"do":"call.start","call":"t1","phone":"13812345678","name":"曾国强","needs":"车位"}"#,
        r#"{"do":"call.end","call":"t1"}"#,
        r#"{"do":"arrive","visit":"v-5","client":"k1","note":"带家人来看房，问交房时间和车位"}"#,
        r#"{"do":"arrive","new_client":"k6","name":"阿不都·热合曼","phone":"+85291234567","been_before":false}"#,
        r#"{"do":"arrive","new_client":"k7","name":"欧阳女士","company":"江湾科技","been_before":false}"#,
    ] {
        desk.elsewhere(line).pass(7);
    }
    desk
}

#[test]
fn clients_80x24() {
    insta::assert_snapshot!(busy(80, 24, Lang::Zh).press("2").screen());
}

#[test]
fn clients_in_english_80x24() {
    insta::assert_snapshot!(busy(80, 24, Lang::En).press("m 2 2").type_text("5678").press("Enter").screen());
}

#[test]
fn clients_120x36() {
    insta::assert_snapshot!(busy(120, 36, Lang::Zh).press("m 2 2").type_text("江湾").press("Down Enter").screen());
}

#[test]
fn clients_in_english_120x36() {
    insta::assert_snapshot!(busy(120, 36, Lang::En).press("2").type_text("zgq").screen());
}

#[test]
fn a_client_whole_80x24() {
    insta::assert_snapshot!(busy(80, 24, Lang::Zh).press("m 2 2").type_text("zgq").press("Enter Enter").screen());
}

#[test]
fn no_size_breaks_it() {
    for (width, height) in [(1, 1), (20, 5), (80, 24), (81, 25), (160, 24), (400, 24)] {
        let mut desk = busy(width, height, Lang::En);
        for script in ["2", "1 3", "Enter", "Enter", "e", "t", "l"] {
            desk.press(script).screen();
        }
    }
}
