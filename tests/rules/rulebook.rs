//! The site's rulebook (chapters 2 and 7): penalties, absence reasons and words that a manager
//! changes, in force from then on; what is refused.

use super::{Site, policy, text};
use serde_json::{Value, json};

/// A manager changes a part.
#[track_caller]
fn set(site: &mut Site, part: &str, key: &str, value: &Value) {
    site.ok(json!({"do": "rulebook.set", "by": "m1", "part": part, "key": key, "value": value}));
}

/// Records a violation and tells its penalty.
#[track_caller]
fn penalty(site: &mut Site, kind: &str) -> String {
    text(&manager!(site, "violation.record", {"staff": "s1", "kind": kind})["penalty"])
}

#[test]
fn rule_21_a_penalty_is_that_of_the_book_of_its_time() {
    let mut site = Site::open(&["s1", "s2"]);
    let mut seen = vec![penalty(&mut site, "gossip")];
    for value in [json!({"penalty": "demerit"}), json!({"penalty": "suspension 3"}), Value::Null] {
        set(&mut site, "violation", "gossip", &value);
        seen.push(penalty(&mut site, "gossip"));
    }
    assert_eq!(seen, ["warning", "demerit", "suspension 3", "warning"]);
    assert_eq!(site.state()["staff"]["s1"]["suspension_days"], 3);
    let before = site.state();
    assert!(site.rebuild().is_empty(), "a rebuild changed something");
    site.restart();
    assert_eq!(site.state(), before);
    assert!(site.is_whole());
}

#[test]
fn rule_11_what_the_program_raises_costs_what_the_site_says() {
    for (value, days) in [(json!({"penalty": "suspension 2"}), 2), (json!({"penalty": "warning"}), 0)] {
        let mut site = Site::open(&["s1", "s2", "s3"]);
        set(&mut site, "violation", "poaching", &value);
        desk!(site, "arrive", {"visit": "v1", "been_before": false, "asks_for": "s2"});
        desk!(site, "visit.take", {"visit": "v1", "staff": "s3"});
        assert_eq!(site.state()["staff"]["s3"]["suspension_days"], days, "{value}");
    }
}

#[test]
fn rule_01_a_site_names_its_own_reasons() {
    let mut site = Site::open(&["s1", "s2"]);
    refused!(site, "bad_input", "presence", {"staff": "s1", "reason": "site_visit"});
    set(
        &mut site,
        "absence",
        "site_visit",
        &json!({"becomes": "business", "label": {"zh": "跑工地", "en": "On site"}}),
    );
    desk!(site, "presence", {"staff": "s1", "reason": "site_visit"});
    assert_eq!(site.base("s1"), "business");
    // Changed: it now means something else, for those who leave from then on.
    set(&mut site, "absence", "site_visit", &json!({"becomes": "private", "label": {"zh": "跑工地", "en": "On site"}}));
    assert_eq!(site.base("s1"), "business");
    desk!(site, "presence", {"staff": "s2", "reason": "site_visit"});
    assert_eq!(site.base("s2"), "private");
    // Removed while in use: they keep their state.
    set(&mut site, "absence", "site_visit", &Value::Null);
    assert_eq!([site.base("s1"), site.base("s2")], ["business", "private"]);
    refused!(site, "bad_input", "presence", {"staff": "s1", "reason": "site_visit"});
    set(&mut site, "absence", "washroom", &Value::Null);
    refused!(site, "bad_input", "presence", {"staff": "s1", "reason": "washroom"});
    let before = site.state();
    assert!(site.rebuild().is_empty());
    site.restart();
    assert_eq!(site.state(), before);
    refused!(site, "bad_input", "presence", {"staff": "s1", "reason": "washroom"});
}

#[test]
fn a_change_is_in_force_on_later_days_and_goes_with_an_undo() {
    let mut site = Site::open(&["s1", "s2"]);
    set(&mut site, "violation", "gossip", &json!({"penalty": "demerit"}));
    manager!(site, "undo", {});
    assert_eq!(penalty(&mut site, "gossip"), "warning");
    set(&mut site, "violation", "gossip", &json!({"penalty": "demerit"}));
    super::next_day(&mut site, "2026-11-24", &["s1", "s2"]);
    site.restart();
    assert_eq!(penalty(&mut site, "gossip"), "demerit");
}

#[test]
fn it_needs_a_manager_and_no_open_day() {
    let mut site = Site::open(&["s1"]);
    let fields = json!({"do": "rulebook.set", "part": "violation", "key": "gossip", "value": {"penalty": "demerit"}});
    site.refused(fields.clone(), "needs_manager");
    let mut by_seller = fields.clone();
    by_seller["by"] = json!("s1");
    site.refused(by_seller, "needs_manager");
    manager!(site, "day.close", {});
    let mut by_manager = fields;
    by_manager["by"] = json!("m1");
    site.ok(by_manager);
}

