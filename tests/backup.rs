//! Backups: whole, checked, kept by a rule; restored without losing what stood there; and what is said and left
//! when the disk or the file is not what it should be.

use crate::driver::Site;
use crate::driver::binary::{Batch, json, lunpai, run};
use lunpai::register::backup::{self, Listed};
use lunpai::register::fault::{Defect, Fault};
use lunpai::rules::time::Timestamp;
use rusqlite::Connection;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A register with a manager and a salesperson, whose day is open.
fn open_site(folder: &Path) -> PathBuf {
    let db = folder.join("site.lunpai");
    let mut batch = Batch::start(&db);
    for line in [
        json!({"do": "staff.add", "id": "m", "name": "郑经理", "role": "manager"}),
        json!({"do": "staff.add", "id": "a", "name": "王芳", "role": "sales", "by": "m"}),
        json!({"do": "day.open", "order": ["a"]}),
    ] {
        assert_eq!(batch.answer(&line)["ok"], true, "{line}");
    }
    assert_eq!(batch.end(), Some(0));
    db
}

/// A walk-in, received and seen off.
fn receive(db: &Path, visit: &str) -> Value {
    let mut batch = Batch::start(db);
    let phone = format!("1381234000{}", &visit[1..]);
    let came = json!({"do": "arrive", "visit": visit, "been_before": false, "phone": phone, "name": "赵先生"});
    assert_eq!(batch.answer(&came)["ok"], true);
    let answer = batch.answer(&json!({"do": "finish", "visit": visit}));
    assert_eq!(answer["ok"], true);
    assert_eq!(batch.end(), Some(0));
    answer
}

fn names(folder: &Path) -> Vec<String> {
    let Ok(files) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[track_caller]
fn is_whole(db: &Path) {
    assert!(run(db, &["verify"]).status.success(), "the chain is broken");
    let said = String::from_utf8(run(db, &["--lang", "en", "rebuild"]).stdout).unwrap();
    assert!(said.contains("no table has changed"), "{said}");
}

#[track_caller]
fn fails(db: &Path, args: &[&str], why: &str) {
    let done = run(db, &[&["--lang", "en"], args].concat());
    let said = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(2), "{said}");
    assert!(said.contains(why), "{said}");
}

fn at(time: &str) -> Timestamp {
    Timestamp::parse(&format!("{time}+08:00")).unwrap()
}

#[test]
fn a_restored_backup_verifies_and_continues() {
    let folder = TempDir::new().unwrap();
    let db = open_site(folder.path());
    receive(&db, "v1");
    let kept = json(&db, &["backup", "--json"]);
    let file = kept["path"].as_str().unwrap().to_owned();
    receive(&db, "v2");
    let lost = json(&db, &["state", "--json"]);
    let restored = json(&db, &["restore", &file, "--json"]);
    assert_eq!((&restored["events"], &restored["head"]), (&kept["events"], &kept["head"]));
    is_whole(&db);
    assert_ne!(json(&db, &["state", "--json"]), lost);
    let next = receive(&db, "v3");
    assert!(next["seq"].as_u64() > kept["events"].as_u64());
    is_whole(&db);
    let before = restored["replaced"]["path"].as_str().unwrap();
    assert_eq!(json(Path::new(before), &["state", "--json"]), lost, "what stood there is kept whole");
    is_whole(Path::new(before));
    // The one before the restore is nobody's backup: it is not listed, and no rule takes it away.
    let listed = json(&db, &["backup", "--list", "--json"]);
    assert_eq!(listed.as_array().unwrap().len(), 1);
    assert_eq!(listed[0]["path"], kept["path"]);
}

#[cfg(unix)]
#[test]
fn backups_are_for_the_owner_and_are_one_file() {
    use std::os::unix::fs::PermissionsExt;
    let folder = TempDir::new().unwrap();
    let db = open_site(folder.path());
    let kept = json(&db, &["backup", "--json"]);
    let file = Path::new(kept["path"].as_str().unwrap());
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(file), mode(file.parent().unwrap())), (0o600, 0o700));
    assert_eq!(names(file.parent().unwrap()).len(), 1);
    assert_eq!(fs::read(file).unwrap()[18..20], [1, 1], "it needs no write-ahead log beside it");
    json(&db, &["restore", kept["path"].as_str().unwrap(), "--json"]);
    assert_eq!(mode(&db), 0o600);
}

#[test]
fn nobody_loses_a_register_that_is_open() {
    let mut site = Site::open(&["a", "b"]);
    let path = site.path();
    let to = path.with_file_name("copy.lunpai");
    let kept = backup::write_to(site.register(), &to, |_, _| {}).unwrap();
    site.arrive_new("v1");
    let state = site.state();
    fails(&path, &["restore", to.to_str().unwrap()], "Another program is using the register");
    assert_eq!(site.state(), state);
    assert!(names(&backup::folder(&path)).is_empty());
    site.finish("v1");
    drop(site);
    assert_eq!(kept.path, to);
}

