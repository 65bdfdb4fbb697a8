//! Registers kept elsewhere, taken in by the real binary: messy files, doubles, what is refused, an
//! import that is killed and given again.

use crate::driver::binary::{Batch, json, lunpai, run};
use rusqlite::Connection;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A list as a sales office keeps it: a title, a second heading, sums, doubles, faults.
const LIST: &str = "江湾一号 来访客户登记表,,,,,,,\n\
    序号,客户姓名,联系电话,公司,置业顾问,首次到访,备注,来源\n\
    1,诸葛小明,138 1234 5678,江湾科技有限公司,张伟,2024/3/5,怕吵,朋友介绍\n\
    2,李芳,13912345678/010-65541234,,s2,2024年3月6日 14:20,,\n\
    3,诸葛小明,+86 13812345678,,s2,3/1/2024 9:30,,路过\n\
    4,赵六,12345,,张伟,2024-03-05,,\n\
    5,钱七,13712345678,,无此人,2024-03-05,,\n\
    6,孙八,１３６１２３４５６７８,,,45356,,\n\
    ,,,,,,,\n\
    序号,客户姓名,联系电话,公司,置业顾问,首次到访,备注,来源\n\
    7,周九,13512345678,,张伟,昨天,,\n\
    8,吴十,,,张伟,2024-03-05\n\
    9,李芳,13912345678,,张伟,2024-05-06,,\n\
    10,郑一,13412345678,,王经理,2024-05-06,,\n\
    11,郑二,13412345679,,马超,2024-05-06,,\n\
    12,郑三,13412345680,,李娜,2024-05-06,,\n\
    13,郑四,13412345681,,张伟,2099-05-06,,\n\
    14,郑五,13412345682,,张伟,2024-05-06,,,,多一格\n\
    合计,14 人,,,,,,\n";
const PRIVATE: [&str; 6] = ["诸葛小明", "13812345678", "江湾科技", "怕吵", "朋友介绍", "12345"];

struct Office {
    folder: TempDir,
}

impl Office {
    /// m1, s1 张伟, s2 and s3 李娜, s4 马超 who has left.
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let office = Self { folder };
        let mut batch = Batch::start(&office.db());
        let mut say = |command: Value| assert_eq!(batch.answer(&command)["ok"], true, "{command}");
        say(json!({"do": "staff.add", "id": "m1", "name": "王经理", "role": "manager"}));
        for (id, name) in [("s1", "张伟"), ("s2", "李娜"), ("s3", "李娜"), ("s4", "马超")] {
            say(json!({"do": "staff.add", "id": id, "name": name, "role": "sales", "by": "m1"}));
        }
        say(json!({"do": "staff.depart", "id": "s4", "by": "m1"}));
        assert_eq!(batch.end(), Some(0));
        office
    }

    fn db(&self) -> PathBuf {
        self.folder.path().join("site.lunpai")
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path.display().to_string()
    }

    /// What an import says.
    fn import(&self, args: &[&str]) -> Value {
        json(&self.db(), &[&["import", "--json"], args].concat())
    }

    fn apply(&self, file: &str) -> Value {
        self.import(&[file, "--apply", "--by", "m1"])
    }

    fn count(&self, table: &str) -> u64 {
        let conn = Connection::open(self.db()).unwrap();
        conn.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
    }

    /// The client with a number: owner and first contact.
    fn client(&self, phone: &str) -> (String, Value) {
        let conn = Connection::open(self.db()).unwrap();
        let sql = "SELECT client FROM client_phones WHERE phone = ?1";
        let id: String = conn.query_row(sql, [phone], |row| row.get(0)).unwrap();
        let client = json(&self.db(), &["client", &id, "--json"]);
        (client["owner"].as_str().unwrap_or_default().to_owned(), client["first_contact"].clone())
    }

    #[track_caller]
    fn is_sound(&self) {
        assert!(run(&self.db(), &["verify"]).status.success());
        let rebuilt = run(&self.db(), &["--lang", "en", "rebuild"]);
        assert!(String::from_utf8_lossy(&rebuilt.stdout).contains("no table has changed"));
    }
}

