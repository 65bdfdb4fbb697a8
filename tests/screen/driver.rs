//! Drives the screen as a person would: press, type, look.

use lunpai::desk::Desk;
use lunpai::rules::command::Submission;
use lunpai::rules::time::Timestamp;
use lunpai::text::Lang;
use lunpai::ui::{App, Options};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use tempfile::TempDir;

/// A desk on a register of its own, its clock stopped.
pub struct Driver {
    /// The app.
    pub app: App,
    terminal: Terminal<TestBackend>,
    now: Timestamp,
    folder: TempDir,
}

/// The staff and units of every test: a manager, five salespeople, one in the office.
pub const HOUSE: &str = r#"
{"do":"staff.add","id":"m1","name":"郑经理","role":"manager"}
{"do":"staff.add","id":"s1","name":"王芳","role":"sales","by":"m1"}
{"do":"staff.add","id":"s2","name":"张伟","role":"sales","by":"m1"}
{"do":"staff.add","id":"s3","name":"李娜","role":"sales","by":"m1"}
{"do":"staff.add","id":"s4","name":"陈静","role":"sales","by":"m1"}
{"do":"staff.add","id":"s5","name":"欧阳明","role":"sales","by":"m1"}
{"do":"staff.add","id":"o1","name":"吴婷","role":"office","by":"m1"}
{"do":"unit.add","unit":"A-1201","price_fen":358000000}
"#;

impl Driver {
    /// A desk of 80 by 24 cells in Chinese, on Monday morning at nine.
    pub fn new() -> Self {
        Self::sized(80, 24, Lang::Zh)
    }

    /// A desk of another size or language.
    pub fn sized(width: u16, height: u16, lang: Lang) -> Self {
        let folder = TempDir::new().unwrap();
        let mut desk = Desk::open(&folder.path().join("t.lunpai"), Some(chrono_tz::Asia::Shanghai)).unwrap();
        let now = Timestamp::parse("2026-11-23T09:00:00+08:00").unwrap();
        for line in HOUSE.lines().filter(|line| !line.is_empty()) {
            give(&mut desk, line, now);
        }
        let options = Options::new(lang, "江湾一号");
        let mut app = App::new(desk, options).unwrap();
        app.stop_clock(now).unwrap();
        let terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        Self { app, terminal, now, folder }
    }

    /// A desk whose day is open.
    pub fn open() -> Self {
        let mut driver = Self::new();
        driver.press("o Enter");
        driver
    }

    /// Where the register stands.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Lets minutes pass.
    pub fn pass(&mut self, minutes: i64) -> &mut Self {
        self.now = self.now.plus_seconds(minutes * 60);
        self.app.stop_clock(self.now).unwrap();
        self
    }

    /// Another process enters a command.
    pub fn elsewhere(&mut self, line: &str) -> &mut Self {
        let mut desk = Desk::open(&self.folder.path().join("t.lunpai"), None).unwrap();
        give(&mut desk, line, self.now);
        self.app.tick().unwrap();
        self
    }

