//! Units, deposits, commission (chapter 8; rules 3, 5, 24, 25).

use super::{Site, client_of, deposit_of, kinds, text};
use serde_json::json;

/// s1 owns c1, s2 owns c2, unit 8-1201 is for sale.
fn for_sale() -> Site {
    let mut site = Site::open(&["s1", "s2"]);
    client_of(&mut site, "c1", "s1");
    client_of(&mut site, "c2", "s2");
    desk!(site, "unit.add", {"unit": "8-1201", "price_fen": 358_000_050, "layout": "三房两厅", "area_cm2": 1_201_500});
    site
}

#[test]
fn rule_24_25_a_unit_goes_from_available_to_sold() {
    let mut site = for_sale();
    then!(site.unit("8-1201"), {"unit": "8-1201", "status": "available", "deposit": null, "client": null, "held_until": null});
    manager!(site, "unit.hold", {"unit": "8-1201", "client": "c1", "until": "2026-11-23T18:00:00+08:00"});
    then!(site.unit("8-1201"), {"status": "held", "client": "c1"});
    desk!(site, "deposit.take", {"deposit": "d1", "unit": "8-1201", "client": "c1", "amount_fen": 2_000_000, "by": "s1"});
    then!(site.unit("8-1201"), {"status": "reserved", "deposit": "d1", "client": "c1"});
    desk!(site, "contract.sign", {"deposit": "d1"});
    then!(site.unit("8-1201"), {"status": "sold", "client": "c1"});
}

#[test]
fn rule_24_nobody_holds_a_unit_without_the_manager() {
    let mut site = for_sale();
    refused!(site, "needs_manager", "unit.hold", {"unit": "8-1201", "client": "c1", "until": "2026-11-23T18:00:00+08:00"});
    refused!(site, "needs_manager", "unit.hold", {"unit": "8-1201", "client": "c1", "until": "2026-11-23T18:00:00+08:00", "by": "s1"});
    manager!(site, "unit.hold", {"unit": "8-1201", "client": "c1", "until": "2026-11-23T18:00:00+08:00"});
    refused!(site, "needs_manager", "unit.release", {"unit": "8-1201", "by": "s1"});
    manager!(site, "unit.release", {"unit": "8-1201"});
    then!(site.unit("8-1201"), {"status": "available", "client": null, "held_until": null});
    refused!(site, "unit_not_held", "unit.release", {"unit": "8-1201", "by": "m1"});
}

#[test]
fn rule_24_a_held_unit_takes_a_deposit_only_from_its_client() {
    let mut site = for_sale();
    manager!(site, "unit.hold", {"unit": "8-1201", "client": "c1", "until": "2026-11-23T18:00:00+08:00"});
    let take =
        |client: &str| json!({"do": "deposit.take", "unit": "8-1201", "client": client, "amount_fen": 1, "by": "s2"});
    site.refused(take("c2"), "unit_held");
    refused!(site, "unit_held", "unit.hold", {"unit": "8-1201", "client": "c2", "until": "2026-11-23T19:00:00+08:00", "by": "m1"});
    site.ok(take("c1"));
}

#[test]
fn rule_24_a_hold_lapses_by_itself() {
    let mut site = for_sale();
    manager!(site, "unit.hold", {"unit": "8-1201", "client": "c1", "until": "2026-11-23T12:00:00+08:00"});
    site.at("11:59");
    site.presence("s1", "private");
    then!(site.unit("8-1201"), {"status": "held"});
    site.at("12:01");
    site.presence("s1", "available");
    then!(site.unit("8-1201"), {"status": "available", "client": null, "held_until": null});
    refused!(site, "unit_not_held", "unit.release", {"unit": "8-1201", "by": "m1"});
    desk!(site, "deposit.take", {"unit": "8-1201", "client": "c2", "amount_fen": 1, "by": "s2"});
}

#[test]
fn rule_24_25_the_first_deposit_wins() {
    let mut site = for_sale();
    desk!(site, "deposit.take", {"deposit": "d1", "unit": "8-1201", "client": "c1", "amount_fen": 2_000_000, "by": "s1"});
    let second = json!({"do": "deposit.take", "unit": "8-1201", "client": "c2", "amount_fen": 9_000_000, "by": "s2"});
    site.refused(second.clone(), "unit_taken");
    assert!(!text(&site.run(second)["message"]).is_empty());
    refused!(site, "unit_taken", "unit.hold", {"unit": "8-1201", "client": "c2", "until": "2026-11-23T18:00:00+08:00", "by": "m1"});
    then!(site.unit("8-1201"), {"status": "reserved", "deposit": "d1", "client": "c1"});
    then!(site.client("c2"), {"closed": false});
    desk!(site, "contract.sign", {"deposit": "d1"});
    refused!(site, "unit_taken", "deposit.take", {"unit": "8-1201", "client": "c2", "amount_fen": 1, "by": "s2"});
}

#[test]
fn rule_25_a_deposit_tells_the_manager_and_closes_the_client() {
    let mut site = for_sale();
    then!(site.client("c1"), {"closed": false});
    let answer = desk!(site, "deposit.take", {"unit": "8-1201", "client": "c1", "amount_fen": 1, "by": "s1"});
    then!(answer, {"commission": {"s1": 10000}});
    assert!(!text(&answer["deposit"]).is_empty());
    then!(site.client("c1"), {"closed": true});
    assert_eq!(kinds(&mut site), ["deposit"]);
}

