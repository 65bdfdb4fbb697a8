//! How the screens look, and that no size breaks them.

use super::driver::Driver;
use lunpai::text::Lang;

fn busy(width: u16, height: u16, lang: Lang) -> Driver {
    let mut desk = Driver::sized(width, height, lang);
    desk.press("o Enter");
    desk.press("n").type_text("13800001234").press("Tab").type_text("王先生").press("Enter n").pass(3);
    desk.press("n")
        .type_text("13900000008")
        .press("Tab")
        .type_text("刘建国")
        .press("Tab")
        .type_text("4")
        .press("Enter n");
    desk.pass(2).press("p 3 b 5");
    desk.press("n").type_text("13700005566").press("Enter n").pass(1);
    desk.press("n").type_text("13600007731").press("Tab").type_text("欧阳女士").press("Enter n");
    desk.press("c").type_text("02155556666").press("Enter").pass(12);
    desk
}

#[test]
fn board_80x24() {
    insta::assert_snapshot!(busy(80, 24, Lang::Zh).screen());
}

#[test]
fn board_120x36() {
    insta::assert_snapshot!(busy(120, 36, Lang::Zh).screen());
}

#[test]
fn board_in_english_120x36() {
    insta::assert_snapshot!(busy(120, 36, Lang::En).screen());
}

#[test]
fn board_in_english() {
    insta::assert_snapshot!(busy(100, 30, Lang::En).screen());
}

#[test]
fn board_in_english_80x24() {
    insta::assert_snapshot!(busy(80, 24, Lang::En).screen());
}

#[test]
fn arrival_80x24() {
    let mut desk = busy(80, 24, Lang::Zh);
    insta::assert_snapshot!(desk.press("n").type_text("139").screen());
}

#[test]
fn reasons_120x36() {
    insta::assert_snapshot!(busy(120, 36, Lang::Zh).press("F9").screen());
}

#[test]
fn help_80x24() {
    insta::assert_snapshot!(busy(80, 24, Lang::Zh).press("?").screen());
}

#[test]
fn closed_80x24() {
    insta::assert_snapshot!(Driver::new().screen());
}

#[test]
fn no_size_breaks_anything() {
    let scripts = [
        "2",
        "2 Down Enter",
        "2 Enter l",
        "3",
        "4",
        "4 v",
        "4 Right d",
        "5",
        "5 ]",
        "m 2 5 ] p r Down l ShiftUp",
        "5 Down s",
        "6",
        "6 v",
        "7",
        "7 /",
        "7 Down t",
        "8",
        "8 v",
        "",
        "n",
        "n 1 3 9",
        "f",
        "i",
        "F9",
        "?",
        ":",
        "u",
        "m",
        "z",
        "F7",
        "F6",
        "F5",
        "x",
        "n Enter",
        "n Enter y",
    ];
    for (width, height) in
        [(1, 1), (2, 2), (20, 5), (79, 24), (80, 23), (80, 24), (81, 25), (100, 30), (200, 60), (400, 24)]
    {
        let mut desk = busy(width, height, Lang::Zh);
        for script in scripts {
            desk.press(script).screen();
            desk.press("Esc Esc Esc");
        }
    }
    Driver::sized(30, 10, Lang::Zh).expect_line(&["至少要 80 列 24 行"]);
}
