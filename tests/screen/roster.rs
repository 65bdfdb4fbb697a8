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

/// The manager is at the keys of an empty week; m1 is the first manager in the list.
fn manager(width: u16, height: u16, lang: Lang) -> Driver {
    let mut desk = Driver::sized(width, height, lang);
    desk.press("Esc o Enter").press("m 2").press("5");
    desk
}

fn planned(desk: &Driver, date: &str) -> Vec<String> {
    let order = desk.floor().plan.get(&date.parse().unwrap());
    order.into_iter().flatten().map(ToString::to_string).collect()
}

#[test]
fn a_week_is_proposed_moved_and_published() {
    let mut desk = manager(80, 24, Lang::Zh);
    desk.press("] p").expect_line(&["2026-W49", "草稿"]).expect_line(&["1 张伟", "2 李娜", "5 王芳"]);
    // 王芳 rests on Monday, 张伟 has leave on Tuesday, 李娜 goes first on Wednesday.
    desk.press("r").expect_line(&["1 张伟", "4 欧阳明"]).expect_line(&["轮休", "王芳"]);
    desk.press("Down Right l").expect_line(&["请假  张伟"]);
    desk.press("Right Down");
    while !desk.screen().contains("1 李娜") {
        desk.press("ShiftUp");
    }
    assert!(planned(&desk, "2026-11-30").is_empty(), "nothing is written before it is published");
    desk.press("s").expect_line(&["公布 2026-W49 这一周 7 天的轮值"]).press("Enter").expect_line(&["已公布"]);
    assert_eq!(planned(&desk, "2026-11-30"), ["s2", "s3", "s4", "s5"]);
    assert!(!planned(&desk, "2026-12-01").contains(&"s2".to_owned()));
    assert_eq!(planned(&desk, "2026-12-02")[0], "s3");
    assert!(desk.floor().has_leave(&"s2".into(), "2026-12-01".parse().unwrap()));
    desk.expect_nowhere("草稿").press("s").expect_line(&["没有要公布的改动"]);
}

#[test]
fn rests_and_leave_stand_in_the_next_proposal() {
    let mut desk = manager(80, 24, Lang::Zh);
    desk.press("] p r Down l p s Enter");
    let monday = planned(&desk, "2026-11-30");
    assert_eq!(monday.len(), 3, "{monday:?}");
    assert!(!monday.contains(&"s1".to_owned()) && !monday.contains(&"s2".to_owned()));
    assert_eq!(planned(&desk, "2026-12-01").len(), 5);
}

#[test]
fn a_published_day_is_changed_with_a_reason() {
    let mut desk = manager(80, 24, Lang::Zh);
    desk.press("] p s Enter").press("r").expect_line(&["*30"]);
    desk.press("s").expect_line(&["改已公布的轮值"]).expect_line(&["改动已公布的：11-30"]);
    desk.press("Enter").expect_line(&["请填写"]).type_text("临时有事").press("Enter").expect_line(&["已公布：11-30"]);
    assert_eq!(planned(&desk, "2026-11-30"), ["s2", "s3", "s4", "s5"]);
    // The reason is in the register and not in the log's sentence.
    desk.expect_nowhere("临时有事");
}

#[test]
fn next_week_is_planned_while_this_one_runs() {
    let mut desk = wednesday(80, 24, Lang::Zh);
    desk.press("m 2 5");
    let before = desk.floor().plan.clone();
    // Of this week only the days to come are drafted: today is open.
    desk.press("r").expect_line(&["已经开班或过去了"]).press("Esc Enter");
    desk.press("] p s Enter").expect_line(&["已公布", "11-30", "12-06"]);
    let plan = &desk.floor().plan;
    assert!(before.iter().all(|(date, order)| plan.get(date) == Some(order)), "this week stays as it was");
    assert_eq!(plan.len(), before.len() + 7);
    assert!(desk.floor().date.is_some());
}

#[test]
fn a_draft_is_dropped_after_asking_only() {
    let mut desk = manager(80, 24, Lang::Zh);
    desk.press("] p ]").expect_line(&["草稿还没公布"]).press("1 5").expect_line(&["2026-W49", "草稿"]);
    desk.press("Esc").expect_line(&["放弃草稿"]).press("Esc").expect_line(&["草稿，未公布"]);
    desk.press("Esc Enter").expect_line(&["草稿已放弃"]).expect_line(&["没有排班"]);
    assert!(planned(&desk, "2026-11-30").is_empty());
}

