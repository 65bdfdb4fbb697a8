//! The week's publication and leave asked ahead (section 10; rules 1, 2).

use super::ladders::ladder;
use super::texts;
use crate::driver::Site;
use serde_json::json;

/// Monday is open; the manager has published Wednesday and Thursday.
fn published() -> Site {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    let answer = manager!(site, "roster.publish", {"week": "2026-W48", "orders": {
        "2026-11-25": ["s2", "s1", "s3"], "2026-11-26": ["s3", "s1", "s2"]}});
    then!(answer, {"days": {"2026-11-25": ["s2", "s1", "s3"], "2026-11-26": ["s3", "s1", "s2"]}});
    site
}

#[test]
fn rule_02_a_published_order_is_the_days_order() {
    let mut site = published();
    manager!(site, "day.close", {});
    site.day("2026-11-25");
    then!(desk!(site, "day.open", {}), {"order": ["s2", "s1", "s3"]});
}

#[test]
fn what_was_published_is_changed_with_a_reason_only() {
    let mut site = published();
    let same = json!({"2026-11-25": ["s2", "s1", "s3"], "2026-11-27": ["s1", "s2"]});
    let other = json!({"2026-11-25": ["s1", "s2", "s3"]});
    manager!(site, "roster.publish", {"week": "2026-W48", "orders": same});
    refused!(site, "bad_input", "roster.publish", {"week": "2026-W48", "orders": other, "by": "m1"});
    refused!(site, "bad_input", "roster.publish", {"week": "2026-W48", "orders": other, "reason": " 　", "by": "m1"});
    manager!(site, "roster.publish", {"week": "2026-W48", "orders": other, "reason": "换班"});
    // Other programs set a day without one, as they always have.
    manager!(site, "roster.set", {"date": "2026-11-25", "order": ["s3", "s2"]});
    manager!(site, "roster.set", {"date": "2026-11-25", "order": ["s2", "s3"], "reason": "换班"});
}

#[test]
fn days_opened_or_past_are_not_published() {
    let mut site = published();
    for date in ["2026-11-23", "2026-11-22"] {
        let week = if date == "2026-11-22" { "2026-W47" } else { "2026-W48" };
        refused!(site, "wrong_state", "roster.publish", {"week": week, "orders": {date: ["s1"]}, "by": "m1"});
        refused!(site, "wrong_state", "leave.grant", {"staff": "s1", "dates": [date], "by": "m1"});
        refused!(site, "wrong_state", "leave.cancel", {"staff": "s1", "dates": [date], "by": "m1"});
    }
    // A day that was never opened is past all the same.
    manager!(site, "day.close", {});
    site.day("2026-11-27");
    let orders = json!({"2026-11-26": ["s1"]});
    refused!(site, "wrong_state", "roster.publish", {"week": "2026-W48", "orders": orders, "reason": "x", "by": "m1"});
    manager!(site, "roster.publish", {"week": "2026-W48", "orders": {"2026-11-27": ["s1"]}});
}

#[test]
fn what_no_publication_can_mean() {
    let mut site = published();
    let rows = [
        json!({"week": "2026-48", "orders": {"2026-11-27": ["s1"]}}),
        json!({"week": "2026-W48", "orders": {}}),
        json!({"week": "2026-W48", "orders": {"2026-11-30": ["s1"]}}),
        json!({"week": "2026-W48", "orders": {"2026-11-27": ["s1"]}, "leave": {"s2": ["2026-11-28"]}}),
        json!({"week": "2026-W48", "orders": {"the day": ["s1"]}}),
    ];
    for mut command in rows {
        command["do"] = json!("roster.publish");
        command["by"] = json!("m1");
        site.refused(command, "bad_input");
    }
    for dates in [json!([]), json!(["soon"])] {
        refused!(site, "bad_input", "leave.grant", {"staff": "s1", "dates": dates, "by": "m1"});
        refused!(site, "bad_input", "leave.cancel", {"staff": "s1", "dates": dates, "by": "m1"});
    }
}

