//! What an entry did, in words: every command in both languages, naming what it must, and never a
//! client's own words; the full lines of entries that are no arrivals.

use crate::driver::Site;
use lunpai::register::journal::{Filter, Kind, Line, page};
use lunpai::rules::command::Command;
use lunpai::text::Lang;
use lunpai::text::told::{kind, told, told_of};
use lunpai::text::why::entry_lines;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const LANGS: [Lang; 2] = [Lang::Zh, Lang::En];

/// Words of clients, which no sentence may repeat.
const PRIVATE: [&str; 5] = ["诸葛小明", "13812345678", "云上科技", "诸葛家", "私下的话"];

/// The last entry, as the list of the log shows it.
fn last(site: &Site) -> Line {
    let lines = page(site.desk().register(), chrono_tz::Asia::Shanghai, &Filter::default(), None, 1).unwrap();
    lines.into_iter().next().unwrap()
}

/// A command with what its sentence must name: `中文|english`, or the same in both.
type Told = (Value, &'static [&'static str]);

/// Staff, policies, the plan, arrivals and receptions.
fn on_the_floor() -> Vec<Told> {
    vec![
        (
            json!({"do": "staff.add", "id": "s8", "name": "周敏", "role": "sales", "by": "m1"}),
            &["周敏", "销售员|sales"],
        ),
        (json!({"do": "policy.set", "key": "makeup_cap", "value": 3, "by": "m1"}), &["makeup_cap", "3"]),
        (json!({"do": "roster.plan", "week": "2026-W49", "by": "m1"}), &["2026-W49"]),
        (
            json!({"do": "roster.set", "date": "2026-12-07", "order": ["s2", "s1"], "by": "m1"}),
            &["2026-12-07", "员工s2", "员工s1"],
        ),
        (
            json!({"do": "roster.publish", "week": "2026-W50", "orders": {"2026-12-08": ["s2", "s1"], "2026-12-09": ["s1"]},
                "leave": {"s3": ["2026-12-08"]}, "reason": PRIVATE[4], "by": "m1"}),
            &["2026-W50", "12-08", "12-09", "请假：员工s3|on leave: 员工s3"],
        ),
        (
            json!({"do": "leave.grant", "staff": "s2", "dates": ["2026-12-08", "2026-12-10"], "reason": PRIVATE[4], "by": "m1"}),
            &["员工s2", "12-08", "12-10", "取下|taken out"],
        ),
        (
            json!({"do": "leave.cancel", "staff": "s2", "dates": ["2026-12-10"], "by": "m1"}),
            &["员工s2", "12-10", "取消|taken back"],
        ),
        (
            json!({"do": "day.reorder", "order": ["s2", "s1", "s3"], "by": "m1", "reason": PRIVATE[4]}),
            &["员工s2", "员工s3"],
        ),
        (
            json!({"do": "arrive", "visit": "a", "new_client": "ca", "been_before": false, "name": PRIVATE[0],
                "phone": PRIVATE[1], "company": PRIVATE[2], "household": PRIVATE[3], "note": PRIVATE[4]}),
            &["a → ", "员工s1"],
        ),
        (json!({"do": "register", "visit": "a", "name": PRIVATE[0], "note": PRIVATE[4]}), &["a "]),
        (json!({"do": "finish", "visit": "a", "note": PRIVATE[4]}), &["a ", "已送客|seen off"]),
        (json!({"do": "arrive", "visit": "b", "new_client": "cb", "been_before": false, "asks_for": "s2"}), &["b → "]),
        (json!({"do": "notice.ack", "visit": "b"}), &["b ", "已转告|told"]),
        (
            json!({"do": "visit.take", "visit": "b", "staff": "s1", "reason": PRIVATE[4], "by": "m1"}),
            &["b ", "员工s1", "改派|reassigned"],
        ),
        (json!({"do": "arrive", "visit": "d", "new_client": "cd", "been_before": false, "asks_for": "s2"}), &["d → "]),
        (json!({"do": "notice.fail", "visit": "d", "by": "m1"}), &["d ", "抢单|poaching"]),
        (
            json!({"do": "presence", "staff": "s3", "reason": "bank"}),
            &["员工s3", "陪客户去银行（公务）|At the bank with a client (business)"],
        ),
        (json!({"do": "presence", "staff": "s3", "to": "business"}), &["员工s3", "公务|business"]),
        (
            json!({"do": "rulebook.set", "part": "violation", "key": "gossip", "value": {"penalty": "demerit"}, "by": "m1"}),
            &["背后议论客户|Gossip about a client", "记过|demerit"],
        ),
        (
            json!({"do": "rulebook.set", "part": "absence", "key": "bank", "value": null, "by": "m1"}),
            &["离岗原因 bank|absence reason bank", "已删去|was removed"],
        ),
        (json!({"do": "arrive", "visit": "w", "new_client": "cw", "been_before": false}), &["w "]),
        (json!({"do": "visit.leave", "visit": "w"}), &["w "]),
        (
            json!({"do": "project.add", "name": "东城项目", "refer_to": "东路 1 号", "by": "m1"}),
            &["东城项目", "东路 1 号"],
        ),
        (
            json!({"do": "violation.record", "id": "x1", "staff": "s3", "kind": "gossip", "note": PRIVATE[4], "by": "m1"}),
            &["员工s3", "：|:"],
        ),
    ]
}

