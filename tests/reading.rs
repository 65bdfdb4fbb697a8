//! What the screens read: given what was said at the desk, then these rows and no others. One
//! section a screen: units, clients, calls, discipline.

use crate::driver::Site;
use lunpai::register::discipline::{Whose, violations};
use lunpai::register::dossier::{Dossier, dossier};
use lunpai::register::phone_log::{CallLine, calls_on, open_calls, projects};
use lunpai::register::sales::{UnitState, UnitStep, board, unit_history};
use lunpai::register::tower::towers;
use lunpai::rules::event::OwnerCause;
use lunpai::rules::facts::DepositState;
use lunpai::rules::floor::VisitState;
use lunpai::rules::id::{ClientId, StaffId, UnitId};
use lunpai::rules::time::{Date, Timestamp};
use serde_json::{Value, json};

fn time(text: &str) -> Timestamp {
    Timestamp::parse(&format!("{text}+08:00")).unwrap()
}

fn today(time_of_day: &str) -> Timestamp {
    time(&format!("2026-11-23T{time_of_day}:00"))
}

/// An id, or whatever reads as one; empty for none.
fn text<T: ToString>(id: Option<&T>) -> String {
    id.map(T::to_string).unwrap_or_default()
}

/// A client of `owner`, received and seen off.
#[track_caller]
fn client(site: &mut Site, id: &str, owner: &str, more: &Value) {
    let visit = format!("first-{id}");
    let mut command =
        json!({"do": "arrive", "visit": visit, "new_client": id, "been_before": false, "asks_for": owner});
    command.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    site.ok(command);
    site.finish(&visit);
}

#[track_caller]
fn read(site: &Site, id: &str, limit: u32) -> Dossier {
    dossier(site.register(), &ClientId::from(id), limit).unwrap().unwrap()
}

// Units.

/// Clients c1 (赵女士, of s1) and c2 (of s2); units 1-0301, 1-0302 and 2-0301.
fn for_sale() -> Site {
    let mut site = Site::open(&["s1", "s2"]);
    client(&mut site, "c1", "s1", &json!({"name": "赵女士"}));
    client(&mut site, "c2", "s2", &json!({}));
    for unit in ["1-0301", "1-0302", "2-0301"] {
        site.ok(
            json!({"do": "unit.add", "unit": unit, "price_fen": 358_000_050, "layout": "三房", "area_cm2": 970_000}),
        );
    }
    site
}

/// The board as "unit state client".
fn stands(site: &Site, now: Timestamp) -> Vec<String> {
    let lines = board(site.register(), now).unwrap();
    let line = |unit: &lunpai::register::sales::UnitLine| {
        format!("{} {} {}", unit.id, unit.state.code(), text(unit.state.client().map(|client| &client.id)))
    };
    lines.iter().map(|unit| line(unit).trim_end().to_owned()).collect()
}

#[test]
fn the_board_shows_where_every_unit_stands() {
    let mut site = for_sale();
    assert_eq!(stands(&site, today("10:00")), ["1-0301 available", "1-0302 available", "2-0301 available"]);
    let until = "2026-11-23T12:00:00+08:00";
    site.ok(json!({"do": "unit.hold", "unit": "1-0301", "client": "c1", "until": until, "by": "m1"}));
    site.ok(json!({"do": "deposit.take", "deposit": "d1", "unit": "2-0301", "client": "c2", "amount_fen": 2_000_000, "by": "s2"}));
    assert_eq!(stands(&site, today("11:59")), ["1-0301 held c1", "1-0302 available", "2-0301 reserved c2"]);
    assert_eq!(stands(&site, today("12:00")), ["1-0301 available", "1-0302 available", "2-0301 reserved c2"]);
    let lines = board(site.register(), today("11:00")).unwrap();
    assert_eq!((lines[0].price_fen, lines[0].area_cm2), (Some(358_000_050), Some(970_000)));
    assert_eq!(lines[0].layout.as_deref(), Some("三房"));
    let UnitState::Held { client, until, by, .. } = &lines[0].state else { panic!("{:?}", lines[0]) };
    assert_eq!((client.name.as_deref(), *until, text(by.as_ref())), (Some("赵女士"), today("12:00"), "m1".to_owned()));
    let UnitState::Reserved(sale) = &lines[2].state else { panic!("{:?}", lines[2]) };
    assert_eq!((sale.deposit.as_str(), sale.amount_fen, text(sale.by.as_ref())), ("d1", 2_000_000, "s2".to_owned()));
    assert!(sale.at > today("09:00") && sale.at < today("09:01"));
    site.ok(json!({"do": "contract.sign", "deposit": "d1"}));
    assert_eq!(stands(&site, today("11:00"))[2], "2-0301 sold c2");
    site.ok(json!({"do": "undo"}));
    assert_eq!(stands(&site, today("11:00"))[2], "2-0301 reserved c2");
}

