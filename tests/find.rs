//! Finding clients while one types: what finds whom, in which order, and that taking in what was
//! entered since finds the same as reading everything again.

use crate::driver::{Site, binary};
use crate::walk::Walk;
use lunpai::register::find::{Finder, FoundBy, Keeper};
use lunpai::register::spelling;
use serde_json::{Value, json};

/// An open day with these clients, in the order in which they came: id, name, phone, company.
fn site(clients: &[(&str, &str, &str, &str)]) -> Site {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    for (id, name, phone, company) in clients {
        arrive(&mut site, id, name, phone, company);
    }
    site
}

fn arrive(site: &mut Site, id: &str, name: &str, phone: &str, company: &str) {
    let mut command = json!({"do": "arrive", "visit": format!("v-{id}"), "new_client": id, "been_before": false});
    for (field, value) in [("name", name), ("phone", phone), ("company", company)] {
        if !value.is_empty() {
            command[field] = json!(value);
        }
    }
    site.ok(command);
}

fn found(finder: &Finder, query: &str, limit: usize) -> Vec<(String, FoundBy)> {
    finder.find(query, limit).into_iter().map(|found| (found.client.to_string(), found.by)).collect()
}

#[track_caller]
fn finds(finder: &Finder, query: &str, expected: &[(&str, FoundBy)]) {
    let found = found(finder, query, 10);
    let expected: Vec<_> = expected.iter().map(|(id, by)| ((*id).to_owned(), *by)).collect();
    assert_eq!(found, expected, "{query}");
}

#[test]
fn the_closest_are_found_first() {
    use FoundBy::*;
    let site = site(&[
        ("k1", "张伟", "13812345678", "江湾科技"),
        ("k2", "張偉明", "13956781234", ""),
        ("k3", "小张伟", "01065541234", ""),
        ("k4", "单雄信", "+85256785678", ""),
        ("k5", "John Smith", "", "ＡＢＣ 贸易"),
        ("k6", "", "", ""),
        ("k7", "章午", "", ""),
    ]);
    let finder = Finder::load(site.register()).unwrap();
    finds(&finder, "张伟", &[("k1", Name), ("k2", NamePrefix), ("k3", NamePart)]);
    finds(&finder, "張偉", &[("k1", Name), ("k2", NamePrefix), ("k3", NamePart)]);
    finds(&finder, "伟", &[("k3", NamePart), ("k2", NamePart), ("k1", NamePart)]);
    finds(&finder, "5678", &[("k4", PhoneTail), ("k1", PhoneTail), ("k2", PhonePart)]);
    finds(&finder, "５６７", &[("k4", PhonePart), ("k2", PhonePart), ("k1", PhonePart)]);
    finds(&finder, "+86 138-1234-5678", &[("k1", Phone)]);
    finds(&finder, "6554 1234", &[("k3", PhoneTail)]);
    finds(&finder, "zhangw", &[("k7", Pinyin), ("k2", Pinyin), ("k1", Pinyin), ("k3", Spelling)]);
    finds(&finder, "ｚｗ", &[("k7", Initials), ("k2", Initials), ("k1", Initials), ("k3", Spelling)]);
    finds(&finder, "张wm", &[("k2", Initials)]);
    finds(&finder, "shanxx", &[("k4", Spelling)]);
    finds(&finder, "danxiongxin", &[("k4", Pinyin)]);
    finds(&finder, "smith", &[("k5", NamePart)]);
    finds(&finder, "科技", &[("k1", Company)]);
    finds(&finder, "abc", &[("k5", Company)]);
    finds(&finder, "k6", &[("k6", Id)]);
    finds(&finder, "没有", &[]);
    finds(&finder, "12", &[]);
    let recent = ["k7", "k6", "k5", "k4", "k3", "k2", "k1"].map(|id| (id, Recent));
    finds(&finder, " ", &recent);
    assert_eq!(found(&finder, "", 2), [("k7".to_owned(), Recent), ("k6".to_owned(), Recent)]);
    assert_eq!(found(&finder, "张", 0), []);
}

#[test]
fn households_and_parts_of_an_id_find_too() {
    let mut site = site(&[("old-17", "", "", "")]);
    for (id, field) in [("k1", "household"), ("k2", "company")] {
        let mut command = json!({"do": "arrive", "visit": id, "new_client": id, "been_before": false});
        command[field] = json!("李家庄");
        site.ok(command);
    }
    let finder = Finder::load(site.register()).unwrap();
    finds(&finder, "家庄", &[("k2", FoundBy::Company), ("k1", FoundBy::Household)]);
    finds(&finder, "old-17", &[("old-17", FoundBy::Id)]);
    finds(&finder, "ld-17", &[("old-17", FoundBy::IdPart)]);
}

