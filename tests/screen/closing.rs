//! Closing the day at the desk: step by step.

use super::driver::Driver;
use lunpai::text::Lang;

/// An evening with somebody received, an item in the inbox and a make-up outstanding.
fn evening(width: u16, height: u16, lang: Lang) -> Driver {
    let mut desk = Driver::sized(width, height, lang);
    desk.press("o Enter");
    desk.elsewhere(r#"{"do":"presence","staff":"s1","to":"business"}"#);
    desk.elsewhere(r#"{"do":"arrive","visit":"0001","new_client":"c1","been_before":false}"#);
    desk.elsewhere(r#"{"do":"finish","visit":"0001","seen_off":false}"#);
    desk.elsewhere(r#"{"do":"arrive","visit":"0002","new_client":"c2","been_before":false,"name":"王先生"}"#);
    desk
}

#[test]
fn what_is_open_is_settled_or_carried_over_and_the_day_closes() {
    let mut desk = evening(80, 24, Lang::Zh);
    desk.press("z").expect_line(&["在场 1", "待办 1", "欠补 1"]).expect_line(&["须先办", "来访 0002"]);
    // Who is here is not carried over; Enter goes where it is settled, and the steps come back.
    desk.press("c").expect_line(&["不能结转"]);
    desk.press("Enter").expect_line(&["0002"]).press("1").expect_line(&["在场 0", "待办 1"]);
    // A word for one, a word for the rest.
    desk.press("c").type_text("明天问").press("Enter").expect_line(&["结转", "未送客", "明天问"]);
    desk.press("End").press("Down Down Down Enter").expect_line(&["还有 1 件"]);
    desk.press("Esc").press("z").expect_line(&["结转", "明天问"]);
    desk.press("a").type_text("周二补接").press("Enter").expect_line(&["结转", "王芳欠补 1", "周二补接"]);
    desk.expect_line(&["收班后今天不能再开"]).press("Enter").expect_line(&["收班单"]);
    desk.expect_line(&["closing-sheet.html"]).expect_nowhere("王先生");
    assert!(desk.floor().date.is_none());
    let folder = desk.folder().join("t-days/2026-11-23");
    let sheet = std::fs::read_to_string(folder.join("closing-sheet.txt")).unwrap();
    assert!(sheet.contains("江湾一号 · 收班单") && sheet.contains("周二补接"), "{sheet}");
    desk.press("Enter").expect_line(&["还没有开班"]);
}

#[test]
fn a_manager_forces_the_close_from_the_steps() {
    let mut desk = evening(80, 24, Lang::Zh);
    desk.press("m 2 6").press("z f").expect_line(&["强制了结", "来访 0002"]).expect_line(&["0002", "接待结束"]);
    desk.press("a").type_text("明天").press("Enter Enter").expect_line(&["校验码"]);
    assert!(desk.floor().date.is_none());
}

#[test]
fn a_folder_in_the_way_leaves_the_day_open_and_says_so() {
    let mut desk = evening(80, 24, Lang::Zh);
    std::fs::write(desk.folder().join("t-days"), "in the way").unwrap();
    desk.press("f 1").press("z a").type_text("明天").press("Enter Enter").expect_line(&["写不了"]);
    desk.expect_line(&["收班后今天不能再开"]);
    assert!(desk.floor().date.is_some());
    std::fs::remove_file(desk.folder().join("t-days")).unwrap();
    desk.press("Enter").expect_line(&["closing-sheet.txt"]);
    assert!(desk.floor().date.is_none());
}

#[test]
fn the_steps_at_every_size() {
    for (width, height, lang, name) in [
        (80, 24, Lang::Zh, "80x24"),
        (120, 36, Lang::Zh, "120x36"),
        (80, 24, Lang::En, "in_english_80x24"),
        (120, 36, Lang::En, "in_english_120x36"),
    ] {
        let mut desk = evening(width, height, lang);
        desk.press("z Down c").type_text("周二请王经理过目").press("Enter");
        insta::assert_snapshot!(format!("closing_{name}"), desk.screen());
    }
}