/// Discipline, clients, sales, calls, and what is taken back.
fn beside_the_floor() -> Vec<Told> {
    vec![
        (json!({"do": "violation.void", "violation": "x1", "reason": PRIVATE[4], "by": "m1"}), &["x1"]),
        (
            json!({"do": "client.transfer", "client": "ca", "to": "s1", "reason": PRIVATE[4], "by": "m1"}),
            &["ca", "员工s1"],
        ),
        (
            json!({"do": "client.link", "client": "ca", "with": "cb", "kind": "household", "by": "m1"}),
            &["ca", "cb", "家庭|household"],
        ),
        (json!({"do": "unit.add", "unit": "u1", "price_fen": 100_000_000, "by": "m1"}), &["u1"]),
        (
            json!({"do": "unit.hold", "unit": "u1", "client": "ca", "until": "2026-11-23T20:15:00+08:00", "by": "m1"}),
            &["u1", "ca", "11-23 20:15"],
        ),
        (json!({"do": "unit.release", "unit": "u1", "by": "m1"}), &["u1"]),
        (
            json!({"do": "commission.agree", "client": "ca", "shares": {"s1": 6667, "s2": 3333}, "by": "m1"}),
            &["ca", "员工s1 66.67%", "员工s2 33.33%"],
        ),
        (
            json!({"do": "deposit.take", "deposit": "e1", "unit": "u1", "client": "ca", "amount_fen": 5_000_000, "by": "s1"}),
            &["u1", "50,000.00"],
        ),
        (json!({"do": "deposit.refund", "deposit": "e1", "reason": PRIVATE[4], "by": "m1"}), &["u1", "e1"]),
        (
            json!({"do": "deposit.take", "deposit": "e2", "unit": "u1", "client": "ca", "amount_fen": 100, "by": "s1"}),
            &["u1", "1.00"],
        ),
        (json!({"do": "contract.sign", "deposit": "e2", "by": "m1"}), &["u1", "e2"]),
        (json!({"do": "receipt.print", "deposit": "e2"}), &["e2", "000002"]),
        (json!({"do": "receipt.print", "deposit": "e2"}), &["e2", "补打 第 1 次|COPY 1"]),
        (
            json!({"do": "export.log", "from": "2026-11-23", "to": "2026-11-29", "format": "xlsx", "masked": false,
                "rows": {"visits": 12, "calls": 3}, "reason": PRIVATE[4], "by": "m1"}),
            &["2026-11-23", "2026-11-29", "来访 12 行|visits 12", "来电 3 行|calls 3", "XLSX", "完整|in full"],
        ),
        (json!({"do": "call.start", "call": "t1", "phone": PRIVATE[1], "name": PRIVATE[0]}), &["t1"]),
        (json!({"do": "undo", "by": "m1"}), &["已撤回：|taken back: ", "t1"]),
        (
            json!({"do": "client.import", "by": "m1", "rows": [
                {"client": "ia", "name": PRIVATE[0], "phones": ["13800138011"], "owner": "s1", "first_contact": "2024-03-05T10:00:00+08:00"},
                {"client": "ib", "name": PRIVATE[0], "phones": ["13800138012"], "owner": "s2", "first_contact": "2024-03-06T10:00:00+08:00"},
            ]}),
            &["2 行|2 rows"],
        ),
        (
            json!({"do": "client.merge", "client": "ib", "into": "ia", "reason": PRIVATE[4], "by": "m1"}),
            &["ib", "ia", "同一人|kept as one"],
        ),
        (
            json!({"do": "client.split", "client": "ib", "reason": PRIVATE[4], "by": "m1"}),
            &["ib", "又单独记|kept apart again"],
        ),
        (
            json!({"do": "hint.dismiss", "client": "ia", "with": "ib", "reason": PRIVATE[4]}),
            &["ia", "ib", "不是同一人|two people"],
        ),
        (json!({"do": "pin.set", "staff": "s2", "pin": "2580", "by": "m1"}), &["员工s2", "PIN"]),
        (json!({"do": "staff.depart", "id": "s8", "by": "m1"}), &["周敏"]),
    ]
}