#[test]
fn granted_leave_is_a_rest_for_the_planner() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    then!(manager!(site, "leave.grant", {"staff": "s2", "dates": ["2026-12-01", "2026-12-02"], "reason": "家事"}),
        {"leave": {"s2": ["2026-12-01", "2026-12-02"]}});
    let stands = |site: &mut Site, date: &str| {
        let answer = manager!(site, "roster.plan", {"week": "2026-W49"});
        texts(&answer["days"][date]).contains(&"s2".to_owned())
    };
    assert!(stands(&mut site, "2026-11-30") && !stands(&mut site, "2026-12-01") && !stands(&mut site, "2026-12-02"));
    manager!(site, "leave.cancel", {"staff": "s2", "dates": ["2026-12-02"]});
    assert!(!stands(&mut site, "2026-12-01") && stands(&mut site, "2026-12-02"));
}

#[test]
fn leave_granted_later_takes_the_person_out_of_the_planned_order() {
    let mut site = published();
    then!(manager!(site, "leave.grant", {"staff": "s1", "dates": ["2026-11-25", "2026-11-28"]}),
        {"leave": {"s1": ["2026-11-25", "2026-11-28"]}, "days": {"2026-11-25": ["s2", "s3"]}});
    // A manager may name them all the same, and they are in then.
    manager!(site, "roster.set", {"date": "2026-11-26", "order": ["s1", "s2"]});
    manager!(site, "leave.grant", {"staff": "s3", "dates": ["2026-11-26"]});
    manager!(site, "roster.publish", {"week": "2026-W48", "orders": {"2026-11-26": ["s3", "s1"]}, "reason": "缺人"});
    manager!(site, "day.close", {});
    site.day("2026-11-25");
    then!(desk!(site, "day.open", {}), {"order": ["s2", "s3"]});
    manager!(site, "day.close", {});
    site.day("2026-11-26");
    then!(desk!(site, "day.open", {}), {"order": ["s3", "s1"]});
    assert_eq!(site.base("s3"), "available");
}

#[test]
fn leave_published_with_orders_is_all_the_leave_of_those_days() {
    let mut site = published();
    manager!(site, "leave.grant", {"staff": "s1", "dates": ["2026-11-27", "2026-11-28", "2026-11-29"]});
    let publish = json!({"do": "roster.publish", "by": "m1", "week": "2026-W48",
        "orders": {"2026-11-27": ["s3"], "2026-11-28": ["s2", "s3"]}, "leave": {"s1": ["2026-11-28"], "s2": ["2026-11-27"]}});
    site.ok(publish);
    let leave = &site.desk().floor().leave;
    let days = |staff: &str| leave[staff].iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(days("s1"), ["2026-11-28", "2026-11-29"]);
    assert_eq!(days("s2"), ["2026-11-27"]);
    // Without it, leave stays as it is.
    manager!(site, "roster.publish", {"week": "2026-W48", "orders": {"2026-11-28": ["s3"]}, "reason": "调整"});
    assert!(site.desk().floor().has_leave(&"s1".into(), "2026-11-28".parse().unwrap()));
}

#[test]
fn leave_is_granted_once_and_taken_back_once() {
    let mut site = published();
    manager!(site, "leave.grant", {"staff": "s1", "dates": ["2026-11-28"]});
    refused!(site, "wrong_state", "leave.grant", {"staff": "s1", "dates": ["2026-11-28"], "by": "m1"});
    then!(manager!(site, "leave.grant", {"staff": "s1", "dates": ["2026-11-28", "2026-11-29", "2026-11-29"]}),
        {"leave": {"s1": ["2026-11-29"]}});
    refused!(site, "wrong_state", "leave.cancel", {"staff": "s1", "dates": ["2026-11-28", "2026-11-27"], "by": "m1"});
    manager!(site, "leave.cancel", {"staff": "s1", "dates": ["2026-11-28", "2026-11-29"]});
    assert!(site.desk().floor().leave.is_empty());
    for staff in ["o1", "m1"] {
        refused!(site, "wrong_state", "leave.grant", {"staff": staff, "dates": ["2026-11-28"], "by": "m1"});
    }
}

