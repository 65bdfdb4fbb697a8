//! Refusals: every code by its name, every command in its full form. Their precedence stands in
//! `ladders.rs`.

use super::{Site, client_of, client_with, deposit_of};
use serde_json::json;

#[test]
fn every_command_in_its_full_form_and_no_other_field() {
    let rows = [
        json!({"do": "staff.add", "by": "m1", "id": "s7", "name": "钱七", "role": "sales", "grade": "trainee"}),
        json!({"do": "staff.depart", "by": "m1", "id": "s7"}),
        json!({"do": "policy.set", "by": "m1", "key": "notify_minutes", "value": 10}),
        json!({"do": "rulebook.set", "by": "m1", "part": "absence", "key": "bank", "value": null}),
        json!({"do": "roster.plan", "by": "m1", "week": "2026-W49", "rest": {"s1": ["2026-11-30", "2026-12-01"]}}),
        json!({"do": "roster.set", "by": "m1", "date": "2026-12-01", "order": ["s2", "s1"], "reason": "asked"}),
        json!({"do": "roster.publish", "by": "m1", "week": "2026-W49", "orders": {"2026-12-02": ["s2", "s1"]},
            "leave": {"s3": ["2026-12-02"]}, "reason": "asked"}),
        json!({"do": "leave.grant", "by": "m1", "staff": "s3", "dates": ["2026-12-03"], "reason": "asked"}),
        json!({"do": "leave.cancel", "by": "m1", "staff": "s3", "dates": ["2026-12-03"]}),
        json!({"do": "day.reorder", "by": "m1", "order": ["s1", "s2", "s3"], "reason": "as it was"}),
        json!({"do": "project.add", "name": "江湾二号", "refer_to": "021-58881234"}),
        json!({"do": "arrive", "visit": "v1", "name": "王先生", "phone": "13800138000", "company": "江湾科技", "household": "王家",
            "party": 2, "new_client": "c1", "been_before": false, "referred_by": "c0", "source": "老带新", "note": "三房"}),
        json!({"do": "arrive", "visit": "v2", "client": "c0", "been_before": true, "received_by": "s3", "asks_for": "s3", "recognised_by": "s3"}),
        json!({"do": "register", "visit": "v1", "name": "王小明", "phone": "13800138000", "company": "江湾科技", "household": "王家", "note": "已看样板间"}),
        json!({"do": "notice.ack", "visit": "v2"}),
        json!({"do": "visit.take", "by": "m1", "visit": "v2", "staff": "s2", "agreed": true, "reason": "s3 goes to the bank"}),
        json!({"do": "finish", "visit": "v1", "seen_off": true, "outcome": "looking", "note": "周末再来"}),
        json!({"do": "client.link", "by": "m1", "client": "c1", "with": "c0", "kind": "company"}),
        json!({"do": "client.transfer", "by": "m1", "client": "c1", "to": "s1", "reason": "agreed"}),
        json!({"do": "violation.record", "by": "m1", "id": "x1", "staff": "s2", "kind": "gossip", "visit": "v2", "note": "heard"}),
        json!({"do": "violation.void", "by": "m1", "violation": "x1", "reason": "misheard"}),
        json!({"do": "unit.add", "unit": "u1", "price_fen": 358_000_050, "layout": "三房", "area_cm2": 1_200_000}),
        json!({"do": "unit.hold", "by": "m1", "unit": "u1", "client": "c1", "until": "2026-11-23T20:00:00+08:00"}),
        json!({"do": "unit.release", "by": "m1", "unit": "u1"}),
        json!({"do": "commission.agree", "client": "c1", "shares": {"s1": 6000, "s2": 4000}}),
        json!({"do": "deposit.take", "by": "s1", "deposit": "d1", "unit": "u1", "client": "c1", "amount_fen": 100}),
        json!({"do": "contract.sign", "deposit": "d1"}),
        json!({"do": "deposit.take", "by": "s1", "deposit": "d2", "unit": "u2", "client": "c1", "amount_fen": 100}),
        json!({"do": "deposit.refund", "by": "m1", "deposit": "d2", "reason": "too small"}),
        json!({"do": "call.start", "call": "k1", "phone": "13900139000", "name": "李女士", "asks_for": "s1", "project": "江湾二号", "needs": "商铺"}),
        json!({"do": "call.end", "call": "k1", "note": "sent over"}),
        json!({"do": "presence", "staff": "s1", "to": "private"}),
        json!({"do": "undo"}),
        json!({"do": "day.close", "by": "m1", "force": true}),
        json!({"do": "day.open", "date": "2026-11-24", "order": ["s1", "s2"], "off": ["s2"], "at": "2026-11-24T08:30:00+08:00"}),
    ];
    let mut site = Site::open(&["s1", "s2", "s3"]);
    client_of(&mut site, "c0", "s3");
    desk!(site, "unit.add", {"unit": "u2"});
    for command in rows {
        let mut other = command.clone();
        other["colour"] = json!("red");
        site.refused(other, "bad_input");
        let answer = site.ok(command);
        assert!(answer["seq"].as_i64() > Some(0) && answer["assigned"].is_array(), "{answer}");
    }
}