#[test]
fn the_board_follows_releases_and_refunds() {
    let mut site = for_sale();
    let until = "2026-11-23T18:00:00+08:00";
    site.ok(json!({"do": "unit.hold", "unit": "1-0301", "client": "c1", "until": until, "by": "m1"}));
    site.ok(json!({"do": "unit.release", "unit": "1-0301", "by": "m1"}));
    site.ok(
        json!({"do": "deposit.take", "deposit": "d1", "unit": "1-0302", "client": "c1", "amount_fen": 1, "by": "s1"}),
    );
    site.ok(json!({"do": "deposit.refund", "deposit": "d1", "reason": "贷款未批", "by": "m1"}));
    site.ok(
        json!({"do": "deposit.take", "deposit": "d2", "unit": "1-0302", "client": "c2", "amount_fen": 2, "by": "s2"}),
    );
    assert_eq!(stands(&site, today("10:00")), ["1-0301 available", "1-0302 reserved c2", "2-0301 available"]);
}

#[test]
fn a_units_history_is_told_oldest_first_without_what_was_undone() {
    let mut site = for_sale();
    let until = "2026-11-23T18:00:00+08:00";
    site.ok(json!({"do": "unit.hold", "unit": "1-0302", "client": "c2", "until": until, "by": "m1"}));
    site.ok(json!({"do": "unit.hold", "unit": "1-0301", "client": "c1", "until": until, "by": "m1"}));
    site.ok(json!({"do": "unit.release", "unit": "1-0301", "by": "m1"}));
    site.ok(json!({"do": "unit.hold", "unit": "1-0301", "client": "c2", "until": until, "by": "m1"}));
    site.ok(json!({"do": "undo", "by": "m1"}));
    site.ok(json!({"do": "deposit.take", "deposit": "d1", "unit": "1-0301", "client": "c1", "amount_fen": 1_000, "by": "s1"}));
    site.ok(json!({"do": "deposit.refund", "deposit": "d1", "reason": "贷款未批", "by": "m1"}));
    site.ok(json!({"do": "deposit.take", "deposit": "d2", "unit": "1-0301", "client": "c2", "amount_fen": 2_000, "by": "s2"}));
    site.ok(json!({"do": "contract.sign", "deposit": "d2", "by": "s2"}));
    let history = unit_history(site.register(), &UnitId::from("1-0301")).unwrap();
    let told: Vec<String> = history
        .iter()
        .map(|entry| {
            let step = match &entry.step {
                UnitStep::Added(price_fen) => format!("added {}", price_fen.unwrap()),
                UnitStep::Held { client, until } => format!("held {} {}", client.id, until.to_rfc3339()),
                UnitStep::Released => "released".to_owned(),
                UnitStep::Deposited { deposit, client, amount_fen } => format!("{deposit} {} {amount_fen}", client.id),
                UnitStep::Refunded { deposit, client, reason } => {
                    format!("{deposit} back to {} {}", client.id, text(reason.as_ref()))
                }
                UnitStep::Signed { deposit } => format!("{deposit} signed"),
            };
            format!("{step} by {}", text(entry.by.as_ref())).trim_end().to_owned()
        })
        .collect();
    assert_eq!(
        told,
        [
            "added 358000050 by",
            "held c1 2026-11-23T18:00:00+08:00 by m1",
            "released by m1",
            "d1 c1 1000 by s1",
            "d1 back to c1 贷款未批 by m1",
            "d2 c2 2000 by s2",
            "d2 signed by s2",
        ]
    );
    assert!(history.is_sorted_by_key(|entry| entry.at));
    assert_eq!(unit_history(site.register(), &UnitId::from("9-9901")).unwrap(), []);
}

