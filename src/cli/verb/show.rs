//! `lunpai state`, `client`, `unit`: the register as of its last accepted command.

use super::find::{self, Reader, ReaderArgs};
use super::{Site, complain, say};
use crate::cli::read;
use crate::desk::{Desk, NotDone, ask};
use crate::register::dossier::dossier;
use crate::register::fault::Fault;
use crate::rules::floor::Floor;
use crate::rules::id::{ClientId, StaffId, UnitId};
use crate::rules::time::Timestamp;
use crate::text::because::name;
use crate::text::clients::{self as texts, Phrase};
use crate::text::{Lang, hints, refusal, words};
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
        let base = words::whereabouts(lang, floor, &staff);
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
pub fn client(site: &Site, id: &str, json: bool, reader: &ReaderArgs) -> Result<u8, Fault> {
    let mut desk = site.desk()?;
    let found = read::client(&desk, &ClientId::from(id))?;
    if found.is_some() && !json {
        match Reader::new(&mut desk, site.lang, reader) {
            Ok(reader) => person(site.lang, &desk, &reader, &ClientId::from(id))?,
            Err(NotDone::Fault(fault)) => return Err(fault),
            Err(NotDone::Refused(why)) => {
                complain(refusal::sentence(site.lang, desk.floor(), &why));
                return Ok(1);
            }
        }
    }
    thing(
        site,
        &desk,
        found,
        json,
        site.lang.pick("登记本里没有这位客户，请核对编号。", "The register has no such client. Check the id."),
    )
}

/// Prints who a client is, as far as whoever asks may see it.
fn person(lang: Lang, desk: &Desk, reader: &Reader, id: &ClientId) -> Result<(), Fault> {
    let Some(of) = dossier(desk.register(), id, 1)? else { return Ok(()) };
    let is_whole = reader.may_read(ask::owner_of(desk, &of.id)?.as_ref());
    let colon = lang.pick("：", ": ");
    say(format!("{}{colon}{}", Phrase::NameHead.get(lang), find::name(lang, &of, is_whole)))?;
    say(format!("{}{colon}{}", Phrase::Phones.get(lang), find::phones(&of, is_whole)))?;
    if let (Some(last), Some(now)) = (of.last_visit, desk.floor().clock.into_iter().chain(of.last_visit).max()) {
        say(format!("{}{colon}{}", Phrase::Last.get(lang), texts::ago(lang, last, now, desk.floor().zone)))?;
    }
    Ok(())
}

/// Prints a unit; 1 when there is none of that id.
///
/// # Errors
/// When the register cannot be read.
pub fn unit(site: &Site, id: &str, json: bool) -> Result<u8, Fault> {
    let desk = site.desk()?;
    let found = read::unit(&desk, &UnitId::from(id))?;
    thing(
        site,
        &desk,
        found,
        json,
        site.lang.pick("没有这套房，请核对房号。", "There is no such unit. Check the number."),
    )
}

fn thing(site: &Site, desk: &Desk, found: Option<Value>, json: bool, missing: &str) -> Result<u8, Fault> {
    let Some(value) = found else {
        complain(missing);
        return Ok(1);
    };
    if json {
        say(value)?;
        return Ok(0);
    }
    let (lang, floor) = (site.lang, desk.floor());
    for (key, value) in value.as_object().into_iter().flatten() {
        match value {
            Value::Array(entries) if key == "history" => {
                say(format!("{}{}", label(lang, key), lang.pick("：", ":")))?;
                for entry in entries {
                    let text = |field: &str| entry.get(field).and_then(Value::as_str).unwrap_or("");
                    say(format!("  {}  {}", local(floor, text("at")), words::command(lang, text("do"))))?;
                }
            }
            Value::Null => {}
            value => say(format!("{}{}{}", label(lang, key), lang.pick("：", ": "), plain(lang, floor, key, value)))?,
        }
    }
    Ok(0)
}

/// A value as a person reads it.
fn plain(lang: Lang, floor: &Floor, key: &str, value: &Value) -> String {
    match (key, value) {
        ("owner", Value::String(id)) => name(floor, &StaffId::from(id.as_str())).to_owned(),
        ("status", Value::String(status)) => words::unit_status(lang, status).to_owned(),
        ("first_contact" | "held_until", Value::String(at)) => local(floor, at),
        ("protection", Value::Object(fields)) => {
            let days = fields.get("days_left").and_then(Value::as_i64).unwrap_or(0);
            let until = fields.get("until").and_then(Value::as_str).map(|at| local(floor, at)).unwrap_or_default();
            hints::days_left(lang, days, &until)
        }
        (_, Value::Bool(yes)) => (if *yes { lang.pick("是", "yes") } else { lang.pick("否", "no") }).to_owned(),
        (_, Value::String(text)) => text.clone(),
        (_, Value::Array(items)) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "),
        (_, other) => other.to_string(),
    }
}

/// A time in the site's zone, to the minute.
fn local(floor: &Floor, at: &str) -> String {
    Timestamp::parse(at).map_or_else(|| at.to_owned(), |at| at.in_zone(floor.zone).format("%Y-%m-%d %H:%M").to_string())
}

fn label(lang: Lang, key: &str) -> &str {
    match (lang, key) {
        (Lang::En, "first_contact") => return "first contact",
        (Lang::En, "held_until") => return "held until",
        (Lang::En, key) => return key,
        (Lang::Zh, _) => {}
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
        "history" => "经过",
        "protection" => "保护期",
        "unit" => "房源",
        "status" => "状态",
        "deposit" => "定金",
        "held_until" => "保留到",
        other => other,
    }
}
