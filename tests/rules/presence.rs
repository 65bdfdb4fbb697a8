//! Presence (chapter 2; rules 1, 2, 6): bases, leave, late arrivals.

use super::{Site, policy, prepare, round, tallied};
use serde_json::json;

#[test]
fn rule_01_a_base_is_what_was_last_said() {
    let mut site = Site::open(&["s1", "s2"]);
    assert_eq!(site.base("s1"), "available");
    for to in ["private", "business", "private", "available", "business", "available", "leave"] {
        site.presence("s1", to);
        assert_eq!(site.base("s1"), to);
    }
    for (field, to) in [("to", "off"), ("to", "asleep")] {
        site.refused(json!({"do": "presence", "staff": "s2", field: to}), "bad_input");
    }
}

#[test]
fn rule_16_a_base_change_never_ends_an_engagement() {
    for to in ["private", "business", "leave"] {
        let mut site = Site::open(&["s1", "s2"]);
        site.arrive_new("v1");
        site.presence("s1", to);
        then!(site.state()["staff"]["s1"], {"receiving": ["v1"], "base": to});
        site.finish("v1");
    }
    let mut site = Site::open(&["s1", "s2"]);
    desk!(site, "call.start", {"call": "k1"});
    site.presence("s1", "private");
    then!(site.state()["staff"]["s1"], {"calls": ["k1"], "base": "private"});
}

#[test]
fn rule_06_only_a_manager_brings_back_who_is_on_leave() {
    // reading: to the desk, moving somebody on leave is `on_leave`, not `needs_manager`.
    for to in ["available", "private", "business"] {
        let mut site = Site::open(&["s1", "s2"]);
        site.presence("s1", "leave");
        refused!(site, "on_leave", "presence", {"staff": "s1", "to": to});
        refused!(site, "on_leave", "presence", {"staff": "s1", "to": to, "by": "s1"});
        manager!(site, "presence", {"staff": "s1", "to": to});
        assert_eq!(site.base("s1"), to);
        then!(site.state(), {"order": ["s1", "s2"], "next": "s1"});
    }
}

#[test]
fn rule_06_leave_is_no_skip_and_comes_back_in_place() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    site.presence("s2", "leave");
    assert_eq!(["v1", "v2"].map(|visit| round(&mut site, visit)), ["s1", "s3"]);
    tallied(&mut site, "s2", &[("passed", 0), ("consumed", 0), ("owed_granted", 0)]);
    manager!(site, "presence", {"staff": "s2", "to": "available"});
    assert_eq!(["v3", "v4"].map(|visit| round(&mut site, visit)), ["s1", "s2"]);
}

#[test]
fn rule_02_a_late_arrival_joins_at_the_end() {
    for (value, order, next) in [
        (None, ["s2", "s3", "s1"], "s2"),
        (Some("end"), ["s2", "s3", "s1"], "s2"),
        (Some("keep"), ["s1", "s2", "s3"], "s1"),
    ] {
        for to in ["available", "private", "business"] {
            let mut site = Site::open(&["s1", "s2", "s3"]);
            if let Some(value) = value {
                policy(&mut site, "late_arrival", value);
            }
            prepare(&mut site, "s1", "off");
            assert_eq!(site.line(), ["s2", "s3"]);
            site.presence("s1", to);
            then!(site.state(), {"order": order, "next": next, "call_next": next, "assist_next": next});
            assert_eq!(site.base("s1"), to);
        }
    }
}

#[test]
fn rule_06_from_off_to_leave_is_no_late_arrival() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    prepare(&mut site, "s1", "off");
    site.presence("s1", "leave");
    then!(site.state(), {"order": ["s1", "s2", "s3"], "next": "s1", "line": ["s2", "s3"]});
}

#[test]
fn rule_02_a_late_arrival_leaves_the_turn_of_others_alone() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    prepare(&mut site, "s1", "off");
    assert_eq!(round(&mut site, "v1"), "s2");
    site.presence("s1", "available");
    then!(site.state(), {"order": ["s2", "s3", "s1"], "next": "s3"});
    assert_eq!(["v2", "v3", "v4"].map(|visit| round(&mut site, visit)), ["s3", "s1", "s2"]);
}

#[test]
fn rule_02_who_a_reorder_adds_is_there() {
    let mut site = Site::open(&["s1", "s2"]);
    manager!(site, "day.reorder", {"order": ["s1", "s2", "s9"]});
    assert_eq!(site.base("s9"), "available");
    assert_eq!(["v1", "v2", "v3"].map(|visit| round(&mut site, visit)), ["s1", "s2", "s9"]);
}

#[test]
fn rule_02_only_who_is_in_the_order_or_the_office_has_a_presence() {
    let mut site = Site::open(&["s1"]);
    refused!(site, "not_in_order", "presence", {"staff": "s9", "to": "private"});
    site.presence("o1", "business");
    assert_eq!(site.base("o1"), "business");
    site.presence("o1", "available");
    assert_eq!(site.base("o1"), "available");
}

#[test]
fn rule_02_who_departs_leaves_the_order() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    manager!(site, "staff.depart", {"id": "s1"});
    then!(site.state(), {"order": ["s2", "s3"], "next": "s2", "call_next": "s2", "assist_next": "s2"});
    assert_eq!(round(&mut site, "v1"), "s2");
    for state in ["receiving", "call"] {
        let mut site = Site::open(&["s1", "s2"]);
        prepare(&mut site, "s1", state);
        refused!(site, "wrong_state", "staff.depart", {"id": "s1", "by": "m1"});
    }
}

#[test]
fn rule_01_a_reason_says_where_somebody_is() {
    for (reason, base) in [("washroom", "private"), ("lunch", "private"), ("bank", "business"), ("sick_leave", "leave")]
    {
        let mut site = Site::open(&["s1", "s2"]);
        desk!(site, "presence", {"staff": "s1", "reason": reason});
        assert_eq!(site.base("s1"), base, "{reason}");
        let mut site = Site::open(&["s1", "s2"]);
        desk!(site, "presence", {"staff": "s1", "to": base, "reason": reason, "note": "随便说说"});
        assert_eq!(site.base("s1"), base, "{reason}");
        assert!(site.rebuild().is_empty() && site.is_whole());
    }
}

#[test]
fn rule_01_a_reason_must_be_one_of_the_site_s_and_mean_what_is_said() {
    let mut site = Site::open(&["s1", "s2"]);
    refused!(site, "bad_input", "presence", {"staff": "s1"});
    refused!(site, "bad_input", "presence", {"staff": "s1", "note": "随便说说"});
    for (fields, sentence) in [
        (json!({"reason": "golf"}), "离岗原因里没有 golf"),
        (json!({"reason": "golf", "to": "private"}), "离岗原因里没有 golf"),
        (json!({"reason": "bank", "to": "private"}), "离岗原因 bank 算“公务”，不是“私事”"),
        (json!({"reason": "bank", "to": "available"}), "离岗原因 bank 算“公务”，不是“在位”"),
    ] {
        let mut command = json!({"do": "presence", "staff": "s1"});
        command.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        let answer = site.run(command);
        assert_eq!(answer["error"], "bad_input", "{answer}");
        assert!(answer["message"].as_str().unwrap().contains(sentence), "{answer}");
    }
    assert_eq!(site.base("s1"), "available");
}
