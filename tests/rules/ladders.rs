//! The order in which refusals are given. In a ladder each row mends one fault of the row above,
//! until the last is accepted.

use super::{Site, client_of, deposit_of};
use serde_json::{Value, json};

/// Walks down a ladder: (code, what to change). The last row's code is empty: accepted.
#[track_caller]
pub(super) fn ladder(site: &mut Site, mut command: Value, rows: &[(&str, Value)]) {
    for (code, changes) in rows {
        for (field, value) in changes.as_object().into_iter().flatten() {
            if value.is_null() {
                command.as_object_mut().into_iter().for_each(|fields| drop(fields.remove(field)));
            } else {
                command[field.as_str()] = value.clone();
            }
        }
        if code.is_empty() {
            site.ok(command.clone());
        } else {
            site.refused(command.clone(), code);
        }
    }
}

const EARLY: &str = "2026-11-23T08:00:00+08:00";

#[test]
fn ladder_of_an_empty_register() {
    let mut site = Site::empty();
    let person = json!({"do": "staff.add", "id": "m1", "name": "王经理"});
    ladder(
        &mut site,
        person,
        &[
            ("bad_input", json!({})),
            ("needs_manager", json!({"role": "sales"})),
            ("needs_manager", json!({"role": "office"})),
            ("", json!({"role": "manager"})),
        ],
    );
    ladder(
        &mut site,
        json!({"do": "staff.add", "id": "m1", "name": "张伟", "role": "sales", "by": "s1"}),
        &[
            ("unknown_staff", json!({})),
            ("needs_manager", json!({"by": null})),
            ("duplicate_id", json!({"by": "m1"})),
            ("", json!({"id": "s1"})),
            ("needs_manager", json!({"id": "s2", "by": "s1"})),
            ("", json!({"by": "m1"})),
        ],
    );
    refused!(site, "day_not_open", "arrive", {"been_before": false});
}

#[test]
fn ladder_of_arrive() {
    let mut site = Site::open(&["s1", "s2"]);
    client_of(&mut site, "c1", "s1");
    site.ok(json!({"do": "arrive", "visit": "v1", "new_client": "c2", "been_before": false, "request": "r1"}));
    let command = json!({"do": "arrive", "visit": "v1", "new_client": "c1", "received_by": "no", "asks_for": "no",
        "recognised_by": "no", "referred_by": "no", "client": "no", "phone": "12", "by": "no", "at": EARLY,
        "request": "r1", "colour": "red"});
    ladder(
        &mut site,
        command,
        &[
            ("request_reused", json!({})),
            ("bad_input", json!({"request": "r2"})),
            ("clock_backwards", json!({"colour": null})),
            ("unknown_staff", json!({"at": null})),
            ("duplicate_id", json!({"by": null})),
            ("duplicate_id", json!({"visit": "v2"})),
            ("unknown_client", json!({"new_client": "c3"})),
            ("unknown_staff", json!({"client": null})),
            ("unknown_staff", json!({"received_by": null})),
            ("unknown_staff", json!({"asks_for": null})),
            ("unknown_client", json!({"recognised_by": null})),
            ("questions_unanswered", json!({"referred_by": "c1"})),
            ("bad_phone", json!({"been_before": false})),
            ("", json!({"phone": "13800138000"})),
        ],
    );
    let command = json!({"do": "arrive", "client": "c2", "phone": "12"});
    ladder(
        &mut site,
        command,
        &[("bad_phone", json!({})), ("already_here", json!({"phone": null})), ("", json!({"client": "c1"}))],
    );
}

#[test]
fn ladder_of_unknown_ids_in_the_order_of_the_fields() {
    let mut site = Site::open(&["s1", "s2"]);
    ladder(
        &mut site,
        json!({"do": "arrive", "client": "no", "asks_for": "no", "been_before": false}),
        &[("unknown_client", json!({})), ("unknown_staff", json!({"client": null})), ("", json!({"asks_for": "s2"}))],
    );
}

