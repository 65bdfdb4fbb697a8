//! `lunpai export` through the real binary: what a spreadsheet gets to read.

use crate::driver::binary::environment;
use assert_cmd::Command;
use calamine::{Data, DataType, Reader, Xlsx};
use serde_json::{Value, json};
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
{"do":"call.start","call":"t1","name":"何先生","phone":"13900139000","needs":"学区","at":"2026-11-23T10:00:00+08:00"}
{"do":"unit.add","unit":"1-0301","at":"2026-11-23T10:01:00+08:00"}
{"do":"deposit.take","unit":"1-0301","client":"k1","amount_fen":2000050,"by":"a","at":"2026-11-23T10:05:00+08:00"}
{"do":"violation.record","staff":"a","kind":"gossip","note":"议论王芳","by":"m","at":"2026-11-23T10:06:00+08:00"}
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
    let (headings, rows) = read(&site.export(&["--unmasked", "--by", "m", "--reason", "核对来源", "--lang", "en"]));
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
    let close = r#"{"do":"day.close","force":true,"by":"m","at":"2026-11-23T18:00:00+08:00"}"#;
    let open = r#"{"do":"day.open","order":["b","a"],"at":"2026-11-24T08:30:00+08:00"}"#;
    // An export is entered at its own time: nothing of the story can come after it.
    let closed = Site::new();
    closed.lunpai(&["batch"]).write_stdin(close).assert().success();
    assert_eq!(read(&closed.export(&[])).1.len(), 4);
    let site = Site::new();
    site.lunpai(&["batch"]).write_stdin(format!("{close}\n{open}\n")).assert().success();
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
    let (headings, rows) = read(&lunpai(&["export", "--clients"], "").success().get_output().stdout);
    assert_eq!((headings.len(), rows.len()), (12, 0));
}

/// The facts of the exports in the log, in order: who, and what the event says.
fn noted(site: &Site) -> Vec<(Option<String>, Value)> {
    let conn = rusqlite::Connection::open(site.db()).unwrap();
    let mut found = conn.prepare("SELECT actor, body FROM events WHERE kind = 'log_exported' ORDER BY seq").unwrap();
    let rows = found.query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?))).unwrap();
    rows.map(|row| row.map(|(by, body)| (by, serde_json::from_str(&body).unwrap())).unwrap()).collect()
}

#[test]
fn every_export_is_an_entry() {
    let site = Site::new();
    site.export(&[]);
    site.export(&["--by", "a", "--format", "jsonl", "--from", "2026-11-20", "--to", "2026-11-23"]);
    site.export(&["--unmasked", "--by", "m", "--reason", "王芳要求核对", "--clients"]);
    let expected = [
        (
            None,
            json!({"from": "2026-11-23", "to": "2026-11-23", "format": "csv", "masked": true, "rows": {"visits": 4}}),
        ),
        (
            Some("a".to_owned()),
            json!({"from": "2026-11-20", "to": "2026-11-23", "format": "jsonl", "masked": true,
                "rows": {"visits": 4, "calls": 1, "deposits": 1, "turns": 2, "violations": 1}}),
        ),
        (
            Some("m".to_owned()),
            json!({"from": null, "to": null, "format": "csv", "masked": false, "rows": {"clients": 4}}),
        ),
    ];
    assert_eq!(noted(&site), expected);
    site.lunpai(&["verify"]).assert().success();
    // Why names were needed may name somebody: it stands apart from the log.
    let conn = rusqlite::Connection::open(site.db()).unwrap();
    let named = "SELECT count(*) FROM events WHERE body LIKE '%王芳%'";
    assert_eq!(conn.query_row(named, [], |row| row.get::<_, i64>(0)).unwrap(), 0);
}

