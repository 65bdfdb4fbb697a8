//! The shape of commands: which fields each has, and small readers for them.

use super::records::Id;
use serde_json::Value;

#[derive(Clone, Copy, PartialEq)]
enum T {
    Text,
    /// A reference to something that should exist.
    Ref,
    /// An id for something new.
    New,
    /// A staff id or null.
    RefOrNull,
    Bool,
    Int,
    Ids,
    Date,
    Time,
    Any,
    Shares,
    Role,
    Grade,
    To,
    Kind,
    GroupKind,
}

pub const VIOLATIONS: [&str; 14] = [
    "poaching",
    "grabbing",
    "picking",
    "questions_skipped",
    "interrupting",
    "disputing",
    "cutting_in",
    "card_handing",
    "refusing_assist",
    "not_seen_off",
    "gossip",
    "unapproved_hold",
    "unchecked_deposit",
    "data_leak",
];

/// Name, type, required.
type Field = (&'static str, T, bool);

fn spec(name: &str) -> Option<&'static [Field]> {
    use T::*;
    Some(match name {
        "staff.add" => &[("id", New, true), ("name", Text, true), ("role", Role, true), ("grade", Grade, false)],
        "staff.depart" => &[("id", Ref, true)],
        "policy.set" => &[("key", Text, true), ("value", Any, true)],
        "roster.set" => &[("date", Date, true), ("order", Ids, true)],
        "day.open" => &[("date", Date, false), ("order", Ids, false), ("off", Ids, false)],
        "day.reorder" => &[("order", Ids, true), ("reason", Text, false)],
        "day.close" => &[("force", Bool, false)],
        "presence" => &[("staff", Ref, true), ("to", To, true)],
        "arrive" => &[
            ("visit", New, false),
            ("name", Text, false),
            ("phone", Text, false),
            ("company", Text, false),
            ("household", Text, false),
            ("party", Int, false),
            ("client", Ref, false),
            ("new_client", New, false),
            ("been_before", Bool, false),
            ("received_by", RefOrNull, false),
            ("asks_for", Ref, false),
            ("recognised_by", Ref, false),
            ("referred_by", Ref, false),
            ("source", Text, false),
            ("note", Text, false),
        ],
        "register" => &[
            ("visit", Ref, true),
            ("name", Text, false),
            ("phone", Text, false),
            ("company", Text, false),
            ("household", Text, false),
            ("note", Text, false),
        ],
        "finish" => &[("visit", Ref, true), ("seen_off", Bool, false), ("outcome", Text, false), ("note", Text, false)],
        "visit.leave" | "notice.ack" | "notice.fail" => &[("visit", Ref, true)],
        "visit.take" => &[("visit", Ref, true), ("staff", Ref, true), ("agreed", Bool, false), ("reason", Text, false)],
        "violation.record" => &[
            ("id", New, false),
            ("staff", Ref, true),
            ("kind", Kind, true),
            ("visit", Ref, false),
            ("note", Text, false),
        ],
        "violation.void" => &[("violation", Ref, true), ("reason", Text, true)],
        "client.transfer" => &[("client", Ref, true), ("to", Ref, true), ("reason", Text, true)],
        "client.link" => &[("client", Ref, true), ("with", Ref, true), ("kind", GroupKind, true)],
        "client.merge" => &[("client", Ref, true), ("into", Ref, true), ("reason", Text, true)],
        "client.split" => &[("client", Ref, true), ("reason", Text, true)],
        "hint.dismiss" => &[("client", Ref, true), ("with", Ref, true), ("reason", Text, false)],
        "unit.add" => {
            &[("unit", New, true), ("price_fen", Int, false), ("layout", Text, false), ("area_cm2", Int, false)]
        }
        "unit.hold" => &[("unit", Ref, true), ("client", Ref, true), ("until", Time, true)],
        "unit.release" => &[("unit", Ref, true)],
        "deposit.take" => {
            &[("deposit", New, false), ("unit", Ref, true), ("client", Ref, true), ("amount_fen", Int, true)]
        }
        "deposit.refund" => &[("deposit", Ref, true), ("reason", Text, true)],
        "contract.sign" => &[("deposit", Ref, true)],
        "commission.agree" => &[("client", Ref, true), ("shares", Shares, true)],
        "call.start" => &[
            ("call", New, false),
            ("phone", Text, false),
            ("name", Text, false),
            ("asks_for", Ref, false),
            ("project", Text, false),
            ("needs", Text, false),
        ],
        "call.end" | "call.returned" => &[("call", Ref, true), ("note", Text, false)],
        "project.add" => &[("name", Text, true), ("refer_to", Text, false)],
        "inbox.ack" => &[("item", Ref, true)],
        "undo" => &[],
        _ => return None,
    })
}