#[test]
fn every_part_of_a_number_and_of_a_name_finds_its_client() {
    let names = ["仇英", "曾国藩", "解晓东", "欧阳娜娜", "阿不都·热合曼", "單乐", "吕布", "Li Lei", "尉迟恭", "王"];
    let mut site = site(&[]);
    for (at, name) in names.iter().enumerate() {
        arrive(&mut site, &format!("n{at}"), name, &format!("13{at}{:08}", at * 7_654_321), "");
    }
    let finder = Finder::load(site.register()).unwrap();
    let is_found = |query: &str, id: &str| {
        let found = found(&finder, query, 100);
        assert!(found.iter().any(|(client, _)| client == id), "{query} does not find {id}");
    };
    for (at, name) in names.iter().enumerate() {
        let (id, phone) = (format!("n{at}"), format!("13{at}{:08}", at * 7_654_321));
        for from in 0..phone.len() {
            (from + 3..=phone.len()).for_each(|to| is_found(&phone[from..to], &id));
        }
        let letters: Vec<char> = name.chars().collect();
        for from in 0..letters.len() {
            (from + 1..=letters.len()).for_each(|to| is_found(&String::from_iter(&letters[from..to]), &id));
        }
        for key in spelling::keys(name) {
            (1..=key.len()).for_each(|to| is_found(&key[..to], &id));
        }
    }
}

#[test]
fn merged_clients_are_found_once_under_the_one_they_lead_to() {
    let mut site = site(&[("k1", "赵云", "13800000001", ""), ("k2", "赵子龙", "", "")]);
    site.finish("v-k1");
    let mut finder = Finder::load(site.register()).unwrap();
    site.ok(json!({"do": "register", "visit": "v-k2", "phone": "13800000001"}));
    assert!(finder.catch_up(site.register()).unwrap());
    assert!(!finder.catch_up(site.register()).unwrap());
    Keeper::anew().keep(site.register()).unwrap();
    for finder in [&finder, &Finder::read_tables(site.register()).unwrap(), &Finder::load(site.register()).unwrap()] {
        finds(finder, "赵", &[("k1", FoundBy::NamePrefix)]);
        finds(finder, "赵子龙", &[("k1", FoundBy::Name)]);
        finds(finder, "k2", &[("k1", FoundBy::Id)]);
        finds(finder, "", &[("k1", FoundBy::Recent)]);
    }
    site.ok(json!({"do": "undo", "by": "m1"}));
    assert!(finder.catch_up(site.register()).unwrap());
    finds(&finder, "赵子龙", &[("k2", FoundBy::Name)]);
    // The keys kept are those from before the undo.
    finds(&Finder::load(site.register()).unwrap(), "赵子龙", &[("k2", FoundBy::Name)]);
    finds(&finder, "0001", &[("k1", FoundBy::PhoneTail)]);
}

#[test]
fn what_finds_nobody_changes_nothing() {
    let mut site = site(&[("k1", "赵云", "", "")]);
    let mut finder = Finder::load(site.register()).unwrap();
    site.presence("s3", "business");
    assert!(!finder.catch_up(site.register()).unwrap());
    finds(&finder, "赵云", &[("k1", FoundBy::Name)]);
}

const NAMES: [&str; 12] =
    ["张伟", "張偉明", "单雄信", "解晓东", "曾小贤", "仇英", "王先生", "欧阳娜娜", "李娜", "Chen", "吕布", "王芳"];
const QUERIES: [&str; 24] = [
    "", "张", "伟", "王", "zhang", "zw", "z", "shan", "xie", "c", "lv", "ouyang", "n", "13", "138", "139", "1234",
    "00", "c-", "c-1", "h", "co", "family", "家",
];

/// A walk's command with a name where it may carry one.
fn named(mut command: Value, at: usize) -> Value {
    let takes_name = ["arrive", "register"].iter().any(|kind| command["do"] == *kind);
    if takes_name && command.get("name").is_none() && !at.is_multiple_of(5) {
        command["name"] = json!(NAMES[at * 7 % NAMES.len()]);
    }
    command
}