/// Whether a sentence holds what it must: `中文|english`, or the same in both.
fn holds(lang: Lang, text: &str, needed: &str) -> bool {
    let (zh, en) = needed.split_once('|').unwrap_or((needed, needed));
    text.contains(lang.pick(zh, en))
}

/// Checks the last entry's sentence and full lines.
#[track_caller]
fn check(site: &Site, needed: &[&str]) -> &'static str {
    let line = last(site);
    let (floor, name) = (site.desk().floor(), line.entry.header.command.name());
    let mut both = Vec::new();
    for lang in LANGS {
        let text = told_of(lang, floor, &line.entry, line.undone.as_deref());
        assert!(!text.trim().is_empty() && !text.contains(name), "{name}: {text}");
        for needed in needed {
            assert!(holds(lang, &text, needed), "{name} lacks {needed}: {text}");
        }
        let full = entry_lines(lang, floor, &line.entry, line.undone.as_deref());
        assert!(full[0].ends_with(&text), "{name}: {full:?}");
        for said in full.iter().chain([&text]) {
            assert!(!said.trim().is_empty());
            assert!(!PRIVATE.iter().any(|word| said.contains(word)), "{name} tells a client's words: {said}");
        }
        both.push(text);
    }
    // "a → 员工s1" needs no words.
    assert!(name == "arrive" || both[0] != both[1], "{name} is told in one language only");
    name
}

#[test]
fn every_command_is_told_in_both_languages() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    let mut told_of = BTreeSet::from([check(&site, &["已开班|the day is open", "员工s1"])]);
    for (command, needed) in on_the_floor().into_iter().chain(beside_the_floor()) {
        site.ok(command);
        told_of.insert(check(&site, needed));
    }
    // Calls that were missed are returned; what the inbox holds is seen; the day is closed.
    site.ok(json!({"do": "call.start", "call": "t2"}));
    check(&site, &["t2"]);
    site.ok(json!({"do": "call.end", "call": "t2"}));
    told_of.insert(check(&site, &["t2"]));
    for staff in ["s1", "s2", "s3", "o1", "o2"] {
        site.run(json!({"do": "presence", "staff": staff, "to": "private", "by": "m1"}));
    }
    site.ok(json!({"do": "call.start", "call": "t3"}));
    check(&site, &["t3", "待回电|returned"]);
    site.ok(json!({"do": "call.returned", "call": "t3"}));
    told_of.insert(check(&site, &["t3"]));
    let item = site.state()["inbox"][0]["item"].clone();
    site.ok(json!({"do": "inbox.ack", "item": item, "by": "m1"}));
    told_of.insert(check(&site, &[item.as_str().unwrap()]));
    let hold = json!({"do": "day.close", "force": true});
    site.arrive_new("late");
    let asked = site.ok(json!({"do": "ask", "command": hold, "reason": PRIVATE[4], "by": "s1"}));
    told_of.insert(check(&site, &["申请：强制收班|request: force", asked["item"].as_str().unwrap()]));
    let refusal = json!({"do": "answer", "item": asked["item"], "grant": false, "reason": PRIVATE[4], "by": "m1"});
    site.ok(refusal);
    told_of.insert(check(&site, &["未批准：强制收班|not granted: force"]));
    site.ok(json!({"do": "case.rule", "visit": "late", "ruling": PRIVATE[4], "by": "m1"}));
    told_of.insert(check(&site, &["late", "裁定|ruled"]));
    let asked = site.ok(json!({"do": "ask", "command": hold, "by": "s1"}));
    site.ok(json!({"do": "answer", "item": asked["item"], "grant": true, "by": "m1"}));
    check(&site, &["批准：已收班|granted: the day is closed"]);
    site.day("2026-11-24").ok(json!({"do": "day.open", "order": ["s1"], "by": "m1"}));
    site.ok(json!({"do": "day.close", "force": true, "by": "m1"}));
    told_of.insert(check(&site, &["已收班|the day is closed"]));
    told_of.insert(a_wrong_pin(&mut site));
    let missing: Vec<&&str> = Command::NAMES.iter().filter(|name| !told_of.contains(**name)).collect();
    assert!(missing.is_empty(), "nothing was said of {missing:?}");
}