fn good_id(s: &str) -> bool {
    (1..=64).contains(&s.len()) && s.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

fn fits(value: &Value, t: T) -> bool {
    let word = |list: &[&str]| value.as_str().is_some_and(|s| list.contains(&s));
    match t {
        T::Text | T::Ref => value.is_string(),
        T::New => value.as_str().is_some_and(good_id),
        T::RefOrNull => value.is_string() || value.is_null(),
        T::Bool => value.is_boolean(),
        T::Int => value.is_i64(),
        T::Ids => value.as_array().is_some_and(|a| a.iter().all(Value::is_string)),
        T::Date => value.as_str().is_some_and(|s| s.parse::<chrono::NaiveDate>().is_ok()),
        T::Time => value.as_str().is_some_and(|s| millis(s).is_some()),
        T::Any => true,
        T::Shares => value.as_object().is_some_and(|o| o.values().all(Value::is_i64)),
        T::Role => word(&["sales", "office", "manager"]),
        T::Grade => word(&["trainee", "second", "first", "senior"]),
        T::To => word(&["available", "private", "business", "leave"]),
        T::Kind => word(&VIOLATIONS),
        T::GroupKind => word(&["company", "household"]),
    }
}

/// Is this a command at all: known, whole, and nothing in it unknown?
pub fn well_formed(command: &Value) -> bool {
    let Some(map) = command.as_object() else { return false };
    let Some(fields) = map.get("do").and_then(Value::as_str).and_then(spec) else { return false };
    for (key, value) in map {
        let good = match key.as_str() {
            "do" => true,
            "at" => fits(value, T::Time),
            "by" => value.is_string(),
            "request" => value.as_str().is_some_and(|s| s.chars().count() <= 64),
            other => fields.iter().any(|f| f.0 == other && fits(value, f.1)),
        };
        if !good {
            return false;
        }
    }
    let deposit_by = map["do"] != "deposit.take" || map.contains_key("by");
    deposit_by && fields.iter().all(|f| !f.2 || map.contains_key(f.0))
}

/// A time as milliseconds since 1970.
pub fn millis(text: &str) -> Option<i64> {
    chrono::DateTime::parse_from_rfc3339(text).ok().map(|t| t.timestamp_millis())
}

/// The date at the site (eight hours ahead of UTC), as a day number.
pub fn site_day(ms: i64) -> i32 {
    (ms + 8 * 3_600_000).div_euclid(86_400_000) as i32
}

/// A day number back as a date, and the reverse.
pub fn day_date(day: i32) -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(1970, 1, 1).unwrap() + chrono::Duration::days(i64::from(day))
}

pub fn date_day(text: &str) -> Option<i32> {
    let date: chrono::NaiveDate = text.parse().ok()?;
    Some((date - chrono::NaiveDate::from_ymd_opt(1970, 1, 1)?).num_days() as i32)
}

pub fn text<'a>(command: &'a Value, key: &str) -> Option<&'a str> {
    command.get(key).and_then(Value::as_str)
}

pub fn ids(command: &Value, key: &str) -> Option<Vec<Id>> {
    Some(command.get(key)?.as_array()?.iter().filter_map(|v| v.as_str().map(String::from)).collect())
}

/// Full-width forms to plain ones.
pub fn narrow(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{3000}' => ' ',
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            _ => c,
        })
        .collect()
}

/// The name of a group as it is compared.
pub fn fold(text: &str) -> String {
    narrow(text).trim().to_lowercase()
}

/// The normal form of a phone: digits without the country's prefix; `None` when it is no phone.
pub fn phone(text: &str) -> Option<String> {
    let plain: String = narrow(text).chars().filter(|c| !c.is_whitespace() && !"-().·".contains(*c)).collect();
    let plain = plain.strip_prefix("+86").or_else(|| plain.strip_prefix("0086")).unwrap_or(&plain).to_string();
    let plain = match plain.strip_prefix("86") {
        Some(rest) if rest.len() == 11 && rest.starts_with('1') => rest.to_string(),
        _ => plain,
    };
    (plain.chars().all(|c| c.is_ascii_digit()) && (7..=15).contains(&plain.len())).then_some(plain)
}