#[test]
fn units_stand_on_the_floors_of_their_buildings() {
    let site = for_sale();
    let units = board(site.register(), today("10:00")).unwrap();
    let towers = towers(&units);
    let seen: Vec<(&str, Vec<&str>)> = towers
        .iter()
        .map(|tower| (tower.building.as_str(), tower.units().map(|unit| units[unit].id.as_str()).collect()))
        .collect();
    assert_eq!(seen, [("1", vec!["1-0301", "1-0302"]), ("2", vec!["2-0301"])]);
}

// Clients.

#[test]
fn a_dossier_holds_everything_about_a_client() {
    let mut site = Site::open(&["s1", "s2"]);
    let first = json!({"name": "赵女士", "phone": "13800000001", "source": "路过", "household": "赵家", "company": "云上", "party": 3, "note": "看三房"});
    client(&mut site, "c1", "s1", &first);
    client(&mut site, "c2", "s1", &json!({"name": "钱先生", "household": "赵家"}));
    site.ok(json!({"do": "call.start", "call": "k1", "phone": "138 0000 0001", "asks_for": "s2"}));
    site.ok(json!({"do": "call.end", "call": "k1", "note": "问首付"}));
    site.ok(json!({"do": "arrive", "visit": "v2", "client": "c1"}));
    site.ok(json!({"do": "register", "visit": "v2", "phone": "13800000002"}));
    site.ok(json!({"do": "finish", "visit": "v2", "outcome": "看中 1-0301", "note": "周末再来"}));
    site.ok(json!({"do": "call.start", "call": "k2", "phone": "13800000002"}));
    site.ok(json!({"do": "unit.add", "unit": "1-0301"}));
    site.ok(
        json!({"do": "unit.hold", "unit": "1-0301", "client": "c1", "until": "2026-11-23T18:00:00+08:00", "by": "m1"}),
    );
    site.ok(json!({"do": "deposit.take", "deposit": "d1", "unit": "1-0301", "client": "c1", "amount_fen": 2_000_000, "by": "s1"}));
    site.ok(
        json!({"do": "violation.record", "id": "x1", "staff": "s2", "kind": "cutting_in", "visit": "v2", "by": "m1"}),
    );
    site.ok(json!({"do": "client.transfer", "client": "c1", "to": "s2", "reason": "张伟调岗", "by": "m1"}));
    site.ok(json!({"do": "commission.agree", "client": "c1", "shares": {"s1": 4_000, "s2": 6_000}}));
    let found = read(&site, "c1", 10);
    assert_eq!((found.id.as_str(), found.name.as_deref(), found.also.len()), ("c1", Some("赵女士"), 0));
    assert_eq!(found.phones, ["13800000001", "13800000002"]);
    assert_eq!((text(found.written_owner.as_ref()), found.receptions, found.purchases), ("s2".to_owned(), 2, 1));
    let first_owner = found.first_owner.unwrap();
    assert_eq!((first_owner.owner.as_str(), first_owner.source.as_deref()), ("s1", Some("路过")));
    assert_eq!(Some(first_owner.at), found.first_contact);
    let household = found.household.unwrap();
    assert_eq!(household.names, ["赵家"]);
    let members: Vec<_> =
        household.members.lines.iter().map(|m| (m.id.as_str(), text(m.written_owner.as_ref()))).collect();
    assert_eq!(members, [("c1", "s2".to_owned()), ("c2", "s2".to_owned())]);
    assert_eq!(found.company.unwrap().names, ["云上"]);
    let owners: Vec<_> = found.owners.lines.iter().map(|line| (text(line.to.as_ref()), line.cause)).collect();
    assert_eq!(owners, [("s2".to_owned(), OwnerCause::Transfer), ("s1".to_owned(), OwnerCause::FirstContact)]);
    let transfer = &found.owners.lines[0];
    assert_eq!((text(transfer.by.as_ref()), transfer.reason.as_deref()), ("m1".to_owned(), Some("张伟调岗")));
    assert_eq!(transfer.through, None);
    let calls: Vec<_> = found.calls.lines.iter().map(|call| (call.id.as_str(), call.note.as_deref())).collect();
    assert_eq!(calls, [("k2", None), ("k1", Some("问首付"))]);
    let deposit = &found.deposits.lines[0];
    assert_eq!((deposit.id.as_str(), deposit.unit.as_str(), deposit.amount_fen), ("d1", "1-0301", 2_000_000));
    assert_eq!((deposit.state, text(deposit.by.as_ref())), (DepositState::Active, "s1".to_owned()));
    assert_eq!(deposit.shares.get(&StaffId::from("s1")), Some(&10_000));
    let hold = &found.holds.lines[0];
    assert_eq!((hold.unit.as_str(), text(hold.by.as_ref()), hold.ended), ("1-0301", "m1".to_owned(), true));
    assert!(!hold.stands_at(today("10:00")));
    assert_eq!((found.violations.lines.len(), found.violations.lines[0].id.as_str()), (1, "x1"));
    assert_eq!(found.shares.values().sum::<i64>(), 10_000);
    let [second, first] = &found.visits.lines[..] else { panic!("{:?}", found.visits) };
    assert_eq!((second.outcome.as_deref(), second.end_note.as_deref()), (Some("看中 1-0301"), Some("周末再来")));
    assert_eq!((second.id.as_str(), second.state, second.assist), ("v2", VisitState::Finished, false));
    assert_eq!(
        (first.party, first.note.as_deref(), text(first.receiver.as_ref())),
        (Some(3), Some("看三房"), "s1".to_owned())
    );
    assert_eq!(first.date.to_string(), "2026-11-23");
}

