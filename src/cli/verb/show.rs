//! `lunpai state`, `client`, `unit`: the register as of its last accepted command.

use super::{Site, complain, say};
use crate::cli::read;
use crate::register::fault::Fault;
use crate::rules::floor::Floor;
use crate::rules::id::{ClientId, UnitId};
use crate::text::because::name;
use crate::text::{Lang, words};
use serde_json::Value;

/// Prints the board.
///
/// # Errors
/// When the register cannot be read.
pub fn state(site: &Site, json: bool) -> Result<u8, Fault> {
    let desk = site.desk()?;
    if json {
        say(read::state(desk.floor()))?;
    } else {
        board(site.lang, desk.floor())?;
    }
    Ok(0)
}

fn board(lang: Lang, floor: &Floor) -> Result<(), Fault> {
    let Some(date) = floor.date else { return say(lang.pick("今天还没有开班。", "No day is open.")) };
    say(format!("{date}  {}", lang.pick("候接顺序", "the line")))?;
    for staff in floor.line() {
        let mark = match (floor.next.as_ref() == Some(&staff), floor.owed_to(&staff)) {
            (_, owed @ 1..) => format!("{} {owed}", lang.pick("补", "owed")),
            (true, _) => ">>".to_owned(),
            _ => String::new(),
        };
        let receiving: Vec<_> = floor.receptions(&staff).map(|(visit, _)| visit.to_string()).collect();
        let base = words::base(lang, floor.base(&staff));
        say(format!("  {mark:<4} {}  {base}  {}", name(floor, &staff), receiving.join(" ")))?;
    }
    if !floor.waiting.is_empty() {
        let waiting: Vec<_> = floor.waiting.iter().map(ToString::to_string).collect();
        say(format!("{} {}", lang.pick("等候", "waiting"), waiting.join(" ")))?;
    }
    say(format!("{} {}", lang.pick("待办", "inbox"), floor.inbox.len()))
}

/// Prints a client; 1 when there is none of that id.
///
/// # Errors
/// When the register cannot be read.
pub fn client(site: &Site, id: &str, json: bool) -> Result<u8, Fault> {
    let found = read::client(&site.desk()?, &ClientId::from(id))?;
    thing(
        site,
        found,
        json,
        site.lang.pick("登记本里没有这位客户，请核对编号。", "The register has no such client. Check the id."),
    )
}

/// Prints a unit; 1 when there is none of that id.
///
/// # Errors
/// When the register cannot be read.
pub fn unit(site: &Site, id: &str, json: bool) -> Result<u8, Fault> {
    let found = read::unit(&site.desk()?, &UnitId::from(id))?;
    thing(site, found, json, site.lang.pick("没有这套房，请核对房号。", "There is no such unit. Check the number."))
}

fn thing(site: &Site, found: Option<Value>, json: bool, missing: &str) -> Result<u8, Fault> {
    let Some(value) = found else {
        complain(missing);
        return Ok(1);
    };
    if json {
        say(value)?;
        return Ok(0);
    }
    for (key, value) in value.as_object().into_iter().flatten() {
        match value {
            Value::Array(items) if key == "history" => {
                for item in items {
                    let text = |field: &str| item.get(field).and_then(Value::as_str).unwrap_or("").to_owned();
                    say(format!("  {}  {}", text("at"), text("do")))?;
                }
            }
            Value::Array(items) => {
                let items: Vec<_> = items.iter().filter_map(Value::as_str).collect();
                say(format!("{}: {}", label(site.lang, key), items.join(" ")))?;
            }
            Value::Null => {}
            Value::String(text) => say(format!("{}: {text}", label(site.lang, key)))?,
            other => say(format!("{}: {other}", label(site.lang, key)))?,
        }
    }
    Ok(0)
}

fn label(lang: Lang, key: &str) -> &str {
    if lang == Lang::En {
        return key;
    }
    match key {
        "client" => "客户",
        "owner" => "归属人",
        "first_contact" => "首次接待",
        "group" => "同一客户组",
        "household" => "家庭",
        "company" => "公司",
        "closed" => "已成交",
        "visits" => "来访",
        "unit" => "房源",
        "status" => "状态",
        "deposit" => "定金",
        "held_until" => "保留到",
        other => other,
    }
}