fn reasons(report: &Value) -> Vec<(u64, &str)> {
    let refused = report["refused"].as_array().unwrap();
    refused.iter().map(|one| (one["row"].as_u64().unwrap(), one["reason"].as_str().unwrap())).collect()
}

#[test]
fn who_gives_it_must_be_known_before_it_takes_a_manager() {
    let office = Office::new();
    let file = office.file("list.csv", LIST);
    let before = office.count("events");
    for (by, said) in [("nobody", "Nobody called nobody"), ("s4", "is on the staff"), ("s1", "takes a manager")] {
        let out = run(&office.db(), &["--lang", "en", "import", &file, "--apply", "--by", by]);
        assert_eq!(out.status.code(), Some(1), "{by}");
        assert!(String::from_utf8_lossy(&out.stderr).contains(said), "{by}: {out:?}");
    }
    assert_eq!(run(&office.db(), &["import", &file, "--by", "nobody"]).status.code(), Some(1), "a dry run, too");
    assert_eq!(office.count("events"), before);
}

#[test]
fn a_messy_list_is_read_and_nothing_written_until_told() {
    let office = Office::new();
    let file = office.file("list.csv", LIST);
    let before = office.count("events");
    let report = office.import(&[&file]);
    assert_eq!(office.count("events"), before, "a dry run");
    let expected = [
        (6, "bad_phone"),
        (7, "unknown_owner"),
        (11, "bad_first_contact"),
        (12, "nothing_to_know_by"),
        (14, "not_a_salesperson"),
        (15, "departed_owner"),
        (16, "ambiguous_owner"),
        (17, "in_the_future"),
        (18, "too_many_cells"),
    ];
    assert_eq!(reasons(&report), expected);
    assert_eq!(report["heading_row"], 2);
    assert_eq!(report["unused"], json!(["序号"]));
    assert_eq!((&report["new"], &report["without_owner"]), (&json!(3), &json!(1)));
    assert_eq!(report["skipped"], json!({"blank": 1, "headings": 1, "totals": 1}));
    let doubles = json!([
        {"row": 5, "of_row": 3, "client": null, "earlier": true, "owner": "s2", "phones": 0},
        {"row": 13, "of_row": 4, "client": null, "earlier": false, "owner": null, "phones": 0},
    ]);
    assert_eq!(report["duplicates"], doubles);

    let applied = office.apply(&file);
    for same in ["refused", "duplicates", "new", "skipped", "rows"] {
        assert_eq!(applied[same], report[same], "the dry run foretold {same}");
    }
    assert_eq!(office.client("13812345678"), ("s2".to_owned(), json!("2024-03-01T09:30:00+08:00")));
    assert_eq!(office.client("01065541234"), ("s2".to_owned(), json!("2024-03-06T14:20:00+08:00")));
    assert_eq!(office.client("13612345678"), (String::new(), json!("2024-03-05T00:00:00+08:00")));
    office.is_sound();
}

