//! The figures: the day and the week, the books of each person, and that they follow what is entered.

use super::driver::Driver;
use lunpai::text::Lang;

/// A Monday that was closed with a turn still owed, and a Tuesday that runs.
fn busy(width: u16, height: u16, lang: Lang) -> Driver {
    let mut desk = Driver::sized(width, height, lang);
    desk.press("o Enter");
    desk.press("n").type_text("13800001234").press("Enter n").pass(70);
    desk.press("n").type_text("13900000008").press("Tab Tab").type_text("4").press("Enter n");
    desk.press("p 3 b 5").pass(20);
    for _ in 0..3 {
        desk.press("n Enter n").pass(4);
    }
    desk.press("c").type_text("02155556666").press("Enter").pass(90);
    desk.press("F7 Down Tab").type_text("A").press("Tab").type_text("5万").press("Tab").type_text("1");
    desk.press("Enter Enter");
    for _ in 0..5 {
        desk.press("f 1");
    }
    // What is still open goes over with a word; then the close, and its sheet.
    desk.press("h 1 z a").type_text("明天").press("Enter Enter Enter").pass(20 * 60);
    desk.press("Esc Esc o Enter").pass(10);
    desk.press("n").type_text("13800001234").press("Enter").pass(61);
    desk.press("n Enter n").pass(5);
    desk.press("n Enter n").pass(9);
    desk.press("8");
    desk
}

#[test]
fn figures_80x24() {
    insta::assert_snapshot!(busy(80, 24, Lang::Zh).screen());
}

#[test]
fn figures_in_english_80x24() {
    insta::assert_snapshot!(busy(80, 24, Lang::En).screen());
}

#[test]
fn figures_120x36() {
    insta::assert_snapshot!(busy(120, 36, Lang::Zh).press("v").screen());
}

#[test]
fn figures_in_english_120x36() {
    insta::assert_snapshot!(busy(120, 36, Lang::En).press("v").screen());
}

#[test]
fn figures_200x50() {
    insta::assert_snapshot!(busy(200, 50, Lang::Zh).screen());
}

#[test]
fn spans_are_gone_through_and_end_with_the_latest() {
    let mut desk = busy(80, 24, Lang::Zh);
    desk.expect_line(&["[日报]", "2026-11-24 周二", "今日", "当日未收班"]).expect_line(&["来访时段 · 3 人"]);
    desk.press("[").expect_line(&["2026-11-23 周一", "昨日"]).expect_nowhere("当日未收班");
    desk.expect_line(&["来访时段 · 5 人"]).expect_line(&["收 1 笔，50,000.00 元"]);
    desk.press("Left").expect_line(&["2026-11-22 周日", "2 天前"]).expect_line(&["这段时间没有登记"]);
    desk.press("v").expect_line(&["[周报]", "2026-11-16 周一 至 2026-11-22 周日", "上周"]);
    desk.press("]").expect_line(&["本周"]).expect_line(&["每日来访 · 8 人"]);
    desk.press("]").expect_line(&["这已是最近的"]).expect_line(&["2026-11-23 周一 至 2026-11-29 周日"]);
    desk.press("v").expect_line(&["[月报]", "2026-11-01 周日 至 2026-11-30 周一", "本月"]);
    desk.press("[").expect_line(&["2026-10-01 周四 至 2026-10-31 周六", "上月"]);
    desk.press("] v").expect_line(&["2026-11-24 周二", "今日"]).expect_nowhere("这已是最近的");
    desk.press("[ [ [ Esc").expect_line(&["2026-11-24 周二", "今日"]);
}

#[test]
fn the_books_of_whoever_is_gone_to_add_up() {
    let mut desk = busy(120, 36, Lang::Zh);
    desk.press("[").expect_line(&["王芳", "到位 2 = 已接 2 + 算名额 0 + 新欠 0 + 超限 0", "账平"]);
    desk.press("Down Down").expect_line(&["接待与轮次 · 3/6"]);
    desk.expect_line(&["李娜", "到位 1 = 已接 0 + 算名额 1 + 新欠 0 + 超限 0", "账平"]);
    desk.press("Down Down").expect_line(&["欧阳明", "到位 1 = 已接 0 + 算名额 0 + 新欠 1 + 超限 0", "账平"]);
    desk.expect_line(&["上结 0 + 新欠 1 = 补接 0 + 作废 0 + 过期 0 + 尚欠 1"]);
    desk.expect_line(&["轮次账平"]);
    desk.click("陈静").expect_line(&["接待与轮次 · 4/6"]).expect_line(&["陈静", "到位"]);
    desk.press("v").expect_line(&["陈静", "到位"]);
}

