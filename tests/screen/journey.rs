//! A day at the desk, by keyboard alone.

use super::driver::Driver;

#[test]
fn a_walk_in_is_three_keys_beside_the_number() {
    let mut desk = Driver::open();
    desk.press("n").type_text("13800001234").press("Enter n");
    desk.expect_line(&["0001", "1234", "轮接"]);
    desk.expect_line(&["0001", "未留名", "→ 王芳"]);
    desk.expect_line(&["按顺序轮到王芳"]);
    desk.expect_line(&[">>", "张伟", "空闲"]);
}

#[test]
fn a_known_number_registers_at_once() {
    let mut desk = Driver::open();
    desk.press("n").type_text("13800001234").press("Enter n");
    desk.press("F4 1").expect_line(&["0001 已送客"]);
    desk.press("F2").type_text("1380000").expect_line(&["138****1234", "归属 王芳"]);
    desk.type_text("1234").press("Enter");
    desk.expect_line(&["0002", "1234", "王芳", "本人"]);
}

#[test]
fn part_of_a_number_chooses_the_only_match() {
    let mut desk = Driver::open();
    desk.press("n").type_text("13800001234").press("Enter n f 1");
    desk.press("n").type_text("1234").press("Enter").expect_line(&["138****1234", "归属 王芳"]);
    desk.expect_line(&["再按回车登记这位客户"]);
    desk.press("Enter").expect_line(&["0002", "王芳", "本人"]);
}

#[test]
fn part_of_a_number_chooses_none_of_several() {
    let mut desk = Driver::open();
    desk.press("n").type_text("13800001234").press("Enter n n").type_text("13800005678").press("Enter n");
    desk.press("n").type_text("1380").press("Enter Enter").expect_line(&["1380", "号码不全"]);
    desk.press("Down").expect_line(&["再按回车登记这位客户"]);
}

#[test]
fn not_telling_is_confirmed() {
    let mut desk = Driver::open();
    desk.press("n").type_text("13800001234").press("Tab Tab").type_text("chenj").press("Enter n");
    desk.press("g x").expect_line(&["这件事要由经理来做"]);
    desk.press("Esc Esc m 2 g x").expect_line(&["王芳没有转告", "抢单"]);
    desk.press("Esc Esc").expect_line(&["王芳 → 陈静"]).press("g x Enter").expect_line(&["已记抢单"]);
}

#[test]
fn the_second_question_asks_who() {
    let mut desk = Driver::open();
    desk.press("n").type_text("13800001234").press("Enter y").expect_line(&["第二问"]);
    desk.press("3").expect_line(&["0001", "李娜", "指定"]);
    desk.expect_line(&["! 自称来过"]);
}

#[test]
fn the_reason_for_being_away_stands_on_the_plate() {
    let mut desk = Driver::open();
    desk.press("F5 3").expect_line(&["1", "a", "在位"]).expect_line(&["5", "洗手间（私事）"]);
    desk.press("9").expect_line(&["李娜", "会议"]).expect_line(&["李娜 会议（公务）"]);
    desk.press("F5 3 2").expect_line(&["李娜", "私事"]).expect_nowhere("会议");
    desk.press("n").type_text("13800001234").press("Enter n F5 3 5").expect_line(&["李娜", "洗手间"]);
    desk.press("n").type_text("13800005678").press("Enter n n").type_text("13800005679").press("Enter n");
    desk.press("F9").expect_line(&["李娜", "私事", "洗手间"]);
}

#[test]
fn presence_is_two_keys_and_so_is_finishing() {
    let mut desk = Driver::open();
    desk.press("p 2").expect_line(&["张伟", "私事 0分"]);
    desk.pass(6).expect_line(&["张伟", "私事 6分"]);
    desk.press("F5 2 1").expect_line(&["张伟", "空闲"]);
    desk.press("n Enter n").expect_line(&["0001", "王芳", "轮接"]);
    desk.press("f 1").expect_line(&["王芳", "空闲"]);
}