#[test]
fn a_member_sees_the_change_of_owner_that_reached_them_and_no_other() {
    let mut site = Site::open(&["s1", "s2"]);
    client(&mut site, "c1", "s1", &json!({"household": "赵家"}));
    client(&mut site, "c2", "s1", &json!({"household": "赵家"}));
    client(&mut site, "c3", "s1", &json!({}));
    site.ok(json!({"do": "client.transfer", "client": "c1", "to": "s2", "reason": "调岗", "by": "m1"}));
    let reached = read(&site, "c2", 10);
    let line = &reached.owners.lines[0];
    assert_eq!(
        (text(line.to.as_ref()), line.through.clone()),
        ("s2".to_owned(), reached.household.map(|group| group.id))
    );
    assert!(read(&site, "c3", 10).owners.lines.iter().all(|line| line.cause != OwnerCause::Transfer));
    site.ok(json!({"do": "undo", "by": "m1"}));
    assert!(read(&site, "c2", 10).owners.lines.iter().all(|line| line.cause != OwnerCause::Transfer));
}

#[test]
fn linked_groups_go_by_all_their_names() {
    let mut site = Site::open(&["s1", "s2"]);
    client(&mut site, "c1", "s1", &json!({"household": "赵家"}));
    client(&mut site, "c2", "s1", &json!({"household": "钱家"}));
    client(&mut site, "c3", "s1", &json!({}));
    client(&mut site, "c4", "s1", &json!({}));
    site.ok(json!({"do": "client.link", "client": "c1", "with": "c2", "kind": "household"}));
    site.ok(json!({"do": "client.link", "client": "c3", "with": "c4", "kind": "company"}));
    assert_eq!(read(&site, "c2", 10).household.unwrap().names, ["赵家", "钱家"]);
    let company = read(&site, "c3", 10).company.unwrap();
    assert_eq!((company.names.len(), company.members.lines.len()), (0, 2));
}