#[test]
fn bad_input_is_what_no_command_can_mean() {
    let long = "x".repeat(65);
    let rows = [
        json!({"do": "fly"}),
        json!({"do": 1}),
        json!({"visit": "v1"}),
        json!({"do": "finish"}),
        json!({"do": "finish", "visit": 7}),
        json!({"do": "finish", "visit": "v1", "seen_off": "yes"}),
        json!({"do": "finish", "visit": "v1", "at": "yesterday"}),
        json!({"do": "finish", "visit": "v1", "at": "2026-11-23T10:00:00"}),
        json!({"do": "finish", "visit": "v1", "request": long}),
        json!({"do": "arrive", "visit": long, "been_before": false}),
        json!({"do": "arrive", "visit": "", "been_before": false}),
        json!({"do": "arrive", "visit": "v 2", "been_before": false}),
        json!({"do": "arrive", "visit": "访二", "been_before": false}),
        json!({"do": "arrive", "been_before": "no"}),
        json!({"do": "presence", "staff": "s1", "to": "off"}),
        json!({"do": "staff.add", "id": "s7", "name": "钱七", "role": "cook", "by": "m1"}),
        json!({"do": "staff.add", "id": "s7", "name": "钱七", "role": "sales", "grade": "best", "by": "m1"}),
        json!({"do": "client.link", "client": "c-v1", "with": "c-v1", "kind": "friends", "by": "m1"}),
        json!({"do": "roster.plan", "week": "next", "by": "m1"}),
        json!({"do": "roster.set", "date": "tomorrow", "order": ["s1"], "by": "m1"}),
        json!({"do": "violation.record", "staff": "s1", "kind": "rude", "by": "m1"}),
        json!({"do": "notice.fail", "by": "m1"}),
        json!({"do": "undo", "visit": "v1"}),
    ];
    let mut site = Site::open(&["s1"]);
    site.arrive_new("v1");
    for command in rows {
        site.refused(command, "bad_input");
    }
    for id in ["v-2_B".to_owned(), "x".repeat(64)] {
        desk!(site, "arrive", {"visit": id, "been_before": false});
    }
}

#[test]
fn unknown_ids_have_names_of_their_own() {
    let rows = [
        ("unknown_visit", json!({"do": "finish", "visit": "no"})),
        ("unknown_visit", json!({"do": "register", "visit": "no", "name": "王"})),
        ("unknown_visit", json!({"do": "visit.take", "visit": "no", "staff": "s1"})),
        ("unknown_visit", json!({"do": "notice.ack", "visit": "no"})),
        ("unknown_staff", json!({"do": "presence", "staff": "no", "to": "private"})),
        ("unknown_staff", json!({"do": "staff.depart", "id": "no", "by": "m1"})),
        ("unknown_staff", json!({"do": "finish", "visit": "v1", "by": "no"})),
        ("unknown_staff", json!({"do": "call.start", "asks_for": "no"})),
        ("unknown_staff", json!({"do": "day.reorder", "order": ["s1", "no"], "by": "m1"})),
        ("unknown_client", json!({"do": "arrive", "client": "no"})),
        ("unknown_client", json!({"do": "client.transfer", "client": "no", "to": "s1", "reason": "?", "by": "m1"})),
        ("unknown_unit", json!({"do": "unit.release", "unit": "no", "by": "m1"})),
        ("unknown_deposit", json!({"do": "contract.sign", "deposit": "no"})),
        ("unknown_deposit", json!({"do": "deposit.refund", "deposit": "no", "reason": "?", "by": "m1"})),
        ("unknown_call", json!({"do": "call.end", "call": "no"})),
        ("unknown_call", json!({"do": "call.returned", "call": "no"})),
        ("unknown_violation", json!({"do": "violation.void", "violation": "no", "reason": "?", "by": "m1"})),
        ("unknown_item", json!({"do": "inbox.ack", "item": "no", "by": "m1"})),
    ];
    let mut site = Site::open(&["s1"]);
    site.arrive_new("v1");
    for (code, command) in rows {
        site.refused(command, code);
    }
}

#[test]
fn an_id_is_given_once() {
    let mut site = Site::open(&["s1", "s2"]);
    site.arrive_new("v1");
    desk!(site, "call.start", {"call": "k1"});
    deposit_of(&mut site, "c-v1", "s1");
    desk!(site, "unit.add", {"unit": "u2"});
    manager!(site, "violation.record", {"id": "x1", "staff": "s1", "kind": "gossip"});
    let rows = [
        json!({"do": "staff.add", "id": "s1", "name": "又一人", "role": "sales", "by": "m1"}),
        json!({"do": "arrive", "visit": "v1", "been_before": false}),
        json!({"do": "arrive", "new_client": "c-v1", "been_before": false}),
        json!({"do": "call.start", "call": "k1"}),
        json!({"do": "unit.add", "unit": "u2"}),
        json!({"do": "deposit.take", "deposit": "d-c-v1", "unit": "u2", "client": "c-v1", "amount_fen": 1, "by": "s1"}),
        json!({"do": "violation.record", "id": "x1", "staff": "s1", "kind": "gossip", "by": "m1"}),
    ];
    for command in rows {
        site.refused(command, "duplicate_id");
    }
}

