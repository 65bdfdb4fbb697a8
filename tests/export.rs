//! `lunpai export` through the real binary: what a spreadsheet gets to read.

use crate::driver::binary::environment;
use assert_cmd::Command;
use std::path::PathBuf;
use tempfile::TempDir;

/// A site where some awkward people came.
struct Site {
    folder: TempDir,
}

const STORY: &str = r#"
{"do":"staff.add","id":"m","name":"梁国栋","role":"manager","at":"2026-11-23T08:00:00+08:00"}
{"do":"staff.add","id":"a","name":"周雨桐","role":"sales","by":"m","at":"2026-11-23T08:01:00+08:00"}
{"do":"staff.add","id":"b","name":"陈嘉豪","role":"sales","by":"m","at":"2026-11-23T08:02:00+08:00"}
{"do":"day.open","order":["a","b"],"at":"2026-11-23T08:30:00+08:00"}
{"do":"arrive","visit":"0001","new_client":"k1","name":"王\"芳\"","phone":"13800138000","been_before":false,"party":2,"source":"自然到访,路过","at":"2026-11-23T09:05:00+08:00"}
{"do":"arrive","visit":"0002","new_client":"k2","name":"=HYPERLINK(\"x\")","phone":"0755-82345678","been_before":false,"asks_for":"b","source":"＝1+1","at":"2026-11-23T01:20:30Z"}
{"do":"arrive","visit":"0003","new_client":"k3","name":"@李","phone":"+85291234567","been_before":false,"source":"一行\n两行","at":"2026-11-23T09:30:00+08:00"}
{"do":"finish","visit":"0001","at":"2026-11-23T09:45:59+08:00"}
{"do":"arrive","visit":"0004","new_client":"k4","been_before":false,"at":"2026-11-23T09:50:00+08:00"}
"#;

impl Site {
    fn new() -> Self {
        let site = Self { folder: TempDir::new().unwrap() };
        site.lunpai(&["batch"]).write_stdin(STORY).assert().success();
        site
    }

    fn db(&self) -> PathBuf {
        self.folder.path().join("site.lunpai")
    }

    fn lunpai(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lunpai"));
        command.env_clear().envs(environment(&self.db())).arg("--db").arg(self.db()).args(args);
        command
    }

    fn export(&self, args: &[&str]) -> Vec<u8> {
        self.lunpai(&["export"]).args(args).assert().success().get_output().stdout.clone()
    }
}

/// Headings and rows, as the csv crate reads them.
#[track_caller]
fn read(bytes: &[u8]) -> (Vec<String>, Vec<Vec<String>>) {
    let body = bytes.strip_prefix(b"\xef\xbb\xbf").expect("begins with a byte-order mark");
    assert!(body.ends_with(b"\r\n"));
    let mut reader = csv::Reader::from_reader(body);
    let headings = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    (headings, rows)
}

#[test]
fn masked_unless_a_manager_asks() {
    let site = Site::new();
    let (headings, rows) = read(&site.export(&[]));
    assert_eq!(headings.len(), 19);
    assert_eq!(headings[..6], ["日期", "时间", "来访", "客户", "姓名", "电话"]);
    assert_eq!(rows.len(), 4);
    assert_eq!(
        rows[0],
        [
            "2026-11-23",
            "09:05",
            "0001",
            "k1",
            "王**",
            "138****8000",
            "2",
            "自然到访,路过",
            "轮接",
            "",
            "周雨桐",
            "是",
            "否",
            "否",
            "周雨桐",
            "0",
            "40",
            "已送客",
            "1、9"
        ]
    );
    let text = String::from_utf8(site.export(&[])).unwrap();
    assert!(!text.contains("13800138000") && !text.contains("0013-8000") && !text.contains("HYPERLINK"));
}

#[test]
fn in_full_and_harmless() {
    let site = Site::new();
    let (headings, rows) = read(&site.export(&["--unmasked", "--by", "m", "--lang", "en"]));
    assert_eq!(headings[4..6], ["name", "phone"]);
    let column = |number: usize| rows.iter().map(|row| row[number].as_str()).collect::<Vec<_>>();
    assert_eq!(column(1), ["09:05", "09:20", "09:30", "09:50"]);
    assert_eq!(column(4), ["王\"芳\"", "'=HYPERLINK(\"x\")", "'@李", ""]);
    assert_eq!(column(5), ["138-0013-8000", "0755-82345678", "'+85291234567", ""]);
    assert_eq!(column(7), ["自然到访,路过", "'＝1+1", "一行\n两行", ""]);
    assert_eq!(column(8), ["rotation", "named", "rotation", "rotation"]);
    assert_eq!(column(17), ["seen off", "in reception", "in reception", "waiting"]);
    assert_eq!(column(10)[3], "", "nobody has received who waits");
    assert_eq!(column(11), ["yes", "no", "yes", ""]);
    for cell in rows.iter().flatten() {
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']), "{cell}");
    }
}

#[test]
fn nobody_else_gets_names() {
    let site = Site::new();
    for by in [&["--unmasked"][..], &["--unmasked", "--by", "a"], &["--unmasked", "--by", "nobody"]] {
        let output = site.lunpai(&["export"]).args(by).assert().code(1).get_output().clone();
        assert!(output.stdout.is_empty());
        assert_eq!(
            String::from_utf8(output.stderr).unwrap().trim(),
            "只有经理可以导出完整的姓名和电话，请用 --by 写明经理的编号。"
        );
    }
}

#[test]
fn a_file_is_written_whole_and_never_the_register() {
    let site = Site::new();
    let out = site.folder.path().join("来访.csv");
    for _ in 0..2 {
        site.lunpai(&["export", "--out"]).arg(&out).assert().success().stdout("");
    }
    assert_eq!(std::fs::read(&out).unwrap(), site.export(&[]));
    let before = std::fs::read(site.db()).unwrap();
    let beside = PathBuf::from(format!("{}-wal", site.db().display()));
    for target in [site.db(), beside, site.folder.path().join(".").join("site.lunpai")] {
        site.lunpai(&["export", "--out"]).arg(target).assert().code(1);
    }
    assert_eq!(std::fs::read(site.db()).unwrap(), before);
    site.lunpai(&["verify"]).assert().success();
}

#[test]
fn the_day_is_the_open_one_or_the_last_or_the_one_named() {
    let site = Site::new();
    let close = r#"{"do":"day.close","force":true,"by":"m","at":"2026-11-23T18:00:00+08:00"}"#;
    site.lunpai(&["batch"]).write_stdin(close).assert().success();
    assert_eq!(read(&site.export(&[])).1.len(), 4);
    let open = r#"{"do":"day.open","order":["b","a"],"at":"2026-11-24T08:30:00+08:00"}"#;
    site.lunpai(&["batch"]).write_stdin(open).assert().success();
    assert_eq!(read(&site.export(&[])).1.len(), 0);
    assert_eq!(read(&site.export(&["--date", "2026-11-23"])).1.len(), 4);
}

#[test]
fn without_a_day_there_is_nothing_to_export() {
    let folder = TempDir::new().unwrap();
    let lunpai = |args: &[&str], input: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lunpai"));
        let db = folder.path().join("new.lunpai");
        command.env_clear().envs(environment(&db)).arg("--db").arg(db).args(args).write_stdin(input.to_owned());
        command.assert()
    };
    lunpai(&["batch"], "").success();
    lunpai(&["export"], "").code(1).stdout("");
}
