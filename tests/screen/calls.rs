//! The phone: who answers, what runs, what is to be called back, and inquiries about other projects.

use super::driver::Driver;
use lunpai::text::Lang;

/// A day with calls of every kind.
fn ringing(width: u16, height: u16, lang: Lang) -> Driver {
    let mut desk = Driver::sized(width, height, lang);
    desk.press("o Enter");
    desk.elsewhere(r#"{"do":"project.add","name":"云台里","refer_to":"滨江大道 66 号售楼处，0571-88886666"}"#);
    desk.elsewhere(r#"{"do":"project.add","name":"松湖"}"#);
    desk.elsewhere(r#"{"do":"call.start","call":"k1","phone":"13500006677","name":"孙先生"}"#);
    desk.pass(4).elsewhere(r#"{"do":"call.end","call":"k1","note":"周末来看"}"#);
    desk.elsewhere(
        r#"{"do":"call.start","call":"k2","phone":"13400008899","name":"钱女士","project":"云台里","needs":"三房，预算四百万，要学区"}"#,
    );
    desk.pass(3);
    for staff in ["s1", "s3", "s4", "s5", "o1"] {
        desk.elsewhere(&format!(r#"{{"do":"presence","staff":"{staff}","to":"private"}}"#));
    }
    desk.elsewhere(r#"{"do":"call.start","call":"k3","phone":"13300001122","name":"吴先生"}"#);
    desk.pass(2).elsewhere(r#"{"do":"presence","staff":"s4","to":"available"}"#);
    desk.press("3");
    desk
}

#[test]
fn a_running_call_is_hung_up_at_once() {
    let mut desk = ringing(80, 24, Lang::Zh);
    desk.expect_line(&["通话中 1"]).expect_line(&["134****8899", "钱女士", "张伟", "5分"]);
    desk.expect_line(&["张伟", "接电话"]).press("h").expect_line(&["k2 已挂断"]).expect_nowhere("通话中 1");
    desk.expect_line(&["今天已了 2"]).expect_line(&["张伟", "空闲"]);
}

#[test]
fn whoever_calls_back_sees_the_number() {
    let mut desk = ringing(80, 24, Lang::Zh);
    desk.press("Down").expect_line(&["电话", "133****1122", "按 m 选回电人"]).expect_nowhere("13300001122");
    desk.press("m").type_text("李娜").press("Enter").expect_line(&["电话", "13300001122"]);
    desk.press("Enter").expect_line(&["k3 已回电"]).expect_nowhere("待回电 1");
    // A call that is over has nothing left to do.
    desk.press("Enter").expect_nowhere("k3 已回电");
}

#[test]
fn ending_what_does_not_run_asks_which() {
    let mut desk = ringing(80, 24, Lang::Zh);
    desk.press("Down h").expect_line(&["哪一通挂断了"]).press("Esc").press("Up r").expect_line(&["哪一通已回电"]);
    desk.press("Enter").expect_line(&["k3 已回电"]);
}

#[test]
fn the_ring_shows_who_answers_next() {
    let mut desk = ringing(80, 24, Lang::Zh);
    desk.expect_line(&[">> 陈静", "空闲"]).expect_line(&["李娜", "私事"]);
    desk.press("c").type_text("13100007788").expect_line(&["由陈静接听"]).press("Enter");
    desk.expect_line(&["现在没有人能接"]).expect_line(&["陈静", "接电话"]);
}

#[test]
fn an_inquiry_says_what_it_lacks_before_it_is_sent() {
    let mut desk = ringing(80, 24, Lang::Zh);
    desk.press("c Tab Tab Tab").type_text("云台里").expect_line(&["问他盘还差：电话、姓名、需求", "第 23 条"]);
    desk.press("Tab").type_text("两房").expect_line(&["问他盘还差：电话、姓名（"]);
    desk.press("BackTab BackTab BackTab").type_text("李先生").expect_line(&["问他盘还差：电话（"]);
    desk.press("BackTab").type_text("13100007788").expect_line(&["由陈静接听", "请转 滨江大道 66 号"]);
    desk.press("Enter").press("Down").expect_line(&["他盘询问单"]).expect_line(&["请转", "滨江大道 66 号"]);
    // What was asked is for whoever answered and for managers.
    desk.expect_line(&["需求", "经理可看"]).expect_nowhere("两房").press("m").type_text("张伟").press("Enter");
    desk.expect_nowhere("两房").press("m").type_text("陈静").press("Enter");
    desk.expect_line(&["问的楼盘", "云台里"]).expect_line(&["需求", "两房"]);
}

#[test]
fn a_pasted_line_loses_no_cell() {
    let mut desk = ringing(80, 24, Lang::Zh);
    desk.press("c").paste("李先生\t13100007788\t两房\t学区\t13200009900\n");
    desk.expect_line(&["131"]).expect_line(&["李先生"]).expect_line(&["需求", "两房 学区 13200009900"]);
}

#[test]
fn known_projects_are_offered() {
    let mut desk = ringing(80, 24, Lang::Zh);
    desk.press("c Tab Tab Tab").expect_line(&["他盘", "按下键选定  松湖  云台里"]);
    desk.press("Down").expect_line(&["> 他盘", "松湖 "]).press("Down").expect_line(&["> 他盘      云台里"]);
    desk.press("Up").expect_line(&["> 他盘      松湖"]);
    for _ in 0..2 {
        desk.press("Backspace");
    }
    desk.type_text("云").press("Down").expect_line(&["> 他盘      云台里"]);
}

#[test]
fn another_project_is_named() {
    let mut desk = ringing(80, 24, Lang::Zh);
    desk.press("p").type_text("望江府").press("Tab").type_text("望江路 1 号").press("Enter");
    desk.expect_line(&["已加楼盘 望江府"]).expect_line(&["望江府  望江路 1 号"]).expect_line(&["松湖", "没有自己的"]);
}

#[test]
fn what_others_end_puts_no_other_call_under_the_hand() {
    let mut desk = ringing(80, 24, Lang::Zh);
    desk.press("Down").elsewhere(r#"{"do":"call.end","call":"k2"}"#).expect_line(&["时间", "待回电", "k3"]);
    desk.press("Enter").expect_line(&["k3 已回电"]);
}

#[test]
fn without_a_day_nobody_answers() {
    let mut desk = Driver::new();
    desk.press("3").expect_line(&["今天还没有来电"]).expect_line(&["还没有开班"]).press("Enter h r Down");
}

#[test]
fn calls_80x24() {
    insta::assert_snapshot!(ringing(80, 24, Lang::Zh).screen());
}

#[test]
fn calls_in_english_80x24() {
    insta::assert_snapshot!(ringing(80, 24, Lang::En).press("Down").screen());
}

#[test]
fn calls_120x36() {
    insta::assert_snapshot!(ringing(120, 36, Lang::Zh).press("m 2 End").screen());
}

#[test]
fn calls_in_english_120x36() {
    insta::assert_snapshot!(ringing(120, 36, Lang::En).screen());
}
