//! The written rules as tables: given a floor, when a command is given, then the answer and the
//! floor are so. Every test speaks the desk's command language only, one file a chapter.
//!
//! The people are always the same: manager m1, office o1 and o2, the salespeople of the order, and
//! s9, who sells too but is not in today's order. 2026-11-23 is a Monday, the first day of 2026-W48.

use crate::driver::Site;
use serde_json::{Value, json};

/// The desk gives a command, which is accepted.
macro_rules! desk {
    ($site:expr, $do:literal, {$($field:tt)*}) => {
        $site.ok(serde_json::json!({"do": $do, $($field)*}))
    };
}

/// The manager gives a command, which is accepted.
macro_rules! manager {
    ($site:expr, $do:literal, {$($field:tt)*}) => {
        $site.ok(serde_json::json!({"do": $do, "by": "m1", $($field)*}))
    };
}

/// A command is refused with this code, and nothing changes.
macro_rules! refused {
    ($site:expr, $code:expr, $do:literal, {$($field:tt)*}) => {
        $site.refused(serde_json::json!({"do": $do, $($field)*}), $code)
    };
}

/// The answer holds these fields with these values, whatever else it holds.
macro_rules! then {
    ($answer:expr, {$($field:tt)*}) => {
        $crate::rules::has(&$answer, &serde_json::json!({$($field)*}))
    };
}

mod approvals;
mod arrivals;
mod calls;
mod closing;
mod corrections;
mod days;
mod discipline;
mod families;
mod hints;
mod identity;
mod imports;
mod ladders;
mod merging;
mod naming;
mod paper;
mod pins;
mod policies;
mod prepaid;
mod presence;
mod protection;
mod refusals;
mod ring;
mod roster;
mod rulebook;
mod sale;
mod take;
mod waiting;

/// Asserts that `answer` holds every field of `expected`.
#[track_caller]
fn has(answer: &Value, expected: &Value) {
    for (field, value) in expected.as_object().into_iter().flatten() {
        assert_eq!(&answer[field.as_str()], value, "field {field} of {answer}");
    }
}

/// Makes a client of `owner` who was received once: named, so that no turn is touched.
#[track_caller]
fn client_of(site: &mut Site, client: &str, owner: &str) {
    client_with(site, client, owner, &json!({}));
}

/// As [`client_of`], with more fields of the arrival: phone, company, household.
#[track_caller]
fn client_with(site: &mut Site, client: &str, owner: &str, more: &Value) {
    let visit = format!("first-{client}");
    let mut command = json!({"do": "arrive", "visit": visit, "new_client": client,
        "been_before": false, "asks_for": owner});
    for (field, value) in more.as_object().into_iter().flatten() {
        command[field.as_str()] = value.clone();
    }
    let decision = site.ok(command);
    assert_eq!(decision["owner"], owner, "{decision}");
    site.finish(&visit);
}

/// Closes a deal: the client pays a deposit on a new unit `u-CLIENT`, deposit id `d-CLIENT`.
#[track_caller]
fn deposit_of(site: &mut Site, client: &str, taker: &str) {
    desk!(site, "unit.add", {"unit": format!("u-{client}")});
    site.ok(json!({"do": "deposit.take", "deposit": format!("d-{client}"),
        "unit": format!("u-{client}"), "client": client, "amount_fen": 2_000_000, "by": taker}));
}

/// One rotation client comes and is seen off; tells who received them.
#[track_caller]
fn round(site: &mut Site, visit: &str) -> String {
    let decision = site.arrive_new(visit);
    site.finish(visit);
    text(&decision["receiver"])
}

/// A string value's text, empty for anything else.
fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The strings of a list.
fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().map(text).collect()
}

/// The skips of a decision as "s1 owed business, s2 consumed private".
fn skips(decision: &Value) -> String {
    let skips = decision["skips"].as_array().into_iter().flatten();
    let words = |skip: &Value| ["staff", "outcome", "why"].map(|field| text(&skip[field])).join(" ");
    skips.map(words).collect::<Vec<_>>().join(", ")
}

/// Asserts some of a salesperson's counts.
#[track_caller]
fn tallied(site: &mut Site, staff: &str, counts: &[(&str, i64)]) {
    for (count, expected) in counts {
        assert_eq!(site.tally(staff, count), *expected, "{count} of {staff}");
    }
}