#[test]
fn leave_goes_with_its_day_and_with_its_person() {
    let mut site = published();
    manager!(site, "leave.grant", {"staff": "s1", "dates": ["2026-11-25", "2026-11-26"]});
    manager!(site, "leave.grant", {"staff": "s9", "dates": ["2026-11-26"]});
    manager!(site, "day.close", {});
    site.day("2026-11-26");
    desk!(site, "day.open", {});
    let held =
        |site: &Site, staff: &str, date: &str| site.desk().floor().has_leave(&staff.into(), date.parse().unwrap());
    assert!(!held(&site, "s1", "2026-11-25") && held(&site, "s1", "2026-11-26") && held(&site, "s9", "2026-11-26"));
    manager!(site, "staff.depart", {"id": "s9"});
    assert!(!held(&site, "s9", "2026-11-26"));
}

#[test]
fn an_undo_takes_publication_and_leave_back_and_a_restart_keeps_them() {
    let mut site = published();
    let before = site.desk().floor().clone();
    manager!(site, "roster.publish", {"week": "2026-W48", "orders": {"2026-11-25": ["s1"]},
        "leave": {"s2": ["2026-11-25"]}, "reason": "x"});
    let after = (site.desk().floor().plan.clone(), site.desk().floor().leave.clone());
    site.restart();
    assert_eq!((site.desk().floor().plan.clone(), site.desk().floor().leave.clone()), after);
    manager!(site, "undo", {});
    assert_eq!((&site.desk().floor().plan, &site.desk().floor().leave), (&before.plan, &before.leave));
    assert_eq!(site.rebuild(), Vec::<&str>::new());
    assert!(site.is_whole());
}

#[test]
fn ladder_of_the_week() {
    let mut site = Site::open(&["s1", "s2"]);
    ladder(
        &mut site,
        json!({"do": "roster.set", "date": "2026-11-25", "order": ["s1", "s1", "no"]}),
        &[
            ("needs_manager", json!({})),
            ("unknown_staff", json!({"by": "m1"})),
            ("bad_order", json!({"order": ["s1", "s1"]})),
            ("", json!({"order": ["s1"]})),
        ],
    );
    ladder(
        &mut site,
        json!({"do": "roster.publish", "week": "2026-W47", "orders": {"2026-11-22": ["no", "s1", "s1"]}, "leave": {"no": ["2026-11-22"]}}),
        &[
            ("needs_manager", json!({})),
            ("unknown_staff", json!({"by": "m1"})),
            ("unknown_staff", json!({"orders": {"2026-11-22": ["s1", "s1"]}})),
            ("bad_order", json!({"leave": {"o1": ["2026-11-22"]}})),
            ("wrong_state", json!({"orders": {"2026-11-22": ["s1", "s2"]}})),
            (
                "wrong_state",
                json!({"week": "2026-W48", "orders": {"2026-11-25": ["s2"]}, "leave": {"o1": ["2026-11-25"]}}),
            ),
            ("bad_input", json!({"leave": {"s1": ["2026-11-25"]}})),
            ("", json!({"reason": "asked"})),
        ],
    );
    ladder(
        &mut site,
        json!({"do": "leave.grant", "staff": "no", "dates": ["2026-11-22"]}),
        &[
            ("needs_manager", json!({})),
            ("unknown_staff", json!({"by": "m1"})),
            ("wrong_state", json!({"staff": "o1"})),
            ("wrong_state", json!({"staff": "s2"})),
            ("", json!({"dates": ["2026-11-28"]})),
        ],
    );
    ladder(
        &mut site,
        json!({"do": "leave.cancel", "staff": "no", "dates": ["2026-11-29"]}),
        &[
            ("needs_manager", json!({})),
            ("unknown_staff", json!({"by": "m1"})),
            ("wrong_state", json!({"staff": "s2"})),
            ("", json!({"dates": ["2026-11-28"]})),
        ],
    );
    ladder(
        &mut site,
        json!({"do": "roster.plan", "week": "2026-W49", "rest": {"no": ["2026-11-30"]}}),
        &[
            ("needs_manager", json!({})),
            ("unknown_staff", json!({"by": "m1"})),
            ("", json!({"rest": {"s1": ["2026-11-30"]}})),
        ],
    );
}