#[test]
fn another_name_of_a_client_leads_to_the_client() {
    let mut site = Site::open(&["s1", "s2"]);
    client(&mut site, "c1", "s1", &json!({"phone": "13800000001"}));
    site.ok(json!({"do": "arrive", "visit": "late", "new_client": "c2", "been_before": false, "asks_for": "s2"}));
    site.ok(json!({"do": "register", "visit": "late", "phone": "13800000001"}));
    let (by_own_name, by_other) = (read(&site, "c1", 10), read(&site, "c2", 10));
    assert_eq!(by_own_name, by_other);
    assert_eq!((by_other.id.as_str(), by_other.also), ("c1", vec![ClientId::from("c2")]));
    let visits: Vec<_> = by_other.visits.lines.iter().map(|visit| visit.id.as_str()).collect();
    assert_eq!(visits, ["late", "first-c1"]);
    assert_eq!(by_other.first_owner.unwrap().owner.as_str(), "s1");
    let owners: Vec<_> = by_other.owners.lines.iter().map(|line| text(line.to.as_ref())).collect();
    assert_eq!(owners, ["s2", "s1"], "what befell the other name is told too");
    assert_eq!(dossier(site.register(), &ClientId::from("nobody"), 10).unwrap(), None);
}

#[test]
fn long_lists_are_cut_at_the_newest() {
    let mut site = Site::open(&["s1", "s2"]);
    client(&mut site, "c1", "s1", &json!({"phone": "13800000001", "company": "云上"}));
    for visit in ["v2", "v3"] {
        site.ok(json!({"do": "arrive", "visit": visit, "client": "c1"}));
        site.finish(visit);
        site.ok(json!({"do": "call.start", "call": format!("k-{visit}"), "phone": "13800000001", "asks_for": "s2"}));
        site.ok(json!({"do": "call.end", "call": format!("k-{visit}")}));
    }
    client(&mut site, "c2", "s1", &json!({"company": "云上"}));
    let cut = read(&site, "c1", 2);
    let visits: Vec<_> = cut.visits.lines.iter().map(|visit| visit.id.as_str()).collect();
    assert_eq!((visits, cut.visits.has_more), (vec!["v3", "v2"], true));
    assert_eq!((cut.calls.lines.len(), cut.calls.has_more), (2, false));
    let one = read(&site, "c1", 1);
    assert_eq!((one.calls.lines[0].id.as_str(), one.calls.has_more), ("k-v3", true));
    let company = one.company.unwrap();
    assert_eq!((company.members.lines[0].id.as_str(), company.members.has_more), ("c1", true));
}

// Calls.

fn ids(calls: &[CallLine]) -> Vec<&str> {
    calls.iter().map(|call| call.id.as_str()).collect()
}

#[test]
fn an_inquiry_sheet_is_kept_with_its_call() {
    let mut site = Site::open(&["s1", "s2"]);
    site.ok(json!({"do": "project.add", "name": "湖畔二期", "refer_to": "湖滨路 8 号"}));
    site.ok(json!({"do": "call.start", "call": "k1", "name": "孙先生", "phone": "13900000009", "project": "湖畔二期", "needs": "两房", "asks_for": "s2"}));
    site.ok(json!({"do": "call.end", "call": "k1", "note": "已转"}));
    site.ok(json!({"do": "call.start", "call": "k2"}));
    let calls = calls_on(site.register(), "2026-11-23".parse::<Date>().unwrap()).unwrap();
    assert_eq!(ids(&calls), ["k2", "k1"]);
    let sheet = &calls[1];
    assert!(sheet.is_inquiry() && !calls[0].is_inquiry());
    let words = [&sheet.name, &sheet.phone, &sheet.project, &sheet.needs, &sheet.refer_to, &sheet.note];
    let expected = ["孙先生", "13900000009", "湖畔二期", "两房", "湖滨路 8 号", "已转"];
    assert_eq!(words.map(|word| text(word.as_ref())), expected);
    assert_eq!((text(sheet.asks_for.as_ref()), text(sheet.answered_by.as_ref())), ("s2".to_owned(), "s2".to_owned()));
    assert!(sheet.ended_at > Some(sheet.at));
    assert_eq!((sheet.client.clone(), calls[0].note.clone()), (None, None));
}