#[test]
fn ladder_of_the_day() {
    let mut site = Site::open(&["s1", "s2"]);
    client_of(&mut site, "c1", "s1");
    ladder(
        &mut site,
        json!({"do": "day.open", "order": ["no"], "by": "no", "at": EARLY}),
        &[
            ("clock_backwards", json!({})),
            ("unknown_staff", json!({"at": null})),
            ("day_already_open", json!({"by": null})),
        ],
    );
    site.arrive_new("v1");
    ladder(
        &mut site,
        json!({"do": "day.close", "force": true, "by": "no"}),
        &[
            ("unknown_staff", json!({})),
            ("needs_manager", json!({"by": "s1"})),
            ("day_not_clear", json!({"force": null})),
            ("", json!({"force": true, "by": "m1"})),
            ("day_not_open", json!({"by": "s1"})),
        ],
    );
    site.day("2026-11-24");
    ladder(
        &mut site,
        json!({"do": "day.open", "order": ["s1", "s1", "no"]}),
        &[
            ("unknown_staff", json!({})),
            ("bad_order", json!({"order": ["s1", "s1"]})),
            ("bad_order", json!({"order": ["s1", "o1"]})),
            ("bad_order", json!({"order": ["m1"]})),
            ("bad_order", json!({"order": []})), // reading: a day needs somebody in its order
            ("", json!({"order": ["s1", "s2"]})),
        ],
    );
    ladder(
        &mut site,
        json!({"do": "day.reorder", "order": ["no", "s1", "s1"]}),
        &[
            ("needs_manager", json!({})),
            ("unknown_staff", json!({"by": "m1"})),
            ("bad_order", json!({"order": ["s1", "s1"]})),
            ("bad_order", json!({"order": ["o1", "s1"]})),
            ("", json!({"order": ["s2", "s1"]})),
        ],
    );
}

#[test]
fn ladder_of_a_visit() {
    let mut site = Site::open(&["s1", "s2"]);
    site.presence("s1", "business");
    site.presence("s2", "business");
    site.arrive_new("w1");
    refused!(site, "wrong_state", "finish", {"visit": "w1"});
    site.presence("s1", "available");
    ladder(
        &mut site,
        json!({"do": "visit.take", "visit": "no", "staff": "no", "at": EARLY}),
        &[
            ("clock_backwards", json!({})),
            ("unknown_visit", json!({"at": null})),
            ("unknown_staff", json!({"visit": "w1"})),
            ("wrong_state", json!({"staff": "s1"})),
            ("", json!({"staff": "s2"})),
        ],
    );
    ladder(
        &mut site,
        json!({"do": "register", "visit": "no", "phone": "12"}),
        &[("unknown_visit", json!({})), ("bad_phone", json!({"visit": "w1"})), ("", json!({"phone": "13800138000"}))],
    );
    ladder(
        &mut site,
        json!({"do": "notice.fail", "visit": "no"}),
        &[("needs_manager", json!({})), ("unknown_visit", json!({"by": "m1"})), ("no_notice", json!({"visit": "w1"}))],
    );
    refused!(site, "no_notice", "notice.ack", {"visit": "w1"});
    ladder(
        &mut site,
        json!({"do": "finish", "visit": "no"}),
        &[("unknown_visit", json!({})), ("", json!({"visit": "w1"})), ("already_finished", json!({}))],
    );
    ladder(
        &mut site,
        json!({"do": "visit.take", "visit": "w1", "staff": "no"}),
        &[("unknown_staff", json!({})), ("already_finished", json!({"staff": "s1"}))],
    );
}

#[test]
fn ladder_of_presence() {
    let mut site = Site::open(&["s1", "s2"]);
    site.presence("s1", "leave");
    ladder(
        &mut site,
        json!({"do": "presence", "staff": "no", "to": "off", "at": EARLY}),
        &[
            ("bad_input", json!({})),
            ("clock_backwards", json!({"to": "available"})),
            ("unknown_staff", json!({"at": null})),
            ("not_in_order", json!({"staff": "s9"})),
            ("on_leave", json!({"staff": "s1"})),
            ("", json!({"by": "m1"})),
        ],
    );
}

