//! The report: its numbers against the log read a second way, on random registers; a fortnight made by
//! hand in words, as a page and as JSON; the edges of weeks and months.

use crate::driver::{Site, binary};
use crate::walk::Walk;
use chrono_tz::Asia::Shanghai;
use lunpai::export::report_html;
use lunpai::register::figures::{Span, Sum};
use lunpai::register::report::{Report, Share, Source, report};
use lunpai::rules::time::{Date, Timestamp};
use lunpai::text::Lang;
use lunpai::text::report::print;
use lunpai::text::width::width;
use proptest::prelude::*;
use rusqlite::Connection;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// How many commands a walk is long: a week of days and more.
const COMMANDS: usize = 420;

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn made(site: &Site, span: Span) -> Report {
    report(site.register(), site.desk().floor(), span).unwrap()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// A visit, a deposit or a contract as the log tells it.
#[derive(Clone, Default)]
struct Told {
    date: String,
    client: String,
    source: String,
    receiver: Option<String>,
    owner: Option<String>,
}

/// A second reading of the log.
#[derive(Default)]
struct Reading {
    visits: Vec<(String, Told)>,
    /// By deposit: the day, the client, who earns it, the amount.
    deposits: BTreeMap<String, (String, String, String, i64)>,
    refunds: BTreeMap<String, String>,
    contracts: BTreeMap<String, String>,
    merged: BTreeMap<String, String>,
}

impl Reading {
    fn of(register: &std::path::Path) -> Self {
        let conn = Connection::open(register).unwrap();
        let mut statement = conn
            .prepare("SELECT e.command, e.at, coalesce(e.actor, ''), e.kind, e.body, coalesce(p.words, '{}') FROM events e LEFT JOIN people p ON p.seq = e.command ORDER BY e.seq")
            .unwrap();
        let rows: Vec<(u64, i64, String, String, Value, Value)> = statement
            .query_map([], |row| {
                let json = |column| serde_json::from_str(&row.get::<_, String>(column).unwrap()).unwrap();
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, json(4), json(5)))
            })
            .unwrap()
            .map(Result::unwrap)
            .collect();
        let undone: BTreeSet<u64> =
            rows.iter().filter(|row| row.3 == "undone").map(|row| row.4["entry"].as_u64().unwrap()).collect();
        let mut reading = Self::default();
        let mut open = None;
        for (command, at, actor, kind, body, words) in rows {
            if undone.contains(&command) {
                continue;
            }
            let day = open.clone().unwrap_or_else(|| Timestamp::from_micros(at, 0).date(Shanghai).to_string());
            match kind.as_str() {
                "day_opened" => open = Some(text(&body["date"])),
                "day_closed" => open = None,
                _ => reading.take(&kind, &body, &words, day, actor),
            }
        }
        reading
    }

    fn take(&mut self, kind: &str, body: &Value, words: &Value, day: String, actor: String) {
        let about = if kind == "visit_routed" { &body["decision"] } else { body };
        let visit = text(&about["visit"]);
        let named = |value: &Value| value.as_str().map(str::to_owned);
        match kind {
            "visit_arrived" => {
                let source = text(&words["source"]).trim().to_owned();
                let told = Told { date: day, client: text(&body["client"]), source, ..Told::default() };
                self.visits.push((visit, told));
            }
            "visit_routed" => {
                let told = self.visit(&visit);
                (told.receiver, told.owner) = (named(&about["receiver"]), named(&about["owner"]));
            }
            "visit_taken" => {
                let told = self.visit(&visit);
                (told.receiver, told.owner) = (named(&body["staff"]), named(&body["owner"]));
            }
            // A day that is over stays as it was.
            "visit_detailed" if self.visit(&visit).date == day => self.visit(&visit).owner = named(&body["owner"]),
            "clients_merged" => {
                self.merged.insert(text(&body["from"]), text(&body["into"]));
            }
            "clients_parted" => {
                self.merged.remove(&text(&body["client"]));
            }
            "deposit_taken" => {
                let fen = body["amount_fen"].as_i64().unwrap();
                let shares = body["shares"].as_object().unwrap();
                let most = shares.values().filter_map(Value::as_i64).max();
                let earner = shares.iter().find(|(_, share)| share.as_i64() == most).map(|(staff, _)| staff.clone());
                let actor = earner.unwrap_or(actor);
                self.deposits.insert(text(&body["deposit"]), (day, text(&body["client"]), actor, fen));
            }
            "deposit_refunded" => {
                self.refunds.insert(text(&body["deposit"]), day);
            }
            "contract_signed" => {
                self.contracts.insert(text(&body["deposit"]), day);
            }
            _ => {}
        }
    }

    fn visit(&mut self, id: &str) -> &mut Told {
        &mut self.visits.iter_mut().find(|(other, _)| other == id).unwrap().1
    }

    fn client(&self, id: &str) -> String {
        let mut id = id;
        while let Some(into) = self.merged.get(id) {
            id = into;
        }
        id.to_owned()
    }

    fn visits_of(&self, client: &str) -> Vec<&Told> {
        self.visits.iter().filter(|(_, told)| self.client(&told.client) == client).map(|(_, told)| told).collect()
    }

    /// What everybody who is chosen did, by client, and the money that is chosen.
    fn share(&self, span: Span, is_theirs: impl Fn(&str) -> bool, is_paid: impl Fn(&str, &str) -> bool) -> Share {
        let is_in = |day: &str| span.contains(date(day));
        let mut share = Share::default();
        let clients: BTreeSet<String> = self
            .visits
            .iter()
            .filter(|(_, told)| is_in(&told.date))
            .map(|(_, told)| self.client(&told.client))
            .collect();
        for client in clients.iter().filter(|client| is_theirs(client)) {
            let visits = self.visits_of(client);
            let count = visits.iter().filter(|told| is_in(&told.date)).count();
            let is_new = is_in(&visits[0].date);
            share.visits += u32::try_from(count).unwrap();
            share.clients += 1;
            share.new_clients += u32::from(is_new);
            share.returned += u32::from(!is_new || count > 1);
            let mut own = self.deposits.iter().filter(|(_, (_, of, ..))| self.client(of) == *client);
            let stands = |id: &str| self.refunds.get(id).is_none_or(|day| date(day) > span.to);
            share.deposited += u32::from(own.clone().any(|(id, (day, ..))| is_in(day) && stands(id)));
            share.signed += u32::from(own.any(|(id, _)| self.contracts.get(id).is_some_and(|day| is_in(day))));
        }
        let add = |sum: &mut Sum, fen: i64| *sum = Sum { count: sum.count + 1, fen: sum.fen + fen };
        for (id, (day, client, staff, fen)) in &self.deposits {
            if !is_paid(&self.client(client), staff) {
                continue;
            }
            if is_in(day) {
                add(&mut share.taken, *fen);
            }
            if self.refunds.get(id).is_some_and(|day| is_in(day)) {
                add(&mut share.refunded, *fen);
            }
            if self.contracts.get(id).is_some_and(|day| is_in(day)) {
                add(&mut share.contracts, *fen);
            }
        }
        share
    }

    /// What a client said brought them, until the span's end.
    fn source(&self, client: &str, span: Span) -> String {
        let said = self.visits_of(client).into_iter().filter(|told| date(&told.date) <= span.to);
        said.map(|told| told.source.clone()).find(|source| !source.is_empty()).unwrap_or_default()
    }

    /// Whose a client was at their last visit of the span.
    fn person(&self, client: &str, span: Span) -> String {
        let visits = self.visits_of(client).into_iter().filter(|told| span.contains(date(&told.date)));
        let person = |told: &Told| told.owner.clone().or(told.receiver.clone());
        visits.filter_map(person).next_back().unwrap_or_default()
    }

    #[track_caller]
    fn agrees(&self, made: &Report) {
        let span = made.span();
        assert_eq!(made.all, self.share(span, |_| true, |_, _| true), "all of {span:?}");
        for (staff, share) in &made.by_person {
            let staff = staff.as_ref().map(ToString::to_string).unwrap_or_default();
            let theirs = self.share(span, |client| self.person(client, span) == staff, |_, earner| earner == staff);
            assert_eq!(*share, theirs, "{staff} in {span:?}");
        }
        for (source, share) in &made.by_source {
            let Source::Named(words) = source else { continue };
            let theirs = self.share(
                span,
                |client| self.source(client, span) == *words,
                |client, _| self.source(client, span) == *words,
            );
            assert_eq!(*share, theirs, "{words} in {span:?}");
        }
        let sum = |count: fn(&Share) -> u32| -> (u32, u32) {
            let people = made.by_person.iter().map(|(_, share)| count(share)).sum();
            (made.by_source.iter().map(|(_, share)| count(share)).sum(), people)
        };
        let counts: [fn(&Share) -> u32; 5] =
            [|s| s.clients, |s| s.visits, |s| s.deposited, |s| s.taken.count, |s| s.signed];
        for count in counts {
            assert_eq!(sum(count), (count(&made.all), count(&made.all)));
        }
        self.returns_agree(made);
        assert_eq!(made.all.visits, made.figures.arrivals());
        assert_eq!(made.all.taken, made.figures.deposits.taken);
        assert_eq!(made.all.refunded, made.figures.deposits.refunded);
        let waits: u32 = made.figures.waiting_by_hour.iter().map(|hour| hour.waited).sum();
        assert_eq!(waits, made.figures.waiting.waited);
        let longest = made.figures.waiting_by_hour.iter().filter_map(|hour| hour.longest_seconds).max();
        assert_eq!(longest, made.figures.waiting.longest_seconds);
        assert!(made.figures.waiting.p90_seconds <= longest);
    }

    #[track_caller]
    fn returns_agree(&self, made: &Report) {
        let mut days = Vec::new();
        let clients: BTreeSet<String> = self.visits.iter().map(|(_, told)| self.client(&told.client)).collect();
        for client in clients {
            for pair in self.visits_of(&client).windows(2).filter(|pair| made.span().contains(date(&pair[1].date))) {
                days.push((date(&pair[1].date) - date(&pair[0].date)).num_days());
            }
        }
        let within = |least, most| u32::try_from(days.iter().filter(|n| (least..=most).contains(*n)).count()).unwrap();
        let by_days = [(0, 1), (2, 3), (4, 7), (8, 14), (15, 30), (31, i64::MAX)].map(|(a, b)| within(a, b));
        assert_eq!((made.returns.by_days, made.returns.visits as usize), (by_days, days.len()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn reports_are_what_the_log_says(seed in 0_u64..100_000) {
        let mut site = Site::empty();
        let mut walk = Walk::new(seed);
        let mut state = site.state();
        for n in 0..COMMANDS {
            let mut command = walk.next(&state);
            if command["do"] == "arrive" && n % 3 > 0 {
                command["source"] = json!(["抖音", "路过", " 朋友", "抖音"][n % 4]);
            }
            site.run(command);
            state = site.state();
        }
        let reading = Reading::of(site.register().path());
        let whole = Span { from: date("2026-11-01"), to: date("2027-03-01") };
        let whole_made = made(&site, whole);
        prop_assert!(whole_made.all.visits > 20 && whole_made.all.returned > 0, "too little happened");
        reading.agrees(&whole_made);
        let days: BTreeSet<Date> = reading.visits.iter().map(|(_, told)| date(&told.date)).collect();
        for day in days {
            reading.agrees(&made(&site, Span::day(day)));
        }
        reading.agrees(&made(&site, Span::week_of(date("2026-11-25"))));
        reading.agrees(&made(&site, Span::month_of(date("2026-11-25"))));
    }
}

fn arrive(site: &mut Site, visit: &str, client: Option<&str>, source: Option<&str>) {
    let mut command = json!({"do": "arrive", "visit": visit});
    if let Some(client) = client {
        command["client"] = json!(client);
    } else {
        command["new_client"] = json!(format!("c-{visit}"));
        command["been_before"] = json!(false);
    }
    if let Some(source) = source {
        command["source"] = json!(source);
    }
    site.ok(command);
}

/// Two weeks: sources, waits, clients who come again, deposits, one given back, a contract of the second
/// week for a deposit of the first.
fn fortnight() -> Site {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    for n in 1..=4 {
        site.ok(json!({"do": "unit.add", "unit": format!("u{n}")}));
    }
    for (visit, source) in [("a", "抖音"), ("b", "抖音"), ("c", "路过")] {
        arrive(&mut site, visit, None, Some(source));
    }
    site.at("09:05");
    arrive(&mut site, "d", None, Some("王大爷介绍"));
    site.at("09:20").finish("a");
    site.at("09:40");
    arrive(&mut site, "e", None, None);
    site.at("09:52");
    for visit in ["b", "c", "d"] {
        site.finish(visit);
    }
    let deposit = |site: &mut Site, id: &str, unit: &str, client: &str, fen: i64, by: &str| {
        site.ok(
            json!({"do": "deposit.take", "deposit": id, "unit": unit, "client": client, "amount_fen": fen, "by": by}),
        );
    };
    deposit(&mut site, "p1", "u1", "c-a", 5_000_000, "s1");
    deposit(&mut site, "p2", "u2", "c-b", 2_000_050, "s2");
    site.finish("e");
    site.ok(json!({"do": "day.close"}));
    site.day("2026-11-26");
    site.ok(json!({"do": "day.open", "order": ["s1", "s2", "s3"]}));
    arrive(&mut site, "f", Some("c-c"), Some("抖音"));
    site.finish("f");
    site.ok(json!({"do": "deposit.refund", "deposit": "p2", "reason": "不要了", "by": "m1"}));
    site.ok(json!({"do": "day.close"}));
    site.day("2026-12-01");
    site.ok(json!({"do": "day.open", "order": ["s2", "s1"]}));
    arrive(&mut site, "g", Some("c-a"), None);
    arrive(&mut site, "h", None, Some("路过"));
    site.at("09:10").finish("g");
    site.ok(json!({"do": "contract.sign", "deposit": "p1", "by": "s1"}));
    deposit(&mut site, "p3", "u2", "c-h", 10_000_050, "s2");
    site.finish("h");
    site
}

const NAMES: [&str; 4] = ["王大爷", "c-a", "c-h", "不要了"];

#[test]
fn a_week_and_a_month_in_words() {
    let site = fortnight();
    let floor = site.desk().floor();
    let week = made(&site, Span::week_of(date("2026-11-23")));
    let month = made(&site, Span::month_of(date("2026-12-01")));
    insta::assert_snapshot!("report_week", print(Lang::Zh, floor, &week).join("\n"));
    insta::assert_snapshot!("report_month_in_english", print(Lang::En, floor, &month).join("\n"));
    let all = Span { from: date("2026-11-23"), to: date("2026-12-31") };
    for (lang, span) in [(Lang::Zh, all), (Lang::En, all), (Lang::Zh, month.span()), (Lang::En, week.span())] {
        for line in print(lang, floor, &made(&site, span)) {
            assert!(width(&line) <= 80, "{line}");
            assert!(NAMES.iter().all(|name| !line.contains(name)), "{line}");
        }
    }
}

#[test]
fn a_page_holds_everything_in_itself() {
    let site = fortnight();
    let floor = site.desk().floor();
    let week = made(&site, Span::week_of(date("2026-11-23")));
    let page = report_html::page(Lang::Zh, floor, &week);
    insta::assert_snapshot!("report_page", page);
    let english = report_html::page(Lang::En, floor, &week);
    for page in [&page, &english] {
        assert!(page.matches("<svg").count() >= 6 && page.matches("<svg").count() == page.matches("</svg>").count());
        for loaded in ["<script", "<link", "<img", "src=", "href=", "@import", "url("] {
            assert!(!page.contains(loaded), "{loaded}");
        }
        assert!(NAMES.iter().all(|name| !page.contains(name)));
    }
    assert!(page.contains("柒万元伍角") && english.contains("lang=\"en\""));
}

#[test]
fn the_verb_gives_the_numbers_of_the_log() {
    let site = fortnight();
    let db = site.register().path();
    let json = binary::json(db, &["report", "--week", "2026-W48", "--json"]);
    let all = &json["all"];
    let counts = ["visits", "clients", "new_clients", "returned", "deposited", "signed", "conversion_permille"];
    assert_eq!(counts.map(|name| all[name].as_i64().unwrap()), [6, 5, 5, 1, 1, 0, 200]);
    assert_eq!(all["deposits"], json!({"count": 2, "fen": 7_000_050, "capitals": "柒万元伍角"}));
    assert_eq!((&all["refunds"]["fen"], &all["contracts"]["count"]), (&json!(2_000_050), &json!(0)));
    let kinds: Vec<(&str, i64)> = json["by_source"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["source"].as_str().unwrap(), row["clients"].as_i64().unwrap()))
        .collect();
    assert_eq!(kinds, [("抖音", 2), ("其他", 2), ("未填", 1)]);
    assert_eq!((&json["returns"]["visits"], &json["returns"]["median_days"]), (&json!(1), &json!(3)));
    assert_eq!((&json["waiting"]["waited"], &json["fairness"]["adds_up"]), (&json!(2), &json!(true)));
    let next = binary::json(db, &["report", "--month", "2026-12", "--json"]);
    assert_eq!((&next["all"]["signed"], &next["all"]["contracts"]["fen"]), (&json!(1), &json!(5_000_000)));
    assert_eq!((&next["day_still_open"], &next["all"]["deposited"]), (&json!(true), &json!(1)));
    assert!(!json.to_string().contains("c-a") && !json.to_string().contains("王大爷"));
}

#[test]
fn the_verb_writes_a_page_and_knows_its_spans() {
    let site = fortnight();
    let db = site.register().path();
    let run = |args: &[&str]| binary::run(db, &[&["report"], args].concat());
    let out = db.with_file_name("报告.html");
    let written = run(&["--week", "2026-W48", "--html", "--out", out.to_str().unwrap()]);
    assert_eq!((written.status.code(), written.stdout.len()), (Some(0), 0));
    assert!(std::fs::read_to_string(&out).unwrap().starts_with("<!DOCTYPE html>"));
    assert_eq!(run(&["--html", "--out", db.to_str().unwrap()]).status.code(), Some(1));
    assert!(
        Connection::open(db).unwrap().query_row("SELECT COUNT(*) FROM events", [], |row| row.get::<_, i64>(0)).is_ok()
    );
    let printed = |args: &[&str]| String::from_utf8(run(args).stdout).unwrap();
    assert!(printed(&[]).starts_with("周报 2026-W49  2026-11-30 周一 至 2026-12-06 周日（当日未收班"));
    assert!(printed(&["--month", "2027-02"]).contains("2027-02-01 周一 至 2027-02-28 周日\n\n这段时间没有登记"));
    for (args, code) in [
        (&["--from", "2026-12-01", "--to", "2026-11-23"][..], 1),
        (&["--week", "2026-W54"][..], 2),
        (&["--month", "2026-13"][..], 2),
        (&["--week", "2026-W48", "--month", "2026-11"][..], 2),
    ] {
        assert_eq!(run(args).status.code(), Some(code), "{args:?}");
    }
    let fresh = Site::empty();
    assert_eq!(binary::run(fresh.register().path(), &["report"]).status.code(), Some(1));
}