#[test]
fn what_is_wrong_is_named() {
    let words = json!({"zh": "晨会", "en": "Morning meeting"});
    let long = "长".repeat(61);
    let rows = [
        ("rule", "10", json!({"title": words, "text": words}), "没有第 10 条"),
        ("rule", "0", json!({"title": words, "text": words}), "没有第 0 条"),
        ("rule", "100", json!({"title": words, "text": words}), "没有第 100 条"),
        ("rule", "028", json!({"title": words, "text": words}), "没有第 028 条"),
        ("rule", "x", Value::Null, "没有第 x 条"),
        ("rule", "28", Value::Null, "不用删"),
        ("rule", "28", json!({"title": words}), "缺“text”"),
        ("rule", "28", json!({"text": words}), "缺“title”"),
        ("rule", "4", json!({"title": {"zh": "迎客"}}), "“title”须中英文都有"),
        ("rule", "4", json!({"title": {"zh": "迎客", "en": " "}}), "“title”须中英文都有"),
        ("rule", "4", json!({"title": {"zh": long, "en": "x"}}), "“title”须中英文都有"),
        ("rule", "4", json!({"text": {"zh": "一\n二", "en": "x"}}), "“text”须中英文都有"),
        ("rule", "4", json!({"text": "x"}), "“text”须中英文都有"),
        ("rule", "4", json!({"policies": []}), "没有“policies”"),
        ("rule", "4", json!("x"), "须是一个对象"),
        ("violation", "golf", json!({"penalty": "warning"}), "没有 golf 这种违规"),
        ("violation", "golf", Value::Null, "没有 golf 这种违规"),
        ("violation", "gossip", json!({}), "缺“penalty”"),
        ("violation", "gossip", json!({"penalty": "fine"}), "处罚须是"),
        ("violation", "gossip", json!({"penalty": 3}), "处罚须是"),
        ("violation", "gossip", json!({"penalty": "suspension 0"}), "处罚须是"),
        ("violation", "gossip", json!({"penalty": "suspension 366"}), "处罚须是"),
        ("violation", "gossip", json!({"penalty": "demerit", "name": {"zh": "", "en": ""}}), "“name”须中英文都有"),
        ("violation", "gossip", json!({"penalty": "demerit", "rules": [1]}), "没有“rules”"),
        ("absence", "golf", Value::Null, "没有 golf"),
        ("absence", "p", json!({"becomes": "private", "label": words}), "代码须是"),
        ("absence", "Golf", json!({"becomes": "private", "label": words}), "代码须是"),
        ("absence", "高尔夫", json!({"becomes": "private", "label": words}), "代码须是"),
        ("absence", "golf", json!({"label": words}), "缺“becomes”"),
        ("absence", "golf", json!({"becomes": "private"}), "缺“label”"),
        ("absence", "golf", json!({"becomes": "available", "label": words}), "“becomes”须是"),
        ("absence", "golf", json!({"becomes": "off", "label": words}), "“becomes”须是"),
        ("absence", "golf", json!({"becomes": "private", "label": words, "code": "x"}), "没有“code”"),
        ("absence", "golf", json!([1]), "须是一个对象"),
    ];
    let mut site = Site::open(&["s1"]);
    for (part, key, value, sentence) in rows {
        let mut command = json!({"do": "rulebook.set", "part": part, "key": key, "value": value, "by": "m1"});
        let answer = site.run(command.clone());
        assert_eq!(answer["error"], "bad_rulebook", "{command}: {answer}");
        assert!(text(&answer["message"]).contains(sentence), "{command}: {answer}");
        command["by"] = json!("m1");
        site.refused(command, "bad_rulebook");
    }
    for part in ["policy", "", "rules"] {
        refused!(site, "bad_input", "rulebook.set", {"part": part, "key": "x", "value": null, "by": "m1"});
    }
    refused!(site, "bad_input", "rulebook.set", {"part": "rule", "key": "4", "by": "m1"});
}

#[test]
fn a_rule_is_worded_anew_and_brought_back() {
    let mut site = Site::open(&["s1"]);
    let words = json!({"zh": "晨会", "en": "Morning meeting"});
    set(&mut site, "rule", "4", &json!({"title": words}));
    set(&mut site, "rule", "4", &Value::Null);
    set(&mut site, "rule", "28", &json!({"title": words, "text": words}));
    set(&mut site, "rule", "28", &json!({"title": {"zh": "早会", "en": "Early meeting"}}));
    manager!(site, "rulebook.set", {"part": "rule", "key": 28, "value": null});
    refused!(site, "bad_rulebook", "rulebook.set", {"part": "rule", "key": 28, "value": null, "by": "m1"});
    policy(&mut site, "makeup_cap", 1);
    assert!(site.rebuild().is_empty() && site.is_whole());
}