    /// Presses keys, named one after the other with spaces between them.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        for name in keys.split_whitespace() {
            let (code, modifiers) = key(name);
            self.app.handle(&Event::Key(KeyEvent::new(code, modifiers))).unwrap();
        }
        self
    }

    /// Types a text letter by letter.
    pub fn type_text(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.app.handle(&Event::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE))).unwrap();
        }
        self
    }

    /// Clicks on the first place where a text stands.
    #[track_caller]
    pub fn click(&mut self, text: &str) -> &mut Self {
        let screen = self.screen();
        let found = screen.lines().enumerate().find_map(|(row, line)| Some((row, line.split_once(text)?.0.to_owned())));
        let Some((row, before)) = found else { panic!("{text:?} is nowhere:\n{screen}") };
        let column = u16::try_from(lunpai::text::width::width(&before)).unwrap();
        let kind = MouseEventKind::Down(MouseButton::Left);
        let row = u16::try_from(row).unwrap();
        self.app.handle(&Event::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE })).unwrap();
        self
    }

    /// Presses the mouse on a cell and lets it go on another.
    pub fn pull(&mut self, from: (u16, u16), to: (u16, u16)) -> &mut Self {
        self.screen();
        for (kind, (column, row)) in
            [(MouseEventKind::Down(MouseButton::Left), from), (MouseEventKind::Up(MouseButton::Left), to)]
        {
            self.app.handle(&Event::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE })).unwrap();
        }
        self
    }

    /// The desk's floor.
    pub const fn floor(&self) -> &lunpai::rules::floor::Floor {
        self.app.floor()
    }

    /// Pastes a text.
    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.app.handle(&Event::Paste(text.to_owned())).unwrap();
        self
    }

    /// The screen as it is now, line by line, without the blanks at the ends.
    pub fn screen(&mut self) -> String {
        self.terminal.draw(|frame| self.app.draw(frame)).unwrap();
        let buffer = self.terminal.backend().buffer();
        let mut lines = Vec::new();
        for y in 0..buffer.area.height {
            let mut line = String::new();
            let mut hidden = 0;
            for x in 0..buffer.area.width {
                if hidden > 0 {
                    hidden -= 1;
                    continue;
                }
                let symbol = buffer[(x, y)].symbol();
                hidden = lunpai::text::width::width(symbol).saturating_sub(1);
                line.push_str(symbol);
            }
            lines.push(line.trim_end().to_owned());
        }
        lines.join("\n")
    }

    /// A line of the screen holds all these texts.
    #[track_caller]
    pub fn expect_line(&mut self, texts: &[&str]) -> &mut Self {
        let screen = self.screen();
        let found = screen.lines().any(|line| texts.iter().all(|text| line.contains(text)));
        assert!(found, "no line holds {texts:?}:\n{screen}");
        self
    }

    /// No line of the screen holds this text.
    #[track_caller]
    pub fn expect_nowhere(&mut self, text: &str) -> &mut Self {
        let screen = self.screen();
        assert!(!screen.contains(text), "{text:?} stands on the screen:\n{screen}");
        self
    }

    /// Where the cursor stands.
    pub fn cursor(&mut self) -> (u16, u16) {
        self.screen();
        let at = self.terminal.get_cursor_position().unwrap();
        (at.x, at.y)
    }
}

fn give(desk: &mut Desk, line: &str, at: Timestamp) {
    let mut submission = Submission::from_json(serde_json::from_str(line).unwrap()).unwrap();
    submission.at = Some(at);
    desk.submit(&submission).unwrap();
}

/// A key by its name.
pub fn key(name: &str) -> (KeyCode, KeyModifiers) {
    let none = KeyModifiers::NONE;
    match name {
        "Enter" => (KeyCode::Enter, none),
        "Esc" => (KeyCode::Esc, none),
        "Tab" => (KeyCode::Tab, none),
        "BackTab" => (KeyCode::BackTab, KeyModifiers::SHIFT),
        "Up" => (KeyCode::Up, none),
        "Down" => (KeyCode::Down, none),
        "Left" => (KeyCode::Left, none),
        "Right" => (KeyCode::Right, none),
        "Space" => (KeyCode::Char(' '), none),
        "Backspace" => (KeyCode::Backspace, none),
        "Home" => (KeyCode::Home, none),
        "End" => (KeyCode::End, none),
        "PgUp" => (KeyCode::PageUp, none),
        "PgDn" => (KeyCode::PageDown, none),
        "Delete" => (KeyCode::Delete, none),
        "CtrlU" => (KeyCode::Char('u'), KeyModifiers::CONTROL),
        "CtrlD" => (KeyCode::Char('d'), KeyModifiers::CONTROL),
        "CtrlP" => (KeyCode::Char('p'), KeyModifiers::CONTROL),
        "CtrlL" => (KeyCode::Char('l'), KeyModifiers::CONTROL),
        "ShiftDown" => (KeyCode::Down, KeyModifiers::SHIFT),
        "ShiftUp" => (KeyCode::Up, KeyModifiers::SHIFT),
        _ => match name.strip_prefix('F').and_then(|number| number.parse().ok()) {
            Some(number) => (KeyCode::F(number), none),
            None => (KeyCode::Char(name.chars().next().unwrap()), none),
        },
    }
}
