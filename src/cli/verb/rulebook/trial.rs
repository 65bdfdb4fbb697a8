//! `lunpai rulebook try`: what a trial found, as text and as JSON.

use super::super::{Site, say};
use crate::desk::trial::{self, Days, Given, Trial};
use crate::register::fault::Fault;
use crate::rules::floor::{Floor, Tally};
use crate::rules::rulebook::Rulebook;
use crate::text::because::name;
use crate::text::rulebook::{Phrase, trial_end, trial_refused};
use crate::text::width::fit;
use crate::text::{Lang, words};
use serde_json::{Map, Value, json};
use std::io::{IsTerminal, Write};

const NAME_CELLS: usize = 12;
const COUNT_CELLS: usize = 12;
/// How many entries go by between two signs of life.
const ENTRIES_BETWEEN_SIGNS: u64 = 500;

/// Tries a book and prints what it found.
pub(super) fn run(site: &Site, book: &Rulebook, days: Days, as_json: bool) -> Result<u8, Fault> {
    let desk = site.desk()?;
    let shows = std::io::stderr().is_terminal();
    let mut sign = ENTRIES_BETWEEN_SIGNS;
    let mut told = |done: u64, of: u64| {
        if shows && done >= sign {
            sign = done + ENTRIES_BETWEEN_SIGNS;
            // Nobody needs to read it.
            let _ = write!(std::io::stderr(), "\r{done} / {of}");
        }
    };
    let found = trial::run(desk.register(), book, days, &mut told)?;
    if shows {
        let _ = write!(std::io::stderr(), "\r\x1b[K");
    }
    if as_json {
        say(in_json(&found))?;
    } else {
        in_text(site.lang, desk.floor(), &found)?;
    }
    Ok(0)
}

fn counts(tally: &Tally) -> [(Phrase, &'static str, i64); 5] {
    [
        (Phrase::Passed, "passed", tally.passed),
        (Phrase::Taken, "taken", tally.taken),
        (Phrase::MadeUp, "made_up", tally.made_up),
        (Phrase::Consumed, "consumed", tally.consumed),
        (Phrase::OwedGranted, "owed_granted", tally.owed_granted),
    ]
}

fn in_text(lang: Lang, floor: &Floor, found: &Trial) -> Result<(), Fault> {
    let who = |given: &Given| {
        let nobody = || Phrase::Nobody.get(lang).to_owned();
        given.receiver.as_ref().map_or_else(nobody, |staff| name(floor, staff).to_owned())
    };
    for moved in &found.moved {
        let at = moved.really.at.in_zone(floor.zone).format("%Y-%m-%d %H:%M");
        let path = moved.would.path.or(moved.really.path).map_or("", |path| words::path(lang, path));
        say(format!("{at}  {}  {} → {}  {path}", moved.visit, who(&moved.really), who(&moved.would)))?;
    }
    if !found.turns.is_empty() {
        say("")?;
        let head: String =
            counts(&Tally::default()).iter().map(|(word, ..)| fit(word.get(lang), COUNT_CELLS)).collect();
        say(format!("{}{}", fit(Phrase::Turns.get(lang), NAME_CELLS), head.trim_end()))?;
        for (staff, turns) in &found.turns {
            let pairs = counts(&turns.really).into_iter().zip(counts(&turns.would));
            let cells = pairs.map(|((_, _, really), (_, _, would))| {
                let cell = if really == would { really.to_string() } else { format!("{really} → {would}") };
                fit(&cell, COUNT_CELLS)
            });
            let row: String = cells.collect();
            say(format!("{}{}", fit(name(floor, staff), NAME_CELLS), row.trim_end()))?;
        }
    }
    for ((command, code), count) in &found.refused {
        say(trial_refused(lang, words::command(lang, command), code.as_str(), *count))?;
    }
    say("")?;
    say(trial_end(lang, found.visits, found.moved.len(), found.refused.values().sum(), found.left_out))
}

fn in_json(found: &Trial) -> Value {
    let moved: Vec<Value> = found
        .moved
        .iter()
        .map(|moved| {
            json!({
                "visit": moved.visit,
                "at": moved.really.at,
                "really": moved.really.receiver,
                "would": moved.would.receiver,
                "path": moved.would.path.or(moved.really.path),
            })
        })
        .collect();
    let of = |tally: &Tally| -> Map<String, Value> {
        counts(tally).iter().map(|(_, key, count)| ((*key).to_owned(), (*count).into())).collect()
    };
    let turns: Map<String, Value> = found
        .turns
        .iter()
        .map(|(staff, turns)| (staff.to_string(), json!({ "really": of(&turns.really), "would": of(&turns.would) })))
        .collect();
    let refused: Vec<Value> = found
        .refused
        .iter()
        .map(|((command, code), count)| json!({ "do": command, "error": code.as_str(), "count": count }))
        .collect();
    json!({
        "visits": found.visits,
        "moved": moved,
        "turns": turns,
        "commands": found.commands,
        "refused": refused,
        "left_out": found.left_out,
    })
}