#[test]
fn a_damaged_backup_changes_nothing() {
    let folder = TempDir::new().unwrap();
    let db = open_site(folder.path());
    receive(&db, "v1");
    let good = folder.path().join("good.lunpai");
    assert!(run(&db, &["backup", "--to", good.to_str().unwrap()]).status.success());
    let state = json(&db, &["state", "--json"]);
    let bad = folder.path().join("bad.lunpai");
    let bad_text = bad.to_str().unwrap();
    fs::copy(&good, &bad).unwrap();
    Connection::open(&bad)
        .unwrap()
        .execute_batch("DROP TRIGGER events_keep_update; UPDATE events SET at = at + 1 WHERE seq = 3;")
        .unwrap();
    fails(&db, &["restore", bad_text], "event 3 does not fit the chain");
    let mut bytes = fs::read(&good).unwrap();
    let middle = bytes.len() / 2 / 4096 * 4096;
    bytes[middle..middle + 4096].fill(0x5a);
    fs::write(&bad, &bytes).unwrap();
    fails(&db, &["restore", bad_text], "the file is damaged");
    bytes.truncate(middle);
    fs::write(&bad, &bytes).unwrap();
    fails(&db, &["restore", bad_text], "bad.lunpai is not whole");
    fs::write(&bad, "这不是登记本").unwrap();
    fails(&db, &["restore", bad_text], "is no lunpai register");
    fails(&db, &["restore", "nowhere.lunpai"], "There is no register at nowhere.lunpai");
    let other = TempDir::new().unwrap();
    let other = open_site(other.path());
    fails(&db, &["restore", other.to_str().unwrap()], "is a backup of another register");
    assert_eq!(run(&db, &["restore", db.to_str().unwrap()]).status.code(), Some(1), "the register itself");
    assert_eq!(json(&db, &["state", "--json"]), state);
    is_whole(&db);
    assert_eq!(names(folder.path()).iter().filter(|name| name.starts_with('.')).count(), 0, "nothing is left");
}

#[test]
fn a_damaged_register_is_restored_and_kept() {
    let folder = TempDir::new().unwrap();
    let db = open_site(folder.path());
    let good = folder.path().join("good.lunpai");
    assert!(run(&db, &["backup", "--to", good.to_str().unwrap()]).status.success());
    for damage in ["first page gone", "middle gone"] {
        let mut bytes = fs::read(&db).unwrap();
        let from = if damage == "middle gone" { 4096 } else { 0 };
        bytes[from..from + 4096].fill(0);
        fs::write(&db, &bytes).unwrap();
        fs::write(folder.path().join("site.lunpai-wal"), "of the damaged one").unwrap();
        let restored = json(&db, &["restore", good.to_str().unwrap(), "--json"]);
        let before = PathBuf::from(restored["replaced"]["path"].as_str().unwrap());
        assert_eq!(fs::metadata(&before).unwrap().len(), bytes.len() as u64, "{damage}");
        is_whole(&db);
    }
    // Somebody threw it away, and left what stood beside it.
    fs::remove_file(&db).unwrap();
    fs::write(folder.path().join("site.lunpai-wal"), "of one that is gone").unwrap();
    json(&db, &["restore", good.to_str().unwrap(), "--json"]);
    is_whole(&db);
    // Another program's database is not ours to replace.
    let other = folder.path().join("other.db");
    Connection::open(&other).unwrap().execute_batch("CREATE TABLE t (x); PRAGMA application_id = 7;").unwrap();
    let before = fs::read(&other).unwrap();
    fails(&other, &["restore", good.to_str().unwrap()], "is no lunpai register");
    assert_eq!(fs::read(&other).unwrap(), before);
}

#[test]
fn where_nothing_can_be_written_it_is_said() {
    let folder = TempDir::new().unwrap();
    let db = open_site(folder.path());
    let file = folder.path().join("a file");
    fs::write(&file, "").unwrap();
    fails(&db, &["backup", "--dir", file.join("in").to_str().unwrap()], "something on its path is no folder");
    fails(&db, &["backup", "--to", file.join("in").to_str().unwrap()], "something on its path is no folder");
    fails(&db, &["backup", "--to", folder.path().to_str().unwrap()], "it is a folder");
    let said = String::from_utf8(run(&db, &["backup", "--list"]).stdout).unwrap();
    assert!(said.contains("还没有备份"), "{said}");
    assert_eq!(run(&db, &["backup", "--to", db.to_str().unwrap()]).status.code(), Some(1));
    is_whole(&db);
}