#[test]
fn ladder_of_discipline_and_clients() {
    let mut site = Site::open(&["s1", "s2"]);
    desk!(site, "arrive", {"visit": "n1", "new_client": "c1", "been_before": false, "asks_for": "s2"});
    manager!(site, "notice.fail", {"visit": "n1"});
    manager!(site, "violation.record", {"id": "x1", "staff": "s1", "kind": "gossip"});
    ladder(
        &mut site,
        json!({"do": "violation.record", "id": "x1", "staff": "no", "kind": "gossip", "visit": "no"}),
        &[
            ("needs_manager", json!({})),
            ("duplicate_id", json!({"by": "m1"})),
            ("unknown_staff", json!({"id": "x2"})),
            ("unknown_visit", json!({"staff": "s1"})),
            ("", json!({"visit": "n1"})),
        ],
    );
    ladder(
        &mut site,
        json!({"do": "violation.void", "violation": "no", "reason": "?"}),
        &[
            ("needs_manager", json!({})),
            ("unknown_violation", json!({"by": "m1"})),
            ("", json!({"violation": "x2"})),
            ("wrong_state", json!({})), // reading: a voided violation is not voided again
        ],
    );
    ladder(
        &mut site,
        json!({"do": "client.transfer", "client": "no", "to": "no", "reason": "?"}),
        &[
            ("needs_manager", json!({})),
            ("unknown_client", json!({"by": "m1"})),
            ("unknown_staff", json!({"client": "c1"})),
            ("poacher_excluded", json!({"to": "s1"})),
            ("", json!({"to": "s9"})),
        ],
    );
    client_of(&mut site, "c2", "s1");
    ladder(
        &mut site,
        json!({"do": "client.link", "client": "no", "with": "no either", "kind": "company"}),
        &[
            ("bad_input", json!({"kind": "club", "with": "nor"})),
            ("unknown_client", json!({"kind": "company"})),
            ("unknown_client", json!({"client": "c1"})),
            ("needs_manager", json!({"with": "c2"})),
            ("", json!({"by": "m1"})),
        ],
    );
    ladder(
        &mut site,
        json!({"do": "staff.depart", "id": "no"}),
        &[
            ("needs_manager", json!({})),
            ("unknown_staff", json!({"by": "m1"})),
            ("wrong_state", json!({"id": "s2"})),
            ("", json!({"id": "s9"})),
        ],
    );
    refused!(site, "unknown_staff", "finish", {"visit": "n1", "by": "s9"});
    ladder(
        &mut site,
        json!({"do": "inbox.ack", "item": "no"}),
        &[("needs_manager", json!({})), ("unknown_item", json!({"by": "m1"}))],
    );
}

#[test]
fn ladder_of_a_sale() {
    let mut site = Site::open(&["s1", "s2"]);
    client_of(&mut site, "c1", "s1");
    client_of(&mut site, "c2", "s2");
    for unit in ["held", "free"] {
        desk!(site, "unit.add", {"unit": unit});
    }
    deposit_of(&mut site, "c2", "s2");
    let until = "2026-11-23T20:00:00+08:00";
    ladder(
        &mut site,
        json!({"do": "unit.hold", "unit": "no", "client": "no", "until": "later"}),
        &[
            ("bad_input", json!({})),
            ("needs_manager", json!({"until": until})),
            ("unknown_unit", json!({"by": "m1"})),
            ("unknown_client", json!({"unit": "u-c2"})),
            ("unit_taken", json!({"client": "c1"})),
            ("", json!({"unit": "held"})),
            ("unit_held", json!({"client": "c2"})),
        ],
    );
    ladder(
        &mut site,
        json!({"do": "deposit.take", "deposit": "d-c2", "unit": "no", "client": "no", "amount_fen": 0, "by": "no", "at": EARLY}),
        &[
            ("clock_backwards", json!({})),
            ("unknown_staff", json!({"at": null})),
            ("duplicate_id", json!({"by": "s2"})),
            ("unknown_unit", json!({"deposit": "d9"})),
            ("unknown_client", json!({"unit": "u-c2"})),
            ("bad_amount", json!({"client": "c2"})),
            ("unit_taken", json!({"amount_fen": 1})),
            ("unit_held", json!({"unit": "held"})),
            ("", json!({"unit": "free"})),
        ],
    );
    ladder(
        &mut site,
        json!({"do": "deposit.refund", "deposit": "no", "reason": "?"}),
        &[
            ("needs_manager", json!({})),
            ("unknown_deposit", json!({"by": "m1"})),
            ("", json!({"deposit": "d9"})),
            ("wrong_state", json!({})),
        ],
    );
    ladder(
        &mut site,
        json!({"do": "unit.release", "unit": "no"}),
        &[
            ("needs_manager", json!({})),
            ("unknown_unit", json!({"by": "m1"})),
            ("unit_not_held", json!({"unit": "free"})),
            ("", json!({"unit": "held"})),
        ],
    );
}