/// A wrong PIN is entered by the program itself.
fn a_wrong_pin(site: &mut Site) -> &'static str {
    site.ok(json!({"do": "pin.set", "staff": "m1", "pin": "2580", "by": "m1"}));
    site.speak_with(Some("2581"));
    site.run(json!({"do": "policy.set", "key": "makeup_cap", "value": 2, "by": "m1"}));
    let line = last(site);
    assert_eq!(line.entry.header.command.name(), "pin.fail");
    check(site, &["王经理", "PIN", "1"])
}

#[test]
fn an_undo_alone_says_that_something_was_taken_back() {
    let mut site = Site::open(&["s1"]);
    site.arrive_new("a");
    site.ok(json!({"do": "undo", "by": "m1"}));
    let line = last(&site);
    assert_eq!(told(Lang::Zh, site.desk().floor(), &line.entry), "已撤回上一笔");
    let full = told_of(Lang::Zh, site.desk().floor(), &line.entry, line.undone.as_deref());
    assert_eq!(full, "已撤回：a → 员工s1");
}

#[test]
fn whoever_is_let_in_by_something_else_is_told_with_the_reasons() {
    let mut site = Site::open(&["s1"]);
    site.presence("s1", "private");
    for office in ["o1", "o2"] {
        site.presence(office, "private");
    }
    site.arrive_new("a");
    assert_eq!(site.waiting(), ["a"]);
    site.presence("s1", "available");
    let line = last(&site);
    let floor = site.desk().floor();
    assert_eq!(told(Lang::Zh, floor, &line.entry), "员工s1 在位；a → 员工s1");
    let full = entry_lines(Lang::Zh, floor, &line.entry, None);
    for needed in ["a → 员工s1", "轮到员工s1", "当时的候接顺序", "第 1 条", "makeup_run"] {
        assert!(full.iter().any(|said| said.contains(needed)), "no line says {needed}: {full:#?}");
    }
}

#[test]
fn a_take_and_a_transfer_say_what_followed() {
    let mut site = Site::open(&["s1", "s2"]);
    site.arrive_new("a");
    site.ok(json!({"do": "visit.take", "visit": "a", "staff": "s2"}));
    let said = |site: &Site, lang| entry_lines(lang, site.desk().floor(), &last(site).entry, None).join("\n");
    let zh = said(&site, Lang::Zh);
    assert!(zh.contains("员工s1 → 员工s2：抢客") && zh.contains("处罚："), "{zh}");
    assert!(said(&site, Lang::En).contains("with "));
    site.ok(json!({"do": "client.transfer", "client": "c-a", "to": "s2", "reason": "调整", "by": "m1"}));
    assert!(said(&site, Lang::Zh).contains("客户 c-a 归属：员工s2（经理转移）"), "{}", said(&site, Lang::Zh));
    assert!(said(&site, Lang::En).contains("client c-a belongs to 员工s2 (transferred by a manager)"));
}

#[test]
fn every_kind_has_its_own_name() {
    for lang in LANGS {
        let names: BTreeSet<&str> = Kind::ALL.iter().map(|each| kind(lang, *each)).collect();
        assert_eq!(names.len(), Kind::ALL.len());
    }
}