#[test]
fn a_click_goes_where_the_words_say() {
    let mut desk = busy(120, 36, Lang::Zh);
    desk.click("周报").expect_line(&["[周报]"]).click(" < ").expect_line(&["上周"]);
    desk.click(" >").expect_line(&["本周"]);
}

#[test]
fn figures_follow_what_is_entered() {
    let mut desk = busy(80, 24, Lang::Zh);
    desk.press("n Enter n").expect_line(&["来访时段 · 4 人"]);
    desk.elsewhere(r#"{"do":"arrive","been_before":false,"name":"周先生"}"#);
    desk.expect_line(&["来访时段 · 5 人"]);
    desk.press("u Enter").expect_line(&["来访时段 · 4 人"]);
}

#[test]
fn no_size_breaks_the_figures() {
    for (width, height) in [(80, 24), (81, 25), (100, 24), (109, 40), (110, 24), (170, 24), (300, 100)] {
        let mut desk = busy(width, height, Lang::En);
        for keys in ["v", "[", "[", "v", "Down", "End", "]", "Esc"] {
            desk.press(keys).screen();
        }
    }
}

#[test]
fn the_fairness_statement_is_a_page_of_its_own() {
    let mut desk = busy(80, 24, Lang::Zh);
    desk.press("e").expect_line(&["轮次公平说明", "2026-11-24"]).expect_line(&["到位", "已接", "算名额"]);
    insta::assert_snapshot!("fairness_80x24", desk.screen());
    desk.press("End").expect_line(&["机会均等"]).expect_line(&["最多差"]);
    desk.press("Home [").expect_line(&["轮次公平说明", "2026-11-23"]).press("v").expect_line(&["至 2026-11-29"]);
    desk.press("Esc").expect_nowhere("轮次公平说明").expect_line(&["接待与轮次"]);
}

#[test]
fn fairness_in_english_80x24() {
    insta::assert_snapshot!(busy(80, 24, Lang::En).press("[ e").screen());
}

#[test]
fn fairness_120x36() {
    insta::assert_snapshot!(busy(120, 36, Lang::Zh).press("v e").screen());
}

#[test]
fn the_report_is_a_page_of_its_own() {
    let mut desk = busy(80, 24, Lang::Zh);
    desk.press("v r").expect_line(&["周报 2026-W48", "当日未收班"]).expect_line(&["转化"]);
    desk.press("PgDn PgDn").expect_line(&["按人员"]);
    desk.press("v").expect_line(&["[月报]"]).press("Home").expect_line(&["月报 2026-11"]);
    desk.press("e").expect_line(&["轮次公平说明"]).press("r").expect_line(&["月报 2026-11"]);
    desk.press("r").expect_nowhere("月报 2026-11").expect_line(&["接待与轮次"]);
}

#[test]
fn the_report_follows_what_is_entered() {
    let mut desk = busy(120, 36, Lang::Zh);
    desk.press("r").expect_line(&["每日来访 · 3 人"]).press("n Enter n").expect_line(&["每日来访 · 4 人"]);
}

#[test]
fn the_report_fits_every_size_in_both_languages() {
    for (width, height) in [(80, 24), (120, 36)] {
        let mut desk = busy(width, height, Lang::En);
        desk.press("v v").expect_line(&["[Month]", "2026-11-01 Sun to 2026-11-30 Mon", "this month"]);
        desk.expect_line(&["Arrivals by day · 8"]);
        desk.press("r").expect_line(&["Monthly report 2026-11"]).expect_line(&["Conversion"]);
        desk.expect_line(&["clients", "7"]).expect_line(&["Arrivals by week · 8"]);
        desk.press("End").expect_line(&["counted as"]);
    }
}
