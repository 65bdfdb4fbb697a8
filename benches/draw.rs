//! How long it takes to draw each screen at 200×50 with 1,000 visits in the day, everything from the
//! app's state to the cells that the terminal would be sent.

#![allow(clippy::expect_used, reason = "a bench that cannot begin must stop")]

use divan::Bencher;
use lunpai::desk::Desk;
use lunpai::rules::command::Submission;
use lunpai::rules::time::Timestamp;
use lunpai::text::Lang;
use lunpai::ui::{App, Options};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use serde_json::{Value, json};
use std::path::Path;
use tempfile::TempDir;

const COLUMNS: u16 = 200;
const ROWS: u16 = 50;
const VISITS: u32 = 1_000;
const SALESPEOPLE: u32 = 24;
/// Receptions that run at once when the day is looked at.
const RUNNING: u32 = 18;
const SCREENS: [(&str, char); 8] = [
    ("1 desk", '1'),
    ("2 clients", '2'),
    ("3 calls", '3'),
    ("4 units", '4'),
    ("5 roster", '5'),
    ("6 inbox", '6'),
    ("7 log", '7'),
    ("8 figures", '8'),
];

fn main() {
    divan::main();
}

/// A day of a thousand visits, made by commands.
fn busy_day(path: &Path) -> (Desk, Timestamp) {
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
    (desk, now)
}

fn app() -> (TempDir, App, Terminal<TestBackend>) {
    let folder = TempDir::new().expect("a folder");
    let (desk, now) = busy_day(&folder.path().join("bench.lunpai"));
    let mut app = App::new(desk, Options::new(Lang::Zh, "江湾一号")).expect("an app");
    app.stop_clock(now.plus_seconds(60)).expect("a time");
    let terminal = Terminal::new(TestBackend::new(COLUMNS, ROWS)).expect("a terminal");
    (folder, app, terminal)
}

fn press(app: &mut App, code: KeyCode) {
    app.handle(&Event::Key(KeyEvent::new(code, KeyModifiers::NONE))).expect("the register answers");
}

#[divan::bench(args = SCREENS.map(|(name, _)| name), sample_count = 50)]
fn screen(bencher: Bencher, name: &str) {
    let (_folder, mut app, mut terminal) = app();
    let key = SCREENS.iter().find(|(other, _)| *other == name).map_or('1', |(_, key)| *key);
    press(&mut app, KeyCode::Char(key));
    bencher.bench_local(|| {
        terminal.draw(|frame| app.draw(frame)).expect("it is drawn");
    });
}

/// The same cells, all Chinese, drawn by ratatui alone: what the screens are measured beside.
#[divan::bench(sample_count = 50)]
fn bare_ratatui(bencher: Bencher) {
    let mut terminal = Terminal::new(TestBackend::new(COLUMNS, ROWS)).expect("a terminal");
    let line = "轮".repeat(usize::from(COLUMNS / 2));
    bencher.bench_local(|| {
        terminal
            .draw(|frame| {
                let area = frame.area();
                for y in 0..area.height {
                    frame.buffer_mut().set_string(0, y, &line, ratatui::style::Style::new());
                }
            })
            .expect("it is drawn");
    });
}