#[test]
fn catching_up_finds_what_a_fresh_load_finds() {
    let (mut accepted, mut struck, mut merged, mut linked) = (0, 0, 0, 0);
    for seed in 100..105 {
        let mut site = Site::empty();
        let mut walk = Walk::new(seed);
        let (mut often, mut seldom) = (Finder::load(site.register()).unwrap(), Finder::load(site.register()).unwrap());
        let mut given = Vec::new();
        for at in 0..400 {
            let state = site.state();
            let command = named(walk.next(&state), at);
            let answer = site.run(command.clone());
            given.push(command.to_string());
            let is_ok = answer["ok"] == true;
            accepted += usize::from(is_ok);
            struck += usize::from(is_ok && command["do"] == "undo");
            linked += usize::from(is_ok && command["do"] == "client.link");
            merged += usize::from(answer["flags"].to_string().contains("late_match"));
            often.catch_up(site.register()).unwrap();
            if !at.is_multiple_of(10) {
                continue;
            }
            let fresh = Finder::load(site.register()).unwrap();
            if at % 50 == 0 {
                seldom.catch_up(site.register()).unwrap();
            }
            for query in QUERIES {
                for limit in [3, 1_000] {
                    let expected = found(&fresh, query, limit);
                    let told =
                        || format!("{query:?}, seed {seed}, after\n{}", given[at.saturating_sub(12)..].join("\n"));
                    assert_eq!(found(&often, query, limit), expected, "{}", told());
                    if at % 50 == 0 {
                        assert_eq!(found(&seldom, query, limit), expected, "{}", told());
                    }
                }
            }
        }
    }
    assert!(accepted > 700 && struck > 8 && linked > 2 && merged > 0, "{accepted} {struck} {linked} {merged}");
}

/// Everything that is found, asked of two finders.
#[track_caller]
fn find_the_same(one: &Finder, other: &Finder, when: &str) {
    for query in QUERIES {
        for limit in [3, 1_000] {
            assert_eq!(found(one, query, limit), found(other, query, limit), "{query:?} {when}");
        }
    }
}

#[test]
fn keys_kept_in_the_file_find_what_the_tables_find() {
    let mut undone = 0;
    for seed in 200..202 {
        let mut site = Site::empty();
        let mut walk = Walk::new(seed);
        Keeper::anew().keep(site.register()).unwrap();
        for at in 0..150 {
            let command = named(walk.next(&site.state()), at);
            let answer = site.run(command.clone());
            undone += usize::from(answer["ok"] == true && command["do"] == "undo");
            if at % 60 == 30 {
                Keeper::anew().keep(site.register()).unwrap();
            }
            if at % 30 == 0 {
                let tables = Finder::read_tables(site.register()).unwrap();
                find_the_same(&Finder::load(site.register()).unwrap(), &tables, &format!("seed {seed} at {at}"));
            }
        }
        // Keys of few clients are not worth keeping; a rebuild forgets those that are kept.
        assert!(Finder::load(site.register()).unwrap().keeper().is_none());
        let before = kept(&site);
        assert!(before.0 == 1 && before.1 > 8, "{before:?}");
        lunpai::register::rebuild::rebuild(site.register()).unwrap();
        lunpai::register::find::keep_of_many(site.register()).unwrap();
        assert_eq!(kept(&site), (0, 0));
        find_the_same(
            &Finder::load(site.register()).unwrap(),
            &Finder::read_tables(site.register()).unwrap(),
            "after a rebuild",
        );
    }
    assert!(undone > 3, "{undone}");
}

/// How many heads and pieces of keys are kept.
fn kept(site: &Site) -> (u32, u32) {
    let conn = rusqlite::Connection::open(site.register().path()).unwrap();
    let count = |table: &str| conn.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap();
    (count("search_heads"), count("search_keys"))
}

#[test]
fn keys_that_do_not_fit_together_are_not_trusted() {
    let site = site(&[("k1", "赵云", "13800000001", "江湾科技"), ("k2", "张飞", "", "")]);
    for harm in [
        "UPDATE search_heads SET hash = zeroblob(32)",
        "UPDATE search_heads SET hash = x'00'",
        "UPDATE search_heads SET version = 'other'",
        "UPDATE search_heads SET seq = seq + 1000",
        "DELETE FROM search_keys WHERE part = 0",
        "UPDATE search_keys SET bytes = x'ff' WHERE part = 1",
        "UPDATE search_keys SET bytes = x'ffffffff' WHERE part = 4",
        "DELETE FROM search_keys WHERE part BETWEEN 9 AND 11",
    ] {
        Keeper::anew().keep(site.register()).unwrap();
        let conn = rusqlite::Connection::open(site.register().path()).unwrap();
        conn.execute_batch(harm).unwrap();
        let finder = Finder::load(site.register()).unwrap();
        if !harm.contains("BETWEEN 9") {
            finds(&finder, "zhaoyun", &[("k1", FoundBy::Pinyin)]);
            finds(&finder, "0001", &[("k1", FoundBy::PhoneTail)]);
        }
        finds(&finder, "zhang", &[("k2", FoundBy::Pinyin)]);
    }
}