#[test]
fn the_same_list_in_every_form_is_the_same() {
    let office = Office::new();
    let utf16: Vec<u8> =
        "\u{feff}".encode_utf16().chain(LIST.replace(',', "\t").encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let (gb, ..) = encoding_rs::GB18030.encode(LIST);
    let sheet = office.folder.path().join("list.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().set_name("说明").unwrap();
    let page = book.add_worksheet();
    for (row, line) in (0..).zip(LIST.lines()) {
        for (column, cell) in (0..).zip(line.split(',')) {
            match cell.parse::<f64>() {
                Ok(number) => page.write_number(row, column, number).unwrap(),
                Err(_) => page.write_string(row, column, cell).unwrap(),
            };
        }
    }
    book.save(&sheet).unwrap();
    let forms = [
        (office.file("a.csv", LIST), "UTF-8"),
        (office.file("b.csv", format!("\u{feff}{LIST}")), "UTF-8"),
        (office.file("c.csv", gb), "gb18030"),
        (office.file("d.txt", utf16), "UTF-16LE"),
        (office.file("e.csv", LIST.replace(',', ";").replace('\n', "\r\n")), "UTF-8"),
        (office.file("f.csv", LIST.replace('\n', "\r")), "UTF-8"),
        (sheet.display().to_string(), "Sheet2"),
    ];
    let first = office.import(&[&forms[0].0]);
    for (file, form) in &forms {
        let args: &[&str] = if *form == "Sheet2" { &[file, "--sheet", "2"] } else { &[file] };
        let report = office.import(args);
        assert_eq!(report["form"], *form, "{file}");
        for same in ["refused", "duplicates", "new", "skipped", "columns", "heading_row"] {
            assert_eq!(report[same], first[same], "{same} of {file}");
        }
    }
    let named = run(&office.db(), &["import", &forms[2].0, "--encoding", "klingon"]);
    assert_eq!(named.status.code(), Some(1));
}

#[test]
fn importing_twice_adds_nothing() {
    let office = Office::new();
    let file = office.file("list.csv", LIST);
    office.apply(&file);
    let events = office.count("events");
    let again = office.apply(&file);
    assert_eq!((&again["new"], &again["entries"]), (&json!(0), &json!(0)));
    assert_eq!(again["through_before"], 19);
    // In parts, too, it is known how far the file was gone through: up to the last row that was entered.
    let parts = Office::new();
    let entries = &parts.import(&[&file, "--apply", "--by", "m1", "--batch", "1"])["entries"];
    assert!(entries.as_u64().unwrap() > 2, "{entries}");
    assert_eq!(parts.apply(&file)["through_before"], 8);
    let saved_anew = office.file("copy.csv", format!("\u{feff}{LIST}"));
    assert_eq!(office.apply(&saved_anew)["entries"], 0);
    assert_eq!(office.count("events"), events);
    // Who was refused for want of an owner comes in once the owner is on the staff.
    let mut batch = Batch::start(&office.db());
    assert_eq!(
        batch.answer(&json!({"do": "staff.add", "id": "s5", "name": "无此人", "role": "sales", "by": "m1"}))["ok"],
        true
    );
    batch.end();
    assert_eq!(office.apply(&file)["new"], 1);
    assert_eq!(office.client("13712345678").0, "s5");
    office.is_sound();
}

#[test]
fn refused_rows_can_be_corrected_and_given_again() {
    let office = Office::new();
    let file = office.file("list.csv", LIST);
    let rejects = office.folder.path().join("rejects.csv").display().to_string();
    let done = run(&office.db(), &["import", &file, "--apply", "--by", "m1", "--rejects", &rejects]);
    assert_eq!(done.status.code(), Some(1), "some were refused");
    let text = fs::read_to_string(&rejects).unwrap();
    assert!(text.starts_with("\u{feff}序号,客户姓名,联系电话,公司,置业顾问,首次到访,备注,来源,拒收原因\r\n"), "{text}");
    assert_eq!(text.lines().count(), 10);
    let again = office.import(&[&rejects]);
    assert_eq!(again["refused"].as_array().unwrap().len(), 9, "as it stands it is refused again");
    let corrected = text
        .replace("赵六,12345", "赵六,13312345678")
        .replace("无此人", "张伟")
        .replace("昨天", "2024-03-05")
        .replace("吴十,", "吴十,13312345679")
        .replace("王经理", "s1")
        .replace("马超", "s1")
        .replace("李娜", "s3")
        .replace("2099", "2024")
        .replace(",,多一格", "");
    let report = office.apply(&office.file("corrected.csv", corrected));
    assert_eq!((report["refused"].as_array().unwrap().len(), &report["new"]), (0, &json!(9)), "{report}");
    assert_eq!(office.client("13412345680").0, "s3");
    office.is_sound();
}

#[test]
fn all_or_nothing_means_nothing_when_a_row_is_refused() {
    let office = Office::new();
    let file = office.file("list.csv", LIST);
    let before = office.count("events");
    let done = run(&office.db(), &["import", &file, "--apply", "--atomic", "--by", "m1"]);
    assert_eq!((done.status.code(), office.count("events")), (Some(1), before));
    let good: String = LIST.lines().take(4).flat_map(|line| [line, "\n"]).collect();
    let good = office.file("good.csv", good);
    let report = office.import(&[&good, "--apply", "--atomic", "--by", "m1", "--batch", "1"]);
    assert_eq!((&report["entries"], office.count("clients")), (&json!(2), 2));
}

#[test]
fn only_a_manager_imports() {
    let office = Office::new();
    let file = office.file("list.csv", LIST);
    let before = office.count("events");
    for by in [&[][..], &["--by", "s1"]] {
        let done = run(&office.db(), &[&["import", file.as_str(), "--apply"], by].concat());
        assert_eq!(done.status.code(), Some(1));
    }
    assert_eq!(office.count("events"), before);
}

#[test]
fn nothing_private_is_printed_or_logged() {
    let office = Office::new();
    let file = office.file("list.csv", LIST);
    for lang in ["zh", "en"] {
        let done = run(&office.db(), &["--lang", lang, "import", &file, "--apply", "--by", "m1"]);
        let said = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
        assert!(said.contains("14"), "rows are named by their numbers: {said}");
        for word in PRIVATE {
            assert!(!said.contains(word), "{word} was printed: {said}");
        }
    }
    let conn = Connection::open(office.db()).unwrap();
    let bodies: String = conn.query_row("SELECT group_concat(body) FROM events", [], |row| row.get(0)).unwrap();
    // The last is short enough to stand in a hash by chance.
    assert!(PRIVATE.iter().take(5).all(|word| !bodies.contains(word)));
    // Each person alone can be erased.
    let id: String =
        conn.query_row("SELECT client FROM client_phones WHERE phone = '13812345678'", [], |row| row.get(0)).unwrap();
    assert_eq!(conn.execute("DELETE FROM people WHERE subject = ?1", [&id]).unwrap(), 2);
    assert!(run(&office.db(), &["verify"]).status.success());
    assert!(run(&office.db(), &["rebuild"]).status.success());
    assert_eq!(json(&office.db(), &["client", &id, "--json"])["owner"], "s2");
    assert_eq!(office.client("13912345678").0, "s2", "nobody else is touched");
}

/// A list of so many clients, every fifth one twice.
fn long_list(count: u64) -> String {
    let mut list = "姓名,电话,归属人,登记日期\n".to_owned();
    for number in 0..count {
        let phone = 13_000_000_000_u64 + number - u64::from(number % 5 == 4);
        let line =
            format!("客户{number},{phone},s{},2024-{:02}-{:02}\n", number % 3 + 1, number % 12 + 1, number % 28 + 1);
        list.push_str(&line);
    }
    list
}

#[test]
fn a_long_list_is_told_of_row_by_row_in_its_order() {
    // Many times as long as what is read in one go; every 700th row has a number that is none.
    let list: String = long_list(7_000)
        .lines()
        .enumerate()
        .map(|(row, line)| if row % 700 == 699 { line.replace(",130", ",13") } else { line.to_owned() } + "\n")
        .collect();
    let bad: Vec<(u64, &str)> = (1..=10).map(|nth| (nth * 700, "bad_phone")).collect();
    let office = Office::new();
    let file = office.file("long.csv", &list);
    let foretold = office.import(&[&file]);
    assert_eq!(reasons(&foretold), bad);
    let doubles: Vec<u64> =
        foretold["duplicates"].as_array().unwrap().iter().map(|one| one["row"].as_u64().unwrap()).collect();
    assert!(doubles.len() == 1_400 - 10 && doubles.is_sorted(), "{} doubles", doubles.len());

    let atomic = office.import(&[&file, "--apply", "--atomic", "--by", "m1"]);
    assert_eq!((reasons(&atomic), office.count("clients")), (bad.clone(), 0));

    let rejects = office.folder.path().join("rejects.csv").display().to_string();
    let applied = office.import(&[&file, "--apply", "--by", "m1", "--batch", "1500", "--rejects", &rejects]);
    for same in ["refused", "duplicates", "new", "rows"] {
        assert_eq!(applied[same], foretold[same], "the dry run foretold {same}");
    }
    assert!(applied["entries"].as_u64().unwrap() >= 4, "{}", applied["entries"]);
    let rejected = fs::read_to_string(&rejects).unwrap();
    let names: Vec<&str> = rejected.lines().skip(1).map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(names, (1..=10).map(|nth| format!("客户{}", nth * 700 - 2)).collect::<Vec<_>>());
    office.is_sound();

    let at_once = Office::new();
    at_once.apply(&at_once.file("long.csv", &list));
    assert_eq!(tables(&office), tables(&at_once), "however many are entered at a time");
}

fn tables(office: &Office) -> Vec<(String, String, i64)> {
    let conn = Connection::open(office.db()).unwrap();
    let sql = "SELECT p.phone, coalesce(c.owner, ''), c.first_contact_at FROM clients c JOIN client_phones p ON p.client = c.id ORDER BY 1";
    let mut statement = conn.prepare(sql).unwrap();
    statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap()
}

#[test]
fn an_import_that_is_killed_goes_on_where_it_stopped() {
    let list = long_list(6_000);
    let whole = Office::new();
    whole.apply(&whole.file("long.csv", &list));
    for _ in 0..5 {
        let office = Office::new();
        let file = office.file("long.csv", &list);
        let mut child = lunpai(&office.db())
            .args(["import", &file, "--apply", "--by", "m1", "--batch", "60"])
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let begun = Instant::now();
        while office.count("imports") == 0 && begun.elapsed() < Duration::from_secs(60) {
            std::thread::sleep(Duration::from_millis(2));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let clients = office.count("clients");
        if clients == 4_800 {
            continue; // it was done before it could be killed
        }
        assert!(clients > 0);
        office.is_sound();
        let rest = office.apply(&file);
        assert_eq!(rest["new"], 4_800 - clients);
        assert!(
            rest["through_before"].as_u64().unwrap() > 1 && rest["taken_in_before"].as_u64().unwrap() > 0,
            "{rest}"
        );
        assert_eq!(tables(&office), tables(&whole), "as if it had never been killed");
        office.is_sound();
        return;
    }
    panic!("every import was done before it could be killed");
}

#[test]
fn a_register_of_strangers_is_read_as_mapped() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/white_house/visitors_2000.csv");
    if !file.exists() {
        println!("skipped: no visitors beside the project");
        return;
    }
    let file = file.display().to_string();
    let office = Office::new();
    let refused = office.import(&[&file, "--map", "name=VISITOR", "--map", "first_contact=APPT_START_DATE"]);
    assert_eq!(refused["refused"].as_array().unwrap().len(), 2_000, "nobody has a number");
    let date_forms = ["APPT_START_DATE", "Appointment Start Date", "TOA"];
    for column in date_forms {
        let map = format!("first_contact={column}");
        let report = office.import(&[&file, "--map", "name=VISITOR", "--map", "id=Event", "--map", &map]);
        assert_eq!(report["refused"], json!([]), "{column}");
        let doubles = report["duplicates"].as_array().unwrap().len();
        assert_eq!(report["new"].as_u64().unwrap() + u64::try_from(doubles).unwrap(), 2_000);
    }
    let map = ["--map", "name=VISITOR", "--map", "id=Event", "--map", "first_contact=Appointment Start Date"];
    let applied = office.import(&[&[file.as_str(), "--apply", "--by", "m1"], &map[..]].concat());
    assert_eq!(office.count("clients"), applied["new"].as_u64().unwrap());
    office.is_sound();
}
