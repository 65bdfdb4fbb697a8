//! The case file of a disputed visit, and what stands against somebody: on paper and as JSON.

use crate::driver::binary;
use serde_json::{Value, json};
use std::path::Path;
use tempfile::TempDir;

/// A visit that was poached, with a call before it, a notice that failed, a violation and a ruling.
fn dispute(db: &Path) {
    let mut batch = binary::Batch::start(db);
    let mut minute = 0;
    let mut say = |mut command: Value| {
        minute += 1;
        command["at"] = json!(format!("2026-11-23T09:{minute:02}:00+08:00"));
        let answer = batch.answer(&command);
        assert_eq!(answer["ok"], true, "{command}: {answer}");
    };
    say(json!({"do": "staff.add", "id": "m1", "name": "郑经理", "role": "manager"}));
    for (id, name) in [("s1", "王芳"), ("s2", "张伟"), ("s3", "李娜")] {
        say(json!({"do": "staff.add", "id": id, "name": name, "role": "sales", "by": "m1"}));
    }
    say(json!({"do": "day.open", "order": ["s1", "s2", "s3"], "by": "m1"}));
    say(json!({"do": "call.start", "call": "k1", "phone": "13812345678", "name": "诸葛小明"}));
    say(json!({"do": "call.end", "call": "k1"}));
    say(json!({"do": "arrive", "visit": "0001", "new_client": "c1", "phone": "13812345678", "name": "诸葛小明",
        "been_before": false, "asks_for": "s3", "note": "看过样板间"}));
    say(json!({"do": "visit.take", "visit": "0001", "staff": "s2"}));
    say(json!({"do": "finish", "visit": "0001"}));
    say(json!({"do": "ask", "by": "s3", "reason": "她先约的",
        "command": {"do": "client.transfer", "client": "c1", "to": "s1", "reason": "回避"}}));
    say(json!({"do": "answer", "item": "i-0002", "grant": false, "reason": "客户归李娜", "by": "m1"}));
    say(
        json!({"do": "case.rule", "visit": "0001", "ruling": "张伟抢单属实，客户归李娜。", "violation": "x-0001", "by": "m1"}),
    );
    say(json!({"do": "case.rule", "visit": "0001", "ruling": "写错了", "by": "m1"}));
    say(json!({"do": "undo", "by": "m1"}));
    assert_eq!(batch.end(), Some(0));
}

/// Every hash is another, since words are sealed by chance: its digits are blotted out.
fn blotted(text: &str) -> String {
    let is_hash = |line: &str| line.len() == 41 && line.trim().split(' ').all(|group| group.len() == 4);
    let line = |line: &str| if is_hash(line) { "  ####".to_owned() } else { line.to_owned() };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

fn printed(db: &Path, args: &[&str]) -> String {
    let output = binary::run(db, args);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_case_file_holds_everything_about_the_visit() {
    let folder = TempDir::new().unwrap();
    let db = folder.path().join("江湾一号.lunpai");
    dispute(&db);
    let text = printed(&db, &["case", "0001"]);
    insta::assert_snapshot!(blotted(&text));
    let hash = binary::json(&db, &["case", "0001", "--json"])["head"]["hash"].as_str().unwrap().to_owned();
    let digits: String = text.lines().skip(3).take(2).flat_map(str::chars).filter(char::is_ascii_hexdigit).collect();
    assert_eq!(digits, hash);
    for line in text.lines() {
        assert!(lunpai::text::width::width(line) <= 80, "{line}");
    }
    let english = printed(&db, &["--lang", "en", "case", "0001"]);
    for line in english.lines() {
        assert!(lunpai::text::width::width(line) <= 80, "{line}");
    }
}

#[test]
fn a_case_file_is_masked_unless_the_reader_may_see() {
    let folder = TempDir::new().unwrap();
    let db = folder.path().join("site.lunpai");
    dispute(&db);
    let words = ["诸葛小明", "13812345678", "抢单属实"];
    let whole = printed(&db, &["case", "0001", "--unmasked", "--by", "m1"]);
    assert!(words.iter().all(|word| whole.contains(word)), "{whole}");
    // The client's owner reads it, too; nobody else.
    assert!(printed(&db, &["case", "0001", "--unmasked", "--by", "s3"]).contains(words[1]));
    for args in [&["case", "0001", "--unmasked", "--by", "s2"][..], &["case", "0001", "--unmasked"], &["case", "0009"]]
    {
        let output = binary::run(&db, args);
        assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    }
    let masked = printed(&db, &["case", "0001"]) + &printed(&db, &["case", "0001", "--json"]);
    assert!(!words.iter().any(|word| masked.contains(word)) && !masked.contains("先约"), "{masked}");
    let json = binary::json(&db, &["case", "0001", "--json", "--unmasked", "--by", "m1"]);
    assert_eq!(json["rulings"][0]["ruling"], "张伟抢单属实，客户归李娜。");
    assert_eq!(
        (json["rulings"][0]["violation"].as_str(), json["rulings"].as_array().unwrap().len()),
        (Some("x-0001"), 1)
    );
    assert_eq!((json["takes"].as_array().unwrap().len(), json["calls"][0]["call"].as_str()), (1, Some("k1")));
    assert_eq!(json["violations"][0]["voided"], false);
    let struck = json["entries"].as_array().unwrap().iter().filter(|entry| !entry["struck_by"].is_null());
    assert_eq!(struck.map(|entry| &entry["do"]).collect::<Vec<_>>(), ["case.rule"]);
}

#[test]
fn what_stands_against_somebody_is_counted() {
    let folder = TempDir::new().unwrap();
    let db = folder.path().join("site.lunpai");
    dispute(&db);
    let mut batch = binary::Batch::start(&db);
    let mut say = |command: Value| assert_eq!(batch.answer(&command)["ok"], true, "{command}");
    let at = |date: &str| json!(format!("{date}T18:00:00+08:00"));
    say(
        json!({"do": "violation.record", "id": "x2", "staff": "s2", "kind": "gossip", "note": "当众", "by": "m1", "at": at("2026-11-23")}),
    );
    say(
        json!({"do": "violation.record", "id": "x3", "staff": "s2", "kind": "data_leak", "by": "m1", "at": at("2026-11-23")}),
    );
    say(json!({"do": "violation.void", "violation": "x2", "reason": "误记", "by": "m1", "at": at("2026-11-23")}));
    say(json!({"do": "day.close", "force": true, "by": "m1", "at": at("2026-11-23")}));
    say(json!({"do": "day.open", "order": ["s1", "s2", "s3"], "by": "m1", "at": at("2026-11-24")}));
    assert_eq!(batch.end(), Some(0));
    let json = binary::json(&db, &["discipline", "s2", "--json"]);
    let person = &json[0];
    for (field, expected) in [
        ("suspensions", json!(1)),
        ("major_demerits", json!(1)),
        ("warnings", json!(0)),
        ("suspended", json!(true)),
        ("days_to_serve", json!(0)),
        ("days_served", json!(["2026-11-24"])),
    ] {
        assert_eq!(person[field], expected, "{field}: {person}");
    }
    assert_eq!(person["violations"].as_array().unwrap().len(), 3);
    assert_eq!(person["violations"][1]["voided"]["by"], "m1");
    insta::assert_snapshot!(printed(&db, &["discipline"]));
    assert_eq!(binary::json(&db, &["discipline", "s1", "--json"])[0]["violations"], json!([]));
    assert_eq!(binary::run(&db, &["discipline", "nobody"]).status.code(), Some(1));
    assert!(!printed(&db, &["discipline", "--json"]).contains("当众"));
}
