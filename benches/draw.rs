//! What a frame at 200×50 costs, with 1,000 visits in the day, beside ratatui alone drawing the same cells: the ground
//! in one go, every word of one style as one `set_string`, then the same comparison with the frame before.
//!
//! `cargo bench --bench draw`: instructions, counted by valgrind on this very program, so that nothing else that the
//! machine does counts. Each figure is that of some frames more against some fewer, by as many. Beside a frame in which
//! nothing has changed: one after a key that goes down a row, or up again, with all that the key itself costs.

#![allow(clippy::expect_used, reason = "a bench that cannot begin must stop")]
#![allow(clippy::cast_precision_loss, reason = "figures are rounded anyway")]

use lunpai::desk::Desk;
use lunpai::rules::command::Submission;
use lunpai::rules::time::Timestamp;
use lunpai::text::Lang;
use lunpai::ui::{App, Options};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use ratatui::style::Style;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

const COLUMNS: u16 = 200;
const ROWS: u16 = 50;
const VISITS: u32 = 1_000;
const SALESPEOPLE: u32 = 24;
/// Receptions that run at once when the day is looked at.
const RUNNING: u32 = 18;
/// Frames that a figure is the difference of.
const FRAMES: (u32, u32) = (2, 22);
const SCREENS: [(&str, char); 9] = [
    ("desk", '1'),
    ("clients", '2'),
    ("calls", '3'),
    ("units", '4'),
    ("roster", '5'),
    ("inbox", '6'),
    ("log", '7'),
    ("figures", '8'),
    ("rules", '9'),
];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    match arguments.as_slice() {
        [path, screen, frames, way] => {
            let key = SCREENS.iter().find(|(name, _)| name == screen).map_or('1', |(_, key)| *key);
            draw(Path::new(path), key, frames.parse().expect("a number"), way);
        }
        _ => table(),
    }
}

fn table() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("bench.lunpai");
    busy_day(&path);
    println!("| screen | instructions a frame | ratatui alone, the same cells | ratio | a key and its frame |");
    println!("| --- | --- | --- | --- | --- |");
    for (screen, _) in SCREENS {
        let cost = |way: &str| {
            let after = |frames: u32| instructions(&path, screen, frames, way);
            after(FRAMES.1).saturating_sub(after(FRAMES.0)) as f64 / f64::from(FRAMES.1 - FRAMES.0)
        };
        let [own, bare, moving] = ["own", "bare", "moving"].map(|way| cost(way) / 1e6);
        println!("| {screen} | {own:.2} million | {bare:.2} million | {:.2} | {moving:.2} million |", own / bare);
    }
}

/// How many instructions this program takes to draw so many frames.
fn instructions(path: &Path, screen: &str, frames: u32, way: &str) -> u64 {
    let own = std::env::current_exe().expect("this program");
    let mut counted = Command::new("valgrind");
    counted.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(own);
    counted.arg(path).args([screen, &frames.to_string(), way]);
    let output = counted.output().expect("valgrind");
    let told = String::from_utf8_lossy(&output.stderr);
    let collected = told.lines().find_map(|line| line.split_once("Collected :")).expect("a count").1;
    collected.trim().parse().expect("a number")
}

/// Draws a screen so many times as it is, or with a key before each frame, or its cells by ratatui alone.
fn draw(path: &Path, key: char, frames: u32, way: &str) {
    let desk = Desk::open(path, None).expect("a register");
    let now = desk.floor().clock.expect("entries").plus_seconds(60);
    let mut app = App::new(desk, Options::new(Lang::Zh, "江湾一号")).expect("an app");
    app.stop_clock(now).expect("a time");
    let mut terminal = Terminal::new(TestBackend::new(COLUMNS, ROWS)).expect("a terminal");
    let press = |app: &mut App, code: KeyCode| {
        app.handle(&Event::Key(KeyEvent::new(code, KeyModifiers::NONE))).expect("the register answers");
    };
    press(&mut app, KeyCode::Char(key));
    terminal.draw(|frame| app.draw(frame)).expect("it is drawn");
    let ground = ground(terminal.backend().buffer());
    let words = words(terminal.backend().buffer(), ground);
    for number in 0..frames {
        if way == "moving" {
            press(&mut app, if number % 2 == 0 { KeyCode::Down } else { KeyCode::Up });
        }
        if way == "bare" {
            terminal
                .draw(|frame| {
                    let area = frame.area();
                    frame.buffer_mut().set_style(area, ground);
                    for (x, y, text, style) in &words {
                        frame.buffer_mut().set_string(*x, *y, text, *style);
                    }
                })
                .expect("it is drawn");
        } else {
            terminal.draw(|frame| app.draw(frame)).expect("it is drawn");
        }
    }
}

