//! What leaves the register: exports are noted (who, which days, masked or not, how many rows), receipts are
//! numbered without gaps and counted. Neither is taken back by an undo.

use super::{client_of, deposit_of};
use crate::driver::Site;
use lunpai::rules::command::SheetKind;
use proptest::prelude::*;
use serde_json::{Value, json};

fn export(more: &Value) -> Value {
    let mut command = json!({"do": "export.log", "from": "2026-11-23", "to": "2026-11-24", "format": "csv",
        "rows": {"visits": 2, "calls": 0}});
    for (field, value) in more.as_object().into_iter().flatten() {
        command[field.as_str()] = value.clone();
    }
    command
}

#[test]
fn an_export_is_noted_and_changes_nothing() {
    let mut site = Site::open(&["s1", "s2"]);
    let before = site.state();
    desk!(site, "export.log", {"from": "2026-11-23", "to": "2026-11-23", "format": "xlsx", "rows": {"visits": 0}});
    site.ok(export(&json!({"by": "s1"})));
    site.ok(export(&json!({"by": "m1", "masked": false, "reason": "公司审计"})));
    site.ok(json!({"do": "export.log", "format": "jsonl", "rows": {"clients": 7}, "by": "s2"}));
    let after = site.state();
    for field in ["order", "next", "owed", "line", "waiting", "inbox"] {
        assert_eq!(before[field], after[field], "{field}");
    }
    assert!(site.rebuild().is_empty() && site.is_whole());
}

#[test]
fn names_in_full_are_a_managers_and_need_a_reason() {
    let mut site = Site::open(&["s1"]);
    for by in [json!(null), json!("s1"), json!("o1")] {
        site.refused(export(&json!({"masked": false, "reason": "好奇", "by": by})), "needs_manager");
    }
    for reason in [json!(null), json!(""), json!("　 ")] {
        site.refused(export(&json!({"masked": false, "reason": reason, "by": "m1"})), "bad_input");
    }
    site.refused(export(&json!({"by": "nobody"})), "unknown_staff");
}

#[test]
fn an_export_names_its_sheets_and_its_days_the_right_way_round() {
    let mut site = Site::open(&["s1"]);
    for wrong in [
        json!({"rows": {}}),
        json!({"rows": {"staff": 1}}),
        json!({"rows": {"visits": -1}}),
        json!({"format": "pdf"}),
        json!({"from": null}),
        json!({"to": null}),
        json!({"to": "2026-11-22"}),
    ] {
        site.refused(export(&wrong), "bad_input");
    }
    for sheet in SheetKind::ALL {
        site.ok(export(&json!({"rows": {sheet.code(): 1}})));
    }
}

#[test]
fn exports_and_receipts_work_with_no_day_open() {
    let mut site = Site::open(&["s1"]);
    client_of(&mut site, "a", "s1");
    deposit_of(&mut site, "a", "s1");
    manager!(site, "day.close", {});
    site.ok(export(&json!({})));
    then!(desk!(site, "receipt.print", {"deposit": "d-a"}), {"number": 1, "copy": 1});
}

#[test]
fn an_undo_passes_over_what_was_handed_out() {
    let mut site = Site::open(&["s1"]);
    client_of(&mut site, "a", "s1");
    deposit_of(&mut site, "a", "s1");
    site.at("10:00");
    desk!(site, "contract.sign", {"deposit": "d-a"});
    desk!(site, "receipt.print", {"deposit": "d-a"});
    site.ok(export(&json!({})));
    let undone = desk!(site, "undo", {});
    assert_eq!(undone["undone"]["do"], "contract.sign");
    assert_eq!(site.unit("u-a")["status"], "reserved", "the contract went");
    then!(desk!(site, "receipt.print", {"deposit": "d-a"}), {"copy": 2});
    desk!(site, "contract.sign", {"deposit": "d-a"});
    assert!(site.rebuild().is_empty());
    then!(desk!(site, "receipt.print", {"deposit": "d-a"}), {"number": 1, "copy": 3});
}

#[test]
fn a_receipt_keeps_its_number_whatever_becomes_of_the_deposit() {
    let mut site = Site::open(&["s1"]);
    site.refused(json!({"do": "receipt.print", "deposit": "d-a"}), "unknown_deposit");
    for client in ["a", "b", "c"] {
        client_of(&mut site, client, "s1");
    }
    deposit_of(&mut site, "a", "s1");
    deposit_of(&mut site, "b", "s1");
    manager!(site, "deposit.refund", {"deposit": "d-a", "reason": "改主意"});
    deposit_of(&mut site, "c", "s1");
    for (deposit, number) in [("d-c", 3), ("d-a", 1), ("d-b", 2)] {
        for copy in 1..=3 {
            then!(desk!(site, "receipt.print", {"deposit": deposit}), {"number": number, "copy": copy});
        }
    }
    site.restart();
    then!(desk!(site, "receipt.print", {"deposit": "d-b"}), {"number": 2, "copy": 4});
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Deposits are numbered in the order in which they were taken, none left out and none twice, whatever is
    /// refunded, signed, undone and printed between.
    #[test]
    fn numbers_have_no_gaps(steps in prop::collection::vec((0_u8..6, 0_usize..8), 1..24)) {
        let mut site = Site::open(&["s1"]);
        client_of(&mut site, "a", "s1");
        let mut taken: Vec<(String, u64)> = Vec::new();
        for (step, at) in steps {
            let some = taken.get(at % taken.len().max(1)).map(|(id, _)| id.clone());
            match (step, some) {
                (0 | 1, _) | (_, None) => {
                    let number = taken.len() + 1;
                    let (unit, deposit) = (format!("u{number}"), format!("d{number}"));
                    desk!(site, "unit.add", {"unit": unit});
                    site.ok(json!({"do": "deposit.take", "deposit": deposit, "unit": unit, "client": "a",
                        "amount_fen": 1, "by": "s1"}));
                    taken.push((deposit, 0));
                }
                (2, Some(id)) => {
                    site.run(json!({"do": "deposit.refund", "deposit": id, "reason": "退", "by": "m1"}));
                }
                (3, Some(id)) => {
                    site.run(json!({"do": "contract.sign", "deposit": id}));
                }
                (4, _) => {
                    site.run(json!({"do": "undo", "by": "m1"}));
                }
                (_, Some(id)) => {
                    let place = taken.iter().position(|(other, _)| *other == id).unwrap();
                    taken[place].1 += 1;
                    let answer = site.ok(json!({"do": "receipt.print", "deposit": id}));
                    prop_assert_eq!(&answer["number"], &json!(place + 1));
                    prop_assert_eq!(&answer["copy"], &json!(taken[place].1));
                }
            }
        }
        prop_assert!(site.rebuild().is_empty());
        for (place, (id, printed)) in taken.iter().enumerate() {
            let answer = site.ok(json!({"do": "receipt.print", "deposit": id}));
            prop_assert_eq!(&answer["number"], &json!(place + 1));
            prop_assert_eq!(&answer["copy"], &json!(printed + 1));
        }
    }
}