#[test]
fn waiting_clients_come_in_by_themselves() {
    let mut desk = Driver::open();
    for _ in 0..6 {
        desk.press("n Enter n");
    }
    desk.expect_line(&["0006", "轮接", "0分"]).expect_line(&["此刻没有人空闲"]);
    desk.press("f 1").expect_line(&["0001 已送客", "0006 → 王芳"]);
    desk.press("n Enter n w").expect_line(&["哪一位不等了"]);
    desk.press("1").expect_line(&["等候中离开"]).expect_line(&["没有人等候"]);
}

#[test]
fn undo_says_what_and_asks() {
    let mut desk = Driver::open();
    desk.press("n Enter n u").expect_line(&["要撤回的是"]).expect_line(&["09:00", "前台", "0001 → 王芳"]);
    desk.press("Enter").expect_line(&["已撤回："]).expect_line(&["现在没有人在接待"]);
    desk.press("u").expect_line(&["没有可以撤销的一笔"]);
}

#[test]
fn a_named_client_opens_a_notice() {
    let mut desk = Driver::open();
    desk.press("n").type_text("13800001234").press("Tab Tab").type_text("chenj").press("Enter n");
    desk.expect_line(&["0001", "陈静", "指定"]).expect_line(&["王芳 → 陈静", "还有 5分"]);
    desk.pass(2).expect_line(&["王芳 → 陈静", "还有 3分"]);
    desk.press("g 1").expect_line(&["已转告"]).expect_line(&["没有要转告的事"]);
}

#[test]
fn calls_come_and_go() {
    let mut desk = Driver::open();
    desk.press("F3").type_text("02155556666").press("Enter").expect_line(&["来电 k-0001 由王芳接听"]);
    desk.expect_line(&["王芳", "接电话"]).press("h 1").expect_line(&["k-0001 已挂断"]);
    desk.press("l 1 l 2 l 3 l 4 l 5");
    desk.press("c Enter").expect_line(&["吴婷"]);
    desk.press("c Enter").expect_line(&["没有人能接"]).expect_line(&["待回电"]);
    desk.press("r 1").expect_line(&["已回电"]);
}

#[test]
fn who_took_it() {
    let mut desk = Driver::open();
    desk.press("n Enter n F6 Tab").type_text("3").press("Enter");
    desk.expect_line(&["0001 实由李娜接待", "抢客"]).expect_line(&["待办 1"]);
    desk.press("i").expect_line(&["违规", "李娜  抢客"]).press("Enter").expect_line(&["这件事要由经理来做"]);
    desk.press("m").type_text("zheng").press("Enter Enter").expect_line(&["已过目"]).expect_line(&["待办 0"]);
}

#[test]
fn a_deposit_is_read_twice() {
    let mut desk = Driver::open();
    desk.press("n").type_text("13800001234").press("Enter n");
    desk.press("F7 Down Tab").type_text("A").press("Tab").type_text("5万").press("Tab").type_text("1").press("Enter");
    desk.expect_line(&["A-1201", "138****1234"]).expect_line(&["50,000.00 元"]).expect_line(&["伍万元整"]);
    desk.expect_line(&["总价 3,580,000.00 元"]).expect_line(&["经手人 王芳"]);
    desk.press("Enter").expect_line(&["已收定金 50,000.00 元"]).expect_line(&["定金 1"]);
    desk.press("i").expect_line(&["定金", "A-1201  50,000.00 元  王芳"]).press("1");
    desk.press("F7 Tab").type_text("A").expect_line(&["A-1201  已定"]);
}

#[test]
fn the_day_closes_and_only_a_manager_forces_it() {
    let mut desk = Driver::open();
    desk.press("n Enter n z").expect_line(&["须先办", "来访 0001"]).expect_line(&["还有 1 件没有了结"]);
    desk.press("Down Enter").expect_line(&["还有 1 件没有了结"]);
    assert!(desk.floor().date.is_some());
    desk.press("Esc f 1 z").expect_line(&["收班后今天不能再开"]);
    desk.press("Enter").expect_line(&["校验码"]).expect_line(&["closing-sheet.html"]);
    let screen = desk.screen();
    let is_group = |word: &&str| word.len() == 4 && word.chars().all(|c| c.is_ascii_hexdigit());
    let groups = screen.split_whitespace().filter(is_group).count();
    assert!(groups >= 16, "{screen}");
    desk.press("Enter").expect_line(&["还没有开班"]);
}