/// Backs up where no file may grow beyond 64 KiB; `ignored` is what is done about the signal that says so.
#[cfg(unix)]
fn on_a_full_disk(db: &Path, ignored: &str) -> std::process::Output {
    let mut shell = std::process::Command::new("sh");
    let lunpai = lunpai(db);
    shell.env_clear().envs(crate::driver::binary::environment(db));
    let script = format!("{ignored} ulimit -f 128; exec \"$0\" \"$@\"");
    shell.arg("-c").arg(script).arg(lunpai.get_program()).args(lunpai.get_args()).args(["--lang", "en", "backup"]);
    shell.output().unwrap()
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_no_half_backup() {
    let folder = TempDir::new().unwrap();
    let db = open_site(folder.path());
    let done = on_a_full_disk(&db, "trap '' XFSZ;");
    let said = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(2), "{said}");
    assert!(said.contains("cannot be written") && said.contains("site-backups"), "{said}");
    assert!(names(&folder.path().join("site-backups")).is_empty());
    is_whole(&db);
}

#[cfg(unix)]
#[test]
fn one_killed_half_way_is_no_backup() {
    let folder = TempDir::new().unwrap();
    let db = open_site(folder.path());
    let done = on_a_full_disk(&db, "");
    assert_eq!(done.status.code(), None, "it was killed by a signal");
    let left = names(&folder.path().join("site-backups"));
    assert!(left.len() == 1 && left[0].starts_with('.'), "{left:?}");
    assert_eq!(json(&db, &["backup", "--list", "--json"]), json!([]));
    // The next one tidies up, but not what another may be writing just now.
    let conversation = lunpai::desk::Desk::open(&db, None).unwrap();
    let now = Timestamp::from_micros(4_102_444_800_000_000, 28_800);
    backup::write(conversation.register(), None, now).unwrap();
    assert_eq!(names(&folder.path().join("site-backups")).len(), 1);
    is_whole(&db);
}

#[test]
fn others_go_on_writing_meanwhile() {
    let folder = TempDir::new().unwrap();
    let db = open_site(folder.path());
    let writer = std::thread::spawn({
        let db = db.clone();
        move || (0..4).for_each(|n| drop(receive(&db, &format!("w{n}"))))
    });
    for n in 0..6 {
        let to = folder.path().join(format!("{n}.lunpai"));
        let kept = json(&db, &["backup", "--to", to.to_str().unwrap(), "--json"]);
        let said = String::from_utf8(run(&to, &["verify"]).stdout).unwrap();
        assert!(said.contains(kept["head"].as_str().unwrap()), "{said}");
    }
    writer.join().unwrap();
    is_whole(&db);
}

#[test]
fn only_its_own_files_are_thrown_away() {
    let site = Site::open(&["a"]);
    let folder = backup::folder(&site.path());
    fs::create_dir_all(&folder).unwrap();
    let foreign = [
        "notes.txt",
        "site-2024-01-01-180000-12-0123456789ab.lunpai",
        "site-2024-01-02-180000-12-0123456789ab.lunpai",
        "site-before-restore-2024-01-01-180000-12-0123456789ab.lunpai",
        "copy of site-2024-01-01-180000-12-0123456789ab.lunpai",
    ];
    for name in foreign {
        fs::write(folder.join(name), name).unwrap();
    }
    let mut pruned = 0;
    for day in 1..=30 {
        let kept = backup::write(site.register(), None, at(&format!("2026-11-{day:02}T18:30:00"))).unwrap();
        pruned += kept.pruned.len();
    }
    let all = backup::list(&site.path(), &folder).unwrap();
    let mark = site.register().mark().unwrap();
    let ours: Vec<&Listed> = all.iter().filter(|listed| listed.name.mark == mark).collect();
    let days: Vec<String> = ours.iter().map(|listed| listed.name.taken.format("%d").to_string()).collect();
    assert_eq!(days, ["30", "29", "28", "27", "26", "25", "24", "22", "15", "08", "01"], "seven days, then Sundays");
    assert_eq!(pruned, 30 - ours.len());
    assert!(foreign.iter().all(|name| folder.join(name).exists()));
}

#[test]
fn the_desk_is_told_when_the_newest_is_too_old() {
    let mut site = Site::open(&["a"]);
    let stale = |site: &Site, time: &str| backup::is_stale(site.register(), at(time)).unwrap();
    assert!(!stale(&site, "2026-11-23T12:00:00"), "the first day of a site owes none");
    site.at("18:00").ok(json!({"do": "day.close"}));
    assert!(stale(&site, "2026-11-23T18:00:00"));
    backup::write(site.register(), None, at("2026-11-23T18:30:00")).unwrap();
    assert!(!stale(&site, "2026-11-25T18:30:00"));
    assert!(stale(&site, "2026-11-25T18:30:01"));
}

#[test]
fn a_backup_that_is_not_the_register_is_none() {
    // The chain of the register itself is broken: what is copied is no backup, and the fault names the event.
    let site = Site::open(&["a"]);
    let conn = Connection::open(site.path()).unwrap();
    conn.execute_batch("DROP TRIGGER events_keep_update; UPDATE events SET at = at + 1 WHERE seq = 2;").unwrap();
    let done = backup::write(site.register(), None, at("2026-11-23T18:30:00"));
    assert!(matches!(done, Err(Fault::BadBackup { defect: Defect::Chain(2), .. })), "{done:?}");
    assert!(names(&backup::folder(&site.path())).is_empty());
}