#[test]
fn nothing_is_noted_of_what_was_not_handed_out() {
    let site = Site::new();
    let nowhere = site.folder.path().join("no such folder").join("x.csv");
    let output = site.lunpai(&["export", "--out"]).arg(&nowhere).assert().code(2).get_output().clone();
    assert!(String::from_utf8(output.stderr).unwrap().contains("没有这个文件夹"));
    for wrong in [
        &["--sheets", "staff"][..],
        &["--sheets", "visits,calls"],
        &["--from", "2026-11-24", "--to", "2026-11-23"],
        &["--unmasked", "--by", "m"],
        &["--by", "nobody"],
    ] {
        site.lunpai(&["export"]).args(wrong).assert().code(1).stdout("");
    }
    assert_eq!(noted(&site), []);
    let left: Vec<_> = std::fs::read_dir(site.folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| name.to_string_lossy().starts_with("site.lunpai")), "{left:?}");
}

#[test]
fn whoever_gets_names_leaves_a_trace_even_if_the_disk_fails() {
    let site = Site::new();
    let nowhere = site.folder.path().join("no such folder").join("x.csv");
    let args = ["export", "--unmasked", "--by", "m", "--reason", "核对", "--out"];
    site.lunpai(&args).arg(&nowhere).assert().code(2);
    assert_eq!(noted(&site).len(), 1);
}

#[cfg(unix)]
#[test]
fn files_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let site = Site::new();
    let folder = site.folder.path().join("导出");
    site.lunpai(&["export", "--out"]).arg(format!("{}/", folder.display())).assert().success();
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    for file in std::fs::read_dir(&folder).unwrap() {
        assert_eq!(mode(&file.unwrap().path()), 0o600);
    }
}

#[test]
fn a_folder_gets_a_file_a_sheet() {
    let site = Site::new();
    let folder = site.folder.path().join("导出");
    let out = format!("{}/", folder.display());
    site.lunpai(&["export", "--out", &out]).assert().success().stdout("");
    let mut names: Vec<String> =
        std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    let sheets = ["来电", "来访", "定金", "轮次", "违规"];
    let mut expected = sheets.map(|sheet| format!("2026-11-23-{sheet}.csv"));
    expected.sort();
    assert_eq!(names, expected);
    let table = |sheet: &str| read(&std::fs::read(folder.join(format!("2026-11-23-{sheet}.csv"))).unwrap()).1;
    assert_eq!(table("来电")[0][..9], ["2026-11-23", "10:00", "t1", "139****9000", "何**", "", "", "", "待回电"]);
    assert_eq!(table("来电")[0][11..], ["**", ""], "what callers need may name them");
    assert_eq!(
        table("定金")[0],
        [
            "000001",
            "2026-11-23",
            "10:05",
            "d-0001",
            "1-0301",
            "k1",
            "王**",
            "138****8000",
            "20000.50",
            "周雨桐",
            "已收",
            ""
        ]
    );
    assert_eq!(table("轮次").len(), 2);
    assert_eq!(table("轮次")[0][..5], ["2026-11-23", "周雨桐", "是", "2", "2"]);
    assert_eq!(table("违规")[0][3..6], ["周雨桐", "背后议论客户", "警告"]);
}

#[test]
fn programs_get_codes_and_ids_a_line_a_row() {
    let site = Site::new();
    let lines = String::from_utf8(site.export(&["--format", "jsonl"])).unwrap();
    let rows: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), 9);
    assert!(rows.iter().all(Value::is_object));
    let of = |sheet: &str| rows.iter().filter(|row| row["sheet"] == sheet).cloned().collect::<Vec<_>>();
    assert_eq!(
        of("visits")[1],
        json!({"sheet": "visits", "date": "2026-11-23", "time": "09:20:30", "visit": "0002", "client": "k2",
            "name": "=**", "phone": "075****5678", "party": null, "source": "＝1+1", "path": "named", "asks_for": "b",
            "receiver": "b", "counted": false, "makeup": false, "assist": false, "owner": "b", "wait_minutes": 0,
            "reception_minutes": null, "state": "receiving", "rules": [11]})
    );
    assert_eq!(of("deposits")[0]["amount_fen"], 2_000_050);
    assert_eq!(of("violations")[0]["kind"], "gossip");
    assert_eq!(lines, String::from_utf8(site.export(&["--format", "jsonl", "--lang", "en"])).unwrap());
    let open = ["--format", "jsonl", "--clients", "--unmasked", "--by", "m", "--reason", "迁移"];
    let clients = String::from_utf8(site.export(&open)).unwrap();
    let first: Value = serde_json::from_str(clients.lines().next().unwrap()).unwrap();
    assert_eq!(first["phones"], json!(["13800138000"]));
    assert_eq!(first["first_contact"], "2026-11-23T09:05:00+08:00");
}