#[test]
fn the_verb_shows_what_whoever_asks_may_see() {
    let folder = tempfile::TempDir::new().unwrap();
    let db = folder.path().join("site.lunpai");
    let mut batch = binary::Batch::start(&db);
    for command in [
        json!({"do": "staff.add", "id": "m1", "name": "王经理", "role": "manager"}),
        json!({"do": "staff.add", "id": "s1", "name": "张伟", "role": "sales", "by": "m1"}),
        json!({"do": "staff.add", "id": "s2", "name": "李娜", "role": "sales", "by": "m1"}),
        json!({"do": "day.open", "order": ["s1", "s2"]}),
        json!({"do": "arrive", "new_client": "k1", "been_before": false, "name": "诸葛小明", "phone": "13812345678"}),
        json!({"do": "client.import", "rows": [{"client": "k2", "name": "司徒无主", "phones": ["13700137001"]}], "by": "m1"}),
    ] {
        assert_eq!(batch.answer(&command)["ok"], true, "{command}");
    }
    assert_eq!(batch.end(), Some(0));
    let output = |args: &[&str]| {
        let done = binary::run(&db, args);
        (done.status.code(), String::from_utf8(done.stdout).unwrap())
    };
    for (args, holds, lacks) in [
        (&["find", "zhugexm"][..], &["拼音", "诸葛**", "138****5678", "归属 张伟"][..], &["小明", "13812345678"][..]),
        (&["find", "zhugexm", "--by", "s2"], &["诸葛**", "起", "最近"], &["小明", "13812345678"]),
        (&["find", "zhugexm", "--by", "s1"], &["诸葛小明", "13812345678"], &["**"]),
        (&["find", "5678", "--by", "m1"], &["尾号", "诸葛小明", "13812345678"], &["**"]),
        (&["find", "zgxm", "--by", "nobody"], &["诸葛**"], &["小明"]),
        (&["find", "13812", "--by", "s2"], &["…13812…", "有归属"], &["诸葛", "5678", "张伟", "k1"]),
        (&["find", "13812345678"], &["电话", "诸葛**", "138****5678"], &["小明"]),
        (&["find", "13812", "--by", "s1"], &["诸葛小明", "13812345678"], &["…"]),
        (&["find", "situ"], &["司徒**", "137****7001"], &["无主", "13700137001"]),
        (&["find", "situ", "--by", "s2"], &["司徒**", "137****7001"], &["无主", "13700137001"]),
        (&["find", "situ", "--by", "m1"], &["司徒无主", "13700137001"], &["**"]),
        (&["client", "k1"], &["诸葛**", "138****5678", "张伟"], &["小明", "13812345678"]),
        (&["client", "k1", "--by", "s2"], &["诸葛**", "138****5678"], &["小明", "13812345678"]),
        (&["client", "k1", "--by", "s1"], &["诸葛小明", "13812345678"], &["**"]),
    ] {
        let (code, told) = output(args);
        assert_eq!(code, Some(0), "{args:?}: {told}");
        assert!(holds.iter().all(|text| told.contains(text)), "{args:?}: {told}");
        assert!(!lacks.iter().any(|text| told.contains(text)), "{args:?}: {told}");
    }
    assert_eq!(output(&["find", "没有"]).0, Some(1));
    let found = binary::json(&db, &["find", "13812", "--json"]);
    assert_eq!(found, json!({"client": null, "found_by": "digits", "veiled": true, "owned": true}));
    let found = binary::json(&db, &["find", "zhuge", "--json"]);
    assert_eq!((&found["client"], &found["masked"], &found["owner"]), (&json!("k1"), &json!(true), &json!("s1")));
    // A manager who has a PIN must give it.
    let pin = folder.path().join("pin");
    std::fs::write(&pin, "482913\n").unwrap();
    let pin = pin.to_str().unwrap();
    assert!(binary::run(&db, &["pin", "set", "m1", "--new-pin-file", pin]).status.success());
    assert_eq!(output(&["find", "zgxm", "--by", "m1"]).0, Some(1));
    assert!(output(&["find", "zgxm", "--by", "m1", "--pin-file", pin]).1.contains("诸葛小明"));
}