#[test]
fn a_call_names_the_client_of_its_number() {
    let mut site = Site::open(&["s1", "s2"]);
    client(&mut site, "c1", "s1", &json!({"phone": "13800000001"}));
    site.ok(json!({"do": "call.start", "call": "k1", "phone": "+86 138 0000 0001"}));
    let calls = open_calls(site.register(), 10).unwrap();
    assert_eq!(calls[0].client, Some(ClientId::from("c1")));
}

#[test]
fn calls_to_return_stand_until_they_are_returned() {
    let mut site = Site::open(&["s1"]);
    for office in ["o1", "o2"] {
        site.presence(office, "private");
    }
    site.ok(json!({"do": "call.start", "call": "k1"}));
    for missed in ["k2", "k3"] {
        assert_eq!(site.ok(json!({"do": "call.start", "call": missed}))["missed"], true);
    }
    assert_eq!(ids(&open_calls(site.register(), 10).unwrap()), ["k1", "k2", "k3"]);
    assert_eq!(ids(&open_calls(site.register(), 2).unwrap()), ["k1", "k2"]);
    site.ok(json!({"do": "call.returned", "call": "k2", "note": "约周六"}));
    site.ok(json!({"do": "call.end", "call": "k1"}));
    assert_eq!(ids(&open_calls(site.register(), 10).unwrap()), ["k3"]);
    site.ok(json!({"do": "undo"}));
    site.ok(json!({"do": "undo"}));
    site.ok(json!({"do": "call.returned", "call": "k2", "note": "约周日"}));
    let calls = calls_on(site.register(), "2026-11-23".parse::<Date>().unwrap()).unwrap();
    assert_eq!(text(calls[1].note.as_ref()), "约周日", "what was undone left no note");
    assert_eq!(ids(&open_calls(site.register(), 10).unwrap()), ["k1", "k3"]);
}

#[test]
fn a_day_has_its_calls_until_it_closes() {
    let mut site = Site::open(&["s1"]);
    let mut call = |id: &str, at: &str| site.ok(json!({"do": "call.start", "call": id, "at": at}));
    call("k1", "2026-11-23T23:59:59+08:00");
    call("k2", "2026-11-24T00:00:00+08:00");
    let on = |date: &str| calls_on(site.register(), date.parse::<Date>().unwrap()).unwrap();
    assert_eq!(ids(&on("2026-11-23")), ["k2", "k1"]);
    assert_eq!(ids(&on("2026-11-24")), [""; 0]);
}

#[test]
fn a_project_is_known_once_by_what_was_said_last() {
    let mut site = Site::open(&["s1"]);
    site.ok(json!({"do": "project.add", "name": "湖畔A区"}));
    site.ok(json!({"do": "project.add", "name": "山居", "refer_to": "0755-82345678"}));
    site.ok(json!({"do": "project.add", "name": "湖畔ａ区", "refer_to": "湖滨路 8 号"}));
    let known = |site: &Site| -> Vec<(String, String)> {
        let lines = projects(site.register()).unwrap();
        lines.into_iter().map(|line| (line.name, line.refer_to.unwrap_or_default())).collect()
    };
    let pair = |name: &str, refer_to: &str| (name.to_owned(), refer_to.to_owned());
    assert_eq!(known(&site), [pair("湖畔ａ区", "湖滨路 8 号"), pair("山居", "0755-82345678")]);
    site.ok(json!({"do": "undo"}));
    assert_eq!(known(&site), [pair("山居", "0755-82345678"), pair("湖畔A区", "")]);
}