/// Asserts both conservation equations for everybody.
#[track_caller]
fn conserved(site: &mut Site) {
    let state = site.state();
    let owed = texts(&state["owed"]);
    for (id, staff) in state["staff"].as_object().into_iter().flatten() {
        let n = |count: &str| staff[count].as_i64().unwrap_or_default();
        let still = i64::try_from(owed.iter().filter(|o| *o == id).count()).unwrap_or_default();
        let outcomes = n("taken") + n("consumed") + n("owed_granted") + n("capped");
        assert_eq!(n("passed"), outcomes, "turns of {id}: {staff}");
        let ends = n("made_up") + n("forfeited") + n("expired") + still;
        assert_eq!(n("carried") + n("owed_granted"), ends, "make-ups of {id}: {staff}");
    }
}

/// The inbox as "kind about", in its order.
fn inbox(site: &mut Site) -> Vec<String> {
    let state = site.state();
    let items = state["inbox"].as_array().into_iter().flatten();
    items.map(|item| format!("{} {}", text(&item["kind"]), text(&item["about"]))).collect()
}

/// The kinds that stand in the inbox, in its order.
fn kinds(site: &mut Site) -> Vec<String> {
    let state = site.state();
    let items = state["inbox"].as_array().into_iter().flatten();
    items.map(|item| text(&item["kind"])).collect()
}

/// The id of the first inbox item of a kind.
fn item(site: &mut Site, kind: &str) -> Value {
    let state = site.state();
    let mut items = state["inbox"].as_array().into_iter().flatten();
    items.find(|item| item["kind"] == kind).map(|item| item["item"].clone()).unwrap_or_default()
}

/// Sets a policy.
#[track_caller]
fn policy(site: &mut Site, key: &str, value: impl Into<Value>) {
    site.ok(json!({"do": "policy.set", "by": "m1", "key": key, "value": value.into()}));
}

/// Closes the day and opens `date` with `order`.
#[track_caller]
fn next_day(site: &mut Site, date: &str, order: &[&str]) -> Value {
    manager!(site, "day.close", {});
    site.day(date);
    manager!(site, "day.open", {"order": order})
}

/// Brings a salesperson of the order, free until now, into a state of the second chapter.
#[track_caller]
fn prepare(site: &mut Site, staff: &str, state: &str) {
    let visit = format!("busy-{staff}");
    let client = format!("busy-client-{staff}");
    match state {
        "free" => {}
        "private" | "business" | "leave" => site.presence(staff, state),
        "private receiving" | "business receiving" | "business returning" => {
            let (base, engagement) = state.split_once(' ').unwrap_or_default();
            prepare(site, staff, engagement);
            site.presence(staff, base);
        }
        "receiving" => {
            let decision = desk!(site, "arrive", {"visit": visit, "new_client": client,
                "been_before": false, "asks_for": staff});
            assert_eq!(decision["receiver"], staff);
        }
        "returning" | "closed" => {
            client_of(site, &client, staff);
            if state == "closed" {
                deposit_of(site, &client, staff);
            }
            let decision = desk!(site, "arrive", {"visit": visit, "client": client});
            assert_eq!(decision["receiver"], staff);
        }
        "assisting" => {
            client_of(site, &client, "s9");
            let decision = desk!(site, "arrive", {"visit": visit, "client": client});
            then!(decision, {"receiver": staff, "assist": true});
        }
        "call" => {
            let answer = desk!(site, "call.start", {"asks_for": staff});
            assert_eq!(answer["answered_by"], staff);
        }
        "suspended" | "suspended, business" => {
            policy(site, "suspension_start", "today");
            manager!(site, "violation.record", {"staff": staff, "kind": "poaching"});
            if state == "suspended, business" {
                site.presence(staff, "business");
            }
        }
        "off" => {
            let order = site.state()["order"].clone();
            manager!(site, "day.close", {});
            site.day("2026-11-24");
            manager!(site, "day.open", {"order": order, "off": [staff]});
        }
        "not in order" => {
            let order: Vec<_> = texts(&site.state()["order"]);
            let rest: Vec<_> = order.into_iter().filter(|id| id != staff).collect();
            manager!(site, "day.reorder", {"order": rest});
        }
        unknown => unreachable!("no such state: {unknown}"),
    }
}