#[test]
fn ladder_of_a_commission() {
    let mut site = Site::open(&["s1", "s2"]);
    client_of(&mut site, "c1", "s1");
    client_of(&mut site, "c2", "s2");
    ladder(
        &mut site,
        json!({"do": "commission.agree", "client": "no", "shares": {"s1": 1, "no": 1}}),
        &[
            ("unknown_client", json!({})),
            ("unknown_staff", json!({"client": "c1"})),
            ("bad_shares", json!({"shares": {"s1": 1, "s2": 1}})),
            ("", json!({"shares": {"s1": 9999, "s2": 1}})),
        ],
    );
    desk!(site, "arrive", {"visit": "p1", "client": "c2", "asks_for": "s2"});
    desk!(site, "visit.take", {"visit": "p1", "staff": "s1"});
    ladder(
        &mut site,
        json!({"do": "commission.agree", "client": "c2", "shares": {"s2": 1, "s1": 1}}),
        &[
            ("bad_shares", json!({})),
            ("poacher_excluded", json!({"shares": {"s2": 5000, "s1": 5000}})),
            ("", json!({"shares": {"s2": 5000, "s9": 5000}})),
        ],
    );
}

#[test]
fn ladder_of_a_call() {
    let mut site = Site::open(&["s1"]);
    desk!(site, "project.add", {"name": "江湾二号"});
    desk!(site, "call.start", {"call": "k1"});
    let command =
        json!({"do": "call.start", "call": "k1", "phone": "12", "asks_for": "no", "project": "江湾二号", "at": EARLY});
    ladder(
        &mut site,
        command,
        &[
            ("clock_backwards", json!({})),
            ("duplicate_id", json!({"at": null})),
            ("unknown_staff", json!({"call": "k2"})),
            ("incomplete_inquiry", json!({"asks_for": null})),
            ("bad_phone", json!({"name": "李女士", "needs": "三房"})),
            ("", json!({"phone": "13900139000"})),
        ],
    );
    ladder(
        &mut site,
        json!({"do": "call.end", "call": "no"}),
        &[
            ("unknown_call", json!({})),
            ("", json!({"call": "k1"})),
            ("wrong_state", json!({})), // reading: a call that has ended is not ended again
        ],
    );
}

#[test]
fn ladder_of_undo() {
    let mut site = Site::open(&["s1", "s2"]);
    site.at("10:00");
    manager!(site, "day.reorder", {"order": ["s2", "s1"]});
    site.at("10:30");
    ladder(
        &mut site,
        json!({"do": "undo", "by": "no"}),
        &[
            ("unknown_staff", json!({})),
            ("needs_manager", json!({"by": null})),
            ("", json!({"by": "m1"})),
            // reading: below lies the manager's own day.open, so the desk hears `needs_manager` first.
            ("needs_manager", json!({"by": null})),
            ("nothing_to_undo", json!({"by": "m1"})),
        ],
    );
}
