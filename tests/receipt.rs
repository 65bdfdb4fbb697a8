//! `lunpai receipt` through the real binary: what stands on paper, who gets the name, what is entered.

use crate::driver::binary::{json, run};
use serde_json::{Value, json as value};
use std::path::PathBuf;
use std::process::Output;
use tempfile::TempDir;

const STORY: &str = r#"
{"do":"staff.add","id":"m","name":"梁国栋","role":"manager","at":"2026-11-23T08:00:00+08:00"}
{"do":"staff.add","id":"a","name":"周雨桐","role":"sales","by":"m","at":"2026-11-23T08:01:00+08:00"}
{"do":"staff.add","id":"b","name":"陈嘉豪","role":"sales","by":"m","at":"2026-11-23T08:02:00+08:00"}
{"do":"day.open","order":["a","b"],"at":"2026-11-23T08:30:00+08:00"}
{"do":"arrive","visit":"0001","new_client":"k1","name":"欧阳<明>","phone":"13800138000","been_before":false,"at":"2026-11-23T09:05:00+08:00"}
{"do":"unit.add","unit":"1-0301","at":"2026-11-23T10:01:00+08:00"}
{"do":"deposit.take","unit":"1-0301","client":"k1","amount_fen":1640902,"by":"a","at":"2026-11-23T10:05:00+08:00"}
"#;

struct Site {
    folder: TempDir,
}

impl Site {
    fn new() -> Self {
        let site = Self { folder: TempDir::new().unwrap() };
        site.batch(STORY);
        site
    }

    fn db(&self) -> PathBuf {
        self.folder.path().join("江湾一号.lunpai")
    }

    fn batch(&self, lines: &str) {
        let file = self.folder.path().join("story");
        std::fs::write(&file, lines).unwrap();
        let done = run(&self.db(), &["batch", "--strict", file.to_str().unwrap()]);
        assert!(done.status.success(), "{}", said(&done));
    }

    fn receipt(&self, args: &[&str]) -> String {
        let done = run(&self.db(), &[&["receipt", "d-0001"], args].concat());
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        said(&done)
    }

    fn prints(&self) -> Vec<Value> {
        let conn = rusqlite::Connection::open(self.db()).unwrap();
        let sql = "SELECT body FROM events WHERE kind = 'receipt_printed' ORDER BY seq";
        let mut found = conn.prepare(sql).unwrap();
        let rows = found.query_map([], |row| row.get::<_, String>(0)).unwrap();
        rows.map(|body| serde_json::from_str(&body.unwrap()).unwrap()).collect()
    }
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn a_receipt_in_chinese_and_its_copy() {
    let site = Site::new();
    assert_eq!(
        site.receipt(&["--by", "a"]),
        "                    定金收据
收据号 000001
------------------------------------------------
案场        江湾一号
日期        2026-11-23 10:05
房源        1-0301
客户        欧阳<明> (k1)
金额        ￥16,409.02
大写        壹万陆仟肆佰零玖元零贰分
经手人      周雨桐
定金编号    d-0001
------------------------------------------------

经手人签字 _____________________________________

客户签字 _______________________________________
"
    );
    let again = site.receipt(&["--by", "b"]);
    assert!(again.contains("收据号 000001                       补打 第 1 次\n"), "{again}");
    assert!(again.contains("客户        欧阳** (k1)\n"), "who did not take it knows no name:\n{again}");
    assert!(site.receipt(&[]).contains("补打 第 2 次") && site.receipt(&["--by", "m"]).contains("欧阳<明>"));
    assert_eq!(site.prints()[3], value!({"deposit": "d-0001", "number": 1, "copy": 4}));
}

#[test]
fn a_receipt_in_english_of_a_deposit_given_back() {
    let site = Site::new();
    site.batch(
        r#"{"do":"deposit.refund","deposit":"d-0001","reason":"改主意","by":"m","at":"2026-11-24T09:00:00+08:00"}"#,
    );
    assert_eq!(
        site.receipt(&["--by", "a", "--lang", "en"]),
        "             Receipt for a deposit
Number 000001
------------------------------------------------
Site        江湾一号
Date        2026-11-23 10:05
Unit        1-0301
Client      欧阳<明> (k1)
Amount      ￥16,409.02
In words    壹万陆仟肆佰零玖元零贰分
Taken by    周雨桐
Deposit     d-0001
------------------------------------------------
This deposit was given back on 2026-11-23; the
receipt is for the files only.

Taken by (signed) ______________________________

Client (signed) ________________________________
"
    );
}

#[test]
fn a_page_of_html_holds_words_only() {
    let site = Site::new();
    site.receipt(&[]);
    let out = site.folder.path().join("收据.html");
    assert_eq!(site.receipt(&["--html", "--by", "a", "--out", out.to_str().unwrap()]), "");
    let page = std::fs::read_to_string(out).unwrap();
    assert!(page.contains("欧阳&lt;明&gt; (k1)") && !page.contains("<明>"));
    assert!(page.contains("<span class=\"again\">补打 第 1 次</span>") && page.contains("￥16,409.02"));
    assert!(page.contains("@page{size:A5 landscape") && !page.contains("<script") && !page.contains("http"));
}

#[test]
fn looking_at_a_receipt_prints_nothing() {
    let site = Site::new();
    for printed in 0..2 {
        let seen = json(&site.db(), &["receipt", "d-0001", "--json"]);
        assert_eq!((&seen["number"], &seen["printed"]), (&value!("000001"), &value!(printed)));
        assert_eq!((&seen["name"], &seen["amount_fen"]), (&Value::Null, &value!(1_640_902)));
        site.receipt(&[]);
    }
    assert_eq!(json(&site.db(), &["receipt", "d-0001", "--json", "--by", "m"])["name"], "欧阳<明>");
    assert_eq!(site.prints().len(), 2);
}

#[test]
fn what_cannot_be_printed_is_not_entered() {
    let site = Site::new();
    let refused = |args: &[&str]| run(&site.db(), args).status.code();
    let own = site.db();
    for args in [
        &["receipt", "d-9999"][..],
        &["receipt", "d-0001", "--by", "nobody"],
        &["receipt", "d-0001", "--out", own.to_str().unwrap()],
    ] {
        assert_eq!(refused(args), Some(1), "{args:?}");
    }
    assert_eq!(site.prints(), Vec::<Value>::new());
    assert!(run(&site.db(), &["rebuild"]).status.success() && run(&site.db(), &["verify"]).status.success());
}