#[test]
fn the_plan_is_a_managers() {
    let mut desk = Driver::open();
    desk.press("5 ]");
    for key in ["p", "r", "l", "s", "ShiftUp"] {
        desk.press(key).expect_line(&["由经理来做"]).expect_nowhere("草稿");
    }
}

#[test]
fn somebody_named_in_spite_of_leave_is_marked() {
    let mut desk = manager(80, 24, Lang::Zh);
    desk.press("] p l r").expect_line(&["王芳", "5!"]);
    desk.press("s").expect_line(&["已请假：王芳 11-30"]);
    desk.press("Enter");
    assert_eq!(planned(&desk, "2026-11-30").len(), 5);
}

#[test]
fn whoever_has_leave_today_is_said_to_on_the_board() {
    let mut desk = manager(80, 24, Lang::Zh);
    desk.elsewhere(r#"{"do":"leave.grant","staff":"s1","dates":["2026-11-24"],"by":"m1"}"#);
    desk.press("z Enter Esc").pass(24 * 60).press("Esc 1");
    desk.elsewhere(r#"{"do":"day.open","order":["s2","s3"]}"#);
    desk.expect_line(&["王芳", "请假"]).expect_line(&["陈静", "不当班"]);
}

#[test]
fn whoever_opens_the_day_sees_who_has_leave() {
    let mut desk = Driver::new();
    desk.elsewhere(r#"{"do":"leave.grant","staff":"s2","dates":["2026-11-23"],"by":"m1"}"#);
    desk.press("o").expect_line(&["张伟", "不排 请假"]);
    desk.press("Down Down Down Down Space").expect_line(&["5  张伟", "! 请假"]);
    desk.press("Enter").expect_line(&["空闲", "张伟"]);
    assert_eq!(desk.floor().order.len(), 5);
}

#[test]
fn a_cell_pulled_onto_another_takes_its_place() {
    let mut desk = manager(80, 24, Lang::Zh);
    desk.press("] p");
    let row = |desk: &mut Driver, name: &str| {
        let at = desk.screen().lines().position(|line| line.starts_with(&format!("│ {name}"))).unwrap();
        u16::try_from(at).unwrap()
    };
    let column = 12;
    let (from, to) = (row(&mut desk, "欧阳明"), row(&mut desk, "张伟"));
    desk.pull((column, from), (column, to)).expect_line(&["1 欧阳明", "2 张伟"]);
    // Onto another day nothing is pulled.
    desk.pull((column, from), (column + 10, to)).expect_line(&["1 欧阳明", "2 张伟"]);
}

#[test]
fn holidays_stand_in_the_head() {
    let mut desk = Driver::sized(120, 36, Lang::Zh);
    desk.press("5");
    // Back to the week of National Day.
    desk.press("[ [ [ [ [ [ [ [").expect_line(&["2026-W40"]).expect_line(&["国庆节 休"]);
    desk.press("Right Right Right").expect_line(&["周四 10-01 国庆节 休"]);
    desk.press("Esc ] ] ] ] ] ]").expect_line(&["2027 年的节假日安排还没有公布"]);
}

fn drafting(width: u16, height: u16, lang: Lang) -> Driver {
    let mut desk = manager(width, height, lang);
    desk.press("n").type_text("13800001234").press("Enter n f 1");
    desk.press("z Enter Esc").pass(24 * 60).press("Esc o Enter m 2 5");
    desk.press("] p r Down Right l Down Down ShiftUp");
    desk
}

#[test]
fn draft_80x24() {
    insta::assert_snapshot!(drafting(80, 24, Lang::Zh).screen());
}

#[test]
fn draft_120x36() {
    insta::assert_snapshot!(drafting(120, 36, Lang::Zh).screen());
}

#[test]
fn draft_in_english_80x24() {
    insta::assert_snapshot!(drafting(80, 24, Lang::En).screen());
}

#[test]
fn draft_in_english_120x36() {
    insta::assert_snapshot!(drafting(120, 36, Lang::En).screen());
}
