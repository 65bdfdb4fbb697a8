//! What the forms of an arrival and a call say of the register while they are filled in: who has the
//! number, since when and how long ago, whom somebody new looks like; and to whom they say it.

use super::clients::{at_the_keys, register};
use super::driver::Driver;
use lunpai::text::Lang;

const HINTS: [&str; 2] = ["疑似", "may be"];

fn desk() -> Driver {
    register(80, 24, Lang::Zh)
}

/// The day after those clients came.
fn next_day(lang: Lang) -> Driver {
    let mut desk = register(80, 24, lang);
    desk.press("z Enter Esc").pass(24 * 60).press("Esc o Enter");
    desk
}

#[test]
fn a_number_is_answered_with_owner_since_when_and_age() {
    for form in ["n", "F3"] {
        let mut desk = next_day(Lang::Zh);
        desk.press(form).type_text("13812345678");
        desk.expect_line(&["= 138****5678", "曾**", "归属 王芳 11-23 起", "昨天"]).expect_nowhere("国强");
        // Part of it that reaches into what is masked tells that there is somebody owned, and no more.
        desk.press("Esc").press(form).type_text("13812").expect_line(&["…13812…", "未输全", "有归属"]);
        for told in ["曾**", "138****", "归属 王芳", " 起", "昨天"] {
            desk.expect_nowhere(told);
        }
    }
    let mut desk = next_day(Lang::Zh);
    at_the_keys(&mut desk, "王芳");
    desk.press("n").type_text("13812").expect_line(&["13812345678", "曾国强", "归属 王芳 11-23 起", "昨天"]);
    let mut desk = next_day(Lang::En);
    desk.press("n").type_text("13812345678").expect_line(&["= 138****5678", "王芳 since 11-23", "1d ago"]);
}

#[test]
fn since_when_follows_a_transfer_and_whoever_is_here_is_said_to_be() {
    let mut desk = next_day(Lang::Zh);
    desk.elsewhere(r#"{"do":"client.transfer","client":"k1","to":"s3","reason":"交接","by":"m1"}"#);
    desk.press("n").type_text("13812345678").expect_line(&["归属 李娜 11-24 起", "昨天"]).press("Enter");
    desk.press("n").type_text("13812345678").expect_line(&["归属 李娜 11-24 起", "已在场"]);
}

#[test]
fn whoever_was_imported_is_owned_since_the_contact_that_the_import_tells_of() {
    let mut desk = desk();
    desk.elsewhere(
        r#"{"do":"client.import","by":"m1","rows":[{"client":"old","phones":["13600001111"],"owner":"s2","first_contact":"2024-03-05T10:00:00+08:00"}]}"#,
    );
    desk.press("n").type_text("13600001111").expect_line(&["=", "归属 张伟 2024-03-05 起", "2年前"]);
    desk.press("Esc 2").type_text("13600001111").expect_line(&["归属 张伟 · 2024-03-05 起"]);
}

/// The form of an arrival with a name and a number typed.
fn arrival(desk: &mut Driver, name: &str, phone: &str) {
    desk.press("n Tab").type_text(name).press("BackTab").type_text(phone);
}

#[test]
fn whom_an_arrival_looks_like_is_said_before_it_is_sent() {
    let mut desk = desk();
    arrival(&mut desk, "曾国强", "13812345679");
    desk.expect_line(&["疑似 曾** 138****5678（同名，号码只差一处）；登记后按 # 比对"]).expect_nowhere("国强 138");
    desk.press("Enter n").expect_line(&["疑似 k1（同名，号码只差一处），按 # 比对"]);
    desk.press("#").expect_line(&["k1"]).expect_line(&["合并为一人"]);
}

#[test]
fn a_companion_who_comes_alone_is_recognised() {
    let mut desk = desk();
    desk.elsewhere(r#"{"do":"register","visit":"v-k1","companion_phone":"137 0000 1111"}"#);
    desk.press("n").type_text("1370000111").expect_nowhere("疑似");
    desk.type_text("1").expect_line(&["疑似 曾** 138****5678（一方是另一方的同来人）"]);
}

#[test]
fn a_hint_tells_nobody_what_is_masked_for_them() {
    for actor in ["前台", "李娜"] {
        let mut desk = desk();
        at_the_keys(&mut desk, actor);
        // The slip is among the masked digits: that there is somebody, not who; and only to whoever knows the name.
        arrival(&mut desk, "曾国强", "13812845678");
        desk.expect_line(&["疑似一位客户（同名，号码只差一处），请核对；登记后按 # 比对"]);
        for told in ["曾**", "138****5678", "归属 王芳"] {
            desk.expect_nowhere(told);
        }
        desk.press("Esc");
        for (name, phone) in [
            ("曾先生", "13812845678"),
            ("曾国强", "1381234567"),
            ("曾国强", "138128456"),
            ("曾国强", "13812345678"),
            ("曾小强", "13812345679"),
            ("", "13812345679"),
            // The beginning of a number that is longer, and a number itself.
            ("单晓云", "0216554123"),
        ] {
            arrival(&mut desk, name, phone);
            for hint in HINTS {
                desk.expect_nowhere(hint);
            }
            desk.press("Esc");
        }
    }
    for (actor, name) in [("王芳", "曾国强"), ("郑经理", "曾先生")] {
        let mut desk = desk();
        at_the_keys(&mut desk, actor);
        arrival(&mut desk, name, "13812845678");
        desk.expect_line(&["疑似 曾国强 13812345678（同名，号码只差一处）；登记后按 # 比对"]);
    }
}

#[test]
fn a_hint_goes_with_what_it_was_about() {
    let mut desk = desk();
    arrival(&mut desk, "曾国强", "13812345679");
    desk.expect_line(&["疑似"]).press("Backspace").expect_nowhere("疑似").type_text("9").expect_line(&["疑似"]);
    desk.press("Tab").type_text("二").expect_nowhere("疑似").press("Backspace").expect_line(&["疑似"]);
    // Whoever is entered elsewhere in the meantime is looked at, too.
    desk.press("Esc");
    arrival(&mut desk, "王小二", "13900001111");
    desk.expect_nowhere("疑似");
    desk.elsewhere(r#"{"do":"arrive","name":"王小二","phone":"13900001112","been_before":false}"#);
    desk.expect_line(&["疑似 王** 139****1112"]).press("Esc");
    arrival(&mut desk, "曾国强", "13812345679");
    // Entered elsewhere in the meantime, it is a client's number.
    desk.elsewhere(r#"{"do":"arrive","name":"曾国强","phone":"13812345679","been_before":false}"#);
    desk.press("End").type_text(" ").expect_nowhere("疑似").expect_line(&["=", "已在场"]);
}

#[test]
fn an_arrival_looked_up_80x24() {
    let mut desk = next_day(Lang::Zh);
    arrival(&mut desk, "曾国强", "13812345679");
    insta::assert_snapshot!(desk.screen());
}

#[test]
fn an_arrival_looked_up_in_english_120x36() {
    let mut desk = register(120, 36, Lang::En);
    arrival(&mut desk, "曾国强", "13812845678");
    insta::assert_snapshot!(desk.screen());
}