/// A workbook's sheet as calamine reads it: texts, with days and times as they are.
fn sheet(path: &std::path::Path, name: &str) -> calamine::Range<Data> {
    let mut book: Xlsx<_> = calamine::open_workbook(path).unwrap();
    book.worksheet_range(name).unwrap()
}

#[test]
fn a_workbook_holds_what_the_register_holds() {
    let site = Site::new();
    let out = site.folder.path().join("来访.xlsx");
    site.lunpai(&["export", "--unmasked", "--by", "m", "--reason", "核对", "--out"]).arg(&out).assert().success();
    let book: Xlsx<_> = calamine::open_workbook(&out).unwrap();
    assert_eq!(book.sheet_names(), ["概况", "来访", "来电", "定金", "轮次", "违规"]);
    let visits = sheet(&out, "来访");
    let (headings, rows) = read(&site.export(&["--unmasked", "--by", "m", "--reason", "核对"]));
    assert_eq!(visits.height(), rows.len() + 1);
    for (at, heading) in headings.iter().enumerate() {
        assert_eq!(visits[(0, at)], Data::String(heading.clone()));
    }
    for (row, expected) in (1..).zip(&rows) {
        let cell = |column| &visits[(row, column)];
        assert_eq!(cell(0).as_date().unwrap().to_string(), expected[0], "a day is a day");
        assert_eq!(cell(1).as_time().unwrap().format("%H:%M").to_string(), expected[1], "a time is a time");
        for column in [2, 3, 7, 8, 9, 10, 11, 14, 17, 18] {
            let written = expected[column].strip_prefix('\'').unwrap_or(&expected[column]);
            assert_eq!(cell(column).to_string().replace("\r\n", "\n"), written, "column {column}");
        }
    }
    // Numbers that are names are text, to the digit; nothing is a formula.
    assert_eq!(visits[(1, 2)], Data::String("0001".into()));
    assert_eq!(visits[(1, 5)], Data::String("13800138000".into()));
    assert_eq!(visits[(2, 4)], Data::String("=HYPERLINK(\"x\")".into()));
    let deposits = sheet(&out, "定金");
    assert_eq!(deposits[(1, 8)], Data::Float(20_000.5));
    assert_eq!(sheet(&out, "概况")[(3, 1)], Data::Float(4.0));
    // Masked, nobody is in it.
    site.lunpai(&["export", "--out"]).arg(&out).assert().success();
    let text = format!("{:?}{:?}{:?}", sheet(&out, "来访"), sheet(&out, "来电"), sheet(&out, "定金"));
    for word in ["13800138000", "王\\\"芳", "何先生", "13900139000", "学区"] {
        assert!(!text.contains(word), "{word}");
    }
}

/// What Python's own reader of workbooks finds, where there is one.
#[test]
fn another_program_reads_the_workbook() {
    let site = Site::new();
    let out = site.folder.path().join("book.xlsx");
    site.lunpai(&["export", "--lang", "en", "--out"]).arg(&out).assert().success();
    let program = "import sys, openpyxl\n\
        book = openpyxl.load_workbook(sys.argv[1])\n\
        page = book['visits']\n\
        print(page.freeze_panes, page.auto_filter.ref, page['A2'].number_format, page['C2'].data_type, page['F2'].value)\n\
        print(len(book['figures']._charts), book['deposits']['I2'].value, book['deposits']['I2'].number_format)\n";
    let python = std::process::Command::new("python3").args(["-c", program]).arg(&out).output();
    let Some(said) = python.ok().filter(|done| done.status.success()) else {
        eprintln!("skipped: no python3 with openpyxl");
        return;
    };
    assert_eq!(String::from_utf8(said.stdout).unwrap(), "A2 A1:S5 yyyy-mm-dd s 138****8000\n2 20000.5 #,##0.00\n");
}