// Discipline.

/// The violations of a day as "id staff".
fn recorded(site: &Site, whose: Whose, from: &str, until: &str) -> Vec<String> {
    let lines = violations(site.register(), whose, today(from), today(until), 10).unwrap();
    lines.iter().map(|line| format!("{} {}", line.id, line.staff)).collect()
}

#[test]
fn violations_are_told_newest_first_with_what_was_written() {
    let mut site = Site::open(&["s1", "s2"]);
    site.at("10:00");
    site.ok(
        json!({"do": "violation.record", "id": "x1", "staff": "s1", "kind": "gossip", "note": "大堂议论", "by": "m1"}),
    );
    site.at("11:00");
    site.ok(json!({"do": "arrive", "visit": "v1", "new_client": "c1", "been_before": false}));
    let taken = site.ok(json!({"do": "visit.take", "visit": "v1", "staff": "s2", "reason": "已带看"}));
    assert_eq!(taken["violation"].as_str().map(str::is_empty), Some(false));
    site.at("12:00");
    site.ok(json!({"do": "violation.void", "violation": "x1", "reason": "误记", "by": "m1"}));
    let raised = format!("{} s2", taken["violation"].as_str().unwrap());
    assert_eq!(recorded(&site, Whose::Everybody, "09:00", "20:00"), [raised.clone(), "x1 s1".to_owned()]);
    assert_eq!(recorded(&site, Whose::Everybody, "10:30", "20:00"), std::slice::from_ref(&raised));
    assert_eq!(recorded(&site, Whose::Everybody, "09:00", "10:30"), ["x1 s1"]);
    assert_eq!(recorded(&site, Whose::Staff(&StaffId::from("s1")), "09:00", "20:00"), ["x1 s1"]);
    assert_eq!(recorded(&site, Whose::Client(&ClientId::from("c1")), "09:00", "20:00"), [raised]);
    let lines = violations(site.register(), Whose::Everybody, today("09:00"), today("20:00"), 10).unwrap();
    let [grabbing, gossip] = &lines[..] else { panic!("{lines:?}") };
    assert!(grabbing.raised && !gossip.raised);
    assert_eq!((grabbing.kind.code(), grabbing.note.as_deref()), ("grabbing", Some("已带看")));
    assert_eq!((text(grabbing.visit.as_ref()), grabbing.voided.clone()), ("v1".to_owned(), None));
    assert_eq!((gossip.note.as_deref(), gossip.penalty.to_string()), (Some("大堂议论"), "warning".to_owned()));
    assert_eq!((text(gossip.by.as_ref()), gossip.at), ("m1".to_owned(), today("10:00").plus_seconds(1)));
    let voided = gossip.voided.as_ref().unwrap();
    assert_eq!((text(voided.by.as_ref()), voided.reason.as_deref()), ("m1".to_owned(), Some("误记")));
    site.ok(json!({"do": "undo", "by": "m1"}));
    let lines = violations(site.register(), Whose::Everybody, today("09:00"), today("20:00"), 1).unwrap();
    assert_eq!((lines.len(), lines[0].id.as_str()), (1, grabbing.id.as_str()));
    let lines =
        violations(site.register(), Whose::Staff(&StaffId::from("s1")), today("09:00"), today("20:00"), 1).unwrap();
    assert_eq!(lines[0].voided, None, "an undone voiding leaves the violation standing");
}

#[test]
fn what_is_read_is_the_same_after_a_rebuild() {
    let mut site = for_sale();
    site.ok(
        json!({"do": "deposit.take", "deposit": "d1", "unit": "1-0301", "client": "c1", "amount_fen": 1, "by": "s1"}),
    );
    site.ok(json!({"do": "call.start", "call": "k1"}));
    let seen =
        |site: &Site| (stands(site, today("10:00")), read(site, "c1", 10), open_calls(site.register(), 9).unwrap());
    let before = seen(&site);
    assert!(site.rebuild().is_empty());
    assert_eq!(seen(&site), before);
}