#[test]
fn without_an_open_day_the_floor_is_closed_and_the_books_are_not() {
    let mut site = Site::open(&["s1", "s2"]);
    client_of(&mut site, "c1", "s1");
    client_of(&mut site, "c2", "s1");
    site.arrive_new("v1");
    desk!(site, "finish", {"visit": "v1", "seen_off": false});
    let item = super::item(&mut site, "not_seen_off");
    manager!(site, "day.close", {});
    let closed = [
        json!({"do": "arrive", "been_before": false}),
        json!({"do": "register", "visit": "v1", "name": "王"}),
        json!({"do": "finish", "visit": "v1"}),
        json!({"do": "visit.leave", "visit": "v1"}),
        json!({"do": "visit.take", "visit": "v1", "staff": "s1"}),
        json!({"do": "notice.ack", "visit": "v1"}),
        json!({"do": "notice.fail", "visit": "v1", "by": "m1"}),
        json!({"do": "presence", "staff": "s1", "to": "private"}),
        json!({"do": "day.reorder", "order": ["s2", "s1"], "by": "m1"}),
        json!({"do": "day.close", "by": "m1"}),
        json!({"do": "call.start"}),
        json!({"do": "call.end", "call": "k1"}),
        json!({"do": "call.returned", "call": "k1"}),
        json!({"do": "undo", "by": "m1"}),
    ];
    for command in closed {
        site.refused(command, "day_not_open");
    }
    let open = [
        json!({"do": "inbox.ack", "item": item, "by": "m1"}),
        json!({"do": "staff.add", "id": "s7", "name": "钱七", "role": "sales", "by": "m1"}),
        json!({"do": "staff.depart", "id": "s7", "by": "m1"}),
        json!({"do": "policy.set", "key": "notify_minutes", "value": 10, "by": "m1"}),
        json!({"do": "rulebook.set", "part": "violation", "key": "gossip", "value": {"penalty": "demerit"}, "by": "m1"}),
        json!({"do": "roster.plan", "week": "2026-W49", "by": "m1"}),
        json!({"do": "roster.set", "date": "2026-11-24", "order": ["s1"], "by": "m1"}),
        json!({"do": "roster.publish", "week": "2026-W48", "orders": {"2026-11-25": ["s1"]}, "by": "m1"}),
        json!({"do": "leave.grant", "staff": "s2", "dates": ["2026-11-25"], "by": "m1"}),
        json!({"do": "leave.cancel", "staff": "s2", "dates": ["2026-11-25"], "by": "m1"}),
        json!({"do": "unit.add", "unit": "u1"}),
        json!({"do": "unit.hold", "unit": "u1", "client": "c1", "until": "2026-11-24T20:00:00+08:00", "by": "m1"}),
        json!({"do": "unit.release", "unit": "u1", "by": "m1"}),
        json!({"do": "deposit.take", "deposit": "d1", "unit": "u1", "client": "c1", "amount_fen": 1, "by": "s1"}),
        json!({"do": "commission.agree", "client": "c1", "shares": {"s1": 5000, "s2": 5000}}),
        json!({"do": "contract.sign", "deposit": "d1"}),
        json!({"do": "client.link", "client": "c1", "with": "c2", "kind": "household"}),
        json!({"do": "client.transfer", "client": "c1", "to": "s2", "reason": "asked", "by": "m1"}),
        json!({"do": "project.add", "name": "江湾二号"}),
        json!({"do": "violation.record", "id": "x1", "staff": "s1", "kind": "gossip", "by": "m1"}),
        json!({"do": "violation.void", "violation": "x1", "reason": "misheard", "by": "m1"}),
        json!({"do": "day.open", "date": "2026-11-24", "at": "2026-11-24T08:30:00+08:00"}),
    ];
    for command in open {
        site.ok(command);
    }
}

#[test]
fn phones_are_checked_before_they_are_kept() {
    let mut site = Site::open(&["s1", "s2"]);
    client_with(&mut site, "c1", "s2", &json!({"phone": "+86 138-0013-8000"}));
    for phone in ["12", "not a phone", "138001380001234567890"] {
        refused!(site, "bad_phone", "arrive", {"phone": phone, "been_before": false});
        refused!(site, "bad_phone", "call.start", {"phone": phone});
    }
    then!(desk!(site, "arrive", {"phone": "13800138000"}), {"client": "c1"});
}
