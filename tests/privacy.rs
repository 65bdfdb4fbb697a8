//! What a client says of themselves stands apart from the log, and never in a refusal.

use crate::driver::Site;
use crate::driver::binary;
use rusqlite::Connection;
use serde_json::json;
use tempfile::TempDir;

const WORDS: [&str; 6] = ["诸葛小明", "13812345678", "云上科技", "诸葛家", "怕吵的楼层", "朋友圈"];

fn fill(db: &std::path::Path) {
    let mut batch = binary::Batch::start(db);
    let mut say = |command: serde_json::Value| assert_eq!(batch.answer(&command)["ok"], true, "{command}");
    say(json!({"do": "staff.add", "id": "m1", "name": "王经理", "role": "manager"}));
    say(json!({"do": "staff.add", "id": "s1", "name": "张伟", "role": "sales", "by": "m1"}));
    say(json!({"do": "day.open", "order": ["s1"]}));
    say(
        json!({"do": "arrive", "visit": "a1", "new_client": "a", "been_before": false, "name": WORDS[0], "phone": WORDS[1],
        "company": WORDS[2], "household": WORDS[3], "note": WORDS[4], "source": WORDS[5]}),
    );
    say(json!({"do": "finish", "visit": "a1", "note": WORDS[4], "outcome": WORDS[4]}));
    say(
        json!({"do": "call.start", "call": "t1", "name": WORDS[0], "phone": WORDS[1], "project": WORDS[2], "needs": WORDS[4]}),
    );
    // What is asked of a manager, granted and refused, and a ruling.
    say(json!({"do": "ask", "reason": WORDS[4],
        "command": {"do": "client.transfer", "client": "a", "to": "s1", "reason": WORDS[0]}}));
    say(json!({"do": "answer", "item": "i-0001", "grant": true, "by": "m1", "reason": WORDS[5]}));
    say(json!({"do": "ask", "command": {"do": "violation.record", "staff": "s1", "kind": "gossip", "note": WORDS[2]}}));
    say(json!({"do": "answer", "item": "i-0002", "grant": false, "reason": WORDS[3], "by": "m1"}));
    say(json!({"do": "case.rule", "visit": "a1", "ruling": WORDS[4], "by": "m1"}));
    say(json!({"do": "ask", "command": {"do": "violation.record", "staff": "s1", "kind": "gossip", "note": WORDS[2]}}));
    assert_eq!(batch.end(), Some(0));
}

#[test]
fn the_log_holds_no_personal_words() {
    let folder = TempDir::new().unwrap();
    let db = folder.path().join("site.lunpai");
    fill(&db);
    let conn = Connection::open(&db).unwrap();
    let log: Vec<String> = conn
        .prepare("SELECT body FROM events")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    // The floor, too, keeps only the numbers of requests: a new day leaves it beside the log.
    let mut batch = binary::Batch::start(&db);
    assert_eq!(batch.answer(&json!({"do": "day.close", "force": true, "by": "m1"}))["ok"], true);
    let next = json!({"do": "day.open", "date": "2999-01-01", "order": ["s1"], "by": "m1"});
    assert_eq!(batch.answer(&next)["ok"], true);
    batch.end();
    let floors: Vec<String> = conn
        .prepare("SELECT floor FROM snapshots")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert!(floors.iter().any(|floor| floor.contains("request")));
    for word in WORDS {
        assert!(log.iter().all(|body| !body.contains(word)), "{word} stands in the log");
        assert!(floors.iter().all(|body| !body.contains(word)), "{word} stands on the floor");
    }
}

#[test]
fn a_person_can_be_erased_and_the_chain_stays_whole() {
    let folder = TempDir::new().unwrap();
    let db = folder.path().join("site.lunpai");
    fill(&db);
    let erased = Connection::open(&db).unwrap().execute("DELETE FROM people WHERE subject = 'a'", []).unwrap();
    assert!(erased > 0);
    assert!(binary::run(&db, &["verify"]).status.success());
    assert!(binary::run(&db, &["rebuild"]).status.success());
    assert_eq!(binary::json(&db, &["client", "a", "--json"])["owner"], "s1");
}

#[test]
fn a_refusal_repeats_nothing_that_a_client_said() {
    let mut site = Site::open(&["s1"]);
    let answers = [
        site.run(json!({"do": "arrive", "name": WORDS[0], "phone": "1381234", "been_before": false})),
        site.run(json!({"do": "arrive", "name": WORDS[0], "phone": WORDS[1]})),
        site.run(json!({"do": "arrive", "name": [WORDS[0]], "phone": WORDS[1]})),
        site.say(&format!("{{\"do\": \"arrive\", \"{}\": 1}}", WORDS[0])),
        site.say(&format!("{{\"do\": \"{}\"}}", WORDS[0])),
    ];
    for answer in answers {
        assert_eq!(answer["ok"], false);
        let text = answer.to_string();
        assert!(WORDS.iter().all(|word| !text.contains(word)) && !text.contains("1381234"), "{text}");
    }
}