#[test]
fn what_others_enter_appears() {
    let mut desk = Driver::open();
    desk.screen();
    assert!(!desk.app.is_stale());
    desk.elsewhere(r#"{"do":"arrive","been_before":false,"name":"王先生"}"#);
    assert!(desk.app.is_stale());
    desk.expect_line(&["0001", "王先生", "王芳"]);
    desk.app.tick().unwrap();
    assert!(!desk.app.is_stale(), "nothing changed, nothing is drawn");
}

#[test]
fn two_hundred_arrivals() {
    let mut desk = Driver::open();
    for number in 0..200 {
        desk.pass(1).press("n").type_text(&format!("1390000{number:04}")).press("Enter n");
        let visit = format!("{:04}", number + 1);
        desk.expect_line(&[&visit, "→"]);
        desk.press("f 1");
    }
    desk.expect_line(&["来访 200"]);
}

#[test]
fn the_order_is_arranged_before_opening() {
    let mut desk = Driver::new();
    desk.press("o ShiftDown Down Space Down Space Space").expect_line(&["2", "王芳"]).expect_line(&["李娜", "未到"]);
    desk.expect_line(&["陈静", "不排"]).press("Enter").expect_line(&[">>", "1", "张伟"]);
    desk.expect_line(&["李娜", "未到"]).expect_line(&["陈静", "不当班"]);
}

#[test]
fn the_office_has_plates_too() {
    let mut desk = Driver::open();
    desk.expect_line(&["6", "吴婷", "内勤 空闲"]).press("b 6").expect_line(&["吴婷", "公务 0分"]);
}

#[test]
fn an_undo_takes_back_what_it_showed_or_asks_again() {
    let mut desk = Driver::open();
    desk.press("n Enter n u").expect_line(&["0001 → 王芳"]);
    desk.elsewhere(r#"{"do":"presence","staff":"s3","to":"private"}"#);
    desk.press("Enter").expect_line(&["李娜 私事"]).expect_line(&["撤销"]);
    desk.press("Enter").expect_line(&["已撤回："]).expect_line(&["0001", "王芳", "轮接"]);
}

#[test]
fn many_plates_scroll_and_take_two_digits() {
    let mut desk = Driver::new();
    for number in 6..=24 {
        desk.elsewhere(&format!(
            r#"{{"do":"staff.add","id":"s{number}","name":"员工{number}","role":"sales","by":"m1"}}"#
        ));
    }
    desk.press("o Enter").press("p 2 1 End").expect_line(&["21", "私事"]);
    for _ in 0..30 {
        desk.press("Down");
    }
    desk.expect_line(&["吴婷"]);
}

#[test]
fn the_mouse_can_do_it_too() {
    let mut desk = Driver::open();
    desk.click("来访 F3").press("Enter").click("没来过").expect_line(&["0001", "王芳", "轮接"]);
    desk.click("送客").click("1  0001").expect_line(&["0001 已送客"]);
    desk.click("2 张伟").click("动态").click("私事").expect_line(&["张伟", "私事 0分"]);
}

#[test]
fn a_call_would_go_to_whoever_is_free() {
    let mut desk = Driver::open();
    desk.expect_line(&["下一个接听 王芳"]).press("p 1").expect_line(&["下一个接听 张伟"]);
    desk.press("p 2 p 3 p 4 p 5").expect_line(&["下一个接听 吴婷"]);
    desk.press("b 6").expect_line(&["下一个接听 无人可接"]);
}

#[test]
fn a_long_explanation_and_a_long_name_have_room() {
    let mut desk = Driver::new();
    desk.elsewhere(r#"{"do":"staff.add","id":"s6","name":"欧阳明月","role":"sales","by":"m1"}"#);
    desk.press("o Enter p 1 b 2 p 3 b 4 n Enter n").expect_line(&["6", "欧阳明月", "空闲"]);
    desk.expect_line(&["0001", "→ 欧阳明"]).expect_line(&["算一个名额，陈静正忙公事，记欠补。"]);
    desk.press("f 1 z a").type_text("明天").press("Enter Enter Enter");
    desk.expect_line(&["还没有开班"]).expect_line(&["来访 1"]);
}