/// The style that most blank cells have.
fn ground(cells: &Buffer) -> Style {
    let mut counts: Vec<(Style, usize)> = Vec::new();
    for cell in cells.content().iter().filter(|cell| cell.symbol() == " ") {
        match counts.iter_mut().find(|(style, _)| *style == cell.style()) {
            Some((_, count)) => *count += 1,
            None => counts.push((cell.style(), 1)),
        }
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map_or_else(Style::new, |(style, _)| style)
}

/// A screen as pieces of text of one style each, without what is blank ground.
fn words(cells: &Buffer, ground: Style) -> Vec<(u16, u16, String, Style)> {
    let mut words: Vec<(u16, u16, String, Style)> = Vec::new();
    for y in 0..cells.area.height {
        let mut x = 0;
        let mut open: Option<(u16, u16, String, Style)> = None;
        while x < cells.area.width {
            let Some(cell) = cells.cell((x, y)) else { break };
            match &mut open {
                _ if cell.symbol() == " " && cell.style() == ground => words.extend(open.take()),
                Some((_, _, text, style)) if *style == cell.style() => text.push_str(cell.symbol()),
                _ => words.extend(open.replace((x, y, cell.symbol().to_owned(), cell.style()))),
            }
            x += u16::try_from(unicode_width::UnicodeWidthStr::width(cell.symbol()).max(1)).unwrap_or(1);
        }
        words.extend(open);
    }
    words
}

/// A day of a thousand visits, made by commands.
fn busy_day(path: &Path) {
    let mut desk = Desk::open(path, Some(chrono_tz::Asia::Shanghai)).expect("a register");
    let mut now = Timestamp::parse("2026-11-23T08:30:00+08:00").expect("a time");
    let mut give = |command: Value, seconds: i64| {
        now = now.plus_seconds(seconds);
        let mut submission = Submission::from_json(command).expect("a command");
        submission.at = Some(now);
        desk.submit(&submission).expect("it is accepted");
    };
    give(json!({"do": "staff.add", "id": "m1", "name": "郑经理", "role": "manager"}), 0);
    for number in 1..=SALESPEOPLE {
        let (id, name) = (format!("s{number}"), format!("销售{number}"));
        give(json!({"do": "staff.add", "id": id, "name": name, "role": "sales", "by": "m1"}), 0);
    }
    for unit in 0..400 {
        let id = format!("{}-{:02}{:02}", 1 + unit / 120, 3 + (unit % 120) / 4, 1 + unit % 4);
        give(
            json!({"do": "unit.add", "unit": id, "price_fen": 358_000_000, "layout": "三室两厅", "area_cm2": 980_000}),
            0,
        );
    }
    let order: Vec<String> = (1..=SALESPEOPLE).map(|number| format!("s{number}")).collect();
    give(json!({"do": "day.open", "order": order}), 0);
    for number in 1..=VISITS {
        let (visit, phone) = (format!("v{number}"), format!("138{number:08}"));
        let name = format!("{}先生", ["王", "欧阳", "李", "张"][number as usize % 4]);
        give(json!({"do": "arrive", "visit": visit, "phone": phone, "name": name, "been_before": false}), 20);
        if number > RUNNING {
            give(json!({"do": "finish", "visit": format!("v{}", number - RUNNING), "seen_off": number % 7 != 0}), 10);
        }
    }
}