#[test]
fn rule_25_a_refund_opens_unit_and_client_again() {
    let mut site = for_sale();
    deposit_of(&mut site, "c1", "s1");
    desk!(site, "deposit.take", {"deposit": "d2", "unit": "8-1201", "client": "c1", "amount_fen": 1, "by": "s1"});
    refused!(site, "needs_manager", "deposit.refund", {"deposit": "d2", "reason": "no loan", "by": "s1"});
    manager!(site, "deposit.refund", {"deposit": "d2", "reason": "no loan"});
    then!(site.unit("8-1201"), {"status": "available", "deposit": null, "client": null});
    then!(site.client("c1"), {"closed": true});
    manager!(site, "deposit.refund", {"deposit": "d-c1", "reason": "no loan"});
    then!(site.client("c1"), {"closed": false});
    refused!(site, "wrong_state", "deposit.refund", {"deposit": "d2", "reason": "again", "by": "m1"});
    refused!(site, "wrong_state", "contract.sign", {"deposit": "d2"});
    desk!(site, "deposit.take", {"unit": "8-1201", "client": "c2", "amount_fen": 1, "by": "s2"});
}

#[test]
fn rule_25_a_contract_is_signed_once() {
    // reading: signing or refunding again is `wrong_state`.
    let mut site = for_sale();
    deposit_of(&mut site, "c1", "s1");
    desk!(site, "contract.sign", {"deposit": "d-c1"});
    refused!(site, "wrong_state", "contract.sign", {"deposit": "d-c1"});
    then!(site.client("c1"), {"closed": true});
}

#[test]
fn rule_25_amounts_are_above_zero() {
    let mut site = for_sale();
    for amount in [0, -1] {
        refused!(site, "bad_amount", "deposit.take", {"unit": "8-1201", "client": "c1", "amount_fen": amount, "by": "s1"});
    }
    let half = json!({"do": "deposit.take", "unit": "8-1201", "client": "c1", "amount_fen": 0.5, "by": "s1"});
    then!(site.run(half), {"ok": false});
    then!(site.unit("8-1201"), {"status": "available"});
}

#[test]
fn rule_05_one_salesperson_from_first_to_last_has_it_all() {
    let mut site = for_sale();
    let answer = desk!(site, "deposit.take", {"unit": "8-1201", "client": "c2", "amount_fen": 1, "by": "s1"});
    then!(answer, {"commission": {"s2": 10000}});
}

#[test]
fn rule_05_two_may_share_before_or_after_the_sale() {
    let mut site = for_sale();
    let agree = json!({"do": "commission.agree", "client": "c1", "shares": {"s1": 7000, "s2": 3000}});
    then!(site.ok(agree.clone()), {"commission": {"s1": 7000, "s2": 3000}});
    let answer = desk!(site, "deposit.take", {"unit": "8-1201", "client": "c1", "amount_fen": 1, "by": "s1"});
    then!(answer, {"commission": {"s1": 7000, "s2": 3000}});
    let alone = desk!(site, "commission.agree", {"client": "c1", "shares": {"s1": 10000}});
    then!(alone, {"commission": {"s1": 10000}});
    then!(site.ok(agree), {"commission": {"s1": 7000, "s2": 3000}});
    then!(site.client("c1"), {"owner": "s1"});
}

#[test]
fn rule_05_shares_must_be_two_peoples_and_sum_up() {
    let rows = [
        json!({"s1": 5000, "s2": 4999}),
        json!({"s1": 5000, "s2": 5001}),
        json!({"s1": 10000, "s2": 0}),
        json!({"s1": 11000, "s2": -1000}),
        json!({"s2": 10000}),
        json!({"s2": 5000, "s9": 5000}),
        json!({"s1": 5000, "s2": 2500, "s9": 2500}),
        json!({"s1": 9999}),
        json!({}),
    ];
    let mut site = for_sale();
    for shares in rows {
        refused!(site, "bad_shares", "commission.agree", {"client": "c1", "shares": shares});
    }
}

#[test]
fn rule_03_the_register_decides_whose_sale_it_is() {
    let mut site = for_sale();
    manager!(site, "client.transfer", {"client": "c1", "to": "s2", "reason": "moved to the other project"});
    let answer = desk!(site, "deposit.take", {"unit": "8-1201", "client": "c1", "amount_fen": 1, "by": "s1"});
    then!(answer, {"commission": {"s2": 10000}});
}

#[test]
fn rule_11_an_owner_who_poached_keeps_the_commission_and_may_share_it() {
    let mut site = for_sale();
    manager!(site, "violation.record", {"staff": "s1", "kind": "poaching", "visit": "first-c1"});
    for shares in [json!({"s1": 6000, "s2": 4000}), json!({"s1": 10_000})] {
        then!(desk!(site, "commission.agree", {"client": "c1", "shares": shares}), {"commission": shares});
    }
    manager!(site, "violation.record", {"staff": "s1", "kind": "poaching", "visit": "first-c2"});
    refused!(site, "poacher_excluded", "commission.agree", {"client": "c2", "shares": {"s1": 4000, "s2": 6000}});
}
